"""One of Zotero's HTTP servers, asked politely: if it says how long to wait, we wait.

Only a request that the server itself postponed (429, 503) is repeated. After any other failure it
is not known what was done, and writing again could do it twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlencode

from cikrefs import dois
from cikrefs.errors import InputError, Unavailable
from cikrefs.web.fetch import Limits, Response, document, fetch
from cikrefs.web.fields import members
from cikrefs.web.service import Clock, Failure, retry_after

PAGE: Final = 100
"""Objects on one page of a list, the most that zotero.org sends."""

_PUT_OFF: Final = (429, 503)
_EXTRA_DOI: Final = re.compile(r"^DOI:[ \t]*+(\S++)", re.MULTILINE | re.IGNORECASE)

Json = dict[str, object] | list[object]


class Server:
    """The server at `url`, every request with `headers`.

    `seconds` bounds each request, and the sum of all waits that the server asks for.
    """

    def __init__(
        self, url: str, seconds: float, headers: Mapping[str, str], clock: Clock | None = None
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise InputError(f"{url!r} is no address of Zotero: it must begin with http")
        self.url = url.rstrip("/")
        self._seconds = self._patience = seconds
        self._headers = dict(headers)
        self._clock = clock or Clock()
        self._wait = 0.0

    def call(
        self,
        method: str,
        path: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the answer, whatever its status, unless that is "later". Raises Unavailable."""
        while True:
            self._pause()
            sent = self._headers | dict(headers or {})
            try:
                response = fetch(method, self.url + path, Limits(self._seconds), sent, content)
            except Failure as failure:
                raise Unavailable(f"Zotero did not answer: {failure}") from failure
            wait = retry_after(response.headers.get("Retry-After"))
            self._wait = max(wait, retry_after(response.headers.get("Backoff")))
            if response.status not in _PUT_OFF:
                return response
            if not wait:
                raise Unavailable(f"Zotero did not answer: {said(response)}")

    def get(self, path: str) -> Json:
        """Return the JSON at `path`. Raises Unavailable for any status but 200."""
        return _json(self.call("GET", path))

    def pages(self, path: str, size: int = PAGE) -> Iterator[Mapping[str, object]]:
        """Yield the objects of a list that is sent in pages of `size`. Raises Unavailable."""
        start, total = 0, 1
        while start < total:
            query = urlencode({"format": "json", "limit": size, "start": start})
            response = self.call("GET", f"{path}?{query}")
            page = members(_json(response))
            yield from page
            start += len(page)
            said_total = response.headers.get("Total-Results", "")
            # where the total is not said, a page that is not full is the last one
            more = (
                int(said_total)
                if re.fullmatch(r"\d{1,9}", said_total)
                else start + len(page) // size
            )
            total = more if page else 0

    def dois(self, path: str, size: int = PAGE) -> frozenset[str]:
        """Return the keys of the DOIs of the items listed at `path`. Raises Unavailable."""
        return frozenset(doi for item in self.pages(path, size) for doi in _dois(item.get("data")))

    def _pause(self) -> None:
        if self._wait > self._patience:
            raise Unavailable(f"Zotero wants to be asked again in {self._wait:.0f} s")
        if self._wait:
            self._clock.sleep(self._wait)
            self._patience -= self._wait


def said(response: Response) -> str:
    """Return an answer's status and the beginning of what it says."""
    text = " ".join(response.content[:200].decode("utf-8", "replace").split())
    return f"HTTP {response.status}" + (f" ({text})" if text and "<" not in text else "")


def _json(response: Response) -> Json:
    if response.status != 200:
        raise Unavailable(f"Zotero did not answer: {said(response)}")
    return json_of(response)


def json_of(response: Response) -> Json:
    """Return the JSON document in an answer. Raises Unavailable."""
    try:
        return document(response.content)
    except Failure as failure:
        raise Unavailable(f"Zotero's answer is {failure}") from failure


def _dois(data: object) -> Iterator[str]:
    """Yield the DOIs of an item: in DOI, as URL, and in Extra, where types without DOI have it."""
    if not isinstance(data, dict):
        return
    for found in (data.get("DOI"), data.get("url"), *_EXTRA_DOI.findall(str(data.get("extra")))):
        doi = dois.key(found) if isinstance(found, str) else ""
        if dois.is_doi(doi):
            yield doi
