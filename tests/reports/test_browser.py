"""The page in a real browser: all of it shows, nothing is refused, and it fits a phone."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
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


SHOWN = "(e => e.checkVisibility())"
"""Whether an element is to be seen, by the browser's own judgement."""

OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"
KEYS = (
    f"[...document.querySelectorAll('.reference')].filter{SHOWN}"
    ".map(e => e.querySelector('.key').innerText)"
)
TOP = "document.querySelector('.reference').getBoundingClientRect().top + scrollY"
PROBLEMS = ["sharma2023", "[14] zhou2022", "galvagno2024", "vordermark2024"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_all_18_show_and_nothing_has_to_be_scrolled_sideways(
    page: Page, report: Path, width: int, scheme: str
) -> None:
    page.open(report, width, scheme)
    assert page.evaluate(TOP) < 800  # a screen of 900 shows the first problem
    assert page.evaluate(WIDEST) == 0
    page.evaluate(OPEN_ALL)
    shown = page.evaluate("document.body.innerText")
    for check in constructed():
        assert check.reference.id in shown
        assert check.reference.title in shown
        assert check.reference.DOI in shown
    assert page.evaluate(WIDEST) == 0
    assert page.messages == []
    assert page.requests == [report.as_uri()]
    assert page.screenshot().startswith(b"\x89PNG")


def test_choosing_a_status_shows_its_references_and_no_others(page: Page, report: Path) -> None:
    page.open(report, 1280)
    page.evaluate("document.getElementById('show-error').click()")
    assert page.evaluate(KEYS) == PROBLEMS[:2]
    links = f"[...document.querySelectorAll('nav li')].filter{SHOWN}.length"
    assert page.evaluate(links) == 2
    assert page.evaluate(f"[...document.querySelectorAll('h2')].filter{SHOWN}.length") == 1
    page.evaluate("document.getElementById('show-all').click()")
    assert len(page.evaluate(KEYS)) == 18


def test_the_status_is_chosen_with_the_keyboard(page: Page, report: Path) -> None:
    page.open(report, 1280)
    page.press("Tab")
    page.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "show-ok"
    assert len(page.evaluate(KEYS)) == 14


def find(page: Page, words: str) -> None:
    page.evaluate(
        "{const box = document.getElementById('find');"
        f"box.value = {json.dumps(words)}; box.dispatchEvent(new Event('input'))}}"
    )


def test_references_are_found_by_their_text_folded_or_not(page: Page, report: Path) -> None:
    page.open(report, 1280)
    find(page, " CLINICAL Scalability ")
    assert page.evaluate(KEYS) == ["[16] pisani2025"]
    assert page.evaluate("document.getElementById('found').innerText") == "1 found"
    assert page.evaluate(f"[...document.querySelectorAll('nav li')].filter{SHOWN}.length") == 1
    find(page, "")
    assert len(page.evaluate(KEYS)) == 18


def test_a_link_of_the_overview_opens_what_is_folded(page: Page, report: Path) -> None:
    page.open(report, 1280)
    page.evaluate("[...document.querySelectorAll('nav a')].at(-1).click()")
    assert page.evaluate("document.querySelector('details.reference:last-of-type').open") is True


def test_it_prints_on_as_many_pages_as_the_problems_need(page: Page, report: Path) -> None:
    page.open(report, 1280, "dark")
    printed = base64.b64decode(
        page.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.7)["data"]
    )
    document = pypdfium2.PdfDocument(printed)
    text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    assert len(document) <= 2
    assert all(key in text for key in PROBLEMS)
    assert "Confirmed, nothing to do: 14" in text
    assert "pisani2025" not in text


def _axe() -> Path | None:
    """Return axe-core's script, where .ci/run or somebody else has installed it."""
    modules = os.environ.get("CIKREFS_NODE_MODULES")
    script = (
        Path(modules or Path.home() / ".cache/cikrefs-node/node_modules") / "axe-core/axe.min.js"
    )
    return script if script.exists() else None


@pytest.mark.skipif(not _axe(), reason="axe-core is not installed here (npm install axe-core)")
@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_blame(
    page: Page, report: Path, width: int, scheme: str, *, folded: bool
) -> None:
    script = _axe()
    assert script is not None
    page.open(report, width, scheme)
    if not folded:
        page.evaluate(OPEN_ALL)
    page.evaluate(script.read_text(encoding="utf-8"))
    blamed = page.evaluate(
        "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html)}`))"
    )
    assert blamed == []


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
    page.evaluate(OPEN_ALL)
    assert page.evaluate(CONTRAST) >= 4.5


def test_hostile_values_run_nothing_and_break_nothing(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    checks = [check for value in HOSTILE_VALUES.values() for check in hostile(value)]
    path.write_text(REPORTS["html"](checks), encoding="utf-8")
    page.open(path, 320)
    assert page.messages == []
    assert page.requests == [path.as_uri()]
    assert page.evaluate(WIDEST) == 0
    assert page.evaluate("document.querySelectorAll('.reference').length") == 3 * len(
        HOSTILE_VALUES
    )
    assert page.evaluate("document.querySelectorAll('script').length") == 1  # our own
    assert page.evaluate("document.querySelectorAll('img, iframe').length") == 0
