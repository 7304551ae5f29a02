"""The project's settings: cikrefs.toml, or [tool.cikrefs] in pyproject.toml, in the current folder.

Settings are defaults for the options of `check` and `build`; the environment and the command line
overrule them. `[[accept]]` names a finding somebody has looked at and decided to keep: where it is
(`id`, `rule`), why it is right (`reason`, which is not optional: the next reader has to know) and,
perhaps, `until` which day.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cikrefs.errors import InputError, Problem

FILES = ("cikrefs.toml", "pyproject.toml")
_SETTINGS: Mapping[str, tuple[type, ...]] = {
    "mailto": (str,),
    "fail-on": (str,),
    "timeout": (int, float),
    "crossref-url": (str,),
    "doi-url": (str,),
    "datacite-url": (str,),
}
_ACCEPT: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "rule": (str,),
    "reason": (str,),
    "until": (dt.date,),
}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An accepted finding: in which reference, by which rule, why, and until which day."""

    id: str
    rule: str
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The file read, the settings by name with `_` for `-`, and the accepted findings."""

    file: str | None
    settings: Mapping[str, Any]
    accept: tuple[Acceptance, ...] = ()


def load(folder: Path) -> Config:
    """Return the settings in `folder`, or empty ones. Raises InputError for wrong settings."""
    for name in FILES:
        path = folder / name
        if not path.is_file():
            continue
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise InputError(Problem(f"cannot be read as TOML: {error}", file=str(path))) from error
        if name == "pyproject.toml":
            table = table.get("tool", {}).get("cikrefs")
        if table is not None:
            return _config(table, str(path))
    return Config(None, {})


def _config(table: object, file: str) -> Config:
    if not isinstance(table, dict):
        raise InputError(Problem("[tool.cikrefs] must be a table", file=file))
    accept = table.pop("accept", [])
    if not isinstance(accept, list) or not all(isinstance(entry, dict) for entry in accept):
        raise InputError(Problem("accept must be tables: [[accept]]", file=file))
    _validate(table, _SETTINGS, file, "settings")
    for number, entry in enumerate(accept, start=1):
        where = f"[[accept]] number {number}"
        _validate(entry, _ACCEPT, file, where)
        missing = [
            name for name in ("id", "rule", "reason") if not str(entry.get(name, "")).strip()
        ]
        if missing:
            raise InputError(Problem(f"{where} needs {' and '.join(missing)}", file=file))
    settings = {name.replace("-", "_"): value for name, value in table.items()}
    return Config(file, settings, tuple(Acceptance(**entry) for entry in accept))


def _validate(
    table: Mapping[str, object], known: Mapping[str, tuple[type, ...]], file: str, where: str
) -> None:
    for name, value in table.items():
        if name not in known:
            message = f"{where}: {name} is not known; use {', '.join(known)}"
            raise InputError(Problem(message, file=file))
        if not isinstance(value, known[name]) or isinstance(value, bool):
            wanted = (
                "a date such as 2027-01-31" if name == "until" else f"a {known[name][-1].__name__}"
            )
            raise InputError(Problem(f"{where}: {name} must be {wanted}, not {value!r}", file=file))
