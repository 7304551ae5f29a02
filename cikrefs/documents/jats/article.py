"""JATS, the XML of journals (https://jats.nlm.nih.gov): reference lists read without guessing.

A citation's parts are tagged, so its fields are taken from the tags. Publishers tag a
`mixed-citation` as far as they like; what stands in it without a tag is read as print, and fills
the fields that no tag fills. What neither claims is in `source.unparsed`. NLM's older names
(`nlm-citation`, `citation`) mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from cikrefs import keys, printed
from cikrefs.documents import trees
from cikrefs.documents.jats.parts import Parts, read
from cikrefs.documents.trees import Element
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.models import Reference, Source, Span

_TAGGED = ("element-citation", "nlm-citation")
_CITATIONS = frozenset({*_TAGGED, "mixed-citation", "citation"})
_LABEL = re.compile(r"[\s\[(]*([^\s\[\]()]*)[\s\])]*")
_WORD = re.compile(r"\w")
_CONNECTIVE = re.compile(
    r"\W*(?:(?:and|und|et|y|al|in|eds?|edn|edition|editors?|pp?|pages|vol(?:ume)?|no|issue|doi|pmid|pmcid|https?|dx"
    r"|org|url|available|from|at|accessed|on|epub|isbn|issn)\b\W*){0,8}",
    re.IGNORECASE,
)
"""What stands between parts and only says what the next part is."""


def loads(content: bytes, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a JATS text, one for each citation of each `ref`.

    `source` has line, label, the citation's text and the span of each field in it. A `ref` that
    holds no citation is read as print.

    Raises InputError for XML that is broken. A `ref` that is empty, and a text without any, goes to
    `on_problem` or is raised.
    """
    references, refs = (
        list[Reference](),
        [one for one in trees.xml(content).iter() if trees.name(one) == "ref"],
    )
    if not refs:
        report(Problem("holds no reference list (no <ref> in it)"), on_problem)
    for ref in refs:
        found = list(_references(ref))
        if not found:
            problem = Problem("is an empty reference", line=ref.sourceline, reference=ref.get("id"))
            report(problem, on_problem)
        references += found
    return keys.assign(references)


def _references(ref: Element) -> Iterator[Reference]:
    """Yield the references of a `ref`."""
    label = next((trees.text(one) for one in ref.iter() if trees.name(one) == "label"), "")
    found = _LABEL.fullmatch(label)
    label = (found[1] if found else label).rstrip(".:,;")
    for citation, print_ in _with_print(list(_citations(ref)) or [ref]):
        reference = _reference(citation)
        if print_ is not None:
            reference = _printed_as(reference, read(print_, apart=False).text)
        if reference.source.text:
            source = replace(
                reference.source, line=citation.sourceline, label=label or reference.source.label
            )
            yield replace(reference, source=source)


def _with_print(citations: Sequence[Element]) -> list[tuple[Element, Element | None]]:
    """Return the citations, each with its print where another element holds that.

    SciELO's rules ask for both in each `ref`: one citation in tags and the same one as printed.
    """
    if len(citations) == 2:
        tagged, print_ = sorted(citations, key=lambda one: trees.name(one) not in _TAGGED)
        if trees.name(tagged) in _TAGGED and trees.name(print_) == "mixed-citation":
            return [(tagged, print_)]
    return [(citation, None) for citation in citations]


def _printed_as(reference: Reference, text: str) -> Reference:
    """Return a tagged reference with the text it is printed as, and where fields stand in that.

    A DOI that only the print has is taken from there.
    """
    print_ = printed.parse(text)
    spans = {
        variable: span
        for variable, span in print_.source.spans.items()
        if getattr(reference, variable, None) == getattr(print_, variable, "")
    }
    doi = reference.DOI or print_.DOI
    if doi and not reference.DOI:
        spans["DOI"] = print_.source.spans["DOI"]
    source = replace(reference.source, text=text, spans=spans, unparsed=())
    return replace(reference, DOI=doi, source=source)


def _citations(ref: Element) -> Iterator[Element]:
    """Yield the citations in a `ref`; of alternatives to one another the one that is all tags."""
    for one in ref:
        kind = trees.name(one)
        if kind in _CITATIONS:
            yield one
        elif kind == "citation-alternatives":
            alternatives = sorted(
                _citations(one), key=lambda other: trees.name(other) not in _TAGGED
            )
            yield from alternatives[:1]
        else:
            yield from _citations(one)


def _reference(citation: Element) -> Reference:
    """Return what a citation says."""
    is_tagged = trees.name(citation) in _TAGGED
    parts = read(citation, apart=is_tagged)
    gaps = _gaps(len(parts.text), parts.read)
    if is_tagged or not any(_WORD.search(parts.text[start:end]) for start, end in gaps):
        return _built(parts, parts.type or "document", gaps)
    return _filled(parts, gaps)


def _filled(parts: Parts, gaps: Sequence[Span]) -> Reference:
    """Return what the tags say, and what print says in the gaps between them."""
    print_ = printed.parse(parts.text)
    spans = {
        variable: span
        for variable, span in print_.source.spans.items()
        if variable not in parts.fields
        and variable.replace("_", "-") not in parts.extra
        and any(start <= span[0] and span[1] <= end for start, end in gaps)
    }
    for variable, span in spans.items():
        if hasattr(print_, variable):
            parts.fields[variable] = getattr(print_, variable)
        parts.spans[variable] = span
    for name, value in print_.extra.items():
        if name.removeprefix("printed:").replace("-", "_") in spans:
            parts.extra[name] = value
    if not parts.read:
        return replace(print_, type=parts.type or print_.type)
    read_ = [*parts.read, *spans.values()]
    said_twice = [span for variable, span in print_.source.spans.items() if variable not in spans]
    unclear = [*print_.source.unparsed, *said_twice]
    left = [
        (max(start, other[0]), min(end, other[1]))
        for start, end in _gaps(len(parts.text), read_)
        for other in unclear
        if start < other[1] and other[0] < end
    ]
    return _built(
        parts, parts.type or print_.type, _gaps(len(parts.text), _gaps(len(parts.text), left))
    )


def _built(parts: Parts, type_: str, gaps: Sequence[Span]) -> Reference:
    """Return the reference; the gaps that hold more than connectives are unparsed."""
    unparsed = [
        _trimmed(parts.text, gap)
        for gap in gaps
        if not _CONNECTIVE.fullmatch(parts.text[slice(*gap)])
    ]
    source = Source(text=parts.text, spans=parts.spans, unparsed=tuple(unparsed))
    return Reference(type=type_, extra=parts.extra, source=source, **parts.fields)  # type: ignore[arg-type]  # the tables pair fields with kinds


def _gaps(length: int, spans: Sequence[Span]) -> list[Span]:
    """Return what no span covers, in order."""
    gaps, at = list[Span](), 0
    for start, end in chain(sorted(spans), [(length, length)]):
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    return gaps


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without what surrounds its words."""
    words = [found.start() for found in _WORD.finditer(text, *span)]
    return (words[0], words[-1] + 1) if words else span
