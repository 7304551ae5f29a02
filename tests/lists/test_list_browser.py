"""The page in a real browser: all of it shows, nothing is refused, it fits a phone and prints.

Pictures go to the folder that CIKREFS_SCREENSHOTS names, for whoever wants to look.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cikrefs.lists import html
from cikrefs.lists.model import FormattedList, Run
from tests.lists.build import hostile_list, item, the_18
from tests.reports.browser import Page, chromium

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed here"),
]

WIDEST = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


def written(folder: Path, formatted: FormattedList) -> Path:
    path = folder / "list.html"
    path.write_text(html.dumps(formatted), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 320])
def test_all_18_show_and_nothing_has_to_be_scrolled_sideways(
    page: Page, tmp_path: Path, width: int, scheme: str
) -> None:
    path = written(tmp_path, the_18())
    page.open(path, width, scheme)
    shown = page.evaluate("document.body.innerText")
    for entry in the_18().items:
        assert entry.text in shown
    assert page.evaluate(WIDEST) == 0
    assert page.messages == []
    assert page.requests == [path.as_uri()]
    folder = Path(os.environ.get("CIKREFS_SCREENSHOTS") or tmp_path)
    picture = folder / f"list-{width}-{scheme}.png"
    picture.write_bytes(page.screenshot())
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_dark_is_dark_and_light_is_light(page: Page, tmp_path: Path) -> None:
    path = written(tmp_path, the_18())
    ground = "getComputedStyle(document.body).backgroundColor"
    page.open(path, 1000, "dark")
    assert page.evaluate(ground) == "rgb(14, 17, 22)"
    page.open(path, 1000, "light")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_hostile_values_run_nothing_and_break_nothing(page: Page, tmp_path: Path) -> None:
    path = written(tmp_path, hostile_list())
    page.open(path, 320)
    assert page.messages == []
    assert page.requests == [path.as_uri()]
    assert page.evaluate(WIDEST) == 0
    entries = "document.querySelectorAll('[role=list] > [role=listitem]').length"
    assert page.evaluate(entries) == len(hostile_list().items)


def test_small_capitals_are_small_under_the_pages_own_policy(page: Page, tmp_path: Path) -> None:
    formatted = FormattedList((item(Run("Roe", frozenset({"small-caps"}))),))
    page.open(written(tmp_path, formatted), 1000)
    variant = "getComputedStyle(document.querySelector('.csl-entry span')).fontVariantCaps"
    assert page.evaluate(variant) == "small-caps"
    assert page.messages == []


def test_an_anchor_leads_to_its_entry(page: Page, tmp_path: Path) -> None:
    path = written(tmp_path, hostile_list())
    page.open(path, 1000)
    anchor = hostile_list().items[-1].anchor
    found = f"document.getElementById({f'ref-{anchor}'!r}).dataset.cslEntryId"
    assert page.evaluate(found) == hostile_list().items[-1].reference.id
