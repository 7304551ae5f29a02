"""PDF pages as plain text in reading order: the one module that knows pypdfium2.

A PDF holds characters and places, no lines or columns. pypdfium2 gives both, fast, and opens what
browsers open; pypdf trusts the order of the file, pdfplumber and pdfminer read across columns or
columns in a wrong order. So a page is read by place: see `columns`. Line ends and hyphens stay,
since the reader of lists knows when words go on. What stands at the top or the bottom of pages
again and again would cut through an entry that goes on over the page; such lines are moved to the
start. Numbers of a manuscript's lines in its right margin would stand in the middle of entries;
they are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from math import pi
from typing import Any

from cikrefs import installing
from cikrefs.documents.columns import Word, line, lines, rows
from cikrefs.documents.limits import bounded
from cikrefs.errors import InputError

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[0-9]{1,5}")
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\xad": "-"}
"""What PDFium makes of a hyphen at a line's end."""

_EDGE = 2
"""How many lines at the top and at the bottom of a page may be running heads."""

_NUMBERED = 0.6
"""The least share of a document's lines that line numbers count."""
_FEWEST = 6
"""The fewest lines that are numbered."""
_WIDEST_STEP = 10
"""Lines are numbered one by one, or every fifth or tenth."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points, y upwards."""

Character = tuple[str, int, Box]
"""A character, how many quarter turns it is turned to the right, its place."""


def text(content: bytes) -> str:
    """Return the text of a PDF: columns one after the other, a line for each printed line.

    Raises InputError where the extra is not installed, and for a PDF that is broken, asks for a
    password, holds pictures of text only, or takes too much memory or computing (see `limits`).
    """
    if find_spec("pypdfium2") is None:
        raise InputError(f"is a PDF, which needs one more package: {installing.advice('pdf')}")
    return bounded(__name__, "unbounded_text", content)


def unbounded_text(content: bytes) -> str:
    """Return what `text` returns, however long it takes."""
    pages = list(_pages(content))
    if not any(pages):
        raise InputError(
            "holds no text, perhaps pictures of it; let a program recognise it first"
            " (ocrmypdf FILE OUT.pdf)"
        )
    pages = _without_line_numbers(pages)
    edges = [_edges(page) for page in pages]
    counts = Counter(pattern for page in edges for pattern in page)
    heads, body = list[str](), list[str]()
    for page, edge in zip(pages, edges, strict=True):
        moved = {id(word) for key, row in edge.items() if counts[key] > 1 for word in row}
        heads += [line(row) for key, row in edge.items() if counts[key] > 1]
        for turn in sorted({turned for turned, _ in page}):
            words = [word for turned, word in page if turned == turn and id(word) not in moved]
            body += lines(words)
    return "".join(f"{text}\n" for text in [*heads, *([""] if heads else []), *body])


Pattern = tuple[str, int]
"""What the running heads of pages have in common: text but for digits, height on the page."""


def _edges(page: Sequence[tuple[int, Word]]) -> dict[Pattern, list[Word]]:
    """Return the rows that stand highest and lowest on a page."""
    found = rows([word for turned, word in page if not turned])
    return {
        (_DIGITS.sub("0", " ".join(word.text for word in row)), round(row[0].bottom / 3)): row
        for row in [*found[:_EDGE], *found[-_EDGE:]]
    }


def _without_line_numbers(pages: list[list[tuple[int, Word]]]) -> list[list[tuple[int, Word]]]:
    """Return the pages without numbers at the right ends of lines that count the lines."""
    found = [row for page in pages for row in rows([word for turned, word in page if not turned])]
    last = [row[-1] for row in found if _is_apart(row) and _NUMBER.fullmatch(row[-1].text)]
    steps = Counter(int(after.text) - int(before.text) for before, after in pairwise(last))
    step = max(steps, key=steps.__getitem__, default=0)
    counted = {
        id(word)
        for before, after in pairwise(last)
        for word in (before, after)
        if int(after.text) - int(before.text) == step
    }
    covered = step * len(counted) if len(counted) >= _FEWEST else 0
    if not 0 < step <= _WIDEST_STEP or covered < _NUMBERED * len(found):
        return pages
    return [[(turned, word) for turned, word in page if id(word) not in counted] for page in pages]


def _is_apart(row: Sequence[Word]) -> bool:
    """Whether a row's last word stands in the margin, further away than a blank is wide."""
    return len(row) == 1 or row[-1].left - row[-2].right > row[-1].height


def _pages(content: bytes) -> Iterator[list[tuple[int, Word]]]:
    """Yield the words of each page, each with its quarter turns."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            for number in range(len(document)):
                page = document[number]
                yield list(_words(_characters(page.get_textpage(), pypdfium2.raw)))
                page.close()
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise InputError(
                "asks for a password; save it without one first (qpdf --decrypt FILE OUT.pdf)"
            ) from error
        raise InputError(f"is a broken PDF: {error}; ask for it anew") from error


def _characters(page: Any, raw: Any) -> Iterator[Character]:
    """Yield the characters of a page in the order of the file."""
    for at in range(page.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(page, at))
        turns = round(raw.FPDFText_GetCharAngle(page, at) / (pi / 2)) % 4
        yield _HYPHENS.get(character, character), turns, page.get_charbox(at, loose=True)


def _words(characters: Iterable[Character]) -> Iterator[tuple[int, Word]]:
    """Yield words with their quarter turns, upright in their own coordinates.

    Characters in one box are one glyph: a ligature's, or the two halves of a letter like 𝒜.
    """
    letters, last, turned, spaced = list[str](), None, 0, True
    drawn: Box | None = None
    for character, turns, box in characters:
        place = _upright(turns, box)
        near = last is not None and (box == drawn or _goes_on(last, place))
        drawn = box
        if last and (character.isspace() or turns != turned or not near):
            yield turned, _word(letters, last, spaced=spaced)
            letters, last, spaced = [], None, False
        if character.isspace() or character == "\0":
            spaced = True
            continue
        letters.append(character)
        turned, last = turns, _around(last, place)
    if last:
        yield turned, _word(letters, last, spaced=spaced)


def _upright(turns: int, box: Box) -> Word:
    """Return a place as it is, y downwards, when the page is turned back."""
    left, bottom, right, top = box
    match turns:
        case 0:
            return Word("", left, -top, right, -bottom)
        case 1:
            return Word("", -top, -right, -bottom, -left)
        case 2:
            return Word("", -right, bottom, -left, top)
        case _:
            return Word("", bottom, left, top, right)


def _goes_on(word: Word, place: Word) -> bool:
    """Whether a character at `place` goes on with `word`: near it, as tall, on its line."""
    height = word.height
    return (
        -0.5 * height < place.left - word.right < 0.3 * height
        and abs(place.top - word.top) < 0.1 * height
        and abs(place.bottom - word.bottom) < 0.1 * height
    )


def _around(word: Word | None, place: Word) -> Word:
    return (
        Word("", word.left, word.top, max(word.right, place.right), word.bottom) if word else place
    )


def _word(letters: Sequence[str], place: Word, *, spaced: bool) -> Word:
    characters = "".join(letters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Word(characters, place.left, place.top, place.right, place.bottom, spaced)
