"""Small styles made for the tests, and a machine that has no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from cikrefs.lists.styles import installed

NAMESPACE = "http://purl.org/net/xbiblio/csl"
ADDRESS = "https://styles.example.org/"
LAYOUT = '<layout><text variable="title"/></layout>'
CITATION = f"<citation>{LAYOUT}</citation>"
BIBLIOGRAPHY = f"<bibliography>{LAYOUT}</bibliography>"


def style(body: str = CITATION + BIBLIOGRAPHY, *, head: str = "", attributes: str = "") -> str:
    """Return a style of version 1.0 unless `attributes` say another, two lines before its body."""
    attributes = attributes if "version=" in attributes else f'version="1.0" {attributes}'
    return (
        f'<style xmlns="{NAMESPACE}" class="in-text" {attributes}>\n'
        f"<info>{head or '<title>Made</title>'}</info>\n{body}</style>\n"
    )


def put(folder: Path, name: str, title: str, more: str = "", **rest: str) -> Path:
    """Put an independent style called `name` into `folder`."""
    head = f"<title>{title}</title><id>{ADDRESS}{name}</id>{more}"
    return _written(folder / f"{name}.csl", style(head=head, **rest))


def put_dependent(folder: Path, name: str, parent: str, more: str = "", locale: str = "") -> Path:
    """Put a style called `name` that follows `parent` into `folder`."""
    head = (
        f"<title>Title of {name}</title><id>{ADDRESS}{name}</id>"
        f'<link href="{ADDRESS}{parent}" rel="independent-parent"/>{more}'
    )
    attributes = f'default-locale="{locale}"' if locale else ""
    return _written(folder / f"{name}.csl", style("", head=head, attributes=attributes))


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def only(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Leave cikrefs nothing but `folder` and its own style, and an empty home; return `folder`."""
    home = folder.parent / "home"
    folder.mkdir(parents=True, exist_ok=True)
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    monkeypatch.setenv("CIKREFS_STYLES", str(folder))
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    monkeypatch.setattr(installed, "DEBIAN", folder.parent / "none")
    return folder
