"""A plain list of DOIs: one a line, or several separated by blanks, commas or semicolons.

Each may be bare, a link to doi.org or labelled "doi:"; `#` at the start of a line or after a blank
begins a comment. A comma or semicolon separates DOIs only if another one follows, since DOIs may
contain both. A reference read here has only its DOI; the registries know which work that is.
"""

from __future__ import annotations

import re

from cikrefs import dois
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common.lines import clean, one_line
from cikrefs.models import Reference, Source

_LABEL = rf"(?:{dois.RESOLVER}|(?:info:)?doi[:/]?)"
_BEGIN = rf"(?:{_LABEL}){{0,2}}[ \t]*+10\.\d{{4,9}}(?:\.\d{{1,9}})*+(?:/|%2f)"
_DOI = rf"[<(]?{_BEGIN}\S++"

START = re.compile(
    rf"\ufeff?\s*+(?:#[^\r\n]*+\s*+)*+{_DOI}(?:\s++(?:#[^\r\n]*+|[,;]|{_DOI}))*+\s*+\Z",
    re.IGNORECASE,
)
"""Matches a whole text that holds DOIs, blanks and comments, and nothing else."""

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_BETWEEN = re.compile(
    rf"[,;]?(?<!doi)(?<!doi[:/])[ ][,;]?|[,;](?={_BEGIN})",
    re.IGNORECASE,
)


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return a reference for each DOI in `text`, in its order, with nothing but the DOI.

    What is no DOI goes to `on_problem` or, without it, is raised as InputError.
    """
    references = []
    for number, line in enumerate(clean(text).split("\n"), start=1):
        for piece in filter(None, _BETWEEN.split(one_line(_COMMENT.sub("", line)))):
            doi = dois.bare(piece)
            if dois.is_doi(doi):
                source = Source(line=number, text=piece)
                references.append(Reference(type="document", DOI=doi, source=source))
            elif piece.strip(",;"):
                problem = Problem("is no DOI; it is left out", line=number, text=piece)
                report(problem, on_problem)
    return references
