"""PubMed, asked through NCBI's E-utilities: many PMIDs at once, and a search.

NCBI says what is wrong inside answers of status 200: a limit that was passed, an identifier it
cannot read, a phrase it left out of the search. A page is never an absence. A PMID does not exist
if the set that comes back, whole and about nothing else, lacks it. A list that NCBI refuses is
asked for in halves, so that one bad PMID costs no other.

Absence means little outside biomedicine: only what MEDLINE indexes or PMC keeps is here
(https://www.ncbi.nlm.nih.gov/books/NBK25499/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode

from cikrefs.bugs import guarded
from cikrefs.documents import trees
from cikrefs.errors import InputError, Unavailable, shorten
from cikrefs.formats.imports import pubmed_xml
from cikrefs.identifiers import well_formed
from cikrefs.models import Record
from cikrefs.registry.pmc import PMC
from cikrefs.registry.pubmed_records import pubmed_record
from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.registry.terms import Terms, questions, title_words
from cikrefs.web.fetch import ask, body, document
from cikrefs.web.fields import child, mapping, text, texts
from cikrefs.web.many import batched, value
from cikrefs.web.pace import Pace, turns
from cikrefs.web.service import Budget, Clock, Failure, Service
from cikrefs.web.text import clean

BATCH: Final = 200
"""The most PMIDs in one question, which NCBI wants sent in the body from here on."""

SHORT: Final = 20
"""So many PMIDs still go into the address."""

HALVINGS: Final = 40
"""How many questions one call may cost because lists are refused."""

RATES: Final = {"anonymous": 3.0, "known": 10.0}
"""Requests per second, without an API key and with one."""

_LIMIT = re.compile(r"rate limit|too many requests", re.IGNORECASE)
_ABOUT_IDS = re.compile(r"\b(?:id|uid)s?\b", re.IGNORECASE)
_ERROR = re.compile(rb"<ERROR>([^<]{1,500})</ERROR>")
_FIELD = re.compile(r"\[[^\[\]]*\]|[\"()]")
_SEPARATORS = re.compile(r"[|\r\n]+")
_PARTS: Final = 6
"""How many bars a line of ecitmatch has."""

T = TypeVar("T")
Read = Callable[[bytes], T]


class PubMed:
    """PubMed as far as it says what a PMID is."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("pubmed")
        self._mailto = settings.mailto_for("pubmed")
        self._whole = settings.whole
        key = settings.key_for("pubmed")
        self._who = {
            "tool": "cikrefs",
            **({"email": self._mailto} if self._mailto else {}),
            **({"api_key": key} if key else {}),
        }
        self._service = Service(SERVICES["pubmed"].name, budget, clock)
        rate = RATES["known" if key else "anonymous"]
        self._pace = Pace(rate, clock, turns(self._url, clock))
        self._pmc = PMC(settings, budget, clock)

    def records(self, pmids: Sequence[str]) -> dict[str, Answer]:
        """Return what PubMed holds under each of `pmids`: None is "no such PMID"."""
        found: dict[str, Answer] = {}
        asked = well_formed("pmid", pmids)
        for batch in batched(asked, BATCH):
            found |= self._batch(batch)
        return {pmid: found.get(pmid) for pmid in pmids}

    def by_pmcid(self, pmcids: Sequence[str]) -> dict[str, Answer]:
        """Return the record of each of `pmcids` ("PMC123"), None for what is not in PMC.

        Of an article that PMC holds and PubMed does not, the record says no more than that.
        """
        answers = self._pmc.records(pmcids)
        pmids = [one.PMID for one in answers.values() if isinstance(one, Record) and one.PMID]
        held = self.records(pmids)
        for pmcid, one in answers.items():
            found = held.get(one.PMID) if isinstance(one, Record) else None
            if isinstance(found, Record) and not found.PMCID:
                found = replace(found, PMCID=pmcid)  # newer than PubMed's record
            answers[pmcid] = found or one
        return answers

    def search(self, query: Query, rows: int) -> list[Record]:
        """Return at most `rows` records that may be what `query` describes. Raises Unavailable.

        Journal, year, volume and page are matched first; what they lead to is enough if its title
        is like the one in `query`. Else the words of the title are searched for.
        """
        cited = self._fetched(self._cited(query))
        if any(_is_alike(query, record) for record in cited):
            return cited[:rows]
        for terms in questions(query):
            found = self._fetched(self._searched(terms, rows))
            if found:
                return [*found, *cited][:rows]
        return cited[:rows]

    def _batch(self, pmids: list[str], left: list[int] | None = None) -> dict[str, Answer]:
        """Return the answers for one list of PMIDs; `left` holds how many more may be refused."""
        left = [HALVINGS] if left is None else left
        fetched = value(partial(self._fetch, pmids))
        if isinstance(fetched, Unavailable):
            return dict.fromkeys(pmids, fetched)
        if fetched is not None:
            return self._read(pmids, fetched)
        left[0] -= 1
        if len(pmids) == 1 or left[0] < 0:
            refused = Unavailable(f"PubMed refuses the question about PMID {', '.join(pmids[:3])}")
            return dict.fromkeys(pmids, refused)
        half = len(pmids) // 2
        return self._batch(pmids[:half], left) | self._batch(pmids[half:], left)

    def _read(self, pmids: Sequence[str], articles: Sequence[trees.Element]) -> dict[str, Answer]:
        """Return the records of `articles` under their PMIDs, those of `pmids` without one None."""
        by_pmid = {_pmid(article): article for article in articles}
        strangers = [pmid for pmid in by_pmid if pmid not in pmids]
        if strangers:
            named = ", ".join(strangers[:3])
            other = Unavailable(f"PubMed answered about another PMID than was asked for: {named}")
            return dict.fromkeys(pmids, other)
        return {
            pmid: value(partial(self._record, by_pmid[pmid])) if pmid in by_pmid else None
            for pmid in pmids
        }

    def _record(self, article: trees.Element) -> Record:
        return guarded("reading the record", lambda: pubmed_record(article, whole=self._whole))

    def _fetched(self, pmids: Sequence[str]) -> list[Record]:
        """Return the records of those of `pmids` that are held. Raises Unavailable."""
        answers = self.records(pmids)
        for answer in answers.values():
            if isinstance(answer, Unavailable):
                raise answer
        return [answer for answer in answers.values() if isinstance(answer, Record)]

    def _fetch(self, pmids: Sequence[str]) -> list[trees.Element] | None:
        """Return the articles NCBI sends for `pmids`, None where it refuses the list."""
        fields = {"db": "pubmed", "retmode": "xml", "id": ",".join(pmids)}
        return self._ask("efetch.fcgi", fields, _articles_in, in_body=len(pmids) > SHORT)

    def _searched(self, terms: Terms, rows: int) -> list[str]:
        """Return the PMIDs of the works that a search finds, the likeliest first."""
        fields = {
            "db": "pubmed",
            "retmode": "json",
            "retmax": str(rows),
            "sort": "relevance",
            "term": _term(terms),
        }
        found = self._ask("esearch.fcgi", fields, _search_in)
        if found is None:
            raise Unavailable("PubMed refuses the search")
        left_out = _left_out(found)
        kept = [word for word in terms.words if word not in left_out]
        if 2 * len(kept) < len(terms.words) or terms.author.lower() in left_out:
            return []  # it went on with the rest of the words, which is another question
        return well_formed("pmid", texts(found.get("idlist")))

    def _cited(self, query: Query) -> list[str]:
        """Return the PMID of the article at the journal, year, volume and page of `query`."""
        if not (query.container_title and query.year and query.page):
            return []
        place = (query.container_title, query.year, query.volume, query.page)
        parts = (*place, query.author, "cikrefs", "")
        line = "|".join(_SEPARATORS.sub(" ", str(part)) for part in parts)
        fields = {"db": "pubmed", "retmode": "xml", "bdata": line}
        return self._ask("ecitmatch.cgi", fields, _citations_in) or []

    def _ask(
        self, utility: str, fields: Mapping[str, str], read: Read[T], *, in_body: bool = False
    ) -> T | None:
        """Return what `read` makes of an answer, None where NCBI refuses it. Raises Unavailable."""
        url, sent = f"{self._url}/{utility}", {**fields, **self._who}
        form, query = (sent, "") if in_body else (None, f"?{urlencode(sent, errors='replace')}")

        def question(seconds: float) -> T | None:
            hosts = SERVICES["pubmed"].hosts
            response = ask(f"{url}{query}", seconds, self._mailto, hosts, form)
            if response.status in (400, 414):
                return None
            content = body(response)
            error = _error_in(content)
            if _ABOUT_IDS.search(error):
                return None
            if error:
                raise Failure(shorten(error), too_many=bool(_LIMIT.search(error)))
            return read(content)

        return self._service.ask(question, self._pace)


