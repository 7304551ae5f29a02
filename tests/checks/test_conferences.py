"""Conferences: what is printed of them, and what is registered."""

from __future__ import annotations

import pytest

from cikrefs.checks.compare import journal, year
from cikrefs.checks.conferences import is_conference, is_series, same_conference
from cikrefs.models import Date
from tests.checks.build import record, reference

VISION = "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)"
MAIN = "Conference on Empirical Methods in Natural Language Processing"
NEURAL = "Advances in Neural Information Processing Systems 35"
ASSOCIATION = "Annual Meeting of the Association for Computational Linguistics"
DBLP = (
    "2016 {IEEE} Conference on Computer Vision and Pattern Recognition, {CVPR} 2016, Las Vegas,"
    " NV, USA, June 27-30, 2016"
)
DBLP_AAAI = (
    "Proceedings of the Twenty-Fourth {AAAI} Conference on Artificial Intelligence, {AAAI} 2010,"
    " Atlanta, Georgia, USA, July 11-15, 2010"
)
SAME = [
    ("CVPR", VISION),
    ("CVPR 2016", VISION),
    ("CVPR '16", VISION),
    ("Computer Vision and Pattern Recognition", VISION),
    ("IEEE Conf. on Comput. Vision and Pattern Recogn.", VISION),
    ("Proc. of the 29th IEEE/CVF Conference on Computer Vision and Pattern Recognition", VISION),
    (DBLP, VISION),
    ("NeurIPS", NEURAL),
    ("NIPS 2022", NEURAL),
    ("Neural Information Processing Systems", NEURAL),
    ("EMNLP", f"Proceedings of the 2022 {MAIN}"),
    ("ACL", f"Proceedings of the 58th {ASSOCIATION}"),
    ("INTERSPEECH 2019", "Interspeech 2019"),
    (DBLP_AAAI, "Proceedings of the AAAI Conference on Artificial Intelligence"),
    ("ECCV", "Computer Vision – ECCV 2016"),
    ("CHI", "Proceedings of the 2019 CHI Conference on Human Factors in Computing Systems"),
    ("Human Factors in Computing Systems", "CHI"),
    ("ACM Multimedia", "Proceedings of the 31st ACM International Conference on Multimedia"),
    ("CVPRW", "IEEE/CVF Conference on Vision and Pattern Recognition Workshops (CVPRW)"),
    ("55th Symposium on Theory of Computing, Vienna, Austria, July 3-7, 2023",
     "Proceedings of the 55th Annual ACM Symposium on Theory of Computing"),
]  # fmt: skip
OTHER = [
    ("ICCV", VISION),
    ("International Conference on Computer Vision", VISION),
    ("European Conference on Computer Vision", "2015 International Conference on Computer Vision"),
    ("Workshop on Machine Learning", "International Conference on Machine Learning"),
    ("ICML", "International Conference on Learning Representations"),
    ("International Conference on Marine Biology", "International Conference on Machine Learning"),
    ("IEEE", VISION),
    ("Vision", "Computer Vision – ECCV 2016"),
    ("Copyright and Multimedia Products", "31st ACM International Conference on Multimedia"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_conference_is_known_by_its_usual_names_in_both_directions(one: str, other: str) -> None:
    assert same_conference(one, other)
    assert same_conference(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_conference_is_another(one: str, other: str) -> None:
    assert not same_conference(one, other)
    assert not same_conference(other, one)


def test_another_conference_is_a_warning_and_another_journal_an_error() -> None:
    vision = record(type="paper-conference", container_title=(VISION,))
    paper = reference(type="paper-conference", container_title="ICML")
    assert (journal(paper, vision).agrees, journal(paper, vision).severity) == (False, "warning")
    article = journal(reference(container_title="Mouse Reports"), vision)
    assert (article.agrees, article.severity) == (False, "error")


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        ("ECCV", ("Lecture Notes in Computer Science", "Computer Vision – ECCV 2016"), True),
        ("ECCV", ("Lecture Notes in Computer Science",), None),
        ("Lecture Notes in Computer Science", ("Computer Vision – ECCV 2016",), None),
        ("Mouse Reports", ("Lecture Notes in Computer Science", "Computer Vision – ECCV"), False),
    ],
)
def test_a_series_beside_the_conference_is_no_contradiction(
    printed: str, registered: tuple[str, ...], agrees: bool | None
) -> None:
    paper = reference(type="paper-conference", container_title=printed)
    assert journal(paper, record(type="chapter", container_title=registered)).agrees is agrees


@pytest.mark.parametrize(
    ("printed", "kind", "registered"),
    [
        ("Lecture Notes in Computer Science", "article-journal", "Mouse Reports"),
        ("Mouse Reports", "chapter", "Lecture Notes in Computer Science"),
    ],
)
def test_a_series_is_not_a_journal(printed: str, kind: str, registered: str) -> None:
    held = record(type=kind, container_title=(registered,))
    assert journal(reference(container_title=printed), held).agrees is False


def test_the_event_may_say_what_the_book_does_not() -> None:
    paper = reference(type="paper-conference", container_title="Proceedings", event_title="CVPR")
    assert journal(paper, record(type="paper-conference", container_title=(VISION,))).agrees


@pytest.mark.parametrize(("printed", "agrees"), [(2016, True), (2017, True), (2018, False)])
def test_the_year_of_the_conference_agrees_as_that_of_the_proceedings_does(
    printed: int, agrees: bool
) -> None:
    held = record(type="paper-conference", container_title=(VISION,), issued=(Date(2017),))
    assert year(reference(issued=Date(printed)), held).agrees is agrees


@pytest.mark.parametrize(
    ("name", "conference", "series"),
    [
        (VISION, True, False),
        ("Proc. ICML", True, False),
        ("ECCV 2016", True, False),
        ("Advances in Neural Information Processing Systems 35", True, False),
        ("Nature 2019", False, False),
        ("Journal of Cellular Therapy", False, False),
        ("Lecture Notes in Computer Science", False, True),
        ("AIP Conference Proceedings", True, True),
    ],
)
def test_names_of_conferences_and_series_are_known(
    name: str, conference: bool, series: bool
) -> None:
    assert (is_conference(name), is_series(name)) == (conference, series)
