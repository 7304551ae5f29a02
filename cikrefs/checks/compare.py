"""One small comparison a field: does the print agree with what is registered?

Each takes a reference and a record and returns an Agreement. A field agrees if it matches any value
the registry has, and what either side lacks is no contradiction. COMPARISONS is the table of the
fields that are compared; the check, the page for people and the corrections walk through it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cikrefs.checks import authors
from cikrefs.checks.agreement import AGREES, SILENT, Agreement, differs
from cikrefs.checks.conferences import is_conference, is_series, same_conference
from cikrefs.checks.journals import same_journal
from cikrefs.checks.words import fold, title_forms, whole
from cikrefs.models import OTHERS, Name, Record, Reference, Severity

__all__ = ["COMPARISONS", "Comparison", "agreements_of", "is_preprint", "is_proceedings"]

PREPRINT_LAG = 3
"""Years that may lie between a preprint and the work it became."""

_ALPHABETICAL = ("10.52202/",)
"""Prefixes of who deposits all authors by the alphabet: Curran, for NeurIPS."""
_FIRST_ALONE = ("10.1001/", "10.1093/")
"""Prefixes of who deposited the first author alone for long: the journals of the American Medical
Association (2,164 of 2,178 records of before 2000) and Oxford University Press."""
_FIRST_ALONE_UNTIL = 2010
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_ARXIV = "10.48550/arxiv."
_PREPRINT = re.compile(
    r"\b(?:\w*rxiv|corr|preprints?|ssrn|research square|authorea|osf)\b", re.IGNORECASE
)
_MONTHS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter)[a-z]*"
)


def title(reference: Reference, record: Record) -> Agreement:
    """Titles agree as folded words, whole or without subtitle, with any registered title.

    A printed subtitle may be missing from the registry, but where one is registered it must agree.
    """
    if not reference.title or not record.title:
        return SILENT
    printed = title_forms(reference.title)
    registered = [title_forms(title_) for title_ in record.title]
    heads = {form for forms in registered for form in forms if form != whole(forms)}
    if any(whole(printed) in forms for forms in registered):
        return AGREES
    if any(whole(forms) in printed and whole(forms) not in heads for forms in registered):
        return AGREES
    return differs(reference.title, record.title[0])


def author(reference: Reference, record: Record) -> Agreement:
    """Authors agree name by name; where none are printed, the editors stand for them."""
    if reference.author:
        order, alone = _order(reference.author, record), _alone(record)
        return authors.compare(reference.author, record.author, order=order, alone=alone)
    return authors.compare(reference.editor, record.editor or record.author)


def year(reference: Reference, record: Record) -> Agreement:
    """The year agrees with any of the print, online and issued years, or the conference's own.

    A preprint may be some years older than the work it became.
    """
    if not reference.issued or not record.issued:
        return SILENT
    printed = reference.issued.year
    years = {date.year for date in record.issued}
    if is_proceedings(record):
        years |= {int(year) for name in record.container_title for year in _YEAR.findall(name)}
    if printed in years:
        return AGREES
    if is_preprint(reference) is not is_preprint(record):
        lag = max(years) - printed if is_preprint(reference) else printed - min(years)
        if lag in range(PREPRINT_LAG + 1):
            return SILENT
    return differs(str(printed), " or ".join(map(str, sorted(years))))


def journal(reference: Reference, record: Record) -> Agreement:
    """The journal, book or conference agrees with any registered name, full or abbreviated.

    A preprint server is no contradiction to where the work appeared, nor is a series to what
    appeared in it. Another conference is a warning, since their names are many.
    """
    printed = [reference.container_title, reference.container_title_short]
    printed = [name for name in printed if name]
    if not printed or not record.container_title:
        return SILENT
    others = [name for name in (reference.collection_title, reference.event_title) if name]
    pairs = [(one, other) for one in (*printed, *others) for other in record.container_title]
    if any(same_journal(one, other) for one, other in pairs):
        return AGREES
    if is_preprint(reference) is not is_preprint(record):
        return SILENT
    of_conference = reference.type == "paper-conference" or (
        record.type != "article-journal" and any(map(is_conference, printed))
    )
    conference = of_conference or is_proceedings(record)
    if conference and any(same_conference(one, other) for one, other in pairs):
        return AGREES
    in_series = all(map(is_series, record.container_title)) and not _is_article(reference)
    if record.type != "article-journal" and (in_series or all(map(is_series, printed))):
        return SILENT
    severity: Severity = "warning" if of_conference else "error"
    return differs(printed[0], record.container_title[0], severity=severity)


def _is_article(reference: Reference) -> bool:
    return reference.type == "article-journal" and not is_conference(reference.container_title)


def _order(printed: Sequence[Name], record: Record) -> Severity:
    """Return how bad it is if the same people stand in another order.

    Proceedings are deposited with the authors by the alphabet now and then: a note. But if all
    that is wrong with a longer list is its first two, the print has swapped them, unless the
    depositor is known for the alphabet.
    """
    if not is_proceedings(record):
        return "error"
    if not authors.is_alphabetical(record.author):
        return "warning"
    first, rest = printed[:2], printed[2:]
    swapped = bool(rest) and authors.compare([*first[::-1], *rest], record.author).agrees
    return "warning" if swapped and not record.DOI.startswith(_ALPHABETICAL) else "note"


def _alone(record: Record) -> Severity:
    """Return how bad it is if the record has the first author alone."""
    old = record.issued and min(date.year for date in record.issued) < _FIRST_ALONE_UNTIL
    return "note" if old and record.DOI.startswith(_FIRST_ALONE) else "warning"


def is_proceedings(record: Record) -> bool:
    """Whether the record is a paper of a conference; a journal's name may read like one's."""
    if record.type in ("paper-conference", "article-journal"):
        return record.type == "paper-conference"
    return any(is_conference(name) or is_series(name) for name in record.container_title)


def is_preprint(work: Reference | Record) -> bool:
    """Whether a print or a record is of a preprint."""
    if isinstance(work, Record):
        by_kind = work.type == "article" or work.DOI.lower().startswith(_ARXIV)
        return by_kind or any(map(_PREPRINT.search, work.container_title))
    names = (work.container_title, work.collection_title, work.publisher)
    return any(map(_PREPRINT.search, names)) or (
        work.type == "article" and not work.container_title
    )


def volume(reference: Reference, record: Record) -> Agreement:
    """Volumes agree as numbers; a supplement named after the volume is ignored."""
    agreement = _number(reference.volume, record.volume)
    leaked = _leaked_day(reference, record)
    if agreement.agrees is False and leaked:
        return differs(agreement.printed, agreement.registered, leaked)
    return agreement


def issue(reference: Reference, record: Record) -> Agreement:
    """Issues agree as numbers; an issue that is the registered volume is none."""
    if reference.issue and not record.issue and _leaked_day(reference, record):
        return differs(
            reference.issue,
            "",
            f"{reference.issue} is the registered volume; no issue is registered",
        )
    return _number(reference.issue, record.issue)


def page(reference: Reference, record: Record) -> Agreement:
    """Pages agree from first to last, or in the first alone where one side has no more.

    An article number agrees with any registered page or article number; publishers that register
    the number of pages ("1-12") put the article number into the DOI, so one found there agrees too.
    """
    printed = _pages(reference.page or reference.number)
    registered = [pages for value in record.page if (pages := _pages(value))]
    if not printed or not registered:
        return SILENT
    if any(_pages_agree(printed, pages) for pages in registered):
        return AGREES
    counted = all(first == "1" for first, _ in registered)
    if counted and len(printed[0]) >= 4 and printed[0] in re.sub(r"[^a-z0-9]", "", record.DOI):
        return AGREES
    if printed[0] == "1" and printed[1] and not any(last for _, last in registered):
        return SILENT  # the print counts pages where an article number is registered
    one_page = any(pages == (printed[0], printed[0]) for pages in registered)
    severity: Severity = "warning" if one_page else "error"  # some publishers register no last page
    return differs(reference.page or reference.number, " or ".join(record.page), severity=severity)


def _number(printed: str, registered: str) -> Agreement:
    one, other = _plain_number(printed), _plain_number(registered)
    if not one or not other or _MONTHS.match(one) or _MONTHS.match(other):
        return SILENT
    if one == other or one in other.split("-") or other in one.split("-"):
        return AGREES
    return differs(printed, registered)


def _plain_number(text: str) -> str:
    """Return "12", "s1", "2-3" or the like; words for supplements and parts are made equal."""
    text = re.sub(r"suppl(?:ement|\b)?", "s", fold(text))
    text = re.sub(r"^(?:vol(?:ume)?|no|number|issue)\b", "", text.replace("part", "pt"))
    text = re.sub(r"[^a-z0-9]+", "-", text).strip("-")
    text = re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)
    return re.sub(r"(?<=s|t)-(?=[0-9])", "", text)


def _leaked_day(reference: Reference, record: Record) -> str:
    """Say so if the printed volume is a day and the printed issue the volume, as in "27(16)"."""
    if _plain_number(reference.issue) != _plain_number(record.volume):
        return ""
    day = next((date for date in record.issued if str(date.day) == reference.volume), None)
    what = f"{reference.volume} is the day of publication ({day})" if day else "printed as issue"
    return f"the registered volume is {record.volume}; {what}"


def _pages(text: str) -> tuple[str, str] | None:
    """Return first and last page ("" if there is only one), the last spelt out: 2277-88 is 2288."""
    text = re.sub(r"^pp?\.? ?(?=\w)", "", fold(text).strip())
    first, _, last = re.split(r"[,;+]", text)[0].partition("-")
    first, last = (re.sub(r"[^a-z0-9]", "", page_) for page_ in (first, last))
    if not any(char.isdigit() for char in first) and not re.fullmatch(r"[ivxlcdm]+", first):
        return None
    if last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return _plain_page(first), _plain_page(last)


def _plain_page(page_: str) -> str:
    """Return a page without what deposits add or drop: leading zeros, the "e" of an e-number."""
    return re.sub(r"^e?0*(?=[0-9])", "", page_)


def _pages_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field that is compared, a row of COMPARISONS.

    `rule` names the finding where print and record disagree, `name` is what people call the field;
    `printed` and `registered` return the field's value on either side as people read it, "" for
    none.
    """

    field: str
    rule: str
    name: str
    compare: Callable[[Reference, Record], Agreement]
    printed: Callable[[Reference], str]
    registered: Callable[[Record], str]


