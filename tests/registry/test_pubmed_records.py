"""PubMed's XML, and the record that comes of it; the articles here are constructed."""

from __future__ import annotations

import pytest

from cikrefs.checks.compare import agreements_of
from cikrefs.documents import trees
from cikrefs.formats.imports import pubmed_xml
from cikrefs.models import OTHERS, Date, Name, Notice, Record, Reference
from cikrefs.registry.pubmed_records import pubmed_record

JOURNAL = "<Title>Lancet (London, England)</Title><ISOAbbreviation>Lancet</ISOAbbreviation>"


def article(
    inside: str = "<ArticleTitle>A title.</ArticleTitle>",
    issue: str = "<PubDate><Year>2021</Year></PubDate>",
    behind: str = "",
    identifiers: str = "",
    journal: str = JOURNAL,
) -> str:
    """Return an article of PubMed's shape; `inside` stands in Article, `behind` after it."""
    return (
        "<PubmedArticle><MedlineCitation><PMID>123</PMID><Article><Journal>"
        f"<ISSN>0140-6736</ISSN><JournalIssue>{issue}</JournalIssue>{journal}</Journal>{inside}"
        f"</Article>{behind}</MedlineCitation><PubmedData><ArticleIdList>{identifiers}"
        "</ArticleIdList><ReferenceList><Reference><ArticleIdList><ArticleId IdType='doi'>"
        "10.5555/cited</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>"
        "</PubmedArticle>"
    )


def read(xml: str, *, whole: bool = False) -> Record:
    root = trees.xml(f"<PubmedArticleSet>{xml}</PubmedArticleSet>".encode())
    (one,) = pubmed_xml.articles(root)
    return pubmed_record(one, whole=whole)


WHOLE = article(
    "<ArticleTitle>Loss of <i>TP53</i> in H<sub>2</sub>O &amp; cells.</ArticleTitle>"
    "<Pagination><MedlinePgn>1234-8</MedlinePgn></Pagination>"
    '<ELocationID EIdType="pii">S0140-6736(20)1-2</ELocationID>'
    "<AuthorList><Author><LastName>van Raaij</LastName><ForeName>Mark J</ForeName>"
    "<Initials>MJ</Initials><Suffix>Jr</Suffix></Author>"
    "<Author><CollectiveName>A Group</CollectiveName></Author></AuthorList>"
    "<Language>eng</Language><PublicationTypeList><PublicationType>Journal Article"
    "</PublicationType></PublicationTypeList>"
    '<ArticleDate DateType="Electronic"><Year>2020</Year><Month>12</Month><Day>05</Day>'
    "</ArticleDate>",
    "<Volume>397</Volume><Issue>2</Issue><PubDate><Year>2021</Year><Month>Jan</Month></PubDate>",
    "<MedlineJournalInfo><MedlineTA>Lancet TA</MedlineTA><ISSNLinking>0140-6737</ISSNLinking>"
    "</MedlineJournalInfo>",
    '<ArticleId IdType="doi">10.5555/a</ArticleId><ArticleId IdType="pmc">PMC12</ArticleId>',
)


def test_a_whole_article_arrives() -> None:
    assert read(WHOLE) == Record(
        DOI="10.5555/a",
        agency="PubMed",
        type="article-journal",
        title=("Loss of TP53 in H2O & cells",),
        author=(Name("van Raaij", "Mark J.", "Jr"), Name(literal="A Group")),
        container_title=("Lancet", "Lancet (London, England)", "Lancet TA"),
        volume="397",
        issue="2",
        page=("1234-1238",),
        issued=(Date(2021, 1), Date(2020, 12, 5)),
        ISSN=("0140-6736", "0140-6737"),
        PMID="123",
        PMCID="PMC12",
    )


def test_a_whole_record_has_its_work_for_a_reference_manager() -> None:
    assert read(WHOLE, whole=True).work == Reference(
        title="Loss of TP53 in H2O & cells",
        author=(Name("van Raaij", "Mark J.", "Jr"), Name(literal="A Group")),
        container_title="Lancet",
        volume="397",
        issue="2",
        page="1234-1238",
        issued=Date(2021, 1),
        DOI="10.5555/a",
        ISSN="0140-6736",
        PMID="123",
        PMCID="PMC12",
        language="eng",
    )


def test_a_work_has_a_short_name_that_is_another_and_no_unknown_language() -> None:
    journal = "<Title>Cell Things</Title><ISOAbbreviation>Cell Th</ISOAbbreviation>"
    work = read(article("<Language>und</Language>", journal=journal), whole=True).work
    assert work is not None
    assert (work.container_title_short, work.language) == ("Cell Th", "")


def test_a_doi_of_the_works_that_are_cited_is_not_the_articles() -> None:
    assert read(article()).DOI == ""


