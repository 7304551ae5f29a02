"""What a snapshot costs to build and to ask, and how often it finds a work without DOI.

    python -m benchmarks.snapshot build FILE [--works N] [--lookups 50,1000,50000]
    python -m benchmarks.snapshot match FILE [--most N] [--decoys N]

`build`: FILE has a record of Crossref's on each line (.jsonl or .jsonl.gz), which are *varied*
until there are N: a fifth of the words of title and names get another letter, numbers another last
digit, the DOI a number. So what is measured is neither Crossref's file nor wholly unlike it.

`match`: FILE is as for `benchmarks.search`: printed strings, and what is known of their works. The
snapshot is of these works, each with N decoys: the same authors, the title's words in another
order, another volume and page. Times are CPU seconds of this process and its children.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.search import as_printed, is_sound, lines
from cikrefs.checks import check
from cikrefs.checks.suggest import Candidate, best, candidate
from cikrefs.checks.unconfirmed import is_the_work
from cikrefs.models import Reference
from cikrefs.printed import parse
from cikrefs.registry import Query
from cikrefs.registry.snapshot import Snapshot, add_match_keys, build

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def cpu() -> float:
    """Return the CPU seconds that this process and its ended children have taken."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def varied(item: Any, random_: random.Random) -> Any:
    """Return a record with other words and numbers in it."""
    if isinstance(item, dict):
        return {name: varied(value, random_) for name, value in item.items()}
    if isinstance(item, list):
        return [varied(value, random_) for value in item]
    if isinstance(item, str):
        return re.sub(r"\w{4,}", lambda word: _word(word[0], random_), item)
    return item


def _word(word: str, random_: random.Random) -> str:
    at = random_.randrange(len(word))
    if word[-1].isdigit():
        return word[:-1] + random_.choice("0123456789")
    new = random_.choice(_LETTERS)
    return word[:at] + new + word[at + 1 :] if random_.random() < 0.2 else word


def works(file: Path, number: int) -> Iterator[dict[str, Any]]:
    """Yield so many records: those of the file, then varied ones."""
    real = [one.get("work", one) for one in lines(file)]
    yield from real[:number]
    random_ = random.Random(0)  # noqa: S311  # repeatable
    for count in range(number - len(real)):
        one = real[count % len(real)]
        compared = {name: varied(one[name], random_) for name in ("title", "author") if name in one}
        numbers = {name: varied(one[name], random_) for name in ("page",) if name in one}
        yield {**one, **compared, **numbers, "DOI": f"{one['DOI']}.{count}"}


def write(folder: Path, items: Iterator[dict[str, Any]], each: int = 5000) -> int:
    """Write records as Crossref does, so many in a file; return how many bytes that are."""
    folder.mkdir()
    number, size = 0, 0
    while some := [json.dumps(one) for one in islice(items, each)]:
        path = folder / f"{number}.jsonl.gz"
        path.write_bytes(gzip.compress(("\n".join(some) + "\n").encode(), 5))
        number, size = number + 1, size + path.stat().st_size
    return size


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def measure_build(options: argparse.Namespace, folder: Path) -> None:
    size = write(folder / "source", works(options.file, options.works))
    before, start = cpu(), time.perf_counter()
    held = build(folder / "source", folder / "snapshot", date="2026-03")
    print(f"{held.works:,} works, varied; {size / held.works:,.0f} bytes each as they come")
    print(f"build: {cpu() - before:.1f} CPU s, {time.perf_counter() - start:.1f} s;", end=" ")
    made = size_of(folder / "snapshot")
    print(f"{made / held.works:.0f} bytes a work, {made / size:.2f} of the source")
    if options.match_keys:
        before = cpu()
        add_match_keys(folder / "snapshot", workers=2)
        keys = size_of(folder / "snapshot") - made
        print(f"match keys: {cpu() - before:.1f} CPU s; {keys / held.works:.0f} bytes a work")
    dois = [one["DOI"] for one in works(options.file, options.works)]
    for number in map(int, options.lookups.split(",")):
        chosen = random.Random(1).sample(dois, min(number, len(dois)))  # noqa: S311  # repeatable
        before, start = cpu(), time.perf_counter()
        found = Snapshot(folder / "snapshot").held(chosen)
        spent = cpu() - before
        print(f"{len(found):,} of {len(chosen):,} DOIs: {spent:.2f} CPU s", end=", ")
        print(f"{time.perf_counter() - start:.2f} s")


