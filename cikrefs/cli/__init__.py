"""The command line: opens files, prints, exits; all else is in the library.

Exit codes say one thing each: 0 all is well, 1 findings, 2 the command or its input was wrong, 3
something could not be checked. click ends its own errors with 1, and so does Python a crash; both
would read as "findings", so `Main` maps them: 2 for whatever the user can mend, 70 (EX_SOFTWARE of
sysexits.h) for a bug, 130 for Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cikrefs import __version__
from cikrefs.errors import CikrefsError, Problem
from cikrefs.formats import FORMATS, READERS, WRITERS, by_extension
from cikrefs.models import SEVERITIES
from cikrefs.reports import REPORTS, text_report

if TYPE_CHECKING:
    from cikrefs.checks import OnProgress
    from cikrefs.models import Check, Reference, Severity

FINDINGS, BAD_INPUT, UNCHECKED, BUG, INTERRUPTED = 1, 2, 3, 70, 130
DEFAULT_FILE = "references.bib"
_COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "note": {"fg": "cyan"},
    "ok": {"fg": "green"},
    "unchecked": {"fg": "magenta"},
    "faint": {"dim": True},
}


class Main(click.Group):
    """The group whose exit codes mean what they say."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; map what ends it early to its exit code."""
        try:
            return super().invoke(ctx)
        except CikrefsError as error:
            _fail(str(error))
        except click.ClickException as error:
            error.show()
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)  # the reader has what it wanted
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception:  # noqa: BLE001  # the edge: a bug must not exit with 1
            traceback.print_exc()
            click.echo("cikrefs: this is a bug; please report it with the lines above", err=True)
            ctx.exit(BUG)


def _fail(message: str) -> NoReturn:
    click.echo(
        f"{click.style('error:', fg='red', bold=True)} {message}",
        err=True,
        color=_colour(sys.stderr),
    )
    raise click.exceptions.Exit(BAD_INPUT)


def _colour(stream: Any) -> bool:
    """Whether `stream` is a terminal that wants colour (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@click.group(
    cls=Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cikrefs", message="%(prog)s %(version)s")
def main() -> None:
    """Read printed references, check them against Crossref, write BibTeX, RIS and CSL-JSON.

    FILE is a document with a printed reference list (.txt, .md), BibTeX, RIS or CSL-JSON, told
    apart by content; "-" is standard input; without FILE it is references.bib here.

    Exit codes: 0 all is well, 1 findings, 2 bad usage or input, 3 something could not be checked.
    """


_from = click.option(
    "--from",
    "format_",
    type=click.Choice(READERS),
    help="Read FILE as this format instead of telling it by its content.",
)


@main.command()
@click.argument("file", required=False)
@_from
@click.option(
    "--to",
    type=click.Choice(WRITERS),
    help="Write this format; by default the one of OUTPUT's name.",
)
@click.option(
    "-o", "--output", metavar="OUTPUT", help="Write to this file instead of standard output."
)
def convert(file: str | None, format_: str | None, to: str | None, output: str | None) -> None:
    """Convert FILE to BibTeX, RIS or CSL-JSON.

    What cannot be read is named, the rest is converted, and the exit code is 2.
    """
    if to is None and output in (None, "-"):
        raise click.UsageError("say the format with --to, or name a file with -o")
    to = to or by_extension(str(output))
    reading = _read([file] if file else [], format_)
    for reference in reading.references:
        _name_unparsed(reference, reading)
    text = FORMATS[to].dumps(reading.references)
    _write(output, text)
    reading.exit_if_problems()


_ask_options: tuple[Callable[..., Any], ...] = (
    click.option(
        "--mailto",
        envvar="CIKREFS_MAILTO",
        show_envvar=True,
        metavar="ADDRESS",
        help="Your mail address, sent to the registries only; with it Crossref answers faster.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([*SEVERITIES, "never"]),
        default="error",
        show_default=True,
        envvar="CIKREFS_FAIL_ON",
        show_envvar=True,
        help="Exit with 1 if a finding is at least this severe.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=20.0,
        show_default=True,
        envvar="CIKREFS_TIMEOUT",
        show_envvar=True,
        metavar="SECONDS",
        help="How long an outage is waited for in all, before what is left counts as unchecked.",
    ),
    click.option(
        "--crossref-url",
        envvar="CIKREFS_CROSSREF_URL",
        show_envvar=True,
        metavar="URL",
        help="Ask Crossref here instead of at https://api.crossref.org.",
    ),
    click.option(
        "--doi-url",
        envvar="CIKREFS_DOI_URL",
        show_envvar=True,
        metavar="URL",
        help="Ask doi.org here instead of at https://doi.org.",
    ),
    click.option(
        "--datacite-url",
        envvar="CIKREFS_DATACITE_URL",
        show_envvar=True,
        metavar="URL",
        help="Ask DataCite here instead of at https://api.datacite.org.",
    ),
)


def _asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of those that ask the registries."""
    for option in reversed(_ask_options):
        command = option(command)
    return command


