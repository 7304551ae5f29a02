"""Where a document cites its references: numbers in brackets, raised or in parentheses, or names.

A document cites in one style. So marks of every style are looked for, and those of the style that
finds most of the references are its citations; what the other styles found are affiliations, units,
equations and years. Numbers are the labels printed in the list; an item without one has the number
after the item before it (13 bullets are 1 to 13).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from cikrefs.citations import author_years, keyed, marks
from cikrefs.citations.sentences import Sentences, sentences
from cikrefs.models import Reference, Span
from cikrefs.printed.lists import entries

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(r"\d{1,9}")
_BEYOND = 20
"""How far beyond twice the list's last number a number can still be a citation gone wrong."""

_CLEAR = 0.7
"""A style is the document's if it finds this share of what the best style finds."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One mark in the running text.

    `labels` are what it names, one by one, ranges written out ("4", "5", "Lee 2020a"); `cited` the
    indices of the references they mean; `undefined` the labels that mean none of them. `text` is
    the mark as printed, `span` its place in the document, `line` and `column` (1-based) where it
    begins, `sentence` the whole sentence it stands in, on one line.
    """

    labels: tuple[str, ...]
    cited: tuple[int, ...]
    undefined: tuple[str, ...]
    text: str
    span: Span
    line: int
    column: int
    sentence: str


def find_citations(text: str, references: Sequence[Reference]) -> list[Citation]:
    """Return the citations in a document in order; none stands in its reference list.

    `references` are those of its list, in its order. If no mark in a document means any of them, it
    has no citations, and nothing can be said about what is cited.
    """
    document = sentences(text)
    by_key = keyed.find(text, references)
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    if by_key is not None:
        return [_citation(document, lines, span, meant) for span, meant in by_key]
    first, last = _list_lines(text)
    by_style = list[tuple[int, list[Citation]]]()
    for style, share in STYLES:
        found = [
            _citation(document, lines, span, meant)
            for span, meant in style(document, references)
            if not first <= bisect_right(lines, span[0]) <= last
        ]
        count = len(all_cited(found))
        by_style.append((count if count >= share * len(references) else 0, found))
    most = max(count for count, _ in by_style)
    return next(found for count, found in by_style if count >= _CLEAR * most) if most else []


def undefined(found: Sequence[Citation]) -> list[tuple[str, Citation]]:
    """Return each label to which no reference belongs, with the citation it is part of."""
    return [(label, one) for one in found for label in one.undefined]


def all_cited(found: Sequence[Citation]) -> set[int]:
    """Return the indices of all references that are cited."""
    each = {id(one.cited): one.cited for one in found}  # many citations may share many indices
    return set(chain.from_iterable(each.values()))


def sentences_citing(index: int, found: Sequence[Citation]) -> list[str]:
    """Return the sentences that cite the reference at `index`, each once, in order."""
    return by_reference(found).get(index, [])


def by_reference(found: Sequence[Citation]) -> dict[int, list[str]]:
    """Return for each reference that is cited what `sentences_citing` returns."""
    alike: dict[int, tuple[tuple[int, ...], dict[str, int]]] = {}
    for place, one in enumerate(found):  # many citations may share many indices
        alike.setdefault(id(one.cited), (one.cited, {}))[1].setdefault(one.sentence, place)
    places: dict[int, dict[str, int]] = {}
    for cited, said in alike.values():
        for index in cited:
            known = places.setdefault(index, {})
            known.update({text: min(at, known.get(text, at)) for text, at in said.items()})
    return {index: sorted(known, key=known.__getitem__) for index, known in places.items()}


def _list_lines(text: str) -> tuple[int, int]:
    """Return the first and the last line of the reference list; (1, 0) if there is none."""
    found = entries(text)
    return (found[0].line, max(one.end_line for one in found)) if found else (1, 0)


def _citation(
    document: Sentences, lines: Sequence[int], span: Span, meant: Mapping[str, tuple[int, ...]]
) -> Citation:
    line = bisect_right(lines, span[0])
    return Citation(
        labels=tuple(meant),
        cited=_together([*meant.values()]),
        undefined=tuple(label for label, indices in meant.items() if not indices),
        text=document.text[slice(*span)],
        span=span,
        line=line,
        column=span[0] - lines[line - 1] + 1,
        sentence=document.at(span[0]),
    )


def _together(meant: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return all indices, each once; those of one label as they are, since they may be many."""
    return meant[0] if len(meant) == 1 else tuple(dict.fromkeys(chain.from_iterable(meant)))


_Style = Callable[[Sentences, Sequence[Reference]], Iterator[author_years.Found]]


def _numbered(find: Callable[[Sentences], Iterator[marks.Mark]]) -> _Style:
    """Return the style whose marks are the numbers that `find` finds."""

    def style(document: Sentences, references: Sequence[Reference]) -> Iterator[author_years.Found]:
        numbers = _numbers(references)
        highest = max((int(label) for label in numbers if _NUMBER.fullmatch(label)), default=0)
        for mark in find(document):
            meant = {
                label: numbers.get(label) or numbers.get(label.rstrip(_LETTERS)) or ()
                for label in mark.labels
            }
            # far beyond the list nothing is cited: years, intervals, planes of crystals
            farthest = max(int(label.rstrip(_LETTERS)) for label in meant)
            if "0" not in meant and (farthest <= 2 * highest + _BEYOND or all(meant.values())):
                yield mark.span, meant

    return style


def _numbers(references: Sequence[Reference]) -> dict[str, tuple[int, ...]]:
    """Return the indices of the works under each number."""
    numbers: dict[str, list[int]] = {}
    last = 0
    for index, one in enumerate(references):
        label = one.source.label or str(last + 1)
        numbers.setdefault(label, []).append(index)
        last = int(label) if _NUMBER.fullmatch(label) else last + 1
    return {label: tuple(indices) for label, indices in numbers.items()}


def _named(document: Sentences, references: Sequence[Reference]) -> Iterator[author_years.Found]:
    return author_years.find(document.text, references)


STYLES: tuple[tuple[_Style, float], ...] = (
    (_numbered(marks.bracketed), 0.0),
    (_numbered(marks.raised), 0.2),
    (_named, 0.0),
    (_numbered(marks.in_parentheses), 0.5),
)
"""The styles, and the share of the references each must find to be believed; earlier ones first."""
