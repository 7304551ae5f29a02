"""Reference lists of JATS articles."""

from __future__ import annotations

import pytest

from cikrefs.documents import jats
from cikrefs.errors import InputError, Problem
from cikrefs.models import OTHERS, Date, Name, Reference
from tests.documents import build


def read(*refs: str) -> list[Reference]:
    return jats.loads(build.jats("".join(refs)))


def element(parts: str, kind: str = "journal") -> Reference:
    (reference,) = read(
        f'<ref><element-citation publication-type="{kind}">{parts}</element-citation></ref>'
    )
    return reference


def mixed(text: str, kind: str = "journal") -> Reference:
    (reference,) = read(
        f'<ref><mixed-citation publication-type="{kind}">{text}</mixed-citation></ref>'
    )
    return reference


def printed(reference: Reference) -> dict[str, str]:
    text = reference.source.text or ""
    return {field: text[start:end] for field, (start, end) in reference.source.spans.items()}


def test_the_parts_of_an_article_fill_its_fields() -> None:
    one = element(
        "<name><surname>Lee</surname><given-names>AB</given-names></name><article-title>Cells of"
        " <italic>mice</italic> in H<sub>2</sub>O.</article-title><source>J Cell</source>"
        "<year>2019</year>"
        "<month>Feb</month><day>3</day><volume>12</volume><issue>3</issue><fpage>45</fpage>"
        "<lpage>67</lpage>"
        '<pub-id pub-id-type="doi">10.1000/ab</pub-id><pub-id pub-id-type="pmid">123456</pub-id>'
        '<pub-id pub-id-type="pmcid">PMC123</pub-id><issn>1234-5678</issn>'
    )
    assert one == Reference(
        id="lee2019",
        title="Cells of mice in H2O",
        author=(Name("Lee", "A. B."),),
        container_title="J Cell",
        issued=Date(2019, 2, 3),
        volume="12",
        issue="3",
        page="45-67",
        DOI="10.1000/ab",
        PMID="123456",
        PMCID="PMC123",
        ISSN="1234-5678",
    )
    assert one.source.unparsed == ()
    assert printed(one)["page"] == "45–67"
    assert printed(one)["title"] == "Cells of mice in H2O."


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            "<name><surname>de Souza</surname><given-names>P.-B.</given-names></name>",
            [Name("de Souza", "P.-B.")],
        ),
        (
            "<name><surname>Fox</surname><given-names>C</given-names><suffix>Jr</suffix></name>",
            [Name("Fox", "C.", "Jr")],
        ),
        ("<name><prefix>van</prefix><surname>Roy</surname></name>", [Name("van Roy")]),
        (
            "<string-name><given-names>C.</given-names> <surname>Fox</surname></string-name>",
            [Name("Fox", "C.")],
        ),
        ("<string-name>Plato</string-name>", [Name(literal="Plato")]),
        (
            "<collab>The <institution>Rice</institution> Project</collab>",
            [Name(literal="The Rice Project")],
        ),
        ("<name><surname>Fox</surname></name><etal/>", [Name("Fox"), OTHERS]),
        ("<anonymous/>", [Name(literal="Anonymous")]),
    ],
    ids=["particle", "suffix", "prefix", "string-name", "bare", "collab", "etal", "anonymous"],
)
def test_names_are_read_in_all_their_tags(names: str, expected: list[Name]) -> None:
    one = element(
        f'<person-group person-group-type="author">{names}</person-group><source>J</source>'
    )
    assert list(one.author) == expected


def test_editors_and_translators_are_told_from_authors() -> None:
    fox, roy, kim = (f"<name><surname>{name}</surname></name>" for name in ("Fox", "Roy", "Kim"))
    one = element(
        f'<person-group person-group-type="author">{fox}</person-group><chapter-title>'
        f"Mice</chapter-title>"
        f'<person-group person-group-type="editor">{roy}</person-group><source>Cells</source>'
        f'<person-group person-group-type="translator">{kim}</person-group>',
        "book",
    )
    assert (one.author, one.editor) == ((Name("Fox"),), (Name("Roy"),))
    assert one.translator == (Name("Kim"),)


