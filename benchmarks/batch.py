"""How many printed strings a CPU second are read and checked, by one process and by two.

    python -m benchmarks.batch FILE… [--rows 10000,100000] [--works N]

FILEs have a printed string on each line, as JSON: `reference` or `string` (*.jsonl or *.jsonl.gz).
Beyond those there are, strings are *varied*: a fifth of the words get another letter, numbers
another last digit. They are checked by a snapshot of the 18 constructed records and N copies of
them, to which half the strings are led by a DOI at their end. Times are CPU seconds of this process
and its children, without making the table.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.search import lines
from benchmarks.snapshot import cpu, varied, works, write
from cikrefs.batch import Plan, run
from cikrefs.printed import parse
from cikrefs.registry.snapshot import build

CONSTRUCTED = Path(__file__).parent.parent / "tests" / "data" / "constructed-18.jsonl"


def strings(files: list[Path], dois: list[str]) -> Iterator[str]:
    """Yield strings without end: those of the files, then varied ones, half with one of `dois`."""
    random_ = random.Random(0)  # noqa: S311  # repeatable
    real = [one.get("reference") or one.get("string") for file in files for one in lines(file)]
    yield from filter(None, real)
    while True:
        for string in filter(None, real):
            doi = f" doi:{random_.choice(dois)}" if random_.random() < 0.5 else ""
            yield f"{varied(string, random_)}{doi}"


def measure(what: str, call: Callable[[], object], rows: int) -> None:
    before, start = cpu(), time.perf_counter()
    call()
    spent, took = cpu() - before, time.perf_counter() - start
    print(f"{what:<24} {rows:>9,} rows {spent:8.1f} CPU s {rows / spent:7,.0f}/CPU s {took:7.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--rows", default="10000")
    parser.add_argument("--works", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "source", works(CONSTRUCTED, options.works))
        build(folder / "source", folder / "snapshot", date="2026-03")
        dois = [one["DOI"] for one in works(CONSTRUCTED, options.works)]
        for rows in map(int, options.rows.split(",")):
            chosen = [*islice(strings(options.files, dois), rows)]
            table = folder / f"{rows}.jsonl"
            table.write_text("".join(f"{json.dumps({'string': one})}\n" for one in chosen))
            measure("a plain loop reads", lambda: [*map(parse, chosen)], rows)  # noqa: B023
            for workers in (1, 2):
                for plan in (Plan("read"), Plan("check", snapshot=folder / "snapshot")):
                    out = folder / f"{plan.what}-{workers}-{rows}"
                    measure(
                        f"batch {plan.what}, {workers} process{'es' if workers > 1 else ''}",
                        lambda: run(table, out, plan, workers=workers),  # noqa: B023
                        rows,
                    )
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, -1))
    print("peak memory, MB:", *(f"{kilobytes / 1024:.0f}" for kilobytes in used))


if __name__ == "__main__":
    main()
