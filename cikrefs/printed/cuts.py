"""Ways to cut a list into entries: at labels, at bullets, at blank lines, at authors.

A way is a function from the list's lines to where entries start. Which one is right is decided by
reading (`lists`); a new way is a new function in CUTS.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from cikrefs.names import UPPER
from cikrefs.printed import names
from cikrefs.printed.shapes import SHAPES, Trait
from cikrefs.printed.text import joint

BULLET = re.compile(r"\s{0,80}[-•*·–▪●◦+](?:\s+)(?=\S)")
_ANCHOR = r"(?:<(?:span|a) (?:id|name)=[^<>]{0,80}></(?:span|a)>\s?)?"
"""What converters of PDFs leave before a label."""
NUMBERS: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"\s{{0,80}}+(?:[-•*]\s+)?{_ANCHOR}\\?\[(?:\\\[|<sup>)?\s?(?P<label>\d{{1,4}}[a-z]?)\s?"
        r"(?:</sup>)?\\?\](?:\\?\])?(?:\(#[^()\s]{0,80}\))?[.:]?\s*"
    ),
    re.compile(r"\s{0,80}+(?:[-•*]\s+)?(?P<label>\d{1,4})\s?\.(?!\d)\s*"),
    re.compile(r"\s{0,80}+(?:[-•*]\s+)?\((?P<label>\d{1,4})\)\s*"),
    re.compile(r"\s{0,80}(?P<label>\d{1,4})\)\s*"),
    re.compile(r"\s{0,80}(?P<label>\d{1,4})(?:\s+(?=[^\W\d])|\s*$)"),
)
_LETTERS = re.compile(
    rf"\s{{0,80}}+(?:[-•*]\s+)?{_ANCHOR}\\?\[(?P<label>[^\W\d_](?:[^\[\]\n]{{0,60}}\d{{2,4}}\)?[a-z]?"
    r"|[\w+]{1,8}))\\?\](?=\s|$)\s*"
)
"""A label that names its work: "[Lee98]", "[LA+19]", "[Lee and Abel(1998)]"."""
_COMPLETE = re.compile(
    r"(?:[.\d)\]>]|(?:CrossRef|Medline|PubMed|Scholar|Web|\d[a-zA-Z]"
    r"|(?:\b10\.\d{4,9}/|\bhttps?://|\bwww\.)\S+))\s*$"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d|in press|submitted|n\.d\.", re.IGNORECASE)
_DATABASE = re.compile(
    r"(?:CrossRef|Medline|PubMed|Google|Available|Accessed|Retrieved|https?:|doi)\b", re.IGNORECASE
)
_REPEATED = re.compile(r"(?:[-–—_]{1,6}|[-–—_] ?[-–—_] ?[-–—_])(?:[,.;&( ~]|$)")
_YEAR_FIRST = re.compile(rf"(?:\d |[\W_]{{1,4}})?(?:1[89]|20)\d\d[a-z]?\. [{UPPER}]")
"""A year where the dash for the same author was left out, or is no dash any more."""
_MAY_BEGIN = re.compile(
    rf"[{UPPER}*“]|(?:d[aeiou]|van|von|ter?|la|le|el|al|bin|ben)\b|[dl'’]['’]|[’']t"
)
_FEW = 3
"""Fewer labels of letters may be anything in brackets."""
_OPEN = re.compile(r"(?:,|\b(?:and|of|the|in|on|for|a|with|&)|-)\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document, or its piece from `column` (0-based) on; `noise`: a page number."""

    number: int
    column: int
    text: str
    noise: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """An entry begins in line `at` (an index) after `width` characters of label."""

    at: int
    width: int
    label: str | None


def _numbered(pattern: re.Pattern[str]) -> Callable[[Sequence[Line]], list[Start]]:
    def cut(lines: Sequence[Line]) -> list[Start]:
        """Cut at numbers that continue, by one to three, or up to where they continue again."""
        found = [
            (index, match)
            for index, line in enumerate(lines)
            if (match := pattern.match(line.text))
        ]
        counts = [_count(match["label"]) for _, match in found]
        starts, last = list[Start](), None
        for (index, match), count, after in zip(found, counts, [*counts, (0, "")][1:], strict=True):
            if (
                last is None
                or _is_next(count, last)
                or last[0] < count[0] <= last[0] + 3
                or (count[0] > last[0] and after[0] == count[0] + 1)
            ):
                starts.append(Start(index, match.end(), match["label"]))
                last = count
        return starts

    return cut


def _count(label: str) -> tuple[int, str]:
    """Return a label's number and the letter behind it: of "1a" 1 and "a", of "1" 1 and ""."""
    digits = label.rstrip(ascii_lowercase)
    return int(digits), label[len(digits) :]


def _is_next(count: tuple[int, str], last: tuple[int, str]) -> bool:
    """Whether a label counts on by one: "2", "2a" or, where the last has a letter, "1b"."""
    letters = last[1] + count[1]
    is_letter = count[0] == last[0] and len(letters) == 2 and letters in ascii_lowercase
    return is_letter or count[0] == last[0] + 1


