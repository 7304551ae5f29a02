"""pandoc's document as JSON: the lists it formatted read into runs, and runs written for it.

https://hackage.haskell.org/package/pandoc-types has the document's elements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cikrefs.errors import ProgramError
from cikrefs.lists.model import FormattedList, Mark, Run, joined

_MARKS: dict[str, Mark] = {
    "Emph": "italic",
    "Strong": "bold",
    "SmallCaps": "small-caps",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "Underline": "underline",
}
_ELEMENTS = {mark: element for element, mark in _MARKS.items()}

_UNMARKS: dict[str, Mark] = {
    "csl-no-emph": "italic",
    "csl-no-strong": "bold",
    "csl-no-smallcaps": "small-caps",
}
"""Classes of Spans that take a mark away from their content."""

_QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}
_BLANKS = frozenset({"Space", "SoftBreak", "LineBreak"})
_BLOCKS = frozenset({"csl-block", "csl-indent", "csl-left-margin"})

PARAGRAPH = "Bibliography"
"""The style of a list's paragraphs: Word's name for it."""

Entry = tuple[str, tuple[Run, ...], tuple[Run, ...]]
"""The id pandoc was given, the runs of the label, the runs of the rest."""


def entries(document: bytes) -> list[Entry]:
    """Return the entries of the Div `refs` in a document that pandoc wrote with -t json.

    Raises ProgramError for what is no such document.
    """
    try:
        blocks = json.loads(document)["blocks"]
        refs = [block for block in blocks if block["t"] == "Div" and block["c"][0][0] == "refs"]
        return [_entry(div) for block in refs for div in block["c"][1]]
    except (ValueError, LookupError, TypeError) as error:
        raise ProgramError(f"pandoc wrote no list that can be read ({error!r})") from error


def _entry(div: dict[str, Any]) -> Entry:
    (id_, _, _), blocks = div["c"]
    label: list[Run] = []
    runs: list[Run] = []
    for block in blocks:
        if block["t"] not in ("Para", "Plain"):
            raise ProgramError(f"pandoc wrote a {block['t']} into a list")
        for inline in block["c"]:
            # a style may set the year into the margin, behind the names: that is no label
            is_label = "csl-left-margin" in _classes(inline) and not joined(runs)
            (label if is_label else runs).extend(_runs([inline], frozenset()))
        runs.append(Run(" "))
    return id_.removeprefix("ref-"), tuple(label), tuple(runs)


def _classes(inline: dict[str, Any]) -> list[str]:
    return list(inline["c"][0][1]) if inline["t"] == "Span" else []


def _runs(inlines: Iterable[dict[str, Any]], marks: frozenset[Mark]) -> Iterator[Run]:
    """Yield the runs of pandoc's inline elements, which are nested."""
    for inline in inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            yield Run(content, marks)
        elif kind in _BLANKS:
            yield Run(" ", marks)
        elif kind in _MARKS:
            yield from _runs(content, marks | {_MARKS[kind]})
        elif kind == "Span":
            classes = _classes(inline)
            around = [Run(" ")] if _BLOCKS & set(classes) else []
            less = {_UNMARKS[name] for name in classes if name in _UNMARKS}
            yield from (*around, *_runs(content[1], marks - less), *around)
        elif kind == "Quoted":
            quotes = _QUOTES[content[0]["t"]]
            yield from (Run(quotes[0], marks), *_runs(content[1], marks), Run(quotes[1], marks))
        elif kind in ("Link", "Strikeout"):
            yield from _runs(content[1] if kind == "Link" else content, marks)
        else:
            raise ProgramError(f"pandoc wrote a {kind} into a list")


def dumps(formatted: FormattedList, version: Sequence[int]) -> str:
    """Return the list as a document for `pandoc -f json`, of pandoc-types' `version`.

    A tab follows a label. Paragraphs have the custom style PARAGRAPH.
    """
    divs = []
    for item in formatted.items:
        label = [*_inlines(item.label_runs), _element("Str", "\t")] if item.label else []
        attributes = [f"ref-{item.anchor}", ["csl-entry"], [["custom-style", PARAGRAPH]]]
        paragraph = _element("Para", [*label, *_inlines(item.runs)])
        divs.append(_element("Div", [attributes, [paragraph]]))
    refs = _element("Div", [["refs", ["references", "csl-bib-body"], []], divs])
    lang = _element("MetaString", formatted.language)
    document = {"pandoc-api-version": list(version), "meta": {"lang": lang}, "blocks": [refs]}
    return json.dumps(document)


def _inlines(runs: Iterable[Run]) -> Iterator[dict[str, Any]]:
    for run in runs:
        inlines = _words(run.text)
        if run.href:
            inlines = [_element("Link", [["", [], []], inlines, [run.href, ""]])]
        for mark in sorted(run.marks):
            inlines = [_element(_ELEMENTS[mark], inlines)]
        yield from inlines


def _words(text: str) -> list[dict[str, Any]]:
    pieces = re.split("( )", text)
    return [{"t": "Space"} if piece == " " else _element("Str", piece) for piece in pieces if piece]


def _element(kind: str, content: object) -> dict[str, Any]:
    return {"t": kind, "c": content}
