"""Crossref's items as records: every value that a print may carry, under CSL's names.

Titles are deposited whole or with the subtitle apart, journals under full and short names, dates
for print and for online: the record keeps them all, since any of them may be what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cikrefs import dois
from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.notices import notices
from cikrefs.registry.types import TYPES
from cikrefs.registry.works import crossref_work
from cikrefs.web.fields import date, identifier, members, names, text, texts, unique

FIELDS: Final = [
    "DOI",
    "type",
    "title",
    "subtitle",
    "short-title",
    "original-title",
    "author",
    "editor",
    "container-title",
    "short-container-title",
    "volume",
    "issue",
    "page",
    "article-number",
    "published-print",
    "published-online",
    "issued",
    "published",
    "publisher",
    "ISSN",
    "updated-by",
    "update-to",
    "relation",
]
"""What a record is made of, to which answers with lists may be cut down (`aliases` may not)."""


def crossref_record(item: object, *, whole: bool = False) -> Record:
    """Return the record that Crossref's JSON `item` holds, with its `work` if `whole`.

    Raises Unavailable if `item` is no record.
    """
    doi = identifier(item.get("DOI")) if isinstance(item, dict) else ""
    if not isinstance(item, dict) or not doi:
        raise Unavailable("Crossref answered with something that is no record")
    titles = _titles(item)
    dates = (
        date(item.get(f)) for f in ("published-print", "published-online", "issued", "published")
    )
    record = Record(
        DOI=doi,
        type=TYPES.get(text(item.get("type")), "document"),
        title=titles,
        author=names(item.get("author")),
        editor=names(item.get("editor")),
        container_title=unique(
            texts(item.get("container-title")) + texts(item.get("short-container-title"))
        ),
        volume=text(item.get("volume")),
        issue=text(item.get("issue")),
        page=unique(texts(item.get("page")) + texts(item.get("article-number"))),
        issued=tuple(dict.fromkeys(date for date in dates if date)),
        publisher=text(item.get("publisher")),
        ISSN=texts(item.get("ISSN")),
        aliases=texts(item.get("aliases")),
        notices=notices(item, titles),
        published_as=_published_as(item.get("relation")),
    )
    return replace(record, work=crossref_work(item, record)) if whole else record


def _titles(item: Mapping[str, object]) -> tuple[str, ...]:
    """Return all titles: with subtitle, without, short, original.

    A record in two languages has two titles and two subtitles, which belong together in pairs.
    """
    titles, subtitles = texts(item.get("title")), texts(item.get("subtitle"))
    if len(titles) == len(subtitles):
        pairs = list(zip(titles, subtitles, strict=True))
    else:
        pairs = [(title, ": ".join(subtitles)) for title in titles[:1] if subtitles]
    whole = tuple(
        f"{title} {subtitle}" if title[-1] in ".:?!" else f"{title}: {subtitle}"
        for title, subtitle in pairs
        if subtitle.lower() not in title.lower()
    )
    others = texts(item.get("short-title")) + texts(item.get("original-title"))
    return unique(whole + titles + others)


def _published_as(relations: object) -> tuple[str, ...]:
    published = relations.get("is-preprint-of") if isinstance(relations, dict) else None
    return unique(
        dois.bare(text(relation.get("id")))
        for relation in members(published)
        if relation.get("id-type") == "doi"
    )
