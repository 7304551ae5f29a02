"""The front door: what `import cikrefs` shows, and that every verb does what its example says."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import cikrefs
from cikrefs import verbs
from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Check, Finding, Name, Record, Reference
from cikrefs.registry import Registries, Settings
from tests.conftest import ROOT
from tests.constructed_server import Server
from tests.registry.fake import FakeRegistry

PACKAGES = ["cikrefs"] + [
    module.name for module in pkgutil.walk_packages(cikrefs.__path__, "cikrefs.") if module.ispkg
]


@pytest.mark.parametrize("name", verbs.__all__)
def test_every_verb_has_an_example(name: str) -> None:
    has_one = doctest.DocTestFinder().find(getattr(verbs, name))[0].examples
    assert has_one or name in ("write", "fix", "complete")  # which change files


def test_the_examples_are_true(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(verbs)
    assert done.attempted > 5
    assert done.failed == 0


def test_dir_shows_what_people_type_first() -> None:
    shown = dir(cikrefs)
    assert {*cikrefs.__all__, "formats", "registry", "printed", "__version__"} <= {*shown}
    assert not [name for name in shown if name.startswith("_") and name != "__version__"]
    assert all(getattr(cikrefs, name) is not None for name in shown)


def test_rooms_are_reachable_by_their_names_alone() -> None:
    code = (
        "import cikrefs; cikrefs.formats.bibtex.loads; cikrefs.formats.ris.dumps;"
        "cikrefs.printed.loads; cikrefs.registry.Settings; cikrefs.checks.check"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        cikrefs.nonsense  # noqa: B018
    with pytest.raises(AttributeError, match="nonsense"):
        cikrefs.formats.nonsense  # noqa: B018


@pytest.mark.parametrize("name", PACKAGES)
def test_what_a_package_promises_is_there(name: str) -> None:
    package = import_module(name)
    assert all(hasattr(package, promised) for promised in getattr(package, "__all__", ()))


@pytest.mark.parametrize("name", PACKAGES)
def test_no_public_function_shares_its_modules_name(name: str) -> None:
    package = import_module(name)
    for promised in getattr(package, "__all__", ()):
        value = getattr(package, promised)
        home: ModuleType | None = inspect.getmodule(value)
        if inspect.isfunction(value) and home is not None:
            assert promised not in home.__name__.split(".")


def test_a_text_is_read_in_the_format_its_content_tells() -> None:
    (reference,) = cikrefs.loads("TY  - BOOK\nTI  - Cells\nER  - \n")
    assert (reference.type, reference.title) == ("book", "Cells")


@pytest.mark.parametrize("name", ["nonsense", "bibtext"])
def test_a_format_nobody_knows_is_named_with_those_that_are_known(name: str) -> None:
    with pytest.raises(InputError, match=f"{name} is no format; use one of .*csl-json"):
        cikrefs.loads("x", name)
    with pytest.raises(InputError, match=f"{name} is not written; use one of csl-json, ris"):
        cikrefs.dumps([], name)


def test_looking_up_what_is_no_doi_is_told() -> None:
    with pytest.raises(InputError, match="is no DOI"):
        cikrefs.look_up("10.1", FakeRegistry({}))


def test_looking_up_has_three_answers() -> None:
    record = Record(DOI="10.5555/a", title=("Cells",))
    fake = FakeRegistry({"10.5555/a": record, "10.5555/c": Unavailable("down")})
    assert cikrefs.look_up("https://doi.org/10.5555/A", fake) == record
    assert cikrefs.look_up("10.5555/b", fake) is None
    with pytest.raises(Unavailable, match="down"):
        cikrefs.look_up("10.5555/c", fake)


def test_a_list_is_text_in_the_output_asked_for() -> None:
    with pytest.raises(InputError, match="docx is no text; use one of text, markdown"):
        cikrefs.format_list([], to="docx")


def test_fixing_writes_what_the_checks_found(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_text("@article{a, title = {Cells}, volume = {1} , doi = {10.5555/a}}\n")
    record = Record(DOI="10.5555/a", volume="2")
    finding = Finding(rule="volume-differs", severity="error", message="", field="volume")
    (reference,) = cikrefs.read(file)
    (edit,) = cikrefs.fix(file, [Check(reference=reference, record=record, findings=(finding,))])
    assert edit.text == "2"
    assert file.read_text() == "@article{a, title = {Cells}, volume = {2} , doi = {10.5555/a}}\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Reference(), "<Reference>"),
        (
            Reference(id="a", author=(Name("Li", "T."), Name("Pu", "J."), Name("Ma"))),
            "<Reference a: Li et al.>",
        ),
        (Reference(id="a", DOI="10.5555/a"), "<Reference a: 10.5555/a>"),
        (Record(DOI="10.5555/a"), "<Record 10.5555/a: registered with Crossref>"),
        (Check(reference=Reference(id="a")), "<Check a: unconfirmed>"),
        (Check(reference=Reference(id="a"), unavailable="down"), "<Check a: unchecked>"),
    ],
)
def test_a_noun_is_one_line_at_a_prompt(value: object, shown: str) -> None:
    assert repr(value) == shown


def test_no_line_at_a_prompt_is_long_or_commands_the_terminal() -> None:
    shown = repr(Reference(id="a\n" * 99, title="\x1b[31m long" * 99))
    assert len(shown) <= 90
    assert shown.isprintable()


def test_a_notebook_shows_what_is_there_as_text() -> None:
    shown = Reference(id="a", title="<b>&", volume="")._repr_html_()
    assert "<th>title</th><td>&lt;b&gt;&amp;</td>" in shown
    assert "volume" not in shown


def test_a_row_for_a_table_holds_every_field_as_text_or_none() -> None:
    reference = Reference(id="a", author=(Name("Li", "T."), Name("Pu")), extra={"ris:C1": 3})
    row = reference.to_dict()
    assert (row["author"], row["ris:C1"], row["volume"]) == ("Li, T.; Pu", "3", None)
    assert all(value is None or isinstance(value, str) for value in row.values())


def test_settings_come_from_the_environment() -> None:
    environ = {"CIKREFS_MAILTO": "a@example.org", "CIKREFS_TIMEOUT": "3", "CIKREFS_DOI_URL": ""}
    settings = Settings.from_environment(environ, whole=True)
    assert settings == Settings(mailto="a@example.org", timeout=3.0, whole=True)
    with pytest.raises(InputError, match="CIKREFS_TIMEOUT: 'soon' is no number"):
        Settings.from_environment({"CIKREFS_TIMEOUT": "soon"})


def test_without_registries_those_of_the_environment_are_asked(server: Server) -> None:
    assert isinstance(verbs._registries(), Registries)
    assert cikrefs.check([Reference(id="a", DOI="10.1002/cam4.70497")])[0].record is not None
