"""A plain list of identifiers becomes the works registered under them, for commands that write references.

A DOI nobody has registered makes the exit code 2, one that nobody answers for makes it 3; the rest
is written in both cases, unless nothing is left. For files of other formats nobody is asked.
"""

from __future__ import annotations

from typing import Any

from cikrefs.cli.asking import exit_if_interrupted, registries
from cikrefs.cli.reading import Reading
from cikrefs.cli.running import progress
from cikrefs.cli.screen import say


def look_up(reading: Reading, asking: dict[str, Any]) -> None:
    """Replace the references of `reading` by registered works, if it is of a plain list of identifiers."""
    if "dois" not in reading.formats:
        return
    from cikrefs.registry import listed

    registry, number = registries({**asking, "whole": True}), len(reading.references)
    with progress("asking Crossref and others") as on_progress:
        tell = on_progress or (lambda _done, _total: None)
        found = listed.works(reading.references, registry, lambda done: tell(done, number))
    exit_if_interrupted(registry)
    for problem in found.problems:
        reading.on_problem(problem)
    reading.count_more()
    for problem in found.unanswered:
        say("unchecked", problem)
    reading.references = found.references
    reading.unanswered += len(found.unanswered)
    if not reading.references:
        reading.exit_if_problems()
