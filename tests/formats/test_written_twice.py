"""What was written and read is written as the same text, whatever odd things it holds."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from cikrefs.formats import FORMATS
from cikrefs.formats.common.draft import with_hyphens
from cikrefs.models import Name, Reference

ODD = [
    ("dois", "bibtex", r"10.5555/\}2"),
    ("dois", "bibtex", r"10.5555/\begin"),
    ("ris", "bibtex", "DO  - $\\$"),
    ("nbib", "csl-json", "FAU - ,"),
    ("nbib", "csl-json", "PG  - ----"),
    ("wos", "csl-json", "CA\nP"),
    ("wos", "bibtex", "BE %  o"),
    ("wos", "ris", "AU ,, ,,F"),
    ("ris", "ris", "TY - JOUR\nTI  -\nC7 - –"),
    ("ris", "ris", "EP - -\nEP  -d"),
    ("printed", "csl-json", "i 2012http://doi.org/10.1"),
    ("printed", "bibtex", "i 2012http://doi.org/10.1"),
    ("bibtex", "bibtex", r"@c{author={n \\)}}"),
    ("csl-json", "bibtex", '{"DOI": "", "bibtex:": "x"}'),
    ("csl-json", "bibtex", '{"DOI": "", "bibtex:": ""}'),
    ("csl-json", "ris", '[{"author": [{"family": ",o"}]}]'),
    ("csl-json", "ris", '[{"type": "article-journal", "page": "399", "number": "399 "}]'),
    ("csl-yaml", "bibtex", '- author: [{family: "\\t"}]'),
    ("csl-json", "bibtex", '[{"custom": {"bibtex:A": ""}}]'),
    ("csl-json", "ris", '[{"author": [{"family": "\\u2028"}]}]'),
    ("csl-json", "ris", '[{"custom": {"ris:AD": ["y"], "ris:M3": ["e"]}}]'),
    ("csl-yaml", "bibtex", '- type: Y  "'),
    ("ris", "ris", "SP  --\nEP - s\nSP - 1\nEP - 9"),
    ("nbib", "csl-json", "FED - ,,,"),
    ("nbib", "csl-json", "FAU - F,,,"),
    ("nbib", "ris", "FED - s,o;"),
    ("wos", "bibtex", "AU S\x0bn"),
    ("wos", "ris", "BE e,D;I Ta"),
    ("bibtex", "ris", "@a{author={and B; .d}}"),
    ("bibtex", "ris", "@e{author={{~}9}}"),
    ("ris", "csl-json", "TY  - JOUR\nTI  - T\nAU  - ,\u00a0"),
    ("bibtex", "bibtex", "@collection{a,crossref={j}}@periodical{j,title={n}}"),
    ("bibtex", "bibtex", "@incollection{a,crossref={j}}@periodical{j,title={n}}"),
    ("bibtex", "bibtex", "@incollection{a,crossref={b},publisher={}}@book{b,publisher={P}}"),
    ("printed", "csl-json", "K(2024)C*\x00 C* 122:665"),
    ("printed", "csl-json", "L \x00 \x00iuH (2012) Autol"),
]


@pytest.mark.parametrize(("format_", "writer", "text"), ODD)
def test_what_is_odd_is_written_the_same_the_second_time(
    format_: str, writer: str, text: str
) -> None:
    references = FORMATS[format_].loads(text, on_problem=lambda _: None)
    written = FORMATS[writer].dumps(references)
    again = FORMATS[writer].loads(written, on_problem=lambda _: None)
    assert references
    assert len(again) == len(references)
    assert FORMATS[writer].dumps(again) == written


@pytest.mark.parametrize("doi", [r"10.5555/a\b", r"10.5555/\textbf", "10.5555/a}b", r"10.5555/$\$"])
def test_a_doi_that_tex_would_change_is_percent_encoded_in_a_bib_file(doi: str) -> None:
    written = FORMATS["bibtex"].dumps([Reference(id="a", DOI=doi)])
    read = FORMATS["bibtex"].loads(written)[0].DOI
    assert unquote(read) == doi


@pytest.mark.parametrize(
    ("page", "expected"),
    [("1–9", "1-9"), ("1 -- 9", "1-9"), ("1----9", "1-9"), ("–  –", "-"), ("e1 - 2", "e1 - 2")],
)
def test_a_run_of_dashes_in_a_page_is_one_hyphen_and_stays_so(page: str, expected: str) -> None:
    assert with_hyphens(page) == expected
    assert with_hyphens(expected) == expected


def test_names_without_anything_in_them_are_no_names() -> None:
    (reference,) = FORMATS["wos"].loads("PT J\nCA\nAU P Q\nER\n", on_problem=lambda _: None)
    assert Name() not in reference.author
