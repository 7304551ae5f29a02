"""OpenDocument texts (.odt) as plain text: paragraphs, headings, items with their numbers, notes.

Read from the XML itself, as Word's documents are and for the same reasons (see `word`). A list's
style says how its items are numbered (OpenDocument 1.3 part 3, 16.32); how numbers go on from one
list to the next is not followed. Notes, which may be the references, stand numbered at the end.
"""

from __future__ import annotations

from cikrefs.documents import trees
from cikrefs.documents.flow import Flow
from cikrefs.documents.numbering import child, value
from cikrefs.documents.ordinals import ordinal
from cikrefs.documents.trees import Element

__all__ = ["text"]

_UNSEEN = frozenset("annotation forms note-citation sequence-decls tracked-changes".split())
_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHARACTERS = {"s": " ", "tab": " "}


def text(content: Element, styles: Element | None = None) -> str:
    """Return the text of content.xml, one paragraph or list item a line; styles.xml has styles."""
    document = _Document(_list_styles(content) | ({} if styles is None else _list_styles(styles)))
    document.read(child(content, "body", "text"))
    for number, note in enumerate(document.notes, 1):
        document.read_note(note, number)
    return document.flow.text()


_Style = tuple[str, str, str]
"""What stands before a number, its kind ("" for a bullet), what stands behind it."""


def _list_styles(root: Element) -> dict[str, _Style]:
    """Return how the first level of each list style is marked."""
    found: dict[str, _Style] = {}
    for style in root.iter("{*}list-style"):
        level = next((one for one in style if trees.name(one).startswith("list-level")), None)
        kind = value(level, "num-format") or ""
        found[value(style, "name") or ""] = (
            value(level, "num-prefix") or "",
            kind and _KINDS.get(kind, "decimal"),
            value(level, "num-suffix") or "",
        )
    return found


class _Document:
    """A document while it is read; `notes` are the bodies of those met so far."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.flow = Flow()
        self.notes: list[Element] = []
        self._styles = styles
        self._lists: list[tuple[_Style, int]] = []

    def read(self, root: Element | None) -> None:
        """Read what `root` holds; notes are put aside."""
        if root is None:
            return
        for event, element in trees.walk(root, _UNSEEN | {"note-body"}):
            name = trees.name(element)
            if event == "start":
                self._start(name, element)
                self.flow.write(element.text or "")
            elif event == "end":
                self._end(name)
            elif name == "note-body":
                self.notes.append(element)
                self.flow.write_raised(str(len(self.notes)))
            if event != "start" and element is not root:
                self.flow.write(element.tail or "")

    def read_note(self, note: Element, number: int) -> None:
        """Read a note as an item of a list at the end."""
        if number == 1:
            self.flow.heading()
            self.flow.write("Notes and references")
            self.flow.end_paragraph()
        self.flow.mark(f"{number}.")
        self.flow.write(trees.text(note))
        self.flow.end_line()

    def _start(self, name: str, element: Element) -> None:
        match name:
            case "h":
                self.flow.heading()
            case "list":
                named = value(element, "style-name")
                outer = self._lists[-1][0] if self._lists else ("", "", "")
                self._lists.append((self._styles.get(named or "", outer), 0))
            case "list-item" if self._lists:
                style, count = self._lists[-1]
                self._lists[-1] = style, count + 1
                before, kind, behind = style
                number = ordinal(count + 1, kind) if kind else "-"
                self.flow.mark(f"{before}{number}{behind}".strip() if kind else number)
            case "line-break":
                self.flow.end_line(in_item=bool(self._lists))
            case "a":
                self.flow.link(value(element, "href") or "")
            case _:
                self.flow.write(_CHARACTERS.get(name, ""))

    def _end(self, name: str) -> None:
        match name:
            case "h":
                self.flow.end_heading()
            case "p":
                if self._lists:
                    self.flow.end_line(in_item=True)
                else:
                    self.flow.end_paragraph()
            case "list":
                self._lists.pop()
                self.flow.end_paragraph()
