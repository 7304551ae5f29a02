"""Entries of one work made one: nothing is lost, and what differs is kept and named."""

from __future__ import annotations

from dataclasses import replace

import pytest

import cikrefs
from cikrefs.formats import WRITERS
from cikrefs.merging import deduplicated, joined
from cikrefs.models import OTHERS, Date, Name, Reference, Source

FULL = Reference(
    id="lee",
    title="Ex vivo expansion of killer cells: a phase II study",
    author=(Name("Lee", "Andrew B."), Name("de Souza", "Paulo")),
    container_title="Journal of Cell Therapy",
    volume="12",
    page="145-152",
    issued=Date(2019, 4),
    DOI="10.5555/abc.2019.145",
)
SHORT = replace(
    FULL,
    id="lee2019",
    author=(Name("Lee", "A. B."), OTHERS),
    container_title="J Cell Ther",
    page="145",
    issued=Date(2019),
    DOI="",
    PMID="123456",
)


def merged(*references: Reference) -> Reference:
    found = deduplicated(references)
    assert len(found.references) == 1
    return found.references[0]


def test_the_first_entry_stays_and_gets_what_it_lacks() -> None:
    result = merged(SHORT, FULL)
    assert result.id == "lee2019"
    assert result.author == FULL.author
    assert (result.page, result.issued, result.DOI) == ("145-152", Date(2019, 4), FULL.DOI)
    assert result.PMID == "123456"


def test_the_short_name_of_a_journal_is_kept_as_such() -> None:
    result = merged(SHORT, FULL)
    assert result.container_title == "Journal of Cell Therapy"
    assert result.container_title_short == "J Cell Ther"


def test_the_key_that_goes_is_kept_as_an_alias() -> None:
    older = replace(FULL, extra={"bibtex:ids": "lee19, first"})
    assert merged(SHORT, older).extra["bibtex:ids"] == "lee19, first, lee"


def test_what_says_no_more_is_not_kept_twice() -> None:
    assert "annote" not in merged(SHORT, FULL).extra


def test_a_value_that_differs_is_kept_in_words_with_the_key_it_had() -> None:
    source = Source(file="b.bib", line=7)
    other = replace(FULL, id="other", page="147-152", note="read it", source=source)
    result = merged(replace(FULL, note="borrowed from the library"), other)
    assert result.page == "145-152"
    assert result.extra["annote"] == (
        "The entry other (b.bib:7) has Pages “147-152”, note “read it”."
    )


def test_both_annotations_are_kept() -> None:
    one, other = (replace(FULL, id=text, extra={"annote": text}) for text in ("one", "two"))
    assert merged(one, other).extra["annote"] == "one two"


def test_fields_without_a_name_of_their_own_are_kept_of_all() -> None:
    one = replace(FULL, extra={"bibtex:file": "a.pdf"})
    other = replace(FULL, id="o", extra={"bibtex:file": "b.pdf", "ris:C1": "x"})
    result = merged(one, other)
    assert (result.extra["bibtex:file"], result.extra["ris:C1"]) == ("a.pdf", "x")
    assert result.extra["annote"] == "The entry o has file “b.pdf”."


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_kept_comes_back_from_every_format(name: str) -> None:
    other = replace(FULL, id="other", page="147-152")
    (again,) = cikrefs.loads(cikrefs.dumps([merged(FULL, other)], name), name)
    assert again.extra["annote"] == "The entry other has Pages “147-152”."


def test_a_choice_says_what_each_had_and_whose_was_taken() -> None:
    (group,) = deduplicated([SHORT, FULL]).groups
    choices = {choice.field: choice for choice in group.choices}
    assert choices["page"].said == ("145", "145-152")
    assert (choices["page"].taken, choices["page"].kept) == (1, ())
    assert choices["PMID"].taken == 0


def test_the_same_work_in_two_lists_is_one_entry_and_its_key_stays() -> None:
    found = deduplicated([FULL], [replace(FULL, volume="")])
    assert [one.id for one in found.references] == ["lee"]
    assert "bibtex:ids" not in found.references[0].extra


def test_lists_are_put_together_under_keys_of_their_own() -> None:
    other = Reference(id="lee", title="Something else")
    found = joined([FULL, Reference(id="leea")], [other, Reference(title="Third", issued=None)])
    assert [one.id for one in found.references] == ["lee", "leea", "leeb", "third"]
    assert [(one.old, one.reference.id) for one in found.renamed] == [("lee", "leeb")]


def test_duplicates_are_put_together_and_none_is_dropped() -> None:
    assert len(cikrefs.merge([FULL], [FULL])) == 2
    assert len(cikrefs.dedupe([FULL], [FULL])) == 1


def test_a_key_used_twice_in_one_list_is_its_authors_business() -> None:
    found = joined([FULL, replace(FULL, DOI="")])
    assert [one.id for one in found.references] == ["lee", "lee"]
