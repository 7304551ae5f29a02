"""What the commands that ask the registries share: their options, the asking, the exit code."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.interrupting import Interruptible
from cikrefs.cli.options import UNCONFIRMED
from cikrefs.cli.reading import Reading
from cikrefs.cli.running import FINDINGS, INTERRUPTED, UNCHECKED, progress
from cikrefs.cli.screen import is_quiet, page, say, style, tell, width
from cikrefs.config import Config
from cikrefs.errors import InputError
from cikrefs.models import SEVERITIES

if TYPE_CHECKING:
    from cikrefs.models import Check
    from cikrefs.registry import Registry
    from cikrefs.registry.cache import Cached
    from cikrefs.registry.lockfile import Locked
    from cikrefs.registry.locking import Lock
    from cikrefs.reports import Head


def snapshot_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of checking by a snapshot."""
    named = click.option(
        "--snapshot",
        type=click.Path(),
        metavar="DIR",
        help="Ask nobody; use the records in DIR, which `cikrefs snapshot build` has made.",
    )
    asked = click.option(
        "--ask-misses", is_flag=True, help="Ask the registries for what the snapshot does not hold."
    )
    return named(asked(retractions_option(command)))


retractions_option = click.option(
    "--retractions",
    type=click.Path(),
    metavar="CSV",
    help="With --snapshot: tell of what Retraction Watch's list says, which is newer.",
)


SETTINGS = "cikrefs.settings"
"""Under this name the context keeps what the settings file changes, in words."""


def today() -> dt.date:
    """Return the day it is in UTC, which is the same for everybody."""
    return dt.datetime.now(dt.UTC).date()


def registries(asking: dict[str, Any], *, anew: bool = False) -> Interruptible | Cached:
    """Return the registries that the command's options name; with `anew` nothing kept counts."""
    from cikrefs.registry import Registries, Settings
    from cikrefs.registry.cache import Cache, Cached, default_path

    given = {name: value for name, value in asking.items() if value is not None}
    refresh, no_cache = given.pop("refresh"), given.pop("no_cache")
    settings = Settings.from_environment(**given)
    asked = Interruptible(Registries(settings))
    if no_cache:
        return asked
    cache = Cache(default_path(), partial(say, "warning"))
    return Cached(asked, cache, settings, refresh=refresh or anew)


def lock_path(file: str) -> Path:
    """Return where the lock file of `file` is: beside it, its extension `.lock`."""
    if file == "-":
        raise click.UsageError("standard input has no lock file")
    return Path(file).parent / f"{Path(file).stem}.lock"


def read_lock(path: Path) -> dict[str, Locked]:
    """Return what the lock file at `path` holds. Raises InputError if it is missing or damaged."""
    return _read_lock(path)[0]


def locks(paths: Sequence[Path]) -> Lock:
    """Return the Registry that knows what lock files hold, and asks whom all of them have asked.

    Raises InputError.
    """
    from cikrefs.registry.locking import Lock

    read = [_read_lock(path) for path in paths]
    held = {key: answer for answers, _ in read for key, answer in answers.items()}
    asked = set.intersection(*(set(services) for _, services in read))
    return Lock(held, services=asked)


