"""LaTeX to text and back."""

import pytest

from cikrefs.formats.bibtex.latex import balanced, decode, encode, says_more, unescape


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"J{\'o}zef \v{S}{\'\i}p \c{c}\O{}", "Józef Šíp çØ"),
        (r"\'{E}tude \~n \k a", "Étude ñ ą"),
        (r"$\gamma$-secretase, \alpha-synuclein", "γ-secretase, α-synuclein"),
        (r"CD3$^{+}$ H$_2$O 10$^{-3}$ $x^{abc}$", "CD3⁺ H₂O 10⁻³ x^abc"),
        (r"CD8\textsuperscript{+} 1\textsuperscript{st}", "CD8⁺ 1st"),
        (r"a \& b \% c \_ d \# e \$ f \{g\}", "a & b % c _ d # e $ f {g}"),
        ("50% & more #1 a_b", "50% & more #1 a_b"),
        (r"\textit{In vivo} {\em and} \emph{so} {\it on}", "In vivo and so on"),
        ("pages 1--2---3", "pages 1–2—3"),
        ("``so''", "“so”"),
        ("Fig.~1", "Fig.\u00a01"),
        ("{CIK} and {{DC}-CIK}", "CIK and DC-CIK"),
        (r"\textgreater 5 \copyright{} x", ">5 © x"),
        ("US$ 5", "US$ 5"),
        (r"37$^\circ$C", "37°C"),
        (r"\textgamma\ensuremath{^{+}} $\mathbb{R}^n$", "γ⁺ ℝⁿ"),
        (
            r"10\textsuperscript{--5} 10\textsuperscript{-5} 10\textsuperscript{−5}",
            "10⁻⁵ 10⁻⁵ 10⁻⁵",
        ),
        (r"\(\mathrm{CO}_2\) but a_2", "CO₂ but a_2"),
        (r"B{\h a}o \h{A}n V\uhorn{}", "Bảo Ản Vư"),
        (r"$\bar{x}$ and $\hat\beta$", "x\u0304 and β\u0302"),
        (r"see \href{https://x.org/a_b}{the data} of \ce{H2O}", "see the data of H2O"),
        (r"\enquote{so} \noopsort{a}b 5\thinspace\textmu{}m", "“so” b 5\u2009µm"),
    ],
)
def test_latex_is_read_as_the_text_it_stands_for(latex: str, text: str) -> None:
    assert decode(latex) == text


@pytest.mark.parametrize(
    "latex",
    [r"\foo bar", r"\foo", "{open", "shut}", "a\\"],
)
def test_what_is_not_understood_stays_as_it_stands(latex: str) -> None:
    assert decode(latex) == latex


@pytest.mark.parametrize(
    "latex",
    [
        r"$\sqrt{s}$",
        "H$_2$O",
        r"\(x\)",
        r"\textit{x}",
        r"\textsuperscript{2}",
        r"\alpha",
        r"\cite{x}",
        r"\href{u}{l}",
        r"\h{a}",
        r"\'{7}",
        r"{\relax Ch}",
    ],
)
def test_latex_beyond_letters_and_signs_says_more_than_its_text(latex: str) -> None:
    assert says_more(latex)


@pytest.mark.parametrize(
    "latex",
    [
        r"M{\"u}ller \v{S}{\'\i}p \O{} \ss",
        r"50\% \& \_ \# \$5 {DNA} --- ``so'' \ldots",
        r"\mbox{x} \textrm{y}",
        "US$ 5",
        r"\{\vphantom{\}}x {\textbackslash} -{}- {\textasciitilde}",
    ],
)
def test_latex_for_letters_and_signs_says_no_more_than_its_text(latex: str) -> None:
    assert not says_more(latex)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & a_b #1 $", r"50\% \& a\_b \#1 \$"),
        ("é γ ⁺ – ’", "é γ ⁺ – ’"),
        ("a~b^c\\d", r"a{\textasciitilde}b{\textasciicircum}c{\textbackslash}d"),
        ("{x}", r"\{x\}"),
        ("x} {y", r"x\vphantom{\{}\} \{\vphantom{\}}y"),
        ("a--b ''c''", "a-{}-b '{}'c'{}'"),
        ("a\u00a0b", "a~b"),
    ],
)
def test_text_is_written_as_latex_that_stands_for_it(text: str, latex: str) -> None:
    assert encode(text) == latex
    assert decode(latex) == text


@pytest.mark.parametrize("text", ["{", "}", "}{", "{{}", "\\{", "a}b{c"])
def test_written_braces_balance_whatever_the_text_holds(text: str) -> None:
    assert balanced(encode(text))


def test_dois_and_urls_only_lose_needless_backslashes() -> None:
    assert unescape(r"10.1000/a\_b\%20c--d~e") == "10.1000/a_b%20c--d~e"
    assert unescape(r"{10.1002/x--y{\_}z{\textless}1::{\~{}}AID$>$3}") == "10.1002/x--y_z<1::~AID>3"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"The \mkbibitalic{E. coli} Test", "The E. coli Test"),
        (r"\unknown{foo} bar", "foo bar"),
        (r"\nohyphens{Long}\hyphen word", "Long-word"),
        (r"\MakeUppercase{abc} \mkbibparens{x}", "ABC (x)"),
        (r"\SI{5}{\kilo\metre} of \num{12}", "5 km of 12"),
        (r"\begin{it}b\end{it}", "b"),
        (r"in \bibstring{inpress}", "in in press"),
        (r"Medi{\t t}sinsko{\u i}", "Medit͡sinskoĭ"),
        (r"\frac{a}{b} and \cite{key}", "a/b and key"),
        (r"a\footnote{See b.} c", "a c"),
    ],
)
def test_a_command_that_formats_or_is_unknown_leaves_its_argument(latex: str, text: str) -> None:
    assert decode(latex) == text
    assert says_more(latex)
