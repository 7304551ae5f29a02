"""How a run ends: exit codes that say one thing each.

0 all is well, 1 findings, 2 the command or its input was wrong, 3 something could not be checked.
click ends its own errors with 1, and so does Python a crash; both would read as "findings", so
`Main` maps them: 2 for whatever the user can mend, 70 (EX_SOFTWARE of sysexits.h) for a bug, and as
shells do 130 for Ctrl-C and 141 for a pipe whose reader went away.
"""

from __future__ import annotations

import errno
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cikrefs.cli.screen import escape_the_unknown, harmless, is_quiet, page, say, silence, tell
from cikrefs.errors import CikrefsError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

FINDINGS, BAD_INPUT, UNCHECKED, BUG, INTERRUPTED, BROKEN_PIPE = 1, 2, 3, 70, 130, 141


class Main(click.Group):
    """The group whose exit codes mean what they say."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Return the context of a run; end here if the options before the command are wrong."""
        escape_the_unknown()
        try:
            return super().make_context(*args, **kwargs)
        except click.ClickException as error:
            _show(error)
            raise click.exceptions.Exit(BAD_INPUT) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return what is left for the command; without any arguments, show the help and end."""
        if not args and not ctx.resilient_parsing:
            page(f"{ctx.get_help()}\n")
            ctx.exit()
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; map what ends it early to its exit code."""
        try:
            if "stdout" in _reopened():
                fail("standard output is closed; send it to a file or to /dev/null")
            return super().invoke(ctx)
        except CikrefsError as error:
            fail(error)
        except click.ClickException as error:
            _show(error)
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt:
            tell("interrupted")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            silence(sys.stdout)
            ctx.exit(BROKEN_PIPE)
        except (click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.filename or error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
                ctx.exit(_bug())
            fail(f"standard output cannot be written to: {error.strerror}")
        except Exception:  # noqa: BLE001  # the edge: a bug must not exit with 1
            ctx.exit(_bug())


def _reopened() -> list[str]:
    """Open the standard streams that were closed when Python began, to nothing; name them."""
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name in closed:
        mode = "r" if name == "stdin" else "w"
        # open as long as the process lives
        setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    return closed


def _show(error: click.ClickException) -> None:
    """Say what is wrong with the command line, as click does, but through the one door."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx:
        page(f"{ctx.get_usage()}\nTry '{ctx.command_path} -h' for help.\n\n", sys.stderr)
    tell(f"Error: {error.format_message()}")


def _bug() -> int:
    page(traceback.format_exc(), sys.stderr)
    tell("cikrefs: this is a bug; please report it with the lines above")
    return BUG


@contextmanager
def tracebacks() -> Iterator[None]:
    """Print on standard error what the library logs: the tracebacks of its bugs."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            page(f"{self.format(record)}\n", sys.stderr)

    logger, handler = logging.getLogger("cikrefs"), Handler()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def fail(message: str | CikrefsError) -> NoReturn:
    """Print what is wrong and exit with 2."""
    say("error", message)
    raise click.exceptions.Exit(BAD_INPUT)


@contextmanager
def progress(
    label: str, *, after: float = 0.0, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far something is and about how long it will take, unless the command is quiet.

    On a terminal that is a bar, once `after` seconds have passed; elsewhere, as in the log of a
    build service, a line every EVERY seconds. What is yielded is called with how much is done, and
    of how much.
    """
    if is_quiet():
        yield None
    elif sys.stderr.isatty():
        with ExitStack() as stack:
            yield _bar(label, clock() + after, clock, stack)
    else:
        yield _lines(label, clock)


EVERY = 10.0
"""Seconds between two lines about progress."""


def _bar(
    label: str, start: float, clock: Callable[[], float], stack: ExitStack
) -> Callable[[int, int], None]:
    bars: list[ProgressBar[int]] = []

    def on_progress(done: int, total: int) -> None:
        if not bars and clock() >= start:
            # width 0 is as wide as the terminal
            bar = click.progressbar(
                length=total, label=harmless(label), file=sys.stderr, show_pos=True, width=0
            )
            bars.append(stack.enter_context(bar))
        for bar in bars:
            bar.length = total
            bar.update(done - bar.pos)

    return on_progress


def _lines(label: str, clock: Callable[[], float]) -> Callable[[int, int], None]:
    start = last = clock()

    def on_progress(done: int, total: int) -> None:
        nonlocal last
        now = clock()
        if now - last < EVERY or done >= total:
            return
        last = now
        left = f", about {_duration((now - start) / done * (total - done))} more" if done else ""
        tell(f"{label}: {done:,} of {total:,}{left}")

    return on_progress


def _duration(seconds: float) -> str:
    """Return a duration in words, as precisely as a guess deserves."""
    if seconds < 90:  # from here on minutes
        return f"{round(seconds) or 1} s"
    return f"{round(seconds / 60)} min"
