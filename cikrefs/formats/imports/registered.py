"""Crossref's and DataCite's own JSON, saved from their servers: read, never written.

An answer holds one record or a list of them; each is read as the registry's answers are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from cikrefs.errors import OnProblem, Problem, Unavailable, report
from cikrefs.formats.common.lines import clean
from cikrefs.models import Record, Reference, Source

Json = object


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the works in an answer of Crossref's or DataCite's, in its order, without ids.

    A syntax error and an item that is no record go to `on_problem` or, without it, are raised as
    InputError.
    """
    text = clean(text)
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        report(Problem(f"no JSON: {error}", line=line, text=text[:120]), on_problem)
        return []
    found = []
    for number, (item, read) in enumerate(_items(answer), 1):
        shown = json.dumps(item, ensure_ascii=False)
        try:
            work = read(item).work
        except Unavailable as error:
            report(Problem(f"item {number}: {error}", line=1, text=shown[:120]), on_problem)
            continue
        if work:
            found.append(_placed(work, shown))
    return found


def _placed(work: Reference, shown: str) -> Reference:
    from dataclasses import replace

    return replace(work, source=Source(line=1, text=shown))


def _items(answer: Json) -> Iterator[tuple[Json, Callable[[Json], Record]]]:
    """Yield the items in an answer, each with what reads it."""
    from cikrefs.registry.datacite import datacite_record
    from cikrefs.registry.records import crossref_record

    inner = answer
    if isinstance(answer, dict):
        message = answer.get("message")
        inner = answer.get("data", message if isinstance(message, dict) else answer)
    if isinstance(inner, dict) and isinstance(inner.get("items"), list):
        inner = inner["items"]
    for item in inner if isinstance(inner, list) else [inner]:
        if isinstance(item, dict) and "attributes" in item:
            yield {"data": item}, lambda one: datacite_record(one, whole=True)
        elif isinstance(item, dict) and "schemaVersion" in item:
            yield {"data": {"attributes": item}}, lambda one: datacite_record(one, whole=True)
        else:
            yield item, lambda one: crossref_record(one, whole=True)
