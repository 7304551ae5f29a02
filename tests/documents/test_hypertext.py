"""HTML as plain text."""

from __future__ import annotations

import pytest

from cikrefs.documents import hypertext
from cikrefs.errors import InputError, Problem


def lines(page: str) -> list[str]:
    return hypertext.text(page.encode()).split("\n")[:-1]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>Lee<li>Kim</ol>", ["1. Lee", "2. Kim"]),
        ("<ol start=79><li>Lee<li value=90>Kim<li>Fox</ol>", ["79. Lee", "90. Kim", "91. Fox"]),
        ("<ol reversed><li>Lee<li>Kim</ol>", ["2. Lee", "1. Kim"]),
        ("<ol type=a><li>Lee<li>Kim</ol>", ["a. Lee", "b. Kim"]),
        ("<ol type=I start=4><li>Lee</ol>", ["IV. Lee"]),
        ("<ul><li>Lee<li>Kim</ul>", ["- Lee", "- Kim"]),
        ("<ol><li>Lee<ul><li>Kim</ul><li>Fox</ol>", ["1. Lee", "- Kim", "2. Fox"]),
        ("<ul><li><p>Lee</p><p>Article</p></li></ul>", ["- Lee", "Article"]),
    ],
    ids=["ol", "start and value", "reversed", "letters", "roman", "ul", "nested", "two paragraphs"],
)
def test_items_have_the_labels_a_browser_shows(page: str, expected: list[str]) -> None:
    assert [line for line in lines(page) if line] == expected


@pytest.mark.parametrize(
    "item", ["[7] Lee", "<span>7.</span> Lee", "<span>7.</span><div>Lee</div>", "<sup>7</sup>Lee"]
)
def test_an_item_with_a_label_of_its_own_gets_no_other(item: str) -> None:
    (line,) = [line for line in lines(f"<ul><li>{item}</li></ul>") if line]
    assert line in {"[7] Lee", "7. Lee", "- 7 Lee"}


def test_a_title_that_starts_with_a_number_is_no_label() -> None:
    assert "1. 30 years of cells" in lines("<ol><li>30 years of cells</ol>")


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>[1]</td><td>Lee</td></tr><tr><td>[2]</td><td>Kim</td></tr></table>",
        "<dl><dt>[1]<dd>Lee<dt>[2]<dd>Kim</dl>",
    ],
    ids=["table", "definitions"],
)
def test_a_label_in_a_cell_of_its_own_goes_with_the_next_cell(page: str) -> None:
    assert [line for line in lines(page) if line] == ["[1] Lee", "[2] Kim"]


def test_numbers_in_cells_are_not_lost() -> None:
    page = "<table><tr><td>1</td><td>2</td><td>3</td></tr></table><ul><li>4</li><li>5</li></ul>"
    assert "".join(hypertext.text(page.encode()).split()) == "123-4-5"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "<a href='https://doi.org/10.1000/ab'>Article</a>",
            "1. Lee https://doi.org/10.1000/ab",
        ),
        (
            "<a href='http://dx.doi.org/10.1000%2Fab'>x</a> 12:3",
            "1. Lee x 12:3 https://doi.org/10.1000/ab",
        ),
        (
            "doi:10.1000/AB <a href='https://doi.org/10.1000/ab'>Article</a>",
            "1. Lee doi:10.1000/AB",
        ),
        ("<a href='https://example.org/10.1000/ab'>Article</a>", "1. Lee"),
    ],
    ids=["hidden", "escaped", "shown already", "no DOI link"],
)
def test_a_doi_behind_a_word_is_put_behind_the_line(link: str, expected: str) -> None:
    assert expected in lines(f"<ol><li>Lee {link}</ol>")


def test_raised_reference_marks_stay_raised() -> None:
    page = "<p>Known<sup><a href='#1'>1</a>,<a href='#2'>2</a></sup> from Bio<sup>TM</sup>.</p>"
    assert lines(page)[0] == "Known<sup>1,2</sup> from BioTM."


def test_headings_are_markdowns_and_paragraphs_stand_apart() -> None:
    page = "<h1>Cells</h1><p>One\n  two.</p><div>Three<br>four</div>"
    assert lines(page)[:7] == ["# Cells", "", "One two.", "", "Three", "four", ""]


