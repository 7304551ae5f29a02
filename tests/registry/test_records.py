"""What Crossref deposits, item by item, and the record that comes of it."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cikrefs.errors import Unavailable
from cikrefs.models import Date, Name, Record
from cikrefs.registry.records import crossref_record
from cikrefs.registry.types import TYPES
from cikrefs.web.text import plain
from tests.registry.fake import constructed_18


def record(**values: object) -> Record:
    names = {name.replace("_", "-"): value for name, value in values.items()}
    return crossref_record({"DOI": "10.1000/a", **names})


def days(*parts: object) -> dict[str, object]:
    return {"date-parts": [list(parts)]}


@pytest.mark.parametrize(
    ("deposited", "titles"),
    [
        ({"title": ["One"]}, ("One",)),
        ({"title": "One"}, ("One",)),
        ({"title": [], "subtitle": []}, ()),
        ({"title": None}, ()),
        ({"title": [""], "original_title": ["頸部"]}, ("頸部",)),
        ({"title": [None, 7, ["x"], "One"]}, ("7", "One")),
        ({"title": ["One"], "subtitle": ["a study"]}, ("One: a study", "One")),
        ({"title": ["Why?"], "subtitle": ["A study"]}, ("Why? A study", "Why?")),
        ({"title": ["One: a study"], "subtitle": ["A study"]}, ("One: a study",)),
        ({"title": ["One"], "subtitle": ["two", "three"]}, ("One: two: three", "One")),
        (
            {"title": ["Eins", "One"], "subtitle": ["zwei", "two"]},
            ("Eins: zwei", "One: two", "Eins", "One"),
        ),
        ({"title": ["Eins", "One"]}, ("Eins", "One")),
        ({"subtitle": ["lonely"]}, ()),
        ({"title": ["One"], "short_title": ["1"], "original_title": ["Uno"]}, ("One", "1", "Uno")),
        ({"title": ["One"], "original_title": ["One"]}, ("One",)),
        ({"title": ["<i>One</i>\n "], "short_title": ["One"]}, ("One",)),
    ],
)
def test_all_titles_arrive_the_fullest_first(
    deposited: dict[str, object], titles: tuple[str, ...]
) -> None:
    assert record(**deposited).title == titles


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "Liu", "given": "Ting"}, Name("Liu", "Ting")),
        ({"family": "Liu"}, Name("Liu")),
        ({"family": "KING", "given": "M. L."}, Name("KING", "M. L.")),
        ({"family": "King", "given": "M", "suffix": "Jr."}, Name("King", "M", "Jr.")),
        ({"family": "de <i>Souza</i>", "given": "Jos&eacute;"}, Name("de Souza", "José")),
        ({"name": "The RECOVERY Group"}, Name(literal="The RECOVERY Group")),
        ({"given": "Plato"}, Name(literal="Plato")),
    ],
)
def test_an_author_arrives_as_deposited(person: dict[str, object], name: Name) -> None:
    assert record(author=[person]).author == (name,)


def test_authors_and_editors_keep_their_order() -> None:
    both = [{"family": "B"}, {"name": "Group"}, {"family": "A"}]
    names = (Name("B"), Name(literal="Group"), Name("A"))
    assert record(author=both, editor=both).author == names
    assert record(author=both, editor=both).editor == names


@pytest.mark.parametrize("nobody", [None, [], "x", [None], [{"family": ""}], [{"role": []}]])
def test_nobody_is_no_author(nobody: object) -> None:
    assert record(author=nobody).author == ()


@pytest.mark.parametrize(
    ("deposited", "dates"),
    [
        ({"issued": days(2024, 11, 2)}, (Date(2024, 11, 2),)),
        ({"issued": days(None)}, ()),
        ({"issued": {"date-parts": [[]]}}, ()),
        ({"issued": {"date-parts": []}}, ()),
        ({"issued": {"date-parts": None}}, ()),
        ({"issued": None}, ()),
        ({"issued": days(0)}, ()),
        ({"issued": days("2024", "11")}, (Date(2024, 11),)),
        ({"issued": days(2024, 13, 2)}, (Date(2024),)),
        ({"issued": days(2024, 2, 32)}, (Date(2024, 2),)),
        ({"issued": days(2024, None, 2)}, (Date(2024),)),
        (
            {
                "issued": days(2024, 11),
                "published": days(2024, 11),
                "published_online": days(2024, 11),
                "published_print": days(2025, 1),
            },
            (Date(2025, 1), Date(2024, 11)),
        ),
    ],
)
def test_print_and_online_dates_arrive_once_each(
    deposited: dict[str, object], dates: tuple[Date, ...]
) -> None:
    assert record(**deposited).issued == dates


HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ([HUGE], None),
        ([f"{HUGE} "], None),
        ([10**4000], None),
        (["2021", HUGE], Date(2021)),
        (["2021", "5", HUGE], Date(2021, 5)),
        ([2021, 10**4000, 1], Date(2021)),
        ([2021, 2, 29], Date(2021, 2)),
        ([2020, 2, 29], Date(2020, 2, 29)),
        (["²⁰²¹"], None),
        ([[2021], {}, None], None),
        ([2021, [5], {"day": 6}], Date(2021)),
        ([0], None),
        ([-2021], None),
        ([20210], None),
        ([2021.5], None),
        ([float("inf")], None),
    ],
    ids=lambda _: "parts",  # what they are would be too long
)
def test_of_an_impossible_date_what_is_possible_arrives(
    parts: list[object], date: Date | None
) -> None:
    assert record(issued=days(*parts)).issued == ((date,) if date else ())


@pytest.mark.parametrize(
    "number", [10**4000, float("nan"), float("inf"), True], ids=lambda _: "number"
)
def test_what_no_print_could_carry_is_no_volume(number: object) -> None:
    assert record(volume=number).volume == ""


def test_pages_and_article_number_both_arrive() -> None:
    assert record(page="511-518", article_number="e17").page == ("511-518", "e17")
    assert record(page="104436", article_number="104436").page == ("104436",)
    assert record(article_number="6").page == ("6",)
    assert record().page == ()


def test_full_and_short_journal_titles_both_arrive() -> None:
    names = {"container_title": ["Head &amp; Neck", "Neck"], "short_container_title": ["H N"]}
    assert record(**names).container_title == ("Head & Neck", "Neck", "H N")


def test_a_short_journal_title_that_is_the_full_one_arrives_once() -> None:
    names = {"container_title": ["Cell"], "short_container_title": ["Cell"]}
    assert record(**names).container_title == ("Cell",)


@pytest.mark.parametrize(
    ("crossref", "csl"),
    [
        ("journal-article", "article-journal"),
        ("posted-content", "article"),
        ("proceedings-article", "paper-conference"),
        ("book-chapter", "chapter"),
        ("dissertation", "thesis"),
        ("monograph", "book"),
        ("component", "document"),
        ("something-new", "document"),
        (None, "document"),
    ],
)
def test_types_are_csls(crossref: object, csl: str) -> None:
    assert record(type=crossref).type == csl


CSL_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
interview legal_case legislation manuscript map motion_picture musical_score pamphlet
paper-conference patent performance periodical personal_communication post post-weblog regulation
report review review-book software song speech standard thesis treaty webpage
""".split()  # https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types


