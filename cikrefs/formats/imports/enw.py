"""EndNote's and Refer's tagged files (.enw): read, never written.

A line is `%` and a letter or a sign, a blank, and a value (https://en.wikipedia.org/wiki/Refer);
`%0` begins a record, an empty line ends it. The fields are those of EndNote's RIS under other
names, so a record is turned into RIS tags by a table and read as RIS is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.lines import clean, one_line
from cikrefs.formats.common.tagged import Tag
from cikrefs.formats.imports.endnote_xml import TYPES
from cikrefs.formats.ris.records import reference
from cikrefs.models import Reference

TAGS: Mapping[str, str] = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "A2", "F": "LB", "G": "LA", "I": "PB",
    "J": "T2", "K": "KW", "L": "CN", "M": "AN", "N": "IS", "P": "SP", "Q": "TT", "R": "DO",
    "S": "T3", "T": "TI", "U": "UR", "V": "VL", "W": "DB", "X": "AB", "Y": "A3", "Z": "N1",
    "7": "ET", "8": "DA", "9": "M3", "?": "A4", "!": "ST", "@": "SN", "(": "OP", ")": "RP",
    "*": "RI", "+": "AD", "^": "CA", "&": "SE", "[": "Y2", "6": "NV", ">": "L1",
}  # fmt: skip
"""EndNote's tag and the RIS tag of the same field."""

_LINE = re.compile(r"%([0-9A-Z?!@()*+^&\[>~=#$]) (.*)")


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a .enw file's text, in its order, without ids.

    A line that belongs to no record goes to `on_problem` or, without it, is raised as InputError.
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them, each as soon as its record is read."""
    lines = clean(text).split("\n")
    open_: list[tuple[str, list[str], int]] = []
    for number, line in enumerate((*lines, ""), 1):
        found = _LINE.fullmatch(line)
        if open_ and (not line.strip() or (found and found[1] == "0")):
            yield _reference(open_, "\n".join(lines[open_[0][2] - 1 : number - 1]))
            open_ = []
        if found:
            open_.append((found[1], [found[2]], number))
        elif open_ and line.strip():
            open_[-1][1].append(line)
        elif line.strip():
            message = "no tag, and no record the line could belong to; it is left out"
            report(Problem(message, line=number, text=line), on_problem)


def _reference(fields: list[tuple[str, list[str], int]], text: str) -> Reference:
    tags = []
    for sign, lines, number in fields:
        place = (number, 4)
        if sign == "0":
            kind = TYPES.get(lines[0].strip(), lines[0].strip())
            tags.append(Tag("TY", kind, (kind,), place))
        elif sign == "K":
            tags += [Tag("KW", one_line(line), (line,), place) for line in lines if line.strip()]
        else:
            name = TAGS.get(sign, f"%{sign}")
            tags.append(Tag(name, one_line(" ".join(lines)), tuple(lines), place))
    return reference(tags, line=fields[0][2], text=text.rstrip())
