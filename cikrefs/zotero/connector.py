"""The Zotero on this computer, through the server that its browser connector speaks to.

All that is known about it is its source, `server_connector.js` and `server_localAPI.js` in
https://github.com/zotero/zotero (chrome/content/zotero/xpcom/server). `/connector/saveItems` takes
the items themselves and puts them where the user is in Zotero; `/connector/updateSession` moves
them from there, all that have an `id` of their own, and selects where they went, so what was
selected is selected again. A Zotero too old for that gets RIS by `/connector/import`, of which the
import translators (https://github.com/zotero/translators) lose least. The local API says what
is there already; it may be switched off.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cikrefs.errors import InputError, Unavailable
from cikrefs.formats import ris
from cikrefs.models import Reference
from cikrefs.web.fetch import Response
from cikrefs.web.fields import mapping, members
from cikrefs.web.service import Clock
from cikrefs.zotero import items, shapes
from cikrefs.zotero.destination import Added
from cikrefs.zotero.server import Json, Server, json_of, said

URL: Final = "http://127.0.0.1:23119"
_HEADERS: Final = {"X-Zotero-Connector-API-Version": "3", "Zotero-API-Version": "3"}
_RIS: Final = {"Content-Type": "application/x-research-info-systems"}
_AT_ONCE: Final = 2000
"""Objects on one page of the local API, which has no limit and sorts the library for each page."""
_UNKNOWN: Final = 404
_JSON: Final = {"Content-Type": "application/json"}
_READ_ONLY: Final = "the library selected in Zotero is read-only; select another one there"


@dataclass(frozen=True, slots=True)
class _Target:
    """A library ("L1") or collection ("C12") of Zotero's, with the names that lead to it."""

    id: str
    path: tuple[str, ...]
    is_own: bool = True

    @property
    def name(self) -> str:
        return f"“{self.path[-1]}” in {self.path[0]}" if len(self.path) > 1 else self.path[0]