def test_an_empty_heading_or_item_marks_nothing_behind_it() -> None:
    page = "<h2></h2><p>One</p><ol><li>Two<li></ol><p>Three</p>"
    assert [line for line in lines(page) if line] == ["One", "1. Two", "Three"]


def test_preformatted_lines_stay_lines() -> None:
    assert lines("<pre>[1] Lee\n[2] Kim</pre>")[:2] == ["[1] Lee", "[2] Kim"]


def test_what_a_browser_does_not_show_is_not_there() -> None:
    page = (
        "<title>x</title><script>x</script><p hidden>x<b>x</b></p><p style='display: none'>x</p>Lee"
    )
    assert hypertext.text(page.encode()).split() == ["Lee"]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Lück".encode(),
        "\ufeff<p>Lück".encode(),
        "<p>Lück".encode("utf-16"),
        '<meta charset="iso-8859-1"><p>Lück'.encode("cp1252"),
        '<?xml version="1.0" encoding="iso-8859-2"?><p>Lück'.encode("iso-8859-2"),
        b"<p>L&uuml;ck",
        b"<p>L&#252;ck",
    ],
    ids=["utf-8", "mark", "utf-16", "meta", "xml", "named", "numbered"],
)
def test_a_page_is_read_in_the_encoding_it_says(content: bytes) -> None:
    assert hypertext.text(content).strip() == "Lück"


def test_a_page_that_is_in_no_encoding_it_says_is_windows_1252_and_that_is_said() -> None:
    problems: list[Problem] = []
    assert hypertext.text("<p>Lück".encode("cp1252"), on_problem=problems.append).strip() == "Lück"
    assert [problem.lost for problem in problems] == [False]


def test_deep_nesting_loses_no_text() -> None:
    assert "Lee" in hypertext.text(b"<div>" * 1500 + b"Lee")


def test_text_too_deep_to_be_read_is_told() -> None:
    with pytest.raises(InputError, match="too deep"):
        hypertext.text(b"<div>" * 5000 + b"Lee")


def test_tags_that_are_none_lose_no_text() -> None:
    assert hypertext.text(b"<p>Lee <l, x> Kim</p><htm\xc2\xa9>Fox").split() == ["Lee", "Kim", "Fox"]


def test_a_list_of_names_inside_an_item_is_running_text() -> None:
    page = (
        "<ol><li><a href='#r'>↵</a><ol><li>Muster, F., </li><li>Beispiel, G. &amp; </li>"
        "<li>Roe, F.</li></ol><cite> (1983). Studies on bacteria. J Bact 134, 286.</cite></li>"
        "<li><ol><li>Poe, L., </li><li>Doe, R.</li></ol> (2009). A title. J Bact 3, 1.</li></ol>"
    )
    assert [one for one in lines(page) if one] == [
        "1. Muster, F., Beispiel, G. & Roe, F. (1983). Studies on bacteria. J Bact 134, 286.",
        "2. Poe, L., Doe, R. (2009). A title. J Bact 3, 1.",
    ]


def test_a_list_of_references_inside_an_item_is_a_list() -> None:
    entry = "Muster F. Studies on dissimilatory bacteria. J Bact 2009;3:1."
    page = f"<ol><li>Books<ol><li>{entry}</li><li>{entry}</li></ol></li></ol>"
    assert [one for one in lines(page) if one] == ["1. Books", f"1. {entry}", f"2. {entry}"]


def test_publishers_words_for_links_are_left_out_but_their_dois_kept() -> None:
    page = (
        "<ol><li>Roe F. Toxicon 2010, 56, 480. [<a href='/s'>Google Scholar</a>]"
        " [<a href='https://doi.org/10.1000/ab'>CrossRef</a>]</li></ol>"
    )
    assert [one for one in lines(page) if one] == [
        "1. Roe F. Toxicon 2010, 56, 480. https://doi.org/10.1000/ab"
    ]


def test_a_tag_with_more_attributes_than_the_parser_can_compare_is_told() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(40_000))
    with pytest.raises(InputError, match="is HTML with a tag of over"):
        hypertext.text(f"<html><p>Text\n<p {attributes}>".encode())


def test_a_picture_in_an_address_is_no_such_tag() -> None:
    assert lines(f'<p>Text <img src="data:{"A" * 200_000}"> more</p>') == ["Text more", ""]
