"""Zotero as a place where references go: the one on this computer, or a library on zotero.org."""

from __future__ import annotations

from cikrefs.zotero.destination import BATCH, Added, Destination

__all__ = ["BATCH", "Added", "Destination"]
