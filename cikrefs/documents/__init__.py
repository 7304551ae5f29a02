"""Documents: what kind of file it is, and the text or the references in it."""

from __future__ import annotations

from cikrefs.documents.kinds import Document, read

__all__ = ["Document", "read"]
