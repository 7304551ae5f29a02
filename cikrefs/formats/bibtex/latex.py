r"""LaTeX to text and back, as far as bibliographies use it.

What LaTeX's commands mean is pylatexenc's knowledge (MIT, kept since 2015): it knows accents, Greek
and some thousand symbols, where latexcodec, which pybtex brings, leaves `\$`, `\textit{..}`,
`\delta` and `\~` with braces undecoded. But pylatexenc drops what it does not know
(`\textgreater 5` becomes "5"), reads `%` as a comment and recurses with the braces. So it is asked
for single commands only, and the walk over braces, math and escapes is done here: in one pass,
without recursion. An unknown command leaves its argument, as in pandoc; one without stands as it
is.

`decode(encode(text))` is `text` for any text without line ends. `&`, `%`, `#`, `_` count as
themselves with and without backslash, since half of all files forget it. The other way round,
`encode(decode(latex))` may say less than `latex`, or not compile where that did (see `says_more`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

from cikrefs.formats.bibtex import keys
from cikrefs.formats.common import markup

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)(?P<blank>[ \t\n]*)|\\(?P<symbol>[\s\S])|(?P<math>\$)|(?P<open>\{)"
    r"|(?P<close>\})|(?P<script>[\^_])|(?P<other>-{2,3}|``|''|!`|\?`|~)"
)
_MAY_MEAN = re.compile(r"[\\{}$^_~`'-]")
"""What a text without tokens has none, or few, of: a class of characters is found quickly."""
_MORE_THAN_BRACES = re.compile(r"\\(?![&%#_])|[$~`]|--|''")
_MORE_THAN_SIGNS = re.compile(r"\\(?![&%#_])")
_SIGNS = "&%#_"
_ONE_DEEP = re.compile(r"[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+")
_COMMANDS = get_default_latex_context_db()

_TEXTS = {
    "---": "—", "--": "–", "``": "“", "''": "”", "!`": "¡", "?`": "¿", "~": "\u00a0",
    # control symbols; what is not here stands for itself (\&, \%, \{ …)
    "\\\\": " ", "\\ ": " ", "\\\n": " ", "\\,": "\u2009", "\\;": " ", "\\:": " ",
    "\\!": "", "\\-": "", "\\/": "", "\\@": "",
    # control words pylatexenc has no text for
    "\\textgreater": ">", "\\textless": "<", "\\textbar": "|", "\\textasciicircum": "^",
    "\\textasciitilde": "~", "\\textbackslash": "\\", "\\textbraceleft": "{",
    "\\textbraceright": "}", "\\lbrace": "{", "\\rbrace": "}", "\\textasciigrave": "`",
    "\\textquotesingle": "'", "\\textquotedbl": '"', "\\slash": "/", "\\nobreakspace": "\u00a0",
    "\\copyright": "©", "\\S": "§", "\\P": "¶", "\\LaTeX": "LaTeX", "\\TeX": "TeX",
    "\\textunderscore": "_", "\\textperiodcentered": "·", "\\pounds": "£", "\\euro": "€",
    "\\cprime": "ʹ", "\\lq": "‘", "\\rq": "’", "\\glqq": "„", "\\grqq": "“", "\\flqq": "«",
    "\\frqq": "»", "\\thinspace": "\u2009", "\\space": " ", "\\enspace": " ", "\\quad": " ",
    "\\hyphen": "-", "\\ohorn": "ơ", "\\uhorn": "ư", "\\OHORN": "Ơ", "\\UHORN": "Ư",
}  # fmt: skip
"""Tokens and what they stand for; the rest is pylatexenc's."""

_ACCENTS = frozenset("\"'`^~=.Hkvucrdbh")
_MARKS = {
    "h": "\u0309", "bar": "\u0304", "hat": "\u0302", "tilde": "\u0303", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "t": "\u0361",
}  # fmt: skip
"""Accents that pylatexenc lacks or gets wrong, as Unicode's combining characters."""

