r"""Letters as the commands by which LaTeX prints them with any font.

pylatexenc knows the commands here, as in `formats.latex`, where it is asked the other way
round. It knows many that belong to some package, and some that print another letter; so one is used
only if LaTeX itself has it, with T1 fonts and amssymb. A letter without one is put together from
its accents, since LaTeX sets any accent on any letter (Vietnamese "ế" is `\'{\^{e}}`); what is then
left stays the letter it is, for LuaLaTeX or XeLaTeX and a font that has it.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, normalize

from pylatexenc.latexencode import RULE_DICT, UnicodeToLatexConversionRule, UnicodeToLatexEncoder

_OWN = UnicodeToLatexConversionRule(
    RULE_DICT,
    {
        ord('"'): r"\textquotedbl",
        ord("'"): r"\textquotesingle",
        ord("`"): r"\textasciigrave",
        ord("√"): r"\ensuremath{\surd}",
        ord("ɛ"): r"\ensuremath{\varepsilon}",
        ord("ϒ"): r"\ensuremath{\Upsilon}",
        ord("◯"): r"\ensuremath{\bigcirc}",
        ord("♭"): r"\ensuremath{\flat}",
        ord("♮"): r"\ensuremath{\natural}",
        ord("♯"): r"\ensuremath{\sharp}",
        ord("₍"): r"\ensuremath{_{(}}",
        ord("′"): r"\ensuremath{'}",
        ord("″"): r"\ensuremath{''}",
        ord("‴"): r"\ensuremath{'''}",
        ord("⁗"): r"\ensuremath{''''}",
        ord("‑"): r"\mbox{-}",
        ord("\N{NARROW NO-BREAK SPACE}"): r"\,",
        ord("\N{ZERO WIDTH SPACE}"): r"\hspace{0pt}",
        ord("\N{FUNCTION APPLICATION}"): "",  # it has no sign
    },
)
"""What pylatexenc prints as something else, or outside the mathematics it belongs to."""

_NOT_LATEX = re.compile(
    r"""\\(?:
        (?:cyr|CYR)\w* | C | U | nument | texthvlig | textnrleg | textschwa | textphi
        | textglotstop | textturnk | textfrac | quarternote
        | mathscr | boldsymbol | iint | iiint | surfintegral | volintegral | clwintegral
        | clockoint | sqrint | arrowwaveleft | arrowwaveright | dblarrowupdown | DownArrowUpArrow
        | rightangle | rightanglearc | homothetic | lazysinv | approxnotequal | tildetrpl
        | allequal | estimates | starequal | notlessgreater | notgreaterless | truestate
        | forcesextra | VDash | original | image | hermitconjmatrix | verymuchless
        | verymuchgreater | precedesnotsimilar | udots | varperspcorrespond | recorder
        )(?![A-Za-z])
    | \\mathbb\{[^A-Z]            # the font has capitals only
    | \\['r]\{\}[A-Z\\]           # an accent in front of its letter
    | ^\{\\acute                  # mathematics outside of it
    """,
    re.VERBOSE,
)
"""pylatexenc's commands that belong to packages or do not print what they should."""

_OTHER_LETTERS = frozenset("ĦħŦŧ")
"""Letters with a stroke, for which pylatexenc has a macron."""

_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Combining characters, and LaTeX's commands for them."""

_UNSEEN = frozenset(
    "\u061c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
"""A joiner and marks of direction, which are invisible; pdfLaTeX knows none and stops at them."""

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)


def encoded(text: str) -> str:
    """Return LaTeX that prints `text`; pairs that TeX's fonts join ("--", ",,") stay apart."""
    letters = "".join(map(_cluster, _CLUSTER.findall(normalize("NFC", text))))
    return re.sub(r"([-,])(?=\1)", r"\1{\\kern0pt}", letters)


def without_command(text: str) -> str:
    """Return the letters in LaTeX's `text` that it has no command for, each once, in order."""
    return "".join(sorted({char for char in text if not char.isascii()}))


def _cluster(cluster: str) -> str:
    """Return LaTeX for a letter and the combining characters after it."""
    known = _letter(cluster) if len(cluster) == 1 else cluster
    letter, *marks = list(normalize("NFD", cluster))
    if known.isascii() or not marks or not all(mark in _ACCENTS for mark in marks):
        return known
    accented = _letter(letter)
    is_text = accented.isascii() and "ensuremath" not in accented
    for mark in marks:
        accented = f"\\{_ACCENTS[mark]}{{{accented}}}"
    return f"{{{accented}}}" if is_text else cluster


@cache
def _letter(char: str) -> str:
    command = str(_encoder().unicode_to_latex(char))
    if char in _OTHER_LETTERS or category(char) == "Mn" or _NOT_LATEX.search(command):
        return char
    if command == char and char in _UNSEEN:
        return rf"{{\ifdefined\Umathcode\symbol{{{ord(char)}}}\fi}}"
    return command


@cache
def _encoder() -> UnicodeToLatexEncoder:
    return UnicodeToLatexEncoder(
        conversion_rules=[_OWN, "defaults"],
        unknown_char_policy="keep",
        unknown_char_warning=False,
        replacement_latex_protection="braces-all",
    )
