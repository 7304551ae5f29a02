"""A Zotero that answers as its sources say it does, and zotero.org as its documentation says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs import cli
from cikrefs.formats import ris
from cikrefs.models import Reference

Json = dict[str, object]
KEY = "P9NiFoyLeZu2bZNvvuQPDWsd"

TARGETS = [
    {"id": "L1", "name": "My Library", "level": 0, "isUserLibrary": True},
    {"id": "C4", "name": "Cells", "level": 1},
    {"id": "C5", "name": "Killers", "level": 2},
    {"id": "C6", "name": "Brains", "level": 1},
    {"id": "C7", "name": "Killers", "level": 2},
    {"id": "L8", "name": "Lab", "level": 0, "isUserLibrary": False},
    {"id": "C9", "name": "Papers", "level": 1},
]

TEMPLATES: dict[str, Sequence[str]] = {
    "journalArticle": (
        "title", "abstractNote", "publicationTitle", "volume", "issue", "pages", "date", "series",
        "seriesTitle", "seriesText", "journalAbbreviation", "language", "DOI", "ISSN", "shortTitle",
        "url", "accessDate", "archive", "archiveLocation", "libraryCatalog", "callNumber", "rights",
        "extra",
    ),
    "book": (
        "title", "abstractNote", "series", "seriesNumber", "volume", "numberOfVolumes", "edition",
        "place", "publisher", "date", "numPages", "language", "ISBN", "shortTitle", "url",
        "accessDate", "archive", "archiveLocation", "libraryCatalog", "callNumber", "rights",
        "extra",
    ),
    "conferencePaper": (
        "title", "abstractNote", "date", "proceedingsTitle", "conferenceName", "place", "publisher",
        "volume", "pages", "series", "language", "DOI", "ISBN", "shortTitle", "url", "accessDate",
        "extra",
    ),
    "patent": (
        "title", "abstractNote", "place", "country", "assignee", "issuingAuthority", "patentNumber",
        "filingDate", "pages", "applicationNumber", "priorityNumbers", "issueDate", "references",
        "legalStatus", "language", "shortTitle", "url", "accessDate", "rights", "extra",
    ),
    "document": (
        "title", "abstractNote", "publisher", "date", "language", "shortTitle", "url", "accessDate",
        "archive", "archiveLocation", "libraryCatalog", "callNumber", "rights", "extra",
    ),
}  # fmt: skip
"""Zotero's item types (https://api.zotero.org/schema, version 22), as far as tests use them."""

CREATORS = {
    "journalArticle": ("author", "contributor", "editor", "translator", "reviewedAuthor"),
    "book": ("author", "contributor", "editor", "translator", "seriesEditor"),
    "conferencePaper": ("author", "contributor", "editor", "translator", "seriesEditor"),
    "patent": ("inventor", "attorneyAgent", "contributor"),
    "document": ("author", "contributor", "editor", "translator", "reviewedAuthor"),
}


def template(item_type: str) -> Json:
    """The empty item that /items/new answers with."""
    creator = {"creatorType": CREATORS[item_type][0], "firstName": "", "lastName": ""}
    fields: Json = dict.fromkeys(TEMPLATES[item_type], "")
    more: Json = {"creators": [creator], "tags": [], "collections": [], "relations": {}}
    return {"itemType": item_type, **fields, **more}


def article(number: int, **values: str) -> Reference:
    return Reference(title=f"Title {number}", DOI=f"10.5555/{number}", **values)  # type: ignore[arg-type]  # names of text fields


def write(folder: Path, references: Sequence[Reference]) -> Path:
    file = folder / "list.ris"
    file.write_text(ris.dumps(references), encoding="utf-8", newline="")
    return file


def run(*args: object) -> Result:
    return CliRunner().invoke(cli.main, ["push", *map(str, args)])


@pytest.fixture(scope="session")
def httpserver_listen_address() -> tuple[str, int]:
    return ("127.0.0.1", 0)


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY", raising=False)
    monkeypatch.delenv("CIKREFS_ZOTERO_URL", raising=False)


def held(dois: Sequence[str]) -> list[Json]:
    """Items that hold these DOIs, as the API lists them."""
    return [{"key": f"KEY{n}", "data": {"DOI": doi}} for n, doi in enumerate(dois)]


def page(request: Request, objects: Sequence[Mapping[str, object]]) -> Response:
    """One page of a list, with the number of all in a header."""
    start, limit = int(request.args.get("start", 0)), int(request.args.get("limit", 25))
    headers = {"Total-Results": str(len(objects))}
    body = json.dumps(objects[start : start + limit])
    return Response(body, content_type="application/json", headers=headers)


