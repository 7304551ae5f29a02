"""Reports: the same checks, told to different readers; `table` names them all."""

from __future__ import annotations

from cikrefs.reports.table import EXTENSIONS, REPORTS, Head, Report, pieces

__all__ = ["EXTENSIONS", "REPORTS", "Head", "Report", "pieces"]
