"""A reference while it is being read: fields by name, whatever the format.

The mapping tables of the formats name fields as `Reference` does (`container_title`) and, for CSL
variables that have no attribute there, as CSL does (`dimensions`); the latter live in `extra`, as
CSL-JSON has them.
`Draft` and `value` hide which is which, so that a table row is all a field needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from unicodedata import normalize

from cikrefs import dois
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common import markup
from cikrefs.formats.common.lines import Places
from cikrefs.formats.csl.values import Wrong, json_name, read_names
from cikrefs.formats.csl.variables import NAMED
from cikrefs.models import Date, Name, Reference, Source

Value = str | tuple[Name, ...] | Date
_FIELDS = {
    item.name: item.type
    for item in fields(Reference)
    if item.name not in {"id", "type", "extra", "source"}
}
ATTRIBUTES = frozenset(_FIELDS)
NAMES = frozenset(name for name, type_ in _FIELDS.items() if type_ == "tuple[Name, ...]")
DATES = frozenset(name for name, type_ in _FIELDS.items() if type_ == "Date | None")
_DOI_LABEL = re.compile(rf"\s{{0,40}}(?:{dois.RESOLVER}|(?:dx\.)?doi)", re.IGNORECASE)
_ACCENTED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_BLANK = " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""White space that is layout; a blank that does not break is a character like others."""
_BLANKS = re.compile(f"[{_BLANK}]+")
_UNTIDY = re.compile(rf"[{_BLANK[1:]}]|  |^\s|\s$")
_DASH = re.compile(r" ?(?:[‐‑‒–—−]|-(?= *[-‐‑‒–—−]))(?: *[-‐‑‒–—−])*+ ?")


@dataclass(slots=True)
class Draft:
    """The fields read so far, what has no name here (`extra`), and where each field stood."""

    fields: dict[str, Value] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    positions: dict[str, tuple[int, int]] = field(default_factory=dict)

    def put(self, name: str, value: Value, position: tuple[int, int] | None = None) -> None:
        """Set the field `name`, unless `value` is empty."""
        if isinstance(value, tuple):
            named = tuple(name for name in map(_in_order, value) if name != Name())
            value = value if named == value else named  # which many references share
        elif isinstance(value, str):
            value = value.strip(_BLANK)
        if not value:
            return
        if name in _CLEANED and isinstance(value, str):
            value = _CLEANED[name](value)
        if name in ATTRIBUTES:
            self.fields[name] = value
        else:
            names = [json_name(one) for one in value] if isinstance(value, tuple) else value
            self.extra[name] = names
        if position:
            self.positions[name] = position

    def reference(self, id_: str, type_: str, *, line: int, text: str) -> Reference:
        """Return the reference; `line` and `text` say where it stood and what stood there."""
        url = self.fields.get("URL")
        linked = dois.bare(url) if isinstance(url, str) and dois.is_link(url) else ""
        if dois.is_doi(linked) and "DOI" not in self.fields:
            self.put("DOI", linked, self.positions.pop("URL", None))
            del self.fields["URL"]
        source = Source(line=line, text=text, positions=Places(line, self.positions))
        return Reference(id=id_, type=type_, extra=self.extra, source=source, **self.fields)  # type: ignore[arg-type]  # the tables pair names with kinds


def value(reference: Reference, name: str) -> Value | None:
    """Return a field of `reference` as it is written, or None if there is none.

    A journal known only by its abbreviation is known by it in both fields; an article number that
    is no page stands in for the page; a URL that only repeats the DOI is left out. Each of these
    is what reference managers need to show the datum once and to show it at all.
    """
    if name not in ATTRIBUTES:
        return _other(reference.extra.get(name), name)
    found: Value | None = getattr(reference, name)
    if name == "container_title" and not found:
        return reference.container_title_short or None
    if name == "page" and not found and is_article(reference.type):
        return with_hyphens(reference.number) or None
    if name == "number" and is_article(reference.type):
        return reference.number if reference.page not in {"", reference.number} else None
    if name == "URL" and reference.DOI and dois.is_link(reference.URL):
        return None if dois.key(reference.URL) == dois.key(reference.DOI) else reference.URL
    return found or None


def _other(found: object, name: str) -> Value | None:
    """Return what stands in `extra` under one of CSL's names as a value, None if it is none."""
    if name in NAMED and isinstance(found, list):
        with suppress(Wrong):
            return read_names(found)
    return found if isinstance(found, str) else None


def with_repeats_told(
    references: Iterable[Reference], on_problem: OnProblem | None
) -> Iterator[Reference]:
    """Yield the references; report each whose id an earlier one has, since either may be meant."""
    first: dict[str, int | None] = {}
    for reference in references:
        id_, line = reference.id, reference.source.line
        if id_ and id_ in first:
            message = f"the key stands already on line {first[id_]}; both are kept"
            problem = Problem(message, line=line, text=id_, reference=id_, lost=False)
            report(problem, on_problem)
        first.setdefault(id_, line)
        yield reference


def joined_keywords(keywords: Iterable[str]) -> str:
    """Return keywords as one text: "one, two", or "Cells, Cultured; Mice" if one holds a comma.

    A single keyword with a comma ends with a semicolon, which tells it from two. A semicolon in a
    keyword splits it, as in Zotero.
    """
    words = [word.strip() for text in keywords for word in text.split(";")]
    words = [word for word in words if word]
    if not any(", " in word for word in words):
        return ", ".join(words)
    return "; ".join(words) if len(words) > 1 else f"{words[0]};"


def parted_keywords(text: str) -> list[str]:
    """Return the keywords in a text as `joined_keywords` makes it."""
    words = text.split(";" if ";" in text else ", ")
    return [word.strip() for word in words if word.strip()]


def is_article(type_: str) -> bool:
    """Whether references of this CSL type stand in issues of a periodical."""
    return type_ in {"article-journal", "article-magazine", "article-newspaper"}


def with_hyphens(page: str) -> str:
    """Return a page range with one hyphen for any dash, and without the blanks around it."""
    if page.isascii() and "--" not in page:
        return page
    return _DASH.sub("-", page)


def _in_order(name: Name) -> Name:
    """Return the name with one blank wherever its parts have white space, accents in its letters.

    Registries and Zotero have them so.
    """
    parts = (name.family, name.given, name.suffix, name.literal, name.dropping_particle)
    if not _ACCENTED.search("".join(parts)) and not any(map(_UNTIDY.search, parts)):
        return name
    return Name(*(_BLANKS.sub(" ", _composed(part)).strip() for part in parts))


def _composed(text: str) -> str:
    return _ACCENTED.sub(lambda letter: normalize("NFC", letter[0]), text)


def _bare(doi: str) -> str:
    """Return the DOI in a link or after a label; a bare one stays as it is, even with a dot."""
    doi = doi.strip()
    return dois.bare(doi) if not doi.startswith("10.") and _DOI_LABEL.match(doi) else doi


_CLEANED: Mapping[str, Callable[[str], str]] = {
    "DOI": _bare,
    "page": with_hyphens,
    **dict.fromkeys(markup.PROSE, markup.plain),
}
"""How the texts of some fields are told from how they are printed."""
