r"""Citations by keys: `\cite{key}` and its family, `[@key]` of Markdown, `@key` of Typst.

Code, comments, mail addresses and mentions are no citations: what is not text is blanked first, and
an `@name` in the middle of a sentence means something only if the bibliography has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from cikrefs.documents.latex import without_comments
from cikrefs.documents.manuscripts import FRONT, syntax
from cikrefs.models import Reference, Span

__all__ = ["find", "first_lines"]

Mark = tuple[Span, tuple[str, ...], bool]
"""A citation's place, its keys, and whether it can be nothing but a citation."""

_LATEX = re.compile(
    r"\\(?:no|paren|text|auto|foot(?:full)?|smart|super|full|note|pnote|online)?cite"
    r"(?:p|t|alp|alt|author|year|yearpar|title|date|url|s|num|text|volume|full)?\*?"
    r"(?P<rest>(?:\s{0,3}(?:\[[^\[\]]{0,300}\]|\([^()\n]{0,300}\)){0,4}"
    r"\s{0,3}\{[^{}\\]{0,3000}\}){1,30})",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\{([^{}]*)\}")
_BRACED = r"\{(?P<braced>[^{}\s]{1,200})\}"
_MARKDOWN = re.compile(
    rf"(?<![\w@.\\/])-?@(?:{_BRACED}|(?P<key>\w(?:[:.#$%&+?<>~/-]?\w){{0,200}}))"
)
"""A key has no two signs side by side (https://pandoc.org/MANUAL.html#citation-syntax)."""
_BRACKET = re.compile(r"\[[^\[\]]{0,2000}\]")
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn|imp|cau)-"
    r"|(?:fig|tbl|sec|eq|lst):"
)
"""Of Quarto (https://quarto.org/docs/authoring/cross-references.html) and of pandoc-crossref."""
_NOCITE = re.compile(r"^nocite:[^\n]*(?:\n(?:[ \t-][^\n]*)?(?=\n))*", re.MULTILINE)
_ALL = re.compile(r"@\*")
_YAML_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)
_BEFORE_FENCE = r"^[ \t>]{0,40}(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?"
"""The indent of an item, its bullet or number, signs of quotation."""
_NO_MARKDOWN = re.compile(
    rf"{_BEFORE_FENCE}(?P<fence>`{{3,}}+|~{{3,}}+)[^\n`]*\n"
    r"(?:(?![ \t>]{0,40}(?P=fence))[^\n]*(?:\n|\Z))*(?:[ \t>]{0,40}(?P=fence)[`~]*)?"
    r"|(?<!`)(?P<ticks>`{1,10}+)(?!`)(?:[^\n]|\n(?![ \t]*\n)){0,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|<!--(?s:.*?)(?:-->|\Z)",
    re.MULTILINE,
)
_TYPST = re.compile(
    rf"(?<![\w@.\\/])@(?:{_BRACED}|(?P<key>\w(?:[\w:.#$%&+?<>~/-]{{0,200}}[\w/])?))"
    r"|\bcite\(\s*(?:<(?P<cited>[^<>\s]{1,200})>|label\(\"(?P<said>[^\"]{1,200})\"\))"
)
_NO_TYPST = re.compile(
    r"(?<!:)//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)|`{3}(?s:.*?)(?:`{3}|\Z)|`[^`\n]{0,2000}`"
)
_LABEL = re.compile(r"<([\w:.-]{1,200})>")


def find(
    text: str, references: Sequence[Reference]
) -> Iterator[tuple[Span, dict[str, tuple[int, ...]]]] | None:
    """Yield the citations in a manuscript that cites by keys; None for any other text."""
    reader = READERS.get(syntax(text))
    if reader is None:
        return None
    places = {one.id: (index,) for index, one in enumerate(references)}
    everything = tuple(range(len(references)))
    return (
        (span, {key: everything if key == "*" else places.get(key, ()) for key in found})
        for span, found, sure in reader(text)
        if sure or any(key in places for key in found)
    )


def first_lines(text: str) -> dict[str, int]:
    r"""Return the line on which each key is first cited; "*" stands for `\nocite{*}`."""
    reader = READERS.get(syntax(text))
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    lines: dict[str, int] = {}
    for span, found, _ in reader(text) if reader else ():
        for key in found:
            lines.setdefault(key, bisect_right(starts, span[0]))
    return lines


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _latex(text: str) -> Iterator[Mark]:
    for found in _LATEX.finditer(without_comments(text)):
        keys = [key.strip() for group in _GROUP.findall(found["rest"]) for key in group.split(",")]
        chosen = tuple(key for key in keys if key and "#" not in key)
        if chosen:
            yield found.span(), chosen, True


def _markdown(text: str) -> Iterator[Mark]:
    """Yield what pandoc takes for citations, in the head of the file (`nocite`) as in the text."""
    front = FRONT.match(text)
    body = front.end() if front else 0
    plain = _blanked(_YAML_COMMENT, text[:body]) + _blanked(_NO_MARKDOWN, text[body:])
    sure = [found.span() for found in _NOCITE.finditer(plain, 0, body)]
    for found in (one for span in sure for one in _ALL.finditer(plain, *span)):
        yield found.span(), ("*",), True
    sure += [found.span() for found in _BRACKET.finditer(plain, body)]
    starts = [start for start, _ in sure]
    for found in _MARKDOWN.finditer(plain):
        key = found["braced"] or found["key"]
        if _CROSS_REFERENCE.match(key):
            continue
        at = bisect_right(starts, found.start()) - 1
        yield found.span(), (key,), at >= 0 and found.start() < sure[at][1]


def _typst(text: str) -> Iterator[Mark]:
    plain = _blanked(_NO_TYPST, text)
    labels = set(_LABEL.findall(re.sub(r"cite\([^()]{0,300}\)", "", plain)))
    for found in _TYPST.finditer(plain):
        key = found["cited"] or found["said"] or found["braced"] or found["key"]
        if key not in labels:
            yield found.span(), (key,), True


READERS: dict[str, Callable[[str], Iterator[Mark]]] = {
    "latex": _latex,
    "markdown": _markdown,
    "typst": _typst,
}
"""What finds the citations, by the syntax of the manuscript."""
