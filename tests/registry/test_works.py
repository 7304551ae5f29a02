"""Registered records as references: what a reference manager gets of them."""

from __future__ import annotations

import pytest

from cikrefs.models import Date, Name, Record, Reference
from cikrefs.registry import Registries
from cikrefs.registry.datacite import datacite_record
from cikrefs.registry.lockfile import Locked, dumps, loads
from cikrefs.registry.records import crossref_record
from tests.registry.conftest import FakeTime, Services, item, settings
from tests.registry.test_lockfile import DAY

Json = dict[str, object]


def work(**values: object) -> Reference:
    names = {name.replace("_", "-"): value for name, value in values.items()}
    record = crossref_record({"DOI": "10.5555/A", "type": "journal-article", **names}, whole=True)
    assert record.work is not None
    return record.work


def days(*parts: object) -> Json:
    return {"date-parts": [list(parts)]}


def test_an_article_arrives_whole() -> None:
    made = work(
        title=["<i>Cells</i> at H<sub>2</sub>O"],
        subtitle=["A study"],
        short_title=["Cells"],
        author=[
            {"given": "Peter B.", "family": "de Souza", "ORCID": "http://orcid.org/0000"},
            {"name": "The Group"},
        ],
        editor=[{"given": "A", "family": "Ed"}],
        translator=[{"given": "T R", "family": "Ans"}],
        container_title=["Journal of Cells"],
        short_container_title=["J Cells"],
        volume="7",
        issue="2",
        page="1-9",
        article_number="e7",
        published_online=days(2019, 12, 4),
        published_print=days(2020, 1),
        publisher="Wiley",
        publisher_location="Hoboken, NJ",
        ISSN=["1111-1111", "2222-2222"],
        issn_type=[
            {"value": "1111-1111", "type": "electronic"},
            {"value": "2222-2222", "type": "print"},
        ],
        language="en",
        abstract="<jats:p>We look.</jats:p>",
        URL="https://doi.org/10.5555/a",
    )
    assert made == Reference(
        title="Cells at H2O: A study",
        title_short="Cells",
        author=(Name("de Souza", "Peter B."), Name(literal="The Group")),
        editor=(Name("Ed", "A."),),
        translator=(Name("Ans", "T. R."),),
        container_title="Journal of Cells",
        container_title_short="J Cells",
        volume="7",
        issue="2",
        page="1-9",
        number="e7",
        issued=Date(2020, 1),
        publisher="Wiley",
        publisher_place="Hoboken, NJ",
        ISSN="2222-2222",
        language="en",
        DOI="10.5555/A",
    )


@pytest.mark.parametrize(
    ("given", "family", "kept"),
    [
        ("IGH", "Schmidt-Wolf", "I. G. H."),
        ("I.G.H.", "Schmidt-Wolf", "I. G. H."),
        ("I G H", "Schmidt-Wolf", "I. G. H."),
        ("Peter B.", "Lee", "Peter B."),
        ("Peter B", "Lee", "Peter B."),
        ("Y.-O.", "Kim", "Y.-O."),
        ("É", "Lee", "É."),
        ("MARY", "Lee", "MARY"),
        ("ED", "KING", "ED"),
        ("ML", "KING", "M. L."),
        ("E.D.", "KING", "E. D."),
        ("小明", "王", "小明"),
        ("McA", "Lee", "McA"),
        ("", "Lee", ""),
    ],
)
def test_initials_are_parted_and_names_left_alone(given: str, family: str, kept: str) -> None:
    assert work(author=[{"given": given, "family": family}]).author == (Name(family, kept),)


def test_an_article_number_alone_is_the_page_too() -> None:
    made = work(article_number="388")
    assert (made.page, made.number) == ("388", "388")


@pytest.mark.parametrize(
    ("short", "kept"), [("J Cells", "J Cells"), ("Journal of Cells", ""), ("", "")]
)
def test_a_short_name_that_is_the_full_one_is_none(short: str, kept: str) -> None:
    made = work(container_title=["Journal of Cells"], short_container_title=[short])
    assert (made.container_title, made.container_title_short) == ("Journal of Cells", kept)


@pytest.mark.parametrize("type_", ["book-chapter", "proceedings-article", "reference-entry"])
def test_a_part_of_a_book_in_a_series_has_both_titles(type_: str) -> None:
    made = work(type=type_, container_title=["Lecture Notes", "Computer Vision"])
    assert (made.collection_title, made.container_title) == ("Lecture Notes", "Computer Vision")


@pytest.mark.parametrize(
    ("deposited", "type_", "genre"),
    [
        ({"type": "posted-content", "subtype": "preprint"}, "article", "preprint"),
        ({"type": "posted-content"}, "article", "preprint"),
        ({"type": "posted-content", "subtype": "blog"}, "post-weblog", ""),
        ({"type": "posted-content", "subtype": "other"}, "article", ""),
        ({"type": "dissertation", "degree": ["PhD Thesis"]}, "thesis", "PhD Thesis"),
        ({"type": "dissertation"}, "thesis", ""),
        ({"type": "reference-entry"}, "entry-encyclopedia", ""),
        ({"type": "peer-review"}, "review", ""),
        ({"type": "monograph"}, "book", ""),
        ({"type": "something-new"}, "document", ""),
    ],
)
def test_types_say_what_kind_of_work_it_is(deposited: Json, type_: str, genre: str) -> None:
    made = work(**deposited)
    assert (made.type, made.genre) == (type_, genre)


