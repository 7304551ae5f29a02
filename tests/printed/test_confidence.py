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


NO_EXACT_READINGS = {
    "words of links as the journal": "Lee AB (2019) Killer cells. [Crossref] [Go to article]",
    "a year of access": "Lee AB. Killer cells. Disponível em: x.org/a. Acesso em: 2 fev. 2022",
    "a label in the title": "[see 88] Lee AB (2019) Killer cells. J Cell Ther 12(3):4–9",
    "people in the title": (
        "Galvagno (Federica), Leuci (Valeria). Killer cells in cancer. J Immunol 2019;12(3):4–9."
    ),
    "a person with initials in the title": (
        "Lee AB, Abel C, 5. Berg D, Holm E. Killer cells in cancer. J Immunol 2019;12(3):4–9."
    ),
    "pages in the title": "Lee AB (2019) Killer cells, p. 121-127 in cancer. J Cell 12(3):4–9",
    "a publisher as the journal": "Lee AB (2019) Killer cells. North Moss, Amsterdam.",
    "a place in the title": "Lee AB (1982) Models of killer cells. London. Academic Press.",
    "a title cut at no stop": "Lee AB (2019) Killer cells in the J Cell Ther 12:4–9",
    "a year as pages": "Lee AB. Killer cells. Journal of Cells: 2019",
    "an open bracket": "Lee AB (2019) Killer cells (of mice. J Cell Ther 12(3):4–9",
    "no author": "Killer cells in cancer. J Cell Ther 2019;12(3):4–9.",
}


@pytest.mark.parametrize("what", NO_EXACT_READINGS)
def test_a_field_that_holds_what_belongs_to_another_is_not_exact(what: str) -> None:
    assert parse(NO_EXACT_READINGS[what]).source.confidence in {"full", "partial"}


@pytest.mark.parametrize(
    "string",
    [
        "Lee AB (2019) Are killer cells real? J Cell Ther 12(3):4–9",
        "Lee AB (2019) Killer cells. Philos Trans R Soc B: Biol Sci 12(3):4–9",
        "Lee AB (2019) Effects of IL-2, IL-7, and CD3, in 2 trials. Animal behaviour 12(3):4–9",
        "Lee AB (2019) Killer cells. In: Berg D (ed) Handbook of cells. Springer, Berlin, pp 12–34",
        "World Health Organization (2019) Killer cells. J Cell Ther 12(3):4–9",
        "A. B. Lee, C. Berg, ACS Appl. Mater. Interfaces 2019, 11, 784.",
    ],
)
def test_what_only_looks_odd_is_exact(string: str) -> None:
    assert parse(string).source.confidence == "exact"


def test_a_string_of_which_nothing_is_read_has_no_confidence() -> None:
    assert confidence("…", {}, {}, unparsed=False) is None


def test_long_nonsense_takes_no_time() -> None:
    assert sure_of(parse(SPRINGER), SPRINGER + " in ed." * 20_000) == "exact"
