"""What is said about installing an extra works for the way cikrefs was installed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cikrefs import installing

PYTHON = sys.executable


@pytest.fixture(autouse=True)
def _no_pip_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("trace", "said"),
    [
        ("pipx_metadata.json", "pipx install --force 'cikrefs[lists]'"),
        ("uv-receipt.toml", "uv tool install 'cikrefs[lists]'"),
        ("", f"{PYTHON} -m pip install 'cikrefs[lists]'"),
    ],
)
def test_the_environment_tells_the_installer(tmp_path: Path, trace: str, said: str) -> None:
    if trace:
        (tmp_path / trace).touch()
    assert installing.command("lists", tmp_path) == said


def test_uv_names_the_environment_since_it_may_not_be_active(tmp_path: Path) -> None:
    said = installing.command("lists", tmp_path, "uv")
    assert said == f"uv pip install --python {tmp_path} 'cikrefs[lists]'"


def test_pip_is_called_by_its_name_if_that_is_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = tmp_path / "bin" / "pip"
    pip.parent.mkdir()
    pip.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(pip.parent))
    assert installing.command("pdf", tmp_path) == "pip install 'cikrefs[pdf]'"
    other = tmp_path / "other"
    assert installing.command("pdf", other) == f"{PYTHON} -m pip install 'cikrefs[pdf]'"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ({"url": "file:///home/me/a%20b", "dir_info": {"editable": True}}, "-e '/home/me/a b[x]'"),
        ({"url": "file:///home/me/cikrefs", "dir_info": {}}, "'/home/me/cikrefs[x]'"),
        (
            {"url": "https://example.org/cikrefs.git", "vcs_info": {"vcs": "git"}},
            "'cikrefs[x] @ git+https://example.org/cikrefs.git'",
        ),
        (
            {"url": "https://example.org/cikrefs-1.whl", "archive_info": {}},
            "'cikrefs[x] @ https://example.org/cikrefs-1.whl'",
        ),
    ],
)
def test_what_came_from_no_index_comes_from_the_same_place_again(
    tmp_path: Path, origin: dict[str, object], said: str
) -> None:
    command = installing.command("x", tmp_path, "pip", json.dumps(origin))
    assert command == f"{PYTHON} -m pip install {said}"


def test_the_advice_is_for_this_very_installation() -> None:
    assert "[lists]" in installing.advice("lists")
