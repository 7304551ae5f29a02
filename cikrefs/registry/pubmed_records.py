"""PubMed's XML as records: what `formats.imports.pubmed_xml` reads, and every value beside it.

NLM prints the translation of a foreign title in brackets and keeps the original as the vernacular
one; it adds a place to the name of a journal where two share it; electronic and print dates differ;
an article number stands as pages or as the publisher's item. A print may carry any of them. Europe
PMC shows the same values in its JSON, so what they mean is said here for both
(https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from cikrefs import dates, dois
from cikrefs.documents import trees
from cikrefs.formats.imports import pubmed_xml
from cikrefs.models import Date, Notice, NoticeKind, Record, Reference, Source
from cikrefs.web.fields import text, unique, years_in

_KINDS: Final[Mapping[str, NoticeKind]] = {
    "retractionin": "retracted",
    "partialretractionin": "retracted",
    "expressionofconcernin": "concern",
    "erratumin": "corrected",
    "correctedandrepublishedin": "corrected",
}
"""RefType of a comment, without blanks and in small letters; the others are no notices."""

_RETRACTED: Final = "retracted publication"
_UNKNOWN: Final = "und"
"""MEDLINE's code of a language that nobody noted."""

_NOT_AVAILABLE: Final = "not available"

_NAMED_DOI = re.compile(r"\bdoi: ?(10\.\S+?)\.?(?:\s|$)", re.IGNORECASE)
_NAMED_DAY = re.compile(r"\. (\d{4}(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\b")
_PLACE = re.compile(r" \([^()]*\)$")
_EDITION = re.compile(r"\bed\b")
_NUMBER = re.compile(r"(?:.*\.)?([A-Za-z]{0,4}\d{1,9})")
_REPLY = re.compile(r"[;,] (?:[a-z]{1,20} ){0,3}")
_PARALLEL, _SUBTITLE = (re.compile(rf" {sign} (?![^()]{{0,200}}\))") for sign in ("=", ":"))


def pubmed_record(article: trees.Element, *, whole: bool = False) -> Record:
    """Return the record in one of `pubmed_xml.articles`, with its `work` if `whole`."""
    read = pubmed_xml.reference(article)
    titles = titles_of(read.title, _first(article, "VernacularTitle"))
    journals = journals_of(
        read.container_title, read.container_title_short, _first(article, "MedlineTA")
    )
    types = [pubmed_xml.words(one) for one in article.iter("PublicationType")]
    record = Record(
        DOI=read.DOI if dois.is_doi(read.DOI) else "",
        agency="PubMed",
        type=read.type,
        title=titles,
        author=read.author,
        editor=read.editor,
        container_title=journals,
        volume=text(read.volume),
        issue=text(read.issue),
        page=pages_of(read.page, _items(article)),
        issued=_dates(article, read.issued),
        publisher=text(read.publisher),
        ISSN=unique(map(pubmed_xml.words, _all(article, "ISSN", "ISSNLinking"))),
        PMID=read.PMID,
        PMCID=read.PMCID,
        notices=notices_of(_comments(article), types, "PubMed"),
    )
    return replace(record, work=work_of(record, read)) if whole else record


def titles_of(title: str, vernacular: str) -> tuple[str, ...]:
    """Return the titles: NLM's translation, or the only one, without its brackets; the original."""
    titles = map(text, (title, vernacular))
    plain = (one.removesuffix(".") if not one.endswith("..") else one for one in titles)
    bare = (one[1:-1] if one[:1] == "[" and one[-1:] == "]" else one for one in plain)
    return unique(one for one in bare if one and one.lower() != _NOT_AVAILABLE)


def journals_of(*names: str) -> tuple[str, ...]:
    """Return a journal's names, the first one without the place or subtitle that NLM adds."""
    full = text(names[0]) if names else ""
    halves = [_SUBTITLE.split(half)[0] for half in _PARALLEL.split(full)]
    bare = [_PLACE.sub("", half) for half in halves]
    mere = halves if any(_EDITION.search(half) for half in halves[:1]) else bare
    return unique(filter(None, (*mere[:1], full, *map(text, names[1:]), *bare)))


def pages_of(pages: str, items: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the pages, those of a reply apart, and the article numbers among `items`."""
    numbers = (found[1] for found in map(_NUMBER.fullmatch, items) if found)
    return unique(filter(None, (*map(text, _REPLY.split(pages)), *numbers)))


def notices_of(
    comments: Iterable[tuple[str, str]], types: Iterable[str], source: str
) -> tuple[Notice, ...]:
    """Return the notices in `comments` (their type and the citation of the notice).

    A work whose publication `types` say that it is retracted has one, even if none is cited.
    """
    found = []
    for type_, citation in comments:
        kind = _KINDS.get("".join(type_.split()).lower())
        if kind:
            doi, said = _NAMED_DOI.search(citation), _NAMED_DAY.search(citation)
            day = (dates.numeric(said[1]) or dates.in_words(said[1])) if said else None
            found.append(Notice(kind, doi[1] if doi else "", day, source))
    is_said = any(notice.kind == "retracted" for notice in found)
    if not is_said and any(type_.lower() == _RETRACTED for type_ in types):
        found.append(Notice("retracted", source=source))
    return tuple(dict.fromkeys(found))


def work_of(record: Record, read: Reference) -> Reference:
    """Return what was `read` as a reference of its own; an abstract is no part of one."""
    journal, short = next(iter(record.container_title), ""), read.container_title_short
    return replace(
        read,
        title=next(iter(record.title), ""),
        container_title=journal,
        container_title_short=short if short != journal else "",
        page=next(iter(record.page), ""),
        DOI=record.DOI,
        issued=next(iter(record.issued), None),
        abstract="",
        keyword="",
        language=read.language if read.language != _UNKNOWN else "",
        extra={},
        source=Source(),
    )


def _dates(article: trees.Element, printed: Date | None) -> tuple[Date, ...]:
    """Return the date of the issue, then those of the web and of parts of books."""
    found = [printed]
    for date in _all(article, "PubDate", "ArticleDate", "ContributionDate", "EndingDate"):
        said = pubmed_xml.day(date)
        exact = dates.numeric(said.replace(" ", "-")) or dates.in_words(said)
        found += [exact] if exact else years_in(said)
    return tuple(dict.fromkeys(date for date in found if date))


def _comments(article: trees.Element) -> Iterator[tuple[str, str]]:
    for comment in article.iterfind("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        yield comment.get("RefType", ""), _first(comment, "RefSource")


def _items(article: trees.Element) -> Iterator[str]:
    """Yield what the publisher calls the article: "S0732-8893(15)00432-0", or its number."""
    for element in article.iterfind("MedlineCitation/Article/ELocationID"):
        if element.get("EIdType") == "pii":
            yield pubmed_xml.words(element)


def _all(article: trees.Element, *names: str) -> Iterator[trees.Element]:
    """Yield the elements of these names, but for those of the works that are cited."""
    citation = article.find("MedlineCitation")
    yield from (article if citation is None else citation).iter(*names)


def _first(element: trees.Element, name: str) -> str:
    return pubmed_xml.words(next(element.iter(name), None))