@pytest.mark.parametrize(
    ("parts", "kind", "expected"),
    [
        (
            "<source>Cells</source><publisher-name>Sage</publisher-name>",
            "book",
            ("book", "Cells", ""),
        ),
        (
            "<chapter-title>Mice</chapter-title><source>Cells</source>",
            "book",
            ("chapter", "Mice", "Cells"),
        ),
        (
            "<article-title>Mice</article-title><source>Proc X</source>",
            "confproc",
            ("paper-conference", "Mice", "Proc X"),
        ),
        (
            "<source>On mice</source><publisher-name>Uni</publisher-name>",
            "thesis",
            ("thesis", "On mice", ""),
        ),
        (
            "<data-title>Mice</data-title><source>Zenodo</source>",
            "data",
            ("dataset", "Mice", "Zenodo"),
        ),
        (
            "<source>Phys Rev</source><volume>1</volume>",
            "journal",
            ("article-journal", "", "Phys Rev"),
        ),
        (
            "<source>Phys Rev</source><volume>1</volume>",
            "other",
            ("article-journal", "", "Phys Rev"),
        ),
        ("<source>Cells</source><publisher-name>Sage</publisher-name>", "", ("book", "Cells", "")),
        ("<source>Facts</source>", "", ("document", "Facts", "")),
    ],
)
def test_the_source_is_the_container_or_the_work_itself(
    parts: str, kind: str, expected: tuple[str, str, str]
) -> None:
    one = element(parts, kind)
    assert (one.type, one.title, one.container_title) == expected


def test_a_book_says_publisher_place_edition_and_conference() -> None:
    one = element(
        "<source>Cells</source><edition>2nd</edition><publisher-name>Sage</publisher-name>"
        "<publisher-loc>Bonn</publisher-loc><conf-name>CIK 2</conf-name><series>"
        "Notes</series><isbn>978-3</isbn>",
        "book",
    )
    said = (
        one.edition,
        one.publisher,
        one.publisher_place,
        one.event_title,
        one.collection_title,
        one.ISBN,
    )
    assert said == ("2nd", "Sage", "Bonn", "CIK 2", "Notes", "978-3")


@pytest.mark.parametrize(
    "date",
    [
        '<date-in-citation iso-8601-date="2021-01-05">5.1.</date-in-citation>',
        '<date-in-citation content-type="access-date">accessed 5 January 2021</date-in-citation>',
        "<date-in-citation>January 5, 2021</date-in-citation>",
        "<date-in-citation><year>2021</year><month>01</month><day>05</day></date-in-citation>",
    ],
)
def test_a_page_says_when_it_was_visited(date: str) -> None:
    one = element(
        f"<collab>WHO</collab><source>Facts</source><uri>https://who.int</uri><year>"
        f"2020</year>{date}",
        "web",
    )
    assert (one.type, one.URL, one.issued, one.accessed) == (
        "webpage",
        "https://who.int",
        Date(2020),
        Date(2021, 1, 5),
    )


def test_the_letter_behind_the_year_is_kept() -> None:
    one = element("<source>J</source><year>2019a</year>")
    assert (one.issued, one.extra) == (Date(2019), {"year-suffix": "a"})


@pytest.mark.parametrize("year", ["(2010a)", "(<year>2010a</year>)"])
def test_the_letter_behind_the_year_is_kept_beside_tags(year: str) -> None:
    title = "<article-title>Title one of a work</article-title>"
    one = mixed(f"Silva, A. and Souza, B. {year}. {title}. Rev Bras 5(2), 10-12.")
    assert (one.id, one.issued, one.extra) == ("silva2010a", Date(2010), {"year-suffix": "a"})
    assert [one.title, one.container_title, one.source.unparsed] == [
        "Title one of a work",
        "Rev Bras",
        (),
    ]


def test_both_readings_of_a_broken_doi_are_kept_beside_tags() -> None:
    one = mixed("<source>J Cell Biol</source> 12:45. https://doi.org/10.1016/j.cma. 2018.08.004")
    assert one.DOI == "10.1016/j.cma.2018.08.004"
    assert one.extra == {"printed:DOI": "10.1016/j.cma"}


@pytest.mark.parametrize(
    ("tag", "field", "value"),
    [
        (
            '<ext-link xlink:href="https://doi.org/10.1000/ab">Article</ext-link>',
            "DOI",
            "10.1000/ab",
        ),
        ('<pub-id pub-id-type="doi">https://doi.org/10.1000/ab</pub-id>', "DOI", "10.1000/ab"),
        (
            '<ext-link xlink:href="https://example.org/x">here</ext-link>',
            "URL",
            "https://example.org/x",
        ),
        ('<pub-id pub-id-type="arxiv">2001.00001</pub-id>', "number", "arXiv:2001.00001"),
        ('<pub-id pub-id-type="pmc">123</pub-id>', "PMCID", "PMC123"),
        ("<elocation-id>e123</elocation-id>", "page", "e123"),
        ("<comment>In press</comment>", "note", "In press"),
    ],
)
def test_identifiers_and_the_rest_have_their_fields(tag: str, field: str, value: str) -> None:
    assert getattr(element(f"<source>J</source><year>2019</year>{tag}"), field) == value


