"""DataCite's attributes, and the record that comes of them."""

from __future__ import annotations

import pytest

from cikrefs.models import Date, Name, Record
from cikrefs.registry.datacite import datacite_record


def record(**attributes: object) -> Record:
    return datacite_record({"data": {"attributes": {"doi": "10.5281/zenodo.1", **attributes}}})


def test_a_whole_record_arrives() -> None:
    assert record(
        titles=[
            {"title": "Main <i>title</i>", "lang": "en"},
            {"title": "what it is about", "titleType": "Subtitle"},
            {"title": "Haupttitel", "titleType": "TranslatedTitle"},
        ],
        creators=[
            {"name": "Doe, Jane", "nameType": "Personal", "givenName": "Jane", "familyName": "Doe"}
        ],
        contributors=[
            {"name": "Roe, Richard", "contributorType": "Editor"},
            {"name": "Poe, Edgar", "contributorType": "DataCurator"},
        ],
        publicationYear=2021,
        dates=[
            {"date": "2020-12-24", "dateType": "Issued"},
            {"date": "2021-05-01T10:00:00Z", "dateType": "Updated"},
        ],
        publisher={"name": "Zenodo"},
        container={"title": "A series", "volume": "3", "firstPage": "5", "lastPage": "9"},
        types={"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
    ) == Record(
        DOI="10.5281/zenodo.1",
        agency="DataCite",
        type="dataset",
        title=("Main title: what it is about", "Main title", "Haupttitel"),
        author=(Name("Doe", "Jane"),),
        editor=(Name("Roe", "Richard"),),
        container_title=("A series",),
        volume="3",
        page=("5-9",),
        issued=(Date(2021), Date(2020, 12, 24)),
        publisher="Zenodo",
    )


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"name": "Doe, Jane"}, Name("Doe", "Jane")),
        ({"name": "CERN", "nameType": "Organizational"}, Name(literal="CERN")),
        ({"name": "Ministry, The", "nameType": "Organizational"}, Name(literal="Ministry, The")),
        ({"name": "Jane Doe"}, Name(literal="Jane Doe")),
        ({"name": "Jane van Doe", "nameType": "Personal"}, Name("van Doe", "Jane")),
        ({"familyName": "Doe"}, Name("Doe")),
    ],
)
def test_a_creator_is_a_person_or_a_group(creator: dict[str, object], name: Name) -> None:
    assert record(creators=[creator]).author == (name,)


def test_a_publisher_may_be_a_plain_string() -> None:
    assert record(publisher="Zenodo").publisher == "Zenodo"


@pytest.mark.parametrize("year", ["9" * 5000, 10**4000, "20210", [2021], -1], ids=lambda _: "year")
def test_an_impossible_year_is_no_year(year: object) -> None:
    assert record(publicationYear=year).issued == ()


def test_an_endless_date_is_no_date() -> None:
    days = [{"date": f"{'9' * 5000}-01-01", "dateType": "Issued"}]
    assert record(publicationYear=2021, dates=days).issued == (Date(2021),)


def test_null_is_nothing() -> None:
    names = ("titles", "creators", "contributors", "publicationYear", "dates", "publisher")
    empty = record(**dict.fromkeys((*names, "container", "types")))
    assert empty == Record(DOI="10.5281/zenodo.1", agency="DataCite", type="document")
    assert empty.is_bare
