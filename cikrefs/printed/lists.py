"""Find the reference list in a document and cut it into entries.

Lists are numbered, bulleted, set apart by blank lines or by nothing but the next author's name, and
documents mix these (13 bullets, then "14."). So a list is cut in every way of `cuts.CUTS`, and the
way whose entries read best is taken: no rule about layout is as good a judge as the grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from cikrefs.models import Reference
from cikrefs.printed import grammar, sections
from cikrefs.printed.cuts import BULLET, CUTS, NUMBERS, Line, Start, at_margin, is_hanging
from cikrefs.printed.text import joint, vocabulary

_WORKS = re.compile(
    r"; ?(?=[^\W\d_]|\()|(?<=[])\d]\.) (?=(?:[^\W\d_]\. ?){1,3}[^\W\d_]{2})"
    r"|(?<=[.)\d\]]) (?=\([a-z]\) ?[^\W\d_])"
)
_SUBLABEL = re.compile(r"\(?(?P<label>[a-z])\s?\)\s*")


_ONE = 2500
"""No single entry is longer, in characters."""
_LEAST = 8
"""Characters that entries have on average; cuts that stand closer cut no list."""

_SHORTEST = 20
"""No work is shorter, in characters."""
_LONG = 500
"""Entries up to this length, in characters, are never cut."""
_FEW = 3
"""Fewer entries make a list only where a heading says so or no other text is there."""
_USUAL = 700
"""Few entries are longer, in characters; longer ones count less."""
_SAMPLE = 30
"""Entries of a list that are read to judge a way to cut it."""

# Of 1, how much of an entry is read (see `completeness`) that:
_WHOLE = 0.9
"""is complete: what follows behind a blank line is another thing"""
_SOME = 0.6
"""is a reference and no prose"""
_EVEN = 0.55
"""counts neither for nor against a way to cut"""
_CLEAR = 0.2
"""mean worth over all entries of a numbered cut that is right without looking at the others"""
_LABELLED = 0.1
"""What a label adds to an entry's worth."""
_HANGING = 1.2
"""What a cut at the margin counts where all other lines are indented alike."""
_UNHEADED = 0.7
"""What a list without heading counts beside one with a heading."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a printed list.

    `text` is the item on one line, without its label; `label` is as printed ("14"), None for a
    bullet or nothing; `line` and `end_line` (1-based) are where it begins and ends in the document.
    `pieces` are (index in `text`, line, column), one for each line: from that index on, `text` is
    as it stands from that column (1-based) on. `cut` is the line at which text behind the last
    entry of a list is left out, None if none is.
    """

    text: str
    label: str | None
    line: int
    end_line: int
    pieces: tuple[tuple[int, int, int], ...]
    cut: int | None = None

    def position(self, index: int) -> tuple[int, int]:
        """Return (line, column), both 1-based, of the character `text[index]` in the document."""
        start, line, column = self.pieces[max(0, bisect_right(self.pieces, (index, 10**9, 0)) - 1)]
        return line, column + index - start


def entries(text: str) -> list[Entry]:
    """Return the items of the reference list in `text`, a whole document or a bare list, in order.

    A document without anything that reads like a list of references has none. Several works under
    one number are several entries with that label.
    """
    lines = sections.lines(text)
    words = vocabulary(text)
    best, best_score = list[Entry](), 0.0
    for start, headed in sections.starts(lines):
        section = sections.section(lines[start:])
        seen = list[list[Start]]()
        first = next((index for index, line in enumerate(section) if line.text.strip()), 0)
        inked = sum(len(line.text.strip()) for line in section)
        for cut in CUTS:
            starts = cut(section)
            if not starts or starts in seen or inked < _LEAST * len(starts):
                continue
            seen.append(starts)
            found = list(_entries(section, starts, words))
            found = found if headed else _without_prose(found)
            score = _score(found) * (1.0 if headed or not best else _UNHEADED)
            score *= _HANGING if cut is at_margin and is_hanging(section) else 1.0
            if score > best_score:
                best, best_score = found, score
            if starts[0].label and starts[0].at == first and score > _CLEAR * len(found):
                break
    best = _resumed(best, lines, words)
    if not _is_list(best, lines):
        return []
    return _shortened([work for entry in best for work in _works(entry)])


