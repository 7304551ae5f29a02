"""PDF pages as plain text in reading order."""

from __future__ import annotations

import sys
import zlib

import pytest
import typst

from cikrefs.documents import limits, pdf
from cikrefs.errors import InputError
from tests.conftest import ROOT
from tests.documents import build
from tests.documents.build import Show, column

LEFT = [f"left {number} of the page" for number in range(8)]
RIGHT = [f"right {number} of the page" for number in range(8)]


def lines(*pages: list[Show | str]) -> list[str]:
    return [line.strip() for line in pdf.text(build.pdf(pages)).split("\n") if line]


def by_rows(*columns: list[Show]) -> list[Show | str]:
    """Return what columns show in the order of a file that goes across them."""
    return [*sorted((one for each in columns for one in each), key=lambda one: (-one[1], one[0]))]


def test_columns_are_read_one_after_the_other_whatever_the_order_of_the_file() -> None:
    assert lines(by_rows(column(LEFT, 40, 700), column(RIGHT, 300, 700))) == LEFT + RIGHT


def test_columns_whose_lines_do_not_meet_are_read_so_too() -> None:
    assert lines(by_rows(column(LEFT, 40, 700), column(RIGHT, 300, 704))) == LEFT + RIGHT


def test_three_columns_are_read_so_too() -> None:
    third = [f"third {number} of it" for number in range(8)]
    page = by_rows(column(LEFT, 40, 700), column(RIGHT, 220, 700), column(third, 410, 700))
    assert lines(page) == LEFT + RIGHT + third


def test_what_crosses_the_columns_parts_them_into_bands() -> None:
    wide = "a line that goes across both of the columns, from one to the other margin, at length"
    upper = by_rows(column(LEFT, 40, 700), column(RIGHT, 300, 700))
    lower = by_rows(column(LEFT, 40, 500), column(RIGHT, 300, 500))
    page = [(40.0, 720.0, 8.0, wide), *upper, (40.0, 540.0, 8.0, wide), *lower]
    assert lines(page) == [wide, *LEFT, *RIGHT, wide, *LEFT, *RIGHT]


def test_labels_in_front_of_a_list_are_no_column() -> None:
    labels = [f"{number}." for number in range(1, 9)]
    page = by_rows(
        column(labels, 40, 700),
        column(LEFT, 70, 700),
        column(labels, 300, 700),
        column(RIGHT, 330, 700),
    )
    expected = [
        f"{label} {text}"
        for text_ in (LEFT, RIGHT)
        for label, text in zip(labels, text_, strict=True)
    ]
    assert lines(page) == expected


def test_hanging_lines_are_indented() -> None:
    text = pdf.text(build.pdf([[(40, 700, 8, "Lee A (2019) Cells of"), (60, 690, 8, "mice")]]))
    first, second = text.split("\n")[:2]
    assert (first, second.strip()) == ("Lee A (2019) Cells of", "mice")
    assert second.startswith("  ")


def test_running_heads_and_page_numbers_stand_before_everything() -> None:
    pages: list[list[Show | str]] = [
        [(40, 810, 8, f"Cells {number}"), *column(text, 40, 700), (290, 30, 8, str(number))]
        for number, text in ((7, LEFT), (8, RIGHT))
    ]
    assert lines(*pages) == ["Cells 7", "7", "Cells 8", "8", *LEFT, *RIGHT]


@pytest.mark.parametrize("before", ["see ", ""])
def test_an_address_too_long_for_its_column_does_not_part_the_columns(before: str) -> None:
    long = f"{before}http://example.org/{'a' * 45}"
    left = [*LEFT, long, *(f"{one} below" for one in LEFT)]
    # beside the address of the first there is a line, beside that of the second there is none
    right = [f"right {number} of it" for number in range(17)]
    page = [*column(left, 40, 700), *column(right[: 17 if before else 8], 330, 700)]
    assert lines([*page]) == left + right[: 17 if before else 8]


def test_a_title_over_both_columns_still_parts_them() -> None:
    title = "a heading of several words that goes over both columns, then ends"
    upper = [*column(LEFT, 40, 700), *column(RIGHT, 300, 700)]
    lower = [*column(LEFT, 40, 500), *column(RIGHT, 300, 500)]
    assert lines([*upper, (40.0, 540.0, 8.0, title), *lower]) == [
        *(LEFT + RIGHT),
        title,
        *(LEFT + RIGHT),
    ]


def test_more_space_between_lines_is_a_blank_line() -> None:
    heights = (700, 690, 675, 665, 655, 640, 630)
    page: list[Show | str] = [(40, at, 8, f"line at {at}") for at in heights]
    assert pdf.text(build.pdf([page])).split("\n") == [
        *("line at 700", "line at 690", ""),
        *("line at 675", "line at 665", "line at 655", ""),
        *("line at 640", "line at 630", ""),
    ]