@pytest.mark.parametrize(
    ("parts", "unparsed"),
    [
        ("<source>J</source><trans-title>Zellen</trans-title>", ("Zellen",)),
        ("<source>J</source><source>K</source>", ("K",)),
        ("<source>J</source><year>2019–2020</year>", ("2020",)),
        ("<source>J</source><season>Spring</season>", ("Spring",)),
        ('<source>J</source><pub-id pub-id-type="oclc">77</pub-id>', ("77",)),
        ("<source>J</source>, in:", ()),
    ],
)
def test_what_has_no_field_is_told(parts: str, unparsed: tuple[str, ...]) -> None:
    assert element(parts).source.unparsed_text == unparsed


def test_an_untagged_citation_is_read_as_print() -> None:
    one = mixed(
        "Lee A, Kim B (2019) Cells of mice. J Cell Biol 12(3):45–67. https://doi.org/10.1000/ab"
    )
    assert [name.family for name in one.author] == ["Lee", "Kim"]
    assert (one.title, one.container_title, one.volume, one.issue) == (
        "Cells of mice",
        "J Cell Biol",
        "12",
        "3",
    )
    assert (one.page, one.DOI) == ("45-67", "10.1000/ab")


def test_print_fills_the_fields_that_no_tag_fills() -> None:
    one = mixed(
        "Lee A, Kim B (2019) Cells of mice. <source>J Cell Biol</source> <volume>12</volume>"
        "(3):45–67."
    )
    assert [name.family for name in one.author] == ["Lee", "Kim"]
    assert (one.title, one.container_title, one.issue, one.page) == (
        "Cells of mice",
        "J Cell Biol",
        "3",
        "45-67",
    )
    assert one.source.unparsed == ()


def test_a_tag_holds_where_print_reads_otherwise() -> None:
    one = mixed(
        "Lee A (2019) <article-title>Cells of mice. J Cell Biol</article-title> <source>"
        "PLoS</source> 12(3):45."
    )
    assert (one.title, one.container_title) == ("Cells of mice. J Cell Biol", "PLoS")


def test_words_between_tags_that_only_connect_are_no_news_and_others_are_told() -> None:
    one = mixed(
        "<string-name><surname>Lee</surname>, <given-names>A.</given-names></string-name> "
        "and <string-name>"
        "<surname>Kim</surname>, <given-names>B.</given-names></string-name> (<year>"
        "2001</year>) <chapter-title>Mice"
        "</chapter-title>. In: <string-name><surname>Fox</surname>, <given-names>"
        "C.</given-names></string-name> (eds)"
        " <source>The Book</source>. <publisher-name>Springer</publisher-name>, pp <fpage>"
        "1</fpage>–<lpage>9</lpage>."
        " Gift of the author",
        "book",
    )
    assert (one.author, one.editor) == (
        (Name("Lee", "A."), Name("Kim", "B.")),
        (Name("Fox", "C."),),
    )
    assert (one.type, one.page) == ("chapter", "1-9")
    assert one.source.unparsed_text == ("Gift of the author",)


def test_several_citations_under_one_number_are_several_references() -> None:
    one = "<mixed-citation><source>{}</source> <volume>1</volume></mixed-citation>"
    found = read(f"<ref><label>4</label>{one.format('J')}{one.format('K')}</ref>")
    assert [(each.source.label, each.container_title) for each in found] == [("4", "J"), ("4", "K")]


def test_of_alternatives_the_tagged_one_is_read_once() -> None:
    (one,) = read(
        "<ref><citation-alternatives><mixed-citation>Lee, J 1</mixed-citation><element-citation"
        ' publication-type="journal"><source>J</source><volume>1</volume></element-citation>'
        "</citation-alternatives></ref>"
    )
    assert (one.container_title, one.volume) == ("J", "1")


