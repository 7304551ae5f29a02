"""Identifiers other than DOIs, and what is said about access: a table of patterns.

Each row names the CSL variable its group `value` fills and the words of which one must be there for
it, which is looked at first because that is fast; rows without a variable are notes of databases
and publishers that say nothing about the work and are set aside as furniture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cikrefs.dates import MONTHS
from cikrefs.models import Date, Span
from cikrefs.printed import dois
from cikrefs.printed.furniture import link_words

_ROWS: tuple[tuple[str, str, str], ...] = (
    ("PMCID", "PMC", r"(?:PMC ?ID: ?|PubMed Central (?:PMCID)?:? ?)?(?P<value>PMC\d{4,9})\b[.;]?"),
    (
        "PMID",
        "PMID PubMed Pubmed pubmed Medline MEDLINE Pmid pmid",
        r"(?:PMID|PubMed(?: ID)?|Medline)[:.]? ?(?P<value>\d{4,9})\b[.;]?",
    ),
    (
        "number",
        "20",
        # bioRxiv; that no word goes before is looked at last, since a search for "20" is fast
        r"(?P<value>20(?<!\w20)\d\d\.\d\d\.\d\d\.\d{6,8}(?:v\d+)?)\b(?: ?\[?preprint\]?)?",
    ),
    (
        "number",
        "NCT",
        # behind a colon it belongs to the title: "… for lung cancer: NCT01631357"
        (
            r"(?:(?<=[.;] )|ClinicalTrials\.gov(?: (?:identifier|number|ID))?[:,]? )"
            r"(?P<value>NCT\d{8})\b"
        ),
    ),
    (
        "arXiv",
        "rXiv",
        (
            r"[(\[]?\barXiv(?:\.org)?(?: e-?prints?"
            r"| preprint)?,?(?: ?arXiv)?[:, ]+(?:abs/)?(?P<value>[a-z-]+(?:\.[A-Z]{2})? ?/ ?\d{7}"
            r"|\d{4} ?\. ?\d{4,5}(?:v\d+)?)"
            r"(?: ?\[ ?[a-z-]+[\w. -]{0,12}\])?[)\]]?"
        ),
    ),
    (
        "arXiv",
        "/",
        (
            r"[(\[]? ?\b(?P<value>(?:hep|astro|gr|cond|quant|nucl|math|physics|nlin)"
            r"(?:-(?:ph|th|lat"
            r"|ex|qc|mat))? ?/ ?\d{7})(?:v\d+)? ?[)\]]?"
        ),
    ),
    ("ISBN", "ISBN", r"ISBN(?:-1[03])?[: ]\s?(?P<value>(?:97[89][- ]?)?\d[\d -]{7,14}[\dXx])"),
    ("ISSN", "ISSN", r"ISSN[: ]\s?(?P<value>\d{4}-\d{3}[\dXx])"),
    (
        "accessed",
        "ccessed",
        (
            r"[(\[]?\b(?:(?:last|date) )?accessed(?: on)?:?,? (?P<value>"
            r"(?:\d{1,2} \w{3,9}\.?,? \d{4}|\w{3,9}\.? \d{1,2},? \d{4}|\w{3,9} \d{4}"
            r"|\d{4}[-/]\d\d?[-/]\d\d?|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4} \w{3,9} \d{1,2}))[)\].]*"
        ),
    ),
    ("URL", "http", r"<?(?P<value>https?://[^\s<>]+)>?"),
    ("URL", "www.", r"(?P<value>www\.[^\s<>]+)"),
    (
        "accessed",
        "cesso",
        r"[(\[]?\bacesso em:? ?(?P<value>\d{1,2}\.? (?:de )?\w{3,9}\.? (?:de )?\d{4})[)\].]*",
    ),
    (
        "accessed",
        "cited",
        r"[(\[]cited (?P<value>\d{4} \w{3,9} \d{1,2})[)\]][.;]?",
    ),
)
_COMPILED = tuple(
    (variable, hint.split(), re.compile(pattern, re.IGNORECASE))
    for variable, hint, pattern in _ROWS
)

_PMID_BEHIND = re.compile(r"\s(?P<value>\d{7,8})\s*$")
"""A number that PubMed's pages leave bare behind a DOI."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value for a CSL variable ("" for furniture), its span, and the span with its label.

    `unmended` is the other reading of a DOI that a blank broke.
    """

    variable: str
    value: Any
    span: Span
    whole: Span
    unmended: str = ""


def find(string: str) -> list[Identifier]:
    """Return the identifiers in `string` (one line of cleaned print) in order; none overlap."""
    found = [
        Identifier("DOI", doi.doi, doi.span, doi.whole, doi.unmended)
        for doi in (dois.find(string) if "10." in string else ())
    ]
    if found and (pmid := _PMID_BEHIND.match(string, found[-1].whole[1])):
        found.append(Identifier("PMID", pmid["value"], pmid.span("value"), pmid.span()))
    found += [Identifier("", "", span, span) for span in link_words(string)]
    for variable, hint, pattern in _COMPILED:
        if any(one in string for one in hint):
            for match in pattern.finditer(string):
                if any(
                    match.start() < other.whole[1] and other.whole[0] < match.end()
                    for other in found
                ):
                    continue
                value, span = match["value"], match.span("value")
                if variable == "accessed":
                    value = day(value)
                if variable == "arXiv":
                    value = f"arXiv:{value.replace(' ', '')}"
                if variable == "URL":
                    stripped = value.rstrip(".,;:)]'\"”")
                    span = (span[0], span[0] + len(stripped))
                    value = stripped
                name = "number" if variable == "arXiv" else variable
                found.append(Identifier(name, value, span, match.span()))
    return sorted(found, key=lambda one: one.whole)


_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}


_MEANT = {
    "fev": "feb", "abr": "apr", "mai": "may", "ago": "aug",
    "set": "sep", "out": "oct", "dez": "dec",
}  # fmt: skip
"""Months in Portuguese that begin otherwise than in English."""


def day(printed: str) -> Date | None:
    """Return the date of access as printed; only the year of "12/11/2019", which is ambiguous."""
    year = re.search(r"\d{4}", printed)
    if not year:
        return None
    printed = re.sub(
        r"\b(?:fev|abr|mai|ago|set|out|dez)",
        lambda found: _MEANT[found[0].lower()],
        printed,
        flags=re.IGNORECASE,
    )
    iso = re.fullmatch(r"(\d{4})[-/](\d\d?)[-/](\d\d?)", printed)
    if iso and int(iso[2]) < 13 and int(iso[3]) < 32:
        return Date(int(iso[1]), int(iso[2]), int(iso[3]))
    month = next(
        (
            number
            for name, number in _MONTHS.items()
            if re.search(rf"\b{name}", printed, re.IGNORECASE)
        ),
        None,
    )
    number = re.search(r"(?<!\d)\d{1,2}(?!\d)", printed)
    if month and number and 0 < int(number[0]) < 32:
        return Date(int(year[0]), month, int(number[0]))
    return Date(int(year[0]), month)
