"""Titles as publishers deposit them, and as they read."""

from __future__ import annotations

import pytest

from cikrefs.web.text import cleaned, plain

MML = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">'

READ_AS = [
    # markup goes
    ("The <i>Vibrio</i> genome", "The Vibrio genome"),
    ("H<sub>2</sub>O and Ca<sup>2+</sup>", "H2O and Ca2+"),
    ("1<i>H</i>-indole", "1H-indole"),
    ("The <scp>T</scp>he", "The The"),
    ("<scp>T</scp>reebase", "Treebase"),
    ("<b>A</b>bstract", "Abstract"),
    ("<jats:italic>In vivo</jats:italic> study", "In vivo study"),
    ('<emph type="ital">Guidelines</emph>', "Guidelines"),
    ("<strong><em>Both</em></strong>", "Both"),
    ("<i>c</i><sub><i>p</i></sub> – <i>C</i><sub><i>v</i></sub>", "cp – Cv"),
    # words stay words
    ("of<i>Vibrio</i>BS001 in the<i>Vibrio</i>sp.", "of Vibrio BS001 in the Vibrio sp."),
    ("AT<sub>1</sub>Receptor", "AT1 Receptor"),
    ("one<br/>two", "one two"),
    ("<jats:p>one</jats:p><jats:p>two</jats:p>", "one two"),
    ("MAIN&lt;subtitle&gt;Second&lt;/subtitle&gt;", "MAIN Second"),
    # padding goes
    ("role of\n            <scp>CIK</scp>\n            cells", "role of CIK cells"),
    ("kinase (\n   <i>PIK3CA</i>\n   )", "kinase (PIK3CA)"),
    ("in <i>mice</i> , and in <i>men</i>\n  .", "in mice, and in men."),
    ("Co<sub>1+x\n   </sub>Mn", "Co1+xMn"),
    ("capture of CO\n   <sub>2</sub>\n   by", "capture of CO2 by"),
    ("  two\t blanks\r\n\r\n", "two blanks"),
    ("no-break\u00a0space", "no-break space"),
    # MathML
    (f"in the{MML}<mml:mi>N</mml:mi><mml:mo>=</mml:mo></mml:math>nucleus", "in the N= nucleus"),
    (f"on \n{MML}\n <mml:mi>L</mml:mi>\n <mml:mn>2</mml:mn>\n</mml:math>\n sp", "on L2 sp"),
    ("<math><mi>D</mi> <mi>α</mi></math>-closed", "Dα-closed"),
    (f"{MML}<mml:mi>x</mml:mi><mml:annotation encoding=\"TeX\">x</mml:annotation></mml:math>", "x"),
    # entities
    ("Head &amp; Neck", "Head & Neck"),
    ("Head &amp;amp; Neck", "Head & Neck"),
    ("&lt;scp&gt;MMC&lt;/scp&gt; system", "MMC system"),
    ("&amp;lt;i&amp;gt;Vibrio&amp;lt;/i&amp;gt;", "Vibrio"),
    ("caf&#233; &#x3b1; &Uuml;", "café α Ü"),
    # what is none of it stays
    ("p < 0.05 and q > 0.9", "p < 0.05 and q > 0.9"),
    ("p&lt;0.05", "p<0.05"),
    ("a <b and c> d", "a <b and c> d"),
    ("<unknown>tag</unknown>", "<unknown>tag</unknown>"),
    ("R&D &c &section &unknown;", "R&D &c &section &unknown;"),
    ("$\\alpha$ and [brackets] ( and )", "$\\alpha$ and [brackets] ( and )"),
    ("cœur : « été »", "cœur : « été »"),
    ("risk‐averse “quotes”", "risk‐averse “quotes”"),
    ("half \ud83d a pair", "half ? a pair"),
    # what commands a terminal or breaks a line goes, entities of it too
    ("\x1b[31mred\x07 \x9b0m\x00", "[31mred 0m"),
    ("one\u2028two\u2029three\x85four", "one two three four"),
    ("abc\u202egpj.\u2066x\u2069\u200f", "abcgpj.x"),
    ("&#x202e;abc&#27;[31m&#8232;d", "abc[31m d"),
    ("", ""),
]  # fmt: skip


def test_every_string_of_an_answer_is_cleaned_and_nothing_else() -> None:
    answer = {
        "DOI": "10.1000/a\ud800",
        "title": ["an\x1b[2Jescape", "padded\n  <i>title</i>\t"],
        "updated-by": [{"source": "re\u202etraction", "updated": {"date-parts": [[2020, None]]}}],
        "score": 1.5,
        "open": True,
        "none": None,
        "right": "‘Ünïcode’ – 頸部 \U0001f600 שלום",
    }
    assert cleaned(answer) == {
        "DOI": "10.1000/a?",
        "title": ["an [2Jescape", "padded\n  <i>title</i>\t"],
        "updated-by": [{"source": "retraction", "updated": {"date-parts": [[2020, None]]}}],
        "score": 1.5,
        "open": True,
        "none": None,
        "right": "‘Ünïcode’ – 頸部 \U0001f600 שלום",
    }


@pytest.mark.parametrize(("deposited", "read"), READ_AS)
def test_a_deposited_title_reads_as_its_words(deposited: str, read: str) -> None:
    assert plain(deposited) == read


@pytest.mark.parametrize(("deposited", "read"), READ_AS)
def test_plain_text_is_left_alone(deposited: str, read: str) -> None:
    assert plain(read) == read
