"""What every test may use, and what no test may see: the developer's own environment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from cikrefs.registry.services import SERVICES, variable
from cikrefs.registry.settings import NCBI_KEYS
from tests.constructed_server import Server, constructed_works, serving

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "tests" / "data" / "report-references.md"

unix = pytest.mark.skipif(sys.platform == "win32", reason="made of what only Unix has")
"""For tests with scripts for a shell, pseudo-terminals, or modes of files."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests that take the time out of the coverage, since measuring it would slow them."""
    for item in items:
        if isinstance(item, pytest.Function) and _TIMERS & {*item.function.__code__.co_names}:
            item.add_marker("no_cover")


_TIMERS = {"perf_counter", "process_time"}

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("searching", derandomize=False)
settings.load_profile("repeatable")
"""The same examples each run; `pytest --hypothesis-profile searching` looks for new ones."""


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that is not the developer's own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    variables = [f"CIKREFS_{name}" for name in "MAILTO TIMEOUT FAIL_ON DEBUG REGISTRIES".split()]
    for name in (*variables, *NCBI_KEYS, *map(variable, SERVICES)):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CIKREFS_NO_CACHE", "1")  # a port may be another server's in the next test


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every service be where nobody answers."""
    for name in SERVICES:
        monkeypatch.setenv(variable(name), "http://127.0.0.1:9")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The 18 constructed records behind a real server, with cikrefs sent there."""
    with serving(constructed_works()) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running
