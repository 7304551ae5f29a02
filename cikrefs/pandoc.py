"""pandoc, the one program cikrefs runs: found, called in an empty folder, its failures explained.

The system's pandoc is taken, or the one that the extra `lists` installs (pypandoc-binary),
whichever is new enough first: older ones format some CSL wrongly. It is called without a shell, in
a folder of its own, with a data folder that is empty, so that neither the user's defaults nor a
file lying about changes the result. That it may read nothing but its input is for the caller
to say, with `--sandbox`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from cikrefs import installing
from cikrefs.errors import ProgramError

OLDEST = (3, 1)
"""The oldest pandoc whose citation processor is good enough."""

VARIABLE = "CIKREFS_PANDOC"
"""The environment variable that names the only program to use."""

_TICK = 0.1
"""Seconds between two calls of `on_wait`."""


def _advice() -> str:
    command = installing.advice("lists")
    return f"`{command}` brings a pandoc, or see https://pandoc.org/installing.html"


def run(
    arguments: Sequence[str],
    text: str | bytes,
    *,
    timeout: float = 60,
    on_warning: Callable[[str], None] | None = None,
    on_wait: Callable[[float], None] | None = None,
) -> bytes:
    """Return what pandoc writes to standard output, given `text` on its standard input.

    `timeout` is in seconds. `on_warning` gets each warning of pandoc's; `on_wait` is called every
    tenth of a second with the seconds passed, and may raise to end the waiting. Whatever ends it,
    KeyboardInterrupt included, pandoc does not outlive the call.

    Raises ProgramError if pandoc is missing, too old, killed, not done in time, or fails.
    """
    given = text.encode() if isinstance(text, str) else text
    with TemporaryDirectory(prefix="cikrefs-") as folder:
        command = [executable(), f"--data-dir={folder}", *arguments]
        with _start(command, folder) as process:
            try:
                out, err = _communicate(process, given, timeout, on_wait)
            finally:
                _kill(process)
    said = err.decode(errors="replace").strip()
    if process.returncode < 0:
        raise ProgramError(
            f"pandoc was killed (signal {-process.returncode}); is there memory enough?"
        )
    if process.returncode:
        raise ProgramError(f"pandoc failed: {said or f'exit code {process.returncode}'}")
    if on_warning:
        for warning in re.split(r"^\[WARNING\] ", said, flags=re.MULTILINE):
            if warning.strip():
                on_warning(" ".join(warning.split()))
    return out


def _start(command: Sequence[str], folder: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603  # no shell; the program is the one we looked for
            command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, start_new_session=True
        )
    except OSError as error:
        raise ProgramError(f"{command[0]} cannot be run: {error.strerror}; {_advice()}") from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process if it still runs, and what it started: a pandoc may be a script."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:  # Windows has no groups
            process.kill()
    process.wait()


def _communicate(
    process: subprocess.Popen[bytes],
    given: bytes,
    timeout: float,
    on_wait: Callable[[float], None] | None,
) -> tuple[bytes, bytes]:
    """Return what the process writes to its two outputs, waited for in short steps."""
    started = time.monotonic()
    waiting: bytes | None = given
    while True:
        passed = time.monotonic() - started
        if passed >= timeout:
            raise ProgramError(f"pandoc was not done after {timeout:g} seconds and was stopped")
        if on_wait:
            on_wait(passed)
        try:
            return process.communicate(waiting, timeout=min(_TICK, timeout - passed))
        except subprocess.TimeoutExpired:
            waiting = None  # all of it is on its way; a second time is refused


@cache
def executable() -> str:
    """Return the path of the pandoc to run, the first that is new enough.

    Raises ProgramError if there is none, or none that is new enough.
    """
    named = os.environ.get(VARIABLE)
    wrong = []
    for path in [named] if named else _candidates():
        # its folder is not the one that pandoc is run in
        path = str(Path(shutil.which(path) or path).absolute())  # noqa: PLW2901  # the same program
        try:
            version = _version(path)
        except ProgramError as error:
            wrong.append(str(error))
            continue
        if version >= OLDEST:
            return path
        wanted, found = (".".join(map(str, numbers)) for numbers in (OLDEST, version))
        wrong.append(f"{path} is version {found}, and {wanted} or newer is needed")
    said = f"{VARIABLE} is set, but " if named else ""
    if wrong:
        raise ProgramError(f"{said}{'; '.join(wrong)}; {_advice()}")
    raise ProgramError(f"pandoc is needed to format lists and is not installed; {_advice()}")


def _candidates() -> list[str]:
    """Return the system's pandoc and the one in pypandoc-binary, if they are there."""
    on_path = shutil.which("pandoc")
    found = [on_path] if on_path else []
    package = find_spec("pypandoc")
    for folder in (package and package.submodule_search_locations) or ():
        found += [str(path) for path in Path(folder, "files").glob("pandoc*") if path.is_file()]
    return found


def _version(path: str) -> tuple[int, ...]:
    """Return the version that the program at `path` says it has."""
    try:
        done = subprocess.run(  # noqa: S603  # no shell; the program is the one we looked for
            [path, "--version"], capture_output=True, timeout=20, check=False
        )
    except OSError as error:
        raise ProgramError(f"{path} cannot be run ({error.strerror})") from error
    except subprocess.TimeoutExpired as error:
        raise ProgramError(f"{path} does not say its version") from error
    found = re.match(rb"pandoc\S* (\d+(?:\.\d+)*)", done.stdout)
    if not found:
        raise ProgramError(f"{path} is no pandoc that works (exit code {done.returncode})")
    return tuple(int(number) for number in found[1].split(b"."))