def _lettered(lines: Sequence[Line]) -> list[Start]:
    """Cut at labels of letters; they differ, and the list begins with one."""
    found = [(at, match) for at, line in enumerate(lines) if (match := _LETTERS.match(line.text))]
    labels = {match["label"] for _, match in found}
    first = next((at for at, line in enumerate(lines) if line.text.strip()), -1)
    if len(found) < _FEW or 10 * len(labels) < 9 * len(found) or found[0][0] != first:
        return []
    return [Start(at, match.end(), match["label"]) for at, match in found]


def _marked(lines: Sequence[Line]) -> list[Start]:
    """Cut at bullets and at numbers that continue; before a small letter there is no bullet."""
    starts, last = list[Start](), None
    for index, line in enumerate(lines):
        number = NUMBERS[1].match(line.text) or NUMBERS[0].match(line.text)
        bullet = BULLET.match(line.text)
        if number and (last is None or _is_next(_count(number["label"]), last)):
            last = _count(number["label"])
            starts.append(Start(index, number.end(), number["label"]))
        elif bullet:
            rest = line.text[bullet.end() :]
            if not rest[0].islower() or not starts or names.read(rest):
                starts.append(Start(index, bullet.end(), None))
                last = last and (last[0] + 1, "")
    return starts if any(BULLET.match(lines[start.at].text) for start in starts) else []


def _at_blank_lines(lines: Sequence[Line]) -> list[Start]:
    """Cut after blank lines."""
    return [
        Start(index, 0, None)
        for index, line in enumerate(lines)
        if line.text.strip()
        and not line.noise
        and (index == 0 or not lines[index - 1].text.strip())
    ]


def _at_lines(lines: Sequence[Line]) -> list[Start]:
    """Cut at every line."""
    return [
        Start(index, 0, None)
        for index, line in enumerate(lines)
        if line.text.strip() and not line.noise
    ]


def at_margin(lines: Sequence[Line]) -> list[Start]:
    """Cut at the lines that stand further left than others."""
    indents = {
        index: len(line.text) - len(line.text.lstrip())
        for index, line in enumerate(lines)
        if line.text.strip()
    }
    margin = min(indents.values(), default=0)
    if margin == max(indents.values(), default=0):
        return []
    return [Start(index, 0, None) for index, indent in indents.items() if indent == margin]


def is_hanging(lines: Sequence[Line]) -> bool:
    """Whether most lines stand at the margin or at one other place, and many at either."""
    indents = Counter(
        len(line.text) - len(line.text.lstrip()) for line in lines if line.text.strip()
    )
    first = indents.pop(min(indents, default=0), 0)
    total = first + indents.total()
    # pages differ a little
    other = max((indents[at] + indents[at + 1] for at in [*indents]), default=0)
    return 10 * (first + other) > 8 * total and 10 * min(first, other) > total


def _at_authors(lines: Sequence[Line]) -> list[Start]:
    """Cut at lines that begin with names and follow lines that may end an entry.

    The entry that ends must have had a year, unless the list has none.
    """
    blocks = dict(_blocks(lines))
    orders = Counter(_order(block) for block in blocks.values())
    starts, year_seen = list[Start](), True
    for index, line in enumerate(lines):
        block = blocks.get(index)
        if (
            block
            and year_seen
            and (block.ending is names.Ending.YEAR or 3 * orders[_order(block)] > len(blocks))
        ):
            starts.append(Start(index, 0, None))
            year_seen = False
        year_seen = year_seen or bool(_YEAR.search(line.text))
    return starts


def _order(block: names.Block) -> str:
    """Return what comes first in the block's names: "family", "given", or "group"."""
    if block.shape == names.GROUP:
        return names.GROUP
    return "given" if Trait.GIVEN_FIRST in SHAPES[block.shape].traits else "family"


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[int, names.Block]]:
    """Yield, by the index of their line, the author blocks that begin where an entry may begin."""
    previous = ""
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text or line.noise:
            continue
        if not previous or (not _OPEN.search(previous) and not _DATABASE.match(text)):
            if _REPEATED.match(text) or (_YEAR_FIRST.match(text) and _COMPLETE.search(previous)):
                block: names.Block | None = names.Block(
                    (), (0, 0), 0, names.GROUP, names.Ending.YEAR
                )
            else:
                block = names.read(_ahead(lines, index)) if _MAY_BEGIN.match(text) else None
            if block and (
                _COMPLETE.search(previous) or block.ending is names.Ending.YEAR or not previous
            ):
                yield index, block
        previous = text


def _ahead(lines: Sequence[Line], index: int) -> str:
    """Return the line and as much after it as a long author block needs."""
    text = lines[index].text.strip()
    for line in lines[index + 1 : index + 12]:
        cut, glue = joint(text[-40:], line.text.strip()[:40], ())
        text = text[: len(text) - cut] + glue + line.text.strip()
        if len(text) > 900 or names.PAREN_YEAR.search(text):
            break
    return text


CUTS: tuple[Callable[[Sequence[Line]], list[Start]], ...] = (
    *(_numbered(pattern) for pattern in NUMBERS),
    _lettered,
    _marked,
    _at_blank_lines,
    at_margin,
    _at_authors,
    _at_lines,
)
