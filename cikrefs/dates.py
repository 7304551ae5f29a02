"""Dates as bibliographies write them: 2024, 2024-11-02, 2024/11/02/, "November 2", 1988/1992.

A month or a day 00 is one that is not said; a year before the first is negative, and there is no
year 0. What is not wholly understood is not a date: a reader keeps it as it stands instead of
guessing. `edtf` reads what the Extended Date/Time Format (https://www.loc.gov/standards/datetime)
has at its levels 0 and 1, as far as a Date can say it; there years are counted as astronomers do.
"""

from __future__ import annotations

import re
from dataclasses import replace

from cikrefs.models import Date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's month macros in order; the first three letters of an English month say which it is."""

_FULL = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMERIC = re.compile(r"(\d{4}|-\d{3,4})(?:[-/](\d{0,2})(?:[-/](\d{0,2})/?)?)?")
_YEAR = re.compile(r"-?\d{1,4}")
_NUMBER = re.compile(r"[0-9]{1,4}")
_EDTF = re.compile(
    r"(-?[0-9]{4}|[0-9]{3}[xX]|[0-9]{2}[xX]{2})"
    r"(?:-([0-9]{2}|[xX]{2})(?:-([0-9]{2}|[xX]{2}))?)?(?:T[0-9:+Z.-]+)?([?~%])?"
)


def numeric(text: str) -> Date | None:
    """Return the date in "2024", "2024-11", "2024/11/02" or "2024///", None for anything else."""
    found = _NUMERIC.fullmatch(text.strip())
    if found is None:
        return None
    year, *rest = found.groups(default="")
    return _date(int(year), *(int(part or 0) or None for part in rest))


def edtf(text: str) -> Date | None:
    """Return the date in EDTF, as biblatex has it: "1988/1992", "2004-22", "2004-06~", "199X".

    A decade and a century are the range of their years. A range with an open or unknown end, and
    anything else, is None.
    """
    first, slash, last = text.strip().partition("/")
    start, end = _edtf(first), _edtf(last) if slash else None
    if start is None or (slash and end is None):
        return None
    if end is None:
        return start
    return replace(start, end=replace(end.end or end, end=None))


def _edtf(text: str) -> Date | None:
    found = _EDTF.fullmatch(text)
    if found is None:
        return None
    year, month, day, doubt = found.groups(default="")
    circa = doubt in ("~", "%")
    if year[-1] in "xX":
        if month:
            return None
        first, last = (int(year.upper().replace("X", digit)) for digit in "09")
        return Date(first, circa=circa, end=Date(last))
    number = int(year) if int(year) > 0 else int(year) - 1
    month, day = ("" if part.upper() == "XX" else part for part in (month, day))
    if month and 21 <= int(month) <= 24 and not day:
        return Date(number, season=int(month) - 20, circa=circa)
    date = _date(number, int(month) if month else None, int(day) if day else None)
    return date and replace(date, circa=circa)


def as_edtf(date: Date) -> str:
    """Return the date in EDTF; `edtf` reads it as what it was."""
    last = f"/{as_edtf(date.end)}" if date.end else ""
    alone = replace(date, year=abs(date.year), end=None)
    year = (
        f"{date.year:04d}"
        if date.year > 0
        else f"{date.year + 1:05d}"
        if date.year < -1
        else "0000"
    )
    return f"{year}{str(alone)[4:]}{last}"


def in_words(text: str) -> Date | None:
    """Return the date in "2018 Jul 5", "2 May 2020" or "May 2, 2020", None for anything else."""
    years = re.findall(r"\b\d{4}\b", text[:40])
    if len(years) != 1 or len(text) > 40:
        return None
    return from_parts(years[0], text.replace(years[0], " ").strip(" ,."))


def from_parts(year: str, month: str = "", day: str = "") -> Date | None:
    """Return the date in a year, a month by number or English name, and a day.

    The day may stand with the month ("November 2", "2~nov"), as old .bib files have it.
    """
    if not _YEAR.fullmatch(year.strip()):
        return None
    words = re.split(r"[\s~.,]+", month.strip().lower())
    names = [word for word in words if word[:1].isalpha()]
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    if len(names) + len(numbers) != len([word for word in words if word]):
        return None
    if day.strip():
        numbers = [*numbers, day.strip()] if numbers or names else ["0"]
    if names:
        numbers = [_month_number(names[0]), *numbers] if len(names) == 1 else ["0"]
    if len(numbers) > 2 or not all(map(_NUMBER.fullmatch, numbers)):
        return None
    return _date(int(year.strip()), *(int(number) for number in numbers))


def _month_number(name: str) -> str:
    """Return "1" to "12" for a month's name or its abbreviation, "0" for another word."""
    known = any(full.startswith(name) for full in _FULL) and len(name) >= 3
    return str(MONTHS.index(name[:3]) + 1) if known else "0"


def _date(year: int | None, month: int | None = None, day: int | None = None) -> Date | None:
    if year is None or (day is not None and month is None):
        return None
    if not (month is None or 1 <= month <= 12) or not (day is None or 1 <= day <= 31):
        return None
    return Date(year, month, day) if year else None
