"""What commands read and write: every problem is named; a text is written whole or not at all."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cikrefs.cli.options import SIZE
from cikrefs.cli.running import BAD_INPUT, UNCHECKED, fail, progress
from cikrefs.cli.screen import harmless, page, say, tell
from cikrefs.errors import InputError, Problem
from cikrefs.files import MAX_SIZE

if TYPE_CHECKING:
    from cikrefs.encodings import Form
    from cikrefs.files import Contents
    from cikrefs.folders import Folder
    from cikrefs.formats.bibtex import Aside
    from cikrefs.merging import Renamed
    from cikrefs.models import Reference

DEFAULT_FILE = "references.bib"
ALIKE = {"note": 20, "error": 100}
"""How many notes and errors of one kind are named one by one."""

_VARYING = re.compile(r"“[^”]*+(?:”|\Z)|(?<![^\s“”])[^\s\d“”]*+\d[^\s“”]*+")
"""What differs in messages of one kind: quotations, and words with a digit."""

SHOWN_AFTER = 1.0
"""Seconds that reading and writing take before a progress bar is worth showing."""


@dataclass(slots=True)
class Reading:
    """What was read, from which files, and how many places could not be.

    `lists` are the references of each file by itself; `formats` the format it was read as;
    `documents` the texts of those that are documents with a printed list, `listed` that list where
    not all of it is kept; `cited` those whose references are their citations' own; `asides` what
    .bib files hold besides, and `form` how the file has its text if there is only one. `warnings`
    counts those about the settings, `unanswered` the references that nobody answered for,
    `unwritten` the files that could not be made.
    """

    files: list[str]
    references: list[Reference] = field(default_factory=list)
    lists: list[list[Reference]] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    listed: dict[str, list[Reference]] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    asides: tuple[Aside, ...] | None = None
    form: Form | None = None
    problems: int = 0
    warnings: int = 0
    unanswered: int = 0
    unwritten: int = 0
    said: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, file: str, contents: Contents) -> None:
        """Take in what is in a file."""
        self.references += contents.references
        self.lists.append(contents.references)
        self.formats.append(contents.format)
        name = (contents.references[0].source.file if contents.references else None) or file
        if contents.document is not None:
            self.documents[name] = contents.document
        if contents.is_cited:
            self.cited.add(name)

    def on_problem(self, problem: Problem) -> None:
        """Name the problem on standard error, unless many of its kind have been named."""
        self.problems += problem.lost
        severity = "error" if problem.lost else "note"
        kind = severity, _VARYING.sub("", problem.message)
        self.said[kind] += 1
        if self.said[kind] <= ALIKE[severity]:
            say(severity, problem)

    def keep_only(self, keys: str | None) -> set[str] | None:
        """Keep the references with these keys alone; return them, None if all are wanted.

        What else stands in the files is then left aside: citations, and what is between entries.
        """
        if keys is None:
            return None
        from cikrefs.keys import selected

        try:
            self.references = selected(self.references, keys.split(","))
        except InputError as error:
            raise click.UsageError(f"--only: {error}") from error
        self.lists, self.documents = [self.references], {}
        if self.asides is not None:
            self.asides = ()
        return {reference.id for reference in self.references}

    def keep_cited(self, *, wanted: bool) -> None:
        """Keep what the documents cite in their text, if that is `wanted`; say what is left out.

        Raises InputError for a file that is no document, or in which no citation is found.
        """
        if not wanted:
            return
        self.lists = [
            self._cited(file, found) for file, found in zip(self.files, self.lists, strict=True)
        ]
        self.references = [one for found in self.lists for one in found]

    def _cited(self, file: str, references: list[Reference]) -> list[Reference]:
        from cikrefs.citations.citation import all_cited, find_citations  # loads slowly

        name = next((one.source.file for one in references if one.source.file), file)
        if name in self.cited:
            return references
        if name not in self.documents:
            message = "is no document whose citations are read; without --cited-only all is taken"
            raise InputError(Problem(message, file=name))
        indices = all_cited(find_citations(self.documents[name], references))
        if not indices:
            raise InputError(Problem("cites none of its references", file=name))
        if len(indices) < len(references):
            left = len(references) - len(indices)
            message = f"does not cite {left} of its {len(references)} references; left out"
            self.on_problem(Problem(message, file=name, lost=False))
        self.listed[name] = references
        return [one for index, one in enumerate(references) if index in indices]

    def count_more(self) -> None:
        """Say how many more there are of each kind that was not named to its end."""
        for (severity, _), number in self.said.items():
            if number > ALIKE[severity]:
                say(severity, f"and {number - ALIKE[severity]:,} more like it")
        self.said.clear()

    def name_unparsed(self) -> None:
        """Name what no field of a printed reference holds, since no output will hold it either."""
        for reference in self.references:
            source = reference.source
            for text in source.unparsed_text:
                message, id_ = f"“{text}” fits no field", reference.id
                self.on_problem(Problem(message, source.file, source.line, None, id_, lost=False))
        self.count_more()

    def exit_if_problems(self) -> None:
        """Exit with 2 if anything could not be read or written, with 3 if nobody answered."""
        self.count_more()
        if self.problems:
            places = "one place" if self.problems == 1 else f"{self.problems:,} places"
            tell(f"{places} of the input could not be read")
        if self.problems or self.unwritten:
            raise click.exceptions.Exit(BAD_INPUT)
        if self.unanswered:
            raise click.exceptions.Exit(UNCHECKED)


def read(
    files: Sequence[str],
    format_: str | None,
    *,
    outputs: Iterable[str | Path | None] = (),
    besides: Iterable[str | Path] = (),
    keep_asides: bool = False,
) -> Reading:
    """Read all files; name what cannot be read; end here if nothing can.

    `outputs` are the files to be written, in which nothing may be lost that is read: raises
    InputError if one of them is one of `files`, or of those the command reads `besides`. With
    `keep_asides` those of .bib files are kept.
    """
    from cikrefs import files as disk

    if not files and not Path(DEFAULT_FILE).exists():
        raise click.UsageError(f"no FILE given, and no {DEFAULT_FILE} here")
    reading = Reading([*files] or [DEFAULT_FILE])
    for output in outputs:
        if output not in (None, disk.STDIN):
            disk.keep_apart(output, [*reading.files, *besides])
    left = click.get_current_context().meta.get(SIZE, MAX_SIZE)
    asides: list[tuple[tuple[Aside, ...], int]] = []
    for file in reading.files:
        with progress(f"reading {file}", after=SHOWN_AFTER) as on_progress:
            contents = disk.read_contents(
                file,
                format_=format_,
                on_problem=reading.on_problem,
                on_progress=on_progress,
                max_size=left,
            )
        reading.add(file, contents)
        asides.append((contents.asides() if keep_asides else (), len(contents.references)))
        if keep_asides and len(reading.files) == 1:
            reading.form = contents.form
        left -= contents.size
        reading.count_more()
    if not reading.references:
        reading.exit_if_problems()
    if keep_asides:
        from cikrefs.formats.bibtex.between import put_together

        reading.asides = put_together(asides)
    return reading


@contextmanager
def advising(advice: str | None) -> Iterator[None]:
    """Say which command is meant for the file if it cannot be read by this one, and exit with 2."""
    try:
        yield
    except (InputError, click.exceptions.Exit) as error:
        if advice is None:
            raise
        if isinstance(error, InputError):
            say("error", error)
        tell(advice)
        raise click.exceptions.Exit(BAD_INPUT) from error


def held(path: Path, command: str) -> bytes:
    """Return what is in a file that a command writes again: no standard input, no pipe."""
    from cikrefs import files as disk

    if str(path) == disk.STDIN or (path.exists() and not path.is_file()):
        fail(f"{command} needs a file of its own, not standard input")
    return disk.held(path)


def decoded(content: bytes, path: Path) -> str:
    """Return the text of a file, line ends and byte order mark as they are."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        fail(f"{path}: is not UTF-8; save it as UTF-8 first")


