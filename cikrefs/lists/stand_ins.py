"""Characters that pandoc would interpret, hidden from it: a title is text, whatever it looks like.

CSL-JSON allows some HTML in its strings, so pandoc takes `<i>` for italics; it pairs straight
single quotes, and so breaks "5'-UTR and 3'-UTR"; it narrows blanks as French print does; before 3.6
it takes a raised ⁺ for a plus. None of these has an escape. So each such character is replaced by a
private-use character that the text does not hold, and put back into what pandoc made. Control
characters, which no output may hold, become their visible escapes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from unicodedata import decomposition

_FIRST_PRIVATE, _LAST_PRIVATE = 0xF0000, 0xFFFFD
"""Unicode's first plane for private use."""

_MARKUP = "<>"
_QUOTES = "'\"’"
_BLANK_IN_FRENCH = re.compile(r"(?<=«) | (?=[!?;:»])")
_OPENING_QUOTE = re.compile(r"(?:^|[\s(\[“\"-])['‘](?=\S)")
_PRIMES = re.compile(r"(?<=\d)'+")
_BLANKS = re.compile(r"[\t-\r \x85\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_EXACT = frozenset({"id", "type", "DOI", "URL"})
"""Variables that are no prose: their quotes are characters, not quotes."""


class StandIns:
    """The stand-ins for one CSL-JSON text: `hide` before pandoc, `show` after it."""

    def __init__(self, text: str) -> None:
        used = set(text)
        free = (char for char in map(chr, range(_FIRST_PRIVATE, _LAST_PRIVATE)) if char not in used)
        raised = {char for char in used if decomposition(char).startswith(("<super>", "<sub>"))}
        always = {char: next(free) for char in sorted({*_MARKUP, *raised})}
        self._now_and_then = {char: next(free) for char in f"{_QUOTES} "}
        stand_ins = always | self._now_and_then
        self._always = str.maketrans(always)
        self._exactly = str.maketrans({char: stand_ins[char] for char in stand_ins if char != " "})
        self._shown = str.maketrans({stand_in: char for char, stand_in in stand_ins.items()})

    def hide(self, item: dict[str, object]) -> dict[str, object]:
        """Return a CSL-JSON item with stand-ins in its texts, on one line each.

        A note keeps its lines: each may say what another variable is ("container-title: X").
        """
        hidden = {
            name: _mapped(found, self._hide_exactly if name in _EXACT else self._hide)
            for name, found in item.items()
        }
        note = item.get("note")
        if isinstance(note, str):
            hidden["note"] = "\n".join(map(self._hide, note.splitlines()))
        return hidden

    def show(self, text: str) -> str:
        """Return `text` with every stand-in's character in its place."""
        return text.translate(self._shown)

    def _hide_exactly(self, text: str) -> str:
        return _clean(text).translate(self._exactly)

    def _hide(self, text: str) -> str:
        text = _clean(text).translate(self._always)
        text = _BLANK_IN_FRENCH.sub(self._now_and_then[" "], text)
        text = _PRIMES.sub(lambda found: found[0].translate(self._exactly), text)
        if not _OPENING_QUOTE.search(text):  # then these are apostrophes
            text = text.replace("'", self._now_and_then["’"])
        return text


def _clean(text: str) -> str:
    text = _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)
    return _BLANKS.sub(" ", text)


def _mapped(found: object, change: Callable[[str], str]) -> object:
    """Return a JSON value with each string in it changed."""
    if isinstance(found, str):
        return change(found)
    if isinstance(found, list):
        return [_mapped(one, change) for one in found]
    if isinstance(found, dict):
        return {name: _mapped(one, change) for name, one in found.items()}
    return found
