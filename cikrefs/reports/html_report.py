"""The report as a page: every reference with what is printed beside what is registered.

One file that loads nothing and runs nothing: its style stands in it, known to the page's
Content-Security-Policy by its hash, and its only links lead to https://doi.org. The page is a
jinja2 template, since a page is read best as a page, and since autoescaping makes the escaped value
the ordinary one and the unescaped the exception that is seen in review: there is one, the style.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from cikrefs.checks.rules import RULES
from cikrefs.models import OTHERS, Check, Name, Record, Reference
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
    """Yield the fields that print or registry has."""
    for field, name, said, held in _FIELDS:
        printed = shown(said(check.reference), _WIDTH)
        registered = shown(held(check.record), _WIDTH) if check.record else ""
        if not printed and not registered:
            continue
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


def _names(names: Sequence[Name]) -> str:
    return "; ".join("et al." if name == OTHERS else str(name) for name in names)


def _years(record: Record) -> str:
    return " or ".join(str(year) for year in sorted({date.year for date in record.issued}))


def _fullest(values: Sequence[str]) -> str:
    return next(iter(values), "")


_FIELDS: tuple[tuple[str, str, Callable[[Reference], str], Callable[[Record], str]], ...] = (
    (
        "author",
        "Authors",
        lambda reference: _names(reference.author or reference.editor),
        lambda record: _names(record.author or record.editor),
    ),
    ("title", "Title", lambda reference: reference.title, lambda record: _fullest(record.title)),
    (
        "container_title",
        "Journal",
        lambda reference: reference.container_title or reference.container_title_short,
        lambda record: _fullest(record.container_title),
    ),
    (
        "issued",
        "Year",
        lambda reference: str(reference.issued.year) if reference.issued else "",
        _years,
    ),
    ("volume", "Volume", lambda reference: reference.volume, lambda record: record.volume),
    ("issue", "Issue", lambda reference: reference.issue, lambda record: record.issue),
    (
        "page",
        "Pages",
        lambda reference: reference.page or reference.number,
        lambda record: " or ".join(record.page),
    ),
    ("DOI", "DOI", lambda reference: reference.DOI, lambda record: record.DOI),
)
"""Field, its name on the page, its printed value, its registered one: what the checks compare."""
