"""One entry of a printed list, read from the outside in.

What is certain is read first and taken away: identifiers wherever they stand, the locator from the
right, the author block from the left, the year after it. Title and journal are what is left
between. Each piece is claimed with its span in the given string; what nobody claims is shown, not
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cikrefs.dates import MONTHS
from cikrefs.models import Date, Name, Reference, Source, Span
from cikrefs.printed import identifiers, journals, locators, names, publishers, works
from cikrefs.printed.body import Body, Claims
from cikrefs.printed.confidence import confidence
from cikrefs.printed.text import Text, clean, tightened

_LABEL = re.compile(
    r"\s{0,40}(?:\[(?P<a>\d{1,4}[a-z]?)\]|\((?P<b>\d{1,4})\)(?! ?\()"
    r"|(?P<c>\d{1,4})[.)](?=[ \t]?[^\W\d])|[-•*·–▪●](?= )"
    r"|\[(?:(?P<d>[^\W\d_][^\W\d_+]{0,11}\+?\d{2,4}[a-z]?)|[A-Z]{2,11})\](?= ?[^\W\d_]))\s*"
)
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}
_YEAR = re.compile(
    r"[ ,.;:]{0,5}"
    r"(?P<bracket>[(\[])? ?(?P<year>(?:1[5-9]|20)\d\d)(?P<suffix>[a-z])?(?:[-–/]\d{2,4})?"
    r"(?:(?:,| )? ?(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]{0,6})\b\.?(?: ?(?P<day>\d{1,2}))?)? ?(?(bracket)[)\]])"
    r"(?: \((?P=year)\))?[.,:;]*(?=\s|$|[^\W\d_]|[“\"])"
)
_NO_YEAR = re.compile(
    r"[ ,.;:]{0,5}[(\[](?:(?P<status>in press|forthcoming|submitted)|n\.? ?d\.?"
    r"|s\.d\.)[)\]][.,:;]*",
    re.IGNORECASE,
)
_INNER_YEAR = re.compile(
    r"[.,;?!] ?\(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)?(?:[.,;:]| ?$)|\((?P<year2>(?:1[5-9]"
    r"|20)\d\d)[a-z]?\)|, (?P<year3>(?:1[5-9]|20)\d\d)\)"
)
_TAIL = re.compile(
    r"[\s.,;:(\[]{0,20}+\b(?P<note>(?:and )?references therein"
    r"|(?P<status>in press|forthcoming|submitted"
    r"|accepted|to appear|epub ahead of print)|available (?:from|at|online|in)(?: at)?"
    r"|retrieved from|last accessed|print|web|jstor|proquest|ebscohost|project muse"
    r"|e-?pub|online|advance online publication|from|at|doi|url|internet"
    r"|disponível (?:em|online)|disponible en|verfügbar unter|abgerufen (?:am|von)|recuperado de"
    r"|PMID|DOI)[\s.,;:<>)\]]*$",
    re.IGNORECASE,
)
_TAIL_ENDS = tuple(
    """therein press forthcoming submitted accepted appear print at from online in accessed
    publication doi url internet em en unter am von de pmid web jstor proquest ebscohost
    muse""".split()
)
"""How all that _TAIL finds ends."""
_LINK_WORDS = frozenset(("at", "from", "online", "internet"))
"""Words that say nothing only before a link."""
_LAST_NUMBER = re.compile(r"(?<=[^\W\d])[.,]? (?P<volume>\d{1,4})$")
_MEDIUM = re.compile(r" ?\[(?:[Ii]nternet|[Oo]nline|[Ss]erial [Oo]nline|[Ee]lectronic)\]$")
"""Where Vancouver says that a journal was read on a screen."""
_ROLE = re.compile(
    r",? ?(?:[(\[](?:[Ee]ditors?|[Ee]ds?|[Oo]rgs?|[Cc]oords?|[Hh]rsg)\.?[)\]]|\b(?:[Ee]ditors?\b"
    r"|[Ee]ds?\b\.?|[Hh]rsg\.))[.,:;]?(?= )"
)
_GROUP_BEHIND = re.compile(
    r",? ?[(\[](?:for |on behalf of )?(?:the )?(?P<group>[^()\[\]]{2,60}(?:[Cc]ollaborations?"
    r"|[Gg]roup|[Cc]onsortium|[Tt]eam))[)\]][,.]?"
)
_PREFIXED = re.compile(r"[ ,]{0,20}(?P<number>[^“”\",]{3,40}): ?(?=[“\"])")
_BRACKET_NOTE = re.compile(r"(?<=[\d.;,)])[\s†‡*]*(?:[\[(][^\[\]()\d]{6,80}[\])]|[†‡*])[.\s]*$")
_NOTE_ENDS = frozenset("])†‡*")
_REPEATED = re.compile(r"(?:[-–—_]{2,8}|[—–](?= ?[,.]))[,.; ]+(?:and |& )?")
_LONGEST = 3000
"""The greatest length, in characters, of title and container; what is longer is no reference."""
_BARE_YEAR = re.compile(r"(?<![\d-])(?:1[5-9]|20)\d\d(?![\d-])")
_BROKEN_DOI = re.compile(r"[\s.,;(\[]{0,20}+\b(?:doi|DOI)[:. ]+[\d()/.A-Za-z-]{0,40}[\s.,;)\]]*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A reference and the shape its names have."""

    reference: Reference
    shape: str


