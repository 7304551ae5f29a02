"""The commands. Each reads its FILE, calls the library, and writes what comes back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.asking import (
    asks_registries,
    checked,
    exit_by,
    fail_on_option,
    lock_path,
    read_lock,
    registries,
    with_acceptances,
    with_changes,
    with_citations,
)
from cikrefs.cli.building import DEFAULT, Folder
from cikrefs.cli.converting import convert
from cikrefs.cli.keeping import fix, lock
from cikrefs.cli.listing import list_, write_page
from cikrefs.cli.looking_up import look_up
from cikrefs.cli.pushing import push
from cikrefs.cli.reading import DEFAULT_FILE, from_option, read, write
from cikrefs.cli.running import style, wants_colour
from cikrefs.cli.styling import styles
from cikrefs.config import FILES, Config
from cikrefs.formats import FORMATS, WRITERS
from cikrefs.models import Check
from cikrefs.reports import REPORTS

if TYPE_CHECKING:
    from cikrefs.registry import Registry


@click.command
@click.argument("file", required=False)
@click.option(
    "--format",
    "report",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option("-o", "--output", metavar="OUTPUT", help="Write here, not to standard output.")
def parse(file: str | None, report: str, output: str | None) -> None:
    """Show how each entry of the printed list in FILE is read.

    A reading is "exact" if the printed string can be printed again from it, "full" if every
    character is claimed by a field, else "partial". JSON has the spans of all fields, and the
    sentences of the document that cite each reference.
    """
    from cikrefs.citations import citations
    from cikrefs.reports import readings

    reading = read([file] if file else [], "printed", outputs=[output])
    if report == "json":
        (document,) = reading.documents.values() or [""]
        found = citations(document, reading.references)
        write(output, readings.as_json(reading.references, found))
    elif output in (None, "-"):
        text = readings.text(reading.references, style)
        click.echo(text, nl=False, color=wants_colour(sys.stdout))
    else:
        write(output, readings.text(reading.references))
    reading.exit_if_problems()


@click.command(short_help="Check FILE against Crossref, doi.org and DataCite.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@from_option
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
    help="Write a report of this format to a file; without FORMAT, the one of --format, which then"
    " does not go to standard output. May be repeated.",
)
@click.option("--locked", is_flag=True, help="Ask nobody; take what FILE's lock file holds.")
@fail_on_option
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
    fail_on: str,
    **asking: Any,
) -> None:
    """Check each reference of FILE against Crossref, doi.org and DataCite.

    Every DOI is looked up, and the record compared with what is printed. What nobody answers is
    reported as unchecked and never counts as right or wrong. With a lock file beside FILE, it is
    said what has changed since.
    """
    written = [_split(output) for output in outputs]
    locks = [lock_path(file) for file in files or [DEFAULT_FILE] if file != "-"]
    reading = read(files, format_, outputs=[to for _, to in written], besides=[*FILES, *locks])
    registry: Registry
    if locked:
        registry = _locked(reading.files)
        checks = checked(reading, registry, locked=True)
    else:
        registry = registries(asking)
        checks = with_changes(checked(reading, registry), reading.files)
    checks = with_acceptances(with_citations(checks, reading), reading, config, locked=locked)
    _report(checks, report, written)
    exit_by(checks, fail_on, reading, registry)


def _locked(files: Sequence[str]) -> Registry:
    """Return the Registry that knows what the lock files of `files` hold."""
    from cikrefs.registry.lockfile import Lock

    held = {doi: answer for file in files for doi, answer in read_lock(lock_path(file)).items()}
    return Lock(held)


def _split(output: str) -> tuple[str | None, str]:
    """Return the format and the file that "FORMAT:FILE" names; None and the file for "FILE"."""
    name, colon, file = output.partition(":")
    return (name, file) if colon and name in REPORTS else (None, output)


def _report(
    checks: Sequence[Check], report: str, written: Sequence[tuple[str | None, str]]
) -> None:
    """Write the reports to files; print the one that goes to the screen unless a file has it."""
    for name, file in written:
        write(file, REPORTS[name or report](checks))
    to_screen = all(name for name, _ in written)
    if to_screen and report == "text":
        _print_text(checks)
    elif to_screen:
        write(None, REPORTS[report](checks))


def _print_text(checks: Sequence[Check]) -> None:
    from cikrefs.reports import text_report

    click.echo(text_report.render(checks, style), nl=False, color=wants_colour(sys.stdout))


@click.command(short_help="Read, check and write FILE in one go.")
@click.argument("file", required=False)
@from_option
@click.option(
    "-o",
    "--output",
    "directory",
    default=DEFAULT,
    show_default=True,
    metavar="DIR",
    help="Write the files into DIR, which is new, empty, or made by an earlier build.",
)
@click.option(
    "--force", is_flag=True, help="Write into any DIR, and replace what has the same names there."
)
@fail_on_option
@asks_registries
@click.pass_obj
def build(
    config: Config,
    /,
    file: str | None,
    format_: str | None,
    directory: str,
    *,
    force: bool,
    fail_on: str,
    **asking: Any,
) -> None:
    """Do the whole job: check FILE, write references.bib, .ris, .json, .html, check.json and .html.

    What cannot be checked, or formatted as a list since pandoc is missing, does not stop what can
    be written; the exit code tells. In DIR nothing is replaced but what an earlier build wrote and
    nobody changed, and FILE itself never is.
    """
    reading = read([file] if file else [], format_)
    folder = Folder(Path(directory), (*reading.files, *FILES), force)
    lists = {f"references{FORMATS[name].extensions[0]}": FORMATS[name] for name in WRITERS}
    page, pages = "references.html", {f"check.{name}": REPORTS[name] for name in ("json", "html")}
    folder.claim([*lists, page, *pages])
    look_up(reading, asking)
    for name, written in lists.items():
        folder.write(name, written.dumps(reading.references))
    write_page(folder, page, reading)
    registry = registries(asking)
    checks = with_citations(checked(reading, registry), reading)
    checks = with_acceptances(checks, reading, config)
    for name, render in pages.items():
        folder.write(name, render(checks))
    _print_text(checks)
    exit_by(checks, fail_on, reading, registry)


@click.command(short_help="Say what a rule means and what to do.")
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say what RULE means, with an example and what to do; without RULE, list all."""
    from cikrefs.checks.rules import RULES

    if rule is None:
        for name, row in RULES.items():
            click.echo(f"{name:<22}{row.severity:<9}{row.when}")
        return
    if rule not in RULES:
        near = [f"did you mean {name}?" for name in get_close_matches(rule, RULES, n=1)]
        raise click.UsageError(" ".join([f"no rule {rule};", *near, "all:", ", ".join(RULES)]))
    row = RULES[rule]
    click.echo(f"{rule} ({row.severity})\n\n{row.when}\n")
    click.echo(f"Example: {row.example}\n\nWhat to do: {row.advice}")


COMMANDS: tuple[click.Command, ...] = (
    check,
    convert,
    list_,
    build,
    push,
    parse,
    fix,
    lock,
    styles,
    explain,
)
CONFIGURED = frozenset(("check", "build", "fix", "lock"))
"""The commands whose options cikrefs.toml may set."""
