"""What the tags of a JATS citation mean, as tables.

Tags are those of `element-citation` (https://jats.nlm.nih.gov/archiving/tag-library/1.3). Types and
variables are CSL's.
"""

from __future__ import annotations

FIELDS = {
    "article-title": "title",
    "chapter-title": "title",
    "data-title": "title",
    "source": "container_title",
    "volume": "volume",
    "issue": "issue",
    "elocation-id": "page",
    "page-range": "page",
    "publisher-name": "publisher",
    "institution": "publisher",
    "publisher-loc": "publisher_place",
    "edition": "edition",
    "conf-name": "event_title",
    "series": "collection_title",
    "patent": "number",
    "std": "number",
    "isbn": "ISBN",
    "issn": "ISSN",
    "comment": "note",
}
"""Tags whose text is the field's value."""

IDENTIFIERS = {
    "doi": "DOI",
    "pmid": "PMID",
    "pmc": "PMCID",
    "pmcid": "PMCID",
    "isbn": "ISBN",
    "issn": "ISSN",
    "arxiv": "number",
}
"""`pub-id-type`, in small letters, and the field it fills."""

TYPES = {
    "journal": "article-journal",
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "book-chapter": "chapter",
    "confproc": "paper-conference",
    "conf-proc": "paper-conference",
    "conference": "paper-conference",
    "data": "dataset",
    "dataset": "dataset",
    "database": "dataset",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "news": "article-newspaper",
    "patent": "patent",
    "preprint": "article",
    "eprint": "article",
    "report": "report",
    "gov": "report",
    "government": "report",
    "software": "software",
    "standard": "standard",
    "thesis": "thesis",
    "web": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "working-paper": "report",
    "working paper": "report",
}
"""`publication-type` and CSL's type for it."""

IN_PARTS = {"book": "chapter"}
"""The type of a work that has a title and a container."""

ALONE = frozenset(
    {"book", "thesis", "report", "dataset", "software", "webpage", "standard", "patent"}
)
"""Types whose `source` is the title if there is no other."""

ROLES = {
    "author": "author",
    "allauthors": "author",
    "inventor": "author",
    "editor": "editor",
    "guest-editor": "editor",
    "translator": "translator",
    "compiler": "compiler",
    "director": "director",
}
"""`person-group-type` and CSL's variable for it."""
