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
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.attack import Plan, Tally
from benchmarks.attack.offline import caught, registries
from benchmarks.attack.others import elsewhere
from benchmarks.attack.scenes import Scene, scenes
from benchmarks.attack.values import DEEP, HUGE, VALUES, Path, places, replaced
from benchmarks.mutations import items
from cikrefs.checks import check
from cikrefs.errors import CikrefsError
from cikrefs.formats import FORMATS, WRITERS
from cikrefs.models import Check, Reference
from cikrefs.registry import listed
from cikrefs.registry.lockfile import dumps, loads
from cikrefs.registry.locking import Lock, Recorder
from cikrefs.reports import REPORTS
from tests.constructed_server import constructed_works
from tests.test_screen import harm

_TODAY = dt.date(2026, 1, 31)

_BEFORE: dict[str, Check] = {}
"""What is said of a scene in which nothing is replaced."""


def answers(plan: Plan, tally: Tally) -> None:
    """Replace values in the answers about the constructed works, and those of the folders given."""
    chance = plan.chance("answers")
    works: list[dict[str, Any]] = [*constructed_works()]
    for folder in plan.folders:
        works += items(folder)
    other_scenes = [*elsewhere()]
    _BEFORE.clear()
    for _ in range(150 if plan.short else 8000):
        scene = chance.choice([*scenes(chance.choice(works)), *other_scenes])
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


def asked(scene: Scene, said: Mapping[str, tuple[int, Any]]) -> Check:
    """Return the check of a scene's reference; its lock file must be read again as it was."""
    references = [scene.reference]
    if scene.mutated == "list":
        references.append(Reference(DOI="10.5555/other"))
    with registries(scene.bodies(said)) as registry:
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
    if rules & {"doi-not-found", "id-not-found"} and not scene.absence(path):
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
    """Look the work up as a list of identifiers does; write it in each format, read it again."""
    of = scene.reference
    bare = Reference(DOI=of.DOI, PMID=of.PMID, PMCID=of.PMCID, ISBN=of.ISBN)
    if bare == Reference():
        return
    with registries(scene.bodies(said), whole=True) as registry:
        found = listed.works([bare], registry).references
    for name in WRITERS:
        text = FORMATS[name].dumps(found)
        text.encode()
        try:
            again = FORMATS[name].loads(text) if found else []
        except CikrefsError as error:
            raise AssertionError(f"written as {name}, it cannot be read: {error}") from error
        if len(again) != len(found):
            raise AssertionError(f"written as {name}, {len(again)} of {len(found)} are read")
