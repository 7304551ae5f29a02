"""The Zotero that runs here: what it is sent, and what is said when it does not take it."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug import Response

from cikrefs.errors import InputError, Unavailable
from cikrefs.formats import ris
from cikrefs.zotero.connector import Connector
from tests.zotero.conftest import Desktop, article, run, write


@pytest.fixture
def closed() -> str:
    """An address where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def push(desktop: Desktop, *args: object) -> tuple[int, str, str]:
    result = run("--zotero-url", desktop.url, *args)
    return result.exit_code, result.stdout, result.stderr


def test_references_arrive_where_the_user_is_and_that_is_said(
    desktop: Desktop, tmp_path: Path
) -> None:
    code, out, _ = push(desktop, write(tmp_path, [article(1), article(2)]))
    assert code == 0
    assert out.splitlines() == [
        "added      title  Title 1",
        "added      titlea  Title 2",
        "2 of 2 references added to “Cells” in My Library",
    ]
    (text,) = desktop.imported
    assert [reference.DOI for reference in ris.loads(text)] == ["10.5555/1", "10.5555/2"]
    assert desktop.moved == []


def test_what_is_sent_is_utf_8_ris(desktop: Desktop) -> None:
    Connector(url=desktop.url).add([article(1, publisher="Müller")])
    request, _ = desktop.server.log[-1]
    assert request.headers["Content-Type"] == "application/x-research-info-systems"
    assert request.get_data().startswith(b"TY  - JOUR\r\n")
    assert "Müller".encode() in request.get_data()


@pytest.mark.parametrize(
    ("collection", "target", "said"),
    [
        ("Brains", "C6", "“Brains” in My Library"),
        ("Cells/Killers", "C5", "“Killers” in My Library"),
        ("My Library/Brains/Killers", "C7", "“Killers” in My Library"),
        ("Papers", "C9", "“Papers” in Lab"),
        ("My Library", "L1", "My Library"),
    ],
)
def test_references_are_moved_to_a_named_collection(
    desktop: Desktop, tmp_path: Path, collection: str, target: str, said: str
) -> None:
    code, out, _ = push(desktop, write(tmp_path, [article(1)]), "--collection", collection)
    assert (code, out.splitlines()[-1]) == (0, f"1 of 1 references added to {said}")
    assert desktop.moved == [{"sessionID": desktop.sessions[0], "target": target}]


def test_the_collection_that_is_selected_needs_no_move(desktop: Desktop, tmp_path: Path) -> None:
    assert push(desktop, write(tmp_path, [article(1)]), "--collection", "Cells")[0] == 0
    assert desktop.moved == []


def test_a_library_without_a_selected_collection_is_named(desktop: Desktop) -> None:
    desktop.selected["id"] = None
    assert Connector(url=desktop.url).name == "My Library"


def test_an_unknown_collection_is_answered_with_those_there_are(
    desktop: Desktop, tmp_path: Path
) -> None:
    code, out, err = push(desktop, write(tmp_path, [article(1)]), "--collection", "Celts")
    assert (code, out, desktop.imported) == (2, "", [])
    assert "Zotero has no collection Celts; make it there, or take one of: My Library" in err
    assert "Lab/Papers" in err


def test_a_name_of_several_collections_is_answered_with_their_paths(desktop: Desktop) -> None:
    with pytest.raises(InputError, match=r"My Library/Cells/Killers, My Library/Brains/Killers"):
        Connector("Killers", url=desktop.url)


