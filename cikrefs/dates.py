"""Dates as bibliographies write them: 2024, 2024-11-02, 2024/11/02/, "November 2".

A month or a day 00 is one that is not said; a year before the first is negative. What is not wholly
understood is not a date: a reader keeps it as it stands instead of guessing.
"""

from __future__ import annotations

import re

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


def numeric(text: str) -> Date | None:
    """Return the date in "2024", "2024-11", "2024/11/02" or "2024///", None for anything else."""
    found = _NUMERIC.fullmatch(text.strip())
    if found is None:
        return None
    year, *rest = found.groups(default="")
    return _date(int(year), *(int(part or 0) or None for part in rest))


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
    return Date(year, month, day)
