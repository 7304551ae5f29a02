"""Citation styles: found by name, title, ISSN, file or address, and checked."""

from __future__ import annotations

from cikrefs.lists.styles.style import Style, find

__all__ = ["Style", "find"]
