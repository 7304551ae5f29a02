"""A list of identifiers becomes the works registered under them, where references are written.

One that nobody has registered makes the exit code 2, one that nobody answers for makes it 3; the
rest is written in both cases, unless nothing is left. For other files nobody is asked.
"""

from __future__ import annotations

from typing import Any

from cikrefs.cli.asking import asking_whom, exit_if_interrupted, registries
from cikrefs.cli.reading import Reading
from cikrefs.cli.running import progress
from cikrefs.cli.screen import say


def look_up(reading: Reading, asking: dict[str, Any]) -> None:
    """Replace the references that come from plain lists of identifiers by the registered works."""
    listed_in = [place for place, format_ in enumerate(reading.formats) if format_ == "dois"]
    if not listed_in:
        return
    from cikrefs.registry import listed

    asked = [one for place in listed_in for one in reading.lists[place]]
    registry, number = registries({**asking, "whole": True}), len(asked)
    with progress(asking_whom(registry)) as on_progress:
        tell = on_progress or (lambda _done, _total: None)
        found = listed.works(asked, registry, lambda done: tell(done, number))
    exit_if_interrupted(registry)
    for problem in found.problems:
        reading.on_problem(problem)
    reading.count_more()
    for problem in found.unanswered:
        say("unchecked", problem)
    for place in listed_in:
        sources = {id(one.source) for one in reading.lists[place]}
        reading.lists[place] = [one for one in found.references if id(one.source) in sources]
    reading.references = [reference for one in reading.lists for reference in one]
    reading.unanswered += len(found.unanswered)
    if not reading.references:
        reading.exit_if_problems()
