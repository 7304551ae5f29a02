"""The program: found, asked, stopped; each way it can fail is one error that says what to do."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cikrefs import pandoc
from cikrefs.errors import ProgramError
from tests.conftest import unix

pytestmark = unix  # the stand-ins are scripts

VERSION = 'if [ "$1" = --version ]; then echo "pandoc 3.9"; exit; fi\n'


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    pandoc.executable.cache_clear()
    yield
    pandoc.executable.cache_clear()


def program(folder: Path, script: str, name: str = "pandoc") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No pandoc but what is put into the folder returned, which is on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(pandoc.VARIABLE, raising=False)
    monkeypatch.setattr(pandoc, "find_spec", lambda _: None)
    return folder


def named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pandoc.VARIABLE, str(path))


def test_the_real_one_turns_a_text_into_another() -> None:
    assert pandoc.run(["-t", "html"], "*ü*") == "<p><em>ü</em></p>\n".encode()


def test_a_missing_one_is_an_error_that_says_where_to_get_it(nothing_else: Path) -> None:
    with pytest.raises(ProgramError, match=r"not installed; `.* install .*\[lists\]'?` brings"):
        pandoc.run([], "")


def test_one_that_is_too_old_is_named_with_its_version(nothing_else: Path) -> None:
    old = program(nothing_else, 'echo "pandoc 2.17.1.1"')
    with pytest.raises(ProgramError, match=f"{old} is version 2.17.1.1, and 3.1 or newer is"):
        pandoc.run([], "")


def test_a_new_one_behind_an_old_one_is_taken(
    nothing_else: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(nothing_else, 'echo "pandoc 2.17.1.1"')
    new = program(tmp_path, VERSION)
    monkeypatch.setattr(pandoc, "_candidates", lambda: [str(old), str(new)])
    assert pandoc.executable() == str(new)


def test_a_good_one_behind_a_broken_one_is_taken(
    nothing_else: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = program(nothing_else, "exit 127")
    good = program(tmp_path, VERSION)
    monkeypatch.setattr(pandoc, "_candidates", lambda: [str(broken), str(good)])
    assert pandoc.executable() == str(good)


def test_a_broken_one_alone_is_named(nothing_else: Path) -> None:
    broken = program(nothing_else, "exit 127")
    with pytest.raises(ProgramError, match=rf"^{broken} is no pandoc that works \(exit code 127\)"):
        pandoc.run([], "")


@pytest.mark.parametrize("name", ["pandoc", "./pandoc", "bin/../pandoc"])
def test_one_named_by_a_relative_path_is_run_from_another_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    program(tmp_path, VERSION + "echo mine")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv(pandoc.VARIABLE, name)
    assert pandoc.run([], "") == b"mine\n"


def test_the_environment_names_the_one_to_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(program(tmp_path, VERSION + "echo mine"), monkeypatch)
    assert pandoc.run([], "") == b"mine\n"


def test_a_name_in_the_environment_that_leads_nowhere_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(tmp_path / "nowhere", monkeypatch)
    message = r"^CIKREFS_PANDOC is set, but \S*nowhere cannot be run \(No such file or directory\)"
    with pytest.raises(ProgramError, match=message):
        pandoc.run([], "")


def test_a_program_that_is_no_pandoc_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(program(tmp_path, "echo bandoc 3.9"), monkeypatch)
    with pytest.raises(ProgramError, match="is no pandoc"):
        pandoc.run([], "")


def test_what_a_failing_one_says_is_in_the_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(program(tmp_path, VERSION + "echo 'no such reader' >&2; exit 21"), monkeypatch)
    with pytest.raises(ProgramError, match="pandoc failed: no such reader"):
        pandoc.run([], "")


def test_a_failing_one_that_says_nothing_is_told_by_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(program(tmp_path, VERSION + "exit 21"), monkeypatch)
    with pytest.raises(ProgramError, match="pandoc failed: exit code 21"):
        pandoc.run([], "")


def test_a_killed_one_is_told_by_its_signal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(program(tmp_path, VERSION + "kill -9 $$"), monkeypatch)
    with pytest.raises(ProgramError, match=r"was killed \(signal 9\)"):
        pandoc.run([], "")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # one whose parent is gone may wait to be fetched by the first of all processes
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and ") Z " in stat.read_text())


def test_a_hanging_one_is_stopped_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named(program(tmp_path, VERSION + "exec sleep 60"), monkeypatch)
    with pytest.raises(ProgramError, match=r"not done after 0\.5 seconds"):
        pandoc.run([], "x" * 1_000_000, timeout=0.5)


class Stop(Exception):
    pass


def test_what_one_that_is_stopped_had_started_is_stopped_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds a pipe: once it is heard it runs, and when the pipe is at its end it does not."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    started = f'(echo runs; sleep 20; echo still runs) > "{pipe}" &\nwait'
    named(program(tmp_path, VERSION + started), monkeypatch)
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as heard:

        def on_wait(_: float) -> None:
            if heard.read():
                raise Stop

        with pytest.raises(Stop):
            pandoc.run([], "", on_wait=on_wait)
        os.set_blocking(heard.fileno(), True)
        assert heard.read(1) == b""


def test_ctrl_c_leaves_nothing_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = tmp_path / "pid"
    script = VERSION + f'echo $$ > "{pid}"; exec sleep 60'
    named(program(tmp_path, script), monkeypatch)

    def on_wait(_: float) -> None:
        if pid.exists() and pid.read_text():
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        pandoc.run([], "", on_wait=on_wait)
    assert not is_running(int(pid.read_text()))


def test_warnings_are_handed_over_each_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "printf '[WARNING] one\\n  and more\\n[WARNING] two\\n' >&2; echo out"
    named(program(tmp_path, VERSION + said), monkeypatch)
    heard: list[str] = []
    assert pandoc.run([], "", on_warning=heard.append) == b"out\n"
    assert heard == ["one and more", "two"]


def test_it_runs_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named(program(tmp_path, VERSION + "ls -A | wc -l; pwd"), monkeypatch)
    count, folder = pandoc.run([], "").decode().split()
    assert count == "0"
    assert not Path(folder).exists()
