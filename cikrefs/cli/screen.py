"""The one door to the screen: whatever people read goes through it, on either stream.

What could command a terminal (control characters, marks of direction, odd line ends) is printed as
its escape, and so is a line end inside a value. Logs of build services take lines that start with
"::" or hold "##[" or "##vso[" for commands, on either stream and whatever blanks come first
(https://github.com/actions/runner, ActionCommand.cs), so a backslash is put before the first and
into the others. A standard error that cannot be written to is given up: a message that nobody gets
must not change what the exit code says. On a terminal, messages wrap at its width, words whole.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import shutil
import sys
import textwrap
from typing import IO, Any

import click

from cikrefs.errors import CikrefsError, InputError, Problem, visible

_COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "note": {"fg": "cyan"},
    "ok": {"fg": "green"},
    "unconfirmed": {"fg": "blue"},
    "unchecked": {"fg": "magenta"},
    "faint": {"dim": True},
}
_SECRET = secrets.token_hex(8)
_MARK = re.compile(f"\x02{_SECRET}([a-z]*)\x03")
"""What `style` puts around a text. No input can hold it, so all other control codes are foreign."""


QUIET = "cikrefs.quiet"
"""Under this name the context keeps whether notes and progress are unwanted."""


def is_quiet() -> bool:
    """Whether the command was told to be quiet."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(QUIET))


def width(stream: IO[str], default: int = 100) -> int:
    """Return how many characters of a line `stream` shows: those of a terminal, up to `default`."""
    if not stream.isatty():
        return default
    return min(default, shutil.get_terminal_size((default, 24)).columns)


def style(text: str, what: str) -> str:
    """Return `text` marked to be in the colour of a severity, a status or "faint"."""
    return f"\x02{_SECRET}{what}\x03{text}\x02{_SECRET}\x03" if text else ""


def say(kind: str, message: str | Problem | CikrefsError) -> None:
    """Say something on standard error, its kind (a severity) in colour before it.

    Notes are not said if the command was told to be quiet.
    """
    if kind == "note" and is_quiet():
        return
    if isinstance(message, InputError):
        message = message.problem
    if isinstance(message, Problem):  # two lines at most, of which it has escaped each
        said = str(message)
    else:
        text = str(message)
        said = visible(" ".join(text.split()) if isinstance(message, CikrefsError) else text)
    said = _wrapped(f"{kind}: {said}", sys.stderr).removeprefix(f"{kind}:")
    _put(f"{style(f'{kind}:', kind)}{said}\n", sys.stderr)


def tell(line: str) -> None:
    """Print one line on standard error."""
    page(f"{_wrapped(_one_line(line), sys.stderr)}\n", sys.stderr)


def echo(line: str) -> None:
    """Print one line on standard output."""
    page(f"{_one_line(line)}\n")


def page(text: str, stream: IO[str] | None = None) -> None:
    """Print a text of several lines, on standard output or on `stream`."""
    _put(text, stream or sys.stdout)


def harmless(line: str) -> str:
    """Return a line that commands neither a terminal nor a build service, without its marks."""
    line = _MARK.sub("", line)
    if not line.isprintable():
        line = "".join(c if c == "\t" else visible(c) for c in line)
    return re.sub(r"^\s*(?=::)", r"\g<0>\\", re.sub("#(?=#)", r"#\\", line))


def wants_colour(stream: IO[str]) -> bool:
    """Whether `stream` is a terminal that wants colour, or colour is wanted anywhere.

    https://no-color.org and https://force-color.org: a variable that is not empty counts, and of
    both the first.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def escape_the_unknown() -> None:
    """Let both streams print as its escape what their encoding has no character for.

    That is for what does not come through this door: click's help, and questions.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence(stream: IO[str]) -> None:
    """Send what `stream` still holds to nowhere, so that it does not fail again at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # it has no file
        return


def _one_line(text: str) -> str:
    return text.replace("\n", "\\n")


def _wrapped(text: str, stream: IO[str]) -> str:
    """Return a text in lines as wide as the terminal; elsewhere as it is."""
    if not stream.isatty():
        return text
    columns = width(stream)
    return "\n".join(
        textwrap.fill(
            line,
            columns,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
            replace_whitespace=False,
        )
        for line in text.split("\n")
    )


def _put(text: str, stream: IO[str]) -> None:
    draw = _coloured if wants_colour(stream) else harmless
    drawn = "\n".join(draw(line) for line in text.split("\n"))
    encoding = getattr(stream, "encoding", None) or "utf-8"
    drawn = drawn.encode(encoding, "backslashreplace").decode(encoding)
    try:
        click.echo(drawn, file=stream, nl=False, color=True)
    except OSError:
        if stream is not sys.stderr:
            raise
        silence(stream)


def _coloured(line: str) -> str:
    """Return a line made harmless, in the colours of its marks."""
    parts = _MARK.split(line)  # a text, then by turns what is marked and a text
    texts = [harmless(part) for part in parts[::2]]
    drawn = texts[0]
    for what, text in zip(parts[1::2], texts[1:], strict=True):
        drawn += click.style(text, **_COLOURS[what]) if what and text else text
    return drawn
