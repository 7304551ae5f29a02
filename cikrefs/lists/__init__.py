"""Reference lists in any citation style: the styles, the engine, the outputs."""

from __future__ import annotations

from cikrefs.lists.outputs import OUTPUTS, Output, by_extension

__all__ = ["OUTPUTS", "Output", "by_extension"]
