"""What a printed work and its record have in common to the letter, by which a database finds it.

To be found without a DOI among a hundred million, a work needs keys that are equal or not: joins of
such take seconds where a search by words reads everything. Page and volume together are shared by a
thousand works, so a third thing goes with them. A key leads to candidates; whether one is the
printed work is judged as that of any other search.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from cikrefs.checks import unconfirmed
from cikrefs.checks.suggest import candidate
from cikrefs.checks.words import fold, squeeze, words
from cikrefs.models import Date, Name, Record, Reference
from cikrefs.registry.query import Query

__all__ = ["hashed", "match_keys", "printed", "tells"]

_LETTERS = 40
"""So many letters of a title tell it from most others, and are printed right in most lists."""


def match_keys(work: Reference | Record) -> set[str]:
    """Return the keys of a work, some of which a print of it shares with its record.

    They are: first page, volume and the title's first word; first page, volume and the author's
    first letter; first page and author; the title's first 40 letters. Of a record, each title and
    each page has its own.
    """
    titles = work.title if isinstance(work, Record) else (work.title,)
    pages = work.page if isinstance(work, Record) else (work.page,)
    people = work.author or work.editor
    author = _letters(people[0].family or people[0].literal) if people else ""
    volume = _letters(work.volume)
    first = {_letters(page.replace("–", "-").partition("-")[0]) for page in pages} - {""}
    begins = {telling[0] for title in titles if (telling := words(title))}
    keys = {f"t:{squeezed[:_LETTERS]}" for title in titles if (squeezed := squeeze(title))}
    for page in first:
        if author:
            keys.add(f"pa:{page}:{author}")
        if volume and author:
            keys.add(f"pva:{page}:{volume}:{author[0]}")
        if volume:
            keys |= {f"pvt:{page}:{volume}:{word}" for word in begins}
    return keys


def hashed(keys: Iterable[str]) -> list[int]:
    """Return the keys as numbers below 2**64, in which a database holds them."""
    return [int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") for key in keys]


def printed(query: Query) -> Reference:
    """Return the reference that a query was made of, as far as it has it."""
    return Reference(
        type=query.type or "document",
        title=query.title,
        author=(Name(family=query.author),) if query.author else (),
        container_title=query.container_title,
        issued=Date(query.year) if query.year is not None else None,
        volume=query.volume,
        page=query.page,
    )


def tells(reference: Reference, record: Record) -> bool:
    """Whether a record says something of a printed work: that it is it, or that others wrote it."""
    one = candidate(reference, record)
    return unconfirmed.is_the_work(reference, one) or unconfirmed.is_misattributed(reference, one)


def _letters(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return "".join(char for char in fold(text) if char.isalnum())
