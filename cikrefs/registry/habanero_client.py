"""The connection under habanero, which has no place for one: bounded, kept open, its headers seen.

habanero asks with `httpx2.get`, which makes a client for each request (a tenth of a second for its
certificates alone), reads a body of any size, and hides the headers that say how often one may ask.
So where its modules look up `httpx2`, they find a stand-in whose `get` uses the client of the
question being asked. Outside of our questions it is httpx2 itself: whoever else uses habanero in
this process notices nothing.
"""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from time import monotonic
from typing import Any, Final

import httpx2

from cikrefs.errors import shorten
from cikrefs.web import fetch
from cikrefs.web.hosts import is_here
from cikrefs.web.service import Failure

_ASKING: Final[ContextVar[Callable[..., httpx2.Response] | None]] = ContextVar(
    "asking", default=None
)


class Client:
    """The connections to the server at `url`, made now and closed when nobody holds this.

    What keeps them from being made (a proxy that is none, certificates that are not there) is said
    to each question.
    """

    def __init__(self, url: str) -> None:
        # nothing to be verified where nothing is encrypted: the certificates need not be read
        verify = True if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client: httpx2.Client | None = None
        self._trouble = ""
        try:
            self._client = httpx2.Client(verify=verify, trust_env=not is_here(url))
        except (ValueError, OSError, ImportError, httpx2.InvalidURL) as error:
            self._trouble = f"no connection can be made: {shorten(str(error))}"
        else:
            weakref.finalize(self, self._client.close)
        _stand_in()

    @contextmanager
    def asking(
        self, seconds: float, on_headers: Callable[[Mapping[str, str]], None]
    ) -> Iterator[None]:
        """Let habanero ask through these connections, in this thread, within `seconds`.

        Raises Failure where there are none.
        """
        client, deadline = self._client, monotonic() + seconds
        if client is None:
            raise Failure(self._trouble, passing=False)

        def get(url: str, **options: Any) -> httpx2.Response:
            with client.stream("GET", url, **options) as response:
                on_headers(response.headers)
                return _read(response, deadline)

        token = _ASKING.set(get)
        try:
            yield
        finally:
            _ASKING.reset(token)


def _read(response: httpx2.Response, deadline: float) -> httpx2.Response:
    """Return the answer with its body, inflated. Raises Failure if it is too large or too slow."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > fetch.LARGEST:
            raise Failure(f"more than {fetch.LARGEST:,} bytes", passing=False)
        if monotonic() > deadline:
            raise Failure("no answer in time")
    as_sent = ("content-encoding", "content-length", "transfer-encoding")
    return httpx2.Response(
        response.status_code,
        headers=[(name, v) for name, v in response.headers.multi_items() if name not in as_sent],
        content=bytes(body),
        request=response.request,
        extensions={
            name: value
            for name, value in response.extensions.items()
            if name in ("reason_phrase", "http_version")
        },
    )


class _Http:
    """httpx2 as habanero sees it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(httpx2, name)

    def get(self, url: str, **options: Any) -> httpx2.Response:
        """Ask through the client of the question being asked, if one is."""
        return (_ASKING.get() or httpx2.get)(url, **options)


def _stand_in() -> None:
    """Put the stand-in where habanero's modules look httpx2 up."""
    for name in ("habanero.request", "habanero.request_class"):
        module = import_module(name)
        if not isinstance(module.httpx2, _Http):
            module.httpx2 = _Http()  # type: ignore[attr-defined]  # a name it imports
