"""Files in and out: references from bytes and back, in files that appear whole or not at all.

A file is read as what its content tells, since people name exports as they like, and written as
what its name says, since nothing else can tell. An output is written beside its place and renamed,
so that a crash, a full disk or Ctrl-C leaves the old file or the new one, never half of one. Who
rewrites a file says what it held when it was read; if it holds something else by now, it stays.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cikrefs import documents, writing
from cikrefs.encodings import Form, decoded, encoding_of
from cikrefs.errors import InputError, OnProblem, Problem, report
from cikrefs.formats import FORMATS, detect
from cikrefs.identifiers import identify
from cikrefs.models import Reference, Source

if TYPE_CHECKING:
    from cikrefs.formats.bibtex import Aside

STDIN = "-"
MAX_SIZE = 200_000_000
"""Bytes that are read unless more is asked for: some 400,000 references."""

_PIECE = 1 << 20
_STEP = 100
"""References between two calls of `on_progress`."""

OnProgress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its references, and the text they were read from.

    `format` is the key of `formats.FORMATS` that `text` was read as; both are "" for a document
    that has its references marked up one by one. `size` is that of the file, in bytes; `encoding`
    is the one it says it is in, by its mark or in words, else UTF-8. `is_cited` says that the
    references are those of a document's citation fields.
    """

    references: list[Reference]
    text: str = ""
    format: str = ""
    size: int = 0
    encoding: str = "utf-8"
    is_cited: bool = False

    @property
    def form(self) -> Form:
        """The line ends and the encoding of the file."""
        is_crlf = "\r\n" in self.text and self.text.count("\n") == self.text.count("\r\n")
        return Form("\r\n" if is_crlf else "\n", self.encoding)

    @property
    def document(self) -> str | None:
        """The text around a printed list; None for a file that is nothing but references."""
        return self.text if self.format == "printed" else None

    def asides(self) -> tuple[Aside, ...]:
        """Return what a .bib holds besides its references (`bibtex.Aside`), nothing of others."""
        if self.format != "bibtex":
            return ()
        from cikrefs.formats import bibtex

        return bibtex.asides(self.text)


def read_contents(
    path: str | Path,
    *,
    format_: str | None = None,
    on_problem: OnProblem | None = None,
    on_progress: OnProgress | None = None,
    max_size: int = MAX_SIZE,
) -> Contents:
    """Read the references in a file (or standard input for "-"), and the document they end, if any.

    Where no such file is, an identifier in its place is read as a list of this one. The arguments
    are those of `cikrefs.read`, and so are the errors; `on_progress` is called with the number of
    lines read so far and of those there are. Raises InputError for a file of more than `max_size`
    bytes too.
    """
    if is_identifier(str(path)):
        return _named(str(path), on_problem)
    name = "standard input" if str(path) == STDIN else str(path)
    problems: list[Problem] = []

    def on_problem_here(problem: Problem) -> None:
        problems.append(problem)
        report(replace(problem, file=name), on_problem)

    content = _bytes(path, name, max_size)
    document = _document(content, path, name, on_problem_here)
    found: Iterable[Reference]
    if document and document.references is not None:
        found, text = document.references, document.text or ""
        format_ = "printed" if text else ""
    else:
        text = decoded(content, name, on_problem_here) if document is None else document.text or ""
        if not text or text.isspace():
            raise InputError(Problem("is empty; nothing to read", file=name))
        format_ = format_ or ("printed" if document else _detected(text, name))
        found = FORMATS[format_].iterate(text, on_problem=on_problem_here)
    references = list(_placed(found, name, text.count("\n") + 1, on_progress))
    if not references and not any(problem.lost for problem in problems):
        raise InputError(Problem("holds no references", file=name))
    is_cited = document is not None and document.is_cited
    return Contents(references, text, format_, len(content), encoding_of(content), is_cited)


def is_identifier(argument: str) -> bool:
    """Whether what stands where a file's name could is an identifier of a work, and no file."""
    if argument == STDIN or identify(argument) is None:
        return False
    return not os.path.exists(argument)  # noqa: PTH110  # Path.exists raises for long names


def _named(argument: str, on_problem: OnProblem | None) -> Contents:
    """Return the reference that an identifier in a file's place names; it has no place."""
    from cikrefs.formats.imports import identifiers

    problems: list[Problem] = []
    found = identifiers.loads(argument, on_problem=problems.append)
    for problem in problems:
        report(replace(problem, line=None, file=argument, text=None), on_problem)
    references = [replace(one, source=Source(text=argument)) for one in found]
    return Contents(references, argument, "dois", len(argument.encode(errors="replace")))


