"""Locators: where in a journal a work stands, in all the shapes volume, issue, pages and year take.

The locator is the rightmost part of an article's reference. Its extent is found first, as the
longest end of the string that is made of numbers, their punctuation and the few words of locators;
then the rows of LOCATORS are tried on it. A new shape is a new row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cikrefs.models import Span

_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June"
    r"|July|August"
    r"|September|October|November|December|Spring|Summer|Autumn|Fall|Winter)"
)
_WORDS = frozenset(
    """
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july
    august september october november december spring summer autumn fall winter vol volume no nos
    num number nr iss issue pp p pg pgs page pages art article id suppl supplement supp supl pt part
    spec special abstract n v
    """.split()
)
_TOKEN = re.compile(
    r"(?<=\d) ?\([^()]{1,30}\)(?= ?[:,;])|\((?:[Ss]uppl|[Pp]t|[Pp]art|[Ss]pec)[^()]{0,30}\)|\w+"
    r"|[^\w\s,;:()\[\].–—−‐‑/#&+-]"
)
_LAST_WORD = re.compile(r"(?<!\w)(\w+)[\s,;:(\[\].–—−‐‑/#&+-]*$")
_SHORT = 30
_NUMBER = re.compile(r"[A-Za-z]{0,4}\d+(?:[A-Za-z]{1,5}\d+[A-Za-z]?|[A-Za-z])?")
_REACH = 110
_ANY_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)[a-z]?"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\b)"
_DATE = rf"(?:[ ,.]*{_MONTH}\b\.?(?: ?[-–/] ?{_MONTH}\b\.?)?(?: ?{_DAY})?(?: ?[-–] ?{_DAY})?)?"
_DATE_BEFORE = rf"(?:{_DAY}? ?{_MONTH}\b\.?(?: ?[-–/] ?{_MONTH}\b\.?)?(?: ?{_DAY})?[ ,.]*)?"
_NUM = r"(?:(?!(?-i:[A-H])\d)[A-Za-z]{1,2}-?)?\d+[A-Za-z]?"
_VOLUME = (
    rf"(?:vol(?:ume)?[.:]? ?|v\.? ?)?(?P<volume>{_NUM}(?: ?[-–/] ?\d+)?|(?-i:[IVXLC]+)(?= ?[\(,:]))"
)
_ISSUE = r"(?: ?\((?P<issue>[^()]{1,40}(?:\([^()]*\)[^()]*)?)\))"
_LABELLED = (
    r"(?:[ ,.;:]*(?:no|nr|number|num|issue|iss|n)s?[.:°º]? ?(?P<issue2>[A-Z]?\d+(?: ?[-–/] ?\d+)?))"
)
_SUPPL = r"(?:[ ,]*(?P<issue3>(?:suppl?(?:ement|l)?|pt|part)\b\.? ?\d*[A-Z]?))"
_PAGE_ONE = (
    r"(?:[A-Za-z]{1,6}-?)?\d+(?:\.\d+)*(?:\.e\d+)?"
    r"(?:[A-Za-z]{1,5}\d+[A-Za-z]?|[A-Za-z]|\(R\))?(?:-\d\d\b(?!\d))?"
)
_THOUSANDS = r"\d{1,3},\d{3} ?[-–—−‐‑] ?\d{1,3},\d{3}(?!\d)"
_RANGE = rf"(?:{_THOUSANDS}|{_PAGE_ONE}(?: ?[-–—−‐‑]{{1,2}} ?{_PAGE_ONE}|\+)?)"
_PAGE = rf"(?P<page>{_RANGE}(?:, ?(?!(?:1[89]|20)\d\d\b){_RANGE})*|(?-i:[ivxlc]+ ?[-–] ?[ivxlc]+))"
_PP = (
    r"(?:(?:pp?|pgs?|pages?)\b[.:]? ?|(?-i:pp?|pgs?|pages?)(?=\d)"
    r"|art(?:icle)?s?\b\.? ?(?:no|id|number|num)?\b[.:]? ?|id ?)"
)
_ANY_ISSUE = rf"(?:{_ISSUE}|{_LABELLED}|{_SUPPL})"
LOCATORS: tuple[tuple[str, str, str], ...] = (
    (
        "12.3 (2019): 145–52",
        "(Y",
        rf"(?P<volume>\d{{1,4}})\.(?P<issue>\d{{1,4}}) \({_DATE_BEFORE}{_YEAR}\): ?{_PAGE}",
    ),
    (
        "2012 May;74(1):6",
        ":",
        (
            rf"(?:\(?{_YEAR}\)?{_DATE}[ ;,:.]+)?{_VOLUME}{_ANY_ISSUE}?[.,]* ?: ?{_PP}?{_PAGE}"
            rf"(?:[,.]? ?\(?{_DATE_BEFORE}(?P<year2>(?:1[5-9]|20)\d\d)\)?)?"
        ),
    ),
    (
        "13(24), 70–97 (2010)",
        "(Y",
        (
            rf"{_VOLUME}{_ANY_ISSUE}?(?:, (?P<issue4>\d{{1,3}})"
            rf"(?=,))?[,.; ]+{_PP}?{_PAGE}[,.; ]*\({_DATE_BEFORE}{_YEAR}{_DATE}\)"
        ),
    ),
    (
        "29 (2020) 100888",
        "(Y",
        (
            rf"{_VOLUME}(?:{_ANY_ISSUE}|, ?(?P<issue4>\d+))?,? ?\({_DATE_BEFORE}{_YEAR}{_DATE}\)"
            r"(?:(?:[,;]? ?no[.:] ?| (?=\d{1,2}, ?[A-Z]?\d))(?P<issue5>\d+))?[,:; ]*"
            rf"{_PP}?{_PAGE}"
        ),
    ),
    (
        "2014, 5, 1721",
        "Y",
        (
            rf"\(?{_YEAR}\)?{_DATE}[,; ]+{_VOLUME}(?:{_ANY_ISSUE}"
            rf"|, ?(?P<issue4>\d+)(?=,))?[,:. ]+{_PP}?{_PAGE}"
        ),
    ),
    (
        "11 (41), 1998, p. 123–175",
        ",Y",
        rf"{_VOLUME}{_ANY_ISSUE}?,? {_DATE_BEFORE}{_YEAR}, {_PP}?{_PAGE}",
    ),
    (
        "vol. 12, no. 3, pp. 45–67, May 2010",
        "",
        rf"{_VOLUME}?{_ANY_ISSUE}?[,:.; ]*{_PP}{_PAGE}(?:[,.;]? \(?{_DATE_BEFORE}{_YEAR}\)?)?",
    ),
    (
        "vol. 12, no. 3, 2010",
        "",
        rf"vol(?:ume)?[.:]? ?(?P<volume>{_NUM}){_LABELLED}?(?:[,.;]? \(?{_DATE_BEFORE}{_YEAR}\)?)?",
    ),
    (
        "45(1), 334–339, 2010",
        "Y",
        (
            rf"{_VOLUME}{_ANY_ISSUE}?(?:, (?P<issue4>\d{{1,3}})(?=,))?[,.;]? {_PP}?{_PAGE}"
            rf"(?:[,.;]? {_DATE_BEFORE}{_YEAR})"
        ),
    ),
    (
        "45(1), 334–339",
        "",
        rf"{_VOLUME}{_ANY_ISSUE}?(?:, (?P<issue4>\d{{1,3}})(?=,))?[,.;]? {_PP}?{_PAGE}",
    ),
    (
        "2018;1–20",
        ";Y",
        (
            rf"{_YEAR}{_DATE}; ?(?P<page>{_PAGE_ONE} ?[-–—−‐‑]{{1,2}} ?{_PAGE_ONE}"
            r"|[A-Z]{1,2}\d{5,})"
        ),
    ),
    ("2010;45(1)", "Y", rf"\(?{_YEAR}\)?{_DATE}[;,:. ]+{_VOLUME}{_ANY_ISSUE}"),
    ("2010;45", ";Y", rf"{_YEAR}{_DATE}[;] ?{_VOLUME}"),
    ("45,334", ",", rf"{_VOLUME}{_ANY_ISSUE}?,{_PAGE}"),
    ("45(1)", "", rf"{_VOLUME}{_ANY_ISSUE}"),
    ("45(1) (2010)", "(Y", rf"{_VOLUME}{_ANY_ISSUE}?,? \({_YEAR}\)"),
    ("pp. 12–15, 2010", "", rf"{_PP}{_PAGE}(?:[,.;]? \(?{_DATE_BEFORE}{_YEAR}\)?)?"),
    ("2010, pp. 12–15", "Y", rf"\(?{_YEAR}\)?{_DATE}[.,;:]? {_PP}{_PAGE}"),
    (
        "2010:12–15",
        "Y",
        rf"\(?{_YEAR}\)?{_DATE}[.,;: ]+(?P<page>{_PAGE_ONE} ?[-–—−‐‑]{{1,2}} ?{_PAGE_ONE}|e\d+)",
    ),
    (":12–15", "", r"(?P<page>[A-Za-z]?\d+ ?[-–—−‐‑]{1,2} ?[A-Za-z]?\d+)"),
    ("(May 2010)", "(Y", rf"\({_DATE_BEFORE}{_YEAR}{_DATE}\)"),
    ("May 2010", "Y", rf"{_DATE_BEFORE}{_YEAR}{_DATE}"),
    ("vol. 45", "", rf"vol(?:ume)?\.? ?(?P<volume>{_NUM})"),
)
"""Shapes, tried in order on the locator's extent: an example, the characters that no such locator
lacks ("Y" is a year), the pattern."""

_COMPILED = tuple(
    (
        needs,
        re.compile(
            rf"(?<!\bno[. ])(?<!\bno\. )(?:(?<![\w-])|(?<=[ .](?-i:[A-H])(?=\d))){pattern}"
            r"(?=[\s.,;:()\[\]]*$)",
            re.IGNORECASE,
        ),
    )
    for _, needs, pattern in LOCATORS
)
_INNER = re.compile(
    rf"(?<=[\s.,;])(?:(?:\(?{_YEAR}\)?{_DATE}[ ;,:.]+)?{_VOLUME}{_ANY_ISSUE}? ?: ?{_PAGE}"
    rf"|(?P<volume_>{_NUM}) ?\((?P<issue_>[^()]{{1,20}})\), ?(?P<page_>{_RANGE}))(?=[\s.,;:(\[])",
    re.IGNORECASE,
)
"""The surest of them, wherever they are: notes may follow them."""


@dataclass(frozen=True, slots=True)
class Locator:
    """What a locator says, and where: `fields` by CSL variable (`issued` is the year alone)."""

    fields: dict[str, Span]
    span: Span


def extent(string: str, end: int) -> int:
    """Return where the longest locator-like end of `string[:end]` starts."""
    last = _LAST_WORD.search(string, max(0, end - _SHORT), end)
    if last and not (_NUMBER.fullmatch(last[1]) or last[1].lower() in _WORDS):
        return end
    start = end
    for token in reversed(list(_TOKEN.finditer(string, max(0, end - _REACH), end))):
        word = token[0]
        if not (word[-1] == ")" or _NUMBER.fullmatch(word) or word.lower() in _WORDS):
            break
        start = token.start()
    return start


def read(string: str, start: int, end: int, *, year: str = "") -> Locator | None:
    """Read the locator at the end of `string[start:end]`; None if there is none.

    `year` is the year where it is known, so that "2010, 132" is a volume and a page.
    """
    first = max(start, extent(string, end))
    if first > start and string[first - 1] in "([":
        first -= 1
    there = string[first:end] + "Y" * (_ANY_YEAR.search(string, first, end) is not None)
    likely = (one for needs, one in _COMPILED if all(char in there for char in needs))
    found = next(filter(None, (one.search(string, first, end) for one in likely)), None)
    if not found or not {"volume", "page"} <= _locator(found, year).fields.keys():
        for inner in _INNER.finditer(string, max(start, end - 400), end):
            found = inner
    return _locator(found, year) if found else None


_ONE_YEAR = re.compile(r"(?:1[89]\d|20[0-3])\d")
_GROUPS = {
    "volume": "volume",
    "page": "page",
    "volume_": "volume",
    "page_": "page",
    "issue_": "issue",
    "year": "issued",
    "year2": "issued",
} | dict.fromkeys(("issue", "issue2", "issue3", "issue4", "issue5"), "issue")


def _locator(found: re.Match[str], known: str) -> Locator:
    fields = {
        _GROUPS[group]: found.span(group)
        for group, value in found.groupdict().items()
        if value and group in _GROUPS
    }
    issue = found.string[slice(*fields["issue"])] if "issue" in fields else ""
    if not known and "issued" not in fields and _ONE_YEAR.fullmatch(issue):
        fields["issued"] = fields.pop("issue")
    volume = found.string[slice(*fields["volume"])] if "volume" in fields else ""
    if not known and "issued" not in fields and "page" in fields and _ONE_YEAR.fullmatch(volume):
        fields["issued"] = fields.pop("volume")
        if re.fullmatch(r"\d{4}[,.]? \w+", found[0]):
            fields["volume"] = fields.pop("page")
    span = found.span()
    if known and "issued" in fields and found.string[slice(*fields["issued"])] != known:
        other = fields.pop("issued")  # it may belong to the journal: "J Appl Physiol (1985) 77:862"
        rest = [field for field in fields.values() if field[0] > other[1]]
        span = (min(rest)[0], span[1]) if rest else (span[0], other[0])
    return Locator(fields, span)


def page(printed: str) -> str:
    """Return pages as a range with one hyphen, "511–518" as "511-518"; anything else as printed."""
    return _DASH.sub("-", printed)


_DASH = re.compile(r" ?[-–—−‐‑]{1,2} ?")