def _names(names: Sequence[Name]) -> str:
    return "; ".join("et al." if name == OTHERS else str(name) for name in names)


def _fullest(values: Sequence[str]) -> str:
    return next(iter(values), "")


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        "title",
        "title-differs",
        "Title",
        title,
        lambda reference: reference.title,
        lambda record: _fullest(record.title),
    ),
    Comparison(
        "author",
        "author-differs",
        "Authors",
        author,
        lambda reference: _names(reference.author or reference.editor),
        lambda record: _names(record.author or record.editor),
    ),
    Comparison(
        "issued",
        "year-differs",
        "Year",
        year,
        lambda reference: str(reference.issued.year) if reference.issued else "",
        lambda record: " or ".join(map(str, sorted({date.year for date in record.issued}))),
    ),
    Comparison(
        "container_title",
        "journal-differs",
        "Journal",
        journal,
        lambda reference: reference.container_title or reference.container_title_short,
        lambda record: _fullest(record.container_title),
    ),
    Comparison(
        "volume",
        "volume-differs",
        "Volume",
        volume,
        lambda reference: reference.volume,
        lambda record: record.volume,
    ),
    Comparison(
        "issue",
        "issue-differs",
        "Issue",
        issue,
        lambda reference: reference.issue,
        lambda record: record.issue,
    ),
    Comparison(
        "page",
        "page-differs",
        "Pages",
        page,
        lambda reference: reference.page or reference.number,
        lambda record: " or ".join(record.page),
    ),
)


def agreements_of(reference: Reference, record: Record) -> dict[str, Agreement]:
    """Return, by field, how each row of COMPARISONS agrees."""
    return {row.field: row.compare(reference, record) for row in COMPARISONS}
