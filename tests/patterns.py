"""All patterns of the package, how each is used, and the texts that are hardest for it.

Patterns are kept in names, tables and dataclasses, or written inside functions: the first are found
in the modules, the second in their source. How a pattern is used (`match`, `fullmatch`, or one of
those that search) is read from the source too. What is hard for a pattern is told by its repeats:
a text that leads up to one, then what it repeats, over and over, then something it cannot take.
"""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import cikrefs

Regex = re.Pattern[str] | re.Pattern[bytes]
_ANCHORED = ("match", "fullmatch")
_FLAGS_AT = {"compile": 1, "split": 3, "sub": 4, "subn": 4}
"""Where a function of `re` takes its flags; the others take them third."""
_MANY = 20
"""A repeat of more than so many is hard."""
_TRIED = "a1 A.,-;:([\n\t{<\"'|é~"
LOCAL: dict[str, dict[str, Any]] = {"printed.shapes": {"pattern": "(?P<family>[A-Z])"}}
"""What the names in a pattern stand for that a function makes of its arguments, by module.

A name that is not here stands for a word."""


class Word(str):
    """A word whose attributes are the word."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Word:
        return self


@dataclass(frozen=True)
class Used:
    """A pattern and the ways in which it is used: "match", "fullmatch", "search"."""

    regex: Regex
    ways: frozenset[str]


def used_in_package() -> dict[str, Used]:
    """Return all patterns of the package by module and name, or by module and line."""
    names = (info.name for info in pkgutil.walk_packages(cikrefs.__path__, "cikrefs."))
    modules = [cikrefs, *(import_module(n) for n in names if not n.endswith("__main__"))]
    trees = {one: ast.parse(Path(str(one.__file__)).read_text("utf-8")) for one in modules}
    ways: dict[Regex, set[str]] = {}
    for module, tree in trees.items():
        for regex, way in _ways(module, tree):
            ways.setdefault(regex, set()).add(way if way in _ANCHORED else "search")
    found: dict[str, Used] = {}
    seen = set[Regex]()
    for module, tree in trees.items():
        home = module.__name__.removeprefix("cikrefs.")
        for name, regex, way in (*_written(module, tree, home), *_kept(module, tree, home)):
            if regex not in seen:
                seen.add(regex)
                also = (way if way in _ANCHORED else "search",) if way else ("search",)
                found[name] = Used(regex, frozenset(ways.get(regex, also)))
    return found


def _ways(module: ModuleType, tree: ast.AST) -> Iterator[tuple[Regex, str]]:
    """Yield each pattern of a module that has a name, and the methods called of it."""
    methods = {
        id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            value = vars(module).get(node.id)
            if isinstance(value, re.Pattern):
                yield value, methods.get(id(node), "search")


def _written(module: ModuleType, tree: ast.AST, home: str) -> Iterator[tuple[str, Regex, str]]:
    """Yield the patterns written inside functions."""
    space = {**vars(module), **LOCAL.get(home, {})}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            method = _of_re(node)
            if isinstance(node, ast.Call) and method not in (None, "escape"):
                at = _FLAGS_AT.get(str(method), 2)
                named = [word.value for word in node.keywords if word.arg == "flags"]
                flags = [_value(one, space) for one in (*node.args[at:], *named)]
                regex = re.compile(_value(node.args[0], space), *flags)
                yield (
                    f"{home}:{node.lineno}",
                    regex,
                    "search" if method == "compile" else str(method),
                )


def _of_re(node: ast.AST) -> str | None:
    """Return the name of the function of `re` that a node calls."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of = node.func.value
        return node.func.attr if isinstance(of, ast.Name) and of.id == "re" else None
    return None


def _value(node: ast.expr, space: dict[str, Any]) -> Any:
    while True:
        try:
            return eval(ast.unparse(node), space)  # noqa: S307  # the package's own source
        except NameError as error:
            space[str(error.name)] = Word("doi")


