"""Braces around the words of a title whose capitals must stay.

BibTeX styles and, in part, pandoc and biber lower-case titles except for what is in braces. So
braces go around a word with a capital after its first letter ({CIK}, {mRNA}) and, in a title in
sentence case, around a capitalised word that begins no sentence ({Alzheimer's}): it is a name.
In a Title In Title Case, capitals say nothing, and a style may lower them. In words joined by
hyphens, the braces hold the first to the last that need them, and their numbers ({DC-CIK},
anti-{PD-1}), so that a style that capitalises titles can capitalise the others. Each word has its
own braces, never the whole title, which would forbid styles any change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

_WORD = re.compile(r"\S+")
_CORE = re.compile(r"[^\W_](?:\S*[^\W_])?")
_PART = re.compile(r"[^-‐‑–—/]+")
_NUMBERS = re.compile(r"(?:[-‐‑–—/]\d+)+(?![^\W\d])")
_ENDS_SENTENCE = (":", ".", "?", "!")
_LONG = 4
_SMALL = frozenset(
    """about after against among before between during from into over than that through toward
    towards under upon using versus with within without""".split()
)
"""These, and shorter words (of, in, the), are lower-case in either kind of title."""


def protect(title: str, encode: Callable[[str], str], *, all_capitals: bool = False) -> str:
    """Return `title` through `encode`, with braces round each word that must keep its capitals.

    `all_capitals` is for titles of books that hold the work: no BibTeX style lowers those, but
    pandoc does, so every capitalised word is protected whatever the case of the title.
    """
    words = list(_words(title))
    with_names = all_capitals or not _is_title_case(title, words)
    pieces, end = [], 0
    for start, stop, begins_sentence in words:
        parts = [
            part.span()
            for part in _PART.finditer(title, start, stop)
            if _must_stay(
                part.group(), with_names and (part.start() > start or not begins_sentence)
            )
        ]
        if parts:
            first, last = parts[0][0], parts[-1][1]
            numbers = _NUMBERS.match(title, last, stop)
            last = numbers.end() if numbers else last
            if (first, last) == (0, len(title)):
                first = 1  # a title's first letter stays anyhow, and {{…}} would be the whole title
            pieces += [encode(title[end:first]), "{", encode(title[first:last]), "}"]
            end = last
    return "".join([*pieces, encode(title[end:])])


def _must_stay(part: str, is_name_if_capitalised: bool) -> bool:
    if part.islower():
        return False
    inside = any(char.isupper() for char in part[1:])
    return inside or (is_name_if_capitalised and part[0].isupper())


def _words(title: str) -> Iterator[tuple[int, int, bool]]:
    """Yield each word's start, its end, without punctuation, and whether it begins a sentence."""
    begins_sentence = True
    for found in _WORD.finditer(title):
        start, end = found.span()
        word = found.group()
        if not word.isalnum():
            core = _CORE.search(word)
            start, end = (start + core.start(), start + core.end()) if core else (start, start)
        if start < end:
            yield start, end, begins_sentence
        begins_sentence = word.rstrip("\"'”’)]").endswith(_ENDS_SENTENCE)


def _is_title_case(title: str, words: Sequence[tuple[int, int, bool]]) -> bool:
    """Whether every long word is capitalised, and there are at least two to tell by."""
    long = [
        title[start]
        for start, end, begins in words
        if not begins
        and end - start >= _LONG
        and title[start].isalpha()
        and title[start:end] not in _SMALL
    ]
    return len(long) >= 2 and all(char.isupper() for char in long)
