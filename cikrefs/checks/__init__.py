"""Checking: what the registries say of each reference, and where print and record disagree."""

from __future__ import annotations

from cikrefs.checks.judge import OnProgress, check

__all__ = ["OnProgress", "check"]