def measure_matching(options: argparse.Namespace, folder: Path) -> None:
    known = [*{one["doi"].lower(): one for one in lines(options.file)}.values()]
    items = (item for one in known for item in _items(one, options.decoys))
    write(folder / "source", items)
    held = build(folder / "source", folder / "snapshot", date="2026-03")
    add_match_keys(folder / "snapshot", workers=2)
    chosen = random.Random(0).sample(known, min(options.most, len(known)))  # noqa: S311  # repeatable
    references = [replace(parse(as_printed(one["reference"])), DOI="") for one in chosen]
    before = cpu()
    queries = {"crossref": [Query.of(reference) for reference in references]}
    hits = [hits for _, hits in Snapshot(folder / "snapshot").search_all(queries, 10)]
    spent = cpu() - before
    found = [_found(*pair) for pair in zip(references, hits, strict=True)]
    wanted = [one["doi"].lower() for one in chosen]
    print(f"{len(chosen):,} strings, {held.works:,} works, {spent:.1f} CPU s for the searches")
    every = range(len(chosen))
    for what, some in (("all", every), ("sound", [i for i in every if is_sound(chosen[i])])):
        given = sum(found[i] is not None for i in some)
        right = sum(found[i] == wanted[i] for i in some)
        print(f"{what:<6} {len(some):>6}: precision {right / max(1, given):.4f}", end="  ")
        print(f"recall {right / len(some):.4f}")
    before = cpu()
    checks = check(references, Snapshot(folder / "snapshot"))
    print(f"check: {cpu() - before:.1f} CPU s;", end=" ")
    print(
        {status: sum(c.status == status for c in checks) for status in {c.status for c in checks}}
    )


def _found(reference: Reference, hits: Any) -> str | None:
    """Return the DOI of the work that a reference is judged to be, None if none is."""
    ones = (candidate(reference, hit) for hit in hits) if isinstance(hits, list) else ()
    works_: tuple[Candidate, ...] = best(one for one in ones if is_the_work(reference, one))
    return works_[0].record.DOI.lower() if len(works_) == 1 else None


def _items(known: dict[str, Any], decoys: int) -> Iterator[dict[str, Any]]:
    """Yield a work as Crossref's JSON has it, and its decoys."""
    item = {
        "DOI": known["doi"],
        "type": "journal-article",
        "title": [known.get("atitle") or ""],
        "author": [{"family": known.get("firstAuthor") or ""}],
        "container-title": [known.get("jtitle") or ""],
        "volume": known.get("volume") or "",
        "page": known.get("firstPage") or "",
    }
    yield item
    random_ = random.Random(known["doi"])  # noqa: S311  # repeatable
    for number in range(decoys):
        words = (known.get("atitle") or "").split()
        random_.shuffle(words)
        yield {
            **item,
            "DOI": f"{known['doi']}.decoy{number}",
            "title": [" ".join(words)],
            "volume": str(random_.randrange(1, 200)),
            "page": str(random_.randrange(1, 2000)),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["build", "match"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--lookups", default="50,1000,50000")
    parser.add_argument("--match-keys", action="store_true")
    parser.add_argument("--most", type=int, default=1500)
    parser.add_argument("--decoys", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure = measure_build if options.what == "build" else measure_matching
        measure(options, Path(folder))
    print(f"Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
