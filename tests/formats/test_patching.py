"""A changed entry of a .bib keeps to the byte what did not change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cikrefs.formats.bibtex import asides, dumps, loads
from cikrefs.models import Date, Name, Reference

FILE = """\
% mine
@string{jt = "J of T"}
@article{a,
    Title   = "The {T}",
    journaltitle = jt # { X},
    Year = 1999, % why
    pages     = {1--2},
    note={n}
}

@article {b, author = {A B and C D}, title={X}, journal = jt, year=2020}
"""


def changed(number: int, **fields: object) -> str:
    references = loads(FILE)
    references[number] = replace(references[number], **fields)  # type: ignore[arg-type]
    return dumps(references, asides(FILE))


@pytest.mark.parametrize(
    ("number", "fields", "old", "new"),
    [
        (0, {"page": "1-3"}, "{1--2}", "{1-3}"),
        (0, {"title": "The T of Té"}, '"The {T}"', '"The {T} of {Té}"'),
        (0, {"issued": Date(2001)}, "1999", "2001"),
        (0, {"note": ""}, ",\n    note={n}", ""),
        (0, {"volume": "5"}, "note={n}", "note={n},\n    volume = {5}"),
        (0, {"id": "new"}, "@article{a", "@article{new"),
        (1, {"author": (Name("B", "A"),)}, "{A B and C D}", "{B, A}"),
        (1, {"DOI": "10.1000/x_1"}, "year=2020", "year=2020, doi = {10.1000/x_1}"),
        (1, {"issued": None}, ", year=2020", ""),
    ],
)
def test_only_the_field_that_changed_is_written_anew(
    number: int, fields: dict[str, object], old: str, new: str
) -> None:
    assert FILE.count(old) == 1
    assert changed(number, **fields) == FILE.replace(old, new)


def test_a_field_in_the_middle_goes_with_its_comma() -> None:
    assert changed(1, title="") == FILE.replace(" title={X},", "")


def test_an_entry_whose_changed_field_is_made_of_macros_is_written_whole() -> None:
    written = changed(0, container_title="K")
    assert "journal = {K}" in written
    assert "jt # " not in written
    assert loads(written)[0].container_title == "K"
    assert FILE.partition("@article {b")[2] in written


def test_a_value_with_a_quotation_mark_does_not_go_between_quotation_marks() -> None:
    written = changed(0, title='A "T"')
    assert 'title = {A "{T}"}' in written
    assert loads(written)[0].title == 'A "T"'


def test_what_comes_from_another_entry_is_not_written_into_a_changed_one() -> None:
    text = "@inproceedings{p, title={P}, crossref={v}}\n\n@proceedings{v, title={V}, year={2001}}\n"
    paper, volume = loads(text)
    assert paper.container_title == "V"
    assert dumps([replace(paper, page="5"), volume], asides(text)) == text.replace(
        "crossref={v}", "crossref={v}, pages = {5}"
    )


def test_what_was_written_says_what_the_references_say() -> None:
    references = [
        replace(one, title="Other", page="9", DOI="10.1000/y", id=f"{one.id}2", volume="")
        for one in loads(FILE)
    ]
    assert loads(dumps(references, asides(FILE))) == references


def test_an_entry_nobody_read_is_written_whole() -> None:
    added = Reference(id="c", type="book", title="C")
    assert dumps([*loads(FILE), added], asides(FILE)).startswith(FILE.rstrip())
