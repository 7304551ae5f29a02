"""A batch on this machine: DuckDB reads, a pool of processes computes, parts lie in a folder.

Each part is the rows of one piece of the input, written aside and renamed, so that what a run has
done the next one finds. `batch.json` says what the parts were made of; a folder made of another
input, snapshot or version is refused, since half of each would be neither. Processes are spawned:
they share nothing but the disk, and rows travel as Arrow, not as references.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from cikrefs import __version__, installing
from cikrefs import files as disk
from cikrefs.errors import InputError, Problem, ProgramError
from cikrefs.pool import pool
from cikrefs.registry.snapshot import Snapshot, info
from cikrefs.registry.snapshot.folder import OnProgress, aside

if TYPE_CHECKING:
    import pyarrow as pa

    from cikrefs.batch.inputs import Input

MANIFEST: Final = "batch.json"
_SPILL: Final = "spill"
_ASKED: Final = "asked"
PART: Final = 20_000
"""Rows in a part: enough for look-ups to be worth a pass over a snapshot's keys."""

What = Literal["read", "check"]


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch gave: `rows`, those with an `error`, and how many have each `status`.

    There is no status where strings were only read.
    """

    rows: int
    errors: int
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with which column of which file; `part` is in rows.

    `id` names the column of ids, None for "id" or the rows' numbers. `snapshot` is the folder that
    checks are made by, `retractions` Retraction Watch's CSV.
    """

    what: What
    column: str = "string"
    id: str | None = None
    snapshot: Path | None = None
    part: int = PART
    retractions: Path | None = None