def test_a_meeting_has_its_name_place_and_day() -> None:
    event = {"name": "AFRICON", "location": "Nairobi, Kenya", "start": days(2009, 9, 23)}
    made = work(type="proceedings-article", event=event)
    assert (made.event_title, made.event_place, made.event_date) == (
        "AFRICON",
        "Nairobi, Kenya",
        Date(2009, 9, 23),
    )


def test_a_thesis_is_published_by_its_university_on_the_day_it_was_approved() -> None:
    made = work(
        type="dissertation",
        publisher="Libraries",
        institution=[{"name": "University of Iowa"}],
        issued=days(None),
        approved=days(2013, 5, 1),
    )
    assert (made.publisher, made.issued) == ("University of Iowa", Date(2013, 5, 1))


def test_a_book_has_edition_and_the_isbn_of_print() -> None:
    made = work(
        type="book",
        edition_number="2",
        ISBN=["9780000000001", "9780000000002"],
        isbn_type=[{"value": "9780000000002", "type": "print"}],
    )
    assert (made.edition, made.ISBN) == ("2", "9780000000002")


def test_a_standard_has_its_body() -> None:
    body = {"name": "BSI &amp; Co", "acronym": "BSI"}
    assert work(type="standard", standards_body=body).authority == "BSI & Co"


ODD: list[object] = [None, [], {}, "x", [None], 7, [{}, {}]]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize(
    "name", ["event", "institution", "standards_body", "isbn_type", "degree", "translator"]
)
def test_odd_values_lose_no_record(name: str, value: object) -> None:
    assert work(title=["Cells"], **{name: value}).title == "Cells"


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", ["types", "container", "version", "language", "dates"])
def test_odd_attributes_lose_no_record(name: str, value: object) -> None:
    assert datacite(titles=[{"title": "Cells"}], **{name: value}).title == "Cells"


def datacite(**attributes: object) -> Reference:
    document = {"data": {"attributes": {"doi": "10.5555/a", **attributes}}}
    made = datacite_record(document, whole=True).work
    assert made is not None
    return made


def test_a_data_set_arrives_whole() -> None:
    made = datacite(
        titles=[{"title": "Counts"}, {"title": "of cells", "titleType": "Subtitle"}],
        creators=[{"familyName": "Lee", "givenName": "AB"}, {"name": "The Group"}],
        contributors=[{"familyName": "Ed", "givenName": "Ann", "contributorType": "Editor"}],
        publisher={"name": "Zenodo"},
        publicationYear=2021,
        dates=[{"date": "2021-03-04", "dateType": "Issued"}],
        types={"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
        version="1.2",
        language="en",
    )
    assert made == Reference(
        type="dataset",
        title="Counts: of cells",
        author=(Name("Lee", "A. B."), Name(literal="The Group")),
        editor=(Name("Ed", "Ann"),),
        publisher="Zenodo",
        issued=Date(2021, 3, 4),
        version="1.2",
        language="en",
        DOI="10.5555/a",
    )


@pytest.mark.parametrize(
    ("general", "type_", "genre"),
    [
        ("Software", "software", ""),
        ("Preprint", "article", "preprint"),
        ("Dissertation", "thesis", ""),
        ("Text", "article-journal", ""),
    ],
)
def test_datacites_general_type_comes_first(general: str, type_: str, genre: str) -> None:
    types = {"resourceTypeGeneral": general, "citeproc": "article-journal"}
    made = datacite(types=types)
    assert (made.type, made.genre) == (type_, genre)


@pytest.mark.parametrize("name", ["ISSN", "ISBN"])
def test_a_container_has_its_title_and_number(name: str) -> None:
    container = {"title": "Cells", "identifier": "1234", "identifierType": name, "firstPage": "7"}
    made = datacite(container=container)
    assert (made.container_title, getattr(made, name), made.page) == ("Cells", "1234", "7")


# asking for it


def test_works_are_only_made_where_they_are_asked_for() -> None:
    assert crossref_record(item("10.5555/a")).work is None
    assert datacite_record({"data": {"attributes": {"doi": "10.5555/a"}}}).work is None


def test_whole_records_are_asked_for_without_a_selection_twenty_at_a_time(
    services: Services, time: FakeTime
) -> None:
    dois = [f"10.5555/{n}" for n in range(45)]
    services.works(*(item(doi) for doi in dois))
    whole = settings(services.server, whole=True)
    answers = Registries(whole, clock=time.clock).look_up(dois)
    titles = [
        answer.work.title
        for answer in answers.values()
        if isinstance(answer, Record) and answer.work
    ]
    assert titles == [f"The title of {doi}" for doi in dois]
    assert [request.args["filter"].count("doi:") for request, _ in services.server.log] == [
        20,
        20,
        5,
    ]
    assert not any("select" in asked for asked in services.asked)


def test_the_lock_file_holds_what_is_compared_and_no_more() -> None:
    whole = crossref_record(item("10.5555/a", language="en"), whole=True)
    lean = crossref_record(item("10.5555/a", language="en"))
    assert dumps({"10.5555/a": Locked(whole, DAY)}) == dumps({"10.5555/a": Locked(lean, DAY)})
    assert loads(dumps({"10.5555/a": Locked(whole, DAY)}))["10.5555/a"].record == whole
