"""The grammar of .bib files: entries, fields, macros, and where each stands.

The scanner is cikrefs' own, because no library serves: pybtex and bibtexparser know no
columns and let an unclosed brace swallow the entries after it; citerra panics on
`@article{ü2020, …}`, needs quadratic time on a row of `@` and refuses entries without a key. The
grammar is BibTeX's (https://www.ctan.org/pkg/btxdoc; a backslash does not escape a brace), with
three allowances: a line that starts with `%` is a comment, as for biber; `@comment{…}` is skipped
as a whole; and an entry ends where the next `@type{key,` starts a line, which confines an
unbalanced brace to the entry it stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cikrefs.dates import MONTHS
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.lines import Lines, one_line

_BLOCK = re.compile(r"^[ \t]*+%[^\n]*|@\s*+([^\W\d][\w-]*+)\s*+([{(])", re.MULTILINE)
_LINE_STARTS_BLOCK = re.compile(
    r"^[ \t]*+@[ \t]*+(?:(?:string|preamble|comment)[ \t]*+[{(]"
    r"|[a-z]++[ \t]*+[{(][ \t]*+[^\s,{}()=\"]*+[ \t]*+,)",
    re.MULTILINE | re.IGNORECASE,
)
_BRACE = re.compile(r"[{}]")
_SPACE = re.compile(r"(?:\s++|%[^\n]*+)*+")
_SPACE_AND_COMMAS = re.compile(r"(?:[\s,]++|%[^\n]*+)*+")
_SOLID = frozenset(map(chr, range(0x21, 0x7F))) - frozenset("%,")
"""Characters that neither of the two can begin or continue with."""
_COMMENT = re.compile(r"%[^\n]*")
_KEYS = {"{": re.compile(r"[^,{}\n]*+"), "(": re.compile(r"[^,{}()\n]*+")}
_NAME = re.compile(r"[^\s\"#%'(),={}]++")
_LONGEST = 100_000
"""The most characters of one value that macros make, since ten lines of them can stand for
gigabytes; real ones are names of journals."""
_MOST_MADE = 20_000_000
"""The most characters that macros make of all values of a file."""
_KEYLESS = re.compile(rf"\s*+{_NAME.pattern}\s*+=\s*+[{{\"]")
_WHOLE_FIELD = re.compile(
    rf"[\s,]*+({_NAME.pattern})\s*+=\s*+"
    r"(?:\{((?:[^{}]++|\{[^{}]*+\})*+)\}|\"((?:[^\"{}]++|\{[^{}]*+\})*+)\""
    rf"|({_NAME.pattern}))\s*+(?=[,}}])"
)
"""A field as most are: one value, with braces inside it that hold no others, and no comments."""
_WORD = 4
"""Its group of a value that is a number or a macro."""
_CLOSING = re.compile(r"[\s,]*+\}")


class Field(NamedTuple):
    """A field: its name in lower case, its value with macros expanded, still LaTeX, on one line.

    `offset` is where the first character of the value stands in the text, `end` where the value
    ends: the text between is the value, unless macros or several pieces make it, when they are one.
    """

    name: str
    value: str
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its type in lower case, its key ("" for none), its fields, its start and end.

    `unread` is everything else in it: comments, fields that cannot be read, and fields whose
    name an earlier one has, all verbatim.
    """

    type: str
    key: str
    fields: tuple[Field, ...]
    start: int
    end: int
    unread: tuple[str, ...] = ()


