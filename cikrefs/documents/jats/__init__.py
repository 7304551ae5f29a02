"""JATS, the XML of journals: `article` has the list, `parts` one citation, `tags` the table."""

from __future__ import annotations

from cikrefs.documents.jats.article import loads

__all__ = ["loads"]
