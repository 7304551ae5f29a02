"""What a document cites and what not."""

from __future__ import annotations

from cikrefs.checks.cited import with_citations
from cikrefs.models import Check
from cikrefs.printed import loads

LIST = """
References

1. Lee A, Abel B (2019) Cells of mice. J Cell 12(3):45–67
2. Baker C, Dorn D (2020) Cells of men. J Cell 13(1):4–9
3. Carter E, Ford F (2021) Cells of all. J Cell 14(2):10–19
"""


def rules(document: str) -> list[list[str]]:
    checks = [Check(reference=reference) for reference in loads(document)]
    return [[f.rule for f in check.findings] for check in with_citations(checks, document)]


def test_a_reference_the_text_never_cites_is_named() -> None:
    assert rules(f"Mice have cells [1]. So do all of us [3].\n{LIST}") == [[], ["uncited"], []]


def test_a_citation_without_reference_is_named_with_its_place() -> None:
    document = f"Mice have cells [1, 2]. So do we [3] and others [4].\n{LIST}"
    checks = [Check(reference=reference) for reference in loads(document)]
    *_, last = with_citations(checks, document)
    assert last.about == "citation"
    assert [finding.rule for finding in last.findings] == ["undefined-citation"]
    assert last.reference.source.positions["citation-label"] == (1, 49)


def test_a_bare_list_says_nothing_about_citations() -> None:
    assert rules(LIST) == [[], [], []]
