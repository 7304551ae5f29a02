"""The values inside a registry's JSON, taken as they come: a list, one value, null, or nonsense.

Records are decades old, deposited by thousands of systems. A value that is not of the shape it
should have is left out, never a reason to lose the record.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cikrefs.models import Date, Name
from cikrefs.names import is_particle
from cikrefs.web.text import plain

LARGEST: Final = 1e18
"""No number in a record, be it of pages or an identifier, has more digits."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
_GROUPS: Final = frozenset(
    "academy agency and association authority board bureau center centre club college commission"
    " committee company conference congress consortium corporation council department editors"
    " federation for foundation group inc inc. institute institution international laboratory"
    " library limited ltd ltd. ministry museum national nations network of office organisation"
    " organization press project society staff states survey symposium team union university"
    " workshop".split()
)
"""Words by which a group's name is told from a person's."""


def text(value: object) -> str:
    """Return a string or number as plain text, "" for anything else, endless numbers too."""
    if isinstance(value, str):
        return plain(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    return str(value) if abs(value) < LARGEST else ""


def identifier(value: object) -> str:
    """Return a string in one line but otherwise as it is, "" for anything else."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list or a single value, without empty ones."""
    values = value if isinstance(value, list) else [value]
    return unique(filter(None, map(text, values)))


def members(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a list."""
    return (
        [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []
    )


def child(parent: object, name: str) -> Mapping[str, object]:
    """Return the object that is the member `name` of `parent`, an empty one for anything else."""
    return mapping(parent.get(name) if isinstance(parent, Mapping) else None)


def mapping(value: object) -> Mapping[str, object]:
    """Return a JSON object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def names(value: object) -> tuple[Name, ...]:
    """Return the people and groups of Crossref's list of contributors."""
    people = []
    for person in members(value):
        family, given, suffix, name = (
            text(person.get(part)) for part in ("family", "given", "suffix", "name")
        )
        if family:
            people.append(Name(family, given, suffix))
        elif name or given:
            people.append(Name(literal=name or given))
    return tuple(people)


def name_of(name: str) -> Name:
    """Return the name in "Family, Given" or "Given Family"; a group's is left in one piece.

    For what says of itself neither which it is. A group has a word that no person has, or a sign.
    """
    name = name.rstrip(" .") if len(name.rstrip(" .").rpartition(" ")[2]) > 1 else name
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given and "," not in given and _PERSON.fullmatch(f"{given} {family}"):
        return Name(family, given)
    words = name.split()
    if not _PERSON.fullmatch(name) or not _GROUPS.isdisjoint(map(str.lower, words)):
        return Name(literal=name)
    first = len(words) - 1
    while first > 1 and is_particle(words[first - 1]):
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return `values` in their order, each once."""
    return tuple(dict.fromkeys(values))


def date(value: object) -> Date | None:
    """Return the date of Crossref's `{"date-parts": [[year, month, day]]}`, None without a year."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return date_of(first) if isinstance(first, list) else None


def date_of(parts: Sequence[object]) -> Date | None:
    """Return the date of a year, perhaps a month and a day; what is out of range is left out."""
    numbers = [int(part) if re.fullmatch(r"\d{1,4}", part) else 0 for part in map(text, parts[:3])]
    year, month, day = (*numbers, 0, 0, 0)[:3]
    if not year:
        return None
    if not 0 < month < 13:
        return Date(year)
    return Date(year, month, day if 0 < day <= monthrange(year, month)[1] else None)


def years_in(said: str) -> tuple[Date, ...]:
    """Return each year in a date in words ("1965 Dec-1966 Jan", "c1998")."""
    return tuple(Date(int(year)) for year in _YEAR.findall(said))
