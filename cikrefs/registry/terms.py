"""A query as terms of a search in fields, which each service has a syntax of its own for.

Two questions are worth asking. All words of the title find the work whoever is said to have written
it; where a word of the title is misprinted, first author, year and any of its words still do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cikrefs.registry.query import Query

MOST: Final = 8
"""How many words of a title are asked for, the first ones: a subtitle may be left out in print."""

FEW: Final = 4
"""A title of fewer words is many a work's, so the year is asked for too."""

_WORD = re.compile(r"(?<![\w'’])[^\W_]{2,}(?![\w'’])")
_NO_NAME = re.compile(r"[^\w'’ -]+")

_STOP_WORDS: Final = frozenset(
    "a about again all almost also although always among an and another any are as at be"
    " because been before being between both but by can could did do does done due during each"
    " either enough especially etc for found from further had has have having here how however"
    " i if in into is it its itself just kg km made mainly make may mg might ml mm most mostly"
    " must nearly neither no nor not obtained of often on or our overall perhaps quite rather"
    " really regarding seem seen several should show showed shown shows significantly since so"
    " some such than that the their theirs them then there therefore these they this those"
    " through thus to upon use used using various very was we were what when which while with"
    " within without would".split()
)
"""What PubMed leaves out of any question (https://pubmed.ncbi.nlm.nih.gov/help/#help-stopwords)."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One question: `every` one of the title's `words` or any, first `author`, first and last year.

    A word is of small letters and digits; an author or a year that is not asked for is empty.
    """

    words: tuple[str, ...]
    every: bool
    author: str = ""
    years: tuple[int, int] | None = None


def questions(query: Query) -> Iterator[Terms]:
    """Yield what to ask for, in turn until something is found; nothing for a query too poor."""
    words = title_words(query.title)
    author = " ".join(_NO_NAME.sub(" ", query.author).split())
    years = (query.year - 1, query.year + 1) if query.year else None
    if len(words) > 1 or (words and (author or years)):
        alone = author if len(words) == 1 else ""
        yield Terms(words, True, alone, years if len(words) < FEW else None)
    if len(words) > 1 and author and years:
        yield Terms(words, False, author, years)


def title_words(title: str, most: int | None = MOST) -> tuple[str, ...]:
    """Return the first telling words of `title`, `most` or all, in small letters, each once."""
    found = (word.lower() for word in _WORD.findall(title))
    return tuple(dict.fromkeys(word for word in found if word not in _STOP_WORDS))[:most]
