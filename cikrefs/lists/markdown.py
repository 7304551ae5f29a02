r"""A list as Markdown that CommonMark, GitHub and pandoc show alike.

Every character that means something to any of the three is escaped by a backslash, which all of
them know. Where `*` could be misread, as in `*(a)*b`, italics are written `<em>`; raised and
lowered text has only HTML. Small capitals and underlines are decoration that GitHub takes away, so
they are not written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cikrefs.lists.model import FormattedList, Run

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&$~^|#@]|:(?=//|[\w+-]{1,40}:)|(?<=www)\.")
_LINE_START = re.compile(
    r"^(?:([-+=]|\((?=[0-9A-Za-z]{1,20}\)))"
    r"|([0-9]{1,9}|(?![A-Z]\. )[A-Za-z]|[IVXLCDMivxlcdm]{2,20})([.)]))"
)
"""What starts a list for one of the three; "A. Roe" does for none."""

_BARE_LINK = re.compile(r"https?://[^\s<>\\]+")
_TAGS = {"superscript": "sup", "subscript": "sub"}


def dumps(formatted: FormattedList) -> str:
    """Return the list: an ordered one if the style numbers "1.", else one paragraph per entry."""
    if formatted.is_numbered:
        lines = [f"{item.label} {_line(item.runs)}" for item in formatted.items]
        return "".join(f"{line}\n" for line in lines)
    paragraphs = [
        f"{_line(item.label_runs)} {_line(item.runs)}" if item.label else _line(item.runs)
        for item in formatted.items
    ]
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


def _line(runs: Sequence[Run]) -> str:
    around = [None, *runs, None]
    line = "".join(map(_run, runs, around, around[2:]))
    return _LINE_START.sub(_escaped_start, line)


def _escaped_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _run(run: Run, before: Run | None, after: Run | None) -> str:
    """Return a run with its blanks outside its marks, since emphasis has none at its ends."""
    text = _link(run) if run.href else _escaped(run.text)
    inner = text.strip(" ")
    start, end = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    if not inner:
        return text
    is_free = _is_free(inner[0], start, before, -1) and _is_free(inner[-1], end, after, 0)
    for mark, sign, tag in (("italic", "*", "em"), ("bold", "**", "strong")):
        if mark in run.marks:
            inner = f"{sign}{inner}{sign}" if is_free else f"<{tag}>{inner}</{tag}>"
    for mark, tag in _TAGS.items():
        if mark in run.marks:
            inner = f"<{tag}>{inner}</{tag}>"
    return f"{start}{inner}{end}"


def _is_free(edge: str, blank: str, neighbour: Run | None, place: int) -> bool:
    """Whether `*` can stand at this edge of a run, whose neighbour's nearest character is known."""
    if blank or neighbour is None or neighbour.text[place] == " ":
        return True
    return edge.isalnum() and not neighbour.marks


def _link(run: Run) -> str:
    if run.text == run.href and _BARE_LINK.fullmatch(run.href):
        return f"<{run.href}>"
    return f"[{_escaped(run.text)}](<{run.href}>)"
