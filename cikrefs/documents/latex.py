r"""Lists of references in LaTeX: `thebibliography` by `\bibitem`, and biblatex's `.bbl`.

What stands behind a `\bibitem` is print, marked up: it becomes text and is read as print, with the
key for id. A biblatex `.bbl` is fields (`\field{title}{…}`), which are written as BibTeX and read
as that, so that one module alone knows what biblatex's fields mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cikrefs import dois
from cikrefs.errors import OnProblem
from cikrefs.formats.bibtex import latex
from cikrefs.formats.bibtex.journals import names as journal
from cikrefs.formats.common.lines import Lines
from cikrefs.models import Reference

__all__ = ["references", "without_comments"]

_HIDDEN = re.compile(
    r"(?<!\\)%[^\n]*|\\begin\{(?P<env>comment|verbatim|lstlisting|minted)\*?\}"
    r"(?s:.*?)(?:\\end\{(?P=env)\*?\}|\Z)|\\verb(?P<bar>[|+!/])[^\n]{0,2000}?(?P=bar)"
    r"|\\iffalse\b(?s:.*?)(?:\\fi\b|\Z)"
)
_LIST = re.compile(r"\\begin\s*\{thebibliography\}(?:\s*\{[^{}]{0,80}\})?")
_LIST_END = re.compile(r"\\end\s*\{thebibliography\}|\\bibitemend\b|\\end\{document\}")
_ITEM = re.compile(
    r"\\bibitem\s*+(?:(?:%\s*+)?+\[(?P<label>(?:[^\[\]{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,99}\}){0,99}\})"
    r"{0,200}\}){0,300})\]\s*+)?+\{(?P<key>[^{}\s]{1,200})\}"
)
_LINK = re.compile(r"\\href(?:@noop)?\s*\{(?P<target>[^{}]{0,500})\}\s*\{")
_ADDRESS = re.compile(r"\\(?P<kind>url|path|doi|DOI)\s*\{(?P<address>[^{}]{1,500})\}")
_DOI_BASE = re.compile(
    r"\\(?:doibase|natexlab)\b\s*|\\(?:newblock|hskip[^\\\n]{0,60}relax|penalty\s?0)\b"
)
_REVTEX_ARGUMENT = re.compile(
    r"\\(?:bibinfo|bibfield|BibitemShut|providecommand|selectlanguage)\s*\{[^{}]{0,40}\}\s*"
)
_REVTEX = re.compile(
    r"\\(?:bib(?:info|field|namefont|fnamefont)|BibitemShut|Bibitem(?:Open|Shut)|selectlanguage"
    r"|providecommand|bibfield|eprint|Eprint|enquote|natexlab|bibAnnoteFile|SlaccitationBlock)\b\s*"
)
_ITALIC = re.compile(
    r"\\(?:emph|textit|textsl)\s*\{(?P<a>[^{}*]{1,300})\}|\{\\(?:em|it|sl|itshape)\b\s*(?P<b>[^{}*]{1,300}?)(?:\\/)?\}"
)
_COMMAND = re.compile(r"\\[A-Za-z@]+\*?")
_ENTRY = re.compile(
    r"\\entry\{(?P<key>[^{}]{1,200})\}\{(?P<type>[A-Za-z]{1,40})\}\{[^{}]*\}(?:\{[^{}]*\})?"
    r"(?P<body>(?s:(?:(?!\\entry\{).)*?))\\endentry"
)
_FIELD = re.compile(r"\\(?:field|strng|list)\{(?P<name>[a-z]{1,40})\}(?P<count>\{\d{1,4}\})?\{")
_NAMES = re.compile(r"\\name\{(?P<role>author|editor|translator)\}\{\d{1,5}\}\{[^{}]*\}\{")
_PART = re.compile(r"(?P<name>family|given|prefix|suffix)=\{")
_VERB = re.compile(r"\\verb\{(?P<name>[a-z]{1,20})\}\s*\\verb (?P<value>[^\n]{1,2000})\n")
_SAYS = {
    "bibrangedash": "--", "bibrangessep": ", ", "bibinitperiod": ".", "bibinithyphendelim": ".-",
    "bibnamedelima": " ", "bibnamedelimb": " ", "bibnamedelimc": " ", "bibnamedelimd": " ",
    "bibnamedelimi": " ",
}  # fmt: skip
"""What biblatex's commands in fields stand for."""
_SAID = re.compile(rf"\\({'|'.join(_SAYS)})(?![A-Za-z])(?:\{{\}})?[ ]?")


def without_comments(text: str) -> str:
    """Return LaTeX with blanks in place of comments and of what is shown as it stands."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def references(text: str, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references of the lists in LaTeX; none if there is no list."""
    if "\\entry{" in text and "\\endentry" in text:
        return _of_biblatex(text, on_problem)
    from cikrefs.printed.references import of_entries

    found = list(_items(text))
    read = of_entries((print_, label, line) for _, label, print_, line in found)
    return [replace(one, id=key) for one, (key, *_) in zip(read, found, strict=True)]


