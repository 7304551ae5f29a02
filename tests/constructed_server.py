"""A stand-in for the registries here, holding the 18 constructed records.

    python -m tests.constructed_server bash

runs a command, here a shell, in which CIKREFS_CROSSREF_URL and its like send cikrefs here, so that
nothing needs a network; it ends with the command. Without a command it serves until Ctrl-C, and
prints the variables to set. The records are constructed, not Crossref's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from cikrefs.registry.services import SERVICES, variable

Json = dict[str, object]

CONSTRUCTED = Path(__file__).parent / "data" / "constructed-18.jsonl"


LIMITS = {"public": (5, 1, 1), "polite": (10, 3, 3)}
"""Single records and lists in any second, and requests at once, as Crossref allows them."""


NOTHING: dict[str, Json] = {
    "/dois": {"data": [], "meta": {"total": 0}},
    "/esearch.fcgi": {"esearchresult": {"count": "0", "idlist": []}},
    "/search": {"hitCount": 0, "resultList": {"result": []}},
    "/search.json": {"numFound": 0, "docs": []},
    "/api/books": {},
}
"""What the other services answer to a search: that they hold no such work."""


class Server(ThreadingHTTPServer):
    """Serves `works` (Crossref items) after `latency` seconds; `requests` lists what was asked.

    If it is `strict`, it keeps Crossref's limits and answers 429 beyond; `refused` counts these.
    An `outage` is how many requests come before it, and how many seconds all answers are 503 then.
    """

    daemon_threads = True
    request_queue_size = 50

    def __init__(
        self,
        works: list[Json],
        latency: float = 0.0,
        port: int = 0,
        *,
        strict: bool = False,
        outage: tuple[int, float] = (0, 0.0),
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.works = {str(work["DOI"]).lower(): work for work in works}
        self.latency = latency
        self.requests: list[str] = []
        self.strict, self.refused = strict, 0
        self.fails_at, self.outage = outage
        self.fails_until = float("-inf")
        self.arrivals: dict[str, list[float]] = {"single": [], "array": []}
        self.inside = 0
        self.lock = threading.Lock()

    def enters(self, kind: str, pool: str) -> bool:
        """Whether a request of a kind is within the limits; it leaves by `inside` -= 1."""
        single, many, at_once = LIMITS[pool]
        now, rate = time.monotonic(), single if kind == "single" else many
        with self.lock:
            recent = [moment for moment in self.arrivals[kind] if moment > now - 1]
            self.arrivals[kind] = [*recent, now]
            self.inside += 1
            good = not self.strict or (len(recent) < rate and self.inside <= at_once)
            self.refused += not good
        return good

    def is_out(self) -> bool:
        """Whether there is an outage; it begins now if so many requests have come."""
        now = time.monotonic()
        if self.outage and len(self.requests) >= self.fails_at > 0:
            self.fails_until, self.outage = now + self.outage, 0.0
        return now < self.fails_until

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that send cikrefs here."""
        return dict.fromkeys(map(variable, SERVICES), self.url)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        kind = "array" if self.path.startswith("/works?") else "single"
        pool = "polite" if "mailto:" in self.headers.get("User-Agent", "") else "public"
        good = self.server.enters(kind, pool) or not self.path.startswith("/works")
        try:
            if not good or self.server.is_out():
                self.send_error(503 if good else 429)
                return
            time.sleep(self.server.latency)
        finally:
            with self.server.lock:
                self.server.inside -= 1
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path == "/works":
            self._answer(_listing(self.server.works, parse_qs(parts.query)))
        elif path.startswith("/works/"):
            self._answer(_single(self.server.works, path.removeprefix("/works/")))
        elif path.startswith("/ra/"):
            doi = path.removeprefix("/ra/")
            known = {"RA": "Crossref"} if doi.lower() in self.server.works else None
            self._answer([{"DOI": doi, **(known or {"status": "DOI does not exist"})}])
        elif path == "/ecitmatch.cgi":
            (asked,) = parse_qs(parts.query)["bdata"]
            self._send(f"{asked}NOT_FOUND;INVALID_JOURNAL\n".encode(), "text/plain")
        elif path == "/efetch.fcgi":
            self._send(b"<PubmedArticleSet></PubmedArticleSet>", "text/xml")
        else:
            self._answer(NOTHING.get(path))

    def _answer(self, body: object) -> None:
        if body is None:
            self._send(b"Resource not found.", "text/plain", 404)
        else:
            self._send(json.dumps(body).encode(), "application/json")

    def _send(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        pass


def _single(works: dict[str, Json], doi: str) -> Json | None:
    work = works.get(doi.lower())
    return work and {"status": "ok", "message-type": "work", "message": work}


def _listing(works: dict[str, Json], query: dict[str, list[str]]) -> Json:
    rows = int(query.get("rows", ["20"])[0])
    if "filter" in query:
        dois = [clause.removeprefix("doi:").lower() for clause in query["filter"][0].split(",")]
        items = [works[doi] for doi in dois if doi in works]
    else:
        wanted = _words(query["query.bibliographic"][0])
        scored = [
            (len(wanted & _words(json.dumps(work["title"]))), work) for work in works.values()
        ]
        items = [work for score, work in sorted(scored, key=lambda pair: -pair[0]) if score]
    message = {"total-results": len(items), "items": items[:rows], "items-per-page": rows}
    return {"status": "ok", "message-type": "work-list", "message": message}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def constructed_works() -> list[Json]:
    """Return the 18 constructed records as Crossref items."""
    return [json.loads(line) for line in CONSTRUCTED.read_text(encoding="utf-8").splitlines()]


@contextmanager
def serving(
    works: list[Json],
    latency: float = 0.0,
    port: int = 0,
    *,
    strict: bool = False,
    outage: tuple[int, float] = (0, 0.0),
) -> Iterator[Server]:
    """Serve `works` in the background while the block runs."""
    server = Server(works, latency, port, strict=strict, outage=outage)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--port", type=int, help="8765, with a command any that is free")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run, then end")
    options = parser.parse_args()
    if options.command:
        with serving(constructed_works(), options.latency, options.port or 0) as server:
            kept = {"CIKREFS_NO_CACHE": "1"}  # constructed answers are nobody's to keep
            sys.exit(_run(options.command, server.environment | kept))
    server = Server(constructed_works(), options.latency, options.port or 8765)
    exports = "".join(f"\nexport {name}={url}" for name, url in server.environment.items())
    print(f"constructed records; Ctrl-C ends{exports}", flush=True)  # noqa: T201  # says where
    server.serve_forever()


def _run(command: list[str], more: dict[str, str]) -> int:
    """Return the exit code of a command that is run with `more` variables in its environment."""
    program = shutil.which(command[0])
    if program is None:
        sys.exit(f"{command[0]}: no such command")
    done = subprocess.run([program, *command[1:]], env={**os.environ, **more}, check=False)
    return done.returncode


if __name__ == "__main__":
    main()
