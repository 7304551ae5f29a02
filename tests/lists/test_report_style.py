"""The package's own style prints the report's references as the report does, and others sensibly.

The expected strings are the report's own print (tests/data/references-18.jsonl) and, for the other
kinds of works, typed by hand.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from cikrefs.models import OTHERS, Date, Name, Reference
from tests.lists.build import GOLD, listed, the_18

PRINTED = {row["id"]: str(row["raw"]) for row in GOLD}
GARBLED = "report-1"


@pytest.mark.parametrize("number", range(1, 19))
def test_an_entry_is_what_the_report_prints(number: int) -> None:
    entry = the_18().items[number - 1]
    printed = PRINTED[f"report-{number}"]
    if f"report-{number}" == GARBLED:
        # the day of publication stands before the volume in print
        assert "Cancer Immunol Immunother. 2;74(1):6" in printed
        printed = printed.replace("Immunother. 2;74(1):6", "Immunother 74(1):6")
    assert entry.text.replace("’", "'") == printed
    assert entry.label == f"{number}."


def test_the_journal_stands_in_italics_and_nothing_else() -> None:
    for entry, gold in zip(the_18().items, GOLD, strict=True):
        italic = [run.text for run in entry.runs if run.marks]
        assert italic == [gold["gold"]["container"]]


def test_the_doi_is_one_whole_link() -> None:
    for entry, gold in zip(the_18().items, GOLD, strict=True):
        links = [(run.text, run.href) for run in entry.runs if run.href]
        link = f"https://doi.org/{gold['gold']['doi']}"
        assert links == [(link, link)]


MEYER = Name("Meyer", "A. B.")
DE_SOUZA = Name("de Souza", "P.")
WORK = Reference(id="w", author=(MEYER, DE_SOUZA), title="A work", issued=Date(2001, 2, 3))

KINDS = {
    "book": (
        replace(
            WORK,
            type="book",
            edition="2",
            volume="3",
            collection_title="Lecture notes",
            collection_number="12",
            publisher="Springer",
            publisher_place="Berlin",
        ),
        "Meyer AB, de Souza P (2001) A work, 2nd ed, vol 3. Lecture notes, 12. Springer, Berlin",
    ),
    "edited book": (
        replace(WORK, type="book", author=(), editor=(MEYER, DE_SOUZA), publisher="Springer"),
        "Meyer AB, de Souza P (eds) (2001) A work. Springer",
    ),
    "chapter": (
        replace(
            WORK,
            type="chapter",
            editor=(Name("Roe", "R."),),
            container_title="The book",
            edition="3",
            page="11-20",
            publisher="P",
            publisher_place="Berlin",
        ),
        "Meyer AB, de Souza P (2001) A work. In: Roe R (ed) The book, 3rd ed. P, Berlin, pp 11–20",
    ),
    "paper": (
        replace(
            WORK,
            type="paper-conference",
            container_title="Proceedings of X",
            event_title="X 2001",
            event_place="Rome",
            page="7",
            publisher="ACM",
        ),
        "Meyer AB, de Souza P (2001) A work. In: Proceedings of X. X 2001, Rome. ACM, p 7",
    ),
    "thesis": (
        replace(
            WORK,
            type="thesis",
            author=(MEYER,),
            genre="PhD thesis",
            publisher="University of Bonn",
        ),
        "Meyer AB (2001) A work. PhD thesis, University of Bonn",
    ),
    "web page": (
        replace(
            WORK,
            type="webpage",
            author=(Name(literal="World Health Organization"),),
            container_title="WHO",
            issued=None,
            URL="https://example.org/a",
            accessed=Date(2024, 11, 2),
        ),
        "World Health Organization (n.d.) A work. WHO. https://example.org/a. Accessed 2 Nov 2024",
    ),
    "report": (
        replace(WORK, type="report", genre="Technical report", number="12", publisher="WHO"),
        "Meyer AB, de Souza P (2001) A work. Technical report 12, WHO",
    ),
    "patent": (
        replace(WORK, type="patent", genre="Patent", number="US 1234567"),
        "Meyer AB, de Souza P (2001) A work. Patent US 1234567, 3 Feb",
    ),
    "software": (
        replace(WORK, type="software", version="1.2", URL="https://example.org/s"),
        "Meyer AB, de Souza P (2001) A work, version 1.2. https://example.org/s",
    ),
    "newspaper": (
        replace(WORK, type="article-newspaper", container_title="The Times", page="A1"),
        "Meyer AB, de Souza P (2001) A work. The Times, 3 Feb, p A1",
    ),
    "preprint": (
        replace(WORK, type="article", genre="Preprint", publisher="bioRxiv", DOI="10.1101/1"),
        "Meyer AB, de Souza P (2001) A work. Preprint, bioRxiv. https://doi.org/10.1101/1",
    ),
    "article number": (
        replace(WORK, container_title="J Ex", volume="7", number="e12"),
        "Meyer AB, de Souza P (2001) A work. J Ex 7:e12",
    ),
    "abbreviation with stops": (
        replace(WORK, container_title_short="J. Exp. Med.", volume="7", page="1-2"),
        "Meyer AB, de Souza P (2001) A work. J Exp Med 7:1–2",
    ),
    "no volume yet": (
        replace(WORK, container_title="J Ex", page="12"),
        "Meyer AB, de Souza P (2001) A work. J Ex 12",
    ),
    "and others": (
        replace(WORK, author=(MEYER, DE_SOUZA, OTHERS)),
        "Meyer AB, de Souza P, et al. (2001) A work",
    ),
    "nobody": (replace(WORK, author=()), "(2001) A work"),
    "question": (
        replace(WORK, title="Does it work?", container_title="J Ex"),
        "Meyer AB, de Souza P (2001) Does it work? J Ex",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_work_of_another_kind_is_printed_like_them(kind: str) -> None:
    reference, expected = KINDS[kind]
    assert listed(reference) == [f"1. {expected}"]
