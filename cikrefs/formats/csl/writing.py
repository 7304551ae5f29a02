"""CSL-JSON as it is written: a Reference's fields under CSL's names, and what else it holds.

What of the JSON that was read says more than the fields do is written again for as long as the
fields say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
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
    json_name,
    read_date,
    read_name,
    read_names,
)
from cikrefs.formats.csl.variables import (
    NAME_PARTS,
    NEAREST_IN_ZOTERO,
    REFUSED_BY_ZOTERO,
    SAID_TWICE,
    SERIALS,
    TRAVELS,
    TYPES,
    variable,
)
from cikrefs.models import Date, Name, Reference

_ORDER = tuple(item.name for item in fields(Reference) if item.name in ATTRIBUTES)


def dumps(references: Iterable[Reference], *, zotero: bool = False) -> str:
    """Return the references as a CSL-JSON text, in their order; references without id get one.

    Who wants what: citation processors want CSL's types and a dropping particle of its own, which
    is what is written; Zotero takes no `software`, keeps no journal of a `review`, and loses
    particles. With `zotero` the text is what arrives there whole.
    """
    return "".join(pieces(references, zotero=zotero))


def pieces(references: Iterable[Reference], *, zotero: bool = False) -> Iterator[str]:
    """Yield the text that `dumps` returns, piece by piece."""
    before = "["
    for reference in keys.assign(references):
        item = _item(reference)
        text = json.dumps(_for_zotero(item) if zotero else item, ensure_ascii=False, indent=2)
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
            item[variable(name)] = _json(found)
    if "container-title-short" in item:
        item["journalAbbreviation"] = item["container-title-short"]
    if words := _words(reference):
        item["issued"] = {"literal": words}
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


def _words(reference: Reference) -> str:
    """Return what a .bib says of the date in words ("n.d."), if that is all it says."""
    if reference.issued or "issued" in reference.extra:
        return ""
    return next((str(reference.extra[name]) for name in _IN_WORDS if name in reference.extra), "")


_IN_WORDS = ("bibtex:date", "bibtex:year")


def _for_zotero(item: Json) -> Json:
    """Return the item as it arrives whole in Zotero."""
    type_ = str(item["type"])
    item = {name: _undropped(found) for name, found in item.items()}
    if type_ == REFUSED_BY_ZOTERO:
        note = f"type: {type_}\n{item['note']}" if item.get("note") else f"type: {type_}"
        return {**item, "type": "document", "note": note}
    if type_ in NEAREST_IN_ZOTERO:
        custom = item.get("custom")
        custom = custom if isinstance(custom, dict) else {}
        return {**item, "type": NEAREST_IN_ZOTERO[type_], "custom": {**custom, "type": type_}}
    return item


def _undropped(found: object) -> object:
    """Return names with their particles in the family name, where Zotero keeps them."""
    if not isinstance(found, list) or not any(
        isinstance(one, dict) and "dropping-particle" in one for one in found
    ):
        return found
    names = [read_name(one) if isinstance(one, dict) else Name() for one in found]
    return [
        json_name(replace(name, family=name.whole_family, dropping_particle=""))
        if name != Name()
        else one
        for name, one in zip(names, found, strict=True)
    ]


def _json(found: Value) -> object:
    if isinstance(found, Date):
        return date_parts(found)
    if isinstance(found, tuple):
        return [json_name(name) for name in found]
    return found


def _with_more(names: list[Json], found: object, name: str, reference: Reference) -> list[Json]:
    """Return `names` with what else `found`, the JSON they were read from, says about them."""
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
