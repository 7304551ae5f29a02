"""The system refuses a call, or kills at one: what strace can do to a whole process.

A run that is only watched tells which calls a command makes once it has opened its file; then, run
after run, one of them fails or kills. What fails outside of the user's folder may end a command as
it likes, but must not touch the files.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from benchmarks.attack import Plan, Tally
from benchmarks.attack.writing import ANSWERS, Job, copied, judge, run_again, started_jobs

ERRORS: Final[Mapping[str, tuple[str, ...]]] = {
    "openat": ("error=ENOSPC", "error=EACCES", "error=EMFILE", "error=EIO", "signal=KILL"),
    "write": ("error=ENOSPC", "error=EIO", "error=EDQUOT", "signal=KILL"),
    "rename": ("error=EACCES", "error=EXDEV", "error=EIO", "error=EROFS", "signal=KILL"),
    "fsync": ("error=EIO", "error=ENOSPC", "signal=KILL"),
    "chmod": ("error=EPERM", "error=EROFS", "signal=KILL"),
    "chown": ("error=EPERM",),
    "flock": ("error=ENOLCK", "signal=KILL"),
    "unlink": ("error=EACCES", "error=EIO"),
    "mkdir": ("error=ENOSPC", "error=EACCES"),
    "read": ("error=EIO", "signal=KILL"),
    "close": ("error=EIO", "error=ENOSPC"),
    "newfstatat": ("error=EIO", "error=EACCES"),
}
_LINE = re.compile(r"\d+ +(\w+)\((.*)")


def syscalls(plan: Plan, tally: Tally) -> None:
    """Let calls that commands make fail in the system itself; nothing where there is no strace."""
    if not shutil.which("strace"):
        print("there is no strace here: the section syscalls is left out")
        return
    chance = plan.chance("syscalls")
    with started_jobs() as (jobs, env, root):
        for job in jobs[:1] if plan.short else jobs:
            folder = copied(job.start, root)
            lines = _run(job, folder, env, [])[1]
            shutil.rmtree(folder)
            places = [(name, number) for name, number, _ in within(lines) if name in ERRORS]
            for _ in range(2 if plan.short else 10):
                name, number = chance.choice(places)
                fault = chance.choice(ERRORS[name])
                _attack(job, f"{name}:{fault}:when={number}", (root, env), tally)


def _attack(job: Job, fault: str, place: tuple[Path, Mapping[str, str]], tally: Tally) -> None:
    root, env = place
    folder = copied(job.start, root)
    code, lines = _run(job, folder, env, ["-e", f"inject={fault}"])
    hit = next((line for line in lines if "INJECTED" in line), "none")
    said = f"{fault}, {hit.strip()[:90]}"
    judge(job, folder, code, tally, said)
    call = hit.partition(" = ")[0]  # behind it is the error, an "Input/output error" for one
    ours = str(folder) in call or any(name in call for name in (*job.before, "out"))
    if ours and code in (1, 3, 70) and code != job.code:
        tally.wrong.append(f"{job.command}: {said}: exit {code}")
    run_again(job, folder, env, tally, said)
    shutil.rmtree(folder)


def _run(
    job: Job, folder: Path, env: Mapping[str, str], options: list[str]
) -> tuple[int, list[str]]:
    """Run a job's command under strace in a folder; return its exit code and its calls."""
    trace = folder.with_suffix(".trace")
    watched = f"trace={','.join(ERRORS)}"
    command = ["strace", "-f", "-qq", "-o", str(trace), "-e", watched, *options]
    command += [sys.executable, "-m", "cikrefs", *job.command.split()]
    with (folder / ANSWERS).open("rb") as answers:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**env, "PYTHONHASHSEED": "0"},
            stdin=answers,
            capture_output=True,
            check=False,
        )
    lines = trace.read_text(errors="replace").splitlines()
    trace.unlink()
    return done.returncode, lines


def within(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the calls of the first thread from when it opened its file on, each with its number."""
    numbers: Counter[str] = Counter()
    began, first = False, lines[0].split()[0]
    for line in lines:
        found = _LINE.match(line)
        if found is None or line.split()[0] != first:
            continue
        name = found[1]
        numbers[name] += 1
        began = began or (name == "openat" and '"in.' in line)
        outside = name in ("openat", "newfstatat", "read", "close") and "/" in found[2]
        if began and not (outside and ".cikrefs-" not in line):
            yield name, numbers[name], line
