"""Works that are no journal articles: chapters, papers in proceedings, books, theses, web pages.

They are told by words that only they print, in this order: "In" before the book or the proceedings
they are part of; the words of KINDS; a publisher, "Place: Publisher", where articles print a
journal and a volume. What stands before is the title.
"""

from __future__ import annotations

import re

from cikrefs.names import LOWER, UPPER
from cikrefs.printed import journals, names
from cikrefs.printed.body import Body
from cikrefs.printed.journals import trimmed
from cikrefs.printed.publishers import CAPITAL, Publisher, publisher
from cikrefs.printed.words import ABBREVIATIONS

KINDS: tuple[tuple[str, str], ...] = (
    ("personal_communication", r"(?i:\b(?:personal communications?|pers\.? comm(?:un)?\b)\.?)"),
    (
        "thesis",
        (
            r"(?i:\b(?:unpublished )?(?:(?:ph\.? ?d\.?|d\.? ?phil\.?|doctoral|doctorate"
            r"|master(?:['’]?s)?|m\.? ?sc\.?|m\.? ?s\.?"
            r"|m\.? ?a\.?|b\.? ?sc\.?|bachelor(?:['’]?s)?|diploma|licentiate|habilitation"
            r"|honours)[ ,]*(?:degree )?(?:thesis|dissertation)"
            r"|(?:doctoral |doctor of philosophy )?dissertation|thesis|th[èe]se de doctorat"
            r"|tese \(?doutorado\)?|disserta[çc][ãa]o \(?mestrado\)?"
            r"|doktorarbeit))(?=[\s.,;:)\]]|$)"
        ),
    ),
    (
        "software",
        r"(?i:\bR package version [\d.–-]+|\[?\bcomputer (?:software|program)\b\]?|\[software\])",
    ),
    (
        "dataset",
        (
            r"(?i:\[?\bdata ?sets?\])|\b(?:Dryad|Zenodo|Figshare|figshare"
            r"|PANGAEA)\b(?: Digital Repository)?"
        ),
    ),
    (
        "patent",
        (
            r"\b(?:U\.?S\.?|European|EP|WO|Chinese|CN|JP"
            r"|Japanese)? ?[Pp]atent(?: [Aa]pplication)?(?: [Nn]o\.?| [Nn]umber)?,? ?(?:US|EP|WO|CN"
            r"|JP|DE)? ?[\d,/]{4,}"
        ),
    ),
    (
        "report",
        (
            r"(?i:\b(?:technical report|tech\.? rep(?:ort|\.)|working paper|discussion paper"
            r"|white paper)(?:,? (?:no\.?|number|series)? ?[\w./-]*\d[\w./-]*)?)"
        ),
    ),
    (
        "article",
        (
            r"\b(?:[bB]io|[mM]ed|[cC]hem|Psy|Eco|SocA|Eng|Earth)[rR]xiv\b(?: preprint)?"
            r"|\b[Aa]r[Xx]iv(?: ?e-?prints?| preprint)?\b|\b[Pp]reprint\b|\bResearch Square\b"
        ),
    ),
)
"""CSL type, and the words that tell it ("article" is CSL's word for a preprint)."""

