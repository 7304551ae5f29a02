"""References that HTML pages set as several blocks."""

from __future__ import annotations

import pytest

from cikrefs import printed
from cikrefs.documents import hypertext

ENTRIES = [
    ("Muster F, Roe G", "Studies on deep bacteria", "J Bact", "2009", "3", "1–5"),
    ("Poe L", "Rivers and their beds", "Water Res", "2011", "12", "40–48"),
    ("Doe R, Fox A, Lee S", "A short history of salt", "Food Hist", "1998", "7", "e12"),
]
LINES = [
    "Muster F, Roe G. Studies on deep bacteria. J Bact 2009;3:1–5",
    "Poe L. Rivers and their beds. Water Res 2011;12:40–48",
    "Doe R, Fox A, Lee S. A short history of salt. Food Hist 1998;7:e12",
]


def lines(page: str) -> list[str]:
    return [line for line in hypertext.text(page.encode()).split("\n") if line]


def page(item: str) -> str:
    """Return a page of the entries, each set as `item`, whose fields are named."""
    names = ("authors", "title", "source", "year", "volume", "pages")
    return "".join(
        item.format(number=number, **dict(zip(names, fields, strict=True)))
        for number, fields in enumerate(ENTRIES, 1)
    )


SOURCE = "{source} {year};{volume}:{pages}"


@pytest.mark.parametrize(
    "item",
    [
        f"<div class=cite><p class=a>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p></div>",
        f"<div class=cite-{{number}}><p>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p></div>",
        f"<section><h4>{{title}}</h4>{{authors}}<div>{SOURCE}</div></section>",
        f"<article><p>{{authors}}.</p><p>{{title}}.</p>{SOURCE}</article>",
    ],
    ids=["boxes", "a class with a number", "title first", "stops of its own"],
)
def test_blocks_of_a_reference_are_one_line_with_stops_between_and_authors_first(item: str) -> None:
    assert lines(page(item)) == LINES


@pytest.mark.parametrize(
    ("item", "around", "label"),
    [
        (f"<li><p>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p></li>", "ol", "{}. "),
        (f"<li><p>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p></li>", "ul", "- "),
        (
            f"<li><b>{{number}}</b><p>{{title}}</p><p>{{authors}}</p><p>{SOURCE}</p></li>",
            "ul",
            "{}. ",
        ),
        (
            f"<li><b>[{{number}}]</b><p>{{title}}</p><p>{{authors}}</p><p>{SOURCE}</p></li>",
            "ol",
            "[{}] ",
        ),
        (
            f"<dt>[{{number}}]</dt><dd><p>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p></dd>",
            "dl",
            "[{}] ",
        ),
    ],
    ids=["the browser's number", "a bullet", "a number of its own", "in brackets", "definitions"],
)
def test_a_reference_in_blocks_keeps_its_label(item: str, around: str, label: str) -> None:
    expected = [f"{label.format(number)}{line}" for number, line in enumerate(LINES, 1)]
    assert lines(f"<{around}>{page(item)}</{around}>") == expected


def test_an_item_of_one_block_prints_its_number_once() -> None:
    item = f"<li><span>{{number}}</span><div>{{authors}}. {{title}}. {SOURCE}.</div></li>"
    assert lines(f"<ol>{page(item)}</ol>")[1] == f"2. {LINES[1]}."


def test_a_year_behind_the_authors_goes_with_them() -> None:
    item = "<li><p>{title}</p><p>{authors}</p>({year})<p>{source} {volume}:{pages}.</p></li>"
    assert lines(f"<ol>{page(item)}</ol>")[0] == (
        "1. Muster F, Roe G (2009). Studies on deep bacteria. J Bact 3:1–5."
    )


def test_a_year_is_not_put_first_where_a_reference_has_no_authors() -> None:
    item = "<li><p>{title}</p><p>{authors}</p>({year})<p>{source} {volume}:{pages}.</p></li>"
    changed = page(item).replace("<p>Poe L</p>", "")
    assert lines(f"<ol>{changed}</ol>")[1] == (
        "2. Rivers and their beds (2011). Water Res 12:40–48."
    )


def test_a_title_that_could_be_a_groups_name_is_not_taken_for_authors() -> None:
    item = f"<li><p>Atlas of World Health</p><p>{{authors}}</p><p>{SOURCE}</p></li>"
    assert lines(f"<ol>{page(item)}</ol>")[0].startswith(
        "1. Muster F, Roe G. Atlas of World Health"
    )


def test_a_block_that_begins_with_a_stop_gets_no_other() -> None:
    item = f"<li><p>{{authors}}</p><p>. {{title}}. </p>{SOURCE}</li>"
    assert lines(f"<ol>{page(item)}</ol>")[0] == f"1. {LINES[0]}"


def test_numbers_in_blocks_of_their_own_follow_commas() -> None:
    fields = "authors title source year volume pages".split()
    item = "".join(f"<div>{{{name}}}</div>" for name in fields)
    assert lines(f"<ul>{page(f'<li>{item}</li>')}</ul>")[2] == (
        "- Doe R, Fox A, Lee S. A short history of salt. Food Hist, 1998, 7, e12"
    )


