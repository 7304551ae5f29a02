"""How fast the main job is: requests and seconds for the 18 references, and for starting.

    python -m benchmarks.main_job

The registries are a local stand-in that holds the constructed records and answers after 200 ms.
Times are from process start to process end, the best of five runs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.constructed_server import Server, constructed_works, serving

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "tests" / "data" / "report-references.md"
RUNS = 5


def timed(*command: str, runs: int = RUNS, **environment: str) -> tuple[float, int]:
    """Return the best time in seconds and the exit code of a command."""
    best, code = float("inf"), 0
    for _ in range(runs):
        start = time.perf_counter()
        env = {**os.environ, **environment}
        code = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, check=False
        ).returncode
        best = min(best, time.perf_counter() - start)
    return best, code


def row(what: str, seconds: float, code: int | str = "", requests: float | str = "") -> None:
    print(f"{what:<58}{requests!s:>9}{seconds:>9.2f} s{code!s:>6}")


def checked(what: str, file: Path, server: Server, *options: str) -> None:
    server.requests.clear()
    seconds, code = timed(
        sys.executable, "-m", "cikrefs", "check", str(file), *options, **server.environment
    )
    row(what, seconds, code, len(server.requests) // RUNS)


def main() -> None:
    print(f"{'':<58}{'requests':>9}{'time':>11}{'exit':>6}")
    with (
        serving(constructed_works(), latency=0.2) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        clean = Path(folder) / "clean.md"
        text = REPORT.read_text(encoding="utf-8")
        clean.write_text(text.replace("j.clcc.", "j.cllc."), encoding="utf-8")
        checked("check, the 18 with the right DOIs, 200 ms latency", clean, server)
        checked("check, the 18 as printed (one dead DOI), 200 ms latency", REPORT, server)
        checked("the same with a mail address", REPORT, server, "--mailto", "a@example.org")
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        url = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        command = (sys.executable, "-m", "cikrefs", "check", str(REPORT), "--crossref-url", url)
        row("check, Crossref hangs, --timeout 20 (once)", *timed(*command, runs=1))
    click, _ = timed(sys.executable, "-c", "import click")
    version, code = timed(sys.executable, "-m", "cikrefs", "--version")
    row("python -c 'import click'", click)
    row("cikrefs --version", version, code)


if __name__ == "__main__":
    main()
