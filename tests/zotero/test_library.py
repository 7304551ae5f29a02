"""A library on zotero.org: keys, pages, batches, collections, refusals and waiting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from werkzeug import Request, Response

from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Name, Reference
from cikrefs.web.service import Clock
from cikrefs.zotero.library import Library
from cikrefs.zotero.server import Server
from tests.zotero.conftest import KEY, Web, article, run, write


def library(web: Web, collection: str | None = None, **options: object) -> Library:
    return Library("user:1", KEY, collection, url=web.url, **options)  # type: ignore[arg-type]  # seconds, clock


def push(web: Web, *args: object) -> tuple[int, str, str]:
    result = run("--zotero-url", web.url, "--library", "user:1", "--api-key", KEY, *args)
    return result.exit_code, result.stdout, result.stderr


def test_references_become_items_and_known_works_are_left_out(web: Web, tmp_path: Path) -> None:
    web.dois = ["10.5555/2"]
    code, out, err = push(web, write(tmp_path, [article(1), article(2)]))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "left out   titlea  Title 2: 10.5555/2 is there already",
        "added      title  Title 1",
        "1 of 2 references added to user:1",
    ]
    (item,) = web.items
    assert (item["itemType"], item["title"], item["DOI"], item["collections"]) == (
        "journalArticle",
        "Title 1",
        "10.5555/1",
        [],
    )


def test_the_key_may_stand_in_the_environment_and_is_never_printed(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    monkeypatch.setenv("CIKREFS_ZOTERO_URL", web.url)
    file = write(tmp_path, [article(1)])
    web.server.expect_request("/users/2/collections").respond_with_data("Forbidden", 403)
    good = run("--library", "user:1", file)
    denied = run("--library", "user:2", file)
    assert (good.exit_code, denied.exit_code) == (0, 2)
    assert KEY not in good.output + denied.output + run("--help").output


def test_120_references_are_three_requests_with_a_token_each(web: Web, tmp_path: Path) -> None:
    code, out, _ = push(web, write(tmp_path, [article(n) for n in range(120)]))
    assert (code, web.batches, len(set(web.tokens))) == (0, [50, 50, 20], 3)
    assert all(len(token) == 32 for token in web.tokens)
    assert "120 of 120 references added to user:1" in out


def test_the_empty_item_of_a_type_is_asked_for_once(web: Web) -> None:
    destination = library(web)
    destination.add([article(1), article(2)])
    destination.add([article(3), Reference(type="book", title="A book")])
    asked = [r.args["itemType"] for r, _ in web.server.log if r.path == "/items/new"]
    assert asked == ["journalArticle", "book"]


def test_all_pages_of_the_library_are_looked_through(web: Web) -> None:
    web.dois = [f"10.5555/{n}" for n in range(250)]
    assert len(library(web).known_dois()) == 250
    asked = [r.args["start"] for r, _ in web.server.log if r.path == "/users/1/items/top"]
    assert asked == ["0", "100", "200"]


# collections


def test_a_collection_is_found_by_its_name_on_any_page(web: Web, tmp_path: Path) -> None:
    web.collections = [{"key": f"C{n}", "data": {"name": f"N{n}"}} for n in range(150)]
    code, out, _ = push(web, write(tmp_path, [article(1)]), "--collection", "N149")
    assert (code, web.items[0]["collections"]) == (0, ["C149"])
    assert "added to “N149” in user:1" in out


def test_a_collection_that_does_not_exist_is_made_once(web: Web, tmp_path: Path) -> None:
    listed = [article(n) for n in range(60)]
    assert push(web, write(tmp_path, listed), "--collection", "New")[0] == 0
    assert web.collections == [{"key": "NEWCOLLS", "data": {"name": "New"}}]
    assert {tuple(item["collections"]) for item in web.items} == {("NEWCOLLS",)}  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_no_collection_is_made_where_nothing_goes_into_it(
    web: Web, tmp_path: Path, options: list[str]
) -> None:
    web.dois = [] if options else ["10.5555/1"]
    code, out, _ = push(web, write(tmp_path, [article(1)]), "--collection", "New", *options)
    assert (code, web.collections, web.items) == (0, [], [])
    assert "0 of 1 references added to “New” in user:1" in out


def test_a_name_of_two_collections_is_refused(web: Web) -> None:
    web.collections = [{"key": key, "data": {"name": "Cells"}} for key in ("C1", "C2")]
    with pytest.raises(InputError, match="several collections of user:1 are called Cells"):
        library(web, "Cells")


def test_a_collection_that_is_not_made_is_no_answer(web: Web, tmp_path: Path) -> None:
    refusal = {"successful": {}, "failed": {"0": {"code": 400, "message": "no"}}}
    web.server.expect_oneshot_request("/users/1/collections", method="POST").respond_with_json(
        refusal
    )
    code, _, err = push(web, write(tmp_path, [article(1)]), "--collection", "New")
    assert (code, web.items) == (3, [])
    assert "did not make the collection New" in err


# what goes wrong


def test_what_zotero_refuses_is_said_reference_by_reference(web: Web, tmp_path: Path) -> None:
    web.refuse = frozenset(["Title 2"])
    code, out, _ = push(web, write(tmp_path, [article(1), article(2), article(3)]))
    assert code == 3
    assert out.splitlines() == [
        "added      title  Title 1",
        "refused    titlea  Title 2: 'Title 2' will not do",
        "added      titleb  Title 3",
        "2 of 3 references added to user:1",
    ]


def test_a_key_that_does_not_open_the_library_says_where_keys_are_made(web: Web) -> None:
    with pytest.raises(InputError, match=r"not valid, or may not do this .*settings/keys"):
        Library("user:1", "wrong", url=web.url)


def test_a_key_that_may_only_read_adds_nothing(web: Web, tmp_path: Path) -> None:
    web.server.expect_oneshot_request("/users/1/items", method="POST").respond_with_data(
        "Write access denied", 403
    )
    code, out, err = push(web, write(tmp_path, [article(1)]))
    assert (code, out) == (2, "")
    assert "may not do this in the library" in err


@pytest.mark.parametrize("name", ["1", "user:", "user:me", "users:1", "user:1/../2", "group:-1"])
def test_a_library_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="user:ID or group:ID"):
        Library(name, KEY)


def test_what_is_no_key_is_refused_and_not_printed() -> None:
    with pytest.raises(InputError, match="that is no API key") as caught:
        Library("user:1", "se cret")
    assert "cret" not in str(caught.value)


def test_a_library_without_key_is_wrong_usage(tmp_path: Path) -> None:
    result = run("--library", "user:1", write(tmp_path, [article(1)]))
    assert (result.exit_code, "needs a key" in result.stderr) == (2, True)


def test_a_group_has_a_path_of_its_own(web: Web) -> None:
    web.server.expect_request("/groups/7/collections").respond_with_json([])
    web.server.expect_request("/groups/7/items/top").respond_with_json([])
    assert Library("group:7", KEY, url=web.url).known_dois() == frozenset()


@pytest.mark.parametrize("status", [409, 412, 413, 428, 500])
def test_a_batch_that_fails_is_said_and_nothing_more_is_sent(
    web: Web, tmp_path: Path, status: int
) -> None:
    web.server.expect_oneshot_request("/users/1/items", method="POST").respond_with_data(
        "because", status
    )
    code, out, err = push(web, write(tmp_path, [article(n) for n in range(60)]))
    assert (code, web.items) == (3, [])
    assert f"HTTP {status} (because)" in err
    assert "0 of 60 references added" in out


def test_an_outage_before_anything_is_sent_is_no_wrong_usage(web: Web, tmp_path: Path) -> None:
    web.server.expect_oneshot_request("/users/1/collections").respond_with_data("", 500)
    code, out, err = push(web, write(tmp_path, [article(1)]))
    assert (code, out) == (3, "")
    assert "nothing was added: zotero.org answered HTTP 500" in err


# waiting


class Waits:
    """A clock that notes how long it was asked to wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: 0.0, sleep=self.seconds.append)