def _is_list(found: Sequence[Entry], lines: Sequence[Line]) -> bool:
    """Whether what was found is a list of references and not a few lines of another text.

    One or two entries are a list under a heading, or where there is hardly any other text; of
    more, a fifth must read well.
    """
    if not found:
        return False
    sample = found[:: max(1, len(found) // _SAMPLE)]
    well = sum(_reads(entry.text) > _SOME for entry in sample)
    if len(found) < _FEW:
        inked = sum(len(line.text.strip()) for line in lines)
        alone = 2 * sum(len(entry.text) for entry in found) > inked
        headed = any(sections.is_heading(line.text) for line in lines)
        return headed or (alone and well > 0)
    return 5 * well >= len(sample)


def _resumed(found: list[Entry], lines: Sequence[Line], words: frozenset[str]) -> list[Entry]:
    """Return a numbered list with what follows its last number anywhere else in the document.

    The columns of a page, or a box set into them, can put the rest of a list before its beginning.
    """
    while found and (found[-1].label or "").isdecimal():
        taken = {number for one in found for number in range(one.line, one.end_line + 1)}
        more = _next_run(int(found[-1].label or 0) + 1, lines, taken, words)
        if not more:
            break
        found = [*found, *more]
    return found


def _next_run(
    number: int, lines: Sequence[Line], taken: Collection[int], words: frozenset[str]
) -> list[Entry]:
    """Return the entries from `number` on that stand in lines not taken; none if there are none."""
    for pattern, cut in zip(NUMBERS[:3], CUTS, strict=False):
        for index, line in enumerate(lines):
            label = None if line.number in taken else pattern.match(line.text)
            if not label or label["label"] != str(number):
                continue
            rest = sections.section(lines[index:])
            end = next((at for at, one in enumerate(rest) if one.number in taken), len(rest))
            begun = cut(rest[:end])
            more = list(_entries(rest[:end], begun, words))
            if len(more) >= _FEW and _score(more) > _CLEAR * len(more):
                return more
    return []


def _shortened(found: list[Entry]) -> list[Entry]:
    """Return the entries, the last cut where it is first complete if it is far too long.

    What follows a list (appendices, tables, biographies) would else belong to its last entry.
    """
    if len(found) < _FEW:
        return found
    longest = max(_LONG, 3 * median(len(entry.text) for entry in found))
    *before, last = found
    return [*before, _first_work(last) if len(last.text) > longest else last]


def _first_work(entry: Entry) -> Entry:
    """Return the entry up to the end of the first of its lines at which it is complete."""
    for (index, line, _), (_, last, _) in zip(entry.pieces[1:], entry.pieces, strict=False):
        text = entry.text[:index].rstrip()
        ends = text[-1:] in {".", ")", "]", ">"} or text[-1:].isdigit() or line > last + 1
        if ends and len(text) > _SHORTEST and _reads(text) > _WHOLE:
            pieces = _before(entry.pieces, index)
            return replace(entry, text=text, end_line=last, pieces=pieces, cut=line)
    return entry


def _before(pieces: Sequence[tuple[int, int, int]], end: int) -> tuple[tuple[int, int, int], ...]:
    return tuple(piece for piece in pieces if piece[0] < end)


def _entries(
    lines: Sequence[Line], starts: Sequence[Start], words: frozenset[str]
) -> Iterator[Entry]:
    for start, after in zip(starts, [*(start.at for start in starts), len(lines)][1:], strict=True):
        last = start is starts[-1]
        entry = _entry(lines[start.at : after], start, words, to_blank=last)
        if entry.text:
            yield entry


def _entry(lines: Sequence[Line], start: Start, words: frozenset[str], *, to_blank: bool) -> Entry:
    """Fold the lines of one entry into one, and note where each line's piece begins.

    The last entry of a list ends at a blank line (`to_blank`) if it is complete there.
    """
    folded, size, pieces, last, checked = list[str](), 0, list[tuple[int, int, int]](), lines[0], 0
    cut: int | None = None
    for index, line in enumerate(lines):
        if index and line.noise:
            continue
        bullet = BULLET.match(line.text) if index else None
        skipped = bullet.end() if bullet else 0 if index else start.width
        piece = line.text[skipped:]
        column = line.column + skipped + len(piece) - len(piece.lstrip()) + 1
        piece = piece.strip()
        if not piece:
            if to_blank and checked < size < _ONE and _reads("".join(folded)) > _WHOLE:
                after = (one for one in lines[index:] if one.text.strip() and not one.noise)
                cut = next((one.number for one in after), None)
                break
            checked = size
            continue
        if folded:
            lost, glue = joint(folded[-1], piece[:40], words)
            folded[-1] = folded[-1][: len(folded[-1]) - lost] + glue
            size += len(glue) - lost
        pieces.append((size, line.number, column))
        folded.append(piece)
        size += len(piece)
        last = line
    places = tuple(pieces) or ((0, lines[0].number, 1),)
    return Entry("".join(folded), start.label, lines[0].number, last.number, places, cut)


def _without_prose(found: list[Entry]) -> list[Entry]:
    """Drop what cannot be read before the first and after the last entry that can."""

    def reads(index: int) -> bool:
        text = found[index].text
        return _SHORTEST < len(text) < _ONE and _reads(text) > _SOME

    step = max(1, len(found) // (2 * _SAMPLE))
    if not any(reads(index) for index in range(0, len(found), step)):
        return []
    first = next(index for index in range(len(found)) if reads(index))
    last = next(index for index in reversed(range(len(found))) if reads(index))
    *kept, end = found[first : last + 1]
    after = next((entry.line for entry in found[last + 1 :]), end.cut)
    return [*kept, replace(end, cut=after)]


def _score(found: Sequence[Entry]) -> float:
    """Say how well a way to cut reads: the entries that read completely, less those that do not."""
    step = max(1, len(found) // _SAMPLE)
    sample = found[::step]
    return sum(_worth(entry) for entry in sample) / max(1, len(sample)) * len(found)


def _worth(entry: Entry) -> float:
    text = entry.text
    if len(text) > _ONE:
        return -1.0
    too_long = max(0, len(text) - _USUAL) / 2000
    return _reads(text) - _EVEN - too_long + _LABELLED * bool(entry.label)


def _reads(text: str) -> float:
    return completeness(grammar.read(text).reference)


def completeness(reference: Reference) -> float:
    """Say how much of a reference was read, from 0 (nothing) to 1."""
    return (
        0.35 * bool(reference.author)
        + 0.3 * bool(reference.issued)
        + 0.1 * bool(reference.title)
        + 0.25
        * bool(
            reference.page
            or reference.volume
            or reference.DOI
            or reference.publisher
            or reference.URL
        )
    )


def _works(entry: Entry) -> list[Entry]:
    """Return the works of one entry, each complete, as entries; most hold one."""
    places = {found.end() for found in _WORKS.finditer(entry.text)}
    places |= {
        index
        for index, *_ in entry.pieces[1:]
        if entry.text[:index].rstrip()[-1:] in {".", ")", "]"}
        or entry.text[index - 2 : index - 1].isdigit()
    }
    cuts = [0]
    for place in sorted(places):
        if _SUBLABEL.match(entry.text, place) or (
            _is_work(entry.text[cuts[-1] : place]) and _is_work(entry.text[place:])
        ):
            cuts.append(place)
    if len(cuts) == 1:
        return [entry]
    return [
        _part(entry, start, end)
        for start, end in zip(cuts, [*cuts[1:], len(entry.text)], strict=True)
    ]


def _is_work(text: str) -> bool:
    """Whether `text` reads as a whole work: by whom and where, or at least where."""
    if len(text) < _SHORTEST or not text[0].isupper():
        return False
    reference = grammar.parse(text)
    place = reference.volume or reference.page or reference.DOI or reference.genre
    if reference.author:
        return bool((reference.issued and place) or reference.number)
    return bool(
        reference.issued
        and reference.volume
        and reference.page
        and reference.container_title
        and not reference.title
    )


def _part(entry: Entry, start: int, end: int) -> Entry:
    """Return `entry.text[start:end]` as an entry of its own."""
    sub = _SUBLABEL.match(entry.text, start, end)
    start = sub.end() if sub else start
    text = entry.text[start:end].rstrip(" ;")
    first, last = entry.position(start), entry.position(start + max(0, len(text) - 1))
    pieces = [(0, *first)] + [
        (index - start, line, column)
        for index, line, column in entry.pieces
        if start < index < start + len(text)
    ]
    return replace(entry, text=text, line=first[0], end_line=last[0], pieces=tuple(pieces))
