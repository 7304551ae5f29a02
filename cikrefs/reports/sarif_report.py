"""The report for code scanning: SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

A reference that nobody answered for is no result: it is a notification of level "error", which by
the specification's appendix I says that the results are incomplete. The run itself succeeded; a run
that crashes writes no report. Fingerprints are made of what stays when lines move: the rule, the
reference's key, the field, the printed value. Their name is our own, since GitHub warns of a
`primaryLocationLineHash` that is not the one it computes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath
from urllib.parse import quote

from cikrefs import __version__
from cikrefs.checks.rules import RULES, Rule
from cikrefs.models import Check, Finding
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import path, place, shown, who

Json = dict[str, object]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "printedValue/v1"
_UNCHECKED = Rule(
    "unchecked",
    "error",
    "No registry answered, so the reference is not checked.",
    "Crossref is down, or the time for waiting is used up",
    "Run the check again later.",
)
_INDEX = {name: number for number, name in enumerate(RULES)}


def render(checks: Sequence[Check], head: Head = NOTHING) -> str:
    """Return the checks as a SARIF log with one run."""
    seen: Counter[str] = Counter()
    results = [_result(check, finding, seen) for check in checks for finding in check.findings]
    silent = [
        _notification(check, check.unavailable) for check in checks if check.unavailable is not None
    ]
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": silent,
                **_settings(head),
            }
        ],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _settings(head: Head) -> Json:
    """Return what a settings file changed, as a notification, if it did."""
    note = {"level": "note", "message": {"text": shown(head.settings)}}
    return {"toolConfigurationNotifications": [note]} if head.settings else {}


def _driver() -> Json:
    return {
        "name": "cikrefs",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in RULES.values()],
        "notifications": [_rule(_UNCHECKED)],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.when},
        "fullDescription": {"text": f"{rule.when} Example: {rule.example}"},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(check: Check, finding: Finding, seen: Counter[str]) -> Json:
    fingerprint = _fingerprint(check, finding)
    seen[fingerprint] += 1
    return {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": finding.severity,
        "message": _message(check, finding.message),
        "locations": _locations(check, *place(check, finding)),
        "partialFingerprints": {FINGERPRINT: f"{fingerprint}:{seen[fingerprint]}"},
    }


def _notification(check: Check, reason: str) -> Json:
    return {
        "descriptor": {"id": "unchecked", "index": 0},
        "level": "error",
        "message": _message(check, reason),
        "locations": _locations(check, check.reference.source.line, None),
    }


def _message(check: Check, text: str) -> Json:
    """Return a message in which "[text](address)", SARIF's link, is not a link."""
    return {"text": f"{who(check)}: {shown(text)}".replace("](", "]\\(")}


def _locations(check: Check, line: int | None, column: int | None) -> list[Json]:
    """Return the place as SARIF has it.

    What came from standard input has none; GitHub takes no result without one, but has no file that
    it could show them in.
    """
    file = path(check)
    if file is None:
        return []
    location: Json = {"artifactLocation": {"uri": _uri(file)}}
    if line is not None:
        location["region"] = {
            "startLine": line,
            **({} if column is None else {"startColumn": column}),
        }
    return [{"physicalLocation": location}]


def _uri(file: str) -> str:
    """Return a relative reference for a relative path and a file: URI for an absolute one."""
    given = PurePath(file)
    if given.is_absolute():
        return given.as_uri()
    return quote(given.as_posix(), safe="/", errors="surrogatepass")


def _fingerprint(check: Check, finding: Finding) -> str:
    reference = check.reference
    key = reference.id or reference.DOI or reference.title
    parts = json.dumps([finding.rule, key, finding.field, finding.printed])
    return sha256(parts.encode()).hexdigest()[:32]
