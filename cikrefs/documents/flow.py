"""A document's text while it is being gathered: one paragraph or list item a line.

HTML and Word say the same things in other words: text, raised text, links, paragraphs, headings,
items of lists. What each of them looks like in the plain text that the rest of cikrefs reads is
decided here, once. Headings are Markdown's ("# References"), since they end a list; raised digits
are `<sup>1,2</sup>`, which readers know as reference marks and which leaves titles ("131I") whole;
a link to a DOI that the line does not show is put after the line, where an entry's DOI usually is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cikrefs import dois

_LABEL = r"(?:\[\s?\d{1,4}\s?\]|\(\d{1,4}\)|\d{1,4}[.)])"
_OWN_LABEL = re.compile(rf"{_LABEL}(?=\s|$|[^\W\d_])|[•·▪●◦–-]\s")
_LABEL_ALONE = re.compile(rf"{_LABEL}|\d{{1,4}}|[•·▪●◦–-]")
RAISED, LOWERED = "\x0e", "\x0f"
"""Around raised text; as control characters they occur in no XML and in no print."""

_RAISED = re.compile(rf"{RAISED}([^{RAISED}{LOWERED}]*){LOWERED}")
_EMPTY = re.compile(r" ?\[ ?\]")
"""Brackets out of which a link's words were taken."""
_HEADING = "#"


class Flow:
    """Lines of text; a line under construction ends with `end_line` or `end_paragraph`."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._mark = ""
        self._alone = ""
        self._links: list[str] = []

    def write(self, text: str) -> None:
        """Go on with the line; runs of blanks count as one."""
        self._pieces.append(text.replace(RAISED, " ").replace(LOWERED, " "))

    def write_raised(self, text: str) -> None:
        """Go on with the line in superscript."""
        self.raise_()
        self.write(text)
        self.lower()

    def raise_(self) -> None:
        """Begin superscript, which lasts until `lower`."""
        self._pieces.append(RAISED)

    def lower(self) -> None:
        """End superscript."""
        self._pieces.append(LOWERED)

    def link(self, target: str) -> None:
        """Note that the line links to `target`; only DOIs matter."""
        doi = dois.bare(target) if dois.is_link(target) else ""
        if dois.is_doi(doi) and doi not in self._links:
            self._links.append(doi)

    def mark(self, label: str) -> None:
        """Let the next line begin with `label` ("3.", "-"), unless it prints a label itself."""
        self._mark = label

    def heading(self) -> None:
        """Let the next line be a heading."""
        self.end_paragraph()
        self._mark = _HEADING

    def end_heading(self) -> None:
        """End the heading, which may have been empty."""
        self.end_paragraph()
        self._mark = ""

    def end_line(self, *, in_item: bool = False) -> None:
        """End the line.

        In an item, a line with nothing but a label is one with the next line; the item's own mark
        is not printed twice.
        """
        text = _EMPTY.sub("", joined(self._pieces)).strip()
        self._pieces.clear()
        if not text and in_item:
            return
        if not text and self._mark != _HEADING:
            self._mark = ""
        if in_item and not self._alone and _LABEL_ALONE.fullmatch(text):
            self._alone = text
            return
        if not self._mark or self._alone.strip("[]().") != self._mark.rstrip("."):
            text = f"{self._alone} {text}".strip()
        self._alone = ""
        if not text:
            return
        shown = "".join(text.split()).lower()
        text += "".join(
            f" https://doi.org/{doi}" for doi in self._links if doi.lower() not in shown
        )
        self._links.clear()
        if self._mark and (self._mark == _HEADING or not _OWN_LABEL.match(text)):
            text = f"{self._mark} {text}"
        self._mark = ""
        self._lines.append(text)

    def end_paragraph(self) -> None:
        """End the line and leave a blank one after it."""
        self.end_line()
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        """Return all lines, each ended."""
        self.end_line()
        return "".join(f"{line}\n" for line in self._lines)


def joined(pieces: Iterable[str]) -> str:
    """Return the pieces as one line, what is raised in it marked up; a raised label is lowered."""
    text = "".join(pieces).replace(f"{LOWERED}{RAISED}", "")
    text = _RAISED.sub(_raised, text).replace(RAISED, "").replace(LOWERED, "")
    text = " ".join(text.split())
    if text.startswith("<sup>"):
        text = " ".join(text.replace("<sup>", "", 1).replace("</sup>", " ", 1).split())
    return text


def _raised(found: re.Match[str]) -> str:
    """Return raised text as it is written: marked up if it may be a reference mark."""
    text = found[1]
    return f"<sup>{text.strip()}</sup>" if any(map(str.isdigit, text)) else text