def test_of_several_collections_the_one_in_the_selected_library_is_meant(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.zotero import conftest

    more = {"id": "C10", "name": "Brains", "level": 1}
    monkeypatch.setattr(conftest, "TARGETS", [*conftest.TARGETS, more])
    assert Connector("Brains", url=desktop.url).name == "“Brains” in My Library"


def test_no_zotero_says_what_to_do(closed: str, tmp_path: Path) -> None:
    result = run("--zotero-url", closed, write(tmp_path, [article(1)]))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"no Zotero answers at {closed}: start it, or name a library" in result.stderr


def test_a_proxy_stands_not_between_here_and_here(
    desktop: Desktop, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", closed)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert Connector(url=desktop.url).add([article(1)]).items == 1


def test_an_address_without_scheme_is_refused() -> None:
    with pytest.raises(InputError, match="no address of Zotero"):
        Connector(url="127.0.0.1:23119")


# what is there already


def test_works_that_are_there_are_left_out_and_named(desktop: Desktop, tmp_path: Path) -> None:
    desktop.holds("10.5555/ONE", "https://doi.org/10.5555/2")
    listed = [article(1), article(2), replace(article(3), DOI="10.5555/one")]
    code, out, err = push(desktop, write(tmp_path, listed))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "left out   titlea  Title 2: 10.5555/2 is there already",
        "left out   titleb  Title 3: 10.5555/one is there already",
        "added      title  Title 1",
        "1 of 3 references added to “Cells” in My Library",
    ]


def test_a_second_push_adds_nothing(desktop: Desktop, tmp_path: Path) -> None:
    desktop.holds("10.5555/1")
    code, out, _ = push(desktop, write(tmp_path, [article(1)]))
    assert (code, desktop.imported) == (0, [])
    assert "0 of 1 references added" in out


def test_all_pages_of_the_library_are_looked_through(desktop: Desktop) -> None:
    desktop.holds(*(f"10.5555/{n}" for n in range(250)))
    known = Connector(url=desktop.url).known_dois()
    assert known is not None
    assert len(known) == 250


@pytest.mark.parametrize(
    ("data", "doi"),
    [
        ({"DOI": " https://doi.org/10.5555/A "}, "10.5555/a"),
        ({"url": "https://doi.org/10.5555/a"}, "10.5555/a"),
        ({"extra": "PMID: 1\nDOI: 10.5555/a\nx"}, "10.5555/a"),
        ({"url": "https://example.org", "extra": "no DOI: 10.5555/a", "DOI": 7}, None),
        (None, None),
    ],
)
def test_a_doi_is_found_wherever_zotero_has_it(
    desktop: Desktop, data: object, doi: str | None
) -> None:
    desktop.server.clear()
    desktop.server.expect_request("/api/").respond_with_data("Nothing to see here.")
    desktop.server.expect_request("/api/users/0/items/top").respond_with_json([{"data": data}])
    desktop.runs()
    assert Connector(url=desktop.url).known_dois() == frozenset(filter(None, [doi]))


def test_in_a_group_the_groups_items_are_looked_through(desktop: Desktop) -> None:
    desktop.holds("10.5555/1", path="/api/groups/77/items/top")
    groups = [{"id": 76, "data": {"name": "Lob"}}, {"id": 77, "data": {"name": "Lab"}}]
    desktop.server.expect_request("/api/users/0/groups").respond_with_json(groups)
    assert Connector("Papers", url=desktop.url).known_dois() == frozenset(["10.5555/1"])


def test_a_group_that_is_not_found_is_not_taken_for_empty(desktop: Desktop) -> None:
    desktop.holds("10.5555/1")
    desktop.server.expect_request("/api/users/0/groups").respond_with_json([])
    assert Connector("Papers", url=desktop.url).known_dois() is None


def test_where_nobody_can_look_that_is_said(desktop: Desktop, tmp_path: Path) -> None:
    code, out, err = push(desktop, write(tmp_path, [article(1)]))
    assert (code, "1 of 1 references added" in out) == (0, True)
    assert "it is not known what is there already" in err
    assert "Settings › Advanced" in err


def test_a_doi_that_stands_above_is_left_out(desktop: Desktop, tmp_path: Path) -> None:
    listed = [article(1), replace(article(2), DOI="10.5555/1")]
    _, out, _ = push(desktop, write(tmp_path, listed))
    assert "left out   titlea  Title 2: 10.5555/1 is the DOI of title too" in out


def test_references_without_a_doi_are_all_added(desktop: Desktop, tmp_path: Path) -> None:
    listed = [replace(article(n), DOI="") for n in range(3)]
    assert "3 of 3 references added" in push(desktop, write(tmp_path, listed))[1]


# what goes wrong


def test_a_dry_run_sends_nothing(desktop: Desktop, tmp_path: Path) -> None:
    desktop.holds("10.5555/1")
    args = (write(tmp_path, [article(1), article(2)]), "--dry-run", "--collection", "Brains")
    code, out, _ = push(desktop, *args)
    assert (code, desktop.imported, desktop.moved) == (0, [], [])
    assert "would add  titlea  Title 2" in out
    assert "0 of 2 references added" in out


def test_120_references_are_three_imports_with_keys_of_their_own(
    desktop: Desktop, tmp_path: Path
) -> None:
    listed = [article(n) for n in range(120)]
    code, out, _ = push(desktop, write(tmp_path, listed), "--collection", "Brains")
    assert (code, "120 of 120 references added" in out) == (0, True)
    sent = [ris.loads(text) for text in desktop.imported]
    assert [len(batch) for batch in sent] == [50, 50, 20]
    assert len({reference.id for batch in sent for reference in batch}) == 120
    assert [move["sessionID"] for move in desktop.moved] == desktop.sessions


def test_a_read_only_library_is_named_as_the_reason(desktop: Desktop, tmp_path: Path) -> None:
    desktop.server.expect_oneshot_request("/connector/import").respond_with_json(
        {"libraryEditable": False}, 500
    )
    code, out, err = push(desktop, write(tmp_path, [article(1)]))
    assert (code, out) == (2, "")
    assert "read-only; select another one there" in err


def test_a_read_only_selection_is_refused_before_anything_is_sent(desktop: Desktop) -> None:
    desktop.selected = {"id": None, "libraryID": 3, "libraryName": "Old", "libraryEditable": False}
    with pytest.raises(InputError, match="read-only"):
        Connector(url=desktop.url)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Response('{"error": "SESSION_EXISTS"}', 409), "HTTP 409"),
        (Response("An error occurred", 500), "HTTP 500 (An error occurred)"),
        (Response("", 400), "HTTP 400"),
        (Response("<html>", 502), "HTTP 502"),
        (Response("later", 503), "HTTP 503 (later)"),
        (Response("no json", 201), "not JSON"),
    ],
)
def test_an_import_that_fails_is_said_and_the_rest_not_sent(
    desktop: Desktop, tmp_path: Path, answer: Response, says: str
) -> None:
    desktop.server.expect_oneshot_request("/connector/import").respond_with_response(answer)
    code, out, err = push(desktop, write(tmp_path, [article(n) for n in range(51)]))
    assert (code, desktop.imported) == (3, [])
    assert says in err
    assert out.count("may have been added or not") == 50
    assert "not added" in out
    assert "0 of 51 references added" in out


