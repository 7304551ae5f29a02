"""The numbers Word puts before paragraphs, which the document's text does not contain.

A paragraph names a list (`numId`) and a level, itself or through its style; the list names its
levels' formats, and counts on with every other list of the same abstract list unless it says where
it starts (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cikrefs.documents.ordinals import ordinal
from cikrefs.documents.trees import Element, name

_PLACE = re.compile(r"%([1-9])")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element down a path of local names; None if there is none."""
    for step in path:
        if element is None:
            return None
        element = next((one for one in element if name(one) == step), None)
    return element


def value(element: Element | None, attribute: str = "val") -> str | None:
    """Return an attribute, whatever its namespace."""
    if element is None:
        return None
    found = (text for key, text in element.attrib.items() if key.rpartition("}")[2] == attribute)
    return next((str(text) for text in found), None)


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a paragraph style: what it is based on, its list, whether it is a heading."""

    parent: str | None
    list_: str | None
    level: str | None
    is_heading: bool


def styles(root: Element | None) -> dict[str, Style]:
    """Return the styles of a styles part by id."""
    found = {}
    for element in () if root is None else root:
        number = child(element, "pPr", "numPr")
        called = (value(child(element, "name")) or "").lower()
        found[value(element, "styleId") or ""] = Style(
            parent=value(child(element, "basedOn")),
            list_=value(child(number, "numId")),
            level=value(child(number, "ilvl")),
            is_heading=called.startswith(("heading", "title"))
            or child(element, "pPr", "outlineLvl") is not None,
        )
    return found


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """A list: its levels, and the counters it shares with the lists of its abstract list."""

    levels: dict[int, _Level]
    counters: dict[int, int]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counting while its paragraphs are read in order."""

    def __init__(self, root: Element | None, styles_: dict[str, Style]) -> None:
        self._styles = styles_
        self._lists: dict[str, _List] = {}
        parts = () if root is None else tuple(root)
        levels = {
            value(one, "abstractNumId"): _levels(one) for one in parts if name(one) == "abstractNum"
        }
        counters: dict[str | None, dict[int, int]] = {key: {} for key in levels}
        for one in parts:
            abstract = value(child(one, "abstractNumId"))
            if name(one) != "num" or abstract not in levels:
                continue
            list_ = _List(dict(levels[abstract]), counters[abstract])
            for change in one:
                if name(change) == "lvlOverride":
                    level = _integer(value(change, "ilvl"), 0)
                    if child(change, "lvl") is not None:
                        list_.levels.update(_levels(change))
                    start = value(child(change, "startOverride"))
                    if start is not None:
                        list_.restarts[level] = _integer(start, 1)
            self._lists[value(one, "numId") or ""] = list_

    def label(self, properties: Element | None) -> str:
        """Return the label of the next paragraph, given its `pPr`: "3.", "-", "" for none."""
        number = child(properties, "numPr")
        style = self._style(value(child(properties, "pStyle")))
        key = value(child(number, "numId")) or (style.list_ if style else None) or ""
        level = _integer(value(child(number, "ilvl")) or (style.level if style else None), 0)
        list_ = self._lists.get(key)
        if list_ is None or level not in list_.levels:
            return ""
        return _count(list_, level)

    def is_heading(self, properties: Element | None) -> bool:
        """Whether a paragraph with these properties is a heading."""
        seen = set[str]()
        name_ = value(child(properties, "pStyle"))
        while name_ in self._styles and name_ not in seen:
            seen.add(name_)
            if self._styles[name_].is_heading:
                return True
            name_ = self._styles[name_].parent
        return child(properties, "outlineLvl") is not None

    def _style(self, name_: str | None) -> Style | None:
        """Return the style, or the nearest it is based on, that names a list."""
        seen = set[str]()
        while name_ in self._styles and name_ not in seen:
            seen.add(name_)
            style = self._styles[name_]
            if style.list_ is not None:
                return style
            name_ = style.parent
        return None


def _levels(element: Element) -> dict[int, _Level]:
    return {
        _integer(value(one, "ilvl"), 0): _Level(
            start=_integer(value(child(one, "start")), 1),
            kind=value(child(one, "numFmt")) or "decimal",
            text=value(child(one, "lvlText")) or "",
        )
        for one in element
        if name(one) == "lvl"
    }


def _count(list_: _List, level: int) -> str:
    """Count one on at `level`, and return what is printed."""
    counters = list_.counters
    start = list_.restarts.pop(level, None)
    if start is not None:
        counters[level] = start
    else:
        counters[level] = counters.get(level, list_.levels[level].start - 1) + 1
    for deeper in [other for other in counters if other > level]:
        del counters[deeper]

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        shown = list_.levels.get(at, _Level())
        return ordinal(counters.get(at, shown.start), shown.kind)

    if list_.levels[level].kind == "bullet":
        return "-"
    return _PLACE.sub(number, list_.levels[level].text).strip()


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else otherwise