def _kept(module: ModuleType, tree: ast.Module, home: str) -> Iterator[tuple[str, Regex, str]]:
    """Yield the patterns in what a module gives a name to, its imports left out."""
    given = {
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }
    for name, value in vars(module).items():
        if name not in given:
            continue
        for number, regex in enumerate(_patterns(value)):
            yield f"{home}.{name}:{number}", regex, ""


def _patterns(value: Any, depth: int = 0) -> Iterator[Regex]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 3:
        return
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _patterns(item, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _patterns(item, depth + 1)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _patterns(getattr(value, one.name, None), depth + 1)


def hard(regex: Regex) -> set[tuple[str, str]]:
    """Return texts that are hard for a pattern: what comes first, and what is then repeated."""
    source = regex.pattern
    parse = import_module("re._parser").parse
    tree = parse(
        source if isinstance(source, str) else source.decode("latin-1"), regex.flags & ~re.UNICODE
    )
    pumps = set(_pumps(tree, ""))
    return pumps | {("", before + again) for before, again in pumps}


def _pumps(items: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield for each repeat in a parsed pattern what leads up to it, and what it may repeat."""
    for what, how in items:
        kind = str(what)
        if kind.endswith("_REPEAT"):
            if how[1] > _MANY:
                single = len(how[2]) == 1 and str(how[2][0][0]) in ("IN", "ANY", "NOT_LITERAL")
                bodies = [c for c in _TRIED if single and _takes(how[2][0], c)]
                yield from ((before, body) for body in (*bodies, _sample(how[2])) if body)
            yield from _pumps(how[2], before)
        for inner in _inside(kind, how):
            yield from _pumps(inner, before)
        before += _sample([(what, how)])


def _inside(kind: str, how: Any) -> list[Any]:
    """Return the patterns inside a part of a pattern that is no repeat."""
    if kind == "BRANCH":
        return list(how[1])
    places = {"SUBPATTERN": 3, "ASSERT": 1, "ASSERT_NOT": 1}
    return [how] if kind == "ATOMIC_GROUP" else [how[places[kind]]] if kind in places else []


def _sample(items: Iterable[Any]) -> str:
    """Return a short text that a parsed pattern takes, as far as that is easy."""
    text = ""
    for what, how in items:
        kind = str(what)
        if kind == "LITERAL":
            text += chr(how)
        elif kind in ("IN", "ANY", "NOT_LITERAL"):
            text += next((c for c in (*_TRIED, *_members(kind, how)) if _takes((what, how), c)), "")
        elif kind.endswith("_REPEAT"):
            text += _sample(how[2]) * min(max(how[0], how[1] > 1), 3)
        elif not kind.startswith("ASSERT"):
            text += "".join(map(_sample, _inside(kind, how)[:1]))
    return text


def _members(kind: str, how: Any) -> list[str]:
    """Return some characters that are named in a set."""
    named = [(str(what), value) for what, value in how] if kind == "IN" else []
    return [
        chr(value if what == "LITERAL" else value[0])
        for what, value in named
        if what in ("LITERAL", "RANGE")
    ]


def _takes(place: tuple[Any, Any], char: str) -> bool:
    """Whether a single place of a parsed pattern takes a character."""
    kind, how = str(place[0]), place[1]
    if kind == "ANY":
        return char != "\n"
    if kind != "IN":
        return (ord(char) == how) is (kind == "LITERAL")
    return any(_is_in(str(part), value, char) for part, value in how) is not (
        str(how[0][0]) == "NEGATE"
    )


def _is_in(kind: str, value: Any, char: str) -> bool:
    if kind == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    if kind == "CATEGORY":
        negated, name = "NOT" in str(value), str(value).rpartition("_")[2]
        letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name]
        return bool(re.match(rf"\{letter}", char)) is not negated
    return kind == "LITERAL" and ord(char) == value
