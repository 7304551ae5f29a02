"""Europe PMC, which holds what PubMed and PMC do, and preprints: asked where NCBI does not answer.

One search gives the records themselves, so that the same questions cost one request each. What it
lacks of PubMed's newest days is no more absent than at PubMed. The year that it calls the work's is
that of print, so the electronic date stands beside it; a preprint and its paper are two records
(https://europepmc.org/RestfulWebService).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

from cikrefs import dates, dois
from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable
from cikrefs.formats.common import persons
from cikrefs.formats.imports.nbib import whole_pages
from cikrefs.identifiers import well_formed
from cikrefs.models import Date, Name, Record, Reference
from cikrefs.registry.pubmed_records import (
    journals_of,
    notices_of,
    pages_of,
    titles_of,
    work_of,
)
from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.registry.terms import Terms, questions
from cikrefs.web.fetch import get_json
from cikrefs.web.fields import child, identifier, mapping, members, text, texts, unique, years_in
from cikrefs.web.many import batched, value
from cikrefs.web.pace import Pace, turns
from cikrefs.web.service import Budget, Clock, Failure, Service

BATCH: Final = 50
"""The most identifiers in one question, so that its address stays short."""

PER_SECOND: Final = 8.0
"""Requests per second: no limit is published, and clients keep to ten."""

_NAMES: Final = ("title", "isoabbreviation", "medlineAbbreviation")
_TYPES: Final = {"preprint": "article", "book": "book"}
_Json = Mapping[str, object]


class EuropePMC:
    """Europe PMC's search as far as it says what a PMID or PMCID is."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("europepmc")
        self._mailto = settings.mailto_for("europepmc")
        self._whole = settings.whole
        self._service = Service(SERVICES["europepmc"].name, budget, clock)
        self._pace = Pace(PER_SECOND, clock, turns(self._url, clock))

    def records(self, pmids: Sequence[str]) -> dict[str, Answer]:
        """Return what is held under each of `pmids`: None is "no such PMID"."""
        asked = well_formed("pmid", pmids)
        found = self._held(asked, "SRC:MED AND ({})", "EXT_ID:{}", "pmid")
        return {pmid: found.get(pmid) for pmid in pmids}

    def by_pmcid(self, pmcids: Sequence[str]) -> dict[str, Answer]:
        """Return what is held under each of `pmcids` ("PMC123"); None is what is not in PMC."""
        asked = well_formed("pmcid", pmcids)
        found = self._held(asked, "{}", "PMCID:{}", "pmcid")
        return {pmcid: found.get(pmcid) for pmcid in pmcids}

    def search(self, query: Query, rows: int) -> list[Record]:
        """Return at most `rows` records that may be what `query` describes. Raises Unavailable."""
        asked = [*map(_clauses, questions(query))] or [*_place(query)]
        for question in asked:
            _, items = self._results(question, rows)
            records = [self._record(item) for item in items]
            if records:
                return records[:rows]
        return []

    def _held(self, ids: Sequence[str], all_of: str, each: str, name: str) -> dict[str, Answer]:
        """Return the answers for `ids`, each put into the query so, and called `name` in a hit."""
        found: dict[str, Answer] = {}
        for batch in batched(ids, BATCH):
            query = all_of.format(" OR ".join(map(each.format, batch)))
            answer = value(partial(self._results, query, 2 * len(batch)))
            if isinstance(answer, Unavailable):
                found |= dict.fromkeys(batch, answer)
                continue
            count, items = answer
            by_id = {identifier(item.get(name)): item for item in items}
            missing = [one for one in batch if one not in by_id]
            if count > len(items) or not by_id.keys() <= set(batch):
                odd = Unavailable("Europe PMC's answer is cut, or about others than was asked for")
                found |= dict.fromkeys(missing, odd)
            known = (one for one in batch if one in by_id)
            found |= {one: value(partial(self._record, by_id[one])) for one in known}
        return found

    def _record(self, item: _Json) -> Record:
        return guarded("reading the record", lambda: europepmc_record(item, whole=self._whole))

    def _results(self, query: str, rows: int) -> tuple[int, list[_Json]]:
        """Return how many works a search finds and the first of them. Raises Unavailable."""
        fields = {"query": query, "format": "json", "resultType": "core", "pageSize": rows}
        url = f"{self._url}/search?{urlencode(fields, errors='replace')}"

        def question(seconds: float) -> tuple[int, list[_Json]]:
            hosts = SERVICES["europepmc"].hosts
            answer = mapping(get_json(url, seconds, self._mailto, hosts=hosts))
            count = answer.get("hitCount")
            found = child(answer, "resultList").get("result")
            if type(count) is not int or not isinstance(found, list):
                said = text(answer.get("errMsg"))
                raise Failure(said or "JSON that is no search result", passing=bool(said))
            return count, members(found)

        return self._service.ask(question, self._pace)


