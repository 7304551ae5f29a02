"""What stands over a report besides its references: the day, and what a settings file changed.

No report asks a clock or looks for a file, so that equal checks make equal reports.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The day of the check, if it is to be said, and the settings in words, "" if there are none.

    `settings` is such as "cikrefs.toml sets fail-on = never": the file may be part of what is
    checked, so whoever reads a verdict has to see what it decided.
    """

    on: dt.date | None = None
    settings: str = ""


NOTHING = Head()
"""Over a report of which only the references are known."""