def parse(string: str) -> Reference:
    """Read one entry of a printed reference list.

    `source.text` is `string`, `source.spans` say where in it each field stands, `source.unparsed`
    what no field claims. Any string comes back as a reference.
    """
    return read(string).reference


@lru_cache(maxsize=2_000)
def read(string: str, prefer: str = "") -> Reading:
    """Read one entry; `prefer` is the shape of names of its list (a key of `shapes.SHAPES`).

    Several ways to cut a list give the same pieces, so what was read lately is kept.
    """
    cleaned = clean(string)
    text = tightened(cleaned)
    claims = Claims()
    label = _LABEL.match(text.string)
    start = label.end() if label else 0
    if label and start:
        claims.furniture.append(text.span(0, start))
    rest = _without_identifiers(text, claims, start)
    body = Body(
        string,
        rest,
        text is not cleaned,
        len(rest.string) - len(rest.string.lstrip()),
        len(rest.string.rstrip()),
        claims,
    )
    _read_body(body, prefer)
    printed_label = (label["a"] or label["b"] or label["c"] or label["d"]) if label else None
    return Reading(_reference(string, claims, printed_label), body.shape)


def _without_identifiers(text: Text, claims: Claims, start: int) -> Text:
    holes = [(0, start)] if start else []
    for one in identifiers.find(text.string):
        if one.whole[0] < start:
            continue
        if one.variable:
            claims.take(one.variable, one.value, text.span(*one.span))
        if one.unmended and claims.values["DOI"] == one.value:
            claims.values["unmended"] = one.unmended
        if not one.variable or claims.values.get(one.variable) == one.value:
            claims.furniture.append(text.span(*one.whole))
        start, end = one.whole
        if text.string[start - 1 : start] == " " and text.string[end : end + 1] == " ":
            start -= 1
        holes.append((start, end))
    return text.without(holes) if holes else text


def _read_body(body: Body, prefer: str) -> None:
    _tail(body)
    _authors(body, prefer)
    locator = _find_locator(body)
    if locator:
        _locator(body, locator)
    _work(body)
    if body.shape == names.GROUP and {"title", "container_title"}.isdisjoint(body.claims.values):
        _group_is_journal(body.claims)


def _find_locator(body: Body) -> locators.Locator | None:
    """Return the locator, which patents do not have; their numbers look like one."""
    if "atent" in body.string and works.PATENT.search(body.string, body.start, body.end):
        return None
    issued = body.claims.values.get("issued")
    return locators.read(body.string, body.start, body.end, year=str(issued.year) if issued else "")


