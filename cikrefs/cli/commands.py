"""The commands. Each reads its FILE, calls the library, and writes what comes back."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from difflib import get_close_matches, unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.asking import (
    asks_registries,
    checked,
    exit_by,
    exit_if_interrupted,
    fail_on_option,
    lock_path,
    read_lock,
    registries,
    with_changes,
    with_citations,
)
from cikrefs.cli.reading import read, write, write_beside
from cikrefs.cli.running import UNCHECKED, fail, say, style, wants_colour
from cikrefs.config import Config
from cikrefs.formats import FORMATS, READERS, WRITERS, by_extension
from cikrefs.models import Check
from cikrefs.reports import REPORTS

if TYPE_CHECKING:
    from cikrefs.registry import Registry

from_option = click.option(
    "--from",
    "format_",
    type=click.Choice(READERS),
    help="Read FILE as this format instead of telling it by its content.",
)


@click.command
@click.argument("file", required=False)
@from_option
@click.option(
    "--to", type=click.Choice(WRITERS), help="Write this format; else OUTPUT's name tells."
)
@click.option("-o", "--output", metavar="OUTPUT", help="Write here, not to standard output.")
def convert(file: str | None, format_: str | None, to: str | None, output: str | None) -> None:
    """Convert FILE to BibTeX, RIS or CSL-JSON.

    What cannot be read is named, the rest is converted, and the exit code is 2.
    """
    if to is None and output in (None, "-"):
        raise click.UsageError("say the format with --to, or name a file with -o")
    to = to or by_extension(str(output))
    reading = read([file] if file else [], format_)
    reading.name_unparsed()
    write(output, FORMATS[to].dumps(reading.references))
    reading.exit_if_problems()


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

    reading = read([file] if file else [], "printed")
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
    reading = read(files, format_)
    registry: Registry
    if locked:
        registry = _locked(reading.files)
        checks = checked(reading, config, registry, search=False)
    else:
        registry = registries(asking)
        checks = with_changes(checked(reading, config, registry), reading.files)
    checks = with_citations(checks, reading)
    _report(checks, report, outputs)
    exit_by(checks, fail_on, reading, registry)


def _locked(files: Sequence[str]) -> Registry:
    """Return the Registry that knows what the lock files of `files` hold."""
    from cikrefs.registry.lockfile import Lock

    held = {doi: answer for file in files for doi, answer in read_lock(lock_path(file)).items()}
    return Lock(held)


def _report(checks: Sequence[Check], report: str, outputs: Sequence[str]) -> None:
    """Write each of `outputs` ("FORMAT:FILE" or "FILE"), and the report that goes to the screen."""
    to_screen = True
    for output in outputs:
        name, colon, file = output.partition(":")
        if not colon or name not in REPORTS:
            name, file, to_screen = report, output, False
        write(file, REPORTS[name](checks))
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
    default=".",
    show_default=True,
    metavar="DIR",
    help="Write the files into DIR.",
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
    fail_on: str,
    **asking: Any,
) -> None:
    """Do the whole job: read FILE, check it, write references.bib, .ris, .json and check.json.

    What cannot be checked does not stop what can be written; the exit code tells. FILE itself is
    never overwritten.
    """
    reading = read([file] if file else [], format_)
    target = Path(directory)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{target}: cannot be made: {error.strerror}")
    for name in WRITERS:
        path = target / f"references{FORMATS[name].extensions[0]}"
        write_beside(path, FORMATS[name].dumps(reading.references), reading.files[0])
    registry = registries(asking)
    checks = with_citations(checked(reading, config, registry), reading)
    write_beside(target / "check.json", REPORTS["json"](checks), reading.files[0])
    _print_text(checks)
    exit_by(checks, fail_on, reading, registry)


@click.command(short_help="Keep what the registries say in a lock file.")
@click.argument("file", required=False)
@from_option
@click.option("--update", is_flag=True, help="Ask again for what is locked already.")
@asks_registries
def lock(file: str | None, format_: str | None, *, update: bool, **asking: Any) -> None:
    """Write what the registries say about FILE's DOIs to a lock file beside it.

    `cikrefs check --locked` then needs no network and never changes by itself. What is locked stays
    as it is, unless --update asks again; the difference is printed. What nobody answers for is left
    as it was, and the exit code is 3.
    """
    from cikrefs import dois
    from cikrefs.errors import Unavailable
    from cikrefs.registry import lockfile

    reading = read([file] if file else [], format_)
    path = lock_path(reading.files[0])
    before = read_lock(path) if path.exists() else {}
    keys = [dois.key(reference.DOI) for reference in reading.references]
    wanted = list(dict.fromkeys(key for key in keys if dois.is_doi(key)))
    asked = [doi for doi in wanted if update or doi not in before]
    registry = registries(asking)
    answers = registry.look_up(asked) if asked else {}
    exit_if_interrupted(registry)
    after = lockfile.lock(wanted, answers, before, dt.datetime.now(dt.UTC).date())
    for line in lockfile.differences(before, after):
        click.echo(line)
    write(str(path), lockfile.dumps(after))
    click.echo(f"wrote {path}: {len(after)} DOIs", err=True)
    failed = {doi: answer for doi, answer in answers.items() if isinstance(answer, Unavailable)}
    for doi, reason in failed.items():
        say("unchecked", f"{doi}: {reason}")
    reading.exit_if_problems()
    if failed:
        raise click.exceptions.Exit(UNCHECKED)


@click.command(short_help="Correct FILE by what is registered.")
@click.argument("file", required=False)
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--only",
    multiple=True,
    metavar="RULE",
    help="Correct findings of this rule only, warnings too. May be repeated.",
)
@asks_registries
@click.pass_obj
def fix(
    config: Config,
    /,
    file: str | None,
    *,
    yes: bool,
    dry_run: bool,
    only: Sequence[str],
    **asking: Any,
) -> None:
    """Correct a .bib FILE: verified DOIs for dead ones, registered values where a field differs.

    Only the wrong fields' own characters change. A reference whose DOI is another work's is left
    alone; warnings are left to you unless --only names their rule. The change is shown first.
    """
    from cikrefs import fix as corrections
    from cikrefs.formats.places import clean

    unknown = [rule for rule in only if rule not in corrections.WRITERS]
    if unknown:
        known = ", ".join(corrections.WRITERS)
        raise click.UsageError(f"{unknown[0]} cannot be corrected; only {known}")
    reading = read([file] if file else [], "bibtex")
    path = Path(reading.files[0])
    original = _original(path)
    registry = registries(asking)
    checks = checked(reading, config, registry)
    exit_if_interrupted(registry)
    found = corrections.edits(clean(original), checks, only)
    result = corrections.fixed(original, found)
    _print_difference(original, result, str(path))
    if found and not dry_run and (yes or click.confirm(f"Write {path}?", err=True)):
        write(str(path), result)
        click.echo(f"wrote {path}: {len(found)} corrections", err=True)
    elif not found:
        click.echo("nothing to correct", err=True)
    reading.exit_if_problems()
    if any(check.unavailable is not None for check in checks):
        raise click.exceptions.Exit(UNCHECKED)


def _original(path: Path) -> str:
    """Return the text of a file, line ends and byte order mark as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        fail("fix needs a file of its own, not standard input")
    except UnicodeDecodeError:
        fail(f"{path}: is not UTF-8; save it as UTF-8 first")


def _print_difference(before: str, after: str, name: str) -> None:
    """Print a unified diff, coloured on a terminal."""
    colours = {"+": "ok", "-": "error", "@": "note"}
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    for line in lines:
        what = colours.get(line[:1])
        click.echo(style(line, what) if what else line, color=wants_colour(sys.stdout))


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


COMMANDS: tuple[click.Command, ...] = (check, convert, build, parse, fix, lock, explain)
CONFIGURED = frozenset(("check", "build", "fix", "lock"))
"""The commands whose options cikrefs.toml may set."""
