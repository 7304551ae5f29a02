"""Attacks on cikrefs, one module a section; each prints how much was tried, lost, wrongly judged.

    python -m benchmarks.attack [--short] [SECTION]...

A section is a function that takes whether to be short and fills a `Tally`; SECTIONS in `__main__`
names them. Ctrl-C ends one, and what it found until then is printed. The exit code is 1 if anything
was lost or wrongly judged. Everything runs in a folder of its own, against the constructed records.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass
class Tally:
    """How often was tried, and what went wrong, in words.

    `lost` is what of the user's is gone or half; `wrong` an exit code or a stream that says what
    is not so; `left` counts files that killed runs left and later ones must sweep.
    """

    tried: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left: int = 0


Section = Callable[[bool, Tally], None]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a run: no pandoc, and what is given."""
    return {**os.environ, "CIKREFS_PANDOC": "/nothing", **(more or {})}
