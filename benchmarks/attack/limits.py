"""Hostile files, read by every command that reads, each run in a process whose cost is measured.

None may take more than 500 MB or 10 s of computing; none may end a command but with 0, 1, 2, 3, and
nothing of it may command the terminal.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from benchmarks.attack import Plan, Tally, environment
from benchmarks.attack.hostile import SPECIAL, files
from cikrefs import cli
from cikrefs.registry.services import SERVICES, variable
from tests.test_screen import harm

MEMORY, SECONDS, PATIENCE = 500_000_000, 10.0, 240
"""Bytes, seconds of computing, and seconds after which a run that computes nothing is ended."""

_BACKSTOP = 3_000_000_000
"""Bytes of address space beyond what the process has already, so that what fails does not take the
machine with it."""

COMMANDS = (
    "convert FILE -o OUT.json",
    "check FILE --locked",
    "parse FILE",
    "convert FILE -o OUT.bib",
    "check FILE --timeout 0.5 -o html:OUT.html",
    "convert FILE -o OUT.ris",
    "convert - -o OUT.json",
    "fix FILE --dry-run --timeout 0.5",
)
ENDLESS = ("/dev/zero", "/dev/urandom")
_SAMPLE = ("opening.bib", "blanks.txt", "macros to the 9th.bib", "attributes.html", "deep.json",
           "aliases.yaml", "entities.xml", "NUL.json", "UTF-16, cut.ris")  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """How a run ended, what it took (bytes, seconds of computing), and what it printed."""

    code: int
    memory: int
    seconds: float
    said: str


def limits(plan: Plan, tally: Tally) -> None:
    """Give each hostile file to a command or two, by turns, and what never ends to all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (file, made) in enumerate(files()):
            if plan.short and file not in _SAMPLE:
                continue
            path = folder / file
            path.write_bytes(made())
            if not file.endswith(".lock"):
                path.with_suffix(".lock").write_text('{"cikrefs-lock": 2}\n', "utf-8")
            turn = (number + plan.seed) % len(COMMANDS)
            commands = [COMMANDS[turn], COMMANDS[turn - 3]][: 2 if file in SPECIAL else 1]
            if file.endswith(".lock"):
                (folder / f"{path.stem}.bib").write_text("@book{a, doi={10.5555/a}}", "utf-8")
                path, commands = path.with_suffix(".bib"), [COMMANDS[1]]
            if plan.short:
                commands = [COMMANDS[0]]
            for command in commands:
                judge(command, path, folder, tally)
            for made_now in folder.iterdir():
                made_now.unlink()
        for endless in ENDLESS[: 1 if plan.short else None]:
            for command in COMMANDS[: 1 if plan.short else None]:
                judge(f"{command} --max-size 20", Path(endless), folder, tally)


def judge(command: str, path: Path, folder: Path, tally: Tally) -> None:
    tally.tried += 1
    place = {"FILE": str(path)}
    words = [place.get(word, word.replace("OUT", str(folder / "out"))) for word in command.split()]
    cost = measured(lambda: cli.main(words, prog_name="cikrefs"), folder, path)
    said = f"{command} of {path.name}"
    if cost.code not in (0, 1, 2, 3):
        tally.crashed.append(f"{said}: exit {cost.code}: {cost.said[-300:]}")
    if cost.memory > MEMORY:
        tally.crashed.append(f"{said}: {cost.memory / 1e6:.0f} MB")
    if cost.seconds > SECONDS:
        tally.crashed.append(f"{said}: {cost.seconds:.1f} s")
    tally.wrong += [f"{said}: {live!r} is printed" for live in harm(cost.said)[:3]]


def measured(work: Callable[[], object], folder: Path, stdin: Path) -> Cost:
    """Run `work` in a fork of this process, in a folder; return how it ended and what it took."""
    printed = folder / "printed"
    process = os.fork()
    if not process:
        _work(work, folder, stdin, printed)
    timer = Timer(PATIENCE, os.kill, (process, signal.SIGKILL))
    timer.start()
    _, status, usage = os.wait4(process, 0)
    timer.cancel()
    said = printed.read_bytes()[:3_000_000].decode(errors="replace")
    code = os.waitstatus_to_exitcode(status)
    return Cost(code, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime, said)


def _work(work: Callable[[], object], folder: Path, stdin: Path, printed: Path) -> None:
    code = 99
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most = _address_space() + _BACKSTOP
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        os.chdir(folder)
        os.environ.update(environment(dict.fromkeys(map(variable, SERVICES), "http://127.0.0.1:9")))
        os.dup2(os.open(stdin, os.O_RDONLY), 0)
        for number in (1, 2):
            os.dup2(os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
        work()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 98
    finally:
        sys.stdout.flush()
        os._exit(code)


def _address_space() -> int:
    """Return the bytes of address space that this process has, 0 where the system does not say."""
    said = Path("/proc/self/statm")
    return int(said.read_text().split()[0]) * resource.getpagesize() if said.exists() else 0
