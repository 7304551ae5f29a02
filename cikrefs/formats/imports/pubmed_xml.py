"""PubMed's XML (`PubmedArticleSet`): read, never written.

Its elements are those of MEDLINE's tagged format under longer names, so an article is turned into
its tags and read as `nbib` reads them (https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/240101/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cikrefs.documents import trees
from cikrefs.errors import InputError, OnProblem, report
from cikrefs.formats.common.lines import one_line
from cikrefs.formats.common.tagged import Tag
from cikrefs.formats.imports import nbib
from cikrefs.models import Reference

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_PLAIN = {
    "MedlineCitation/PMID": "PMID",
    "MedlineCitation/Article/ArticleTitle": "TI",
    "MedlineCitation/Article/Journal/Title": "JT",
    "MedlineCitation/Article/Journal/ISOAbbreviation": "TA",
    "MedlineCitation/Article/Journal/ISSN": "IS",
    "MedlineCitation/Article/Journal/JournalIssue/Volume": "VI",
    "MedlineCitation/Article/Journal/JournalIssue/Issue": "IP",
    "MedlineCitation/Article/Pagination/MedlinePgn": "PG",
    "MedlineCitation/Article/Language": "LA",
    "MedlineCitation/Article/Abstract/AbstractText": "AB",
    "MedlineCitation/Article/PublicationTypeList/PublicationType": "PT",
    "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName": "MH",
    "MedlineCitation/KeywordList/Keyword": "OT",
}
_DATE = "MedlineCitation/Article/Journal/JournalIssue/PubDate"
_AUTHOR = "MedlineCitation/Article/AuthorList/Author"
_IDENTIFIER = "PubmedData/ArticleIdList/ArticleId"


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the articles in PubMed's XML, in its order, without ids.

    Broken XML goes to `on_problem` or, without it, is raised as InputError.
    """
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    try:
        root = trees.xml(body.encode("utf-8", "replace"))
    except InputError as error:
        report(error.problem, on_problem)
        return []
    articles = [one for one in root.iter() if trees.name(one) == "PubmedArticle"]
    return [_reference(article) for article in articles]


def _reference(article: trees.Element) -> Reference:
    line = article.sourceline or 1
    tags = [Tag(name, text, (text,), (line, 1)) for name, text in _tags(article) if text]
    return nbib.reference(tags, line=line, text=" ".join(tag.text for tag in tags))


def _tags(article: trees.Element) -> Iterator[tuple[str, str]]:
    abstract: list[str] = []
    for path, element in _all(article):
        text = one_line("".join(map(str, element.itertext())))
        parts = {trees.name(part): one_line(part.text or "") for part in element}
        if path == "MedlineCitation/Article/Abstract/AbstractText":
            label = element.get("Label", "")
            abstract.append(f"{label}: {text}" if label else text)
        elif path in _PLAIN:
            yield _PLAIN[path], text
        elif path == _DATE:
            words = (parts.get(part, "") for part in ("Year", "Month", "Season", "Day"))
            yield "DP", parts.get("MedlineDate") or " ".join(filter(None, words))
        elif path == _AUTHOR and "CollectiveName" in parts:
            yield "CN", parts["CollectiveName"]
        elif path == _AUTHOR:
            given = parts.get("ForeName") or parts.get("Initials", "")
            given = f"{given} {parts['Suffix']}" if "Suffix" in parts else given
            yield "FAU", f"{parts.get('LastName', '')}, {given}"
        elif path == _IDENTIFIER and element.get("IdType") == "doi":
            yield "AID", f"{text} [doi]"
        elif path == _IDENTIFIER and element.get("IdType") == "pmc":
            yield "PMC", text
    yield "AB", " ".join(abstract)


def _all(element: trees.Element, path: str = "") -> Iterator[tuple[str, trees.Element]]:
    """Yield the elements below, each with its path."""
    for child in element:
        below = f"{path}{trees.name(child)}"
        yield below, child
        if trees.name(child) not in ("ReferenceList", "CommentsCorrectionsList"):
            yield from _all(child, f"{below}/")
