"""What is written is read back: every type, every field, odd characters, and a trip through all."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cikrefs.errors import InputError, Problem
from cikrefs.formats import FORMATS, WRITERS, bibtex, ris
from cikrefs.formats.common.markup import plain
from cikrefs.formats.csl import json as csl_json
from cikrefs.models import Date, Name, Reference
from tests.formats.samples import ALL_TYPES, EACH_FIELD, FOUR, full

LOADS = {name: FORMATS[name].loads for name in WRITERS}
DUMPS = {name: FORMATS[name].dumps for name in WRITERS}


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("field", EACH_FIELD)
def test_every_field_survives_each_format(field: str, format_: str) -> None:
    """A short title of a container stands beside its title, an article's number beside its page."""
    article = Reference(id="a", container_title="Container", page="1-2")
    one = replace(article, **{field: EACH_FIELD[field]})
    assert getattr(LOADS[format_](DUMPS[format_]([one]))[0], field) == EACH_FIELD[field]


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("type_", ALL_TYPES)
def test_every_field_of_every_type_survives_each_format(type_: str, format_: str) -> None:
    assert LOADS[format_](DUMPS[format_]([full(type_)])) == [full(type_)]


@pytest.mark.parametrize("type_", ALL_TYPES)
def test_every_field_of_every_type_survives_bib_to_ris_to_csl_to_bib(type_: str) -> None:
    references = bibtex.loads(bibtex.dumps([full(type_)]))
    references = ris.loads(ris.dumps(references))
    references = csl_json.loads(csl_json.dumps(references))
    assert bibtex.loads(bibtex.dumps(references)) == [full(type_)]


@pytest.mark.parametrize("type_", ALL_TYPES)
def test_every_field_of_every_type_survives_bib_to_csl_to_ris_to_csl_to_bib(type_: str) -> None:
    references = [full(type_)]
    for format_ in (bibtex, csl_json, ris, csl_json, bibtex):
        references = format_.loads(format_.dumps(references))
    assert references == [full(type_)]


@pytest.mark.parametrize("type_", ALL_TYPES)
def test_a_type_with_nothing_but_a_title_survives_each_format(type_: str) -> None:
    bare = Reference(id="a", type=type_, title="Title")
    for format_ in WRITERS:
        assert LOADS[format_](DUMPS[format_]([bare])) == [bare]


@pytest.mark.parametrize("format_", WRITERS)
def test_writing_twice_gives_the_same_text(format_: str) -> None:
    text = DUMPS[format_](FOUR)
    assert DUMPS[format_](LOADS[format_](text)) == text


@pytest.mark.parametrize("format_", WRITERS)
def test_no_references_are_an_empty_list_and_back(format_: str) -> None:
    assert LOADS[format_](DUMPS[format_]([])) == []
    assert LOADS[format_]("") == []


@pytest.mark.parametrize("format_", WRITERS)
def test_references_without_id_are_given_one_on_writing(format_: str) -> None:
    nameless = [replace(FOUR[0], id=""), replace(FOUR[0], id="")]
    written = LOADS[format_](DUMPS[format_](nameless))
    assert [one.id for one in written] == ["desouza2025", "desouza2025a"]


@pytest.mark.parametrize("format_", WRITERS)
def test_keys_are_kept_as_they_are(format_: str) -> None:
    ids = ["Smith:2020", "DBLP:conf/x/Y+Z", "10.1000/x(1)", "müller2020", "a'b", "x=1"]
    given_ = [Reference(id=id_, title="T") for id_ in ids]
    assert [one.id for one in LOADS[format_](DUMPS[format_](given_))] == ids


@pytest.mark.parametrize("format_", WRITERS)
def test_a_byte_order_mark_and_any_line_ends_are_accepted(format_: str) -> None:
    text = DUMPS[format_](FOUR).replace("\r\n", "\n")
    for line_end in ("\r\n", "\r"):
        assert LOADS[format_]("\ufeff" + text.replace("\n", line_end)) == FOUR


# What a format's text can hold: anything but controls, line ends and white space at the ends.
characters = st.one_of(
    st.sampled_from("{}\\&%#$_^~`'\"-,;:!?@=|<>[]()/ \u00a0éßγ⁺–’“中"),
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")),
)
texts = st.text(characters, min_size=1, max_size=20).map(str.strip).filter(bool)
words = st.lists(texts.filter(lambda text: "  " not in text), min_size=1, max_size=4).map(" ".join)
# HTML in titles is read as what it means
words = words.filter(lambda text: plain(text) == text)
simple = st.from_regex(r"[A-Za-zÀ-ž0-9 ]{0,8}[A-Za-z]", fullmatch=True).map(str.strip)

