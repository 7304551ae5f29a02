"""Word documents (DOCX) as plain text: paragraphs with the numbers Word shows before them.

Read from the XML itself: python-docx knows neither a paragraph's number nor its notes, which is
what matters here. Struck-out text (`del`, `moveFrom`) is not there, since a reader does not see it;
text in boxes stands twice in the file (`Fallback` for old programs) and is read once.
"""

from __future__ import annotations

import re

from cikrefs.documents import trees
from cikrefs.documents.flow import Flow
from cikrefs.documents.numbering import Numbering, child, styles, value
from cikrefs.documents.package import Package
from cikrefs.documents.trees import Element
from cikrefs.errors import InputError

_UNSEEN = frozenset("del moveFrom Fallback pPr rPr delText".split())
_HYPERLINK = re.compile(r'HYPERLINK\s+"([^"]*)"')
_NOTES = ("footnote", "endnote")
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}


def main_part(package: Package) -> str | None:
    """Return the name of a Word document's main part; None if the package is none."""
    part = package.related("", "officeDocument")
    return part if part is not None and part.startswith("word/") else None


def text(content: bytes) -> str:
    """Return a Word document as plain text, one paragraph or list item a line.

    Footnotes and endnotes, which may be the references, stand numbered at the end under a heading.

    Raises InputError for a document that is broken or too big.
    """
    package = Package(content)
    part = main_part(package)
    if part is None:
        raise InputError("is a ZIP archive without a Word document")
    return _Document(package, part).text()


class _Document:
    """A document while it is read."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._flow = Flow()
        self._links: dict[str, str] = {}
        self._numbering = Numbering(self._tree("numbering"), styles(self._tree("styles")))
        self._notes: dict[str, dict[str, int]] = {kind: {} for kind in _NOTES}
        self._cells = 0

    def text(self) -> str:
        """Return the text of the body and of the notes."""
        self._read(self._part, self._package.tree(self._part))
        for kind in _NOTES:
            part = self._package.related(self._part, f"{kind}s")
            if part is not None:
                self._read_notes(kind, part)
        return self._flow.text()

    def _tree(self, kind: str) -> Element | None:
        part = self._package.related(self._part, kind)
        return None if part is None else self._package.tree(part)

    def _read_notes(self, kind: str, part: str) -> None:
        """Read footnotes or endnotes in the order of their marks, then those without one."""
        notes = [one for one in self._package.tree(part) if value(one, "type") in {None, "normal"}]
        numbers = self._notes[kind]
        for note in notes:
            numbers.setdefault(value(note, "id") or "", len(numbers) + 1)
        if notes:
            self._flow.heading()
            self._flow.write("Notes and references")
            self._flow.end_paragraph()
        for note in sorted(notes, key=lambda one: numbers[value(one, "id") or ""]):
            self._flow.mark(f"{numbers[value(note, 'id') or '']}.")
            self._cells += 1  # a note is one item, whatever paragraphs it has
            self._read(part, note)
            self._cells -= 1
            self._flow.end_line()

    def _read(self, part: str, root: Element) -> None:
        """Read a part or a piece of it."""
        self._links = {
            id_: one.target
            for id_, one in self._package.relationships(part).items()
            if one.kind == "hyperlink"
        }
        for event, element in trees.walk(root, _UNSEEN):
            if event == "start":
                self._start(trees.name(element), element)
            elif event == "end":
                self._end(trees.name(element), element)

    def _start(self, name: str, element: Element) -> None:
        flow = self._flow
        match name:
            case "p":
                self._start_paragraph(child(element, "pPr"))
            case "r" if _is_raised(element):
                flow.raise_()
            case "br" | "cr":
                flow.end_line(in_item=bool(self._cells))
            case "footnoteReference" | "endnoteReference":
                numbers = self._notes[name.removesuffix("Reference")]
                number = numbers.setdefault(value(element, "id") or "", len(numbers) + 1)
                flow.write_raised(str(number))
            case "hyperlink":
                flow.link(self._links.get(value(element, "id") or "", ""))
            case "instrText" | "fldSimple":
                for found in _HYPERLINK.finditer(value(element, "instr") or element.text or ""):
                    flow.link(found[1])
            case "tc":
                self._cells += 1
            case _:
                flow.write(_characters(name, element))

    def _start_paragraph(self, properties: Element | None) -> None:
        label = self._numbering.label(properties)
        if self._numbering.is_heading(properties):
            self._flow.heading()
            self._flow.write(f"{label} ")
        elif label:
            self._flow.end_line()
            self._flow.mark(label)
        elif not self._cells:
            self._flow.end_paragraph()

    def _end(self, name: str, element: Element) -> None:
        match name:
            case "p" if self._numbering.is_heading(child(element, "pPr")):
                self._flow.end_heading()
            case "p":
                self._flow.end_line(in_item=bool(self._cells))
            case "r" if _is_raised(element):
                self._flow.lower()
            case "tc":
                self._cells -= 1
            case "tr":
                self._flow.end_line()


def _is_raised(run: Element) -> bool:
    return value(child(run, "rPr", "vertAlign")) == "superscript"


def _characters(name: str, element: Element) -> str:
    """Return the characters that an element in a run stands for."""
    if name == "t":
        return element.text or ""
    code = value(element, "char") or ""
    if name == "sym" and re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return chr(int(code, 16)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CHARACTERS.get(name, "")
