"""CSL-YAML: pandoc's metadata blocks and bare lists, and what YAML would do if it were let."""

from __future__ import annotations

import pypandoc
import pytest

import cikrefs
from cikrefs.errors import InputError, Problem
from cikrefs.formats import FORMATS, detect
from cikrefs.formats.csl import json as csl_json
from cikrefs.formats.csl.yaml import loads
from cikrefs.models import Date, Name, Reference
from tests.conftest import ROOT

TWO = """\
- id: lee2020
  type: article-journal
  title: 'Cells *in vitro*: a study'
  author:
  - family: de Souza
    given: P. B.
  - literal: The Group
  container-title: Journal of Cells
  volume: 012
  page: 1-9
  issued:
    date-parts:
    - [2020, 11, 2]
  language: no
  DOI: 10.5555/a
- id: 2019
  type: book
  title: yes
  issued: 2019-03
"""
REFERENCES = [
    Reference(
        id="lee2020",
        title="Cells in vitro: a study",
        author=(Name("de Souza", "P. B."), Name(literal="The Group")),
        container_title="Journal of Cells",
        volume="012",
        page="1-9",
        issued=Date(2020, 11, 2),
        language="no",
        DOI="10.5555/a",
    ),
    Reference(id="2019", type="book", title="yes", issued=Date(2019, 3)),
]


def only(item: str) -> Reference:
    (reference,) = loads(f"- id: a\n  type: book\n  {item}\n")
    return reference


def problems_of(text: str) -> tuple[list[Reference], list[Problem]]:
    problems: list[Problem] = []
    return loads(text, on_problem=problems.append), problems


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        f"---\n{TWO}",
        f"references:\n{TWO}",
        f"# my list\n\nreferences: # here\n\n{TWO}...\n",
        f"---\ntitle: A *b*\nlang: no\nreferences:\n{TWO}---\n\n# Text\n\nAs [@lee] *said: {{\n",
        f"---\nreferences:\n{TWO}...\n\n- no: item\n",
        TWO.replace("\n", "\r\n"),
        f"\ufeff{TWO}",
        TWO.replace("\n- id: 2019", "\n---\n- id: 2019"),
    ],
)
def test_a_list_is_told_and_read_wherever_it_stands(text: str) -> None:
    assert detect(text) == "csl-yaml"
    assert loads(text) == REFERENCES


@pytest.mark.parametrize(
    "text",
    [
        "references:\n1. Lee A (2020) Cells.\n",
        "references:\n- Lee A (2020) Cells.\n",
        "References:\n- id: a\n",
        "---\ntitle: A paper\n---\n\nLee A (2020) Cells.\n",
        "A text.\n\nreferences:\n- id: a\n",
        "- Lee A (2020) Cells.\n",
    ],
)
def test_another_document_is_not_taken_for_it(text: str) -> None:
    assert detect(text) == "printed"


@pytest.mark.parametrize("text", ["references: [{id: a, type: book}]", "- {id: a, type: book}\n"])
def test_yaml_in_braces_is_read(text: str) -> None:
    assert loads(text) == [Reference(id="a", type="book")]


def test_every_field_knows_its_place() -> None:
    reference = loads(f"references:\n{TWO}")[0]
    assert reference.source.line == 2
    assert reference.source.positions["volume"] == (10, 11)
    assert (reference.source.text or "").startswith("id: lee2020\n")
    assert (reference.source.text or "").endswith("DOI: 10.5555/a")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020", Date(2020)),
        ("2020-11-02", Date(2020, 11, 2)),
        ("{year: 2020, month: 11}", Date(2020, 11)),
        ("[{year: 2020, month: 11, day: 2}]", Date(2020, 11, 2)),
        ("{date-parts: [[2020, '11']]}", Date(2020, 11)),
    ],
)
def test_a_date_is_read_in_each_form_pandoc_takes_and_leaves_nothing_over(
    written: str, date: Date
) -> None:
    assert only(f"issued: {written}") == Reference(id="a", type="book", issued=date)


@pytest.mark.parametrize("written", ["2020/2021", "[{year: 2020}, {year: 2021}]"])
def test_a_range_of_dates_is_one_date_with_an_end(written: str) -> None:
    assert only(f"issued: {written}").issued == Date(2020, end=Date(2021))


