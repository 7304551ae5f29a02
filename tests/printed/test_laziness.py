"""What is loaded when: no file that holds no print waits for the grammar of print."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cikrefs.registry import lockfile

REFERENCES = Path(__file__).parents[2] / "references.bib"


def _loaded(code: str) -> set[str]:
    probe = f"import sys\n{code}\nprint(*(name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        f"import cikrefs; cikrefs.read({str(REFERENCES)!r})",
        "import cikrefs.checks.judge, cikrefs.reports, cikrefs.formats.common.persons",
        "import cikrefs.names, cikrefs.printed, cikrefs.citations, cikrefs.documents",
    ],
)
def test_reading_and_checking_a_bib_compiles_no_grammar_of_print(code: str) -> None:
    loaded = {name for name in _loaded(code) if name.startswith("cikrefs.printed.")}
    assert loaded == set()


def test_checking_a_bib_at_the_command_line_compiles_no_grammar_of_print(tmp_path: Path) -> None:
    bib = tmp_path / "one.bib"
    bib.write_text("@misc{a, title = {Killer cells}}\n", encoding="utf-8")
    (tmp_path / "one.lock").write_text(lockfile.dumps({}), encoding="utf-8")
    code = (
        "from cikrefs.cli import main\n"
        f"try: main(['check', '--locked', {str(bib)!r}])\n"
        "except SystemExit: pass"
    )
    loaded = _loaded(code)
    assert "cikrefs.checks.judge" in loaded
    assert not {name for name in loaded if name.startswith("cikrefs.printed.")}
