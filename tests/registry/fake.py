"""A registry that holds what a test says, and the constructed records of the 18 references."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry import Answer, OnProgress, Query
from cikrefs.registry.records import crossref_record

DATA = Path(__file__).parent.parent / "data"


class FakeRegistry:
    """Answers from `records` (DOI in any case -> Answer); a DOI not among them does not exist.

    `asked` lists the questions in order: ("look_up", dois), ("known", dois), ("search", (query,)),
    at another service than Crossref ("search pubmed", (query,)).
    With `down` nothing answers: every look-up gets it as its answer, `known` and `search` raise it.
    `others` is what other services find, by service: what any search there gives.
    """

    def __init__(
        self,
        records: Mapping[str, Answer],
        down: Unavailable | None = None,
        others: Mapping[str, Sequence[Record] | Unavailable] | None = None,
    ) -> None:
        self.records: dict[str, Answer] = {doi.lower(): answer for doi, answer in records.items()}
        self.down = down
        self.others = others or {}
        self.services: Collection[str] = ("crossref", *self.others)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        self.asked.append(("look_up", tuple(dois)))
        answers = {doi: self.down or self.records.get(doi.lower()) for doi in dois}
        if on_progress:
            on_progress(len(answers))
        return answers

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        self.asked.append(("known", tuple(dois)))
        if self.down:
            raise self.down
        found: dict[str, Record] = {}
        for doi in dois:
            answer = self.records.get(doi.lower())
            if isinstance(answer, Unavailable):
                raise answer
            if answer and answer.agency == "Crossref":
                found[doi] = answer
        return found

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        said = "search" if service == "crossref" else f"search {service}"
        self.asked.append((said, (str(query),)))
        if self.down:
            raise self.down
        if service in self.others:
            found = self.others[service]
            if isinstance(found, Unavailable):
                raise found
            return list(found)[:rows]
        wanted = _words(str(query))
        records = [answer for answer in self.records.values() if isinstance(answer, Record)]
        overlap = {
            record.DOI: len(wanted & _words(" ".join(record.title[:1]))) for record in records
        }
        found = [record for record in records if overlap[record.DOI]]
        return sorted(found, key=lambda record: -overlap[record.DOI])[:rows]


def constructed_18() -> dict[str, Record]:
    """Return the 18 CONSTRUCTED records by DOI; nothing in them was ever said by Crossref."""
    lines = (DATA / "constructed-18.jsonl").read_text(encoding="utf-8").splitlines()
    records = [crossref_record(json.loads(line)) for line in lines]
    return {record.DOI: record for record in records}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
