"""What stands in a reference until somebody fills it in, and what nobody can have printed yet.

Templates and language models leave "Lastname, Firstname", "arXiv:2305.XXXX" and "10.XXXX/…". This
is seen without asking anybody; where a record confirms the work, it is the work's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import fields

from cikrefs.checks.rules import RULES
from cikrefs.checks.words import fold
from cikrefs.models import Finding, Name, Reference

__all__ = ["findings"]

AHEAD = 1
"""Years ahead of today a work may be dated, as journals date theirs."""

_FAMILY = "(?:last ?name|sur ?name|family ?name|author ?(?:one|two|three|[0-9a-d])|author ?name)"
_NAMES = re.compile(
    rf"{_FAMILY}|(?:{_FAMILY}|lastname) (?:[a-z] )?(?:first ?name|given ?name|initials?|first)"
    r"|doe (?:john|jane)|(?:john|jane) doe|first ?name last ?name|your name|name surname"
    r"|firstname|author|authors|unknown author|anonymous author|author a"
)
_TITLES = re.compile(
    r"(?:the )?(?:paper |article |book |full )?title(?: of (?:the |your )?(?:paper|article|book"
    r"|work|chapter))?(?: here)?|(?:insert|your) title(?: here)?|lorem ipsum.*"
    r"|placeholder(?: title)?|untitled|tba|tbd|todo"
)
_BLANK = re.compile(r"(?<![A-Za-z])X{3,}(?![A-Za-z])|(?<![a-z])x{4,}(?![a-z])|\?{3,}|#{3,}")
_DOI = re.compile(
    r"10\.x{3,}|10\.\d{4,9}/.*(?:x{4,}|(?<![a-z])x{3}(?![a-z]))|10\.\d{4,9}/(?:example|placeholder"
    r"|your-?doi|todo|tbd)\b.*",
    re.IGNORECASE,
)
_ARXIV = re.compile(r"\barxiv(?:\.org)?[:. /]*(?:abs/|pdf/)?(?:\d{2,4}\.)?x{3,}", re.IGNORECASE)


def findings(reference: Reference, today: dt.date) -> Iterator[Finding]:
    """Yield a `placeholder` for each field of `reference` that nobody has filled in."""
    rule = RULES["placeholder"]
    for field in ("author", "editor"):
        for name in getattr(reference, field):
            if _is_placeholder(name):
                said = f"“{name}” stands where a name should be"
                yield rule.finding(said, field=field, printed=str(name))
                break
    if _TITLES.fullmatch(_plain(reference.title)):
        said = f"“{reference.title}” stands where a title should be"
        yield rule.finding(said, field="title", printed=reference.title)
    for field, value in _values(reference):
        if field == "DOI" and _DOI.match(value):
            yield rule.finding(f"{value} is no DOI yet", field=field, printed=value)
        elif _ARXIV.search(value):
            yield rule.finding(f"“{value}” is no arXiv number yet", field=field, printed=value)
        elif field in ("volume", "issue", "page", "number") and _BLANK.fullmatch(value):
            yield rule.finding(f"“{value}” is not filled in", field=field, printed=value)
    if reference.issued and reference.issued.year > today.year + AHEAD:
        year = str(reference.issued.year)
        yield rule.finding(f"{year} is not yet", field="issued", printed=year)


def _values(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the fields of a reference that hold text, and the fields it has no name for."""
    for field in fields(reference):
        value = getattr(reference, field.name)
        if isinstance(value, str) and field.name not in ("id", "type", "abstract", "title"):
            yield field.name, value
    for name, value in reference.extra.items():
        if isinstance(value, str):
            yield name, f"arXiv:{value}" if name.endswith("eprint") else value


def _is_placeholder(name: Name) -> bool:
    forms = (name.literal, f"{name.family} {name.given}", f"{name.given} {name.family}")
    return any(_NAMES.fullmatch(_plain(form)) for form in forms)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