@dataclass
class Desktop:
    """The Zotero of a desk: what is selected, what it holds, and what it was sent."""

    server: HTTPServer
    selected: Json = field(
        default_factory=lambda: {"id": 4, "libraryID": 1, "libraryName": "My Library"}
    )
    is_old: bool = True
    saved: list[Json] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)
    moved: list[Json] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    def runs(self) -> None:
        """Let it answer as a running Zotero does, its local API switched off."""
        self.server.expect_request("/connector/ping").respond_with_data("Zotero is running")
        self.server.expect_request(
            "/connector/getSelectedCollection", method="POST"
        ).respond_with_handler(self._selection)
        self.server.expect_request("/connector/import", method="POST").respond_with_handler(
            self._import
        )
        self.server.expect_request("/connector/saveItems", method="POST").respond_with_handler(
            self._save
        )
        self.server.expect_request("/api/schema").respond_with_data("Not enabled", 403)
        self.server.expect_request("/connector/updateSession", method="POST").respond_with_handler(
            self._move
        )
        self.server.expect_request("/api/").respond_with_data("Local API is not enabled", 403)

    def holds(self, *dois: str, path: str = "/api/users/0/items/top") -> None:
        """Let the local API be on, and list items with these DOIs."""
        self.server.clear()
        self.server.expect_request("/api/").respond_with_data("Nothing to see here.")
        self.server.expect_request(path).respond_with_handler(
            lambda request: page(request, held(dois))
        )
        self.runs()

    def _selection(self, request: Request) -> Response:
        assert request.get_json() == {"switchToReadableLibrary": True}
        answer = {"libraryEditable": True, **self.selected, "targets": TARGETS}
        return Response(json.dumps(answer), content_type="application/json")

    def _save(self, request: Request) -> Response:
        if self.is_old:
            return Response("No endpoint found", 404)
        sent = request.get_json()
        if sent["sessionID"] in self.sessions:
            return Response('{"error": "SESSION_EXISTS"}', 409)
        assert len({item["id"] for item in sent["items"]}) == len(sent["items"])
        self.sessions.append(sent["sessionID"])
        self.saved += sent["items"]
        return Response('{"items": []}', 201, content_type="application/json")

    def _import(self, request: Request) -> Response:
        assert request.headers["X-Zotero-Connector-API-Version"] == "3"
        session = request.args["session"]
        if session in self.sessions:
            return Response('{"error": "SESSION_EXISTS"}', 409)
        text = request.get_data().decode()
        self.sessions.append(session)
        self.imported.append(text)
        made = [{"title": reference.title} for reference in ris.loads(text)]
        return Response(json.dumps(made), 201, content_type="application/json")

    def _move(self, request: Request) -> Response:
        asked = request.get_json()
        if asked["sessionID"] not in self.sessions:
            return Response('{"error": "SESSION_NOT_FOUND"}', 400)
        self.moved.append(asked)
        return Response("{}", content_type="application/json")


@pytest.fixture
def desktop(httpserver: HTTPServer) -> Desktop:
    running = Desktop(httpserver)
    running.runs()
    return running


@dataclass
class Web:
    """zotero.org with one library, user:1, and what was written to it."""

    server: HTTPServer
    dois: list[str] = field(default_factory=list)
    collections: list[Json] = field(default_factory=list)
    refuse: frozenset[str] = frozenset()
    items: list[Json] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    def answers(self) -> None:
        """Let it answer requests with the key."""
        for method, path, handler in (
            ("GET", "/users/1/items/top", lambda request: page(request, held(self.dois))),
            ("GET", "/users/1/collections", lambda request: page(request, self.collections)),
            ("POST", "/users/1/items", self._write),
            ("POST", "/users/1/collections", self._collect),
            ("GET", "/items/new", self._new),
            ("GET", "/itemTypeCreatorTypes", self._creators),
        ):
            self.server.expect_request(path, method=method).respond_with_handler(
                lambda request, handler=handler: self._allowed(request) or handler(request)  # type: ignore[misc]  # bound early
            )

    def _allowed(self, request: Request) -> Response | None:
        assert request.headers["Zotero-API-Version"] == "3"
        known = request.headers.get("Authorization") == f"Bearer {KEY}"
        return None if known else Response("Invalid key", 403)

    def _write(self, request: Request) -> Response:
        sent = request.get_json()
        assert len(sent) <= 50
        self.batches.append(len(sent))
        self.tokens.append(request.headers["Zotero-Write-Token"])
        made: Json = {}
        failed: Json = {}
        for index, item in enumerate(sent):
            if item["title"] in self.refuse:
                failed[str(index)] = {"code": 400, "message": f"'{item['title']}' will not do"}
            else:
                self.items.append(item)
                made[str(index)] = {"key": f"ITEM{len(self.items)}", "data": item}
        return _outcome(made, failed)

    def _collect(self, request: Request) -> Response:
        (sent,) = request.get_json()
        new = {"key": "NEWCOLLS", "data": sent}
        self.collections.append(new)
        return _outcome({"0": new}, {})

    def _new(self, request: Request) -> Response:
        body = json.dumps(template(request.args["itemType"]))
        return Response(body, content_type="application/json")

    def _creators(self, request: Request) -> Response:
        types = CREATORS[request.args["itemType"]]
        listed = [{"creatorType": name, "localized": name} for name in sorted(types)]
        return Response(json.dumps(listed), content_type="application/json")


def _outcome(made: Json, failed: Json) -> Response:
    keys = dict.fromkeys(made, "KEY")
    body = {"successful": made, "success": keys, "unchanged": {}, "failed": failed}
    return Response(json.dumps(body), content_type="application/json")


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    site = Web(httpserver)
    site.answers()
    return site
