"""Where the title ends and the journal begins.

Nothing in print says so for certain: journals hold stops ("J. R. Stat. Soc."), titles hold
sentences. What decides is italics where there are any, quotes around the title, and otherwise how
much each piece after a stop or a comma looks like a journal's name: capitalised, short, of words
known from journals.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cikrefs.models import Span
from cikrefs.names import LOWER, UPPER
from cikrefs.printed.words import ABBREVIATIONS, JOURNAL_WORDS, SMALL_WORDS

_STOP = re.compile(rf"[.?!…](?:[\"”’'»)\]]{{1,2}})?(?:,? +|(?<=[^\W\d_]\.)(?=[{UPPER}][{LOWER}]))")
_COMMA = re.compile(rf"[,;]['\"”’»]?(?: +|(?<=[^\W\d_][,;])(?=[{UPPER}]))")
QUOTED = re.compile(
    r"(?:“|\"|„|«|‘|``|'')\s?(?P<title>[^“”\"«»]{3,900}?)(?P<end>[.,?!]?)\s?(?:”|\"|“|»|’(?!\w)"
    r"|'')(?=[\s.,;:A-Z]|$)"
)
_SERIES = re.compile(r"(?:Ser(?:ies)?|Sect(?:ion)?|Part|Suppl(?:ement)?)\b")
_LAST_WORDS = frozenset(
    "review report study trial overview comment discussion development assessment treatment".split()
)
_FULL_NAMES = frozenset(
    "of the and for in on journal proceedings annals international research".split()
)
"""Words that abbreviated names do not hold."""
_PARTS = re.compile(r", Part [A-Z]")
_ROMAN = re.compile(r"[IVX]+")
_WORD = re.compile(r"[^\s,:;()\[\]/.]+\.?")

# How much a piece must look like a journal's name (see `likeness`) where it stands:
_SURELY = 0.9
"""behind no stop at all"""
_BEHIND_COMMA = 0.6
_WHOLE = 0.3
"""where all that is left is the journal of an article without title"""
_BEHIND_STOP = 0.3
_BEHIND_STOP_OF_ARTICLE = -2.6
"""behind a stop where a volume is printed, so that some journal must be there"""
_NO_NAME = -9.0

_LONGEST_NAME = 70
"""Characters of a journal's name that nothing but a stop marks."""
_MOST_WORDS = 16
"""Words of the longest journal's name."""
_SHORT_NAME = 2
"""Words of a journal's name too short to hold a title as well."""
_LONG_WORD = 8
"""Letters of a word that is not abbreviated unless it is known to be."""
_SHORT_WHOLE = 8
"""An article's reference with fewer words than these may be a journal's name alone."""


def split(
    string: str, start: int, end: int, italics: tuple[Span, ...] = (), *, article: bool = True
) -> tuple[Span, Span]:
    """Split `string[start:end]`, title and journal, into their spans; either of them may be empty.

    `article` says that a volume is printed, so that there must be a journal.
    """
    start, end = trimmed(string, start, end)
    for italic_start, italic_end in italics:
        if start <= italic_start and end - 2 <= italic_end <= end + 1:
            title = trimmed(string, start, italic_start)
            quoted = QUOTED.fullmatch(string, title[0], title[1])
            title = quoted.span("title") if quoted else title
            return title, _with_last_stop(string, italic_start, min(italic_end, end))
    quoted = QUOTED.match(string, start, end)
    if quoted and not (
        string[quoted.end() : quoted.end() + 2].strip(" :")[:1].islower()
        or string[quoted.end() : quoted.end() + 1] == ":"
    ):
        last = quoted.end("end") if quoted["end"] in {"?", "!"} else quoted.end("title")
        return (quoted.start("title"), last), trimmed(string, quoted.end(), end)
    cut = _boundary(string, start, end, article)
    return trimmed(string, start, cut), _with_last_stop(string, *trimmed(string, cut, end))


