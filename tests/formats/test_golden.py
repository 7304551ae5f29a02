"""The golden files: cikrefs writes them, reads them as the sample, and so do other readers."""

import json
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from cikrefs.formats import FORMATS, bibtex, ris
from cikrefs.formats.csl import json as csl_json
from cikrefs.models import Name, Reference
from tests.formats.samples import FOUR, GOLDEN

REPORT = GOLDEN.parents[1] / "data" / "references-18.jsonl"


def golden(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode()


def test_the_bib_file_is_written_as_the_golden_one() -> None:
    assert bibtex.dumps(FOUR) == golden("references.bib")


def test_the_ris_file_is_written_as_the_golden_one() -> None:
    assert ris.dumps(FOUR) == golden("references.ris")


def test_the_csl_json_file_says_what_the_golden_one_says() -> None:
    assert json.loads(csl_json.dumps(FOUR)) == json.loads(golden("references.json"))


@pytest.mark.parametrize(
    ("format_", "name"),
    [("bibtex", "references.bib"), ("ris", "references.ris"), ("csl-json", "references.json")],
)
def test_the_golden_file_is_read_as_the_sample(format_: str, name: str) -> None:
    assert FORMATS[format_].loads(golden(name)) == FOUR


def test_bibtexparser_reads_every_field_of_the_bib_file() -> None:
    library = parse_string(bibtex.dumps(FOUR))
    assert library.failed_blocks == []
    first, second, third, fourth = library.entries
    fields = {field.key: field.value for field in first.fields}
    assert (first.entry_type, first.key) == ("article", "desouza2025")
    assert fields["author"] == "de Souza, P. B. and Dalla Pietà, A. and {The CIK Consortium}"
    assert (fields["volume"], fields["number"], fields["pages"]) == ("23", "1", "511-518")
    assert (fields["year"], fields["day"]) == ("2025", "19")
    assert fields["doi"] == "10.1186/s12967_025%06416-3"
    assert second["author"] == "Mesiano, Jr, G. and others"
    assert third["booktitle"] == "The {Handbook} of {Cells}"
    assert fourth["url"] == "https://example.org/a_b%20c"


def test_rispy_reads_every_field_of_the_ris_file() -> None:
    first, second, third, fourth = rispy.loads(ris.dumps(FOUR))
    expected: dict[str, Any] = {
        "type_of_reference": "JOUR",
        "id": "desouza2025",
        "authors": ["de Souza, P. B.", "Dalla Pietà, A.", "The CIK Consortium"],
        "title": "Effect of DC-CIK cells on Alzheimer's disease: 100% safe & sound, γ_1",
        "secondary_title": "Journal of Translational Medicine",
        "alternate_title1": "J Transl Med",
        "volume": "23",
        "number": "1",
        "start_page": "511",
        "end_page": "518",
        "year": "2025",
        "date": "2025/05/19",
        "doi": "10.1186/s12967_025%06416-3",
        "issn": "1479-5876",
        "accession_number": "PMID: 40390000",
        "language": "en",
    }
    assert first == expected
    assert second["start_page"] == "e1465161"
    assert third["publisher"] == "Springer"
    assert fourth["urls"] == ["https://example.org/a_b%20c"]


def test_what_rispy_writes_is_read() -> None:
    written = rispy.dumps(rispy.loads(ris.dumps(FOUR)))
    read = ris.loads(written)
    assert [(one.title, one.author, one.page) for one in read] == [
        (one.title, one.author, one.page) for one in FOUR
    ]


def test_other_readers_find_the_dois_titles_and_authors_of_the_report_in_both_files() -> None:
    labelled = [json.loads(line) for line in REPORT.read_text(encoding="utf-8").splitlines()]
    gold = [item["gold"] for item in labelled]
    references = [
        Reference(
            title=item["title"],
            author=tuple(Name(name["family"], name["given"]) for name in item["authors"]),
            DOI=item["doi"],
        )
        for item in gold
    ]
    expected = [
        (item["doi"], item["title"], [f"{n['family']}, {n['given']}" for n in item["authors"]])
        for item in gold
    ]
    from_ris = rispy.loads(ris.dumps(references))
    assert [(one["doi"], one["title"], one["authors"]) for one in from_ris] == expected
    from_bib = parse_string(bibtex.dumps(references)).entries
    assert [
        (one["doi"], one["title"].replace("{", "").replace("}", ""), one["author"].split(" and "))
        for one in from_bib
    ] == expected
