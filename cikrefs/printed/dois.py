"""DOIs in running print: found wherever they stand, mended where a line end or a blank broke them.

What a DOI is, and its bare form, is the business of `cikrefs.dois`; here it is only found. A broken
DOI looks like a whole one (`10.1016/j.cma. 2018.08.004`), so a blank after a stop, slash or hyphen
is taken out where what follows can only be the rest of it. The unmended reading is kept too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cikrefs.dois import bare, is_doi
from cikrefs.models import Span

_INTRODUCTION = (
    r"(?:(?:doi|DOI|Doi)\b ?[:.=]? ?)?<?"
    r"(?:(?:https?|HTTPS?) ?: ?/ ?/ ?)?(?:(?:dx|www) ?\. ?)?(?:(?:doi|DOI) ?\. ?(?:org"
    r"|ORG) ?/ ?(?:doi:)?)?"
    r"(?:(?:doi|DOI)\b ?[:.=]? ?|info:doi/)?|https?://[^\s<>]*"
)
_START = re.compile(r"10\. ?\d{4,9}(?:\.\d+)* ?/ ?(?=\S)")
_INTRODUCED = re.compile(rf"(?:{_INTRODUCTION})$")
_CHUNK = re.compile(r"[^\s]+")
_GLUED = re.compile(
    r"(?:PMID|PMC?ID|PubMed|Pubmed|pmid|\[(?!\d+:)|Accessed|Epub|https?:|doi:|DOI:|arXiv:"
    r"|Available|>$|[.,;]?URL\b|[,;](?=10\.\d{4}))"
)
_REST = re.compile(r"(?=[^\s]{0,40}\d)[a-z0-9(][\w.()/;:<>-]*")
_UNFINISHED = re.compile(
    r"(?:[-_/]|\.(?:19|20)\d\d\.(?:\d\d\.)?|^10\. ?\d+(?:\.\d+)* ?/ ?[^\d]*\.)$"
)
_SENTENCE = re.compile(r"(?:19|20)\d\d(?:[;,.]|$)|\d{1,9}[(:;]")


@dataclass(frozen=True, slots=True)
class Found:
    """A DOI in print: its bare form, where it stands with and without link and label.

    `unmended` is the other reading, the DOI as far as the blank that was taken out of it.
    """

    doi: str
    span: Span
    whole: Span
    unmended: str = ""


def find(string: str) -> Iterator[Found]:
    """Yield each DOI in `string` (one line of cleaned print), from left to right."""
    end = 0
    while start := _START.search(string, end):
        before = _INTRODUCED.search(string[max(end, start.start() - 60) : start.start()])
        introduction = before[0] if before else ""
        stop, unmended = _stop(string, start.start(), _CHUNK.search(string, start.end()))
        printed = _without_glued(string[start.start() : stop], start.end() - start.start())
        doi = bare(printed.replace(" ", ""))
        end = stop
        if not is_doi(doi):
            continue
        last = _last(printed, doi)
        yield Found(
            bare(f"doi:{doi}") if "/" in introduction else doi,
            (start.start(), start.start() + last),
            (start.start() - len(introduction), start.start() + last),
            unmended,
        )
        end = start.start() + last


def _stop(string: str, start: int, chunk: re.Match[str] | None) -> tuple[int, str]:
    """Return where the DOI ends when broken pieces are joined, and the reading without that."""
    stop = chunk.end() if chunk else len(string)
    unmended = ""
    while stop < len(string) and _UNFINISHED.search(string[start:stop]):
        rest = _REST.match(string, stop + 1)
        if not rest or (
            string[stop - 1] == "." and _SENTENCE.match(rest[0]) and "." not in rest[0][4:-1]
        ):
            break
        unmended = unmended or bare(string[start:stop].replace(" ", ""))
        stop = rest.end()
    return stop, unmended if is_doi(unmended) else ""


def _without_glued(printed: str, start: int) -> str:
    """Return the printed DOI without what print glued to its end."""
    glued = _GLUED.search(printed, start + 1)
    return printed[: glued.start()] if glued else printed


def _last(printed: str, doi: str) -> int:
    """Return the length of the piece of `printed` that spells `doi`, blanks not counted."""
    letters = 0
    for index, char in enumerate(printed):
        letters += not char.isspace()
        if letters == len(doi):
            return index + 1
    return len(printed)