@pytest.mark.parametrize(
    ("label", "expected"), [("1.", "1"), ("[2]", "2"), ("(3)", "3"), ("4a", "4a"), ("", None)]
)
def test_labels_are_bare(label: str, expected: str | None) -> None:
    (one,) = read(
        f"<ref><label>{label}</label><element-citation><source>J</source></element-citation></ref>"
    )
    assert one.source.label == expected


def test_lines_are_told() -> None:
    ref = "<ref><element-citation><source>J</source></element-citation></ref>\n"
    assert [one.source.line for one in read(ref, ref, ref)] == [1, 2, 3]


def test_a_reference_that_is_a_note_is_read_as_print() -> None:
    (one,) = read(
        "<ref><note><p>Lee A (2019) Cells of mice. J Cell Biol 12(3):45–67.</p></note></ref>"
    )
    assert (one.title, one.page) == ("Cells of mice", "45-67")


def test_nlms_older_tags_and_namespaces_are_read() -> None:
    content = (
        b'<a:article xmlns:a="urn:x"><a:ref-list><a:ref><a:citation citation-type="journal">'
        b"<a:source>J</a:source>"
        b"</a:citation></a:ref><a:ref><a:nlm-citation><a:source>K</a:source>"
        b"</a:nlm-citation></a:ref></a:ref-list></a:article>"
    )
    assert [one.container_title or one.title for one in jats.loads(content)] == ["J", "K"]


def test_an_empty_reference_is_told_and_the_others_are_read() -> None:
    problems: list[Problem] = []
    content = build.jats(
        '<ref id="B1"/>\n<ref><element-citation><source>J</source></element-citation></ref>'
    )
    assert len(jats.loads(content, on_problem=problems.append)) == 1
    assert [(problem.reference, problem.line) for problem in problems] == [("B1", 1)]


def test_an_article_without_references_says_so() -> None:
    with pytest.raises(InputError, match="no reference list"):
        jats.loads(b"<article><front/></article>")


def test_characters_by_name_are_read() -> None:
    prolog = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS-archivearticle1.dtd">'
    source = "<source>L&uuml;ck&ndash;Piet&agrave; <b>&amp;</b>&nbsp;x</source>"
    ref = f"<ref><element-citation>{source}</element-citation></ref>"
    (one,) = jats.loads(build.jats(ref, prolog=prolog))
    assert one.title == "Lück–Pietà & x"


@pytest.mark.parametrize(
    "dtd",
    [
        '<!ENTITY b "boom">',
        '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/passwd">',
        '<!ENTITY b SYSTEM "http://127.0.0.1:9/">',
    ],
    ids=["own", "bomb", "file", "web"],
)
def test_entities_of_the_files_own_are_not_expanded(dtd: str) -> None:
    content = build.jats("<ref>\n&b;</ref>", prolog=f"<!DOCTYPE article [{dtd}]>")
    with pytest.raises(InputError, match=r"entity &b;.*xmllint --noent"):
        jats.loads(content)


@pytest.mark.parametrize(
    "content", [b"<article><ref>", b"<article>" * 300, b"<article>&nbsp;</article>"]
)
def test_broken_xml_is_told(content: bytes) -> None:
    with pytest.raises(InputError, match="broken XML") as caught:
        jats.loads(content)
    assert caught.value.problem.line == 1


def test_a_letter_behind_the_year_of_an_untagged_print_is_kept() -> None:
    one = mixed("Lee A. (2010a). <article-title>Cells</article-title>. <source>J X</source>, 3, 4.")
    assert (one.issued, one.extra) == (Date(2010), {"year-suffix": "a"})


def test_a_citation_in_tags_beside_the_same_one_in_print_is_one_reference() -> None:
    text = "Silva A, Souza B. Title one. Rev Bras. 2010;5(2):10-12. doi: 10.1000/ab"
    (one,) = read(
        f"<ref><label>1</label><mixed-citation>{text}</mixed-citation>"
        '<element-citation publication-type="journal"><name><surname>Silva</surname>'
        "<given-names>A</given-names></name><article-title>Title one</article-title>"
        "<source>Rev Bras</source><year>2010</year><volume>5</volume><fpage>10</fpage>"
        "</element-citation></ref>"
    )
    assert (one.author, one.page, one.DOI) == ((Name("Silva", "A."),), "10", "10.1000/ab")
    assert one.source.text == text
    assert printed(one)["title"] == "Title one"


def test_two_tagged_citations_of_a_ref_are_two_references() -> None:
    one = "<element-citation><source>Cells</source></element-citation>"
    assert len(read(f"<ref>{one}{one}</ref>")) == 2
