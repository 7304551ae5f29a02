"""What is said about a problem."""

from __future__ import annotations

import pytest

from cikrefs.errors import InputError, Problem, report


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("is empty", file="a.bib"), "a.bib: is empty"),
        (Problem("is odd", file="a.bib", line=3), "a.bib:3: is odd"),
        (Problem("is odd", "a.bib", 3, reference="lee2019"), "a.bib:3: lee2019: is odd"),
        (Problem("is odd", reference="lee2019"), "lee2019: is odd"),
        (Problem("is odd"), "is odd"),
        (Problem("is odd", line=3, text=" a\n b "), "3: is odd\n    a b"),
    ],
)
def test_a_problem_names_file_line_reference_and_text(problem: Problem, said: str) -> None:
    assert str(problem) == said
    assert str(InputError(problem)) == said


def test_control_characters_are_shown_and_never_sent() -> None:
    problem = Problem("odd\x1b[31m", "a\x07.bib", 1, "t\x1b]0;x", "k\x9b")
    assert str(problem).isascii()
    assert "\x1b" not in str(problem)
    assert "\\x1b[31m" in str(problem)


def test_a_long_text_is_shortened() -> None:
    assert len(str(Problem("odd", text="x" * 10_000))) < 200


def test_a_remark_is_raised_by_nobody_and_a_loss_by_everybody() -> None:
    report(Problem("remark", lost=False), None)
    with pytest.raises(InputError):
        report(Problem("loss"), None)


def test_a_listener_gets_both() -> None:
    heard: list[Problem] = []
    report(Problem("remark", lost=False), heard.append)
    report(Problem("loss"), heard.append)
    assert [problem.message for problem in heard] == ["remark", "loss"]
