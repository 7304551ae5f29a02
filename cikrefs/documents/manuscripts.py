r"""Manuscripts that cite by keys: LaTeX, Markdown with a `bibliography:`, Typst.

Their references stand in files beside them or, in LaTeX, in a list of their own (see `latex`). Only
what is cited is read from a bibliography that others may share. What a manuscript includes is read
too, from its own folder and below and nowhere else, each file once; included text stands on the
line that includes it, so that lines are always those of the manuscript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cikrefs.errors import InputError, OnProblem, Problem, report
from cikrefs.models import Reference

__all__ = ["FRONT", "is_manuscript", "read", "syntax"]

_LATEX = re.compile(
    r"^[ \t]*\\(?:documentclass|documentstyle|begin\{document\}|begin\{thebibliography\}"
    r"|bibliography\{|addbibresource|bibitem|datalist|sortlist|refsection\{)"
    r"|\\begin\{thebibliography\}",
    re.MULTILINE,
)
FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>(?:(?!---|\.\.\.)[^\n]*\n)*)(?:---|\.\.\.)")
"""The head of a Markdown file, in YAML."""
_FRONT_BIBLIOGRAPHY = re.compile(
    r"^bibliography:[ \t]*(?P<value>[^\n]*(?:\n[ \t]*-[^\n]*)*)", re.MULTILINE
)
_TYPST = re.compile(r"#bibliography\(\s*+(?P<files>\(?(?:\s*+\"[^\"\n]{1,300}\"\s*+,?)+)")
_QUOTED = re.compile(r"\"([^\"\n]{1,300})\"")
_RESOURCE = re.compile(
    r"\\(?:bibliography|addbibresource|addglobalbib)(?:\[[^\[\]]{0,200}\])?\s*"
    r"\{(?P<files>[^{}]{1,1000})\}"
)
_INCLUDE = re.compile(
    r"\\(?:input|include|subfile)\s*\{(?P<braced>[^{}\n]{1,300})\}|\\input\s+(?P<bare>[^\s{}\\]{1,300})"
)
_BIB_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_MOST_FILES = 200
"""No more files are included."""
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)


def syntax(text: str) -> str:
    """Return how a manuscript cites: "latex", "markdown", "typst", or "" for another text."""
    if "\\" in text and _LATEX.search(text) and not _ENTRY.search(text[:2000]):
        return "latex"
    front = FRONT.match(text)
    if front and _FRONT_BIBLIOGRAPHY.search(front["yaml"]):
        return "markdown"
    return "typst" if "#bibliography(" in text and _TYPST.search(text) else ""


def is_manuscript(content: bytes) -> bool:
    """Whether a file is a manuscript that cites by keys, or a LaTeX list of references."""
    if b"\0" in content or not any(mark in content for mark in (b"\\", b"---", b"#bibliography")):
        return False
    return bool(syntax(content.decode("utf-8", "replace")))


def read(
    content: bytes, path: Path | None, on_problem: OnProblem | None
) -> tuple[str, list[Reference]]:
    """Return a manuscript's text and the references it cites, or those of the list in it.

    Raises InputError for one that has neither list nor bibliography.
    """
    from cikrefs import keys
    from cikrefs.documents import latex

    text = _decoded(content)
    folder = path.parent if path else None
    kind = syntax(text)
    if kind == "latex":
        text = _with_included(latex.without_comments(text), folder, on_problem, path)
        found = latex.references(text, on_problem)
        if found:
            return text, keys.assign(found)
    names = [*dict.fromkeys(_resources(text, kind))]
    if not names:
        raise InputError(
            "holds no list of references and names no bibliography; give the .bib or .bbl file"
        )
    references = [one for name in names for one in _resource(name, folder, kind, on_problem)]
    if not references and path is not None and path.with_suffix(".bbl").is_file():
        found = latex.references(_decoded(path.with_suffix(".bbl").read_bytes()), on_problem)
        return text, keys.assign(found)
    return text, _cited(text, references, names, on_problem)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n")


def _resources(text: str, kind: str) -> Iterator[str]:
    """Yield the names of the bibliographies a manuscript names."""
    if kind == "latex":
        for found in _RESOURCE.finditer(text):
            yield from (name.strip() for name in found["files"].split(",") if name.strip())
    elif kind == "markdown":
        front = FRONT.match(text)
        said = _FRONT_BIBLIOGRAPHY.search(front["yaml"]) if front else None
        for name in re.split(r"[\n,\[\]]", said["value"] if said else ""):
            if bare := name.strip().removeprefix("-").strip().strip("\"'"):
                yield bare
    else:
        for found in _TYPST.finditer(text):
            yield from _QUOTED.findall(found["files"])


def _resource(
    name: str, folder: Path | None, kind: str, on_problem: OnProblem | None
) -> list[Reference]:
    """Return the references of a bibliography beside the manuscript."""
    from cikrefs.formats import FORMATS, detect

    if kind == "latex" and not Path(name).suffix:
        name += ".bib"
    path = _inside(name, folder, "the bibliography", on_problem)
    if path is None:
        return []

    def on_problem_there(problem: Problem) -> None:
        report(replace(problem, message=f"{name}: {problem.message}", line=None), on_problem)

    text = _decoded(path.read_bytes())
    read = FORMATS[detect(text)].loads(text, on_problem=on_problem_there)
    file = str(folder / name) if folder else name
    return [replace(one, source=replace(one.source, file=file)) for one in read]


def _inside(name: str, folder: Path | None, what: str, on_problem: OnProblem | None) -> Path | None:
    """Return the file `name` in the folder or below; None, which is told, if none can be read."""
    if folder is None:
        message = f"names {what} {name}, which is looked for beside a file; give the file's path"
    else:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            message = f"names {what} {name}, which lies outside its folder and is not read"
        elif path.is_file():
            return path
        else:
            message = f"names {what} {name}, and there is no such file beside it"
    report(Problem(message), on_problem)
    return None


def _with_included(
    text: str, folder: Path | None, on_problem: OnProblem | None, path: Path | None
) -> str:
    """Return LaTeX with what it includes in place of the command, all on that line."""
    from cikrefs.documents import latex

    open_: list[Path] = [path.resolve()] if path else []
    count = 0

    def included(found: re.Match[str]) -> str:
        nonlocal count
        name = (found["braced"] or found["bare"]).strip()
        if folder is None or count >= _MOST_FILES or "\\" in name or "#" in name:
            return found[0]
        count += 1
        candidates = [name, f"{name}.tex"]
        there = next((one for one in candidates if (folder / one).is_file()), candidates[-1])
        file = _inside(there, folder, "the file", on_problem)
        if file is None:
            return ""
        if file in open_:
            report(Problem(f"includes itself: {name} is included in itself"), on_problem)
            return ""
        open_.append(file)
        inner = latex.without_comments(_decoded(file.read_bytes()))
        inner = _INCLUDE.sub(included, inner).replace("\n", " ")
        open_.pop()
        return inner

    return _INCLUDE.sub(included, text)


def _cited(
    text: str,
    references: Iterable[Reference],
    names: Sequence[str],
    on_problem: OnProblem | None,
) -> list[Reference]:
    """Return the references that the text cites, each on the line of its first citation."""
    from cikrefs.citations import keyed

    given = list(references)
    lines = keyed.first_lines(text)
    if "*" in lines or not lines:
        chosen = [(one, lines.get(one.id)) for one in given]
    else:
        chosen = [(one, lines[one.id]) for one in given if one.id in lines]
    left = len(given) - len(chosen)
    if left:
        message = f"does not cite {left} of {len(given)} in {', '.join(names)}; they are left out"
        report(Problem(message, lost=False), on_problem)
    return [
        replace(
            one,
            source=replace(one.source, line=line or 1, positions={}, bibliography=one.source),
        )
        for one, line in chosen
    ]