@pytest.mark.parametrize(
    "place",
    [
        {"inside": '<ELocationID EIdType="doi">10.5555/a</ELocationID>'},
        {"identifiers": '<ArticleId IdType="doi">10.5555/a</ArticleId>'},
    ],
)
def test_the_doi_stands_in_one_of_two_places(place: dict[str, str]) -> None:
    assert read(article(**place)).DOI == "10.5555/a"


def test_a_translated_title_loses_its_brackets_and_the_original_stands_beside_it() -> None:
    titles = (
        "<ArticleTitle>[Microbes of the mouth].</ArticleTitle>"
        "<VernacularTitle>Microben van de mond.</VernacularTitle>"
    )
    assert read(article(titles)).title == ("Microbes of the mouth", "Microben van de mond")


def test_a_title_that_nobody_translated_is_the_original() -> None:
    titles = (
        "<ArticleTitle>[Not Available].</ArticleTitle>"
        "<VernacularTitle>Microben van de mond.</VernacularTitle>"
    )
    record = read(article(titles), whole=True)
    assert record.title == ("Microben van de mond",)
    assert record.work is not None
    assert record.work.title == "Microben van de mond"


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Lancet (London, England)", "Lancet"),
        ("Journal of things (San Diego, Calif. : 1997)", "Journal of things"),
        ("Neural networks : the official journal of a society", "Neural networks"),
        ("Canadian journal = Journal canadien", "Canadian journal"),
        ("BMJ (Clinical research ed.)", "BMJ (Clinical research ed.)"),
        ("Cells", "Cells"),
    ],
)
def test_the_name_of_a_journal_goes_without_what_nlm_adds_to_it(name: str, first: str) -> None:
    names = read(article(journal=f"<Title>{name}</Title>")).container_title
    assert names[0] == first
    assert name in names


@pytest.mark.parametrize("printed", ["Canadian journal", "Journal canadien", "Can J"])
def test_any_name_of_a_journal_agrees(printed: str) -> None:
    journal = (
        "<Title>Canadian journal = Journal canadien</Title><ISOAbbreviation>Can J</ISOAbbreviation>"
    )
    reference = Reference(container_title=printed)
    agreement = agreements_of(reference, read(article(journal=journal)))["container_title"]
    assert agreement.agrees is True


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("<Year>2018</Year><Month>Jul</Month><Day>5</Day>", (Date(2018, 7, 5),)),
        ("<Year>2018</Year><Month>07</Month>", (Date(2018, 7),)),
        ("<MedlineDate>2017 Nov-Dec</MedlineDate>", (Date(2017),)),
        ("<MedlineDate>1965 Dec-1966 Jan</MedlineDate>", (Date(1965), Date(1966))),
        ("<MedlineDate>Winter 1998</MedlineDate>", (Date(1998),)),
    ],
)
def test_the_date_of_an_issue_may_be_in_words(date: str, issued: tuple[Date, ...]) -> None:
    assert read(article(issue=f"<PubDate>{date}</PubDate>")).issued == issued


def test_an_electronic_year_is_as_good_as_that_of_the_issue() -> None:
    electronic = "<ArticleDate><Year>2020</Year><Month>12</Month><Day>05</Day></ArticleDate>"
    for year in (2020, 2021):
        agreement = agreements_of(Reference(issued=Date(year)), read(article(electronic)))["issued"]
        assert agreement.agrees is True


@pytest.mark.parametrize(
    ("pages", "page"),
    [
        ("511-8", ("511-518",)),
        ("e4808235", ("e4808235",)),
        ("110870", ("110870",)),
        ("H123-9", ("H123-H129",)),
        ("123; author reply 125-6", ("123", "125-126")),
        ("12-9, viii", ("12-19", "viii")),
        ("S12-S15; discussion S16", ("S12-S15", "S16")),
    ],
)
def test_pages_are_completed_and_those_of_a_reply_apart(pages: str, page: tuple[str, ...]) -> None:
    inside = f"<Pagination><MedlinePgn>{pages}</MedlinePgn></Pagination>"
    assert read(article(inside)).page == page


def test_what_the_publisher_calls_an_article_is_its_number_if_it_looks_like_one() -> None:
    items = "".join(
        f'<ELocationID EIdType="pii">{item}</ELocationID>'
        for item in ("e123", "bmj.n71", "S0732-8893(15)00432-0")
    )
    assert read(article(items)).page == ("e123", "n71")


def test_of_a_name_that_was_corrected_only_the_right_form_counts() -> None:
    people = (
        '<AuthorList><Author ValidYN="N"><LastName>Li</LastName><ForeName>C</ForeName></Author>'
        '<Author ValidYN="Y"><LastName>Liu</LastName><ForeName>C</ForeName></Author></AuthorList>'
    )
    assert read(article(people)).author == (Name("Liu", "C."),)


