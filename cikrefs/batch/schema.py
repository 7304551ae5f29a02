"""The tables that come out, and what a reference or a check is as a row of them.

Names are CSL's, with `_` for `-`. Each row has the number of the row it came of, from 1 on, and
that row's id. What was not printed is null, and `error` says why a row could not be read or
checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyarrow as pa

from cikrefs import __version__
from cikrefs.errors import InputError
from cikrefs.models import Check, Date, Finding, Name, Reference

ID: Final = [("row", pa.int64()), ("id", pa.string())]
_NAMES: Final = pa.list_(
    pa.struct([(name, pa.string()) for name in ("family", "given", "suffix", "literal")])
)
_TEXTS: Final = "string type title".split()
_OTHERS: Final = "container_title volume issue page DOI confidence".split()
FIELDS: Final = (*_TEXTS[1:], "author", "editor", "year", *_OTHERS[:-1])
"""The columns of READ that a reference is made of."""
_FINDING: Final = "rule severity field printed registered suggestion message".split()

READ: Final = pa.schema(
    [
        *ID,
        *((name, pa.string()) for name in _TEXTS),
        ("author", _NAMES),
        ("editor", _NAMES),
        ("year", pa.int32()),
        *((name, pa.string()) for name in _OTHERS),
        ("unparsed", pa.list_(pa.string())),
        ("error", pa.string()),
    ]
)
"""What `read` gives; `confidence` is "exact", "full" or "partial"."""

CHECKED: Final = pa.schema(
    [
        *ID,
        ("doi", pa.string()),
        ("suggestion", pa.string()),
        ("status", pa.string()),
        ("findings", pa.list_(pa.struct([(name, pa.string()) for name in _FINDING]))),
        ("error", pa.string()),
        ("cikrefs", pa.string()),
        ("snapshot", pa.string()),
    ]
)
"""What `check` gives; `status` is that of a check, `cikrefs` the version it was made by, `snapshot`
the month of the records."""


def read_row(reference: Reference) -> dict[str, Any]:
    """Return a reference as a row of READ, without row, id, string and error."""
    return {
        "type": reference.type or None,
        "title": reference.title or None,
        "author": _names(reference.author),
        "editor": _names(reference.editor),
        "year": reference.issued.year if reference.issued else None,
        **{name: getattr(reference, name) or None for name in _OTHERS if name != "confidence"},
        "confidence": reference.source.confidence,
        "unparsed": [*reference.source.unparsed_text],
    }


def reference_of(row: Mapping[str, Any]) -> Reference:
    """Return the reference that the FIELDS of a row make; a field may be missing or null.

    Raises InputError for a row without any, a year that is no number and names that are no list.
    """
    said: dict[str, Any] = {name: row[name] for name in FIELDS if row.get(name)}
    if not said:
        raise InputError("the row is empty")
    author, editor = (_named(said.pop(name, ())) for name in ("author", "editor"))
    issued = _year(said.pop("year")) if "year" in said else None
    fields: dict[str, Any] = {name: str(value) for name, value in said.items()}
    return Reference(**fields, author=author, editor=editor, issued=issued)


def checked_row(check: Check, date: str) -> dict[str, Any]:
    """Return a check as a row of CHECKED, without row and id; `date` is the snapshot's."""
    suggestions = (finding.suggestion for finding in check.findings if finding.suggestion)
    return {
        "doi": check.reference.DOI or None,
        "suggestion": next(suggestions, None),
        "status": check.status,
        "findings": [_finding(finding) for finding in check.findings],
        "error": check.unavailable,
        "cikrefs": __version__,
        "snapshot": date,
    }


def _names(names: Iterable[Name]) -> list[dict[str, str | None]]:
    return [
        {
            "family": name.whole_family or None,
            "given": name.given or None,
            "suffix": name.suffix or None,
            "literal": name.literal or None,
        }
        for name in names
    ]


def _named(rows: object) -> tuple[Name, ...]:
    if not isinstance(rows, Iterable) or not all(isinstance(row, Mapping) for row in rows):
        raise InputError(f"“{rows}” is no list of names with family, given, suffix, literal")
    parts = "family", "given", "suffix", "literal"
    return tuple(Name(**{name: str(row.get(name) or "") for name in parts}) for row in rows)


def _year(value: object) -> Date:
    try:
        return Date(int(str(value)))
    except ValueError as error:
        raise InputError(f"the year “{value}” is no number") from error


def _finding(finding: Finding) -> dict[str, str | None]:
    return {name: getattr(finding, name) for name in _FINDING}
