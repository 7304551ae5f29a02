"""A printed reference and its record, right in every field, to be changed by a test."""

from __future__ import annotations

from typing import Any

from cikrefs.models import Date, Name, Record, Reference


def reference(**changes: Any) -> Reference:
    fields: dict[str, Any] = {
        "id": "lee2019",
        "title": "Ex vivo expansion of killer cells: a phase II study",
        "author": (Name("Lee", "A. B."), Name("de Souza", "P."), Name("Müller", "K.")),
        "container_title": "J Cell Ther",
        "volume": "12",
        "issue": "3",
        "page": "145-152",
        "issued": Date(2019),
        "DOI": "10.5555/abc.2019.145",
    }
    return Reference(**{**fields, **changes})


def record(**changes: Any) -> Record:
    fields: dict[str, Any] = {
        "DOI": "10.5555/abc.2019.145",
        "title": ("Ex Vivo Expansion of Killer Cells: A Phase II Study",),
        "author": (
            Name("Lee", "Anna Beth"),
            Name("de Souza", "Paulo"),
            Name("Müller", "Karin"),
        ),
        "container_title": ("Journal of Cellular Therapy",),
        "volume": "12",
        "issue": "3",
        "page": ("145-152",),
        "issued": (Date(2019, 3), Date(2018, 12, 4)),
    }
    return Record(**{**fields, **changes})
