"""How much a PDF may take: memory, computing and time.

A PDF of some hundred bytes can ask for all memory there is, inside a library that then ends the
whole process. So such work is done by a process of its own with limits of the system's, where the
system has them (POSIX's `resource`); elsewhere only time is limited. Its answer is a text, or the
message of an InputError.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from importlib import import_module

from cikrefs.errors import InputError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

__all__ = ["bounded"]

MEMORY = 500_000_000
"""Bytes that the process may take, all that it loads included."""
SECONDS = 10
"""Seconds of computing that it may take."""
PATIENCE = 60
"""Seconds after which it is ended though it computes little."""

_UNREADABLE, _NO_MEMORY = 3, 4
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from cikrefs.documents.limits import answer; answer(*sys.argv[2:])"
)
_REMEDY = "give its reference list alone, as text"


def bounded(module: str, function: str, content: bytes) -> str:
    """Return what `function` of `module` makes of `content`, in a process with limits.

    Raises InputError for what the function raises as one, and where a limit is reached.
    """
    command = [sys.executable, "-c", _CHILD, json.dumps(sys.path), module, function]
    try:
        done = subprocess.run(  # noqa: S603  # this very Python, and names given by the code
            command, input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"takes more than {PATIENCE} s to read; {_REMEDY}") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8")
    if done.returncode == _UNREADABLE:
        raise InputError(done.stdout.decode("utf-8"))
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise InputError(f"takes more than {SECONDS} s of computing to read; {_REMEDY}")
    if done.returncode == _NO_MEMORY or done.returncode < 0:
        raise InputError(f"takes more than {MEMORY // 10**6} MB of memory to read; {_REMEDY}")
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
    raise InputError(f"cannot be read: {' '.join(said) or done.returncode}; {_REMEDY}")


def answer(module: str, function: str) -> None:
    """Be that process: read standard input, write the text, or a message and exit."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    out = sys.stdout.buffer
    try:
        out.write(getattr(import_module(module), function)(sys.stdin.buffer.read()).encode())
    except InputError as error:
        out.write(error.problem.message.encode())
        out.flush()
        raise SystemExit(_UNREADABLE) from error
    except MemoryError as error:
        raise SystemExit(_NO_MEMORY) from error
