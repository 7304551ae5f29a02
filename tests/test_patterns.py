"""Every pattern that reads documents takes linear time on text that is made to be hard.

All compiled patterns are collected, in tables, tuples and dataclasses too, and each is searched for
in runs of the pieces below at two lengths. CPU time is measured, the least of several, and only
what is slow at all is judged; four times the text may take at most nine times as long.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import cikrefs

PIECES = (
    " ", "\n", "\u2028", "a", "A", "1", ".", ",", "-", "`", "a ", "Aa, ", "A. ", "1-", "1, ",
    "[1] ", "\\a{", "<a ", "<!--", "10.1/", "Lee, A., ", "a = ",
)  # fmt: skip
SHORT = 500
LEAST = 0.004
"""Seconds that the longer text takes at least where growth is looked at."""
AT_THE_START = frozenset(
    """
    documents.fields._WORD printed.names._STOP printed.names._YEAR printed.sections._APPENDIX
    printed.sections._END printed.sections._HEADING printed.sections._NOISE
    printed.sections._RUN_IN printed.sections._TITLE
    """.split()
)
"""Patterns that are only ever matched at the start of a text, so that they are so here."""
IN_A_WINDOW = frozenset(
    """
    citations.keyed._NO_MARKDOWN printed.cuts.SHAPES printed.journals.QUOTED
    printed.locators._COMPILED
    documents.kinds._PROLOG printed.grammar._TAIL printed.grammar._BROKEN_DOI
    printed.furniture._TAIL printed.identifiers._COMPILED
    """.split()
)
"""Patterns that look at some hundred characters at most, which their users see to: searching them
takes linear time, but with a factor that hides that at these lengths."""


def _patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth > 3:
        return
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _patterns(item, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _patterns(item, depth + 1)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _patterns(getattr(value, one.name, None), depth + 1)


def _all() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    seen = set[re.Pattern[str]]()
    for info in pkgutil.walk_packages(cikrefs.__path__, "cikrefs."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns(value)):
                if pattern not in seen:
                    seen.add(pattern)
                    found[f"{info.name.removeprefix('cikrefs.')}.{name}:{number}"] = pattern
    return found


ROOMS = ("citations.", "documents.", "dois.", "names.", "printed.")
"""What is looked at one by one: the rooms that read whatever stands in a document."""
ALL = {name: one for name, one in _all().items() if name.startswith(ROOMS)}


def _seconds(pattern: re.Pattern[str], text: str, tries: int, *, anchored: bool) -> float:
    least = 9.0
    for _ in range(tries):
        start = time.process_time()
        if anchored:
            pattern.match(text)
        else:
            for _found in pattern.finditer(text):
                pass
        least = min(least, time.process_time() - start)
    return least


def _is_slow(pattern: re.Pattern[str], piece: str, *, anchored: bool) -> bool:
    short = piece * (SHORT // len(piece)) + "\0"
    long = piece * (4 * SHORT // len(piece)) + "\0"
    if _seconds(pattern, long, 1, anchored=anchored) < LEAST:
        return False
    growth = 9 * _seconds(pattern, short, 3, anchored=anchored) + 0.001
    return _seconds(pattern, long, 3, anchored=anchored) > growth


def test_patterns_are_found_wherever_they_are_kept() -> None:
    assert len(ALL) > 100
    homes = {name.rpartition(":")[0] for name in ALL}
    assert {"dois._LINK", "printed.cuts.SHAPES", "printed.cuts.NUMBERS"} <= homes
    assert homes >= (AT_THE_START | IN_A_WINDOW)


@pytest.mark.parametrize("name", ALL)
def test_a_pattern_takes_linear_time(name: str) -> None:
    home = name.rpartition(":")[0]
    anchored = home in AT_THE_START
    if home in IN_A_WINDOW:
        pytest.skip("looks at a window of bounded length")
    slow = [piece for piece in PIECES if _is_slow(ALL[name], piece, anchored=anchored)]
    assert slow == []
