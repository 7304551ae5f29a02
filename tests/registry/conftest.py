"""Three local services in one server, and a clock that waits by being set forward."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import Unavailable
from cikrefs.registry import Answer, Registries, Settings
from cikrefs.registry.services import SERVICES
from cikrefs.web.service import Clock

Json = dict[str, object]


def pytest_recording_configure(vcr: Any) -> None:
    """Let cassettes match that were recorded with DOIs unquoted and other parameters."""

    def same_place(one: Any, other: Any) -> None:
        assert (one.host, unquote(one.path)) == (other.host, unquote(other.path))

    vcr.register_matcher("same_place", same_place)


@pytest.fixture(scope="session")
def httpserver_listen_address() -> tuple[str, int]:
    return ("127.0.0.1", 0)


@pytest.fixture(autouse=True)
def no_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Local servers speak plain HTTP; loading certificates is nine tenths of asking them."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@dataclass
class FakeTime:
    """Time that passes only where a test or a wait says so."""

    seconds: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.seconds, sleep=self.sleep)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


def settings(
    server: HTTPServer, mailto: str | None = None, timeout: float = 20.0, *, whole: bool = False
) -> Settings:
    return Settings(
        mailto=mailto,
        urls={name: server.url_for(f"/{name}/") for name in SERVICES},
        timeout=timeout,
        whole=whole,
    )


@pytest.fixture
def registries(httpserver: HTTPServer, time: FakeTime) -> Registries:
    return Registries(settings(httpserver), clock=time.clock)


@dataclass
class Services:
    """What the three services hold, and the requests they got ("crossref /works?filter=…")."""

    server: HTTPServer

    def works(self, *items: Mapping[str, object]) -> None:
        """Let Crossref hold `items`, in lists and singly."""

        def listed(request: Request) -> Response:
            clauses = request.args["filter"].split(",")
            dois = {clause.removeprefix("doi:").lower() for clause in clauses}
            found = [held for held in items if str(held["DOI"]).lower() in dois]
            return Response(dumps(listing(*found)), content_type="application/json")

        self.server.expect_request("/crossref/works").respond_with_handler(listed)
        for held in items:
            self.answer(f"/crossref/works/{held['DOI']}", message(held))

    def nothing(self, doi: str) -> None:
        """Let `doi` be unknown to Crossref and to doi.org."""
        self.no_work(doi)
        self.answer(f"/doi/ra/{doi}", [{"DOI": doi, "status": "DOI does not exist"}])

    def no_work(self, doi: str) -> None:
        self.server.expect_request(f"/crossref/works/{doi}").respond_with_data(
            "Resource not found.", status=404, content_type="text/plain"
        )

    def agency(self, doi: str, name: str) -> None:
        self.no_work(doi)
        self.answer(f"/doi/ra/{doi}", [{"DOI": doi, "RA": name}])

    def answer(self, path: str, json: object, status: int = 200) -> None:
        """Answer requests for `path` with `json`."""
        self.server.expect_request(path).respond_with_json(json, status)

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order, percent-encoded as they came."""
        return [request.environ["RAW_URI"] for request, _ in self.server.log]


def message(content: object) -> Json:
    return {"status": "ok", "message-type": "work", "message": content}


def listing(*items: Mapping[str, object]) -> Json:
    """A list of works as Crossref sends it."""
    return message({"total-results": len(items), "items": items})


def item(doi: str, **values: object) -> Json:
    return {"DOI": doi, "type": "journal-article", "title": [f"The title of {doi}"], **values}


def only(answers: dict[str, Answer]) -> str:
    """Return the message of the one answer, which is Unavailable."""
    (answer,) = set(answers.values())
    assert isinstance(answer, Unavailable)
    return str(answer)


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    return Services(httpserver)


@pytest.fixture
def closed_port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])
