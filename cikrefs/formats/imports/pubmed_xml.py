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
from cikrefs.models import OTHERS, Reference
from cikrefs.web.text import clean

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_PLAIN = {
    "MedlineCitation/PMID": "PMID",
    "MedlineCitation/Article/ArticleTitle": "TI",
    "MedlineCitation/Article/VernacularTitle": "TT",
    "MedlineCitation/Article/Journal/Title": "JT",
    "MedlineCitation/Article/Journal/ISOAbbreviation": "TA",
    "MedlineCitation/Article/Journal/ISSN": "IS",
    "MedlineCitation/Article/Journal/JournalIssue/Volume": "VI",
    "MedlineCitation/Article/Journal/JournalIssue/Issue": "IP",
    "MedlineCitation/Article/Pagination/MedlinePgn": "PG",
    "MedlineCitation/Article/Language": "LA",
    "MedlineCitation/Article/PublicationTypeList/PublicationType": "PT",
    "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName": "MH",
    "MedlineCitation/KeywordList/Keyword": "OT",
    "BookDocument/PMID": "PMID",
    "BookDocument/ArticleTitle": "TI",
    "BookDocument/VernacularTitle": "TT",
    "BookDocument/Book/BookTitle": "BTI",
    "BookDocument/Book/CollectionTitle": "CTI",
    "BookDocument/Book/Publisher/PublisherName": "PB",
    "BookDocument/Book/Publisher/PublisherLocation": "PL",
    "BookDocument/Book/Volume": "VI",
    "BookDocument/Book/Edition": "EN",
    "BookDocument/Book/Isbn": "ISBN",
    "BookDocument/Pagination/MedlinePgn": "PG",
    "BookDocument/Language": "LA",
    "BookDocument/PublicationType": "PT",
    "BookDocument/KeywordList/Keyword": "OT",
}
_DATES = ("MedlineCitation/Article/Journal/JournalIssue/PubDate", "BookDocument/Book/PubDate")
_PEOPLE = (
    "MedlineCitation/Article/AuthorList",
    "BookDocument/AuthorList",
    "BookDocument/Book/AuthorList",
)
_ABSTRACTS = (
    "MedlineCitation/Article/Abstract/AbstractText",
    "BookDocument/Abstract/AbstractText",
)
_IDENTIFIERS = ("PubmedData/ArticleIdList/ArticleId", "BookDocument/ArticleIdList/ArticleId")
_LOCATION = "MedlineCitation/Article/ELocationID"
_OTHERS_WORKS = ("ReferenceList", "CommentsCorrectionsList")


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the articles and book parts in PubMed's XML, in its order, without ids.

    Broken XML goes to `on_problem` or, without it, is raised as InputError.
    """
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    try:
        root = trees.xml(body.encode("utf-8", "replace"))
    except InputError as error:
        report(error.problem, on_problem)
        return []
    return [reference(article) for article in articles(root)]


def articles(root: trees.Element) -> list[trees.Element]:
    """Return the articles and parts of books in a set of them, in its order."""
    return [one for one in root.iter() if trees.name(one) in ("PubmedArticle", "PubmedBookArticle")]


def reference(article: trees.Element) -> Reference:
    """Return the reference that one of `articles` is about."""
    line = article.sourceline or 1
    tags = [Tag(name, text, (text,), (line, 1)) for name, text in _tags(article) if text]
    return nbib.reference(tags, line=line, text=" ".join(tag.text for tag in tags))


def words(element: trees.Element | None) -> str:
    """Return all text in an element on one line, "" for None."""
    return "" if element is None else one_line(clean("".join(map(str, element.itertext()))))


def day(date: trees.Element) -> str:
    """Return a date in words: "2018 Jul 5", or what stands for one ("1965 Dec-1966 Jan")."""
    parts = {trees.name(part): words(part) for part in date}
    said = (parts.get(part, "") for part in ("Year", "Month", "Season", "Day"))
    return parts.get("MedlineDate") or " ".join(filter(None, said))


def _tags(article: trees.Element) -> Iterator[tuple[str, str]]:
    abstract: list[str] = []
    for path, element in _all(article):
        text = words(element)
        if path in _ABSTRACTS:
            label = element.get("Label", "")
            abstract.append(f"{label}: {text}" if label else text)
        elif path in _PLAIN:
            yield _PLAIN[path], text
        elif path in _DATES:
            yield "DP", day(element)
        elif path in _PEOPLE:
            yield from _people(element, "FED" if element.get("Type") == "editors" else "FAU")
        elif path == _LOCATION and element.get("EIdType"):
            yield "LID", f"{text} [{element.get('EIdType')}]"
        elif path in _IDENTIFIERS and element.get("IdType") == "doi":
            yield "AID", f"{text} [doi]"
        elif path in _IDENTIFIERS and element.get("IdType") == "pmc":
            yield "PMC", text
    yield "AB", " ".join(abstract)


def _people(people: trees.Element, tag: str) -> Iterator[tuple[str, str]]:
    """Yield the people of a list; of a name that was corrected only the right form.

    What MEDLINE left out, as it did beyond ten authors at times, is "others".
    """
    for person in people:
        parts = {trees.name(part): words(part) for part in person}
        if person.get("ValidYN") == "N":
            continue
        if "CollectiveName" in parts:
            yield "CN" if tag == "FAU" else tag, parts["CollectiveName"]
        elif "LastName" in parts:
            given = parts.get("ForeName") or parts.get("Initials", "")
            given = f"{given} {parts['Suffix']}" if "Suffix" in parts else given
            yield tag, f"{parts['LastName']}, {given}"
    if people.get("CompleteYN") == "N" and len(people) and tag == "FAU":
        yield "CN", OTHERS.literal


def _all(element: trees.Element, path: str = "") -> Iterator[tuple[str, trees.Element]]:
    """Yield the elements below, each with its path."""
    for child in element:
        below = f"{path}{trees.name(child)}"
        yield below, child
        if trees.name(child) not in _OTHERS_WORKS:
            yield from _all(child, f"{below}/")
