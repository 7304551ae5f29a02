"""The values of CSL-JSON's variables: texts, names and dates, read into the model's."""

from __future__ import annotations

import re

from cikrefs import dates
from cikrefs.formats.csl.variables import NAME_PARTS, RENAMED
from cikrefs.models import Date, Name

HALF_CHARACTER = re.compile("[\ud800-\udfff]")

Json = dict[str, object]


class Wrong(Exception):
    """A value is of another kind than its variable asks for. Never leaves csl/."""


def field_of(variable: str) -> str:
    """Return the name that a CSL variable has, or would have, as a field of a Reference."""
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
    return tuple(name for name in map(read_name, found) if name != Name())


def read_name(parts: Json) -> Name:
    """Return a name with its particles in `family`, and a suffix behind a comma out of `given`."""
    read = {name: read_text(part) for name, part in parts.items() if name in NAME_PARTS}
    if literal := read.get("literal") or read.get("name"):
        return Name(literal=literal)
    family = read.get("family", "")
    for particle in (read.get("non-dropping-particle"), read.get("dropping-particle")):
        if particle:
            family = particle + ("" if particle.endswith(("'", "’", "-")) else " ") + family
    given, suffix = read.get("given", ""), read.get("suffix", "")
    if not suffix:
        given, _, suffix = given.partition(",")
    return Name(family=family, given=given.strip(), suffix=suffix.strip())


def read_date(found: object) -> Date | None:
    """Return the first day of a CSL date, None for one in words."""
    if isinstance(found, str):
        return dates.numeric(found)
    if not isinstance(found, dict):
        raise Wrong('is no CSL date, {"date-parts": [[2024, 11, 2]]}; it is kept as it stands')
    parts = found.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part) for part in parts[0] if part not in (None, "")]
        return dates.from_parts(*numbers) if 1 <= len(numbers) <= 3 else None
    words = found.get("raw", found.get("literal"))
    return dates.numeric(words) if isinstance(words, str) else None


def date_parts(*days: Date) -> Json:
    """Return a date, or the first and the last of its days, as CSL-JSON has it."""
    parts = ((day.year, day.month, day.day) for day in days)
    return {"date-parts": [[part for part in day if part is not None] for day in parts]}
