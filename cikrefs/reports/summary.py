"""What all reports share: numbers, names, places and links.

What is quoted from a list or a registry is anybody's text. `shown` makes it one line in which
invisible characters are visible; each report then escapes it for its own format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from cikrefs import dois
from cikrefs.errors import shorten
from cikrefs.models import SEVERITIES, Check, Finding, Source
from cikrefs.registry.services import SERVICES

LONGEST = 400
"""Characters of a quoted value that are shown; the JSON report has all of it."""

FILES = 50
"""So many files have their numbers named one by one where a report has a limit."""

_STANDARD_INPUT = "standard input"
"""What `cikrefs.read("-")` calls the file, which has no name."""

_NAMES = {
    "warning": "with warnings",
    "error": "with errors",
    "unconfirmed": "not confirmed by any registry",
}


def counts(checks: Sequence[Check]) -> dict[str, int]:
    """Return how many references there are, and how many of each status; citations do not count."""
    statuses = Counter(check.status for check in checks if check.about == "reference")
    return {
        "references": statuses.total(),
        "ok": statuses["ok"],
        "warning": statuses["warning"],
        "error": statuses["error"],
        "unconfirmed": statuses["unconfirmed"],
        "unchecked": statuses["unchecked"],
    }


def tally(checks: Sequence[Check]) -> tuple[str, dict[str, str]]:
    """Return "18 references" and, by status, "15 ok", "2 with errors" and so on."""
    numbers = counts(checks)
    total = numbers.pop("references")
    phrases = {
        status: f"{number} {_NAMES.get(status, status)}"
        for status, number in numbers.items()
        if number or status == "ok"
    }
    return f"{total} reference{'' if total == 1 else 's'}", phrases


def sentence(checks: Sequence[Check]) -> str:
    """Return the numbers as one line: "18 references: 15 ok, 1 with warnings, 2 with errors"."""
    total, phrases = tally(checks)
    return f"{total}: {', '.join(phrases.values())}"


def by_file(checks: Sequence[Check]) -> dict[str, list[Check]]:
    """Return the checks of each file; references that stood in no file are left out."""
    files: dict[str, list[Check]] = {}
    for check in checks:
        if check.reference.source.file:
            files.setdefault(shown(check.reference.source.file), []).append(check)
    return files


def each_file(checks: Sequence[Check]) -> list[tuple[str, str]]:
    """Return each file with its numbers in one line, if there are several; at most FILES."""
    files = by_file(checks)
    if len(files) < 2:
        return []
    return [(file, sentence(of_file)) for file, of_file in islice(files.items(), FILES)]


def asked(checks: Sequence[Check]) -> str:
    """Return who answered for any of the references: "Crossref and doi.org", or "nobody"."""
    known = {service.name.casefold(): service.name for service in SERVICES.values()}
    known["lock"] = "the lock file"
    names = dict.fromkeys(_called(name, known) for check in checks for name in check.asked)
    *others, last = names or ("nobody",)
    return f"{', '.join(others)} and {last}" if others else last


def _called(name: str, known: Mapping[str, str]) -> str:
    snapshot, _, date = name.partition(" ")
    return f"the snapshot of {date}" if snapshot == "snapshot" else known.get(name, name)


def place(check: Check, finding: Finding) -> tuple[int | None, int | None]:
    """Return line and column (1-based) of the field a finding is about, or of its reference."""
    return _place(check.reference.source, finding)


def _place(source: Source, finding: Finding) -> tuple[int | None, int | None]:
    if finding.field and finding.field in source.positions:
        return source.positions[finding.field]
    return source.line, None


def path(check: Check) -> str | None:
    """Return the path of the file a reference stood in, None if it stood in none."""
    file = check.reference.source.file
    return file if file and file != _STANDARD_INPUT else None


def where(check: Check, finding: Finding) -> str:
    """Return the place of a finding as "file:line:column", as much of it as is known.

    Behind that of a citation stands that in the bibliography: "paper.tex:12, refs.bib:7:3".
    """
    source = check.reference.source
    places = [source] if source.bibliography is None else [source, source.bibliography]
    parts = ((one.file, *_place(one, finding)) for one in places)
    return shown(
        ", ".join(":".join(str(part) for part in each if part is not None) for each in parts)
    )


def who(check: Check) -> str:
    """Return what identifies a reference to a reader: "[14] zhou2022"."""
    reference = check.reference
    label = f"[{reference.source.label}]" if reference.source.label else ""
    return shown(" ".join(part for part in (label, reference.id) if part)) or "(no key)"


def worst_first(check: Check) -> list[Finding]:
    """Return the findings of a check, errors first, otherwise in their order."""
    return sorted(check.findings, key=lambda finding: SEVERITIES.index(finding.severity))


def beside(finding: Finding) -> str:
    """Return what there is to say next to a finding's values: its remark, or its whole message."""
    if finding.remark is None:
        return finding.message
    accepted = f"accepted: {finding.accepted}" if finding.accepted else ""
    return "; ".join(part for part in (finding.remark, accepted) if part)


def shown(text: str, width: int = LONGEST) -> str:
    """Return `text` on one line of at most `width` characters, invisible ones made visible."""
    much = 10 * width
    return shorten(text if len(text) <= much else f"{text[:much]}…", width)


def link(doi: str | None) -> str | None:
    """Return the https://doi.org address of a DOI, or None for what is none."""
    if doi and dois.is_doi(doi) and doi.isprintable():
        return dois.url(doi)
    return None
