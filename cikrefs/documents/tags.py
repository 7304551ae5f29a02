"""What the names of HTML's elements mean for text, and which elements say nothing."""

from __future__ import annotations

import re
from statistics import median

from cikrefs.documents import trees
from cikrefs.documents.trees import Element

UNSEEN = frozenset("head script style template svg annotation annotation-xml".split())
BLOCKS = frozenset(
    """address article aside blockquote body caption center details dialog div dl fieldset
    figcaption figure footer form header hr legend main nav ol p pre section summary table tbody
    tfoot thead tr ul""".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
CELLS = frozenset("dd dt li td th".split())
ITEMS = frozenset("dd li tr".split())
LISTS = frozenset("ol ul".split())
BREAKS = BLOCKS | CELLS | {"br"}
_SHORT = 40
"""Half the items of a list of references are longer, in characters."""
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def is_left_out(element: Element) -> bool:
    """Whether an element says nothing: a browser hides it, or it is a link with a link's word."""
    return _is_hidden(element) or _is_link_word(element)


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_link_word(element: Element) -> bool:
    """Whether an element is a link with a publisher's word ("CrossRef") or an arrow back for text.

    A reference's own text is never linked so.
    """
    if trees.name(element) != "a":
        return False
    from cikrefs.printed.furniture import is_link_word

    return is_link_word(trees.text(element))


def has_short_items(element: Element) -> bool:
    """Whether an element is a list whose items are too short for references: of names."""
    sizes = [len(trees.text(one)) for one in element if trees.name(one) == "li"]
    return trees.name(element) in LISTS and bool(sizes) and median(sizes) < _SHORT
