"""Each row of CONTRIBUTING.md's table is applied to a copy, and what it adds is there.

A row that forgets a place turns the tests red that the table names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

COPIED = (
    "cikrefs tests docs benchmarks README.md CONTRIBUTING.md references.bib pyproject.toml"
    " conftest.py"
).split()
BIB = "@article{a, title = {Cells}}\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project that may be changed."""
    for name in COPIED:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, tmp_path / name)
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    return tmp_path


def add(place: Path, before: str, new: str) -> None:
    """Put `new` before the first `before` in a file."""
    text = place.read_text(encoding="utf-8")
    assert before in text
    place.write_text(text.replace(before, f"{new}{before}", 1), encoding="utf-8")


def run(copy: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    command = [sys.executable, *args]
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


def is_red(copy: Path, *tests: str) -> bool:
    """Whether the tests fail, and not for want of tests."""
    done = run(copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests)
    assert done.returncode in (0, 1, 2), done.stdout
    return done.returncode != 0


def test_a_rule_is_a_row_and_its_pages(copy: Path) -> None:
    row = 'Rule("demo-rule", "note", "A demo.", "an example", "Do nothing."),\n    '
    add(copy / "cikrefs/checks/rules.py", 'Rule(\n        "doi-malformed"', row)
    assert "Do nothing." in run(copy, "-m", "cikrefs", "explain", "demo-rule").stdout
    assert is_red(copy, "tests/test_docs.py", "tests/test_readme.py")


def test_a_field_that_formats_forget_is_missed_by_name(copy: Path) -> None:
    add(copy / "cikrefs/models.py", "    extra: Mapping[str, object]", '    demo: str = ""\n')
    assert is_red(copy, "tests/formats/test_round_trips.py")


def test_a_registry_is_a_file_and_a_row_that_settings_and_the_environment_know(copy: Path) -> None:
    row = (
        '    "demo": Row("Demo", "https://demo.example", ("demo.example",),'
        ' "cikrefs.registry.demo:Demo", "a demo"),\n'
    )
    add(copy / "cikrefs/registry/services.py", '    "doi": Row(', row)
    (copy / "cikrefs/registry/demo.py").write_text(
        '"""A demo."""\n\n\nclass Demo:\n    """A demo."""\n', encoding="utf-8"
    )
    code = (
        "from cikrefs.registry import Settings; from cikrefs.registry.services import SERVICES;"
        "print(Settings().url('demo'), SERVICES['demo'].made(),"
        " Settings.from_environment({'CIKREFS_DEMO_URL': 'http://127.0.0.1:9'}).url('demo'))"
    )
    said = run(copy, "-c", code).stdout
    assert said.startswith("https://demo.example <cikrefs.registry.demo.Demo object")
    assert said.endswith("http://127.0.0.1:9\n")
    assert is_red(copy, "tests/registry/test_services.py")  # its class is no service


def test_a_format_is_a_file_and_a_row(copy: Path) -> None:
    row = '    "demo": Format("cikrefs.formats.imports.demo", (".demo",), writes=False),\n'
    add(copy / "cikrefs/formats/table.py", '    "printed": Format(', row)
    (copy / "cikrefs/formats/imports/demo.py").write_text(
        "from cikrefs.models import Reference\n\n\n"
        "def loads(text, *, on_problem=None):\n"
        "    return [Reference(id=line, title=line) for line in text.split()]\n",
        encoding="utf-8",
    )
    (copy / "a.demo").write_text("Cells\n", encoding="utf-8")
    done = run(copy, "-m", "cikrefs", "convert", "a.demo", "--from", "demo", "--to", "ris")
    assert "TI  - Cells" in done.stdout
    assert is_red(copy, "tests/test_linear_time.py::test_every_reader_is_measured")


def test_a_kind_of_document_is_a_file_and_a_row(copy: Path) -> None:
    kinds = copy / "cikrefs/documents/kinds.py"
    row = '    "demo": (lambda c: c.startswith(b"DEMO"), lambda c, _: c[4:].decode()),\n'
    add(kinds, '    "pdf": (_is_pdf', row)
    entry = "References\n\n1. Lee A (2019) Cells of mice. J Cell Biol 12(3):45–67.\n"
    (copy / "a.demo").write_text(f"DEMO{entry}", encoding="utf-8")
    done = run(copy, "-m", "cikrefs", "convert", "a.demo", "--to", "ris")
    assert "TI  - Cells of mice" in done.stdout
    assert is_red(copy, "tests/documents/test_read.py")


def test_a_report_is_a_file_and_a_name(copy: Path) -> None:
    add(copy / "cikrefs/reports/table.py", '"text", "json"', '"demo", ')
    (copy / "cikrefs/reports/demo_report.py").write_text(
        'def render(checks, head):\n    return f"{len(checks)} in the demo\\n"\n', encoding="utf-8"
    )
    code = "from cikrefs.reports import REPORTS; print(REPORTS['demo']([]), end='')"
    assert run(copy, "-c", code).stdout == "0 in the demo\n"
    assert "demo" in run(copy, "-m", "cikrefs", "check", "--help").stdout


def test_a_shape_of_names_is_a_row(copy: Path) -> None:
    row = '        _shape("Demo", r"(?P<family>Zz[a-z]+)~(?P<given>[A-Z])"),\n'
    add(copy / "cikrefs/printed/shapes.py", '        _shape(\n            "Family AB"', row)
    code = "from cikrefs.printed.shapes import SHAPES; print('Demo' in SHAPES)"
    assert run(copy, "-c", code).stdout == "True\n"
