"""Text that knows where each of its characters stood, so that every field read is a place in print.

Print arrives with Markdown or HTML markup, ligatures, line ends inside words and odd blanks. The
grammar reads a cleaned text without them; spans refer to the string that was given. So cleaning
is a list of small edits of the given string that keeps the index each character came from.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cikrefs.models import Span
from cikrefs.printed.words import FIRST_HALVES, SECOND_HALVES

Edit = tuple[int, int, str]
"""Replace what stands from start to end (exclusive) by a string no longer than that, or by
nothing."""

_TAGS = "i|em|b|strong|sup|sub|u|sc|scp|span|italic|bold"
_EDITS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("<", re.compile(rf"</?(?:jats:)?(?:{_TAGS})(?: [^<>]{{0,200}})?>", re.IGNORECASE), ""),
    ("<", re.compile(r"<(?=(?:https?://|doi:|10\.\d)[^\s<>]{1,2000}>)", re.IGNORECASE), ""),
    (">", re.compile(r"(?<=\S)>(?=[\s.,;)]|$)"), ""),
    ("\\", re.compile(r"\\(?=[_*&#%$\[\]()<>~-])"), ""),
    ("&", re.compile(rf"&lt;/? ?(?:{_TAGS})&gt;", re.IGNORECASE), ""),
    ("&", re.compile(r"&amp;"), "&"),
    ("&", re.compile(r"&lt;"), "<"),
    ("&", re.compile(r"&gt;"), ">"),
    ("&", re.compile(r"&nbsp;"), " "),
)
"""What marks up print but is no part of it: a character that must occur, the pattern, what is
meant."""

_EMPHASIS = (
    ("*", re.compile(r"(\*{1,3})(?=[^\s*])[^*]*(?<=[^\s*])\1")),
    ("_", re.compile(r"(?<![\w/.-])(_{1,2})(?=[^\s_])[^_]*(?<=[^\s_])\1(?![\w/])")),
)
_ITALIC = re.compile(r"<(?:i|em|italic|jats:italic)>([^<>]*)</", re.IGNORECASE)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_UNSEEN = "[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]"
_INVISIBLE = re.compile(_UNSEEN)
_BLANK = re.compile(rf"\s*\n\s*|\s(?:{_UNSEEN}*+\s)+|[^\S ]")
_HYPHEN_END = re.compile(r"[-\u2010]\s*\n")
_UNCLEAN = re.compile(
    r"[*_<>\\&\u00ad\u200b\u2060\ufeff\x00-\x1f\x7fﬀ-ﬆ"
    r"\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
"""Markup, what cannot be seen, and every blank but the space."""


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned string; `offsets[i]` is the index of its i-th character in the string it came from.

    `emphasis` holds the spans, in the cleaned string, that stood in italics.
    """

    string: str
    offsets: Sequence[int]
    emphasis: tuple[Span, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Return where `string[start:end]`, which is not empty, stood."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def without(self, spans: Iterable[Span]) -> Text:
        """Return the text without these pieces of it, which are in order and apart."""
        string, offsets, start, holes = [], list[int](), 0, list(spans)
        for hole in holes:
            string.append(self.string[start : hole[0]])
            offsets.extend(self.offsets[start : hole[0]])
            start = hole[1]
        string.append(self.string[start:])
        offsets.extend(self.offsets[start:])
        left = _left(holes)
        emphasis = ((left(start), left(end)) for start, end in self.emphasis)
        kept = tuple(span for span in emphasis if span[0] < span[1])
        return Text("".join(string), tuple(offsets), kept)


_LOOSE = re.compile(r"(?<=\S) (?=[,;.)\]](?!\.))|(?<=[(\[]) (?=\S)")
_LOOSE_PAIRS = (" ,", " ;", " .", " )", " ]", "( ", "[ ")


def tightened(text: Text) -> Text:
    """Return the text without the blanks that damaged print has before stops and in brackets."""
    if not any(pair in text.string for pair in _LOOSE_PAIRS):
        return text
    loose = [found.span() for found in _LOOSE.finditer(text.string)]
    return text.without(loose) if loose else text


def _left(holes: Sequence[Span]) -> Callable[[int], int]:
    """Return what tells where an index is after the removal of `holes`."""
    starts = [start for start, _ in holes]
    removed = [0, *accumulate(end - start for start, end in holes)]

    def left(index: int) -> int:
        before = bisect_right(starts, index)
        if not before:
            return index
        start, end = holes[before - 1]
        return index - removed[before - 1] - (min(index, end) - start)

    return left


def clean(string: str) -> Text:
    """Return `string` on one line without markup, each run of blanks as one blank."""
    if not (_UNCLEAN.search(string) or "  " in string or string != string.strip(" ")):
        return Text(string, range(len(string)))
    edits, italics = _markup(string)
    edits += [(found.start(), found.end(), "") for found in _INVISIBLE.finditer(string)]
    edits += [
        (found.start(), found.end(), _LIGATURES[found[0]]) for found in _LIGATURE.finditer(string)
    ]
    words: Collection[str] | None = None
    for found in _BLANK.finditer(string):
        start, end, glue = found.start(), found.end(), " "
        if "\n" in found[0]:
            if words is None:
                words = vocabulary(string) if _HYPHEN_END.search(string) else ()
            cut, glue = joint(string[max(0, start - 80) : start], string[end : end + 40], words)
            start -= cut
        edits.append((start, end, glue))
    return _edited(string, sorted(edits, key=lambda edit: (edit[0], -edit[1])), italics)


def _markup(string: str) -> tuple[list[Edit], list[Span]]:
    """Return the edits that take markup away, and the spans in `string` that stand in italics."""
    edits, italics = list[Edit](), list[Span]()
    for char, pattern, meant in _EDITS:
        if char in string:
            edits += [(found.start(), found.end(), meant) for found in pattern.finditer(string)]
    if "<" in string:
        italics += [found.span(1) for found in _ITALIC.finditer(string)]
    for char, pattern in _EMPHASIS:
        if char in string:
            for found in pattern.finditer(string):
                start, end, width = found.start(), found.end(), len(found[1])
                edits += [(start, start + width, ""), (end - width, end, "")]
                italics.append((start + width, end - width))
    return edits, italics


def _edited(string: str, edits: Iterable[Edit], italics: Iterable[Span]) -> Text:
    """Apply the edits in order; of two that overlap the first holds."""
    pieces, offsets, start = list[str](), list[int](), 0
    for edit_start, edit_end, meant in edits:
        if edit_start < start:
            continue
        pieces.append(string[start:edit_start])
        offsets.extend(range(start, edit_start))
        pieces.append(meant)
        offsets.extend([edit_start] * len(meant))
        start = edit_end
    pieces.append(string[start:])
    offsets.extend(range(start, len(string)))
    text = "".join(pieces)
    emphasis = [
        _inked(text, _index(offsets, italic_start), _index(offsets, italic_end))
        for italic_start, italic_end in italics
    ]
    return Text(text, tuple(offsets), tuple(span for span in emphasis if span[0] < span[1]))


def _inked(text: str, start: int, end: int) -> Span:
    """Return the span without the blanks at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _index(offsets: list[int], offset: int) -> int:
    """Return the index of the first character that stood at `offset` or after it."""
    return bisect_left(offsets, offset)


def vocabulary(string: str) -> frozenset[str]:
    """Return the words of `string`, hyphenated ones whole, in small letters."""
    return frozenset(word.lower() for word in _WORD.findall(string))


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE = re.compile(r"(?<![^\W\d_])(?<!-)(?:[^\W\d_]|-)+-$")
_AFTER = re.compile(r"[^\W\d_]+")
_BETWEEN_HALVES = frozenset("and or to versus vs as und oder et".split())


def joint(left: str, right: str, words: Collection[str]) -> tuple[int, str]:
    """Say how two lines join: how many characters `left` loses at its end, and what comes between.

    A hyphen at a line's end stays or goes as the document spells the word elsewhere (`words`, in
    small letters). Dashes between numbers and the ends of links keep what follows close to them.
    """
    if not left.strip() or not right:
        return 0, ""
    if left[-1] == "\u00ad":
        return 1, ""
    if left[-1] in "-\u2010":
        return _hyphened(left, right, words)
    last = left.rsplit(maxsplit=1)[-1]
    broken = last[-1] in "/_=?&-" and _IN_LINK.search(last[:-1])
    link = broken or _LINK_END.search(last) or ("://" in last and right[0] in "/._-?&=")
    return 0, "" if link or (left[-1] in "–—" and left[-2:-1].strip()) else " "


def _hyphened(left: str, right: str, words: Collection[str]) -> tuple[int, str]:
    """Say how a line that ends with a hyphen joins the next."""
    before, after = _BEFORE.search(left.replace("\u2010", "-")), _AFTER.match(right)
    if not before or not after or not after[0].islower():
        return 0, "" if left[-2:-1].strip() else " "
    if after[0] in _BETWEEN_HALVES:
        return 0, " "
    return _hyphen(before[0][:-1], after[0], words), ""


_IN_LINK = re.compile(r"://|10\.\d{4,9}/|^www\.")
_LINK_END = re.compile(r"(?:^|/)(?:doi\.org/|10\.\d{4,9}/)$|https?://$")


def _hyphen(before: str, after: str, words: Collection[str]) -> int:
    """Return 1 if the hyphen between two halves of a word only marks the line's end, else 0."""
    last = before.rsplit("-", 1)[-1]
    if f"{last}{after}".lower() in words:
        return 1
    if f"{before}-{after}".lower() in words or f"{last}-{after}".lower() in words:
        return 0
    if len(last) == 1 or any(char.isupper() for char in last[1:]):
        return 0
    return int(last.lower() not in FIRST_HALVES and after not in SECOND_HALVES)
