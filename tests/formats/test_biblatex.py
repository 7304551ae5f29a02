"""What biblatex says beyond BibTeX: languages, keys, lists, volumes, dates, entries that share."""

from __future__ import annotations

import pytest

from cikrefs.errors import Problem
from cikrefs.formats.bibtex import dumps, loads
from cikrefs.formats.csl import json as csl_json
from cikrefs.models import Date, Name, Reference


def one(text: str) -> Reference:
    (reference,) = loads(text)
    assert loads(dumps([reference])) == [reference]
    return reference


def of(text: str) -> tuple[dict[str, Reference], list[Problem]]:
    found: list[Problem] = []
    return {one.id: one for one in loads(text, on_problem=found.append)}, found


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("langid={german}", "de-DE"),
        ("hyphenation={ngerman}", "de-DE"),
        ("language={langlatin and langgerman}", "la"),
        ("language={Klingon}", "Klingon"),
        ("langid={en}", "en"),
    ],
)
def test_a_language_is_its_code(field: str, code: str) -> None:
    reference = one(f"@article{{a, {field}}}")
    assert reference.language == code


def test_a_language_is_written_under_the_name_it_had() -> None:
    assert "langid = {german}" in dumps([one("@article{a, langid={german}}")])


def test_keys_are_the_words_they_stand_for() -> None:
    patent = one("@patent{p, type={patentus}, location={countryus and countrygb}, date={2004}}")
    assert patent.genre == "U.S. patent"
    assert patent.publisher_place == "United States of America; United Kingdom"
    article = one("@article{a, series={3}, pubstate={inpress}, journaltitle={J}}")
    assert (article.collection_title, article.status) == ("3rd series", "in press")


def test_publishers_joined_by_and_are_a_list_in_biblatex_and_a_name_in_bibtex() -> None:
    assert one("@book{b, publisher={P and Q}, location={R and S}}").publisher == "P; Q"
    assert one("@book{b, publisher={Taylor and Francis}}").publisher == "Taylor and Francis"


def test_a_part_of_a_volume_has_the_work_for_its_container_and_the_volume_in_volume_title() -> None:
    text = "@inbook{b, title={Chap}, booktitle={Vol}, maintitle={Main}, volume=7, part=2}"
    reference = one(text)
    assert reference.container_title == "Main"
    assert reference.extra["volume-title"] == "Vol"
    assert reference.extra["part-number"] == "2"
    written = dumps([reference])
    assert "maintitle = {Main}" in written
    assert "booktitle = {Vol}" in written


def test_a_volume_names_the_work_it_is_of() -> None:
    book = one("@book{b, title={Vol T}, maintitle={Main}, volume=2}")
    assert (book.title, book.container_title) == ("Vol T", "Main")


def test_what_a_part_has_from_the_volume_and_the_set_above_it() -> None:
    found, _ = of(
        "@mvbook{m, title={Set}, volumes=3, date=2000}\n"
        "@book{v, title={Volume}, crossref={m}, volume=1}\n"
        "@inbook{w, title={Chap}, crossref={v}, author={Gee, H.}}"
    )
    part = found["w"]
    assert (part.container_title, part.number_of_volumes, part.volume) == ("Set", "3", "1")
    assert part.extra["volume-title"] == "Volume"


def test_the_booktitle_of_proceedings_is_no_journal() -> None:
    found, _ = of(
        "@inproceedings{p, title={T}, crossref={q}}\n"
        "@proceedings{q, title={The Q}, booktitle={Q}, year=2004}"
    )
    assert (found["q"].container_title, found["p"].container_title) == ("", "Q")
    assert "journal" not in dumps(found.values())
    again = loads(dumps(found.values()))
    assert dumps(again) == dumps(found.values())


def test_a_prefix_that_is_not_used_is_a_dropping_particle() -> None:
    reference = one("@misc{a, author={family=Humboldt, given=A., prefix=von, useprefix=false}}")
    assert reference.author == (Name("Humboldt", "A.", dropping_particle="von"),)


def test_aliases_of_keys_are_followed() -> None:
    found, _ = of(
        "@xdata{x, ids={alias, other}, publisher={XP}}\n@book{b, xdata={other}, title={T}}"
    )
    assert found["b"].publisher == "XP"


def test_a_field_takes_the_value_or_the_item_that_it_names_in_xdata() -> None:
    found, problems = of(
        "@xdata{y, author={One, A. and Two, B.}, location={Rome}}\n"
        "@book{b, author={xdata=y-author-2}, location={xdata=y-location}, title={T}}\n"
        "@book{c, author={xdata=y-author-9}, title={T}}"
    )
    assert found["b"].author == (Name("Two", "B."),)
    assert found["b"].publisher_place == "Rome"
    assert found["c"].author == ()
    assert "author = {xdata=y-author-9}" in dumps([found["c"]])
    assert any("names nothing" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        "@xdata{l, xdata={l}}\n@book{b, xdata={l}, title={T}}",
        "@book{b, crossref={c}, title={T}}\n@book{c, crossref={b}, title={U}}",
    ],
)
def test_entries_that_inherit_in_a_circle_are_told(text: str) -> None:
    found, problems = of(text)
    assert found["b"].title == "T"
    assert any("in a circle" in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("field", "date"),
    [
        ("urldate={2012-10-12/2013-01-31}", Date(2012, 10, 12, end=Date(2013, 1, 31))),
        ("urldate={2012-22~}", Date(2012, season=2, circa=True)),
        ("urldate={2012-10-12}", Date(2012, 10, 12)),
    ],
)
def test_every_date_may_be_a_range_a_season_or_circa(field: str, date: Date) -> None:
    reference = one(f"@online{{a, title={{T}}, {field}}}")
    assert reference.accessed == date


