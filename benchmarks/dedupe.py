"""References printed twice, and works that are not the same however like they look.

    python -m benchmarks.dedupe FOLDER…

The references are those of the *.jsonl and *.jsonl.gz files in the FOLDERs: Crossref's items (bare
or under "work"), and printed strings (`raw`) with their fields (`gold`). Each is taken twice: once
as it is, the string read by cikrefs, and once as another list has it: initials, authors cut by et
al., an abbreviated journal, one letter wrong, other capitals, no accents, no issue, a first page
alone, and, of every second, no DOI; every third of these articles is printed in Vancouver's style
and read again. Among them stand works made of them that are others: a preprint of the same title, a
second part, an erratum, a reply, another edition, another chapter, the same title a year later, all
without DOIs. A pair is right if both were made of one reference; of those that share a DOI, a title
and year or first author, or all locators, one is taken.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.mutations import folded
from cikrefs import dois, loads
from cikrefs.checks.compare import is_preprint
from cikrefs.checks.duplicates import twins
from cikrefs.checks.words import fold, squeeze, telling
from cikrefs.errors import InputError, Unavailable
from cikrefs.models import OTHERS, Date, Name, Reference
from cikrefs.names import abbreviated
from cikrefs.registry.records import crossref_record

_SMALL = frozenset("a an and for in of on the to der die und de la des du et".split())


def references(folders: list[Path]) -> Iterator[Reference]:
    """Yield the references in the folders' files that have a title and one thing more."""
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl*")):
            opened = gzip.open if path.suffix == ".gz" else open
            with opened(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    found = _reference(json.loads(line))
                    if found and len(telling(found.title)) > 2 and (found.author or found.page):
                        yield found


def _reference(item: Any) -> Reference | None:
    if "raw" in item and isinstance(item.get("gold"), dict):
        try:
            found = loads(item["raw"], format="printed", on_problem=lambda _: None)
        except InputError:
            return None
        return found[0] if len(found) == 1 and found[0].source.confidence == "exact" else None
    try:
        return crossref_record(item.get("work", item), whole=True).work
    except (Unavailable, AttributeError):
        return None


def each_once(found: Iterator[Reference]) -> list[Reference]:
    """Return the references without those that are certainly an earlier one."""
    seen: set[object] = set()
    kept: list[Reference] = []
    for one in found:
        who = fold(one.author[0].family)[:4] if one.author else ""
        year = one.issued.year if one.issued else 0
        place = (fold(one.volume), one.page.partition("-")[0], year)
        keys: set[object] = {(squeeze(one.title), who), (squeeze(one.title), year)}
        keys |= {(who, place)} if all(place) and who else set()
        keys |= {dois.key(one.DOI)} if one.DOI else set()
        if not keys & seen:
            kept.append(replace(one, id=f"r{len(kept)}"))
        seen |= keys
    return kept


def slip(text: str, rng: random.Random) -> str:
    """Return `text` with a letter in a word of it wrong, dropped or doubled."""
    spots = [i for i in range(1, len(text)) if text[i].isalpha() and text[i - 1].isalpha()]
    if len(spots) < 12:
        return text
    at = rng.choice(spots)
    return text[:at] + rng.choice(("", text[at] * 2, rng.choice("aeinorst"))) + text[at + 1 :]


def journal(name: str) -> str:
    """Return a journal's name as ISO 4 would have it, roughly."""
    words = [word for word in name.split() if word.lower() not in _SMALL]
    if len(words) < 2:
        return name
    return " ".join(f"{word[:4]}." if len(word) > 6 else word for word in words)


def again(one: Reference, rng: random.Random) -> Reference:
    """Return a reference as another list has it."""
    author = tuple(replace(name, given=abbreviated(name.given)) for name in one.author)
    if len(author) > 3 and rng.random() < 0.5:
        author = (*author[: rng.choice((1, 3))], OTHERS)
    title = slip(one.title, rng) if rng.random() < 0.3 else one.title
    title = rng.choice((str, str, str.title, str.upper, str.lower))(title)
    if rng.random() < 0.3:
        title = folded(title)
        author = tuple(replace(n, family=folded(n.family), given=folded(n.given)) for n in author)
    number = int(one.id[1:])
    changed = replace(
        one,
        title=title,
        author=author,
        DOI="" if number % 2 else one.DOI,
        URL="",
        PMID="",
        PMCID="",
        ISBN="",
        issue=one.issue if rng.random() < 0.5 else "",
        page=one.page.partition("-")[0] if rng.random() < 0.2 else one.page,
        container_title=journal(one.container_title)
        if rng.random() < 0.5 and one.type == "article-journal"
        else one.container_title,
        extra={},
    )
    return printed(changed) if number % 3 == 0 else changed


def printed(one: Reference) -> Reference:
    """Return what is read from a journal article printed in Vancouver's style."""
    whole = one.container_title and one.volume and one.page and one.author and one.issued
    if one.type != "article-journal" or not whole or any(name.literal for name in one.author[:-1]):
        return one
    names = [
        "et al" if name == OTHERS else f"{name.family} {name.given.replace('. ', '').rstrip('.')}"
        for name in one.author
    ]
    issue = f"({one.issue})" if one.issue else ""
    doi = f" doi:{one.DOI}" if one.DOI else ""
    end = f"{one.container_title}. {one.issued and one.issued.year};{one.volume}{issue}"
    text = f"{', '.join(names)}. {one.title.rstrip('.')}. {end}:{one.page}.{doi}"
    found = loads(text, format="printed", on_problem=lambda _: None)
    return replace(found[0], id=one.id) if len(found) == 1 else one


Other = Callable[[Reference], Reference | None]


def _without(one: Reference, **changes: Any) -> Reference:
    without: dict[str, Any] = dict.fromkeys("DOI URL PMID PMCID ISBN number".split(), "")
    return replace(one, **{**without, "extra": {}, **changes})


def _shifted(one: Reference) -> str:
    first = one.page.partition("-")[0]
    return str(int(first) + 211) if first.isdigit() else ""


def _later(one: Reference) -> Reference | None:
    if not one.issued or not one.issued.year:
        return None
    volume = str(int(one.volume) + 1) if one.volume.isdigit() else ""
    return _without(one, issued=Date(one.issued.year + 1), volume=volume, page=_shifted(one))


OTHERS_WORKS: dict[str, Other] = {
    "preprint": lambda one: (
        _without(one, type="article", container_title="bioRxiv", volume="", issue="", page="")
        if one.type == "article-journal" and not is_preprint(one)
        else None
    ),
    "part II": lambda one: _without(one, title=f"{one.title}: II", page=_shifted(one)),
    "erratum": lambda one: _without(one, title=f"Erratum to: {one.title}", page=_shifted(one)),
    "reply": lambda one: _without(one, title=f"Reply to {one.title}", page=_shifted(one)),
    "edition": lambda one: _without(one, edition="2", issued=None) if one.type == "book" else None,
    "chapter": lambda one: (
        _without(one, title="The other half of the book", page=_shifted(one))
        if one.type == "chapter"
        else None
    ),
    "a year later": _later,
    "another first author": lambda one: (
        _without(one, author=(Name("Quenneville", "X. Y."),), page=_shifted(one), volume="")
        if one.author and _shifted(one)
        else None
    ),
}


def run(found: list[Reference]) -> None:
    """Print how many of the pairs are found, and how many that are found are none."""
    rng = random.Random(1)  # noqa: S311  # chance, not secrets
    listed = [*found, *(again(one, rng) for one in found)]
    for number, one in enumerate(found):
        kind = [*OTHERS_WORKS][number % len(OTHERS_WORKS)]
        other = OTHERS_WORKS[kind](one)
        if other is not None:
            listed.append(replace(other, id=f"{kind} {one.id}"))
    order = [*range(len(listed))]
    rng.shuffle(order)
    listed = [listed[i] for i in order]
    start = time.process_time()
    groups = twins(listed)
    seconds = time.process_time() - start
    pairs = [(listed[a], listed[b]) for group in groups for a, b in combinations(group.members, 2)]
    right = {one.id for one, other in pairs if one.id == other.id}
    wrong = [(one, other) for one, other in pairs if one.id != other.id]
    print(f"{len(listed):,} references, {len(found):,} of them twice, in {seconds:.1f} s")
    print(f"found      {len(right):,}: recall {len(right) / len(found):.4f}")
    print(f"wrong      {len(wrong):,}: precision {len(right) / (len(right) + len(wrong)):.5f}")
    for what, number in Counter(
        " and ".join(sorted({_kind(a), _kind(b)})) for a, b in wrong
    ).items():
        print(f"  {what}: {number}")
    for one, other in wrong[:20]:
        for side in (one, other):
            print(f"    {side!r} {side.container_title[:30]} {side.volume}:{side.page} {side.DOI}")
        print()


def _kind(one: Reference) -> str:
    return " ".join(one.id.split()[:-1]) or "a reference"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    run(each_once(references(parser.parse_args().folders)))
