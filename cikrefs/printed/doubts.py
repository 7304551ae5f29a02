"""Why a reading may be wrong although the string can be printed again from it.

A misreading that moves whole pieces (a publisher into the journal, a person into the title, the
title into the names) prints again. But then a field holds what belongs to another, or lacks what
its kind of work has. Each function of DOUBTS looks for one such thing; a new one is a new row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cikrefs.models import OTHERS, Name, Span
from cikrefs.names import LOWER, UPPER
from cikrefs.printed import journals
from cikrefs.printed.words import ABBREVIATIONS, GROUPS, JOURNAL_WORDS, PUBLISHERS, SMALL_WORDS

_U, _L = f"[{UPPER}]", f"[{LOWER}]"
_INITIALS = rf"(?:{_U}{{1,3}}|(?:{_U}\. ?){{1,3}})"
_MAY_BE_INITIALS = re.compile(rf"{_U}(?:[,.;:&]| and )|(?:and|et|&|und) ")
"""Stands wherever _PERSON or _PEOPLE is found, and is found faster."""
_PERSON = re.compile(
    rf"(?:(?:and|et|&|und|y) )?[{UPPER}{LOWER}'’-]+,? {_INITIALS}(?=[,;.:&]| and )"
    rf"|{_INITIALS} {_U}{_L}+[,.]|(?:and|et|&|und) |{_U}\., "
)
"""A name, or the rest of one, at the beginning of a title."""
_PEOPLE = re.compile(
    rf"{_U}{_L}+,? {_INITIALS}[,;] (?:and |& )?{_U}{_L}+,? {_INITIALS}[,;. ]|{_U}{_L}+, {_U}\."
)
_NO_BEGINNING = re.compile(r"\W*\[|\d+[.)] |In\b:?|in [A-Z]|[a-z]+\. ")
_MARKS = (
    *("p. ", "pp.", "page", "vol", "no. ", "n°", "ed.", "eds.", "editor", "edited", "availab"),
    *("access", "retriev", "dispon", "acesso", "zugriff", "doi", "http", "www.", "[", "(1", "(2"),
    *("“", "«", "„"),
)
"""One of these, in small letters, stands wherever _NO_TITLE is found, and is found faster."""
_NO_TITLE = re.compile(
    r"\b(?:pp?\. ?\d|pages? \d|vol\. ?\w|no\. \d|n° ?\d|ed\. \w|eds\.|editors?[,.)]|edited by"
    r"|(?:available (?:at|from|in|on|online)|accessed|retrieved|disponível|acesso em|zugriff"
    r"|doi)[ :])|https?:|www\.|\[[^\[\]]*+(?<=\d)\]"
    r"|\((?:1[89]|20)\d\d[a-z]?\)[.:,]? (?-i:[A-Z])|[“«„]",
    re.IGNORECASE,
)
"""Marks of pages, volumes, editors, links and other references, which no title holds."""
_STOPPED = re.compile(r"[*_<”\"’'»)\]]*(?:[.,;:?!…(\[]|\s*(?:In\b|in:|[*_<\[(“\"«]|$))|[”\"’'»*_]")
_CUT_SHORT = frozenset(
    "ed eds vol no univ st pp trans tr hrsg dir proc j ser the of and in a an mol acad".split()
)
"""Words at which no title ends."""
_SENTENCE = re.compile(rf"(?<=[{LOWER}\d)]{{2}})[.;] (?={_U})")
_NO_JOURNAL = re.compile(
    r"[;\"“”«»]|\b(?:1[89]|20)\d\d\b|(?:\b(?:no|vol|n°|pp?|ed|eds|nr|issue|in press)\.?$)"
    r"|\b(?:[Vv]ol\.|[Nn]o\.|eds?\b|editors?\b|Hrsg\b|[Ee]dited|pages?\b|Available|Accessed"
    r"|Acesso|Retrieved|https?|www|nov[eiy]\w*|octo\w*|avril|mars|July|June)|n°|^\["
    rf"|^(?:and|et|in|of|the|with) |\. (?:The|A) |, {_U}\. |^{_U}\. {_U}{_L}+, "
    rf"|\b{_U}\.{_U}?\.? {_U}{_L}+,"
)
_ACCESS = re.compile(
    r"\b(?:access|acesso|retriev|zugriff|consult|cited|abgerufen)\w*", re.IGNORECASE
)
_A_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_RANGE = re.compile(r"\d+ ?[-–—]+ ?\d+")
_ODD_PAGE = re.compile(r"\d, |\d \d|\. ")

_LONGEST_TITLE = 330
"""Characters; hardly a title is longer."""
_MOST_FAMILY = 4
"""Words; a longer family name is something else."""
_MOST_PUBLISHER = 9
"""Words of a publisher's name."""
_WORD = 6
"""Letters; a longer word is no abbreviation unless it is known to be."""


@dataclass(frozen=True, slots=True)
class Read:
    """A printed string and what was read: values that stand at spans of it, by CSL variable.

    "type" is among the values where a word of the string told it.
    """

    text: str
    values: Mapping[str, object]
    spans: Mapping[str, Span]

    def string(self, variable: str) -> str:
        """Return the value of a variable that is text, "" without one."""
        value = self.values.get(variable)
        return value if isinstance(value, str) else ""

    def people(self) -> list[Name]:
        """Return authors and editors."""
        found = [self.values.get(variable) for variable in ("author", "editor")]
        return [name for one in found if isinstance(one, tuple) for name in one if name != OTHERS]


