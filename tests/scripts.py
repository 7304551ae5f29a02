"""Shell steps of the workflows and of the action, run as GitHub runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT


def step(file: str, name: str) -> str:
    """Return the shell script of the step called `name` in a workflow or an action."""
    loaded = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    parts = loaded["jobs"].values() if "jobs" in loaded else [loaded["runs"]]
    steps = [one for part in parts for one in part.get("steps", [])]
    (script,) = [str(one["run"]) for one in steps if one.get("name") == name]
    return script


def run(script: str, folder: Path, environment: Mapping[str, str]) -> int:
    """Run a script in `folder` and return its exit code; programs in `folder`/bin come first."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **environment, "PATH": path},
        check=False,
    )
    return done.returncode


def program(path: Path, text: str) -> None:
    """Write a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