@main.command(short_help="Check FILE against Crossref, doi.org and DataCite.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@_from
@click.option(
    "--format",
    "report",
    type=click.Choice([*REPORTS]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option(
    "-o",
    "--output",
    metavar="OUTPUT",
    help="Write the report to this file instead of standard output.",
)
@_asking
def check(
    files: Sequence[str],
    format_: str | None,
    report: str,
    output: str | None,
    fail_on: str,
    **asking: Any,
) -> None:
    """Check each reference of FILE against Crossref, doi.org and DataCite.

    Every DOI is looked up, and the record compared with what is printed. What nobody answers is
    reported as unchecked and never counts as right or wrong.
    """
    reading = _read(files, format_)
    checks = _checked(reading.references, asking)
    if report == "text" and output in (None, "-"):
        click.echo(text_report.render(checks, _style), nl=False, color=_colour(sys.stdout))
    else:
        _write(output, REPORTS[report](checks))
    _exit(checks, fail_on, reading)


@main.command(short_help="Read, check and write FILE in one go.")
@click.argument("file", required=False)
@_from
@click.option(
    "-o",
    "--output",
    "directory",
    default=".",
    show_default=True,
    metavar="DIR",
    help="Write the files into DIR.",
)
@_asking
def build(
    file: str | None, format_: str | None, directory: str, fail_on: str, **asking: Any
) -> None:
    """Do the whole job: read FILE, check it, write references.bib, .ris, .json and check.json.

    What cannot be checked does not stop what can be written; the exit code tells. FILE itself is
    never overwritten.
    """
    reading = _read([file] if file else [], format_)
    target = Path(directory)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _fail(f"{target}: cannot be made: {error.strerror}")
    outputs = {f"references{FORMATS[name].extensions[0]}": name for name in WRITERS}
    for name, format_name in outputs.items():
        _write_beside(target / name, FORMATS[format_name].dumps(reading.references), file)
    checks = _checked(reading.references, asking)
    _write_beside(target / "check.json", REPORTS["json"](checks), file)
    click.echo(text_report.render(checks, _style), nl=False, color=_colour(sys.stdout))
    _exit(checks, fail_on, reading)


@main.command(short_help="Say what a rule means and what to do.")
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


@dataclass(slots=True)
class _Reading:
    """What was read, and how many places could not be."""

    references: list[Reference] = field(default_factory=list)
    problems: int = 0

    def on_problem(self, problem: Problem) -> None:
        """Name the problem on standard error."""
        kind, colour = ("error", "red") if problem.lost else ("note", "cyan")
        click.echo(
            f"{click.style(f'{kind}:', fg=colour)} {problem}", err=True, color=_colour(sys.stderr)
        )
        self.problems += problem.lost

    def exit_if_problems(self) -> None:
        """Exit with 2 if anything could not be read."""
        if self.problems:
            places = "one place" if self.problems == 1 else f"{self.problems} places"
            click.echo(f"{places} of the input could not be read", err=True)
            raise click.exceptions.Exit(BAD_INPUT)


def _read(files: Sequence[str], format_: str | None) -> _Reading:
    """Read all files; name what cannot be read; end here if nothing can."""
    from cikrefs.files import read

    if not files and not Path(DEFAULT_FILE).exists():
        raise click.UsageError(f"no FILE given, and no {DEFAULT_FILE} here")
    reading = _Reading()
    for file in files or [DEFAULT_FILE]:
        reading.references += read(file, format_=format_, on_problem=reading.on_problem)
    if not reading.references:
        reading.exit_if_problems()
    return reading


def _name_unparsed(reference: Reference, reading: _Reading) -> None:
    """Say what of a printed reference no field holds, since no output will hold it either."""
    source = reference.source
    for text in source.unparsed_text:
        message = f"“{text}” fits no field"
        reading.on_problem(
            Problem(message, source.file, source.line, reference=reference.id, lost=False)
        )


def _write(output: str | None, text: str) -> None:
    """Write to the file `output`, or as they are, bytes for bytes, to standard output."""
    from cikrefs.files import write

    if output in (None, "-"):
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        write(str(output), text)


def _write_beside(path: Path, text: str, file: str | None) -> None:
    """Write `path` unless it is the very file that was read."""
    source = Path(file or DEFAULT_FILE)
    if path.exists() and source.exists() and path.samefile(source):
        click.echo(f"{path} is what was read; it is left as it is", err=True)
        return
    _write(str(path), text)
    click.echo(f"wrote {path}", err=True)


def _checked(references: Sequence[Reference], asking: dict[str, Any]) -> list[Check]:
    """Check the references with the registries that the command's options name."""
    from cikrefs.checks import check as check_references
    from cikrefs.registry import Registries, Settings

    settings = Settings(**{name: value for name, value in asking.items() if value is not None})
    with _progress() as on_progress:
        return check_references(references, Registries(settings), on_progress)


@contextmanager
def _progress() -> Iterator[OnProgress | None]:
    """Show a progress bar on a terminal and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="asking the registries", file=sys.stderr) as bar:

        def on_progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield on_progress


def _style(text: str, what: str) -> str:
    return click.style(text, **_COLOURS[what]) if text else ""


def _exit(checks: Sequence[Check], fail_on: Severity | str, reading: _Reading) -> None:
    """Exit with the code of the worst that happened: findings before unread before unchecked."""
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    if any(finding.severity in failing for check in checks for finding in check.findings):
        raise click.exceptions.Exit(FINDINGS)
    reading.exit_if_problems()
    if any(check.unavailable is not None for check in checks):
        raise click.exceptions.Exit(UNCHECKED)
