"""From references to entries: ids, order, locale, labels, what a style leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from cikrefs.errors import InputError, ProgramError
from cikrefs.lists import OUTPUTS, styles
from cikrefs.lists.engine import LOCALES, format_list, locale_named
from cikrefs.lists.model import Run, joined
from cikrefs.models import Date, Name, Reference
from tests.lists.build import HOSTILE_TITLES, SHOWN, hostile_list, listed, own

NAMESPACE = "http://purl.org/net/xbiblio/csl"


def style(folder: Path, bibliography: str, *, kind: str = "numeric", head: str = "") -> str:
    """Write a style whose list is formatted as `bibliography` says; return its path."""
    path = folder / "made.csl"
    path.write_text(
        f'<style xmlns="{NAMESPACE}" class="in-text" version="1.0" {head}><info><title>Made</title>'
        f'<id>made</id><category citation-format="{kind}"/></info><citation><layout>'
        f'<text variable="title"/></layout></citation>{bibliography}</style>',
        encoding="utf-8",
    )
    return str(path)


def work(id_: str, title: str, family: str = "Roe", year: int = 2001) -> Reference:
    return Reference(id=id_, type="book", title=title, author=(Name(family),), issued=Date(year))


NUMBER = '<text variable="citation-number" prefix="[" suffix="] "/>'
BOLD_NUMBER = (
    '<group suffix=" "><text variable="citation-number" font-weight="bold"/>'
    '<text value="."/></group>'
)
TITLE = '<text variable="title"/>'
AUTHOR = '<names variable="author"/>'
WORKS = [work("a", "Zebras", "Åberg", 2003), work("b", "The apes", "Zorn", 2001)]


@pytest.mark.parametrize("kind", HOSTILE_TITLES)
def test_a_title_is_text_whatever_it_looks_like(kind: str) -> None:
    texts = {item.reference.id.split()[0]: item.text for item in hostile_list().items}
    assert texts[kind].startswith(f"O’Neil & <b> A (2020) {SHOWN[kind]}")
    assert "J <i>X</i> & Y" in texts[kind]
    assert f'https://doi.org/10.1234/{kind}_<1>#"(2)' in texts[kind]


def test_quoted_words_get_the_quotes_of_the_language() -> None:
    quoted = Reference(id="a", title='The "hot" cell', type="book", issued=Date(2001))
    assert listed(quoted) == ["1. (2001) The “hot” cell"]
    assert listed(quoted, locale="de-DE") == ["1. (2001) The „hot“ cell"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("5'-UTR of 'x' genes", "5'-UTR of “x” genes"),
        ("3'' and 5'' of 'own' ends", "3'' and 5'' of “own” ends"),
        ("it's 5'", "it’s 5'"),
    ],
)
def test_a_prime_behind_a_digit_is_no_quote(title: str, shown: str) -> None:
    assert listed(work("a", title)) == [f"1. Roe (2001) {shown}"]


def test_private_characters_of_a_title_stay_where_they_are() -> None:
    assert listed(work("a", "A \U000f0000<b> \U000f0001")) == [
        "1. Roe (2001) A \U000f0000<b> \U000f0001"
    ]


def test_references_with_one_id_are_all_listed_under_anchors_of_their_own() -> None:
    twice = [work("same id", "First"), work("same id", "Second")]
    items = format_list(twice, own()).items
    assert [(item.anchor, item.reference.title) for item in items] == [
        ("same-id", "First"),
        ("same-id-2", "Second"),
    ]


def test_references_without_id_get_one() -> None:
    (item,) = format_list([work("", "First")], own()).items
    assert (item.reference.id, item.anchor) == ("roe2001", "roe2001")


def test_no_references_are_an_empty_list() -> None:
    assert format_list([], own()).items == ()


def test_the_order_is_the_styles(tmp_path: Path) -> None:
    sort = '<sort><key variable="title"/></sort>'
    path = style(tmp_path, f"<bibliography>{sort}<layout>{TITLE}</layout></bibliography>")
    assert listed(*WORKS, style=path) == ["The apes", "Zebras"]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("none", ["Zebras", "The apes"]),
        ("author", ["Zebras", "The apes"]),
        ("year", ["The apes", "Zebras"]),
        ("title", ["The apes", "Zebras"]),
    ],
)
def test_an_order_asked_for_replaces_the_styles_and_numbers_follow(
    tmp_path: Path, order: str, titles: list[str]
) -> None:
    bibliography = (
        '<bibliography second-field-align="flush"><sort><key variable="title"/></sort>'
        f"<layout>{NUMBER}{TITLE}</layout></bibliography>"
    )
    path = style(tmp_path, bibliography)
    expected = [f"[{number}] {title}" for number, title in enumerate(titles, 1)]
    assert listed(*WORKS, style=path, sort=order) == expected


def test_a_number_that_the_style_does_not_set_apart_is_a_label_all_the_same(
    tmp_path: Path,
) -> None:
    path = style(tmp_path, f"<bibliography><layout>{NUMBER}{TITLE}</layout></bibliography>")
    items = format_list(WORKS, styles.find(path, on_notice=print)).items
    assert [(item.label, item.text) for item in items] == [("[1]", "Zebras"), ("[2]", "The apes")]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ('<text variable="citation-number" vertical-align="sup"/>', [("1", {"superscript"})]),
        (
            BOLD_NUMBER,
            [("1", {"bold"}), (".", set())],
        ),
    ],
)
@pytest.mark.parametrize("apart", ["", ' second-field-align="flush"'])
def test_a_labels_marks_are_kept(
    tmp_path: Path, number: str, shown: list[tuple[str, set[str]]], apart: str
) -> None:
    gap = '<text value=" "/>' if not apart and "sup" in number else ""
    path = style(
        tmp_path, f"<bibliography{apart}><layout>{number}{gap}{TITLE}</layout></bibliography>"
    )
    item = format_list(WORKS[:1], styles.find(path, on_notice=print)).items[0]
    assert [(run.text, set(run.marks)) for run in item.label_runs] == shown
    assert item.text == "Zebras"


def test_a_margin_behind_the_names_is_no_label(tmp_path: Path) -> None:
    # so some styles of anthropology set the year
    names = '<names variable="author"/>'
    year = '<text variable="title" display="left-margin"/>'
    rest = '<text value="T" display="right-inline"/>'
    path = style(tmp_path, f"<bibliography><layout>{names}{year}{rest}</layout></bibliography>")
    work = Reference(id="a", title="2018", author=(Name("Roe", "A."),))
    item = format_list([work], styles.find(path, on_notice=print)).items[0]
    assert (item.label, item.text) == ("", "A. Roe 2018 T")


def test_a_title_that_starts_with_a_number_loses_nothing(tmp_path: Path) -> None:
    path = style(
        tmp_path, f"<bibliography><layout>{TITLE}</layout></bibliography>", kind="author-date"
    )
    assert listed(work("a", "1 of us"), style=path) == ["1 of us"]


def test_a_reference_the_style_prints_nothing_of_is_named(tmp_path: Path) -> None:
    path = style(tmp_path, f"<bibliography><layout>{AUTHOR}</layout></bibliography>")
    heard: list[str] = []
    formatted = format_list(
        [WORKS[0], Reference(id="empty", title="T")],
        styles.find(path, on_notice=print),
        on_notice=heard.append,
    )
    assert [item.reference.id for item in formatted.items] == ["a"]
    assert heard == ["empty: Made prints nothing of it; it is left out"]


def test_marks_of_the_style_are_runs(tmp_path: Path) -> None:
    marked = "".join(
        f'<text variable="title" {attribute} suffix=" "/>'
        for attribute in (
            'font-style="italic"',
            'font-weight="bold"',
            'font-variant="small-caps"',
            'vertical-align="sup"',
            'vertical-align="sub"',
            'text-decoration="underline"',
        )
    )
    path = style(tmp_path, f"<bibliography><layout>{marked}</layout></bibliography>")
    (item,) = format_list([work("a", "T")], styles.find(path, on_notice=print)).items
    assert [set(run.marks) for run in item.runs if run.text.strip()] == [
        {"italic"},
        {"bold"},
        {"small-caps"},
        {"superscript"},
        {"subscript"},
        {"underline"},
    ]


def test_what_pandoc_warns_of_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = style(tmp_path, f"<bibliography><layout>{TITLE}</layout></bibliography>")
    found = styles.find(path, on_notice=print)
    text = Path(path).read_text(encoding="utf-8")
    broken = text.replace("<bibliography><layout>", '<bibliography><layout><text macro="nix"/>')
    Path(path).write_text(broken, encoding="utf-8")
    heard: list[str] = []
    format_list(WORKS, found, on_notice=heard.append)
    assert heard == ["the style “Made”: pandoc says: Citeproc: undefined macro nix"]


def test_a_style_pandoc_cannot_read_is_an_error(tmp_path: Path) -> None:
    path = style(tmp_path, f"<bibliography><layout>{TITLE}</layout></bibliography>")
    found = styles.find(path, on_notice=print)
    Path(path).write_text("<style/>", encoding="utf-8")
    with pytest.raises(ProgramError, match="the style “Made”: pandoc failed: Citeproc"):
        format_list(WORKS, found)


def test_the_language_is_the_locale_then_the_styles(tmp_path: Path) -> None:
    bibliography = f"<bibliography><layout>{TITLE}</layout></bibliography>"
    french = styles.find(
        style(tmp_path, bibliography, head='default-locale="fr-FR"'), on_notice=print
    )
    assert format_list(WORKS, french).language == "fr-FR"
    assert format_list(WORKS, french, locale="de_at").language == "de-AT"
    assert format_list(WORKS, own()).language == "en-US"


@pytest.mark.parametrize(
    ("language", "locale"),
    [("de", "de-DE"), ("EN", "en-US"), ("zh", "zh-CN"), ("sv", "sv-SE"), ("eu", "eu"), ("", "")],
)
def test_a_language_stands_for_its_first_locale(language: str, locale: str) -> None:
    assert locale_named(language) == locale


def test_an_unknown_locale_is_refused_with_those_of_its_language() -> None:
    with pytest.raises(
        InputError, match="there is no locale de-XX; for example de-AT, de-CH, de-DE"
    ):
        format_list(WORKS, own(), locale="de-XX")


@pytest.mark.parametrize(
    ("locale", "label"), [("de-DE", "Hrsg"), ("fr-FR", "éd"), ("es-ES", "ed"), ("ja-JP", "編")]
)
def test_terms_are_those_of_the_locale(locale: str, label: str) -> None:
    edited = Reference(id="e", type="book", title="T", editor=(Name("Roe"),), issued=Date(2001))
    assert listed(edited, locale=locale) == [f"1. Roe ({label}) (2001) T"]


def test_pandoc_has_words_of_its_own_for_every_locale(tmp_path: Path) -> None:
    terms = '<text term="accessed"/><text term="month-01"/>'
    path = style(tmp_path, f"<bibliography><layout>{terms}</layout></bibliography>")
    said = {locale: listed(WORKS[0], style=path, locale=locale) for locale in LOCALES}
    english = {locale for locale, terms in said.items() if terms == said["en-US"]}
    assert english == {"en-US", "en-GB"}


def test_the_url_is_linked_as_it_stands_if_it_is_one_of_the_web() -> None:
    page = Reference(id="p", type="webpage", title="T", URL="https://x.org/ü?a=<b>&c='d'(e)")
    (item,) = format_list([page], own()).items
    assert item.runs[-1] == Run(page.URL, href="https://x.org/%C3%BC?a=%3Cb%3E&c='d'(e)")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_that_is_not_of_the_web_is_text(url: str) -> None:
    page = Reference(id="p", type="webpage", title="T", URL=url)
    (item,) = format_list([page], own()).items
    assert url in item.text
    assert not any(run.href for run in item.runs)


def test_the_doi_behind_a_label_is_linked_without_it(tmp_path: Path) -> None:
    doi = '<text variable="DOI" prefix="doi: " suffix="."/>'
    path = style(tmp_path, f"<bibliography><layout>{doi}</layout></bibliography>")
    reference = Reference(id="a", title="T", DOI="10.1234/a.b")
    (item,) = format_list([reference], styles.find(path, on_notice=print)).items
    assert item.runs == (
        Run("doi: "),
        Run("10.1234/a.b", href="https://doi.org/10.1234/a.b"),
        Run("."),
    )


def test_runs_that_look_alike_are_one_and_blanks_are_single() -> None:
    italic = frozenset({"italic"})
    assert joined(
        [Run(" A"), Run(" "), Run("  b "), Run(" c", italic), Run("d ", italic), Run(" ")]  # type: ignore[arg-type]  # a set of one mark
    ) == (Run("A b "), Run("cd", italic))  # type: ignore[arg-type]  # as above


def test_endless_titles_take_no_endless_time() -> None:
    nasty = ["'" * 50_000, "<" * 50_000, " !" * 50_000, "5'" * 20_000, "\x07:a" * 20_000]
    works = [work(str(number), title) for number, title in enumerate(nasty)]
    formatted = format_list(works, own())
    assert len(formatted.items) == len(nasty)
    for name in ("text", "markdown", "html", "latex"):
        assert len(OUTPUTS[name].dumps(formatted)) > 200_000


def test_lines_of_a_note_that_say_other_variables_are_read_as_those() -> None:
    noted = Reference(
        id="a", type="chapter", title="T", issued=Date(2001),
        note="container-title: The Whole\npublisher: A House",
    )  # fmt: skip
    (text,) = listed(noted)
    assert "The Whole" in text
    assert "The Whole publisher" not in text


def test_a_style_that_asks_for_an_event_by_its_old_name_gets_one(tmp_path: Path) -> None:
    bibliography = (
        '<bibliography><layout><choose><if variable="event"><text variable="event"/></if>'
        '<else><text value="none"/></else></choose></layout></bibliography>'
    )
    held = Reference(id="a", type="speech", title="T", event_title="The Meeting")
    made = styles.find(style(tmp_path, bibliography), on_notice=print)
    assert [item.text for item in format_list([held], made).items] == ["The Meeting"]
