"""DOIs in print: found, freed from what clings to them, mended."""

from __future__ import annotations

import pytest

from cikrefs.printed import parse
from cikrefs.printed.dois import find

FOUND = [
    ("https://doi.org/10.1007/s00262-024-03860-w", "10.1007/s00262-024-03860-w"),
    ("<https://doi.org/10.1007/s1.2>", "10.1007/s1.2"),
    ("doi:10.1158/1078-0432.CCR-16-1524.", "10.1158/1078-0432.CCR-16-1524"),
    ("DOI: 10.1016/S0016-5107(74)73914-1", "10.1016/S0016-5107(74)73914-1"),
    ("(doi:10.1016/S0016-5107(74)73914-1)", "10.1016/S0016-5107(74)73914-1"),
    (
        "10.1890/0012-9658(2000)081[2714:DHSATD]2.0.CO;2.",
        "10.1890/0012-9658(2000)081[2714:DHSATD]2.0.CO;2",
    ),
    (
        "10.1002/(SICI)1097(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "10.1002/(SICI)1097(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    ),
    ("http://dx.doi.org/10.1234/a,b", "10.1234/a,b"),
    ("https://doi. org/10.1234/ab.5", "10.1234/ab.5"),
    ("https://doi.org/10.1234/%28ab%29", "10.1234/(ab)"),
    ("doi:10.1234/ab5PMID: 123456", "10.1234/ab5"),
    ("doi:10.1234/ab5.URL http://x.org", "10.1234/ab5"),
]


@pytest.mark.parametrize(("printed", "doi"), FOUND, ids=[row[0] for row in FOUND])
def test_a_doi_is_found_bare(printed: str, doi: str) -> None:
    assert [found.doi for found in find(printed)] == [doi]


@pytest.mark.parametrize(
    ("printed", "doi", "unmended"),
    [
        (
            "https://doi.org/10.1016/j.cma. 2018.08.004",
            "10.1016/j.cma.2018.08.004",
            "10.1016/j.cma",
        ),
        ("doi:10.1128/ JB.182.4.1172", "10.1128/JB.182.4.1172", ""),
        ("doi:10.1007/s00262- 024-1", "10.1007/s00262-024-1", "10.1007/s00262-"),
    ],
)
def test_a_broken_doi_is_mended_and_the_other_reading_kept(
    printed: str, doi: str, unmended: str
) -> None:
    reference = parse(f"Baker AB (2018) Moss on walls. J Wall Ecol 12:45. {printed}")
    assert doi == reference.DOI
    assert reference.extra.get("printed:DOI", "") == unmended


def test_a_doi_broken_by_a_line_end_is_one() -> None:
    reference = parse(
        "Baker AB (2018) Moss. J Wall Ecol 12:45. https://doi.org/10.1016/\nj.cma.2018.08.004"
    )
    assert reference.DOI == "10.1016/j.cma.2018.08.004"


def test_a_whole_doi_does_not_swallow_the_next_sentence() -> None:
    (found,) = find("doi:10.1007/s00262-024-03860-w. 2020;12:45")
    assert found.doi == "10.1007/s00262-024-03860-w"


def test_a_doi_in_the_middle_leaves_the_locator_whole() -> None:
    reference = parse(
        "Baker, A. Moss on walls. Sci. Walls 10, 45–67, https://doi.org/10.1234/ab5 (2018)."
    )
    assert (reference.DOI, reference.volume, reference.page) == ("10.1234/ab5", "10", "45-67")


def test_identifiers_of_databases_are_kept() -> None:
    reference = parse("Baker AB. Moss. J Wall Ecol. 2018;12:45. PMID: 26871664; PMCID: PMC5281063.")
    assert (reference.PMID, reference.PMCID) == ("26871664", "PMC5281063")
