"""Names as RIS has them: "Family, Given, Suffix" and whatever else `AU` may hold.

A name without comma is a group's, as in Zotero; "A. B. Family" is a person's, as IEEE names all
authors that way. Commas in a group's name are doubled in writing, and one after it says, as in
EndNote, that what would otherwise be read as persons is a group.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cikrefs.models import OTHERS, Name

_JUNIOR = re.compile(r"(?:Jr|Sr|\d(?:nd|rd|th))\.?|II|III|IV")
_INITIAL = re.compile(r"[^\W\d_]\.")


def read(texts: Iterable[str]) -> tuple[Name, ...]:
    """Return the names on the lines; several persons on one line stand between semicolons."""
    names: list[Name] = []
    for text in texts:
        parts = [part.strip() for part in text.split(";")] if ";" in text else []
        persons = [_name(part) for part in parts if part]
        is_several = all(
            person.family and person.given and not _JUNIOR.fullmatch(person.given)
            for person in persons
        )
        names.extend(persons if persons and is_several else [_name(text)])
    return tuple(names)


def written(name: Name) -> str:
    """Return the name as it is written."""
    if name == OTHERS:
        return "et al."
    if name.literal:
        text = name.literal.replace(",", ",,")
        return f"{text}," if _are_persons(text) else text
    family, given = (
        " ".join(word for word in part.replace(",", " ").split(" ") if word)
        for part in (name.whole_family, name.given)
    )
    text = ", ".join((family, given, name.suffix) if name.suffix else (family, given))
    if ";" in text and read([text]) != (_name(text),):  # it would part the name
        return text.replace(";", " ").strip()
    return text


@lru_cache(maxsize=20_000)
def _name(text: str) -> Name:
    if text.lower() in {"et al", "et al.", "others"}:
        return OTHERS
    family, *rest = (part.strip() for part in text.split(",", 2))
    if not rest:
        return _natural(text) or Name(literal=text)
    if ",," in text:
        return Name(literal=text.replace(",,", ","))
    if rest == [""] and _are_persons(family):
        return Name(literal=family)
    return Name(family=family, given=rest[0], suffix=rest[1] if len(rest) > 1 else "")


def _are_persons(text: str) -> bool:
    return any(name.family for name in read([text]))


def _natural(text: str) -> Name | None:
    """Return the name in "A. B. Family", None for anything else."""
    if not _INITIAL.match(text):
        return None
    from cikrefs.formats.common import (
        persons,  # the shapes of names load slowly, and few files need them
    )

    return persons.natural(text)
