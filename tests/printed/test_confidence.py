"""How sure a reading is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cikrefs.models import Name, Reference
from cikrefs.printed import parse
from cikrefs.printed.confidence import confidence

SPRINGER = (
    "Lee AB, de Souza P, Schmidt-Wolf IGH (2019) Killer cells in cancer. "
    "J Cell Ther 12(3):145–152. https://doi.org/10.5555/abc.2019.145"
)
VANCOUVER = "1. Lee AB, Abel C, et al. Killer cells in cancer. J Cell Ther. 2019;12(3):145-52."
APA = "Lee, A. B., & Abel, C. (2019). Killer cells in cancer. J Cell Ther, 12(3), 145–152."


@pytest.mark.parametrize("string", [SPRINGER, VANCOUVER, APA])
def test_what_can_be_printed_again_is_exact(string: str) -> None:
    assert confidence(parse(string)) == "exact"


def test_what_is_left_unread_makes_it_partial() -> None:
    assert confidence(parse(SPRINGER.replace("12(3)", "2;12(3)"))) == "partial"


def test_a_value_that_is_not_what_is_printed_is_full_at_most() -> None:
    reference = parse(SPRINGER)
    for changed in (
        replace(reference, title="Killer cells in mice"),
        replace(reference, author=(Name("Lee", "A. X."), *reference.author[1:])),
        replace(reference, author=reference.author[:2]),
        replace(reference, page="145-153"),
        replace(reference, DOI="10.5555/abc.2019.154"),
    ):
        assert confidence(changed) == "full"


def test_a_reference_that_was_not_printed_has_no_confidence() -> None:
    assert confidence(Reference(title="From a .bib file")) is None


def test_long_nonsense_takes_no_time() -> None:
    reference = parse(SPRINGER)
    source = replace(reference.source, text=(reference.source.text or "") + " in ed." * 20_000)
    assert confidence(replace(reference, source=source)) == "exact"
