"""Two lists of names, one printed and one registered: do they name the same people in that order?

A print abbreviates: initials for given names, "et al." for the rest. A registry has habits of its
own: compounds split elsewhere ("Ying Li, C. M." is "Li, Celine Man Ying"), given and family name
swapped, capitals, accents folded or written out, groups listed as authors, only the first author
deposited. None of that is a contradiction. Another person, another order, one too many or one too
few is. A family name after the first author's that differs by one letter is as often the registry's
slip as the print's, hence a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from cikrefs.checks.agreement import AGREES, SILENT, Agreement, differs
from cikrefs.checks.words import fold, squeeze
from cikrefs.models import OTHERS, Name, Severity

__all__ = ["compare", "first_agrees", "is_alphabetical", "overlap", "same_person"]

MOST = 50
"""So many names of a list tell whether two lists are the same people's."""

MOST_INITIALS = 4
"""Letters: "JOAN" may be four initials, "MARIA" is a name."""

_GROUPS = (
    "initiative",
    "consortium",
    "collaboration",
    "collaborators",
    "investigators",
    "network",
    "committee",
    "group",
)
"""How what is deposited as a family name ends if it is a group's: "Initiative, for the …"."""

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def compare(
    printed: Sequence[Name],
    registered: Sequence[Name],
    *,
    order: Severity = "error",
    alone: Severity = "warning",
) -> Agreement:
    """Compare the printed names, which OTHERS may cut, with the registered ones, in order.

    `order` is how bad it is that the same people stand in another order, `alone`, that the first
    of several authors alone is registered.
    """
    people = [name for name in registered if name == OTHERS or not _is_group(name, ())]
    groups = [name for name in registered if name != OTHERS and _is_group(name, ())]
    shown = [name for name in printed if name == OTHERS or not _is_group(name, groups)]
    if not shown or shown == [OTHERS]:
        return _compare_with_people(printed, people, groups)
    if not people:
        return _compare_with_groups(shown, groups)
    if OTHERS in people:  # MEDLINE cut long lists
        cut = people.index(OTHERS)
        people, shown = people[:cut], shown[:cut]
    pairs, missing, extra = _pair(shown, people)
    if not missing and not extra:
        return _compare_pairs(pairs, people, order)
    if pairs == [(shown[0], *people)]:
        return _difference(printed, registered, "only the first author is registered", alone)
    return _difference(printed, registered, _counted(missing, extra, shown, people))


def same_person(one: Name, other: Name) -> bool:
    """Whether two names can be the same person's."""
    if _families(one) & _families(other) and _initials_agree(one, other):
        return True
    return _same_words(one, other)


def first_agrees(printed: Sequence[Name], registered: Sequence[Name]) -> bool | None:
    """Whether the first printed author is the first registered one; None if either is not known."""
    if not printed or not registered or printed[0] == OTHERS:
        return None
    one, other = printed[0], registered[0]
    if one.literal or other.literal:
        return _squeezed(one) in map(_squeezed, registered) or None
    return same_person(one, other) or bool(_families(one) & _families(other))


def overlap(printed: Sequence[Name], registered: Sequence[Name]) -> float:
    """Return the share of the fewer people who are on the other side too, 0.0 to 1.0."""
    mine, theirs = (
        [name for name in names if not name.literal][:MOST] for names in (printed, registered)
    )
    if not mine or not theirs:
        return 0.0
    fewer, more = sorted((mine, theirs), key=len)
    return sum(any(same_person(one, other) for other in more) for one in fewer) / len(fewer)


def is_alphabetical(names: Sequence[Name]) -> bool:
    """Whether people stand in the order of their family names."""
    families = [fold(name.family) for name in names if not name.literal]
    return families == sorted(families)


def _is_group(name: Name, groups: Sequence[Name]) -> bool:
    """Whether `name` is a group's, perhaps taken for a person's, or that of one of `groups`."""
    if name.literal or name.family.lower().endswith(_GROUPS):
        return True
    return _squeezed(name) in map(_squeezed, groups)


def _squeezed(name: Name) -> str:
    return squeeze(f"{name.given} {name.family} {name.literal}")


def _compare_with_groups(printed: Sequence[Name], groups: Sequence[Name]) -> Agreement:
    """Compare printed people with registered groups, one of which "et al." may be."""
    if not groups or OTHERS in printed:
        return SILENT
    return _difference(printed, groups, "only a group is registered", "warning")


def _compare_with_people(
    printed: Sequence[Name], people: Sequence[Name], groups: Sequence[Name]
) -> Agreement:
    """Compare printed groups with registered people: one of them in one piece is no group."""
    named = {squeeze(word) for name in printed for word in name.literal.split()}
    known = any(squeeze(word) in named for name in people for word in name.family.split())
    if not people or groups or known or all(name == OTHERS for name in printed):
        return SILENT
    return _difference(printed, people, "a group is printed, people are registered", "warning")


