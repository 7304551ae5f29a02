"""Which fields and creators an item type of Zotero's has, for items sent to the one that runs here.

Its local API says so (`/api/schema`). Where that is off, items bear the general names of fields
(`number`, `date`, `publisher`), which Zotero turns into those of the type, putting into Extra what
the type has not; only for the fields below has it no general name. That is read in Zotero's source
(chrome/content/zotero/xpcom/data/item.js, `fromJSON`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cikrefs.web.fields import mapping, members

Shape = tuple[Mapping[str, object], list[str]]
"""The empty item of a type, and the creators it has, the primary one first."""

_FIELDS: Final = """title shortTitle publicationTitle journalAbbreviation seriesNumber volume
    numberOfVolumes
    issue pages numPages number session section edition versionNumber publisher place authority
    type medium status archive archiveLocation callNumber date originalDate accessDate DOI url
    ISSN ISBN PMID PMCID language abstractNote citationKey""".split()
_OF_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
    "case": ("reporter",),
    "statute": ("code",),
    "bill": ("code",),
    "patent": ("filingDate",),
    "conferencePaper": ("conferenceName",),
    "presentation": ("meetingName",),
}
_SERIES_TITLE: Final = frozenset(
    "audioRecording computerProgram journalArticle map podcast presentation report".split()
)
_PRIMARY: Final[Mapping[str, str]] = {
    "artwork": "artist",
    "audioRecording": "performer",
    "bill": "sponsor",
    "computerProgram": "programmer",
    "film": "director",
    "hearing": "contributor",
    "interview": "interviewee",
    "map": "cartographer",
    "patent": "inventor",
    "podcast": "podcaster",
    "presentation": "presenter",
    "tvBroadcast": "director",
}
_CREATORS: Final = (
    "editor translator seriesEditor bookAuthor director scriptwriter recipient".split()
)


def general(item_type: str) -> Shape:
    """Return the shape of a type as far as it need be known for Zotero to find its fields."""
    without = {"publicationTitle"} if item_type in ("case", "statute", "bill") else set()
    series = "seriesTitle" if item_type in _SERIES_TITLE else "series"
    names = (*(name for name in _FIELDS if name not in without), series)
    empty: dict[str, object] = dict.fromkeys((*names, *_OF_TYPE.get(item_type, ())), "")
    primary = _PRIMARY.get(item_type, "author")
    return {"itemType": item_type, **empty}, [primary, *_CREATORS]


def of_schema(schema: object, item_type: str) -> Shape | None:
    """Return the shape of a type as Zotero's schema has it, None if it is not there."""
    for type_ in members(mapping(schema).get("itemTypes")):
        if type_.get("itemType") == item_type:
            fields = [str(one.get("field")) for one in members(type_.get("fields"))]
            creators = members(type_.get("creatorTypes"))
            creators = sorted(creators, key=lambda one: one.get("primary") is not True)
            names = [str(one.get("creatorType")) for one in creators]
            return {"itemType": item_type, **dict.fromkeys(fields, "")}, names
    return None
