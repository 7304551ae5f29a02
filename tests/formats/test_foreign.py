"""Files in the dialects of other programs, small invented cases, become the CSL-JSON beside them.

`tests/data/foreign/FORMAT/NAME.EXT` becomes `NAME.json`; an input that is JSON itself is called
`NAME.input.json`. `NAME.problems.txt` holds the line number of each problem the reader names, one a
line; without it there must be none.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cikrefs
from cikrefs.errors import Problem
from cikrefs.formats.csl import json as csl_json

FOREIGN = Path(__file__).parents[1] / "data" / "foreign"
SAID_TWICE = {"citation-key": "id", "journalAbbreviation": "container-title-short"}
"""What is written for Zotero and repeats another variable need not stand in the expected files."""

Item = dict[str, object]


def is_input(path: Path) -> bool:
    expected = path.name.endswith(".json") and not path.name.endswith(".input.json")
    return path.is_file() and not expected and not path.name.endswith(".problems.txt")


def stem(path: Path) -> str:
    return path.name.removesuffix(".input.json").partition(".")[0]


CASES = [path for path in sorted(FOREIGN.glob("*/*")) if is_input(path)]


def once(item: Item) -> Item:
    return {
        name: found
        for name, found in item.items()
        if name not in SAID_TWICE or found != item.get(SAID_TWICE[name])
    }


def differences(read: list[Item], expected: list[Item]) -> list[str]:
    """Return a line for each variable that is not as expected."""
    lines = [] if len(read) == len(expected) else [f"{len(read)} items, expected {len(expected)}"]
    for number, (ours, theirs) in enumerate(zip(read, expected, strict=False), 1):
        lines += [
            f"{number}: {name}: {ours.get(name)!r}, expected {theirs.get(name)!r}"
            for name in sorted({*ours, *theirs})
            if ours.get(name) != theirs.get(name)
        ]
    return lines


def test_there_are_cases() -> None:
    assert len(CASES) > 10


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_foreign_file_becomes_the_csl_json_beside_it(path: Path) -> None:
    problems: list[Problem] = []
    read = csl_json.dumps(cikrefs.read(path, on_problem=problems.append))
    expected = json.loads(path.with_name(f"{stem(path)}.json").read_text(encoding="utf-8"))
    assert differences([*map(once, json.loads(read))], [*map(once, expected)]) == []
    named = path.with_name(f"{stem(path)}.problems.txt")
    lines = [int(line) for line in named.read_text().split()] if named.exists() else []
    assert [problem.line for problem in problems] == lines, problems
