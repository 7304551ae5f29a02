"""Attacks on cikrefs, one module a section; each prints how much was tried, lost, wrongly judged.

    python -m benchmarks.attack [--short] [--seed 1] [--works FOLDER]… [SECTION]…

A section is a function that takes a Plan and fills a Tally; SECTIONS in `__main__` names them.
Chance begins at the seed, which is printed, so that a run can be repeated. Ctrl-C ends a section,
and what it found until then is printed. The exit code is 1 if anything was lost, crashed or wrongly
judged. Everything runs in a folder of its own, against servers on this machine and the constructed
records; with --works also the records of the *.jsonl(.gz) files there are mutated.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """How much to try, where chance begins, and the folders of more Crossref records."""

    short: bool = False
    seed: int = 1
    folders: tuple[Path, ...] = ()

    def chance(self, name: str) -> random.Random:
        """Return the chance of the section called `name`, the same whatever else is run."""
        return random.Random(f"{self.seed} {name}")  # noqa: S311  # repeatable, not secret


@dataclass
class Tally:
    """How often was tried, and what went wrong, in words.

    `lost` is what of the user's is gone or half; `crashed` what ended with a traceback, by a signal
    or beyond its limits, be it caught or not; `wrong` a verdict, an exit code or a stream that says
    what is not so; `left` counts files that killed runs left and later ones must sweep.
    """

    tried: int = 0
    lost: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    left: int = 0

    @property
    def bad(self) -> list[str]:
        """All that went wrong."""
        return [*self.lost, *self.crashed, *self.wrong]


Section = Callable[[Plan, Tally], None]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a run: no pandoc, and what is given."""
    return {**os.environ, "CIKREFS_PANDOC": "/nothing", **(more or {})}
