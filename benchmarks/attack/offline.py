"""The registries asked without a network or a clock: what a service answers is given."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch
from urllib.parse import urlsplit

import httpx2

from cikrefs.registry import Registries, Settings
from cikrefs.registry.services import SERVICES
from cikrefs.web import fetch
from cikrefs.web.service import Clock, Failure

Answers = Mapping[str, tuple[int, bytes]]
"""Status and body by what is asked: list, search, single (Crossref), ra (doi.org), dois (DataCite).
What is not there is a broken connection."""


def kind(url: str) -> str:
    """Return what the address of a question asks."""
    parts = urlsplit(url)
    first, _, rest = parts.path.strip("/").partition("/")
    if first != "works":
        return first
    return "single" if rest else "list" if "filter=" in parts.query else "search"


@contextmanager
def registries(answers: Answers, *, whole: bool = False) -> Iterator[Registries]:
    """Yield the registries as they are when services answer so; waiting takes no time."""

    def crossref(request: httpx2.Request) -> httpx2.Response:
        if kind(str(request.url)) not in answers:
            raise httpx2.ConnectError("nobody there")
        status, content = answers[kind(str(request.url))]
        return httpx2.Response(
            status, content=content, headers={"Content-Type": "application/json"}, request=request
        )

    def others(_: str, url: str, *__: object, **___: object) -> fetch.Response:
        if kind(url) not in answers:
            raise Failure("nobody there")
        status, content = answers[kind(url)]
        return fetch.Response(status, "", {"Content-Type": "application/json"}, content)

    moments = itertools.count()
    clock = Clock(now=lambda: float(next(moments)) / 1000, sleep=lambda _: None)
    urls = dict.fromkeys(SERVICES, "http://127.0.0.1:9")
    client = partial(httpx2.Client, transport=httpx2.MockTransport(crossref))
    with patch("httpx2.Client", client), patch("cikrefs.web.fetch.fetch", others):
        yield Registries(Settings(urls=urls, whole=whole), clock=clock)


@contextmanager
def caught() -> Iterator[list[str]]:
    """Yield what bugs are caught while the block runs: they cost one reference, and are bugs."""
    found: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            trace = error.__traceback__ if error else None
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
            found.append(f"{record.getMessage()}: {type(error).__name__}: {error}{where}")

    logger, handler = logging.getLogger("cikrefs.bugs"), Handler()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
