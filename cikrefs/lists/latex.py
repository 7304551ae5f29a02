r"""A list as LaTeX: `thebibliography` with a `\bibitem` for each entry, to be cited by its id.

Letters outside ASCII become commands where LaTeX has them (`latex_letters`), so that the list
compiles with pdfLaTeX as with LuaLaTeX and XeLaTeX, whatever the fonts. Numbers come from LaTeX
itself, dressed as the style dresses them. If the style prints none, `\cite` has the name and the
year to print, in the form from which natbib takes them apart. What a reader of the file has to
know, packages, letters and keys, is said in comments at its top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from unicodedata import normalize

from anyascii import anyascii

from cikrefs.errors import visible
from cikrefs.lists.csl_items import date_in_words
from cikrefs.lists.latex_letters import encoded, without_command
from cikrefs.lists.model import FormattedList, Item, Mark, Run
from cikrefs.models import OTHERS

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

_NEEDS = (
    "% needs \\usepackage{hyperref} and \\usepackage{amssymb};"
    " with pdfLaTeX \\usepackage[T1]{fontenc} too\n"
)

_NO_KEY = re.compile(r"[^\w:./+-]+")
"""Characters that no package of LaTeX accepts in a citation key."""

_URL = {"%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "$": r"\%24"}
r"""In the first argument of \href; whatever else TeX objects to is percent-encoded by then."""


def dumps(formatted: FormattedList, *, fragment: bool = False) -> str:
    r"""Return a document that compiles, or as a `fragment` the environment to `\input`."""
    items = formatted.items
    template = _template(items)
    has_labels = any(item.label for item in items)
    dressed = "#1".join(map(encoded, template.split("#1"))) if has_labels else ""
    widest = "9" * len(str(len(items))) if has_labels else ""
    if has_labels and template == "#1":  # labels that are no numbers stand in each entry
        widest = encoded(max((item.label for item in items), key=len))
    hanging = "" if has_labels else "\\setlength\\itemindent{-\\leftmargin}\n"
    keys = list(_keys(items))
    labels = [_label(item, template) if has_labels else _name_and_year(item) for item in items]
    texts = ["".join(map(_run, item.runs)) for item in items]
    entries = "".join(
        f"\\bibitem{label}{{{key}}} {text}\n"
        for label, key, text in zip(labels, keys, texts, strict=True)
    )
    list_ = (
        f"\\begingroup\n\\makeatletter\\renewcommand\\@biblabel[1]{{{dressed}}}\\makeatother\n"
        f"\\begin{{thebibliography}}{{{widest}}}\n{hanging}{entries}\\end{{thebibliography}}\n"
        "\\endgroup\n"
    )
    notes = _notes("".join((dressed, widest, *labels, *texts)), items, keys)
    return f"{_NEEDS}{notes}{list_}" if fragment else f"{_START}{notes}{list_}{_END}"


def _notes(text: str, items: Sequence[Item], keys: Sequence[str]) -> str:
    """Return comments on letters without a LaTeX command and on keys that differ from the ids."""
    letters = without_command(text)
    lines = [f"% these need LuaLaTeX or XeLaTeX and a font that has them: {letters}\n"]
    changed = [
        f"% {visible(item.reference.id)} is cited as {key}\n"
        for item, key in zip(items, keys, strict=True)
        if normalize("NFC", item.reference.id) != key
    ]
    return "".join([*(lines if letters else []), *changed])


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


def _name_and_year(item: Item) -> str:
    r"""Return what `\cite` prints of an entry without a label, as natbib reads it: Roe(2020a)."""
    reference = item.reference
    names = reference.author or reference.editor
    said = [encoded(name.family or name.literal or name.given) for name in names]
    if OTHERS in names or len(said) > 2:  # from three on "et al."
        said = [f"{said[0]} et al."]
    who = " and ".join(said) or encoded(reference.title_short or reference.title or reference.id)
    year = str(reference.issued.year) if reference.issued else date_in_words(reference) or "n.d."
    printed = re.search(rf"(?<!\w){re.escape(year)}[a-z]?(?!\w)", item.text)
    return f"[{{{who}({encoded(printed[0] if printed else year)})}}]"


def _keys(items: Sequence[Item]) -> Iterator[str]:
    """Yield a unique citation key for each item: its id, as far as LaTeX accepts it.

    LaTeX accepts letters of all scripts, but none outside ASCII at the start.
    """
    taken: set[str] = set()
    for item in items:
        stem = _NO_KEY.sub("-", normalize("NFC", item.anchor))
        stem = _NO_KEY.sub("-", anyascii(stem[:1])) + stem[1:]
        key = next(key for key in _numbered(stem) if key not in taken)
        taken.add(key)
        yield key


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _run(run: Run) -> str:
    text = encoded(run.text)
    for mark in sorted(run.marks):
        text = f"\\{_COMMANDS[mark]}{{{text}}}"
    if run.href:
        href = "".join(_URL.get(char, char) for char in run.href)
        text = f"\\href{{{href}}}{{{text}}}"
    return text
