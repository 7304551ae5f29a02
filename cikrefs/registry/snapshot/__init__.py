"""Crossref's public data file as a folder of Parquet, which answers what its API would."""

from __future__ import annotations

from cikrefs.registry.snapshot.building import build
from cikrefs.registry.snapshot.folder import Info, info
from cikrefs.registry.snapshot.matching import add_match_keys
from cikrefs.registry.snapshot.registry import Snapshot

__all__ = ["Info", "Snapshot", "add_match_keys", "build", "info"]
