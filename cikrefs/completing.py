"""What a reference lacks, from the record that is its work; what it says is never replaced.

Only a record that confirms the reference fills it, and only where nothing in the print disagrees
with it: who has an error corrects it first. A preprint does not fill the paper that came of it. An
author list that ends in "et al." goes on as registered, in the print's own way with given names. An
entry that is nothing but an identifier becomes the whole record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from cikrefs.checks import authors
from cikrefs.checks.compare import is_preprint
from cikrefs.corrections import in_the_way_of
from cikrefs.models import OTHERS, Check, Record, Reference

__all__ = ["FILLED", "completed", "completions"]

FILLED = tuple(
    "title author editor container_title volume issue page number issued publisher DOI PMID PMCID"
    " ISBN".split()
)
"""The fields that are filled where they are absent, in the order of a reference."""

_WORDED = ("bibtex:year", "bibtex:date")
"""Where a date stands that is none, such as "in press"."""
_TELLING = ("title", "author", "editor", "container_title", "container_title_short", "volume")
_ENTRY_TYPE = "bibtex:ENTRYTYPE"


def completions(checks: Sequence[Check]) -> dict[int, Reference]:
    """Return, by their places, the references of `checks` that a record fills, filled.

    The registries must have been asked for whole records (`Settings.whole`).
    """
    found = {number: completed(check) for number, check in enumerate(checks)}
    return {
        number: reference
        for number, reference in found.items()
        if reference != checks[number].reference
    }


def completed(check: Check) -> Reference:
    """Return the reference of a check with what it lacks, as it is if nothing can be filled."""
    reference, record = check.reference, check.record
    if record is None or record.work is None:
        return reference
    if not any(getattr(reference, name) for name in _TELLING):
        return _whole(reference, record.work)
    is_sure = check.confirmed and not any(f.severity == "error" for f in check.findings)
    if not is_sure or is_preprint(reference) is not is_preprint(record):
        return reference
    return replace(reference, **_missing(check, record, record.work))


def _whole(reference: Reference, work: Reference) -> Reference:
    """Return a reference that is nothing but its identifier as the registered work."""
    said = {f.name: getattr(reference, f.name) for f in fields(Reference)}
    kept = {name: value for name, value in said.items() if value and name not in ("type", "extra")}
    of_entry = {name: v for name, v in reference.extra.items() if name != _ENTRY_TYPE}
    changes: dict[str, Any] = {**kept, "extra": {**work.extra, **of_entry}}
    return replace(work, **changes)


def _missing(check: Check, record: Record, work: Reference) -> Mapping[str, Any]:
    """Return the fields to fill, with their values."""
    reference = check.reference
    found = {
        name: getattr(work, name)
        for name in FILLED
        if getattr(work, name) and not getattr(reference, name)
    }
    if reference.author:
        found.pop("editor", None)
    elif reference.editor:
        found.pop("author", None)
    if reference.container_title_short:
        found.pop("container_title", None)
    if reference.page or reference.number:
        found = {name: v for name, v in found.items() if name not in ("page", "number")}
    if reference.type.startswith("article"):
        found.pop("publisher", None)
    if any(name in reference.extra for name in _WORDED):
        found.pop("issued", None)
    if found.get("DOI") and not any(f.suggestion == record.DOI for f in check.findings):
        del found["DOI"]  # of several registered for the work, nobody knows which is meant
    if cut := _continued(reference, work):
        found["author"] = cut
    return found


def _continued(reference: Reference, work: Reference) -> tuple[Any, ...]:
    """Return the printed authors with those that "et al." stands for, () if it does for none."""
    shown = reference.author[:-1]
    is_cut = reference.author[-1:] == (OTHERS,) and OTHERS not in (*shown, *work.author)
    if not shown or not is_cut or len(work.author) <= len(shown):
        return ()
    if not authors.compare(reference.author, work.author).agrees:
        return ()
    return (*shown, *in_the_way_of(shown, work.author[len(shown) :]))
