"""The command `check`: each reference against what the registries say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from cikrefs.cli.asking import (
    checked,
    checked_by,
    exclusive,
    exit_by,
    head,
    lock_path,
    locks,
    print_text,
    registries,
    snapshot_option,
    with_acceptances,
    with_changes,
)
from cikrefs.cli.options import (
    asks_registries,
    cited_option,
    fail_on_option,
    from_option,
    only_option,
    quiet_option,
    size_option,
    verbose_option,
)
from cikrefs.cli.reading import DEFAULT_FILE, read, write
from cikrefs.config import FILES, Config
from cikrefs.models import Check
from cikrefs.reports import EXTENSIONS, REPORTS, pieces

if TYPE_CHECKING:
    from cikrefs.registry import Registry


@click.command(short_help="Check FILE against Crossref, PubMed and other registries.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@from_option
@size_option
@click.option(
    "--format",
    "report",
    type=click.Choice([*REPORTS]),
    default="text",
    show_default=True,
    help="The report on standard output.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT:]OUTPUT",
    help="Write a report to a file, in this format or that of its name: .html, .json, .sarif, .md,"
    " .xml (JUnit). Any other name takes what --format says, instead of standard output. May be"
    " repeated.",
)
@click.option("--locked", is_flag=True, help="Ask nobody; use the answers in FILE's lock file.")
@snapshot_option
@only_option
@cited_option
@fail_on_option
@quiet_option
@verbose_option
@asks_registries
@click.pass_obj
def check(  # noqa: PLR0913  # one argument an option
    config: Config,
    /,
    files: Sequence[str],
    format_: str | None,
    report: str,
    outputs: Sequence[str],
    *,
    locked: bool,
    snapshot: str | None,
    ask_misses: bool,
    retractions: str | None,
    only: str | None,
    cited_only: bool,
    verbose: bool,
    fail_on: str,
    **asking: Any,
) -> None:
    """Check each reference of FILE against Crossref, PubMed and other registries.

    Every DOI, PMID, PMCID, arXiv number and ISBN is looked up, and its record is compared with the
    print; what none confirms is searched for. If nobody answers, the reference is reported as
    unchecked, never as right or wrong. If there is a lock file beside FILE, the report also names
    what has changed since it was written.

    With --snapshot, nobody is asked: what DIR does not hold is unchecked. Works are searched for in
    it if it was built with match keys.
    """
    from cikrefs.checks.cited import with_documents

    exclusive(verbose=verbose)
    if ask_misses and not snapshot:
        raise click.UsageError("--ask-misses goes with --snapshot DIR")
    if retractions and not snapshot:
        raise click.UsageError("--retractions goes with --snapshot DIR; Crossref knows them itself")
    if locked and snapshot:
        raise click.UsageError("--locked and --snapshot name two who answer; say one of them")
    said = click.get_current_context().get_parameter_source("report")
    named = said is not ParameterSource.DEFAULT
    written = [_split(output, by_name=not named) for output in outputs]
    held = [lock_path(file) for file in files or [DEFAULT_FILE] if file != "-"]
    reading = read(files, format_, outputs=[to for _, to in written], besides=[*FILES, *held])
    reading.keep_cited(wanted=cited_only)
    keys = reading.keep_only(only)
    registry: Registry | None
    if locked:
        registry = locks([lock_path(file) for file in reading.files])
        checks = checked(reading, registry, locked=True)
    elif snapshot:
        registry = registries(asking) if ask_misses else None
        checks = checked_by(snapshot, reading, registry, retractions)
    else:
        registry = registries(asking)
        checks = with_changes(checked(reading, registry), reading.files)
    if keys is not None:
        accepted = tuple(one for one in config.accept if one.id in keys)
        config = replace(config, accept=accepted)
    checks = with_documents(checks, reading.documents, reading.listed)
    checks = with_acceptances(checks, reading, config)
    _report(checks, report, written, verbose=verbose)
    exit_by(checks, fail_on, reading, registry)


def _split(output: str, *, by_name: bool) -> tuple[str | None, str]:
    """Return the format and the file that "FORMAT:FILE" names; None and the file for "FILE".

    With `by_name`, the extension of FILE tells the format. Raises UsageError for a format alone.
    """
    name, colon, file = output.partition(":")
    if name in REPORTS and not file:
        raise click.UsageError(
            f"-o {output} names a format and no file: write -o {name}:FILE, or -o ./{name} for a"
            " file of that name"
        )
    if colon and name in REPORTS:
        return name, file
    return (EXTENSIONS.get(Path(output).suffix.lower()) if by_name else None), output


def _report(
    checks: Sequence[Check],
    report: str,
    written: Sequence[tuple[str | None, str]],
    *,
    verbose: bool,
) -> None:
    """Write the reports to files; print the one that goes to the screen unless a file has it."""
    for name, file in written:
        write(file, pieces(name or report, checks, head()))
    to_screen = all(name for name, _ in written)
    if to_screen and report == "text":
        print_text(checks, verbose=verbose)
    elif to_screen:
        write(None, pieces(report, checks, head()))
