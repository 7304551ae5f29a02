"""CSL-JSON: the form in which citation processors take references.

The model is CSL's, so reading and writing are renames. Three rules come from what Zotero and pandoc
do with a file: names carry no particle or suffix of their own, since Zotero drops those (particles
stand in `family`, a suffix behind a comma in `given`, which citation processors know); a journal's
abbreviation stands in `journalAbbreviation` and in `container-title-short`; and a type CSL does not
know would have the whole file refused, so it is written as "document" and kept in `custom`, where
fields of BibTeX and RIS without a CSL name travel too. Variables without a name here stay in
`extra` as the JSON they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import cast

from cikrefs import dates, keys
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.draft import (
    ATTRIBUTES,
    DATES,
    NAMES,
    Draft,
    Value,
    value,
    with_repeats_told,
)
from cikrefs.formats.common.lines import Lines, clean
from cikrefs.formats.common.markup import PROSE, plain
from cikrefs.formats.csl.members import Member, items
from cikrefs.formats.csl.variables import (
    FOREIGN,
    NAME_PARTS,
    RENAMED,
    SAID_TWICE,
    SERIALS,
    TRAVELS,
    TYPES,
)
from cikrefs.models import Date, Name, Reference
from cikrefs.registry.types import TYPES as REGISTERED

_ORDER = tuple(item.name for item in fields(Reference) if item.name in ATTRIBUTES)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


Json = dict[str, object]


class _Wrong(Exception):
    """A value is of another kind than its variable asks for. Never leaves this module."""


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
    """Return the reference in an item, and what is wrong with it, with the offset of each wrong.

    The item's members are variables of CSL-JSON; it is `text` and begins on `line`.
    """
    draft = Draft()
    wrong: list[tuple[int, str]] = []
    seen: set[str] = set()
    for member in members:
        if member.name in seen:
            wrong.append((member.offset, f"{member.name} stands twice; the first is kept"))
            continue
        seen.add(member.name)
        try:
            _take(member, lines.place(member.offset), draft)
        except _Wrong as error:
            wrong.append((member.offset, f"{member.name} {error}"))
    id_ = _id(draft.extra)
    type_ = _type(draft.extra)
    return draft.reference(id_, type_, line=line, text=text), wrong


def _take(member: Member, place: tuple[int, int], draft: Draft) -> None:
    """Read a variable; what has no name here, or says more than its field can, goes to `extra`.

    Raises _Wrong for a value of the wrong kind, which goes to `extra` as well, and for one that no
    file can hold, half a surrogate pair, which does not.
    """
    if _HALF_CHARACTER.search(json.dumps(member.value, ensure_ascii=False)):
        raise _Wrong("holds half a character (a lone surrogate); it is left out")
    name, found = _field(member.name), member.value
    is_known = name in ATTRIBUTES and "_" not in member.name
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


def _read(name: str, found: object) -> Value | None:
    """Return the value of a field in a variable's JSON, None for a date in words."""
    if name in DATES:
        return _date(found)
    if name in NAMES:
        return _names(found)
    return _text(found[0] if name in SERIALS and isinstance(found, list) else found)


def _is_all(name: str, found: object, read: Value | None) -> bool:
    """Whether the field `read` is all that a variable's JSON says."""
    if isinstance(read, Date):
        return found == date_parts(read)
    if name in NAMES:
        return not any(set(person) - set(NAME_PARTS) for person in cast("list[Json]", found))
    if name in PROSE:
        return str(found) == read
    return not isinstance(found, list) or len(found) == 1


def _field(variable: str) -> str:
    """Return the name that a CSL variable has, or would have, as a field of a Reference."""
    return RENAMED.get(variable, variable.replace("-", "_"))


def _text(found: object) -> str:
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        raise _Wrong("is neither text nor number; it is kept as it stands")
    return str(found)


def _names(found: object) -> tuple[Name, ...]:
    if not isinstance(found, list) or not all(isinstance(name, dict) for name in found):
        raise _Wrong("is no list of names; it is kept as it stands")
    return tuple(name for name in map(_name, found) if name != Name())


def _name(parts: Json) -> Name:
    """Return a name with its particles in `family`, and a suffix behind a comma out of `given`."""
    read = {name: _text(part) for name, part in parts.items() if name in NAME_PARTS}
    if literal := read.get("literal") or read.get("name"):
        return Name(literal=literal)
    family = read.get("family", "")
    for particle in (read.get("non-dropping-particle"), read.get("dropping-particle")):
        if particle:
            family = particle + ("" if particle.endswith(("'", "’", "-")) else " ") + family
    given, suffix = read.get("given", ""), read.get("suffix", "")
    if not suffix:
        given, _, suffix = given.partition(",")
    return Name(family=family, given=given.strip(), suffix=suffix.strip())


