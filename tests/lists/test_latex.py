"""LaTeX: `thebibliography` that compiles, whatever the titles hold."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from cikrefs.lists import latex, latex_letters
from cikrefs.lists.model import FormattedList, Item, Run
from cikrefs.models import Date, Name, Reference
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
        ("511‑518\u202f! a\u200bb", r"511{\mbox{-}}518{\,}! a{\hspace{0pt}}b"),
        ("5′ 3″", r"5{\ensuremath{'}} 3{\ensuremath{''}}"),
        ("ạ ế ṁ ș", r"{\d{a}} {\'{\^{e}}} {\.{m}} {\textcommabelow{s}}"),
        ("m\u0302", r"{\^{m}}"),
        ("Дом ⅓ ŉ ħ 𝒜 γ\u0302", "Дом ⅓ ŉ ħ 𝒜 γ\u0302"),
        ("Ά", r"{\'{{A}}}"),
        ("a\u200eb", r"a{\ifdefined\Umathcode\symbol{8206}\fi}b"),
    ],
)
def test_a_text_in_latex(text: str, written: str) -> None:
    assert entry(text) == rf"\bibitem{{a}} {written}"


def test_what_latex_has_no_command_for_is_named_at_the_top() -> None:
    text = latex.dumps(FormattedList((item("γ 中文"),)), fragment=True)
    assert "\n% these need LuaLaTeX or XeLaTeX and a font that has them: 中文\n" in text


def test_a_fragment_names_the_packages_it_needs_first() -> None:
    formatted = FormattedList((item("A"),))
    first = latex.dumps(formatted, fragment=True).splitlines()[0]
    assert first.startswith("% needs \\usepackage{hyperref}")
    assert "% needs" not in latex.dumps(formatted)


@pytest.mark.parametrize(
    ("id_", "key"),
    [
        ("a,b{c}", "a-b-c-"),
        ("a%b\\c", "a-b-c"),
        ("müller2020", "müller2020"),
        ("mu\u0308ller", "müller"),
        ("Öztürk", "Oztürk"),
        ("ok:1.2_3", "ok:1.2_3"),
    ],
)
def test_a_key_is_the_id_as_far_as_latex_takes_it(id_: str, key: str) -> None:
    text = latex.dumps(FormattedList((item("A", id_=id_),)), fragment=True)
    assert re.findall(r"\\bibitem\{(.*?)\} ", text) == [key]
    changed = [line for line in text.splitlines() if "is cited as" in line]
    same = normalize("NFC", id_) == key
    assert changed == ([] if same else [f"% {id_} is cited as {key}"])


def test_keys_that_became_the_same_are_numbered() -> None:
    items = (item("A", id_="a,b"), item("B", label="2.", id_="a-b"))
    text = latex.dumps(FormattedList(items), fragment=True)
    assert re.findall(r"\\bibitem\{(.*?)\} ", text) == ["a-b", "a-b-2"]


def test_a_line_break_in_an_id_ends_no_comment() -> None:
    text = latex.dumps(FormattedList((item("A", id_="a\n\\input{x}"),)), fragment=True)
    assert "\n\\input" not in text


@pytest.mark.parametrize(
    ("authors", "text", "label"),
    [
        (("Doe",), "Doe J. (2020). T.", "Doe(2020)"),
        (("Doe", "Roe"), "Doe J., Roe R. (2020b). T.", "Doe and Roe(2020b)"),
        (("Doe", "Roe", "Poe"), "Doe J. 2020. T 12020a", "Doe et al.(2020)"),
        ((), "T. (2020).", "T(2020)"),
    ],
)
def test_an_entry_without_a_label_is_cited_by_name_and_year(
    authors: tuple[str, ...], text: str, label: str
) -> None:
    reference = Reference(id="a", title="T", author=tuple(map(Name, authors)), issued=Date(2020))
    formatted = FormattedList((Item(reference, "a", "", (Run(text),)),))
    assert f"\\bibitem[{{{label}}}]{{a}} {text[:3]}" in latex.dumps(formatted, fragment=True)


HREF = "https://x.org/a_b%20c#d&e~f%7Bg%7D$j"


def test_a_link_with_signs_of_tex() -> None:
    assert entry(Run("x", href=HREF)) == (
        r"\bibitem{a} \href{https://x.org/a\_b\%20c\#d\&e~f\%7Bg\%7D\%24j}{x}"
    )


ENGINES = [pytest.param(engine, marks=pytest.mark.slow) for engine in ("pdflatex", "lualatex")]


def compiled(engine: str, formatted: FormattedList, folder: Path, before: str = "") -> str:
    """Return the text of the PDF that `engine` makes; fail where a character is missing.

    `before` is LaTeX to stand before the list.
    """
    start = "\\begin{document}\n"
    text = latex.dumps(formatted).replace(start, f"\\pagestyle{{empty}}{start}{before}")
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
    # the fonts that LuaLaTeX has by itself lack combining cedillas and ogoneks
    assert not re.search("Missing character: There is no (?![\u0327\u0328])", log)
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
def test_citations_of_a_list_without_numbers_print_name_and_year(
    engine: str, tmp_path: Path
) -> None:
    one = replace(the_18().without_labels().items[0], anchor="müller:2020")
    formatted = FormattedList((one,))
    cite = "\\cite{müller:2020}"
    for _ in range(2):  # LaTeX knows what is cited from its run before
        text = compiled(engine, formatted, tmp_path, before=cite)
    assert text.startswith("[Galvagno et al.(2024)]")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_command_for_a_letter_is_one_of_latex(engine: str, tmp_path: Path) -> None:
    letters = (chr(code) for code in range(0xA0, 0x1D800) if not 0xD800 <= code < 0xE000)
    commands = [latex_letters.encoded(letter) for letter in letters]
    known = [command for command in commands if command.isascii()]
    assert len(known) > 1000
    compiled(engine, FormattedList((item("A"),)), tmp_path, before=" x ".join(known))


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
