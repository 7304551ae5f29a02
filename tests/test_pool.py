from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, signal
from cikrefs.pool import pool

if __name__ == "__main__":
    processes = pool(2)
    assert processes.submit(os.getpid).result() != os.getpid()
    print("begun", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX has it")
def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    # the processes hold its standard output, which does not end before they do
    result = subprocess.run(
        [sys.executable, script], stdout=subprocess.PIPE, timeout=120, check=False
    )
    assert (result.returncode, result.stdout) == (-9, b"begun\n")
