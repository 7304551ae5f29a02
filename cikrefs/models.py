"""The nouns: a Reference is what a list prints, a Record is what a registry holds.

Field names are CSL's variables with `_` for `-`, so that a field means what the CSL specification
says it means (https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables).
All values are frozen; a changed one is a new one (`dataclasses.replace`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from cikrefs import display

Span = tuple[int, int]
"""Start and end (exclusive) of a piece of a string, in characters."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person (`family`, `given`, `suffix`) or a group (`literal`).

    Particles belong to `family` ("de Souza"), but for one that the input itself calls dropping,
    which goes with the given names where these are there ("Humboldt, A. von"). Initials in `given`
    are "I. G. H.", since citation processors print "IGH" as "I.".
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""
    dropping_particle: str = ""

    def __str__(self) -> str:
        return self.literal or ", ".join(
            part for part in (self.whole_family, self.given, self.suffix) if part
        )

    @property
    def whole_family(self) -> str:
        """The family name with every particle before it: "von Humboldt"."""
        glued = self.dropping_particle.endswith(("'", "’", "-"))
        between = "" if glued or not self.dropping_particle else " "
        return f"{self.dropping_particle}{between}{self.family}"


OTHERS = Name(literal="others")
"""The last author of a list cut by "et al.": BibTeX's word for it, which pandoc knows too."""


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A year, perhaps with month (1 to 12) and day (1 to 31), or a season (1, spring, to 4).

    A year before Christ is negative: -44 is 44 BC, and there is no year 0. A range has the date of
    its `end` besides; a date that is said to be about right is `circa`. A date in words ("n.d.") is
    none; it stays in `Reference.extra` as it stands.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = field(default=None, kw_only=True)
    circa: bool = field(default=False, kw_only=True)
    end: Date | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        """Return the date as "2024-11-02", a season as EDTF's month 21 to 24, "~" for circa."""
        month = self.month if self.season is None else self.season + 20
        parts = (f"{self.year:04d}", month and f"{month:02d}", self.day and f"{self.day:02d}")
        text = "-".join(part for part in parts if part) + ("~" if self.circa else "")
        return f"{text}/{self.end}" if self.end else text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reference stood.

    `file` and `line` (1-based) of its start; `label` as printed ("14"); `text`, the printed string
    or the raw entry; `spans`, for each field read from `text`, where in `text` it stands (authors
    as a whole under `author`); `unparsed`, the pieces of `text` that fit no field; `positions`, for
    each field, its (line, column), both 1-based, in the file; `confidence`, how sure the reading of
    a printed string is (see `cikrefs.printed.confidence`), None where nothing was printed. If the
    file is a manuscript that cites it from a bibliography, `line` is that of the citation, and
    `bibliography` is where it stands there.
    """

    file: str | None = None
    line: int | None = None
    label: str | None = None
    text: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    unparsed: tuple[Span, ...] = ()
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    confidence: Literal["exact", "full", "partial"] | None = None
    bibliography: Source | None = None

    @property
    def unparsed_text(self) -> tuple[str, ...]:
        """The unparsed pieces as strings."""
        return tuple((self.text or "")[start:end] for start, end in self.unparsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One reference as its list prints it. An empty string, an empty tuple or None is "not said".

    `type` is a CSL type. `page` holds a range with one hyphen ("511-518") or an article number
    ("e1465161"). `DOI` is bare ("10.…"). `extra` keeps what has no name here, so that reading and
    writing loses nothing: CSL variables under their CSL name, fields of BibTeX and RIS under
    "bibtex:NAME" and "ris:TAG". `source` takes no part in comparison.
    """

    id: str = ""
    type: str = "article-journal"
    title: str = ""
    title_short: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    collection_editor: tuple[Name, ...] = ()
    container_author: tuple[Name, ...] = ()
    director: tuple[Name, ...] = ()
    recipient: tuple[Name, ...] = ()
    container_title: str = ""
    container_title_short: str = ""
    collection_title: str = ""
    collection_number: str = ""
    volume: str = ""
    number_of_volumes: str = ""
    issue: str = ""
    page: str = ""
    number_of_pages: str = ""
    number: str = ""
    chapter_number: str = ""
    section: str = ""
    edition: str = ""
    version: str = ""
    publisher: str = ""
    publisher_place: str = ""
    authority: str = ""
    event_title: str = ""
    event_place: str = ""
    event_date: Date | None = None
    genre: str = ""
    medium: str = ""
    status: str = ""
    archive: str = ""
    archive_location: str = ""
    call_number: str = ""
    issued: Date | None = None
    original_date: Date | None = None
    submitted: Date | None = None
    accessed: Date | None = None
    DOI: str = ""
    URL: str = ""
    ISSN: str = ""
    ISBN: str = ""
    PMID: str = ""
    PMCID: str = ""
    language: str = ""
    keyword: str = ""
    abstract: str = ""
    note: str = ""
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
    source: Source = field(default_factory=Source, compare=False)

    def __repr__(self) -> str:
        said = display.work(self.author or self.editor, self.issued, self.title)
        return display.line("Reference", self.id, said or self.DOI)

    def _repr_html_(self) -> str:
        return display.table(self.to_dict())

    def to_dict(self) -> dict[str, str | None]:
        """Return a row for a table: every field by its name, then those of `extra`, then its place.

        Values are strings, None where nothing is said; names stand in one string, "Family, Given"
        with semicolons between.
        """
        own = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("extra", "source")
        }
        place = {"file": self.source.file, "line": self.source.line, "label": self.source.label}
        row = {**own, **self.extra, **place}
        return {name: display.cell(value) for name, value in row.items()}