def doubtful(read: Read) -> bool:
    """Whether one of DOUBTS finds a reading doubtful."""
    return any(doubt(read) for doubt in DOUBTS)


def _lacking(read: Read) -> bool:
    """Whether nobody is named, there is no year, or neither title nor journal."""
    dated = "issued" in read.values or "status" in read.values
    titled = "title" in read.values or "container_title" in read.values
    return not (dated and titled and read.people())


def _odd_names(read: Read) -> bool:
    """Whether a name is no person's and no group's: a title's words, a place, a surname alone."""
    return any(_is_odd(name) for name in read.people())


def _is_odd(name: Name) -> bool:
    if name.literal:
        words = re.findall(r"\w+", name.literal.lower())
        known = not GROUPS.isdisjoint(words) or (len(words) == 1 and name.literal.isupper())
        return not known or ":" in name.literal or ". " in name.literal
    words = name.family.split()
    last = words[-1].lower().strip(".") if words else ""
    return (
        not name.given
        or len(words) > _MOST_FAMILY
        or last in GROUPS
        or (last in ABBREVIATIONS and len(words) > 1)
    )


def _odd_title(read: Read) -> bool:
    """Whether a title holds a person, marks of pages or links, or is cut at no stop."""
    title = read.string("title")
    if not title:
        return False
    small = title.lower()
    marked = any(mark in small for mark in _MARKS) and _NO_TITLE.search(title)
    peopled = _MAY_BE_INITIALS.search(title) and (_PERSON.match(title) or _PEOPLE.search(title))
    return bool(
        marked
        or peopled
        or _NO_BEGINNING.match(title)
        or len(title) > _LONGEST_TITLE
        or not (title[-1] in "?!…" or _STOPPED.match(read.text, read.spans["title"][1]))
        or _is_unbalanced(title)
        or small.rsplit(None, 1)[-1].strip(".") in _CUT_SHORT
    )


def _is_unbalanced(text: str) -> bool:
    return any(text.count(one) != text.count(other) for one, other in ("()", "[]", "“”"))


def _several_sentences(read: Read) -> bool:
    """Whether the title of a work without volume holds a stop, as if a place or a series."""
    return "volume" not in read.values and _SENTENCE.search(read.string("title")) is not None


def _odd_container(read: Read) -> bool:
    """Whether a journal or book holds marks, years, names, or its article's title."""
    name = read.string("container_title")
    if not name:
        return False
    chapter = read.values.get("type") in {"chapter", "paper-conference"}
    first = name.split()[0]
    return bool(
        not any(char.isalpha() for char in name)
        or _is_unbalanced(name)
        or _NO_JOURNAL.search(name)
        or (":" in name and not chapter and "volume" not in read.values)
        or (first.islower() and first not in JOURNAL_WORDS)
        or ("title" not in read.values and _holds_title(name))
    )


def _holds_title(name: str) -> bool:
    """Whether a journal seems to begin with its article's title: small words, or a word's stop."""
    first, stop, _ = name.partition(". ")
    last = first.split()[-1].lower()
    return bool(stop and len(last) > _WORD and last not in ABBREVIATIONS) or any(
        word.islower() and word not in SMALL_WORDS for word in re.findall(r"\w+", name)
    )


def _nowhere(read: Read) -> bool:
    """Whether an article has neither volume, pages nor DOI: its journal may be a publisher."""
    name = read.string("container_title")
    article = read.values.get("type", "article-journal") == "article-journal"
    if not article or not name or not {"volume", "DOI"}.isdisjoint(read.values):
        return False
    publisher = any(word.strip(".,").lower() in PUBLISHERS for word in name.split())
    return not journals.is_abbreviated(name) and ("page" not in read.values or publisher)


def _odd_locator(read: Read) -> bool:
    """Whether pages stand for the volume, a year for the pages, or the pages are strange."""
    page, volume = read.string("page"), read.string("volume")
    return bool(
        (_A_YEAR.fullmatch(page) and not volume)
        or (_RANGE.fullmatch(volume) and len(page) < 2)
        or _ODD_PAGE.search(page)
    )


def _year_of_access(read: Read) -> bool:
    """Whether the year is that of a visit: a word of access stands before it."""
    start = read.spans["issued"][0] if "issued" in read.spans else 0
    return _ACCESS.search(read.text, max(0, start - 30), start) is not None


def _odd_publisher(read: Read) -> bool:
    """Whether a publisher's name holds a number or a stop, or is long."""
    who = read.string("publisher")
    return ". " in who or len(who.split()) > _MOST_PUBLISHER or any(map(str.isdigit, who))


DOUBTS: tuple[Callable[[Read], bool], ...] = (
    _lacking,
    _odd_names,
    _odd_title,
    _several_sentences,
    _odd_container,
    _nowhere,
    _odd_locator,
    _year_of_access,
    _odd_publisher,
)
