"""Shapes of names: how one person's name can be printed.

A shape is a pattern with the groups family, given and suffix (or junior, where it stands before the
given name). A new shape of names is a new row of SHAPES. Runs of letters are matched possessively
and everything else is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cikrefs.models import Name
from cikrefs.printed.text import LOWER, UPPER

_U, _L, _A = f"[{UPPER}]", f"[{LOWER}]", f"[{UPPER}{LOWER}'’`´]"
_PARTICLE = (
    r"(?:[Vv]an(?: [Dd]e[nr]?| 't| ’t)?|[Vv]on(?: [Dd]e[mnr])?|[Dd]e(?: [Ll]as?| [Ll]os)?"
    r"|[Dd]e[lnr]"
    r"|[Dd]ell[aeo]|[Dd]all[ae]|[Dd]i|[Dd][ao]s?|[Dd]u|[Dd]es|[Dd]egli|[Ll]a|[Ll]e|[Ll]os|[Ee]l"
    r"|[Aa]l|[Tt]e[nr]?"
    r"|[Zz]u[mr]?|[Aa]f|[Aa]v|[Yy]|e|i|und|[Bb]in|[Bb]en|[Ss]t\.?|[’']t|[’']s)"
)
_PARTICLES = rf"(?:{_PARTICLE}[ -]){{0,3}}"
_MIXED = rf"(?:[dDlLOoNn]['’`´](?:{_U}|{_L})|{_U}++){_L}{_A}*+"
_CAPITALS = rf"{_U}['’]?{_U}{{3,}}+"
_WORD = (
    rf"(?:(?:{_MIXED}|{_CAPITALS}|{_U})[-‐‑–](?:{_PARTICLE}[-‐‑–])?){{0,3}}(?:{_MIXED}|{_CAPITALS})"
    rf"(?:[-‐‑–](?:{_L}++|{_U}{{2,4}}))?"
)
_FAMILY = rf"{_PARTICLES}{_WORD}(?:[ ](?:{_PARTICLE}[ -]){{0,2}}{_WORD}){{0,3}}"
_ANY_FAMILY = rf"(?:{_FAMILY}|{_PARTICLES}{_U}{{2,}}+(?:[ -]{_U}{{2,}}+){{0,3}}|{_U}(?=,))"
_JUNIOR = r"(?:,? (?P<{}>Jr|Sr|JR|SR|II|III|IV|2nd|3rd|4th)\b\.?)?"
_PLAIN = (
    rf"(?:{_U}[-‐‑]?){{1,5}}(?: {_U}(?![{UPPER}{LOWER}.])){{0,3}}"
    rf"(?: (?:de|da|do|dos|van|von|del|e|d')(?: {_U}{{1,3}})?)?"
)
_STOPPED = rf"(?!(?:Am|Br|Ed|Dr|Eur|JR)\.){_U}[{LOWER}{UPPER}]?\."
_DOTTED = rf"{_STOPPED}(?: ?(?:[-‐‑–] ?)?(?:{_STOPPED}|{_U}(?![{UPPER}{LOWER}'’])|{_L}\.)){{0,7}}"
_AFTER_DOTTED = (
    r"(?: (?:de|da|do|dos|van|von|del|della|di|der|den|la|e|du)\b(?: (?:de|la|der|den)\b)?"
    rf"(?: {_U}\.){{0,3}})?"
)
_GIVEN_WORD = rf"(?:{_U}{_A}++(?:[-‐]{_A}++)*+|{_U}\.|{_U}(?= ))"
_GIVEN = rf"{_GIVEN_WORD}(?:[ ]?{_GIVEN_WORD}){{0,3}}"
_GIVEN_BEHIND = (
    rf"(?:{_U}\. )?{_U}{_A}++(?:[-‐ ](?:{_U}(?={_A}))?{_A}++){{0,2}}"
    rf"(?: ?{_U}(?:\.|(?![{UPPER}{LOWER}]))){{0,3}}"
)
_NEXT = (
    r"(?:(?<=\.)(?! ?[a-z]{2,20}(?<!and)(?<!und) )"
    r"|(?=[\s\d]{0,9}(?:[.,;:&(\[“”\"‘«/]|(?:and|und|y|et|e)\b|(?:1[89]|20)\d\d|$)))"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of names: its pattern (groups family, given, suffix), and how its later names look.

    `weak` shapes fit many phrases that are no names; `comma` ones may be followed by a comma and a
    title.
    """

    name: str
    pattern: re.Pattern[str]
    later: tuple[str, ...] = ()
    weak: bool = False
    comma: bool = False


