"""Open Library, which knows about forty million editions of books by their ISBN.

Its readers edit it, so that a book it lacks says nothing, and one it has may lack its authors.
`/api/books` answers under each key as it was sent and leaves out what it does not know. A search
finds works, each with the years and ISBNs of all its editions, any of which may be the printed one
(https://openlibrary.org/developers/api).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Final
from urllib.parse import urlencode

from stdnum import isbn as numbers

from cikrefs import dates
from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable
from cikrefs.models import Name, Record, Reference
from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.registry.terms import title_words
from cikrefs.web.fetch import get_json
from cikrefs.web.fields import child, mapping, members, name_of, text, texts, unique, years_in
from cikrefs.web.many import batched, value
from cikrefs.web.pace import Pace, turns
from cikrefs.web.service import Budget, Clock, Failure, Service

BATCH: Final = 25
"""The most ISBNs in one question; each goes as the number of 10 digits too, if it has one."""

RATES: Final = {"known": 3.0, "anonymous": 1.0}
"""Requests per second, for who says who asks and for others."""

_FIELDS: Final = (
    "key,title,subtitle,author_name,first_publish_year,publish_year,publisher,isbn,edition_count"
)
_Json = Mapping[str, object]


class OpenLibrary:
    """Open Library as far as it says which book an ISBN is."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("openlibrary")
        self._mailto = settings.mailto_for("openlibrary")
        self._whole = settings.whole
        self._service = Service(SERVICES["openlibrary"].name, budget, clock)
        rate = RATES["known" if self._mailto else "anonymous"]
        self._pace = Pace(rate, clock, turns(self._url, clock))

    def records(self, isbns: Sequence[str]) -> dict[str, Answer]:
        """Return the edition of each of `isbns` (13 digits), None for one that is not there."""
        found: dict[str, Answer] = {}
        asked = [isbn for isbn in dict.fromkeys(isbns) if numbers.is_valid(isbn)]
        for batch in batched(asked, BATCH):
            answer = value(partial(self._editions, batch))
            if isinstance(answer, Unavailable):
                found |= dict.fromkeys(batch, answer)
            else:
                found |= {isbn: self._edition(isbn, answer) for isbn in batch}
        return {isbn: found.get(isbn) for isbn in isbns}

    def search(self, query: Query, rows: int) -> list[Record]:
        """Return at most `rows` books that may be what `query` describes. Raises Unavailable."""
        title = " ".join(title_words(query.title))
        if not title:
            return []
        asked = {"title": title, "limit": str(rows), "fields": _FIELDS}
        for question in ({**asked, "author": query.author}, asked):
            if question.get("author") == "":
                continue
            answer = self._ask(f"/search.json?{urlencode(question, errors='replace')}", "docs")
            found = [
                guarded("reading the record", partial(work_record, item, whole=self._whole))
                for item in members(answer["docs"])
            ]
            if found:
                return found[:rows]
        return []

    def _editions(self, isbns: Sequence[str]) -> _Json:
        keys = [f"ISBN:{form}" for form in chain.from_iterable(map(_forms, isbns))]
        fields = {"bibkeys": ",".join(keys), "format": "json", "jscmd": "data"}
        answer = self._ask(f"/api/books?{urlencode(fields)}")
        if not answer.keys() <= set(keys):
            raise Unavailable("Open Library answered about another ISBN than was asked for")
        return answer

    def _edition(self, isbn: str, answer: _Json) -> Answer:
        keys = (f"ISBN:{form}" for form in _forms(isbn))
        item = next((mapping(answer[key]) for key in keys if key in answer), None)
        if item is None:
            return None
        record = value(partial(edition_record, item, whole=self._whole))
        if isinstance(record, Record) and record.ISBN and isbn not in record.ISBN:
            return Unavailable(f"Open Library answered about another ISBN, {record.ISBN[0]}")
        return record

    def _ask(self, path: str, expected: str | None = None) -> _Json:
        """Return the JSON object at `path`, with a list called `expected`. Raises Unavailable."""

        def question(seconds: float) -> _Json:
            hosts = SERVICES["openlibrary"].hosts
            answer = get_json(f"{self._url}{path}", seconds, self._mailto, hosts=hosts)
            said = mapping(answer)
            if said.get("status") == 429:
                raise Failure("too many requests", too_many=True)
            if "error" in said or not isinstance(answer, dict):
                raise Failure(text(said.get("error")) or "JSON that is not Open Library's")
            if expected and not isinstance(said.get(expected), list):
                raise Failure("JSON that is no search result", passing=False)
            return said

        return self._service.ask(question, self._pace)


