"""Formatted reference lists: references and a CSL style go in, a printable list comes out.

CSL is a language with a test suite of its own, so pandoc's citeproc does the formatting, and
`engine` reads what it made into a small model. From that, text, Markdown, HTML and LaTeX are
written here, since what pandoc writes lacks what those need (one whole link, COinS,
`thebibliography`); DOCX and ODT, which are packages of many files, are written by pandoc. Adding an
output is a module with `dumps` and a row in OUTPUTS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from cikrefs.errors import InputError

if TYPE_CHECKING:
    from cikrefs.lists.model import FormattedList


@dataclass(frozen=True, slots=True)
class Output:
    """An output's module, its file name extension, and what it can be.

    `is_binary` outputs go to no terminal; one that `has_fragment` can do without the page
    or the document around it.
    """

    module: str
    extension: str
    is_binary: bool = False
    has_fragment: bool = False

    def dumps(self, formatted: FormattedList, *, fragment: bool = False) -> bytes:
        """Return the list as the bytes of a file; a `fragment` goes into another document."""
        module = import_module(self.module)
        if self.is_binary:
            return cast("bytes", module.dumps(formatted, self.extension[1:]))
        dumps = cast("Callable[..., str]", module.dumps)
        text = dumps(formatted, fragment=fragment) if self.has_fragment else dumps(formatted)
        return text.encode()


OUTPUTS: dict[str, Output] = {
    "text": Output("cikrefs.lists.text", ".txt"),
    "markdown": Output("cikrefs.lists.markdown", ".md"),
    "html": Output("cikrefs.lists.html", ".html", has_fragment=True),
    "latex": Output("cikrefs.lists.latex", ".tex", has_fragment=True),
    "docx": Output("cikrefs.lists.office", ".docx", is_binary=True),
    "odt": Output("cikrefs.lists.office", ".odt", is_binary=True),
}


def by_extension(file_name: str) -> str:
    """Return the name of the output that `file_name`'s extension stands for.

    Raises InputError for an extension no output has.
    """
    for name, output in OUTPUTS.items():
        if file_name.lower().endswith(output.extension):
            return name
    known = ", ".join(output.extension for output in OUTPUTS.values())
    raise InputError(
        f"{file_name}: no list is known by this extension; use one of {known} or say --to"
    )
