"""Reading .bib files as they are, and what must hold of those that are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pybtex.database import parse_string

from cikrefs.errors import InputError, Problem
from cikrefs.formats import left_out
from cikrefs.formats.bibtex import Aside, asides, dumps, loads
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


@pytest.mark.parametrize(
    ("latex", "name"),
    [
        ("family=Souza, given=P. B., prefix=de", Name("de Souza", "P. B.")),
        ('given={Jean, P}, family=Sartre, suffix="Jr"', Name("Sartre", "Jean, P", "Jr")),
        (r"\'{E}variste Galois", Name("Galois", "Évariste")),
        (r"\O stergaard, \AA ge", Name("Østergaard", "Åge")),
        ("a=b, c", Name("a=b", "c")),
        ("et al.", OTHERS),
    ],
)
def test_names_are_read_in_the_forms_of_biblatex_and_of_careless_writers(
    latex: str, name: Name
) -> None:
    assert one(f"@book{{a, author = {{{latex}}}}}").author == (name,)


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
        "de-DE",
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
        ("date={2020-05/2020-07}", Date(2020, 5, end=Date(2020, 7))),
        ("year={in press}", None),
    ],
)
def test_dates_are_read_in_all_their_forms(fields: str, issued: Date | None) -> None:
    assert one(f"@article{{a, {fields}}}").issued == issued


def test_a_date_that_is_no_date_is_kept_and_written_again() -> None:
    reference = one("@article{a, year={in press}, month={Nov/Dec}}")
    assert reference.extra == {"bibtex:year": "in press", "bibtex:month": "Nov/Dec"}


@pytest.mark.parametrize("month", ["²", "13", pytest.param("1" * 5000, id="5000 digits")])
def test_a_month_that_is_no_number_of_one_is_kept(month: str) -> None:
    reference = one(f"@article{{a, year=2020, month={{{month}}}}}")
    assert (reference.issued, reference.extra) == (Date(2020), {"bibtex:month": month})
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


def test_a_link_in_howpublished_beside_a_url_is_no_publisher_and_survives() -> None:
    reference = one("@misc{a, howpublished={https://a.example/b}, url={https://c.example}}")
    assert (reference.URL, reference.publisher) == ("https://c.example", "")
    assert "howpublished = {https://a.example/b}" in dumps([reference])


def test_links_behind_the_first_stay_in_their_field_and_are_told_where_they_cannot() -> None:
    reference = one("@misc{a, url={http://a.example/1 http://b.example/2}}")
    assert reference.URL == "http://a.example/1"
    assert left_out([reference], "ris") == {"bibtex:url": 1}
    written = dumps([reference])
    assert "url = {http://a.example/1 http://b.example/2}" in written
    assert one(written) == reference


def test_accents_apart_from_their_letters_are_joined_in_names() -> None:
    (name,) = one("@book{a, author={Han\u0301cke, Jo\u0301zef}}").author
    assert name == Name("Ha\u0144cke", "J\u00f3zef")


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


def test_a_work_does_not_inherit_what_says_which_work_it_is() -> None:
    child, parent = loads(
        "@inproceedings{a, title={Paper}, crossref={v}}\n"
        "@proceedings{v, title={Volume}, doi={10.1/v}, url={https://x.org/v}, isbn={1}}"
    )
    assert (child.DOI, child.URL, child.ISBN) == ("", "", "1")
    assert parent.DOI == "10.1/v"


def test_a_date_of_its_own_keeps_a_work_from_inheriting_another() -> None:
    child, _ = loads("@inbook{a, year=2001, crossref={v}}\n@book{v, date={1999-05}}")
    assert (child.issued, child.extra) == (
        Date(2001),
        {"bibtex:ENTRYTYPE": "inbook", "bibtex:crossref": "v"},
    )


def test_an_xdata_entry_is_no_reference_and_its_fields_are_those_of_others() -> None:
    (reference,) = loads("@xdata{p, publisher={P}}\n@book{a, title={T}, xdata={p}}")
    assert (reference.publisher, reference.extra) == ("P", {})


def test_entries_that_inherit_from_each_other_or_from_none_are_read() -> None:
    text = "@book{a, crossref={b}}\n@book{b, crossref={a}, year=1999}\n@book{c, crossref={c}}"
    assert [reference.issued for reference in loads(text)] == [Date(1999), Date(1999), None]


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title={Cells}, subtitle={A Study}", "Cells: A Study"),
        ("title={Cells?}, subtitle={A Study}", "Cells? A Study"),
        ("title={Cells: a study}, subtitle={A Study}", "Cells: a study"),
        ("title={Cells}, subtitle={A Study}, titleaddon={Old}", "Cells: A Study. Old"),
        ("title={Why?}, titleaddon={Old}", "Why? Old"),
    ],
)
def test_a_subtitle_joins_its_title_once(fields: str, title: str) -> None:
    assert one(f"@book{{a, {fields}}}").title == title


def test_the_number_of_a_conference_paper_counts_in_its_series_or_its_volume() -> None:
    paper = one("@inproceedings{a, series={S}, number={7}}")
    assert (paper.collection_number, paper.issue) == ("7", "")
    paper = one("@inproceedings{a, volume={38}, number={4}}")
    assert (paper.collection_number, paper.issue) == ("", "4")
    assert "number = {4}" in dumps([paper])


def test_a_pubmed_number_given_as_eprint_is_the_pmid() -> None:
    reference = one("@article{a, eprint={123}, eprinttype={pubmed}}")
    assert (reference.PMID, reference.extra) == ("123", {})


def test_a_preprint_has_the_number_of_its_archive() -> None:
    reference = one("@misc{a, eprint={2301.99999}, archiveprefix={arXiv}}")
    assert (reference.type, reference.number) == ("article", "arXiv:2301.99999")
    assert one(dumps([reference])) == reference
    assert one("@misc{a, eprint={123}, eprinttype={jstor}}").type == "document"


def test_the_kind_of_thesis_is_said_in_words() -> None:
    assert one("@thesis{a, type={mathesis}}").genre == "Master's thesis"
    assert one("@phdthesis{a, title={T}}").genre == "PhD thesis"


def test_a_director_is_an_editor_of_a_kind() -> None:
    film = Reference(id="a", type="motion_picture", director=(Name("Roe", "J."),))
    assert "editor = {Roe, J.},\n  editortype = {director}" in dumps([film])
    assert one(dumps([film])) == film


def test_a_range_of_dates_is_written_again_as_it_stood() -> None:
    reference = one("@article{a, date={2020-05/2020-07}}")
    written = dumps([reference])
    assert "date = {2020-05/2020-07}" in written
    assert "year" not in written
    corrected = dumps([replace(reference, issued=Date(2021))])
    assert "year = {2021}" in corrected
    assert "date =" not in corrected


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
        ("@article{a,\n author={A, B, C, D}}", "a name has too many commas or braces", 2),
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


def test_entries_inside_a_comment_are_comment() -> None:
    text = (
        "@comment{\n@article{a, title={x}}\n\n@article{b, title={y}}\n}\n@article{c, title={z}}\n"
    )
    assert [reference.id for reference in loads(text)] == ["c"]


def test_a_comment_that_never_ends_hides_nothing() -> None:
    text = "@comment{ no end\n" * 3 + "@article{c, title={z}}\n"
    assert [r.id for r in loads(text, on_problem=lambda _: None)] == ["c"]


FOREIGN = sorted((Path(__file__).parents[1] / "data" / "foreign" / "bibtex").glob("*.bib"))
KEPT = """% for the group

