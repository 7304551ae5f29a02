"""Many references at once, as tables: a column of printed strings in, one row out for each."""

from __future__ import annotations

from cikrefs.batch.here import PART, Done, Plan, run

__all__ = ["PART", "Done", "Plan", "run"]
