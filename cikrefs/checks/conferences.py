"""Is a printed conference the registered one? Nobody prints its name as it is registered.

"CVPR", "Proc. CVPR 2016" and "2016 IEEE Conference on Computer Vision and Pattern Recognition
(CVPR)" are one conference. So years, ordinals, "Proceedings of", publishers, volume numbers, places
and days are taken off; what is left is compared word by word, and an acronym agrees with the name
that carries it or that it spells. A series, such as Lecture Notes in Computer Science, says nothing
about the conference in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cikrefs.checks.words import words

__all__ = ["is_conference", "is_series", "same_conference"]

ENOUGH = 0.5
"""More than this share of the longer name's words must be in the shorter one, too."""
SHORTEST_ACRONYM = 3
"""Letters; shorter ones are found in any name."""

_CONFERENCE = re.compile(
    r"\b(?:proc(?:eedings|\.)?|conf(?:erence|\.)?|symp(?:osium|\.)?|workshops?|annual meeting"
    r"|congress|colloquium|findings of the association)\b"
    r"|(?-i:\b(?=[A-Z]{3}|[A-Z]++[a-z]++[A-Z]{2})[A-Za-z]++[ ’'-]*+(?:19|20)?\d\d\b)"
    r"|\badvances in neural info",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"^(?:lecture notes (?:in|on|of)\b|lncs\b|communications in computer and information science"
    r"|advances in intelligent systems|advances in social science|smart innovation"
    r"|ifip advances|aip conf|(?:proceedings of )?spie\b|iop conf|journal of physics: conf"
    r"|acm international conference proceeding series|ceur\b|leibniz international proceedings"
    r"|springer proceedings|(?:e3s|matec|epj|shs|itm) web of conf"
    r"|studies in (?:computational intelligence|systems|health technology|big data)"
    r"|advances in (?:computer science|economics|engineering) research|nato asi)",
    re.IGNORECASE,
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth"
    " fiftieth sixtieth twenty thirty forty fifty sixty"
)
_EMPTY = frozenset(
    words(
        f"{_ORDINALS} a an and annual at by for from in int international intl of on or the to with"
        " joint proceedings proc conference conf conferences symposium symp meeting"
        " congress colloquium"
        " ieee acm cvf aaas ifip iapr rsj iet usenix springer press cie inc vol volume part edition"
        " main long short papers paper companion extended abstracts volumes wip track"
    )
)
"""Words of which nothing can be told about a conference."""
_SMALL = frozenset(words("a an and at by for from in of on or the to with"))
_REGIONS = frozenset(
    words(
        "africa african america american asia asian australasian australian brazilian"
        " chinese europe"
        " european german indian italian japanese latin nordic north pacific scandinavian"
        " south swiss"
        " british canadian french iberian mediterranean"
    )
)
_WORKSHOP = frozenset(words("workshop workshops"))
_PUBLISHERS = frozenset(
    "acm aip cvf iapr ieee iet ifip rsj spie uk usa wa nv ca ny tx us uae".split()
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PLACE = r"(?:, (?!\w+ and )[A-Z][\w.’'-]*(?: (?!and )[A-Z][\w.’'-]*){0,2}){0,3}"
_TAIL = re.compile(
    rf"(?-i:{_PLACE}), (?:(?P<acronym>[A-Z][\w@/+’'-]*),? (?:19|20)\d\d\b|{_MONTH} \d"
    rf"|\d++(?:[-–]\d*+)?+ {_MONTH}).*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NUMBERS = re.compile(r"[’']\d\d\b|\b\d+(?:st|nd|rd|th)?\b", re.IGNORECASE)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?=\d|\b)")
_NAMES = {
    "chi": "human factors in computing systems",
    "eacl": "european chapter of the association for computational linguistics",
    "infocom": "computer communications",
    "interspeech": "international speech communication association",
    "kdd": "knowledge discovery and data mining",
    "lrec": "language resources and evaluation",
    "miccai": "medical image computing and computer assisted intervention",
    "mobicom": "mobile computing and networking",
    "naacl": "north american chapter of the association for computational linguistics",
    "nips": "neural information processing systems",
    "neurips": "neural information processing systems",
    "popl": "principles of programming languages",
    "sigir": "research and development in information retrieval",
    "sigmod": "management of data",
    "stoc": "theory of computing",
}
"""Acronyms that do not spell the names they stand for."""


@dataclass(frozen=True, slots=True)
class _Venue:
    """A conference's name: its telling words, all its words, its acronyms."""

    core: tuple[str, ...]
    words: tuple[str, ...]
    acronyms: frozenset[str]


def is_conference(name: str) -> bool:
    """Whether `name` reads like that of a conference or its proceedings."""
    return bool(_CONFERENCE.search(name))


def is_series(name: str) -> bool:
    """Whether `name` is a series in which the proceedings of many conferences appear."""
    return bool(_SERIES.search(name.strip()))


def same_conference(one: str, other: str) -> bool:
    """Whether two names, each whole, shortened or an acronym, can be the same conference's."""
    a, b = _venue(one), _venue(other)
    if a.acronyms & b.acronyms:
        return True
    if any(_stands_for(acronym, b) for acronym in a.acronyms):
        return True
    if any(_stands_for(acronym, a) for acronym in b.acronyms):
        return True
    if any((kinds & {*a.core}) != (kinds & {*b.core}) for kinds in (_REGIONS, _WORKSHOP)):
        return False
    fewer, more = sorted((a.core, b.core), key=len)
    return len(fewer) > ENOUGH * len(more) and _in_order(fewer, more)


@lru_cache(maxsize=16384)
def _venue(name: str) -> _Venue:
    name = " ".join(name.replace("{", "").replace("}", "").split())
    tail = _TAIL.search(name)
    acronyms = {tail["acronym"]} if tail and tail["acronym"] else set()
    name = name[: tail.start()] if tail else name
    for bracketed in _BRACKETS.findall(name):
        acronyms |= {re.sub(r"[^A-Za-z].*", "", bracketed)}
    name = _BRACKETS.sub(" ", name)
    if not name.isupper() or " " not in _NUMBERS.sub("", name).strip():
        acronyms |= {*_ACRONYM.findall(name)}
    all_words = words(_NUMBERS.sub(" ", name))
    core = tuple(word for word in all_words if word not in _EMPTY)
    folded = {"".join(words(acronym)) for acronym in acronyms}
    folded = {acronym.rstrip("0123456789") for acronym in folded} - _PUBLISHERS - {""}
    folded = {"neurips" if acronym == "nips" else acronym for acronym in folded}
    return _Venue(core, all_words, frozenset(folded - _WORKSHOP))


def _stands_for(acronym: str, venue: _Venue) -> bool:
    """Whether an acronym is spelt by a venue's words, or known to be short for them."""
    if acronym in venue.core:
        return True
    if acronym in _NAMES:
        known = tuple(word for word in words(_NAMES[acronym]) if word not in _EMPTY)
        return len(known) > 0 and _in_order(known, venue.core)
    if len(acronym) < SHORTEST_ACRONYM:
        return False
    spelling = tuple(word for word in venue.words if word not in _SMALL | _PUBLISHERS)
    return any(_spells(acronym, spelling[start:]) for start in range(len(spelling)))


def _spells(acronym: str, names: tuple[str, ...]) -> bool:
    """Whether `acronym` is made of the beginnings of the first of `names`, none left out."""
    if not acronym:
        return True
    if not names or names[0][0] != acronym[0]:
        return False
    longest = next((n for n in range(len(acronym), 0, -1) if names[0].startswith(acronym[:n])), 0)
    return any(_spells(acronym[n:], names[1:]) for n in range(1, longest + 1))


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether each word of `short`, perhaps abbreviated, is found in `long`, in that order."""
    left = iter(long)
    return bool(short) and all(any(_fits(word, other) for other in left) for word in short)


def _fits(one: str, other: str) -> bool:
    return one == other or (
        min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    )