# BibTeX and RIS part names at commas, and RIS knows groups by them; accents join their letters.
named = words.filter(lambda text: not re.search("[\u0300-\u036f]", text))
parts = st.one_of(
    st.sampled_from(
        ["de Souza", "van der Berg", "and", "Others", "Smith and Sons", "{X}", "O’N\\"]
    ),
    named.filter(lambda text: "," not in text),
)
persons = st.builds(Name, family=parts, given=parts, suffix=st.sampled_from(["", "Jr.", "III"]))
lone = st.builds(Name, family=parts)
groups = st.builds(
    Name,
    literal=st.one_of(
        st.sampled_from(["Smith and Jones", "A, B, and C", "others (2)", "{The} Group\\"]),
        named.filter(lambda text: ",," not in text and not text.endswith(",") and text[0] != ","),
    ),
).filter(lambda name: name.literal.lower() not in {"et al", "et al.", "others"})
names = st.lists(st.one_of(persons, lone, groups), max_size=3).map(tuple)
dates = st.one_of(
    st.none(),
    st.builds(Date, st.integers(1000, 9999)),
    st.builds(Date, st.integers(1000, 9999), st.integers(1, 12)),
    st.builds(Date, st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 31)),
)
references = st.builds(
    Reference,
    id=st.just("key"),
    type=st.sampled_from(ALL_TYPES),
    title=words,
    author=names,
    editor=names,
    translator=names,
    director=names,
    container_title=words,
    container_title_short=words,
    volume=words,
    issue=words,
    publisher=words,
    publisher_place=words,
    collection_title=st.one_of(st.just(""), words),
    collection_number=st.one_of(st.just(""), words),
    event_place=words,
    event_date=dates,
    status=words,
    edition=words,
    genre=words,
    issued=dates,
    accessed=dates,
    language=words,
    abstract=words,
    note=words,
)


@pytest.mark.parametrize("format_", WRITERS)
@settings(max_examples=80, deadline=None)
@given(reference=references)
def test_odd_characters_survive_each_format(format_: str, reference: Reference) -> None:
    assert LOADS[format_](DUMPS[format_]([reference])) == [reference]


@settings(max_examples=60, deadline=None)
@given(reference=references)
def test_odd_characters_survive_a_trip_through_all(reference: Reference) -> None:
    through_ris = ris.loads(ris.dumps(bibtex.loads(bibtex.dumps([reference]))))
    through_csl = csl_json.loads(csl_json.dumps(through_ris))
    assert bibtex.loads(bibtex.dumps(through_csl)) == [reference]


bib_like = st.lists(
    st.sampled_from(
        r"""@article{a, @book( title = { } " , # % \ $ é ) author={A,B,C,D}, year=2020 month=x
        @string{x={y}} @comment{ @preamble{ @a{é, $^ {\" \foo{""".split()
    ),
    max_size=30,
).map(" ".join)
ris_like = st.lists(
    st.sampled_from(
        "TY  - JOUR|ER  - |AU  - A, B,, C|SP  - 1|EP  - -|PY  - 2020//|x||TY  - |DA  - 2020/13/45"
        "|SN  - 1|U1  - type: |ID  - a|KW  -|é|T2 -|C3  - P|TY  - CONF".split("|")
    ),
    max_size=30,
).map("\n".join)
json_like = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["id", "type", "title", "author", "issued", "date-parts", "family", "custom", "DOI"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
).map(repr)
json_like = json_like.map(lambda text: "[" + text.replace("'", '"').replace("None", "null") + "]")
anything = st.one_of(st.text(max_size=200), bib_like, ris_like, json_like)


@pytest.mark.parametrize("format_", WRITERS)
@settings(max_examples=150, deadline=None)
@given(text=anything)
def test_no_text_makes_a_reader_raise_anything_but_an_input_error(format_: str, text: str) -> None:
    problems: list[Problem] = []
    read = LOADS[format_](text, on_problem=problems.append)
    for other in WRITERS:
        DUMPS[other](read).encode()
    lost = [problem for problem in problems if problem.lost]
    if lost:
        with pytest.raises(InputError) as raised:
            LOADS[format_](text)
        assert raised.value.problem == lost[0]
    else:
        assert LOADS[format_](text) == read
