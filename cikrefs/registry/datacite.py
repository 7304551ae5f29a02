"""DataCite, which holds data sets, software, theses and preprints (arXiv, Zenodo).

Its REST API answers in JSON:API (https://support.datacite.org/docs/api-get-doi); the attributes
follow its metadata schema, where a subtitle is a title of that type and a name may be in one piece.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import quote, urlencode

from cikrefs.errors import Unavailable
from cikrefs.models import Date, Name, Record
from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.registry.terms import Terms, questions
from cikrefs.registry.works import datacite_work
from cikrefs.web.fetch import Response, document, get_json
from cikrefs.web.fields import child, date_of, identifier, members, name_of, text, texts, unique
from cikrefs.web.many import batched, value
from cikrefs.web.pace import Pace, turns
from cikrefs.web.service import Budget, Clock, Failure, Service

BATCH: Final = 25
"""The most DOIs in one question, so that its address stays short enough for any server."""

RATES: Final = {"known": 3.0, "anonymous": 1.5}
"""Requests per second: below 1,000 in five minutes for who says who asks and 500 for others
(https://support.datacite.org/docs/rate-limit)."""


class DataCite:
    """DataCite's REST API as far as it says what a DOI is."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("datacite")
        self._mailto = settings.mailto_for("datacite")
        self._whole = settings.whole
        self._service = Service(SERVICES["datacite"].name, budget, clock)
        rate = RATES["known" if self._mailto else "anonymous"]
        self._pace = Pace(rate, clock, turns(self._url, clock))

    def record(self, doi: str) -> Record | None:
        """Return the record of `doi`, None if DataCite shows none. Raises Unavailable."""
        answer = self._answer(f"/dois/{quote(doi, safe='', errors='replace')}")
        if answer is None:
            return None
        record = datacite_record(answer, whole=self._whole)
        if record.DOI.lower() != doi.lower():
            raise Unavailable(f"DataCite answered about another DOI: asked {doi}, got {record.DOI}")
        return record

    def records(self, dois: Sequence[str]) -> dict[str, Answer]:
        """Return what DataCite says of each of `dois`, several asked for at once.

        A list leaves out what it does not know as well as what it is late to know; so for a DOI
        that is missing from it the single question decides.
        """
        found: dict[str, Answer] = {}
        for batch in batched(dict.fromkeys(dois), BATCH):
            try:
                found |= self._listed(batch) if len(batch) > 1 else {}
            except Unavailable as error:
                found |= dict.fromkeys(batch, error)
            for doi in batch:
                if doi not in found:
                    found[doi] = value(partial(self.record, doi))
        return {doi: found[doi] for doi in dois}

    def search(self, query: Query, rows: int) -> list[Record]:
        """Return at most `rows` records that may be what `query` describes. Raises Unavailable."""
        for terms in questions(query):
            records = self._list(_clauses(terms), rows)
            if records:
                return records
        return []

    def _listed(self, dois: Sequence[str]) -> dict[str, Answer]:
        clauses = " OR ".join(f"doi:{_phrase(doi.lower())}" for doi in dois)
        held = {record.DOI.lower(): record for record in self._list(clauses, len(dois))}
        return {doi: held[doi.lower()] for doi in dois if doi.lower() in held}

    def _list(self, query: str, rows: int) -> list[Record]:
        """Return the records in a list, without those that cannot be read. Raises Unavailable."""
        asked = urlencode({"query": query, "page[size]": rows}, errors="replace")
        answer = self._answer(f"/dois?{asked}")
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(data, list):
            raise Unavailable("DataCite answered with something that is no list of records")
        records = []
        for item in members(data):
            with suppress(Unavailable):
                records.append(datacite_record({"data": item}, whole=self._whole))
        return records

    def _answer(self, path: str) -> object:
        """Return the JSON at `path`, None where DataCite shows none. Raises Unavailable."""
        url, hosts = f"{self._url}{path}", SERVICES["datacite"].hosts
        return self._service.ask(
            lambda seconds: get_json(url, seconds, self._mailto, _is_absence, hosts), self._pace
        )


def _clauses(terms: Terms) -> str:
    """Return the question in the syntax of Elasticsearch's query strings."""
    words = (" AND " if terms.every else " OR ").join(terms.words)
    clauses = [f"titles.title:({words})"]
    if terms.author:
        name = _phrase(terms.author)
        clauses.append(f"(creators.familyName:{name} OR creators.name:{name})")
    if terms.years:
        clauses.append("publicationYear:[{} TO {}]".format(*terms.years))
    return " AND ".join(clauses)


def _phrase(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_absence(response: Response) -> bool:
    """Whether DataCite itself says that it shows no such record: a JSON:API error of status 404."""
    if response.status != 404:
        return False
    try:
        answer = document(response.content)
    except Failure:
        return False
    errors = members(answer.get("errors")) if isinstance(answer, dict) else []
    return any(error.get("status") == "404" for error in errors)


def datacite_record(answer: object, *, whole: bool = False) -> Record:
    """Return the record in DataCite's JSON:API document, with its `work` if `whole`.

    Raises Unavailable if `answer` is no such document.
    """
    item = child(child(answer, "data"), "attributes")
    doi = identifier(item.get("doi"))
    if not doi:
        raise Unavailable("DataCite answered with something that is no record")
    container = child(item, "container")
    pages = "-".join(filter(None, (text(container.get(end)) for end in ("firstPage", "lastPage"))))
    editors = [
        person
        for person in members(item.get("contributors"))
        if person.get("contributorType") == "Editor"
    ]
    record = Record(
        DOI=doi,
        agency="DataCite",
        type=text(child(item, "types").get("citeproc")) or "document",
        title=_titles(item),
        author=tuple(filter(None, map(_name, members(item.get("creators"))))),
        editor=tuple(filter(None, map(_name, editors))),
        container_title=texts(container.get("title")),
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        page=texts(pages),
        issued=_dates(item),
        publisher=text(child(item, "publisher").get("name")) or text(item.get("publisher")),
    )
    return replace(record, work=datacite_work(item, record)) if whole else record


def _titles(item: Mapping[str, object]) -> tuple[str, ...]:
    """Return the main titles with the subtitle and without, then those of other types."""
    titles = members(item.get("titles"))
    main = texts([title.get("title") for title in titles if not title.get("titleType")])
    subtitles = texts([t.get("title") for t in titles if t.get("titleType") == "Subtitle"])
    others = texts([t.get("title") for t in titles if t.get("titleType") not in (None, "Subtitle")])
    whole = tuple(f"{title}: {subtitle}" for title in main[:1] for subtitle in subtitles)
    return unique(whole + main + others)


def _name(person: Mapping[str, object]) -> Name | None:
    family, given, name = (text(person.get(k)) for k in ("familyName", "givenName", "name"))
    if family:
        return Name(family, given)
    if person.get("nameType") != "Organizational" and name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        return Name(family, given)
    if person.get("nameType") == "Personal" and name:
        return name_of(name)
    return Name(literal=name) if name else None


def _dates(item: Mapping[str, object]) -> tuple[Date, ...]:
    """Return the year of publication and the days of issue the record names."""
    days = [
        date_of(text(day.get("date")).split("T")[0].split("-"))
        for day in members(item.get("dates"))
        if day.get("dateType") in ("Issued", "Available")
    ]
    year = date_of([item.get("publicationYear")])
    return tuple(dict.fromkeys(date for date in (year, *days) if date))
