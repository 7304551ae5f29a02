"""Services on this machine that answer rightly but for one kind of question, which a fault answers.

Plain sockets, since no HTTP server can be made to break HTTP.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import parse_qs, unquote, urlsplit

from benchmarks.attack.offline import kind
from tests.constructed_server import Json, constructed_works

_TYPE = "Content-Type: application/json\r\n"
DATA_DOI, DEAD_DOI = "10.5555/data", "10.5555/dead"
WORKS: Mapping[str, Json] = {str(work["DOI"]).lower(): work for work in constructed_works()}
DATA: Json = {
    "doi": DATA_DOI,
    "titles": [{"title": "Temperatures of a lake in the northern Alps from 1900 to 2020"}],
    "creators": [{"familyName": "Doe", "givenName": "Jane"}],
    "publicationYear": 2021,
    "publisher": "Zenodo",
    "types": {"citeproc": "dataset"},
}


@dataclass(frozen=True)
class Exchange:
    """A connection whose question is read: where to write, what is right, who else is there."""

    connection: socket.socket
    right: bytes
    here: str
    elsewhere: str
    ended: Event

    def send(self, *pieces: bytes, every: float = 0.0) -> None:
        """Send the pieces, each so many seconds after the one before."""
        for piece in pieces:
            self.connection.sendall(piece)
            if every and self.ended.wait(every):
                return

    def answer(
        self,
        status: str = "200 OK",
        body: bytes | None = None,
        headers: str = "",
        http: str = "1.1",
    ) -> None:
        """Send a whole answer, the right body if none is given."""
        body = self.right if body is None else body
        head = f"HTTP/{http} {status}\r\n{headers or _TYPE}"
        head += (
            "" if "ength:" in head or "ncoding: ch" in head else f"Content-Length: {len(body)}\r\n"
        )
        self.send(head.encode("latin-1") + b"Connection: close\r\n\r\n" + body)


Fault = Callable[[Exchange], None]


@dataclass
class Server:
    """What is at an address; `asked` are the paths of all questions."""

    fault: Fault | None = None
    at: str = ""
    lies: bool = False
    elsewhere: str = ""
    url: str = ""
    asked: list[str] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def serve(self, connection: socket.socket) -> None:
        """Answer one question; the connection is closed then."""
        with connection, suppress(OSError):
            connection.settimeout(20)
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(65536)):
                head += piece
            path = head.decode("latin-1").partition(" ")[2].partition(" ")[0]
            if not path:
                return
            self.asked.append(path)
            status, body = said(path, lies=self.lies)
            exchange = Exchange(connection, body, self.url, self.elsewhere, self.ended)
            if self.fault and self.at in (kind(path), "*"):
                self.fault(exchange)
            else:
                exchange.answer(status, body)


def said(path: str, *, lies: bool = False) -> tuple[str, bytes]:
    """Return what the services say at a path; the one that `lies` says no for yes, yes for no."""
    parts, what = urlsplit(path), kind(path)
    doi = unquote(parts.path).lstrip("/").partition("/")[2].lower()
    if what == "list":
        clauses = parse_qs(parts.query)["filter"][0].split(",")
        asked = [clause.removeprefix("doi:").lower() for clause in clauses]
        return "200 OK", _list([WORKS[one] for one in asked if one in WORKS])
    if what == "search":
        return "200 OK", _list([*WORKS.values()][:3])
    if what == "ra":
        known = "DataCite" if doi == DATA_DOI else "Crossref" if doi in WORKS else ""
        if lies:
            known = "" if known else "DataCite"
        answer = {"RA": known} if known else {"status": "DOI does not exist"}
        return "200 OK", _json([{"DOI": doi, **answer}])
    if what == "single" and doi in WORKS:
        return "200 OK", _json({"status": "ok", "message-type": "work", "message": WORKS[doi]})
    if what == "dois" and doi == DATA_DOI:
        return "200 OK", _json({"data": {"attributes": DATA}})
    none = b"Resource not found." if what == "single" else _json({"errors": [{"status": "404"}]})
    return "404 Not Found", none


def _list(items: list[Json]) -> bytes:
    message = {"total-results": len(items), "items": items}
    return _json({"status": "ok", "message-type": "work-list", "message": message})


def _json(document: object) -> bytes:
    return json.dumps(document).encode()


@contextmanager
def serving(
    server: Server, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Let a server answer while the block runs, each connection in a thread of its own."""
    with socket.create_server((host, 0), backlog=50) as listener:
        server.url = f"http{'s' if tls else ''}://{host}:{listener.getsockname()[1]}"

        def shaken(connection: socket.socket) -> None:
            try:
                connection.settimeout(20)
                secured = tls.wrap_socket(connection, server_side=True) if tls else connection
            except OSError:  # the other side does not trust us, or speaks no TLS
                connection.close()
                return
            server.serve(secured)

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                Thread(target=shaken, args=(connection,), daemon=True).start()

        thread = Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join()
