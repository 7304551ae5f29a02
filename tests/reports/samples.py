"""Checks for the reports: one of each kind, the constructed 18, and what an enemy would write."""

from __future__ import annotations

from functools import cache

import cikrefs
from cikrefs.checks import check
from cikrefs.checks.rules import RULES
from cikrefs.models import SEVERITIES, Check, Finding, Name, Record, Reference, Source
from tests.conftest import REPORT
from tests.registry.fake import FakeRegistry, constructed_18

DEAD = Check(
    reference=Reference(
        id="zhou2022",
        title="A phase IB trial",
        DOI="10.1016/j.clcc.2022.07.009",
        source=Source(file="references.bib", line=210, label="14", positions={"DOI": (219, 10)}),
    ),
    asked=("crossref",),
    findings=(
        Finding(
            rule="doi-not-found",
            severity="error",
            field="DOI",
            printed="10.1016/j.clcc.2022.07.009",
            suggestion="10.1016/j.cllc.2022.07.009",
            message="not registered",
        ),
    ),
)
SILENT = Check(reference=Reference(id="a", DOI="10.5555/a"), unavailable="no answer")
DOUBTFUL = Check(
    reference=Reference(id="b", DOI="10.5555/b", container_title="Cancer Res"),
    record=Record(DOI="10.5555/b", container_title=("Clinical Cancer Research",)),
    asked=("crossref",),
    findings=(
        Finding(
            rule="journal-differs",
            severity="warning",
            field="container_title",
            printed="Cancer Res",
            registered="Clinical Cancer Research",
            message="journal: “Cancer Res” is printed, “Clinical Cancer Research” registered; m",
            remark="m",
        ),
    ),
)
RIGHT = Check(
    reference=Reference(id="c"), asked=("crossref",), record=Record(DOI="10.5555/c", title=("C",))
)
NOTED = Check(
    reference=Reference(id="d", DOI="10.5555/d"),
    record=Record(DOI="10.5555/d", title=("D",)),
    asked=("crossref",),
    findings=(
        Finding(
            rule="corrected", severity="note", field="DOI", message="the work has a correction"
        ),
    ),
)
UNCONFIRMED = Check(
    reference=Reference(id="e", title="E", type="book"),
    asked=("crossref",),
    findings=(
        Finding(
            rule="not-found",
            severity="note",
            printed="E",
            registered="F",
            message="Crossref was asked and holds no such work; the nearest is “F”: another title",
        ),
    ),
)
EACH_KIND = [SILENT, RIGHT, NOTED, DOUBTFUL, DEAD]

HOSTILE_VALUES = {
    "terminal": "a\x1b[31m\x1b]0;owned\x07b\x9b2Jc\x00",
    "lines": "a\r\n::error file=x::owned\n::stop-commands::t\u2028::warning::b\x85::debug::c",
    "log command": "::set-env name=PATH::x ##[set-env name=PATH]x ##vso[task.setvariable]x",
    "script": "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "cdata": "]]><failure/><!-- --!> <?php ?>",
    "entity": "&lt;script&gt; &#60; &amp;amp; %0A%3A%2C",
    "link": "javascript:alert(1)",
    "doi": '10.5555/x"><script>alert(1)</script>',
    "markdown": "| `a` | ``` <b> @octocat #1 **x** [x](javascript:alert(1)) ![x](http://x) \\|",
    "bidi": "a\u202egnp.exe\u2066b\u200bc\u00ad",
    "path": "../../../etc/passwd",
    "template": "{{ 7 * 7 }}{% raw %}{# x #}${x}",
    "surrogate": "a\ud800b",
    "noncharacter": "a\ufffe\uffff\U0001fffeb",
    "marks": "a\ue000b\ue001c [x]",
    "long": "long " * 20_000,
    "one word": "x" * 100_000,
    "brackets": "[" * 50_000 + "##[" * 10_000,
    "empty": "",
    "blank": " \t\n ",
}


def hostile(value: str) -> list[Check]:
    """Return checks with `value` wherever a list or a registry can put one."""
    reference = Reference(
        id=value,
        title=value,
        author=(Name(family=value, given=value), Name(literal=value)),
        container_title=value,
        volume=value,
        issue=value,
        page=value,
        DOI=value,
        source=Source(
            file=value, line=3, label=value, text=value, positions={"title": (4, 5), "DOI": (6, 7)}
        ),
    )
    record = Record(
        DOI=value,
        title=(value, value),
        author=(Name(family=value),),
        container_title=(value,),
        volume=value,
        issue=value,
        page=(value,),
    )
    findings = tuple(
        Finding(
            rule=rule,
            severity=severity,
            field=field,
            printed=value,
            registered=f"{value}!",
            suggestion=value,
            message=value,
            remark=remark,
        )
        for rule in ("title-differs", "doi-not-found")
        for severity in SEVERITIES
        for field, remark in (("title", value), ("DOI", None))
    )
    return [
        Check(reference=reference, record=record, asked=("crossref",), findings=findings),
        Check(reference=reference, unavailable=value),
        Check(reference=reference, record=record, asked=("crossref",)),
    ]


@cache
def constructed() -> tuple[Check, ...]:
    """Return the checks of the printed list's 18 references against the CONSTRUCTED records."""
    return tuple(check(cikrefs.read(REPORT), FakeRegistry(constructed_18())))


def many(number: int) -> list[Check]:
    """Return so many references, each with every rule's finding."""
    findings = tuple(
        Finding(rule=name, severity=rule.severity, message=rule.when, printed="x" * 300)
        for name, rule in RULES.items()
    )
    return [Check(reference=Reference(id=f"r{i}"), findings=findings) for i in range(number)]
