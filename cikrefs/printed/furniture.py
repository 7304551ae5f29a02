"""What publishers' pages and styles put around a reference: words of links, notes.

They say nothing about the work. The words of links are a data file; at the end of an entry several
of them, or one in brackets, are furniture; elsewhere only those in brackets are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cikrefs.models import Span
from cikrefs.printed.words import entries

__all__ = ["is_link_word", "link_words"]

_WORDS = "|".join(
    re.escape(words) for words in sorted(entries("link-words"), key=len, reverse=True)
)
_NOTES = (
    r"\+\d{1,3} more|cited \d{1,4} times in (?:paper|text)"
    r"|citado \d{1,3} vez(?:es)? nas? páginas? [\d, e]{1,60}"
    r"|cité à la page \d{1,4}|cité aux? pages? [\d, et]{1,60}|cited on pages? [\d, and]{1,60}"
)
_EDGE = r"[\s\[\]|·•,.;()]"
_TAIL = re.compile(
    rf"(?P<before>{_EDGE}{{1,40}}+)(?P<words>(?:(?:{_WORDS}|{_NOTES})(?!\w){_EDGE}*+)++)$",
    re.IGNORECASE,
)
_REACH = 240
"""No such tail is longer, in characters."""
_BRACKETED = re.compile(rf"\[\s?(?:{_WORDS})\s?\]", re.IGNORECASE)
# how each tail ends, looked at before the slow pattern; notes end in "more" or have "cit" in them
_ENDS = (*(words.lower() for words in entries("link-words")), "more")
_CLEAR_WORDS = (
    "PubMed", "CrossRef", "Crossref", "Google Scholar", "PMC free article", "Medline",
)  # fmt: skip
_CLEAR = re.compile(rf"(?<!\w)(?:{'|'.join(_CLEAR_WORDS)})(?=[\s,.;\]]|$)")
_LINK = re.compile(rf"{_EDGE}{{0,40}}+(?:{_WORDS}){_EDGE}*+|\s{{0,40}}[↵↑^]\s*", re.IGNORECASE)


def is_link_word(text: str) -> bool:
    """Whether a link's text is one of publishers' words for where it leads ("CrossRef", "↵")."""
    return len(text) < 60 and _LINK.fullmatch(text) is not None


def link_words(string: str) -> Iterator[Span]:
    """Yield where such words stand in one line of print, in order."""
    end = len(string)
    tail = _TAIL.search(string, max(0, end - _REACH)) if _may_end_so(string) else None
    if tail and (len(tail["words"].split()) > 1 or "[" in tail["before"]):
        before = tail["before"].rstrip()
        kept = tail.start() + len(before.rstrip("[|·• "))
        end = max(tail.start(), kept)
        yield end, len(string)
    for hints, pattern in ((("[",), _BRACKETED), (_CLEAR_WORDS, _CLEAR)):
        if any(hint in string for hint in hints):
            yield from (found.span() for found in pattern.finditer(string, 0, end))


def _may_end_so(string: str) -> bool:
    """Whether `string` may end with such words or a note: most do not, and this is fast."""
    last = string[-_REACH:].rstrip(" []|·•,.;()").lower()
    return last.endswith(_ENDS) or "cit" in last
