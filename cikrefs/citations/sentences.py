"""Sentences of a document: where each begins and ends, across line ends and page breaks.

A sentence ends at a stop before a space and a capital, unless the stop belongs to an abbreviation
or an initial; reference marks after the stop ("shown.^1^") still belong to it. A blank line, a
heading and a list item end it too, unless the line after a blank one continues in lower case, as
text does after a page break.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_END = re.compile(
    rf"[.!?][\"”’')\]*_]{{0,4}}(?:\^[^\s^]{{1,40}}\^?|<sup>[^<]{{1,60}}</sup>"
    rf"|[{_RAISED}][{_RAISED},–]{{0,20}}|\s?\\?\[\d[\d,;–\- ]{{0,60}}\\?\])?(?=\s)"
)
_NEXT = re.compile(r"\s+(?P<opening>[\"“‘'(\[*_<^]{0,3})(?P<first>\S)?")
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]{0,20}(?:[-*•+]|#{1,6}|\d{1,3}[.)])\s)")
_HEADING = re.compile(r"^#{1,6}\s[^\n]*\n", re.MULTILINE)
_LAST_WORD = re.compile(r"(?:[^\W\d_]|[.-]){1,40}$")
_ABBREVIATIONS = frozenset(
    """al approx ca cf ch chap co corp dept dr e.g ed eds eq eqs fig figs i.e inc jr ltd mr mrs ms
    nos op p pp prof ref refs resp sec sect sp spp sr st subsp supp suppl tab univ var vol vs
    viz""".split()
)
"""Words whose stop ends no sentence."""

_BEFORE_NUMBERS = frozenset({"no"})
"""Words whose stop ends no sentence if a digit follows."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of `text` by the offsets at which they begin."""

    text: str
    starts: tuple[int, ...]

    def at(self, offset: int) -> str:
        """Return the sentence that holds the character at `offset`, on one line."""
        at = bisect_right(self.starts, offset)
        end = self.starts[at] if at < len(self.starts) else len(self.text)
        return _on_one_line(self.text, self.starts[at - 1], end)


@lru_cache(maxsize=4)
def _on_one_line(text: str, start: int, end: int) -> str:
    """Return a piece of text on one line; a sentence with many citations is asked for often."""
    return " ".join(text[start:end].split())


def sentences(text: str) -> Sentences:
    """Return the sentences of a document."""
    starts = {0}
    for stop in _END.finditer(text):
        following = _NEXT.match(text, stop.end(), stop.end() + 200)
        if following and not _goes_on(text, stop.start(), following["first"] or ""):
            starts.add(following.start("opening"))
    for gap in _BREAK.finditer(text):
        goes_on = gap[0] != "\n" and text[gap.end() : gap.end() + 1].islower()
        if not goes_on or _is_closed(text, gap.start()):
            starts.add(gap.end())
    for heading in _HEADING.finditer(text):
        starts.update(heading.span())
    return Sentences(text, tuple(sorted(starts)))


def _goes_on(text: str, stop: int, following: str) -> bool:
    """Whether the stop at `stop`, followed by `following`, ends no sentence."""
    if following.islower():
        return True
    if text[stop] != ".":
        return False
    found = _LAST_WORD.search(text, max(0, stop - 12), stop)
    word = found[0] if found else ""
    is_initial = len(word) == 1 and word.isupper()
    return (
        is_initial
        or word.lower() in _ABBREVIATIONS
        or (word.lower() in _BEFORE_NUMBERS and following.isdigit())
    )


def _is_closed(text: str, end: int) -> bool:
    """Whether what stands before `end` ends like a sentence."""
    return text[max(0, end - 40) : end].rstrip(' \t\r\n*_"”’)]').endswith((".", "!", "?", ":"))
