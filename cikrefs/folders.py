"""A folder that files are written into, where none is lost that cikrefs did not make.

Nobody typed the names of the files in it, so they replace nothing but what cikrefs wrote there
itself. A marker file lists that, by SHA-256: what is still as it is listed may be replaced, what
was changed or added since may not. `--force` overrules this, but never for a file that is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cikrefs import files
from cikrefs.errors import InputError, Problem
from cikrefs.writing import is_left_over

DEFAULT = "cikrefs-out"
MARKER = ".cikrefs-made"
_TITLE = "# cikrefs build wrote these files, and replaces those that are still as listed (SHA-256)"


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at `path`, made when it is first written to; `inputs` are the files read."""

    path: Path
    inputs: tuple[str, ...]
    force: bool = False

    def claim(self, names: Iterable[str]) -> None:
        """Raise InputError if the folder, or what is called by one of `names` in it, is not ours.

        Nothing is written.
        """
        if self.path.exists() and not self.path.is_dir():
            raise self._refusal("is a file, and no folder to write into; name another with -o")
        files.keep_apart(self.path / MARKER, self.inputs)
        if self.force or not self.path.exists():
            return
        if not self._marker().startswith(_TITLE) and self._has_files():
            raise self._refusal(
                "is not empty, and cikrefs did not make it; name another folder with -o, or say"
                f" --force to replace in it {', '.join(names)}"
            )
        for name in names:
            if not self._is_input(name):
                self._refuse_if_not_ours(name, files.held(self.path / name))

    def write(self, name: str, text: str | bytes | Iterable[str]) -> bool:
        """Write a file into the folder and return True; return False if it is one that is read.

        Raises InputError if something else is there by now.
        """
        path = self.path / name
        if self._is_input(name):
            return False
        content, before = b"".join(files.encoded(text)), files.held(path)
        if not self.force:
            self._refuse_if_not_ours(name, before)
        self._note(name, before, content)
        files.write_text(path, content, expecting=before)
        return True

    def _is_input(self, name: str) -> bool:
        return any(files.is_same(self.path / name, file) for file in self.inputs)

    def _refuse_if_not_ours(self, name: str, content: bytes) -> None:
        if content and (_digest(content), name) not in self._noted():
            raise self._refusal(
                "is not what an earlier build wrote, and stays as it is; move it away, name another"
                " folder with -o, or say --force to replace it",
                name,
            )

    def _noted(self) -> set[tuple[str, str]]:
        """Return the digests and names that the marker file lists."""
        rows = (line.partition("  ") for line in self._marker().splitlines())
        return {(digest, name) for digest, _, name in rows if name}

    def _marker(self) -> str:
        return files.held(self.path / MARKER).decode("utf-8", errors="replace")

    def _note(self, name: str, before: bytes, after: bytes) -> None:
        """List a file in the marker file before it is written, as it is and as it is going to be.

        So it is known whichever of the two a run that is cut short leaves.
        """
        noted = self._noted()
        kept = {row for row in noted if row[1] != name or row[0] == _digest(before)}
        rows = sorted({*kept, (_digest(after), name)}, key=lambda row: (row[1], row[0]))
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refusal(f"cannot be made: {error.strerror or error}") from error
        lines = (f"{digest}  {name}" for digest, name in rows)
        files.write_text(self.path / MARKER, "\n".join((_TITLE, *lines, "")))

    def _has_files(self) -> bool:
        try:
            return any(not is_left_over(path.name) for path in self.path.iterdir())
        except OSError as error:
            raise self._refusal(f"cannot be read: {error.strerror or error}") from error

    def _refusal(self, message: str, name: str = "") -> InputError:
        return InputError(Problem(message, file=str(self.path / name)))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