class _Unreadable(Exception):
    """The text here is not what the grammar asks for. Never leaves this module."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def scan(text: str, lines: Lines, on_problem: OnProblem | None) -> Iterator[Entry]:
    """Yield the entries of `text`; what cannot be read goes to `on_problem` (see cikrefs.errors).

    An entry whose braces do not balance is reported and left out; a field that cannot be read is
    reported, and the others of its entry are kept.
    """
    yield from _Scanner(text, lines, on_problem).entries()


class _Scanner:
    def __init__(self, text: str, lines: Lines, on_problem: OnProblem | None) -> None:
        self._text = text
        self._lines = lines
        self._on_problem = on_problem
        self._closing: dict[int, int] = {}
        self._seen_to = 0
        self._comment_left_open = False
        self._starts = [found.start() for found in _LINE_STARTS_BLOCK.finditer(text)]
        self._macros = {month: month for month in MONTHS}
        self._made = 0
        self._key = ""
        self._unread: list[str] = []

    def entries(self) -> Iterator[Entry]:
        position = 0
        while block := _BLOCK.search(self._text, position):
            self._check_between(position, block.start())
            position = block.end()
            if block[1] is None:
                continue
            self._key, self._unread = "", []
            if block[1].lower() == "comment":
                self._match_braces(block.start())
                position = self._end_of_comment(block.start(2)) or position
                continue
            try:
                entry = self._entry(block)
            except _Unreadable as error:
                limit = self._limit(block.start())
                self._report(error.message, block.start(), self._text[block.start() : limit])
                position = limit
                continue
            position = entry.end
            if entry.type not in {"string", "preamble"}:
                yield entry
        self._check_between(position, len(self._text))

    def _match_braces(self, start: int) -> None:
        """Match the braces of the block at `start`, up to where the next one begins a line."""
        if start >= self._seen_to:
            self._seen_to = self._limit(start)
            self._closing = _closing_braces(self._text, start, self._seen_to)

    def _end_of_comment(self, opening: int) -> int | None:
        """Return where a comment ends, which may hold whole entries; None if it never does.

        One that never ends costs a look through the whole text, so only the first gets it.
        """
        if opening in self._closing:
            return self._closing[opening] + 1
        if self._comment_left_open:
            return None
        depth = 0
        for brace in _BRACE.finditer(self._text, opening):
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                return brace.end()
        self._comment_left_open = True
        return None

    def _limit(self, start: int) -> int:
        """Return where the next block begins a line: nothing of this one comes after that."""
        index = bisect_right(self._starts, start)
        return self._starts[index] if index < len(self._starts) else len(self._text)

    def _entry(self, block: re.Match[str]) -> Entry:
        type_, opening, position = block[1].lower(), block[2], block.end()
        end = self._limit(block.start())
        if type_ not in {"string", "preamble"} and not _KEYLESS.match(self._text, position, end):
            position = self._skip(_SPACE, position, end)
            if key := _KEYS[opening].match(self._text, position, end):
                self._key, position = key.group().strip(), key.end()
        is_plain = opening == "{" and type_ not in {"string", "preamble"}
        if is_plain and (plain := self._plain_fields(position, end)):
            return Entry(type_, self._key, plain[0], block.start(), plain[1], tuple(self._unread))
        self._match_braces(block.start())
        if opening == "{":
            end = self._end_of_braces(block.end() - 1, end)
        closing = ")" if opening == "(" else ""
        fields, position = (
            ([], end) if type_ == "preamble" else self._fields(position, end, closing, type_)
        )
        if opening == "(" and not self._text.startswith(")", position):
            raise _Unreadable("the parenthesis of the entry is never closed; it is left out")
        if type_ == "string":
            self._macros.update({field.name: field.value for field in fields})
        unread = tuple(self._unread)
        return Entry(type_, self._key, tuple(fields), block.start(), position + 1, unread)

    def _plain_fields(self, position: int, end: int) -> tuple[tuple[Field, ...], int] | None:
        """Return the fields of an entry without any oddity, and where the entry ends.

        None for another, of which braces are to be matched and oddities told, field by field. Most
        entries have none, and this takes a third of the time.
        """
        fields: dict[str, Field] = {}
        while found := _WHOLE_FIELD.match(self._text, position, end):
            name, kind = found[1].lower(), found.lastindex or 0
            text = found[kind]
            value: str | None = text
            if kind == _WORD:
                value = self._macros.get(text.lower(), text if text.isdigit() else None)
            if value is None or name in fields:
                return None
            start, stop = found.span(kind)
            if value is text and len(text) == len(text.strip()):
                fields[name] = Field(name, one_line(text), start, stop)
            else:
                fields[name] = self._placed(name, value, start, one_line)
            position = found.end()
        closing = _CLOSING.match(self._text, position, end)
        return (tuple(fields.values()), closing.end()) if closing else None

    def _placed(self, name: str, value: str, offset: int, trim: Callable[[str], str]) -> Field:
        """Return the field whose value, as it was read from `offset` on, is `value`."""
        bare = value.strip()
        if len(bare) != len(value):
            offset += len(value) - len(value.lstrip())
        is_here = self._text.startswith(bare, offset)
        return Field(name, trim(value), offset, offset + len(bare) if is_here else offset)

    def _end_of_braces(self, opening: int, limit: int) -> int:
        closing = self._closing.get(opening)
        if closing is None or closing >= limit:
            raise _Unreadable("a brace is opened and never closed; the entry is left out")
        return closing

    def _fields(self, position: int, end: int, closing: str, type_: str) -> tuple[list[Field], int]:
        """Read fields up to `end` or what closes the entry; return where they end."""
        trim = _squeezed if type_ == "string" else one_line
        fields: dict[str, Field] = {}
        while True:
            position = self._skip(_SPACE_AND_COMMAS, position, end)
            if position >= end or self._text[position] == closing:
                return list(fields.values()), position
            start, comments = position, len(self._unread)
            try:
                field, position = self._field(position, end, trim)
            except _Unreadable as error:
                position, message = self._next_comma(start, end), error.message
            else:
                if fields.setdefault(field.name, field) is field:
                    continue
                message = f"the field {field.name} stands twice; the first is kept"
            # the text holds the comments inside it
            self._unread[comments:] = [self._text[start:position].strip()]
            self._report(message, start, self._text[start:position])

    def _field(self, position: int, end: int, trim: Callable[[str], str]) -> tuple[Field, int]:
        name = _NAME.match(self._text, position, end)
        after = self._skip(_SPACE, name.end(), end) if name else position
        if name is None or after >= end or self._text[after] != "=":
            raise _Unreadable("a field needs a name, an equals sign and a value; this is left out")
        pieces, offset, position = [], -1, after
        while position < end and self._text[position] in "=#":
            start = self._skip(_SPACE, position + 1, end)
            piece, where, position = self._piece(start, end)
            pieces.append(piece)
            offset = where if offset < 0 else offset
            position = self._skip(_SPACE, position, end)
        value = pieces[0] if len(pieces) == 1 else self._joined(pieces, after, position)
        return self._placed(name.group().lower(), value, offset, trim), position

    def _joined(self, pieces: Sequence[str], start: int, end: int) -> str:
        """Return pieces as one value; where macros make too much of it, as it stands."""
        length = sum(map(len, pieces))
        stands = self._text[start + 1 : end].strip().removesuffix(",")
        self._made += max(0, length - len(stands))
        if length <= max(_LONGEST, len(stands)) and self._made <= _MOST_MADE:
            return "".join(pieces)
        message = f"macros make more than {_LONGEST} characters of it; it is taken as it stands"
        self._report(message, start, stands, lost=False)
        return stands.replace("{", "").replace("}", "")

    def _piece(self, position: int, end: int) -> tuple[str, int, int]:
        """Read `{…}`, `"…"`, a number or a macro; return it, its offset, and where it ends."""
        opening = self._text[position : min(position + 1, end)]
        if opening == "{":
            closing = self._closing_brace(position, end)
            return self._text[position + 1 : closing], position + 1, closing + 1
        if opening == '"':
            closing = self._closing_quote(position + 1, end)
            return self._text[position + 1 : closing], position + 1, closing + 1
        name = _NAME.match(self._text, position, end)
        if not name:
            raise _Unreadable("a field without a value; it is left out")
        word = name.group()
        if not word.isdigit() and word.lower() not in self._macros:
            message = f"there is no @string named {word}; its name is taken as its text"
            self._report(message, position, word, lost=False)
        return self._macros.get(word.lower(), word), position, name.end()

    def _closing_brace(self, position: int, end: int) -> int:
        closing = self._closing.get(position, end)
        if closing >= end:
            raise _Unreadable("a brace is opened and never closed; the field is left out")
        return closing

    def _closing_quote(self, position: int, end: int) -> int:
        while position < end:
            char = self._text[position]
            if char == '"':
                return position
            position = self._closing_brace(position, end) + 1 if char == "{" else position + 1
        raise _Unreadable("a quotation mark is opened and never closed; the field is left out")

    def _next_comma(self, position: int, end: int) -> int:
        while position < end and self._text[position] != ",":
            position = self._closing.get(position, position) + 1
        return min(position, end)

    def _skip(self, what: re.Pattern[str], position: int, end: int) -> int:
        """Return where `what`, white space and comments, ends; keep the comments."""
        if position + 1 < end:  # mostly there is one blank or none, and no pattern needed
            ahead = position + (self._text[position] == " ")
            if self._text[ahead] in _SOLID:
                return ahead
        found = what.match(self._text, position, end)
        after = found.end() if found else position
        if self._text.find("%", position, after) >= 0:
            self._unread += _COMMENT.findall(self._text, position, after)
        return after

    def _check_between(self, start: int, end: int) -> None:
        """Report a closing brace between entries: it closed an entry early and cut off fields."""
        if "}" in self._text[start:end]:
            message = "a closing brace too many; what stands before it belongs to no entry"
            place = start + self._text[start:end].index("}")
            self._report(message, place, self._text[start:end].strip())

    def _report(self, message: str, offset: int, text: str, *, lost: bool = True) -> None:
        line, _ = self._lines.place(offset)
        key = self._key or None
        problem = Problem(message, line=line, text=text.strip(), reference=key, lost=lost)
        report(problem, self._on_problem)


def _squeezed(text: str) -> str:
    """Return the value of a macro with its blanks at the ends, since it may be joined to others."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", text)


def _closing_braces(text: str, start: int, end: int) -> dict[int, int]:
    """Return where each opening brace between `start` and `end` is closed, if it is, by offset."""
    closing, opened = {}, []
    for brace in _BRACE.finditer(text, start, end):
        if brace.group() == "{":
            opened.append(brace.start())
        elif opened:
            closing[opened.pop()] = brace.start()
    return closing
