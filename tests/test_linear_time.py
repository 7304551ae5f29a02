"""Whatever a reader is given, four times as much of it takes four times as long, not sixteen.

What is measured is the processor's time, which other programs take nothing of, and its growth,
which is the same on a fast machine and on a slow one.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from cikrefs.citations import keyed
from cikrefs.citations.citation import by_reference, find_citations
from cikrefs.documents import hypertext, jats, word
from cikrefs.documents import latex as documents_latex
from cikrefs.documents.kinds import KINDS
from cikrefs.errors import InputError
from cikrefs.formats import FORMATS, READERS, detect
from cikrefs.formats.bibtex import latex
from cikrefs.formats.common import markup
from cikrefs.models import Date, Name, Reference
from cikrefs.printed import loads, parse
from cikrefs.reports import REPORTS
from cikrefs.web import text as registered
from tests.documents import build
from tests.reports.samples import hostile

SMALL, LARGE = 6_000, 24_000
"""Characters."""

CITING = (
    "They grow [1–2].\n\nReferences\n\n1. Lee A (2019) Cells of mice. J Cell Biol 12(3):45–67.\n"
)
LEE = Reference(author=(Name("Lee", "A"),), issued=Date(2019))


def read(name: str) -> Callable[[str], object]:
    def run(text: str) -> None:
        detect(text)
        FORMATS[name].loads(text, on_problem=lambda _: None)

    return run


def as_print(text: str) -> None:
    parse(f"Smith AB (2010) {text}")
    read("printed")(f"Smith AB (2010) {text}")


def as_latex(text: str) -> None:
    latex.decode(text)
    latex.encode(text)
    latex.says_more(text)


def as_reports(text: str) -> None:
    for report in REPORTS.values():
        report(hostile(text))


RUNS: dict[str, tuple[Callable[[str], object], Sequence[str], Sequence[str]]] = {
    "bibtex": (
        read("bibtex"),
        ["…", "@article{a, title = …", "@article{a, title = {…", "@a{b,t,…"],
        ["@", "{", "}", '"', "@a{", "\n@a{b,", "@string{", "@comment{", "%", "@a{b,t=", "a # ",
         '@a(b,t="'],
    ),
    "bibtex names": (
        read("bibtex"),
        ["@book{a, author={…{x}}}"],
        ["and ", "A and ", "A, ", "{a} "],
    ),
    "csl-json": (
        read("csl-json"),
        ["…", "[…", '[{"id": "a", "x": …'],
        ["[", "{", '{"a":', "[{", '"', "[1,", "1", " ", "\\", '[{"a":1},'],
    ),
    "enw": (read("enw"), ["…", "%0 Book\n%T …"], ["%0 Book\n", "%A A, B\n", "%", "\n", "%T A\n"]),
    "pubmed-xml": (
        read("pubmed-xml"),
        ["<PubmedArticleSet>…</PubmedArticleSet>"],
        ["<PubmedArticle/>", "<PubmedArticle>A</PubmedArticle>", "A", "<A/>"],
    ),
    "crossref-json": (
        read("crossref-json"),
        ['{"status": "ok", "message-type": "work", "message": …}'],
        ["[", '{"a":', '"', "1", " "],
    ),
    "datacite-json": (
        read("datacite-json"),
        ['{"data": {"attributes": …}}'],
        ["[", '{"a":', '"', "1", " "],
    ),
    "csl-yaml": (
        read("csl-yaml"),
        ["…", "references:…", "---\n…"],
        ["[", "- ", "{", "a: ", "---\n", "a\n", "#\n", "? ", "&a "],
    ),
    "csl-yaml titles": (
        read("csl-yaml"),
        ["- id: a\n  title: '…'"],
        ["*a ", "*a*", "[a", "~^", "*~"],
    ),
    "ris": (
        read("ris"),
        ["…", "TY  - JOUR\nAB  - …", "TY  - JOUR\nAU  - …"],
        ["A", "-", " ", "\t", "1. ", "&", "&a", ";", "A, B;", "KW  - ;\n", "ER  - \n", "TY  - ",
         "TY  - A\n", "x\n", "1", "AU  - ,\n", "AU  - A. B\n", "A. ", "A.-", "A. Bc ", "A. de ",
         "SN  - 1234-5679 (Print)\nSN  - 1234-5679\n", "KW  - x\nx\n",
         "N1  - doi: 10.1000/a\nDO  - 10.1000/a\n", "\n"],
    ),
    "nbib": (
        read("nbib"),
        ["…", "PMID- 1\nPG  - …", "PMID- 1\nAU  - …"],
        ["A", "-", " ", "PMID- 1\n", "PG  - 1-", "1-", "FAU - ,\n", "AU  - A A\n", "A "],
    ),
    "wos": (
        read("wos"),
        ["PT J\nAU …"],
        ["A", " ", "PT J\n", "ER\n", "AU A, B\n", "   A, B\n", "AU ,\n"],
    ),
    "endnote-xml": (
        read("endnote-xml"),
        ["<xml><records><record>…</record></records></xml>"],
        ["<record>", "<", "&", "<record", "<a>", "<record/>", "<volume/>"],
    ),
    "dois": (
        read("dois"),
        ["…", "…x", "…\nx", "10.…", "10.5555/…"],
        ["10.5555/a ", "10.5555/a,", "#\n", " ", "\n", "doi:", "5.", "a,;", ",", "doi "],
    ),
    "printed": (
        as_print,
        ["…"],
        ["a", "A", "A. ", "Ab, ", "Ab A, ", "van der ", "(", "[", "1 ", "1.", "2010 ",
         "2010;1(1):1 ", "10.1016/", "10.1016/j. ", "http://", "*", "*a", "<", "<i>", "\n", "a-\n",
         " ", "“a", " In: ", "(eds) ", " et al. ", ", ", ". ", "1. x\n", "[1a] x\n", "- A\n", "d'",
         "-A", "hep-ph/", "A: ", "Phys.", "J. ", "; (a) ", "References\n", ". Springer"],
    ),
    "printed lists": (
        read("printed"),
        ["Cells …", "…"],
        ["a\n", " a\na\n", "Refs\n", "参考文献\n", "1. Lee A (2019) C. J 1:2.\n", "  a-\n"],
    ),
    "LaTeX lists": (
        lambda text: documents_latex.references(text, None),
        ["\\begin{thebibliography}{9}…\\end{thebibliography}"],
        ["\\bibitem{a}\n", "\\bibitem[a", "\\entry{a}{b}{}\\endentry\n"],
    ),
    "citations": (
        lambda text: find_citations(f"{text}\n\n{CITING}", loads(CITING)),
        ["…"],
        ["[1,", "[", "^1,", "(Lee ", "Lee, ", "Lee and ", "2019", "2019, ", "1–", "¹,", "A. ", "\n",
         ". ", "<sup>1,", "’", "Aa "],
    ),
    "keys": (
        keyed.first_lines,
        ["---\nbibliography: a.bib\n---\n…", "---\nbibliography: a.bib\nnocite: …\n---\n"],
        ["`", "` ", "```\n", "~~~\n", "<!--", "[", "@a", "@a.", "@{", "\n", "> ", "1. "],
    ),
    "html": (
        lambda text: hypertext.text(text.encode()),
        ["…"],
        ["<!--", "<a href='", "<", "&", "<li><p>", "<sup>", "</p>", "<ol>", "<td>1", "<![CDATA[",
         "<div><p>Lee A<p>On mice<p>J 2010;3:1</div>", "<li><div>Lee A", "<div><h4>2010"],
    ),
    "jats": (
        lambda text: jats.loads(f"<article><ref-list>{text}</ref-list></article>".encode()),
        ["…", "<ref><mixed-citation>…</mixed-citation></ref>"],
        ["<ref/>", "<ref>A</ref>", "A. ", "<year>2010</year>", "<name><surname>A</surname></name>",
         "<label>1</label>", "<source>A</source> "],
    ),
    "docx": (
        lambda text: word.text(build.docx(text)),
        ["…"],
        ["<w:p/>", "<w:p><w:r><w:t>A</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"],
    ),
    "latex": (
        as_latex,
        ["…"],
        ["{", "}", "\\", "$", "{}", "\\'", "\\a{", "\\foo{", "\\ensuremath{", "text", "`", "-", "^",
         "$^", "\\c ", "\\(", "\\h", "~"],
    ),
    "markup": (markup.plain, ["…"], ["<i>", "<i>x</i>", "<span class="]),
    "registered": (
        registered.plain,
        ["…", "<i>…"],
        ["<", "<i", "<i ", "<i a=", "<a:", " ", "\n ", "&", "&amp;", "&#", "<i>", "</sub>", "x",
         "<mml:annotation>", ">\n<", "( "],
    ),
    "reports": (as_reports, ["…"], ["long ", "x", "a b ", "xy", "[", "##["]),
}  # fmt: skip
"""What is run, around what ("…") and with what over and over."""

CASES = [
    pytest.param(run, *frame.split("…"), piece, id=f"{name}-{frame}-{piece}")
    for name, (run, frames, nasty) in RUNS.items()
    for frame in frames
    for piece in nasty
]


def seconds(run: Callable[[str], object], text: str) -> float:
    gc.disable()  # it would look through all that other tests have left
    try:
        start = time.process_time()
        with suppress(InputError):
            run(text)
        return time.process_time() - start
    finally:
        gc.enable()


def is_linear(run: Callable[[str], object], text: Callable[[int], str]) -> bool:
    """Whether LARGE takes no more than twice what it may, at best.

    The first time may be one in which a library is imported; on a busy machine no time is exact.
    """
    large = small = math.inf
    for _ in range(5):
        large = min(large, seconds(run, text(LARGE)))
        small = min(small, seconds(run, text(SMALL)))
        if large < 2 * LARGE / SMALL * small + 0.05:
            return True
    return False


@pytest.mark.parametrize(("run", "before", "after", "piece"), CASES)
def test_more_of_anything_takes_no_more_than_its_time(
    run: Callable[[str], object], before: str, after: str, piece: str
) -> None:
    assert is_linear(run, lambda size: before + piece * (size // len(piece)) + after)


def test_a_long_chain_of_parents_takes_no_more_than_its_time() -> None:
    entry = "@book{{k{}, crossref={{k{}}}, year=1999}}\n".format
    assert is_linear(
        read("bibtex"), lambda size: "".join(entry(n, n + 1) for n in range(size // 30))
    )


@pytest.mark.parametrize(
    ("mark", "item"),
    [("(Lee 2019)", "Lee A (2019) Cells. Nature 12:45."), ("[1]", "1. Lee A (2019) Cells. N 1:2.")],
)
def test_many_citations_of_many_works_alike_take_no_more_than_their_time(
    mark: str, item: str
) -> None:
    def run(text: str) -> None:
        number = len(text)
        body = " ".join(f"They grow {mark}." for _ in range(number))
        works = [
            Reference(id=f"k{at}", author=LEE.author, issued=LEE.issued) for at in range(number)
        ]
        works = [replace(one, source=replace(one.source, label="1")) for one in works]
        found = find_citations(f"{body}\n\nReferences\n\n{item}\n", works)
        assert len(found) == number
        assert found[0].cited == tuple(range(number))
        readings = by_reference(found)
        assert readings[number - 1] == [f"They grow {mark}."]

    assert is_linear(run, lambda size: "x" * (size // 12))


def test_every_reader_is_measured() -> None:
    assert {*READERS, *KINDS} - {"pdf", "odt"} <= {*RUNS}
