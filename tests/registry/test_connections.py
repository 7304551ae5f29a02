"""Connections that are refused, cut, silent or slow: Unavailable, and in time."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import Unavailable
from cikrefs.registry import Query, Registries, Settings
from cikrefs.web.service import ATTEMPTS
from tests.registry.conftest import FakeTime, Services, only, settings

SINGLE, LIST = "/crossref/works/10.1000/a", "/crossref/works"


def test_a_refused_connection_is_said_to_be_refused(closed_port: int, time: FakeTime) -> None:
    nobody = f"http://127.0.0.1:{closed_port}"
    registries = Registries(Settings(urls={"crossref": nobody}), clock=time.clock)
    for dois in (["10.1000/a"], ["10.1000/a", "10.1000/b"]):
        assert only(registries.look_up(dois)).startswith(
            f"Crossref did not answer: connection refused (tried {ATTEMPTS} times in "
        )


@pytest.mark.parametrize("service", ["doi.org", "DataCite"])
def test_a_refused_connection_is_not_taken_for_a_missing_doi(
    service: str, closed_port: int, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.agency("10.1000/a", "DataCite")
    nobody, given = f"http://127.0.0.1:{closed_port}", settings(httpserver)
    doi = nobody if service == "doi.org" else given.url("doi")
    down = Settings(urls={**given.urls, "doi": doi, "datacite": nobody})
    said = only(Registries(down, clock=time.clock).look_up(["10.1000/a"]))
    assert said.startswith(f"{service} did not answer: connection refused (tried {ATTEMPTS} times")


def test_a_host_without_a_name_is_said_to_have_none(time: FakeTime) -> None:
    registries = Registries(Settings(urls={"crossref": "http://a..b"}), clock=time.clock)
    assert only(registries.look_up(["10.1000/a"])).startswith("Crossref did not answer: ")


@contextmanager
def raw(answer: bytes) -> Iterator[str]:
    """Serve the bytes of `answer` to every connection, then hang up; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        server = Thread(target=serve, daemon=True)
        server.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        server.join()


CUT = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"status":'


@pytest.mark.parametrize("answer", [CUT, b"", b"SSH-2.0-OpenSSH_9.9\r\n"])
@pytest.mark.parametrize("dois", [["10.1000/a"], ["10.1000/a", "10.1000/b"]])
def test_a_body_cut_short_is_no_answer(answer: bytes, dois: list[str], time: FakeTime) -> None:
    with raw(answer) as address:
        registries = Registries(Settings(urls={"crossref": address}), clock=time.clock)
        said = only(registries.look_up(dois))
    assert said.startswith("Crossref did not answer: the connection broke off (tried 4 times")


@pytest.mark.parametrize("answer", [CUT, b""])
def test_a_body_of_doi_org_cut_short_is_no_answer(
    answer: bytes, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.no_work("10.1000/a")
    with raw(answer) as address:
        down = Settings(urls={"crossref": settings(httpserver).url("crossref"), "doi": address})
        said = only(Registries(down, clock=time.clock).look_up(["10.1000/a"]))
    assert said.startswith("doi.org did not answer: the connection broke off (tried 4 times")


@pytest.mark.parametrize("target", ["http://[::1", "http://[::1]:x/", "http://a\\b[", "//["])
def test_a_redirect_to_what_is_no_address_is_no_answer(
    target: str, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.no_work("10.1000/a")
    with raw(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n\r\n".encode()) as address:
        sent_on = Settings(urls={"crossref": settings(httpserver).url("crossref"), "doi": address})
        said = only(Registries(sent_on, clock=time.clock).look_up(["10.1000/a"]))
    assert said == "doi.org did not answer: it names an address that is none"


@pytest.mark.parametrize("service", ["Crossref", "doi.org"])
def test_an_address_that_is_none_is_no_answer(
    service: str, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.no_work("10.1000/a")
    given, none = settings(httpserver), "http://[::1"
    name = "crossref" if service == "Crossref" else "doi"
    wrong = replace(given, urls={**given.urls, name: none})
    assert f"{service} did not answer: " in only(
        Registries(wrong, clock=time.clock).look_up(["10.1000/a"])
    )


class SlowServer(HTTPServer):
    """A server of its own, which answers in the end, but not before a test should be over."""

    def __init__(self) -> None:
        super().__init__(host="127.0.0.1", port=0)
        self.end = Event()
        self.asked = 0

    def hang(self, _: Request) -> Response:
        self.asked += 1
        self.end.wait(60)
        return Response("{}", content_type="application/json")

    def trickle(self, _: Request) -> Response:
        self.asked += 1

        def blanks() -> Iterator[bytes]:
            for _ in range(1200):
                if not self.end.wait(0.05):
                    yield b" "

        return Response(blanks(), content_type="application/json")


@pytest.fixture
def slow_server() -> Iterator[SlowServer]:
    with SlowServer() as server:
        yield server
        server.end.set()


@pytest.mark.parametrize("path", [SINGLE, LIST])
def test_a_hang_is_over_within_the_budget(path: str, slow_server: SlowServer) -> None:
    slow_server.expect_request(path).respond_with_handler(slow_server.hang)
    registries = Registries(settings(slow_server, timeout=0.3))
    dois = ["10.1000/a"] if path == SINGLE else ["10.1000/a", "10.1000/b"]
    said = only(registries.look_up(dois))
    with pytest.raises(Unavailable):
        registries.search(Query(title="anything"))
    assert said.startswith("Crossref did not answer: no answer")
    assert slow_server.asked <= 1  # perhaps not even once, where the machine is slower still


def test_a_body_that_trickles_is_over_within_the_budget(slow_server: SlowServer) -> None:
    slow_server.expect_request(SINGLE).respond_with_handler(slow_server.trickle)
    said = only(Registries(settings(slow_server, timeout=0.3)).look_up(["10.1000/a"]))
    assert "no answer within" in said
    assert slow_server.asked <= 1
