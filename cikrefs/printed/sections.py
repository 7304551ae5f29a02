"""Where in a document a list of references may stand, and where it ends.

Under a heading, or at a run of numbers that counts up at the starts of lines, heading or not; else
the whole text may be a list. Which of these it is, reading decides (`lists`). A heading that is
printed again and again is a running head: the list begins at the first of them. Line numbers of
manuscripts are told by most lines beginning with numbers that count up through words in small
letters, and are no part of the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cikrefs.printed.cuts import NUMBERS, Line
from cikrefs.printed.words import entries

_NAMES = "|".join(
    re.escape(name).replace(r"\ ", r"\s+").replace(" ", r"\s+")
    for name in sorted(entries("headings"), key=len, reverse=True)
)
_HEADING = re.compile(
    r"[#>*_\s■●▪◼]*(?:(?:\d{1,2}|[A-Z]|[IVX]{1,4})\.?\s+)?(?:\d\.\d\s+)?"
    rf"(?:{_NAMES}|r ?e ?f ?e ?r ?e ?n ?c ?e ?s)(?:\s*\(\d{{1,4}}\))?[*_:.\s]*",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"\s*(?:REFERENCES|References|R E F E R E N C E S|Bibliography|BIBLIOGRAPHY"
    r"|Literature Cited)[:.]?\s+(?=\S)"
)
_END = re.compile(
    r"[#*_\s]*(?:publisher['’]s note|springer nature or its licensor|append(?:ix|ices)\b"
    r"|ap[êe]ndices?\b|anexos?\b|anhang\b|annexes?\b"
    r"|supplement(?:ary|al) (?:material|information|data)"
    r"|supporting information|acknowledge?ments?\b|author contributions?|funding\b"
    r"|conflicts? of interest|competing interests|data availability"
    r"|figure (?:legend|caption)s?|tables?\s*$|figures?\s*$|(?:table|figure|fig\.) \d+[.:]"
    r"|abbreviations\s*$|open access\b|correspondence\b|affiliations?:"
    r"|b[üu]cher der abteilung|bereits erschienen|in dieser reihe"
    r"|about the authors?|biograph(?:y|ies)\b|notes on contributors|received:? \d)",
    re.IGNORECASE,
)
_APPENDIX = re.compile(r"\s*A(?:\.1)?\.?\s+[A-Z][\w-]*(?: [\w-]+){0,7}\s*")
"""The heading of a first appendix ("A Implementation details"); names end in stops."""
_TITLE = re.compile(r"\s*#{1,6}\s|\s*\\(?:sub)*section")
_NOISE = re.compile(
    r"\s*(?:<!--.{0,200}-->|\d{1,4}(?:\s+\d)?|page \d+(?: of \d+)?|[-–—_=*]{3,}|\d+ of \d+"
    r"|\x0c)\s*",
    re.IGNORECASE,
)
_LONG = 600
_PSEUDO_LINE = re.compile(r"(?<=[.\d)\]]) (?=[^\W\d_]|\[?\(?\d{1,3}[\]).]+ )")
_LINE_NUMBER = re.compile(r"\s{0,12}(\d{1,5})(?:\s+(?=(?P<first>\S))|\s*$)")

_HEADING_WIDTH = 80
"""No line that is a heading is as long."""
_HEADINGS = 3
"""Headings from the end on that are tried."""
_RUNNING = 3
"""A heading printed so often is a running head."""
_RUN = 5
"""The fewest numbers that make a run a list."""
_RUNS = 3
"""Runs from the end on that are tried."""
_NUMBERED_LINES = 6
"""The fewest lines that can be told to be numbered."""


def lines(text: str) -> list[Line]:
    """Return the lines of `text` without the numbers of a manuscript's lines."""
    split = text.split("\n")
    skipped = _line_numbers(split)
    found = list[Line]()
    unfinished = False
    for index, line in enumerate(split):
        at = skipped[index] if skipped else 0
        found += _pieces(index + 1, at, line, unfinished)
        unfinished = line.rstrip()[-1:].isalpha() or line.rstrip().endswith(
            (",", ":", ";", "-", "–")
        )
    return found


