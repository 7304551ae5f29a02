"""A real standalone Spark cluster on this machine: one master and workers, each a process.

They are started by pyspark's `spark-class`, since a worker that bare `java` starts cannot start
executors. The master chooses its port and says it in its log, which is read until a deadline.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

SECONDS: Final = 60
"""What a process may take to start, on a machine where others work too."""

BRIEF: Final = "-XX:TieredStopAtLevel=1"
"""Tells a Java machine not to compile what a short run never gets back."""


def missing() -> list[str]:
    """Return what is not there of what a cluster takes."""
    wanted = ("pyspark", "pandas", "pyarrow", "duckdb")
    lacking = [name for name in wanted if importlib.util.find_spec(name) is None]
    has_java = shutil.which("java") or os.environ.get("JAVA_HOME")
    on_linux = sys.platform == "linux"
    return [*lacking, *([] if has_java else ["Java"]), *([] if on_linux else ["Linux"])]


@dataclass
class Cluster:
    """A master, its address, and workers of one core each; logs and files are in `folder`."""

    folder: Path
    url: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_workers(self, number: int) -> None:
        """Start workers and wait until the master knows them. Raises RuntimeError."""
        known = self._registered() + number
        for _ in range(number):
            place = self.folder / f"worker-{len(self.processes)}"
            arguments = ("--cores", "1", "--memory", "1g", "--work-dir", str(place), self.url)
            self._start("worker.Worker", *arguments)
        self._wait("the workers", lambda: self._registered() >= known)

    def start(self, workers: int) -> None:
        """Start a master and so many workers. Raises RuntimeError."""
        self._start("master.Master")
        self._wait("the master", lambda: bool(self._address()))
        self.url = self._address()
        self.add_workers(workers)

    def stop(self) -> None:
        """End every process, and what each has started."""
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, what: str, *arguments: str) -> None:
        import pyspark

        program = Path(pyspark.__file__).parent / "bin" / "spark-class"
        command = [str(program), f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1"]
        command += ["--port", "0", "--webui-port", "0", *arguments]
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environment(),
                start_new_session=True,
            )
        self.processes.append(process)

    def _log(self, number: int) -> str:
        path = self.folder / f"{number}.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _address(self) -> str:
        said = re.search(r"Starting Spark master at (spark://[\d.]+:\d+)", self._log(0))
        return said[1] if said else ""

    def _registered(self) -> int:
        return self._log(0).count("Registering worker")

    def _wait(self, what: str, is_there: Callable[[], bool]) -> None:
        """Wait until it is there. Raises RuntimeError with the log if it ends, or takes long."""
        newest = len(self.processes) - 1
        deadline = time.monotonic() + SECONDS
        while not is_there():
            if self.processes[newest].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not come up:\n{self._log(newest)[-3000:]}")
            time.sleep(0.1)


@contextmanager
def running(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Give a cluster that is there while the context is."""
    cluster = Cluster(folder)
    try:
        cluster.start(workers)
        yield cluster
    finally:
        cluster.stop()


def environment() -> dict[str, str]:
    """Return the environment of a process of the cluster: its executors import what is here."""
    return {
        **os.environ,
        "SPARK_DAEMON_JAVA_OPTS": BRIEF,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
    }


def executor_and_worker() -> tuple[int, int]:
    """Return the process numbers of the executor that computes this, and of its worker."""
    daemon = os.getppid()
    executor = _parent(daemon)
    return executor, _parent(executor)


def _parent(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.partition("PPid:")[2].split()[0])