def europepmc_record(item: _Json, *, whole: bool = False) -> Record:
    """Return the record in one result of a search, of its full form or of the short one."""
    info, book = child(item, "journalInfo"), child(item, "bookOrReportDetails")
    journal = child(info, "journal")
    types = [
        *texts(child(item, "pubTypeList").get("pubType")),
        *text(item.get("pubType")).split("; "),
    ]
    kinds = [_TYPES[one] for one in map(str.lower, types) if one in _TYPES]
    doi, title = identifier(item.get("doi")), text(item.get("title"))
    names = [text(journal.get(name)) for name in _NAMES]
    if not any(names):
        names = [text(item.get("journalTitle")) or text(book.get("comprisingTitle"))]
    record = Record(
        DOI=doi if dois.is_doi(doi) else "",
        agency="Europe PMC",
        type=next(iter(kinds), "article-journal"),
        title=titles_of(title, ""),
        author=tuple(_authors(item)),
        container_title=journals_of(*names),
        volume=text(info.get("volume")) or text(item.get("journalVolume")),
        issue=text(info.get("issue")) or text(item.get("issue")),
        page=pages_of(whole_pages(text(item.get("pageInfo")))),
        issued=_dates(item),
        publisher=text(book.get("publisher")),
        ISSN=_serials(item),
        PMID=identifier(item.get("pmid")),
        PMCID=identifier(item.get("pmcid")),
        notices=notices_of(_comments(item), types, "Europe PMC"),
    )
    return replace(record, work=_work(item, record, title)) if whole else record


def _work(item: _Json, record: Record, title: str) -> Reference:
    journal = child(child(item, "journalInfo"), "journal")
    read = Reference(
        type=record.type,
        title=title,
        author=record.author,
        container_title_short=text(journal.get("isoabbreviation")),
        volume=record.volume,
        issue=record.issue,
        publisher=record.publisher,
        genre="preprint" if identifier(item.get("source")) == "PPR" else "",
        ISSN=next(iter(record.ISSN), ""),
        PMID=record.PMID,
        PMCID=record.PMCID,
        language=text(item.get("language")),
    )
    return work_of(record, read)


def _authors(item: _Json) -> Iterator[Name]:
    """Yield people and groups: from the list of the full form, else from the string of both."""
    people = members(child(item, "authorList").get("author"))
    for person in people:
        group, family = text(person.get("collectiveName")), text(person.get("lastName"))
        given = text(person.get("firstName")) or text(person.get("initials"))
        if group:
            yield Name(literal=group)
        elif family:
            yield persons.inverted(f"{family}, {given}")
        elif name := text(person.get("fullName")):
            yield persons.abbreviated(name)
    if not people:
        said = text(item.get("authorString")).removesuffix(".")
        yield from map(persons.abbreviated, filter(None, said.split(", ")))


def _dates(item: _Json) -> tuple[Date, ...]:
    """Return the date of print, then the others that the result has."""
    info, book = child(item, "journalInfo"), child(item, "bookOrReportDetails")
    days = [info.get("printPublicationDate"), item.get("electronicPublicationDate")]
    said = text(info.get("dateOfPublication"))
    found = [dates.numeric(said) or dates.in_words(said), *years_in(said)]
    years = [info.get("yearOfPublication"), item.get("pubYear"), book.get("yearOfPublication")]
    found += [dates.numeric(text(one)) for one in (*years, *days)]
    found.append(dates.numeric(text(item.get("firstPublicationDate"))))
    known = tuple(dict.fromkeys(date for date in found if date))
    indexed = dates.numeric(text(item.get("firstIndexDate")))
    if indexed and known and indexed.year < min(date.year for date in known):
        return (*known, Date(indexed.year))  # it was there before the year that it has
    return known


def _serials(item: _Json) -> tuple[str, ...]:
    journal = child(child(item, "journalInfo"), "journal")
    said = text(item.get("journalIssn")).split(";")
    numbers = map(text, (journal.get("issn"), journal.get("essn"), *said))
    return unique(number.upper() for number in numbers if number)


def _comments(item: _Json) -> Iterator[tuple[str, str]]:
    for comment in members(child(item, "commentCorrectionList").get("commentCorrection")):
        yield text(comment.get("type")), f". {text(comment.get('reference'))}"


def _clauses(terms: Terms) -> str:
    """Return the question in Europe PMC's syntax."""
    words = (" AND " if terms.every else " OR ").join(f"TITLE:{word}" for word in terms.words)
    clauses = [f"({words})"]
    if terms.author:
        clauses.append(f'AUTH:"{terms.author}"')
    if terms.years:
        clauses.append("PUB_YEAR:[{} TO {}]".format(*terms.years))
    return " AND ".join(clauses)


def _place(query: Query) -> Iterator[str]:
    """Yield the question for a work that is printed without a title."""
    if query.container_title and query.year and query.volume and query.page:
        parts = {
            "JOURNAL": query.container_title,
            "PUB_YEAR": str(query.year),
            "VOLUME": query.volume,
            "PAGE_INFO": query.page,
        }
        quoted = ((name, re.sub(r'["\\\s]+', " ", said)) for name, said in parts.items())
        yield " AND ".join(f'{name}:"{said}"' for name, said in quoted)
