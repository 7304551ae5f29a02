"""References as Zotero's items: what has a field, and what goes to Extra."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cikrefs.formats.csl.variables import TYPES as CSL_TYPES
from cikrefs.models import OTHERS, Date, Name, Reference
from cikrefs.zotero import items
from tests.zotero.conftest import CREATORS, template

LEE = Name("Lee", "Anna")


def item(reference: Reference) -> dict[str, object]:
    type_ = items.item_type(reference)
    return items.item(reference, template(type_), CREATORS[type_], ["COLL"])


def filled(reference: Reference) -> dict[str, object]:
    """The fields of the item that hold something."""
    return {name: value for name, value in item(reference).items() if value}


def test_an_article_has_a_field_for_everything() -> None:
    reference = Reference(
        title="Cells",
        title_short="C",
        author=(LEE,),
        editor=(Name("Ed", "I. T."),),
        container_title="Journal of Cells",
        container_title_short="J Cells",
        volume="7",
        issue="2",
        page="1-9",
        issued=Date(2020, 11, 2),
        accessed=Date(2024, 1, 31),
        DOI="10.5555/a",
        URL="https://example.org/a",
        ISSN="1234-5678",
        language="en",
        abstract="We look at cells.",
        keyword="cells, killers",
    )
    assert filled(reference) == {
        "itemType": "journalArticle",
        "title": "Cells",
        "shortTitle": "C",
        "creators": [
            {"creatorType": "author", "firstName": "Anna", "lastName": "Lee"},
            {"creatorType": "editor", "firstName": "I. T.", "lastName": "Ed"},
        ],
        "publicationTitle": "Journal of Cells",
        "journalAbbreviation": "J Cells",
        "volume": "7",
        "issue": "2",
        "pages": "1-9",
        "date": "2020-11-02",
        "accessDate": "2024-01-31",
        "DOI": "10.5555/a",
        "url": "https://example.org/a",
        "ISSN": "1234-5678",
        "language": "en",
        "abstractNote": "We look at cells.",
        "tags": [{"tag": "cells"}, {"tag": "killers"}],
        "collections": ["COLL"],
    }


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (Reference(id="lee2020"), "Citation Key: lee2020"),
        (Reference(PMID="123"), "PMID: 123"),
        (Reference(PMCID="PMC1"), "PMCID: PMC1"),
        (Reference(type="book", DOI="10.5555/b"), "DOI: 10.5555/b"),
        (Reference(publisher="Wiley"), "Publisher: Wiley"),
        (Reference(original_date=Date(1865)), "Original Date: 1865"),
        (Reference(event_date=Date(2009, 9, 23)), "Event Date: 2009-09-23"),
        (Reference(accessed=Date(2024, 1)), "Accessed: 2024-01"),
        (Reference(page="1-9", number="e7"), "Number: e7"),
        (Reference(type="performance"), "Type: performance"),
        (Reference(container_author=(LEE,)), "Container Author: Lee || Anna"),
        (Reference(director=(Name(literal="The Group"),)), "Director: The Group"),
        (Reference(extra={"original-title": "Zellen"}), "Original Title: Zellen"),
        (Reference(extra={"bibtex:xref": "lee"}), "bibtex:xref: lee"),
        (Reference(extra={"ris:U2": ["a", "b"]}), 'ris:U2: ["a", "b"]'),
        (Reference(note="Read it\ntwice"), "Read it\ntwice"),
    ],
)
def test_what_has_no_field_goes_to_extra(reference: Reference, line: str) -> None:
    assert item(reference)["extra"] == line


def test_lines_of_extra_stand_under_each_other_the_note_last() -> None:
    reference = Reference(PMID="1", id="k", note="n")
    assert item(reference)["extra"] == "Citation Key: k\nPMID: 1\nn"


def test_a_field_that_zotero_has_by_then_is_filled() -> None:
    newer = template("journalArticle") | {"citationKey": "", "PMID": ""}
    made = items.item(Reference(id="k", PMID="1"), newer, ["author"])
    assert (made["citationKey"], made["PMID"], made["extra"]) == ("k", "1", "")


def test_a_meeting_has_its_name_and_only_one_place() -> None:
    reference = Reference(
        type="paper-conference",
        container_title="Proceedings",
        event_title="AFRICON",
        event_place="Nairobi",
        publisher_place="Piscataway",
    )
    made = filled(reference)
    assert made["proceedingsTitle"] == "Proceedings"
    assert made["conferenceName"] == "AFRICON"
    assert made["place"] == "Piscataway"
    assert made["extra"] == "Event Place: Nairobi"


def test_the_place_of_a_meeting_stands_alone_where_no_publisher_has_one() -> None:
    reference = Reference(type="paper-conference", event_place="Nairobi")
    assert filled(reference)["place"] == "Nairobi"


def test_the_author_of_a_patent_is_its_inventor() -> None:
    reference = Reference(type="patent", author=(LEE,), number="US1", issued=Date(1999))
    made = filled(reference)
    assert made["creators"] == [{"creatorType": "inventor", "firstName": "Anna", "lastName": "Lee"}]
    assert (made["patentNumber"], made["issueDate"]) == ("US1", "1999")


def test_a_cut_list_of_authors_ends_in_et_al() -> None:
    made = item(Reference(author=(LEE, OTHERS)))["creators"]
    assert isinstance(made, list)
    assert made[-1] == {"creatorType": "author", "name": "et al."}


def test_an_article_number_is_its_page() -> None:
    made = filled(Reference(number="e7"))
    assert (made["pages"], "extra" in made) == ("e7", False)


def test_a_url_that_only_repeats_the_doi_is_left_out() -> None:
    made = filled(Reference(DOI="10.5555/a", URL="https://doi.org/10.5555/a"))
    assert "url" not in made


def test_every_field_of_a_reference_goes_somewhere() -> None:
    placed = {*items.FIELDS, *items.CREATORS, "author", "type", "keyword", "note", "event_date"}
    apart = {"extra", "source"}
    assert {field.name for field in fields(Reference)} == placed | apart


def test_the_types_are_csls() -> None:
    assert set(items.TYPES) <= CSL_TYPES


def test_a_template_is_not_changed() -> None:
    empty = template("journalArticle")
    items.item(Reference(title="Cells"), empty, ["author"])
    assert empty == template("journalArticle")


def test_a_keyword_that_holds_a_comma_is_one_tag() -> None:
    tags = item(Reference(title="T", keyword="Cells, Cultured; Mice"))["tags"]
    assert tags == [{"tag": "Cells, Cultured"}, {"tag": "Mice"}]
