"""Shapes of names: how one person's name can be printed.

A shape is a pattern with the groups family, given and suffix (or junior, where it stands before the
given name). A new shape of names is a new row of SHAPES. Runs of letters are matched possessively
and everything else is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto

from cikrefs.models import Name
from cikrefs.names import LOWER, PARTICLE, UPPER, initials

_U, _L, _A = f"[{UPPER}]", f"[{LOWER}]", f"[{UPPER}{LOWER}'’`´]"
_PARTICLES = rf"(?:{PARTICLE}[ -]){{0,3}}"
_MIXED = rf"(?:[dDlLOoNn]['’`´](?:{_U}|{_L})|{_U}++){_L}{_A}*+"
_CAPITALS = rf"{_U}['’]?{_U}{{3,}}+"
_WORD = (
    rf"(?:(?:{_MIXED}|{_CAPITALS}|{_U})[-‐‑–](?:{PARTICLE}[-‐‑–])?){{0,3}}(?:{_MIXED}|{_CAPITALS})"
    rf"(?:[-‐‑–](?:{_L}++|{_U}{{2,4}}))?"
)
_FAMILY = rf"{_PARTICLES}{_WORD}(?:[ ](?!(?:Jr|Sr)\b)(?:{PARTICLE}[ -]){{0,2}}{_WORD}){{0,3}}"
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
    rf"(?:{_U}\. )?{_U}{_A}++(?:[-‐ ](?!(?:and|und|et|y|e)\b){_U}?{_L}{_A}*+){{0,2}}"
    rf"(?: ?{_U}(?:\.|(?![{UPPER}{LOWER}]))){{0,3}}"
)
_NEXT = (
    r"(?:(?<=\.)(?! ?[a-z]{2,20}(?<!and)(?<!und) )"
    r"|(?=[\s\d]{0,9}(?:[.,;:&(\[“”\"‘«/]|(?:and|und|y|et|e)\b|(?:1[89]|20)\d\d|$)))"
)


class Trait(Flag):
    """What a shape of names is like."""

    PLAIN = 0
    WEAK = auto()
    """It fits many phrases that are no names."""
    COMMA = auto()
    """A comma and a title may follow."""
    COMMA_BEHIND_SEVERAL = auto()
    """A comma and a title may follow several such names; one alone may be half of a name."""
    BARE = auto()
    """Surnames without given names."""
    GIVEN_FIRST = auto()
    """Given names stand first."""
    GIVEN_LAST = auto()
    """Only a blank stands before the given names, so that "Kwon YO, Lee" may be given names."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of names: its pattern (groups family, given, suffix) and the shapes of later names.

    `later` are keys of SHAPES.
    """

    name: str
    pattern: re.Pattern[str]
    later: tuple[str, ...] = ()
    traits: Trait = Trait.PLAIN


def _shape(name: str, pattern: str, *later: str, traits: Trait = Trait.PLAIN) -> Shape:
    return Shape(name, re.compile(rf"{pattern}(?![{UPPER}{LOWER}'’]){_NEXT}"), later, traits)


_J1, _J2 = _JUNIOR.format("junior"), _JUNIOR.format("suffix")
SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        _shape(
            "Family AB",
            rf"(?P<family>{_FAMILY}){_J1} (?P<given>{_PLAIN}){_J2}",
            traits=Trait.GIVEN_LAST,
        ),
        _shape(
            "Family, A. B.",
            rf"(?P<family>{_ANY_FAMILY}){_J1}, ?(?P<given>{_DOTTED}{_AFTER_DOTTED}){_J2}",
            "A. B. Family",
            traits=Trait.COMMA,
        ),
        _shape(
            "Family A. B.",
            rf"(?P<family>{_FAMILY}){_J1} (?P<given>{_DOTTED}{_AFTER_DOTTED}){_J2}",
            traits=Trait.COMMA | Trait.GIVEN_LAST,
        ),
        _shape(
            "Family, AB",
            rf"(?P<family>{_FAMILY}){_J1}, ?(?P<given>{_PLAIN}){_J2}",
            "A. B. Family",
            "Family AB",
            traits=Trait.COMMA,
        ),
        _shape(
            "A. B. Family",
            rf"(?P<given>{_DOTTED}) ?(?P<family>{_FAMILY}"
            rf"|{_U}{{2,}}+(?:[- ]{_U}{{2,}}+){{0,3}}){_J2}",
            traits=Trait.COMMA | Trait.GIVEN_FIRST,
        ),
        _shape("Family et al", rf"(?P<family>{_FAMILY})(?P<given>)(?P<suffix>)(?=,? et al)"),
        _shape(
            "AB Family",
            rf"(?P<given>(?:{_U}[-‐]?){{1,3}}|{_U}(?: {_U}){{1,2}}) (?P<family>{_FAMILY}){_J2}",
            traits=Trait.WEAK | Trait.COMMA | Trait.GIVEN_FIRST,
        ),
        _shape(
            "Family, Given",
            rf"(?P<family>{_PARTICLES}{_WORD}), (?P<given>{_GIVEN_BEHIND}){_J2}",
            "Given Family",
            traits=Trait.WEAK | Trait.COMMA_BEHIND_SEVERAL,
        ),
        _shape(
            "Given Family",
            rf"(?P<given>{_GIVEN}) (?P<family>{_PARTICLES}{_WORD}){_J2}",
            traits=Trait.WEAK | Trait.COMMA | Trait.GIVEN_FIRST,
        ),
        _shape(
            "Family",
            rf"(?P<family>{_FAMILY})(?P<given>)(?P<suffix>)",
            traits=Trait.WEAK | Trait.BARE,
        ),
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
