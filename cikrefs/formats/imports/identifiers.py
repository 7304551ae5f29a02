"""A plain list of identifiers: one a line, or several separated by blanks, commas or semicolons.

DOIs, PMIDs, PMCIDs, arXiv numbers and ISBNs may be mixed, each bare, labelled or a link, as
`cikrefs.identifiers` knows them; `#` at the start of a line or after a blank begins a comment. A
comma or semicolon separates DOIs only if another identifier follows, since DOIs may contain both. A
reference read here has only its identifier; the registries know which work that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cikrefs import dois
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.lines import clean, one_line
from cikrefs.identifiers import KINDS, Identifier, identify
from cikrefs.models import Reference, Source

_LABEL = rf"(?:{dois.RESOLVER}|(?:info:)?doi[:/]?)"
_BEGIN = rf"(?:{_LABEL}){{0,2}}[ \t]*+10\.\d{{4,9}}(?:\.\d{{1,9}})*+(?:/|%2f)"
_LINK = (
    r"(?:https?://)?(?:www\.)?(?:(?:pubmed|pmc)\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov"
    r"/(?:pubmed|pmc)|europepmc\.org|(?:export\.)?arxiv\.org|openlibrary\.org/isbn)/(?=\S)"
)
_ISBN = r"(?:urn:)?(?:e-?)?ISBN(?:-?1[03])?"
_MARK = r"[ \t]{0,9}[:.]?[ \t]{0,9}"
_NAMED = rf"(?:PMID|PubMed(?: ?ID)?|PMCID|arXiv){_MARK}"
_BARE = r"(?:PMC ?\d|97[89](?:[ -]?\d){10}\b|\d{4}\.\d{4,5}\b|[a-z-]{2,12}/\d{7}\b)"
_ANY = (
    rf"(?:[<(]?{_BEGIN}\S++|{_LINK}\S++"
    rf"|{_ISBN}{_MARK}\d(?:[ -]?[\dX]\b|[ -]?\d)*+(?:[^\s\w]\S*+)?+"
    rf"|(?:{_NAMED}(?=\S)(?=\S*\d)|(?={_BARE}))\S++)(?:[ ]\[[a-z][\w.-]{{1,12}}\])?+"
)

START = re.compile(
    rf"\ufeff?\s*+(?:#[^\r\n]*+\s*+)*+{_ANY}(?:\s++(?:#[^\r\n]*+|[,;]|{_ANY}))*+\s*+\Z",
    re.IGNORECASE,
)
"""Matches a whole text that holds identifiers, blanks and comments, and nothing else."""

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_APART = re.compile(
    r"\b(PMID|PubMed(?: ?ID)?|PMCID|PMC|arXiv|ISBN(?:-?1[03])?)[ ]?([:.])?[ ](?=\S)",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?<=ISBN:)(?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dX]\b", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"[,;]?(?<!doi)(?<!doi[:/])[ ][,;]?"
    rf"|[,;](?={_BEGIN}|{_LINK}|(?:PMC?ID|PubMed|arXiv|ISBN)[:. ]|PMC\d|97[89][\d-]{{10,14}}\b)",
    re.IGNORECASE,
)


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return a reference for each identifier in `text`, in its order, with nothing but that.

    What is none goes to `on_problem` or, without it, is raised as InputError.
    """
    references = []
    for number, line in enumerate(clean(text).split("\n"), start=1):
        for piece, found in _identifiers(one_line(_COMMENT.sub("", line))):
            if found and not found.wrong:
                references.append(reference(found, Source(line=number, text=piece)))
                continue
            why = f"is no {found.name}: {found.wrong}" if found else "is no identifier"
            report(Problem(f"{why}; it is left out", line=number, text=piece), on_problem)
    return references


def reference(identifier: Identifier, source: Source) -> Reference:
    """Return a reference that has only its identifier."""
    if identifier.kind == "arxiv":
        return Reference(type="document", number=str(identifier), source=source)
    only = {KINDS[identifier.kind].field: identifier.value}
    return Reference(type="document", source=source, **only)  # type: ignore[arg-type]  # all are strings


def _identifiers(line: str) -> Iterator[tuple[str, Identifier | None]]:
    """Yield the pieces of a line, each with the identifier it is."""
    whole = identify(line)
    if whole and whole.kind != "doi" and not whole.wrong:
        yield line, whole
        return
    glued = _SPACED.sub(lambda isbn: isbn[0].replace(" ", "-"), _APART.sub(r"\1:", line))
    for piece in filter(None, _BETWEEN.split(glued)):
        if piece.strip(",;"):
            yield piece, identify(piece)
