"""The project's settings: cikrefs.toml, or [tool.cikrefs] in pyproject.toml, in the current folder.

Settings are defaults for options of the commands; the environment and the command line overrule
them. `[[accept]]` names a finding somebody has looked at and decided to keep: where it is (`id`,
`rule`), why it is right (`reason`, which is not optional: the next reader has to know) and,
perhaps, `until` which day.

A file that is found is part of what is checked, and perhaps a stranger's work, so it does not
choose who answers in a service's place: only the environment and a file that the user names do.
What else it changes, such as which of the services are asked, is said.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cikrefs.errors import InputError, Problem, shorten
from cikrefs.registry.services import SERVICES, variable

FILES = ("cikrefs.toml", "pyproject.toml")
_SETTINGS: Mapping[str, tuple[type, ...]] = {
    "mailto": (str,),
    "fail-on": (str,),
    "timeout": (int, float),
    "registries": (list,),
}
_URLS: Mapping[str, str] = {f"{name}-url": name for name in SERVICES}
"""The settings that say where a service is asked, and the service's name."""

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
    """The file read, the settings by name with `_` for `-`, and the accepted findings.

    `urls` are other addresses of services, by the names in SERVICES.
    """

    file: str | None
    settings: Mapping[str, Any]
    accept: tuple[Acceptance, ...] = ()
    urls: Mapping[str, str] = field(default_factory=dict)

    def changes(self, options: Collection[str], *, accepts: bool) -> str:
        """Return in words what the file sets for a command with `options`, "" if nothing.

        `accepts` says whether the command heeds accepted findings.
        """
        said = [
            f"{name.replace('_', '-')} = {shorten(str(value), 60)}"
            for name, value in self.settings.items()
            if name in options
        ]
        said += [f"{name}-url = {shorten(url, 60)}" for name, url in self.urls.items()]
        if accepts and self.accept:
            findings = "finding" if len(self.accept) == 1 else "findings"
            said.append(f"{len(self.accept)} accepted {findings}")
        return f"{self.file} sets {', '.join(said)}" if said else ""


def load(folder: Path) -> Config:
    """Return the settings in `folder`, or empty ones. Raises InputError for wrong settings."""
    for name in FILES:
        path = folder / name
        table = _table(path) if path.is_file() else None
        if table is not None:
            return _config(table, str(path), named=False)
    return Config(None, {})


def load_named(path: Path) -> Config:
    """Return the settings in the file that the user names. Raises InputError for wrong ones."""
    table = _table(path)
    if table is None:
        raise InputError(Problem("has no table [tool.cikrefs]", file=str(path)))
    return _config(table, str(path), named=True)


def _table(path: Path) -> object:
    """Return what the file at `path` holds for us, None if nothing. Raises InputError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise InputError(Problem(f"cannot be read as TOML: {error}", file=str(path))) from error
    except RecursionError as error:
        raise InputError(Problem("is TOML too deep to read", file=str(path))) from error
    if path.name != "pyproject.toml":
        return table
    tool = table.get("tool")
    return tool.get("cikrefs") if isinstance(tool, dict) else None


def _config(table: object, file: str, *, named: bool) -> Config:
    if not isinstance(table, dict):
        raise InputError(Problem("[tool.cikrefs] must be a table", file=file))
    accept = table.pop("accept", [])
    if not isinstance(accept, list) or not all(isinstance(entry, dict) for entry in accept):
        raise InputError(Problem("accept must be tables: [[accept]]", file=file))
    urls = {name: table.pop(name) for name in _URLS if name in table}
    if urls and not named:
        raise InputError(Problem(_choosing(next(iter(urls))), file=file))
    _validate(urls, dict.fromkeys(_URLS, (str,)), file, "settings")
    _validate(table, _SETTINGS, file, "settings")
    for number, entry in enumerate(accept, start=1):
        where = f"[[accept]] number {number}"
        _validate(entry, _ACCEPT, file, where)
        missing = [
            name for name in ("id", "rule", "reason") if not str(entry.get(name, "")).strip()
        ]
        if missing:
            raise InputError(Problem(f"{where} needs {' and '.join(missing)}", file=file))
    settings = {name.replace("-", "_"): _plain(value) for name, value in table.items()}
    acceptances = tuple(Acceptance(**entry) for entry in accept)
    return Config(file, settings, acceptances, {_URLS[name]: url for name, url in urls.items()})


def _plain(value: object) -> object:
    """Return a setting as the command line has it: a list is one word, with commas."""
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _choosing(name: str) -> str:
    """Return why the setting `name`, which says who is asked, is refused, and what to do."""
    return (
        f"settings: {name} is refused, since a file that lies where the references are must not"
        f" choose who judges them; set {variable(_URLS[name])} in the environment, or name this"
        " file with --config"
    )


def _validate(
    table: Mapping[str, object], known: Mapping[str, tuple[type, ...]], file: str, where: str
) -> None:
    for name, value in table.items():
        if name not in known:
            message = f"{where}: {name} is not known; use {', '.join(known)}"
            raise InputError(Problem(message, file=file))
        if type(value) not in known[name]:  # a bool is no number, a time no date
            wanted = (
                "a date such as 2027-01-31" if name == "until" else f"a {known[name][-1].__name__}"
            )
            raise InputError(Problem(f"{where}: {name} must be {wanted}, not {value!r}", file=file))
