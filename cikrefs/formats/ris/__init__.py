"""RIS: `file` is the whole .ris, `records` one record of it, `tags` the table of tags."""

from __future__ import annotations

from cikrefs.formats.ris.file import dumps, iterate, loads, pieces

__all__ = ["dumps", "iterate", "loads", "pieces"]
