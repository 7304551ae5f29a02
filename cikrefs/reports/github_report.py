"""The report for GitHub Actions: one workflow command a finding, which annotates the changed lines.

A step shows ten annotations of each kind, so the errors come first. The escapes are those of
`escapeData` and `escapeProperty` in github.com/actions/toolkit, packages/core/src/command.ts: a
value can neither end its command nor start another. A reference that nobody answered for is a
warning, since silence is no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from cikrefs.models import SEVERITIES, Check, Finding, Severity
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import each_file, path, place, sentence, shown, who

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_NOWHERE = (None, None)
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(checks: Sequence[Check], head: Head = NOTHING) -> str:
    """Return the commands, a line each: settings, errors first, then the numbers of files and all.

    Settings are a notice of their own.
    """
    found = [(check, finding) for check in checks for finding in check.findings]
    found.sort(key=lambda pair: SEVERITIES.index(pair[1].severity))
    settings = [_command("notice", None, _NOWHERE, "settings", head.settings)]
    lines = settings if head.settings else []
    lines += [_finding(check, finding) for check, finding in found]
    lines += [
        _unchecked(check, check.unavailable) for check in checks if check.unavailable is not None
    ]
    # "in " before it: a name may begin as a command does
    lines += [f"in {file}: {numbers}" for file, numbers in each_file(checks)]
    return "\n".join([*lines, sentence(checks)]) + "\n"


def _finding(check: Check, finding: Finding) -> str:
    title = f"{finding.rule}: {who(check)}"
    at = place(check, finding)
    return _command(_COMMANDS[finding.severity], path(check), at, title, finding.message)


def _unchecked(check: Check, reason: str) -> str:
    at = (check.reference.source.line, None)
    return _command("warning", path(check), at, f"unchecked: {who(check)}", reason)


def _command(
    name: str, file: str | None, at: tuple[int | None, int | None], title: str, message: str
) -> str:
    line, column = at
    properties: dict[str, object] = {"title": title}
    if file is not None:
        file = file if file.isprintable() else shown(file)
        properties = {"file": file, "line": line, "col": column, "title": title}
    said = ",".join(
        f"{key}={str(value).translate(_PROPERTY)}"
        for key, value in properties.items()
        if value is not None
    )
    return f"::{name} {said}::{shown(message).translate(_DATA)}"
