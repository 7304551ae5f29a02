"""Any text comes back, all of it accounted for, in bounded time; and what is printed reads back."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cikrefs.errors import Problem
from cikrefs.models import Date, Name, Reference
from cikrefs.printed import entries, loads, parse

PIECES = (
    "Baker AB",
    "de Wit, C.",
    "A. Fern",
    " and ",
    ", ",
    "; ",
    ". ",
    ": ",
    " (2019) ",
    "2010",
    " et al. ",
    "Moss on walls",
    "J. Wall Ecol.",
    "12(3):45–67",
    "pp. 1-2",
    "vol. 3",
    "In: ",
    "(eds) ",
    "Springer, Berlin",
    "https://doi.org/10.1234/a. b",
    "10.1234/",
    "arXiv:1611.05348",
    "“",
    "”",
    "(",
    ")",
    "[1]",
    "1. ",
    "- ",
    "\n",
    "-\n",
    "*",
    "_",
    "<i>",
    "</i>",
    "&amp;",
    "PhD thesis",
    "US Patent 7,654,321",
    "2nd ed.",
    "References\n",
    "漢字",
    "\x00",
)
texts = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_string_and_never_overlap(text: str) -> None:
    source = parse(text).source
    assert source.text == text
    spans = sorted([*source.spans.values(), *source.unparsed])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


CONTENT = re.compile(r"(?<![/\w])(?:Baker|Fern|Moss|Wall|Ecol|Springer|Berlin|Patent|漢字)")


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_every_word_is_in_a_field_or_unparsed(text: str) -> None:
    source = parse(text).source
    told = [*source.spans.values(), *source.unparsed]
    for word in CONTENT.finditer(text):
        assert any(start <= word.start() and word.end() <= end for start, end in told), word[0]


@given(texts)
@settings(max_examples=150, deadline=None)
def test_no_document_raises(text: str) -> None:
    problems: list[Problem] = []
    references = loads(text, on_problem=problems.append)
    assert len(references) == len(entries(text))
    assert references or problems


families = st.sampled_from(
    ["Baker", "de Wit", "Schmidt-Wolf", "D'Ambrosio", "Lück", "Dalla Pietà", "Ng"]
)
names = st.builds(Name, families, st.sampled_from(["A.", "A. B.", "I. G. H.", "Y.-O."]))
words = st.sampled_from("moss walls growth of shade towns lichen under stones spread".split())
titles = st.lists(words, min_size=3, max_size=9).map(lambda chosen: " ".join(chosen).capitalize())
references = st.builds(
    Reference,
    author=st.lists(names, min_size=1, max_size=7).map(tuple),
    issued=st.integers(1950, 2029).map(Date),
    title=titles,
    container_title=st.sampled_from(
        ["J Wall Ecol", "Nature", "Cancer Immunol Immunother", "Sci Rep"]
    ),
    volume=st.integers(1, 400).map(str),
    issue=st.one_of(st.just(""), st.integers(1, 24).map(str)),
    page=st.one_of(
        st.tuples(st.integers(1, 400), st.integers(401, 999)).map(
            lambda pair: f"{pair[0]}-{pair[1]}"
        ),
        st.integers(1000, 99999).map(lambda number: f"e{number}"),
    ),
    DOI=st.one_of(st.just(""), st.integers(1, 9999).map(lambda number: f"10.1234/walls.{number}")),
)


def plain(given: str) -> str:
    return given.replace(". ", "").replace(".", "")


def springer(reference: Reference) -> str:
    people = ", ".join(f"{name.family} {plain(name.given)}" for name in reference.author)
    issue = f"({reference.issue})" if reference.issue else ""
    doi = f". https://doi.org/{reference.DOI}" if reference.DOI else ""
    place = f"{reference.volume}{issue}:{reference.page.replace('-', '–')}"
    return (
        f"{people} ({reference.issued}) {reference.title}. {reference.container_title} {place}{doi}"
    )


def vancouver(reference: Reference) -> str:
    people = ", ".join(f"{name.family} {plain(name.given)}" for name in reference.author)
    issue = f"({reference.issue})" if reference.issue else ""
    doi = f" doi: {reference.DOI}" if reference.DOI else ""
    place = f"{reference.issued};{reference.volume}{issue}:{reference.page}"
    return f"{people}. {reference.title}. {reference.container_title}. {place}.{doi}"


def apa(reference: Reference) -> str:
    people = [f"{name.family}, {name.given}" for name in reference.author]
    block = ", & ".join([", ".join(people[:-1]), people[-1]]) if len(people) > 1 else people[0]
    issue = f"({reference.issue})" if reference.issue else ""
    doi = f" https://doi.org/{reference.DOI}" if reference.DOI else ""
    place = f"{reference.volume}{issue}, {reference.page.replace('-', '–')}"
    journal = f"*{reference.container_title}*"
    return f"{block} ({reference.issued}). {reference.title}. {journal}, {place}.{doi}"


@pytest.mark.parametrize(
    "printed_in", [springer, vancouver, apa], ids=["Springer Basic", "Vancouver", "APA"]
)
@given(reference=references)
@settings(max_examples=100, deadline=None)
def test_a_printed_reference_reads_back_equal(printed_in: object, reference: Reference) -> None:
    assert callable(printed_in)
    read = parse(printed_in(reference))
    for variable in (
        "author",
        "issued",
        "title",
        "container_title",
        "volume",
        "issue",
        "page",
        "DOI",
    ):
        assert getattr(read, variable) == getattr(reference, variable), variable
