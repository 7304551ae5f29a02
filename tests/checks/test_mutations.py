"""The measurement on the constructed 18, as a test: all wrong ones caught, no right one blamed."""

from __future__ import annotations

import pytest

from benchmarks.mutations import CORRUPTIONS, HARMLESS, Case, blamed, cases_of, caught
from cikrefs.checks import check
from tests.registry.fake import FakeRegistry, constructed_18

RECORDS = constructed_18()
REGISTRY = FakeRegistry(RECORDS)


def test_all_18_are_cases() -> None:
    assert len(cases_of(RECORDS)) == 18


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_every_corruption_is_caught(kind: str) -> None:
    changed = [
        (case, one) for case in cases_of(RECORDS) if (one := CORRUPTIONS[kind](case)) is not None
    ]
    checks = check([one for _, one in changed], REGISTRY)
    assert [
        _named(case) for (case, _), one in zip(changed, checks, strict=True) if not caught(one)
    ] == []
    assert all(one.status != "ok" for one in checks)


@pytest.mark.parametrize("kind", HARMLESS)
def test_no_harmless_variation_is_blamed(kind: str) -> None:
    changed = [
        (case, one) for case in cases_of(RECORDS) if (one := HARMLESS[kind](case)) is not None
    ]
    checks = check([one for _, one in changed], REGISTRY)
    assert [
        _named(case) for (case, _), one in zip(changed, checks, strict=True) if blamed(one)
    ] == []
    assert all(one.status in ("ok", "warning") for one in checks)


def _named(case: Case) -> str:
    return case.reference.DOI
