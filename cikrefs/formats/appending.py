"""A file of references with some more at its end: what it holds stays, byte for byte.

Items of CSL-JSON go inside the list, before its bracket; records of the other formats go behind the
last line. The result is read again, and refused if the old references are not there as they were,
with the new ones behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from cikrefs.errors import InputError, Problem
from cikrefs.formats.table import FORMATS, detect
from cikrefs.models import Reference

__all__ = ["appended"]


def appended(original: str, name: str, references: Sequence[Reference]) -> str:
    """Return a file's text with `references`, which have ids, at its end, in the format `name`.

    Raises InputError for a text that is in another format, or that nothing can be added to.
    """
    format_ = FORMATS[name]
    text = format_.dumps(references)
    if not original.strip("\ufeff \t\r\n"):
        return original.strip(" \t\r\n") + text
    if detect(original) != name:
        raise InputError(f"holds {detect(original)}, as its name does not say; nothing is added")
    newline = "\r\n" if "\r\n" in original else "\n"
    text = text.replace("\r\n", "\n").replace("\n", newline)
    inside = name == "csl-json"
    result = _inside(original, text, newline) if inside else _behind(original, text, newline)
    problems: list[Problem] = []
    before = format_.loads(original, on_problem=lambda _: None)
    after = format_.loads(result, on_problem=problems.append)
    new = [reference.id for reference in after[len(before) :]]
    if after[: len(before)] != before or new != [reference.id for reference in references]:
        raise InputError("its end cannot be read, and would swallow what is added; mend it first")
    return result


def _behind(original: str, text: str, newline: str) -> str:
    ended = original if original.endswith("\n") else f"{original}{newline}"
    return f"{ended}{text}" if ended.endswith(newline * 2) else f"{ended}{newline}{text}"


def _inside(original: str, text: str, newline: str) -> str:
    """Return a list in JSON with the items of another one at its end."""
    end = original.rstrip()
    if not end.startswith(("[", "\ufeff[")) or not end.endswith("]"):
        raise InputError("is no list of items; write one with `cikrefs convert` first")
    held = end[:-1].rstrip()
    comma = "" if held.endswith("[") else ","
    items = text.strip()[1:-1].strip("\r\n")
    return f"{held}{comma}{newline}{items}{newline}]{original[len(end) :]}"
