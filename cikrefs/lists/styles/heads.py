"""What a style says of itself: the `<info>` at the start of its file.

Ten thousand styles are searched by their heads alone, which takes a third of a second and so needs
no index that could go stale. Names and titles are compared folded, so that nobody has to type
hyphens and capitals as a file name has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from anyascii import anyascii

from cikrefs.documents import trees
from cikrefs.errors import InputError, Problem

CSL = "{http://purl.org/net/xbiblio/csl}"
"""The namespace of every element (https://docs.citationstyles.org/en/stable/specification.html)."""

_HEAD = 8192
"""Bytes; the longest head among 10,844 published styles ends at 4,994."""

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Head:
    """One style: `name` is that of its file, `id` the address it is known by everywhere.

    `kind` is CSL's citation format: "numeric", "author-date", "note", "label", "author" or "".
    `parent` is the id of the style that a dependent style follows, "" for an independent one;
    `locale` its default locale. `fields` are CSL's categories ("medicine").
    """

    name: str
    path: Path
    title: str = ""
    title_short: str = ""
    id: str = ""
    kind: str = ""
    fields: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    parent: str = ""
    locale: str = ""


def fold(text: str) -> str:
    """Return `text` as styles name their files: "Food & Function" is food-and-function."""
    plain = text if text.isascii() else anyascii(text)
    return "-".join(_WORD.findall(plain.replace("&", " and ").lower()))


def read(path: Path) -> Head:
    """Return the head of the style in a file. The rest of the file is neither read nor checked.

    Raises InputError for a file that cannot be read or starts with no such head.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_HEAD)
            start, end, _ = content.partition(b"</info>")
            content = start + end + b"</style>" if end else content + file.read()
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror or error}", file=str(path))
        raise InputError(problem) from error
    try:
        return of(trees.xml(content), path)
    except InputError as error:
        raise error.in_file(str(path)) from error


def of(root: trees.Element, path: Path) -> Head:
    """Return the head of the style whose root is `root`."""
    info = root.find(f"{CSL}info")
    said: dict[str, list[trees.Element]] = {}
    for child in () if info is None else info:
        said.setdefault(trees.name(child), []).append(child)

    def texts(tag: str) -> tuple[str, ...]:
        return tuple(trees.text(child) for child in said.get(tag, ()))

    categories, links = said.get("category", ()), said.get("link", ())
    kinds = (category.get("citation-format") for category in categories)
    fields = (category.get("field") for category in categories)
    parents = (link.get("href") for link in links if link.get("rel") == "independent-parent")
    return Head(
        name=path.stem,
        path=path,
        title="".join(texts("title")[:1]),
        title_short="".join(texts("title-short")[:1]),
        id="".join(texts("id")[:1]),
        kind=next(filter(None, kinds), ""),
        fields=tuple(filter(None, fields)),
        issns=texts("issn") + texts("eissn") + texts("issnl"),
        parent=next(filter(None, parents), ""),
        locale=root.get("default-locale") or "",
    )
