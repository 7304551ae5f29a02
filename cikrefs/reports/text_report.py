"""The report for people: what is wrong, the worst first, then one line of numbers.

References that are right are counted, not listed. Values that differ stand one above the other,
and what differs in them is in [brackets]; on a terminal it is also coloured. The brackets
are always there, so that the text is the same in a terminal, a pipe and a file. `style` is how the
command line lends its colours.

Logs of build services take lines that start with "::" or hold "##[" or "##vso[" for commands, so a
backslash is put before the first and into the others.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence

from cikrefs.models import SEVERITIES, Check, Finding
from cikrefs.reports import summary
from cikrefs.reports.difference import Piece, compared
from cikrefs.reports.summary import beside, tally, where, who, worst_first

Style = Callable[[str, str], str]
"""Takes a text and a severity, status or "faint"; returns the text, perhaps in colour."""

WIDTH = 100
_HINT = " (`--fail-on unconfirmed` makes that exit 1)"
"""Said behind the number of references that are not confirmed."""
_INDENT = " " * 11
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand-ins for the brackets while lines are wrapped; `shown` lets no such character through."""


def render(checks: Sequence[Check], style: Style = lambda text, _: text) -> str:
    """Return the report, every line ended and, apart from colours, at most 100 characters long."""
    telling = [check for check in checks if check.findings]
    blocks = [_block(check, style) for check in sorted(telling, key=_rank)]
    silent = [check for check in checks if not check.findings and check.unavailable is not None]
    reasons = dict.fromkeys(check.unavailable for check in silent)
    blocks += [
        _unchecked(reason, [check for check in silent if check.unavailable == reason], style)
        for reason in reasons
    ]
    texts = ["\n".join(block) + "\n" for block in blocks]
    return "\n".join([*texts, _summary(checks, style)]) + "\n"


def _unchecked(reason: str | None, checks: Sequence[Check], style: Style) -> Iterator[str]:
    """Yield why nobody answered, then which references that leaves unchecked."""
    first, *others = _wrapped(_shown(reason or "") or "no answer", "unchecked  ")
    yield first.replace("unchecked", style("unchecked", "unchecked"), 1)
    yield from others
    yield from _wrapped(", ".join(_shown(who(check), WIDTH // 2) for check in checks))


def _rank(check: Check) -> int:
    """Return which group a check is in: errors, warnings, notes."""
    return min(SEVERITIES.index(finding.severity) for finding in check.findings)


def _block(check: Check, style: Style) -> Iterator[str]:
    """Yield the lines about one reference."""
    name = _shown(who(check), WIDTH // 2)
    title = _shown(check.reference.title, WIDTH - len(name) - 2)
    name = _uncommanding(name)
    yield f"{name}  {style(title, 'faint')}" if title else name
    for finding in worst_first(check):
        yield from _finding(check, finding, style)
    if check.unavailable is not None:
        reason = _shown(check.unavailable) or "no answer"
        first, *others = _wrapped(reason, "  unchecked  ")
        yield first.replace("unchecked", style("unchecked", "unchecked"), 1)
        yield from others


def _finding(check: Check, finding: Finding, style: Style) -> Iterator[str]:
    """Yield a line that names a finding, then its message, then the values compared."""
    head = f"  {style(f'{finding.severity:<7}', finding.severity)}  {finding.rule}"
    at = _shown(where(check, finding), WIDTH - len(f"  warning  {finding.rule}  "))
    yield f"{head}  {style(at, 'faint')}" if at else head
    said = _wrapped(_shown(beside(finding))) if beside(finding) else []
    if finding.remark is None:
        yield from said
    for name, value in compared(check, finding):
        yield from _value(name, value, lambda text: style(text, finding.severity))
    if finding.remark is not None:
        yield from said


def _value(name: str, value: Sequence[Piece], mark: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of a value behind its name, what differs in marked brackets."""
    text = "".join(f"{_OPEN}{text}{_CLOSE}" if differs else text for text, differs in value)
    marking = False
    for line in _wrapped(_unhashed(text), f"{_INDENT}{name:<10}  "):
        said = ""
        for part in re.split(f"(?={_OPEN})|(?<={_CLOSE})", line):
            marking = marking or part.startswith(_OPEN)
            core = part.lstrip()
            said += part[: len(part) - len(core)] + (mark(core) if marking and core else core)
            marking = marking and not part.endswith(_CLOSE)
        yield said.replace(_OPEN, "[").replace(_CLOSE, "]")


def _wrapped(text: str, lead: str = _INDENT) -> list[str]:
    """Return `text` in lines, the first behind `lead`, the others indented as far."""
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )
    return [_uncommanding(line) for line in lines]


def _shown(text: str, width: int = summary.LONGEST) -> str:
    return summary.shown(_unhashed(text), width)


def _unhashed(text: str) -> str:
    return re.sub("#(?=#)", r"#\\", text)


def _uncommanding(line: str) -> str:
    return re.sub(r"^\s*(?=::)", r"\g<0>\\", line)


def _summary(checks: Sequence[Check], style: Style) -> str:
    total, phrases = tally(checks)
    said = (
        style(text, status) + _HINT * (status == "unconfirmed") for status, text in phrases.items()
    )
    return f"{total}: {', '.join(said)}"