def test_every_type_is_one_csl_knows() -> None:
    for csl in TYPES.values():
        assert csl in CSL_TYPES


def test_the_rest_arrives_too() -> None:
    whole = record(
        volume="74",
        issue="1",
        publisher="Wiley &amp; Sons",
        ISSN=["0340-7004", "1432-0851"],
        aliases=["10.1000/old"],
    )
    assert (whole.volume, whole.issue, whole.publisher) == ("74", "1", "Wiley & Sons")
    assert (whole.ISSN, whole.aliases) == (("0340-7004", "1432-0851"), ("10.1000/old",))
    assert whole.agency == "Crossref"


def test_a_preprint_names_what_it_was_published_as() -> None:
    relation = {
        "is-preprint-of": [
            {"id-type": "doi", "id": "https://doi.org/10.1000/B"},
            {"id-type": "uri", "id": "https://example.org"},
        ],
        "has-review": [{"id-type": "doi", "id": "10.1000/c"}],
    }
    assert record(relation=relation).published_as == ("10.1000/B",)
    assert record(relation={}).published_as == ()


@pytest.mark.parametrize("item", [None, [], "x", {}, {"DOI": None}, {"title": ["One"]}])
def test_what_has_no_doi_is_no_record(item: object) -> None:
    with pytest.raises(Unavailable):
        crossref_record(item)


def test_the_constructed_records_are_eighteen_whole_ones() -> None:
    records = constructed_18()
    assert len(records) == 18
    for doi, constructed in records.items():
        assert doi == constructed.DOI
        assert constructed.title
        assert constructed.author
        assert constructed.issued


def real_items() -> Iterator[dict[str, object]]:
    folder = os.environ.get("CIKREFS_RECORDS")
    if not folder:
        pytest.skip("CIKREFS_RECORDS names no folder of real records (*.jsonl, *.jsonl.gz)")
    for path in sorted(Path(folder).glob("*.jsonl*")):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                work = row.get("work", row)
                if isinstance(work, dict) and "DOI" in work:
                    yield work


def test_every_title_and_author_of_real_records_arrives() -> None:
    count = 0
    for work in real_items():
        made = crossref_record(work)
        deposited = work.get("title") or []
        for title in deposited if isinstance(deposited, list) else [deposited]:
            words = plain(str(title))
            assert not words or words in made.title, work["DOI"]
        authors = work.get("author") or []
        assert isinstance(authors, list)
        named = [a for a in authors if a.get("family") or a.get("name") or a.get("given")]
        assert len(made.author) == len(named), work["DOI"]
        count += 1
    assert count
