"""How to install one of cikrefs's extras, by the way cikrefs itself was installed.

Each way leaves a trace: pipx and uv's tools a file in their environment, and what came from no
index a `direct_url.json` (https://packaging.python.org/en/latest/specifications/direct-url/).
Advice that names the wrong installer costs more than none: `pip install` beside pipx changes
another Python.
"""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["advice", "command"]


def advice(extra: str) -> str:
    """Return the command that installs `extra` where cikrefs is installed now."""
    try:
        files = distribution("cikrefs")
    except PackageNotFoundError:  # a checkout on the path, which nobody installed
        return command(extra, Path(sys.prefix))
    installer = (files.read_text("INSTALLER") or "").strip()
    return command(extra, Path(sys.prefix), installer, files.read_text("direct_url.json") or "{}")


def command(extra: str, prefix: Path, installer: str = "pip", direct_url: str = "{}") -> str:
    """Return the command, told by the environment's folder and the traces in the installation.

    `installer` is what its INSTALLER file holds, `direct_url` its `direct_url.json`.
    """
    what = _what(extra, json.loads(direct_url))
    if (prefix / "pipx_metadata.json").exists():
        return f"pipx install --force {what}"
    if (prefix / "uv-receipt.toml").exists():
        return f"uv tool install {what}"
    if installer == "uv":
        return f"uv pip install --python {shlex.quote(str(prefix))} {what}"
    return f"{_pip(prefix)} install {what}"


def _what(extra: str, origin: dict[str, object]) -> str:
    """Return what is to be installed, from where it came the first time."""
    url = str(origin.get("url", ""))
    if not url:
        return f"'cikrefs[{extra}]'"
    folder, repository = origin.get("dir_info"), origin.get("vcs_info")
    if isinstance(folder, dict):
        path = shlex.quote(f"{unquote(urlsplit(url).path)}[{extra}]")
        return f"-e {path}" if folder.get("editable") else path
    system = f"{repository.get('vcs')}+" if isinstance(repository, dict) else ""
    return shlex.quote(f"cikrefs[{extra}] @ {system}{url}")


def _pip(prefix: Path) -> str:
    """Return how this environment's pip is called: by its name only if that is found first."""
    first = shutil.which("pip")
    if first and Path(first).parent.parent == prefix:
        return "pip"
    return f"{shlex.quote(sys.executable)} -m pip"
