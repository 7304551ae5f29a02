"""The rules: what can be found, how bad it is, what it means and what to do about it.

One row a rule, and a rule is the only maker of its findings. The check, the command line's
`explain`, the reports and the table in `docs/checking.md` read the rows.
Severities: "error" fails a build by default, "warning" is worth a look, "note" is worth knowing.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from cikrefs.errors import shorten
from cikrefs.models import Finding, Severity

__all__ = ["RULES", "Rule", "unknown"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: its name, its severity, when it is found, an example, what to do."""

    name: str
    severity: Severity
    when: str
    example: str
    advice: str

    def finding(  # noqa: PLR0913  # a finding has as many parts
        self,
        message: str,
        *,
        field: str | None = "DOI",
        severity: Severity | None = None,
        printed: str | None = None,
        registered: str | None = None,
        suggestion: str | None = None,
        remark: str | None = None,
    ) -> Finding:
        """Return a finding of this rule, as severe as the rule unless said otherwise.

        The arguments are the members of `Finding`; an empty value is none.
        """
        return Finding(
            rule=self.name,
            severity=severity or self.severity,
            field=field,
            printed=printed or None,
            registered=registered or None,
            suggestion=suggestion or None,
            message=message,
            remark=remark,
        )


def _differs(name: str, what: str, example: str) -> Rule:
    return Rule(
        name,
        "error",
        f"A record is the printed work, but {what} disagrees with every registered value.",
        example,
        "Look at the work: correct the print, or tell the publisher that its record is wrong.",
    )


