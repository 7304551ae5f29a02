"""Text, Markdown and the table of outputs; what readers of Markdown make of a list."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cikrefs import pandoc
from cikrefs.errors import InputError
from cikrefs.lists import OUTPUTS, by_extension, html, latex, markdown, text
from cikrefs.lists.model import FormattedList, Mark, Run
from tests.lists.build import HOSTILE_TITLES, hostile_list, item, the_18

ITALIC: frozenset[Mark] = frozenset({"italic"})
BOLD: frozenset[Mark] = frozenset({"bold"})


def test_text_is_a_line_an_entry_with_the_label_before_it() -> None:
    lines = text.dumps(the_18()).splitlines()
    assert len(lines) == 18
    assert lines[16] == (
        "17. Sharma A, Schmidt-Wolf IGH (2021) 30 years of CIK cell therapy: recapitulating the"
        " key breakthroughs and future perspective. J Exp Clin Cancer Res 40(1):388."
        " https://doi.org/10.1186/s13046-021-02184-2"
    )


def test_no_entries_are_an_empty_text() -> None:
    assert text.dumps(FormattedList(())) == markdown.dumps(FormattedList(())) == ""


def test_an_extension_tells_the_output() -> None:
    assert {by_extension(f"List{output.extension.upper()}") for output in OUTPUTS.values()} == set(
        OUTPUTS
    )
    with pytest.raises(InputError, match=r"a\.pdf: .* use one of \.txt, \.md"):
        by_extension("a.pdf")


def test_markdown_is_an_ordered_list_where_the_style_numbers_like_one() -> None:
    line = markdown.dumps(the_18()).splitlines()[16]
    assert line == (
        "17. Sharma A, Schmidt-Wolf IGH (2021) 30 years of CIK cell therapy: recapitulating the"
        " key breakthroughs and future perspective. *J Exp Clin Cancer Res* 40(1):388."
        " <https://doi.org/10.1186/s13046-021-02184-2>"
    )


def shown_by_markdown_it(source: str, preset: str) -> list[str]:
    """Return the text of each paragraph, as a page would show it."""
    tokens = MarkdownIt(preset).parse(source)
    return [shown(token) for token in tokens if token.type == "inline"]


def shown(inline: Token) -> str:
    children = inline.children or []
    assert {child.type for child in children} <= {
        "text", "text_special", "em_open", "em_close", "strong_open", "strong_close",
        "link_open", "link_close", "html_inline",
    }  # fmt: skip
    for child in children:
        if child.type == "html_inline":
            assert re.fullmatch("</?(em|strong|sup|sub)>", child.content), child.content
    return "".join(child.content for child in children if child.type != "html_inline")


@pytest.mark.parametrize("preset", ["commonmark", "gfm-like"])
@pytest.mark.parametrize("formatted", [the_18(), hostile_list()], ids=["the 18", "hostile"])
def test_commonmark_and_github_show_the_text(formatted: FormattedList, preset: str) -> None:
    found = shown_by_markdown_it(markdown.dumps(formatted), preset)
    assert found == [entry.text for entry in formatted.items]


@pytest.mark.parametrize("reader", ["commonmark", "gfm", "markdown-smart"])
@pytest.mark.parametrize("formatted", [the_18(), hostile_list()], ids=["the 18", "hostile"])
def test_pandoc_shows_the_text(formatted: FormattedList, reader: str) -> None:
    source = markdown.dumps(formatted)
    plain = pandoc.run(["-f", reader, "-t", "plain", "--wrap=none"], source).decode()
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    expected = [f"{entry.label} {entry.text}" for entry in formatted.items]
    # plain text has signs of its own for italics and for links
    assert [re.sub(r"\s+", " ", line.replace("_", "")) for line in lines] == [
        re.sub(r"\s+", " ", line.replace("_", "")) for line in expected
    ]


@pytest.mark.parametrize(
    ("start", "written"),
    [
        ("1. A", "1\\. A"),
        ("2020) A", "2020\\) A"),
        ("- A", "\\- A"),
        ("+ A", "\\+ A"),
        ("=== A", "\\=== A"),
        ("# A", "\\# A"),
        ("> A", "\\> A"),
        ("1.5 of", "1\\.5 of"),
        ("(1996) A", "\\(1996) A"),
        ("(iv) A", "\\(iv) A"),
        ("i. A", "i\\. A"),
        ("MM. A", "MM\\. A"),
        ("a) A", "a\\) A"),
        ("A. Roe", "A. Roe"),
        ("(in press) A", "(in press) A"),
    ],
)
def test_an_entry_never_starts_something_else(start: str, written: str) -> None:
    assert markdown.dumps(FormattedList((item(start, label=""),))) == f"{written}\n"
    (found,) = shown_by_markdown_it(written, "commonmark")
    assert found == start
    native = pandoc.run(["-f", "markdown-smart", "-t", "native"], f"1. {written}").decode()
    assert native.count("List") == 1


def test_a_raised_label_is_raised_in_every_output_that_can() -> None:
    raised = Run("1", frozenset({"superscript"}))
    formatted = FormattedList((replace(item("A", label="1"), marked_label=(raised,)),))
    assert text.dumps(formatted) == "1 A\n"
    assert markdown.dumps(formatted) == "<sup>1</sup> A\n"
    assert '<div class="csl-left-margin"><sup>1</sup> </div>' in html.dumps(formatted)
    assert r"\bibitem[{\textsuperscript{1}}]{a} A" in latex.dumps(formatted)
    assert markdown.dumps(formatted.without_labels()) == "A\n"


def test_labels_that_are_no_plain_numbers_stand_in_paragraphs() -> None:
    formatted = FormattedList((item("A", label="[1]"), item("B", label="[2]")))
    assert markdown.dumps(formatted) == "\\[1\\] A\n\n\\[2\\] B\n"


@pytest.mark.parametrize(
    ("run", "written"),
    [
        (Run("J Ex", ITALIC), "A *J Ex*."),
        (Run("J Ex ", BOLD), "A **J Ex** ."),
        (Run("J", ITALIC | BOLD), "A ***J***."),
        (Run("et al.", ITALIC), "A <em>et al.</em>."),
        (Run("et al. ", ITALIC), "A *et al.* ."),
        (Run("2+", frozenset({"superscript"})), "A <sup>2+</sup>."),
        (Run("2", frozenset({"subscript"})), "A <sub>2</sub>."),
        (Run("Roe", frozenset({"small-caps"})), "A Roe."),
        (Run("a_b", href="https://x.org/a_b"), "A [a\\_b](<https://x.org/a_b>)."),
        (Run("https://x.org/a_b", href="https://x.org/a_b"), "A <https://x.org/a_b>."),
    ],
)
def test_marks_in_markdown(run: Run, written: str) -> None:
    formatted = FormattedList((item("A ", run, Run("."), label=""),))
    assert markdown.dumps(formatted) == f"{written}\n"
    (found,) = shown_by_markdown_it(written, "commonmark")
    assert found == f"A {run.text}."


def test_neighbours_with_marks_are_told_apart() -> None:
    formatted = FormattedList((item(Run("A", ITALIC), Run("b", BOLD), Run("c", ITALIC), label=""),))
    written = markdown.dumps(formatted)
    assert written == "<em>A</em><strong>b</strong><em>c</em>\n"
    assert shown_by_markdown_it(written, "commonmark") == ["Abc"]


def test_every_hostile_title_is_in_the_hostile_list() -> None:
    assert len(hostile_list().items) == len(HOSTILE_TITLES)