_PLAIN_STYLES = frozenset(
    """textrm textup textmd textnormal text mbox mathrm rm rmfamily normalfont upshape protect
    hbox""".split()
)
_STYLES = _PLAIN_STYLES | frozenset(
    """textit textsl emph textbf textsc texttt textsf mathit mathbf mathsf mathcal mathnormal
    underline it itshape sl em bf bfseries sc scshape tt ttfamily sf small relax url path nolinkurl
    mkbibemph ce
    """.split()
)
"""Commands that change how their argument looks; the argument stays."""

_INVISIBLE = frozenset({"vphantom", "hphantom", "phantom"})
_HIDDEN = _INVISIBLE | frozenset(
    """noopsort href textcolor color foreignlanguage hspace vspace begin end footnote thanks
    label""".split()
)
"""Commands whose argument, or the first of two, is not shown."""

_QUOTES = frozenset({"enquote", "mkbibquote"})
_CHANGED: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(_QUOTES, "“{}”".format),
    "mkbibparens": "({})".format,
    "parentext": "({})".format,
    "mkbibbrackets": "[{}]".format,
    "bibstring": keys.said,
    "uppercase": str.upper,
    "MakeUppercase": str.upper,
    "lowercase": str.lower,
    "MakeLowercase": str.lower,
    "SI": "{} ".format,
    "qty": "{} ".format,
    "frac": "{}/".format,
    "sqrt": "√{}".format,
}
"""Commands, biblatex's and siunitx's among them, that make something of their (first) argument."""
_RAISED = markup.RAISED | {ord("∘"): "°"}
_SCRIPTS = {
    "^": _RAISED, "textsuperscript": _RAISED, "sp": _RAISED,
    "_": markup.LOWERED, "textsubscript": markup.LOWERED, "sb": markup.LOWERED,
}  # fmt: skip
_EVERYWHERE = frozenset("‐‑–—‘’‚“”„…€™")
"""With Latin letters, what every LaTeX can print of Unicode."""

_DOTTED = str.maketrans("ıȷ", "ij")
"""Accents go on dotless i and j in LaTeX, on the dotted letters in Unicode."""


def decode(latex: str) -> str:
    """Return the text `latex` stands for, grouping and case-protecting braces taken away."""
    if is_plain(latex):
        return latex
    if not _MORE_THAN_BRACES.search(latex) and balanced(latex):
        # most that has tokens has no others than braces and escaped signs
        if "\\" in latex:
            for sign in _SIGNS:
                latex = latex.replace(f"\\{sign}", sign)
        return latex.replace("{", "").replace("}", "")
    return _Decoder(latex).text()


def is_plain(latex: str) -> bool:
    """Whether `latex` is certainly the text it stands for."""
    return _MAY_MEAN.search(latex) is None


def says_more(latex: str) -> bool:
    """Whether LaTeX makes more of `latex` than of `encode(decode(latex))`.

    That is so for math, for commands other than letters and signs every LaTeX can print, and for
    all that `decode` does not understand.
    """
    if "$" not in latex and ("\\" not in latex or not _MORE_THAN_SIGNS.search(latex)):
        return False
    decoder = _Decoder(latex)
    decoder.text()
    return decoder.left_something


def unescape(latex: str) -> str:
    r"""Return a DOI or URL without the LaTeX that some writers make of its characters.

    A backslash before `_`, `%`, `&`, `#` goes, with the braces around both (Mendeley's `{\_}`), as
    do braces around the whole; commands become signs (`{\textless}`). Hyphens and tildes mean
    themselves.
    """
    text = _ESCAPED.sub(r"\1\2", latex) if "\\" in latex else latex
    if _COMMAND.search(text):
        return decode(text.translate(_AS_THEY_ARE)).translate(_AS_THEY_WERE)
    whole = text.startswith("{") and text.endswith("}") and balanced(text[1:-1])
    return text[1:-1] if whole else text