def _with_last_stop(string: str, start: int, end: int) -> Span:
    """Return the span of a journal with the stop of a last abbreviated word."""
    return start, end + (string[end : end + 1] == "." in string[start:end])


def trimmed(string: str, start: int, end: int) -> Span:
    """Return the span without blanks and separating punctuation at its edges."""
    while start < end and string[start] in " .,;:":
        start += 1
    while start < end and string[end - 1] in " ,;:.":
        end -= 1
    return start, end


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    stop: bool


def _boundary(string: str, start: int, end: int, article: bool) -> int:
    """Return where the journal begins; `start` if all of it is journal, `end` if none is."""
    whole = string[start:end]
    if is_abbreviated(whole):
        return start
    stops = [
        _Cut(found.start(), found.end(), True)
        for found in _STOP.finditer(string, start, end)
        if found[0][-1] == " " or _between_abbreviations(string, found.start(), found.end())
    ]
    best = _by_stops(string, start, end, stops, article)
    if best is not None:
        return best
    commas = [found.end() for found in _COMMA.finditer(string, start, end)]
    good = [(score, cut) for cut in commas if (score := likeness(string[cut:end])) > _BEHIND_COMMA]
    if good:
        return max(good)[1]
    if article and likeness(whole) > _WHOLE and len(whole.split()) < _SHORT_WHOLE:
        return start
    return _by_words(string, start, end) if article else end


def _by_words(string: str, start: int, end: int) -> int:
    """Return where words known from journals begin that no stop separates from the title."""
    best = end
    for found in reversed(list(re.finditer(r" (?=\S)", string[start:end]))):
        name = string[start + found.end() : end]
        word = name.split(" ", 1)[0]
        if not (capitalised(word) or word.lower() in SMALL_WORDS):
            break
        if capitalised(word) and likeness(name) >= _SURELY:
            best = start + found.end()
    return best


def _between_abbreviations(string: str, start: int, end: int) -> bool:
    """Whether a stop without a blank after it has an abbreviation on either side."""
    before = re.search(r"(?<![^\W\d_])[^\W\d_]*+$", string[max(0, start - 20) : start])
    after = re.match(r"[^\W\d_]*", string[end : end + 20])
    return any(found and found[0].lower() in ABBREVIATIONS for found in (before, after))


def _by_stops(string: str, start: int, end: int, stops: list[_Cut], article: bool) -> int | None:
    """Return the leftmost stop after which everything looks like one journal's name."""
    best = None
    for cut in reversed(stops):
        name = string[cut.end : end]
        if best is None:
            is_short = article and len(name) < _LONGEST_NAME
            least = _BEHIND_STOP_OF_ARTICLE if is_short else _BEHIND_STOP
            if likeness(name) <= least:
                break
        elif not _joins(string, cut, best, end):
            break
        best = cut.end
    if best is None:
        return None
    before = max(
        (found for found in _COMMA.finditer(string, max(start, best - 60), best - 2)),
        key=re.Match.end,
        default=None,
    )
    if before and before.end() > max((cut.end for cut in stops if cut.end < best), default=0):
        cut = _Cut(before.start(), before.end(), False)
        last = string[cut.end : best].rstrip(" .").rsplit(" ", 1)[-1]
        if (
            len(string[cut.end : best].split()) < 4
            and last.lower() in ABBREVIATIONS
            and _joins(string, cut, best, end)
        ):
            return cut.end
    return best


def _joins(string: str, cut: _Cut, best: int, end: int) -> bool:
    """Whether the piece before the stop at `best` belongs to the journal's name after it."""
    piece = string[cut.end : best].rstrip(" ,")
    words = _WORD.findall(piece)
    if not words or not piece.endswith("."):
        return False
    if (
        _SERIES.match(string, best, end)
        and len(words) < 10
        and all(capitalised(word) or word.lower() in SMALL_WORDS | JOURNAL_WORDS for word in words)
    ):
        return True
    last = words[-1].strip(".").rsplit("-", 1)[-1].rsplit("‐", 1)[-1]
    if (
        len(last) > 1
        and last.lower() not in ABBREVIATIONS
        and not _may_be_abbreviated(last, words, string[best : end + 1])
    ):
        return False
    if last.isdigit():
        return False
    return all(capitalised(word) or word.lower() in SMALL_WORDS for word in words)


