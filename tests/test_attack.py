"""The attacks notice what they are for: each is tried on a defect that is planted."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks.attack import (
    Plan,
    Tally,
    answers,
    hostile,
    injections,
    limits,
    network,
    scenes,
    servers,
    values,
    writing,
)
from benchmarks.attack.faults import RIGHT, WRONG
from benchmarks.attack.syscalls import within
from cikrefs.cli import screen
from cikrefs.registry import crossref
from cikrefs.registry.doi_org import DoiOrg
from cikrefs.registry.records import crossref_record
from tests.constructed_server import constructed_works, serving

SCENES = {scene.name: scene for scene in scenes.scenes(constructed_works()[0])}


def attacked(name: str, *places: values.Path) -> Tally:
    tally = Tally()
    for place in places:
        answers.attack(SCENES[name], place, 3, Plan().chance("a test"), tally)
    return tally


def test_every_place_of_a_document_is_one_to_replace_at() -> None:
    document = {"a": [1, 2, 3, {"b": None}]}
    assert [*values.places(document)] == [
        (), ("a",), ("a", 0), ("a", 1), ("a", 3), ("a", 3, "b"),
    ]  # fmt: skip


def test_one_value_is_replaced_and_the_document_stays_as_it_was() -> None:
    document = {"a": [1, {"b": 2, "c": 3}]}
    assert values.replaced(document, ("a", 1, "b"), "x") == {"a": [1, {"b": "x", "c": 3}]}
    assert values.replaced(document, ("a", 1, "b"), values.GONE) == {"a": [1, {"c": 3}]}
    assert document == {"a": [1, {"b": 2, "c": 3}]}


def test_an_integer_of_thousands_of_digits_can_be_sent() -> None:
    assert values.content([values.HUGE]) == b"[" + b"9" * 5000 + b"]"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("single", "ok"),
        ("list", "ok"),
        ("search", "warning"),
        ("dead DOI", "error"),
        ("absent", "error"),
        ("DataCite", "ok"),
        ("agency", "ok"),
        ("gone", "unconfirmed"),
    ],
)
def test_what_is_not_mutated_has_its_verdict(name: str, status: str) -> None:
    answers._BEFORE.clear()
    assert answers.asked(SCENES[name], SCENES[name].said).status == status


def test_a_mutation_that_does_no_harm_is_only_counted() -> None:
    answers._BEFORE.clear()
    assert attacked("single", ("message", "language"), ("message", "volume")) == Tally(tried=2)


def test_a_bug_that_costs_one_reference_is_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(item: Mapping[str, Any], *, whole: bool = False) -> object:
        item["language"].upper()
        return crossref_record(item, whole=whole)

    answers._BEFORE.clear()
    monkeypatch.setattr(crossref, "crossref_record", read)
    found = attacked("single", ("message", "language"))
    assert "AttributeError" in found.crashed[0]
    assert "by what nobody compares" in found.wrong[0]


def test_a_not_registered_that_nobody_said_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    answers._BEFORE.clear()
    monkeypatch.setattr(DoiOrg, "agency", lambda *_: None)
    found = attacked("agency", (0, "RA")).wrong + attacked("absent", (0, "status")).wrong
    assert any("nobody said that there is none" in one for one in found)
    assert any("no answer, and yet" in one for one in found)


def test_without_a_fault_every_question_is_answered() -> None:
    tally = Tally()
    with network.lists() as folder, servers.serving(servers.Server()) as server:
        for name, place in network.PLACES.items():
            network.judge(f"{name}: none", folder, server.url, place.right, tally)
    assert tally == Tally(tried=6)


@pytest.mark.parametrize("fault", ["404 b'{}'", "reset within", "chunked, cut"])
def test_a_fault_that_is_taken_for_an_answer_is_wrong(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DoiOrg, "agency", lambda *_: None)
    monkeypatch.setattr(crossref, "_is_absence", lambda _: True)
    name, tally = "doi.org, of a dead one", Tally()
    server = servers.Server(WRONG[fault], "ra")
    with network.lists() as folder, servers.serving(server):
        network.judge(f"{name}: {fault}", folder, server.url, frozenset(), tally)
    assert tally.wrong == [f"{name}: {fault}: ['error']"]


def test_a_document_has_the_entities_it_is_to_unpack() -> None:
    assert b"<!ENTITY e9" in hostile.SPECIAL["entities.xml"]()
    assert hostile.SPECIAL["entities.docx"]().startswith(b"PK")


def test_a_fault_is_either_right_or_wrong() -> None:
    assert not set(RIGHT) & set(WRONG)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("code", [0, 2, 70])
def test_what_a_run_costs_is_measured(code: int, tmp_path: Path) -> None:
    def work() -> None:
        os.write(2, b"%d bytes" % len(b"x" * 300_000_000))
        raise SystemExit(code)

    cost = limits.measured(work, tmp_path, Path("/dev/null"))
    assert (cost.code, cost.said) == (code, "300000000 bytes")
    assert 300_000_000 < cost.memory < 2_000_000_000


def test_what_is_printed_raw_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    entry = writing.BIB.replace("{999}", "{999},\n  note = {\x1b[31m}")
    file.write_text(entry, encoding="utf-8")
    monkeypatch.setattr(screen, "harmless", lambda line: line)
    tally = Tally()
    with serving(constructed_works()) as server:
        injections.judge("fix FILE --dry-run", file, server.environment, "x", tally)
    assert tally.tried == 1
    assert any("is printed" in one for one in tally.wrong)


@pytest.mark.parametrize(
    ("content", "code", "lost", "wrong"),
    [
        (b"old", 2, 0, 0),
        (b"new", 0, 0, 0),
        (b"n", 2, 1, 0),
        (b"old", 0, 0, 1),
        (None, 2, 1, 0),
    ],
)
def test_a_file_that_is_half_or_gone_is_lost_and_an_exit_code_may_say_too_much(
    content: bytes | None, code: int, lost: int, wrong: int, tmp_path: Path
) -> None:
    job = writing.Job("convert", tmp_path, {"out": b"old"}, {"out": b"new"}, 0, 1.0)
    if content is not None:
        (tmp_path / "out").write_bytes(content)
    tally = Tally()
    writing.judge(job, tmp_path, code, tally, "killed")
    assert (len(tally.lost), len(tally.wrong)) == (lost, wrong)


def test_calls_are_numbered_and_count_from_when_the_file_is_opened() -> None:
    lines = [
        '7 openat(AT_FDCWD, "/lib/x", O_RDONLY) = 3',
        '7 openat(AT_FDCWD, "in.bib", O_RDONLY) = 3',
        '8 fsync(3) = 0',
        '7 openat(AT_FDCWD, "/lib/y", O_RDONLY) = 3',
        '7 openat(AT_FDCWD, "/home/.cikrefs-1.tmp", O_WRONLY) = 3',
        '7 fsync(3) = 0',
    ]  # fmt: skip
    assert [(name, number) for name, number, _ in within(lines)] == [
        ("openat", 2), ("openat", 4), ("fsync", 1),
    ]  # fmt: skip
