"""The command line: it opens files, prints and exits; everything else is in the library.

One file a command: it reads, calls the library, and writes what comes back. `options`, `reading`
and `asking` are what commands share, `running` gives exit codes their meaning.
"""

from __future__ import annotations

from pathlib import Path

import click

from cikrefs import __version__, config
from cikrefs.cli import build, check, convert, explain, fix, list, lock, parse, push, styles  # noqa: A004
from cikrefs.cli.running import Main, tracebacks

COMMANDS = (
    check.check,
    convert.convert,
    list.list_,
    build.build,
    push.push,
    parse.parse,
    fix.fix,
    lock.lock,
    styles.styles,
    explain.explain,
)
CONFIGURED = frozenset(("check", "build", "fix", "lock"))
"""The commands whose options cikrefs.toml may set."""


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
@click.pass_context
def main(ctx: click.Context, /, *, debug: bool) -> None:
    """Read printed references, check them against Crossref, write BibTeX, RIS and CSL-JSON.

    FILE is a document with a printed reference list (text, Markdown, HTML, .docx, PDF, JATS), a
    file of references (BibTeX, RIS, CSL-JSON, CSL-YAML, .nbib, Web of Science, EndNote XML) or a
    list of DOIs; its content decides. "-" is standard input; the default is ./references.bib.

    Exit codes: 0 all is well, 1 findings, 2 bad usage or input, 3 something could not be checked.
    """
    if debug:
        ctx.with_resource(tracebacks())
    if ctx.invoked_subcommand in CONFIGURED:
        ctx.obj = config.load(Path())
        ctx.default_map = {ctx.invoked_subcommand: dict(ctx.obj.settings)}


for command in COMMANDS:
    main.add_command(command)
