"""Reading CSL-JSON of all sources, and what must hold of CSL-JSON that is written."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.formats import bibtex, ris
from cikrefs.formats.csl.json import dumps, loads
from cikrefs.models import Date, Name, Reference


def one(**item: Any) -> Reference:
    (reference,) = loads(json.dumps([{"id": "a", "type": "article-journal"} | item]))
    return reference


def written(reference: Reference) -> dict[str, Any]:
    (item,) = json.loads(dumps([reference]))
    assert isinstance(item, dict)
    return item


def problems(text: str) -> tuple[list[Reference], list[Problem]]:
    found: list[Problem] = []
    return loads(text, on_problem=found.append), found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            {"family": "Souza", "dropping-particle": "de", "given": "P."},
            Name("Souza", "P.", dropping_particle="de"),
        ),
        ({"family": "Berg", "non-dropping-particle": "van den"}, Name("van den Berg")),
        ({"family": "Ambrosio", "non-dropping-particle": "d’"}, Name("d’Ambrosio")),
        ({"family": "King", "given": "M.", "suffix": "Jr."}, Name("King", "M.", "Jr.")),
        ({"family": "King", "given": "M., Jr."}, Name("King", "M.", "Jr.")),
        ({"literal": "The Group"}, Name(literal="The Group")),
    ],
)
def test_particles_stand_in_the_family_unless_they_are_called_dropping(
    name: object, expected: Name
) -> None:
    assert one(author=[name]).author == (expected,)


def test_names_are_written_without_particle_or_suffix_keys() -> None:
    item = written(Reference(author=(Name("de Souza", "P. B.", "Jr."), Name(literal="The Group"))))
    assert item["author"] == [
        {"family": "de Souza", "given": "P. B., Jr."},
        {"literal": "The Group"},
    ]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ({"date-parts": [[2018]]}, Date(2018)),
        ({"date-parts": [["2018", "11"]]}, Date(2018, 11)),
        ({"date-parts": [[2018, 11, 2], [2018, 12]]}, Date(2018, 11, 2, end=Date(2018, 12))),
        ({"date-parts": [[2018]], "season": 1}, Date(2018, season=1)),
        ({"date-parts": [[-44, 3]], "circa": True}, Date(-44, 3, circa=True)),
        ({"raw": "2018-11-02"}, Date(2018, 11, 2)),
        ({"literal": "in press"}, None),
        ("2018-11", Date(2018, 11)),
    ],
)
def test_dates_are_read_and_what_more_they_say_is_written_again(
    date: object, expected: Date | None
) -> None:
    reference = one(issued=date)
    assert reference.issued == expected
    assert written(reference)["issued"] == date


def test_numbers_are_read_and_written_as_text() -> None:
    reference = one(volume=12, issue=3, page=511, number=1.5)
    assert (reference.volume, reference.issue, reference.page) == ("12", "3", "511")
    assert written(reference)["volume"] == "12"


def test_ids_may_be_numbers() -> None:
    assert one(id=7).id == "7"


def test_either_name_of_the_abbreviation_is_read_and_both_are_written() -> None:
    for name in ("journalAbbreviation", "container-title-short"):
        item = written(one(**{"container-title": "Journal", name: "J."}))
        assert (item["journalAbbreviation"], item["container-title-short"]) == ("J.", "J.")


def test_an_abbreviation_alone_stands_in_all_three() -> None:
    item = written(Reference(container_title_short="J."))
    assert item["container-title"] == "J."
    assert (item["journalAbbreviation"], item["container-title-short"]) == ("J.", "J.")


def test_an_article_number_stands_in_page_and_in_number() -> None:
    item = written(Reference(page="e1", number="e1"))
    assert (item["page"], item["number"]) == ("e1", "e1")
    assert written(Reference(number="e1"))["page"] == "e1"


def test_a_url_that_only_repeats_the_doi_is_left_out() -> None:
    assert "URL" not in written(Reference(DOI="10.1/A", URL="https://doi.org/10.1/a"))


def test_unknown_variables_survive_as_the_json_they_are() -> None:
    more = {"source": "PubMed", "translator": [{"family": "X"}], "custom": {"a": 1}, "x_y": None}
    item = written(one(**more))
    assert {name: item[name] for name in more} == more


def test_what_a_name_says_besides_is_written_again() -> None:
    more = {"ORCID": "https://orcid.org/0000-0001", "sequence": "first"}
    reference = one(author=[{"family": "Souza", "non-dropping-particle": "de"} | more])
    assert reference.author == (Name("de Souza"),)
    assert written(reference)["author"] == [{"family": "de Souza"} | more]
    assert written(replace(reference, author=(Name("Liu"),)))["author"] == [{"family": "Liu"}]


def test_an_unknown_type_is_written_as_a_document_and_comes_back() -> None:
    reference = one(type="blog")
    assert reference.type == "blog"
    assert written(reference)["type"] == "document"
    assert loads(dumps([reference])) == [reference]


def test_fields_of_bibtex_and_ris_travel_in_custom() -> None:
    (from_bib,) = bibtex.loads(r"@foo{a, title={T}, file={C\:x}, custom = {y}}")
    (from_ris,) = ris.loads("TY  - JOUR\nID  - b\nL1  - x\nL1  - y\nER  - \n")
    assert loads(dumps([from_bib, from_ris])) == [from_bib, from_ris]


def test_a_title_in_unicode_is_written_as_it_is() -> None:
    assert '"CD3⁺ γδ “T” \\\\ cells"' in dumps([Reference(title="CD3⁺ γδ “T” \\ cells")])


def test_the_source_tells_line_text_and_places() -> None:
    text = '[\n  {"id": "a", "type": "book",\n   "title":  "Ü",\n "author": [{"family": "X"}]}\n]'
    source = loads(text)[0].source
    assert source.line == 2
    assert source.text == text[4:-2]
    assert source.positions["title"] == (3, 14)
    assert source.positions["author"] == (4, 12)


@pytest.mark.parametrize(
    ("text", "message", "line", "kept"),
    [
        ('[{"id": "a", "type": "book"},\n {"id": }]', "line 2, column 9", 2, 1),
        ('[{"id": "a", "type": "book"}', "Expecting ',' or ']'", 1, 1),
        ('[{"id": "a", "type": "book"},]', "A comma with nothing behind it", 1, 1),
        ('{"id": "a"}', "CSL-JSON is a list", 1, 0),
        ("hello", "no JSON from line 1, column 1", 1, 0),
        ("[\n1]", "an item that is no JSON object", 2, 0),
        ('[{"id": "a"}]', "an item without a type", 1, 1),
        ('[{"type": "book",\n"title": ["T"]}]', "title is neither text nor number", 2, 1),
        ('[{"type": "book",\n"volume": true}]', "volume is neither text nor number", 2, 1),
        ('[{"type": "book",\n"author": "X"}]', "author is no list of names", 2, 1),
        ('[{"type": "book",\n"issued": 2020}]', "issued is no CSL date", 2, 1),
        ('[{"type": "book", "title": "a",\n"title": "b"}]', "title stands twice", 2, 1),
        (
            '[{"type": "book", "id": 1},\n{"type": "book", "id": 1}]',
            "stands already on line 1",
            2,
            2,
        ),
        ("[] []", "Extra data", 1, 0),
    ],
)
def test_each_problem_tells_what_and_where(text: str, message: str, line: int, kept: int) -> None:
    references, (problem,) = problems(text)
    assert message in str(problem)
    assert (problem.line, len(references)) == (line, kept)
    assert problem.text
    if problem.lost:
        with pytest.raises(InputError):
            loads(text)


def test_a_variable_of_the_wrong_kind_is_kept_as_it_stands() -> None:
    (reference,), _ = problems('[{"id": "a", "type": "book", "title": ["T"]}]')
    assert written(reference)["title"] == ["T"]


def test_half_a_character_does_not_reach_a_file() -> None:
    text = (
        r'[{"id": "a", "type": "book", "title": "a\ud800b", "note": "\ud83d\ude00",'
        r' "x": ["\udfff"]}]'
    )
    (reference,), found = problems(text)
    assert (reference.title, reference.note, reference.extra) == ("", "😀", {})
    assert ["half a character" in problem.message for problem in found] == [True, True]


@pytest.mark.parametrize("type_", ["", " ", "article-journal "])
def test_blanks_in_a_type_are_no_type_of_their_own(type_: str) -> None:
    (one,) = loads(f'[{{"id": "a", "type": "{type_}"}}]')
    assert one.type == (type_.strip() or "document")


def test_numbers_are_written_again_as_they_stood() -> None:
    (one,) = loads('[{"id": "a", "type": "book", "volume": 12.10, "x": 1e999, "y": 0.5}]')
    assert (one.volume, one.extra) == ("12.10", {"x": "1e999", "y": 0.5})


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "book", "title": "T"}',
        '{"items": [{"type": "book", "title": "T"}]}',
        '{"next": 1, "items":\n[{"type": "book", "title": "T"}], "more": {"a": []}}\n',
    ],
)
def test_one_item_alone_and_a_list_in_an_object_are_read_as_registries_send_them(text: str) -> None:
    (one,) = loads(text)
    assert (one.type, one.title) == ("book", "T")
    assert one.source.line == text[: text.index('{"type')].count("\n") + 1


def test_an_object_that_is_no_item_is_no_list() -> None:
    with pytest.raises(InputError, match="CSL-JSON is a list"):
        loads('{"status": "ok", "message": {}}')


DOI_ORG = """{
  "type": "journal-article", "title": "T", "ISSN": ["1756-9966", "1756-9967"],
  "author": [{"name": "The Consortium", "sequence": "first"}],
  "container-title": "Journal of Things", "short-container-title": "J Things",
  "article-number": "388", "DOI": "10.5555/x"
}"""


def test_what_doi_org_sends_is_read_as_what_it_means() -> None:
    (one,) = loads(DOI_ORG)
    assert one == Reference(
        title="T",
        author=(Name(literal="The Consortium"),),
        container_title="Journal of Things",
        container_title_short="J Things",
        number="388",
        DOI="10.5555/x",
        ISSN="1756-9966",
        extra={
            "ISSN": ["1756-9966", "1756-9967"],
            "author": [{"name": "The Consortium", "sequence": "first"}],
        },
    )


def test_what_doi_org_sends_is_written_with_all_it_says() -> None:
    (item,) = json.loads(dumps(loads(DOI_ORG)))
    assert item["ISSN"] == ["1756-9966", "1756-9967"]
    assert item["author"] == [{"literal": "The Consortium", "sequence": "first"}]
    assert (item["page"], item["number"]) == ("388", "388")


def test_the_citation_key_is_the_id_where_the_id_is_an_address() -> None:
    text = '[{"id": "http://zotero.org/users/1/items/A", "citation-key": "doe20", "type": "book"}]'
    (one,) = loads(text)
    assert one.id == "doe20"
    (item,) = json.loads(dumps([one]))
    assert (item["id"], item["citation-key"]) == ("http://zotero.org/users/1/items/A", "doe20")


@pytest.mark.parametrize(
    "item",
    [
        '{"itemType": "book", "title": "T", "creators": []}',
        '{"key": "A", "version": 1, "data": {"title": "T"}}',
        '{"id": "W1", "title": "T", "authorships": []}',
    ],
)
def test_items_of_other_programs_json_are_refused(item: str) -> None:
    references, found = problems(f"[{item}]")
    assert references == []
    assert [problem.message for problem in found if problem.lost] == [
        "no item of CSL-JSON; export it as that (in Zotero: “CSL JSON”)"
    ]


def test_a_dropping_particle_stays_apart_and_goes_to_the_family_for_zotero() -> None:
    reference = one(author=[{"family": "Humboldt", "given": "A.", "dropping-particle": "von"}])
    assert written(reference)["author"] == [
        {"family": "Humboldt", "given": "A.", "dropping-particle": "von"}
    ]
    (item,) = json.loads(dumps([reference], zotero=True))
    assert item["author"] == [{"family": "von Humboldt", "given": "A."}]


@pytest.mark.parametrize("name", ["archive_location", "archive-location"])
def test_the_place_in_an_archive_is_read_under_either_name_and_written_under_csls(
    name: str,
) -> None:
    reference = one(**{name: "MS 121"})
    assert (reference.archive_location, dict(reference.extra)) == ("MS 121", {})
    assert written(reference)["archive_location"] == "MS 121"


def test_software_is_a_document_with_a_word_in_its_note_for_zotero_only() -> None:
    program = Reference(id="a", type="software", title="T", note="Ours")
    (item,) = json.loads(dumps([program], zotero=True))
    assert (item["type"], item["note"]) == ("document", "type: software\nOurs")
    assert written(program)["type"] == "software"


def test_a_review_keeps_its_journal_in_zotero_and_is_a_review_again_when_read() -> None:
    review = Reference(id="a", type="review", title="T", container_title="J", volume="1")
    text = dumps([review], zotero=True)
    assert json.loads(text)[0]["type"] == "article-journal"
    assert loads(text) == [review]


def test_a_season_as_a_month_is_a_season() -> None:
    reference = one(issued={"date-parts": [[2004, 22]]})
    assert (reference.issued, dict(reference.extra)) == (Date(2004, season=2), {})
