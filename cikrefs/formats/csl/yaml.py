"""CSL-YAML: the references in a pandoc metadata block, `references:` and a list, or a bare list.

An item says what an item of CSL-JSON says, so `csl_json` reads it. Here YAML is taken apart by its
events, since PyYAML gives their positions. Every scalar is text: YAML's guesses would turn the
language "no" into a boolean and the volume "012" into a number. Aliases are refused: a few lines of
them can stand for gigabytes, and so is nesting deeper than any reference needs. Text is Markdown to
pandoc; what pandoc itself writes is undone (escapes, protected capitals, emphasis, scripts, which
become Unicode's where it has them), so that titles are plain. In a Markdown file, the block at its
start is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from cikrefs import dates
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.draft import DATES, NAMES, with_repeats_told
from cikrefs.formats.common.lines import Lines, clean
from cikrefs.formats.common.markup import LOWERED, RAISED, script
from cikrefs.formats.csl import json as csl_json
from cikrefs.formats.csl.members import Member
from cikrefs.models import Date, Reference

DEEPEST = 20
"""Levels of nesting; a reference's date in a metadata block is on the sixth."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_PARTS = ("year", "month", "day")
_NUMBERS = {name.lower(): name for name in ("DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID")}
"""Variables in capitals, which pandoc writes in small letters."""

_VERBATIM = frozenset(("id", "type", "citation-key", *_NUMBERS.values()))
_MARKUP = re.compile(
    r"\\([!-/:-@\[-`{-~])"
    r"|\[([^\[\]]*+)\]\{\.nocase\}"
    r"|(?<![\w*])(\*{1,3})(?=[^\s*])((?:[^*\\]|\\.)++)(?<!\s)\3(?![\w*])"
    r"|~((?:[^\s~\\]|\\.)++)~|\^((?:[^\s^\\]|\\.)++)\^"
)


@dataclass(slots=True)
class _Mapping:
    """A mapping and its offsets; `end` is None until its end is read, as after a syntax error."""

    start: int
    members: list[Member] = field(default_factory=list)
    key: str | None = None
    end: int | None = None


@dataclass(slots=True)
class _Sequence:
    """A sequence: the offset and value of each of its items."""

    start: int
    items: list[tuple[int, object]] = field(default_factory=list)
    end: int | None = None


class _Refused(Exception):
    """What YAML allows but no list of references needs, with its offset. Stays in this module."""

    def __init__(self, message: str, offset: int) -> None:
        self.offset = offset
        super().__init__(message)


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a CSL-YAML text, in its order, with the ids they have.

    A syntax error, an alias, a text without a list of references, an item that is no mapping and a
    variable of the wrong kind go to `on_problem` or, without it, are raised as InputError; what
    stands before a syntax error is returned.
    """
    text = clean(text)
    front = _FRONT_MATTER.match(text)
    text = front[0] if front else text
    lines = Lines(text)
    references: list[Reference] = []

    def complain(message: str, at: int, shown: str, id_: str = "") -> None:
        report(Problem(message, None, lines.place(at)[0], shown, id_ or None), on_problem)

    roots = _Sequence(0)
    try:
        _read(text, roots)
        if not any(_lists(root) for _, root in roots.items):
            complain("CSL-YAML is a list of references, and this is none", 0, text[:120])
    except _Refused as refused:
        message = f"{refused}; nothing is read from the item it stands in on"
        complain(message, refused.offset, text[refused.offset : refused.offset + 120])
    lists = [found for _, root in roots.items for found in _lists(root)]
    for start, item in (item for found in lists for item in found.items):
        if not isinstance(item, _Mapping):
            complain("an item that is no mapping; it is left out", start, text[start : start + 120])
        elif item.end is not None:
            whole = text[start : item.end].rstrip()
            members = [_member(member) for member in item.members]
            line = lines.place(start)[0]
            reference, wrong = csl_json.read_item(members, lines, line, whole)
            references.append(reference)
            for offset, message in wrong:
                complain(message, offset, text[offset : offset + 120], reference.id)
    return list(with_repeats_told(references, on_problem))


def _lists(root: object) -> list[_Sequence]:
    """Return the lists of references in a document: itself, or what it calls `references`."""
    members = root.members if isinstance(root, _Mapping) else []
    named = [member.value for member in members if member.name == "references"]
    return [found for found in (root, *named) if isinstance(found, _Sequence)]


def _read(text: str, roots: _Sequence) -> None:
    """Read YAML into `roots`, document by document. Raises _Refused where reading ends early."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    open_: list[_Mapping | _Sequence] = [roots]
    try:
        for event in yaml.parse(text, Loader=loader):
            at = event.start_mark.index if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                raise _Refused("an alias (*…); write out what it stands for", at)
            if isinstance(event, yaml.ScalarEvent):
                _add(open_[-1], event.value, at)
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(open_) > DEEPEST:
                    raise _Refused("YAML nested too deeply to be read", at)
                is_list = isinstance(event, yaml.SequenceStartEvent)
                new = _Sequence(at) if is_list else _Mapping(at)
                _add(open_[-1], new, at)
                open_.append(new)
            elif isinstance(event, yaml.CollectionEndEvent):
                open_.pop().end = at
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        message = f"no YAML from line {mark.line + 1}, column {mark.column + 1} on: {error.problem}"
        raise _Refused(message, min(mark.index, len(text))) from error
    except yaml.reader.ReaderError as error:
        raise _Refused(
            f"a character YAML does not allow: {error.reason}", error.position
        ) from error


