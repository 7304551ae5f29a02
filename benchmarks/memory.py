"""How much memory a large list takes: reading, checking, reporting.

    python -m benchmarks.memory [NUMBER]

NUMBER (default 100,000) constructed entries by five authors each are read from a .bib file and
checked against a registry in the same process that agrees with them, so that no network is timed.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cikrefs
from cikrefs.checks import check
from cikrefs.models import Record, Reference
from cikrefs.registry import Answer, Query
from cikrefs.reports import pieces

ENTRY = """@article{{k{0},
  author = {{Galvagno, F. and Leuci, V. and D'Ambrosio, L. and de Souza, P. B. and {{The Group}}}},
  title = {{Three-dimensional dynamics of {{CAR}} cells number {0}}},
  journal = {{Cancer Immunol Immunother}},
  volume = {{74}},
  number = {{1}},
  pages = {{6-9}},
  year = {{2024}},
  doi = {{10.5555/s00262-{0}}}
}}

"""


class Agreeing:
    """A registry whose records say what the references do."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.services = ("crossref",)
        self._by_doi = {reference.DOI.lower(): reference for reference in references}

    def look_up(
        self, dois: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> dict[str, Answer]:
        if on_progress:
            on_progress(len(dois))
        return {doi: self._record(self._by_doi[doi]) for doi in dois}

    def _record(self, one: Reference) -> Record:
        return Record(
            DOI=one.DOI,
            title=(one.title + " ",),
            author=one.author,
            container_title=(one.container_title,),
            volume=one.volume,
            issue=one.issue,
            page=(one.page,),
            issued=(one.issued,) if one.issued else (),
        )

    def known(self, _: Sequence[str]) -> dict[str, Record]:
        return {}

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:  # noqa: ARG002  # Registry's
        return []


def row(what: str, start: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<28}{time.perf_counter() - start:8.1f} s{peak:8.0f} MB at peak")


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        bib = Path(folder) / "large.bib"
        with bib.open("w", encoding="utf-8") as file:
            file.writelines(ENTRY.format(i) for i in range(number))
        start = time.perf_counter()
        references = cikrefs.read(bib)
    row(f"read {len(references):,} entries", start)
    checks = check(references, Agreeing(references))
    row("checked", start)
    for name in ("text", "json"):
        for _ in pieces(name, checks):
            pass
        row(f"report: {name}", start)


if __name__ == "__main__":
    main()
