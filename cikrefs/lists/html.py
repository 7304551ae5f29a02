"""A list as a page, or as a fragment for one.

The classes are those that citation processors give a list (`csl-bib-body`, `csl-entry`), so that a
site's own style applies; the roles say that it is one. The page loads nothing and runs nothing: its
style stands in it, known to its Content-Security-Policy by its hash. It is a jinja2 template, since
autoescaping makes the escaped value the ordinary one.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from cikrefs.lists.coins import context_object
from cikrefs.lists.model import FormattedList, Mark, Run

_TAGS: dict[Mark, str] = {
    "italic": "i",
    "bold": "b",
    "superscript": "sup",
    "subscript": "sub",
    "underline": "u",
}

_SMALL_CAPS = "font-variant: small-caps"
"""HTML has no element for these, and a fragment has no style sheet."""


def dumps(formatted: FormattedList, *, fragment: bool = False) -> str:
    """Return a page, or as a `fragment` the element `div.csl-bib-body`."""
    here = files("cikrefs.lists")
    style = here.joinpath("page.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(here.joinpath("page.html").read_text(encoding="utf-8"))
    text = template.render(
        context_object=context_object,
        formatted=formatted,
        fragment=fragment,
        hashes=[_hash(style), _hash(_SMALL_CAPS)],
        small_caps=_SMALL_CAPS,
        style=style,
        tags=_tags,
    )
    return text.strip() + "\n"


def _hash(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()


def _tags(run: Run) -> list[str]:
    """Return the elements around a run, the outermost first."""
    return [tag for mark, tag in _TAGS.items() if mark in run.marks]
