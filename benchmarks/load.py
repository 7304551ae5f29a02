"""What a large list with many dead DOIs and an outage costs, and whether each verdict is right.

    python -m benchmarks.load [NUMBER]

NUMBER (default 10,000) references, like the constructed ones under DOIs of their own, are checked
from a .bib file by the command line; three in ten of their DOIs are dead. The registries are a
local stand-in that keeps Crossref's limits; in the middle of the run all it answers for 12 s is
503. Then 1,000 references with dead DOIs only, without an outage: how many requests they cost.
Printed are the requests, the seconds, the verdicts that are wrong, and how many were left open.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.main_job import ROOT, copies
from benchmarks.mutations import printed
from cikrefs.formats import bibtex
from cikrefs.models import Reference
from cikrefs.registry.records import crossref_record
from tests.constructed_server import Server, serving

OUTAGE = 12.0
"""Seconds; less than `check` is ready to lose on services that fail (--timeout, 20)."""
LATENCY = 0.05


def references(number: int, *, dead: int) -> list[Reference]:
    """Return references of which `dead` in ten have a DOI that nobody registered."""
    works = (printed(crossref_record(work)) for work in copies(number))
    return [
        replace(one, id=f"k{i}", DOI=f"10.5555/dead.{i}" if i % 10 < dead else one.DOI)
        for i, one in enumerate(works)
    ]


def checked(what: str, refs: Sequence[Reference], server: Server) -> None:
    """Check the references by the command line and print what it cost and said."""
    with tempfile.TemporaryDirectory() as folder:
        bib, out = Path(folder) / "many.bib", Path(folder) / "out.json"
        bib.write_text(bibtex.dumps(refs), encoding="utf-8")
        command = [sys.executable, "-m", "cikrefs", "check", str(bib), "--no-cache"]
        start = time.perf_counter()
        code = subprocess.run(
            [*command, "--mailto", "a@example.org", "-o", f"json:{out}"],
            cwd=ROOT,
            env={**os.environ, **server.environment},
            stdout=subprocess.DEVNULL,
            check=False,
        ).returncode
        seconds = time.perf_counter() - start
        told = json.loads(out.read_text(encoding="utf-8"))["references"]
    verdicts = Counter(_verdict(one) for one in told)
    print(f"{what:<48}{len(server.requests):>9}{seconds:>9.1f} s{code:>6}   {dict(verdicts)}")
    print(f"    {_kinds(server)}", flush=True)


def _verdict(reference: dict[str, Any]) -> str:
    """Return whether what is said of a DOI is right, wrong or left open."""
    if reference["status"] == "unchecked":
        return "open"
    said = any(one["rule"] == "doi-not-found" for one in reference["findings"])
    return "right" if said == ("dead" in reference["doi"]) else "wrong"


def _kinds(server: Server) -> str:
    kinds = Counter(
        "lists" if "filter" in path else "searches" if "?" in path else path.split("/")[1]
        for path in server.requests
    )
    return ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{'':<48}{'requests':>9}{'time':>11}{'exit':>6}   verdicts")
    with serving([], latency=LATENCY, strict=True) as server:
        checked("1,000 references, all DOIs dead", references(1000, dead=10), server)
    works = [work for i, work in enumerate(copies(number)) if i % 10 >= 3]
    with serving(works, latency=LATENCY, strict=True, outage=(number // 8, OUTAGE)) as server:
        checked(
            f"{number:,} references, 3 in 10 dead, an outage", references(number, dead=3), server
        )


if __name__ == "__main__":
    main()
