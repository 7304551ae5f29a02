"""The values of CSL-JSON's variables: texts, names and dates, read into the model's."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from cikrefs import dates
from cikrefs.formats.csl.variables import NAME_PARTS, RENAMED
from cikrefs.models import Date, Name

_NOBODY = Name()
HALF_CHARACTER = re.compile("[\ud800-\udfff]")

Json = dict[str, object]


class Wrong(Exception):
    """A value is of another kind than its variable asks for. Never leaves csl/."""


def field_of(variable: str) -> str:
    """Return the name that a CSL variable has, or would have, as a field of Reference."""
    return RENAMED.get(variable, variable.replace("-", "_"))


def read_text(found: object) -> str:
    """Return a text or a number as text. Raises Wrong."""
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise Wrong("is neither text nor number; it is kept as it stands")
    return str(found)


def read_names(found: object) -> tuple[Name, ...]:
    """Return the names in a list of JSON's, without empty ones. Raises Wrong."""
    if not isinstance(found, list) or not all(isinstance(name, dict) for name in found):
        raise Wrong("is no list of names; it is kept as it stands")
    return tuple(name for name in map(read_name, found) if name.family or name != _NOBODY)


def read_name(parts: Json) -> Name:
    """Return a name with its particles in `family`; a suffix after a comma leaves `given`."""
    if len(parts) == 2:
        family, given = parts.get("family"), parts.get("given")
        if isinstance(family, str) and isinstance(given, str):
            return _person(family, given)  # as most are
    return _whole_name(parts)


@lru_cache(maxsize=20_000)
def _person(family: str, given: str) -> Name:
    return _whole_name({"family": family, "given": given})


def _whole_name(parts: Json) -> Name:
    read = {name: read_text(part) for name, part in parts.items() if name in NAME_PARTS}
    if literal := read.get("literal") or read.get("name"):
        return Name(literal=literal)
    family = read.get("family", "")
    if particle := read.get("non-dropping-particle"):
        family = Name(family=family, dropping_particle=particle).whole_family
    given, suffix = read.get("given", ""), read.get("suffix", "")
    if not suffix:
        given, _, suffix = given.partition(",")
    particle = read.get("dropping-particle", "").strip() if family else ""
    return Name(family, given.strip(), suffix.strip(), dropping_particle=particle)


def json_name(name: Name) -> Json:
    """Return a name as CSL-JSON has it, its suffix after a comma in `given`."""
    if name.literal:
        return {"literal": name.literal}
    given = f"{name.given}, {name.suffix}" if name.suffix else name.given
    parts = (
        ("family", name.family),
        ("given", given),
        ("dropping-particle", name.dropping_particle),
    )
    return {part: text for part, text in parts if text}


def read_date(found: object) -> Date | None:
    """Return a CSL date, None for one in words."""
    if isinstance(found, str):
        return dates.numeric(found) or dates.edtf(found)
    if not isinstance(found, dict):
        raise Wrong('is no CSL date, {"date-parts": [[2024, 11, 2]]}; it is kept as it stands')
    parts = found.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        days = [_day(part) for part in parts]
        if None in days or len(days) > 2 or not days[0]:
            return days[0]
        season = _season(found.get("season"))
        if len(found) == 1 and len(days) == 1:
            return days[0]
        first = replace(days[0], circa=found.get("circa") in _YES, end=(*days[1:], None)[0])
        return replace(first, season=season) if season and not first.month else first
    words = found.get("raw", found.get("literal"))
    return dates.numeric(words) or dates.edtf(words) if isinstance(words, str) else None


_YES = (True, 1, "1", "true")


def _season(found: object) -> int | None:
    is_season = str(found) in ("1", "2", "3", "4") and not isinstance(found, bool)
    return int(str(found)) if is_season else None


def _day(parts: object) -> Date | None:
    """Return year, month and day; what stands where months do and is none may be a season."""
    if isinstance(parts, list) and 1 <= len(parts) <= 3 and all(type(one) is int for one in parts):
        return _numbered(*parts)
    numbers = (
        [str(part) for part in parts if part not in (None, "")] if isinstance(parts, list) else []
    )
    return _dated(numbers)


@lru_cache(maxsize=10_000)
def _numbered(*numbers: int) -> Date | None:
    return _dated([str(number) for number in numbers])


def _dated(numbers: list[str]) -> Date | None:
    if len(numbers) == 2 and numbers[1] in _SEASONS:
        year = dates.from_parts(numbers[0])
        return year and replace(year, season=_SEASONS[numbers[1]])
    return dates.from_parts(*numbers) if 1 <= len(numbers) <= 3 else None


_SEASONS = {str(first + number): number for first in (12, 20) for number in (1, 2, 3, 4)}
"""Months that are seasons: 13 to 16 as in citeproc-js, 21 to 24 as in EDTF."""


def date_parts(date: Date) -> Json:
    """Return a date as CSL-JSON has it: date-parts of one day or two, `season`, `circa`."""
    days = [(day.year, day.month, day.day) for day in (date, date.end) if day]
    parts: Json = {"date-parts": [[part for part in day if part is not None] for day in days]}
    if date.season:
        parts["season"] = date.season
    if date.circa:
        parts["circa"] = True
    return parts
