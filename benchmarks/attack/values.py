"""JSON documents with one value in them replaced: by every type, and by what no schema foresees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

Path = tuple[str | int, ...]
"""Where a value stands: the names and places that lead to it."""

GONE: Final = "\x00gone"
"""Instead of a value: the member is taken out."""

HUGE: Final = "\x00huge"
"""Instead of an integer of 5,000 digits, with which a document is no JSON that Python reads."""


def _nested(depth: int, inner: object, *, of_objects: bool = False) -> object:
    for _ in range(depth):
        inner = {"a": inner} if of_objects else [inner]
    return inner


DEEP: Final = _nested(900, 1)
"""More than is read of a document, which then is no answer."""

VALUES: Final[tuple[object, ...]] = (
    None, True, False, 0, -1, 7, 2020, 10**17, 10**30, -(10**30), 0.5, 1e308, float("nan"),
    float("inf"), HUGE, GONE,
    "", " ", "0", "-1", "2020", "9" * 5000, "x" * 100_000, "word " * 2000, "(" * 3000,
    "\ud800", "a\udfffb", "\x00", "\x1b[31m", "\x9b2J", "a\x85b\u2028c\u2029d", "\u202egpj",
    "\n::error::x", "##vso[task.x]", "&#xd800;&#0;&#x110000;", "&amp;" * 500, "<i>" * 500,
    "<" * 3000, "{\\" * 500, "$" * 999, "%s%n{0}", "=cmd()", "10.", "10.5555/" + "9" * 3000,
    "9999-99-99", "0000-00-00", "2020-02-30T99", "Q" * 3 + "\u0301" * 2000, "\u3000\u00a0\u200b",
    [], [[]], [None], ["", None, 3, {}], ["a", "b"], [True], [[["x"]]], ["\ud800\x9b"],
    {}, {"": ""}, {"a": {}}, {"DOI": []}, {"name": {"name": 3}}, [{}], [{"family": 3, "given": []}],
    [{"family": "x" * 5000, "given": "\ud800"}], [{"name": None, "literal": True}],
    {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": [[None]]}, {"date-parts": "2020"},
    {"date-parts": [["9" * 5000, 13, 45]]}, {"date-parts": [[2020, 2, 30]]},
    {"date-parts": [[-44, 3, 15]]}, {"date-parts": [[10**30]]}, {"date-parts": [[True, True]]},
    {"date-parts": [[2020.5, "x", {}]]}, {"date-time": 3}, ["2020", 13, 45],
    [{"type": "retraction", "DOI": "\u2028", "updated": {"date-parts": [[0, 0, 0]]}}],
    [{"type": ["retraction"], "DOI": {}, "source": "\x85"}], {"is-preprint-of": [{"id": 3}]},
    [{"id": "\ud800", "id-type": "doi"}], _nested(200, "x"), _nested(200, "x", of_objects=True),
    DEEP, ["x"] * 5000, {str(number): number for number in range(2000)},
)  # fmt: skip


def places(document: object, path: Path = ()) -> Iterator[Path]:
    """Yield where the values of a document stand, of long lists only the first two and the last."""
    yield path
    if isinstance(document, dict):
        for name, value in document.items():
            yield from places(value, (*path, name))
    elif isinstance(document, list):
        for place in sorted({0, 1, len(document) - 1} & set(range(len(document)))):
            yield from places(document[place], (*path, place))


def replaced(document: Any, path: Path, value: object) -> Any:
    """Return the document with another value at `path`; nothing else of it is changed."""
    if not path:
        return None if value == GONE else value
    first, rest = path[0], path[1:]
    changed: Any = document.copy()
    if value == GONE and not rest:
        del changed[first]
    else:
        changed[first] = replaced(document[first], rest, value)
    return changed


def content(document: object) -> bytes:
    """Return the JSON text of a document, with all that Python takes for JSON in it."""
    return json.dumps(document).replace(json.dumps(HUGE), "9" * 5000).encode()
