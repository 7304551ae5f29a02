"""The formats by name: what reads them, what writes them, how a text in one is recognized.

Adding a format is a module with `loads` and `dumps` and a row in FORMATS; the command line's
choices and the tests read this table. The modules are imported on use, since parsers load slowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from cikrefs.errors import InputError, OnProblem
from cikrefs.formats.common.lines import clean
from cikrefs.formats.imports import identifiers as dois_list
from cikrefs.formats.imports.refused import refuse
from cikrefs.models import Reference


class Reader(Protocol):
    """Reads a text into references; what cannot be read goes to `on_problem` or is raised."""

    def __call__(self, text: str, *, on_problem: OnProblem | None = None) -> list[Reference]: ...


class Writer(Protocol):
    """Writes references as one text; with `zotero`, as it arrives whole there."""

    def __call__(self, references: Iterable[Reference], *, zotero: bool = False) -> str: ...


class PieceWriter(Protocol):
    """Writes references as a Writer does, a piece of the text at a time."""

    def __call__(
        self, references: Iterable[Reference], *, zotero: bool = False
    ) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format's module, its file name extensions, and a pattern that starts such a text.

    Of the fields in `Reference.extra` its writer keeps those whose names begin with `holds`, and
    the variables that its module of `tables` names; without such a module it keeps all.
    """

    module: str
    extensions: tuple[str, ...]
    start: re.Pattern[str] | None = None
    writes: bool = True
    holds: str = ""
    tables: str = ""

    @property
    def loads(self) -> Reader:
        """The format's reader."""
        return cast("Reader", import_module(self.module).loads)

    @property
    def dumps(self) -> Writer:
        """The format's writer."""
        return cast("Writer", import_module(self.module).dumps)

    @property
    def pieces(self) -> PieceWriter:
        """The format's writer, a piece of the text at a time, so that it is never all held."""
        return cast("PieceWriter", import_module(self.module).pieces)

    @property
    def variables(self) -> frozenset[str]:
        """The variables of CSL beyond a reference's fields that the format holds as text."""
        return cast("frozenset[str]", import_module(f"{self.module}{self.tables}").HOLDS)

    def iterate(self, text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
        """Yield the references in `text` as they are read; some formats are read whole first."""
        module = import_module(self.module)
        reader = getattr(module, "iterate", module.loads)
        return iter(reader(text, on_problem=on_problem))


FORMATS: dict[str, Format] = {
    "crossref-json": Format(
        "cikrefs.formats.imports.registered",
        (".json",),
        re.compile(
            r"\s*(?:\{\s*\"status\"\s*:\s*\"ok\""
            r"|(?:\[\s*)?\{(?=[\s\S]{0,20000}?\"title\"\s*:\s*\[)(?=[\s\S]{0,20000}?\"DOI\"))"
        ),
        writes=False,
    ),
    "datacite-json": Format(
        "cikrefs.formats.imports.registered",
        (".json",),
        re.compile(
            r"\s*(?:\[\s*)?\{(?=[\s\S]{0,20000}?"
            r"(?:\"attributes\"\s*:\s*\{|\"schemaVersion\"\s*:\s*\"http://datacite))"
        ),
        writes=False,
    ),
    "pubmed-xml": Format(
        "cikrefs.formats.imports.pubmed_xml",
        (".xml",),
        re.compile(
            r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE PubmedArticleSet[^>]*>\s*)?"
            r"<PubmedArticle(?:Set)?[\s>]"
        ),
        writes=False,
    ),
    "enw": Format(
        "cikrefs.formats.imports.enw",
        (".enw",),
        re.compile(r"^%0 [A-Z]", re.MULTILINE),
        writes=False,
    ),
    "csl-json": Format(
        "cikrefs.formats.csl.json", (".json",), re.compile(r"\s*(?:\[\s*(?:\{|\])|\{)")
    ),
    "endnote-xml": Format(
        "cikrefs.formats.imports.endnote_xml",
        (".xml",),
        re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<xml>\s*<records>"),
        writes=False,
    ),
    "ris": Format(
        "cikrefs.formats.ris",
        (".ris",),
        re.compile(r"^[ \t]{0,8}(?:\d{1,6}\.[ \t]{1,4})?(?:TY(?: {1,2}|\t)-|ty  -)", re.MULTILINE),
        holds="ris:",
        tables=".tags",
    ),
    "nbib": Format(
        "cikrefs.formats.imports.nbib",
        (".nbib",),
        re.compile(r"^(?:PMID- ?\d|OWN - )", re.MULTILINE),
        writes=False,
    ),
    "wos": Format(
        "cikrefs.formats.imports.wos",
        (".ciw",),
        re.compile(r"^PT [A-Z]\s*$", re.MULTILINE),
        writes=False,
    ),
    "bibtex": Format(
        "cikrefs.formats.bibtex",
        (".bib",),
        re.compile(r"^[^\S\n]*+@\s*+[A-Za-z]++\s*+[{(]", re.MULTILINE),
        holds="bibtex:",
        tables=".fields",
    ),
    "csl-yaml": Format(
        "cikrefs.formats.csl.yaml",
        (".yaml", ".yml"),
        re.compile(
            r"\ufeff?(?:[ \t]*+(?:#[^\r\n]*+)?[\r\n]++)*+"
            r"(?:---[ \t]*+[\r\n]++(?:(?!---|\.\.\.|references:|- )[^\r\n]*+[\r\n]++)*+)?+"
            r"(?:references:\s*+(?:#[^\r\n]*+\s*+)*+(?:\[\s*+\{|-\s++(?:\{|[\w\"'-]++:\s))"
            r"|-[ \t]++(?:id|type|DOI):\s)"
        ),
        writes=False,
    ),
    "dois": Format("cikrefs.formats.imports.identifiers", (".txt",), dois_list.START, writes=False),
    "printed": Format("cikrefs.printed", (".txt", ".md"), writes=False),
}
"""A text is in the format whose record begins first in it; if two do, the earlier row's."""

READERS = tuple(FORMATS)
WRITERS = tuple(name for name, format_ in FORMATS.items() if format_.writes)


def detect(text: str) -> str:
    """Return the name of the format `text` is in, told by its content.

    Raises InputError for a format that is known and not read, with what to export instead.
    """
    text = clean(text)
    refuse(text)
    starts = dict(_starts(text))
    return min(starts, key=lambda name: starts[name]) if starts else "printed"


def _starts(text: str) -> Iterator[tuple[str, int]]:
    """Yield the formats `text` may be in, and where a record of each begins first."""
    for name, format_ in FORMATS.items():
        if format_.start is None:
            continue
        is_anywhere = format_.start.flags & re.MULTILINE
        found = format_.start.search(text) if is_anywhere else format_.start.match(text)
        if found:
            yield name, found.start()


def by_extension(file_name: str) -> str:
    """Return the name of the format that `file_name`'s extension stands for.

    Raises InputError for an extension no writer has.
    """
    for name in WRITERS:
        if file_name.lower().endswith(FORMATS[name].extensions):
            return name
    known = ", ".join(extension for name in WRITERS for extension in FORMATS[name].extensions)
    raise InputError(f"{file_name}: no format is known by this extension; use one of {known}")
