"""A body is bounded in bytes and time, and a redirect leads to no stranger."""

from __future__ import annotations

import gzip

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.web import fetch as web
from cikrefs.web.fetch import Limits, fetch
from cikrefs.web.service import Failure

HERE = Limits(5)


def test_a_body_is_counted_after_inflating(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(b" " * 30_000_000)
    assert len(bomb) < 50_000
    httpserver.expect_request("/").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Failure, match=r"^more than 1,000,000 bytes$"):
        fetch("GET", httpserver.url_for("/"), Limits(5, largest=1_000_000), {})


def test_a_compressed_body_comes_inflated(httpserver: HTTPServer) -> None:
    body = bytes(range(256)) * 1000
    httpserver.expect_request("/").respond_with_data(
        gzip.compress(body), headers={"Content-Encoding": "gzip"}
    )
    assert fetch("GET", httpserver.url_for("/"), HERE, {}).content == body


def test_a_body_that_takes_too_long_is_given_up(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter(range(100))
    monkeypatch.setattr(web, "monotonic", lambda: float(next(now) * 4))
    httpserver.expect_request("/").respond_with_data(b"x" * 1_000_000)
    with pytest.raises(Failure, match=r"^no answer within 5 s$"):
        fetch("GET", httpserver.url_for("/"), HERE, {})


@pytest.mark.parametrize("hosts", [(), ("api.example.org",)])
def test_a_redirect_to_another_port_is_not_followed(
    hosts: tuple[str, ...], httpserver: HTTPServer
) -> None:
    with HTTPServer() as stranger:
        there = Response(status=302, headers={"Location": stranger.url_for("/")})
        httpserver.expect_request("/").respond_with_response(there)
        with pytest.raises(Failure, match=r"^it sends on to another server, localhost$"):
            fetch("GET", httpserver.url_for("/"), HERE, {}, hosts=hosts)
        assert stranger.log == []


@pytest.mark.parametrize(
    "location", ["//doi.example/x", "http://api.example.org/", "https://api.example.org:8443/"]
)
def test_a_known_host_is_sent_on_to_by_https_at_its_own_port_only(
    location: str, httpserver: HTTPServer
) -> None:
    there = Response(status=302, headers={"Location": location})
    httpserver.expect_request("/").respond_with_response(there)
    with pytest.raises(Failure, match=r"^it sends on to another server, "):
        fetch("GET", httpserver.url_for("/"), HERE, {}, hosts=("api.example.org",))


def test_a_known_host_is_asked(httpserver: HTTPServer) -> None:
    there = Response(status=302, headers={"Location": "https://localhost/"})
    httpserver.expect_request("/").respond_with_response(there)
    with pytest.raises(Failure, match=r"^connection refused$"):  # nobody listens there, by HTTPS
        fetch("GET", httpserver.url_for("/"), HERE, {}, hosts=("localhost",))


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x"])
def test_a_redirect_to_what_is_no_web_is_never_followed(
    location: str, httpserver: HTTPServer
) -> None:
    there = Response(status=302, headers={"Location": location})
    httpserver.expect_request("/").respond_with_response(there)
    with pytest.raises(Failure, match=r"^it sends on to another server, "):
        fetch("GET", httpserver.url_for("/"), HERE, {}, hosts=None)


def test_a_redirect_within_a_server_keeps_what_is_sent(httpserver: HTTPServer) -> None:
    there = Response(status=301, headers={"Location": "/there"})
    httpserver.expect_request("/here").respond_with_response(there)
    httpserver.expect_request("/there").respond_with_handler(
        lambda request: Response(request.headers["Zotero-API-Key"])
    )
    answer = fetch("GET", httpserver.url_for("/here"), HERE, {"Zotero-API-Key": "key"})
    assert answer.content == b"key"


def test_what_is_written_is_not_written_elsewhere(httpserver: HTTPServer) -> None:
    asked: list[str] = []

    def moved(request: Request) -> Response:
        asked.append(request.method)
        return Response(status=302, headers={"Location": "/there"})

    httpserver.expect_request("/here").respond_with_handler(moved)
    assert fetch("POST", httpserver.url_for("/here"), HERE, {}, b"{}").status == 302
    assert asked == ["POST"]
