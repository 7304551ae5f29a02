"""What a document cites: references without a citation, and citations without a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from cikrefs.checks.rules import RULES
from cikrefs.models import Check, Reference, Source

if TYPE_CHECKING:
    from cikrefs.citations import Citation

__all__ = ["with_citations", "with_documents"]


def with_documents(
    checks: Sequence[Check],
    documents: Mapping[str, str],
    listed: Mapping[str, Sequence[Reference]] | None = None,
) -> list[Check]:
    """Return the checks `with_citations` of the document each was read from, by its file's name.

    `listed` has the whole list of a document of which only some references are checked.
    """
    result: list[Check] = []
    for file, group in groupby(checks, lambda check: check.reference.source.file):
        text = documents.get(file or "")
        of_file = list(group)
        all_ = (listed or {}).get(file or "")
        result += with_citations(of_file, text, all_) if text else of_file
    return result


def with_citations(
    checks: Sequence[Check], document: str, listed: Sequence[Reference] | None = None
) -> list[Check]:
    """Return the checks of a document's references with `uncited` and `undefined-citation`.

    `listed` is the document's whole list if not all of it was checked, since numbers count in it. A
    document without any citation says nothing about its references.
    """
    # they read print, which loads slowly
    from cikrefs.citations.citation import all_cited, find_citations, undefined

    references = [check.reference for check in checks] if listed is None else [*listed]
    found = find_citations(document, references)
    ids = [one.id for one in references]
    cited = {ids[index] for index in all_cited(found)}
    marked = [
        check if not found or check.reference.id in cited else _uncited(check) for check in checks
    ]
    file = checks[0].reference.source.file if checks else None
    return [*marked, *(_undefined(label, one, file, ids) for label, one in undefined(found))]


def _uncited(check: Check) -> Check:
    finding = RULES["uncited"].finding("the text never cites it", field=None)
    return replace(check, findings=(*check.findings, finding))


def _undefined(label: str, citation: Citation, file: str | None, ids: Sequence[str]) -> Check:
    near = get_close_matches(label, ids, n=2)
    message = f"{citation.text} cites {label}, which is no reference of the list"
    finding = RULES["undefined-citation"].finding(
        f"{message}; near it: {', '.join(near)}" if near else message,
        field="citation-label",
        printed=citation.text,
    )
    positions = {"citation-label": (citation.line, citation.column)}
    source = Source(file=file, line=citation.line, label=label, positions=positions)
    return Check(reference=Reference(source=source), about="citation", findings=(finding,))
