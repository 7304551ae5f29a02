"""Titles with HTML in them, as Zotero, Crossref and publishers write them, become plain text.

A title is text here: of the three formats only RIS has readers that know HTML, the others would
show its tags (and BibTeX protect their capitals). So the few tags that CSL-JSON allows in strings
(https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html) are taken away in pairs, what
they raise or lower becomes Unicode's raised and lowered characters where these exist, and
entities become their characters. A lone `<i>`, and any other tag, is text.
"""

from __future__ import annotations

import html
import re
from unicodedata import decomposition

PROSE = frozenset(
    "title title_short container_title container_title_short collection_title event_title".split()
)
"""The fields of a reference that may come with markup."""

_PAIR = re.compile(
    r"<(i|b|em|strong|sc|scp|sup|sub)>([^<>]*)</\1>"
    r"|<span (?:class|style)=\"[^\"<>]{0,80}\">([^<>]*)</span>"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_DEEPEST = 8
"""How many levels of nested pairs are looked into."""


def _scripts(kind: str) -> dict[int, str]:
    """Return Unicode's raised ("<super>") or lowered ("<sub>") characters by the plain ones."""
    chars = map(chr, (*b"\xb2\xb3\xb9", *range(0x2070, 0x209D)))
    parts = ((decomposition(char).split(), char) for char in chars)
    found = {int(part[1], 16): char for part, char in parts if len(part) == 2 and part[0] == kind}
    return found | dict.fromkeys(map(ord, "-–"), found[ord("−")])


RAISED, LOWERED = _scripts("<super>"), _scripts("<sub>")


def plain(text: str) -> str:
    """Return `text` without markup."""
    if "<" in text:
        for _ in range(_DEEPEST):
            before, text = text, _PAIR.sub(_shown, text)
            if before == text:
                break
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _shown(pair: re.Match[str]) -> str:
    tag, inner, span = pair.groups()
    if tag in ("sup", "sub"):
        return script(inner, RAISED if tag == "sup" else LOWERED)
    return span if inner is None else inner


def script(text: str, table: dict[int, str]) -> str:
    """Return `text` in the characters of `table` if it has all of them, else as it is."""
    return text.translate(table) if all(ord(char) in table for char in text) else text
