"""The command `styles`: searches the installed citation styles by what one remembers of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.reading import write
from cikrefs.cli.running import fail
from cikrefs.cli.screen import echo, page, say, style, tell
from cikrefs.errors import Problem, shorten

if TYPE_CHECKING:
    from cikrefs.lists.styles.heads import Head

SHOWN = 30
"""How many styles a terminal is shown."""


@click.command(short_help="Search the installed citation styles.")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option(
    "--format",
    "report",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
def styles(words: Sequence[str], report: str) -> None:
    """Search the citation styles installed for `cikrefs list --style`.

    A style is found if all WORDs are in its name, title, ISSN, kind or field ("medicine"). Without
    WORD, the command says how many styles there are, and where. A terminal shows the first 30.
    """
    from cikrefs.lists.styles import installed

    if not words and report == "text":
        _print_folders()
        return
    found = installed.search(words, _say_problem)
    if report == "json":
        rows = [_row(head) for head in found]
        write(None, json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        _print(found)
    if not found:
        said = " ".join(words)
        near = ", ".join(installed.nearest(said))
        hint = f"; near: {near}" if near else ""
        fail(f"no installed style has “{shorten(said, 60)}”{hint}")


def _say_problem(problem: Problem) -> None:
    say("warning", problem)


def _row(head: Head) -> dict[str, Any]:
    """Return what is said of a style in JSON; `follows` is the id of another style or null."""
    return {
        "name": head.name,
        "title": head.title,
        "id": head.id,
        "kind": head.kind or None,
        "fields": head.fields,
        "issn": head.issns,
        "follows": head.parent or None,
        "locale": head.locale or None,
        "path": str(head.path),
    }


def _print(found: Sequence[Head]) -> None:
    """Print a line for each style, on a terminal for the first ones."""
    shown = found[:SHOWN] if is_terminal() else found
    width = min(max((len(head.name) for head in shown), default=0), 40)
    for head in shown:
        follows = f"(follows {head.parent.rpartition('/')[2]})" if head.parent else ""
        line = f"{head.name:<{width}}  {head.kind:<11}  {shorten(head.title, 80)}"
        echo(f"{line} {style(follows, 'faint')}".rstrip())
    if len(found) > len(shown):
        tell(f"… {len(found) - len(shown):,} more; another WORD narrows it down")


def is_terminal() -> bool:
    """Whether somebody is reading the output, for whom a thousand lines are too many."""
    return sys.stdout.isatty()


def _print_folders() -> None:
    """Print cikrefs's own style, and how many styles lie where."""
    from cikrefs import installing
    from cikrefs.lists.styles import heads, installed

    own = heads.read(installed.OWN)
    echo(f"{own.name}  {own.kind}  cikrefs's own style, which `cikrefs list` takes by itself")
    echo("")
    for folder in installed.folders():
        if folder.path != installed.OWN.parent:
            count = sum(1 for _ in folder.files())
            echo(f"{count:>6,}  {folder.whose:<18}  {folder.path}")
    echo(f"{len(installed.files()):>6,}  different names, cikrefs's own among them")
    if not installed.has_extra():
        page(f"\n{installing.advice('styles')} brings all that are published\n")
