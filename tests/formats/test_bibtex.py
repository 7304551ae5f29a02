"""Reading .bib files as they are, and what must hold of those that are written."""

from __future__ import annotations

import time

import pytest
from pybtex.database import parse_string

from cikrefs.errors import InputError, Problem
from cikrefs.formats.bibtex import dumps, loads
from cikrefs.models import OTHERS, Date, Name, Reference


def one(text: str) -> Reference:
    (reference,) = loads(text)
    return reference


def problems(text: str) -> tuple[list[Reference], list[Problem]]:
    found: list[Problem] = []
    return loads(text, on_problem=found.append), found


def test_macros_concatenation_and_quotes_are_read() -> None:
    reference = one(
        '@string{cii = "Cancer Immunol"}\n'
        '@article(a, journal = cii # ". Immunother" # {!}, month=jan, year=2020)'
    )
    assert reference.container_title == "Cancer Immunol. Immunother!"
    assert reference.issued == Date(2020, 1)


def test_names_are_read_by_the_rules_of_bibtex() -> None:
    reference = one(
        "@book{a, author = {de Souza, P. B. and {The Consortium} and Donald E. Knuth and\n"
        r"  M{\"u}ller, Jr., J{\'o}zef and Ludwig van Beethoven and "
        "{Smith and Sons}, A. and others}}"
    )
    assert reference.author == (
        Name("de Souza", "P. B."),
        Name(literal="The Consortium"),
        Name("Knuth", "Donald E."),
        Name("Müller", "Józef", "Jr."),
        Name("van Beethoven", "Ludwig"),
        Name("Smith and Sons", "A."),
        OTHERS,
    )


def test_biblatex_fields_are_read() -> None:
    reference = one(
        "@article{a, date={2024-11-02}, journaltitle={J}, location={Rome}, eid={e12},"
        " langid={german}, urldate={2025-01-02}}"
    )
    assert reference.issued == Date(2024, 11, 2)
    assert reference.container_title == "J"
    assert (reference.publisher_place, reference.page, reference.language) == (
        "Rome",
        "e12",
        "german",
    )
    assert reference.accessed == Date(2025, 1, 2)


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("year=2020, month=sep", Date(2020, 9)),
        ("year=2020, month={September}, day=3", Date(2020, 9, 3)),
        ("year={2020}, month={9}", Date(2020, 9)),
        ('year=2020, month=jan # "~15"', Date(2020, 1, 15)),
        ('year=2020, month="15~" # jan', Date(2020, 1, 15)),
        ("date={2020-05/2020-07}", Date(2020, 5)),
        ("year={in press}", None),
    ],
)
def test_dates_are_read_in_all_their_forms(fields: str, issued: Date | None) -> None:
    assert one(f"@article{{a, {fields}}}").issued == issued


def test_a_date_that_is_no_date_is_kept_and_written_again() -> None:
    reference = one("@article{a, year={in press}, month={Nov/Dec}}")
    assert reference.extra == {"bibtex:year": "in press", "bibtex:month": "Nov/Dec"}
    assert one(dumps([reference])) == reference


def test_a_doi_in_a_link_or_with_backslashes_is_bare() -> None:
    assert one(r"@article{a, doi={https://doi.org/10.1000/a\_b}}").DOI == "10.1000/a_b"
    assert one("@article{a, url={https://doi.org/10.1000/ab}}").DOI == "10.1000/ab"


def test_the_page_dash_is_one_hyphen() -> None:
    assert one("@article{a, pages={511--518}}").page == "511-518"
    assert one("@article{a, pages={511–518}}").page == "511-518"


def test_a_url_in_howpublished_is_a_url() -> None:
    assert (
        one(r"@misc{a, howpublished={\url{https://example.org/a_b}}}").URL
        == "https://example.org/a_b"
    )


def test_unknown_fields_and_types_survive() -> None:
    text = r"@periodica{a, file = {C\:x/{y}}, title = {T}, archiveprefix = {arXiv}}"
    reference = one(text)
    assert reference.type == "document"
    assert reference.extra["bibtex:file"] == r"C\:x/{y}"
    written = dumps([reference])
    assert "@periodica{a" in written
    assert r"file = {C\:x/{y}}" in written
    assert one(written) == reference


@pytest.mark.parametrize(
    "entry_type", ["inbook", "proceedings", "mastersthesis", "report", "standard"]
)
def test_entry_types_of_the_same_kind_are_told_apart_again(entry_type: str) -> None:
    assert f"@{entry_type}{{a" in dumps(loads(f"@{entry_type}{{a, title={{T}}}}"))


def test_a_crossref_brings_the_fields_of_the_volume() -> None:
    child, _ = loads(
        "@inproceedings{a, title={Paper}, crossref={v}}\n@proceedings{v, title={Volume}, year=1999}"
    )
    assert (child.title, child.container_title, child.issued) == ("Paper", "Volume", Date(1999))


def test_an_entry_without_a_key_has_no_id() -> None:
    assert one("@article{title = {T}}").id == ""
    assert one("@article{, title = {T}}").id == ""


def test_comments_are_no_entries() -> None:
    text = (
        "% @article{a, title={x}}\n@comment{@article{b, title={y}}}\n"
        "Hello me@example.org {\n@book{c,}"
    )
    assert [reference.id for reference in loads(text)] == ["c"]


