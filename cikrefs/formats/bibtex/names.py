"""Names in BibTeX's `author` and `editor`, as pybtex reads them.

pybtex knows BibTeX's rules (von, Jr, braces, `and`). A particle goes to the family name, where it
is safe: as a particle of its own, "de" disappears in Zotero. A name wholly in braces is a group.
biblatex's other way to write a name, `family=de Souza, given=P. B.`, is read here, since pybtex
does not know it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from cikrefs.formats.bibtex.latex import decode, encode
from cikrefs.models import OTHERS, Name

_FAMILY_AND_GIVEN = re.compile(r"\s*[^{}\\~,\s][^{}\\~,]*,\s*[^{}\\~,\s][^{}\\~,]*")
_COMMAND = (
    r"""(?:\\(?:["'`^~=.]|[Hkvucrdbh](?![A-Za-z]))\s*"""
    r"(?:\{\s*\\?[A-Za-z]\s*\}|\\[ij](?![A-Za-z])|[A-Za-z])"
    r"|\\(?:AA|aa|AE|ae|OE|oe|DH|dh|TH|th|DJ|dj|NG|ng|ss|[OoLlij])(?![A-Za-z])(?:\{\}|\s+)?)"
)
_LETTER = re.compile(rf"\{{{_COMMAND}\}}|{_COMMAND}")
r"""A letter made by a command: `\'{E}`, or `{\'E}`, in which alone BibTeX sees a letter."""
_ODDITIES = re.compile(r"[{}\\~,\s](?<! )")
_QUOTED = re.compile(r'=\s*"([^"{}]*)"')
_LABELS = frozenset({"family", "given", "prefix", "suffix", "useprefix"})
_ODD = re.compile(r",|[^\S ]|^others$|(?:^| )and(?: |$)", re.IGNORECASE)
"""What in a part of a name would be read as more than that part."""


MOST, MOST_IN_NAME = 50_000, 1_000
"""The braces that a value, and a name, may have: pybtex's time grows with their square."""

Remark = tuple[str, str]
"""A name as it stands, and what is odd about it."""

_NOT_ALLOWED = "a name has too many commas or braces; it is kept as the name of a group"
_NO_SUFFIX = (
    "commas part one name into family name, suffix and given names; this reads like several names, "
    "between which BibTeX wants the word and"
)
_SUFFIXES = frozenset("jr sr ii iii iv esq junior senior ph d phd m md filho neto 2nd 3rd".split())
_NOBODY = Name()
_AND = re.compile(r" and ", re.IGNORECASE)
_STRAY_ANDS = re.compile(r"^(?:and(?: |$))++|(?<! and)(?: and)++$", re.IGNORECASE)


def read(latex: str) -> tuple[tuple[Name, ...], list[Remark]]:
    """Return the names in a field's value, and those that are odd or against BibTeX's rules.

    A name with three or more commas is not allowed; it is kept whole, as a group's. So is one with
    more braces than MOST and MOST_IN_NAME. One with two commas and no suffix between them is odd if
    it is the only one.
    """
    if latex.count("{") > MOST:
        return (Name(literal=decode(latex)),), [(latex, _NOT_ALLOWED)]
    names, remarks = [], []
    if "{" in latex or not latex.isprintable():
        pieces = split_name_list(latex)
    elif latex.count(" and ") == latex.lower().count(" and "):
        pieces = latex.split(" and ")
    else:
        pieces = _AND.split(latex)
    texts = [_STRAY_ANDS.sub("", text) if "and" in text.lower() else text for text in pieces]
    for text in texts:
        name = _allowed(text)
        if name is None:
            remarks.append((text, _NOT_ALLOWED))
            name = Name(literal=decode(text))
        if name.family or name != _NOBODY:
            names.append(name)
        if name.suffix and len(texts) == 1 and "=" not in text and not _is_suffix(name.suffix):
            remarks.append((text, _NO_SUFFIX))
    return tuple(names), remarks


def parted(latex: str) -> list[str]:
    """Return the items of a list that biblatex joins by `and`: publishers, places."""
    if " and " not in latex or latex.count("{") > MOST:
        return [latex]
    return [item for item in split_name_list(latex) if item]


def _allowed(text: str) -> Name | None:
    """Return the name in `text`, None where BibTeX's rules, or pybtex's patience, allow none."""
    if text.count("{") > MOST_IN_NAME:
        return None
    try:
        return _name(text)
    except PybtexError:
        return None


def _is_suffix(text: str) -> bool:
    return " " not in text or set(re.findall(r"\w+", text.lower())) <= _SUFFIXES


@lru_cache(maxsize=20_000)
def _name(text: str) -> Name:
    if text.lower() in {"others", "et al", "et al."}:
        return OTHERS
    if _is_one_group(text):
        return Name(literal=decode(text[1:-1]))
    if "=" in text and (labelled := _labelled(text)):
        return labelled
    if _FAMILY_AND_GIVEN.fullmatch(text):
        # most names, and here pybtex's rules change nothing but the time it takes
        family, given = (" ".join(part.split()) for part in text.split(","))
        return Name(family=decode(family), given=decode(given))
    words = text.split(" ")
    if len(words) > 1 and all(word[:1].isupper() for word in words) and not _ODDITIES.search(text):
        # nor where every word is capitalised: the last is the family name
        return Name(family=decode(words[-1]), given=decode(" ".join(words[:-1])))
    person = Person(_LETTER.sub(lambda letter: decode(letter[0]), text))
    family = _joined(person.prelast_names + person.last_names)
    given = _joined(person.first_names + person.middle_names)
    name = Name(family=family, given=given, suffix=_joined(person.lineage_names))
    return Name(literal=decode(text)) if name == _NOBODY else name


def _labelled(text: str) -> Name | None:
    """Return the name in biblatex's `family=…, given=…, prefix=…, suffix=…`; None for another.

    Initials (`given-i`) repeat what the parts say. A prefix that sorts, or of which nothing is
    said, goes to the family name; with `useprefix=false` it is a dropping particle. A part beyond
    these makes it another.
    """
    parts = {}
    for piece in split_tex_string(_QUOTED.sub(r"={\1}", text), ","):
        label, _, part = (side.strip() for side in piece.partition("="))
        if label.lower().removesuffix("-i") not in _LABELS or not part:
            return None
        parts[label.lower()] = decode(part)
    name = Name(
        parts.get("family", ""),
        parts.get("given", ""),
        parts.get("suffix", ""),
        dropping_particle=parts.get("prefix", ""),
    )
    if parts.get("useprefix", "").lower() == "false" and name.family:
        return name
    return replace(name, family=name.whole_family.strip(), dropping_particle="")


def _joined(parts: list[str]) -> str:
    return decode(" ".join(parts))


def _is_one_group(text: str) -> bool:
    """Whether the brace that opens `text` is closed by its last character."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for found in re.finditer(r"[{}]", text):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.end() == len(text)
    return False


def write(names: tuple[Name, ...]) -> str:
    """Return the names as the value of `author` or `editor`."""
    return " and ".join(_written(name) for name in names)


def _written(name: Name) -> str:
    if name == OTHERS:
        return "others"
    if name.literal:
        return f"{{{encode(name.literal)}}}"
    if name.dropping_particle:
        return _written_in_parts(name)
    if not name.given and not name.suffix and re.fullmatch(r"[^\W\d_]+", name.family):
        return name.family if not _ODD.search(name.family) else f"{_part(name.family)}, {{}}"
    parts = (name.family, name.suffix, name.given) if name.suffix else (name.family, name.given)
    return ", ".join(_part(part) for part in parts)


def _written_in_parts(name: Name) -> str:
    """Return a name as biblatex has it, the only way to say that a particle drops."""
    parts = (
        ("family", name.family),
        ("given", name.given),
        ("prefix", name.dropping_particle),
        ("suffix", name.suffix),
    )
    said = [f"{label}={{{encode(part)}}}" for label, part in parts if part]
    return ", ".join([*said, "useprefix=false"])


def _part(text: str) -> str:
    """Return a part of a name; an empty one as `{}`, since BibTeX takes a bare comma for a slip."""
    latex = encode(text)
    return f"{{{latex}}}" if not latex or _ODD.search(text) else latex
