"""cikrefs reads printed references, checks them against Crossref, writes BibTeX, RIS, CSL-JSON.

    >>> import cikrefs
    >>> references = cikrefs.read("references.bib")
    >>> references[0].author[0].family
    'Galvagno'

The names below are the public ones. They load on first use, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cikrefs.checks import check as check
    from cikrefs.errors import CikrefsError as CikrefsError
    from cikrefs.errors import InputError as InputError
    from cikrefs.errors import Problem as Problem
    from cikrefs.errors import Unavailable as Unavailable
    from cikrefs.files import read as read
    from cikrefs.files import write as write
    from cikrefs.models import Check as Check
    from cikrefs.models import Date as Date
    from cikrefs.models import Finding as Finding
    from cikrefs.models import Name as Name
    from cikrefs.models import Record as Record
    from cikrefs.models import Reference as Reference
    from cikrefs.registry import Registries as Registries
    from cikrefs.registry import Settings as Settings

_HOMES = {
    "cikrefs.checks": ("check",),
    "cikrefs.errors": ("CikrefsError", "InputError", "Problem", "Unavailable"),
    "cikrefs.files": ("read", "write"),
    "cikrefs.models": ("Check", "Date", "Finding", "Name", "Record", "Reference"),
    "cikrefs.registry": ("Registries", "Settings"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [*_HOME]  # noqa: PLE0604  # every key is a string


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
