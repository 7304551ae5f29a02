"""Crossref, asked through habanero: many DOIs in one request, one DOI, a search.

habanero does not quote DOIs, follows no redirect and lets a different error out for each way to
fail; all that is dealt with here. A batch brings back what Crossref holds under exactly these
DOIs; for one that is missing only the single request tells an alias (a redirect to the prime DOI)
from an absent one. What comes back is compared with what was asked: an answer about another work
is no answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Final
from urllib.parse import quote, unquote

import habanero
import httpx2

from cikrefs import __version__
from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.habanero_client import Client
from cikrefs.registry.query import Query
from cikrefs.registry.records import FIELDS, crossref_record
from cikrefs.registry.searching import Hits
from cikrefs.registry.settings import Settings
from cikrefs.web.fields import identifier
from cikrefs.web.many import value
from cikrefs.web.pace import Clock, Gate, Pace, turns
from cikrefs.web.service import Budget, Failure, Service, chain, reason, started, status_failure
from cikrefs.web.text import cleaned

BATCH: Final = 50
"""The most DOIs in one request."""

WHOLE_BATCH: Final = 20
"""The most DOIs in one request for whole records, which have up to 150 kB each."""

LONGEST_LINE: Final = 4000
"""Bytes; Crossref refuses request lines from 4,096 on."""

POOLS: Final = {"public": (5, 1, 1), "polite": (10, 3, 3)}
"""Requests per second for one record and for a list, and at once, by pool, as Crossref allows them
since December 2025 (https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/)."""

_TROUBLE: Final = (
    habanero.Error,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    OSError,
    # habanero wraps broken connections into it; RecursionError, for JSON too deep, is one too
    RuntimeError,
    # habanero takes any JSON apart as if it were Crossref's
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)

_Json = Mapping[str, object]


class Crossref:
    """Crossref's REST API as far as it says what a DOI is."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("crossref")
        self._mailto = settings.mailto_for("crossref")
        self._whole = settings.whole
        self._service = Service("Crossref", budget, clock)
        self._client = Client(self._url)  # before the first turn, which it would make late
        single, many, at_once = POOLS["polite" if self._mailto else "public"]
        self._gate = Gate(at_once)
        self._pace, self._list_pace = (
            Pace(rate, clock, turns(f"{self._url} {kind}", clock), self._gate)
            for rate, kind in ((single, "single"), (many, "list"))
        )

    def batches(self, dois: Sequence[str]) -> Iterator[list[str]]:
        """Yield `dois` in pieces that fit one request each; those that might spoil it come alone.

        A comma separates the clauses of a filter, quoted or not; what is not ASCII may be refused.
        """
        most = WHOLE_BATCH if self._whole else BATCH
        batch: list[str] = []
        room = self._room()
        for doi in dois:
            if "," in doi or not doi.isascii():
                yield [doi]
                continue
            length = len(_quoted(f"doi:{doi},"))
            if batch and (len(batch) == most or length > room):
                yield batch
                batch, room = [], self._room()
            batch.append(doi)
            room -= length
        if batch:
            yield batch

    def _room(self) -> int:
        """Return how many bytes of a list's request line are left for its filter or query."""
        select = quote(",".join(FIELDS), safe="")
        return LONGEST_LINE - len(f"GET {self._url}/works?filter=&rows=50&select={select} HTTP/1.1")

    def records(self, dois: Sequence[str]) -> dict[str, Record | Unavailable] | None:
        """Return the records of those of `dois` (one batch) that Crossref holds, by DOI as given.

        A record that cannot be read is Unavailable, and what has no DOI is left out. None says that
        Crossref refuses the question (400), as it does for all if one is odd. Raises Unavailable.
        """
        message = self._list(filter={"doi": list(dois)}, limit=len(dois))
        if message is None:
            return None
        found: dict[str, Record | Unavailable] = {}
        for item in _items(message):
            doi = identifier(item.get("DOI")) if isinstance(item, dict) else ""
            try:
                found[doi.lower()] = self._read(item)
            except Unavailable as error:
                found[doi.lower()] = error
        return {doi: found[doi.lower()] for doi in dois if doi.lower() in found}

    def record(self, doi: str) -> Record | None:
        """Return the record of `doi`, its prime record if `doi` is an alias; None if there is none.

        Raises Unavailable, also if the answer is about another DOI.
        """
        asked = doi
        for _ in range(3):
            answer = self._service.ask(partial(self._one, asked), self._pace)
            if not isinstance(answer, str):
                break
            asked = answer
        else:
            raise Unavailable(f"Crossref sends on from one DOI to another for {doi}")
        if answer is None:
            return None
        record = self._read(answer)
        if doi.lower() not in (known.lower() for known in (record.DOI, *record.aliases)):
            raise Unavailable(f"Crossref answered about another DOI: asked {doi}, got {record.DOI}")
        return record

    def search(self, query: Query, rows: int) -> list[Record]:
        """Return at most `rows` records that resemble `query`, the most similar first.

        If a query is too long for a request, its beginning is used. Raises Unavailable.
        """
        line = str(query).encode(errors="replace").decode()
        if not line.strip():
            return []
        while line and len(_quoted(line)) > self._room():
            line = line[: len(line) * 3 // 4]
        message = self._list(query_bibliographic=line, limit=rows)
        if message is None:
            raise Unavailable("Crossref refuses the search")
        return [self._read(item) for item in _items(message)]

    def search_many(self, queries: Iterable[Query], rows: int) -> Iterator[Hits]:
        """Yield what each search gave, in order, as many asked at once as the pool allows."""
        asked: deque[Future[Hits]] = deque()
        for query in queries:
            asked.append(started(partial(value, partial(self.search, query, rows))))
            if len(asked) > self._gate.most:  # one waits at the gate
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()

    def _list(self, **arguments: object) -> _Json | None:
        """Return the message of a list of works, None where Crossref refuses the question (400)."""
        select = None if self._whole else FIELDS

        def question(seconds: float) -> _Json | None:
            try:
                with self._client.asking(seconds, self._list_pace.heed):
                    return _message(self._asker(seconds).works(select=select, **arguments))
            except _TROUBLE as error:
                response = _response(error)
                if response is not None and response.status_code == 400:
                    return None
                raise _failure(error) from error

        return self._service.ask(question, self._list_pace)

    def _one(self, doi: str, seconds: float) -> _Json | str | None:
        """Return the record's JSON, the prime DOI it is an alias of, or None if there is none."""
        try:
            with self._client.asking(seconds, self._pace.heed):
                return _message(self._asker(seconds).works(ids=_quoted(doi)))
        except _TROUBLE as error:
            response = _response(error)
            if response is not None and _is_absence(response):
                return None
            if response is not None and response.is_redirect and _target(response):
                return _target(response)
            raise _failure(error) from error

    def _read(self, item: object) -> Record:
        """Return the record in Crossref's JSON `item`. Raises Unavailable."""
        return guarded("reading the record", lambda: crossref_record(item, whole=self._whole))

    def _asker(self, seconds: float) -> habanero.Crossref:
        return habanero.Crossref(
            base_url=self._url,
            mailto=self._mailto,
            ua_string=f"cikrefs/{__version__}",
            timeout=seconds,
        )


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _message(answer: object) -> _Json:
    message = answer.get("message") if isinstance(answer, dict) else None
    if not isinstance(message, dict):
        raise TypeError("an answer without message")
    return cleaned(message)  # type: ignore[no-any-return]  # a dict, since `message` is one


def _items(message: _Json) -> list[object]:
    items = message.get("items")
    if not isinstance(items, list):
        raise Unavailable("Crossref answered with something that is no list of records")
    return items


def _response(error: Exception) -> httpx2.Response | None:
    """Return the HTTP answer that `error` stands for, if one came."""
    for link in chain(error):
        if isinstance(link, httpx2.HTTPStatusError):
            return link.response
    return None


def _is_absence(response: httpx2.Response) -> bool:
    """Whether Crossref itself says that it has no such record.

    It does so in these words, whatever type of content it calls them; any other 404 comes from
    something in between, or from an address that is not Crossref's.
    """
    return response.status_code == 404 and response.content.strip() == b"Resource not found."


def _target(response: httpx2.Response) -> str:
    """Return the DOI a redirect leads to: `Location: /works/{doi}`."""
    return unquote(response.headers.get("location", "").partition("/works/")[2])


def _failure(error: Exception) -> Failure:
    """Return what habanero's `error` means, in our words."""
    response = _response(error)
    if response is not None:
        return status_failure(
            response.status_code, response.reason_phrase, response.headers.get("retry-after")
        )
    if any(isinstance(link, httpx2.HTTPError | OSError) for link in chain(error)):
        return Failure(reason(error))
    if isinstance(error, habanero.RequestError | ValueError):
        return Failure("not JSON, or cut short")
    return Failure("JSON that is not Crossref's", passing=False)