_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
PATENT = dict(_KINDS)["patent"]
"""Tells a patent, with its number."""
_PROCEEDINGS = re.compile(
    r"(?i:\bproc(?:eedings|\.| )|\bconference\b|\bsymposium\b|\bworkshop\b|\bcongress\b|\bconf\."
    r"|\bmeeting\b)|\b(?:ICML|NeurIPS|NIPS|CVPR|ICCV|ECCV|ACL|EMNLP|SIGIR|KDD|AAAI|IJCAI|ICLR)\b"
)
_IN = re.compile(
    rf"(?:[.,;?!]['”\"’]?|['”\"’)])?\s?\b(?:In|IN|En|Em|Dans) ?: ?(?:In:? )?|(?:[.,;:?!]['”\"’]?"
    rf"|['”\"’]) ?\b[Ii]n:? (?=(?:the )?[{UPPER}\d“\"])"
    rf"|(?<=[{LOWER})]) in: "
)
_MAY_BE_IN = re.compile(rf"[IiED](?:[nN] ?:|m ?:|ans ?:|n (?:the )?[{UPPER}\d“\"])")
"""Stands wherever _IN is found, and is found faster."""
_BARE_IN = re.compile(rf" In (?=[{UPPER}])")
_EDITORS = re.compile(
    r"[(\[,;. ]{0,3}\b(?:[Ee]ds?|[Ee]ditors?|[Hh]rsg|[Hh]g|[Oo]rgs?|[Cc]oords?"
    r"|EDS?)\b\.?[)\]]?[.,:;]? ?"
)
_EDITORS_FIRST = re.compile(r"[,.;]? ?\(?(?:[Ee]ds?\.|[Ee]ds|[Ee]d(?:ited)? by|\(?[Ee]ds?\.? by) ")
_CONTRIBUTORS = re.compile(
    r"[.,;]? [(\[]?(?:(?P<editors>[Ee]d(?:ited by|\. by|s?\.|s?\. and trans\.)|[Hh]rsg\. v(?:on"
    r"|\.))|[Tt]ranslated (?:and edited )?by|[Tt]rans\.|[Tt]r\.|tra(?:d|duit)(?: par|\.))"
    rf" (?=[{UPPER}])"
)
_SPELT_OUT = "Given Family"
"""The shape of names behind "edited by" (a key of `shapes.SHAPES`)."""
_EDITION = re.compile(
    r"[,.;]? ?[(\[]?\b(?P<edition>\d{1,2}(?:st|nd|rd|th|a|ª|e)?\.?|[Ff]irst|[Ss]econd|[Tt]hird"
    r"|[Ff]ourth|[Ff]ifth|[Ss]ixth"
    r"|[Rr]ev(?:ised|\.)?) ?(?:[Ee]d(?:ition|n|s)?"
    r"|Aufl(?:age)?)\b\.?[)\]]?"
)
_PAGES = re.compile(
    r"[,.;:]? ?\(?\b(?:pp?|pgs?|[Pp]ages?|PP"
    r"|Pp)\b[.:]? ?(?P<page>[A-Z]?\d+ ?(?:[-–—−‐]{1,2} ?[A-Z]?\d+)?)\)?"
)
_BARE_PAGES = re.compile(r", (?P<page>\d+[-–—−‐]\d+)$")
_VOLUME = re.compile(
    r"[,.;]? ?\(?\b(?:[Vv]ol(?:ume)?s?\b\.? ?(?P<volume>\d+"
    r"|[IVX]+\b))(?: of (?P<series>[^,.;()]{3,80})(?=[,.;)]|$))?\)?"
)
_COUNT = re.compile(
    r"[,.;]? ?\(?\b(?P<count>\d{1,4}|[xvi]+ ?[+,] ?\d+) ?(?:pp?|pages|pgs?|S)\b\.?\)?[\s.,;]*$"
)
_EVENT_PLACE = re.compile(
    rf", (?P<place>{CAPITAL}(?: {CAPITAL}){{0,2}}(?:, (?:{CAPITAL}(?: {CAPITAL}){{0,2}}"
    rf"|[A-Z]\. ?[A-Z]\.)){{0,2}})[.,]?$"
)
_STOP = re.compile(r"(?<!\w)(\w*+)\. (?=[A-Z])")
_LONE_PLACE = re.compile(rf", (?P<place>{CAPITAL}(?:[ -]{CAPITAL}){{0,2}})$")


def read(body: Body) -> bool:
    """Read `body` as a work that is no journal article; False if it looks like one."""
    values = body.claims.values
    start = _title_end(body)
    inside = _inside(body, start)
    if (
        inside
        and inside.start() > body.start + 3
        and not ("volume" in values and "page" in values and ":" not in inside[0])
    ):
        _contained(body, inside)
        return True
    if "volume" in values and "page" in values:
        return False
    for kind, pattern in _KINDS:
        found = pattern.search(body.string, body.start, body.end)
        if found:
            _of_kind(body, kind, found)
            return True
    return {"volume", "page", "DOI"}.isdisjoint(values) and _book(body)


def _inside(body: Body, start: int) -> re.Match[str] | None:
    """Return the "In" before a book or proceedings; without a stop before it, editors follow it."""
    likely = _MAY_BE_IN.search(body.string, start, body.end)
    inside = _IN.search(body.string, start, body.end) if likely else None
    if inside or not likely:
        return inside
    for found in _BARE_IN.finditer(body.string, start, body.end):
        block = names.read(body.string, found.end())
        if block and _EDITORS.match(body.string, block.end, body.end):
            return found
    return None


def _title_end(body: Body) -> int:
    """Return where a title in quotes ends, else where the body starts."""
    quoted = journals.QUOTED.match(body.string, body.start, body.end)
    return quoted.end("title") if quoted else body.start


def _contained(body: Body, inside: re.Match[str]) -> None:
    """Read a part of a book or of proceedings: title, "In", editors, container, publisher."""
    asks = body.string[inside.start()] in "?!"
    _take_title(body, body.start, inside.start() + asks)
    body.pass_over(*inside.span())
    body.start = inside.end()
    kind = (
        "paper-conference" if _PROCEEDINGS.search(body.string, body.start, body.end) else "chapter"
    )
    body.claims.values["type"] = kind
    _take_out(body, _PAGES, "page")
    _take_out(body, _VOLUME, "volume")
    _take_out(body, _EDITION, "edition")
    _editors(body)
    who = publisher(body.string, body.start, body.end)
    if who:
        _take_publisher(body, who)
    start, end = trimmed(body.string, body.start, body.end)
    pages = None if "page" in body.claims.values else _BARE_PAGES.search(body.string, start, end)
    if pages:
        body.take("page", re.sub(r"[–—−‐]", "-", pages["page"]), pages.span("page"))
        end = pages.start()
    place = _EVENT_PLACE.search(body.string, start, end) if kind == "paper-conference" else None
    if place:
        body.take_text("event_place", place.span("place"))
        end = place.start()
    if not who and kind == "chapter":
        for stop in _STOP.finditer(body.string, start, end):
            if stop[1].lower() not in ABBREVIATIONS:
                end = stop.end(1)
                break
    body.take_text("container_title", trimmed(body.string, start, end))


