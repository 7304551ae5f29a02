"""The identifiers of works: DOI, PMID, PMCID, arXiv number, ISBN; one row a kind.

A row says how an identifier is written (bare, behind a label, in a link), its one form, what is
wrong with it before anybody is asked, and its link. `Identifier.key` names the work in look-ups: a
DOI stands for itself, an arXiv number is a DOI at DataCite (https://info.arxiv.org/help/doi.html),
which knows no versions. Which identifiers a reference carries, `cikrefs.carried` says; finding them
in running print is the business of `cikrefs.printed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cikrefs import dois
from cikrefs.models import Record

__all__ = [
    "ARXIV",
    "ARXIV_DOI",
    "KINDS",
    "Identifier",
    "Kind",
    "identify",
    "kind_of",
    "named",
    "well_formed",
]

ARXIV_DOI: Final = "10.48550/arxiv."
"""What the DOIs of arXiv's e-prints begin with, in lower case."""

_OLD = r"[a-z]{2,8}(?:-[a-z]{2,7})?(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
ARXIV: Final = rf"(?:{_OLD}|{_NEW})(?:v\d{{1,3}})?"
"""A pattern of the numbers themselves, old and new."""
_NCBI = r"(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov"
_EUROPE_PMC = r"(?:https?://)?(?:www\.)?europepmc\.org"
_TAIL = r"/?(?:[?#]\S*)?"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of identifier.

    `name` is what people call it, `field` the field of a Reference that is made for it. `written`
    matches all of an identifier as people write it, the identifier in group `value`; `normal`
    returns the one form of that value, `wrong` what is wrong with this form ("" for nothing).
    """

    name: str
    field: str
    written: re.Pattern[str]
    normal: Callable[[str], str]
    wrong: Callable[[str], str]
    link: str


def _pmid_wrong(value: str) -> str:
    return "" if re.fullmatch(r"[1-9][0-9]{0,7}", value) else "a PMID is a number of 1 to 8 digits"


def _pmcid(value: str) -> str:
    return f"PMC{re.sub(r'(?i)^PMC ?', '', value).partition('.')[0]}"


def _pmcid_wrong(value: str) -> str:
    good = re.fullmatch(r"PMC[1-9][0-9]{0,8}", value)
    return "" if good else "a PMCID is “PMC” and a number of 1 to 9 digits"


def _arxiv(value: str) -> str:
    return re.sub(r"^([a-z-]+)\.[a-z]{2}/", r"\1/", value.lower().replace(" ", ""))


def _arxiv_wrong(value: str) -> str:
    good = re.fullmatch(ARXIV, value)
    return "" if good else "an arXiv number is of the form 2401.00001 or hep-th/9901001"


def _isbn(value: str) -> str:
    from stdnum import isbn

    compact = re.sub(r"[^0-9Xx]", "", value).upper()
    return str(isbn.to_isbn13(compact)) if isbn.is_valid(compact) else compact


def _isbn_wrong(value: str) -> str:
    from stdnum import isbn

    if not re.fullmatch(r"97[89]\d{10}|\d{9}[\dX]", value):
        return "an ISBN has 10 digits, or 13 that begin with 978 or 979"
    return "" if isbn.is_valid(value) else "its check digit is wrong"


def _doi_wrong(value: str) -> str:
    good = dois.is_doi(value)
    return "" if good else "a DOI is “10.”, a number, a slash and a name"


KINDS: Final[Mapping[str, Kind]] = {
    "pmid": Kind(
        "PMID",
        "PMID",
        re.compile(
            r"(?:(?:PMID|PubMed(?: ?ID)?)\s?[:.]?\s?|pubmed:"
            rf"|(?:https?://)?(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/|{_NCBI}/(?:m/)?pubmed/"
            rf"|{_EUROPE_PMC}/(?:article|abstract)/MED/)"
            rf"(?P<value>\d{{1,20}}){_TAIL}",
            re.IGNORECASE,
        ),
        lambda value: value.lstrip("0") or "0",
        _pmid_wrong,
        "https://pubmed.ncbi.nlm.nih.gov/{}/",
    ),
    "pmcid": Kind(
        "PMCID",
        "PMCID",
        re.compile(
            rf"(?:(?:PMCID\s?[:.]?\s?)?(?P<value>PMC ?\d{{1,20}}(?:\.\d{{1,3}})?)"
            rf"|PMCID\s?[:.]?\s?(?P<number>\d{{1,20}})"
            rf"|(?:(?:https?://)?(?:www\.)?pmc\.ncbi\.nlm\.nih\.gov/articles/"
            rf"|{_NCBI}/(?:pmc|labs/pmc)/articles/"
            rf"|{_EUROPE_PMC}/(?:articles?|abstract)/(?:PMC/)?)"
            rf"(?P<linked>PMC\d{{1,20}})(?:/\S*)?{_TAIL})",
            re.IGNORECASE,
        ),
        _pmcid,
        _pmcid_wrong,
        "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    ),
    "arxiv": Kind(
        "arXiv number",
        "",
        re.compile(
            rf"(?:arXiv(?:\.org)?\s?[:.]?\s?(?:abs/)?(?P<value>{ARXIV}|(?=[\w./-]*\d{{3}})[\w./-]++)"
            r"(?:\s?\[[\w. -]{2,20}\])?"
            rf"|(?P<bare>{ARXIV})"
            r"|(?:https?://)?(?:[\w-]+\.)?arxiv\.org/(?:abs|pdf|html|format)/"
            rf"(?P<linked>{ARXIV})(?:\.pdf)?{_TAIL})",
            re.IGNORECASE,
        ),
        _arxiv,
        _arxiv_wrong,
        "https://arxiv.org/abs/{}",
    ),
    "isbn": Kind(
        "ISBN",
        "ISBN",
        re.compile(
            r"(?:(?:urn:)?(?:e-?)?ISBN(?:-?1[03])?\s?[:.]?\s?(?P<value>[\dXx -]{5,30})"
            r"|(?P<bare>97[89](?:[ -]?\d){10}|(?=.{13}$)\d{1,5}-\d{1,7}-\d{1,7}-[\dX])"
            r"|(?:https?://)?(?:www\.)?openlibrary\.org/isbn/(?P<linked>[\dX-]{10,17})(?:\.json)?"
            rf"{_TAIL})",
            re.IGNORECASE,
        ),
        _isbn,
        _isbn_wrong,
        "https://openlibrary.org/isbn/{}",
    ),
    "doi": Kind(
        "DOI",
        "DOI",
        re.compile(rf"(?P<value>(?:{dois.RESOLVER}|(?:info:)?doi[:/]?\s?)*10\.\S*)", re.IGNORECASE),
        dois.bare,
        _doi_wrong,
        "https://doi.org/{}",
    ),
}
"""By the name that keys begin with; the order in which an identifier is tried to be told."""

_NO_DOI_KEY: Final = ("pmid", "pmcid", "isbn")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier: its kind (a key of KINDS) and its normal form.

    `printed` is how it was written, `field` the field of a Reference it was found in.
    """

    kind: str
    value: str
    printed: str = ""
    field: str = ""

    def __str__(self) -> str:
        """Return it as people write it: "10.5555/a", "PMID 123", "arXiv:2401.00001"."""
        if self.kind in ("doi", "pmcid"):
            return self.value
        return f"arXiv:{self.value}" if self.kind == "arxiv" else f"{self.name} {self.value}"

    @property
    def name(self) -> str:
        """What people call identifiers of this kind."""
        return KINDS[self.kind].name

    @property
    def key(self) -> str:
        """The name of the work in look-ups: "10.5555/a", "pmid:123", "pmcid:PMC1", "isbn:978…"."""
        if self.kind == "arxiv":
            return f"{ARXIV_DOI}{re.sub(r'v[0-9]+$', '', self.value)}"
        return dois.key(self.value) if self.kind == "doi" else f"{self.kind}:{self.value}"

    @property
    def wrong(self) -> str:
        """What is wrong with its form, in a few words; "" if it is well formed."""
        return KINDS[self.kind].wrong(self.value)

    @property
    def url(self) -> str:
        """The link to the work."""
        if self.kind == "doi":
            return dois.url(self.value)
        return KINDS[self.kind].link.format(self.value)