@string{j = "Journal"}
@comment{not {an} entry}

@book{a, title={A}}

@article{bad, title = {open {x}, year = 2020}

@preamble{"x"}
@book{b, title={B}}

The end.
"""


def test_what_stands_between_the_entries_is_kept_where_it_stood() -> None:
    assert asides(KEPT) == (
        Aside('% for the group\n\n@string{j = "Journal"}\n@comment{not {an} entry}\n\n', 0),
        Aside('\n\n@article{bad, title = {open {x}, year = 2020}\n\n@preamble{"x"}\n', 1),
        Aside("\n\nThe end.\n", 2),
    )
    assert dumps(loads(KEPT, on_problem=lambda _: None), asides(KEPT)) == KEPT


def test_a_field_that_has_changed_is_written_anew_and_all_else_stays() -> None:
    one, other = loads(KEPT, on_problem=lambda _: None)
    written = dumps([one, replace(other, title="C")], asides(KEPT))
    assert written == KEPT.replace("title={B}", "title={C}")


AUTHORS_FILE = """@string{pre = "Journal of "}
@STRING{and = " and "}


@Article{one,
\tauthor = "Anna One" # and # "Bert Two",
  title   = {Efficient Threads for {Java} in {Boolean} Nets},
  journal = pre # "Cells", MONTH = jan,
  year    = 2020, % seen
}
@inproceedings{two, crossref = {whole}, title = "{M}artin-L{\\"o}f and 5\\% {HTML}5",
    pages={5-{}-15}}