def _pair(
    shown: list[Name], people: list[Name]
) -> tuple[list[tuple[Name, Name]], list[Name], list[Name]]:
    """Return printed and registered names side by side, then who is missing, then who is extra.

    What OTHERS stands for is neither: names before it count from the front, those behind it from
    the end ("A, B, … Z").
    """
    if OTHERS in shown:
        cut = shown.index(OTHERS)
        head, tail = shown[:cut], shown[cut + 1 :]
        if len(head) + len(tail) > len(people):
            return [], [], [*head, *tail][len(people) :]
        behind = people[len(people) - len(tail) :] if tail else []
        return [*zip(head, people, strict=False), *zip(tail, behind, strict=True)], [], []
    if len(shown) == len(people):
        return list(zip(shown, people, strict=True)), [], []
    known, matches = _Known(people), dict[int, Name]()
    extra = []
    for name in shown:
        place = next((place for place in known.places(name) if place not in matches), None)
        if place is None:
            extra.append(name)
        else:
            matches[place] = name
    pairs = [(name, people[place]) for place, name in matches.items()]
    return pairs, [one for place, one in enumerate(people) if place not in matches], extra


class _Known:
    """People by the words of their names, as a list of thousands is not tried one by one."""

    def __init__(self, people: Sequence[Name]) -> None:
        self._people = people
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(people):
            for word in _words(name):
                self._by_word[word].append(place)

    def places(self, name: Name) -> Iterator[int]:
        """Yield the places in the list of whoever `name` can be, the first one first."""
        near = {place for word in _words(name) for place in self._by_word.get(word, ())}
        return (place for place in sorted(near) if same_person(name, self._people[place]))


def _words(name: Name) -> frozenset[str]:
    """Return the words of a name, one of which two names of the same person share."""
    return _families(name) | {word for word in _parts(name) if len(word) > 1}


def _compare_pairs(
    pairs: list[tuple[Name, Name]], people: Sequence[Name], order: Severity
) -> Agreement:
    wrong = [(one, other) for one, other in pairs if not same_person(one, other)]
    if not wrong:
        return AGREES
    printed = "; ".join(str(one) for one, _ in wrong)
    registered = "; ".join(str(other) for _, other in wrong)
    candidates = people if order == "note" else [other for _, other in wrong]
    known = _Known(candidates)
    if all(any(True for _ in known.places(one)) for one, _ in wrong):
        return differs(printed, registered, "the order of the authors differs", severity=order)
    behind_first = wrong[0] != pairs[0]
    misspelt = all(_one_letter_apart(one, other) for one, other in wrong)
    if misspelt and behind_first:
        return differs(printed, registered, "a name differs by one letter", severity="warning")
    return differs(printed, registered, "another name is registered")


def _difference(
    printed: Sequence[Name], registered: Sequence[Name], message: str, severity: Severity = "error"
) -> Agreement:
    return differs(_listed(printed), _listed(registered), message, severity=severity)


def _counted(missing: list[Name], extra: list[Name], shown: list[Name], people: list[Name]) -> str:
    printed = sum(name != OTHERS for name in shown)
    parts = [f"{printed} authors are printed, {len(people)} registered"]
    if missing:
        parts.append(f"not printed: {_listed(missing)}")
    if extra:
        parts.append(f"not registered: {_listed(extra)}")
    return "; ".join(parts)


def _listed(names: Sequence[Name]) -> str:
    shown = "; ".join(str(name) for name in names[:5])
    return shown if len(names) <= 5 else f"{shown}; … ({len(names)} in all)"


@lru_cache(maxsize=65536)
def _families(name: Name) -> frozenset[str]:
    """Return the forms of a family name that are the same name: accents folded, or written out."""
    family = unicodedata.normalize("NFC", name.whole_family).lower()
    forms = (fold(family), fold(family.translate(_WRITTEN_OUT)))
    return frozenset(re.sub(r"[^a-z0-9]", "", form) for form in forms)


@lru_cache(maxsize=65536)
def _initials(given: str) -> str:
    """Return the initials of given names: "Ingo G. H.", "IGH" and "I.G.H." give "igh"."""
    return fold("".join(re.findall(r"\b[^\W\d_]", _spelt_apart(given))))


def _spelt_apart(given: str) -> str:
    """Return given names; a few capitals in one piece are initials: "IGH" becomes "I G H"."""
    few = given.isupper() and len(given.strip(" .")) <= MOST_INITIALS
    return " ".join(given) if few else given


def _initials_agree(one: Name, other: Name) -> bool:
    """Whether the fewer initials are found, in order, among the more."""
    fewer, more = sorted((_initials(one.given), _initials(other.given)), key=len)
    letters = iter(more)
    return all(letter in letters for letter in fewer)


def _same_words(one: Name, other: Name) -> bool:
    """Whether all words of one name are found in the other, spelt out or by their initials.

    This is for compounds split elsewhere and for swapped given and family names, so at least one
    word of a family name must stand in both.
    """
    mine, theirs = _parts(one), _parts(other)
    shared = [word for word in (Counter(mine) & Counter(theirs)).elements() if len(word) > 1]
    if not any(
        word in (*_parts(Name(family=one.family)), *_parts(Name(family=other.family)))
        for word in shared
    ):
        return False
    for word in shared:
        mine.remove(word)
        theirs.remove(word)
    fewer, more = sorted((mine, theirs), key=len)
    for word in fewer:
        match = next((w for w in more if w[0] == word[0] and 1 in (len(w), len(word))), None)
        if match is None:
            return False
        more.remove(match)
    return True


def _parts(name: Name) -> list[str]:
    family = re.findall(r"[a-z0-9]+", fold(name.whole_family))
    given = re.findall(r"[a-z0-9]+", fold(_spelt_apart(name.given)))
    return family + given


def _one_letter_apart(one: Name, other: Name) -> bool:
    return _initials_agree(one, other) and any(
        OSA.distance(a, b) == 1 for a in _families(one) for b in _families(other)
    )
