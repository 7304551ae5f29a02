"""Manuscripts that cite by keys, and the references they cite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cikrefs
from cikrefs import files
from cikrefs.checks.rules import RULES
from cikrefs.citations import find_citations, undefined
from cikrefs.errors import InputError, Problem
from cikrefs.models import Check, Date, Name, Reference
from cikrefs.reports import json_report
from cikrefs.reports.summary import where

BIB = """@article{lee2019, author = {Lee, Anna}, title = {Cells of mice}, journal = {J Cell},
 year = 2019, volume = 12, pages = {1--9}}
@article{roe2020, author = {Roe, Dan}, title = {Cells of men}, year = 2020}
@book{poe2021, author = {Poe, Eva}, title = {Cells}, publisher = {Press}, year = 2021}
"""
LIST = r"""\documentclass{article}\begin{document}
As shown \cite{a}. % \cite{nowhere}
\begin{thebibliography}{9}
\bibitem{a} A.~Smith and B.~Jones, \emph{J. Chem. Phys.} \textbf{12}, 345 (2010).
\bibitem{b} C. Lee, ``A title of a paper,'' \textit{Phys. Rev. Lett.}, vol.~13, no.~4,
  pp. 45--67, 2012.
\bibitem[Kim(2014)]{c} Kim, H. 2014, A third title, \apj, 790, 12
\end{thebibliography}\end{document}
"""


def paper(folder: Path, text: str, name: str = "paper.tex") -> Path:
    (folder / "refs.bib").write_text(BIB, encoding="utf-8")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> tuple[list[Reference], list[str]]:
    problems = list[Problem]()
    found = cikrefs.read(path, on_problem=problems.append)
    return found, [problem.message for problem in problems if problem.lost]


def cited(path: Path) -> list[tuple[tuple[str, ...], int, int]]:
    contents = files.read_contents(path)
    found = find_citations(contents.document or "", contents.references)
    return [(one.labels, one.line, one.column) for one in found]


def test_items_of_a_thebibliography_are_read_as_print(tmp_path: Path) -> None:
    first, second, third = cikrefs.read(paper(tmp_path, LIST))
    assert [first.id, second.id, third.id] == ["a", "b", "c"]
    assert first.author == (Name("Smith", "A."), Name("Jones", "B."))
    assert (first.container_title, first.volume, first.page) == ("J. Chem. Phys.", "12", "345")
    assert (second.title, second.page) == ("A title of a paper", "45-67")
    assert (third.title, third.container_title, third.issued) == (
        "A third title",
        "ApJ",
        Date(2014),
    )
    assert [one.source.line for one in (first, second, third)] == [4, 5, 7]


def test_revtexs_items_say_no_command(tmp_path: Path) -> None:
    item = (
        r"\begin{thebibliography}{1}\bibitem [{\citenamefont {Roe}(2012)}]{roe}%"
        "\n  \\BibitemOpen\n  \\bibfield  {author} {\\bibinfo {author} {\\bibfnamefont {J.}~"
        "\\bibnamefont {Roe}},\\ }\\href {\\doibase 10.1000/abc} {\\bibfield  {journal} "
        "{\\bibinfo {journal} {Phys. Rev. D}\\ }\\textbf {\\bibinfo {volume} {12}},\\ \\bibinfo "
        "{pages} {345} (\\bibinfo {year} {2012})}\\BibitemShut {NoStop}\n\\end{thebibliography}"
    )
    (one,) = cikrefs.read(paper(tmp_path, item, "paper.bbl"))
    assert (one.id, one.author, one.DOI) == ("roe", (Name("Roe", "J."),), "10.1000/abc")
    assert (one.container_title, one.volume, one.page, one.issued) == (
        "Phys. Rev. D",
        "12",
        "345",
        Date(2012),
    )
    assert "\\" not in (one.source.text or "")


def test_biblatexs_bbl_is_fields(tmp_path: Path) -> None:
    bbl = r"""% $ biblatex auxiliary file $