def test_what_bears_csls_names_is_kept_under_them() -> None:
    reference = one(
        "@book{a, annotation={An}, origtitle={OT}, origpublisher={OP}, origlocation={OL},"
        " title={T}, date={2000}}"
    )
    assert {
        "annote": "An",
        "original-title": "OT",
        "original-publisher": "OP",
        "original-publisher-place": "OL",
    }.items() <= reference.extra.items()


def test_the_target_of_a_link_is_the_url() -> None:
    assert one(r"@online{a, url={\href{https://x.org/y}{link}}}").URL == "https://x.org/y"


def test_a_publisher_of_a_misc_stays_its_publisher() -> None:
    assert "publisher = {P}" in dumps([one("@misc{a, title={T}, publisher={P}}")])
    assert "howpublished = {H}" in dumps([one("@misc{a, title={T}, howpublished={H}}")])


def test_a_note_that_is_nothing_but_a_pubmed_number_is_that_number() -> None:
    reference = one("@article{a, note={PMID: 123}}")
    assert (reference.PMID, reference.note) == ("123", "")
    assert one("@article{a, note={PMID: 123, read}}").note == "PMID: 123, read"


def test_what_stands_behind_the_titles_of_wholes_belongs_to_them() -> None:
    part = one("@incollection{a, title={T}, booktitle={B}, booksubtitle={S}, booktitleaddon={A}}")
    assert part.container_title == "B: S. A"
    article = one("@article{a, title={T}, journaltitle={J}, journaltitleaddon={A}}")
    assert article.container_title == "J. A"


def test_the_title_of_a_special_issue_is_a_collection_unless_there_is_a_series() -> None:
    issue = "journaltitle={J}, issuetitle={Frogs}, issuesubtitle={Green}"
    assert one(f"@article{{a, {issue}}}").collection_title == "Frogs: Green"
    kept = one(f"@article{{a, series={{new}}, {issue}}}")
    assert (kept.collection_title, kept.extra["bibtex:issuetitle"]) == ("new", "Frogs: Green")


@pytest.mark.parametrize(
    ("type_", "variable"),
    [
        ("compiler", "compiler"),
        ("collaborator", "contributor"),
        ("illustrator", "illustrator"),
        ("organizer", "organizer"),
    ],
)
def test_further_editors_of_a_type_are_who_csl_says_they_are(type_: str, variable: str) -> None:
    reference = one(
        f"@book{{a, editor={{Doe, B.}}, editora={{Lee, Ann}}, editoratype={{{type_}}}}}"
    )
    assert reference.editor == (Name("Doe", "B."),)
    assert reference.extra == {variable: [{"family": "Lee", "given": "Ann"}]}
    assert f"editora = {{Lee, Ann}},\n  editoratype = {{{type_}}}" in dumps([reference])


def test_a_translator_among_the_editors_is_a_translator() -> None:
    reference = one("@book{a, title={T}, editora={Lee, Ann}, editoratype={translator}}")
    assert reference.translator == (Name("Lee", "Ann"),)


def test_the_first_editors_stay_editors_whatever_they_did() -> None:
    reference = one("@book{a, editor={Lee, Ann}, editortype={compiler}}")
    assert reference.editor == (Name("Lee", "Ann"),)
    assert reference.extra == {"bibtex:editortype": "compiler"}


def test_a_type_of_editor_that_csl_does_not_know_is_kept() -> None:
    reference = one("@book{a, editora={Lee, Ann}, editoratype={redactor}}")
    assert reference.extra == {"bibtex:editora": "Lee, Ann", "bibtex:editoratype": "redactor"}


def test_people_in_several_roles_each_have_their_field() -> None:
    item = (
        '[{"id": "a", "type": "book", "editor": [{"family": "Doe", "given": "B."}],'
        ' "compiler": [{"family": "Poe", "given": "E."}],'
        ' "illustrator": [{"family": "Lee", "given": "A."}]}]'
    )
    (reference,) = csl_json.loads(item)
    text = dumps([reference])
    assert "editora = {Poe, E.},\n  editoratype = {compiler}" in text
    assert "editorb = {Lee, A.},\n  editorbtype = {illustrator}" in text
    assert loads(text)[0].extra["compiler"] == reference.extra["compiler"]


def test_the_title_of_an_issue_is_the_title_of_a_periodical_s_volume() -> None:
    reference = one("@periodical{a, title={Journal}, issuetitle={Special}, year=2019}")
    assert (reference.title, reference.extra["volume-title"]) == ("Journal", "Special")
    assert "issuetitle = {Special}" in dumps([reference])


def test_the_link_of_an_e_print_names_its_number() -> None:
    text = "@misc{a, eprint={https://arxiv.org/abs/2401.00001v2}, eprinttype={arXiv}, title={T}}"
    assert loads(text)[0].number == "arXiv:2401.00001v2"


def test_a_child_s_empty_field_hides_its_parent_s_and_stays() -> None:
    text = (
        "@incollection{a, title={T}, crossref={b}, publisher={}}\n"
        "@book{b, title={B}, publisher={P}}"
    )
    child = loads(text)[0]
    assert child.publisher == ""
    assert loads(dumps(loads(text)))[0].publisher == ""
