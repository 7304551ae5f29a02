"""References that a page sets as several blocks each: one paragraph for each field.

Where the eye sees a new line, print has a full stop; so such a reference becomes one line, a stop
between its blocks, authors first, as lists print it. What a block holds is not asked of its class,
which every publisher names otherwise, but of the grammar: siblings of one tag and class are
references in blocks if most of them read as whole references when joined, and no block of theirs
does alone. The innermost such siblings are taken, so that a box around two references is none.
Rows of tables are left as they are: studies in a table ("Lee 2010, 45 patients") read like works.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from cikrefs.documents import trees
from cikrefs.documents.tags import BREAKS, HEADINGS, UNSEEN, has_short_items, is_left_out
from cikrefs.documents.trees import Element

_CONTAINERS = frozenset("article dd div li section".split())
_BLOCKS = (BREAKS | HEADINGS) - {"br"}
"""What begins and ends a block; at a `<br>` often no more than a line ends."""
_LONGEST = 2500
"""No reference in blocks has more characters and elements."""
_SAMPLE = 12
"""Siblings that are read to judge them all."""
_WHOLE = 0.9
"""How much of a whole reference is read, of 1 (see `lists.completeness`)."""
_EDGE, _NEXT = "\n", "\v"
"""Between blocks; between the names of a list."""

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_LABEL = re.compile(r"[\[(]?(?P<number>\d{1,4})[\]).]{0,2}|[•·▪●◦–-]")
_STOPS = (*".,;:?!…&/", ".”", "?”", '."', '?"', " and")
_GOES_ON = re.compile(r"[.,;:)\]&(\[]|(?:and|et al|in)\b|https?:|doi\b|10\.\d{4}", re.IGNORECASE)
_LONE_YEAR = re.compile(r"[(\[]?(?:1[5-9]|20)\d\d[a-z]?[)\]]?[.,:;]?")
_NUMBERS = re.compile(r"[\W\d_]+|(?:(?:pp?|vol|no)\.? ?)?[^\W\d_]*\d\S*")
"""A block of numbers alone ("12(3)", "pp. 4–9", "e12"), before which print has a comma."""


def references(root: Element) -> dict[Element, str]:
    """Return the references of a page that are set as several blocks, by their elements."""
    found: dict[Element, str] = {}
    around = set[Element]()
    weights: dict[Element, int] = {}  # of elements whose parent has not ended
    for event, parent in trees.walk(root, UNSEEN):
        if event != "end":
            continue
        for siblings in _alike(parent, weights):
            if around.isdisjoint(siblings):
                found.update(_as_references(siblings))
        if any(child in around or child in found for child in parent):
            around.add(parent)
        weights[parent] = _weight(parent, weights)
    return found


def _weight(element: Element, weights: dict[Element, int]) -> int:
    """Return how much an element holds: elements, and characters but for blanks."""
    texts = [element.text, *(child.tail for child in element)]
    characters = sum(len("".join(text.split())) for text in texts if text)
    return 1 + characters + sum(weights.pop(child, 0) for child in element)


def _alike(parent: Element, weights: dict[Element, int]) -> Iterator[list[Element]]:
    """Yield the children of one tag and class that may be references, if there are several."""
    groups: dict[tuple[str, str], list[Element]] = {}
    for child in parent:
        if trees.name(child) in _CONTAINERS and len(child) and weights.get(child, 0) < _LONGEST:
            kind = re.sub(r"\d+", "", child.get("class") or "")
            groups.setdefault((trees.name(child), kind), []).append(child)
    yield from (group for group in groups.values() if len(group) > 1)


def _as_references(siblings: Sequence[Element]) -> dict[Element, str]:
    """Return the text of each of the siblings if they are references in blocks; else nothing."""
    sample = [list(_blocks(one)) for one in siblings[:: max(1, len(siblings) // _SAMPLE)]]
    several = [texts for texts in sample if len(texts) > 1 and any(map(_YEAR.search, texts))]
    if len(several) < 2 or 2 * len(several) < len(sample):
        return {}
    place = _place_of_authors(several)
    whole = sum(
        _is_whole(_printed(texts, place)) and not any(map(_is_whole, texts)) for texts in several
    )
    if 2 * whole <= len(several):
        return {}
    blocks = ((one, list(_blocks(one))) for one in siblings)
    return {one: _printed(texts, place) for one, texts in blocks if texts}


def _is_whole(text: str) -> bool:
    """Whether a text reads as a whole reference."""
    if not _YEAR.search(text):
        return False
    from cikrefs.printed import grammar, lists

    return lists.completeness(grammar.read(text).reference) > _WHOLE


def _blocks(element: Element) -> Iterator[str]:
    """Yield the texts that a browser sets as blocks, without publishers' words for links.

    A list of names is one block.
    """
    from cikrefs.printed.furniture import is_link_word

    pieces: list[str] = []
    left_out = names = 0  # how deep in such an element
    for event, one in trees.walk(element, UNSEEN):
        edge = _EDGE if trees.name(one) in _BLOCKS else ""
        if event == "start":
            left_out += left_out > 0 or is_left_out(one)
            pieces += [] if left_out else [_NEXT if edge and names else edge, _flat(one.text)]
            names += names > 0 or has_short_items(one)
        elif event == "end":
            names -= names > 0
            pieces += [] if left_out else [_NEXT if edge and names else edge]
            left_out -= left_out > 0
        if event != "start" and not left_out and one is not element:
            pieces.append(_flat(one.tail))
    for block in "".join(pieces).split(_EDGE):
        texts = (" ".join(text.split()) for text in block.split(_NEXT))
        text = reduce(_listed, (one for one in texts if any(map(str.isalnum, one))), "")
        if text and not is_link_word(text):
            yield text


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _listed(before: str, name: str) -> str:
    """Return names with one more: with a comma, if the page's style sheet puts it there."""
    between = " " if before.endswith(_STOPS) or _GOES_ON.match(name) else ", "
    return f"{before}{between}{name}" if before else name


