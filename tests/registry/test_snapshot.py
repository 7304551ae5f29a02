"""Snapshots, built of small files made here in the shape of Crossref's public data file."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cikrefs.checks import check
from cikrefs.checks.match_keys import hashed
from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Date, Name, Record, Reference
from cikrefs.registry import Query, Registry
from cikrefs.registry.records import crossref_record
from cikrefs.registry.snapshot import Snapshot, add_match_keys, build, info
from cikrefs.registry.snapshot.matching import works_of
from tests.registry.fake import DATA, FakeRegistry

pytest.importorskip("duckdb", reason="snapshots take DuckDB, the extra batch")

Json = Mapping[str, object]


def work(doi: str, **more: object) -> Json:
    return {"DOI": doi, "type": "journal-article", "title": [f"The title of {doi}"], **more}


def lines(path: Path, works: Sequence[object]) -> Path:
    """Write works as Crossref does now: each on a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(f"{json.dumps(one)}\n" for one in works).encode()))
    return path


def snapshot(folder: Path, *works: object, each: int = 2) -> Snapshot:
    """Return the snapshot of these works."""
    lines(folder / "source" / "0.jsonl.gz", works)
    build(folder / "source", folder / "snapshot", date="2026-03", each=each)
    return Snapshot(folder / "snapshot")


def said(answer: object) -> str:
    assert isinstance(answer, Unavailable)
    return str(answer)


def test_every_constructed_record_comes_back_as_the_api_would_give_it(tmp_path: Path) -> None:
    items = map(json.loads, (DATA / "constructed-18.jsonl").read_text("utf-8").splitlines())
    expected = {record.DOI: record for record in map(crossref_record, items)}
    build(DATA / "constructed-18.jsonl", tmp_path / "s", date="2026-03", each=5)
    found = Snapshot(tmp_path / "s").look_up([doi.upper() for doi in expected])
    assert {doi: found[doi.upper()] for doi in expected} == expected


def test_the_older_files_with_items_give_the_same_snapshot(tmp_path: Path) -> None:
    works = [work(f"10.5555/{number}", volume="3") for number in range(5)]
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "0.json.gz").write_bytes(
        gzip.compress(json.dumps({"items": works}).encode())
    )
    build(tmp_path / "old", tmp_path / "s", date="2024-04")
    expected = snapshot(tmp_path, *works).look_up(["10.5555/0", "10.5555/4"])
    assert Snapshot(tmp_path / "s").look_up(["10.5555/0", "10.5555/4"]) == expected


def test_a_miss_is_no_absence(tmp_path: Path) -> None:
    held = snapshot(tmp_path, work("10.5555/a"))
    assert said(held.look_up(["10.5555/b"])["10.5555/b"]) == (
        "10.5555/b is not in the snapshot of 2026-03"
    )
    assert said(held.look_up(["pmid:1"])["pmid:1"]) == "pmid:1 is not in the snapshot of 2026-03"


def test_whoever_is_given_for_misses_is_asked_for_these_alone(tmp_path: Path) -> None:
    other = Record(DOI="10.5555/c", title=("Newer",))
    misses = FakeRegistry({"10.5555/c": other})
    snapshot(tmp_path, work("10.5555/a"))
    held = Snapshot(tmp_path / "snapshot", misses)
    found = held.look_up(["10.5555/b", "10.5555/A", "10.5555/c"])
    assert found["10.5555/b"] is None
    assert found["10.5555/c"] == other
    assert isinstance(found["10.5555/A"], Record)
    assert misses.asked == [("look_up", ("10.5555/b", "10.5555/c"))]


def test_an_alias_leads_to_its_prime(tmp_path: Path) -> None:
    held = snapshot(tmp_path, work("10.5555/z", aliases=["10.5555/Old"]), work("10.5555/a"))
    found = held.look_up(["10.5555/OLD"])["10.5555/OLD"]
    assert isinstance(found, Record)
    assert (found.DOI, found.aliases) == ("10.5555/z", ("10.5555/Old",))
    assert (held.info.works, held.info.aliases) == (2, 1)


