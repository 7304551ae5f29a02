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
"""What items of Zotero's own JSON, Better BibTeX's and OpenAlex's have one of, and CSL's never."""

SAID_TWICE = ("id", "citation-key", "container-title-short", "journalAbbreviation", "event")
"""Variables whose field another variable has as well; where an input had both, both are written."""

NAME_PARTS = (
    "family", "given", "suffix", "literal", "name", "dropping-particle", "non-dropping-particle",
)  # fmt: skip
"""`name` is Crossref's for what CSL calls `literal`."""

TRAVELS = ("bibtex:", "ris:", "nbib:", "wos:", "endnote:", "printed:")
"""How names of fields begin that are no CSL variables and travel in `custom`."""
