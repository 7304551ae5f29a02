"""How fast the main job is: requests and seconds for the 18 references, and for starting.

    python -m benchmarks.main_job

The registries are a local stand-in that holds the constructed records, answers after 200 ms, and
keeps Crossref's limits: beyond them it answers 429.
Times are from process start to process end, the best of five runs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.mutations import printed
from cikrefs.errors import Unavailable
from cikrefs.formats import bibtex
from cikrefs.registry import Query, Registries, Settings
from cikrefs.registry.records import crossref_record
from cikrefs.registry.services import SERVICES, variable
from tests.constructed_server import Server, constructed_works, serving

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "tests" / "data" / "report-references.md"
RUNS = 5


def timed(*command: str, runs: int = RUNS, **environment: str) -> tuple[float, int]:
    """Return the best time in seconds and the exit code of a command."""
    best, code = float("inf"), 0
    for _ in range(runs):
        start = time.perf_counter()
        env = {**os.environ, "CIKREFS_NO_CACHE": "1", **environment}
        code = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, check=False
        ).returncode
        best = min(best, time.perf_counter() - start)
    return best, code


def row(what: str, seconds: float, code: int | str = "", requests: float | str = "") -> None:
    print(f"{what:<58}{requests!s:>9}{seconds:>9.2f} s{code!s:>6}")


def checked(what: str, file: Path, server: Server, *options: str, runs: int = RUNS) -> None:
    server.requests.clear()
    server.refused = 0
    command = (sys.executable, "-m", "cikrefs", "check", str(file), *options)
    seconds, code = timed(*command, runs=runs, **server.environment)
    row(what, seconds, code, len(server.requests) // runs)
    if server.refused:
        print(f"    {server.refused} of them refused with 429")


def again(what: str, file: Path, server: Server, cache: str) -> None:
    """Check once, and then again with what was kept of it."""
    kept = {**server.environment, "CIKREFS_NO_CACHE": "", "XDG_CACHE_HOME": cache}
    command = (sys.executable, "-m", "cikrefs", "check", str(file))
    timed(*command, runs=1, **kept)
    server.requests.clear()
    seconds, code = timed(*command, runs=RUNS, **kept)
    row(what, seconds, code, len(server.requests))


def searched(number: int, mailto: str | None) -> None:
    """Search for works as for references without a DOI, with answers that take 600 ms."""
    with serving(constructed_works(), latency=0.6, strict=True) as server:
        urls = dict.fromkeys(SERVICES, server.url)
        registries = Registries(Settings(mailto=mailto, urls=urls))
        titles = [Query(title=str(work["title"])) for work in constructed_works()]
        start = time.perf_counter()
        wanted = {"crossref": list(islice(cycle(titles), number))}
        answers = [hits for _, hits in registries.search_all(wanted)]
        what = f"{number} searches, 600 ms latency, {'polite' if mailto else 'public'} pool"
        failed = sum(isinstance(answer, Unavailable) for answer in answers)
        row(what, time.perf_counter() - start, requests=len(server.requests))
        print(f"    {server.refused} refused with 429, {failed} without answer")


def together(number: int) -> None:
    """Check the 18 in several processes at the same time, at one address."""
    with serving(constructed_works(), latency=0.2, strict=True) as server:
        command = (sys.executable, "-m", "cikrefs", "check", str(REPORT), "--mailto", "a@b.org")
        start = time.perf_counter()
        running = [
            subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "CIKREFS_NO_CACHE": "1", **server.environment},
                stdout=subprocess.PIPE,
            )
            for _ in range(number)
        ]
        for process in running:
            process.communicate()
        what = f"check, the 18 as printed, {number} processes at a time"
        row(what, time.perf_counter() - start, requests=len(server.requests))
        print(f"    {server.refused} refused with 429")


def copies(number: int) -> Iterator[dict[str, object]]:
    """Yield works like the constructed ones, under DOIs of their own."""
    works = constructed_works()
    for i in range(number):
        yield {**works[i % len(works)], "DOI": f"10.5555/copy.{i}", "volume": str(i)}


def main() -> None:
    print(f"{'':<58}{'requests':>9}{'time':>11}{'exit':>6}")
    with (
        serving(constructed_works(), latency=0.2, strict=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        clean = Path(folder) / "clean.md"
        text = REPORT.read_text(encoding="utf-8")
        clean.write_text(text.replace("j.clcc.", "j.cllc."), encoding="utf-8")
        checked("check, the 18 with the right DOIs, 200 ms latency", clean, server)
        checked("check, the 18 as printed (one dead DOI), 200 ms latency", REPORT, server)
        checked("the same with a mail address", REPORT, server, "--mailto", "a@example.org")
        again("the same as printed, a second time within the day", REPORT, server, folder)
    many = list(copies(1000))
    with serving(many, latency=0.2, strict=True) as server, tempfile.TemporaryDirectory() as folder:
        bib = Path(folder) / "many.bib"
        bib.write_text(bibtex.dumps(map(printed, map(crossref_record, many))), encoding="utf-8")
        options = ("--mailto", "a@example.org", "--format", "json", "-o", os.devnull)
        checked("check, 1,000 references, 200 ms latency", bib, server, *options, runs=1)
    searched(740, "a@example.org")
    searched(40, None)
    together(3)
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        url = {variable("crossref"): f"http://127.0.0.1:{hanging.getsockname()[1]}"}
        command = (sys.executable, "-m", "cikrefs", "check", str(REPORT))
        row("check, Crossref hangs, --timeout 20 (once)", *timed(*command, runs=1, **url))
    click, _ = timed(sys.executable, "-c", "import click")
    version, code = timed(sys.executable, "-m", "cikrefs", "--version")
    row("python -c 'import click'", click)
    row("cikrefs --version", version, code)


if __name__ == "__main__":
    main()
