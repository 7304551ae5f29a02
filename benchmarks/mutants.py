"""Which small changes to a module no test notices.

    python -m benchmarks.mutants MODULE [--tests PATH …] [--sample N] [--seed S] [--jobs N]

A mutant is the module (a path) with one operator, comparison, constant, condition or returned value
changed (see `changes`). It is killed if one of the tests fails, or does not end in time. Survivors
are printed as diffs.

Each mutant runs in a process of its own, forked from one in which the tests have run, so that all
is imported and compiled. There the functions get their changed code; what is executed already when
the tests are collected is imported anew. The tests that execute the changed statement come first.
What a test does in another process again is not seen.
"""

from __future__ import annotations

import argparse
import builtins
import difflib
import gc
import json
import math
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from functools import _lru_cache_wrapper, partial
from importlib.machinery import SourceFileLoader
from io import StringIO
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from benchmarks.changes import Change, changes, watched

_OPTIONS = "-x -q -p no:randomly -p no:cacheprovider --assert=plain".split()
_NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
_PATIENCE = 20.0
"""Seconds that a run may take, besides ten times what the tests took before."""

_MOST_BYTES = 4 << 30
_HOOK = "_cikrefs_mutants_see"
_KEPT = ("cikrefs", "tests")
"""Packages whose caches a change may make wrong."""

_BROKEN = 70
_NOT_RUN = frozenset({_BROKEN, int(pytest.ExitCode.NO_TESTS_COLLECTED)})
"""Exit codes of a run that says nothing about a mutant."""


@dataclass
class Watch:
    """A plugin that notes which tests execute the statement of a line, and how long each takes.

    "" stands for the time in which tests are collected and modules imported.
    """

    lines: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    test: str = ""

    def see(self, line: int) -> None:
        self.lines[line].add(self.test)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item.nodeid
        start = time.perf_counter()
        try:
            return (yield)
        finally:
            self.seconds[self.test] = time.perf_counter() - start
            self.test = ""


@dataclass(frozen=True)
class Order:
    """A plugin that runs those of the tests first that may tell soonest."""

    places: dict[str, float]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.places.get(item.nodeid, math.inf))


@dataclass(frozen=True)
class Module:
    """The module in another version, to be imported or to be put into what is imported."""

    name: str
    file: str
    source: bytes

    def code(self) -> CodeType:
        return compile(self.source, self.file, "exec", dont_inherit=True)

    def import_anew(self) -> None:
        """Let everything of the tree be imported again, with this version of the module."""
        tree = f"{Path.cwd()}{os.sep}"
        for name, one in list(sys.modules.items()):
            if str(getattr(one, "__file__", None)).startswith(tree):
                del sys.modules[name]
        read = SourceFileLoader.get_code

        def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
            return self.code() if name == self.name else read(loader, name)

        SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]  # in this process only

    def put_in_place(self, before: bytes) -> None:
        """Give the functions that are there their new code, and empty what keeps results.

        `before` is the source they come from. Where the change adds or takes a function, which is
        then whose is not known, and all is imported anew.
        """
        old, new = ([*_codes(one.code())] for one in (replace(self, source=before), self))
        if [code.co_qualname for code in old] != [code.co_qualname for code in new]:
            self.import_anew()
            return
        becomes = dict(zip(old, new, strict=True))
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename == self.file:
                one.__code__ = becomes[one.__code__]
            elif isinstance(one, _lru_cache_wrapper) and one.__module__.startswith(_KEPT):
                one.cache_clear()


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


@dataclass(frozen=True)
class Baseline:
    """The tests, what they execute of the module, and how long they take."""

    tests: Sequence[str]
    lines: dict[int, list[str]]
    seconds: dict[str, float]

    def tests_of(self, change: Change) -> list[str]:
        """Return the tests that execute the changed statement, "" for their collection."""
        return self.lines.get(change.statement, [])

    def run(self, module: Module, change: Change) -> int:
        """Run the tests on the changed module; return pytest's exit code."""
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE + 10 * sum(self.seconds.values()))
        executing = self.tests_of(change)
        changed = Module(module.name, module.file, change.applied(module.source))
        if change.in_function and "" not in executing:
            changed.put_in_place(module.source)
        else:
            changed.import_anew()
        return _pytest(self.tests, Order({test: self.seconds[test] for test in executing if test}))


