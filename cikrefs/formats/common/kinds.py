"""The words that databases have for kinds of documents: "Journal Article", "Early Access".

They say again what the type of a reference says. Where a file has them in the field that holds a
genre (BibTeX's `type`, RIS's `M3`), they are none: styles print a genre, "[Article]".
"""

from __future__ import annotations

WORDS = frozenset(
    "article|journal article|research article|research-article|original article|original research|"
    "review|review article|editorial|editorial material|letter|note|short survey|early access|"
    "article in press|data paper|erratum|correction|meeting abstract|book review|proceedings paper|"
    "conference paper|conference article|conference proceeding|conference proceedings|book|"
    "book chapter|chapter|journal|periodical".split("|")
)
_TYPES = frozenset(
    """article-journal article-magazine article-newspaper review review-book paper-conference
    chapter book""".split()
)
"""The CSL types of which the words are no genre."""


def says_again(text: str, type_: str) -> bool:
    """Whether `text` is what databases call works of the CSL type, and so no genre.

    "Article; Proceedings Paper" is two such words.
    """
    return type_ in _TYPES and all(word.strip() in WORDS for word in text.lower().split(";"))