def test_an_alias_that_is_a_work_itself_is_that_work(tmp_path: Path) -> None:
    held = snapshot(tmp_path, work("10.5555/a"), work("10.5555/b", aliases=["10.5555/a"]))
    found = held.look_up(["10.5555/a"])["10.5555/a"]
    assert isinstance(found, Record)
    assert found.DOI == "10.5555/a"


def test_an_alias_of_two_works_is_a_miss(tmp_path: Path) -> None:
    both = [work(f"10.5555/{name}", aliases=["10.5555/old"]) for name in "ab"]
    assert "not in the snapshot" in said(
        snapshot(tmp_path, *both).look_up(["10.5555/old"])["10.5555/old"]
    )


def test_known_leaves_out_what_is_missing_and_what_is_an_alias(tmp_path: Path) -> None:
    held = snapshot(tmp_path, work("10.5555/a", aliases=["10.5555/old"]))
    assert [*held.known(["10.5555/a", "10.5555/old", "10.5555/b"])] == ["10.5555/a"]


def test_a_search_is_not_answered_unless_somebody_is_asked_for_misses(tmp_path: Path) -> None:
    held = snapshot(tmp_path, work("10.5555/a"))
    with pytest.raises(Unavailable, match="the snapshot of 2026-03 cannot be searched"):
        held.search(Query(title="The title"))
    found = Record(DOI="10.5555/c", title=("The title",))
    asked = Snapshot(tmp_path / "snapshot", FakeRegistry({"10.5555/c": found}))
    assert asked.search(Query(title="The title")) == [found]


def test_a_record_of_odd_shape_keeps_its_other_members(tmp_path: Path) -> None:
    odd = work("10.5555/a", author=3, page=["1", {}], issued="2020", relation=[], volume=7)
    odd = {**odd, "container-title": "Nature", "aliases": "10.5555/old"}
    held = snapshot(tmp_path, odd, work("10.5555/b"))
    expected = crossref_record(odd)
    assert expected.container_title == ("Nature",)
    assert held.look_up(["10.5555/a", "10.5555/old"]) == {
        "10.5555/a": expected,
        "10.5555/old": expected,
    }


def test_lines_that_are_no_works_are_left_out_and_counted(tmp_path: Path) -> None:
    held = snapshot(tmp_path, work("10.5555/a"), [1], "x", None, {"DOI": 5}, {"title": ["T"]})
    assert (held.info.works, held.info.left_out) == (1, 5)


def test_the_date_is_that_of_the_record_indexed_last(tmp_path: Path) -> None:
    dates = ["2026-02-03T00:00:00Z", "2026-03-09T00:00:00Z", "2021-04-01T00:00:00Z"]
    works = [work(f"10.5555/{date}", indexed={"date-time": date}) for date in dates]
    lines(tmp_path / "source" / "0.jsonl.gz", works)
    assert build(tmp_path / "source", tmp_path / "s").date == "2026-03"


def test_without_any_date_one_must_be_named(tmp_path: Path) -> None:
    lines(tmp_path / "source" / "0.jsonl.gz", [work("10.5555/a")])
    with pytest.raises(InputError, match="name the month, as in --date 2026-03"):
        build(tmp_path / "source", tmp_path / "s")


def test_a_half_written_file_is_named(tmp_path: Path) -> None:
    lines(tmp_path / "source" / "0.jsonl.gz", [work("10.5555/a")])
    many = [work(f"10.5555/{number}", n=str(number**9)) for number in range(20_000)]
    path = lines(tmp_path / "source" / "1.jsonl.gz", many)
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(
        InputError, match=r"1\.jsonl\.gz: is cut short: the file ends in the middle"
    ):
        build(tmp_path / "source", tmp_path / "s", date="2026-03")


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    lines(tmp_path / "source" / "0.jsonl.gz", [work("10.5555/a")])
    (tmp_path / "source" / "1.jsonl.gz").touch()
    with pytest.raises(InputError, match=r"1\.jsonl\.gz: is no gzip file, or is empty"):
        build(tmp_path / "source", tmp_path / "s", date="2026-03")