def test_what_was_added_before_a_failure_is_said(desktop: Desktop, tmp_path: Path) -> None:
    answers = iter([Response("[{}]", 201), Response("", 500)])
    desktop.server.clear()
    desktop.server.expect_request("/connector/import").respond_with_handler(lambda _: next(answers))
    desktop.runs()
    listed = [article(n) for n in range(60)]
    code, out, err = push(desktop, write(tmp_path, listed))
    assert code == 3
    assert "Zotero made 1 items of 50 references" in err
    assert "1 of 60 references added" in out


def test_items_that_cannot_be_moved_are_said_to_be_where_they_are(
    desktop: Desktop, tmp_path: Path
) -> None:
    desktop.server.expect_oneshot_request("/connector/updateSession").respond_with_json(
        {"error": "COLLECTION_NOT_FOUND"}, 400
    )
    code, out, err = push(desktop, write(tmp_path, [article(1)]), "--collection", "Brains")
    assert (code, "added      title" in out) == (3, True)
    assert "they are in “Cells” in My Library, not moved" in err


def test_a_library_that_cannot_be_read_to_its_end_stops_everything(
    desktop: Desktop, tmp_path: Path
) -> None:
    desktop.server.clear()
    desktop.server.expect_request("/api/").respond_with_data("Nothing to see here.")
    desktop.server.expect_request("/api/users/0/items/top").respond_with_data("", 500)
    desktop.runs()
    code, out, err = push(desktop, write(tmp_path, [article(1)]))
    assert (code, out, desktop.imported) == (3, "", [])
    assert "nothing was added: Zotero did not answer: HTTP 500" in err


