"""How often the right DOI is found for a printed reference without one, and how often a wrong one.

    python -m benchmarks.search FILE [--most N]

FILE has a real printed string and what is known of its work on each line, as JSON: `reference`,
`doi`, `atitle`, `firstAuthor`, `jtitle`, `volume`, `firstPage` (*.jsonl or *.jsonl.gz). All works
together are the index that is searched; each string is read, and its DOI looked for as
`cikrefs check` does when none is printed. The index is a local stand-in, not Crossref's.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.mutations import Indexed
from cikrefs.checks.same import is_verified
from cikrefs.checks.suggest import best, seek
from cikrefs.models import Name, Record, Reference
from cikrefs.printed import entries, parse


def lines(file: Path) -> Iterator[dict[str, Any]]:
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    return map(json.loads, text.splitlines())


def record(known: dict[str, Any]) -> Record:
    """Return the record of a work of which only these fields are known."""
    return Record(
        DOI=known["doi"].lower(),
        type="article-journal",
        title=(known["atitle"],) if known.get("atitle") else (),
        author=(Name(known["firstAuthor"]),) if known.get("firstAuthor") else (),
        container_title=(known["jtitle"],) if known.get("jtitle") else (),
        volume=known.get("volume") or "",
        page=(known["firstPage"],) if known.get("firstPage") else (),
    )


def as_printed(string: str) -> str:
    """Return a string out of a page on one line, words hyphenated at line ends joined."""
    found = entries(string)
    return found[0].text if len(found) == 1 else " ".join(string.split())


def is_sound(known: dict[str, Any]) -> bool:
    """Whether the known title stands whole in the string, with a stop behind it.

    Of such data some is garbled: titles cut at markup, the works of other references.
    """
    title = " ".join(known.get("atitle", "").split()).rstrip(".")
    if not title:
        return False
    _, found, rest = as_printed(known["reference"]).lower().partition(title.lower())
    return bool(found) and rest.lstrip(" \"”'’")[:1] in (*".?!:[(", "")


def found_doi(reference: Reference, registry: Indexed) -> str | None:
    """Return the DOI that is suggested for `reference`, None if none is."""
    candidates = seek(reference, {}, registry, None).candidates
    works = best(one for one in candidates if is_verified(one.found))
    return works[0].record.DOI if len(works) == 1 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=2000, help="strings to try (default 2000)")
    parser.add_argument("--show", type=int, default=0, help="failures of a kind to print")
    options = parser.parse_args()
    known = list(lines(options.file))
    registry = Indexed({one["doi"].lower(): record(one) for one in known})
    chosen = random.Random(0).sample(known, min(options.most, len(known)))  # noqa: S311  # repeatable
    start = time.perf_counter()
    references = [replace(parse(as_printed(one["reference"])), DOI="") for one in chosen]
    found = [found_doi(reference, registry) for reference in references]
    wanted = [one["doi"].lower() for one in chosen]
    right = sum(one == other for one, other in zip(found, wanted, strict=True))
    given = sum(one is not None for one in found)
    print(f"{len(chosen)} strings, {len(registry.records)} works in the index")
    print(f"all:                     precision {right / max(1, given):.4f}", end="  ")
    print(f"recall {right / len(chosen):.4f}")
    sound = [i for i, one in enumerate(chosen) if is_sound(one)]
    right = sum(found[i] == wanted[i] for i in sound)
    given = sum(found[i] is not None for i in sound)
    print(f"{len(sound)} with a sound title: precision {right / max(1, given):.4f}", end="  ")
    print(f"recall {right / len(sound):.4f}")
    print(f"{time.perf_counter() - start:.1f} s")
    shown = {"wrong": 0, "none": 0}
    for one, doi, reference in zip(chosen, found, references, strict=True):
        kind = "none" if doi is None else "wrong"
        if doi != one["doi"].lower() and shown[kind] < options.show:
            shown[kind] += 1
            print(kind, doi, one, "\n     ", reference.title, reference.author[:2])


if __name__ == "__main__":
    main()
