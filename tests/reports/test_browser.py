"""The page in a real browser: all of it shows, nothing is refused, and it fits a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cikrefs.reports import REPORTS
from tests.reports.browser import Page, chromium
from tests.reports.samples import HOSTILE_VALUES, constructed, hostile

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


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "check.html"
    path.write_text(REPORTS["html"](constructed()), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 320])
def test_all_18_show_and_nothing_has_to_be_scrolled_sideways(
    page: Page, report: Path, width: int, scheme: str
) -> None:
    page.open(report, width, scheme)
    shown = page.evaluate("document.body.innerText")
    for check in constructed():
        assert check.reference.id in shown
        assert check.reference.title in shown
        assert check.reference.DOI in shown
    assert page.evaluate(WIDEST) == 0
    assert page.messages == []
    assert page.requests == [report.as_uri()]
    assert page.screenshot().startswith(b"\x89PNG")


def test_dark_is_dark_and_light_is_light(page: Page, report: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page.open(report, 1000, "dark")
    assert page.evaluate(ground) == "rgb(14, 17, 22)"
    page.open(report, 1000, "light")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


CONTRAST = """
(() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = e => {
    const colour = getComputedStyle(e).backgroundColor;
    return colour === 'rgba(0, 0, 0, 0)' && e.parentElement ? ground(e.parentElement) : colour;
  };
  return Math.min(...[...document.body.querySelectorAll('*')].map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
})()
"""
"""The smallest contrast of text and ground on the page, by WCAG 2's formula."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_asks_for(
    page: Page, report: Path, scheme: str
) -> None:
    page.open(report, 1000, scheme)
    assert page.evaluate(CONTRAST) >= 4.5


def test_hostile_values_run_nothing_and_break_nothing(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    checks = [check for value in HOSTILE_VALUES.values() for check in hostile(value)]
    path.write_text(REPORTS["html"](checks), encoding="utf-8")
    page.open(path, 320)
    assert page.messages == []
    assert page.requests == [path.as_uri()]
    assert page.evaluate(WIDEST) == 0
    assert page.evaluate("document.querySelectorAll('section').length") == 3 * len(HOSTILE_VALUES)
    assert page.evaluate("document.querySelectorAll('script, img, iframe').length") == 0
