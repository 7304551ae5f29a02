"""Killed at any moment, refused any call: the user's files are the old ones or the new ones.

What a command writes is known from a run of it that nothing disturbs. After a disturbed run, each
file that was there before must hold what it held or what the undisturbed run wrote; the exit code
of the undisturbed run must mean that all is written. Then the command is run once more,
undisturbed: it must do its work, and sweep what the disturbed run left. Runs are forks of this
process, so that most of their time is the command's own and not Python's start.
"""

from __future__ import annotations

import errno
import io
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from click.testing import CliRunner

from benchmarks.attack import Plan, Tally, environment
from cikrefs import cli
from tests.constructed_server import constructed_works, serving

DOI = "10.1186/s13046-021-02184-2"
BIB = """@comment{mine}
@article{a,
  author = {Sharma, Amit and Schmidt-Wolf, Ingo G. H.},
  title = {30 years of CIK cell therapy},
  year = {2021},
  volume = {999},
  doi = {%s}
}
""".replace("%s", DOI)
ANSWERS = "answers"
"""The file that stands for what somebody types."""

COMMANDS = (
    "convert in.bib -o out.ris",
    "convert in.bib -o out.json",
    "check in.bib -o json:report.json -o html:report.html",
    "lock in.bib --update",
    "fix in.bib --yes",
    "fix in.bare.bib --yes --complete",
    "fix in.bib --interactive",
    "add 10.1007/s00262-024-03860-w --to in.bib",
    "dedupe in.twice.bib --yes",
    "build in.bib -o out --force",
    "parse in.txt -o report.txt",
)
_AGAIN = ("fix", "add", "dedupe")
"""What changes its own file, and finds nothing left to do when it is run again."""

_DATE = re.compile(rb'"asked": "[^"]*"')


@dataclass(frozen=True)
class Job:
    """A command, the folder it starts from, the files before and after, and how long it takes."""

    command: str
    start: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    code: int
    seconds: float


def kills(plan: Plan, tally: Tally) -> None:
    """Kill commands at any moment of the time they take, and at each step of their writing."""
    chance = plan.chance("kills")
    with started_jobs() as (jobs, env, root):
        for number in range(len(jobs) if plan.short else 504):
            job = jobs[number % len(jobs)]
            folder = copied(job.start, root)
            if number // len(jobs) % 2:
                seconds = job.seconds * chance.uniform(0.1, 1.1)
                said = f"killed after {seconds:.3f} s"
                code = _fork(job.command, folder, env, lambda: None, seconds)
            else:
                step = chance.randrange(1, 130 if job.command.startswith("build") else 12)
                said = f"killed at step {step}"
                code = _fork(job.command, folder, env, partial(_die_at, step))
            judge(job, folder, code, tally, said)
            run_again(job, folder, env, tally, said)
            shutil.rmtree(folder)


def failing_calls(plan: Plan, tally: Tally) -> None:
    """Let the calls that writing takes fail, the first, second, third, or all; fill disks."""
    with started_jobs() as (jobs, env, root):
        for job in jobs[:1] if plan.short else jobs:
            for said, prepare in _failures(plan.short):
                folder = copied(job.start, root)
                code = _fork(job.command, folder, env, partial(prepare, folder))
                judge(job, folder, code, tally, said)
                if code in (1, 3, 70) and code != job.code:
                    tally.wrong.append(f"{job.command}: {said}: exit {code}")
                run_again(job, folder, env, tally, said)
                shutil.rmtree(folder)


_CALLS: Mapping[tuple[object, str], tuple[int, ...]] = {
    (io, "open"): (errno.ENOSPC, errno.EACCES, errno.EMFILE),
    (os, "fsync"): (errno.EIO, errno.ENOSPC),
    (os, "replace"): (errno.EACCES, errno.EXDEV, errno.EIO),
    (os, "chmod"): (errno.EPERM,),
    (os, "chown"): (errno.EPERM,),
    (os, "unlink"): (errno.EACCES,),
    (os, "mkdir"): (errno.ENOSPC,),
    (os, "scandir"): (errno.EACCES,),
}
_STEPS = frozenset("open os.rename os.remove os.chmod os.chown os.mkdir os.scandir".split())
"""Audit events (https://docs.python.org/3/library/audit_events.html) of what writing does."""