class Connector:
    """The running Zotero; references go to the `collection` of that name, or where the user is.

    `collection` may be preceded by the collections it is in and its library, separated by slashes.
    Raises InputError if no Zotero runs, or if it has no such collection or several, and
    Unavailable.
    """

    def __init__(
        self,
        collection: str | None = None,
        *,
        url: str | None = None,
        seconds: float = 20.0,
        clock: Clock | None = None,
    ) -> None:
        self._server = Server(url or URL, seconds, _HEADERS, clock)
        try:
            running = self._server.call("GET", "/connector/ping").status == 200
        except Unavailable:
            running = False
        if not running:
            raise InputError(
                f"no Zotero answers at {self._server.url}: start it,"
                " or name a library on zotero.org with --library"
            )
        # of a library that is read-only an import goes to My Library; this asks for where it goes
        asked = {"switchToReadableLibrary": True}
        selected = self._post_json("/connector/getSelectedCollection", asked)
        targets = list(_targets(members(mapping(selected).get("targets"))))
        self._selected = _selected(mapping(selected), targets)
        self._target = _named(collection, targets, self._selected) if collection else self._selected

        self._schema = cache(self._ask_schema)
        self._shape = cache(self._ask_shape)

    @property
    def name(self) -> str:
        """The collection and its library, or the library alone."""
        return self._target.name

    def known_dois(self) -> frozenset[str] | None:
        """Return the keys of the DOIs in the library, None if the local API is switched off."""
        if self._server.call("GET", "/api/").status != 200:
            return None
        if self._target.is_own:
            return self._server.dois("/api/users/0/items/top", _AT_ONCE)
        for group in self._server.pages("/api/users/0/groups"):
            if mapping(group.get("data")).get("name") == self._target.path[0]:
                return self._server.dois(f"/api/groups/{group.get('id')}/items/top", _AT_ONCE)
        return None

    def add(self, references: Sequence[Reference]) -> Added:
        """Add the references as items and move them to the collection.

        Raises Unavailable, and InputError where the library is read-only.
        """
        session = uuid.uuid4().hex
        response = self._save(session, self._items(references))
        count = len(references)
        if response.status == _UNKNOWN:
            path = f"/connector/import?session={session}"
            text = ris.dumps(references, zotero=True)
            response = self._server.call("POST", path, text.encode(), _RIS)
            count = len(members(json_of(response))) if response.status == 201 else 0
        if response.status != 201:
            raise _refusal(response)
        if self._target == self._selected:
            return Added(count)
        moved = {"sessionID": session, "target": self._target.id}
        try:
            self._post_json("/connector/updateSession", moved)
        except Unavailable as error:
            return Added(count, remark=f"they are in {self._selected.name}, not moved: {error}")
        self._select_again()
        return Added(count)

    def _items(self, references: Sequence[Reference]) -> list[Mapping[str, object]]:
        made: list[Mapping[str, object]] = []
        for number, reference in enumerate(references):
            shape = self._shape(items.item_type(reference))
            made.append({**items.item(reference, *shape), "id": f"{reference.id}-{number}"})
        return made

    def _save(self, session: str, made: Sequence[Mapping[str, object]]) -> Response:
        content = {"sessionID": session, "uri": "http://127.0.0.1/cikrefs", "items": made}
        return self._server.call(
            "POST", "/connector/saveItems", json.dumps(content).encode(), _JSON
        )

    def _select_again(self) -> None:
        """Select what was selected: a session of no items is moved there, which selects it.

        Where Zotero will not, nothing is lost; the page on Zotero says so.
        """
        session = uuid.uuid4().hex
        if self._save(session, []).status == 201:
            moved = {"sessionID": session, "target": self._selected.id}
            self._server.call("POST", "/connector/updateSession", json.dumps(moved).encode(), _JSON)

    def _ask_shape(self, item_type: str) -> shapes.Shape:
        return shapes.of_schema(self._schema(), item_type) or shapes.general(item_type)

    def _ask_schema(self) -> object:
        """Return the schema that the local API has, None where it is off."""
        response = self._server.call("GET", "/api/schema")
        return json_of(response) if response.status == 200 else None

    def _post_json(self, path: str, value: object) -> Json:
        response = self._server.call("POST", path, json.dumps(value).encode(), _JSON)
        if response.status != 200:
            raise Unavailable(f"Zotero answered {said(response)}")
        return json_of(response)


def _refusal(response: Response) -> InputError | Unavailable:
    if b"libraryEditable" in response.content:
        return InputError(_READ_ONLY)
    return Unavailable(f"Zotero answered {said(response)}")


def _targets(listed: Iterable[Mapping[str, object]]) -> Iterable[_Target]:
    """Yield Zotero's libraries and collections; they come as a flat list with levels."""
    path: list[str] = []
    is_own = True
    for target in listed:
        level = target.get("level")
        level = min(level, len(path)) if isinstance(level, int) else 0
        path = [*path[:level], str(target.get("name"))]
        if level == 0:
            is_own = target.get("isUserLibrary", target.get("id") == "L1") is True
        yield _Target(str(target.get("id")), tuple(path), is_own)


def _selected(answer: Mapping[str, object], targets: Sequence[_Target]) -> _Target:
    """Return where the user is in Zotero, which is where an import goes."""
    collection, library = answer.get("id"), answer.get("libraryID")
    wanted = f"C{collection}" if collection is not None else f"L{library}"
    for target in targets:
        if target.id == wanted:
            return target
    if answer.get("libraryEditable") is False:
        raise InputError(_READ_ONLY)
    return _Target(wanted, (str(answer.get("libraryName")),), wanted == "L1")


def _named(name: str, targets: Sequence[_Target], selected: _Target) -> _Target:
    """Return the target that `name` means; of several, the one in the selected library."""
    found = [target for target in targets if f"/{'/'.join(target.path)}".endswith(f"/{name}")]
    near = [target for target in found if target.path[0] == selected.path[0]]
    for candidates in (found, near):
        if len(candidates) == 1:
            return candidates[0]
    paths = ", ".join("/".join(target.path) for target in found or targets)
    if found:
        raise InputError(f"several collections are called {name}; say which: {paths}")
    raise InputError(f"Zotero has no collection {name}; make it there, or take one of: {paths}")