def test_names_that_the_style_sheet_sets_apart_get_commas() -> None:
    people = (("F Muster", "G Roe"), ("L Poe",), ("R Doe", "A Fox"))
    items = [
        f"<li><p>{title}</p><ol>{''.join(f'<li><a>{one}</a></li>' for one in names)}</ol>"
        f"<p>({year})</p><p>{source} {volume}:{pages}.</p></li>"
        for names, (_, title, source, year, volume, pages) in zip(people, ENTRIES, strict=True)
    ]
    assert lines(f"<ol>{''.join(items)}</ol>")[0] == (
        "1. F Muster, G Roe (2009). Studies on deep bacteria. J Bact 3:1–5."
    )


def test_a_group_is_an_author_where_the_other_references_have_theirs() -> None:
    item = f"<li><p>{{title}}</p><p>{{authors}}</p><p>{SOURCE}</p></li>"
    changed = page(item).replace("Poe L", "World Health Organization")
    assert lines(f"<ol>{changed}</ol>")[1].startswith("2. World Health Organization. Rivers")


@pytest.mark.parametrize(
    "words",
    [
        "<p><a href='/x'>CrossRef</a> | <a href='/y'>Google Scholar</a></p>",
        "<p>View Article</p><p>Google Scholar</p>",
        "<ul><li><a>PubMed</a></li><li><a>CrossRef</a></li></ul>",
    ],
    ids=["links", "text", "a list"],
)
def test_blocks_of_words_for_links_are_left_out(words: str) -> None:
    item = f"<div><p>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p>{words}</div>"
    assert lines(page(item)) == LINES


def test_the_doi_behind_a_title_is_put_behind_the_line() -> None:
    link = "<a href='https://doi.org/10.1000/x{number}'>{title}</a>"
    item = f"<li><p>{link}</p><p>{{authors}}</p><p>{SOURCE}</p></li>"
    assert lines(f"<ol>{page(item)}</ol>")[1] == f"2. {LINES[1]} https://doi.org/10.1000/x2"


def test_references_in_blocks_are_read_as_printed_ones() -> None:
    item = f"<li><p>{{title}}</p><p>{{authors}}</p><p>{SOURCE}</p></li>"
    text = hypertext.text(f"<h2>References</h2><ol>{page(item)}</ol>".encode())
    found = printed.loads(text)
    assert [(one.title, one.container_title, one.volume) for one in found] == [
        (title, source, volume) for _, title, source, _, volume, _ in ENTRIES
    ]


def test_a_box_around_several_references_is_none() -> None:
    item = f"<div><p>{{authors}}</p><p>{{title}}</p><p>{SOURCE}</p></div>"
    assert lines(f"<div class=a>{page(item)}</div><div class=a>{page(item)}</div>") == LINES * 2


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "<ol><li><p>{0}.<p>Much cited since 2010.<li><p>{1}.<p>Nearly forgotten.</ol>",
            ["1. {0}.", "Much cited since 2010.", "2. {1}.", "Nearly forgotten."],
        ),
        (
            "<table><tr><td>Poe L<td>Salt<td>Water 2009;3:1<tr><td>Roe A<td>Ice<td>Cold 2009;4:7",
            ["Poe L", "Salt", "Water 2009;3:1", "Roe A", "Ice", "Cold 2009;4:7"],
        ),
        (
            "<ul><li>Poe L. Of<br>salt. Water 2009;3:1<li>Roe A. Of<br>ice. Cold 2009;4:7</ul>",
            ["- Poe L. Of", "salt. Water 2009;3:1", "- Roe A. Of", "ice. Cold 2009;4:7"],
        ),
        (
            "<div><p>As Lee (2009) did,</p><p>we</p></div><div><p>In 2010,</p><p>none.</p></div>",
            ["As Lee (2009) did,", "we", "In 2010,", "none."],
        ),
        (
            "<ol><li><p>Poe L</p><p>Salt lakes</p><p>Water 2009;3:1–5</p></li></ol>",
            ["1. Poe L", "Salt lakes", "Water 2009;3:1–5"],
        ),
        (
            "<ul><li><p>Poe L</p><p>Salt lakes</p><p>Water 2009;3:1–5</p><li><b>More</b></ul>",
            ["- Poe L", "Salt lakes", "Water 2009;3:1–5", "- More"],
        ),
        (
            f"<div><p>Poe L<p>Sa{'lt' * 1300}<p>Water 2009;3:1–5</div>" * 2,
            ["Poe L", f"Sa{'lt' * 1300}", "Water 2009;3:1–5"] * 2,
        ),
    ],
    ids=["remarks", "rows of a table", "broken lines", "prose", "alone", "one of two", "long"],
)
def test_other_blocks_stay_apart(page: str, expected: list[str]) -> None:
    assert lines(page.format(*LINES)) == [line.format(*LINES) for line in expected]