def _group_is_journal(claims: Claims) -> None:
    """Take a group's name for the journal where nothing else can be it ("Oncogene (2002) 2")."""
    (name,) = claims.values.pop("author")[:1]
    claims.take("container_title", str(name), claims.spans.pop("author"))


def _tail(body: Body) -> None:
    """Pass over notes at the end that say nothing about the work; leave others unread."""
    if body.string[: body.end].rstrip(" .")[-1:] in _NOTE_ENDS:
        note = _BRACKET_NOTE.search(body.string, max(body.start, body.end - 90), body.end)
        body.end = note.start() if note else body.end
    if "doi" in body.string[body.end - 60 : body.end].lower():
        broken = _BROKEN_DOI.search(body.string, max(body.start, body.end - 60), body.end)
        body.end = broken.start() if broken else body.end
    while found := _tail_note(body):
        if not body.claims.furniture and found["note"].lower() in _LINK_WORDS:
            break
        if found["status"]:
            body.take_text("status", found.span("status"))
        body.pass_over(found.start(), body.end)
        body.end = found.start()


def _tail_note(body: Body) -> re.Match[str] | None:
    piece = body.string[max(body.start, body.end - 60) : body.end]
    if not piece.rstrip(" .,;:<>)]").lower().endswith(_TAIL_ENDS):  # most do not, and it is fast
        return None
    return _TAIL.search(body.string, max(body.start, body.end - 60), body.end)


def _authors(body: Body, prefer: str) -> None:
    """Read the author block and the year after it."""
    string = body.string
    repeated = _REPEATED.match(string, body.start, body.end)
    if repeated:
        body.start = repeated.end()
    block = names.read(string, body.start, prefer)
    if block and block.end <= body.end:
        role = _ROLE.match(string, block.end, body.end)
        group = None if role else _GROUP_BEHIND.match(string, block.end, body.end)
        people, span = block.names, block.span
        if group:
            people, span = (*people, Name(literal=group["group"])), (span[0], group.end("group"))
        body.take("editor" if role else "author", people, span)
        end = role.end() if role else group.end() if group else block.end
        body.pass_over(body.start, end)
        body.start, body.shape = end, block.shape
    year = _YEAR.match(string, body.start, body.end)
    if year and (block or repeated or year["bracket"]) and not _begins_title(body, year):
        body.take("issued", _date(year), year.span("year"))
        if year["suffix"]:
            body.take_text("year_suffix", year.span("suffix"))
        body.pass_over(*year.span())
        body.start = year.end()
    elif no_year := _NO_YEAR.match(string, body.start, body.end):
        if no_year["status"]:
            body.take_text("status", no_year.span("status"))
        body.pass_over(*no_year.span())
        body.start = no_year.end()


def _begins_title(body: Body, year: re.Match[str]) -> bool:
    """Whether the year begins a title ("Zhao A. 2016 guidelines …"): another year follows."""
    if year["bracket"] or year[0][-1] in ".,:;" or body.string[body.start - 1] != ".":
        return False
    return _BARE_YEAR.search(body.string, max(year.end(), body.end - 40), body.end) is not None


def _date(found: re.Match[str]) -> Date:
    month = _MONTHS.get((found["month"] or "")[:3].lower())
    day = int(found["day"]) if month and found["day"] else None
    return Date(int(found["year"]), month, day if day and day < 32 else None)


def _locator(body: Body, locator: locators.Locator) -> None:
    string = body.string
    for variable, span in locator.fields.items():
        printed = string[slice(*span)]
        value: Any = printed
        if variable == "issued":
            value = Date(int(printed))
        elif variable == "page":
            value = locators.page(printed)
        body.take(variable, value, span)
    body.pass_over(*locator.span)
    body.end = locator.span[0]
    stray = locators.extent(string, body.end)
    if body.start < stray < body.end and "(" not in string[stray - 1 : stray + 1]:
        year = _BARE_YEAR.search(string, stray, body.end)
        if year:
            body.take("issued", Date(int(year[0])), year.span())
        body.end = stray


