"""The report as a page: an overview, then the problems open, then the rest folded.

One file that loads nothing: its style and its few lines of script stand in it, each known to the
page's Content-Security-Policy by its hash, and its only links lead to https://doi.org. The script
finds references by their text and does nothing else; where it may not run, its box is not there,
and choosing by status, which is CSS, still works. The page is a jinja2 template, since a page is
read best as a page, and since autoescaping makes the escaped value the ordinary one and the
unescaped the exception that is seen in review: there are two, the style and the script.

Of a list longer than MOST, references without a problem are counted, not shown, and so are problems
beyond MOST: a browser has to open the page. The JSON report has all of them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from cikrefs import __version__
from cikrefs.checks.compare import COMPARISONS
from cikrefs.checks.rules import RULES
from cikrefs.models import Check
from cikrefs.reports import summary
from cikrefs.reports.difference import Piece, compared
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import link, sentence, shown, tally, where, who, worst_first

MOST = 1_000
"""References that are shown, good and bad, on one page; about 2 MB."""

_WIDTH = 2000
"""Characters of a field that are shown: enough for the authors of a large trial."""

_WORST_FIRST = ("error", "warning", "unconfirmed", "unchecked", "ok")


@dataclass(frozen=True, slots=True)
class _Row:
    """A field, its printed and its registered value in pieces, and how bad their difference is.

    `found` says that a finding is about it: then it is seen first, while the others are folded.
    """

    field: str
    name: str
    printed: Sequence[Piece]
    registered: Sequence[Piece]
    severity: str | None
    found: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """References under one heading, each with its number on the page, unfolded or not."""

    name: str
    heading: str
    entries: Sequence[tuple[int, Check]]
    is_open: bool

    @property
    def statuses(self) -> list[str]:
        """The statuses in the group, each once."""
        return sorted({check.status for _, check in self.entries})


def render(checks: Sequence[Check], head: Head = NOTHING) -> str:
    """Return the page: valid HTML, nothing loaded from elsewhere."""
    here = files("cikrefs.reports")
    texts = {
        name: here.joinpath(f"page.{name}").read_text(encoding="utf-8")
        for name in ("css", "js", "html")
    }
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    kept = _kept(checks)
    numbered = [(number, checks[i]) for number, i in enumerate(kept, start=1)]
    left_out = [checks[i] for i in sorted({*range(len(checks))} - {*kept})]
    page = environment.from_string(texts["html"]).render(
        about=_about(checks, head),
        files={file: sentence(of_file) for file, of_file in summary.by_file(checks).items()},
        groups=_groups(numbered),
        hashes={name: _digest(texts[name]) for name in ("css", "js")},
        left_out=sentence(left_out) if left_out else "",
        link=link,
        numbered=numbered,
        numbers=sentence(checks),
        rows=_rows,
        rules=RULES,
        script=texts["js"],
        settings=shown(head.settings),
        shown=shown,
        style=texts["css"],
        tally=tally(checks),
        where=where,
        who=who,
        worst_first=worst_first,
    )
    return page.rstrip() + "\n"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _about(checks: Sequence[Check], head: Head) -> str:
    """Return what was checked, when, by what, and who was asked, as a sentence."""
    day = f" on {head.on.day} {head.on:%B %Y}" if head.on else ""
    asked = summary.asked(checks)
    return f"Checked{day} by cikrefs {__version__}; {asked} answered."


def _is_problem(check: Check) -> bool:
    return check.status != "ok" and not (check.status == "unconfirmed" and check.accepted)


def _is_accepted(check: Check) -> bool:
    return any(finding.accepted for finding in check.findings)


def _kept(checks: Sequence[Check]) -> list[int]:
    """Return which of the checks the page shows."""
    if len(checks) <= MOST:
        return [*range(len(checks))]
    problems = [i for i, check in enumerate(checks) if _is_problem(check)]
    return sorted(sorted(problems, key=lambda i: _WORST_FIRST.index(checks[i].status))[:MOST])


def _groups(numbered: Sequence[tuple[int, Check]]) -> list[_Group]:
    """Return the groups that have any reference: problems the worst first, the accepted, the ok."""
    bad = [entry for entry in numbered if _is_problem(entry[1])]
    fine = [entry for entry in numbered if not _is_problem(entry[1])]
    bad.sort(key=lambda entry: _WORST_FIRST.index(entry[1].status))
    accepted = [entry for entry in fine if _is_accepted(entry[1])]
    others = [entry for entry in fine if not _is_accepted(entry[1])]
    groups = (
        _Group("problems", "To look at", bad, is_open=True),
        _Group("accepted", "Accepted, with a reason", accepted, is_open=False),
        _Group("good", "Confirmed, nothing to do", others, is_open=False),
    )
    return [group for group in groups if group.entries]


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
    marked = {side: _whole(value) for side, value in compared(check, finding)} if finding else {}
    yield _Row(
        field,
        name,
        _spotted(printed, marked.get("printed", [])),
        _spotted(registered, marked.get("registered", [])),
        severity,
        found=severity is not None or bool(marked),
    )


def _whole(value: Sequence[Piece]) -> Sequence[Piece]:
    """Return a value without marks as one mark if it is a single word or number."""
    text = "".join(text for text, _ in value)
    unmarked = not any(differs for _, differs in value)
    return [(text, True)] if unmarked and text.isalnum() else value


def _spotted(value: str, marked: Sequence[Piece]) -> list[Piece]:
    """Return `value` in pieces, with those of the part that a finding quotes in their place."""
    quoted = "".join(text for text, _ in marked)
    before, found, after = value.partition(quoted) if quoted else (value, "", "")
    return [(before, False), *marked, (after, False)] if found else [(value, False)]
