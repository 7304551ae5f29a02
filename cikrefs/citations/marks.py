"""Reference marks that are numbers: [1, 3–5], raised ones, (1).

What else looks like them is recognized by its place: an exponent after a digit or a unit, an
isotope before an element, affiliations before the abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cikrefs.citations.sentences import Sentences
from cikrefs.models import Span

_NUMBER = r"\d{1,4}[a-z]?"
_NUMBERS = rf"{_NUMBER}(?:\s{{0,3}}[,;–—‒−-]{{1,2}}\s{{0,3}}{_NUMBER}){{0,40}}"
_BRACKETED = re.compile(rf"\\?\[\s?(?P<numbers>{_NUMBERS})\s?\\?\]")
_IN_PARENTHESES = re.compile(rf"(?<=[\w,.;:”\"’)])\s\((?P<numbers>{_NUMBERS})\)")
_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(
    rf"\^\{{(?P<braced>{_NUMBERS})\}}|\^(?P<numbers>{_NUMBERS})\^"
    rf"|<sup>\s?(?P<tagged>{_NUMBERS})\s?</sup>"
    rf"|(?P<digits>[{_DIGITS}]{{1,4}}(?:[,˒ʼ'·⁻–-]{{1,2}}[{_DIGITS}]{{1,4}}){{0,40}})"
)
_PLAIN = str.maketrans(_DIGITS + "⁻˒ʼ'·", "0123456789-,,,,")
_UNIT = re.compile(r"(?:\d\s?|(?:^|[\s/(·×.])(?:[kcmdµμn]?m|in|ft|s|kg|[Rrχxynpz]|log)\s?)$")
_RANGE = re.compile(rf"({_NUMBER})(?:\s{{0,3}}[–—‒−-]{{1,2}}\s{{0,3}}({_NUMBER}))?")
_FRONT = re.compile(
    r"^[#*_ ]{0,10}(?:\d\.? )?(?:abstract|summary|introduction|background|main text)\b",
    re.IGNORECASE | re.MULTILINE,
)
_EQUATION = re.compile(
    r"\b(?:[Ee]q(?:uation|n)?s?\.?|[Ff]ig(?:ure)?s?\.?|(?:[Tt]able|[Ss]tep|[Ss]cheme|[Ss]ection)s?)\s$"
)
_ENDS = re.compile(r"[.!?:][^\w\n]{0,5}(?:\^?[^\s^]{1,40}\^?|<sup>[^<]{1,60}</sup>)?\s*$")
_LONGEST_RANGE = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark's place in the document and the labels in it, ranges counted out."""

    span: Span
    labels: tuple[str, ...]


def bracketed(document: Sentences) -> Iterator[Mark]:
    """Yield [1], [2, 3] and [4–6]."""
    for found in _BRACKETED.finditer(document.text):
        yield Mark(found.span(), labels(found["numbers"]))


def raised(document: Sentences) -> Iterator[Mark]:
    """Yield ^1,2^, ^{3}, <sup>4</sup> and ⁵⁻⁷ in sentences after the front of the document."""
    text = document.text
    front = _FRONT.search(text, 0, len(text) // 2)
    for found in _RAISED.finditer(text, front.end() if front else 0):
        start, end = found.span()
        before = text[max(0, start - 12) : start]
        is_isotope = text[end : end + 1].isalpha() and not before[-1:].isalpha()
        is_exponent = bool(_UNIT.search(before))
        ends = _ENDS.search(document.at(start)[-100:])
        if before.strip() and ends and not is_isotope and not is_exponent:
            numbers = found["braced"] or found["numbers"] or found["tagged"]
            yield Mark((start, end), labels(numbers or found["digits"].translate(_PLAIN)))


def in_parentheses(document: Sentences) -> Iterator[Mark]:
    """Yield (1), (2, 3) and (4–6) in sentences, but not after "Eq." and the like."""
    for found in _IN_PARENTHESES.finditer(document.text):
        before = document.text[max(0, found.start() - 12) : found.start() + 1]
        if not _EQUATION.search(before):
            yield Mark((found.start() + 1, found.end()), labels(found["numbers"]))


def labels(numbers: str) -> tuple[str, ...]:
    """Return the labels in "1, 3–5": "1", "3", "4", "5"."""
    found = list[str]()
    for first, last in _RANGE.findall(numbers):
        if last.isdigit() and first.isdigit() and 0 <= int(last) - int(first) <= _LONGEST_RANGE:
            found += [str(number) for number in range(int(first), int(last) + 1)]
        else:
            found += [first, last] if last else [first]
    return tuple(found)
