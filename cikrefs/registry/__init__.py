"""The registries: who can say what a DOI is, and what their answers become."""

from __future__ import annotations

from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer, OnProgress, Registries, Registry
from cikrefs.registry.settings import Settings

__all__ = ["Answer", "OnProgress", "Query", "Registries", "Registry", "Settings"]
