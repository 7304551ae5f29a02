"""A file is replaced whole or not at all, and stays the file it was in all but what it holds.

What is new is written beside its place under a name of our own, and renamed: a crash, a full disk
or Ctrl-C leaves the old file or the new one, never half of one. Mode, owner, group and extended
attributes go over to the new file as far as the system lets us; a symbolic link stays one. A hard
link does not: the other names keep the old text, since to write into the file that all of them are
could leave half of it. A file nobody may write to is not replaced, though a rename would do it.

A writer holds a lock on its file beside. What a killed one leaves is not locked any more, so the
next writer in that folder removes it.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows, which does not let go of the name of an open file
    fcntl = None  # type: ignore[assignment]

_START, _END = ".cikrefs-", ".tmp"


def is_left_over(name: str) -> bool:
    """Whether a file of this name is one that is being written, or what a killed writer left."""
    return name.startswith(_START) and name.endswith(_END)


def replace(path: Path, pieces: Iterable[bytes], make_sure: Callable[[], None]) -> None:
    """Write the file `path`, which is no link, anew; call `make_sure` just before it is there.

    If that raises, the old file stays. Raises OSError where the place cannot be written to.
    """
    old = path.stat() if path.exists() else None
    if old and not (old.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "it is write-protected")
    _sweep(path.parent)
    with _beside(path.parent) as file:
        file.writelines(pieces)
        file.flush()
        if old:
            _take_over(path, old, Path(file.name))
        os.fsync(file.fileno())
        make_sure()
        if fcntl is None:
            file.close()
        Path(file.name).replace(path)


@contextmanager
def _beside(folder: Path) -> Iterator[IO[bytes]]:
    """Open a new file in `folder`, locked; remove it in the end if it still has its name."""
    while True:
        beside = folder / f"{_START}{secrets.token_hex(8)}{_END}"
        with beside.open("xb") as file:
            _lock(file)
            if fcntl and os.fstat(file.fileno()).st_nlink == 0:  # swept before it was locked
                continue
            try:
                yield file
            finally:
                try:
                    file.close()  # which may fail once more on a full disk
                finally:
                    beside.unlink(missing_ok=True)
            return


def _sweep(folder: Path) -> None:
    """Remove what killed writers left in `folder`: files with our names that nobody has locked."""
    found: list[Path] = []
    with suppress(OSError):  # a folder may be written to by those who may not list it
        found = [Path(entry.path) for entry in os.scandir(folder) if is_left_over(entry.name)]
    for path in found:
        with suppress(OSError), path.open("rb") as file:
            if fcntl is None:
                file.close()
            elif not _lock(file, wait=False):
                continue
            path.unlink()


def _lock(file: IO[bytes], *, wait: bool = True) -> bool:
    """Lock an open file; return whether that could be done. It is unlocked when it is closed."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:  # a file system without locks
        return False
    return True


def _take_over(path: Path, old: os.stat_result, new: Path) -> None:
    """Give the file `new` the owner, group, mode and attributes of the file at `path`."""
    if hasattr(os, "chown"):
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):
            with suppress(OSError):  # only the superuser gives files away
                os.chown(new, owner, group)
    new.chmod(old.st_mode)
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # not every file system has them, nor may everybody set all
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(new, name, os.getxattr(path, name))
