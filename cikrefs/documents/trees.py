"""XML and HTML parsed into trees, safely: the one module that knows lxml.

lxml and not the standard library, because html.parser takes quadratic time on malformed pages and
xml.etree gives no line numbers. A document comes from anywhere, so nothing outside it is loaded and
no entity is expanded, which defuses entity bombs. Names of characters that
publishers' DTDs define (&ndash;) mean what they mean in HTML
(https://html.spec.whatwg.org/multipage/named-characters.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from cikrefs.errors import InputError, Problem

Element = etree._Element
"""A node with `tag`, `text`, `tail`, `get` and iteration, as in xml.etree, and `sourceline`."""

_LONGEST_TAG = 10_000
"""Characters of the longest tag, addresses that hold a whole picture apart: the parser compares
every attribute with all others."""
_MANY_ATTRIBUTES = re.compile(
    rf"<[A-Za-z](?:[^<>\"']|\"[^\"]{{0,200}}\"|'[^']{{0,200}}'){{{_LONGEST_TAG},}}+"
)


def xml(content: bytes) -> Element:
    """Return the root of an XML text without comments and processing instructions.

    Raises InputError for XML that is not well formed or refers to an entity of its own.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = f"is broken XML: {error.msg}; mend it there, or ask for it anew"
        raise InputError(Problem(message, line=error.lineno)) from error
    for entity in list(root.iter(etree.Entity)):
        _replace(entity)
    return root


def _replace(entity: Element) -> None:
    """Put the character that `entity` names in its place."""
    name_ = (entity.text or "").strip("&;")
    character = html5.get(f"{name_};")
    if character is None or _is_declared(name_, entity):
        message = (
            f"refers to the entity &{name_};, which may hold anything and is not expanded; expand"
            " it first (xmllint --noent FILE)"
        )
        raise InputError(Problem(message, line=entity.sourceline, text=entity.text))
    text = character + (entity.tail or "")
    before, parent = entity.getprevious(), entity.getparent()
    entity.tail = None
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
    if parent is not None:
        parent.remove(entity)


def _is_declared(name: str, entity: Element) -> bool:
    dtd = entity.getroottree().docinfo.internalDTD
    return dtd is not None and any(declared.name == name for declared in dtd.iterentities())


def html(text: str) -> Element | None:
    """Return the root of an HTML page, however malformed; None if it holds no element.

    Raises InputError for a page nested so deeply that the parser would leave its text out.
    """
    long = _MANY_ATTRIBUTES.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        raise InputError(
            Problem(f"is HTML with a tag of over {_LONGEST_TAG} characters", line=line)
        )
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    for error in parser.error_log:
        if error.type_name == "ERR_RESOURCE_LIMIT":
            raise InputError(Problem(f"is HTML too deep to read: {error.message}", line=error.line))
    return root


def walk(root: Element, skipped: frozenset[str]) -> Iterator[tuple[str, Element]]:
    """Yield ("start", element) and ("end", element) in document order, however deep the tree.

    An element whose local name is in `skipped` is passed over with all it holds.
    """
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if name(element) in skipped:
            if event == "start":
                events.skip_subtree()
            else:
                yield "skipped", element
        else:
            yield event, element


def to_bytes(root: Element) -> bytes:
    """Return an XML text that `xml` reads as the tree of `root`."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def name(element: Element) -> str:
    """Return the local name of an element: its tag without namespace."""
    return str(element.tag).rpartition("}")[2]  # QName refuses what malformed pages have for tags


def text(element: Element) -> str:
    """Return all text in an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())
