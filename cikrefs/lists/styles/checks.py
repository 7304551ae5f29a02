"""A style file is checked before pandoc sees it.

A style may come from anywhere, and pandoc does not guard itself: it takes an undefined macro for
empty text, and grows without bound on macros that call themselves. What is wrong in form is found
here and reported with its line; what is merely bad taste is left to pandoc.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter

from cikrefs.documents import trees
from cikrefs.errors import InputError, Problem
from cikrefs.lists.styles.heads import CSL

LARGEST = 2_000_000
"""Bytes; the largest published style has 246,038."""

_LARGEST_EXPANDED = 20_000_000
"""Elements once every macro stands where it is called; the most in a published style: 1,662,106."""

_VERSION = re.compile(r"1\.(\d{1,9})(?:\.\d{1,9})*")


def form(content: bytes, *, on_notice: Callable[[str], None]) -> trees.Element:
    """Return the root of the style in `content`, independent or dependent.

    A version of CSL after 1.0 is handed to `on_notice`. Raises InputError for what is no CSL 1.0
    style, without a file in its problem.
    """
    if len(content) > LARGEST:
        raise InputError(f"is no CSL style: it has more than {LARGEST:,} bytes")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(Problem("is not UTF-8; save it as UTF-8", line=line)) from error
    root = trees.xml(content)
    if root.getroottree().docinfo.doctype:
        raise InputError("has a DOCTYPE, which no CSL style needs; delete it")
    if trees.name(root) == "html":
        raise InputError("is a web page, no CSL style; give the address of the style's own file")
    if root.tag != f"{CSL}style":
        message = f"is no CSL style: its root is {root.tag!s}, not {CSL}style"
        raise InputError(Problem(message, line=root.sourceline))
    _version(root, on_notice)
    return root


def _version(root: trees.Element, on_notice: Callable[[str], None]) -> None:
    version = root.get("version", "")
    match = _VERSION.fullmatch(version)
    if match is None:
        said = f"is CSL {version}" if version else "does not say its version of CSL"
        message = f"{said}; only CSL 1.0 is understood: see https://citationstyles.org"
        raise InputError(Problem(message, line=root.sourceline))
    if int(match[1]) > 0:
        on_notice(f"the style is CSL {version}; what is newer than 1.0 in it may be left out")


def complete(root: trees.Element) -> None:
    """Make sure that an independent style can format a list.

    Raises InputError, without a file, for a style without bibliography, and for macros that are
    not defined, call themselves or expand beyond all measure.
    """
    if root.find(f"{CSL}bibliography") is None:
        message = "formats citations only: it has no bibliography; choose another style"
        raise InputError(Problem(message, line=root.sourceline))
    for part in ("citation", "bibliography"):
        if root.find(f"{CSL}{part}/{CSL}layout") is None:
            raise InputError(Problem(f"has no <{part}> with a <layout>", line=root.sourceline))
    _macros(root)


def _macros(root: trees.Element) -> None:
    macros = {macro.get("name", ""): macro for macro in root.iterfind(f"{CSL}macro")}
    for caller, line in _calls(root):
        if caller not in macros:
            message = f"the macro “{caller}” is called but not defined"
            raise InputError(Problem(message, line=line))
    called = {name: Counter(c for c, _ in _calls(macro)) for name, macro in macros.items()}
    try:
        order = tuple(TopologicalSorter(called).static_order())
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        message = f"the macro “{cycle[0]}” calls itself: {' → '.join(cycle)}"
        raise InputError(Problem(message, line=macros[cycle[0]].sourceline)) from error
    sizes: dict[str, int] = {}
    for name in order:
        sizes[name] = _expanded(macros[name], called[name], sizes)
    layouts = (child for child in root if trees.name(child) in ("citation", "bibliography"))
    for layout in layouts:
        size = _expanded(layout, Counter(c for c, _ in _calls(layout)), sizes)
        if size > _LARGEST_EXPANDED:
            message = f"is no CSL style: with its macros it has {size:,} elements"
            raise InputError(Problem(message, line=layout.sourceline))


def _expanded(element: trees.Element, called: Counter[str], sizes: dict[str, int]) -> int:
    """Return how many elements `element` has once each macro stands where it is called."""
    own = sum(1 for _ in element.iter())
    return own + sum(sizes[name] * times for name, times in called.items())


def _calls(element: trees.Element) -> Iterator[tuple[str, int | None]]:
    """Yield the name of each macro called in `element`, and its line."""
    for part in element.iter():
        name = part.get("macro")
        if name is not None:
            yield name, part.sourceline
