"""Which words of a title get braces."""

import pytest

from cikrefs.formats.bibtex.capitals import protect
from cikrefs.formats.bibtex.latex import encode


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Cells of the CIK kind", "Cells of the {CIK} kind"),
        ("CIK cells and mRNA", "{CIK} cells and {mRNA}"),
        (
            "Linking glioblastoma and Alzheimer's disease",
            "Linking glioblastoma and {Alzheimer's} disease",
        ),
        ("DC-CIK (PD-L1) cells", "{DC-CIK} ({PD-L1}) cells"),
        ("An anti-CD3-based CAR.CIK therapy", "An anti-{CD3}-based {CAR.CIK} therapy"),
        (
            "Lung cancer: A preliminary study. The end? Yes",
            "Lung cancer: A preliminary study. The end? Yes",
        ),
        ("Lung cancer – Still a name", "Lung cancer – {Still} a name"),
        ("IL-3-zetakine against anti-PD-1", "{IL-3}-zetakine against anti-{PD-1}"),
        ("Non-Hodgkin lymphoma", "Non-{Hodgkin} lymphoma"),
        ("Deep Learning for Images with CNNs", "Deep Learning for Images with {CNNs}"),
        ("CIK", "C{IK}"),
        ("Vitamin A & B_1", r"Vitamin {A} \& {B\_1}"),
        ("all small", "all small"),
        ("", ""),
    ],
)
def test_words_whose_capitals_must_stay_are_in_braces(title: str, written: str) -> None:
    assert protect(title, encode) == written


def test_in_the_title_of_a_book_that_holds_the_work_all_capitals_stay() -> None:
    written = protect("The Oxford Handbook of Cells", encode, all_capitals=True)
    assert written == "The {Oxford} {Handbook} of {Cells}"
