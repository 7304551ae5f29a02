"""How often what a registry gave for a printed reference is told to be its work, and how often not.

    python -m benchmarks.registries FOLDER [--show N]

FOLDER has recorded answers of the registries: `pairs*.jsonl.gz` with a reference and what a service
gave for it on each line, and files of whole exchanges, `pubmed*.jsonl.gz` and the like, with a
`body` on each. References are judged as `cikrefs check` does: a candidate counts only if it is
verified, and of several the best. Every body is given to every reader, which must read it or say
that it cannot.

Of the pairs only those are strong whose label is that the DOI is the same; the other labels were
computed from title and first author, so that a disagreement with them is no error by itself.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from cikrefs import dois
from cikrefs.checks.same import is_verified
from cikrefs.checks.suggest import best, candidate
from cikrefs.documents import trees
from cikrefs.errors import CikrefsError
from cikrefs.models import Date, Record, Reference
from cikrefs.printed import parse
from cikrefs.registry import openlibrary, pubmed
from cikrefs.registry.datacite import datacite_record
from cikrefs.registry.europepmc import europepmc_record
from cikrefs.registry.pubmed_records import pubmed_record
from cikrefs.registry.records import crossref_record
from cikrefs.registry.types import TYPES
from cikrefs.web.fields import name_of
from cikrefs.web.service import Failure

Json = dict[str, Any]

FILES = ("pubmed", "europepmc", "books", "datacite", "arxiv", "dblp", "openalex", "semanticscholar")


def lines(folder: Path, name: str) -> Iterator[Json]:
    """Yield the lines of the files in `folder` whose names begin with `name`."""
    for file in sorted(folder.glob(f"{name}.*jsonl.gz")):
        yield from map(json.loads, gzip.decompress(file.read_bytes()).decode().splitlines())


def printed(pair: Json) -> Reference:
    """Return the reference of a pair, read from its printed line if it has one, without a DOI."""
    said = pair["reference"]
    if "printed" in said:
        return replace(parse(said["printed"]), DOI="", PMID="")
    venue = said.get("venue") or ""
    return Reference(
        type="article-journal" if venue else "document",
        title=said.get("title") or "",
        author=tuple(map(name_of, said.get("authors") or ())),
        container_title=venue,
        issued=Date(said["year"]) if said.get("year") else None,
    )


def pubmed_article(known: Json) -> Record:
    """Return the record of a PubMed pair, through the XML that it was taken from."""

    def tag(name: str, value: object) -> str:
        return f"<{name}>{escape(str(value))}</{name}>" if value else ""

    people = "".join(
        "<Author>"
        + (tag("LastName", one.get("last")) + tag("ForeName", one.get("fore")))
        + (tag("CollectiveName", one.get("collective") or one.get("name")) + "</Author>")
        for one in known.get("authors") or ()
    )
    date = "".join(tag(name.title(), known.get(name)) for name in ("year", "month", "day"))
    doi = tag("ArticleId", known.get("doi")).replace(">", ' IdType="doi">', 1)
    journal = tag("Title", known["journal_full"]) + tag("ISOAbbreviation", known["journal_iso"])
    issue = tag("Volume", known["volume"]) + tag("Issue", known["issue"])
    xml = (
        "<PubmedArticle><MedlineCitation>"
        f"{tag('PMID', known['pmid'])}<Article><Journal><JournalIssue>{issue}<PubDate>{date}"
        f"</PubDate></JournalIssue>{journal}</Journal>{tag('ArticleTitle', known['title'])}"
        f"<Pagination>{tag('MedlinePgn', known['pages'])}</Pagination><AuthorList>{people}"
        "</AuthorList></Article></MedlineCitation><PubmedData><ArticleIdList>"
        f"{doi}</ArticleIdList></PubmedData></PubmedArticle>"
    )
    return pubmed_record(trees.xml(xml.encode()))


def trimmed(known: Json, number: int) -> Record:
    """Return the record of a candidate of which little was kept; without a DOI it gets one."""
    doi = dois.bare(known.get("doi") or "") or f"10.5555/{number}"
    return Record(
        DOI=doi,
        type=TYPES.get(known.get("type") or "", "document"),
        title=(known["title"],) if known.get("title") else (),
        author=tuple(map(name_of, filter(None, known.get("authors") or ()))),
        container_title=(known["venue"],) if isinstance(known.get("venue"), str) else (),
        issued=(Date(int(known["year"])),) if known.get("year") else (),
    )


def found(reference: Reference, records: list[Record]) -> list[int]:
    """Return which of `records` the judge takes for the work: the best ones, mostly one."""
    candidates = [candidate(reference, record) for record in records]
    works = best(one for one in candidates if is_verified(one.found))
    return [records.index(one.record) for one in works]


def judged_pubmed(pairs: list[Json], show: int) -> Counter[str]:
    """Print how each printed line fares among all records of the pairs; return the counts."""
    held = [one for one in pairs if one.get("record")]
    records = [pubmed_article(one["record"]) for one in held]
    keyed = [replace(record, DOI=f"10.5555/{number}") for number, record in enumerate(records)]
    counts: Counter[str] = Counter()
    for number, pair in enumerate(held):
        reference = printed(pair)
        works = found(reference, keyed)
        same = {i for i, one in enumerate(records) if one.PMID == records[number].PMID}
        kind = "not" if not works else "right" if same.issuperset(works) else "wrong"
        counts[kind] += 1
        if kind != "right" and counts[kind] <= show:
            print(kind, pair["reference"]["printed"], "\n   ", records[number].to_dict())
    tell("pubmed, strong", counts)
    misses = [one for one in pairs if not one.get("record")]
    wrong = sum(bool(found(printed(one), keyed)) for one in misses)
    print(f"    of {len(misses)} lines that PubMed had nothing for, {wrong} get another's record")
    return counts


def judged(service: str, pairs: list[Json], show: int) -> Counter[str]:
    """Print how the references of a service's pairs fare among their own candidates.

    Return the counts of the strong ones.
    """
    labels: dict[str, Counter[str]] = {}
    for pair in pairs:
        label = pair["auto_label"]
        records = [trimmed(one, number) for number, one in enumerate(pair["candidates"])]
        works = found(printed(pair), records)
        right = set(pair.get("auto_match") or ())
        kind = "not" if not works else "right" if right.issuperset(works) else "wrong"
        counts = labels.setdefault(label, Counter())
        counts[kind] += 1
        if kind != "right" and (right or works) and counts[kind] <= show:
            print(service, label, kind, json.dumps(pair["reference"], ensure_ascii=False))
            for i in works or right:
                print("   ", json.dumps(pair["candidates"][i], ensure_ascii=False))
    for label in sorted(labels):
        if label != "no candidates":
            tell(f"{service}, {label}{', strong' if label == 'doi' else ''}", labels[label])
    return labels.get("doi", Counter())


def tell(name: str, counts: Counter[str]) -> None:
    """Print counts of what is matched rightly, wrongly and not, and what follows from them."""
    right, wrong, missed = (counts[kind] for kind in ("right", "wrong", "not"))
    precision = right / (right + wrong) if right + wrong else 1.0
    print(
        f"{name:42} {right:4} right {wrong:3} wrong {missed:3} not:"
        f"  precision {precision:.4f}  recall {right / max(1, counts.total()):.4f}"
    )


def as_pubmed(body: bytes) -> int:
    """Return how many records PubMed's reader finds in a body."""
    error = pubmed._error_in(body)
    if error:
        raise Failure(error)
    if body.lstrip().startswith(b"<PubmedArticle>"):  # some recordings lack the set around it
        body = b"<PubmedArticleSet>" + body + b"</PubmedArticleSet>"
    return len([pubmed_record(one, whole=True) for one in pubmed._articles_in(body)])