def _pieces(number: int, column: int, line: str, unfinished: bool) -> Iterator[Line]:
    """Yield a line from `column` on; a very long one in pieces where an entry may begin."""
    heading = _RUN_IN.match(line, column)
    at = heading.end() if heading and len(line) > 60 else column
    is_list = at > column
    if is_list:
        yield Line(number, 0, "References", noise=False)
    years = re.finditer(r"\b(?:19|20)\d\d\b", line)
    if len(line) > _LONG and sum(1 for _ in zip(years, range(5), strict=False)) == 5:
        for found in _PSEUDO_LINE.finditer(line, at):
            yield Line(number, at, line[at : found.start()])
            at = found.end()
    noise = at == column and _is_noise(line[at:], unfinished)
    yield Line(number, at, line[at:], noise=noise)


def _line_numbers(split: Sequence[str]) -> list[int]:
    """Return how many characters of each line are its number; nothing if lines have none."""
    inked = [index for index, line in enumerate(split) if line.strip()]
    found = {index: match for index in inked if (match := _LINE_NUMBER.match(split[index]))}
    if len(inked) < _NUMBERED_LINES or 10 * len(found) < 8 * len(inked):
        return []
    numbers = [int(match[1]) for match in found.values()]
    counted = sum(after - before == 1 for before, after in pairwise(numbers))
    in_words = sum((match["first"] or "A").islower() for match in found.values())
    is_headed = any(is_heading(split[index][match.end() :]) for index, match in found.items())
    is_prose = 10 * in_words >= len(numbers) >= 2 * _NUMBERED_LINES
    if 10 * counted < 8 * len(numbers) or not (is_headed or is_prose):
        return []
    return [found[index].end() if index in found else 0 for index in range(len(split))]


def _is_noise(line: str, unfinished: bool) -> bool:
    """Whether a line is a page number, a running head or the like, and ends no sentence."""
    return (bool(_NOISE.fullmatch(line)) and not unfinished) or is_heading(line)


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a list of references."""
    short = line.strip() if len(line) > _HEADING_WIDTH else line
    return len(short) < _HEADING_WIDTH and bool(_HEADING.fullmatch(short))


def starts(found: Sequence[Line]) -> list[tuple[int, bool]]:
    """Return indices of lines a list may start at, and whether a heading says so."""
    headings = [index for index, line in enumerate(found) if is_heading(line.text)]
    titles = [" ".join(found[index].text.split()).lower() for index in headings]
    running = Counter(titles)
    first = {titles.index(title) for title, times in running.items() if times >= _RUNNING}
    chosen = [*(headings[at] for at in sorted(first)), *headings[-_HEADINGS:]]
    runs = [index for index in _runs(found) if not any(0 < index - at < 4 for at in chosen)]
    return [
        *((index + 1, True) for index in dict.fromkeys(chosen)),
        *((index, False) for index in runs if index),
        (0, False),
    ]


def _runs(found: Sequence[Line]) -> list[int]:
    """Return where the last long runs of numbers begin that count up from one."""
    runs = list[tuple[int, int]]()
    for pattern in NUMBERS[:3]:
        begun, last, length = -1, 0, 0
        for index, line in enumerate(found):
            match = pattern.match(line.text)
            number = int(re.sub(r"\D", "", match["label"])) if match else 0
            if number == 1:
                runs.append((begun, length))
                begun, last, length = index, 1, 1
            elif begun >= 0 and last < number <= last + 3:
                last, length = number, length + 1
        runs.append((begun, length))
    return sorted(begun for begun, length in runs if length >= _RUN)[-_RUNS:]


def section(found: Sequence[Line]) -> list[Line]:
    """Return the lines up to where the list ends."""
    open_entry, blank = False, False
    for index, line in enumerate(found):
        text = line.text
        ends = _TITLE.match(text) or (
            not open_entry
            and (_END.match(text) or (blank and index > 1 and _APPENDIX.fullmatch(text)))
        )
        if ends and index:
            return list(found[:index])
        inked = text.rstrip()
        blank = not inked
        open_entry = bool(
            inked and not inked.endswith((".", ")", ">", "]")) and not inked[-1].isdigit()
        )
    return list(found)
