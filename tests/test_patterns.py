"""Every pattern of the package takes linear time on text that is made to be hard.

Each is used, in the ways the package uses it, on runs of pieces and of what its own repeats take,
four times as long each time. What counts is CPU time, the least of several; only what takes any
time is looked at, and it is quadratic only if it goes on growing ninefold until it takes long:
a pattern that looks at a bounded window grows like its text once that is longer than the window.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from itertools import islice

import pytest

from tests.patterns import Regex, Used, hard, used_in_package

PIECES = (
    " ", "\n", "\u2028", "a", "A", "1", ".", ",", "-", "`", "a ", "Aa, ", "A. ", "1-", "1, ",
    "[1] ", "\\a{", "<a ", "<!--", "10.1/", "10.1234/a ", "Lee, A., ", "a = ", "\\", "{", "[", "(",
    '"', "and ", "* ", "__a", "{a} ", ": ", "\r\n",
)  # fmt: skip
SHORT, LONGEST = 300, 40_000
"""Characters."""
LEAST, LONG = 0.0005, 0.1
"""Seconds that four times SHORT takes at least where growth is looked at, and that are too many."""
AT_THE_START = frozenset(
    ("formats.imports.identifiers.START", "formats.table.FORMATS", "printed.shapes.SHAPES")
)
"""Patterns kept in tables that are only ever matched at the start of a text."""
WHOLE = frozenset(("identifiers.KINDS",))
"""Patterns kept in tables that are only ever matched with the whole of a text."""
CUT = frozenset(
    """
    formats.imports.refused.REFUSED printed.furniture._TAIL printed.grammar._BROKEN_DOI
    printed.grammar._TAIL
    printed.identifiers._COMPILED printed.locators._COMPILED
    """.split()
)
"""Patterns whose users cut the text to a window of some hundred characters before they use them."""
ALL = used_in_package()


def _ways(name: str, one: Used) -> list[str]:
    """Return how a pattern is used; in a table, only what is for any line is searched for."""
    if name.rpartition(":")[0] in WHOLE:
        return ["fullmatch"]
    in_table = name.rpartition(":")[0] in AT_THE_START and not one.regex.flags & re.MULTILINE
    return ["match"] if in_table else sorted(one.ways)


def _seconds(regex: Regex, way: str, text: str) -> float:
    subject = text if isinstance(regex.pattern, str) else text.encode()
    least = LONG * 100
    for _ in range(3):
        start = time.process_time()
        if way == "search":
            for _found in regex.finditer(subject):  # type: ignore[arg-type]  # bytes for bytes
                pass
        else:
            getattr(regex, way)(subject)
        least = min(least, time.process_time() - start)
        if not LEAST / 4 < least < LONG / 4:
            break
    return least


def is_slow(regex: Regex, way: str, before: str, again: str) -> bool:
    """Whether time grows ninefold with four times the text, as far as can be waited for."""

    def seconds(length: int) -> float:
        return _seconds(regex, way, f"{before}{again * (length // len(again))}\0")

    length = 4 * SHORT
    now = seconds(length)
    if now < LEAST:
        return False
    last = seconds(SHORT)
    while now > 9 * last:
        length *= 4
        if now > LONG or length > LONGEST:
            return True
        last, now = now, seconds(length)
    return False


def slow_texts(one: Used, ways: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return a text for each way in which a pattern takes quadratic time.

    It is one only if it is slow three times: clocks jump on a busy machine.
    """
    texts = sorted({("", piece) for piece in PIECES} | hard(one.regex))
    found = []
    for way in ways:
        slow = (text for text in texts if all(is_slow(one.regex, way, *text) for _ in range(3)))
        found += [(way, *text) for text in islice(slow, 1)]
    return found


def test_patterns_are_found_wherever_they_are_kept() -> None:
    homes = {name.rpartition(":")[0] for name in ALL}
    assert len(ALL) > 500
    assert {"dois._LINK", "printed.shapes.SHAPES", "printed.cuts.NUMBERS"} <= homes
    assert homes >= (AT_THE_START | WHOLE | CUT)


def test_how_a_pattern_is_used_is_read_from_the_source() -> None:
    assert ALL["dois._DOI:0"].ways == {"fullmatch"}
    assert ALL["formats.bibtex.entries._KEYLESS:0"].ways == {"match"}
    assert ALL["checks.suggest._SUFFIX:0"].ways == {"search"}


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"\s+$", "search"),
        (r"\d+-?\d*x", "match"),
        (r"a*[ab]*z", "fullmatch"),
        (r"<b(?:\s[^>]*)?>", "search"),
        (r"\{[^}]*\}", "search"),
        (rb"title\s*=?\s*\{", "search"),
    ],
)
def test_a_quadratic_pattern_is_found(pattern: str | bytes, way: str) -> None:
    assert slow_texts(Used(re.compile(pattern), frozenset()), [way])


@pytest.mark.parametrize("name", ALL)
def test_a_pattern_takes_linear_time(name: str) -> None:
    if name.rpartition(":")[0] in CUT:
        pytest.skip("its users cut what they give it to a window")
    assert slow_texts(ALL[name], _ways(name, ALL[name])) == []