def _items(text: str) -> Iterator[tuple[str, str, str, int]]:
    """Yield the key, the label, the print and the line of each item of the lists."""
    starts, lines = list(_ITEM.finditer(text)), Lines(text)
    for number, (item, after) in enumerate(zip(starts, [*starts[1:], None], strict=False), 1):
        stop = after.start() if after else len(text)
        end = _LIST_END.search(text, item.end(), stop)
        label = item["label"]
        shown = str(number) if label is None or "(" in label else decoded(label)
        print_ = decoded(text[item.end() : end.start() if end else stop])
        yield item["key"], shown, print_, lines.place(item.start())[0]


def decoded(source: str) -> str:
    """Return the print that LaTeX makes, italics as Markdown's, links' targets behind them."""
    text = " ".join(without_comments(source).split())
    text = _DOI_BASE.sub(" ", text)
    text = _ADDRESS.sub(_address, _linked(text))
    text = _REVTEX_ARGUMENT.sub("", text)
    text = _REVTEX.sub("", text)
    text = _ITALIC.sub(lambda found: f"*{(found['a'] or found['b']).strip()}*", text)
    text = _COMMAND.sub(_journal, text)
    plain = latex.decode(text).replace("\u00a0", " ").replace("\u2009", " ")
    plain = re.sub(r"\\[A-Za-z@]+\s?|(?<!\\)[{}]", "", plain)
    return re.sub(r" ([,.;:])", r"\1", " ".join(plain.split()))


def _linked(text: str) -> str:
    """Return LaTeX with the text of each link in its place, the DOI it leads to behind it."""
    pieces, at = list[str](), 0
    for found in _LINK.finditer(text):
        if found.start() < at:
            continue
        shown = _braced(text, found.end())
        target = found["target"].strip()
        doi = dois.bare(target)
        pieces += [text[at : found.start()], shown]
        if dois.is_doi(doi) and doi not in shown:
            pieces.append(f" {dois.url(doi)}")
        at = found.end() + len(shown) + 1
    return "".join([*pieces, text[at:]])


def _address(found: re.Match[str]) -> str:
    is_doi = found["kind"].lower() == "doi"
    return latex.unescape(f"https://doi.org/{found['address']}" if is_doi else found["address"])


def _journal(found: re.Match[str]) -> str:
    named = journal(found[0])
    return named[1] if named else found[0]


def _of_biblatex(text: str, on_problem: OnProblem | None) -> list[Reference]:
    """Return the entries of biblatex's `.bbl`, each once."""
    from cikrefs.formats import bibtex

    written: dict[str, tuple[str, int]] = {}
    places = Lines(text)
    for entry in _ENTRY.finditer(text):
        fields = dict(_fields(entry["body"]))
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        bib = "\n".join([f"@{entry['type']}{{{entry['key']},", *lines, "}", ""])
        written.setdefault(entry["key"], (bib, places.place(entry.start())[0]))
    read = bibtex.loads("\n".join(bib for bib, _ in written.values()), on_problem=on_problem)
    return [
        replace(one, source=replace(one.source, line=written[one.id][1], positions={}))
        for one in read
    ]


def _fields(body: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a `.bbl` entry by their names in a .bib."""
    parts = dict[str, str]()
    for found in _FIELD.finditer(body):
        value = _braced(body, found.end())
        if found["count"]:
            pieces = _pieces(value)
            value = " and ".join(pieces)
        parts[found["name"]] = value
    for found in _NAMES.finditer(body):
        yield found["role"], " and ".join(_people(_braced(body, found.end())))
    for found in _VERB.finditer(body):
        if found["name"] in {"doi", "url", "eprint"}:
            yield found["name"], found["value"].strip()
    date = "-".join(parts[name] for name in ("year", "month", "day") if name in parts)
    if date:
        yield "date", re.sub(r"(?<=-)(\d)(?!\d)", r"0\1", date)
    unwanted = ("hash", "sort", "label", "extra", "day", "month", "year", "namepartid", "dateera")
    for name, value in parts.items():
        if not any(word in name for word in unwanted) and name not in {"langid", "langidopts"}:
            yield name, _SAID.sub(lambda one: _SAYS[one[1]], value)


def _people(names: str) -> Iterator[str]:
    for person in _pieces(names):
        parts = {
            found["name"]: _SAID.sub(lambda one: _SAYS[one[1]], _braced(person, found.end()))
            for found in _PART.finditer(person)
        }
        family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
        said = [
            f"{{{family}}}" if "," in family else family,
            parts.get("suffix"),
            parts.get("given"),
        ]
        if said[2] is None:
            yield f"{{{family}}}"
        else:
            yield ", ".join(part for part in said if part)


def _pieces(text: str) -> list[str]:
    """Return what stands in braces at the top of `text`, in order."""
    found, at = list[str](), 0
    while (start := text.find("{", at)) >= 0:
        piece = _braced(text, start + 1)
        # a name is {{hash=…}{family={…}}}: two groups in one
        found.append(piece)
        at = start + len(piece) + 2
    return found


def _braced(text: str, start: int) -> str:
    """Return what stands from `start` up to the brace that closes it."""
    depth, at = 1, start
    for brace in re.finditer(r"\\[{}]|[{}]", text[start:]):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return text[start : start + brace.start()]
        at = start + brace.end()
    return text[start:at]
