"""The report for people: what settings changed, what is wrong, the worst last, then the numbers.

The end of a long report is where the eye is, so the errors stand there, and under them the numbers
of each file, if there are several, and of all. References that are right are counted, and listed
only if that is asked for. Values that differ stand one above the other, and what differs in them is
in [brackets]; on a terminal it is also coloured. The brackets are always there, so that the text is
the same in a terminal, a pipe and a file. `style` is how the command line lends its colours.

Logs of build services take lines that start with "::" or hold "##[" or "##vso[" for commands, so a
backslash is put before the first and into the others.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cikrefs.models import SEVERITIES, Check, Finding
from cikrefs.reports import summary
from cikrefs.reports.difference import Piece, compared
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import asked, beside, tally, where, who, worst_first

Style = Callable[[str, str], str]
"""Takes a text and a severity, status or "faint"; returns the text, perhaps in colour."""

Extent = Literal["quiet", "usual", "verbose"]
"""How much is told: "quiet" leaves out notes, "verbose" lists what is right as well."""

WIDTH = 100
NARROWEST = 40
"""Characters a line has at least, whatever the terminal says."""
_HINT = "(`--fail-on unconfirmed` makes that exit 1)"
"""Said behind the number of references that are not confirmed."""
_INDENT = " " * 11
_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand-ins for the brackets while lines are wrapped; `shown` lets no such character through."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the report is drawn: its colours, and how many characters a line has at most."""

    style: Style
    width: int


def render(
    checks: Sequence[Check],
    head: Head = NOTHING,
    style: Style = lambda text, _: text,
    *,
    width: int = WIDTH,
    extent: Extent = "usual",
) -> str:
    """Return the report, every line ended and, apart from colours, at most `width` characters long.

    A quiet report of references that have no problem is empty.
    """
    look = _Look(style, max(width, NARROWEST))
    blocks = [*_blocks(_without_notes(checks) if extent == "quiet" else checks, look)]
    if extent == "quiet" and not blocks:
        return ""
    if extent == "verbose":
        blocks = [*_right(checks, look), *blocks]
    if head.settings:
        blocks.insert(0, _wrapped(_shown(head.settings), look, "settings   "))
    texts = ["\n".join(block) + "\n" for block in blocks]
    return "\n".join([*texts, _summary(checks, look)]) + "\n"


def _without_notes(checks: Sequence[Check]) -> list[Check]:
    return [
        replace(check, findings=tuple(f for f in check.findings if f.severity != "note"))
        for check in checks
    ]


def _right(checks: Sequence[Check], look: _Look) -> Iterator[list[str]]:
    """Yield the lines about the references of which there is nothing to say, if there are any."""
    right = [check for check in checks if not check.findings and check.unavailable is None]
    lines = [line for check in right for line in _wrapped(_confirmed(check), look, "ok  ")]
    if lines:
        yield lines


def _confirmed(check: Check) -> str:
    record = f"; {check.record.DOI}" if check.record and check.record.DOI else ""
    return _shown(f"{who(check)}: confirmed, {asked([check])} answered{record}")


def _blocks(checks: Sequence[Check], look: _Look) -> Iterator[list[str]]:
    """Yield the lines about each reference that has findings, and about those nobody answered for.

    Notes come first, errors last.
    """
    telling = [check for check in checks if check.findings]
    ranked = sorted(telling, key=_rank, reverse=True)
    notes = [check for check in ranked if _rank(check) == SEVERITIES.index("note")]
    yield from ([*_block(check, look)] for check in notes)
    silent = [check for check in checks if not check.findings and check.unavailable is not None]
    for reason in dict.fromkeys(check.unavailable for check in silent):
        yield [*_unchecked(reason, [one for one in silent if one.unavailable == reason], look)]
    yield from ([*_block(check, look)] for check in ranked[len(notes) :])