def test_the_source_tells_line_text_and_places_in_characters() -> None:
    text = "% é\n@article{é,\n  author = {Ü, Ä}, title =   { T},\n  year = 2020\n}\n@book{b,}"
    source = loads(text)[0].source
    assert source.line == 2
    assert source.text == text[4 : text.index("\n@book")]
    assert source.positions == {"author": (3, 13), "title": (3, 32), "issued": (4, 10)}


def test_an_unbalanced_entry_is_named_and_the_others_are_read() -> None:
    text = (
        "@article{good, title={a}}\n\n@article{bad,\n  title = {open {x},\n  year = 2020\n}\n\n"
        "@book{after, title={b}}"
    )
    references, (problem,) = problems(text)
    assert [reference.id for reference in references] == ["good", "after"]
    assert (problem.reference, problem.line) == ("bad", 3)
    assert "never closed" in problem.message
    assert problem.text is not None
    assert problem.text.startswith("@article{bad,")
    with pytest.raises(InputError, match="bad: a brace is opened and never closed"):
        loads(text)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("@article{a, title={x}}, year=2020}", "a closing brace too many", 1),
        ("@article{a,\n title}", "a field needs a name, an equals sign and a value", 2),
        ("@article{a,\n title=}", "a field without a value", 2),
        ("@article{a, title={x},\n title={y}}", "the field title stands twice", 2),
        ("@article{a,\n journal=nature}", "no @string named nature", 2),
        ('@article{a,\n title="x}', "a quotation mark is opened and never closed", 2),
        ("@article{a,\n author={A, B, C, D}}", "a name has too many commas", 2),
        ("@article{a, x={y}}\n@book{a, x={z}}", "the key stands already on line 1", 2),
        ("@article(a, title={x}", "never closed", 1),
    ],
)
def test_each_problem_tells_what_and_where(text: str, message: str, line: int) -> None:
    _, found = problems(text)
    assert message in found[0].message
    assert found[0].line == line
    assert found[0].text


def test_after_a_bad_field_the_others_are_read() -> None:
    (reference,), _ = problems("@article{a, title={T}, {x}, 5, volume={7}}")
    assert (reference.title, reference.volume) == ("T", "7")


def test_entries_with_one_key_are_both_kept() -> None:
    references, found = problems("@article{a, title={x}} @article{a, title={y}}")
    assert [reference.title for reference in references] == ["x", "y"]
    assert len(found) == 1


TRAPS = [
    (Reference(id="a", page="e1465161", number="e1465161"), "pages = {e1465161}", "eid"),
    (Reference(id="a", number="e1"), "pages = {e1}", "articleno"),
    (Reference(id="a", DOI="10.1/a_b", URL="https://doi.org/10.1/A_b"), "doi = {10.1/a_b}", "url"),
    (Reference(id="a", container_title_short="J"), "journal = {J}", "{{"),
    (Reference(id="a", title="CIK"), "title = {C{IK}}", "{{"),
    (Reference(id="a", author=(Name(literal="A and B"),)), "author = {{A and B}}", "{}"),
    (Reference(id="a", author=(Name("Plato"),)), "author = {Plato}", ","),
    (Reference(id="a", issued=Date(2020, 11)), "month = nov", "date"),
    (Reference(id="a", type="standard"), "entrysubtype = {standard}", "@standard"),
    (Reference(id="a", URL="https://x.org/}{"), "url = {https://x.org/%7D%7B}", "\\"),
]


@pytest.mark.parametrize(("reference", "holds", "lacks"), TRAPS)
def test_traps_are_written_round(reference: Reference, holds: str, lacks: str) -> None:
    written = dumps([reference])
    assert holds in written
    assert lacks not in written.partition(",\n")[2].replace(holds, "")


def test_pybtex_reads_every_name_and_field_that_is_written() -> None:
    author = (Name("de Souza", "P. B."), Name(literal="A, B and C"), Name("van Gogh"))
    written = dumps([Reference(id="a", title="50% {x", author=author, issued=Date(2020, 5, 1))])
    entry = parse_string(written, "bibtex").entries["a"]
    assert [str(person) for person in entry.persons["author"]] == [
        "de Souza, P. B.",
        "{A, B and C}",
        "van Gogh, {}",
    ]
    assert entry.fields["month"] == "May"
    assert entry.fields["title"] == r"50\% \{\vphantom{\}}x"


def test_characters_no_key_may_hold_become_hyphens() -> None:
    assert dumps([Reference(id="a, b{c}")]).startswith("@article{a-b-c-")


@pytest.mark.parametrize(
    "nasty",
    [
        "@",
        "{",
        "}",
        '"',
        "@a{",
        "\n@a{b,",
        "@string{",
        "@comment{",
        "%",
        "@a{b,t=",
        "a # ",
        '@a(b,t="',
    ],
)
@pytest.mark.parametrize("before", ["", "@article{a, title = ", "@article{a, title = {", "@a{b,t,"])
def test_100_kb_of_anything_take_linear_time(before: str, nasty: str) -> None:
    text = before + nasty * (100_000 // len(nasty))
    start = time.perf_counter()
    loads(text, on_problem=lambda _: None)
    assert time.perf_counter() - start < 4


def test_entries_inside_a_comment_are_comment() -> None:
    text = (
        "@comment{\n@article{a, title={x}}\n\n@article{b, title={y}}\n}\n@article{c, title={z}}\n"
    )
    assert [reference.id for reference in loads(text)] == ["c"]


def test_a_comment_that_never_ends_hides_nothing() -> None:
    text = "@comment{ no end\n" * 3 + "@article{c, title={z}}\n"
    assert [r.id for r in loads(text, on_problem=lambda _: None)] == ["c"]
