"""What a text says, whatever its notation: the letters and digits of its words, in their order.

A value is found in another program's file if its words stand there together, within one value of
the record. So LaTeX, dashes, quotes and the order in which a format puts the parts of a name do not
matter, and a lost or altered word does.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text

from cikrefs.models import Date, Name, Reference

Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
_latex = LatexNodes2Text(math_mode="text", keep_comments=True)


@cache
def words(text: str) -> Words:
    """Return the words of a text, without case and accents' spelling."""
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


@cache
def latex_words(text: str) -> Words:
    """Return the words of a value of a .bib file."""
    # which pylatexenc does not know
    return words(_latex.latex_to_text(text.replace(r"\textunderscore", r"\_")))


def pieces(value: object) -> Iterator[list[str]]:
    """Yield what must be found of a field's value, each with the spellings that say the same."""
    if isinstance(value, Name):
        yield from ([part] for part in (value.family, value.given, value.suffix, value.literal))
    elif isinstance(value, Date):
        yield [str(value.year)]
        if value.month:
            month = calendar.month_name[value.month]
            yield [str(value.month), f"{value.month:02}", month, month[:3]]
        if value.day:
            yield [str(value.day), f"{value.day:02}"]
    elif isinstance(value, tuple):
        for one in value:
            yield from pieces(one)
    elif isinstance(value, str):
        yield [value]


def told(reference: Reference) -> dict[str, list[list[str]]]:
    """Return the pieces of each field of a reference that says something."""
    found: dict[str, list[list[str]]] = {}
    for name in (field.name for field in fields(reference) if field.name not in _NOT_TOLD):
        value = getattr(reference, name)
        if name in _LISTS and value:
            value = tuple(re.split(_LISTS[name], value))
        found[name] = [spellings for spellings in pieces(value) if spellings[0]]
    if found["container_title_short"] == found["container_title"]:
        del found["container_title_short"]
    return {name: said for name, said in found.items() if said}


_NOT_TOLD = {"type", "extra", "source"}
_LISTS = {"page": "-", "keyword": ", "}
"""Fields that formats have in parts, and what separates them."""


def stands_in(piece: Words, value: Words) -> bool:
    """Whether the words of `piece` stand together in `value`."""
    return f" {' '.join(piece)} " in f" {' '.join(value)} "


def missing(reference: Reference, values: Iterable[Words]) -> set[str]:
    """Return the fields of the reference that a program's record does not tell whole."""
    known = list(values)
    return {
        name
        for name, said in told(reference).items()
        for spellings in said
        if not any(stands_in(words(one), value) for one in spellings for value in known)
    }
