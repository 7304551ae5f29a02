"""The report for a pull request's comment or a workflow's summary: GitHub's Markdown.

The tables are HTML, which GitHub's Markdown allows: between `<table>` and the next empty line
nothing is Markdown, so the escaping of HTML is the only one needed, while a pipe table has to
defend each cell against pipes, backticks, emphasis and autolinks. Quoted values stand in `<code>`,
where GitHub turns "@someone" into no mention and "#1" into no link; in sentences a zero-width space
follows such a character, as Renovate does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate

from cikrefs.models import SEVERITIES, Check, Finding
from cikrefs.reports.difference import Piece, compared
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import beside, each_file, link, sentence, shown, where, who

LIMIT = 60_000
"""Characters; GitHub refuses a comment of more than 65,536."""

_FRAME = 1_000
"""Characters kept free for what is around the rows."""

_HEAD = "".join(
    f"<th>{name}</th>" for name in ("reference", "", "printed", "registered", "suggested")
)
_MARKS = {"printed": "del", "registered": "ins", "suggested": "ins"}


def render(checks: Sequence[Check], head: Head = NOTHING) -> str:
    """Return the report, at most LIMIT characters; what did not fit is counted in its last line."""
    found = [(check, finding) for check in checks for finding in check.findings]
    found.sort(key=lambda pair: SEVERITIES.index(pair[1].severity))
    grave = [_row(*pair) for pair in found if pair[1].severity != "note"]
    notes = [_row(*pair) for pair in found if pair[1].severity == "note"]
    silent = [
        _silent(check, check.unavailable) for check in checks if check.unavailable is not None
    ]
    numbers = _numbers(checks)
    if head.settings:
        numbers += f"\n\n<p>{_prose(head.settings)}</p>"
    sizes = accumulate(len(row) + 1 for row in (*grave, *silent, *notes))
    fit = sum(size <= LIMIT - _FRAME - len(numbers) for size in sizes)
    blocks = _parts(
        numbers,
        grave[:fit],
        silent[: max(0, fit - len(grave))],
        notes[: max(0, fit - len(grave) - len(silent))],
        left_out=len(grave) + len(silent) + len(notes) - fit,
    )
    return "\n\n".join(blocks) + "\n"


def _parts(
    numbers: str, grave: list[str], silent: list[str], notes: list[str], *, left_out: int
) -> Iterator[str]:
    """Yield the report's blocks, each to stand between empty lines."""
    yield numbers
    if grave:
        yield _table(grave)
    if silent:
        yield _table(silent)
    if notes:
        summary = f"<summary>{len(notes)} note{'' if len(notes) == 1 else 's'}</summary>"
        yield f"<details>{summary}\n\n{_table(notes)}\n\n</details>"
    if left_out:
        yield f"{left_out} more did not fit into one comment; the other reports have them."


def _numbers(checks: Sequence[Check]) -> str:
    """Return the numbers of all references, and if they are of several files, of each."""
    of_all = f"**{sentence(checks)}**"
    rows = "".join(
        f"<tr><td><code>{escape(shown(file, 80))}</code></td><td>{escape(numbers)}</td></tr>\n"
        for file, numbers in each_file(checks)
    )
    return f"{of_all}\n\n<table>\n{rows}</table>" if rows else of_all


def _table(rows: Sequence[str]) -> str:
    return "\n".join(["<table>", f"<tr>{_HEAD}</tr>", *rows, "</table>"])


def _row(check: Check, finding: Finding) -> str:
    """Return a finding as a table row of one line."""
    values = {
        "printed": [(shown(finding.printed or ""), False)],
        "registered": [(shown(finding.registered or ""), False)],
        "suggested": [(shown(finding.suggestion or ""), False)],
    }
    values.update(compared(check, finding))
    said = f"{finding.severity}: <b>{finding.rule}</b><br>{_prose(beside(finding))}"
    address = link(finding.suggestion)
    cells = [_name(check, where(check, finding)), said, *(_code(*item) for item in values.items())]
    if address:
        cells[-1] = f'<a href="{escape(address)}">{cells[-1]}</a>'
    return _cells(cells)


def _silent(check: Check, reason: str) -> str:
    return _cells([_name(check, ""), f"<b>unchecked</b><br>{_prose(reason)}", "", "", ""])


def _cells(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _name(check: Check, at: str) -> str:
    name = f"<code>{escape(who(check))}</code>"
    return f"{name}<br><code>{escape(at)}</code>" if at else name


def _code(name: str, value: Sequence[Piece]) -> str:
    """Return a value as code, what differs in it struck out (printed) or underlined (the other)."""
    mark = _MARKS[name]
    said = "".join(
        f"<{mark}>{escape(t)}</{mark}>" if differs else escape(t) for t, differs in value
    )
    return f"<code>{said}</code>" if said else ""


def _prose(text: str) -> str:
    return escape(shown(text).replace("@", "@\u200b").replace("#", "#\u200b"))
