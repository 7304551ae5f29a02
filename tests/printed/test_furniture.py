"""What publishers put behind references and is no part of them."""

from __future__ import annotations

import pytest

from cikrefs.models import Date
from cikrefs.printed import parse
from cikrefs.printed.furniture import is_link_word

WORK = "Roe, J.; Poe, G. Effects of bacteria. Toxicon 2010, 56, 480–485."


@pytest.mark.parametrize(
    "tail",
    [
        "[Google Scholar] [CrossRef]",
        "[Google Scholar][CrossRef][PubMed]",
        "Pubmed Abstract | Pubmed Full Text | CrossRef Full Text | Google Scholar",
        "View at Publisher · View at Google Scholar",
        "Publisher Full Text",
        "Return to text",
        "Citado 4 vezes nas páginas 19, 20, 21 e 22.",
    ],
)
def test_words_of_links_and_notes_are_no_part_of_a_reference(tail: str) -> None:
    one, plain = parse(f"{WORK} {tail}"), parse(WORK)
    assert one.container_title == "Toxicon"
    for field in ("author", "title", "volume", "page", "issued"):
        assert getattr(one, field) == getattr(plain, field)
    assert one.source.unparsed == ()


def test_a_journal_that_is_called_like_a_link_word_stays() -> None:
    assert (
        parse("Roe J, Poe G (2010) Effects of links. Scopus 56:480–485").container_title == "Scopus"
    )


def test_link_words_are_told_from_titles() -> None:
    assert all(map(is_link_word, ("CrossRef", "[Google Scholar]", "\u21b5", " View at Publisher")))
    assert not any(map(is_link_word, ("Articles of faith", "", "Links between worlds")))


def test_a_day_of_access_in_portuguese_is_no_year_of_the_work() -> None:
    one = parse(
        "Silva, M.S.; Souza, J.A. Publicar ou perecer. Ambio, v. 46, n. 1, p. 121-127, 2017. "
        "Disponível em: https://doi.org/10.1000/ab. Acesso em: 2 fev. 2022."
    )
    assert (one.issued, one.accessed, one.container_title, one.page) == (
        Date(2017),
        Date(2022, 2, 2),
        "Ambio",
        "121-127",
    )


def test_a_bare_number_behind_a_doi_is_pubmeds() -> None:
    one = parse("Kim Y (2013) A model. Bull Math Biol 75: 1304–1350. doi: 10.1000/s11 23292359")
    assert (one.PMID, one.page, one.volume) == ("23292359", "1304-1350", "75")
