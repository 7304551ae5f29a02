"""The samples as other programs export them, and what the files say, value by value.

Each program gets the samples in a file of ours and writes them in one of our formats. What a file
says is found out without cikrefs: by bibtexparser, by the shape of RIS's lines, by json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pybtex.database
import rispy
from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.model import DuplicateFieldKeyBlock, Entry

from cikrefs.formats import bibtex, ris
from cikrefs.formats.csl import json as csl_json
from tests.strangers import programs
from tests.strangers.samples import SAMPLES

CSL, BIB, RIS = csl_json.dumps(SAMPLES), bibtex.dumps(SAMPLES), ris.dumps(SAMPLES)

EXPORTS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("pandoc -t bibtex", "bibtex"): lambda: programs.pandoc(CSL, "csljson", "bibtex"),
    ("pandoc -t biblatex", "bibtex"): lambda: programs.pandoc(CSL, "csljson", "biblatex"),
    ("pandoc -t csljson", "csl-json"): lambda: programs.pandoc(BIB, "bibtex", "csljson"),
    ("xml2bib", "bibtex"): lambda: programs.bibutils(RIS, "ris", "bib"),
    ("xml2ris", "ris"): lambda: programs.bibutils(BIB, "bib", "ris"),
    ("citation-js bibtex", "bibtex"): lambda: programs.citation_js(CSL, "csl-json", "bibtex"),
    ("citation-js biblatex", "bibtex"): lambda: programs.citation_js(CSL, "csl-json", "biblatex"),
    ("citation-js ris", "ris"): lambda: programs.citation_js(CSL, "csl-json", "ris"),
    ("citation-js csl", "csl-json"): lambda: programs.citation_js(BIB, "bibtex", "csl"),
    ("rispy", "ris"): lambda: str(rispy.dumps(rispy.loads(RIS))),
    ("pybtex", "bibtex"): lambda: str(
        pybtex.database.parse_string(BIB, "bibtex").to_string("bibtex")
    ),
    ("bibtexparser", "bibtex"): lambda: write_string(parse_string(BIB)),
}
"""By the program and the format it writes."""

Said = dict[str, list[tuple[str, str]]]
"""The name and value of each field or tag, by the key of the record."""

_RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")


@cache
def export(program: str, format_: str) -> str:
    """Return the file that a program writes of the samples."""
    return EXPORTS[program, format_]()


def said(text: str, format_: str) -> Said:
    """Return what a file says."""
    return {"bibtex": _bibtex, "ris": _ris, "csl-json": _csl}[format_](text)


def _bibtex(text: str) -> Said:
    entries = []
    for block in parse_string(text).blocks:
        # where a field stands twice, the entry with all its fields is inside
        entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
        assert isinstance(entry, Entry), block
        entries.append(entry)
    return {one.key: [(field.key, str(field.value)) for field in one.fields] for one in entries}


def _ris(text: str) -> Said:
    records = [
        [(found[1], found[2]) for line in record.splitlines() if (found := _RIS_LINE.match(line))]
        for record in re.split(r"(?m)^ER  - *$", text)
    ]
    return {dict(record)["ID"]: record for record in records if record}


def _csl(text: str) -> Said:
    return {
        str(item["id"]): [
            (name, leaf)
            for name, value in item.items()
            if not name.startswith("_")
            for leaf in _leaves(value)
        ]
        for item in json.loads(text)
    }


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    else:
        yield str(value)
