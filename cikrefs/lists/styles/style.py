"""A CSL style by whatever its user calls it: a path, an address, a name, a title, an ISSN.

The result is always the file of an independent style that was checked and has a
bibliography. Most published styles only name another one that they follow; they are followed here,
and named: pandoc would fetch the other from the network. Nothing is guessed: what is not found is
an error that names what is near.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cikrefs import installing
from cikrefs.documents import trees
from cikrefs.errors import InputError, Problem, shorten
from cikrefs.lists.styles import checks, heads, installed
from cikrefs.lists.styles.heads import Head, fold

_MEANT: Mapping[str, str] = {
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
}
"""What people call a family of styles, and the one of it that is for reference lists: Chicago's
other half is footnotes, and of the Harvards this is the one most guides describe."""

_ISSN = re.compile(r"([0-9]{4})-?([0-9]{3}[0-9Xx])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style that was checked: `path` is the file of an independent style with a bibliography.

    `title` and `id` are those of the style asked for. `locale` is the language it asks for
    ("en-GB") if the file at `path` does not say that, else "".
    """

    path: Path
    title: str
    id: str
    is_author_date: bool
    is_numeric: bool
    locale: str = ""


def find(name: str | None, *, on_notice: Callable[[str], None]) -> Style:
    """Return the style called `name`; the package's own for None.

    `name` is an http(s) address, a path (it ends in ".csl", or has a slash and something is there),
    or the name, the title or an ISSN of an installed style. `on_notice` is told what was followed,
    renamed, taken for it or kept.

    Raises InputError for a style that is not there, is broken or formats citations only.
    """
    if name is None:
        return _style(installed.OWN, str(installed.OWN), on_notice)
    if name.lower().startswith(("http://", "https://")):
        path = installed.by_id(name)
        if path is None:
            from cikrefs.lists.styles import web

            path = web.kept(name, on_notice=on_notice)
            try:
                return _style(path, name, on_notice)
            except InputError:
                path.unlink(missing_ok=True)  # mended at its address, it is to be fetched anew
                raise
        return _style(path, str(path), on_notice)
    if name.lower().endswith(".csl") or _is_path(name):
        return _style(Path(name).expanduser(), name, on_notice)
    path = _installed(name, on_notice)
    return _style(path, str(path), on_notice)


def _is_path(name: str) -> bool:
    """Whether `name` has a slash and something is there; titles have slashes too."""
    try:
        return ("/" in name or "\\" in name) and Path(name).expanduser().exists()
    except OSError:  # no file can have such a name
        return False


def _style(path: Path, said: str, on_notice: Callable[[str], None]) -> Style:
    """Return the style in the file at `path`, `said` to be its name in errors."""
    root = _read(path, said, on_notice)
    asked = heads.of(root, path)
    if asked.parent:
        path, root = _parent(asked, said, on_notice)
    said = str(path) if asked.parent else said
    try:
        checks.complete(root)
    except InputError as error:
        raise error.in_file(said) from error
    kind = heads.of(root, path).kind
    return Style(
        path=path.resolve(),
        title=asked.title,
        id=asked.id,
        is_author_date=kind == "author-date",
        is_numeric=kind == "numeric",
        locale=asked.locale if asked.parent else "",
    )


def _read(path: Path, said: str, on_notice: Callable[[str], None]) -> trees.Element:
    try:
        with path.open("rb") as file:
            content = file.read(checks.LARGEST + 1)
        return checks.form(content, on_notice=on_notice)
    except FileNotFoundError as error:
        message = "no such file; without “.csl” it is looked for among installed styles"
        raise InputError(Problem(message, file=said)) from error
    except OSError as error:
        raise InputError(Problem(f"cannot be read: {error.strerror}", file=said)) from error
    except InputError as error:
        raise error.in_file(said) from error


def _parent(head: Head, said: str, on_notice: Callable[[str], None]) -> tuple[Path, trees.Element]:
    """Return file and root of the style that `head` follows, and say so."""
    path = installed.parent_file(head)
    if path is None:
        message = f"follows {head.parent}, which is not installed; {_more()}"
        raise InputError(Problem(message, file=said))
    root = _read(path, str(path), on_notice)
    parent = heads.of(root, path)
    if parent.parent:
        message = f"follows {parent.name}, which follows another itself; CSL allows one step"
        raise InputError(Problem(message, file=said))
    on_notice(f"{head.name} follows {parent.name}")
    return path, root


def _installed(name: str, on_notice: Callable[[str], None]) -> Path:
    """Return the file of the installed style called `name`: a name, a title or an ISSN."""
    files, wanted = installed.files(), fold(name)
    if wanted in files:
        return files[wanted]
    if _MEANT.get(wanted) in files:
        on_notice(f"{name} is taken for {_MEANT[wanted]}; `cikrefs styles {name}` has others")
        return files[_MEANT[wanted]]
    today = installed.renamed(wanted)
    if today in files:
        on_notice(f"{name} is called {today} today")
        return files[today]
    found = installed.read(files.values(), lambda problem: on_notice(str(problem)))
    issn = _ISSN.fullmatch(name.strip())
    if issn:
        number = f"{issn[1]}-{issn[2]}".upper()
        same = [head for head in found if number in map(str.upper, head.issns)]
        return _only(name, same)
    titled = [head for head in found if wanted and fold(head.title) == wanted]
    words = set(wanted.split("-"))
    return _only(name, titled or [head for head in found if _says(head, words)])


def _says(head: Head, words: set[str]) -> bool:
    """Whether `words` are the style's whole name and what else its title says ("11th edition")."""
    name = set(fold(head.name).split("-"))
    return name <= words <= name | set(fold(head.title).split("-"))


def _only(name: str, found: list[Head]) -> Path:
    """Return the file of the one style in `found`; raise InputError for none and for several."""
    # several journals may share an ISSN; that is no question as long as they share the style
    if len({head.parent or head.id for head in found}) == 1:
        return min(found, key=lambda head: (bool(head.parent), head.name)).path
    if found:
        names = ", ".join(sorted(head.name for head in found))
        raise InputError(f"“{shorten(name, 60)}” may be any of these styles; name one: {names}")
    near = installed.nearest(name)
    hint = f"near: {', '.join(near)}; " if near else ""
    raise InputError(f"no style “{shorten(name, 60)}” is installed; {hint}{_more()}")


def _more() -> str:
    """Return how to get more styles, or how to search those that are there."""
    missing = [str(f.path) for f in installed.folders() if f.is_named and not f.path.is_dir()]
    if missing:
        return f"CIKREFS_STYLES names {missing[0]}, which is no folder"
    if installed.has_extra():
        return "`cikrefs styles WORD` searches those installed; a file or its address works too"
    return f"{installing.advice('styles')} brings thousands; a file or its address works too"