def _editors(body: Body) -> None:
    """Read editors before or after the container's title, with "eds" after or before them."""
    string = body.string
    block = names.read(string, body.start)
    mark = _EDITORS.match(string, block.end, body.end) if block else None
    if block and mark:
        body.take("editor", block.names, block.span)
        body.pass_over(body.start, mark.end())
        body.start = mark.end()
        return
    first = _EDITORS_FIRST.search(string, body.start, body.end)
    block = names.read(string, first.end(), _SPELT_OUT) if first else None
    if first and block and block.end <= body.end:
        body.take("editor", block.names, block.span)
        body.cut(first.start(), block.end + (string[block.end : block.end + 1] == ")"))
        return
    mark = _EDITORS.search(string, body.start, body.end)
    if mark:
        for comma in re.compile(r"[,.(] ?").finditer(string, body.start, mark.start()):
            block = names.read(string, comma.end())
            if block and abs(block.end - mark.start()) < 2:
                body.take("editor", block.names, block.span)
                body.cut(comma.start(), mark.end())
                return


def _take_out(body: Body, pattern: re.Pattern[str], variable: str) -> None:
    found = pattern.search(body.string, body.start, body.end)
    if found:
        if pattern is _VOLUME and found["series"]:
            body.take_text("collection_title", found.span("series"))
        value = found[variable]
        body.take(
            variable,
            re.sub(r" ?[-–—−‐]{1,2} ?", "-", value) if variable == "page" else value,
            found.span(variable),
        )
        start, end = found.span()
        if variable == "edition":  # what stands before and behind it stays apart
            start = found.start("edition")
            end -= body.string[end - 1] == "." and body.string[:start].rstrip()[-1:].isalnum()
            start -= body.string[start - 1] == " " and body.string[end : end + 1] in {" ", "."}
        body.cut(start, end)


def _take_title(body: Body, start: int, end: int) -> None:
    quoted = journals.QUOTED.match(body.string, *trimmed(body.string, start, end))
    if quoted:
        body.take_text("title", quoted.span("title"))
        return
    body.take_text("title", trimmed(body.string, start, end))


def _of_kind(body: Body, kind: str, found: re.Match[str]) -> None:
    """Read a work whose kind words tell: the title is before them, the institution after."""
    body.claims.values["type"] = kind
    if kind == "article":
        body.take_text(
            "publisher" if found[0][1:5].lower() == "rxiv" else "container_title", found.span()
        )
    else:
        body.take("genre", found[0].strip("[]() "), found.span())
    _take_title(body, body.start, found.start())
    rest = trimmed(body.string, found.end(), body.end)
    while rest[0] < rest[1] and body.string[rest[0]] in ")].,; ":
        rest = (rest[0] + 1, rest[1])
    if kind != "article":
        body.take_text("publisher", rest)


def _book(body: Body) -> bool:
    """Read a book or a report: title, edition, publisher. False if no publisher is there."""
    string, values = body.string, body.claims.values
    count = _COUNT.search(string, body.start, body.end)
    end = count.start() if count else body.end
    who = publisher(string, body.start, end)
    edition = _EDITION.search(string, body.start, end)
    place = None if who else _LONE_PLACE.search(string, body.start, end)
    if place and re.match(r" \d{4}", string[end:]):
        body.take_text("publisher_place", place.span("place"))
        body.end = place.start()
    elif not (who or edition or count):
        return False
    if count:
        body.take_text("number_of_pages", count.span("count"))
        body.pass_over(count.start(), body.end)
        body.end = count.start()
    values["type"] = "book"
    if edition and edition.re is _EDITION:
        body.take("edition", edition["edition"], edition.span("edition"))
        body.pass_over(*edition.span())
    contributors = _CONTRIBUTORS.search(string, body.start, body.end)
    if contributors and contributors.start() > body.start + 3:
        block = names.read(string, contributors.end())
        if contributors["editors"] and block and block.end <= body.end:
            body.take("editor", block.names, block.span)
            body.pass_over(contributors.start(), block.end)
        edition = edition if edition and edition.start() < contributors.start() else contributors
    title_end = min([body.end, *([who[2]] if who else []), *([edition.start()] if edition else [])])
    _take_title(body, body.start, title_end)
    if who:
        _take_publisher(body, who)
    return True


def _take_publisher(body: Body, who: Publisher) -> None:
    body.take_text("publisher", who[0])
    body.take_text("publisher_place", who[1])
    body.end = who[2]