def edition_record(item: _Json, *, whole: bool = False) -> Record:
    """Return the record of an edition, as `/api/books` has it with `jscmd=data`."""
    said = child(item, "identifiers")
    known = (*texts(said.get("isbn_13")), *texts(said.get("isbn_10")))
    date = text(item.get("publish_date"))
    exact = dates.numeric(date) or dates.in_words(date)
    people, edited = _people(item)
    record = Record(
        agency="Open Library",
        type="book",
        title=_titles(item),
        issued=tuple(dict.fromkeys([exact] if exact else years_in(date))),
        publisher=_first(item, "publishers"),
        author=() if edited else people,
        editor=people if edited else (),
        ISBN=_isbns(known),
    )
    if not whole:
        return record
    work = _work(record)
    return replace(
        record,
        work=replace(
            work,
            ISBN=next(iter(record.ISBN), ""),
            publisher_place=_first(item, "publish_places"),
            number_of_pages=text(item.get("number_of_pages")),
        ),
    )


def work_record(item: _Json, *, whole: bool = False) -> Record:
    """Return the record of a work, as a search has it: with the years of all its editions.

    Its `work` has a year, publisher and ISBN only if there is one edition, since of several
    nobody knows which is meant.
    """
    years = (item.get("first_publish_year"), *_listed(item.get("publish_year")))
    found = (dates.numeric(text(year)) for year in years)
    publishers = texts(item.get("publisher"))
    record = Record(
        agency="Open Library",
        type="book",
        title=_titles(item),
        author=tuple(map(name_of, texts(item.get("author_name")))),
        issued=tuple(dict.fromkeys(date for date in found if date)),
        publisher=next(iter(publishers), ""),
        ISBN=_isbns(texts(item.get("isbn"))),
    )
    if not whole:
        return record
    work = _work(record)
    if item.get("edition_count") != 1:
        return replace(record, work=replace(work, issued=None, publisher=""))
    return replace(record, work=replace(work, ISBN=next(iter(record.ISBN), "")))


def _work(record: Record) -> Reference:
    return Reference(
        type="book",
        title=next(iter(record.title), ""),
        author=record.author,
        editor=record.editor,
        issued=next(iter(record.issued), None),
        publisher=record.publisher,
    )


def _titles(item: _Json) -> tuple[str, ...]:
    """Return the title with its subtitle, which stands apart, and without."""
    title, subtitle = text(item.get("title")), text(item.get("subtitle"))
    whole = f"{title}: {subtitle}" if title and subtitle else title
    return unique(filter(None, (whole, title)))


def _people(item: _Json) -> tuple[tuple[Name, ...], bool]:
    """Return the people, and whether the title page says that they are editors."""
    names = filter(None, (text(one.get("name")) for one in members(item.get("authors"))))
    said = text(item.get("by_statement")).lower()
    return tuple(map(name_of, names)), said.startswith(("edited by", "editor", "ed. by"))


def _isbns(said: Sequence[str]) -> tuple[str, ...]:
    valid = (one for one in said if numbers.is_valid(one))
    return unique(numbers.to_isbn13(numbers.compact(one)) for one in valid)


def _forms(isbn: str) -> list[str]:
    """Return an ISBN of 13 digits, and the one of 10 that it was before 2007."""
    return [isbn, numbers.to_isbn10(isbn)] if isbn.startswith("978") else [isbn]


def _first(item: _Json, name: str) -> str:
    """Return the name of the first of some publishers or places."""
    return next((text(one.get("name")) for one in members(item.get(name))), "")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
