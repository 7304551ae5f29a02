"""Word documents as plain text."""

from __future__ import annotations

import pytest

from cikrefs.documents import package, word
from cikrefs.errors import InputError
from tests.documents.build import DECIMAL, W, archive, docx, numbered, numbering, paragraph


def lines(content: bytes) -> list[str]:
    return [line for line in word.text(content).split("\n") if line]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def level(number: int, text: str, kind: str = "decimal", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def num(list_: int, override: str = "") -> str:
    return f'<w:num w:numId="{list_}"><w:abstractNumId w:val="0"/>{override}</w:num>'


RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (DECIMAL, ["1. Lee", "2. Kim"]),
        (level(0, "[%1]"), ["[1] Lee", "[2] Kim"]),
        (level(0, "%1)", start=79), ["79) Lee", "80) Kim"]),
        (level(0, "%1.", "lowerLetter"), ["a. Lee", "b. Kim"]),
        (level(0, "%1.", "upperRoman", 9), ["IX. Lee", "X. Kim"]),
        (level(0, "\uf0b7", "bullet"), ["- Lee", "- Kim"]),
        (level(0, "", "none"), ["Lee", "Kim"]),
    ],
    ids=["1.", "[1]", "79)", "a.", "IX.", "bullets", "none"],
)
def test_numbered_paragraphs_have_the_labels_word_shows(levels: str, expected: list[str]) -> None:
    content = docx(numbered("Lee") + numbered("Kim"), {"numbering": numbering(levels)})
    assert lines(content) == expected


def test_a_list_goes_on_behind_other_paragraphs_and_under_another_number() -> None:
    body = numbered("Lee") + paragraph("text") + numbered("Kim") + numbered("Fox", list_=2)
    content = docx(body, {"numbering": numbering(nums=num(2))})
    assert lines(content) == ["1. Lee", "text", "2. Kim", "3. Fox"]


def test_a_list_that_starts_anew_does() -> None:
    body = numbered("Lee") + numbered("Kim") + numbered("Fox", list_=2) + numbered("Roy", list_=2)
    content = docx(body, {"numbering": numbering(nums=num(2, RESTART))})
    assert lines(content) == ["1. Lee", "2. Kim", "1. Fox", "2. Roy"]


def test_deeper_levels_count_by_themselves() -> None:
    body = (
        numbered("a")
        + numbered("b", level=1)
        + numbered("c", level=1)
        + numbered("d")
        + numbered("e", level=1)
    )
    content = docx(body, {"numbering": numbering(DECIMAL + level(1, "%1.%2"))})
    assert lines(content) == ["1. a", "1.1 b", "1.2 c", "2. d", "2.1 e"]


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="Bib"><w:name w:val="bib"/><w:pPr><w:numPr>'
        f'<w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="Bib2"><w:basedOn w:val="Bib"/>'
        "</w:style></w:styles>"
    )
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("Lee", "Bib"), ("Kim", "Bib2"))
    )
    off = paragraph("Fox", '<w:pStyle w:val="Bib"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(docx(body + off, {"numbering": numbering(), "styles": styles})) == [
        "1. Lee",
        "2. Kim",
        "Fox",
    ]


def test_a_typed_label_is_the_only_one() -> None:
    assert lines(docx(numbered("[1] Lee"), {"numbering": numbering()})) == ["[1] Lee"]


def test_a_heading_style_makes_a_heading() -> None:
    style = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    styles = f"<w:styles {W}>{style}</w:styles>"
    body = paragraph("References", '<w:pStyle w:val="berschrift1"/>') + paragraph("Lee")
    assert lines(docx(body, {"styles": styles})) == ["# References", "Lee"]


def test_raised_runs_are_one_mark() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = f"<w:p>{run('Known')}{run('1', raised)}{run(',2', raised)}{run('.')}</w:p>"
    assert lines(docx(body)) == ["Known<sup>1,2</sup>."]


def test_a_link_to_a_doi_behind_a_word_is_put_behind_the_line() -> None:
    body = f'<w:p>{run("Lee. ")}<w:hyperlink r:id="r9">{run("Article")}</w:hyperlink></w:p>'
    assert lines(docx(body, links={"r9": "https://doi.org/10.1000/ab"})) == [
        "Lee. Article https://doi.org/10.1000/ab"
    ]


