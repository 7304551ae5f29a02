r"""A list as LaTeX: `thebibliography` with a `\bibitem` for each entry, to be cited by its id.

Letters outside ASCII become commands where LaTeX has them, so that the list compiles with pdfLaTeX
as with LuaLaTeX and XeLaTeX, whatever the fonts; letters without a command (Chinese, Arabic, emoji)
stay, and need LuaLaTeX or XeLaTeX and a font that has them. Numbers come from LaTeX itself, dressed
as the style dresses them. The commands are pylatexenc's knowledge here, as in `formats.latex`,
where it is asked the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from unicodedata import normalize

from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

from cikrefs.lists.model import FormattedList, Item, Mark, Run

_COMMANDS: dict[Mark, str] = {
    "italic": "textit",
    "bold": "textbf",
    "small-caps": "textsc",
    "superscript": "textsuperscript",
    "subscript": "textsubscript",
    "underline": "underline",
}

_START = r"""\documentclass{article}
\usepackage{iftex}
\iftutex\else\usepackage[T1]{fontenc}\usepackage{lmodern}\fi
\usepackage{amssymb}
\usepackage[hidelinks]{hyperref}
\begin{document}
"""
_END = "\\end{document}\n"

_NO_KEY = re.compile(r"[^A-Za-z0-9:._/+-]+")
"""What LaTeX takes no citation key with, in any package."""

_URL = {"%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "$": r"\%24"}
r"""In the first argument of \href; what else TeX takes amiss is percent-encoded by then."""


_OWN = UnicodeToLatexConversionRule(
    RULE_DICT,
    {
        ord('"'): r"\textquotedbl",
        ord("'"): r"\textquotesingle",
        ord("`"): r"\textasciigrave",
        ord("√"): r"\ensuremath{\surd}",
    },
)
"""What pylatexenc prints as something else."""


def dumps(formatted: FormattedList, *, fragment: bool = False) -> str:
    r"""Return a document that compiles, or as a `fragment` the environment to `\input`."""
    items = formatted.items
    template = _template(items)
    has_labels = any(item.label for item in items)
    dressed = "#1".join(map(_encoded, template.split("#1"))) if has_labels else ""
    widest = "9" * len(str(len(items))) if has_labels else ""
    if has_labels and template == "#1":  # labels that are no numbers stand in each entry
        widest = _encoded(max((item.label for item in items), key=len))
    hanging = "" if has_labels else "\\setlength\\itemindent{-\\leftmargin}\n"
    entries = "".join(
        f"\\bibitem{_label(item, template)}{{{key}}} {''.join(map(_run, item.runs))}\n"
        for item, key in zip(items, _keys(items), strict=True)
    )
    text = (
        f"\\begingroup\n\\makeatletter\\renewcommand\\@biblabel[1]{{{dressed}}}\\makeatother\n"
        f"\\begin{{thebibliography}}{{{widest}}}\n{hanging}{entries}\\end{{thebibliography}}\n"
        "\\endgroup\n"
    )
    text = f"{_warning(text)}{text}"
    return text if fragment else f"{_START}{text}{_END}"


def _warning(text: str) -> str:
    """Return a comment on letters that LaTeX has no command for."""
    letters = "".join(sorted({char for char in text if not char.isascii()}))
    return (
        f"% these need LuaLaTeX or XeLaTeX and a font that has them: {letters}\n" if letters else ""
    )


def _template(items: Sequence[Item]) -> str:
    """Return how the style dresses numbers ("[#1]", "#1."), "#1" where labels are no numbers."""
    templates = {
        re.sub(rf"(?<!\d){number}(?!\d)", "#1", item.label, count=1)
        for number, item in enumerate(items, 1)
    }
    template = templates.pop() if len(templates) == 1 else ""
    is_marked = any(item.marked_label for item in items)
    return template if template.count("#1") == 1 and not is_marked else "#1"


def _label(item: Item, template: str) -> str:
    label = "".join(map(_run, item.label_runs))
    return f"[{{{label}}}]" if label and template == "#1" else ""


def _keys(items: Sequence[Item]) -> Iterator[str]:
    """Yield a citation key for each item: its id as far as LaTeX takes it, each only once."""
    taken: set[str] = set()
    for item in items:
        stem = _NO_KEY.sub("-", item.anchor)
        key = next(key for key in _numbered(stem) if key not in taken)
        taken.add(key)
        yield key


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _run(run: Run) -> str:
    text = _encoded(run.text)
    for mark in sorted(run.marks):
        text = f"\\{_COMMANDS[mark]}{{{text}}}"
    if run.href:
        href = "".join(_URL.get(char, char) for char in run.href)
        text = f"\\href{{{href}}}{{{text}}}"
    return text


def _encoded(text: str) -> str:
    """Return LaTeX that prints `text`; what TeX's fonts make of pairs ("--", ",,") stays apart."""
    encoded = "".join(map(_letter, normalize("NFC", text)))
    return re.sub(r"([-,])(?=\1)", r"\1{\\kern0pt}", encoded)


@cache
def _letter(char: str) -> str:
    return str(_encoder().unicode_to_latex(char))


@cache
def _encoder() -> UnicodeToLatexEncoder:
    return UnicodeToLatexEncoder(
        conversion_rules=[_OWN, "defaults"],
        unknown_char_policy="keep",
        unknown_char_warning=False,
        replacement_latex_protection="braces-all",
    )
