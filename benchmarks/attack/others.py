"""PubMed, PMC's converter, Europe PMC, Open Library, DataCite's search, and another agency.

All works are constructed. PubMed's XML is kept as nested lists, ["tag", {attributes}, child, ...],
so that a value in it is replaced as in JSON; what then is no element is written as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from benchmarks.attack.scenes import NO_WORK, Scene, anything
from benchmarks.attack.values import GONE, HUGE, Path
from benchmarks.mutations import printed
from cikrefs.documents import trees
from cikrefs.formats.imports import pubmed_xml
from cikrefs.models import Date, Name, Reference
from cikrefs.registry.europepmc import europepmc_record
from cikrefs.registry.openlibrary import edition_record
from cikrefs.registry.pubmed_records import pubmed_record

_TAG = re.compile(r"[A-Za-z]+")
_NOTHING_FOUND: Final = {"search": (200, {"message": {"total-results": 0, "items": []}})}
"""What Crossref's search says of works that it does not hold."""

_ARTICLE: Final[list[Any]] = [
    "PubmedArticle",
    [
        "MedlineCitation",
        ["PMID", "11"],
        [
            "Article",
            [
                "Journal",
                ["ISSN", {"IssnType": "Print"}, "1234-5679"],
                ["JournalIssue", ["Volume", "12"], ["Issue", "3"],
                 ["PubDate", ["Year", "2019"], ["Month", "Mar"], ["Day", "7"]]],
                ["Title", "Journal of cells"], ["ISOAbbreviation", "J Cells"],
            ],
            ["ArticleTitle", "Cytokine-induced killer cells of hibernating mice."],
            ["Pagination", ["StartPage", "45"], ["EndPage", "67"], ["MedlinePgn", "45-67"]],
            ["ELocationID", {"EIdType": "doi"}, "10.5555/killer"],
            ["AuthorList",
             ["Author", ["LastName", "Lee"], ["ForeName", "Ann B"], ["Initials", "AB"]],
             ["Author", ["LastName", "van der Berg"], ["ForeName", "Karl"], ["Suffix", "Jr"]],
             ["Author", ["CollectiveName", "A group"]]],
            ["Language", "eng"],
            ["PublicationTypeList", ["PublicationType", "Journal Article"]],
            ["ArticleDate", ["Year", "2018"], ["Month", "12"], ["Day", "31"]],
            ["VernacularTitle", "Von Zellen"],
        ],
        ["MedlineJournalInfo", ["MedlineTA", "J Cells"]],
        ["CommentsCorrectionsList",
         ["CommentsCorrections", {"RefType": "ErratumIn"}, ["RefSource", "J Cells. 2020;1"],
          ["PMID", "12"]]],
    ],
    ["PubmedData",
     ["ArticleIdList", ["ArticleId", {"IdType": "pubmed"}, "11"],
      ["ArticleId", {"IdType": "pmc"}, "PMC11"]]],
]  # fmt: skip
_SET: Final[list[Any]] = ["PubmedArticleSet", _ARTICLE]
_HIT: Final[Mapping[str, Any]] = {
    "id": "11", "source": "MED", "pmid": "11", "pmcid": "PMC11", "doi": "10.5555/killer",
    "title": "Cytokine-induced killer cells of hibernating mice.", "authorString": "Lee AB.",
    "authorList": {"author": [
        {"fullName": "Lee AB", "firstName": "Ann B", "lastName": "Lee", "initials": "AB"},
        {"collectiveName": "A group"},
    ]},
    "journalInfo": {
        "volume": "12", "issue": "3", "dateOfPublication": "2019 Mar", "yearOfPublication": 2019,
        "printPublicationDate": "2019-03-07",
        "journal": {"title": "Journal of cells", "isoabbreviation": "J Cells",
                    "medlineAbbreviation": "J Cells", "issn": "1234-5679"},
    },
    "pubYear": "2019", "pageInfo": "45-67", "language": "eng",
    "pubTypeList": {"pubType": ["Journal Article"]}, "electronicPublicationDate": "2018-12-31",
    "commentCorrectionList": {"commentCorrection": [
        {"id": "12", "source": "MED", "type": "Erratum in", "reference": "J Cells. 2020;1."},
    ]},
}  # fmt: skip
_ISBN: Final = "9783161484100"
_EDITION: Final[Mapping[str, Any]] = {
    "key": "/books/OL1M", "title": "Cells of hibernating mice", "subtitle": "a handbook",
    "authors": [{"name": "Ann Lee"}, {"name": "Karl Berg"}], "by_statement": "Ann Lee, Karl Berg",
    "identifiers": {"isbn_13": [_ISBN], "isbn_10": ["316148410X"]},
    "publishers": [{"name": "Mohr"}], "publish_places": [{"name": "Bonn"}],
    "publish_date": "March 2002", "number_of_pages": 188,
}  # fmt: skip
_WORK: Final[Mapping[str, Any]] = {
    "key": "/works/OL1W", "title": "Cells of hibernating mice", "author_name": ["Ann Lee"],
    "first_publish_year": 2002, "publish_year": [2002, 2004], "publisher": ["Mohr"],
    "isbn": [_ISBN], "edition_count": 2,
}  # fmt: skip
_DATASET: Final[Mapping[str, Any]] = {
    "id": "10.5555/data", "type": "dois",
    "attributes": {
        "doi": "10.5555/data", "titles": [{"title": "Counts of hibernating cells of mice"}],
        "creators": [{"name": "Lee, Ann", "givenName": "Ann", "familyName": "Lee"}],
        "publicationYear": 2021, "publisher": "Zenodo",
        "types": {"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
    },
}  # fmt: skip
_CSL: Final[Mapping[str, Any]] = {
    "DOI": "10.5555/other", "type": "article-journal", "title": "Of the sleep of mice",
    "author": [{"family": "Lee", "given": "Ann"}], "container-title": "J Cells", "volume": "3",
    "issue": "2", "page": "1-9", "issued": {"date-parts": [[2019, 3]]}, "publisher": "An agency",
    "ISSN": "1234-5679", "abstract": "Of mice.", "custom": {"a": "b"},
}  # fmt: skip


def elsewhere() -> Iterator[Scene]:
    """Yield what is asked of services other than Crossref, each about its constructed work."""
    yield from _at_pubmed()
    yield from _at_europepmc()
    yield from _at_openlibrary()
    data = Reference(
        id="data", type="dataset", title="Counts of hibernating cells of mice",
        author=(Name("Lee", "A."),), issued=Date(2021), publisher="Zenodo",
    )  # fmt: skip
    found = (200, {"data": [_DATASET], "meta": {"total": 1}})
    yield Scene("DataCite's search", data, {**_NOTHING_FOUND, "dois": found}, "dois", anything)
    other = Reference(
        id="other", type="article-journal", title="Of the sleep of mice", DOI="10.5555/other",
        author=(Name("Lee", "A."),), issued=Date(2019), container_title="J Cells", volume="3",
    )  # fmt: skip
    agency = (200, [{"DOI": "10.5555/other", "RA": "mEDRA"}])
    said = {"single": NO_WORK, "ra": agency, "10.5555": (200, _CSL)}
    yield Scene("another agency", other, said, "10.5555", anything)


def _at_pubmed() -> Iterator[Scene]:
    article = pubmed_xml.articles(trees.xml(xml(_SET)))[0]
    whole = printed(pubmed_record(article))
    by_pmid = replace(whole, id="by PMID", DOI="", PMID="11", PMCID="", ISSN="")
    by_pmcid = replace(by_pmid, id="by PMCID", PMID="", PMCID="PMC11")
    unnamed = replace(by_pmid, id="without identifier", PMID="")
    fetched, written = {"efetch.fcgi": (200, _SET)}, {"efetch.fcgi": xml}
    converted = {
        "records": [{"requested-id": "PMC11", "pmcid": "PMC11", "pmid": 11, "doi": "10.5555/k"}],
        "status": "ok",
    }
    lines = b"J Cells|2019|12|45|Lee|cikrefs|11\n"
    found = {
        **_NOTHING_FOUND,
        **fetched,
        "ecitmatch.cgi": (200, b"J Cells|2019|12|45|Lee|cikrefs|NOT_FOUND\n"),
        "esearch.fcgi": (200, {"esearchresult": {"count": "1", "idlist": ["11"]}}),
    }

    def names(path: Path) -> bool:
        """Whether without what stands at a place the set has no article of this PMID."""
        return path in ((), (0,), (1,), (1, 0), (1, 1), (1, 1, 0), (1, 1, 1), (1, 1, 1, 0),
                        (1, 1, 1, 1))  # fmt: skip

    yield Scene(
        "PubMed", by_pmid, fetched, "efetch.fcgi", anything, lambda path: path in ((), (0,)),
        names, written,
    )  # fmt: skip
    yield Scene(
        "PMC", by_pmcid, {**fetched, "articles": (200, converted)}, "articles", anything,
        lambda path: path in ((), ("records",)), lambda path: path[2:] in ((), ("status",)),
        written,
    )  # fmt: skip
    for kind in ("esearch.fcgi", "efetch.fcgi"):
        yield Scene(f"PubMed's search, {kind}", unnamed, found, kind, anything, written=written)
    cited = {**found, "ecitmatch.cgi": (200, lines)}
    yield Scene("a cited place", unnamed, cited, "efetch.fcgi", anything, written=written)


def _at_europepmc() -> Iterator[Scene]:
    """Yield scenes in which PubMed is silent and Europe PMC stands in."""
    answer = {"hitCount": 1, "resultList": {"result": [_HIT]}}
    whole = printed(europepmc_record(_HIT))
    by_pmid = replace(whole, id="by PMID, elsewhere", DOI="", PMID="11", PMCID="", ISSN="")
    said = {"search": (200, answer)}
    absent = ((), ("resultList",), ("resultList", "result"))
    yield Scene("Europe PMC", by_pmid, said, "search", anything, lambda path: path in absent)


def _at_openlibrary() -> Iterator[Scene]:
    record = replace(edition_record(_EDITION), ISBN=())
    book = replace(printed(record), id="book", ISBN=_ISBN, type="book")
    answer = {f"ISBN:{_ISBN}": _EDITION}
    yield Scene(
        "Open Library", book, {"api": (200, answer), **_NOTHING_FOUND}, "api", anything,
        absence=lambda path: not path,  # {} is how it says that it lacks all
    )  # fmt: skip
    unnamed = replace(book, id="book without ISBN", ISBN="")
    found = {**_NOTHING_FOUND, "search.json": (200, {"numFound": 1, "docs": [_WORK]})}
    yield Scene("Open Library's search", unnamed, found, "search.json", anything)


def xml(document: object) -> bytes:
    """Return a document of nested lists as XML."""
    return f"<?xml version='1.0'?>{_element(document)}".encode("utf-8", "surrogatepass")


def _element(document: object) -> str:
    if isinstance(document, list) and document and isinstance(document[0], str):
        tag, *children = document
        if _TAG.fullmatch(tag):
            given = children.pop(0) if children and isinstance(children[0], dict) else {}
            said = "".join(f" {name}={quoteattr(str(value))}" for name, value in given.items())
            return f"<{tag}{said}>{''.join(map(_element, children))}</{tag}>"
    if document == GONE:
        return ""
    return "9" * 5000 if document == HUGE else escape(str(document))