@proceedings{whole, title = {The {Q}}, booktitle = {Q}, year = 2004, editor = {Doe, C.}}
"""


def test_the_authors_file_stays_byte_for_byte_where_nothing_changes() -> None:
    assert dumps(loads(AUTHORS_FILE), asides(AUTHORS_FILE)) == AUTHORS_FILE


def test_macros_are_joined_with_the_blanks_at_their_ends() -> None:
    first = loads(AUTHORS_FILE)[0]
    assert first.container_title == "Journal of Cells"
    assert [str(name) for name in first.author] == ["One, Anna", "Two, Bert"]


def test_braces_that_protect_are_written_again_for_as_long_as_the_title_is_the_same() -> None:
    first = loads(AUTHORS_FILE)[0]
    assert "title = {Efficient Threads for {Java} in {Boolean} Nets}" in dumps([first])
    assert "{Java}" not in dumps([replace(first, title="Other Threads for Java in Nets")])


def test_macros_that_grow_without_bound_are_told_and_go_no_further() -> None:
    lines = ['@string{s0 = "0123456789"}']
    lines += [f"@string{{s{n} = {' # '.join([f's{n - 1}'] * 10)}}}" for n in range(1, 10)]
    text = "\n".join([*lines, "@misc{a, title = s9 # s9, year = 2020}"])
    (reference,), found = problems(text)
    assert any("macros make more than" in str(problem) for problem in found)
    assert len(reference.title) <= 200_000
    assert reference.issued == Date(2020)


def test_a_dataset_is_one_for_biblatex_and_a_misc_for_zotero() -> None:
    data = Reference(id="a", type="dataset", title="T")
    assert dumps([data]).startswith("@dataset{a,")
    written = dumps([data], zotero=True)
    assert written.startswith("@misc{a,")
    assert one(written).type == "dataset"


def test_asides_of_references_that_are_no_longer_there_stand_at_the_end() -> None:
    assert dumps([], [Aside("x", 3), Aside("y", 7)]) == "x\n\ny\n"


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_what_is_written_of_a_foreign_file_is_written_the_same_again(path: Path) -> None:
    text = path.read_bytes().decode("cp1252" if path.stem == "latin1" else "utf-8")
    written = dumps(loads(text, on_problem=lambda _: None), asides(text))
    assert asides(written) == asides(text)
    assert dumps(loads(written, on_problem=lambda _: None), asides(written)) == written


def test_what_cannot_be_read_in_an_entry_is_kept_in_it() -> None:
    text = "@book{a,\n  title = {T}, % a note\n  {x}, year = 2020, year = 2021,\n}"
    (reference,), found = problems(text)
    assert len(found) == 2
    assert reference.extra == {"bibtex:unread": "% a note {x} year = 2021"}
    assert one(dumps([reference])) == reference


def test_a_parenthesis_does_not_end_an_entry_in_braces() -> None:
    (reference,), (problem,) = problems("@book{a, title={T}), year=2020}")
    assert (reference.title, reference.issued) == ("T", Date(2020))
    assert problem.text == ")"


def test_a_year_with_a_control_character_is_read_like_any_other() -> None:
    (one,) = loads("@misc{a, year = {\x1d2006}}")
    assert one.issued == Date(2006)


def test_a_name_of_a_hundred_thousand_braces_is_kept_at_once() -> None:
    name = "{}" * 50_000 + "Lee"
    told: list[Problem] = []
    (one,) = loads(f"@misc{{a, author = {{{name}}}}}", on_problem=told.append)
    assert one.author == (Name(literal="Lee"),)
    assert [problem.lost for problem in told] == [False]


@pytest.mark.parametrize(
    "field",
    [
        r"title = {Search at $\sqrt{s}=13$ TeV for $\bar{x}$ and \frac{1}{2}}",
        r"title = {Water, \ce{H2O}, \SI{5}{\micro\meter} thick, in \emph{Mus musculus}}",
        r"note = {see \cite{ch} and \href{https://x.org/a_b}{the data}}",
        r"author = {{\relax Ch}arles Roe and \textsc{Lee}, A. and Nguy{\~{\^e}}n, B{\h a}o}",
        r"journal = {\jinvented}",
    ],
)
def test_latex_that_says_more_than_text_is_written_as_it_stood(field: str) -> None:
    assert f"  {field}" in dumps(loads(f"@article{{a, {field}}}"))


def test_latex_of_a_field_that_was_changed_is_not_written() -> None:
    reference = one(r"@article{a, title = {On $x^2$}}")
    assert reference.title == "On x²"
    assert "title = {On y}" in dumps([replace(reference, title="On y")])


@pytest.mark.parametrize("kept", ["{On", "On }{", 7, ["On"], None])
def test_latex_that_cannot_be_written_is_not(kept: object) -> None:
    reference = Reference(id="a", title="On", extra={"bibtex:LATEX": {"title": kept}})
    assert "title = {On}" in dumps([reference])


def test_the_macro_of_a_journal_is_read_as_its_names_and_written_again() -> None:
    reference = one(r"@article{a, journal = {\mnras}}")
    assert reference.container_title == "Monthly Notices of the Royal Astronomical Society"
    assert reference.container_title_short == "MNRAS"
    written = dumps([reference])
    assert r"journal = {\mnras}" in written
    assert "shortjournal = {MNRAS}" in written
    assert one(written) == reference
    assert one(r"@article{a, journal = {{\astap}}}").container_title == "Astronomy & Astrophysics"


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("year = {1989a}", Date(1989)),
        ("year = {1989a},\n  month = may", Date(1989, 5)),
        ("year = {2012/13}", Date(2012)),
        ("year = {2012--2013}", Date(2012, end=Date(2013))),
        ("year = {1989?}", Date(1989)),
        ("date = {2020-21}", Date(2020, season=1)),
        ("date = {199X}", Date(1990, end=Date(1999))),
        ("year = {c1995}", Date(1995, circa=True)),
        ("date = {2004-06~}", Date(2004, 6, circa=True)),
        ("date = {-0876}", Date(-877)),
        ("date = {2019-05-01/..}", Date(2019, 5, 1)),
        ("date = {1989?}", Date(1989)),
    ],
)
def test_more_than_a_year_is_that_year_and_is_written_again(fields: str, issued: Date) -> None:
    reference = one(f"@article{{a, {fields}}}")
    assert reference.issued == issued
    written = dumps([reference])
    assert written == f"@article{{a,\n  {fields}\n}}\n"
    corrected = dumps([replace(reference, issued=Date(2001))])
    assert corrected == "@article{a,\n  year = {2001}\n}\n"


def test_an_article_number_beside_pages_is_the_number() -> None:
    reference = one("@article{a, pages={1-9}, article-number={388}}")
    assert (reference.page, reference.number) == ("1-9", "388")


def test_the_type_of_a_document_is_a_genre_where_the_entry_does_not_say_it() -> None:
    assert one("@article{a, type={Article}}").genre == ""
    assert one("@article{a, type={Obituary}}").genre == "Obituary"
    assert one("@techreport{a, type={Review}}").genre == "Review"
    assert "type = {Article}" in dumps([one("@article{a, type={Article}}")])


def test_an_and_without_a_name_is_no_name() -> None:
    (reference,), found = problems("@book{a, author={John Smith and  and Jane Doe and}}")
    assert reference.author == (Name("Smith", "John"), Name("Doe", "Jane"))
    assert found == []


def test_names_parted_by_commas_alone_are_remarked_on() -> None:
    (reference,), (problem,) = problems("@book{a,\n author={Smith J., Doe V., Roe L.}}")
    assert reference.author == (Name("Smith J.", "Roe L.", "Doe V."),)
    assert (problem.line, problem.lost) == (2, False)
    assert "this reads like several names" in problem.message


@pytest.mark.parametrize("suffix", ["Jr.", "III", "Ph. D.", "{\\'E}lder", "2nd"])
def test_a_suffix_is_not_remarked_on(suffix: str) -> None:
    (reference,), found = problems(f"@book{{a, author={{Smith, {suffix}, John}}}}")
    assert reference.author[0].family == "Smith"
    assert found == []


def test_a_link_to_doi_org_that_names_no_doi_stays_a_link() -> None:
    (one,) = loads("@misc{a, url = {https://doi.org/}}")
    assert (one.URL, one.DOI) == ("https://doi.org/", "")


@pytest.mark.parametrize(
    "fields",
    [
        "title = {A {B} c}, year = 2020, month = jan",
        'title="A {B} c" , YEAR={ 2020 },, note = {},',
        "author={{The Group} and de Roe, Jane}, pages={1--2}",
        "title={\n  A\n  title }, journal=x, volume=07",
    ],
)
def test_an_entry_with_a_comment_is_read_like_one_without_oddities(fields: str) -> None:
    start = '@string{x = "J of X"}\n@article{a, '
    plain, odd = one(f"{start}{fields}}}"), one(f"{start}{fields} % odd\n}}")
    assert odd.extra.pop("bibtex:unread") == "% odd"  # type: ignore[attr-defined]  # it is a dict
    assert plain == odd
    assert dict(plain.source.positions) == dict(odd.source.positions)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@article{a, title={T}, title={U}}", "stands twice"),
        ("@article{a, title={T}, year=soon}", "no @string named soon"),
        ("@article{a, title={T}, year={2020}\n\n@article{b, title={U}}", "never closed"),
    ],
)
def test_an_oddity_behind_plain_fields_is_told_once(text: str, message: str) -> None:
    problems: list[Problem] = []
    loads(text, on_problem=problems.append)
    assert [message in problem.message for problem in problems] == [True]