def test_a_zotero_that_does_not_say_what_is_selected_is_no_answer(
    desktop: Desktop, tmp_path: Path
) -> None:
    desktop.server.expect_oneshot_request("/connector/getSelectedCollection").respond_with_data(
        "", 500
    )
    code, out, err = push(desktop, write(tmp_path, [article(1)]))
    assert (code, out) == (3, "")
    assert "nothing was added: Zotero answered HTTP 500" in err


def test_a_zotero_that_goes_away_is_no_answer(desktop: Desktop, closed: str) -> None:
    connector = Connector(url=desktop.url)
    connector._server.url = closed
    with pytest.raises(Unavailable, match="connection refused"):
        connector.add([article(1)])


@pytest.fixture
def new(desktop: Desktop) -> Desktop:
    """A Zotero that takes items."""
    desktop.is_old = False
    return desktop


def test_items_are_sent_each_with_its_own_id(new: Desktop, tmp_path: Path) -> None:
    code, out, _ = push(new, write(tmp_path, [article(1), article(2)]))
    assert code == 0
    assert "2 of 2 references added" in out
    assert [item["DOI"] for item in new.saved] == ["10.5555/1", "10.5555/2"]
    assert {item["itemType"] for item in new.saved} == {"journalArticle"}
    assert new.imported == []


def test_fields_bear_their_general_names_where_the_local_api_is_off(new: Desktop) -> None:
    report = replace(article(1), type="report", number="7", publisher="P", container_title="")
    case = replace(article(2), type="legal_case", container_title="US Reports")
    Connector(url=new.url).add([report, case])
    first, other = new.saved
    assert (first["number"], first["publisher"]) == ("7", "P")
    assert other["reporter"] == "US Reports"
    assert "publicationTitle" not in other


def test_fields_bear_the_names_of_the_type_where_the_schema_says_them(new: Desktop) -> None:
    schema = {
        "itemTypes": [
            {
                "itemType": "report",
                "fields": [{"field": "title"}, {"field": "reportNumber", "baseField": "number"}],
                "creatorTypes": [
                    {"creatorType": "editor"},
                    {"creatorType": "author", "primary": True},
                ],
            }
        ]
    }
    new.server.clear()
    new.server.expect_request("/api/schema").respond_with_json(schema)
    new.runs()
    Connector(url=new.url).add([replace(article(1), type="report", number="7")])
    assert new.saved[0]["reportNumber"] == "7"
    assert "Number:" not in str(new.saved[0]["extra"])


def test_what_was_selected_is_selected_again_after_a_move(new: Desktop) -> None:
    Connector("Brains", url=new.url).add([article(1), article(2)])
    assert [move["target"] for move in new.moved] == ["C6", "C4"]
    assert new.moved[0]["sessionID"] != new.moved[1]["sessionID"]
    assert len(new.saved) == 2


def test_the_local_api_is_asked_for_two_thousand_items_at_a_time(desktop: Desktop) -> None:
    desktop.holds(*(f"10.5555/{n}" for n in range(2500)))
    known = Connector(url=desktop.url).known_dois()
    assert known is not None
    assert len(known) == 2500
    asked = [request.args for request, _ in desktop.server.log if "items/top" in request.path]
    assert [one["limit"] for one in asked] == ["2000", "2000"]
