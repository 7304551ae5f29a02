"""A style at an address is fetched once, kept, and checked like any other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import InputError
from cikrefs.lists import styles
from cikrefs.lists.styles import web
from tests.lists import styles_made
from tests.lists.styles_made import put, style


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return styles_made.only(monkeypatch, tmp_path / "styles")


def found(url: str) -> tuple[styles.Style, list[str]]:
    notices: list[str] = []
    return styles.find(url, on_notice=notices.append), notices


def failure(url: str) -> str:
    """Return what is said of the style at `url`, which nothing is kept of."""
    with pytest.raises(InputError) as caught:
        styles.find(url, on_notice=pytest.fail)
    assert caught.value.problem.file == url
    return caught.value.problem.message


def test_a_style_is_fetched_once_and_then_kept() -> None:
    with HTTPServer() as server:
        server.expect_oneshot_request("/a/Gray Cats.csl").respond_with_data(style())
        url = server.url_for("/a/Gray%20Cats.csl")
        first, notices = found(url)
        assert notices == []
        assert first.path.read_text(encoding="utf-8") == style()
    second, notices = found(url)
    assert second == first
    assert notices == [f"{url}: taken from {first.path}, which was fetched before"]


def test_it_is_kept_in_the_users_cache_folder(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/cats.csl").respond_with_data(style())
    style_, _ = found(httpserver.url_for("/cats.csl"))
    assert style_.path.is_relative_to(tmp_path / "home" / "xdg_cache_home" / "cikrefs")
    assert style_.path.name.startswith("cats-")


def test_two_addresses_of_one_name_are_two_styles(httpserver: HTTPServer) -> None:
    for name in ("one", "two"):
        content = style(head=f"<title>{name}</title>")
        httpserver.expect_request(f"/{name}/cats.csl").respond_with_data(content)
    titles = [found(httpserver.url_for(f"/{name}/cats.csl"))[0].title for name in ("one", "two")]
    assert titles == ["one", "two"]


def test_redirects_are_followed_a_few_times(httpserver: HTTPServer) -> None:
    there = Response(status=302, headers={"Location": "/there"})
    httpserver.expect_request("/here").respond_with_response(there)
    httpserver.expect_request("/there").respond_with_data(style())
    assert found(httpserver.url_for("/here"))[0].title == "Made"


def test_redirects_without_end_are_an_error(httpserver: HTTPServer) -> None:
    again = Response(status=302, headers={"Location": "/again"})
    httpserver.expect_request("/again").respond_with_response(again)
    said = failure(httpserver.url_for("/again"))
    assert said == "cannot be fetched: it redirects more than 5 times"
    assert len(httpserver.log) == 6


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_an_error_of_the_server_is_said(httpserver: HTTPServer, status: int) -> None:
    httpserver.expect_request("/").respond_with_data(style(), status=status)
    said = failure(httpserver.url_for("/"))
    assert said.startswith(f"cannot be fetched: the server says {status} ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html><p>Not here</p></html>", "is a web page"),
        ("<style/>", "is no CSL style"),
        ("", "is broken XML"),
        (" " * 3_000_000, "cannot be fetched: more than 2,000,000 bytes"),
    ],
)
def test_what_is_no_style_is_refused_and_not_kept(
    httpserver: HTTPServer, tmp_path: Path, content: str, message: str
) -> None:
    httpserver.expect_request("/").respond_with_data(content)
    assert failure(httpserver.url_for("/")).startswith(message)
    assert not list(tmp_path.glob("home/**/*.csl"))


def test_without_a_server_it_is_said_that_none_answers() -> None:
    with HTTPServer() as server:
        url = server.url_for("/cats.csl")
    assert failure(url) == "cannot be fetched: connection refused"


@pytest.mark.parametrize("url", ["http://", "https://[", "http://..", "http://a b/"])
def test_what_is_no_address_is_said(url: str) -> None:
    assert failure(url) == "cannot be fetched: it names an address that is none"


def test_where_nothing_can_be_kept_it_is_said(
    httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    httpserver.expect_request("/").respond_with_data(style())
    with pytest.raises(InputError, match="cannot be made: Not a directory"):
        found(httpserver.url_for("/"))


def test_the_id_of_an_installed_style_is_not_fetched(folder: Path) -> None:
    path = put(folder, "cats", "Cats")
    for address in (f"{styles_made.ADDRESS}cats", f"{styles_made.ADDRESS}cats/"):
        assert found(address)[0].path == path
    assert found(f"{styles_made.ADDRESS}cats".replace("https:", "http:"))[0].path == path


def test_a_style_that_was_broken_is_fetched_anew_when_it_is_mended(httpserver: HTTPServer) -> None:
    broken = style().replace("bibliography", "x")
    httpserver.expect_oneshot_request("/cats.csl").respond_with_data(broken)
    url = httpserver.url_for("/cats.csl")
    with pytest.raises(InputError):
        styles.find(url, on_notice=pytest.fail)
    httpserver.expect_oneshot_request("/cats.csl").respond_with_data(style())
    assert found(url)[0].title == "Made"


def test_a_server_that_sends_drop_by_drop_is_given_up(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drops(_: Request) -> Response:
        def body() -> Iterator[bytes]:
            while not over.wait(0.02):
                yield b" "

        return Response(body(), headers={"Content-Length": "100000"})

    over = threading.Event()
    monkeypatch.setattr(web, "_WHOLE", 0.2)
    httpserver.expect_request("/cats.csl").respond_with_handler(drops)
    try:
        assert "no answer within" in failure(httpserver.url_for("/cats.csl"))
    finally:
        over.set()
