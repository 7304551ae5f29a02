"""Pages are true: they show what commands print, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import unix
from tests.constructed_server import Server
from tests.pages import PAGES, ROOT, run_again

NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
LINKED = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@unix
@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_shows_what_its_commands_print(
    server: Server, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    assert run_again(text) == text


@pytest.mark.parametrize("page", LINKED, ids=[str(page.relative_to(ROOT)) for page in LINKED])
def test_a_pages_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    local = [link for link in _LINK.findall(text) if not link.startswith(("http", "mailto:"))]
    for link in local:
        file, _, heading = unquote(link).partition("#")
        target = (page.parent / file) if file else page
        assert target.exists(), link
        if heading:
            assert heading in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert all(f"({page.name})" in index for page in PAGES if page.name != "README.md")