_ROWS = (
    Rule(
        "doi-malformed",
        "error",
        "What is printed as a DOI cannot be one: a DOI is “10.”, a number, a slash and a name.",
        "doi = {10.1007-s00262}",
        "Copy the DOI from the work's own page.",
    ),
    Rule(
        "doi-not-found",
        "error",
        "Crossref has no record of the DOI and doi.org knows no such DOI: the link leads nowhere.",
        "10.1016/j.clcc.2022.07.009 for 10.1016/j.cllc.2022.07.009",
        "Use the suggested DOI (its record is verified as the printed work) or look the work up.",
    ),
    Rule(
        "doi-other-work",
        "error",
        "The DOI is registered, but for a different work from the one printed.",
        "the DOI of the next reference in the list",
        "Use the suggested DOI, or look the work up; check that the work exists.",
    ),
    Rule(
        "doi-missing",
        "warning",
        "No DOI is printed, and a search finds one whose record is verified as the printed work."
        " Where another identifier confirms the work, it is a note.",
        "a journal article of 2020 without a DOI",
        "Add the suggested DOI.",
    ),
    Rule(
        "doi-duplicate",
        "warning",
        "An earlier reference of the same file carries the same DOI; of another file: a note.",
        "the same article as number 8 and as number 21",
        "Remove one of them; or, if they are two works, correct the wrong DOI.",
    ),
    Rule(
        "id-malformed",
        "error",
        "What is printed as a PMID, PMCID, arXiv number or ISBN cannot be one; of an ISBN the check"
        " digit tells it.",
        "ISBN 978-3-16-148410-1, whose last digit must be 0",
        "Copy the identifier from the work itself.",
    ),
    Rule(
        "id-not-found",
        "error",
        "The service that knows all identifiers of this kind has no record of the PMID, PMCID or"
        " arXiv number. No catalogue knows every ISBN: then it is a note.",
        "a PMID that PubMed has deleted or never given",
        "Look the work up, and copy its identifier.",
    ),
    Rule(
        "id-other-work",
        "error",
        "The PMID, PMCID, arXiv number or ISBN is of a different work from the one printed. For an"
        " ISBN it is a warning, since anybody may edit Open Library, and a note where the book is"
        " one that a chapter or paper is in; for an e-print by the same authors a warning, since"
        " titles change between versions.",
        "the PMID of the next reference in the list",
        "Look the work up, and copy its identifier; check that the work exists.",
    ),
    _differs("title-differs", "its title", "“phase II” printed, “phase III” registered"),
    _differs(
        "author-differs",
        "its list of authors",
        "an author left out, misspelt or misplaced (one letter off behind the first: a warning;"
        " in another order, deposited by the alphabet in proceedings: a note)",
    ),
    _differs("year-differs", "the year", "2019 printed; 2020 in print, online in 2020"),
    _differs(
        "journal-differs",
        "the journal",
        "“Cancer Res” printed, “Clinical Cancer Research” registered",
    ),
    _differs("volume-differs", "the volume", "27(16) printed for volume 16 of 27 February"),
    _differs("issue-differs", "the issue", "23(9) printed, 23(8) registered"),
    _differs("page-differs", "the page or article number", "511–518 printed, 551–558 registered"),
    Rule(
        "misattributed",
        "warning",
        "No DOI is printed, and a work of this title is registered with other authors, or in"
        " another journal and year.",
        "a real title with invented authors",
        "Look at the registered work (its DOI is suggested): correct the print, or find what is"
        " meant.",
    ),
    Rule(
        "not-found",
        "warning",
        "No registry that was asked holds the work. The reference is unconfirmed, which is no"
        " verdict: books, reports and web pages are often registered nowhere; then it is a note.",
        "an invented reference, or an article of a journal without DOIs",
        "Make sure that the work exists; add its DOI if it has one, or accept it with a reason.",
    ),
    Rule(
        "placeholder",
        "error",
        "A field holds what a template leaves there, or what cannot be yet, and no record confirms"
        " it.",
        "“Lastname, Firstname”, “arXiv:2305.XXXX”, 10.XXXX/…, a year more than one ahead",
        "Fill in what the work itself says.",
    ),
    Rule(
        "retracted",
        "error",
        "A notice of retraction is registered for the work.",
        "10.1016/S0140-6736(97)11096-0",
        "Read the notice; remove the reference, or say in the text that the work is retracted.",
    ),
    Rule(
        "withdrawn",
        "error",
        "A notice of withdrawal is registered for the work.",
        "an article in press that was withdrawn",
        "Read the notice; remove the reference, or say in the text that the work is withdrawn.",
    ),
    Rule(
        "concern",
        "warning",
        "An expression of concern is registered for the work.",
        "10.1371/journal.pone.0064723",
        "Read the notice before relying on the work.",
    ),
    Rule(
        "corrected",
        "note",
        "A correction or erratum is registered for the work.",
        "10.1073/pnas.1414271111",
        "Read the correction; cite it too if it matters for what you cite.",
    ),
    Rule(
        "preprint-published",
        "note",
        "The record is a preprint whose published version is registered.",
        "a bioRxiv DOI whose article has appeared",
        "Cite the published version if it says the same.",
    ),
    Rule(
        "registered-elsewhere",
        "note",
        "Another agency than Crossref registered the DOI, or Crossref holds no metadata of it, or"
        " the work is known as a preprint only. The metadata of DataCite, and of agencies that give"
        " it through doi.org, is compared; of the others only that the DOI exists is known.",
        "10.5281/zenodo.…, a data set at DataCite",
        "Nothing, if the DOI is right.",
    ),
    Rule(
        "changed",
        "note",
        "The registry's answer about the DOI differs from the one in the lock file.",
        "a retraction registered since the lock file was written",
        "Look at the change, then accept it with cikrefs lock --update.",
    ),
    Rule(
        "uncited",
        "warning",
        "The document cites its references, but not this one.",
        "reference 7 of a text with [1] to [6] and [8]",
        "Cite it, or remove it.",
    ),
    Rule(
        "undefined-citation",
        "warning",
        "The document has a citation to which no reference of its list belongs.",
        "[19] in a text with 18 references",
        "Correct the number, or add the reference.",
    ),
    Rule(
        "unparsed",
        "warning",
        "Part of the printed string fits no field.",
        "the “2;” in “Cancer Immunol Immunother. 2;74(1):6”",
        "Correct the print, or the field that should hold it.",
    ),
)

RULES: dict[str, Rule] = {rule.name: rule for rule in _ROWS}
"""The rules by name, in the order in which they are shown."""


def unknown(name: str) -> str:
    """Return that there is no rule of this name, and which are near it."""
    near = get_close_matches(name, RULES, n=3)
    return f"no such rule: {shorten(name, 60)}" + (
        f"; did you mean {' or '.join(near)}?" if near else "; `cikrefs explain` lists them all"
    )
