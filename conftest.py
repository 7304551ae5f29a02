"""Doctests of the README and of docstrings ask the constructed records, in the project's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.constructed_server import constructed_works, serving


@pytest.fixture(autouse=True)
def _doctests_ask_the_constructed_records(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    if not isinstance(request.node, pytest.DoctestItem):
        yield
        return
    monkeypatch.setenv("CIKREFS_NO_CACHE", "1")
    monkeypatch.chdir(Path(__file__).parent)
    with serving(constructed_works()) as server:
        for name, url in server.environment.items():
            monkeypatch.setenv(name, url)
        yield
