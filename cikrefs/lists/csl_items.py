"""References as the CSL-JSON items that a citation processor accepts; what it does not is named.

pandoc refuses a whole list for one variable of the wrong kind, and reads no dates in words; a
reference keeps both as they were in its file. So an item here has only what CSL-JSON's schema
allows (https://github.com/citation-style-language/schema, csl-data.json), and a date in words goes
where styles print words. Titles are the model's plain text, not the markup they came with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from cikrefs.errors import shorten
from cikrefs.formats.common.markup import PROSE
from cikrefs.formats.csl import json as csl_json
from cikrefs.models import Date, Reference

_NAMES = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator""".split()
)
_DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_TEXTS = frozenset(
    """id type abstract annote archive archive-place archive_collection archive_location authority
    call-number chapter-number citation-key citation-label citation-number collection-number
    collection-title container-title container-title-short dimensions division edition event
    event-place event-title first-reference-note-number genre issue journalAbbreviation jurisdiction
    keyword language license locator medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part-number
    part-title printing-number publisher publisher-place references reviewed-genre reviewed-title
    scale section shortTitle source status supplement-number title title-short version volume
    volume-title volume-title-short year-suffix DOI ISBN ISSN PMCID PMID URL""".split()
)
_NAME_TEXTS = ("family", "given", "suffix", "literal", "dropping-particle", "non-dropping-particle")
"""The variables of CSL-JSON by their kind, and the parts of a name that are text."""

_SAME = {
    "journalAbbreviation": "container_title_short",
    "short-container-title": "container_title_short",
    "shortTitle": "title_short",
    "event": "event_title",
}
"""Further names that variables of prose have."""

_IN_WORDS = ("bibtex:date", "bibtex:year", "ris:PY", "ris:Y1", "ris:DA")
"""Where a reference keeps a date that its file has in words."""

Item = dict[str, object]


def items(references: Iterable[Reference], on_notice: Callable[[str], None]) -> list[Item]:
    """Return an item for each reference; `on_notice` is told what the processor does not get."""
    given = [_plain(reference) for reference in references]
    found: list[Item] = json.loads(csl_json.dumps(given))
    return [
        _checked(item, reference, on_notice) for item, reference in zip(found, given, strict=True)
    ]


def date_in_words(reference: Reference) -> str:
    """Return what a reference has instead of a readable date ("in press"), or ""."""
    if reference.issued:
        return ""
    extra = reference.extra
    found: object = extra.get("issued") or next(filter(None, map(extra.get, _IN_WORDS)), "")
    if isinstance(found, Mapping):
        parts = found.get("date-parts")
        found = found.get("literal") or found.get("raw") or parts
    while isinstance(found, list) and found:
        found = found[0]
    return found.strip() if isinstance(found, str) else ""


def _plain(reference: Reference) -> Reference:
    """Return the reference without the markup that its titles came with."""
    extra = {
        name: found
        for name, found in reference.extra.items()
        if (field := _SAME.get(name, _field(name))) not in PROSE or not getattr(reference, field)
    }
    return replace(reference, extra=extra)


def _field(name: str) -> str:
    return name.replace("-", "_")


def _checked(item: Item, reference: Reference, on_notice: Callable[[str], None]) -> Item:
    """Return the item's variables of CSL as far as their values are of the right kind."""
    checked: Item = {}
    for name, found in item.items():
        kind = next((kind for names, kind in _KINDS if name in names), None)
        if kind is None or not (found or found == 0):
            continue  # no style can print it
        value, read = kind(found), getattr(reference, _field(name), None)
        if value is None and isinstance(read, Date):
            value = csl_json.date_parts(read)
        if value is None and isinstance(read, str):  # the first of a list
            value = read or None
        if value is not None:
            checked[name] = value
        is_less = isinstance(value, list) and isinstance(found, list) and len(value) < len(found)
        is_said = name == "issued" and date_in_words(reference)
        if is_less or (value is None and not is_said):
            part = " in part" if is_less else ""
            shown = shorten(json.dumps(found, ensure_ascii=False), 60)
            on_notice(f"{reference.id}: {name} is left out{part}; it is no value of CSL's: {shown}")
    if words := date_in_words(reference):
        checked.setdefault("status", words)
    if "event-title" in checked:
        checked["event"] = checked["event-title"]  # as styles of CSL 1.0.1 ask whether there is one
    return checked


def _text(found: object) -> str | None:
    is_text = isinstance(found, str | int | float) and not isinstance(found, bool)
    return str(found) if is_text else None


def _names(found: object) -> list[Item] | None:
    """Return names with those of their parts that are of the right kind."""
    if not isinstance(found, list) or not all(isinstance(name, dict) for name in found):
        return None
    names = [
        {
            **{part: str(name[part]) for part in _NAME_TEXTS if _text(name.get(part)) is not None},
            **{part: flag for part, flag in name.items() if isinstance(flag, bool)},
        }
        for name in found
    ]
    return [name for name in names if name] or None


def _date(found: object) -> Item | None:
    """Return a date, or the two ends of a range, in numbers; None for one in words."""
    parts = found.get("date-parts") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(parts, list):
        return None
    days = [_numbers(part) for part in parts]
    if not 1 <= len(days) <= 2 or not all(days):  # one day, or first and last
        return None
    more = {name: found[name] for name in ("circa", "season") if _is_plain(found.get(name))}
    return {"date-parts": days, **more}


def _is_plain(found: object) -> bool:
    return isinstance(found, str | int)


def _numbers(parts: object) -> list[int]:
    """Return year, month and day as numbers; none at all where one is no number."""
    if not isinstance(parts, list):
        return []
    said = [str(part) for part in parts if part not in (None, "")]
    is_date = 1 <= len(said) <= 3 and all(re.fullmatch("-?[0-9]{1,6}", part) for part in said)
    return [int(part) for part in said] if is_date else []


_KINDS: tuple[tuple[frozenset[str], Callable[[object], object]], ...] = (
    (_DATES, _date),
    (_NAMES, _names),
    (_TEXTS, _text),
)
