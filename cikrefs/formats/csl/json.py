"""CSL-JSON: the form in which citation processors take references.

The model is CSL's, so reading and writing are renames. Three rules come from what Zotero and pandoc
do with a file: names carry no particle or suffix of their own, since Zotero drops those (particles
stand in `family`, a suffix after a comma in `given`, which citation processors know); a journal's
abbreviation stands in `journalAbbreviation` and in `container-title-short`; and a type CSL does not
know makes Zotero refuse the whole file, so it is written as "document" and kept in `custom`, where
fields of BibTeX and RIS without a CSL name go too. Variables without a name here stay in
`extra` as the JSON they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.draft import (
    ATTRIBUTES,
    DATES,
    NAMES,
    Draft,
    Value,
    with_repeats_told,
)
from cikrefs.formats.common.lines import Lines, clean
from cikrefs.formats.common.markup import PROSE
from cikrefs.formats.csl.members import Member, items
from cikrefs.formats.csl.values import (
    HALF_CHARACTER,
    Json,
    Wrong,
    date_parts,
    field_of,
    read_date,
    read_names,
    read_text,
)
from cikrefs.formats.csl.variables import (
    FOREIGN,
    NAME_PARTS,
    NEAREST_IN_ZOTERO,
    RENAMED,
    SERIALS,
    TRAVELS,
    variable,
)
from cikrefs.formats.csl.writing import dumps, pieces
from cikrefs.models import Date, Reference
from cikrefs.registry.types import TYPES as REGISTERED

__all__ = ["date_parts", "dumps", "iterate", "loads", "pieces", "read_item"]


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a CSL-JSON text, in its order, with the ids they have.

    A syntax error (with line and column), a text that is no list, an item that is no object and a
    variable of the wrong kind go to `on_problem` or, without it, are raised as InputError; what
    stands before a syntax error is returned. An item without a type and an id used twice are only
    remarked on.
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them, each as soon as its item is read."""
    return with_repeats_told(_references(clean(text), on_problem), on_problem)


def _references(text: str, on_problem: OnProblem | None) -> Iterator[Reference]:
    lines = Lines(text)

    def complain(message: str, at: int, shown: str, id_: str = "", *, lost: bool = True) -> None:
        line, _ = lines.place(at)
        shown = shown or "(the end of the text)"
        report(Problem(message, None, line, shown, id_ or None, lost=lost), on_problem)

    try:
        for start, end, members in items(text):
            if members is None:
                complain("an item that is no JSON object; it is left out", start, text[start:end])
                continue
            names = {member.name for member in members}
            if "type" not in names:
                is_foreign = not names.isdisjoint(FOREIGN)
                message = "an item without a type; it is kept as a document"
                if is_foreign:
                    message = "no item of CSL-JSON; export it as that (in Zotero: “CSL JSON”)"
                complain(message, start, text[start:end], lost=is_foreign)
                if is_foreign:
                    continue
            reference, wrong = read_item(members, lines, lines.place(start)[0], text[start:end])
            for offset, message in wrong:
                complain(message, offset, text[offset:end], reference.id)
            yield reference
    except json.JSONDecodeError as error:
        line, column = lines.place(error.pos)
        message = f"no JSON from line {line}, column {column} on: {error.msg}"
        complain(message, error.pos, text[error.pos : error.pos + 200])
    except RecursionError:
        complain("JSON nested too deeply to be read", 0, text[:200])


def read_item(
    members: list[Member], lines: Lines, line: int, text: str
) -> tuple[Reference, list[tuple[int, str]]]:
    """Return the reference in an item, and what is wrong with it, each with its offset.

    The item's `members` are variables of CSL-JSON; `text` is its text, which begins on `line`.
    """
    draft = Draft()
    wrong: list[tuple[int, str]] = []
    # an escape may be half a character, and so may be what a text that was no UTF-8 was read as
    is_whole = "\\" not in text and not HALF_CHARACTER.search(text)
    seen: set[str] = set()
    for member in members:
        if member.name in seen:
            wrong.append((member.offset, f"{member.name} stands twice; the first is kept"))
            continue
        seen.add(member.name)
        try:
            if not is_whole:
                _make_sure_of_whole_characters(member.value)
            _take(member, lines.place(member.offset), draft)
        except Wrong as error:
            wrong.append((member.offset, f"{member.name} {error}"))
    id_ = _id(draft.extra)
    type_ = _type(draft.extra)
    return draft.reference(id_, type_, line=line, text=text), wrong


