"""What a format, or Zotero reading it, has no place for: told when it is written, never dropped.

A loss is named with the number of references it befalls, all of them, grouped by where the fields
came from, so that a list of many can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from cikrefs.formats.csl.variables import NAMED, REFUSED_BY_ZOTERO
from cikrefs.formats.table import FORMATS
from cikrefs.models import Reference

_SAID_OTHERWISE = frozenset(
    "bibtex:ENTRYTYPE bibtex:LATEX bibtex:entrysubtype ris:TY printed:DOI citation-key "
    "container-title-short journalAbbreviation event".split()
)
"""Fields of `extra` that say how something was put, not what."""

PARTLY = frozenset(field.name.replace("_", "-") for field in fields(Reference))
"""Fields that a reference has a name for: in `extra` stands what they say besides."""

_NAMED = tuple(field.name for field in fields(Reference) if field.type == "tuple[Name, ...]")
_DROPPING = "dropping-particle"


def left_out(references: Iterable[Reference], name: str) -> Mapping[str, int]:
    """Return the fields the format `name` has no place for, and in how many references each is."""
    counts: Counter[str] = Counter()
    format_ = FORMATS[name]
    held = format_.variables if format_.tables else frozenset()
    for reference in references:
        counts.update(
            field
            for field, found in reference.extra.items()
            if found != ""
            and not field.startswith(format_.holds)
            and field not in _SAID_OTHERWISE
            and not (field in held and (isinstance(found, str) or field in NAMED))
        )
        if name == "ris":
            counts[_DROPPING] += any(
                one.dropping_particle for role in _NAMED for one in getattr(reference, role)
            )
    return +counts


def named(counts: Mapping[str, int]) -> list[str]:
    """Return what `left_out` found in words, a text for the fields of each origin."""
    groups: dict[str, list[str]] = {}
    for field, number in sorted(counts.items()):
        origin, colon, _ = field.partition(":")
        more = "more of " if field in PARTLY else ""
        groups.setdefault(origin if colon else "", []).append(f"{more}{field} ({number})")
    return [", ".join(said) for said in groups.values()]


def refused_by_zotero(references: Iterable[Reference], name: str) -> Iterator[str]:
    """Yield in words what Zotero will not take of a file in the format `name`, with the keys."""
    if name == "csl-json":
        ids = [one.id for one in references if one.type == REFUSED_BY_ZOTERO]
        if ids:
            yield f"Zotero refuses the whole file for its {REFUSED_BY_ZOTERO}: {', '.join(ids)}"
    elif name == "bibtex":
        from cikrefs.formats.bibtex.fields import TYPES, UNKNOWN_TO_ZOTERO

        types = {type_ for type_, (entry, _) in TYPES.items() if entry in UNKNOWN_TO_ZOTERO}
        ids = [one.id for one in references if one.type in types]
        if ids:
            yield f"Zotero drops entries of types it does not know, @dataset here: {', '.join(ids)}"
