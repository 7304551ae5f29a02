"""Formats that are read or refused by their content: .enw, PubMed's XML, the registries' JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

import cikrefs
from cikrefs.errors import InputError, Problem
from cikrefs.formats import FORMATS, detect
from cikrefs.models import Date, Name, Reference

ENW = """%0 Journal Article
%A Liu, T.
%A Pu, J.
%T A title
%J Cells
%V 3
%N 1
%P 1-9
%D 2020
%R 10.5555/a
%K one
two
%@ 1234-5679

%0 Book
%T B
%I P
%C Rome
"""
CROSSREF = """{"status": "ok", "message-type": "work", "message": {"DOI": "10.5555/a",
"title": ["T"], "type": "journal-article", "author": [{"family": "A", "given": "B."}],
"issued": {"date-parts": [[2020]]}, "container-title": ["J"]}}"""
DATACITE = """{"data": {"id": "10.5555/a", "attributes": {"doi": "10.5555/a",
"titles": [{"title": "T"}], "publicationYear": 2020, "creators": [{"name": "A, B."}],
"types": {"citeproc": "dataset"}}}}"""
PUBMED = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">123</PMID><Article><Journal>
<ISSN>1234-5679</ISSN><JournalIssue><Volume>3</Volume><Issue>1</Issue><PubDate><Year>2018</Year>
<Month>Jul</Month><Day>5</Day></PubDate></JournalIssue><Title>Cell Things</Title>
<ISOAbbreviation>Cell Th</ISOAbbreviation></Journal><ArticleTitle>A <i>title</i>.</ArticleTitle>
<Pagination><MedlinePgn>511-8</MedlinePgn></Pagination><AuthorList><Author>
<LastName>Liu</LastName><ForeName>Tao M</ForeName></Author><Author>
<CollectiveName>A Group</CollectiveName></Author></AuthorList><Language>eng</Language></Article>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/a</ArticleId>
<ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
</PubmedArticleSet>"""


def read(text: str, format_: str) -> list[Reference]:
    assert detect(text) == format_
    return FORMATS[format_].loads(text)


def test_endnotes_tagged_format_is_read() -> None:
    article, book = read(ENW, "enw")
    assert article == Reference(
        title="A title",
        author=(Name("Liu", "T."), Name("Pu", "J.")),
        container_title="Cells",
        volume="3",
        issue="1",
        page="1-9",
        issued=Date(2020),
        DOI="10.5555/a",
        ISSN="1234-5679",
        keyword="one, two",
    )
    assert book == Reference(type="book", title="B", publisher="P", publisher_place="Rome")
    assert book.source.line == 15


def test_a_line_of_no_record_in_endnotes_format_is_told_and_the_rest_read() -> None:
    problems: list[Problem] = []
    found = FORMATS["enw"].loads(f"astray\n\n{ENW}", on_problem=problems.append)
    assert (len(found), [problem.line for problem in problems]) == (2, [1])


def test_pubmeds_xml_is_read() -> None:
    (article,) = read(PUBMED, "pubmed-xml")
    assert article == Reference(
        title="A title",
        author=(Name("Liu", "Tao M."), Name(literal="A Group")),
        container_title="Cell Things",
        container_title_short="Cell Th",
        volume="3",
        issue="1",
        page="511-518",
        issued=Date(2018, 7, 5),
        DOI="10.5555/a",
        ISSN="1234-5679",
        PMID="123",
        PMCID="PMC1",
        language="eng",
    )


def test_a_file_of_pubmeds_xml_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(PUBMED, encoding="utf-8")
    assert [one.PMID for one in cikrefs.read(path)] == ["123"]


@pytest.mark.parametrize(
    ("text", "format_", "type_"),
    [(CROSSREF, "crossref-json", "article-journal"), (DATACITE, "datacite-json", "dataset")],
)
def test_the_registries_own_json_is_read(text: str, format_: str, type_: str) -> None:
    (work,) = read(text, format_)
    assert (work.type, work.title, work.DOI) == (type_, "T", "10.5555/a")
    assert (work.author, work.issued) == ((Name("A", "B."),), Date(2020))


def test_an_item_that_is_no_record_is_told_and_the_rest_read() -> None:
    item = '{"DOI": "10.5555/a", "title": ["T"], "type": "journal-article"}'
    text = f'[{{"title": ["x"], "DOI": 1}}, {item}]'
    problems: list[Problem] = []
    found = FORMATS["crossref-json"].loads(text, on_problem=problems.append)
    assert ([one.title for one in found], len(problems)) == (["T"], 1)


@pytest.mark.parametrize(
    ("text", "name", "instead"),
    [
        ("RT Journal Article\nSR Print(0)\nA1 Liu, T\nT1 Title\n", "RefWorks", "RIS"),
        ("<1>\nUnique Identifier\n  123\nTitle\n  A\n", "Ovid", "RIS"),
        ('[{"id": "https://openalex.org/W1", "type": "article"}]', "OpenAlex", "DOIs"),
        ("<modsCollection xmlns='http://www.loc.gov/mods/v3'>", "MODS", "xml2ris"),
        ("<?xml version='1.0'?>\n<doi_records>", "Crossref", "DOIs"),
    ],
)
def test_formats_that_are_not_read_are_refused_with_what_to_do(
    text: str, name: str, instead: str, tmp_path: Path
) -> None:
    path = tmp_path / "export"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=name) as raised:
        cikrefs.read(path)
    assert instead in str(raised.value)
    assert str(path) in str(raised.value)


def test_what_eric_writes_in_pubmeds_format_is_read() -> None:
    (report,) = FORMATS["nbib"].loads(
        "OWN - ERIC\nTI  - A title\nPT  - Reports\nDP  - Article 10 2019\n"
        "ISSN- EISSN-2375-5636\nAID - http://dx.doi.org/10.5555/a\n"
    )
    assert (report.type, report.issued) == ("report", Date(2019))
    assert (report.ISSN, report.DOI) == ("2375-5636", "10.5555/a")


def test_a_month_with_its_year_and_an_address_behind_a_name_in_web_of_science() -> None:
    (article,) = FORMATS["wos"].loads(
        "PT J\nAU Doe, JA\nAF Doe, Jane A. (jane@example.org)\nTI T\nPD FEB 2011\nPY 2011\nER\n"
    )
    assert article.issued == Date(2011, 2)
    assert article.author == (Name("Doe", "Jane A."),)


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("% Encoding: ISO8859_2", "iso8859-2"),
        ("% -*- coding: iso-8859-2 -*-", "iso8859-2"),
    ],
)
def test_the_encoding_that_a_bib_declares_is_the_one_it_is_read_in(
    line: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(f"{line}\n@misc{{a, title={{Wałęsa}}, year=2000}}\n".encode(encoding))
    problems: list[Problem] = []
    (reference,) = cikrefs.read(path, on_problem=problems.append)
    assert reference.title == "Wałęsa"
    assert [problem.lost for problem in problems] == [False]
    assert encoding in str(problems[0])


@pytest.mark.parametrize("declared", ["hex", "rot13", "punycode", "undefined", "idna", "nonsense"])
def test_an_encoding_no_text_can_be_in_is_not_believed(tmp_path: Path, declared: str) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(b"%% Encoding: %s\n@article{a, title={caf\xe9}}\n" % declared.encode())
    problems: list[Problem] = []
    (reference,) = cikrefs.read(path, on_problem=problems.append)
    assert reference.title == "café"
    assert "read as Windows-1252" in problems[0].message
