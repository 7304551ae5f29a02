"""Corrections: the wrong field's characters change, everything else stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from cikrefs.checks import check
from cikrefs.corrections import Edit, edits, fixed
from cikrefs.errors import CikrefsError
from cikrefs.formats import bibtex
from cikrefs.formats.common.lines import clean
from cikrefs.models import Date, Name, Record
from tests.checks.build import record
from tests.constructed_server import Server
from tests.registry.fake import FakeRegistry
from tests.test_cli import run, while_asking

RIGHT = """% my list, please keep this line
@article {lee2019,
    author    = "Lee, A. B. and de Souza, P. and M{\\"u}ller, K.",  % three of them
  title={Ex vivo expansion
         of killer cells: a phase {II} study},
  journal = {J Cell Ther}, volume = 12, number = {3},
    pages = {145--152}, year = 2019,
  doi = {10.5555/abc.2019.145},
}

@comment{ and this }
@book{other, title = {Untouched   book}}
"""


def corrected(text: str, *records: Record, only: tuple[str, ...] = ()) -> str:
    registry = FakeRegistry({one.DOI: one for one in records or (record(),)})
    references = bibtex.loads(text, on_problem=lambda _: None)
    return fixed(text, edits(clean(text), check(references, registry), only))


def test_a_right_file_stays_byte_for_byte() -> None:
    assert corrected(RIGHT) == RIGHT


def test_a_bare_number_that_becomes_more_than_a_number_gets_braces() -> None:
    wrong = RIGHT.replace("pages = {145--152}", "pages = 154")
    assert "pages = {145-152}, year" in corrected(wrong)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("volume = 12", "volume = 21"),
        ("number = {3}", "number = {4}"),
        ("year = 2019", "year = 2021"),
        ("doi = {10.5555/abc.2019.145}", "doi = {10.5555/abc.2091.145}"),
        ("doi = {10.5555/abc.2019.145}", "doi = {nonsense}"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_one_wrong_field_is_corrected_and_nothing_else_moves(
    right: str, wrong: str, newline: str, mark: str
) -> None:
    before = mark + RIGHT.replace(right, wrong).replace("\n", newline)
    assert corrected(before) == mark + RIGHT.replace("\n", newline)


def test_pages_titles_and_journals_take_the_registered_form() -> None:
    assert "pages = {145-152}," in corrected(RIGHT.replace("145--152", "451--452"))
    title = corrected(RIGHT.replace("{II}", "{III}"))
    assert "title={Ex Vivo Expansion of Killer Cells: A Phase {II} Study}," in title
    journal = corrected(RIGHT.replace("J Cell Ther", "J Mouse Ther"))
    assert "journal = {Journal of Cellular Therapy}," in journal


def test_authors_are_written_as_the_print_has_them() -> None:
    text = corrected(RIGHT.replace(" and de Souza, P.", ""))
    assert 'author    = "Lee, A. B. and de Souza, P. and Müller, K.",  % three' in text


def test_a_year_in_a_date_leaves_month_and_day() -> None:
    text = RIGHT.replace("year = 2019", "date = {2021-03-04}")
    assert "date = {2019-03-04}" in corrected(text)


def test_a_field_that_should_not_be_there_goes_with_its_name_and_comma() -> None:
    text = RIGHT.replace("volume = 12", "volume = 27").replace("{3}", "{16}")
    leaked = record(volume="16", issue="", issued=(Date(2019, 2, 27),))
    assert "journal = {J Cell Ther}, volume = 16,\n    pages" in corrected(text, leaked)


def test_another_work_is_never_touched() -> None:
    other = record(
        title=("Marrow transplants in mice",),
        author=(Name("Abel", "Zoe"),),
        container_title=("Mouse Reports",),
        page=("7-9",),
        volume="3",
        issued=(Date(2001),),
    )
    assert corrected(RIGHT, other) == RIGHT


def test_warnings_are_corrected_only_when_asked_for() -> None:
    registered = record(
        author=(Name("Lee", "Anna Beth"), Name("de Souza", "Paulo"), Name("Mühler", "Karin"))
    )
    assert corrected(RIGHT, registered) == RIGHT
    assert "Mühler, K." in corrected(RIGHT, registered, only=("author-differs",))


ON_ONE_LINE = (
    "@article{a, title={Ex vivo expansion of killer cells: a phase {II} study},"
    " author={Lee, A. B. and others}, journal={J Cell Ther}, volume=12, pages={145}}"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_missing_doi_gets_a_line_when_asked_for(newline: str) -> None:
    text = RIGHT.replace("  doi = {10.5555/abc.2019.145},\n", "").replace("\n", newline)
    right = RIGHT.replace("  doi = {", "    doi = {").replace("\n", newline)
    assert corrected(text) == text
    assert corrected(text, only=("doi-missing",)) == right


def test_a_missing_doi_stays_on_the_line_of_an_entry_that_has_but_one() -> None:
    right = f"{ON_ONE_LINE[:-1]}, doi = {{10.5555/abc.2019.145}}}}"
    assert corrected(ON_ONE_LINE, only=("doi-missing",)) == right


def test_only_the_rules_asked_for_are_applied() -> None:
    wrong = RIGHT.replace("volume = 12", "volume = 21").replace("{3}", "{4}")
    assert corrected(wrong, only=("issue-differs",)) == wrong.replace("{4}", "{3}")


def test_a_correction_that_would_change_anything_else_is_refused() -> None:
    start = RIGHT.index("12")
    with pytest.raises(CikrefsError, match=r"would (?:change its|break)"):
        fixed(RIGHT, [Edit(start, start + 2, "{12}, year = {1999", "lee2019", "volume", "x")])


def test_fix_shows_asks_and_writes(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "references.bib"
    before = (Path(__file__).parent.parent / "references.bib").read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    shown = run("fix", file, "--dry-run")
    assert (
        "-  doi = {10.1016/j.clcc.2022.07.009}\n+  doi = {10.1016/j.cllc.2022.07.009}"
        in shown.stdout
    )
    assert run("fix", file, stdin="n\n").exit_code == 0
    assert file.read_text(encoding="utf-8") == before
    assert run("fix", file, stdin="y\n").exit_code == 0
    assert run("check", file).exit_code == 0
    assert "nothing to correct" in run("fix", file, "--yes").stderr


def test_fix_leaves_what_was_added_while_it_asked_the_registries(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "references.bib"
    before = (Path(__file__).parent.parent / "references.bib").read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    while_asking(monkeypatch, lambda: file.write_text(before + "% added\n", encoding="utf-8"))
    result = run("fix", file, "--yes")
    assert (result.exit_code, "has changed" in result.stderr) == (2, True)
    assert "run the command again" in result.stderr
    assert file.read_text(encoding="utf-8") == before + "% added\n"


def test_fix_leaves_what_was_added_while_it_waited_for_an_answer(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "references.bib"
    before = (Path(__file__).parent.parent / "references.bib").read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")

    def confirm(*_: object, **__: object) -> bool:
        file.write_text(before + "% added\n", encoding="utf-8")
        return True

    monkeypatch.setattr(click, "confirm", confirm)
    assert run("fix", file).exit_code == 2
    assert file.read_text(encoding="utf-8") == before + "% added\n"


@pytest.mark.parametrize(
    "args", [("--only", "doi-other-work"), ("missing.bib",), ("-",), ("--only", "nonsense")]
)
def test_fix_refuses_what_it_cannot_do(args: tuple[str, ...], tmp_path: Path) -> None:
    assert run("fix", *args, stdin="").exit_code == 2


def test_fix_of_an_outage_changes_nothing(nobody: None, tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_text(RIGHT, encoding="utf-8")
    assert run("fix", file, "--yes", "--timeout", "0.3").exit_code == 3
    assert file.read_text(encoding="utf-8") == RIGHT