def _label(blocks: Sequence[str]) -> str:
    """Return the label that is a block of its own, as a list prints it; else nothing."""
    found = _LABEL.fullmatch(blocks[0]) if len(blocks) > 1 else None
    if not found:
        return ""
    return f"{blocks[0]}." if blocks[0] == found["number"] else blocks[0]


def _place_of_authors(items: Iterable[Sequence[str]]) -> int:
    """Return the place among their blocks, behind a label, at which most references have names."""
    places = Counter[int]()
    for blocks in items:
        fields = blocks[1:] if _label(blocks) else blocks
        places.update(at for at, text in enumerate(fields) if _is_names(text))
    return max(places, key=lambda at: (places[at], -at), default=0)


def _is_names(text: str) -> bool:
    """Whether a block holds names of persons and nothing else."""
    from cikrefs.printed import names

    text = text.rstrip(" .,;:")
    block = names.read(f"{text}. 2000. ") if len(text) < _LONGEST else None
    return block is not None and block.shape != names.GROUP and block.span[1] >= len(text)


def _printed(blocks: Sequence[str], place: int) -> str:
    """Return a reference's blocks on one line, first its authors, who stand at `place`.

    A year right behind them goes with them.
    """
    label = _label(blocks)
    fields = list(blocks[1:] if label else blocks)
    if place < len(fields) and not any(map(str.isdigit, fields[place])):
        end = place + 1
        end += end < len(fields) and _LONE_YEAR.fullmatch(fields[end]) is not None
        fields = [*fields[place:end], *fields[:place], *fields[end:]]
    return f"{label} {reduce(_joined, fields)}".strip()


def _joined(before: str, block: str) -> str:
    """Return a text with the next block, and between them what print has there."""
    if block[0] in ".,;:)":
        return before + block
    if before.endswith(_STOPS) or _GOES_ON.match(block):
        return f"{before} {block}"
    return f"{before}{',' if _NUMBERS.fullmatch(block) else '.'} {block}"