def at(*path: str) -> Callable[[Any], list[Any]]:
    """Return what takes the objects in the list at `path` out of a JSON body, or the body."""

    def items(content: Any) -> list[Any]:
        for name in path:
            content = content.get(name) if isinstance(content, dict) else None
        found = content if isinstance(content, list) else [content]
        return [one for one in found if isinstance(one, dict)]

    return items


def editions(content: Any) -> list[Any]:
    named = content if isinstance(content, dict) else {}
    return [one for key, one in named.items() if key.startswith("ISBN:")] or [named]


READERS: dict[str, tuple[Callable[[Any], list[Any]], Callable[[Any], Record]]] = {
    "Europe PMC": (at("resultList", "result"), lambda one: europepmc_record(one, whole=True)),
    "Open Library's books": (editions, lambda one: openlibrary.edition_record(one, whole=True)),
    "Open Library's search": (at("docs"), lambda one: openlibrary.work_record(one, whole=True)),
    "DataCite": (at("data"), lambda one: datacite_record({"data": one}, whole=True)),
    "DataCite, attributes alone": (
        at(),
        lambda one: datacite_record({"data": {"attributes": one}}, whole=True),
    ),
    "Crossref": (at(), lambda one: crossref_record(one, whole=True)),
}
"""How JSON is read: what takes the objects out of a body, and what reads one."""


def read(body: bytes, counts: Counter[str]) -> None:
    """Give a body to every reader; count what each reads that says anything."""
    with suppress(Failure, CikrefsError):
        counts["PubMed"] += as_pubmed(body)
    try:
        content = json.loads(body)
    except ValueError:
        return
    for name, (items, reader) in READERS.items():
        for item in items(content):
            with suppress(CikrefsError):
                counts[name] += not reader(item).is_bare


def bodies(folder: Path, name: str) -> Iterator[bytes]:
    for exchange in lines(folder, name):
        body = exchange["body"].encode()
        yield body
        with suppress(binascii.Error):  # some recordings are kept so
            yield base64.b64decode(b"".join(body.split()), validate=True)


def read_all(folder: Path) -> None:
    """Give every body to every reader; print what each file gave."""
    for name in FILES:
        counts: Counter[str] = Counter()
        number = 0
        for body in bodies(folder, name):
            number += 1
            read(body, counts)
        told = ", ".join(f"{count} by {reader}" for reader, count in counts.items() if count)
        print(f"{name}: {number} bodies; records: {told or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="failures of a kind to print")
    options = parser.parse_args()
    services: dict[str, list[Json]] = {}
    for pair in lines(options.folder, "pairs"):
        services.setdefault(pair["service"], []).append(pair)
    strong = judged_pubmed(services.pop("pubmed", []), options.show)
    for service, pairs in sorted(services.items()):
        strong += judged(service, pairs, options.show)
    tell("all that are strong", strong)
    read_all(options.folder)


if __name__ == "__main__":
    main()
