"""DOIs as such."""

from __future__ import annotations

import pytest

from cikrefs.dois import bare, is_doi, key, url


@pytest.mark.parametrize(
    "text",
    [
        "10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A",
        "https://doi.org/10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A",
        "https://doi.org/10.1002/%28SICI%291097-0142%2819990101%2985%3A1%3C1%3A%3AAID-CNCR1%3E3.0.CO%3B2-A",
        "doi: 10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A.",
        "<https://doi.org/10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A>",
    ],
)
def test_a_sici_is_kept_whole_in_every_dress(text: str) -> None:
    assert bare(text) == "10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1007/978-3-030-1\\_5", "10.1007/978-3-030-1_5"),
        ("(10.5555/a)", "10.5555/a"),
        ("https://dx.doi.org/10.5555/a,b", "10.5555/a,b"),
        ("http://www.doi.org/10.5555/a", "10.5555/a"),
        ("DOI 10.5555/a", "10.5555/a"),
        ("10.5555/a;", "10.5555/a"),
        ("10.5555/a(b)c", "10.5555/a(b)c"),
        ("not a doi", "not a doi"),
        ("", ""),
    ],
)
def test_what_clings_to_a_doi_is_taken_off(text: str, doi: str) -> None:
    assert bare(text) == doi


@pytest.mark.parametrize(
    "text", ["", "10.5555", "10.5555/", "10.12/ab", "11.5555/a", "10.5555/a b"]
)
def test_what_lacks_a_part_is_no_doi(text: str) -> None:
    assert not is_doi(text)


def test_dois_compare_without_case() -> None:
    assert key("https://doi.org/10.5555/ABC") == key("10.5555/abc")


def test_a_link_encodes_what_means_something_in_urls() -> None:
    assert url("10.5555/a#b?c<d>") == "https://doi.org/10.5555/a%23b%3Fc%3Cd%3E"


def test_a_hundred_thousand_closing_brackets_are_taken_away_at_once() -> None:
    assert bare("10.1000/x" + ")" * 100_000) == "10.1000/x"
