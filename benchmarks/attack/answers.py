"""Answers of registries with one value replaced: read, judged, reported, locked, written.

Nothing may crash, nor may the net under bugs catch one. A value that nobody compares changes no
verdict; an answer that says nothing is no verdict at all; none is "not registered" but where
doi.org says so.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.attack import Plan, Tally
from benchmarks.attack.offline import caught, registries
from benchmarks.attack.values import DEEP, HUGE, VALUES, Path, content, places, replaced
from benchmarks.mutations import items, printed
from cikrefs.checks import check
from cikrefs.errors import CikrefsError
from cikrefs.formats import FORMATS, WRITERS
from cikrefs.models import Check, Reference
from cikrefs.registry import listed
from cikrefs.registry.datacite import datacite_record
from cikrefs.registry.lockfile import dumps, loads
from cikrefs.registry.locking import Lock, Recorder
from cikrefs.registry.records import FIELDS, crossref_record
from cikrefs.reports import REPORTS
from tests.constructed_server import constructed_works
from tests.test_screen import harm

_NO_WORK = (404, b"Resource not found.")
_TODAY = dt.date(2026, 1, 31)
_MORE: dict[str, Any] = {
    "subtype": "preprint",
    "short-title": ["Short"],
    "original-title": ["Kurz"],
    "editor": [{"family": "Roe", "given": "R.", "suffix": "Jr"}, {"name": "A group"}],
    "translator": [{"family": "Poe", "given": "E."}],
    "publisher-location": "Bonn",
    "edition-number": "2",
    "institution": [{"name": "University"}],
    "event": {"name": "Meeting", "location": "Rome", "start": {"date-parts": [[2020, 1, 2]]}},
    "standards-body": {"name": "ISO"},
    "degree": ["PhD"],
    "approved": {"date-parts": [[2020]]},
    "isbn-type": [{"type": "print", "value": "9783161484100"}],
    "issn-type": [{"type": "print", "value": "1234-5679"}],
    "ISBN": ["9783161484100"],
    "page": "1-9",
    "aliases": ["10.5555/alias"],
    "relation": {"is-preprint-of": [{"id": "10.5555/later", "id-type": "doi"}]},
    "updated-by": [
        {
            "type": "correction",
            "DOI": "10.5555/notice",
            "source": "publisher",
            "updated": {"date-parts": [[2024, 2, 29]], "date-time": "2024-02-29T00:00:00Z"},
        }
    ],
    "update-to": [{"type": "erratum", "DOI": "10.5555/other", "updated": {}}],
}
"""What the constructed records lack and readers look at."""

_BEFORE: dict[str, Check] = {}
"""What is said of a scene in which nothing is replaced."""


@dataclass(frozen=True)
class Scene:
    """A reference, who answers what about it, and which of the answers is mutated.

    `compared` says whether what stands at a place may have a say in the verdict, `answers` whether
    without it there is no answer at all.
    """

    name: str
    reference: Reference
    said: Mapping[str, tuple[int, Any]]
    mutated: str
    compared: Callable[[Path], bool]
    answers: Callable[[Path], bool] = lambda _: False


def scenes(item: dict[str, Any]) -> Iterator[Scene]:
    """Yield what is asked about a work that Crossref holds under `item`."""
    item = {**item, **{name: value for name, value in _MORE.items() if not item.get(name)}}
    reference = printed(crossref_record(item))
    doi = str(item["DOI"])
    single = {"status": "ok", "message-type": "work", "message": item}
    found = {"total-results": 1, "items": [item]}
    many = {"status": "ok", "message-type": "work-list", "message": found}

    def compared(depth: int) -> Callable[[Path], bool]:
        return lambda path: len(path) <= depth or path[depth] in (*FIELDS, "aliases", "subtype")

    yield Scene(
        "single", reference, {"single": (200, single)}, "single", compared(1),
        lambda path: path in ((), ("message",), ("message", "DOI")),
    )  # fmt: skip
    yield Scene(
        "list", reference, {"list": (200, many), "single": (200, single)}, "list", compared(3)
    )
    without = replace(reference, DOI="", id=f"{doi} not printed")
    yield Scene("search", without, {"search": (200, many)}, "search", compared(3))
    absent = [{"DOI": doi, "status": "DOI does not exist"}]
    held = {"single": _NO_WORK, "ra": (200, absent), "list": _NO_WORK, "search": (200, many)}
    right = {**many, "message": {**found, "items": [{**item, "DOI": "10.5555/right"}]}}
    dead = {**held, "search": (200, right)}
    yield Scene("dead DOI", reference, dead, "search", lambda _: True)
    yield Scene(
        "absent", reference, held, "ra", lambda path: path in ((), (0,), (0, "DOI"), (0, "status")),
        lambda path: path in ((), (0,), (0, "DOI"), (0, "status")),
    )  # fmt: skip
    yield from _at_datacite(doi)


def _at_datacite(doi: str) -> Iterator[Scene]:
    attributes = {
        "doi": doi,
        "titles": [{"title": "A set"}, {"title": "of data", "titleType": "Subtitle"}],
        "creators": [{"name": "Doe, Jane", "givenName": "Jane", "familyName": "Doe"}],
        "contributors": [{"name": "Roe, Richard", "contributorType": "Editor"}],
        "publicationYear": 2021,
        "dates": [{"date": "2021-05-01T10:00:00Z", "dateType": "Issued"}],
        "publisher": {"name": "Zenodo"},
        "container": {
            "title": "A series", "volume": "3", "issue": "1", "firstPage": "5", "lastPage": "9",
            "identifier": "1234-5679", "identifierType": "ISSN",
        },
        "types": {"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
        "version": "2", "language": "en", "url": "https://example.org", "state": "findable",
    }  # fmt: skip
    document = {"data": {"id": doi, "type": "dois", "attributes": attributes}}
    reference = printed(datacite_record(document))
    agency = [{"DOI": doi, "RA": "DataCite"}]
    held = {"single": _NO_WORK, "ra": (200, agency), "dois": (200, document)}
    own = ("doi", "titles", "creators", "contributors", "publicationYear", "dates", "publisher",
           "container", "types")  # fmt: skip
    yield Scene(
        "DataCite", reference, held, "dois",
        lambda path: path[:2] in ((), ("data",), ("data", "attributes"))
        and (len(path) < 3 or path[2] in own),
        lambda path: path in ((), ("data",), ("data", "attributes"), ("data", "attributes", "doi")),
    )  # fmt: skip
    yield Scene("agency", reference, held, "ra", lambda path: path != (0, "status"))
    gone = {"errors": [{"status": "404", "title": "The resource does not exist."}]}
    yield Scene(
        "gone", reference, {**held, "dois": (404, gone)}, "dois",
        lambda path: path[2:3] != ("title",),
    )  # fmt: skip


def answers(plan: Plan, tally: Tally) -> None:
    """Replace values in the answers about the constructed works, and those of the folders given."""
    chance = plan.chance("answers")
    works: list[dict[str, Any]] = [*constructed_works()]
    for folder in plan.folders:
        works += items(folder)
    _BEFORE.clear()
    for _ in range(150 if plan.short else 8000):
        scene = chance.choice([*scenes(chance.choice(works))])
        path = chance.choice([*places(scene.said[scene.mutated][1])])
        attack(scene, path, chance.choice(VALUES), chance, tally)


def attack(scene: Scene, path: Path, value: object, chance: random.Random, tally: Tally) -> None:
    """Ask about a scene with a value replaced, and count what goes wrong."""
    tally.tried += 1
    status, document = scene.said[scene.mutated]
    unread = value in (HUGE, DEEP)
    sent = {**scene.said, scene.mutated: (status, replaced(document, path, value))}
    place = "/".join(map(str, path))
    said = f"{scene.name}: {place} of {scene.reference.id} is {ascii(value)[:60]}"
    with caught() as bugs:
        try:
            key = f"{scene.name} {scene.reference.id}"
            before = _BEFORE.get(key) or _BEFORE.setdefault(key, asked(scene, scene.said))
            after = asked(scene, sent)
            tally.wrong += [f"{said}: {one}" for one in _wrong(scene, path, before, after, unread)]
            tally.wrong += [f"{said}: {one}" for one in _told(after)]
            if chance.random() < 0.3:
                _whole(scene, sent)
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            tally.crashed.append(f"{said}: {type(error).__name__}: {str(error)[:200]}")
    tally.crashed += [f"{said}: {bug}" for bug in bugs]


def _bodies(said: Mapping[str, tuple[int, Any]]) -> dict[str, tuple[int, bytes]]:
    return {
        name: (status, document if isinstance(document, bytes) else content(document))
        for name, (status, document) in said.items()
    }


def asked(scene: Scene, said: Mapping[str, tuple[int, Any]]) -> Check:
    """Return the check of a scene's reference; its lock file must be read again as it was."""
    references = [scene.reference]
    if scene.mutated == "list":
        references.append(Reference(DOI="10.5555/other"))
    with registries(_bodies(said)) as registry:
        recorder = Recorder(registry, {}, _TODAY)
        checks = check(references, recorder)
    text = dumps(recorder.locked)
    if dumps(locked := loads(text)) != text:
        raise AssertionError("the lock file is another when it is written again")
    again = check(references, Lock(locked))[0]
    if checks[0].unavailable is None and again.findings != checks[0].findings:
        raise AssertionError(f"the lock file says {again!r}, the registries {checks[0]!r}")
    return checks[0]