def _unchecked(reason: str | None, checks: Sequence[Check], look: _Look) -> Iterator[str]:
    """Yield why nobody answered, then which references that leaves unchecked."""
    first, *others = _wrapped(_shown(reason or "") or "no answer", look, "unchecked  ")
    yield first.replace("unchecked", look.style("unchecked", "unchecked"), 1)
    yield from others
    yield from _wrapped(", ".join(_shown(who(check), look.width // 2) for check in checks), look)


def _rank(check: Check) -> int:
    """Return which group a check is in: errors, warnings, notes."""
    return min(SEVERITIES.index(finding.severity) for finding in check.findings)


def _block(check: Check, look: _Look) -> Iterator[str]:
    """Yield the lines about one reference."""
    name = _shown(who(check), look.width // 2)
    title = textwrap.shorten(
        _shown(check.reference.title), look.width - len(name) - 2, placeholder=" …"
    )
    name = _uncommanding(name)
    yield f"{name}  {look.style(title, 'faint')}" if title else name
    for finding in worst_first(check):
        yield from _finding(check, finding, look)
    if check.unavailable is not None:
        reason = _shown(check.unavailable) or "no answer"
        first, *others = _wrapped(reason, look, "  unchecked  ")
        yield first.replace("unchecked", look.style("unchecked", "unchecked"), 1)
        yield from others


def _finding(check: Check, finding: Finding, look: _Look) -> Iterator[str]:
    """Yield a line that names a finding, then its message, then the values compared."""
    head = f"  {look.style(f'{finding.severity:<7}', finding.severity)}  {finding.rule}"
    at = _shown(where(check, finding))
    fits = len(at) <= look.width - len(f"  warning  {finding.rule}  ")
    yield f"{head}  {look.style(at, 'faint')}" if at and fits else head
    if not fits:
        yield from _wrapped(at, look)
    said = _wrapped(_shown(beside(finding)), look) if beside(finding) else []
    if finding.remark is None:
        yield from said
    for name, value in compared(check, finding):
        yield from _value(name, value, finding.severity, look)
    if finding.remark is not None:
        yield from said


def _value(name: str, value: Sequence[Piece], severity: str, look: _Look) -> Iterator[str]:
    """Yield the lines of a value behind its name, what differs in marked brackets."""
    text = "".join(f"{_OPEN}{text}{_CLOSE}" if differs else text for text, differs in value)
    marking = False
    for line in _wrapped(_unhashed(text), look, f"{_INDENT}{name:<10}  "):
        said = ""
        for part in re.split(f"(?={_OPEN})|(?<={_CLOSE})", line):
            marking = marking or part.startswith(_OPEN)
            core = part.lstrip()
            said += part[: len(part) - len(core)] + (
                look.style(core, severity) if marking and core else core
            )
            marking = marking and not part.endswith(_CLOSE)
        yield said.replace(_OPEN, "[").replace(_CLOSE, "]")


def _wrapped(text: str, look: _Look, lead: str = _INDENT) -> list[str]:
    """Return `text` in lines, the first behind `lead`, the others indented as far.

    Words stay whole, even where a narrow terminal has to break them: what it breaks is still one
    word to whoever copies it. Only what is longer than any line is cut.
    """
    room = WIDTH - len(lead)
    lines = textwrap.wrap(
        text,
        look.width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
        break_long_words=any(len(word) > room for word in text.split()),
    )
    return [_uncommanding(line) for line in lines]


def _shown(text: str, width: int = summary.LONGEST) -> str:
    return summary.shown(_unhashed(text), width)


def _unhashed(text: str) -> str:
    return re.sub("#(?=#)", r"#\\", text)


def _uncommanding(line: str) -> str:
    return re.sub(r"^\s*(?=::)", r"\g<0>\\", line)


def _summary(checks: Sequence[Check], look: _Look) -> str:
    """Return the numbers: a row a file if there are several, then those of all as a sentence."""
    total, phrases = tally(checks)
    words = [(word, "") for word in f"{total}:".split()]
    for status, phrase in phrases.items():
        words += [(word, status) for word in f"{phrase},".split()]
        if status == "unconfirmed":
            words[-1] = (words[-1][0].rstrip(","), status)
            words += [(word, "") for word in f"{_HINT},".split()]
    words[-1] = (words[-1][0].rstrip(","), words[-1][1])
    return "\n".join([*_table(checks, look), *_drawn(words, look)])


def _drawn(words: Sequence[tuple[str, str]], look: _Look) -> Iterator[str]:
    """Yield words, each with its status or "", in lines; the later ones are indented."""
    line, length = "", 0
    for word, status in words:
        if length and length + 1 + len(word) > look.width:
            yield line
            line, length = " ", 1
        gap = " " * bool(line)
        line += gap + (look.style(word, status) if status else word)
        length += len(gap) + len(word)
    yield line


def _table(checks: Sequence[Check], look: _Look) -> Iterator[str]:
    """Yield how many references of each status there are in each file, then an empty line."""
    files = summary.by_file(checks)
    if len(files) < 2:
        return
    heads = [*tally(checks)[1]]
    yield "  ".join(["references", *(look.style(head, head) for head in heads), "file"])
    room = look.width - len("  ".join(["references", *heads, ""]))
    for file, of_file in files.items():
        numbers = summary.counts(of_file)
        row = [f"{numbers[head]:>{len(head)}}" for head in ("references", *heads)]
        name = _unhashed(file)
        yield "  ".join([*row, name if len(name) <= room else f"…{name[1 - room :]}"])
    yield ""
