"""Identifiers: every way people write one, its one form, and where references carry them."""

from __future__ import annotations

import pytest

from cikrefs import loads
from cikrefs.carried import identifiers_of
from cikrefs.identifiers import KINDS, Identifier, identify, kind_of, named
from cikrefs.models import Record, Reference


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("10.5555/A", "10.5555/a"),
        ("doi:10.5555/a", "10.5555/a"),
        ("https://doi.org/10.5555/a%28b%29", "10.5555/a(b)"),
        ("<http://dx.doi.org/10.5555/a>.", "10.5555/a"),
        ("PMID: 12345678", "pmid:12345678"),
        ("pmid12345678", "pmid:12345678"),
        ("PubMed ID 17", "pmid:17"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678"),
        ("pubmed.ncbi.nlm.nih.gov/12345678/?term=cells", "pmid:12345678"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/12345678", "pmid:12345678"),
        ("https://europepmc.org/article/MED/12345678", "pmid:12345678"),
        ("PMC7654321", "pmcid:PMC7654321"),
        ("PMCID: PMC7654321.", "pmcid:PMC7654321"),
        ("PMCID: 7654321", "pmcid:PMC7654321"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321/", "pmcid:PMC7654321"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/pdf/a.pdf", "pmcid:PMC7654321"),
        ("https://europepmc.org/article/PMC/PMC7654321", "pmcid:PMC7654321"),
        ("arXiv:2401.00001", "10.48550/arxiv.2401.00001"),
        ("arXiv:2401.00001v3 [cs.LG]", "10.48550/arxiv.2401.00001"),
        ("2401.00001", "10.48550/arxiv.2401.00001"),
        ("0704.0001", "10.48550/arxiv.0704.0001"),
        ("https://arxiv.org/abs/2401.00001v2", "10.48550/arxiv.2401.00001"),
        ("http://arxiv.org/pdf/2401.00001.pdf", "10.48550/arxiv.2401.00001"),
        ("arXiv:hep-th/9901001", "10.48550/arxiv.hep-th/9901001"),
        ("arXiv:math.GT/0309136", "10.48550/arxiv.math/0309136"),
        ("https://arxiv.org/abs/math/0309136", "10.48550/arxiv.math/0309136"),
        ("ISBN 978-3-16-148410-0", "isbn:9783161484100"),
        ("ISBN-10: 0-306-40615-2", "isbn:9780306406157"),
        ("urn:isbn:080442957X", "isbn:9780804429573"),
        ("9783161484100", "isbn:9783161484100"),
        ("0-306-40615-2", "isbn:9780306406157"),
        ("https://openlibrary.org/isbn/9783161484100", "isbn:9783161484100"),
    ],
)
def test_every_way_to_write_an_identifier_has_one_key(text: str, key: str) -> None:
    found = identify(text)
    assert found is not None
    assert (found.wrong, found.key) == ("", key)


@pytest.mark.parametrize(
    "text",
    ["", "12345678", "references.bib", "PMID", "Lee A (2020) Cells", "https://example.org/123",
     "2020-2021", "0302-9743", "2401.pdf", "1234567890"],
)  # fmt: skip
def test_what_may_be_anything_is_no_identifier(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("PMID: 123456789", "a PMID is a number of 1 to 8 digits"),
        ("PMID: 0", "a PMID is a number of 1 to 8 digits"),
        ("PMC1234567890", "a PMCID is “PMC” and a number of 1 to 9 digits"),
        ("arXiv:2413.00001", "an arXiv number is of the form 2401.00001 or hep-th/9901001"),
        ("arXiv:2401.001", "an arXiv number is of the form 2401.00001 or hep-th/9901001"),
        ("ISBN 978-3-16-148410-1", "its check digit is wrong"),
        ("ISBN 0-306-40615-3", "its check digit is wrong"),
        ("ISBN 12345678", "an ISBN has 10 digits, or 13 that begin with 978 or 979"),
        ("10.5/a", "a DOI is “10.”, a number, a slash and a name"),
    ],
)
def test_what_is_labelled_and_cannot_be_one_says_why(text: str, wrong: str) -> None:
    found = identify(text)
    assert found is not None
    assert found.wrong == wrong


@pytest.mark.parametrize("kind", KINDS)
def test_the_link_of_an_identifier_is_read_as_that_identifier(kind: str) -> None:
    values = {
        "doi": "10.5555/a", "pmid": "17", "pmcid": "PMC17", "arxiv": "2401.00001v2",
        "isbn": "9783161484100",
    }  # fmt: skip
    one = Identifier(kind, values[kind])
    again = identify(one.url)
    assert again is not None
    assert (again.kind, again.value) == (one.kind, one.value)
    assert identify(str(one)) == Identifier(kind, values[kind], str(one))


def test_a_key_tells_its_kind() -> None:
    keys = ("10.5555/pmid:1", "pmid:1", "pmcid:PMC1", "isbn:9783161484100")
    assert [kind_of(key) for key in keys] == ["doi", "pmid", "pmcid", "isbn"]