def _shape(name: str, pattern: str, *later: str, weak: bool = False, comma: bool = False) -> Shape:
    return Shape(name, re.compile(rf"{pattern}(?![{UPPER}{LOWER}'’]){_NEXT}"), later, weak, comma)


_J1, _J2 = _JUNIOR.format("junior"), _JUNIOR.format("suffix")
SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        _shape("Family AB", rf"(?P<family>{_FAMILY}){_J1} (?P<given>{_PLAIN}){_J2}"),
        _shape(
            "Family, A. B.",
            rf"(?P<family>{_ANY_FAMILY}){_J1}, ?(?P<given>{_DOTTED}{_AFTER_DOTTED}){_J2}",
            "A. B. Family",
            comma=True,
        ),
        _shape(
            "Family A. B.",
            rf"(?P<family>{_FAMILY}){_J1} (?P<given>{_DOTTED}{_AFTER_DOTTED}){_J2}",
            comma=True,
        ),
        _shape(
            "Family, AB",
            rf"(?P<family>{_FAMILY}){_J1}, ?(?P<given>{_PLAIN}){_J2}",
            "A. B. Family",
            "Family AB",
            comma=True,
        ),
        _shape(
            "A. B. Family",
            rf"(?P<given>{_DOTTED}) ?(?P<family>{_FAMILY}"
            rf"|{_U}{{2,}}+(?:[- ]{_U}{{2,}}+){{0,3}}){_J2}",
            comma=True,
        ),
        _shape("Family et al", rf"(?P<family>{_FAMILY})(?P<given>)(?P<suffix>)(?=,? et al)"),
        _shape(
            "AB Family",
            rf"(?P<given>(?:{_U}[-‐]?){{1,3}}|{_U}(?: {_U}){{1,2}}) (?P<family>{_FAMILY}){_J2}",
            weak=True,
            comma=True,
        ),
        _shape(
            "Family, Given",
            rf"(?P<family>{_PARTICLES}{_WORD}), (?P<given>{_GIVEN_BEHIND}){_J2}",
            "Given Family",
            weak=True,
        ),
        _shape(
            "Given Family",
            rf"(?P<given>{_GIVEN}) (?P<family>{_PARTICLES}{_WORD}){_J2}",
            weak=True,
            comma=True,
        ),
        _shape("Family", rf"(?P<family>{_FAMILY})(?P<given>)(?P<suffix>)", weak=True),
    )
}


def name(found: re.Match[str]) -> Name:
    """Return the name a shape's pattern found."""
    groups = found.groupdict()
    return Name(
        family=" ".join(found["family"].split()),
        given=initials(found["given"]),
        suffix=groups.get("junior") or found["suffix"] or "",
    )


@lru_cache(maxsize=10_000)
def initials(given: str) -> str:
    """Return given names with initials as "I. G. H." and "Y.-O.", whatever the print does."""
    given = re.sub(rf"(?<![{LOWER}'’])({_U})(?=[-‐‑– {UPPER}]|$)(?!{_U}?{_L})", r"\1. ", given)
    given = re.sub(rf"\.(?={_U})", ". ", given)
    return re.sub(r" ?([-‐‑–]) ?", r"\1", " ".join(given.split()))
