"""Records of tagged lines, as RIS and Web of Science files have them, and the tags of a record.

Both start a record with one tag, end it with another and let values run over lines; what differs
is a `Grammar`. `Tags` is a record while fields are taken from it: what no field takes is left, and
goes to `extra`, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.draft import Draft
from cikrefs.formats.common.lines import one_line

_RECORD_NUMBER = re.compile(r"\s*\d+\.?\s*")


class Tag(NamedTuple):
    """A tag with its value on one line, the lines it came on, and the place of its first character.

    `place` is (line, column), both 1-based.
    """

    name: str
    text: str
    lines: tuple[str, ...]
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a format tags its lines.

    `line` matches a tagged line whole, its first two groups being tag and value; `start` and `end`
    are the tags of a record's first and last line, `outside` those that stand between records.
    `read` makes text from a tag's joined lines, given the tag's name. `apart` says, for tags
    that may hold several values, how a line without a tag begins that is a value of its own.
    """

    line: re.Pattern[str]
    start: str
    end: str
    outside: frozenset[str] = frozenset()
    read: Callable[[str, str], str] = lambda _, text: one_line(text)
    apart: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """The tags of a record and its first and last line, counted from 1."""

    tags: tuple[Tag, ...]
    first: int
    last: int


_DISORDER = {
    ("start", True): "a record begins before the one above ended with {end}; both are kept",
    ("end", False): "an {end} that ends no record; the line is left out",
    ("other", False): "a record without {start}, its type; it is kept as a document",
    ("none", False): "no tag, and no record the line could belong to; it is left out",
}
"""What is wrong with a kind of line, by whether a record has begun before it."""


def records(
    lines: Sequence[str], grammar: Grammar, on_problem: OnProblem | None
) -> Iterator[Record]:
    """Yield the records in `lines`.

    What breaks their order goes to `on_problem` or is raised as InputError; text above the first
    record, where databases name themselves, only causes a remark.
    """
    open_: list[tuple[str, list[str], tuple[int, int]]] = []
    kinds = {grammar.start: "start", grammar.end: "end"}
    begin = _heading(lines, grammar, on_problem)
    for number, line in enumerate(lines[begin:], begin + 1):
        found = grammar.line.fullmatch(line)
        name = found[1].upper() if found else ""
        if not open_ and (_is_nothing(line) if found is None else name in grammar.outside):
            continue
        kind = "none" if found is None else kinds.get(name, "other")
        if (kind, bool(open_)) in _DISORDER:
            message = _DISORDER[kind, bool(open_)].format(start=grammar.start, end=grammar.end)
            report(Problem(message, line=number, text=line), on_problem)
        if open_ and kind in {"start", "end"}:
            yield _record(open_, grammar, number if kind == "end" else number - 1)
            open_ = []
        if found and kind != "end":
            open_.append((name, [found[2] or ""], (number, found.start(2) + 1)))
        elif open_ and kind == "none":
            open_[-1][1].append(line)
    if open_:
        first = open_[0][2][0]
        message = f"the last record does not end with {grammar.end}; it is kept, but may be cut off"
        report(Problem(message, line=first, text=lines[first - 1]), on_problem)
        yield _record(open_, grammar, len(lines))


def _heading(lines: Sequence[str], grammar: Grammar, on_problem: OnProblem | None) -> int:
    """Remark on text above the first record; return how many lines it takes."""
    tagged = ((at, grammar.line.fullmatch(line)) for at, line in enumerate(lines))
    at, found = next(((at, found) for at, found in tagged if found), (0, None))
    text = next((line for line in lines[:at] if not _is_nothing(line)), "")
    if not text or found is None or found[1].upper() not in {grammar.start, *grammar.outside}:
        return 0
    message = "text above the first record belongs to none; it is left out"
    report(Problem(message, line=lines.index(text) + 1, text=text, lost=False), on_problem)
    return at


def _is_nothing(line: str) -> bool:
    return not line.strip() or _RECORD_NUMBER.fullmatch(line) is not None


def _record(
    tags: Iterable[tuple[str, list[str], tuple[int, int]]], grammar: Grammar, last: int
) -> Record:
    read: list[Tag] = []
    for name, pieces, place in tags:
        if len(pieces) == 1:  # as most are
            read.append(Tag(name, grammar.read(name, pieces[0]), (pieces[0],), place))
            continue
        for begin, end in _values(pieces, grammar.apart.get(name)):
            lines = tuple(pieces[begin:end])
            at = (place[0] + begin, 1) if begin else place
            read.append(Tag(name, grammar.read(name, " ".join(lines)), lines, at))
    return Record(tuple(read), read[0].place[0], last)


def _values(lines: Sequence[str], apart: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield where each of the values on a tag's lines begins and ends."""
    if apart is None:
        return iter([(0, len(lines))])
    begins = (at for at, line in enumerate(lines) if at and apart.match(line))
    return pairwise([0, *begins, len(lines)])


class Tags:
    """The tags of a record that say something and that no field has taken yet."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        self._left: dict[str, list[Tag]] = {}
        for tag in tags:
            if tag.text:
                self._left.setdefault(tag.name, []).append(tag)

    def get(self, name: str) -> tuple[Tag, ...]:
        """Return what is left under a name, without taking it."""
        return tuple(self._left.get(name, ()))

    def names(self) -> tuple[str, ...]:
        """Return the names under which something is left."""
        return tuple([name for name, tags in self._left.items() if tags])

    def take(self, *tags: Tag) -> None:
        """Take these tags."""
        taken = set(tags)
        for name in {tag.name for tag in tags}:
            self._left[name] = [tag for tag in self._left[name] if tag not in taken]

    def take_all(self, names: Iterable[str]) -> list[Tag]:
        """Take everything under the names, in their order."""
        return [tag for name in names for tag in self._left.pop(name, ())]

    def first(self, names: Sequence[str], fits: Callable[[Tag], bool] | None = None) -> Tag | None:
        """Take the first tag under one of the names that `fits`, and with it all that repeat it."""
        for name in names:
            for tag in self._left.get(name, ()):
                if fits is None or fits(tag):
                    for other in names:
                        if other in self._left:
                            kept = [one for one in self._left[other] if one.text != tag.text]
                            self._left[other] = kept
                    return tag
        return None

    def put_back(self, tag: Tag) -> None:
        """Leave a taken tag after all, before the others of its name."""
        self._left.setdefault(tag.name, []).insert(0, tag)

    def rename(self, names: Iterable[str], name: str) -> None:
        """Move what is under the names to `name`, before what is there already."""
        self._left[name] = [*self.take_all(names), *self._left.get(name, ())]

    def swap(self, one: str, other: str) -> None:
        """Swap what is under two names."""
        left = self._left
        left[one], left[other] = left.get(other, []), left.get(one, [])

    def keep(self, draft: Draft, prefix: str) -> None:
        """Put what is left into `extra`, each value of a tag, under `prefix` and the tag's name."""
        for name, tags in self._left.items():
            if tags:
                draft.extra[f"{prefix}{name}"] = [tag.text for tag in tags]
