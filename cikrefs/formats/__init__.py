"""The formats by name: what reads them, what writes them, how a text is told to be one of them.

Adding a format is a module with `loads` and `dumps` and a row in FORMATS; the command line's
choices and the tests read this table. The modules are imported on use, since parsers load slowly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from cikrefs.errors import InputError, OnProblem
from cikrefs.models import Reference


class Reader(Protocol):
    """Reads a text into references; what cannot be read goes to `on_problem` or is raised."""

    def __call__(self, text: str, *, on_problem: OnProblem | None = None) -> list[Reference]: ...


Writer = Callable[[Iterable[Reference]], str]


@dataclass(frozen=True, slots=True)
class Format:
    """A format's module, its file name extensions, and a pattern that starts such a text."""

    module: str
    extensions: tuple[str, ...]
    start: re.Pattern[str] | None = None
    writes: bool = True

    @property
    def loads(self) -> Reader:
        """The format's reader."""
        return cast("Reader", import_module(self.module).loads)

    @property
    def dumps(self) -> Writer:
        """The format's writer."""
        return cast("Writer", import_module(self.module).dumps)


FORMATS: dict[str, Format] = {
    "csl-json": Format(
        "cikrefs.formats.csl_json", (".json",), re.compile(r"\s*(?:\[\s*(?:\{|\])|\{)")
    ),
    "ris": Format("cikrefs.formats.ris", (".ris",), re.compile(r"^TY {1,2}-", re.MULTILINE)),
    "bibtex": Format(
        "cikrefs.formats.bibtex", (".bib",), re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
    ),
    "printed": Format("cikrefs.printed", (".txt", ".md"), writes=False),
}
"""In the order in which they are tried on a text; a printed list is what is left."""

READERS = tuple(FORMATS)
WRITERS = tuple(name for name, format_ in FORMATS.items() if format_.writes)


def detect(text: str) -> str:
    """Return the name of the format `text` is in, told by its content."""
    for name, format_ in FORMATS.items():
        if format_.start is None:
            return name
        found = (
            format_.start.search(text)
            if format_.start.flags & re.MULTILINE
            else format_.start.match(text)
        )
        if found:
            return name
    raise AssertionError("the last format takes any text")


def by_extension(file_name: str) -> str:
    """Return the name of the format that `file_name`'s extension stands for.

    Raises InputError for an extension no writer has.
    """
    for name in WRITERS:
        if file_name.lower().endswith(FORMATS[name].extensions):
            return name
    known = ", ".join(extension for name in WRITERS for extension in FORMATS[name].extensions)
    raise InputError(
        f"{file_name}: no format is known by this extension; use one of {known} or say --to"
    )
