"""The picture of the report page that the README shows, taken anew.

    python -m tests.screenshot

checks `references.bib` against the constructed records, opens the page in a headless Chromium and
writes its beginning to `docs/report.png`. Letters look as the fonts of the machine do, so
no test compares pictures; one looks that there is a picture, and a small one.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path

import cikrefs
from cikrefs.checks import check
from cikrefs.reports import REPORTS, Head
from tests.registry.fake import FakeRegistry, constructed_18
from tests.reports.browser import chromium

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "report.png"
SIZE = (760, 865)
DAY = dt.date(2026, 11, 24)
"""The day the page names, whenever the picture is taken."""


def main() -> None:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        sys.exit("no Chromium is installed here")
    os.chdir(ROOT)
    checks = check(cikrefs.read("references.bib"), FakeRegistry(constructed_18()), today=DAY)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page_file = Path(folder) / "check.html"
        page_file.write_text(REPORTS["html"](checks, Head(on=DAY)), encoding="utf-8")
        with chromium(executable, Path(folder) / "profile") as page:
            page.ask("Emulation.setScrollbarsHidden", hidden=True)
            page.open(page_file, SIZE[0])
            PICTURE.write_bytes(page.screenshot(SIZE))


if __name__ == "__main__":
    main()