NoticeKind = Literal["retracted", "withdrawn", "concern", "corrected"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A registered statement about a work: its kind, its own DOI, its day, who says so."""

    kind: NoticeKind
    DOI: str = ""
    date: Date | None = None
    source: str = ""

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.kind, self.DOI, self.date) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a registry holds about a work: every value it has, since a print may carry any of them.

    A record with nothing but `DOI` and `agency` says that the DOI exists there, no more; one
    without `DOI` is known by its `PMID` or `ISBN`. An ISBN is of 13 digits without hyphens.
    `title` holds each title the registry knows (whole, without subtitle, short, original), the
    fullest first; likewise `container_title` (full, short), `issued` (print, online, issued) and
    `page` (range, article number). `aliases` are other DOIs of the same work, `published_as` the
    DOIs of a preprint's published version. `work` is the record as a reference of its own, where
    the registry was asked for whole records; what is compared is in the other fields, so it takes
    no part in comparison.
    """

    DOI: str = ""
    agency: str = "Crossref"
    type: str = ""
    title: tuple[str, ...] = ()
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    container_title: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    page: tuple[str, ...] = ()
    issued: tuple[Date, ...] = ()
    publisher: str = ""
    ISSN: tuple[str, ...] = ()
    ISBN: tuple[str, ...] = ()
    PMID: str = ""
    PMCID: str = ""
    aliases: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    published_as: tuple[str, ...] = ()
    work: Reference | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        issued = self.issued[0] if self.issued else None
        title = self.title[0] if self.title else ""
        said = display.work(self.author or self.editor, issued, title)
        return display.line("Record", self.DOI, said or f"registered with {self.agency}")

    def _repr_html_(self) -> str:
        return display.table(self.to_dict())

    def to_dict(self) -> dict[str, str | None]:
        """Return a row for a table: every field but `work` by its name, several values in one."""
        return {
            f.name: display.cell(getattr(self, f.name)) for f in fields(self) if f.name != "work"
        }

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the DOI's existence is known."""
        return not (self.title or self.author or self.container_title or self.volume or self.page)


Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From worst to mildest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement: which rule, how bad, which field, what print and registry say.

    `message` is a sentence that can be understood by itself. If it only names `printed` and
    `registered`, `remark` is what it says beyond them (perhaps nothing: ""), so that a report that
    shows the two values need not repeat them; otherwise None. `accepted` is the reason why somebody
    accepted the finding, which makes it a note.
    """

    rule: str
    severity: Severity
    message: str
    field: str | None = None
    printed: str | None = None
    registered: str | None = None
    suggestion: str | None = None
    remark: str | None = None
    accepted: str | None = None


Status = Literal["ok", "warning", "error", "unconfirmed", "unchecked"]
About = Literal["reference", "citation"]


_WRONG_ID = frozenset(("id-malformed", "id-not-found", "id-other-work"))
_NOT_THE_WORK = frozenset(("doi-other-work", "misattributed", "not-found"))
"""Rules that say of a check's record that it is not the printed work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of checking one reference.

    `asked` names who answered ("crossref", "doi.org", "datacite", "pubmed", "europepmc",
    "openlibrary", "lock" for the lock file, or "snapshot 2026-03" for a snapshot of that month);
    `unavailable` is why somebody who had to be asked did not answer. `record` is what the reference
    was compared with. A check `about` a citation is of a mark in the text that means no reference;
    its reference has nothing but the label and the place of the mark.
    """

    reference: Reference
    about: About = "reference"
    record: Record | None = None
    asked: tuple[str, ...] = ()
    unavailable: str | None = None
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        rules = display.listed(finding.rule for finding in self.findings)
        return display.line("Check", self.reference.id, f"{self.status}{rules}")

    def _repr_html_(self) -> str:
        return display.table(self.to_dict())

    def to_dict(self) -> dict[str, str | None]:
        """Return a row for a table: the reference by its id, the status, what was found."""
        row = {
            "id": self.reference.id,
            "DOI": self.reference.DOI,
            "status": self.status,
            "rules": tuple(finding.rule for finding in self.findings),
            "messages": tuple(finding.message for finding in self.findings),
            "suggestion": tuple(f.suggestion for f in self.findings if f.suggestion),
            "asked": self.asked,
            "unavailable": self.unavailable,
        }
        return {name: display.cell(value) for name, value in row.items()}

    @property
    def confirmed(self) -> bool:
        """Whether a registry holds a record that is the printed work."""
        if self.record is None or self.record.is_bare:
            return False
        return not any(finding.rule in _NOT_THE_WORK for finding in self.findings)

    @property
    def status(self) -> Status:
        """The worst there is to say: error, warning, unchecked, unconfirmed, ok.

        `not-found` makes no warning, since registries do not hold every work; "unchecked" says that
        somebody did not answer, and "ok" that the work is confirmed and nothing disagrees.
        """
        severities = {f.severity for f in self.findings if f.rule != "not-found"}
        if "error" in severities:
            return "error"
        if "warning" in severities:
            return "warning"
        if self.unavailable is not None:
            return "unchecked"
        return "ok" if self.confirmed or self.about == "citation" else "unconfirmed"

    @property
    def accepted(self) -> bool:
        """Whether somebody accepted that the reference is not confirmed."""
        rules = {"doi-malformed", "doi-not-found", *_WRONG_ID, *_NOT_THE_WORK}
        return any(f.accepted is not None and f.rule in rules for f in self.findings)
