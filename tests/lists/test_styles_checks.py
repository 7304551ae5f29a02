"""What is no style that can format a list is refused, with the line where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cikrefs.errors import InputError
from cikrefs.lists import styles
from tests.lists.styles_made import BIBLIOGRAPHY, CITATION, NAMESPACE, style

LAUGHS = "".join(
    f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' if i else '<!ENTITY l0 "ha">' for i in range(10)
)


def problem(tmp_path: Path, content: str | bytes) -> tuple[str, int | None]:
    """Return what is said of a style with this content, and the line."""
    path = tmp_path / "some.csl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        styles.find(str(path), on_notice=pytest.fail)
    said = caught.value.problem
    assert said.file == str(path)
    assert said.reference is None
    return said.message, said.line


def text(macro: str) -> str:
    return f'<text macro="{macro}"/>'


def macro(name: str, content: str) -> str:
    return f'\n<macro name="{name}">{content}</macro>'


def bibliography(content: str) -> str:
    return f"{CITATION}\n<bibliography><layout>{content}</layout></bibliography>"


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        ("", "is broken XML", 1),
        ("no style at all", "is broken XML", 1),
        (style().replace("</info>", ""), "is broken XML", 3),
        (b"\xff\xfe<\x00s\x00", "is not UTF-8; save it as UTF-8", 1),
        (style(head="<title>\n\nCaf\xe9</title>").encode("latin-1"), "is not UTF-8", 4),
        ("<html><body/></html>", "is a web page", None),
        ("<rss/>", "is no CSL style: its root is rss", 1),
        (style().replace(NAMESPACE, "http://other"), "its root is {http://other}style", 1),
        (style(attributes='version="0.8.1"'), "is CSL 0.8.1; only CSL 1.0", 1),
        (style(attributes='version="2.0"'), "is CSL 2.0; only CSL 1.0", 1),
        (style(attributes='version=""'), "does not say its version", 1),
        (style(CITATION), "formats citations only: it has no bibliography", 1),
        (style(BIBLIOGRAPHY), "has no <citation> with a <layout>", 1),
        (style(CITATION + "<bibliography/>"), "has no <bibliography> with a <layout>", 1),
        (style(bibliography(text("who"))), "the macro “who” is called but not defined", 4),
        (
            style(bibliography('<sort><key macro="when"/></sort>')),
            "the macro “when” is called but not defined",
            4,
        ),
        (
            style(macro("unused", "\n" + text("gone")) + bibliography("")),
            "the macro “gone” is called but not defined",
            5,
        ),
        (
            style(macro("a", text("b")) + macro("b", text("a")) + bibliography(text("a"))),
            "calls itself: ",
            None,
        ),
        (style(macro("a", text("a")) + bibliography("")), "calls itself: a → a", 4),
        ("<!DOCTYPE style>" + style(), "has a DOCTYPE", None),
        ('<!DOCTYPE style SYSTEM "http://127.0.0.1:9/x.dtd">' + style(), "has a DOCTYPE", None),
        (f"<!DOCTYPE style [{LAUGHS}]>" + style(head="<title>&l9;</title>"), "entity", None),
        (f"<!DOCTYPE style [{LAUGHS}]>" + style(attributes='class2="&l9;"'), "entity", None),
        (
            '<!DOCTYPE style [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            + style(head="<title>&f;</title>"),
            "entity",
            None,
        ),
        (style() + " " * 2_000_000, "more than 2,000,000 bytes", None),
        ("<a>" * 100_000, "is broken XML", 1),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, content: str | bytes, message: str, line: int | None
) -> None:
    said, where = problem(tmp_path, content)
    assert message in said
    assert line is None or where == line


def test_macros_that_grow_beyond_measure_are_refused(tmp_path: Path) -> None:
    macros = "".join(macro(f"m{i}", text(f"m{i + 1}") * 10) for i in range(9)) + macro("m9", "")
    said, _ = problem(tmp_path, style(macros + bibliography(text("m0"))))
    assert "with its macros it has" in said


def test_macros_that_call_each_other_in_order_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "some.csl"
    macros = macro("a", text("b") + text("c")) + macro("b", text("c")) + macro("c", "")
    path.write_text(style(macros + bibliography(text("a"))), encoding="utf-8")
    assert styles.find(str(path), on_notice=pytest.fail).path == path


def test_a_later_version_is_said_and_taken(tmp_path: Path) -> None:
    path = tmp_path / "some.csl"
    path.write_text(style(attributes='version="1.1"'), encoding="utf-8")
    notices: list[str] = []
    styles.find(str(path), on_notice=notices.append)
    assert notices == ["the style is CSL 1.1; what is newer than 1.0 in it may be left out"]


@pytest.mark.parametrize("version", ["1.0", "1.0.2"])
def test_the_versions_pandoc_knows_pass_in_silence(tmp_path: Path, version: str) -> None:
    path = tmp_path / "some.csl"
    path.write_bytes(b"\xef\xbb\xbf" + style(attributes=f'version="{version}"').encode())
    assert styles.find(str(path), on_notice=pytest.fail).title == "Made"
