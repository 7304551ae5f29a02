"""Citations by name and year: (Smith et al. 2019; Lee and Kim, 2020a), Smith et al. (2019).

Years are looked for, and before each of them names: first surname and year say which reference is
meant. Of several, the letter after the year decides ("2020b": the letter printed in the list, else
the second of that name and year).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cikrefs.models import OTHERS, Reference, Span
from cikrefs.names import LOWER, UPPER

Found = tuple[Span, dict[str, tuple[int, ...]]]
"""A mark's place, and its labels ("Lee 2020a") with the indices of the references they mean."""

_WORD = rf"[{UPPER}][{UPPER}{LOWER}'’-]{{1,30}}"
_NAME = rf"(?:(?!(?:and|et) )[{UPPER}{LOWER}'’]{{2,15}} ){{0,4}}{_WORD}"
_YEAR = re.compile(
    r"(?<![\w.–/-])(?P<year>(?:1[5-9]|20)\d\d)(?P<letters>[a-z](?:, ?[a-z]\b)*)?(?![\w–/-])"
)
_NAMES = re.compile(
    rf"(?P<names>{_NAME}(?P<more>,? et al\b\.?|,? and (?:others|colleagues|co-?workers)\b"
    rf"|(?:, {_NAME}){{0,6}},? (?:and|&) {_NAME})?)(?:['’]s?)?,?\s?[(\[]?\s?$"
)
_FIRST = re.compile(r",? (?:et al|and|&)\b|,? & |, ")
_SAME_NAMES = re.compile(r"[,;]?\s?(?:and |& )?")
_LETTER = re.compile(r"[a-z]\b")
_WINDOW = 160


@dataclass(slots=True)
class _Alike:
    """The works by one name of one year: their indices, and letters behind the year.

    They may be many and be cited often, so what a letter chooses is chosen once.
    """

    works: list[tuple[int, str]] = field(default_factory=list)
    chosen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def by(self, letter: str) -> tuple[int, ...]:
        if letter not in self.chosen:
            self.chosen[letter] = _chosen(self.works, letter)
        return self.chosen[letter]


_Index = dict[tuple[str, str], _Alike]
"""For a first author's name in small letters and a year."""


def find(text: str, references: Sequence[Reference]) -> Iterator[Found]:
    """Yield the citations in `text`.

    A label that means no reference is told where names and year can be nothing but a citation
    ("et al.", two names).
    """
    index = _index(references)
    names, at = "", -1
    for found in _YEAR.finditer(text):
        start = found.start()
        before = text[max(0, start - _WINDOW) : start].replace("\n", " ")
        block = _NAMES.search(before)
        if block:
            start -= len(before) - block.start("names")
            names = block["names"]
        elif at < 0 or not _SAME_NAMES.fullmatch(text, at, start):
            continue
        letters = found["letters"] or ""
        meant = _meant(names, found["year"], letters, index)
        if meant:
            start += _lead(names, next(iter(meant))) if block else 0
        elif block and block["more"]:
            surname = _FIRST.split(names)[0].split()[-1]
            meant = {f"{surname} {found['year']}{letters}": ()}
        if meant:
            at = found.end()
            closes = "(" in text[start : found.start()] and text[at : at + 1] == ")"
            yield (start, at + closes), meant


def _index(references: Sequence[Reference]) -> _Index:
    index: _Index = {}
    for at, one in enumerate(references):
        author = next(iter(one.author or one.editor), None)
        if author is None or author is OTHERS or one.issued is None:
            continue
        text, (_, end) = one.source.text or "", one.source.spans.get("issued", (0, 0))
        letter = _LETTER.match(text, end) if end else None
        printed = str(one.extra.get("year-suffix", letter[0] if letter else ""))
        name = _plain(author.family or author.literal)
        index.setdefault((name, str(one.issued.year)), _Alike()).works.append((at, printed))
    return index


def _plain(name: str) -> str:
    return name.lower().replace("’", "'")


def _meant(names: str, year: str, letters: str, index: _Index) -> dict[str, tuple[int, ...]]:
    """Return the labels and what they mean; nothing if no name in `names` is a first author's."""
    words = _FIRST.split(names)[0].split()
    for start in range(len(words)):
        surname = " ".join(words[start:])
        candidates = index.get((_plain(surname), year)) or index.get(
            (_plain(surname).removesuffix("'s"), year)
        )
        if candidates:
            each = re.findall("[a-z]", letters) or [""]
            return {f"{surname} {year}{letter}": candidates.by(letter) for letter in each}
    return {}


def _lead(names: str, label: str) -> int:
    """Return how many characters of `names` stand before the surname in `label` ("As Lee")."""
    return max(0, names.find(label.rsplit(" ", 1)[0]))


def _chosen(candidates: Sequence[tuple[int, str]], letter: str) -> tuple[int, ...]:
    printed = tuple(at for at, printed in candidates if printed == letter)
    if letter and not printed:
        place = ord(letter) - ord("a")
        unmarked = [at for at, printed in candidates if not printed]
        return (unmarked[place],) if place < len(unmarked) else ()
    return printed or tuple(at for at, _ in candidates)