def _read_lock(path: Path) -> tuple[dict[str, Locked], tuple[str, ...]]:
    from cikrefs.registry import lockfile

    try:
        text = path.read_text(encoding="utf-8")
        return lockfile.loads(text), lockfile.services_of(text)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such lock file; write it with `cikrefs lock`") from error
    except (UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    except InputError as error:
        raise error.in_file(str(path)) from error


def asking_whom(registry: Registry) -> str:
    """Return what the progress says: "asking Crossref, DataCite and 3 others"."""
    from cikrefs.registry.services import SERVICES

    names = [row.name for name, row in SERVICES.items() if name in registry.services]
    if len(names) > 3:
        return f"asking {', '.join(names[:2])} and {len(names) - 2} others"
    return f"asking {', '.join(names)}"


def checked(reading: Reading, registry: Registry, *, locked: bool = False) -> list[Check]:
    """Check the references; with `locked`, by what a lock file holds."""
    from cikrefs.checks import check

    with progress(asking_whom(registry)) as on_progress:
        checks = check(reading.references, registry, on_progress)
    if kept := getattr(registry, "kept", 0):
        tell(f"{kept} answers are kept from the last day; --refresh asks anew")
    return [replace(one, asked=("lock",)) if locked and one.asked else one for one in checks]


def checked_by(
    folder: str,
    reading: Reading,
    misses: Interruptible | Cached | None,
    retractions: str | None,
) -> list[Check]:
    """Check the references by the snapshot in a folder; `misses` is asked for what it lacks.

    `retractions` is Retraction Watch's CSV.
    """
    from cikrefs.registry.snapshot import Snapshot

    held = Snapshot(folder, misses, retractions)
    say("note", f"Crossref's records are those of {held.info.name}")
    return [held.dated(one) for one in checked(reading, held)]


def with_acceptances(checks: Sequence[Check], reading: Reading, config: Config) -> list[Check]:
    """Return the checks with accepted findings as notes; say which acceptances are stale.

    All findings must be there by now, since an acceptance that matches none is stale.
    """
    from cikrefs.checks import accept as acceptances

    result, stale = acceptances.apply(checks, config.accept, today())
    for message in stale:
        say("warning", f"{config.file}: {message}")
    reading.warnings += len(stale)
    return result


def with_changes(checks: Sequence[Check], files: Sequence[str]) -> list[Check]:
    """Return the checks with a note on what has changed since the lock files of `files`."""
    from cikrefs.checks import changes

    locked: dict[str, Locked] = {}
    for file in files:
        if file != "-" and lock_path(file).exists():
            locked |= read_lock(lock_path(file))
    return changes.with_changes(checks, locked)


def exit_if_interrupted(registry: Registry | None) -> None:
    """Exit with 130 if Ctrl-C ended the asking."""
    asked = getattr(registry, "registry", registry)  # what stands behind the kept answers
    if isinstance(asked, Interruptible) and asked.interrupted:
        tell("interrupted; what was not asked is unchecked")
        raise click.exceptions.Exit(INTERRUPTED)


def exit_by(
    checks: Sequence[Check], fail_on: str, reading: Reading, registry: Registry | None
) -> None:
    """Exit with the code of the worst that happened: findings before unread before unchecked.

    `registry` is the one that was asked, if any was.
    """
    exit_if_interrupted(registry)
    worst = "warning" if fail_on == UNCONFIRMED else fail_on
    failing = SEVERITIES[: SEVERITIES.index(worst) + 1] if worst in SEVERITIES else ()
    found = {finding.severity for check in checks for finding in check.findings}
    unconfirmed = any(one.status == "unconfirmed" and not one.accepted for one in checks)
    if fail_on == UNCONFIRMED and unconfirmed:
        raise click.exceptions.Exit(FINDINGS)
    if found & set(failing) or (reading.warnings and "warning" in failing):
        raise click.exceptions.Exit(FINDINGS)
    reading.exit_if_problems()
    if any(check.unavailable is not None for check in checks):
        raise click.exceptions.Exit(UNCHECKED)


def exclusive(*, verbose: bool) -> None:
    """Raise UsageError if the command was told to be quiet and verbose."""
    if verbose and is_quiet():
        raise click.UsageError("--quiet and --verbose are opposites; say one of them")


def head() -> Head:
    """Return what is said over a report: which day it is, and what the settings file changes."""
    from cikrefs.reports import Head

    return Head(today(), click.get_current_context().meta[SETTINGS])


def print_text(checks: Sequence[Check], *, verbose: bool = False) -> None:
    """Print the report for a terminal on standard output, as wide as the terminal is."""
    from cikrefs.reports import text_report

    extent: text_report.Extent = "quiet" if is_quiet() else "verbose" if verbose else "usual"
    page(text_report.render(checks, head(), style, width=width(sys.stdout), extent=extent))
