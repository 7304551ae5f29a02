"""How sure a reading is."""

from __future__ import annotations

from typing import Any

import pytest

from cikrefs.models import Name, Reference
from cikrefs.printed import parse
from cikrefs.printed.confidence import Confidence, confidence

SPRINGER = (
    "Lee AB, de Souza P, Schmidt-Wolf IGH (2019) Killer cells in cancer. "
    "J Cell Ther 12(3):145–152. https://doi.org/10.5555/abc.2019.145"
)
VANCOUVER = "1. Lee AB, Abel C, et al. Killer cells in cancer. J Cell Ther. 2019;12(3):145-52."
APA = "Lee, A. B., & Abel, C. (2019). Killer cells in cancer. J Cell Ther, 12(3), 145–152."


@pytest.mark.parametrize("string", [SPRINGER, VANCOUVER, APA])
def test_what_can_be_printed_again_is_exact(string: str) -> None:
    assert parse(string).source.confidence == "exact"


def test_what_is_left_unread_makes_it_partial() -> None:
    assert parse(SPRINGER.replace("12(3)", "2;12(3)")).source.confidence == "partial"


def sure_of(reference: Reference, text: str, **changed: Any) -> Confidence | None:
    """Return how sure a reading of `text` is whose values are those of `reference`, or changed."""
    spans = reference.source.spans
    values = {name: getattr(reference, name) for name in spans} | changed
    return confidence(text, values, spans, unparsed=False)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Killer cells in mice"},
        {"author": (Name("Lee", "A. X."), Name("de Souza", "P."))},
        {"author": (Name("Lee", "A. B."), Name("de Souza", "P."))},
        {"page": "145-153"},
        {"DOI": "10.5555/abc.2019.154"},
    ],
)
def test_a_value_that_is_not_what_is_printed_is_full_at_most(changed: dict[str, Any]) -> None:
    assert sure_of(parse(SPRINGER), SPRINGER) == "exact"
    assert sure_of(parse(SPRINGER), SPRINGER, **changed) == "full"


def test_a_string_of_which_nothing_is_read_has_no_confidence() -> None:
    assert confidence("…", {}, {}, unparsed=False) is None


def test_long_nonsense_takes_no_time() -> None:
    assert sure_of(parse(SPRINGER), SPRINGER + " in ed." * 20_000) == "exact"
