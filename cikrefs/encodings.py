"""The text in a file's bytes, in whatever encoding, and back into bytes of the same form."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cikrefs.errors import InputError, OnProblem, Problem

__all__ = ["Form", "decoded", "encoding_of"]

_CODING = re.compile(
    rb"(?:^%[ \t]*Encoding|-\*-.{0,40}coding)[:=][ \t]*([A-Za-z0-9_-]{2,30})", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Form:
    """How a file has its text: the end of its lines, and its encoding by Python's name."""

    newline: str = "\n"
    encoding: str = "utf-8"

    def given_to(self, pieces: Iterable[str]) -> Iterator[str | bytes]:
        """Yield a text, in pieces, with these line ends and in this encoding.

        Raises InputError for a character that the encoding does not have.
        """
        pieces = (piece.replace("\n", self.newline) for piece in pieces)
        if self.encoding == "utf-8":
            yield from pieces
            return
        try:
            yield "".join(pieces).encode(self.encoding)
        except UnicodeEncodeError as error:
            lacking = error.object[error.start]
            message = f"what is read says that it is in {self.encoding}, which has no “{lacking}”"
            raise InputError(f"{message}; save it as UTF-8 first") from error


def decoded(content: bytes, name: str, on_problem: OnProblem) -> str:
    """Return the text in `content`: UTF-8, UTF-16 with its mark or, with a remark, Windows-1252.

    The remark, and whatever is lost, goes to `on_problem`; `name` is that of the file. Raises
    InputError for what is no text.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not utf16:
        if text := _unmarked_utf16(content):
            return text
        raise InputError(Problem("is a binary file, not a text", file=name))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if utf16:
            raise InputError(Problem("starts like UTF-16 but is not", file=name)) from error
        line = content.count(b"\n", 0, error.start) + 1
        declared = _declared(content)
        encoding, text = declared or ("", content.decode("cp1252", errors="replace"))
        read_as = f"{encoding}, as it says itself" if declared else "Windows-1252"
        on_problem(
            Problem(
                f"is not UTF-8; read as {read_as}; save it as UTF-8 if accents look wrong",
                line=line,
                text=text.splitlines()[line - 1],
                lost="\ufffd" in text,
            )
        )
        return text


def encoding_of(content: bytes) -> str:
    """Return the encoding that the file has by its mark or, if it is not UTF-8, by its words."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _CODING.search(content[:500]):
        try:
            content.decode()
        except UnicodeDecodeError:
            return (_declared(content) or ("utf-8", ""))[0]
    return "utf-8"


def _unmarked_utf16(content: bytes) -> str | None:
    """Return the text in UTF-16 without its mark, told by the zeros beside its ASCII characters."""
    even, odd = content[:2000:2], content[1:2000:2]
    if len(content) % 2 or not even:
        return None
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) * 2 > len(zeros) and 0 not in others:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _declared(content: bytes) -> tuple[str, str] | None:
    """Return the encoding that a .bib declares first, as JabRef and Emacs have it, and the text."""
    found = _CODING.search(content[:500])
    if found is None:
        return None
    name = found[1].decode("ascii").replace("ISO8859_", "iso8859-")
    try:
        return codecs.lookup(name).name, content.decode(name, errors="replace")
    except (LookupError, UnicodeError):  # none that Python knows, or none of texts
        return None