def _error_in(content: bytes) -> str:
    """Return what NCBI says is wrong in an answer of status 200, "" if it says nothing."""
    if content.lstrip()[:1] == b"{":
        answer = document(content)
        said = (mapping(answer).get("error"), child(answer, "esearchresult").get("ERROR"))
        return next(filter(None, map(text, said)), "")
    found = _ERROR.search(content[:2000])
    return text(found[1].decode("utf-8", "replace")) if found else ""


def _articles_in(content: bytes) -> list[trees.Element]:
    """Return the articles in what efetch sends. Raises Failure for anything but a set of them."""
    try:
        root = trees.xml(content)
    except InputError as error:
        raise Failure("not XML, or cut short") from error
    if trees.name(root) != "PubmedArticleSet":
        raise Failure("XML that is not PubMed's", passing=False)
    return pubmed_xml.articles(root)


def _search_in(content: bytes) -> Mapping[str, object]:
    """Return the result in what esearch sends. Raises Failure."""
    found = child(document(content), "esearchresult")
    if not isinstance(found.get("idlist"), list):
        raise Failure("JSON that is no search result", passing=False)
    return found


def _citations_in(content: bytes) -> list[str]:
    """Return the PMIDs in what ecitmatch sends, none for NOT_FOUND and AMBIGUOUS.

    Raises Failure for what is not the line that was asked, with an answer at its end.
    """
    lines = clean(content.decode("utf-8", "replace")).strip().splitlines()
    if not lines or any(line.count("|") != _PARTS for line in lines):
        raise Failure("text that is no matched citation")
    return well_formed("pmid", (line.rpartition("|")[2].strip() for line in lines))