def run(
    source: str | Path,
    target: str | Path,
    plan: Plan,
    *,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> Done:
    """Read or check the strings in a table `source`; write Parquet into the folder `target`.

    `source` is a .parquet, .jsonl or .csv. There is exactly one row out for each row in, of the
    schema `cikrefs.batch.schema.READ` or `CHECKED`. `workers` are processes; more than one only
    where the program's main module can be imported again.

    Raises InputError for what cannot be read and a target of something else, ProgramError without
    DuckDB and pyarrow, or if a process dies.
    """
    _make_sure_of_extra()
    source, target = Path(source), Path(target)
    date = _date(plan)
    from cikrefs.batch.inputs import Input

    with Input(source, plan.column, plan.id, target / _SPILL) as table:
        _begin(source, target, plan, date)
        parts = -(-table.rows() // plan.part)
        left = parts - len([*target.glob("part-*.parquet")])
        is_to_join = plan.what == "check" and left > 1 and not _is_joined(target)
        total = parts + parts * is_to_join
        progress = _Progress(on_progress or (lambda _done, _total: None), total)
        jobs = partial(_jobs, plan, table, target)
        if is_to_join:
            _join(plan, jobs, target, workers, progress)
        for _ in _done(_compute, jobs(), workers):
            progress.step()
    return _counted(target)


class _Progress:
    """Tells how many steps of how many are done."""

    def __init__(self, tell: OnProgress, total: int) -> None:
        self._tell, self._done, self._total = tell, 0, total

    def step(self) -> None:
        self._done += 1
        self._tell(self._done, self._total)


def _make_sure_of_extra() -> None:
    """Raise ProgramError if what is needed is not installed."""
    if missing := [name for name in ("duckdb", "pyarrow") if not _is_there(name)]:
        advice = installing.advice("batch")
        raise ProgramError(f"batches take {' and '.join(missing)}; install by {advice}")


def _is_there(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def _date(plan: Plan) -> str:
    """Return the date of the snapshot that checks are made by. Raises InputError."""
    if plan.what == "read":
        return ""
    if plan.snapshot is None:
        raise InputError("batches are checked by a snapshot; name its folder")
    return info(plan.snapshot).date


def _begin(source: Path, target: Path, plan: Plan, date: str) -> None:
    """Say in `target` what its parts are made of. Raises InputError if it says otherwise."""
    from cikrefs.batch.inputs import fingerprint

    made_of = {
        "cikrefs-batch": __version__,
        "what": plan.what,
        "input": fingerprint(source),
        "column": plan.column,
        "id": plan.id,
        "part": plan.part,
        "snapshot": asdict(info(plan.snapshot)) if plan.snapshot and date else None,
        "retractions": fingerprint(plan.retractions) if plan.retractions else None,
    }
    text = json.dumps(made_of, indent=1) + "\n"
    try:
        target.mkdir(parents=True, exist_ok=True)
        names = {entry.name for entry in target.iterdir()}
        before = (target / MANIFEST).read_text("utf-8") if MANIFEST in names else ""
    except OSError as error:
        message = f"cannot be written to: {error.strerror or error}"
        raise InputError(Problem(message, file=str(target))) from error
    if names and before != text:
        what = "of another input, snapshot or version" if before else "of something else"
        message = f"is an output {what}; write to another folder"
        raise InputError(Problem(message, file=str(target)))
    disk.write_text(target / MANIFEST, text)


@dataclass(frozen=True, slots=True)
class _Job:
    """The rows of the part of this number, and the folder that the batch is written into."""

    plan: Plan
    batch: pa.RecordBatch
    number: int
    target: Path

    @property
    def path(self) -> Path:
        """The file of the part."""
        return self.target / f"part-{self.number:06}.parquet"

    @property
    def spill(self) -> Path:
        """The folder of what is needed meanwhile."""
        return self.target / _SPILL

    @property
    def asked(self) -> Path:
        """The file of what the part asks a snapshot for."""
        return self.spill / _ASKED / self.path.name


def _jobs(plan: Plan, table: Input, target: Path) -> Iterator[_Job]:
    for number, batch in enumerate(table.batches(plan.part)):
        yield _Job(plan, batch, number, target)


def _join(
    plan: Plan,
    jobs: Callable[[], Iterator[_Job]],
    target: Path,
    workers: int,
    progress: _Progress,
) -> None:
    """Join the snapshot with what all parts ask it for that are not there."""
    from cikrefs.batch.joined import join

    spill = target / _SPILL
    (spill / _ASKED).mkdir(parents=True, exist_ok=True)
    for _ in _done(_gather, jobs(), workers):
        progress.step()
    if plan.snapshot:
        join(Snapshot(plan.snapshot), spill / _ASKED, spill)


def _is_joined(target: Path) -> bool:
    """Whether a run before has joined the snapshot with what was asked for."""
    from cikrefs.batch.joined import is_joined

    return is_joined(target / _SPILL)


def _done(function: Callable[[_Job], None], jobs: Iterator[_Job], workers: int) -> Iterator[None]:
    """Do the jobs, a few of them waiting at a time; yield as each is done."""
    if workers < 2:
        yield from map(function, jobs)
        return
    running: set[Future[None]] = set()
    with pool(workers) as processes:
        try:
            for job in jobs:
                running.add(processes.submit(function, job))
                while len(running) >= 2 * workers:
                    ended, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in ended)
            yield from (future.result() for future in as_completed(running))
        except BrokenProcessPool as error:
            message = "a process died, perhaps for want of memory; run the command again, with"
            raise ProgramError(f"{message} fewer workers: what is done is kept") from error
        finally:
            for future in running:
                future.cancel()


def _gather(job: _Job) -> None:
    """Write what the part of a job asks for, unless it is there, or the part itself."""
    from cikrefs.batch.joined import gather

    if not job.path.exists() and not job.asked.exists():
        gather(job.batch, job.number, job.asked)


def _compute(job: _Job) -> None:
    """Write the part of a job, unless it is there."""
    from pyarrow import Table, parquet

    from cikrefs.batch.batches import check_batches, read_batches

    if job.path.exists():
        return
    if job.plan.what == "check" and job.plan.snapshot:
        held = _held(job, _snapshot(job.plan.snapshot, job.plan.retractions))
        rows = [*check_batches([job.batch], held, held.info.date)]
    else:
        rows = [*read_batches([job.batch])]
    with aside(job.path) as part:
        parquet.write_table(Table.from_batches(rows), part, compression="zstd")


def _held(job: _Job, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot for a job: joined with its part, if what the part asks for is known."""
    if not (job.asked.exists() and _is_joined(job.target)):
        return snapshot
    from cikrefs.batch.joined import Joined

    return Joined(snapshot, job.asked, job.spill, job.number)


@cache
def _snapshot(folder: Path, retractions: Path | None) -> Snapshot:
    """Return the snapshot, which each process opens once."""
    return Snapshot(folder, retractions=retractions)


def _counted(target: Path) -> Done:
    """Return what all parts hold, and remove what was needed meanwhile."""
    from pyarrow import parquet

    rows, errors, statuses = 0, 0, Counter[str]()
    for path in sorted(target.glob("part-*.parquet")):
        names = parquet.read_schema(path).names
        table = parquet.read_table(path, columns=[n for n in ("error", "status") if n in names])
        rows += table.num_rows
        errors += table.num_rows - table.column("error").null_count
        if "status" in names:
            statuses.update(table.column("status").to_pylist())
    shutil.rmtree(target / _SPILL, ignore_errors=True)
    return Done(rows, errors, dict(statuses))