def test_a_record_is_named_by_its_doi_or_what_else_it_has() -> None:
    assert str(named(Record(DOI="10.5555/a", PMID="1"))) == "10.5555/a"
    assert str(named(Record(PMID="1", PMCID="PMC2"))) == "PMID 1"
    assert str(named(Record(ISBN=("9783161484100",)))) == "ISBN 9783161484100"
    assert named(Record()) is None


ARXIV = "10.48550/arxiv.2401.00001"


@pytest.mark.parametrize(
    "bibtex",
    [
        "@article{a, journal={arXiv preprint arXiv:2401.00001}}",
        "@article{a, journal={J Cells}, eprint={2401.00001}, archivePrefix={arXiv}}",
        "@misc{a, eprint={2401.00001v2}, eprinttype={arxiv}}",
        "@misc{a, eprint={2401.00001}}",
        "@misc{a, eprint={arXiv:2401.00001}, archivePrefix={arXiv}, primaryClass={cs.LG}}",
        "@misc{a, arxiv={2401.00001}}",
        "@online{a, url={https://arxiv.org/abs/2401.00001v1}}",
        "@misc{a, howpublished={\\url{https://arxiv.org/abs/2401.00001}}}",
        "@article{a, journal={CoRR}, volume={abs/2401.00001}}",
        "@misc{a, note={arXiv:2401.00001 [cs.LG]}}",
        "@misc{a, doi={10.48550/arXiv.2401.00001}, eprint={2401.00001}, archivePrefix={arXiv}}",
    ],
)
def test_an_arxiv_number_is_found_wherever_bibtex_keeps_it(bibtex: str) -> None:
    (reference,) = loads(bibtex.replace("{a,", "{a, title={X},"), "bibtex")
    assert [one.key for one in identifiers_of(reference)] == [ARXIV]


@pytest.mark.parametrize(
    ("format_", "text", "keys"),
    [
        ("ris", "TY  - JOUR\nTI  - X\nUR  - https://arxiv.org/abs/2401.00001\nER  - \n", [ARXIV]),
        ("ris", "TY  - JOUR\nTI  - X\nM3  - arXiv:2401.00001\nER  - \n", [ARXIV]),
        ("csl-json", '[{"id":"a","title":"X","number":"arXiv:2401.00001"}]', [ARXIV]),
        (
            "csl-json",
            '[{"id":"a","title":"X","archive":"arXiv","archive_location":"2401.00001"}]',
            [ARXIV],
        ),
        ("csl-json", '[{"id":"a","title":"X","PMID":"17","PMCID":"PMC18"}]',
         ["pmid:17", "pmcid:PMC18"]),
        ("nbib", "PMID- 17\nTI  - X\nAID - 10.5555/a [doi]\nPMC - PMC18\n",
         ["10.5555/a", "pmid:17", "pmcid:PMC18"]),
        ("printed", "Lee A. A study of cells. arXiv:2401.00001, 2024.", [ARXIV]),
        ("printed", ("Lee A, Kim B. A study of cells. J Cell Biol. 2020;12(3):45-7. PMID: 17654321;"
         " PMCID: PMC7654321. ISBN 978-3-16-148410-0"),
         ["pmid:17654321", "pmcid:PMC7654321", "isbn:9783161484100"]),
        ("bibtex", "@book{a, title={X}, isbn={978-3-16-148410-0 (hbk), 0-306-40615-2}}",
         ["isbn:9783161484100", "isbn:9780306406157"]),
        ("bibtex", "@book{a, title={X}, isbn={9783161484100 0306406152}}",
         ["isbn:9783161484100", "isbn:9780306406157"]),
        ("bibtex", "@article{a, title={X}, url={https://pubmed.ncbi.nlm.nih.gov/17654321/}}",
         ["pmid:17654321"]),
        ("bibtex", "@article{a, title={X}, eprint={17654321}, eprinttype={pubmed}}",
         ["pmid:17654321"]),
        ("bibtex", "@article{a, title={X}, eprint={2401.00001}, eprinttype={jstor}}", []),
    ],
)  # fmt: skip
def test_every_format_keeps_the_identifiers(format_: str, text: str, keys: list[str]) -> None:
    (reference,) = loads(text, format_, on_problem=lambda _: None)
    assert [one.key for one in identifiers_of(reference)] == keys


def test_what_stands_in_an_identifiers_field_is_one_even_if_it_is_wrong() -> None:
    found = identifiers_of(Reference(PMID="PMID: 12x", PMCID="7654321", ISBN="978-3-16-148410-1"))
    assert [(one.kind, bool(one.wrong), one.printed) for one in found] == [
        ("pmid", True, "PMID: 12x"),
        ("pmcid", False, "7654321"),
        ("isbn", True, "978-3-16-148410-1"),
    ]


def test_a_note_beside_a_doi_may_be_about_another_version() -> None:
    note = "An extended version is arXiv:2401.00001"
    assert [one.key for one in identifiers_of(Reference(note=note))] == [ARXIV]
    assert [one.key for one in identifiers_of(Reference(note=note, DOI="10.5555/a"))] == [
        "10.5555/a"
    ]


def test_an_issn_among_isbns_is_none() -> None:
    assert identifiers_of(Reference(ISBN="0302-9743")) == ()