def test_lines_of_small_print_do_not_make_wider_lines_blank() -> None:
    body: list[Show | str] = [(40, 700 - 14 * at, 11, f"a body line {at}") for at in range(6)]
    notes: list[Show | str] = [(40, 600 - 8 * at, 6, f"a note line {at}") for at in range(12)]
    text = pdf.text(build.pdf([[*body, *notes]]))
    assert text.split("\n\n") == [
        "".join(f"a body line {at}\n" for at in range(6)).rstrip("\n"),
        "".join(f"a note line {at}\n" for at in range(12)),
    ]


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_lines_in_the_right_margin_are_left_out(step: int) -> None:
    texts = [f"the words of line {'abcdefgh'[at % 8]} of it" for at in range(40)]
    numbers = [str(at) if at % step == 0 else "" for at in range(1, 41)]
    page = by_rows(column(texts, 40, 700), column(numbers, 400, 700))
    assert lines([*page]) == texts


def test_numbers_at_line_ends_that_do_not_count_the_lines_stay() -> None:
    texts = [f"a work of {year}" for year in (2001, 2003, 2002, 2003, 2004, 1999, 2000, 1987, 2010)]
    assert lines([*column(texts, 40, 700)]) == texts
    # some lines end with numbers that count up, most do not
    few = [f"chapter {at // 3}" if at % 3 == 0 else "the words of it" for at in range(1, 31)]
    assert lines([*column(few, 40, 700)]) == few


def test_a_hyphen_at_a_line_end_stays() -> None:
    assert lines([*column(["a pre-", "liminary study"], 40, 700)]) == ["a pre-", "liminary study"]


def test_raised_marks_stay_raised() -> None:
    page: list[Show | str] = [(40, 700, 10, "Known"), (70, 704, 6, "1,2"), (81.4, 700, 10, ".")]
    assert lines(page) == ["Known<sup>1,2</sup>."]


@pytest.mark.parametrize(
    "matrix", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"], ids=["up", "down", "over"]
)
def test_text_at_other_angles_stands_behind_the_page(matrix: str) -> None:
    stamp = f"BT /F1 8 Tf {matrix} 20 300 Tm (a stamp on the edge) Tj ET"
    assert lines([stamp, *column(LEFT, 40, 700)]) == [*LEFT, "a stamp on the edge"]


def test_accents_and_dashes_are_read() -> None:
    assert lines([(40, 700, 8, "Lück–Pietà")]) == ["Lück–Pietà"]


def test_letters_of_mathematics_are_whole() -> None:
    """PDFium tells them as two halves of a pair, both at the letter's place."""
    assert pdf.text(typst.compile("Rings of 𝒜 and 𝑥𝑦".encode())) == "Rings of 𝒜 and 𝑥𝑦\n"


def test_a_page_without_text_asks_for_text_recognition() -> None:
    with pytest.raises(InputError, match=r"holds no text.*ocrmypdf"):
        pdf.text(build.pdf([["0 0 100 100 re f"]]))


def test_a_password_is_asked_for() -> None:
    with pytest.raises(InputError, match=r"password.*qpdf --decrypt"):
        pdf.text((ROOT / "tests/data/documents/encrypted.pdf").read_bytes())


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 and no more", b"%PDF-1.4\n" + b"1 0 obj<<" * 11_000]
)
def test_a_broken_pdf_is_told(content: bytes) -> None:
    with pytest.raises(InputError, match="broken PDF"):
        pdf.text(content)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError, match=r"one more package: .* install .*\[pdf\]"):
        pdf.text(build.pdf([[(40, 700, 8, "Lee")]]))


def _pdf_of_bombs(content: bytes, form: bytes = b"") -> bytes:
    """Return a PDF whose page draws `content`, and whose form /X draws `form`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        content,
        form,
        b"<</XObject<</X 5 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF\n"


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


BOMBS = {
    "a form that draws itself twice": _pdf_of_bombs(
        _stream(b"/X Do"),
        _stream(
            b"/X Do /X Do BT /F1 8 Tf (text) Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 6 0 R",
        ),
    ),
    "nested compression": _pdf_of_bombs(
        _stream(
            zlib.compress(zlib.compress(b"(a) Tj " * 40_000_000, 9), 9),
            b"/Filter[/FlateDecode/FlateDecode]",
        )
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to RLIMIT_AS")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_pdf_that_takes_all_memory_or_time_is_told(bomb: str) -> None:
    with pytest.raises(InputError, match=r"takes more than|holds no text|broken"):
        pdf.text(BOMBS[bomb])


def test_a_process_that_takes_too_much_memory_is_told() -> None:
    with pytest.raises(InputError, match="takes more than 500 MB of memory"):
        limits.bounded("tests.documents.test_pdf", "takes_memory", b"")


def test_a_process_that_ends_by_itself_is_told() -> None:
    with pytest.raises(InputError, match=r"cannot be read: .*no such letter"):
        limits.bounded("tests.documents.test_pdf", "fails", b"")


def test_without_the_systems_limits_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 0.2)
    monkeypatch.setattr(limits, "_CHILD", "import sys; sys.modules['resource'] = None; " + CHILD)
    with pytest.raises(InputError, match=r"takes more than 0\.2 s to read"):
        limits.bounded("tests.documents.test_pdf", "never_ends", b"")


def test_without_the_systems_limits_a_pdf_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_CHILD", "import sys; sys.modules['resource'] = None; " + CHILD)
    assert lines([*column(LEFT, 40, 700)]) == LEFT


CHILD = limits._CHILD


def takes_memory(_: bytes) -> str:
    return str(len(bytearray(limits.MEMORY)))


def fails(_: bytes) -> str:
    raise ValueError("no such letter")


def never_ends(_: bytes) -> str:
    while True:
        pass