def agreed(question: str) -> bool:
    """Ask on standard error whether to go on; end here if nobody is there to answer."""
    try:
        return click.confirm(harmless(question), err=True)
    except click.Abort as error:
        tell("")
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from error
        fail("nobody answered, and nothing is written; --yes does not ask")


def name_left_out(references: Sequence[Reference], to: str, *, zotero: bool = False) -> None:
    """Say which fields the format `to` has no place for, and which items Zotero will not take."""
    from cikrefs.formats import losses

    for group in losses.named(losses.left_out(references, to)):
        say("note", f"{to} has no place for these fields (in so many references): {group}")
    if not zotero:
        for refused in losses.refused_by_zotero(references, to):
            say("note", f"{refused}; --for zotero writes what arrives")


def name_renamed(renamed: Iterable[Renamed]) -> None:
    """Say which references have a new key, since an earlier list has theirs."""
    from cikrefs.merged import place

    for one in renamed:
        say("note", f"{place(one.reference)}: {one.old} is taken; it is {one.reference.id} now")


def write(
    output: str | None,
    text: str | bytes | Iterable[str | bytes],
    *,
    expecting: bytes | None = None,
) -> None:
    """Write to the file `output`, or as they are, bytes for bytes, to standard output.

    A terminal is spared what would command it. With `expecting`, only if the file still holds that.
    """
    from cikrefs import files as disk

    if output in (None, "-") and sys.stdout.isatty():
        shown = b"".join(disk.encoded(text)).decode("utf-8", errors="replace")
        page(shown.replace("\r\n", "\n"))
    elif output in (None, "-"):
        for piece in disk.encoded(text):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        disk.write_text(str(output), text, expecting=expecting)


def write_into(folder: Folder, name: str, text: str | bytes | Iterable[str]) -> None:
    """Write a file into the folder; say so, or that it is left as it is."""
    path = folder.path / name
    if folder.write(name, text):
        tell(f"wrote {path}")
    else:
        tell(f"{path} is what was read; it is left as it is")
