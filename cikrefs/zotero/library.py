"""A library on zotero.org, through its web API (https://www.zotero.org/support/dev/web_api/v3/start).

It is asked through requests. pyzotero, the library for it, needs bibtexparser 1, which cannot be
installed beside bibtexparser 2, and its endpoint is fixed; only four requests are needed here.
The key is sent in a header, never printed, and dropped by requests when sent on to another host.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Reference
from cikrefs.web.fetch import Response
from cikrefs.web.fields import child, members
from cikrefs.web.service import Clock
from cikrefs.zotero import items
from cikrefs.zotero.destination import Added
from cikrefs.zotero.server import Server, json_of, said

URL: Final = "https://api.zotero.org"
KEYS_URL: Final = "https://www.zotero.org/settings/keys"
_LIBRARY: Final = re.compile(r"(user|group):([0-9]{1,12})")
_DENIED: Final = {
    401: f"the API key is not valid; make one at {KEYS_URL}",
    403: f"the API key is not valid, or may not do this in the library; see {KEYS_URL}",
    404: "zotero.org has no such library",
}
_FAILED: Final = {
    409: "the library is locked, by another program that writes to it; nothing was added",
    412: "this very request was done already, so what it adds is there; look before sending again",
}


class Library:
    """The library "user:ID" or "group:ID"; references go to the `collection` of that name.

    The collection is made when something goes there and it does not exist. Raises InputError for a
    library named otherwise, one that `key` does not open, or a name of several collections;
    and Unavailable.
    """

    def __init__(
        self,
        library: str,
        key: str,
        collection: str | None = None,
        *,
        url: str | None = None,
        seconds: float = 20.0,
        clock: Clock | None = None,
    ) -> None:
        form = _LIBRARY.fullmatch(library)
        if not form:
            raise InputError(f"{library!r} is no library: it is user:ID or group:ID, ID a number")
        if not key.isascii() or not key.isalnum():
            raise InputError(f"that is no API key; make one at {KEYS_URL}")
        headers = {"Zotero-API-Version": "3", "Authorization": f"Bearer {key}"}
        self._server = Server(url or URL, seconds, headers, clock)
        self._path = f"/{form[1]}s/{form[2]}"
        self._library = library
        self._collection = collection
        self._checked(self._server.call("GET", f"{self._path}/collections?limit=1"), 200)
        self._collection_key = self._find(collection) if collection else ""
        self._shape = cache(self._ask_shape)

    @property
    def name(self) -> str:
        """The collection and its library, or the library alone."""
        return f"“{self._collection}” in {self._library}" if self._collection else self._library

    def known_dois(self) -> frozenset[str]:
        """Return the keys of the DOIs in the library. Raises Unavailable."""
        return self._server.dois(f"{self._path}/items/top")

    def add(self, references: Sequence[Reference]) -> Added:
        """Add the references as new items. Raises Unavailable, or InputError if forbidden."""
        if self._collection and not self._collection_key:
            self._collection_key = self._make(self._collection)
        collections = [self._collection_key] if self._collection_key else []
        new = [
            items.item(reference, *self._shape(items.item_type(reference)), collections)
            for reference in references
        ]
        answer = self._write("/items", new)
        refused = {
            int(index): str(why.get("message")) if isinstance(why, dict) else str(why)
            for index, why in child(answer, "failed").items()
            if re.fullmatch(r"\d{1,9}", index)
        }
        return Added(len(child(answer, "successful")), refused)

    def _find(self, name: str) -> str:
        """Return the key of the collection called `name`, "" if there is none."""
        found = [
            str(collection.get("key"))
            for collection in self._server.pages(f"{self._path}/collections")
            if child(collection, "data").get("name") == name
        ]
        if len(found) > 1:
            raise InputError(f"several collections of {self._library} are called {name}")
        return found[0] if found else ""

    def _make(self, name: str) -> str:
        """Return the key of a new collection called `name`."""
        answer = child(self._write("/collections", [{"name": name}]), "successful")
        key = child(answer, "0").get("key")
        if not isinstance(key, str):
            raise Unavailable(f"zotero.org did not make the collection {name}")
        return key

    def _ask_shape(self, item_type: str) -> tuple[Mapping[str, object], list[str]]:
        """Return the empty item of a type, and its creator types, the primary one first."""
        template = child({"new": self._server.get(f"/items/new?itemType={item_type}")}, "new")
        path = f"/itemTypeCreatorTypes?itemType={item_type}"
        types = [str(type_.get("creatorType")) for type_ in members(self._server.get(path))]
        first = [str(one.get("creatorType")) for one in members(template.get("creators"))]
        return template, list(dict.fromkeys((*first, *types)))

    def _write(self, path: str, objects: Sequence[Mapping[str, object]]) -> object:
        """Return what zotero.org says of each of the new `objects`.

        The token makes a request that arrives twice, for whatever reason, be carried out once.
        """
        headers = {"Content-Type": "application/json", "Zotero-Write-Token": uuid.uuid4().hex}
        content = json.dumps(objects).encode()
        response = self._server.call("POST", self._path + path, content, headers)
        return json_of(self._checked(response, 200))

    def _checked(self, response: Response, status: int) -> Response:
        if response.status in _DENIED:
            raise InputError(f"{self._library}: {_DENIED[response.status]}")
        if response.status in _FAILED:
            what = _FAILED[response.status]
            raise Unavailable(f"{self._library}: {what}; it answered {said(response)}")
        if response.status != status:
            raise Unavailable(f"zotero.org answered {said(response)}")
        return response
