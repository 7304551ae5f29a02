"""What a citation processor is given: values of the kinds CSL-JSON has, titles without markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cikrefs.formats import bibtex, ris
from cikrefs.formats.csl import json as csl_json
from cikrefs.lists import styles
from cikrefs.lists.csl_items import Item, date_in_words, items
from cikrefs.lists.engine import format_list
from cikrefs.models import Date, Reference
from tests.lists.build import listed


def read(**variables: object) -> Reference:
    """Return the reference in a CSL-JSON item with an id, a type and `variables`."""
    named = {name.replace("_", "-"): found for name, found in variables.items()}
    text = json.dumps([{"id": "a", "type": "book", "title": "T", **named}])
    (reference,) = csl_json.loads(text, on_problem=lambda _: None)
    return reference


def given(**variables: object) -> tuple[Item, list[str]]:
    """Return the item that a processor is given, and what is noticed."""
    heard: list[str] = []
    (item,) = items([read(**variables)], heard.append)
    return item, heard


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("container-title", ["A"]),
        ("editor", "Smith"),
        ("volume", True),
        ("page-first", {"a": 1}),
        ("accessed", {"date-parts": [["x"]]}),
        ("accessed", {"date-parts": [[2020.5]]}),
        ("accessed", "yesterday"),
    ],
)
def test_a_value_of_the_wrong_kind_is_kept_back_and_named(name: str, found: object) -> None:
    item, heard = given(**{name: found})
    assert name not in item
    (notice,) = heard
    assert notice.startswith(f"a: {name} is left out; it is no value of CSL's: ")


@pytest.mark.parametrize(
    ("name", "found", "kept"),
    [
        ("volume", 3, "3"),
        ("page-first", 1.5, "1.5"),
        ("ISSN", ["1234-5679", "2049-3630"], "1234-5679"),
        ("issued", {"date-parts": [["2020", "5", ""]]}, {"date-parts": [[2020, 5]]}),
        ("issued", {"date-parts": [[2020], [2021]]}, {"date-parts": [[2020], [2021]]}),
        (
            "issued",
            {"date-parts": [[2020]], "circa": True},
            {"date-parts": [[2020]], "circa": True},
        ),
        ("issued", "2020-05", {"date-parts": [[2020, 5]]}),
        ("guest", [{"family": 1, "x": {}}], [{"family": "1"}]),
    ],
)
def test_a_value_of_the_right_kind_is_given_as_it_is_said(
    name: str, found: object, kept: object
) -> None:
    item, heard = given(**{name: found})
    assert (item[name], heard) == (kept, [])


def test_a_name_of_the_wrong_kind_costs_no_other() -> None:
    item, heard = given(guest=[{"family": ["x"]}, {"literal": "G"}])
    assert item["guest"] == [{"literal": "G"}]
    assert heard[0].startswith("a: guest is left out in part;")


@pytest.mark.parametrize("name", ["link", "custom", "foo"])
def test_what_no_style_prints_is_not_given(name: str) -> None:
    item, heard = given(**{name: [{"a": None}]})
    assert (name in item, heard) == (False, [])


def test_one_bad_reference_costs_no_other() -> None:
    bad = [read(editor="Smith"), read(volume=True), read(page_first={"a": 1})]
    assert listed(*bad, Reference(id="b", type="book", title="Good", issued=Date(2001))) == [
        "1. (n.d.) T",
        "2. (n.d.) T",
        "3. (n.d.) T",
        "4. (2001) Good",
    ]


def test_titles_are_listed_without_the_markup_they_came_with() -> None:
    variables = {
        "title": "Loss of <i>TP53</i> &amp; x",
        "container-title": "J <b>A</b>",
        "journalAbbreviation": "J <b>A</b>",
        "type": "article-journal",
    }
    (text,) = listed(read(**variables))
    assert text == "1. (n.d.) Loss of TP53 & x. J A"


def test_a_title_whose_text_looks_like_markup_keeps_it() -> None:
    (text,) = listed(read(title="The tag &lt;i&gt;x&lt;/i&gt;"))
    assert text == "1. (n.d.) The tag <i>x</i>"


@pytest.mark.parametrize(
    ("issued", "words"),
    [
        ({"literal": "in press"}, "in press"),
        ({"raw": "in press"}, "in press"),
        ("in press", "in press"),
        ({"date-parts": [["2020-2021"]]}, "2020-2021"),
        ({"date-parts": [[2020]]}, ""),
        ({"date-parts": []}, ""),
    ],
)
def test_a_date_in_words_is_printed_where_the_year_stands(issued: object, words: str) -> None:
    reference = read(issued=issued)
    assert date_in_words(reference) == words
    if words:
        assert listed(reference) == [f"1. ({words}) T"]


def test_a_bib_files_and_a_ris_files_date_in_words_is_printed() -> None:
    (from_bib,) = bibtex.loads("@book{a, title={T}, year={in press}}", on_problem=lambda _: None)
    (from_ris,) = ris.loads("TY  - BOOK\nTI  - T\nPY  - in press\nER  - \n", on_problem=print)
    assert listed(from_bib, from_ris) == ["1. (in press) T", "2. (in press) T"]


def test_words_for_a_date_that_a_style_does_not_print_are_named(tmp_path: Path) -> None:
    path = tmp_path / "titles.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>'
        'Titles</title><id>t</id></info><citation><layout><text variable="title"/></layout>'
        '</citation><bibliography><layout><text variable="title"/></layout></bibliography></style>',
        encoding="utf-8",
    )
    heard: list[str] = []
    found = styles.find(str(path), on_notice=print)
    format_list([read(issued={"literal": "in press"})], found, on_notice=heard.append)
    assert heard == ["a: Titles does not print its date, “in press”"]


def test_an_uncertain_year_is_listed_as_one() -> None:
    uncertain = read(issued={"date-parts": [[2020]], "circa": True})
    assert listed(uncertain) == ["1. (c. 2020) T"]
    assert listed(uncertain, locale="de") == ["1. (ca. 2020) T"]


def test_a_kind_of_work_begins_with_a_capital() -> None:
    assert listed(read(type="article", genre="preprint")) == ["1. (n.d.) T. Preprint"]
