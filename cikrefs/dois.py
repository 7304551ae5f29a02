"""DOIs as such: their bare form, whether they are well formed, when two are the same.

A DOI is "10." + registrant + "/" + anything printable, and compares without regard to ASCII case
(https://www.doi.org/doi-handbook/HTML/case-sensitivity.html). The printed case is kept; `key`
is for comparing. Finding and mending DOIs in running print is the business of `cikrefs.printed`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from urllib.parse import quote, unquote

__all__ = ["RESOLVER", "RESOLVERS", "bare", "is_doi", "is_link", "key", "url"]

RESOLVERS = tuple(
    f"{scheme}{host}doi.org/"
    for scheme in ("https://", "http://", "")
    for host in ("www.", "dx.", "")
)
"""What stands before a DOI in a link, as people write it, the longer first."""

RESOLVER = r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/"
"""The same as a pattern."""

_LINK = re.compile(
    rf"{RESOLVER}(?:doi:)?\s*|doi:?\s*(?:https?://)?(?:(?:dx|www)\.)?(?:doi\.org/)?\s*",
    re.IGNORECASE,
)
_DOI_LINK = re.compile(rf"\s{{0,40}}(?=http){RESOLVER}10\.", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\x00-\x1f\x7f]+")
_OPENING = {")": "(", "]": "[", ">": "<", "}": "{"}


@lru_cache(maxsize=10_000)
def bare(text: str) -> str:
    """Return the DOI in `text` without link, label, LaTeX escapes and the punctuation after it.

    `https://doi.org/10.1/a%28b%29.`, `doi:10.1/a(b)` and `10.1/a(b)` are the same "10.1/a(b)".
    Text that is no DOI comes back stripped but otherwise unchanged; `is_doi` tells the two apart.
    """
    text = text.strip().lstrip("<(").strip()
    link = _LINK.match(text)
    if link:
        text = text[link.end() :]
    if link or re.match(r"10\.[\d.]+%2f", text, re.IGNORECASE):
        text = unquote(text)
    text = re.sub(r"\\([_%&#$])", r"\1", text)
    return _without_tail(text)


def _without_tail(text: str) -> str:
    """Return `text` without closing punctuation that belongs to the sentence around it."""
    counts = Counter(text)
    end = len(text)
    while end:
        last = text[end - 1]
        if last not in ".,;:'\"” " and not (
            last in _OPENING and counts[last] > counts[_OPENING[last]]
        ):
            break
        counts[last] -= 1
        end -= 1
    return text[:end]


def is_doi(text: str) -> bool:
    """Whether `text` is a well-formed bare DOI (which says nothing about its being registered)."""
    return _DOI.fullmatch(text) is not None


def is_link(text: str) -> bool:
    """Whether `text` begins with a link to a DOI (http://dx.doi.org/10.…)."""
    return _DOI_LINK.match(text) is not None


def key(doi: str) -> str:
    """Return the form in which equal DOIs are equal strings."""
    return bare(doi).lower()


def url(doi: str) -> str:
    """Return the link to a bare DOI; characters with a meaning in URLs are percent-encoded."""
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"