def test_a_doi_in_two_files_is_an_error_that_names_both(tmp_path: Path) -> None:
    lines(tmp_path / "source" / "0.jsonl.gz", [work("10.5555/a"), work("10.5555/b")])
    lines(tmp_path / "source" / "1.jsonl.gz", [work("10.5555/B")])
    with pytest.raises(
        InputError, match=r"0\.jsonl\.gz: 10\.5555/b stands in it and in .*1\.jsonl"
    ):
        build(tmp_path / "source", tmp_path / "s", date="2026-03")


@pytest.mark.parametrize("name", ["empty", "others"])
def test_a_folder_without_any_such_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "others").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "others" / "notes.txt").write_text("10.5555/a")
    with pytest.raises(InputError, match=r"holds no \.jsonl\.gz and no \.json\.gz"):
        build(tmp_path / name, tmp_path / "s", date="2026-03")
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("0.jsonl.gz", '{"items": [{"DOI": "10.5555/a"}]}'),
        ("0.jsonl.gz", '[{"doi": "10.5555/a"}]\n'),
        ("0.json.gz", '{"works": [{"DOI": "10.5555/a"}]}'),
        ("0.jsonl.gz", '{"message": {"DOI": "10.5555/a"}}\n'),
    ],
)
def test_a_layout_that_is_new_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(text.encode()))
    with pytest.raises(InputError, match="cikrefs know"):
        build(tmp_path / name, tmp_path / "s", date="2026-03")
    assert not (tmp_path / "s" / "snapshot.json").exists()


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path: Path) -> None:
    source = lines(tmp_path / "source" / "0.jsonl.gz", [work("10.5555/a")])
    with pytest.raises(InputError, match="holds other files and no snapshot"):
        build(source, source.parent, date="2026-03")
    build(source, tmp_path / "s", date="2026-03")
    with pytest.raises(InputError, match="a snapshot of another source, date or version"):
        build(source, tmp_path / "s", date="2026-04")
    assert [path.name for path in source.parent.iterdir()] == ["0.jsonl.gz"]


def test_a_disk_too_small_is_an_error_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "source" / "0.jsonl.gz", [work("10.5555/a")])
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1))
    with pytest.raises(InputError, match=r"has 0\.0 GB left, and building takes about"):
        build(source, tmp_path / "s", date="2026-03")


class Stop(Exception):
    """Stands for whatever ends a build."""


@pytest.mark.parametrize("after", range(1, 6))
def test_a_build_that_was_ended_goes_on_where_it_was(tmp_path: Path, after: int) -> None:
    for number in range(3):
        works = [work(f"10.5555/{name}{number}") for name in "abc"]
        lines(tmp_path / "source" / f"{number}.jsonl.gz", works)
    told: list[int] = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if len(told) == after:
            raise Stop

    with pytest.raises(Stop):
        build(tmp_path / "source", tmp_path / "s", stop, date="2026-03", piece=1, each=3)
    with pytest.raises(InputError, match="a snapshot whose build has not ended; run it again"):
        info(tmp_path / "s")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("s/**/*.parquet")}
    again: list[tuple[int, int]] = []
    build(
        tmp_path / "source",
        tmp_path / "s",
        lambda done, total: again.append((done, total)),
        date="2026-03",
        piece=1,
        each=3,
    )
    assert len(again) <= 6 - min(after, 3)
    assert again[-1][0] == again[-1][1]
    kept = {path for path in before if path.exists()}
    assert all(path.stat().st_mtime_ns == before[path] for path in kept)
    dois = [f"10.5555/{name}{number}" for name in "abc" for number in range(3)]
    found = Snapshot(tmp_path / "s").look_up(dois)
    assert [one.DOI for one in found.values() if isinstance(one, Record)] == dois


