"""What CSL-JSON calls things, and how the programs and registries that write it differ.

The variables themselves are a Reference's fields, with `-` for `_`; here is what else they are
called, which types there are, and what travels in `custom`.
"""

from __future__ import annotations

TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage""".split()
)
"""The types of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html)."""

TEXTS = frozenset(
    """abstract annote archive archive-place archive_collection archive_location authority
    call-number chapter-number citation-key citation-label citation-number collection-number
    collection-title container-title container-title-short dimensions division edition event
    event-place event-title first-reference-note-number genre issue journalAbbreviation jurisdiction
    keyword language license locator medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part-number
    part-title printing-number publisher publisher-place references reviewed-genre reviewed-title
    scale section shortTitle source status supplement-number title title-short version volume
    volume-title volume-title-short year-suffix DOI ISBN ISSN PMCID PMID URL""".split()
)
NAMED = frozenset(
    """author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator""".split()
)
DATED = frozenset("accessed available-date event-date issued original-date submitted".split())
"""The variables by their kind: text and numbers, names, dates (CSL 1.0.2, appendix IV)."""

_UNDERSCORED = frozenset({"archive_location", "archive_collection"})
"""Variables whose name has an underscore; the hyphen that cikrefs once wrote is still read."""

NEAREST_IN_ZOTERO = {
    "classic": "book",
    "entry": "entry-encyclopedia",
    "figure": "graphic",
    "musical_score": "document",
    "pamphlet": "report",
    "periodical": "article-journal",
    "regulation": "legislation",
    "review": "article-journal",
    "review-book": "article-journal",
    "treaty": "legislation",
}
"""Types that Zotero reads as bare documents, without journal, volume and pages, and what holds
their fields there."""

REFUSED_BY_ZOTERO = "software"
"""The one type for which Zotero's import of CSL-JSON takes the whole file for none
(https://github.com/zotero/translators, CSL JSON.js). What arrives as a program is a document whose
note says so ("type: software"), which citeproc-js understands as well."""


def variable(name: str) -> str:
    """Return CSL's name for a field of a Reference."""
    return name if name in _UNDERSCORED else name.replace("_", "-")


RENAMED = {
    "journalAbbreviation": "container_title_short",
    "short-container-title": "container_title_short",
    "shortTitle": "title_short",
    "event": "event_title",
    "article-number": "number",
}
"""Further variables that are read: Zotero's, Crossref's, and CSL's before 1.0.2."""

SERIALS = frozenset({"ISSN", "ISBN"})
"""Variables that Crossref sends as lists."""

FOREIGN = frozenset({"itemType", "data", "creators", "authorships"})
"""Members of Zotero's, Better BibTeX's and OpenAlex's own JSON; CSL's items never have them."""

SAID_TWICE = ("id", "citation-key", "container-title-short", "journalAbbreviation", "event")
"""Variables that share their field with another; if an input had both, both are written."""

NAME_PARTS = (
    "family", "given", "suffix", "literal", "name", "dropping-particle", "non-dropping-particle",
)  # fmt: skip
"""`name` is Crossref's for what CSL calls `literal`."""

TRAVELS = ("bibtex:", "ris:", "nbib:", "wos:", "endnote:", "printed:")
"""How the names of fields begin that are no CSL variables and are kept in `custom`."""
