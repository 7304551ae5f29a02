"""Retraction Watch's list, which is newer than any snapshot: a CSV, joined to the records by DOI.

Crossref gives it away as a file of some 70,000 rows, one for each notice about a work
(https://gitlab.com/crossref/retraction-watch-data). A work that was reinstated later is no longer
retracted. What a record says already is not said twice.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from cikrefs import dates, dois
from cikrefs.errors import InputError, Problem
from cikrefs.models import Date, Notice, NoticeKind, Record

SOURCE: Final = "retraction-watch"
_KINDS: Final[Mapping[str, NoticeKind]] = {
    "retraction": "retracted",
    "expression of concern": "concern",
    "correction": "corrected",
}
_REINSTATED: Final = "reinstatement"
_COLUMNS: Final = ("OriginalPaperDOI", "RetractionDOI", "RetractionDate", "RetractionNature")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
"""Month, day and year; a time of 0:00 follows."""

Notices = Mapping[str, tuple[Notice, ...]]
"""What is said about works, by their DOIs in lower case."""


def read(path: str | Path) -> Notices:
    """Return the notices in Retraction Watch's CSV. Raises InputError for any other file."""
    found: dict[str, list[Notice]] = defaultdict(list)
    ended: dict[str, list[Date]] = defaultdict(list)
    for row in _rows(Path(path)):
        key = dois.key(row["OriginalPaperDOI"].strip())
        nature, day = row["RetractionNature"].strip().lower(), _day(row["RetractionDate"])
        if not key.startswith("10."):
            continue
        if nature == _REINSTATED and day:
            ended[key].append(day)
        elif nature in _KINDS:
            notice = row["RetractionDOI"].strip()
            doi = notice if dois.is_doi(notice) and dois.key(notice) != key else ""
            found[key].append(Notice(_KINDS[nature], doi, day, SOURCE))
    return {key: _standing(notices, ended.get(key, [])) for key, notices in found.items()}


def with_notices(record: Record, notices: Notices) -> Record:
    """Return a record with what is said about its work besides what it says itself."""
    said = {(one.kind, one.DOI.lower()) for one in record.notices}
    kinds = {one.kind for one in record.notices}
    more = [
        one
        for one in notices.get(dois.key(record.DOI), ())
        if (one.kind, one.DOI.lower()) not in said and (one.DOI or one.kind not in kinds)
    ]
    return replace(record, notices=(*record.notices, *more)) if more else record


def _standing(notices: list[Notice], ended: list[Date]) -> tuple[Notice, ...]:
    """Return the notices, each once, without retractions before the work was reinstated."""
    last = max(ended, default=None)
    return tuple(
        one
        for one in dict.fromkeys(notices)
        if one.kind != "retracted" or last is None or (one.date is not None and one.date > last)
    )


def _day(text: str) -> Date | None:
    found = _DAY.match(text.strip())
    return dates.from_parts(found[3], found[1], found[2]) if found else None


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    """Yield the rows of the CSV, every column of _COLUMNS a text. Raises InputError."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                message = f"is not Retraction Watch's CSV; it has no column {', '.join(missing)}"
                raise InputError(Problem(message, file=str(path)))
            yield from reader
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise InputError(Problem(message, file=str(path))) from error
    except csv.Error as error:
        raise InputError(Problem(f"is no CSV: {error}", file=str(path))) from error