def test_what_is_built_is_not_built_again(tmp_path: Path) -> None:
    snapshot(tmp_path, work("10.5555/a"))

    def never(_done: int, _total: int) -> None:
        raise AssertionError

    held = build(tmp_path / "source", tmp_path / "snapshot", never, date="2026-03", each=2)
    assert held == info(tmp_path / "snapshot")


def test_no_snapshot_and_a_damaged_one_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no snapshot"):
        Snapshot(tmp_path)
    for text in ("{", "[]", '{"cikrefs-snapshot": 9}', '{"cikrefs-snapshot": 1, "first": []}'):
        (tmp_path / "snapshot.json").write_text(text)
        with pytest.raises(InputError):
            Snapshot(tmp_path)


def test_a_file_that_is_damaged_or_gone_is_no_answer(tmp_path: Path) -> None:
    held = snapshot(tmp_path, *(work(f"10.5555/{name}") for name in "abcd"))
    (tmp_path / "snapshot" / "works-0000.parquet").write_bytes(b"no Parquet")
    (tmp_path / "snapshot" / "works-0001.parquet").unlink()
    for doi in ("10.5555/a", "10.5555/d"):
        assert "the snapshot of 2026-03 cannot be read" in said(held.look_up([doi])[doi])


def test_quotes_and_letters_beyond_ascii_in_a_doi_are_found(tmp_path: Path) -> None:
    odd = ["10.5555/it's", '10.5555/"b"', "10.5555/é;--", "10.1002/(sici)1097<1::a>3.0.co;2-#"]
    held = snapshot(tmp_path, *(work(doi) for doi in odd))
    assert all(isinstance(one, Record) for one in held.look_up(odd).values())
    assert len(held.look_up(odd)) == 4


def test_many_keys_and_few_are_answered_alike(tmp_path: Path) -> None:
    dois = [f"10.5555/{number}" for number in range(1500)]
    held = snapshot(tmp_path, *map(work, dois), each=1400)
    found = held.look_up([*dois, "10.5555/none"])
    assert [one.DOI for one in found.values() if isinstance(one, Record)] == dois
    assert held.look_up(dois[:3]) == {doi: found[doi] for doi in dois[:3]}


# match keys


ARTICLE = {
    "title": ["Cytokine-induced killer cells kill melanoma stem cells in mice"],
    "author": [{"family": "Müller", "given": "A."}],
    "container-title": ["J Cell"],
    "volume": "12",
    "page": "45-67",
    "issued": {"date-parts": [[2019]]},
}
QUERY = Query(
    type="article-journal",
    title="Cytokine-induced killer cells kill melanoma stem cells in mice",
    author="Muller",
    container_title="J Cell",
    year=2019,
    volume="12",
    page="45",
)


def matching(
    folder: Path, *works: Json, workers: int = 1, misses: Registry | None = None
) -> Snapshot:
    """Return the snapshot of these works with match keys."""
    snapshot(folder, *works)
    assert add_match_keys(folder / "snapshot", workers=workers).match_keys
    return Snapshot(folder / "snapshot", misses)


def test_a_work_without_doi_is_found_by_its_match_keys(tmp_path: Path) -> None:
    held = matching(
        tmp_path, work("10.5555/a", **ARTICLE), *(work(f"10.5555/{n}") for n in range(9))
    )
    (found,) = held.search(QUERY)
    assert found.DOI == "10.5555/a"
    assert (
        held.search(
            replace(
                QUERY,
                title="Cytokine-induced killer cells kill melanoma stem cells in rats",
                volume="12",
            )
        )[0]
        == found
    )


def test_processes_of_their_own_make_the_same_keys(tmp_path: Path) -> None:
    works = [work(f"10.5555/{n}", **{**ARTICLE, "page": str(n)}) for n in range(7)]
    one = matching(tmp_path / "one", *works)
    other = matching(tmp_path / "other", *works, workers=2)
    for n in range(7):
        asked = replace(QUERY, page=str(n))
        assert one.search(asked) == other.search(asked)
        assert f"10.5555/{n}" == one.search(asked)[0].DOI


