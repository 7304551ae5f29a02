"""HTML pages as plain text: what a browser would show, with the numbers it would put before items.

Publishers print their lists as `<ol>` with numbers made by the browser, as `<ul>` or `<div>`s with
numbers of their own, as tables or definition lists with the number in a cell of its own, with a
block for each field (see `blocks`); links to DOIs hide behind words ("Article", "Crossref"). All
become lines of text that show number and DOI.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from typing import Literal

from cikrefs.documents import blocks, trees
from cikrefs.documents.flow import Flow
from cikrefs.documents.ordinals import ordinal
from cikrefs.documents.tags import (
    BLOCKS,
    BREAKS,
    CELLS,
    HEADINGS,
    ITEMS,
    LISTS,
    UNSEEN,
    has_short_items,
    is_left_out,
)
from cikrefs.documents.trees import Element
from cikrefs.errors import OnProblem, Problem, report

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*+=\s*+(?:[\"']\s*+)?+([\w.:-]{1,40})", re.IGNORECASE
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-8"),
}
"""What browsers take these to mean (https://encoding.spec.whatwg.org/#names-and-labels)."""

_RUNNING: Literal["running"] = "running"
"""A list that is running text, in place of its numbers."""
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def text(content: bytes, *, on_problem: OnProblem | None = None) -> str:
    """Return an HTML page as plain text, one paragraph or list item a line.

    A page in no encoding it could be in is read as Windows-1252, as browsers do, with a remark.
    """
    root = trees.html(_decoded(content, on_problem))
    if root is None:
        return ""
    page = _Page(blocks.references(root))
    for event, element in trees.walk(root, UNSEEN):
        if event == "start":
            page.start(element)
        elif event == "end":
            page.end(element)
        if event != "start" and element is not root:
            page.write(element.tail)
    return page.flow.text()


def _decoded(content: bytes, on_problem: OnProblem | None) -> str:
    """Return the page's text: by its mark, else as it says, else as UTF-8, else as Windows-1252."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    said = _CHARSET.search(content, 0, 4096) or _DECLARED.match(content)
    encodings = [said[1].decode("ascii").lower()] if said else []
    if content.startswith(BOM_UTF8):
        encodings = ["utf-8-sig"]
    for encoding in [*encodings, "utf-8"]:
        try:
            return content.decode(_MEANT.get(encoding, encoding))
        except (LookupError, UnicodeError):
            continue
    page = content.decode("cp1252", "replace")
    message = "is in no encoding it could be in; read as Windows-1252; save it as UTF-8"
    report(Problem(message, lost="\ufffd" in page), on_problem)
    return page


class _Page:
    """The state between two tags: lists that are open, whether text is hidden or set in lines."""

    def __init__(self, references: Mapping[Element, str]) -> None:
        self.flow = Flow()
        self._references = references
        self._lists: list[_List] = []
        self._cells = 0
        self._preformatted = 0
        self._hidden = 0

    def write(self, text: str | None) -> None:
        """Write text as it stands between tags."""
        if not text or self._hidden:
            return
        first, *others = text.split("\n") if self._preformatted else [text]
        self.flow.write(first)
        for line in others:
            self.flow.end_line()
            self.flow.write(line)

    def start(self, element: Element) -> None:
        """Note what begins, and write the text before its first child."""
        name = trees.name(element)
        if self._hidden or is_left_out(element):
            if not self._hidden and name == "a":
                self.flow.link(element.get("href") or "")
            self._hidden += 1
            return
        if element in self._references:
            self._reference(name, element)
            return
        if name in LISTS:
            self._lists.append(self._list(name, element))
        if not self._is_running:
            self._start(name, element)
        self.write(element.text)

    def _reference(self, name: str, element: Element) -> None:
        """Write a reference that is set as several blocks, in place of them all."""
        self._break(name)
        if name == "li":
            self._item(element)
        for link in element.iter("a"):
            self.flow.link(link.get("href") or "")
        self.flow.write(self._references[element])
        self._break(name, ends=True)
        self._hidden += 1

    def _item(self, element: Element) -> None:
        """Let the next line begin as an item of the innermost list."""
        numbers = self._lists[-1] if self._lists else None
        self.flow.mark(numbers.next(element) if isinstance(numbers, _Numbers) else "-")

    def _list(self, name: str, element: Element) -> _List:
        """Return what the items of a list that begins are marked with."""
        if self._is_running or (self._cells and _is_running(element)):
            return _RUNNING
        return _Numbers(element) if name == "ol" else None

    def _start(self, name: str, element: Element) -> None:
        self._break(name)
        match name:
            case "li":
                self._item(element)
            case "sup":
                self.flow.raise_()
            case "a":
                self.flow.link(element.get("href") or "")
            case "pre":
                self._preformatted += 1
        self._cells += name in CELLS

    def end(self, element: Element) -> None:
        """Note what ends."""
        name = trees.name(element)
        if self._hidden:
            self._hidden -= 1
            return
        running = self._is_running
        if name in LISTS:
            self._lists.pop()
        if running:
            return
        if name == "sup":
            self.flow.lower()
        self._preformatted -= name == "pre"
        self._break(name, ends=True)
        self._cells -= name in CELLS

    @property
    def _is_running(self) -> bool:
        """Whether the innermost list is running text."""
        return bool(self._lists) and self._lists[-1] is _RUNNING

    def _break(self, name: str, *, ends: bool = False) -> None:
        """End the line or the paragraph where the element `name` begins or `ends`."""
        if name in HEADINGS:
            if ends:
                self.flow.end_heading()
            else:
                self.flow.heading()
        elif name in BLOCKS and not self._cells:
            self.flow.end_paragraph()
        elif name in BREAKS:
            in_item = bool(self._cells) or name in CELLS
            self.flow.end_line(in_item=in_item and not (ends and name in ITEMS))


def _is_running(items: Element) -> bool:
    """Whether a list inside an item is running text, as names are: short, and text goes on."""
    if not has_short_items(items):
        return False
    outer = next((one for one in items.iterancestors() if trees.name(one) in CELLS), None)
    return outer is not None and not trees.text(outer).endswith(trees.text(items))


class _Numbers:
    """The numbers of an `<ol>`, as its attributes have them."""

    def __init__(self, element: Element) -> None:
        self._kind = _KINDS.get(element.get("type") or "", "decimal")
        self._step = 1 if element.get("reversed") is None else -1
        items = sum(1 for child in element if child.tag == "li") if self._step < 0 else 1
        self._number = _integer(element.get("start"), items) - self._step

    def next(self, item: Element) -> str:
        """Return the label of the next item."""
        self._number = _integer(item.get("value"), self._number + self._step)
        return f"{ordinal(self._number, self._kind)}."


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,9}\s*", text, re.ASCII) else otherwise


_List = _Numbers | Literal["running"] | None
"""What the items of a list are marked with: numbers, nothing since they are text, or bullets."""