def _failures(short: bool) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield what fails, in words, and what makes it fail in a folder."""
    for (module, name), errors in _CALLS.items():
        for error in errors[:1] if short else errors:
            for number in (0,) if short else (1, 2, 3, 0):
                said = f"{name} number {number or 'any'} fails with {errno.errorcode[error]}"
                yield said, _failing(module, name, error, number)
    for size in (100,) if short else (0, 1, 10, 100, 1_000, 10_000):
        yield f"no file above {size} bytes", _limited(size)


def _failing(module: object, name: str, error: int, number: int) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        real, calls = getattr(module, name), 0

        def call(*args: object, **kwargs: object) -> object:
            nonlocal calls
            writes = name != "open" or "w" in str(args[1:2]) or "x" in str(args[1:2])
            inside = isinstance(args[0], int) or Path(str(args[0])).absolute().is_relative_to(
                folder
            )
            calls += inside and writes
            if inside and writes and number in (0, calls):
                raise OSError(error, os.strerror(error), str(args[0]))
            return real(*args, **kwargs)

        setattr(module, name, call)

    return prepare


def _limited(size: int) -> Callable[[Path], None]:
    def prepare(_: Path) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return prepare


def _die_at(step: int) -> None:
    """Kill this process before it does the step of this number."""
    done = 0

    def hook(event: str, _: object) -> None:
        nonlocal done
        done += event in _STEPS
        if done >= step:  # two threads may count at once
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _fork(
    command: str,
    folder: Path,
    env: Mapping[str, str],
    prepare: Callable[[], None] = lambda: None,
    seconds: float | None = None,
) -> int:
    """Run a command in a fork of this process, killed after `seconds`; return its exit code."""
    process = os.fork()
    if not process:
        code = 99
        try:
            os.chdir(folder)
            os.environ.update(env)
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(os.open(ANSWERS, os.O_RDONLY), 0)
            for number in (1, 2):
                os.dup2(nothing, number)
            prepare()
            cli.main(command.split(), prog_name="cikrefs")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 98
        finally:
            os._exit(code)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@contextmanager
def started_jobs() -> Iterator[tuple[list[Job], dict[str, str], Path]]:
    """Start the registries; run each command once undisturbed, over outputs that are the user's."""
    with serving(constructed_works()) as server, tempfile.TemporaryDirectory() as name:
        root = Path(name)
        env = environment(server.environment)
        jobs = []
        for number, command in enumerate(COMMANDS):
            start = root / f"start{number}"
            (start / "out").mkdir(parents=True)
            (start / "in.bib").write_text(BIB, encoding="utf-8")
            (start / "in.twice.bib").write_text(f"{BIB}{BIB.replace('{a,', '{b,')}", "utf-8")
            (start / "in.bare.bib").write_text(f"@misc{{a,\n  doi = {{{DOI}}}\n}}\n", "utf-8")
            (start / ANSWERS).write_text("r\n" * 5, encoding="utf-8")
            (start / "in.txt").write_text("References\n\n1. Lee A (2019) C. J 1:2.\n", "utf-8")
            for word in (
                "out.ris",
                "out.json",
                "report.json",
                "report.html",
                "report.txt",
                "list.html",
            ):
                (start / word).write_text("the user's own\n", encoding="utf-8")
            (start / "out" / "references.bib").write_text("the user's own\n", encoding="utf-8")
            _fork("lock in.bib", start, env)
            lock = start / "in.lock"
            lock.write_text(
                lock.read_text("utf-8").replace('"volume": "40"', '"volume": "4"'), "utf-8"
            )
            _warm(command, copied(start, root), env)
            folder = copied(start, root)
            began = time.perf_counter()
            code = _fork(command, folder, env)
            seconds = time.perf_counter() - began
            job = Job(command, start, _held(start), _held(folder), code, seconds)
            if job.before == job.after:
                raise AssertionError(f"{command} writes nothing: exit {code}")
            jobs.append(job)
            shutil.rmtree(folder)
        yield jobs, env, root


def _warm(command: str, folder: Path, env: Mapping[str, str]) -> None:
    """Run a command here, so that forks need not import what it takes."""
    with chdir(folder):
        CliRunner(env=env).invoke(cli.main, command.split())


def copied(start: Path, root: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=root))
    shutil.copytree(start, folder, dirs_exist_ok=True)
    return folder


def _held(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a folder, but for the day."""
    return {
        str(path.relative_to(folder)): _DATE.sub(b"", path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _is_ours(name: str) -> bool:
    return Path(name).name.startswith(".cikrefs-")


def judge(job: Job, folder: Path, code: int, tally: Tally, said: str) -> None:
    """Count what is neither the old file nor the new one, and an exit code that says too much."""
    tally.tried += 1
    found = _held(folder)
    for name, content in found.items():
        if not _is_ours(name) and content not in (job.before.get(name), job.after.get(name)):
            tally.lost.append(f"{job.command}: {said}: {name} is neither old nor new")
    for name in job.before.keys() - found.keys():
        tally.lost.append(f"{job.command}: {said}: {name} is gone")
    if code == job.code and any(found.get(name) != text for name, text in job.after.items()):
        tally.wrong.append(f"{job.command}: {said}: exit {code}, and not all is written")
    tally.left += sum(name.endswith(".tmp") for name in found)


def run_again(job: Job, folder: Path, env: Mapping[str, str], tally: Tally, said: str) -> None:
    """Count it if the command does not do its work after a disturbed run, or leaves its traces."""
    code = _fork(job.command, folder, env)
    found = _held(folder)
    traces = [name for name in found if name.endswith(".tmp")]
    done = all(found.get(name) == text for name, text in job.after.items() if not _is_ours(name))
    if not done or traces or (code != job.code and not job.command.startswith(_AGAIN)):
        tally.wrong.append(f"{job.command}: {said}, then run again: exit {code}, left {traces}")