def _add(parent: _Mapping | _Sequence, value: object, at: int) -> None:
    if isinstance(parent, _Sequence):
        parent.items.append((at, value))
    elif parent.key is not None:
        parent.members.append(Member(parent.key, value, at))
        parent.key = None
    elif isinstance(value, str):
        parent.key = value
    else:
        raise _Refused("a name that is no text", at)


def _member(member: Member) -> Member:
    """Return a variable of an item with its value as CSL-JSON has it."""
    variable = _NUMBERS.get(member.name, member.name)
    name, value = variable.replace("-", "_"), _plain(member.value, variable)
    if name in NAMES:
        value = [_name(one) for one in (value if isinstance(value, list) else [value]) if one]
    elif name in DATES:
        value = _date(value)
    return Member(variable, value, member.offset)


def _plain(value: object, variable: str) -> object:
    """Return a value of a variable as JSON, its text without Markdown."""
    if isinstance(value, _Mapping):
        return {member.name: _plain(member.value, variable) for member in value.members}
    if isinstance(value, _Sequence):
        return [_plain(item, variable) for _, item in value.items]
    return _unmarked(value) if isinstance(value, str) and variable not in _VERBATIM else value


def _unmarked(text: str) -> str:
    """Return `text` without the Markdown that pandoc writes."""

    def without(markup: re.Match[str]) -> str:
        escaped, capitals, _, emphasis, below, above = markup.groups()
        plain = escaped or _unmarked(capitals or emphasis or below or above or "")
        table = LOWERED if below else RAISED if above else {}
        return script(plain, table) if table else plain

    return _MARKUP.sub(without, text)


def _name(person: object) -> object:
    """Return a name as an object; pandoc takes one in a single piece, and given names in pieces."""
    if isinstance(person, str):
        return {"literal": person}
    if isinstance(person, dict) and isinstance(person.get("given"), list):
        return {**person, "given": " ".join(map(str, person["given"]))}
    return person


def _date(value: object) -> object:
    """Return a date as CSL-JSON has it; one that is not fully understood comes back as it is."""
    if isinstance(value, dict) and isinstance(parts := value.get("date-parts"), list):
        numbers = [
            [int(p) if re.fullmatch("[0-9]{1,4}", str(p)) else p for p in ps] for ps in parts if ps
        ]
        return {**value, "date-parts": numbers}
    days = [_day(day) for day in (value if isinstance(value, list) else [value])]
    read = [day for day in days if day]
    if not read or len(read) != len(days) or len(read) > 2:
        return value
    return csl_json.date_parts(replace(read[0], end=read[1]) if len(read) == 2 else read[0])


def _day(value: object) -> Date | None:
    """Return the date in "2020-11" or in pandoc's older `{year: 2020, month: 11}`."""
    if isinstance(value, dict) and "year" in value and not set(value) - set(_PARTS):
        return dates.from_parts(*(str(value.get(part, "")) for part in _PARTS))
    return dates.numeric(value) or dates.edtf(value) if isinstance(value, str) else None
