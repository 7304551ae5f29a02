"""HTML in titles: what CSL-JSON allows is taken away, the rest is text."""

from __future__ import annotations

import pytest

from cikrefs.formats import bibtex, ris
from cikrefs.formats.common.markup import plain
from cikrefs.formats.csl import json as csl_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<i>In vivo</i> tests", "In vivo tests"),
        ("CD3<sup>+</sup> and H<sub>2</sub>O", "CD3⁺ and H₂O"),
        ("10<sup>-6</sup>, 10<sup>–12</sup>", "10⁻⁶, 10⁻¹²"),
        ("the k<sup>th</sup> cell", "the kth cell"),
        ('<span class="nocase">iPhone</span>s', "iPhones"),
        ('<span style="font-variant:small-caps;">Dna</span>', "Dna"),
        ("<b><i>a</i> b</b>", "a b"),
        ("Experimental &amp; Clinical &#8211; A", "Experimental & Clinical – A"),
        ("p &lt; 0.05", "p < 0.05"),
        ("the <i> tag", "the <i> tag"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a<b>c", "a<b>c"),
        ("AT&T; and R&D", "AT&T; and R&D"),
    ],
)
def test_markup_goes_and_what_only_looks_like_it_stays(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_titles_and_journals_are_plain_whatever_they_were_read_from() -> None:
    item = '{"type": "article-journal", "title": "<i>T</i>", "container-title": "A &amp; B"}'
    texts = {
        csl_json: item,
        bibtex: r"@article{a, title = {<i>T</i>}, journal = {A \&amp; B}}",
        ris: "TY  - JOUR\nTI  - <i>T</i>\nT2  - A &amp; B\nER  - \n",
    }
    for format_, text in texts.items():
        (one,) = format_.loads(text)
        assert (one.title, one.container_title) == ("T", "A & B")


def test_csl_json_is_written_again_with_its_markup() -> None:
    (one,) = csl_json.loads('[{"id": "a", "type": "book", "title": "<i>T</i>"}]')
    assert '"title": "<i>T</i>"' in csl_json.dumps([one])
