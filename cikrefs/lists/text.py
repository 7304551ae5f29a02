"""A list as plain text: a line for each entry, its label before it as the style prints it."""

from __future__ import annotations

from cikrefs.lists.model import FormattedList


def dumps(formatted: FormattedList) -> str:
    """Return the list as lines of text."""
    lines = (" ".join(filter(None, (item.label, item.text))) for item in formatted.items)
    return "".join(f"{line}\n" for line in lines)
