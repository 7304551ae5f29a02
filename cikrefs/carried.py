"""The identifiers that a reference carries: in their own fields, in its link, and elsewhere.

Every format and style has its own places for arXiv numbers; an ISBN's field may hold several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cikrefs import dois
from cikrefs.identifiers import ARXIV, KINDS, Identifier, identify
from cikrefs.models import Reference

__all__ = ["identifiers_of"]

_PREFERRED: Final = ("doi", "pmid", "pmcid", "arxiv", "isbn")
"""The order in which the records of several identifiers are believed."""


def identifiers_of(reference: Reference) -> tuple[Identifier, ...]:
    """Return the identifiers a reference carries, each work once, the most trusted kind first.

    They are those of its own fields, those in its link, and arXiv numbers wherever a format or a
    style has room for them.
    """
    found: dict[str, Identifier] = {}
    every = sorted(_every(reference), key=lambda one: _PREFERRED.index(one.kind))
    for one in every:
        found.setdefault(one.key, one)
    return tuple(found.values())


def _every(reference: Reference) -> Iterator[Identifier]:
    if reference.DOI:
        doi = dois.bare(reference.DOI)
        yield Identifier("doi", doi, reference.DOI, "DOI")
    for kind in ("pmid", "pmcid"):
        field = KINDS[kind].field
        if value := getattr(reference, field).strip():
            yield _in_field(kind, value, field)
    for value in _isbns(reference.ISBN):
        yield Identifier("isbn", KINDS["isbn"].normal(value), value, "ISBN")
    linked = identify(reference.URL)
    if linked and not linked.wrong and "/" in reference.URL:
        yield replace(linked, field="URL")
    yield from _arxivs(reference)


def _in_field(kind: str, value: str, field: str) -> Identifier:
    """Return what stands in the field for a kind, with a label or without; it may be wrong."""
    found = KINDS[kind].written.fullmatch(value)
    bare = next(g for g in found.groups() if g is not None) if found else value
    return Identifier(kind, KINDS[kind].normal(bare), value, field)


def _isbns(text: str) -> Iterator[str]:
    """Yield the ISBNs in a field, which may hold those of several bindings; an ISSN is none."""
    text = re.sub(r"\([^()]*\)|\bISBN(?:-?1[03])?\b:?", " ", text, flags=re.IGNORECASE)
    for piece in filter(None, map(str.strip, re.split(r"[,;/\n]|\band\b", text))):
        whole = re.sub(r"[^0-9Xx]", "", piece)
        for one in [piece] if len(whole) in (10, 13) else piece.split():
            if not re.fullmatch(r"\d{4}-?\d{3}[\dXx]", one):
                yield one


_EPRINT: Final = ("bibtex:eprint", "bibtex:arxiv", "bibtex:arxivid")
_ARCHIVE: Final = ("bibtex:archiveprefix", "bibtex:eprinttype", "archive")
_LABELLED: Final = ("number", "page", "container_title", "archive_location", "genre")
_IN_TEXT: Final = re.compile(rf"\barXiv\s?:\s?(?P<value>{ARXIV})(?![\w.]*\d)", re.IGNORECASE)


def _arxivs(reference: Reference) -> Iterator[Identifier]:
    """Yield the arXiv numbers in a reference's other fields."""
    archives = [str(reference.extra.get(name, "")).lower() for name in _ARCHIVE]
    archives.append(reference.archive.lower())
    elsewhere = any(archives) and "arxiv" not in archives
    for name in _EPRINT:
        value = str(reference.extra.get(name, "")).strip()
        if value and (not elsewhere or "arxiv" in name):
            found = identify(value) or identify(f"arXiv:{value}")
            if found and found.kind == "arxiv" and (not found.wrong or "arxiv" in archives):
                yield replace(found, printed=value, field=name)
    if reference.archive.lower() == "arxiv":
        found = identify(f"arXiv:{reference.archive_location}")
        if found and not found.wrong:
            yield replace(found, printed=reference.archive_location, field="archive_location")
    # beside a DOI a note may be about another version
    for name in _LABELLED if reference.DOI else (*_LABELLED, "note"):
        if match := _IN_TEXT.search(getattr(reference, name)):
            yield Identifier("arxiv", KINDS["arxiv"].normal(match["value"]), match[0], name)
    if re.fullmatch(r"CoRR|arXiv", reference.container_title, re.IGNORECASE):
        match = re.fullmatch(rf"abs/(?P<value>{ARXIV})", reference.volume, re.IGNORECASE)
        if match:
            value = KINDS["arxiv"].normal(match["value"])
            yield Identifier("arxiv", value, reference.volume, "volume")
