"""The files about the project say what is so: its version, its licence, what a release holds."""

from __future__ import annotations

import re
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import cikrefs
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

CFF_REQUIRED = {"authors", "cff-version", "message", "title"}
CFF_KNOWN = CFF_REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license",
    "license-url", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "type", "url", "version",
}  # fmt: skip
"""The keys of the Citation File Format 1.2.0; `.ci/run` holds the file against its whole schema."""


@pytest.fixture
def citation() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return loaded


def test_the_citation_file_has_the_formats_keys_and_no_others(citation: dict[str, Any]) -> None:
    assert set(citation) >= CFF_REQUIRED
    assert set(citation) <= CFF_KNOWN
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    texts = ("message", "title", "version", "abstract", "license")
    assert all(isinstance(citation[key], str) and citation[key] for key in texts)


def test_the_citation_file_says_what_the_package_says(citation: dict[str, Any]) -> None:
    assert citation["title"] == PROJECT["name"]
    assert citation["version"] == cikrefs.__version__
    assert citation["license"] == PROJECT["license"]
    assert citation["authors"] == PROJECT["authors"]
    assert citation["keywords"] == PROJECT["keywords"]


def test_the_changelog_begins_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert versions[0] == cikrefs.__version__


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, built from this folder and unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")
    return folder / f"cikrefs-{cikrefs.__version__}"


FOLDERS = ("benchmarks", "cikrefs", "docs", "tests")
FILES = (
    "action.yml", "CHANGELOG.md", "CITATION.cff", "conftest.py", "CONTRIBUTING.md", "LICENSE",
    "pyproject.toml", "README.md", "references.bib", "SECURITY.md",
)  # fmt: skip


def _files(root: Path) -> set[str]:
    paths = (path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file())
    return {str(path.relative_to(root)) for path in paths if "__pycache__" not in path.parts}


def test_the_source_archive_holds_the_documentation_the_tests_and_the_action(
    unpacked: Path,
) -> None:
    assert _files(unpacked) == _files(ROOT)
    assert [name for name in FILES if not (unpacked / name).is_file()] == []


def test_a_wheel_built_from_the_source_archive_holds_the_package_and_no_more(
    unpacked: Path, tmp_path: Path
) -> None:
    (wheel,) = WheelBuilder(str(unpacked)).build(directory=str(tmp_path), versions=["standard"])
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == {name for name in _files(ROOT) if name.startswith("cikrefs/")}
