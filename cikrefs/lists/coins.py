"""COinS: a reference as a ContextObject in a `span`, which Zotero's connector finds on a page.

https://ocoins.info has the convention; the keys are those of OpenURL's matrices
(info:ofi/fmt:kev:mtx:journal, :book, :dissertation, :patent, :dc). Works the matrices do not know
go as Dublin Core with Zotero's name of their type, which Zotero takes from there. A group of
authors is an `au` that ends with a comma: Zotero takes one without a comma apart, and puts every
`aucorp` before the persons. Editors have no key and are left out, since they would be authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from cikrefs.formats.common.draft import is_article
from cikrefs.lists.links import WEB
from cikrefs.models import OTHERS, Date, Name, Reference
from cikrefs.zotero.items import item_type

_MATRICES: dict[str, tuple[str, str]] = {
    "article-journal": ("journal", "article"),
    "article-magazine": ("journal", "article"),
    "article-newspaper": ("journal", "article"),
    "review": ("journal", "article"),
    "review-book": ("journal", "article"),
    "periodical": ("journal", "journal"),
    "article": ("journal", "preprint"),
    "book": ("book", "book"),
    "collection": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "entry": ("book", "bookitem"),
    "entry-dictionary": ("book", "bookitem"),
    "entry-encyclopedia": ("book", "bookitem"),
    "paper-conference": ("book", "proceeding"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
    "patent": ("patent", ""),
}
"""A CSL type's matrix and genre; every other type goes as Dublin Core."""

_PARTS = frozenset({"bookitem", "proceeding"})

_Pairs = Iterator[tuple[str, str]]


def context_object(reference: Reference) -> str:
    """Return the ContextObject for the `title` of a span: keys and percent-encoded values."""
    matrix, genre = _MATRICES.get(reference.type, ("dc", ""))
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{matrix}"),
        ("rft.genre", genre),
        *_titles(reference, matrix, genre),
        *(_dublin_core(reference) if matrix == "dc" else _numbers(reference, matrix)),
        *_authors(reference, "creator" if matrix == "dc" else "au"),
        ("rft.date", _date(reference.issued)),
        ("rft_id", f"info:doi/{reference.DOI}" if reference.DOI else ""),
        ("rft_id", reference.URL if reference.URL.lower().startswith(WEB) else ""),
    ]
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs if value)


def _date(date: Date | None) -> str:
    return str(date) if date else ""


def _titles(reference: Reference, matrix: str, genre: str) -> _Pairs:
    if matrix == "journal" or genre in _PARTS:
        yield "rft.atitle", reference.title
        short = reference.container_title_short
        yield (
            "rft.jtitle" if matrix == "journal" else "rft.btitle",
            (reference.container_title or short),
        )
        yield "rft.stitle", short
    else:
        yield "rft.btitle" if matrix == "book" else "rft.title", reference.title


def _numbers(reference: Reference, matrix: str) -> _Pairs:
    """Yield what says where a work stands, each by the key that its matrix has."""
    page = reference.page or (reference.number if is_article(reference.type) else "")
    first, hyphen, last = page.partition("-")
    is_range = bool(hyphen) and re.fullmatch(r"[\w.]+", first + last) is not None
    yield "rft.volume", reference.volume
    yield "rft.issue", reference.issue
    if matrix == "patent":
        yield "rft.number", reference.number
    else:
        is_number = matrix == "journal" and not is_range
        yield "rft.artnum", page if is_number and re.search(r"\d{4}|[A-Za-z]", page) else ""
        yield "rft.spage", first if is_range else page
        yield "rft.epage", last if is_range else ""
        yield "rft.pages", page
    yield "rft.issn", reference.ISSN
    yield "rft.isbn", reference.ISBN
    yield "rft.edition", reference.edition
    yield "rft.series", reference.collection_title
    yield "rft.inst" if matrix == "dissertation" else "rft.pub", reference.publisher
    yield "rft.place", reference.publisher_place


def _dublin_core(reference: Reference) -> _Pairs:
    yield "rft.type", item_type(reference)
    yield "rft.source", reference.container_title
    yield "rft.publisher", reference.publisher


def _authors(reference: Reference, key: str) -> _Pairs:
    """Yield the first person's parts, then everybody in order."""
    names = [name for name in reference.author if name != OTHERS]
    if names and names[0].family:
        yield "rft.aulast", names[0].whole_family
        yield "rft.aufirst", names[0].given
        yield "rft.ausuffix", names[0].suffix
    for name in names:
        group = f"{name}," if key == "au" else str(name)
        yield f"rft.{key}", _person(name) if name.family else group


def _person(name: Name) -> str:
    return ", ".join(part for part in (name.whole_family, name.given, name.suffix) if part)
