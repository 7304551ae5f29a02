"""Keys for references that have none: readable, ASCII, unique, stable.

A key is the first author's family name and the year, "galvagno2024". Where it is taken, the later
reference gets a letter ("liu2020", "liu2020a"), so that adding a reference never renames an earlier
one. A reference that has an id keeps it, whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import count, product
from string import ascii_lowercase

from anyascii import anyascii

from cikrefs.errors import InputError
from cikrefs.models import Reference

_SMALL_WORDS = frozenset("a an and the of on in for to die der das le la les un une el los".split())


def assign(references: Iterable[Reference]) -> list[Reference]:
    """Return the references in the same order; those without an id get one."""
    given = list(references)
    taken = {reference.id for reference in given if reference.id}
    keyed = []
    untried: dict[str, Iterator[str]] = {}
    for reference in given:
        if reference.id:
            keyed.append(reference)
            continue
        stem = _stem(reference)
        letters = untried.setdefault(stem, _letters())
        key = next(key for key in (stem + more for more in letters) if key not in taken)
        taken.add(key)
        keyed.append(replace(reference, id=key))
    return keyed


def free(key: str, taken: Collection[str]) -> str:
    """Return `key` with the first letter or letters behind it that make it one not `taken`."""
    return next(one for one in (key + more for more in _letters()) if one not in taken)


def selected(references: Iterable[Reference], wanted: Iterable[str]) -> list[Reference]:
    """Return the references whose keys are `wanted`, in the order they have; see `assign`.

    Raises InputError for a key that none has, and if no key is wanted.
    """
    given = assign(references)
    names = {key.strip() for key in wanted if key.strip()}
    known = {reference.id for reference in given}
    if not names:
        raise InputError("no key is named")
    for key in sorted(names - known):
        near = [f"; did you mean {one}?" for one in get_close_matches(key, known, n=1)]
        raise InputError("".join([f"no reference {key}", *near]))
    return [reference for reference in given if reference.id in names]


def _stem(reference: Reference) -> str:
    first = next(iter(reference.author or reference.editor), None)
    who = _plain(first.family or first.literal) if first else ""
    if not who:
        words = (_plain(word) for word in reference.title.split())
        telling = (word for word in words if word.strip("0123456789") and word not in _SMALL_WORDS)
        who = next(telling, "anonymous")
    year = str(reference.issued.year) if reference.issued else ""
    return f"{who}{year}{_plain(str(reference.extra.get('year-suffix', '')))}"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())[:40]


def _letters() -> Iterator[str]:
    """Yield the empty string, then a to z, aa, ab and so on."""
    yield ""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))