def test_what_shares_no_key_is_not_called_absent(tmp_path: Path) -> None:
    held = matching(tmp_path, work("10.5555/a", **ARTICLE))
    with pytest.raises(
        Unavailable, match="holds no work like it to the letter, and Crossref was not"
    ):
        held.search(Query(title="Something else", author="Lee", year=2001))


def test_a_key_of_very_many_works_leads_to_none(tmp_path: Path) -> None:
    works = [work(f"10.5555/{n}", title=["Editorial"]) for n in range(201)]
    held = matching(tmp_path, *works, work("10.5555/a", **ARTICLE))
    table = works_of(tmp_path / "snapshot", held.info, hashed(["t:editorial"]))
    assert table == {}
    few = matching(tmp_path / "few", *works[:200])
    table = works_of(tmp_path / "few" / "snapshot", few.info, hashed(["t:editorial"]))
    assert len(table[hashed(["t:editorial"])[0]]) == 200


def test_whoever_is_asked_for_misses_is_searched_for_what_no_key_finds(tmp_path: Path) -> None:
    other = Record(DOI="10.5555/z", title=("Something else",))
    misses = FakeRegistry({"10.5555/z": other}, others={"pubmed": [other]})
    held = matching(tmp_path, work("10.5555/a", **ARTICLE), misses=misses)
    wanted = Query(title="Something else", author="Lee")
    found = [*held.search_all({"pubmed": [wanted], "crossref": [QUERY, wanted, QUERY]})]
    assert [service for service, _ in found] == ["pubmed", "crossref", "crossref", "crossref"]
    hits = [[hit.DOI for hit in hits] for _, hits in found if isinstance(hits, list)]
    assert hits == [["10.5555/z"], ["10.5555/a"], ["10.5555/z"], ["10.5555/a"]]
    assert ("search", (str(wanted),)) in misses.asked
    assert ("search", (str(QUERY),)) not in misses.asked


def test_a_reference_without_doi_is_confirmed_and_told_its_doi(tmp_path: Path) -> None:
    held = matching(tmp_path, work("10.5555/a", **ARTICLE))
    printed = Reference(
        title="Cytokine-induced killer cells kill melanoma stem cells in mice",
        author=(Name("Müller", "A."),),
        container_title="J Cell",
        volume="12",
        page="45-67",
        issued=Date(2019),
    )
    wrong = replace(printed, author=(Name("Smith", "B."),))
    nowhere = Reference(title="Never written", author=(Name("Smith", "B."),))
    one, other, third = check([printed, wrong, nowhere], held)
    assert [(f.rule, f.suggestion) for f in one.findings] == [("doi-missing", "10.5555/a")]
    assert [(f.rule, f.suggestion) for f in other.findings] == [("misattributed", "10.5555/a")]
    assert (third.status, third.findings) == ("unchecked", ())


def test_match_keys_are_added_once_and_go_on_where_they_were(tmp_path: Path) -> None:
    snapshot(tmp_path, *(work(f"10.5555/{n}", **ARTICLE) for n in range(5)))

    def stop(_done: int, _total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        add_match_keys(tmp_path / "snapshot", stop)
    assert not info(tmp_path / "snapshot").match_keys
    (tmp_path / "snapshot" / "keys" / "0001.part").write_bytes(b"half of it")
    again: list[tuple[int, int]] = []
    add_match_keys(tmp_path / "snapshot", lambda done, total: again.append((done, total)))
    assert again == [(1, 3), (2, 3), (3, 3)]
    add_match_keys(tmp_path / "snapshot", stop)
    assert len(Snapshot(tmp_path / "snapshot").search(QUERY)) == 5
    assert not (tmp_path / "snapshot" / "keys").exists()
