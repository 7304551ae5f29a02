"""The library reference, `docs/library.md`, made from the docstrings of what is public."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import cikrefs

MODULES = (
    "cikrefs.formats",
    "cikrefs.formats.bibtex",
    "cikrefs.formats.ris",
    "cikrefs.formats.csl.json",
    "cikrefs.printed",
    "cikrefs.documents",
    "cikrefs.citations",
    "cikrefs.checks",
    "cikrefs.registry",
    "cikrefs.registry.lockfile",
    "cikrefs.registry.locking",
    "cikrefs.registry.snapshot",
    "cikrefs.reports",
    "cikrefs.corrections",
    "cikrefs.keys",
    "cikrefs.dois",
)
INTRODUCTION = """\
# Library reference

Made from the docstrings (`python -m tests.pages`). Fields have CSL's names, values are frozen, and
what could not be asked is a value, never an exception.
"""


def page() -> str:
    """Return the page."""
    parts = [
        INTRODUCTION,
        f"## cikrefs\n\n```text\n{inspect.getdoc(cikrefs)}\n```\n",
    ]
    parts += [_entry(name, getattr(cikrefs, name)) for name in cikrefs.__all__]
    for name in MODULES:
        module = import_module(name)
        parts.append(f"## {name}\n\n{_text(module)}")
        parts += [_entry(member, value) for member, value in _public(module)]
    return "\n".join(parts)


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield the functions and classes that a module promises: its `__all__`, else all it defines.

    Those that `cikrefs` itself hands on are told there.
    """
    lazy = {name: getattr(module, name) for name in getattr(module, "__all__", ())}
    for name, value in (vars(module) | lazy).items():
        is_ours = getattr(value, "__module__", None) == module.__name__ and name[0] != "_"
        is_promised = name in module.__all__ if hasattr(module, "__all__") else is_ours
        is_known = getattr(cikrefs, name, None) is value if name in cikrefs.__all__ else False
        is_noun_or_verb = inspect.isfunction(value) or inspect.isclass(value)
        if is_promised and is_noun_or_verb and not is_known:
            yield name, value


def _entry(name: str, value: object) -> str:
    if not inspect.isclass(value):
        return f"### {name}\n\n```python\n{_signature(name, value)}\n```\n\n{_text(value)}"
    fields = ""
    if dataclasses.is_dataclass(value):
        rows = [f"{field.name}: {field.type}" for field in dataclasses.fields(value)]
        rows = [row.replace("'", '"') for row in rows]  # as the formatter writes them
        fields = "```python\n" + "\n".join(rows) + "\n```\n\n"
    elif issubclass(value, Exception):
        fields = f"Is a `{value.__base__.__name__}`.\n\n" if value.__base__ else ""
    methods = [
        f"- `{_signature(member, function)}`: {_first(function)}\n"
        for member, function in vars(value).items()
        if not member.startswith("_") and inspect.isfunction(function) and function.__doc__
    ]
    methods += [
        f"- `{member}` (read only): {_first(function)}\n"
        for member, function in vars(value).items()
        if not member.startswith("_") and isinstance(function, property)
    ]
    return f"### {name}\n\n{fields}{_text(value)}" + ("\n" if methods else "") + "".join(methods)


def _signature(name: str, function: object) -> str:
    assert callable(function)
    given = str(inspect.signature(function)).replace("'", "")
    return f"{name}{given}"


def _first(function: object) -> str:
    return (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")


def _text(value: object) -> str:
    """Return a docstring; its indented parts, drawings and examples, as they stand."""
    paragraphs = []
    for paragraph in (inspect.getdoc(value) or "").split("\n\n"):
        is_drawn = paragraph.startswith("    ")
        paragraphs.append(f"```text\n{paragraph}\n```" if is_drawn else paragraph)
    return "\n\n".join(paragraphs) + "\n"
