"""LaTeX: `thebibliography` that compiles, whatever the titles hold."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cikrefs.lists import latex
from cikrefs.lists.model import FormattedList, Run
from tests.lists.build import SHOWN, hostile_list, item, the_18

pdfium = pytest.importorskip("pypdfium2", reason="the extra pdf is not installed")


def entry(*runs: Run | str, label: str = "1.") -> str:
    """Return the line of a list's only entry."""
    (line,) = re.findall(
        r"\\bibitem.*", latex.dumps(FormattedList((item(*runs, label=label),)), fragment=True)
    )
    return str(line)


def test_a_fragment_is_the_environment_with_an_item_an_entry() -> None:
    text = latex.dumps(the_18(), fragment=True)
    assert "documentclass" not in text
    assert re.findall(r"\\bibitem\{(\w+)\}", text) == [one.reference.id for one in the_18().items]
    assert (
        r"\bibitem{sharma2021} Sharma A, Schmidt-Wolf IGH (2021) 30 years of CIK cell therapy:"
        r" recapitulating the key breakthroughs and future perspective. \textit{J Exp Clin Cancer"
        r" Res} 40(1):388. \href{https://doi.org/10.1186/s13046-021-02184-2}"
        "{https://doi.org/10.1186/s13046-021-02184-2}\n"
    ) in text


@pytest.mark.parametrize(
    ("labels", "dressed"),
    [
        (["1.", "2."], "{#1.}"),
        (["[1]", "[2]"], "{[#1]}"),
        (["(1)", "(2)"], "{(#1)}"),
        (["", ""], "{}"),
        (["Roe01", "Zor03"], "{#1}"),
    ],
)
def test_latex_dresses_its_numbers_like_the_style(labels: list[str], dressed: str) -> None:
    items = [item("A", label=label, id_=f"k{number}") for number, label in enumerate(labels)]
    text = latex.dumps(FormattedList(tuple(items)), fragment=True)
    assert f"\\renewcommand\\@biblabel[1]{dressed}\\makeatother" in text


def test_labels_that_are_no_numbers_stand_in_the_items() -> None:
    assert entry("A", label="Roe01") == r"\bibitem[{Roe01}]{a} A"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("50% & $5 #1 a_b {c}", r"50{\%} {\&} {\$}5 {\#}1 a{\_}b {\{}c{\}}"),
        (r"\input{x}", r"{\textbackslash}input{\{}x{\}}"),
        ("a~b^c", r"a{\textasciitilde}b{\textasciicircum}c"),
        ("γ⁺ Ü ß", r"{\ensuremath{\gamma}}{\ensuremath{^+}} {\"U} {\ss}"),
        ("1–2 — “x”", r"1{\textendash}2 {\textemdash} {\textquotedblleft}x{\textquotedblright}"),
        (
            "a -- b --- c ?` ,,",
            r"a -{\kern0pt}- b -{\kern0pt}-{\kern0pt}- c ?{\textasciigrave} ,{\kern0pt},",
        ),
        ("5' \"", r"5{\textquotesingle} {\textquotedbl}"),
        ("e\u0301", r"{\'e}"),
        ("שלום 😀", "שלום 😀"),
    ],
)
def test_a_text_in_latex(text: str, written: str) -> None:
    assert entry(text) == rf"\bibitem{{a}} {written}"


def test_what_latex_has_no_command_for_is_named_at_the_top() -> None:
    text = latex.dumps(FormattedList((item("γ 中文"),)), fragment=True)
    assert text.startswith("% these need LuaLaTeX or XeLaTeX and a font that has them: 中文\n")


def test_keys_are_what_latex_takes_each_once() -> None:
    items = [item("A", label="", id_=id_) for id_ in ("a,b{c}", "a%b\\c", "ü", "ok:1.2_3")]
    text = latex.dumps(FormattedList(tuple(items)), fragment=True)
    keys = re.findall(r"\\bibitem\{(.*?)\}", text)
    assert keys == ["a-b-c-", "a-b-c", "-", "ok:1.2_3"]


HREF = "https://x.org/a_b%20c#d&e~f%7Bg%7D$j"


def test_a_link_with_signs_of_tex() -> None:
    assert entry(Run("x", href=HREF)) == (
        r"\bibitem{a} \href{https://x.org/a\_b\%20c\#d\&e~f\%7Bg\%7D\%24j}{x}"
    )


ENGINES = ("pdflatex", "lualatex")


def compiled(engine: str, formatted: FormattedList, folder: Path) -> str:
    """Return the text of the PDF that `engine` makes; fail where a character is missing."""
    text = latex.dumps(formatted).replace(r"\begin{doc", r"\pagestyle{empty}\begin{doc")
    program = shutil.which(engine)
    if not program:
        pytest.skip(f"{engine} is not installed here")
    (folder / "list.tex").write_text(text, encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "list"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    log = done.stdout.decode(errors="replace")
    assert done.returncode == 0, log[-2000:]
    assert "Missing character" not in log
    with pdfium.PdfDocument(folder / "list.pdf") as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def squeezed(text: str) -> str:
    """Return `text` without blanks, line breaks and the hyphens there, and ligatures."""
    text = re.sub(r"[\s\ufffe\u0002-]", "", text)
    return text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_18_compile_and_are_all_there(engine: str, tmp_path: Path) -> None:
    text = squeezed(compiled(engine, the_18(), tmp_path))
    for one in the_18().items:
        assert squeezed(f"{one.label} {one.text}") in text


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_titles_compile_and_are_shown(engine: str, tmp_path: Path) -> None:
    # Hebrew, Arabic and emoji need a font that no plain installation has
    kinds = ("html", "tex", "markdown", "primes")
    items = [one for one in hostile_list().items if one.reference.id.split()[0] in kinds]
    text = squeezed(compiled(engine, FormattedList(tuple(items)), tmp_path))
    for kind in kinds:
        assert squeezed(SHOWN[kind]) in text


@pytest.mark.parametrize("engine", ENGINES)
def test_links_in_the_pdf_are_live(engine: str, tmp_path: Path) -> None:
    compiled(engine, FormattedList((item(Run("x", href=HREF)),)), tmp_path)
    assert links(tmp_path / "list.pdf") == [HREF.replace("$", "%24")]


def links(path: Path) -> list[str]:
    """Return the addresses that the first page of a PDF links to."""
    raw = pdfium.raw
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    found = []
    with pdfium.PdfDocument(path) as pdf:
        while raw.FPDFLink_Enumerate(pdf[0], position, link):
            action = raw.FPDFLink_GetAction(link)
            buffer = ctypes.create_string_buffer(1000)
            raw.FPDFAction_GetURIPath(pdf, action, buffer, len(buffer))
            found.append(buffer.value.decode())
    return found
