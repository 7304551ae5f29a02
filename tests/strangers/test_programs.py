"""A program that is missing skips its tests, unless it has been installed for them."""

from __future__ import annotations

import shutil

import pytest

from tests.strangers import programs


@pytest.fixture
def _nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("CIKREFS_STRANGERS", raising=False)


@pytest.mark.usefixtures("_nothing_installed")
def test_a_missing_program_skips_the_test_and_says_how_to_get_it() -> None:
    with pytest.raises(pytest.skip.Exception, match="apt-get install bibutils"):
        programs.bibutils("", "ris", "bib")


@pytest.mark.usefixtures("_nothing_installed")
def test_a_missing_program_that_was_installed_fails_the_test(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CIKREFS_STRANGERS", "biber bibutils")
    with pytest.raises(pytest.fail.Exception, match="bibutils is not installed"):
        programs.bibutils("", "ris", "bib")
