"""A JATS citation's tagged parts: which field each fills, and where it stands.

A part that has no place in a Reference, or whose place is taken, is not read; `jats` reports it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cikrefs import dates, dois
from cikrefs.documents import trees
from cikrefs.documents.jats.tags import ALONE, FIELDS, IDENTIFIERS, IN_PARTS, ROLES, TYPES
from cikrefs.documents.trees import Element
from cikrefs.formats.common.draft import NAMES
from cikrefs.models import OTHERS, Date, Name, Span
from cikrefs.names import initials

_FACES = frozenset(
    """abbrev alternatives bold fixed-case italic inline-graphic monospace named-content overline
    roman sans-serif sc strike styled-content sub sup underline x""".split()
)
"""Tags inside a word."""

_NAMES = frozenset({"name", "string-name"})
_LINKS = frozenset({"ext-link", "uri"})
_TITLES = frozenset({"article-title", "chapter-title", "data-title"})
_YEAR = re.compile(r"((?:1[4-9]|20)\d\d)([a-z]?)\b")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(slots=True)
class Parts:
    """A citation's text on one line, and what its tags say.

    `fields` are a Reference's, `extra` its extra; `spans` say where in `text` each field stands,
    `read` which pieces have been read.
    """

    text: str = ""
    type: str = ""
    fields: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    read: list[Span] = field(default_factory=list)


def read(citation: Element, *, apart: bool) -> Parts:
    """Return the parts of a citation; with `apart`, each tag's text is a word of its own."""
    reader = _Reader(apart=apart)
    reader.visit_children(citation)
    parts = reader.parts
    parts.text = parts.text.rstrip()
    for variable, names in reader.names.items():
        if variable in NAMES:
            parts.fields[variable] = tuple(names)
        else:
            parts.extra[variable] = [
                {"literal": one.literal}
                if one.literal
                else {"family": one.family, "given": one.given}
                for one in names
            ]
    if "year" in reader.date:
        issued = dates.from_parts(**reader.date) or Date(int(reader.date["year"]))
        parts.fields["issued"] = issued
    said = citation.get("publication-type") or citation.get("citation-type") or ""
    _settle(parts, said.strip().lower())
    return parts


def _settle(parts: Parts, said: str) -> None:
    """Settle the type, and whether the source is the container or the work itself."""
    fields_ = parts.fields
    parts.type = TYPES.get(said, "")
    if not parts.type:
        is_article = "container_title" in fields_ and not fields_.keys().isdisjoint(
            {"volume", "page"}
        )
        is_book = not fields_.keys().isdisjoint({"publisher", "edition", "ISBN"})
        parts.type = "article-journal" if is_article else "book" if is_book else ""
    if "title" in fields_ and "container_title" in fields_:
        parts.type = IN_PARTS.get(parts.type, parts.type)
    elif "container_title" in fields_ and (parts.type in ALONE or not parts.type):
        fields_["title"] = fields_.pop("container_title")
        parts.spans["title"] = parts.spans.pop("container_title")