def _wrong(scene: Scene, path: Path, before: Check, after: Check, unread: bool) -> Iterator[str]:
    """Yield what the verdict on a mutated answer says that is not so."""
    if unread and after.unavailable is not None:
        return
    rules = {finding.rule for finding in after.findings}
    if not scene.compared(path) and (before.status, before.findings) != (
        after.status,
        after.findings,
    ):
        yield f"{before!r} became {after!r}, by what nobody compares"
    if scene.answers(path) and after.status != "unchecked":
        yield f"no answer, and yet {after!r}"
    if "doi-not-found" in rules and scene.name not in ("absent", "dead DOI"):
        yield f"nobody said that there is none: {after!r}"


def _told(check_: Check) -> Iterator[str]:
    """Yield what is wrong with the reports on a check."""
    for name, report in REPORTS.items():
        text = report([check_])
        text.encode()
        if name == "junit":
            ET.fromstring(text)  # noqa: S314  # our own
        if name in ("json", "sarif"):
            json.loads(text)
        if name in ("text", "markdown"):
            yield from (f"live in the {name} report: {live!r}" for live in harm(text))


def _whole(scene: Scene, said: Mapping[str, tuple[int, Any]]) -> None:
    """Look the DOI up as the list of DOIs does; write the work in each format and read it again."""
    doi = scene.reference.DOI
    if not doi:
        return
    with registries(_bodies(said), whole=True) as registry:
        found = listed.works([Reference(DOI=doi)], registry).references
    for name in WRITERS:
        text = FORMATS[name].dumps(found)
        text.encode()
        try:
            again = FORMATS[name].loads(text) if found else []
        except CikrefsError as error:
            raise AssertionError(f"written as {name}, it cannot be read: {error}") from error
        if len(again) != len(found):
            raise AssertionError(f"written as {name}, {len(again)} of {len(found)} are read")
