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

__version__ = "0.2.0"

if TYPE_CHECKING:
    from cikrefs.errors import CikrefsError as CikrefsError
    from cikrefs.errors import InputError as InputError
    from cikrefs.errors import Problem as Problem
    from cikrefs.errors import ProgramError as ProgramError
    from cikrefs.errors import Unavailable as Unavailable
    from cikrefs.models import Check as Check
    from cikrefs.models import Date as Date
    from cikrefs.models import Finding as Finding
    from cikrefs.models import Name as Name
    from cikrefs.models import Notice as Notice
    from cikrefs.models import Record as Record
    from cikrefs.models import Reference as Reference
    from cikrefs.models import Source as Source
    from cikrefs.registry import Registries as Registries
    from cikrefs.registry import Settings as Settings
    from cikrefs.verbs import check as check
    from cikrefs.verbs import complete as complete
    from cikrefs.verbs import dedupe as dedupe
    from cikrefs.verbs import dumps as dumps
    from cikrefs.verbs import fix as fix
    from cikrefs.verbs import format_list as format_list
    from cikrefs.verbs import loads as loads
    from cikrefs.verbs import look_up as look_up
    from cikrefs.verbs import merge as merge
    from cikrefs.verbs import read as read
    from cikrefs.verbs import write as write

_HOMES = {
    "cikrefs.verbs": tuple(
        "read loads write dumps check look_up format_list fix complete merge dedupe".split()
    ),
    "cikrefs.models": tuple("Reference Name Date Source Record Notice Check Finding".split()),
    "cikrefs.registry": ("Registries", "Settings"),
    "cikrefs.errors": tuple("CikrefsError InputError Problem ProgramError Unavailable".split()),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
_ROOMS = frozenset(
    "checks citations completing corrections deciding documents dois errors formats keys lists"
    " merging models printed registry reports zotero".split()
)

__all__ = [*_HOME]  # noqa: PLE0604  # every key is a string


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS, "__version__"])
