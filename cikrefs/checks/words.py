"""Text reduced to what must agree: folded words without case, accents, hyphens, spelling habits.

Two titles are compared as words so that "phase II"/"phase III" is seen, and as the words run
together so that "non-small-cell", "nonsmall cell" and a lost space are not. Everything here is for
comparing only; nothing that is shown or written passes through it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel

__all__ = ["fold", "likeness", "squeeze", "telling", "title_forms", "whole", "words"]

_DIGRAPHS = re.compile(r"ae|oe")
_SPELLINGS = (
    # British and American spelling, each folded to one side; what matters is that both meet there
    (_DIGRAPHS, "e"),
    (re.compile(r"(?<=[a-z]{2})our"), "or"),
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|es|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[bt])re(?=s?$)"), "er"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"ence(?=s?$)"), "ense"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"(?<=program)me(?=s?$)"), ""),
    (re.compile(r"^grey(?=s?$)"), "gray"),
    (re.compile(r"^ageing$"), "aging"),
)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>|\\[a-z]+(?=\{)|[{}$*]")
_NOTICE = re.compile(
    r"^\W*(?:retracted|withdrawn|retraction)(?: article| paper)?\s*[:.\]—–-]+\s*", re.IGNORECASE
)
_TAIL_NOTE = re.compile(
    r" ?(?:\[[^\[\]\d]{1,40}\]|\((?:in )?[A-Z][a-z]{2,9}(?:ese|ian|ish|man|nch)\))$"
)
_STOP_WORDS = frozenset(
    "a an and are as at be between by can do does for from has have how in into is it its of on or"
    " over than that the their they this to toward towards under upon using versus via vs was we"
    " were what when where which who why with within without"
    " das de del der des die du ein eine el en et fur im la las le les los mit um un una und uber"
    " von y zu zum zur".split()
)
"""Words that any two titles share."""
_BOUNDARY = re.compile(r" ?[:;.?!—–] | [-–—] ?|—")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` as lower-case ASCII, Greek letters by name ("γ" and "gamma" agree)."""
    text = unicodedata.normalize("NFKC", text)
    return anyascii("".join(map(_greek, text))).lower()


def _greek(char: str) -> str:
    if not "\u0370" <= char <= "\u03ff":
        return char
    name = unicodedata.name(char, "")
    return name.rsplit(" ", 1)[-1].lower() if " LETTER " in name and " WITH " not in name else char


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a title or a journal's name, spelling habits evened out."""
    return tuple(_spelling(word) for word in re.findall(r"[a-z0-9]+", fold(_unmarked(text))))


def _unmarked(text: str) -> str:
    return _MARKUP.sub(" ", html.unescape(text)) if _MARKUP.search(text) or "&" in text else text


@lru_cache(maxsize=65536)
def _spelling(word: str) -> str:
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


def squeeze(text: str) -> str:
    """Return the words of `text` run together; "co-expression" and "coexpression" meet."""
    return _DIGRAPHS.sub("e", "".join(words(text)))


def title_forms(title: str) -> set[str]:
    """Return the squeezed forms a title may take: whole, and without its subtitle.

    A head of one word does not count, since "Editorial" alone names no work.
    """
    title = " ".join(_unmarked(title).split()).strip("\"“”'., ")
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1]
    title = _TAIL_NOTE.sub("", _NOTICE.sub("", title))
    heads = (title[: match.start()] for match in _BOUNDARY.finditer(title))
    return {squeeze(title), *(squeeze(head) for head in heads if len(words(head)) > 1)}


def whole(forms: set[str]) -> str:
    """Return the one of a title's forms that is not shortened."""
    return max(forms, key=len)


@lru_cache(maxsize=65536)
def telling(title: str) -> tuple[str, ...]:
    """Return the words of a title that say what the work is about, all of them if none does."""
    all_words = words(title)
    return tuple(word for word in all_words if word not in _STOP_WORDS) or all_words


def likeness(one: str, other: str) -> float:
    """Return how much two titles have in common, 0.0 to 1.0, counted in telling words in order."""
    mine, theirs = telling(one), telling(other)
    return Indel.normalized_similarity(mine, theirs) if mine and theirs else 0.0