@lru_cache(maxsize=10_000)
def identify(text: str) -> Identifier | None:
    """Return the identifier that `text` is: bare, labelled or a link; None if it is none.

    A PMID needs its label, since a number may be anything. What is labelled and cannot be one comes
    back too, and is `wrong`.
    """
    plain = text.strip().strip("<>“”\"'").rstrip(".,;").strip()
    for name, kind in KINDS.items():
        found = kind.written.fullmatch(plain)
        if found:
            value = next(group for group in found.groups() if group is not None)
            return Identifier(name, kind.normal(value), text.strip())
    return None


def well_formed(kind: str, values: Iterable[str]) -> list[str]:
    """Return those of `values` that are the normal form of an identifier of `kind`, each once."""
    return [value for value in dict.fromkeys(values) if not KINDS[kind].wrong(value)]


def kind_of(key: str) -> str:
    """Return the kind of identifier that a key for look-ups is of; an arXiv number's is "doi"."""
    kind = key.partition(":")[0]
    return kind if kind in _NO_DOI_KEY else "doi"


def named(record: Record) -> Identifier | None:
    """Return the identifier a record is best known by, None if it has none."""
    values = (
        ("doi", record.DOI),
        ("pmid", record.PMID),
        ("pmcid", record.PMCID),
        ("isbn", next(iter(record.ISBN), "")),
    )
    return next((Identifier(kind, value) for kind, value in values if value), None)
