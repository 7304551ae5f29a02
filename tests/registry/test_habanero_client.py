"""The connection under habanero: bounded, kept open, and habanero's own for everybody else."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from threading import Thread

import habanero
import httpx2
import pytest
from pytest_httpserver import HTTPServer

from cikrefs.registry import Registries, Settings
from cikrefs.registry import habanero_client as client
from tests.registry.conftest import FakeTime, Services, item, message, only

SINGLE = "/crossref/works/10.1000/a"


@pytest.mark.parametrize("dois", [["10.1000/a"], ["10.1000/a", "10.1000/b"]])
def test_an_answer_of_crossref_is_bounded_after_inflating(
    dois: list[str], registries: Registries, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cikrefs.web.fetch.LARGEST", 2_000_000)
    bomb = gzip.compress(b" " * 30_000_000)
    path = SINGLE if len(dois) == 1 else "/crossref/works"
    httpserver.expect_request(path).respond_with_data(
        bomb, headers={"Content-Encoding": "gzip"}, content_type="application/json"
    )
    said = only(registries.look_up(dois))
    assert said == "Crossref did not answer: more than 2,000,000 bytes"
    assert len(httpserver.log) == 1


def test_a_compressed_record_is_read(registries: Registries, httpserver: HTTPServer) -> None:
    body = gzip.compress(dumps(message(item("10.1000/a"))).encode())
    httpserver.expect_request(SINGLE).respond_with_data(
        body, headers={"Content-Encoding": "gzip"}, content_type="application/json"
    )
    assert registries.look_up(["10.1000/a"])["10.1000/a"]


def test_what_is_given_up_stops_reading(
    services: Services, registries: Registries, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(range(0, 10_000, 100))
    monkeypatch.setattr(client, "monotonic", lambda: float(next(times)))
    services.works(item("10.1000/a"))
    assert "no answer in time" in only(registries.look_up(["10.1000/a"]))


class Kept(BaseHTTPRequestHandler):
    """Answers with a record and keeps the connection open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = dumps(message(item(self.path.rpartition("/")[2].replace("%2F", "/")))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Counting(ThreadingHTTPServer):
    daemon_threads = True
    connections = 0

    def get_request(self) -> tuple[object, object]:  # type: ignore[override]  # what it returns
        self.connections += 1
        return super().get_request()


@pytest.fixture
def counting() -> Iterator[Counting]:
    with Counting(("127.0.0.1", 0), Kept) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_one_connection_is_enough_for_many_questions(counting: Counting, time: FakeTime) -> None:
    urls = {"crossref": f"http://127.0.0.1:{counting.server_address[1]}"}
    registries = Registries(Settings(urls=urls), clock=time.clock)
    for name in "abcd":
        assert registries.look_up([f"10.1000/{name}"])[f"10.1000/{name}"]
    assert counting.connections == 1


def test_whoever_else_uses_habanero_notices_nothing(
    services: Services, registries: Registries, httpserver: HTTPServer
) -> None:
    services.works(item("10.1000/a"))
    registries.look_up(["10.1000/a"])
    theirs = habanero.Crossref(base_url=httpserver.url_for("/crossref"))
    assert theirs.works(ids="10.1000/a")["message"]["DOI"] == "10.1000/a"
    with pytest.raises(httpx2.HTTPStatusError):
        theirs.works(ids="10.1000/b")


@pytest.mark.parametrize(
    ("name", "value"), [("HTTPS_PROXY", "nonsense://x"), ("HTTPS_PROXY", "socks5://127.0.0.1:9")]
)
def test_an_environment_that_lets_no_connection_be_made_is_no_answer(
    name: str, value: str, time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    registries = Registries(Settings(), clock=time.clock)
    for dois in (["10.1000/a"], ["10.1000/a", "10.1000/b"]):
        said = only(registries.look_up(dois))
        assert said.startswith("Crossref did not answer: no connection can be made: ")
