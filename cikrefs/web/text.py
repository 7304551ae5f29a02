"""Registered text made safe, as it comes in, and plain: no markup, no entities, no padding.

Publishers deposit titles with face markup, MathML and JATS, sometimes escaped twice, often wrapped
in newlines by their systems. Readers compare words, so markup goes once, here, and what it stood
between stays apart exactly where words would be glued: "of<i>Burkholderia</i>" has two words,
"H<sub>2</sub>O" and "<scp>T</scp>he" have one.

Before any of it every string of an answer is cleaned of what breaks a line, a terminal or a file it
is written into, so that nothing behind this needs to think of it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

_UNSAFE = re.compile(
    r"([\ud800-\udfff])|([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029])"
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Halves of surrogate pairs; control characters but tab and line ends; marks of direction."""

_BLANKS = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ANNOTATION = re.compile(r"<((?:[a-z]+:)?annotation)(?: [^<>]*)?>[^<]*</\1>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(?:([a-z]+):)?([a-z][a-z-]*)( [^<>]*)?/?>", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]{3}")

_FACES = frozenset("b bold em emph i italic math sc scp strong".split())
_SCRIPTS = frozenset("inf sub sup".split())
_BLOCKS = frozenset("br div li ol p sec subtitle title ul".split())
_INLINES = frozenset(
    "a font monospace overline roman sans-serif small span strike tt u underline".split()
)
_MATH = frozenset(
    "mfenced mfrac mi mmultiscripts mn mo mover mprescripts mroot mrow ms mspace msqrt mstyle msub"
    " msubsup msup mtable mtd mtext mtr munder munderover none semantics".split()
)
_NAMES = _FACES | _SCRIPTS | _BLOCKS | _INLINES | _MATH

# Newlines around a tag are padding, and so is all that is blank between the tags of MathML.
_PADDING = (
    (re.compile(rf">[ \n]<(?=/?(?:mml:)?(?:{'|'.join(_MATH)})\b|/(?:mml:)?math)"), "><"),
    (re.compile(r"\n<(?=su[bp]>)"), "<"),
    (re.compile(r"[ \n](?=</su[bp]>)"), ""),
)
_LOOSE = re.compile(r"(?<=[(\[]) | (?=[)\],]|\.$)")


def cleaned(value: Any) -> Any:
    """Return `value`, as read from JSON, with each string in it `clean`."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {name: cleaned(one) for name, one in value.items()}
    return value


def clean(text: str) -> str:
    """Return `text` as it can be written anywhere.

    Half a surrogate pair is "?", a control character or a line or paragraph separator a blank; the
    marks that turn the direction of writing are gone. Tabs and line ends stay, `plain` needs them.
    """
    return _UNSAFE.sub(lambda found: "?" if found[1] else " " if found[2] else "", text)


def plain(text: str) -> str:
    """Return `text` without markup, entities and runs of blanks; what only looks so stays."""
    for _ in range(3):
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    text = clean(text)
    text = _BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", text)
    if "<" in text:
        for padding, instead in _PADDING:
            text = padding.sub(instead, text)
        text = _TAG.sub(_without, _ANNOTATION.sub("", text))
        text = _LOOSE.sub("", _BLANKS.sub(" ", text))
    return _BLANKS.sub(" ", text).strip()


def _without(tag: re.Match[str]) -> str:
    """Return what stands where `tag` stood: nothing, a blank, or the tag itself if it is none."""
    closing, prefix, name, attributes = tag.groups()
    name = name.lower()
    attributes = (attributes or "").strip(" /")
    if not (prefix or name in _NAMES) or (attributes and "=" not in attributes):
        return tag[0]
    if name in _BLOCKS:
        return " "
    before = tag.string[max(0, tag.start() - 2) : tag.start()]
    after = tag.string[tag.end() : tag.end() + 4]
    if name in _SCRIPTS:
        glued = bool(closing and _WORD.match(after))
    elif name in _FACES and closing:
        glued = after[:2].isalpha() and len(after) > 1 and (name == "math" or before.isalpha())
    elif name in _FACES:
        glued = before.isalpha() and len(before) == 2 and (after[:1].isalpha() or after[:1] == "<")
    else:
        glued = False
    return " " if glued else ""