def _take(member: Member, place: tuple[int, int], draft: Draft) -> None:
    """Read a variable; what has no name here, or says more than its field can, goes to `extra`.

    Raises Wrong for a value of the wrong kind, which goes to `extra` as well.
    """
    name, is_known = _named(member.name)
    found = member.value
    if not is_known or name in draft.fields:
        if not is_known or found != draft.fields[name]:
            draft.extra[member.name] = found
            draft.positions[member.name] = place
        return
    if found in (None, "", [], {}):
        return
    draft.extra[member.name] = found
    read = _read(name, found)
    if read is not None:
        draft.put(name, read, place)
        if _is_all(name, found, draft.fields.get(name)):
            del draft.extra[member.name]


def _make_sure_of_whole_characters(found: object) -> None:
    """Raise Wrong for what no file can hold, half a surrogate pair, which goes nowhere."""
    if HALF_CHARACTER.search(json.dumps(found, ensure_ascii=False)):
        raise Wrong("holds half a character (a lone surrogate); it is left out")


@lru_cache(maxsize=1000)
def _named(variable_: str) -> tuple[str, bool]:
    """Return the field of a variable, and whether a Reference has one under this name."""
    name = field_of(variable_)
    names = (variable(name), name.replace("_", "-"), *RENAMED)
    return name, name in ATTRIBUTES and variable_ in names


def _read(name: str, found: object) -> Value | None:
    """Return the value of a field in a variable's JSON, None for a date in words."""
    if name in DATES:
        return read_date(found)
    if name in NAMES:
        return read_names(found)
    return read_text(found[0] if name in SERIALS and isinstance(found, list) else found)


def _is_all(name: str, found: object, read: Value | None) -> bool:
    """Whether the field `read` is all that a variable's JSON says."""
    if isinstance(read, Date):
        return found == date_parts(read) or _is_season(found, read)
    if name in NAMES:
        return all(_NAME_PARTS.issuperset(person) for person in cast("list[Json]", found))
    if name in PROSE:
        return str(found) == read
    return not isinstance(found, list) or len(found) == 1


_NAME_PARTS = frozenset(NAME_PARTS)


def _is_season(found: object, read: Date) -> bool:
    """Whether a date is nothing but the season that EDTF counts as a month."""
    return bool(read.season) and found == {"date-parts": [[read.year, 20 + (read.season or 0)]]}


def _id(extra: Json) -> str:
    """Take the id out of `extra`; if none is there, the citation key, which else repeats it."""
    id_, key = extra.get("id"), extra.get("citation-key")
    if not isinstance(id_, str | int) or (key and "://" in str(id_)):
        id_ = key if isinstance(key, str) else ""  # Zotero's ids are addresses
    for name, found in (("id", id_), ("citation-key", id_)):
        if extra.get(name) == found:
            extra.pop(name, None)
    return str(id_)


def _type(extra: Json) -> str:
    """Take the type out of `extra`, and unpack what travels in `custom`."""
    type_ = str(extra.pop("type", "")).strip() or "document"
    type_ = REGISTERED.get(type_, type_)
    custom = extra.pop("custom", None)
    if isinstance(custom, dict):
        rest = {name: found for name, found in custom.items() if not name.startswith(TRAVELS)}
        named = rest.get("type")
        if isinstance(named, str) and type_ in ("document", NEAREST_IN_ZOTERO.get(named)):
            type_ = str(rest.pop("type"))
        extra.update({name: custom[name] for name in custom if name.startswith(TRAVELS)})
        custom = rest
    if custom:
        extra["custom"] = custom
    return type_