def _work(body: Body) -> None:
    """Read what is left: title and journal, or another kind of work by the words it prints."""
    if body.end - body.start > _LONGEST:
        return
    if "issued" not in body.claims.values:
        _inner_year(body)
    quoted = (
        None
        if "author" in body.claims.values
        else _PREFIXED.match(body.string, body.start, body.end)
    )
    if quoted:
        body.take_text("number", quoted.span("number"))
        body.start = quoted.end()
    if works.read(body):
        return
    title, journal = journals.split(
        body.string,
        body.start,
        body.end,
        body.text.emphasis,
        article=not {"volume", "page", "DOI"}.isdisjoint(body.claims.values),
    )
    body.take_text("title", title)
    _journal(body, journal)


def _journal(body: Body, journal: Span) -> None:
    """Read what stands where the journal does: medium, journal, volume; or publisher and place."""
    medium = _MEDIUM.search(body.string, *journal)
    if medium:
        body.pass_over(*medium.span())
        journal = (journal[0], medium.start())
    volume = _LAST_NUMBER.search(body.string, *journal)
    if volume and "volume" not in body.claims.values:
        body.take_text("volume", volume.span("volume"))
        journal = (journal[0], volume.start())
    located = _LOCATED & body.claims.values.keys()
    who = None if located else publishers.after_place(body.string, *journal)
    if who:
        body.take_text("publisher", who[0])
        body.take_text("publisher_place", who[1])
        body.claims.values["type"] = "book"
    else:
        body.take_text("container_title", journal)


_LOCATED = frozenset(("volume", "issue", "DOI"))
"""What only a part of a periodical has."""


def _inner_year(body: Body) -> None:
    """Read a year between title and journal, or after a book."""
    years = list(_INNER_YEAR.finditer(body.string, body.start, body.end))
    if years:
        found = years[-1]
        group = found.lastgroup or "year"
        body.take("issued", Date(int(found[group])), found.span(group))
        if group == "year3":
            body.cut(found.start(), found.end() - 1)
        else:
            body.cut(found.start() + 1, found.end())


_PIECE = re.compile(r"\w")
_POINTS = " .,;:()[]"


def _reference(string: str, claims: Claims, label: str | None) -> Reference:
    claims.settle(string)
    covered = sorted([*claims.spans.values(), *claims.furniture])
    unparsed, at = list[Span](), 0
    for start, end in [*covered, (len(string), len(string))]:
        piece = None
        if start > at and string[at:start].strip(_POINTS):  # mostly there is nothing else
            piece = _PIECE.search(string, at, start)
        if piece:
            unparsed.append((piece.start(), at + len(string[at:start].rstrip())))
        at = max(at, end)
    sure = confidence(string, claims.values, claims.spans, unparsed=bool(unparsed))
    values = dict(claims.values)
    extra = {name.replace("_", "-"): values.pop(name) for name in _EXTRA & values.keys()}
    if "unmended" in values:
        extra["printed:DOI"] = values.pop("unmended")
    values.setdefault("type", _type(values))
    return Reference(
        **values,
        container_title_short=values.get("container_title", "")
        if journals.may_be_short(values)
        else "",
        extra=extra,
        source=Source(
            text=string,
            label=label,
            spans=claims.spans,
            unparsed=tuple(unparsed),
            confidence=sure,
        ),
    )


_EXTRA = frozenset(("year_suffix",))
"""CSL variables that `Reference` has no name for."""


def _type(values: Mapping[str, object]) -> str:
    """Return the CSL type of a work whose kind no word told."""
    if {"volume", "page", "container_title", "DOI"} & values.keys():
        return "article-journal"
    if "URL" in values:
        return "webpage"
    if str(values.get("number", "")).startswith("arXiv"):
        return "article"
    return "document"