@pytest.mark.parametrize(
    "written",
    [
        "spring",
        "{date-parts: [['²', 3]]}",
        pytest.param(f"{{date-parts: [[{'1' * 5000}]]}}", id="5000 digits"),
        pytest.param(f"{{year: 2020, month: {'1' * 5000}}}", id="a month of 5000 digits"),
    ],
)
def test_a_date_that_is_no_day_nor_range_is_kept(written: str) -> None:
    reference = only(f"issued: {written}")
    assert "issued" in reference.extra
    assert "issued" in csl_json.dumps([reference])


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("[{family: Lee, given: [Anna, M.]}]", (Name("Lee", "Anna M."),)),
        ("{family: Lee}", (Name("Lee"),)),
        ("The Group", (Name(literal="The Group"),)),
        ("[The Group, {literal: Us}]", (Name(literal="The Group"), Name(literal="Us"))),
        ("[{family: Souza, given: P., non-dropping-particle: de}]", (Name("de Souza", "P."),)),
        ("[]", ()),
    ],
)
def test_names_are_read_in_each_form_pandoc_takes(written: str, names: tuple[Name, ...]) -> None:
    assert only(f"author: {written}").author == names


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("*in vitro* and **in vivo**", "in vitro and in vivo"),
        (r"5\*3\*2 \$5 \[x\] a\--b CD3_e", "5*3*2 $5 [x] a--b CD3_e"),
        (r"H~2~O and Ca^2+^ and \~5\~", "H₂O and Ca²⁺ and ~5~"),
        ("10^6^ cells, the 1^st^ of V~max,q~", "10⁶ cells, the 1st of Vmax,q"),
        ("[CIK]{.nocase} cells of [A]", "CIK cells of [A]"),
        ("*[CIK]{.nocase} cells*", "CIK cells"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("a*b*c", "a*b*c"),
        ("from ~5 to ~10", "from ~5 to ~10"),
        ("a \\n b", "a \\n b"),
    ],
)
def test_markdown_is_undone_where_pandoc_sees_it(written: str, text: str) -> None:
    assert only(f"title: '{written}'").title == text


@pytest.mark.parametrize("name", ["DOI", "URL", "ISBN", "ISSN", "PMID", "PMCID"])
def test_numbers_that_pandoc_names_in_small_letters_are_found(name: str) -> None:
    assert getattr(only(f"{name.lower()}: 10.5555/a"), name) == "10.5555/a"


def test_a_doi_and_a_key_are_no_markdown() -> None:
    reference = only(r"DOI: 10.5555/a\_*b*_~c~")
    assert reference.DOI == r"10.5555/a\_*b*_~c~"


@pytest.mark.parametrize("format_", ["csl-json", "ris"])
def test_what_pandoc_writes_comes_back(format_: str) -> None:
    references = cikrefs.read(ROOT / "references.bib")
    written = FORMATS[format_].dumps(references)
    pandocs = format_.replace("-", "")
    text = pypandoc.convert_text(written, "markdown", pandocs, extra_args=["--standalone"])
    assert detect(text) == "csl-yaml"
    read = {reference.id: reference for reference in loads(text)}
    assert len(read) == 18
    for reference in references:
        again = read[reference.id]
        for name in ("title", "container_title", "volume", "issue", "page", "issued", "DOI"):
            assert getattr(again, name) == getattr(reference, name)
        assert [str(name) for name in again.author] == [str(name) for name in reference.author]


def test_what_has_no_name_here_is_kept() -> None:
    assert only("dimensions: {x: [1, ~]}").extra == {"dimensions": {"x": ["1", "~"]}}


def test_tags_build_nothing() -> None:
    (reference,), _ = problems_of("- id: a\n  title: !!python/object/apply:os.system [echo]\n")
    assert reference.title == ""
    assert only("title: !!int 7").title == "7"


def test_what_stands_before_a_syntax_error_is_read() -> None:
    references, problems = problems_of("- id: a\n  type: book\n- id: [b\n")
    assert [reference.id for reference in references] == ["a"]
    assert problems[0].line == 4
    assert "no YAML from line 4" in problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- &a {id: x, type: book}\n- *a\n", 2, "an alias"),
        ("- " * 30 + "a\n", 1, "nested too deeply"),
        ("- {[a]: b}\n", 1, "a name that is no text"),
        ("- id: a\n  title: \x01\n", 2, "a character YAML does not allow"),
        ("- a\n", 1, "no mapping"),
        ("a: b\n", 1, "CSL-YAML is a list"),
        ("references: none\n", 1, "CSL-YAML is a list"),
        ("- id: a\n  type: book\n  title: [x]\n", 3, "title is neither text nor number"),
        ("- id: a\n  type: book\n  id: b\n", 3, "id stands twice"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, line: int, says: str) -> None:
    _, problems = problems_of(text)
    assert says in problems[0].message
    assert problems[0].line == line
    with pytest.raises(InputError, match=says):
        loads(text)


def test_an_id_used_twice_is_remarked_on() -> None:
    item = "- id: a\n  type: book\n"
    references, problems = problems_of(item * 2)
    assert (len(references), [problem.lost for problem in problems]) == (2, [False])
