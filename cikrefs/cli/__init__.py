"""The command line: it opens files, prints and exits; everything else is in the library.

One file a command: it reads, calls the library, and writes what comes back. `options`, `reading`
and `asking` are what commands share, `running` gives exit codes their meaning.
"""

from __future__ import annotations

from pathlib import Path

import click

from cikrefs import __version__, config
from cikrefs.cli import (
    add,
    batch,
    build,
    check,
    convert,
    dedupe,
    explain,
    fix,
    list,  # noqa: A004  # the module is named as its command
    lock,
    parse,
    push,
    snapshot,
    styles,
)
from cikrefs.cli.asking import SETTINGS
from cikrefs.cli.running import Main, tracebacks
from cikrefs.cli.screen import say

COMMANDS = (
    check.check,
    convert.convert,
    list.list_,
    build.build,
    push.push,
    parse.parse,
    fix.fix,
    dedupe.dedupe,
    add.add,
    lock.lock,
    snapshot.snapshot,
    batch.batch,
    styles.styles,
    explain.explain,
)
_FILES = frozenset(("file", "files", "output", "outputs", "directory"))
"""The parameters for which a shell completes the names of files."""

ACCEPTING = frozenset(("check", "build", "fix"))
"""The commands that heed accepted findings."""

_REPORTING = frozenset(("check", "build"))
"""The commands whose reports say what the settings change."""


@click.group(
    cls=Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cikrefs", message="%(prog)s %(version)s")
@click.option(
    "--debug",
    is_flag=True,
    envvar="CIKREFS_DEBUG",
    show_envvar=True,
    help="Where a bug costs a reference, print the traceback on standard error.",
)
@click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path),
    metavar="TOML",
    help="Take the settings from this file, not from cikrefs.toml or pyproject.toml here.",
)
@click.option("--no-config", is_flag=True, help="Take no settings from any file.")
@click.pass_context
def main(
    ctx: click.Context, /, *, debug: bool, file: Path | None = None, no_config: bool = False
) -> None:
    """Read printed references, check them against Crossref, write BibTeX, RIS and CSL-JSON.

    FILE is a document with a printed reference list (text, Markdown, HTML, .docx, .odt, PDF, JATS,
    LaTeX), a manuscript that cites by keys (LaTeX, Markdown, Typst), a file of references (BibTeX,
    RIS, CSL-JSON, CSL-YAML, PubMed, Web of Science, EndNote, Crossref's or DataCite's JSON) or a
    list of identifiers; its content decides. "-" is standard input, the default ./references.bib.

    Exit codes: 0 all is well, 1 findings, 2 bad usage or input, 3 something could not be checked.
    """
    if debug:
        ctx.with_resource(tracebacks())
    name = ctx.invoked_subcommand or ""
    params = main.commands[name].params if name in main.commands else ()
    options = {option.name or "" for option in params}
    if "timeout" in options:  # it asks the registries
        ctx.obj = _configured(file, none=no_config)
        ctx.default_map = {name: dict(ctx.obj.settings)}
        said = ctx.meta[SETTINGS] = ctx.obj.changes(options, accepts=name in ACCEPTING)
        if said and file is None and name not in _REPORTING:
            say("note", said)


def _configured(file: Path | None, *, none: bool) -> config.Config:
    """Return the settings of the file that the user names, or of that which is found."""
    if none:
        if file is not None:
            raise click.UsageError("--config names a file, --no-config wants none")
        return config.Config(None, {})
    if file is not None:
        return config.load_named(file)
    return config.load(Path())


for command in COMMANDS:
    main.add_command(command)
    for parameter in command.params:
        if parameter.name in _FILES:
            parameter.type = click.Path()