def _pytest(tests: Sequence[str], *plugins: object) -> int:
    """Run the tests; return pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        return int(
            pytest.main(
                [*_OPTIONS, f"--basetemp={Path(folder, 'of pytest')}", *tests], plugins=plugins
            )
        )


def _forked(work: Callable[[], int]) -> int:
    """Start `work` in a forked process; return the process's id."""
    child = os.fork()
    if child:
        return child
    code = _BROKEN
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, _MOST_BYTES))
        code = work()
    except BaseException:  # noqa: BLE001  # the process must not go on with what its parent does
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _ended() -> tuple[int, int]:
    """Wait for a forked process; return its id and exit code, -N for signal N."""
    child, status = os.wait()
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what the tests have started and not stopped
    return child, os.waitstatus_to_exitcode(status)


def baseline(module: Module, tests: Sequence[str]) -> Baseline:
    """Return what the tests do when nothing is changed, and let this process have run them."""
    told = Path("baseline.json")

    def work() -> int:
        watch = Watch()
        setattr(builtins, _HOOK, watch.see)
        Module(module.name, module.file, watched(module.source, _HOOK)).import_anew()
        code = _pytest(tests, watch)
        lines = {line: sorted(names) for line, names in watch.lines.items()}
        told.write_text(json.dumps([lines, watch.seconds]), encoding="utf-8")
        return code

    if _pytest(tests):
        raise RuntimeError("the tests fail, though nothing is changed")
    _forked(work)
    if _ended()[1]:
        raise RuntimeError("the tests fail where their statements are noted")
    lines, seconds = json.loads(told.read_text(encoding="utf-8"))
    if not lines:
        raise RuntimeError(f"none of the tests imports {module.name}")
    return Baseline(tests, {int(line): names for line, names in lines.items()}, seconds)


def survivors(
    module: Module, chosen: Sequence[Change], known: Baseline, jobs: int
) -> tuple[list[Change], int]:
    """Return the changes that no test notices, and how many were only noticed by taking forever."""
    waiting, running = [*reversed(chosen)], dict[int, Change]()
    left, late = list[Change](), 0
    while waiting or running:
        while waiting and len(running) < jobs:
            change = waiting.pop()
            running[_forked(partial(known.run, module, change))] = change
        child, code = _ended()
        change = running.pop(child)
        if code in _NOT_RUN:
            raise RuntimeError("a run broke off")
        late += code == -signal.SIGALRM
        if code == 0:
            left.append(change)
    return sorted(left), late


def tests_of(module: Path) -> list[str]:
    """Return a module's tests: those in the folder of its package, and those that import it."""
    folder, name = Path("tests", *module.parent.parts[1:]), ".".join(module.with_suffix("").parts)
    folders = [folder] if folder.is_dir() and folder != Path("tests") else []
    files = [
        file
        for file in sorted(Path("tests").rglob("test_*.py"))
        if folder not in file.parents and f"from {name} import" in file.read_text(encoding="utf-8")
    ]
    return [str(path) for path in [*folders, *files]]


def _difference(before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines that differ."""
    one, other = (text.decode().splitlines() for text in (before, after))
    for line in list(difflib.unified_diff(one, other, n=0, lineterm=""))[2:]:
        if not line.startswith("@@"):
            yield line


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Which small changes to a module no test notices.")
    parser.add_argument("module", type=Path, help="e.g. cikrefs/checks/same.py")
    parser.add_argument("--tests", nargs="+", help="files and folders; by default the module's own")
    parser.add_argument("--sample", type=int, help="this many of the mutants; by default all")
    parser.add_argument("--seed", type=int, default=0, help="decides which are in the sample")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> None:
    options = _options()
    path, source = options.module, options.module.read_bytes()
    tests = options.tests or tests_of(path)
    every = changes(source)
    count = min(options.sample or len(every), len(every))
    chosen = sorted(random.Random(options.seed).sample(every, count))  # noqa: S311  # no secret
    with tempfile.TemporaryDirectory() as folder:
        tree = shutil.copytree(".", Path(folder, "tree"), ignore=_NOT_COPIED)
        os.chdir(tree)
        os.environ["PYTHONPATH"] = str(tree)
        sys.path.insert(0, str(tree))
        del sys.modules["benchmarks"]  # what the tests import of it is the tree's
        module = Module(".".join(path.with_suffix("").parts), str(tree / path), source)
        log = StringIO()
        try:
            with redirect_stdout(log), redirect_stderr(log):
                known = baseline(module, tests)
                left, late = survivors(module, chosen, known, options.jobs)
        except RuntimeError as error:
            sys.exit(f"{log.getvalue()}\n{error}: pytest {' '.join(tests)}")
    for change in left:
        print(f"{path}:{change.line}{'' if known.tests_of(change) else '  (never executed)'}")
        print("\n".join([*_difference(source, change.applied(source)), ""]))
    of = f"(seed {options.seed}, sample {count} of {len(every)})"
    print(f"killed {count - len(left)} of {count} {of}, {late} of them by not ending in time")


if __name__ == "__main__":
    main()