def _date(found: object) -> Date | None:
    """Return the first day of a CSL date, None for one in words."""
    if isinstance(found, str):
        return dates.numeric(found)
    if not isinstance(found, dict):
        raise _Wrong('is no CSL date, {"date-parts": [[2024, 11, 2]]}; it is kept as it stands')
    parts = found.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        numbers = [str(part) for part in parts[0] if part not in (None, "")]
        return dates.from_parts(*numbers) if 1 <= len(numbers) <= 3 else None
    words = found.get("raw", found.get("literal"))
    return dates.numeric(words) if isinstance(words, str) else None


def date_parts(*days: Date) -> Json:
    """Return a date, or the first and the last of its days, as CSL-JSON has it."""
    parts = ((day.year, day.month, day.day) for day in days)
    return {"date-parts": [[part for part in day if part is not None] for day in parts]}


def _id(extra: Json) -> str:
    """Take the id out of `extra`; where there is none, the citation key, which else repeats it."""
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
        if type_ == "document" and isinstance(rest.get("type"), str):
            type_ = str(rest.pop("type"))
        extra.update({name: custom[name] for name in custom if name.startswith(TRAVELS)})
        custom = rest
    if custom:
        extra["custom"] = custom
    return type_


def dumps(references: Iterable[Reference]) -> str:
    """Return the references as a CSL-JSON text, in their order; references without id get one."""
    return "".join(pieces(references))


def pieces(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the text that `dumps` returns, piece by piece."""
    before = "["
    for reference in keys.assign(references):
        text = json.dumps(_item(reference), ensure_ascii=False, indent=2)
        text = _HALF_CHARACTER.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
        yield f"{before}\n{text}".replace("\n", "\n  ")
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _item(reference: Reference) -> Json:
    is_known = reference.type in TYPES
    item: Json = {"id": reference.id, "citation-key": reference.id}
    item["type"] = reference.type if is_known else "document"
    for name in _ORDER:
        # the number of an article is its page too, and CSL has a place for either
        found = (reference.number or None) if name == "number" else value(reference, name)
        if found:
            item[name.replace("_", "-")] = _json(found)
    if "container-title-short" in item:
        item["journalAbbreviation"] = item["container-title-short"]
    custom: Json = {} if is_known else {"type": reference.type}
    for name, other in reference.extra.items():
        if name.startswith(TRAVELS):
            custom[name] = other
        elif name in item and _field(name) in NAMES:
            item[name] = _with_more(cast("list[Json]", item[name]), other, name, reference)
        elif name not in item or name in SAID_TWICE or _says_more(other, name, reference):
            item[name] = other
    if custom:
        given = reference.extra.get("custom")
        item["custom"] = {**given, **custom} if isinstance(given, Mapping) else custom
    return item


def _json(found: Value) -> object:
    if isinstance(found, Date):
        return date_parts(found)
    if isinstance(found, tuple):
        return [_json_name(name) for name in found]
    return found


def _json_name(name: Name) -> Json:
    if name.literal:
        return {"literal": name.literal}
    given = f"{name.given}, {name.suffix}" if name.suffix else name.given
    return {part: text for part, text in (("family", name.family), ("given", given)) if text}


def _with_more(names: list[Json], found: object, name: str, reference: Reference) -> list[Json]:
    """Return `names` with what `found`, the JSON they were read from, says of them besides."""
    try:
        if not isinstance(found, list) or _names(found) != getattr(reference, _field(name)):
            return names
    except _Wrong:
        return names
    persons = [person for person in found if _name(person) != Name()]
    return [
        {**ours, **{part: more for part, more in person.items() if part not in NAME_PARTS}}
        for ours, person in zip(names, persons, strict=True)
    ]


def _says_more(found: object, name: str, reference: Reference) -> bool:
    """Whether `found`, as it was read from JSON, is still what the reference says."""
    field = _field(name)
    if field in DATES and isinstance(found, dict | str):
        return bool(_date(found) == getattr(reference, field))
    if field in PROSE and isinstance(found, str):
        return bool(plain(found) == getattr(reference, field))
    return field in SERIALS and isinstance(found, list) and getattr(reference, field) in found
