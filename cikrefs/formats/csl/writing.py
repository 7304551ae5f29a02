"""CSL-JSON as it is written: a Reference's fields under CSL's names, and what else it holds.

What of the JSON that was read says more than the fields do is written again for as long as the
fields say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import cast

from cikrefs import keys
from cikrefs.formats.common.draft import ATTRIBUTES, DATES, NAMES, Value, value
from cikrefs.formats.common.markup import PROSE, plain
from cikrefs.formats.csl.values import (
    HALF_CHARACTER,
    Json,
    Wrong,
    date_parts,
    field_of,
    read_date,
    read_name,
    read_names,
)
from cikrefs.formats.csl.variables import NAME_PARTS, SAID_TWICE, SERIALS, TRAVELS, TYPES
from cikrefs.models import Date, Name, Reference

_ORDER = tuple(item.name for item in fields(Reference) if item.name in ATTRIBUTES)


def dumps(references: Iterable[Reference]) -> str:
    """Return the references as a CSL-JSON text, in their order; references without id get one."""
    return "".join(pieces(references))


def pieces(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the text that `dumps` returns, piece by piece."""
    before = "["
    for reference in keys.assign(references):
        text = json.dumps(_item(reference), ensure_ascii=False, indent=2)
        text = HALF_CHARACTER.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
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
        elif name in item and field_of(name) in NAMES:
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
        if not isinstance(found, list) or read_names(found) != getattr(reference, field_of(name)):
            return names
    except Wrong:
        return names
    persons = [person for person in found if read_name(person) != Name()]
    return [
        {**ours, **{part: more for part, more in person.items() if part not in NAME_PARTS}}
        for ours, person in zip(names, persons, strict=True)
    ]


def _says_more(found: object, name: str, reference: Reference) -> bool:
    """Whether `found`, as it was read from JSON, is still what the reference says."""
    field = field_of(name)
    if field in DATES and isinstance(found, dict | str):
        return bool(read_date(found) == getattr(reference, field))
    if field in PROSE and isinstance(found, str):
        return bool(plain(found) == getattr(reference, field))
    return field in SERIALS and isinstance(found, list) and getattr(reference, field) in found
