"""JSON, member by member: the lists of objects that CSL-JSON is, with the place of each value.

The standard library's `json` gives no positions; it is asked for one value after another, and what
stands between the values, brackets, commas and names, is walked over here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

_SPACE = re.compile(r"[ \t\n]*+")
_PLAIN = re.compile(
    r'"([^"\\\x00-\x1f]*+)"[ \t\n]*+:[ \t\n]*+"([^"\\\x00-\x1f]*+)"[ \t\n]*+,[ \t\n]*+(?=")'
)
"""A member as most are, a text without escapes, and the comma before the next one."""
_COMMA = re.compile(r"[ \t\n]*+,[ \t\n]*+(?![\]}])")
_TELLING = frozenset({"title", "DOI"})
"""Members of which an item has at least one."""
_NO_LIST = "CSL-JSON is a list, [{…}, …], and this is none"


class Member(NamedTuple):
    """A member of a JSON object: its name, its value, and the offset of the value."""

    name: str
    value: object
    offset: int


def _integer(digits: str) -> int | str:
    """Read a number; one that is too long to be meaningful stays text."""
    return int(digits) if len(digits) < 100 else digits


def _decimal(digits: str) -> float | str:
    """Read a number; one that would be written differently (12.10, 1e999) stays text."""
    number = float(digits)
    return number if repr(number) == digits else digits


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_decimal, parse_constant=str)


_Item = tuple[int, int, list[Member] | None]


def items(text: str) -> Iterator[_Item]:
    """Yield start, end and members of each item of a JSON list; None for one that is no object.

    The list may stand in an object as `items`, as zotero.org sends it, and one item alone without a
    list, as doi.org does.
    """
    position = _skip(text, 0)
    if position == len(text):
        return
    if text[position] == "{":
        members, end = _members(text, position)
        inner = [member for member in members if member.name == "items"]
        if inner and isinstance(inner[0].value, list):
            yield from _listed(text, inner[0].offset)
        elif _TELLING.isdisjoint(member.name for member in members):
            raise json.JSONDecodeError(_NO_LIST, text, position)
        else:
            yield position, end, members
    elif text[position] == "[":
        end = yield from _listed(text, position)
    else:
        _DECODER.raw_decode(text, position)
        raise json.JSONDecodeError(_NO_LIST, text, position)
    position = _skip(text, end)
    if position < len(text):
        raise json.JSONDecodeError("Extra data", text, position)


def _listed(text: str, position: int) -> Generator[_Item, None, int]:
    """Yield the items of the list at `position`; return where it ends."""
    position = _skip(text, position + 1)
    while not text.startswith("]", position):
        start = position
        if text.startswith("{", position):
            members, position = _members(text, position)
            yield start, position, members
        else:
            _, position = _DECODER.raw_decode(text, position)
            yield start, position, None
        position = _after_comma(text, position, "]")
    return position + 1


def _members(text: str, position: int) -> tuple[list[Member], int]:
    """Return the members of the object at `position`, and where it ends."""
    members: list[Member] = []
    position = _skip(text, position + 1)
    while not text.startswith("}", position):
        if plain := _PLAIN.match(text, position):
            members.append(Member(plain[1], plain[2], plain.start(2) - 1))
            position = plain.end()
            continue
        if not text.startswith('"', position):
            raise json.JSONDecodeError("Expecting a name in double quotes", text, position)
        name, position = _DECODER.raw_decode(text, position)
        position = _skip(text, position)
        if not text.startswith(":", position):
            raise json.JSONDecodeError("Expecting ':'", text, position)
        offset = _skip(text, position + 1)
        found, position = _DECODER.raw_decode(text, offset)
        members.append(Member(name, found, offset))
        position = _after_comma(text, position, "}")
    return members, position + 1


def _after_comma(text: str, position: int, closing: str) -> int:
    """Return where the next member or item begins, or the closing bracket stands."""
    if comma := _COMMA.match(text, position):
        return comma.end()
    position = _skip(text, position)
    if text.startswith(closing, position):
        return position
    if not text.startswith(",", position):
        raise json.JSONDecodeError(f"Expecting ',' or '{closing}'", text, position)
    position = _skip(text, position + 1)
    if text.startswith(closing, position):
        raise json.JSONDecodeError("A comma with nothing behind it", text, position)
    return position


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
