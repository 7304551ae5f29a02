"""Pages work when they are pasted: by somebody who has a clone, an environment, and what they say.

All commands of a page, those without shown output too, go to one shell in a copy of the clone. What
a page says of installing is left out: instead, this environment's programs are on the PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import unix
from tests.pages import PAGES, ROOT

pytestmark = [
    pytest.mark.slow,  # each command starts Python
    unix,
]

TUTORIAL = ROOT / "docs" / "tutorial.md"
INDEX = ROOT / "docs" / "README.md"
OTHERS = [
    page
    for page in PAGES
    if page not in {TUTORIAL, INDEX} and "```console" in page.read_text("utf-8")
]

_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INSTALLS = re.compile(r"venv|pip |pipx |uvx ")
_MARK = "--- what a command printed ---"


def steps(page: Path, languages: tuple[str, ...] = ("sh", "console")) -> Iterator[tuple[str, str]]:
    """Yield each command of a page with the output that it shows; a `sh` block shows none."""
    for language, block in _BLOCK.findall(page.read_text("utf-8")):
        if language not in languages:
            continue
        if language == "sh":
            commands = (line for line in block.splitlines() if not _INSTALLS.search(line))
            yield from ((command, "") for command in commands)
        else:
            for step in block.removeprefix("$ ").split("\n$ "):
                command, _, output = step.partition("\n")
                yield command, output.strip("\n")


def pasted(commands: list[str], clone: Path) -> list[str]:
    """Return what each command prints, on both streams, typed one after the other into a shell."""
    for name in ("cikrefs", "tests", "docs"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "references.bib", clone)
    home = clone.parent / "home"
    home.mkdir()
    done = subprocess.run(
        ["bash"],  # noqa: S607  # the reader's
        input="exec 2>&1\n" + "".join(f"{command}\necho; echo '{_MARK}'\n" for command in commands),
        cwd=clone,
        env={
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(clone),
        },
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=300,
    )
    return [output.strip("\n") for output in done.stdout.split(_MARK)][: len(commands)]


def test_the_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    _prints_what_it_shows([*steps(TUTORIAL)], tmp_path / "clone")


@pytest.mark.parametrize("page", OTHERS, ids=[page.name for page in OTHERS])
def test_a_page_prints_what_it_shows_after_what_the_index_says(page: Path, tmp_path: Path) -> None:
    _prints_what_it_shows([*steps(INDEX), *steps(page, ("console",))], tmp_path / "clone")


def _prints_what_it_shows(commands: list[tuple[str, str]], clone: Path) -> None:
    printed = pasted([command for command, _ in commands], clone)
    assert [*zip([command for command, _ in commands], printed, strict=True)] == commands
