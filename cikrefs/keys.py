"""Keys for references that have none: readable, ASCII, unique, stable.

A key is the first author's family name and the year, "galvagno2024". Where it is taken, the later
reference gets a letter ("liu2020", "liu2020a"), so that adding a reference never renames an earlier
one. A reference that has an id keeps it, whatever it looks like. What is added to a list gets a key
like those that are there: of the shapes that people and programs use, the one most of them have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import count, islice, product
from string import ascii_lowercase

from anyascii import anyascii

from cikrefs.errors import InputError
from cikrefs.models import Reference

_SMALL_WORDS = frozenset("a an and the of on in for to die der das le la les un une el los".split())

LATEST = 200
"""So many of the last keys of a list tell how they are made."""

Stem = Callable[[Reference], str]
"""Makes a reference's key, but for the letter that makes it unique."""


def assign(references: Iterable[Reference], stem_of: Stem | None = None) -> list[Reference]:
    """Return the references in the same order; those without an id get one, made by `stem_of`."""
    stem_of = stem_of or _SHAPES[0]
    given = list(references)
    taken = {reference.id for reference in given if reference.id}
    keyed = []
    untried: dict[str, Iterator[str]] = {}
    for reference in given:
        if reference.id:
            keyed.append(reference)
            continue
        stem = stem_of(reference)
        letters = untried.setdefault(stem, _letters())
        key = next(key for key in (stem + more for more in letters) if key not in taken)
        taken.add(key)
        keyed.append(replace(reference, id=key))
    return keyed


def habit(references: Iterable[Reference]) -> Stem:
    """Return what makes keys as most of these references have them, else as `assign` does.

    Known are "liu2020", "Liu2020", "liu_2020", "liu:2020", "liu20" and the like, and these with the
    first telling word of the title or three: "liu2020killer", "liuKillerCells2020".
    """
    known = [reference for reference in references if reference.id][-LATEST:]
    made = [sum(_is_made(reference, shape) for reference in known) for shape in _SHAPES]
    most = max(made)
    return _SHAPES[made.index(most)] if 2 * most >= len(known) else _SHAPES[0]


def _is_made(reference: Reference, stem_of: Stem) -> bool:
    stem, id_ = stem_of(reference), reference.id
    return id_.startswith(stem) and re.fullmatch("[a-z]{0,2}", id_[len(stem) :]) is not None


@dataclass(frozen=True, slots=True)
class _Shape:
    """How keys are made: the parts in their order, what stands between, and how each is set.

    `words` is how many telling words of the title there are, `century` how many digits of the year
    are left out.
    """

    who: Callable[[str], str]
    words: int
    word: Callable[[str], str]
    century: int
    order: str
    between: str

    def __call__(self, reference: Reference) -> str:
        """Return a reference's key, but for the letter behind it."""
        first = next(iter(reference.author or reference.editor), None)
        name = _ascii(first.family or first.literal) if first else ""
        telling = [*islice(_telling(reference.title), max(self.words, not name))]
        year = str(reference.issued.year)[self.century :] if reference.issued else ""
        parts = {
            "who": self.who(name or next(iter(telling), "anonymous")),
            "year": year + _ascii(str(reference.extra.get("year-suffix", ""))),
            "title": "".join(map(self.word, telling[: self.words])),
        }
        return self.between.join(parts[part] for part in self.order.split() if parts[part])


def _telling(title: str) -> Iterator[str]:
    """Yield the words of a title but for small ones and numbers."""
    for word in map(_ascii, title.split()):
        if word and not word.isdecimal() and word.lower() not in _SMALL_WORDS:
            yield word


@lru_cache(maxsize=4096)
def _ascii(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", anyascii(text))[:40]


def _capital(text: str) -> str:
    return text[:1].upper() + (text[1:].lower() if text.isupper() else text[1:])


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


def _letters() -> Iterator[str]:
    """Yield the empty string, then a to z, aa, ab and so on."""
    yield ""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


_SHAPES = tuple(
    _Shape(who, words, word, century, order, between)
    for between, century, order, (words, word), who in product(
        ("", "_", "-", ":", "."),
        (0, 2),
        ("who year title", "who title year", "year who title"),
        ((0, str.lower), (1, str.lower), (1, _capital), (3, _capital)),
        (str.lower, _capital, str.upper),
    )
)
"""How keys are made, the plainest first."""
