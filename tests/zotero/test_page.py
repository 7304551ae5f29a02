"""The page about Zotero: every push on it runs, against the stand-ins."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.constructed_server import Server
from tests.zotero.conftest import KEY, Desktop, Web, run

PAGE = (ROOT / "docs" / "zotero.md").read_text(encoding="utf-8")
PUSHES = re.findall(r"^cikrefs push (.*)$", PAGE, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(ROOT / "references.bib", tmp_path)
    (tmp_path / "dois.txt").write_text("10.1186/s13046-021-02184-2\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    return tmp_path


def test_the_page_shows_both_ways() -> None:
    assert sum("--library" in push for push in PUSHES) == 2
    assert sum("--library" not in push for push in PUSHES) == 4


@pytest.mark.parametrize("push", [push for push in PUSHES if "--library" not in push])
def test_a_push_to_a_running_zotero_runs(
    server: Server, folder: Path, desktop: Desktop, push: str
) -> None:
    result = run("--zotero-url", desktop.url, *shlex.split(push))
    assert (result.exit_code, "references added" in result.stdout) == (0, True)


@pytest.mark.parametrize("push", [push for push in PUSHES if "--library" in push])
def test_a_push_to_zotero_org_runs(server: Server, folder: Path, web: Web, push: str) -> None:
    for list_ in ("collections", "items/top"):
        web.server.expect_request(f"/groups/7/{list_}").respond_with_json([])
    web.server.expect_request("/groups/7/items").respond_with_json({"successful": {"0": {}}})
    result = run("--zotero-url", web.url, *shlex.split(push))
    assert (result.exit_code, "references added" in result.stdout) == (0, True)


def test_the_output_on_the_page_is_what_is_printed(
    server: Server, folder: Path, desktop: Desktop
) -> None:
    desktop.holds("10.1186/s13046-021-02184-2")
    printed = run("--zotero-url", desktop.url, "references.bib").stdout.splitlines()
    (shown,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert set(shown.splitlines()) - {"…"} <= set(printed)
