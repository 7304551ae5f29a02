"""Reports: the same checks, told to different readers; one function and one row in REPORTS each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cikrefs.models import Check
from cikrefs.reports import json_report, text_report

Report = Callable[[Sequence[Check]], str]

REPORTS: dict[str, Report] = {"text": text_report.render, "json": json_report.render}