\begingroup
\datalist[entry]{nty/global//global/global}
  \entry{lee}{article}{}
    \name{author}{2}{}{%
      {{hash=1}{family={Lee}, familyi={L\bibinitperiod}, given={Anna\bibnamedelima B.}}}%
      {{hash=2}{prefix={van}, family={Dyk}, given={F.}}}%
    }
    \field{sortinit}{L}
    \field{journaltitle}{J. Cells}
    \field{month}{5}
    \field{title}{Cells of {Mice}}
    \field{volume}{12}
    \field{year}{2019}
    \field{pages}{1\bibrangedash 9}
    \range{pages}{9}
    \verb{doi}
    \verb 10.1000/ab_c
    \endverb
  \endentry
\enddatalist
"""
    (one,) = cikrefs.read(paper(tmp_path, bbl, "paper.bbl"))
    assert (one.id, one.title, one.container_title) == ("lee", "Cells of Mice", "J. Cells")
    assert [name.family for name in one.author] == ["Lee", "van Dyk"]
    assert (one.volume, one.page, one.DOI, one.issued) == (
        "12",
        "1-9",
        "10.1000/ab_c",
        Date(2019, 5),
    )


def test_what_a_paper_cites_of_a_bib_beside_it_is_read(tmp_path: Path) -> None:
    text = (
        "\\documentclass{a}\n\\begin{document}\nOn \\citep[p.~3]{lee2019}.\n\\bibliography{refs}\n"
    )
    found, lost = read(paper(tmp_path, text))
    assert [(one.id, one.source.line) for one in found] == [("lee2019", 3)]
    assert lost == []


def test_a_reference_that_is_cited_knows_its_place_in_the_bib_too(tmp_path: Path) -> None:
    text = "\\documentclass{a}\n\\begin{document}\nOn \\cite{roe2020}.\n\\bibliography{refs}\n"
    (one,) = cikrefs.read(paper(tmp_path, text))
    there = one.source.bibliography
    assert there is not None
    bib = (tmp_path / "refs.bib").read_text(encoding="utf-8")
    line = bib[: bib.index("{roe2020")].count("\n") + 1
    assert (there.file, there.line) == (str(tmp_path / "refs.bib"), line)
    finding = RULES["uncited"].finding("a message", field="title")
    check = Check(reference=one, findings=(finding,))
    at = ":".join(str(part) for part in there.positions["title"])
    assert where(check, finding) == f"{one.source.file}:3, {there.file}:{at}"
    (item,) = json.loads("".join(json_report.pieces([check])))["references"]
    assert item["bibliography"] == {"file": there.file, "line": line}


def test_nocite_of_all_means_all(tmp_path: Path) -> None:
    text = "\\documentclass{a}\n\\nocite{*}\\addbibresource{refs.bib}\n"
    found, _ = read(paper(tmp_path, text))
    assert [one.id for one in found] == ["lee2019", "roe2020", "poe2021"]


@pytest.mark.parametrize(
    "citation",
    [
        r"\cite{lee2019,roe2020}",
        r"\citep[see][p. 3]{lee2019, roe2020}",
        r"\Citet*{lee2019,roe2020}",
        r"\parencite{lee2019,roe2020}",
        r"\cites(see)[1]{lee2019}[2]{roe2020}",
        r"\footcite{lee2019,roe2020}",
        r"\nocite{lee2019,roe2020}",
    ],
)
def test_the_family_of_cite_is_known(tmp_path: Path, citation: str) -> None:
    text = f"\\documentclass{{a}}\nWords {citation}.\n\\bibliography{{refs}}\n"
    assert cited(paper(tmp_path, text)) == [(("lee2019", "roe2020"), 2, 7)]


def test_comments_code_and_definitions_are_no_citations(tmp_path: Path) -> None:
    text = (
        "\\documentclass{a}\n% \\cite{x1}\n\\verb|\\cite{x2}|\n\\begin{verbatim}\n\\cite{x3}\n"
        "\\end{verbatim}\n\\newcommand{\\c}[1]{\\cite{#1}}\n\\citestyle{x4}\n\\cite{lee2019}\n"
        "\\bibliography{refs}\n"
    )
    assert cited(paper(tmp_path, text)) == [(("lee2019",), 9, 1)]


QMD = """---
title: Cells
bibliography: refs.bib
---
Cells grow [see @lee2019, p. 3; -@roe2020]. As @poe2021 says, @someone on a site and
me@lee2019.org know; `@roe2020` is code, @fig-one a figure, and [@nowhere1999] is missing.

```{r}
x@lee2019
```
"""


def test_markdown_cites_by_at_signs(tmp_path: Path) -> None:
    contents = files.read_contents(paper(tmp_path, QMD, "paper.qmd"))
    found = find_citations(contents.document or "", contents.references)
    assert [one.labels[0] for one in found] == ["lee2019", "roe2020", "poe2021", "nowhere1999"]
    assert [(key, one.line) for key, one in undefined(found)] == [("nowhere1999", 6)]


def test_typst_cites_by_at_signs_and_cite(tmp_path: Path) -> None:
    text = (
        "= Cells <intro>\nSee @intro and @lee2019. // @roe2020\n#cite(<poe2021>) and @gone.\n"
        '#bibliography("refs.bib")\n'
    )
    contents = files.read_contents(paper(tmp_path, text, "paper.typ"))
    found = find_citations(contents.document or "", contents.references)
    assert [one.labels[0] for one in found] == ["lee2019", "poe2021", "gone"]
    assert [one.id for one in contents.references] == ["lee2019", "poe2021"]


def test_included_files_are_read_and_cite_on_the_line_that_includes_them(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tex").write_text("Text\n\n\\cite{roe2020}\n", encoding="utf-8")
    text = "\\documentclass{a}\n\\input{parts/one}\n\\cite{lee2019}\n\\bibliography{refs}\n"
    assert cited(paper(tmp_path, text)) == [
        (("roe2020",), 2, 7),
        (("lee2019",), 3, 1),
    ]


@pytest.mark.parametrize(
    ("include", "message"),
    [
        ("\\input{/etc/passwd}", "lies outside its folder"),
        ("\\input{../secret}", "lies outside its folder"),
        ("\\bibliography{../secret}", "lies outside its folder"),
        ("\\input{paper}", "includes itself"),
        ("\\input{gone}", "no such file beside it"),
        ("\\bibliography{gone}", "no such file beside it"),
    ],
)
def test_what_cannot_be_included_is_told(tmp_path: Path, include: str, message: str) -> None:
    (tmp_path / "secret.tex").write_text("root:x:0:0", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    path = paper(
        folder, f"\\documentclass{{a}}\n{include}\n\\cite{{lee2019}}\\bibliography{{refs}}\n"
    )
    found, lost = read(path)
    assert [one.id for one in found] == ["lee2019"]
    assert [message in one for one in lost] == [True]


def test_latex_without_bibliography_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"give the \.bib or \.bbl file"):
        cikrefs.read(paper(tmp_path, "\\documentclass{a}\nText.\n"))


def test_a_bib_that_speaks_latex_stays_a_bib(tmp_path: Path) -> None:
    text = BIB + "@misc{a, note = {\\bibliography{x} and \\cite{y}}}\n"
    assert len(cikrefs.read(paper(tmp_path, text, "x.bib"))) == 4


def test_a_bibliography_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    text = r"\documentclass{article}\begin{document}\cite{lee2019}\bibliography{refs,refs}"
    found, problems = read(paper(tmp_path, text))
    assert [one.id for one in found].count("lee2019") == 1
    assert problems == []