def test_a_list_of_authors_that_medline_cut_ends_in_others() -> None:
    people = (
        '<AuthorList CompleteYN="N"><Author><LastName>Li</LastName><Initials>CM</Initials></Author>'
        "</AuthorList>"
    )
    record = read(article(people))
    assert record.author == (Name("Li", "C. M."), OTHERS)
    printed = Reference(author=(Name("Li", "C. M."), Name("Doe", "J.")))
    assert agreements_of(printed, record)["author"].agrees is not False


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("RetractionIn", "retracted"),
        ("PartialRetractionIn", "retracted"),
        ("ExpressionOfConcernIn", "concern"),
        ("ErratumIn", "corrected"),
        ("CorrectedandRepublishedIn", "corrected"),
        ("RetractionOf", None),
        ("ErratumFor", None),
        ("UpdateIn", None),
        ("Cites", None),
    ],
)
def test_a_comment_is_a_notice_about_the_article_or_none(type_: str, kind: str | None) -> None:
    comments = (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{type_}">'
        "<RefSource>Cell. 2022 Jun 28;39(13):111. doi: 10.5555/notice.</RefSource><PMID>9</PMID>"
        "</CommentsCorrections></CommentsCorrectionsList>"
    )
    record = read(article(behind=comments))
    assert record.PMID == "123"
    found = [(one.kind, one.DOI, one.date, one.source) for one in record.notices]
    assert found == ([(kind, "10.5555/notice", Date(2022, 6, 28), "PubMed")] if kind else [])


def test_a_retracted_article_is_retracted_though_no_notice_is_named() -> None:
    types = (
        "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType>"
        "</PublicationTypeList>"
    )
    assert read(article(types)).notices == (Notice("retracted", source="PubMed"),)


def test_a_retraction_that_is_named_is_told_once() -> None:
    types = (
        "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType>"
        "</PublicationTypeList>"
    )
    comments = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn">'
        "<RefSource>Cell. 2022;39(13):111</RefSource></CommentsCorrections>"
        "</CommentsCorrectionsList>"
    )
    record = read(article(types, behind=comments))
    assert record.notices == (Notice("retracted", "", Date(2022), "PubMed"),)


def test_a_notice_of_retraction_is_not_retracted_itself() -> None:
    types = (
        "<PublicationTypeList><PublicationType>Retraction of Publication</PublicationType>"
        "</PublicationTypeList>"
    )
    assert read(article(types)).notices == ()


def test_marks_that_turn_the_direction_of_writing_are_gone() -> None:
    record = read(article("<ArticleTitle>A &#x202e;title&#x2028;</ArticleTitle>"), whole=True)
    assert record.title == ("A title",)
    assert record.work is not None
    assert record.work.title == "A title"


BOOK = """<PubmedBookArticle><BookDocument><PMID>77</PMID><ArticleIdList>
<ArticleId IdType="bookaccession">NBK1</ArticleId><ArticleId IdType="doi">10.5555/b</ArticleId>
</ArticleIdList><Book><Publisher><PublisherName>A Press</PublisherName>
<PublisherLocation>Seattle (WA)</PublisherLocation></Publisher><BookTitle>Gene Things</BookTitle>
<PubDate><Year>1993</Year></PubDate><AuthorList Type="editors"><Author><LastName>Pagon</LastName>
<ForeName>Roberta A</ForeName></Author></AuthorList></Book>
<ArticleTitle>Deletion of a part.</ArticleTitle><AuthorList Type="authors"><Author>
<LastName>Doe</LastName><ForeName>Jane</ForeName></Author></AuthorList>
<ContributionDate><Year>2008</Year><Month>2</Month><Day>1</Day></ContributionDate>
</BookDocument></PubmedBookArticle>"""


def test_a_part_of_a_book_has_its_own_shape() -> None:
    record = read(BOOK)
    assert (record.PMID, record.DOI, record.type) == ("77", "10.5555/b", "chapter")
    assert (record.title, record.container_title) == (("Deletion of a part",), ("Gene Things",))
    assert (record.author, record.editor) == (
        (Name("Doe", "Jane"),),
        (Name("Pagon", "Roberta A."),),
    )
    assert (record.issued, record.publisher) == ((Date(1993), Date(2008, 2, 1)), "A Press")


def test_a_part_of_a_book_in_a_file_is_read_too() -> None:
    (part,) = pubmed_xml.loads(f"<PubmedArticleSet>{BOOK}</PubmedArticleSet>")
    assert (part.PMID, part.type, part.publisher_place) == ("77", "chapter", "Seattle (WA)")
