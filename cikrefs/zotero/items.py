"""References as items of Zotero's web API, by the schema's own mapping of CSL.

The tables follow the `csl` part of https://api.zotero.org/schema, with the names a field has in
single item types beside its general one. The empty item that the API gives for a type says which of
them it has, so that a field Zotero adds later is filled without a change here. What has no field
goes to Extra, one "Name: value" a line, where Zotero's citation processor reads it
(https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cikrefs.formats.common.draft import parted_keywords, value
from cikrefs.models import OTHERS, Name, Reference

TYPES: Final[Mapping[str, str]] = {
    "article": "preprint",
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "bill": "bill",
    "book": "book",
    "broadcast": "tvBroadcast",
    "chapter": "bookSection",
    "dataset": "dataset",
    "document": "document",
    "entry-dictionary": "dictionaryEntry",
    "entry-encyclopedia": "encyclopediaArticle",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "paper-conference": "conferencePaper",
    "patent": "patent",
    "personal_communication": "letter",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "report": "report",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "webpage",
}
"""CSL type: Zotero's item type. Any other is a document, with its CSL type in Extra."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("citationKey",),
    "title": ("title", "caseName", "nameOfAct", "subject"),
    "title_short": ("shortTitle",),
    "container_title": (
        "publicationTitle", "bookTitle", "proceedingsTitle", "dictionaryTitle",
        "encyclopediaTitle", "blogTitle", "websiteTitle", "forumTitle", "programTitle",
        "reporter", "code",
    ),
    "container_title_short": ("journalAbbreviation",),
    "collection_title": ("seriesTitle", "series"),
    "collection_number": ("seriesNumber",),
    "volume": ("volume", "codeVolume", "reporterVolume", "codeNumber"),
    "number_of_volumes": ("numberOfVolumes",),
    "issue": ("issue", "priorityNumbers"),
    "page": ("pages", "codePages", "firstPage"),
    "number_of_pages": ("numPages",),
    "number": (
        "number", "reportNumber", "patentNumber", "billNumber", "docketNumber",
        "documentNumber", "publicLawNumber", "episodeNumber", "archiveID", "identifier",
    ),
    "chapter_number": ("session",),
    "section": ("section", "committee"),
    "edition": ("edition",),
    "version": ("versionNumber",),
    "publisher": (
        "publisher", "institution", "university", "company", "repository", "label",
        "studio", "network", "distributor",
    ),
    "publisher_place": ("place", "repositoryLocation"),
    "authority": ("authority", "court", "legislativeBody", "issuingAuthority", "organization"),
    "event_title": ("conferenceName", "meetingName"),
    "event_place": ("eventPlace", "place"),
    "genre": (
        "type", "reportType", "thesisType", "manuscriptType", "mapType", "websiteType",
        "postType", "letterType", "presentationType", "genre",
    ),
    "medium": (
        "medium", "artworkMedium", "audioRecordingFormat", "videoRecordingFormat",
        "interviewMedium", "format", "system",
    ),
    "status": ("status", "legalStatus"),
    "archive": ("archive",),
    "archive_location": ("archiveLocation",),
    "call_number": ("callNumber", "applicationNumber"),
    "issued": ("date", "dateDecided", "dateEnacted", "issueDate"),
    "original_date": ("originalDate",),
    "submitted": ("filingDate",),
    "accessed": ("accessDate",),
    "DOI": ("DOI",),
    "URL": ("url",),
    "ISSN": ("ISSN",),
    "ISBN": ("ISBN",),
    "PMID": ("PMID",),
    "PMCID": ("PMCID",),
    "language": ("language",),
    "abstract": ("abstractNote",),
}  # fmt: skip
"""A reference's fields and Zotero's names for each, of which an item type has one or none."""

CREATORS: Final[Mapping[str, str]] = {
    "editor": "editor",
    "translator": "translator",
    "collection_editor": "seriesEditor",
    "container_author": "bookAuthor",
    "director": "director",
    "recipient": "recipient",
}
"""Names of a reference: Zotero's creator type. Authors are of the primary type an item type has; of
a film, whose primary one is the director, they are its writers."""

_WRITER: Final = "scriptwriter"


def item_type(reference: Reference) -> str:
    """Return Zotero's item type for a reference."""
    return TYPES.get(reference.type, TYPES["document"])


def item(
    reference: Reference,
    template: Mapping[str, object],
    creator_types: Sequence[str],
    collections: Sequence[str] = (),
) -> dict[str, object]:
    """Return a reference as the JSON of a new item.

    `template` is the empty item of its type, `creator_types` are those the type has, the primary
    one first, `collections` the keys of those it goes to.
    """
    made = {**template, "collections": [*collections], "creators": [], "tags": _tags(reference)}
    extra = [] if reference.type in TYPES else [f"Type: {reference.type}"]
    for name, fields in FIELDS.items():
        found = reference.id if name == "id" else value(reference, name)
        free = next((field for field in fields if made.get(field) == ""), None)
        if free == "accessDate" and len(str(found)) < len("2024-11-02"):
            free = None  # the API takes no less than a day
        if found and free:
            made[free] = str(found)
        elif found:
            extra.append(f"{_label(name)}: {found}")
    creators, unnamed = _creators(reference, creator_types)
    made["creators"] = creators
    made["extra"] = "\n".join((*extra, *unnamed, *_rest(reference)))
    return made


def _tags(reference: Reference) -> list[dict[str, str]]:
    return [{"tag": word} for word in parted_keywords(reference.keyword)]


def _creators(reference: Reference, types: Sequence[str]) -> tuple[list[dict[str, str]], list[str]]:
    """Return the creators, and lines of Extra for those for which the item type has no place."""
    creators, lines = [], []
    for role in ("author", *CREATORS):
        type_ = next(iter(types), "author") if role == "author" else CREATORS[role]
        for name in getattr(reference, role):
            if role == "author" and types[:1] == ["director"] and _WRITER in types:
                creators.append({"creatorType": _WRITER, **_name(name)})
            elif role == "author" or type_ in types:
                creators.append({"creatorType": type_, **_name(name)})
            else:
                parts = _name(name)
                text = parts.get("name") or f"{parts['lastName']} || {parts['firstName']}"
                lines.append(f"{_label(role)}: {text}")
    return creators, lines


def _name(name: Name) -> dict[str, str]:
    """Return a name as Zotero has it; a suffix follows the given names and a comma."""
    if name.literal:
        return {"name": "et al." if name == OTHERS else name.literal}
    given = f"{name.given}, {name.suffix}" if name.suffix else name.given
    return {"firstName": given, "lastName": name.whole_family}


def _rest(reference: Reference) -> Iterator[str]:
    """Yield the lines of Extra for what has no field in Zotero."""
    event = reference.event_date
    if event:
        yield f"Event Date: {event}"
    for name, found in reference.extra.items():
        if not name.startswith("printed:") and name != "bibtex:LATEX":
            text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
            yield f"{_label(name)}: {' '.join(text.split())}"
    if reference.note:
        yield reference.note


def _label(name: str) -> str:
    """Return a variable's name as Extra has it: "Event Place", "PMID", "bibtex:xref"."""
    if name == "id":
        return "Citation Key"
    is_ours = name.islower() and ":" not in name
    return re.sub("[-_]", " ", name).title() if is_ours else name
