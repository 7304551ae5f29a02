"""What is being read: the rest of an entry, and what has been claimed of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cikrefs.models import Span
from cikrefs.printed.text import Text, clean


def _without(span: Span, hole: Span) -> list[Span]:
    """Return the parts of `span` that lie outside `hole`."""
    parts = (span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1])
    return [part for part in parts if part[0] < part[1]]


@dataclass(slots=True)
class Claims:
    """What has been read: values by CSL variable, their spans, furniture between them."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    furniture: list[Span] = field(default_factory=list)

    def take(self, variable: str, value: Any, span: Span) -> None:
        """Note a value and where it stands in the source."""
        if value and variable not in self.values:
            self.values[variable] = value
            self.spans[variable] = span

    def settle(self, source: str) -> None:
        """Separate what overlaps: a field that contains another one keeps its longer part.

        The rest of it then belongs to no field, and so is reported as unparsed.
        """
        while overlap := self._overlap():
            outer, (start, end), (hole_start, hole_end) = overlap
            value = self.values.pop(outer)
            del self.spans[outer]
            self.furniture = [
                part for span in self.furniture for part in _without(span, (start, end))
            ]
            first, last = max(
                (start, hole_start), (hole_end, end), key=lambda part: part[1] - part[0]
            )
            if first >= last:
                continue
            if not isinstance(value, str):
                self.take(outer, value, (first, last))
                continue
            printed = clean(source[first:last])
            kept = printed.string.strip(" .,;:([")
            if kept:
                at = printed.string.index(kept)
                inner = printed.span(at, at + len(kept))
                self.take(outer, kept, (first + inner[0], first + inner[1]))

    def _overlap(self) -> tuple[str, Span, Span] | None:
        """Return a field, its span, and the span of a field that begins inside it."""
        order = sorted(
            self.spans, key=lambda variable: (self.spans[variable][0], -self.spans[variable][1])
        )
        for outer, inner in pairwise(order):
            if self.spans[outer][1] > self.spans[inner][0]:
                return outer, self.spans[outer], self.spans[inner]
        return None


@dataclass(slots=True)
class Body:
    """What is left to read of an entry: `text.string[start:end]`."""

    source: str
    text: Text
    loose: bool
    start: int
    end: int
    claims: Claims
    shape: str = ""

    @property
    def string(self) -> str:
        """The whole string; start and end say which part of it is left."""
        return self.text.string

    def take(self, variable: str, value: Any, span: Span) -> None:
        """Claim a piece of the string."""
        if span[0] < span[1]:
            self.claims.take(variable, value, self.text.span(*span))

    def take_text(self, variable: str, span: Span) -> None:
        """Claim a piece of the string for a variable whose value is that piece, as printed."""
        if span[0] < span[1]:
            printed = self.string[slice(*span)]
            start, end = self.text.span(*span)
            if self.loose and end - start != len(printed):
                printed = clean(self.source[start:end]).string.strip()
            self.take(variable, printed, span)

    def pass_over(self, start: int, end: int) -> None:
        """Note that a piece has been read although no variable holds it."""
        if start < end:
            self.claims.furniture.append(self.text.span(start, end))

    def cut(self, start: int, end: int) -> None:
        """Take a piece out of what is left to read."""
        self.pass_over(start, end)
        self.text = self.text.without([(start, end)])
        self.end -= end - start