def test_a_request_that_is_put_off_is_made_again_with_the_same_token(web: Web) -> None:
    waits = Waits()
    destination = library(web, clock=waits.clock)
    web.server.expect_oneshot_request("/users/1/items", method="POST").respond_with_data(
        "slower", 429, headers={"Retry-After": "3"}
    )
    assert destination.add([article(1)]).items == 1
    assert waits.seconds == [3.0]
    posts = [request for request, _ in web.server.log if request.method == "POST"]
    assert len({request.headers["Zotero-Write-Token"] for request in posts}) == 1
    assert len(posts) == 2


def test_after_a_backoff_the_next_request_waits(web: Web) -> None:
    waits = Waits()
    destination = library(web, clock=waits.clock)
    web.server.expect_oneshot_request("/users/1/items/top").respond_with_json(
        [], headers={"Backoff": "5"}
    )
    destination.known_dois()
    assert waits.seconds == []
    destination.add([article(1)])
    assert waits.seconds == [5.0]


def test_waiting_ends_with_the_timeout(web: Web) -> None:
    waits = Waits()
    server = Server(web.url, 20.0, {}, waits.clock)
    web.server.expect_request("/busy").respond_with_data("", 503, headers={"Retry-After": "9"})
    with pytest.raises(Unavailable, match="asked again in 9 s"):
        server.call("GET", "/busy")
    assert waits.seconds == [9.0, 9.0]


def test_an_answer_that_is_no_json_is_no_answer(web: Web) -> None:
    web.server.expect_request("/odd").respond_with_response(Response("[{", 200))
    with pytest.raises(Unavailable, match="not JSON"):
        Server(web.url, 20.0, {}).get("/odd")


def test_a_list_that_never_ends_its_page_count_ends_with_an_empty_page(web: Web) -> None:
    headers = {"Total-Results": "1000"}
    web.server.expect_request("/short").respond_with_json([], headers=headers)
    assert list(Server(web.url, 20.0, {}).pages("/short")) == []


@pytest.mark.parametrize("said", [None, "many", pytest.param("1" * 5000, id="5000 digits")])
def test_a_list_that_does_not_say_its_length_is_read_to_its_end(web: Web, said: str | None) -> None:
    headers = {"Total-Results": said} if said else {}

    def answer(request: Request) -> Response:
        start = int(request.args["start"])
        return Response(
            json.dumps([{"n": n} for n in range(start, min(start + 100, 230))]), headers=headers
        )

    web.server.expect_request("/silent").respond_with_handler(answer)
    found = [item["n"] for item in Server(web.url, 20.0, {}).pages("/silent")]
    assert found == list(range(230))


def test_names_of_people_and_groups_arrive(web: Web) -> None:
    people = (Name("de Souza", "P. B.", "Jr."), Name(literal="The Group"))
    library(web).add([Reference(title="T", author=people)])
    assert web.items[0]["creators"] == [
        {"creatorType": "author", "firstName": "P. B., Jr.", "lastName": "de Souza"},
        {"creatorType": "author", "name": "The Group"},
    ]
