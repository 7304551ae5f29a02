"""What is searched for: the words of a reference that registries can be asked for.

Each service puts them into a question of its own: Crossref into one line of words, PubMed and
DataCite into fields. The text of a query is that line, which also names it in a lock file.
"""

from __future__ import annotations

from dataclasses import dataclass

from cikrefs.models import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The words to search for; what is not printed is an empty string or None.

    `type` is a CSL type, `author` the first author's (or editor's) family name or the group's name,
    `year` that of publication, `page` the first one or an article number.
    """

    type: str = ""
    title: str = ""
    author: str = ""
    container_title: str = ""
    year: int | None = None
    volume: str = ""
    page: str = ""

    def __str__(self) -> str:
        """Return title, first author, journal and year in one line, as Crossref advises."""
        year = str(self.year) if self.year is not None else ""
        return " ".join(filter(None, (self.title, self.author, self.container_title, year)))

    @classmethod
    def of(cls, reference: Reference) -> Query:
        """Return what to search for when looking for `reference`."""
        first = next(iter(reference.author or reference.editor), None)
        return cls(
            type=reference.type,
            title=reference.title,
            author=(first.family or first.literal) if first else "",
            container_title=reference.container_title,
            year=reference.issued.year if reference.issued else None,
            volume=reference.volume,
            page=reference.page.partition("-")[0],
        )
