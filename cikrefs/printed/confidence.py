"""How sure a reading is: can the printed string be printed again from what was read?

"partial" leaves characters unread. "full" claims them all. "exact" also gives the string back:
each field, printed as its place in the string demands, is exactly the characters printed there
(initials with or without stops, pages with the print's dash, the year alone), and nothing but
punctuation and the words that styles put between fields is around them; and no field holds what
looks like another's (`doubts`). A misread name does not spell itself again, a word nobody claims
stands out, and a publisher that was taken for a journal does not look like one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from cikrefs.models import OTHERS, Date, Name, Span
from cikrefs.printed.doubts import Read, doubtful

Confidence = Literal["exact", "full", "partial"]

_BETWEEN = re.compile(
    r"(?:\W|_|\b(?:https?|dx|doi|org|www|pmid|pmcid|pmc|arxiv|in|eds?|editors?|vol|volume|no"
    r"|issue|pp?|pages?|art|article|id|and|et|al|the|from|at|available|accessed|retrieved|url"
    r"|isbn|issn|cited|suppl)\b)*+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s{0,40}(?:[\[(]?\d{1,4}[a-z]?[\]).]|\[[^\W\d_][\w+]{1,15}\])")
_LEFT_OUT = re.compile(
    r"(?:and|und|et|y|e)?(?:etal|others|andcoworkers|andcolleagues)?(?:eds?|editors?|hrsg)?"
)
_JOINED = ("", "and", "und", "et", "y", "e")
_OTHER = re.compile(r"[\W\d_]+")
_YEAR = re.compile(r"\d{4}")
_PLAIN = {**dict.fromkeys(map(ord, "‐‑‒–—−"), "-"), **dict.fromkeys(map(ord, "*_“”\"’‘'"))}


def confidence(
    text: str, values: Mapping[str, object], spans: Mapping[str, Span], *, unparsed: bool
) -> Confidence | None:
    """Return how sure the reading of a printed string is; None if nothing was read.

    `values` are those that stand at `spans` of `text`, by variable; `unparsed` says that more
    stands there.
    """
    if not spans:
        return None
    if unparsed:
        return "partial"
    again = _prints_again(text, values, spans)
    return "exact" if again and not doubtful(Read(text, values, spans)) else "full"


def _prints_again(text: str, values: Mapping[str, object], spans: Mapping[str, Span]) -> bool:
    label = _LABEL.match(text)
    at = label.end() if label else 0
    for variable, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        if start < at or not _BETWEEN.fullmatch(text, at, start):
            return False
        if not _prints(values.get(variable), text[start:end]):
            return False
        at = end
    return _BETWEEN.fullmatch(text, at) is not None


def _prints(value: object, printed: str) -> bool:
    """Whether `value` in the print's manner is `printed`."""
    if isinstance(value, Date):
        year = _YEAR.search(printed)
        return year is not None and year[0] == f"{value.year:04d}"
    if isinstance(value, tuple):
        return _spells(value, printed)
    return isinstance(value, str) and (value == printed or _plain(value) == _plain(printed))


def _plain(text: str) -> str:
    """Return `text` without what a style decides: dashes' width, markup, quotes, outer stops."""
    return " ".join(text.translate(_PLAIN).split()).strip(" .,;:")


def _spells(names: Sequence[Name], printed: str) -> bool:
    """Whether the letters of the names, in either order of their parts, are those printed."""
    letters, at = _letters(printed), 0
    for name in names:
        if name == OTHERS:
            break
        end = _end(name, letters, at)
        if end is None:
            return False
        at = end
    return _LEFT_OUT.fullmatch(letters, at) is not None


def _end(name: Name, letters: str, at: int) -> int | None:
    """Return where a name at `at`, perhaps after an "and", ends; None if another is there."""
    forms = _forms(name)
    for joined in _JOINED:
        if letters.startswith(joined, at):
            for form in forms:
                if letters.startswith(form, at + len(joined)):
                    return at + len(joined) + len(form)
    return None


def _forms(name: Name) -> list[str]:
    family, given, suffix = map(_letters, (name.family, name.given, name.suffix))
    forms = [family + given + suffix, given + family + suffix]
    if suffix:
        forms.append(family + suffix + given)
    if name.literal:
        forms.append(_letters(name.literal))
    return [form for form in forms if form]


@lru_cache(maxsize=10_000)
def _letters(text: str) -> str:
    return _OTHER.sub("", text).lower()
