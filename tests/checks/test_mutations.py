"""The measurement on the constructed 18, as a test: all wrong ones caught, no right one blamed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks import variations
from benchmarks.mutations import CORRUPTIONS, HARMLESS, Case, Change, blamed, cases_of, caught
from cikrefs.checks import check
from cikrefs.models import Check
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


@pytest.mark.parametrize("kind", variations.WRONG)
def test_no_wrong_reference_is_ok(kind: str) -> None:
    assert judged(variations.WRONG[kind], variations.noticed, wanted=True) == []


@pytest.mark.parametrize("kind", variations.RIGHT)
def test_no_right_reference_is_blamed(kind: str) -> None:
    assert judged(variations.RIGHT[kind], variations.faulted, wanted=False) == []


def judged(change: Change, hit: Callable[[Check], bool], *, wanted: bool) -> list[str]:
    """Return the DOIs of the 18 for which `hit` of the changed reference is not as `wanted`."""
    changed = [(case, one) for case in cases_of(RECORDS) if (one := change(case)) is not None]
    checks = check([one for _, one in changed], REGISTRY)
    return [
        _named(case)
        for (case, _), one in zip(changed, checks, strict=True)
        if hit(one) is not wanted
    ]


def _named(case: Case) -> str:
    return case.reference.DOI
