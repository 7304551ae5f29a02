"""The date of issue in .bib files: `year`, `month` and `day`, or biblatex's `date`.

`date` is EDTF: a day, a range, a season, circa; and years that say a range or circa in BibTeX's way
("1982--1983", "c1995") are read too. What says more than a Date can ("1989a", "2012/13", an
uncertain or open date) is the first day or the year that it begins with, and is kept as it stands
as well, to be written again for as long as the date is the one that was read from it.

The year is written in `year`, the month as its macro, which styles print as a name and biber takes
for a number, and the day in `day`, which pandoc and biber read and BibTeX ignores. Beside `date`,
which BibTeX does not know, `year` would be a contradiction to biber; so `date` stands alone, and
only where it says more than a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cikrefs import dates
from cikrefs.formats.bibtex import latex
from cikrefs.formats.bibtex.entries import Field
from cikrefs.formats.common.draft import Draft
from cikrefs.formats.common.lines import Lines, one_line
from cikrefs.models import Date, Reference

DATE, YEAR = "bibtex:date", "bibtex:year"
_PARTS = ["year", "month", "day"]
_BEGINS_WITH_YEAR = re.compile(r"(\d{4})(?!\d)")
_YEARS = re.compile(r"(\d{4}) ?[-–—]{1,3} ?(\d{4})")
_ABOUT = re.compile(r"(?:ca?\.? ?|circa )(\d{4})", re.IGNORECASE)


def take(left: dict[str, Field], draft: Draft, lines: Lines) -> None:
    """Read the date of issue; what is not a date, or says more, stays in `left`."""
    year, month, day = (left.get(name) for name in _PARTS)
    issued, used = _issued(
        left["date"].value if "date" in left else "",
        latex.decode(year.value) if year else "",
        latex.decode(month.value) if month else "",
        latex.decode(day.value) if day else "",
    )
    if issued is None:
        return
    first = next((name for name in used if name in left), "date" if "date" in left else "year")
    draft.put("issued", issued, lines.place(left[first].offset))
    for name in used:
        left.pop(name, None)


@lru_cache(maxsize=10_000)
def _issued(date: str, year: str, month: str, day: str) -> tuple[Date | None, tuple[str, ...]]:
    """Return the best of the dates that the fields allow, and which fields say no more than it."""
    texts = {"date": date, "year": year, "month": month, "day": day}
    issued, used = next(_dates(texts), (None, []))
    if issued and year == str(issued.year):
        used = [*used, "year"]
    return issued, tuple(used)


def _dates(texts: dict[str, str]) -> Iterator[tuple[Date, list[str]]]:
    """Yield the dates that the fields allow, the best first, and the fields each says all of."""
    said = texts.get("date", "")
    if said and (date := dates.edtf(said)):
        yield date, ["date"] if dates.as_edtf(date) == said else []
    if said and (date := dates.numeric(said)):
        yield date, ["date"]
    for parts in (_PARTS, _PARTS[:2], _PARTS[:1]):
        if date := dates.from_parts(*(texts.get(part, "") for part in parts)):
            yield date, parts
    if date := _first_day(said):
        yield date, []
    if date := _years(texts.get("year", "")):
        yield date, []
    year = _first_year(texts.get("year", ""))
    for others in (_PARTS[1:], _PARTS[1:2], []):
        if year and (date := dates.from_parts(year, *(texts.get(part, "") for part in others))):
            yield date, others


def _first_day(date: str) -> Date | None:
    """Return what biblatex's `date` says, the first day of an open range.

    Of anything else that begins with a year ("2020-21") it is the year.
    """
    first = dates.edtf(date) or dates.edtf(date.partition("/")[0]) or dates.numeric(date)
    year = _first_year(date)
    return first or (Date(int(year)) if year else None)


def _years(text: str) -> Date | None:
    """Return the date in a `year` of two years, or of one that is about right."""
    if found := _YEARS.fullmatch(text.strip()):
        return Date(int(found[1]), end=Date(int(found[2])))
    found = _ABOUT.fullmatch(text.strip())
    return Date(int(found[1]), circa=True) if found else None


def _first_year(text: str) -> str:
    """Return the year that `text` begins with ("1989a", "2012/13"), or nothing."""
    year = _BEGINS_WITH_YEAR.match(text.strip())
    return str(int(year[1])) if year else ""


def contradicts(name: str, text: str, issued: Date | None) -> bool:
    """Whether the kept field `name` says another date than the one the reference has been given."""
    first = None
    if name == DATE:
        first = _first_day(text)
    elif name == YEAR:
        first = _years(latex.decode(text))
    return issued is not None and first is not None and first.year != issued.year


def written(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the fields that say the date of issue, unless a kept field says it."""
    issued, date = reference.issued, reference.extra.get(DATE)
    if issued is None or (isinstance(date, str) and _first_day(date) == issued):
        return
    if issued.season or issued.circa or issued.end or issued.year < 0:
        kept = reference.extra.get(YEAR)
        if not (isinstance(kept, str) and _years(latex.decode(kept)) == issued):
            yield "date", dates.as_edtf(issued)
        return
    yield "year", _year(reference, str(issued.year))
    if issued.month:
        yield "month", dates.MONTHS[issued.month - 1]
    if issued.day:
        yield "day", str(issued.day)


def _year(reference: Reference, year: str) -> str:
    """Return `year` as it stood ("1989a"), if it still is that year."""
    kept = reference.extra.get(YEAR)
    text = one_line(kept) if isinstance(kept, str) else ""
    return text if _first_year(latex.decode(text)) == year and latex.balanced(text) else year
