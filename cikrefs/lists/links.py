"""Links in a formatted entry: the DOI as one whole link, and the URL.

Found by the reference's own DOI and URL, not by a pattern for addresses, so that no stop, bracket
or quote of the style is ever taken into a link, and nothing else becomes one. Only http and ftp
addresses are linked: a list comes from anywhere, and `javascript:` is an address too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from cikrefs import dois
from cikrefs.lists.model import Run
from cikrefs.models import Reference

WEB = ("https://", "http://", "ftp://")
"""How addresses start that may be linked."""


def linked(runs: Sequence[Run], reference: Reference) -> tuple[Run, ...]:
    """Return `runs` in which the last occurrence of each address of `reference` is a link."""
    for texts, href in _addresses(reference):
        runs = _with_link(runs, texts, href)
    return tuple(runs)


def _addresses(reference: Reference) -> Iterator[tuple[Iterable[str], str]]:
    """Yield what an entry may contain, the likeliest first, and what it links to."""
    doi, url = reference.DOI, reference.URL
    if doi:
        yield [resolver + doi for resolver in (*dois.RESOLVERS, "")], dois.url(doi)
    if url.lower().startswith(WEB):
        yield [url], quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")


def _with_link(runs: Sequence[Run], texts: Iterable[str], href: str) -> Sequence[Run]:
    for text in texts:
        for index in range(len(runs) - 1, -1, -1):
            run = runs[index]
            start = -1 if run.href else run.text.rfind(text)
            if start >= 0:
                end = start + len(text)
                pieces = [
                    replace(run, text=run.text[:start]),
                    replace(run, text=text, href=href),
                    replace(run, text=run.text[end:]),
                ]
                pieces = [piece for piece in pieces if piece.text]
                return [*runs[:index], *pieces, *runs[index + 1 :]]
    return runs
