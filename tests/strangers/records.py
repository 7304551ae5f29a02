"""What other programs find in a file of ours: the values of each record, by its key."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pybtex.database
import rispy

from cikrefs.formats import bibtex, ris
from tests.strangers import programs
from tests.strangers.exports import said
from tests.strangers.samples import REPORT, SAMPLES
from tests.strangers.values import Words, latex_words, words

Records = dict[str, list[Words]]

ALL = (*SAMPLES, *REPORT)
BIB, RIS = bibtex.dumps(ALL), ris.dumps(ALL)


def _of_bib(text: str) -> Records:
    return {
        key: [words(key), *(latex_words(value) for _, value in values)]
        for key, values in said(text, "bibtex").items()
    }


def _of_ris(text: str) -> Records:
    return {key: [words(value) for _, value in v] for key, v in said(text, "ris").items()}


def _rispy() -> Records:
    return {
        str(record["id"]): [
            words(str(one))
            for value in record.values()
            for one in (value if isinstance(value, list) else [value])
        ]
        for record in rispy.loads(RIS)
    }


def _pybtex() -> Records:
    entries = pybtex.database.parse_string(BIB, "bibtex").entries
    return {
        key: [
            words(key),
            *(latex_words(str(value)) for value in entry.fields.values()),
            *(latex_words(str(name)) for names in entry.persons.values() for name in names),
        ]
        for key, entry in entries.items()
    }


def _biber() -> Records:
    with tempfile.TemporaryDirectory() as folder:
        return _of_bib(programs.biber(BIB, Path(folder))[0])


READERS: Mapping[str, Callable[[], Records]] = {
    "rispy": _rispy,
    "bibtexparser": lambda: _of_bib(BIB),
    "pybtex": _pybtex,
    "biber": _biber,
    "ris2xml|xml2bib": lambda: _of_bib(programs.bibutils(RIS, "ris", "bib")),
    "bib2xml|xml2ris": lambda: _of_ris(programs.bibutils(BIB, "bib", "ris")),
}
"""By the program's name. bibtexparser reads in `said`, and so do the results of two programs."""


@cache
def records(reader: str) -> Records:
    """Return what the reader finds in the file of all the samples and the report's references."""
    return READERS[reader]()
