"""Formats of references that are not read: told by their content, with what to export instead.

They would else be taken for a printed list, or for a format that they only look like.
"""

from __future__ import annotations

import re

from cikrefs.errors import InputError

_HEAD = 5000
_INSTEAD = "export it as RIS, BibTeX or CSL-JSON"

REFUSED: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "RefWorks' tagged format",
        re.compile(
            r"\A\s*(?:[^\n]*\n){0,20}?RT (?:Abstract|Artwork|Bills|Book|Case|Computer|Conference|"
            r"Dissertation|Generic|Grant|Hearing|Journal|Laws|Magazine|Map|Monograph|Motion|Music|"
            r"Newspaper|Online|Patent|Personal|Report|Resolved|Sound|Thesis|Unpublished|Video|Web)"
            r"[^\n]*\n(?:[^\n]*\n){0,5}?[A-Z][A-Z0-9] "
        ),
        "export it from RefWorks as RIS or BibTeX",
    ),
    (
        "Ovid's tagged format",
        re.compile(r"\A\s*<\s*1\.?\s*>\s*\n|^VN  - Ovid Technologies", re.MULTILINE),
        "export it from Ovid as RIS",
    ),
    (
        "OpenAlex' JSON",
        re.compile(r"\A\s*[\[{][\s\S]*?\"id\"\s*:\s*\"https://openalex\.org/"),
        "give a list of its DOIs, one a line",
    ),
    (
        "MODS",
        re.compile(
            r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<(?:\w+:)?mods(?:Collection)?[\s>]"
        ),
        "make RIS of it (bibutils: xml2ris FILE)",
    ),
    (
        "Crossref's XML",
        re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:\w+:)?(?:doi_records|crossref_result)[\s>]"),
        "give a list of its DOIs, one a line",
    ),
    ("RDF", re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<rdf:RDF[\s>]"), _INSTEAD),
)
"""A format's name, what its beginning looks like, and what to do."""


def refuse(text: str) -> None:
    """Raise InputError, with what to do, for a text in a format that is known and not read."""
    head = text[:_HEAD]
    for name, pattern, instead in REFUSED:
        if pattern.search(head):
            raise InputError(f"this is {name}, which is not read; {instead}")
