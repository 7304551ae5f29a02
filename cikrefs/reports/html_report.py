"""The report as a page: every reference with what is printed beside what is registered.

One file that loads nothing and runs nothing: its style stands in it, known to the page's
Content-Security-Policy by its hash, and its only links lead to https://doi.org. The page is a
jinja2 template, since a page is read best as a page, and since autoescaping makes the escaped value
the ordinary one and the unescaped the exception that is seen in review: there is one, the style.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from cikrefs.checks.compare import COMPARISONS
from cikrefs.checks.rules import RULES
from cikrefs.models import Check
from cikrefs.reports.difference import Piece, compared
from cikrefs.reports.summary import link, sentence, shown, tally, where, who, worst_first

_WIDTH = 2000
"""Characters of a field that are shown: enough for the authors of a large trial."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A field, its printed and its registered value in pieces, and how bad their difference is."""

    field: str
    name: str
    printed: Sequence[Piece]
    registered: Sequence[Piece]
    severity: str | None


def render(checks: Sequence[Check]) -> str:
    """Return the page: valid HTML, no script, nothing loaded from elsewhere."""
    here = files("cikrefs.reports")
    style = here.joinpath("page.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(here.joinpath("page.html").read_text(encoding="utf-8"))
    page = template.render(
        checks=checks,
        link=link,
        numbers=sentence(checks),
        rows=_rows,
        rules=RULES,
        shown=shown,
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        tally=tally(checks),
        where=where,
        who=who,
        worst_first=worst_first,
    )
    return page.rstrip() + "\n"


def _rows(check: Check) -> Iterator[_Row]:
    """Yield the fields that print or registry has, the DOI last."""
    reference, record = check.reference, check.record
    for row in sorted(COMPARISONS, key=lambda row: row.field != "author"):  # people come first
        registered = row.registered(record) if record else ""
        yield from _row(check, row.field, row.name, (row.printed(reference), registered))
    yield from _row(check, "DOI", "DOI", (reference.DOI, record.DOI if record else ""))


def _row(check: Check, field: str, name: str, values: tuple[str, str]) -> Iterator[_Row]:
    """Yield the row of a field with these values, printed and registered, if there is any."""
    printed, registered = (shown(value, _WIDTH) for value in values)
    if not printed and not registered:
        return
    finding = next((f for f in worst_first(check) if f.field == field), None)
    severity = finding.severity if finding and finding.severity != "note" else None
    marked = dict(compared(check, finding)) if finding else {}
    yield _Row(
        field,
        name,
        _spotted(printed, marked.get("printed", [])),
        _spotted(registered, marked.get("registered", [])),
        severity,
    )


def _spotted(value: str, marked: Sequence[Piece]) -> list[Piece]:
    """Return `value` in pieces, with those of the part that a finding quotes in their place."""
    quoted = "".join(text for text, _ in marked)
    before, found, after = value.partition(quoted) if quoted else (value, "", "")
    return [(before, False), *marked, (after, False)] if found else [(value, False)]