def _left_out(found: Mapping[str, object]) -> set[str]:
    """Return the phrases, in small letters, that a search did not know and went on without."""
    errors, warnings = child(found, "errorlist"), child(found, "warninglist")
    phrases = (
        *texts(errors.get("phrasesnotfound")),
        *texts(warnings.get("quotedphrasesnotfound")),
        *texts(warnings.get("phrasesignored")),
    )
    return {" ".join(_FIELD.sub(" ", phrase).split()).lower() for phrase in phrases}


def _term(terms: Terms) -> str:
    """Return the question in PubMed's syntax."""
    words = (" AND " if terms.every else " OR ").join(f"{word}[ti]" for word in terms.words)
    clauses = [words if terms.every else f"({words})"]
    if terms.author:
        clauses.append(f"{terms.author}[au]")
    if terms.years:
        clauses.append("{}:{}[dp]".format(*terms.years))
    return " AND ".join(clauses)


def _pmid(article: trees.Element) -> str:
    found = article.find("MedlineCitation/PMID")
    return pubmed_xml.words(article.find("BookDocument/PMID") if found is None else found)


def _is_alike(query: Query, record: Record) -> bool:
    """Whether a title of `record` has at least half of the words that are searched for."""
    words = title_words(query.title)
    held = {word for title in record.title for word in title_words(title, most=None)}
    return 2 * len(held.intersection(words)) >= len(words)
