r"""Other programs' names for things, translated into those of `bibtex_fields` before reading.

A title in two or three fields (biblatex's `subtitle`, `titleaddon`) becomes one, since CSL has one;
a PubMed number given as `eprint` (biblatex) is the `pmid`; `howpublished = {\url{…}}` (before there
was `url`) is the link; a director is the editor whose `editortype` says so, a compiler one of the
further editors (biblatex); if there is a full name of the journal, `journal` is the short one
(MathSciNet's `fjournal`); a macro (ADS's `\apj`) means both names. Each is one small step over the
fields of an entry; a field that no step knows is left as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cikrefs.formats.bibtex import journals as bibtex_journals
from cikrefs.formats.bibtex.entries import Field
from cikrefs.formats.bibtex.fields import ROLES
from cikrefs.formats.bibtex.inheritance import WITHIN
from cikrefs.formats.bibtex.latex import encode

Fields = dict[str, Field]
"""The fields of an entry by name, values still LaTeX."""

EDITORS = ("editor", "editora", "editorb", "editorc")
"""biblatex's fields for editors, each with a `…type` beside it."""

_PARTS = {
    "title": "subtitle",
    "booktitle": "booksubtitle",
    "maintitle": "mainsubtitle",
    "journaltitle": "journalsubtitle",
    "journal": "journalsubtitle",
    "issuetitle": "issuesubtitle",
}
_ADDED = {
    "title": "titleaddon",
    "booktitle": "booktitleaddon",
    "maintitle": "maintitleaddon",
    "journaltitle": "journaltitleaddon",
    "journal": "journaltitleaddon",
}
"""The parts of a title, and what biblatex prints behind one and a stop."""
_LINK = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}(?:\s*\{[^{}]*\})?|(https?://\S+)")
_NOTED = re.compile(r"(PMC?ID): ?(\w{1,12})")
"""A note that is nothing but a number of PubMed's, as Zotero's export has it."""
_VARIABLES = {**{type_: role for role, type_ in ROLES.items()}, "translator": "translator"}
_WORD = re.compile(r"\w+")
_IDENTIFIERS = {"pubmed": "pmid", "pmc": "pmcid"}


def say(fields: Fields, type_: str) -> None:
    """Change `fields` of an entry of `type_` so that each says what its name says in `fields`."""
    for names, step in _STEPS:
        if not names.isdisjoint(fields):
            step(fields, type_)


def _rename(fields: Fields, old: str, new: str) -> None:
    fields[new] = fields.pop(old)._replace(name=new)


def _join_titles(fields: Fields, _: str) -> None:
    """Append a subtitle and an addition to their title, unless it already ends with them."""
    for parts, sign in ((_PARTS, ":"), (_ADDED, ".")):
        for name, part in parts.items():
            if name not in fields or part not in fields:
                continue
            title, more = fields[name].value, fields.pop(part).value
            if _words(title)[-len(_words(more)) :] != _words(more):
                joint = " " if title.endswith((":", ".", "?", "!", "–", "—", "-")) else f"{sign} "
                fields[name] = fields[name]._replace(value=f"{title}{joint}{more}")


def _name_issue(fields: Fields, type_: str) -> None:
    """Say of an article's special issue that it is a collection, as the readers of RIS do."""
    if type_ == "article" and "series" not in fields:
        _rename(fields, "issuetitle", "series")


def _name_volume(fields: Fields, type_: str) -> None:
    """Say of a part of a volume what the whole work is called, and what the volume, as CSL does."""
    if type_ not in WITHIN or "maintitle" not in fields:
        return
    if "booktitle" in fields:
        _rename(fields, "booktitle", "volumetitle")
    _rename(fields, "maintitle", "booktitle")


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def _number_series(fields: Fields, type_: str) -> None:
    """Say of a journal's series that it is one: `series = {3}` is the 3rd (biblatex)."""
    series = fields.get("series")
    if type_ == "article" and series and series.value.isdecimal() and len(series.value) < 3:
        number = int(series.value)
        ending = "th" if number in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
        fields["series"] = series._replace(value=f"{number}{ending} series")


def _words(latex: str) -> list[str]:
    return _WORD.findall(latex.casefold())


def _name_journal(fields: Fields, _: str) -> None:
    """Tell the full name of a journal from the short one, if both are there."""
    full = next((name for name in ("fjournal", "journaltitle") if name in fields), None)
    if full and "journal" in fields and "shortjournal" not in fields:
        _rename(fields, "journal", "shortjournal")
    if full == "fjournal" and "journal" not in fields:
        _rename(fields, "fjournal", "journal")
    journal = fields.get("journal")
    names = bibtex_journals.names(journal.value) if journal else None
    if journal and names and "shortjournal" not in fields:
        fields["shortjournal"] = journal._replace(name="shortjournal", value=encode(names[1]))


def _name_identifiers(fields: Fields, _: str) -> None:
    archive = fields.get("eprinttype") or fields.get("archiveprefix")
    name = _IDENTIFIERS.get(archive.value.lower()) if archive else None
    if archive and name and "eprint" in fields and name not in fields:
        _rename(fields, "eprint", name)
        del fields[archive.name]
    note = fields.get("note")
    said = _NOTED.fullmatch(note.value) if note else None
    if note and said and said[1].lower() not in fields:
        fields[said[1].lower()] = note._replace(name=said[1].lower(), value=said[2])
        del fields["note"]


def _name_roles(fields: Fields, _: str) -> None:
    """Name those who are no editors but are said to be editors of a type.

    The first of them are the work's editors all the same, whatever they did, unless it is a film.
    """
    for name in EDITORS:
        role = fields.get(f"{name}type")
        variable = _VARIABLES.get(role.value.lower()) if role else None
        is_own = variable == "director" or name != "editor"
        if role and variable and is_own and name in fields and variable not in fields:
            _rename(fields, name, variable)
            del fields[role.name]


def _name_links(fields: Fields, _: str) -> None:
    """Name the link in `howpublished`, and split the links in one `url`, as Mendeley has them.

    The links after the first keep the name of their field.
    """
    published = fields.get("howpublished")
    link = _LINK.fullmatch(published.value) if published else None
    if published and link and "url" not in fields:
        fields["url"] = published._replace(name="url", value=link[1] or link[2])
        del fields["howpublished"]
    url = fields.get("url")
    target = _LINK.fullmatch(url.value) if url else None
    if url and target and target[1]:
        url = fields["url"] = url._replace(value=target[1])
    first, *others = url.value.split(" ") if url else [""]
    if url and others and all(_LINK.fullmatch(other) for other in (first, *others)):
        fields["url"] = url._replace(value=first)
        fields["urls"] = url._replace(value=" ".join(others))


def is_link(latex: str) -> bool:
    """Whether a field is nothing but a link, and so no name."""
    return "/" in latex and _LINK.fullmatch(latex) is not None


def _part_keywords(fields: Fields, _: str) -> None:
    """Separate keywords by commas, as biblatex does, where they are separated by semicolons."""
    for name in ("keywords", "keyword"):
        found = fields.get(name)
        if found and ";" in found.value and "," not in found.value:
            words = [word.strip() for word in found.value.split(";")]
            fields[name] = found._replace(value=", ".join(word for word in words if word))


_STEPS: tuple[tuple[frozenset[str], Callable[[Fields, str], None]], ...] = (
    (frozenset({*_PARTS.values(), *_ADDED.values()}), _join_titles),
    (frozenset({"issuetitle"}), _name_issue),
    (frozenset({"maintitle"}), _name_volume),
    (frozenset({"series"}), _number_series),
    (frozenset({"fjournal", "journaltitle", "journal"}), _name_journal),
    (frozenset({"eprinttype", "archiveprefix", "note"}), _name_identifiers),
    (frozenset(f"{name}type" for name in EDITORS), _name_roles),
    (frozenset({"howpublished", "url"}), _name_links),
    (frozenset({"keywords", "keyword"}), _part_keywords),
)
"""The steps in their order, each with the fields without any of which it changes nothing."""