_ESCAPED = re.compile(r"\{\\([_%&#$~])(?:\{\})?\}|\\([_%&#$~{}])(?:\{\})?")
_COMMAND = re.compile(r"\\[A-Za-z]|\$[<>]\$")
_AS_THEY_ARE = str.maketrans("-~", "\ue000\ue001")
_AS_THEY_WERE = str.maketrans("\ue000\ue001", "-~")
_GREEK = re.compile("[\u0370-\u03ff]")
_Function = Callable[[str], str]


@dataclass(slots=True)
class _Group:
    """An open brace: the pieces inside it, and the commands that wait for their argument."""

    pieces: list[str] = field(default_factory=list)
    waiting: list[_Function] = field(default_factory=list)
    math: bool = False

    def add(self, argument: str) -> None:
        """Add one atom: a character, a symbol, the text of a group."""
        while self.waiting:
            argument = self.waiting.pop()(argument)
        self.pieces.append(argument)

    def text(self) -> str:
        if self.waiting:
            self.add("")
        return "".join(self.pieces)


class _Decoder:
    """One walk over the tokens of a LaTeX string, with a stack of open groups."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._groups = [_Group()]
        self._math_next = False
        self._in_math = False
        dollars = re.findall(r"\\[\s\S]|(\$)", latex)
        self._dollars_pair = dollars.count("$") % 2 == 0
        self.left_something = False

    def text(self) -> str:
        position = 0
        for token in _TOKEN.finditer(self._latex):
            self._plain(self._latex[position : token.start()])
            self._take(token)
            position = token.end()
        self._plain(self._latex[position:])
        while len(self._groups) > 1:
            text = self._groups.pop().text()
            self._groups[-1].add("{" + text)
        return self._groups[0].text()

    def _plain(self, text: str) -> None:
        group = self._groups[-1]
        if group.waiting and text.lstrip(" "):
            text = text.lstrip(" ")
            group.add(text[0])
            text = text[1:]
        if text:
            group.pieces.append(text)

    def _take(self, token: re.Match[str]) -> None:
        kind, text, group = token.lastgroup, token.group(), self._groups[-1]
        if kind == "blank":
            self._word(token)
        elif kind == "symbol" and token["symbol"] in _ACCENTS:
            group.waiting.append(partial(self._accented, token["symbol"]))
        elif kind == "symbol" and token["symbol"] in "()":
            self._enter_math(token["symbol"] == "(")
        elif kind == "symbol":
            group.add(_TEXTS.get(text, token["symbol"]))
        elif kind == "open":
            math = self._math_next or group.math
            self._groups.append(_Group(math=math))
            self._math_next = False
        elif kind == "close" and len(self._groups) > 1:
            inner = self._groups.pop().text()
            self._groups[-1].add(inner)
        elif kind == "math" and self._dollars_pair:
            self._enter_math(not self._in_math)
        elif kind == "script" and (self._in_math or group.math):
            group.waiting.append(partial(_script, _SCRIPTS[text], text))
        else:
            group.add(_TEXTS.get(text, text))

    def _enter_math(self, is_math: bool) -> None:
        self._in_math = is_math
        self.left_something = True

    def _word(self, token: re.Match[str]) -> None:
        word, waiting = token["word"], self._groups[-1].waiting
        if word in _ACCENTS or word in _MARKS:
            waiting.append(partial(self._accented, word))
            return
        text = _symbol_text(word)
        is_told = word in _PLAIN_STYLES or word in _INVISIBLE
        self.left_something |= not is_told and (text is None or not _is_everywhere(text))
        if word in _SCRIPTS:
            waiting.append(partial(_script, _SCRIPTS[word], ""))
        elif word in _HIDDEN:
            waiting.append(lambda _: "")
        elif word == "mathbb":
            waiting.append(_blackboard)
        elif word in _CHANGED:
            waiting.append(_CHANGED[word])
        elif word == "ensuremath":
            self._math_next = self._latex.startswith("{", token.end())
        elif text is not None and word not in _STYLES:
            self._groups[-1].add(text)
        elif word not in _STYLES and not self._latex.startswith("{", token.end()):
            self._groups[-1].add(keys.UNITS.get(word) or token.group())

    def _accented(self, accent: str, base: str) -> str:
        text = _accented(accent, base)
        self.left_something |= text.startswith("\\") or not _is_everywhere(text[:2])
        return text


def _accented(accent: str, base: str) -> str:
    if not base:
        return accent if accent in "^~" else f"\\{accent}{{}}"
    return _combined(accent, base[0].translate(_DOTTED)) + base[1:]


@cache
def _combined(accent: str, letter: str) -> str:
    if accent in _MARKS and letter.isalpha():
        return unicodedata.normalize("NFC", letter + _MARKS[accent])
    if not letter.isalpha():
        return f"\\{accent}{{{letter}}}"
    return str(LatexNodes2Text().latex_to_text(f"\\{accent}{{{letter}}}"))


def _blackboard(argument: str) -> str:
    """Return ℝ for R and so on for capitals; Unicode has some of them apart from the others."""
    for start in ("", "MATHEMATICAL "):
        try:
            return unicodedata.lookup(f"{start}DOUBLE-STRUCK CAPITAL {argument}")
        except KeyError:
            continue
    return f"\\mathbb{{{argument}}}"


def _script(table: Mapping[int, str], otherwise: str, argument: str) -> str:
    """Return `argument` raised or lowered, in Unicode; where Unicode cannot, after `otherwise`."""
    can = all(ord(char) in table for char in argument)
    return argument.translate(table) if can else otherwise + argument


def _is_everywhere(text: str) -> bool:
    return all(char < "\u0250" or char in _EVERYWHERE for char in text)


@cache
def _symbol_text(word: str) -> str | None:
    """Return what the command stands for, None for one that is unknown or takes arguments."""
    if f"\\{word}" in _TEXTS:
        return _TEXTS[f"\\{word}"]
    spec = _COMMANDS.get_macro_spec(word)
    text = spec.simplify_repl if spec else None
    if isinstance(text, str) and text.strip() and not re.search(r"[%<\n]", text):
        return text
    if word.startswith("text") and not word.startswith("texttext"):
        greek = _symbol_text(word.removeprefix("text"))
        return greek if greek and _GREEK.fullmatch(greek) else None
    return None


_ESCAPE = re.compile(r"[\\&%#$_~^\u00a0{}]|-(?=-)|`(?=`)|'(?=')|[!?](?=`)")
_ESCAPES = {
    "\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\u00a0": "~",
    "-": "-{}", "`": "`{}", "'": "'{}", "!": "!{}", "?": "?{}",
}  # fmt: skip
_LONE_BRACES = {"{": r"\{\vphantom{\}}", "}": r"\vphantom{\{}\}"}
"""BibTeX counts escaped braces, so one that stands alone brings an invisible partner, as Zotero
writes it; pandoc reads that, while it loses the shorter `\textbraceleft`."""


def encode(text: str) -> str:
    """Return LaTeX that stands for `text`; its braces balance whatever `text` holds."""
    if not _ESCAPE.search(text):
        return text
    lone = {} if balanced(text) else _LONE_BRACES

    def escape(found: re.Match[str]) -> str:
        char = found.group()
        return lone.get(char) or _ESCAPES.get(char) or f"\\{char}"

    return _ESCAPE.sub(escape, text)


def balanced(text: str) -> bool:
    """Whether the braces in `text` come in pairs, the opening one first."""
    if "{" not in text and "}" not in text:
        return True
    if _ONE_DEEP.fullmatch(text):
        return True
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