def _document(
    content: bytes, path: str | Path, name: str, on_problem: OnProblem
) -> documents.Document | None:
    """Return the document in a file; None if it is plain text."""
    try:
        here = None if str(path) == STDIN else Path(path)
        return documents.read(content, on_problem=on_problem, path=here)
    except InputError as error:
        raise error.in_file(name) from error


def _detected(text: str, name: str) -> str:
    """Return the format of a text. Raises InputError, with the file's name."""
    try:
        return detect(text)
    except InputError as error:
        raise error.in_file(name) from error


def _placed(
    references: Iterable[Reference], name: str, total: int, on_progress: OnProgress | None
) -> Iterator[Reference]:
    """Yield the references with the file's name; say how far the reading is, by their lines."""
    for number, reference in enumerate(references):
        if on_progress and number % _STEP == 0:
            on_progress(reference.source.line or 0, total)
        yield replace(reference, source=replace(reference.source, file=name))
    if on_progress:
        on_progress(total, total)


def _bytes(path: str | Path, name: str, max_size: int | None = None) -> bytes:
    try:
        if str(path) == STDIN:
            return _limited(sys.stdin.buffer, name, max_size)
        with Path(path).open("rb") as file:
            return _limited(file, name, max_size)
    except FileNotFoundError as error:
        raise InputError(Problem("no such file", file=name)) from error
    except OSError as error:
        raise InputError(
            Problem(f"cannot be read: {error.strerror or error}", file=name)
        ) from error


def _limited(file: IO[bytes], name: str, max_size: int | None) -> bytes:
    """Return what is in an open file. It may never end, so no more than `max_size` is read."""
    if max_size is None:
        return file.read()
    pieces: list[bytes] = []
    size = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > max_size:
            message = f"is more than {max_size / 1e6:,.9g} MB, the most that is read (--max-size)"
            raise InputError(Problem(message, file=name))
        pieces.append(piece)
    return b"".join(pieces)


def keep_apart(output: str | Path, inputs: Iterable[str | Path]) -> None:
    """Raise InputError if to write to `output` would be to replace one of the files `inputs`."""
    for file in inputs:
        if is_same(output, file):
            name = "standard input" if str(file) == STDIN else str(file)
            other = "" if name == str(output) else f" as {name}"
            problem = Problem(f"is what is read{other}; write to another name", file=str(output))
            raise InputError(problem)


def is_same(one: str | Path, other: str | Path) -> bool:
    """Whether both are one file on the disk, whatever links, folders and spellings lead to it.

    "-" is the file that standard input comes from, if it comes from one.
    """
    found = [_status(path) for path in (one, other)]
    files = [status for status in found if status and stat.S_ISREG(status.st_mode)]
    return len(files) == 2 and os.path.samestat(*files)


def _status(path: str | Path) -> os.stat_result | None:
    try:
        return os.fstat(sys.stdin.fileno()) if str(path) == STDIN else Path(path).stat()
    except (OSError, ValueError):
        return None


def held(path: str | Path) -> bytes:
    """Return what is in a file now, for `write_text` to expect; nothing if there is no such file.

    Raises InputError for one that cannot be read.
    """
    return _bytes(path, str(path)) if Path(path).exists() else b""


def write_text(
    path: str | Path, text: str | bytes | Iterable[str | bytes], *, expecting: bytes | None = None
) -> None:
    """Write bytes, or text as UTF-8 with its line ends; `path` is always the old file or the new.

    What else stays as it was, and what does not, says `cikrefs.writing`.

    Text may come in pieces, which are never all held. With `expecting`, only if the file still
    holds these bytes (b"": nothing, or there is none).

    Raises InputError where the place cannot be written to, or holds anything but `expecting`.
    """
    path = Path(path)

    def make_sure() -> None:
        if expecting is not None and held(path) != expecting:
            message = "has changed since it was read, and stays as it is; run the command again"
            raise InputError(Problem(message, file=str(path)))

    try:
        if path.exists() and not path.is_file():  # a device or a pipe has nothing beside it
            with path.open("wb") as file:
                file.writelines(encoded(text))
        else:
            writing.replace(path.resolve(), encoded(text), make_sure)
    except OSError as error:
        raise InputError(
            Problem(f"cannot be written: {error.strerror or error}", file=str(path))
        ) from error


def encoded(text: str | bytes | Iterable[str | bytes]) -> Iterator[bytes]:
    """Yield the bytes of what `write_text` takes."""
    if isinstance(text, bytes):
        yield text
    else:
        pieces = [text] if isinstance(text, str) else text
        for piece in pieces:
            yield piece if isinstance(piece, bytes) else piece.encode("utf-8")