def _may_be_abbreviated(last: str, words: list[str], rest: str) -> bool:
    """Whether an unknown word before a stop ends like an abbreviation, as the rest does."""
    if (
        last[-1] in "aeiou"
        or (last.isupper() and len(last) > 1)
        or _ROMAN.fullmatch(last)
        or last.lower() in _LAST_WORDS
        or last[0].isdigit()
    ):
        return False
    known = any(
        word.strip(".").lower() in JOURNAL_WORDS or len(word.strip(".")) == 1 for word in words[:-1]
    )
    ends_alike = "." in rest or len(rest.split()) < 3 or _PARTS.search(rest) is not None
    return ends_alike and (
        len(words) == 1
        or (len(words) < 6 and known and len(last) < 10)
        or (len(words) == 2 and "." in rest)
    )


def capitalised(word: str) -> bool:
    """Whether a word begins with a capital or holds one ("mBio", "eLife", "npj" not)."""
    return any(char.isupper() for char in word[:3]) or word[0].isdigit() or word == "npj"


def likeness(name: str) -> float:
    """Say how much `name` looks like a journal's: at most 0 if not at all, above 1 if very much."""
    words = _WORD.findall(name)
    if not words or len(words) > _MOST_WORDS:
        return _NO_NAME
    score = 0.0
    for word in words:
        plain = word.strip(".,'’\"-").lower()
        if plain in JOURNAL_WORDS:
            score += 1.0 if capitalised(word) else -0.4
        elif (plain in SMALL_WORDS and not word[0].isupper()) or word in {"&", "-", "–", "—"}:
            score += 0.0
        elif capitalised(word) or plain in {"npj", "bioRxiv", "mbio"}:
            score += 0.4
        else:
            score -= 1.0
    first = words[0].strip(".,'’\"-")
    if (
        first
        and first[0].islower()
        and not capitalised(first)
        and first.lower() not in JOURNAL_WORDS
    ):
        score -= 2
    return score / math.sqrt(len(words))


def _may_begin(word: str) -> bool:
    """Whether an abbreviated journal can begin with `word`."""
    return (
        word.lower() in ABBREVIATIONS
        or word.isupper()
        or (len(word) < 6 and word[-1] not in "aeiou")
    )


def _is_sentence(word: str) -> bool:
    """Whether a word before a stop is no abbreviation, but a title of one word ("Hibernation.")."""
    plain = word.strip(".").lower()
    long = len(plain) >= _LONG_WORD or (len(plain) > 3 and plain[-1] in "aeiou")
    return word.endswith(".") and long and plain not in ABBREVIATIONS and "." not in plain


def is_abbreviated(name: str) -> bool:
    """Whether `name` is nothing but an abbreviated journal ("J. Phys. Chem. C")."""
    words = _WORD.findall(name)
    if not 0 < len(words) < 9 or not all(
        capitalised(word) or word in {"&", "‐", "-"} for word in words
    ):
        return False
    if len(words) > _SHORT_NAME and _is_sentence(words[0]):
        return False
    dotted = sum(word.endswith(".") for word in words) + 1
    known = sum(word.strip(".").lower() in ABBREVIATIONS for word in words)
    return (
        (_may_begin(words[0].strip(".")) or known >= len(words) - 1 > 0)
        and known >= 1
        and 2 * known >= len(words) - 1
        and (dotted >= len(words) / 2 or known == len(words))
    )


def may_be_short(values: Mapping[str, object]) -> bool:
    """Whether a journal as printed is an abbreviated name, or cannot be told from one."""
    words = _WORD.findall(str(values.get("container_title", "")))
    return values.get("type", "article-journal") == "article-journal" and not any(
        word.lower() in _FULL_NAMES for word in words
    )
