"""What entries share: `crossref` is a work within another, `xdata` are fields kept in one place.

The titles move as in biblatex's table (manual, appendix "Default inheritance setup"): the title of
the volume is the `booktitle` of the works in it. BibTeX's files, which also give the volume a
`booktitle`, are read the same way. Unlike in both, a work does not inherit what identifies it: with
the DOI of its volume a paper would be taken for the volume.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from cikrefs.formats.bibtex.entries import Entry, Field

_MOVED = ("title", "subtitle", "titleaddon")
WITHIN = frozenset(
    """inbook bookinbook suppbook incollection suppcollection inproceedings conference
    inreference""".split()
)
_OWN = frozenset(
    """abstract annotation annote archiveprefix articleno crossref doi eid entryset entrysubtype
    eprint eprintclass eprinttype execute file ids indexsorttitle indextitle keywords label note
    options pages pagetotal pmcid pmid presort primaryclass related relatedoptions relatedstring
    relatedtype shortauthor shorteditor shorthand shorthandintro shorttitle sortkey sortname
    sortshorthand sorttitle sortyear unread url urldate xdata xref""".split()
)
"""Fields no work inherits: biblatex's, and those that are about the volume as a whole."""

_SAID_WITH = {
    "date": ("year", "month", "day"),
    "year": ("date", "month", "day"),
    "journal": ("journaltitle", "journalsubtitle"),
    "journaltitle": ("journal", "journalsubtitle"),
    "booktitle": ("booksubtitle", "booktitleaddon", "journaltitle", "journalsubtitle"),
    "maintitle": ("journaltitle", "journalsubtitle"),
    "address": ("location",),
    "location": ("address",),
}
"""What a work with the first field does not inherit either, because the first says it."""

_GRANULAR = re.compile(r"xdata=(?P<key>[^\s,]+?)-(?P<field>[A-Za-z]+)(?:-(?P<item>\d{1,3}))?")
_AND = re.compile(r"(?<!\s)\s++and\s+")
_SHARING = ("crossref", "xdata")
_LONGEST = 16
"""How many generations of parents are followed; real files have two or three."""


OnOddity = Callable[[Entry, str], None]
"""Hears what is odd about an entry's parents."""


class Inheritance:
    """What the entries of a file have from each other, whose keys may have aliases (`ids`)."""

    def __init__(self, entries: Sequence[Entry], on_oddity: OnOddity) -> None:
        # most entries have no parents, and are not looked at again
        self._keys = {entry.start: keys for entry in entries if (keys := _parents(entry))}
        named = {key for keys in self._keys.values() for key in keys}
        self._parents = {
            key: entry for entry in reversed(entries) for key in _names(entry) if key in named
        }
        self._parents |= {entry.key: entry for entry in reversed(entries) if entry.key in named}
        self._whole: dict[str, Entry] = {}
        self._asked: set[str] = set()
        self._on_oddity = on_oddity

    def whole(self, entry: Entry) -> Entry:
        """Return `entry` with the fields it has from the entries its `xdata` and `crossref` name.

        An `xdata` whose entries were all found says no more than the fields and goes; one that
        names an entry that is not there stays, and so does a field that names one (`author =
        {xdata=KEY-FIELD-1}`).
        """
        if entry.start not in self._keys:
            return entry
        fields = {field.name: self._granular(entry, field) for field in entry.fields}
        said = {other for name in fields for other in _SAID_WITH.get(name, ())} - fields.keys()
        missing = False
        for key in _named(entry):
            parent = self._parent(key, entry)
            missing = missing or parent is None
            for field in _given(parent, entry) if parent else ():
                if field.name not in said:
                    fields.setdefault(field.name, field)
        if not missing:
            fields.pop("xdata", None)
        return replace(entry, fields=tuple(fields.values()))

    def _granular(self, entry: Entry, field: Field) -> Field:
        """Return `field` with the value, or the item of one, that it names in another entry."""
        found = _GRANULAR.fullmatch(field.value)
        if found is None:
            return field
        parent = self._parent(found["key"], entry)
        values = {one.name: one.value for one in parent.fields} if parent else {}
        value = values.get(found["field"].lower(), "")
        items = _AND.split(value) if found["item"] else [value]
        number = int(found["item"] or 1)
        if not value or not 1 <= number <= len(items):
            self._on_oddity(
                entry, f"{field.value} names nothing; {field.name} is kept as it stands"
            )
            return field
        return field._replace(value=items[number - 1], end=field.offset)

    def _parent(self, key: str, child: Entry) -> Entry | None:
        """Return the entry with this key with what it has from others; None where they circle."""
        parent = self._parents.get(key)
        if parent is None:
            return None
        if parent.key in self._asked or parent.key == child.key:
            self._on_oddity(child, f"entries inherit from each other in a circle through {key}")
            return None
        if len(self._asked) > _LONGEST:
            message = f"more than {_LONGEST} entries inherit from each other; no more are followed"
            self._on_oddity(child, message)
            return None
        if parent.key not in self._whole:
            self._asked.add(parent.key)
            self._whole[parent.key] = self.whole(parent)
            self._asked.remove(parent.key)
        return self._whole[parent.key]


def _names(entry: Entry) -> list[str]:
    """Return the keys of an entry that no other need know as its own: its aliases."""
    ids = next((field.value for field in entry.fields if field.name == "ids"), "")
    return [key.strip() for key in ids.split(",") if key.strip()] if ids else []


def _parents(entry: Entry) -> list[str]:
    """Return the keys of the entries of which `entry` takes fields or single values."""
    for field in entry.fields:
        if field.name in _SHARING or field.value.startswith("xdata="):
            break
    else:
        return []
    granular = (
        found["key"]
        for field in entry.fields
        if field.value.startswith("xdata=") and (found := _GRANULAR.fullmatch(field.value))
    )
    return [*_named(entry), *granular]


def _named(entry: Entry) -> list[str]:
    """Return the keys of the entries whose fields `entry` takes over, the nearest first."""
    named = {
        field.name: field.value for field in entry.fields if field.name in {"xdata", "crossref"}
    }
    keys = [*named.get("xdata", "").split(","), named.get("crossref", "")]
    return [key.strip() for key in keys if key.strip()]


def _given(parent: Entry, child: Entry) -> Iterator[Field]:
    """Yield the fields of `parent` under the names they have in `child`."""
    if parent.type == "xdata":
        yield from parent.fields
        return
    prefix = _prefix(parent.type, child.type)
    for field in parent.fields:
        if field.name not in _OWN and not (prefix and field.name in _MOVED):
            yield field
    for field in parent.fields:
        if prefix and field.name in _MOVED:
            yield field._replace(name=prefix + field.name)
        elif field.name == "author" and child.type in {"inbook", "bookinbook", "suppbook"}:
            yield field._replace(name="bookauthor")


def _prefix(parent: str, child: str) -> str:
    """Return what goes before the title of `parent`, an entry type, in one of type `child`."""
    if parent.startswith("mv") and not child.startswith("mv"):
        return "main"
    if parent == "periodical":
        return "journal"
    return "book" if child in WITHIN else ""