def test_a_link_in_a_field_is_read_too() -> None:
    field = '<w:r><w:instrText> HYPERLINK "https://doi.org/10.1000/ab" </w:instrText></w:r>'
    assert lines(docx(f"<w:p>{field}{run('Lee')}</w:p>")) == ["Lee https://doi.org/10.1000/ab"]


def test_struck_text_is_not_there_and_inserted_text_is() -> None:
    struck = "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
    body = f"<w:p>{run('Lee')}{struck}<w:ins>{run(' Kim')}</w:ins></w:p>"
    assert lines(docx(body)) == ["Lee Kim"]


def test_text_in_a_box_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('Lee')}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>"
        f"{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(docx(body)) == ["Lee"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", ["a b"]),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", ["a-b"]),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", ["a", "b"]),
        ('<w:r><w:t>a</w:t><w:sym w:font="Symbol" w:char="03B2"/></w:r>', ["aβ"]),
        ('<w:r><w:t>a</w:t><w:sym w:font="Symbol" w:char="D800"/></w:r>', ["a\ufffd"]),
    ],
    ids=["tab", "hyphen", "break", "symbol", "half a character"],
)
def test_characters_that_are_elements_are_read(inside: str, expected: list[str]) -> None:
    assert lines(docx(f"<w:p>{inside}</w:p>")) == expected


def test_a_label_in_a_cell_of_its_own_goes_with_the_next_cell() -> None:
    row = "<w:tr>{}</w:tr>".format(
        "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("1.", "Lee"))
    )
    assert lines(docx(f"<w:tbl>{row}</w:tbl>")) == ["1. Lee"]


def test_notes_stand_numbered_at_the_end_in_the_order_of_their_marks() -> None:
    notes = "".join(
        f'<w:endnote w:id="{id_}">{paragraph(text)}</w:endnote>'
        for id_, text in (("2", "Kim"), ("3", "Lee"))
    )
    separator = '<w:endnote w:type="separator" w:id="-1"><w:p/></w:endnote>'
    marks = "".join(
        f'{run("Cells")}<w:r><w:endnoteReference w:id="{id_}"/></w:r>' for id_ in ("3", "2")
    )
    content = docx(
        f"<w:p>{marks}</w:p>", {"endnotes": f"<w:endnotes {W}>{separator}{notes}</w:endnotes>"}
    )
    assert lines(content) == [
        "Cells<sup>1</sup>Cells<sup>2</sup>",
        "# Notes and references",
        "1. Lee",
        "2. Kim",
    ]


def test_the_main_part_is_found_whatever_its_name() -> None:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = archive(
        {
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="a" '
            f'Type="x/officeDocument"'
            ' Target="/word/document2.xml"/></Relationships>'.encode(),
            "word/document2.xml": f"<w:document {W}><w:body>{paragraph('Lee')}</w:body>"
            f"</w:document>".encode(),
        }
    )
    assert lines(content) == ["Lee"]


def test_a_part_that_unpacks_to_more_than_the_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "PART_LIMIT", 1_000_000)
    content = docx(paragraph(" " * 2_000_000))
    assert len(content) < 10_000
    with pytest.raises(InputError, match=r"more than 1 MB \(word/document.xml\)"):
        word.text(content)


def test_a_broken_archive_is_told() -> None:
    content = docx(paragraph("Lee " * 500))
    with pytest.raises(InputError, match="broken ZIP archive"):
        word.text(content[: len(content) // 2])


def test_an_archive_whose_parts_are_not_where_it_says_is_told() -> None:
    content = docx(paragraph("Lee"))
    with pytest.raises(InputError, match="broken ZIP archive"):
        word.text(content[30:])


def test_broken_xml_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match="broken XML") as caught:
        word.text(docx("<w:p>\n</w:q>"))
    assert caught.value.problem.line == 2


def test_an_entity_is_not_expanded() -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY a "{"lol" * 99}"><!ENTITY b "&a;&a;&a;">]>'
    content = docx(f"<w:p>{run('&b;')}</w:p>", prolog=bomb)
    with pytest.raises(InputError, match="entity &b;"):
        word.text(content)