class _Reader:
    """Gathers the text of a citation, and its fields on the way."""

    def __init__(self, *, apart: bool) -> None:
        self.parts = Parts()
        self.names: dict[str, list[Name]] = {}
        self.date: dict[str, str] = {}
        self._apart = apart
        self._role = ""

    def visit_children(self, element: Element) -> None:
        """Read what is in `element`."""
        self._write(element.text)
        for child in element:
            if trees.name(child) != "label":
                self._visit(child)
            self._write(child.tail)

    def _visit(self, element: Element) -> None:
        kind = trees.name(element)
        if self._apart and kind not in _FACES:
            self._write("–" if kind == "lpage" and self.parts.text[-1:].isalnum() else " ")
        start = len(self.parts.text)
        if kind in _NAMES:
            self._name(element, start)
        elif kind == "person-group":
            self._role, role = (
                ROLES.get(element.get("person-group-type") or "author", "-"),
                self._role,
            )
            self.visit_children(element)
            self._role = role
        elif kind == "date-in-citation":
            self._accessed(element, start)
        elif kind in {"collab", "anonymous"}:
            self._write("".join(map(str, element.itertext())) or "Anonymous")
            span = self._trimmed(start)
            self._person(Name(literal=self.parts.text[slice(*span)]), span)
        else:
            self.visit_children(element)
            self._field(kind, element, self._trimmed(start))

    def _write(self, text: str | None) -> None:
        """Add text; a run of blanks is one, and none stands at the start."""
        if text:
            line = " ".join(text.split()) or " "
            line = (
                f"{' ' * text[0].isspace()}{line}{' ' * text[-1].isspace()}"
                if line != " "
                else line
            )
            so_far = self.parts.text
            self.parts.text += line.lstrip() if not so_far or so_far.endswith(" ") else line

    def _trimmed(self, start: int) -> Span:
        """Return what has been written since `start`, without blanks around it."""
        text = self.parts.text
        end = start + len(text[start:].rstrip())
        return min(end, len(text) - len(text[start:].lstrip())), end

    def _field(self, kind: str, element: Element, span: Span) -> None:
        text = self.parts.text[slice(*span)]
        if kind in {"year", "month", "day"}:
            self._date(kind, text, span)
        elif kind == "fpage":
            self._take("page", text, span)
        elif kind == "lpage":
            self._last_page(text, span)
        elif kind in _LINKS:
            href = next(
                (str(one) for key, one in element.attrib.items() if key.endswith("href")), text
            )
            doi = dois.bare(href)
            self._take(*(("DOI", doi) if dois.is_doi(doi) else ("URL", href.strip())), span)
        elif kind in {"pub-id", "object-id"}:
            self._identifier(element.get("pub-id-type") or "", text, span)
        elif kind == "etal":
            self._person(OTHERS, span)
        elif kind in FIELDS and not (kind == "comment" and len(element)):
            value = text.rstrip(" .,;") if kind in _TITLES else text
            self._take(FIELDS[kind], value, span)

    def _take(self, variable: str, value: str, span: Span) -> None:
        """Note a field; one that contradicts an earlier one stays unread."""
        if not value:
            return
        if self.parts.fields.setdefault(variable, value) == value:
            self.parts.spans.setdefault(variable, span)
            self.parts.read.append(span)

    def _identifier(self, kind: str, text: str, span: Span) -> None:
        variable = IDENTIFIERS.get(kind.lower())
        if variable == "DOI":
            text = dois.bare(text)
        elif variable == "PMCID" and text.isdigit():
            text = f"PMC{text}"
        elif kind.lower() == "arxiv" and not text.lower().startswith("arxiv"):
            text = f"arXiv:{text}"
        if variable:
            self._take(variable, text, span)

    def _last_page(self, text: str, span: Span) -> None:
        first = self.parts.fields.get("page")
        if not text or not isinstance(first, str) or "-" in first:
            return
        if text != first:
            self.parts.fields["page"] = f"{first}-{text}"
        self.parts.spans["page"] = self.parts.spans["page"][0], span[1]
        self.parts.read.append(span)

    def _date(self, kind: str, text: str, span: Span) -> None:
        found = _YEAR.match(text) if kind == "year" else None
        if kind in self.date or (kind == "year" and not found):
            return
        self.date[kind] = found[1] if found else text
        if found:
            self.parts.spans["issued"] = span[0], span[0] + found.end()
            span = self.parts.spans["issued"]
            if found[2]:
                self.parts.extra["year-suffix"] = found[2]
        self.parts.read.append(span)

    def _accessed(self, element: Element, start: int) -> None:
        """Read the day on which a page was visited; other dates stay unread."""
        said = {trees.name(one): trees.text(one) for one in element}
        self._write("".join(map(str, element.itertext())))
        span = self._trimmed(start)
        date = (
            dates.numeric(element.get("iso-8601-date") or "")
            or dates.from_parts(*(said.get(one, "") for one in ("year", "month", "day")))
            or _date_in(_WORDS.findall(self.parts.text[slice(*span)]))
        )
        is_access = "access" in (element.get("content-type") or "access")
        if date and is_access and "accessed" not in self.parts.fields:
            self.parts.fields["accessed"] = date
            self.parts.spans["accessed"] = span
            self.parts.read.append(span)

    def _name(self, element: Element, start: int) -> None:
        apart, self._apart = self._apart, self._apart or trees.name(element) == "name"
        self.visit_children(element)
        self._apart = apart
        span = self._trimmed(start)
        said = {trees.name(one): trees.text(one) for one in element}
        if "surname" not in said:
            self._person(Name(literal=self.parts.text[slice(*span)]), span)
            return
        family = " ".join(filter(None, (said.get("prefix"), said["surname"])))
        given = initials(said.get("given-names", ""))
        self._person(Name(family, given, said.get("suffix", "")), span)

    def _person(self, name: Name, span: Span) -> None:
        """Note a name; one without a role that comes after the title is an editor's."""
        role = self._role
        if not role:
            behind = "author" in self.names and not self.parts.fields.keys().isdisjoint(
                {"title", "container_title"}
            )
            role = "editor" if behind else "author"
        if role == "-":
            return
        self.names.setdefault(role, []).append(name)
        if span[0] < span[1]:
            first = self.parts.spans.setdefault(role, span)
            self.parts.spans[role] = first[0], span[1]
            self.parts.read.append(span)


def _date_in(words: list[str]) -> Date | None:
    """Return the date in words: one is a year, one may be a month and one a day."""
    year = next((word for word in words if len(word) == 4 and word.isdigit()), "")
    day = next((word for word in words if len(word) < 3 and word.isdigit()), "")
    month = next(
        (word for word in words if dates.from_parts("2000", word) and word not in {year, day}), ""
    )
    return dates.from_parts(year, month, day if month else "")
