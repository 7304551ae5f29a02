"""PubMed, as a stand-in answers; all its answers are constructed, after the shapes of real ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.pubmed import BATCH, PubMed
from cikrefs.registry.query import Query
from cikrefs.registry.settings import Settings
from cikrefs.web.service import Budget
from tests.registry.conftest import FakeTime, settings

HTML = "<html><body>Error: service temporarily unavailable</body></html>"
LIMIT = '{"error":"API rate limit exceeded","api-key":"192.0.2.1","count":"4","limit":"3"}'
DOCTYPE = (
    '<?xml version="1.0" ?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN"'
    ' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)
QUERY = Query(
    title="Malaria agents in African apes",
    author="Ollomo",
    container_title="PLoS Pathog",
    year=2009,
    volume="5",
    page="e1000446",
)


def article(pmid: str, title: str = "Malaria agents in African apes") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><JournalIssue>"
        "<PubDate><Year>2009</Year></PubDate></JournalIssue></Journal>"
        f"<ArticleTitle>{title}.</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    )


def article_set(*articles: str) -> str:
    return f"{DOCTYPE}<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"


def searched(*pmids: str, **more: object) -> str:
    return json.dumps({"esearchresult": {"count": "1", "idlist": pmids, **more}})


def fields(request: Request) -> dict[str, str]:
    """What was sent, in the address or in the body."""
    given = parse_qs(request.get_data(as_text=True)) or parse_qs(request.query_string.decode())
    return {name: values[0] for name, values in given.items()}


class NCBI:
    """A stand-in for NCBI that holds `held` and refuses lists with one of `refused` in them."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.held: set[str] = set()
        self.refused: set[str] = set()
        self.title = "Malaria agents in African apes"
        server.expect_request("/pubmed/efetch.fcgi").respond_with_handler(self._efetch)

    def _efetch(self, request: Request) -> Response:
        ids = fields(request)["id"].split(",")
        if self.refused.intersection(ids):
            return Response('{"error":"Invalid uid at position= 0"}', 400)
        return Response(article_set(*(article(one, self.title) for one in ids if one in self.held)))

    def answer(self, utility: str, *bodies: str, status: int = 200, **headers: str) -> None:
        """Answer with each of `bodies` in turn, the last for good."""
        left: Iterator[str] = iter(bodies[:-1])
        self.server.expect_request(f"/pubmed/{utility}").respond_with_handler(
            lambda _: Response(next(left, bodies[-1]), status, headers)
        )

    @property
    def asked(self) -> list[str]:
        """The utilities that were asked, in order."""
        return [request.path.rpartition("/")[2].partition(".")[0] for request, _ in self.server.log]

    def sent(self, name: str) -> list[str]:
        return [fields(request).get(name, "") for request, _ in self.server.log]


@pytest.fixture
def ncbi(httpserver: HTTPServer) -> NCBI:
    return NCBI(httpserver)


@pytest.fixture
def pubmed(httpserver: HTTPServer, time: FakeTime) -> PubMed:
    return PubMed(settings(httpserver), Budget(20), time.clock)


def test_what_pubmed_holds_is_a_record_and_what_it_lacks_is_none(
    ncbi: NCBI, pubmed: PubMed
) -> None:
    ncbi.held = {"1", "3"}
    answers = pubmed.records(["1", "2", "3"])
    assert [getattr(answer, "PMID", None) for answer in answers.values()] == ["1", None, "3"]
    assert ncbi.sent("id") == ["1,2,3"]


def test_an_empty_set_is_an_absence(ncbi: NCBI, pubmed: PubMed) -> None:
    assert pubmed.records(["7"]) == {"7": None}


@pytest.mark.parametrize("odd", ["", "abc", "0", "12,13", "PMC12", "1234567890", "１２"])
def test_what_can_be_no_pmid_is_not_sent_and_spoils_no_list(
    ncbi: NCBI, pubmed: PubMed, odd: str
) -> None:
    ncbi.held = {"1"}
    answers = pubmed.records([odd, "1"])
    assert (answers[odd], isinstance(answers["1"], Record)) == (None, True)
    assert ncbi.sent("id") == ["1"]


def test_many_pmids_are_asked_for_in_the_body_of_few_questions(ncbi: NCBI, pubmed: PubMed) -> None:
    pmids = [str(number) for number in range(1, BATCH + 3)]
    ncbi.held = set(pmids)
    assert all(isinstance(answer, Record) for answer in pubmed.records(pmids).values())
    assert [
        (request.method, len(request.query_string) < 100) for request, _ in ncbi.server.log
    ] == [
        ("POST", True),
        ("GET", True),
    ]


def test_one_pmid_that_is_refused_costs_no_other(ncbi: NCBI, pubmed: PubMed) -> None:
    pmids = [str(number) for number in range(1, 17)]
    ncbi.held, ncbi.refused = set(pmids), {"5"}
    answers = pubmed.records(pmids)
    assert [pmid for pmid, answer in answers.items() if not isinstance(answer, Record)] == ["5"]
    assert str(answers["5"]) == "PubMed refuses the question about PMID 5"
    assert len(ncbi.asked) == 9


def test_lists_that_are_all_refused_are_given_up(ncbi: NCBI, pubmed: PubMed) -> None:
    pmids = [str(number) for number in range(1, BATCH + 1)]
    ncbi.refused = set(pmids)
    assert all(isinstance(answer, Unavailable) for answer in pubmed.records(pmids).values())
    assert len(ncbi.asked) < 100


def test_an_answer_about_others_is_no_answer(httpserver: HTTPServer, pubmed: PubMed) -> None:
    httpserver.expect_request("/pubmed/efetch.fcgi").respond_with_data(article_set(article("9")))
    answer = pubmed.records(["1"])["1"]
    assert str(answer) == "PubMed answered about another PMID than was asked for: 9"


BROKEN = {
    "a page": (HTML, "XML that is not PubMed's"),
    "a page that is not XML": ("<html><body><br></html>", "not XML"),
    "nothing": ("", "not XML"),
    "cut short": (article_set(article("1"))[:-30], "not XML"),
    "another set": ("<pmc-articleset/>", "XML that is not PubMed's"),
    "an entity": ('<!DOCTYPE a [<!ENTITY b "c">]><PubmedArticleSet>&b;</PubmedArticleSet>', "XML"),
    "an error": ("<eFetchResult><ERROR>Backend failed</ERROR></eFetchResult>", "Backend failed"),
    "an error in JSON": ('{"error":"error forwarding request"}', "error forwarding request"),
    "the limit with 200": (LIMIT, "API rate limit exceeded"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_is_no_set_of_articles_is_no_answer(
    httpserver: HTTPServer, pubmed: PubMed, name: str
) -> None:
    content, said = BROKEN[name]
    httpserver.expect_request("/pubmed/efetch.fcgi").respond_with_data(content)
    answer = pubmed.records(["1"])["1"]
    assert isinstance(answer, Unavailable)
    assert said in str(answer)


@pytest.mark.parametrize(("status", "headers"), [(200, {}), (429, {"Retry-After": "2"})])
def test_too_many_requests_are_asked_again_later(
    httpserver: HTTPServer, pubmed: PubMed, time: FakeTime, status: int, headers: dict[str, str]
) -> None:
    bodies = iter([Response(LIMIT, status, headers), Response(article_set(article("1")))])
    httpserver.expect_request("/pubmed/efetch.fcgi").respond_with_handler(lambda _: next(bodies))
    assert isinstance(pubmed.records(["1"])["1"], Record)
    assert sum(time.waits) >= (2.0 if headers else 1.07)  # no sooner than in another second


def test_without_a_key_there_are_three_questions_a_second(
    ncbi: NCBI, pubmed: PubMed, time: FakeTime
) -> None:
    for pmid in ("1", "2"):
        pubmed.records([pmid])
    assert time.waits == [pytest.approx(1.075 / 3)]


def test_with_a_key_there_are_ten_and_the_key_is_sent(
    ncbi: NCBI, httpserver: HTTPServer, time: FakeTime
) -> None:
    urls = {"pubmed": httpserver.url_for("/pubmed")}
    given = Settings.from_environment(
        {"NCBI_API_KEY": "k2", "CIKREFS_NCBI_API_KEY": "k1 "}, urls=urls
    )
    pubmed = PubMed(given, Budget(20), time.clock)
    for pmid in ("1", "2"):
        pubmed.records([pmid])
    assert time.waits == [pytest.approx(1.075 / 10)]
    assert ncbi.sent("api_key") == ["k1", "k1"]
    assert "k1" not in repr(given)


def test_a_mirror_learns_neither_key_nor_address() -> None:
    given = Settings(
        mailto="jane@example.org", ncbi_key="k1", urls={"pubmed": "https://mirror.example"}
    )
    assert (given.key_for("pubmed"), given.mailto_for("pubmed")) == (None, None)
    assert Settings(ncbi_key="k1").key_for("pubmed") == "k1"


def test_who_asks_is_told_in_ncbis_words(
    ncbi: NCBI, httpserver: HTTPServer, time: FakeTime
) -> None:
    known = settings(httpserver, "jane@example.org")
    PubMed(known, Budget(20), time.clock).records(["1"])
    PubMed(settings(httpserver), Budget(20), time.clock).records(["1"])
    assert (ncbi.sent("tool"), ncbi.sent("email")) == (["cikrefs"] * 2, ["jane@example.org", ""])


@pytest.fixture
def convert(httpserver: HTTPServer) -> Callable[..., None]:
    def entries(*records: object, status: int = 200, **more: object) -> None:
        content = {"status": "ok", "records": records, **more}
        httpserver.expect_request("/pmc/articles/").respond_with_json(content, status)

    return entries


def test_a_pmcid_leads_to_the_record_of_its_pmid(
    ncbi: NCBI, pubmed: PubMed, convert: Callable[..., None]
) -> None:
    ncbi.held = {"11"}
    convert(
        {"requested-id": "PMC1", "pmcid": "PMC1", "pmid": 11, "doi": "10.5555/a"},
        {"requested-id": "PMC2", "status": "error", "errmsg": "Identifier not found in PMC"},
        {"pmcid": "PMC3", "doi": "10.5555/c"},
        {"requested-id": "PMC4", "pmcid": "PMC44", "pmid": "9"},
    )
    answers = pubmed.by_pmcid(["PMC1", "PMC2", "PMC3", "PMC4", "PMC5", "12"])
    assert isinstance(answers["PMC1"], Record)
    assert answers["PMC1"].title == ("Malaria agents in African apes",)
    assert answers["PMC1"].PMCID == "PMC1"
    assert (answers["PMC2"], answers["12"]) == (None, None)
    assert answers["PMC3"] == Record(DOI="10.5555/c", PMCID="PMC3", agency="PubMed")
    assert str(answers["PMC4"]) == "The PMC ID converter answered about another article, PMC44"
    assert str(answers["PMC5"]) == "The PMC ID converter left it out of its answer"


def test_a_pmcid_whose_pmid_is_not_answered_is_not_answered(
    pubmed: PubMed, httpserver: HTTPServer, convert: Callable[..., None]
) -> None:
    convert({"pmcid": "PMC1", "pmid": "11"}, {"pmcid": "PMC2", "pmid": ""})
    httpserver.expect_request("/pubmed/efetch.fcgi").respond_with_data(HTML)
    answers = pubmed.by_pmcid(["PMC1", "PMC2"])
    assert [type(answer) for answer in answers.values()] == [Unavailable, Record]


@pytest.mark.parametrize("status", [200, 404])
def test_an_error_instead_of_identifiers_is_no_absence(
    pubmed: PubMed, httpserver: HTTPServer, status: int
) -> None:
    content = {"status": "error", "message": "ID type mismatch"}
    httpserver.expect_request("/pmc/articles/").respond_with_json(content, status)
    assert isinstance(pubmed.by_pmcid(["PMC1"])["PMC1"], Unavailable)


def line(end: str) -> str:
    return f"PLoS Pathog|2009|5|e1000446|Ollomo|cikrefs|{end}\n"


def test_journal_year_volume_and_page_lead_to_the_article(ncbi: NCBI, pubmed: PubMed) -> None:
    ncbi.held = {"19478877"}
    ncbi.answer("ecitmatch.cgi", line("19478877"))
    assert [record.PMID for record in pubmed.search(QUERY, 5)] == ["19478877"]
    assert ncbi.asked == ["ecitmatch", "efetch"]
    assert ncbi.sent("bdata")[0] == "PLoS Pathog|2009|5|e1000446|Ollomo|cikrefs|"


def test_an_article_of_another_title_at_the_place_does_not_end_the_search(
    ncbi: NCBI, pubmed: PubMed
) -> None:
    ncbi.held, ncbi.title = {"1", "2"}, "Cells of another kind"
    ncbi.answer("ecitmatch.cgi", line("1"))
    ncbi.answer("esearch.fcgi", searched("2"))
    assert [record.PMID for record in pubmed.search(QUERY, 5)] == ["2", "1"]


@pytest.mark.parametrize("end", ["NOT_FOUND;INVALID_JOURNAL", "NOT_FOUND", "AMBIGUOUS 1,2", ""])
def test_no_match_by_place_leads_to_the_words_of_the_title(
    ncbi: NCBI, pubmed: PubMed, end: str
) -> None:
    ncbi.held = {"3"}
    ncbi.answer("ecitmatch.cgi", line(end))
    ncbi.answer("esearch.fcgi", searched("3"))
    assert [record.PMID for record in pubmed.search(QUERY, 5)] == ["3"]
    assert ncbi.sent("term")[1] == "malaria[ti] AND agents[ti] AND african[ti] AND apes[ti]"


def test_a_misprinted_title_is_found_by_author_year_and_any_of_its_words(
    ncbi: NCBI, pubmed: PubMed
) -> None:
    ncbi.held = {"3"}
    ncbi.answer("esearch.fcgi", searched(), searched("3"))
    query = Query(title="Malaria agents in African ape", author="Ollomo", year=2009)
    assert [record.PMID for record in pubmed.search(query, 5)] == ["3"]
    assert ncbi.sent("term")[1] == (
        "(malaria[ti] OR agents[ti] OR african[ti] OR ape[ti]) AND Ollomo[au] AND 2008:2010[dp]"
    )


@pytest.mark.parametrize(
    ("left_out", "finds"),
    [
        ({"errorlist": {"phrasesnotfound": ["xyzagents[Title]"], "fieldsnotfound": []}}, True),
        ({"errorlist": {"phrasesnotfound": ["malaria", "xyzagents", "african"]}}, False),
        ({"warninglist": {"quotedphrasesnotfound": ['"malaria"[ti]', "xyzagents", "apes"]}}, False),
    ],
)
def test_a_search_that_went_on_without_most_words_is_another_question(
    ncbi: NCBI, pubmed: PubMed, left_out: dict[str, object], finds: bool
) -> None:
    ncbi.held = {"3"}
    ncbi.answer("esearch.fcgi", searched("3", **left_out))
    assert bool(pubmed.search(Query(title="Malaria xyzagents in African apes"), 5)) is finds


def test_a_search_that_went_on_without_the_author_is_another_question(
    ncbi: NCBI, pubmed: PubMed
) -> None:
    ncbi.held = {"3"}
    missed = searched("3", errorlist={"phrasesnotfound": ["Nobody[Author]"]})
    ncbi.answer("esearch.fcgi", searched(), missed)
    query = Query(title="Malaria agents in African apes", author="Nobody", year=2009)
    assert pubmed.search(query, 5) == []


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        "{}",
        '{"esearchresult":{"ERROR":"Search Backend failed"}}',
        '{"esearchresult":{"ERROR":"Search Backend\n failed"}}',
        LIMIT,
    ],
)
def test_a_search_that_fails_finds_not_nothing(ncbi: NCBI, pubmed: PubMed, content: str) -> None:
    ncbi.answer("esearch.fcgi", content)
    with pytest.raises(Unavailable):
        pubmed.search(Query(title="Malaria agents in African apes"), 5)


@pytest.mark.parametrize("content", [HTML, "", "PLoS Pathog|2009"])
def test_a_match_by_place_that_fails_finds_not_nothing(
    ncbi: NCBI, pubmed: PubMed, content: str
) -> None:
    ncbi.answer("ecitmatch.cgi", content)
    with pytest.raises(Unavailable, match="no matched citation"):
        pubmed.search(QUERY, 5)


def test_bars_and_line_ends_in_a_reference_are_not_ncbis(ncbi: NCBI, pubmed: PubMed) -> None:
    ncbi.answer("ecitmatch.cgi", line("NOT_FOUND"))
    query = Query(container_title="A|B\r\nC", year=2009, volume="5", page="1", author="Doe")
    assert pubmed.search(query, 5) == []
    assert ncbi.sent("bdata") == ["A B C|2009|5|1|Doe|cikrefs|"]


def test_nothing_to_search_for_asks_nobody(ncbi: NCBI, pubmed: PubMed) -> None:
    assert pubmed.search(Query(title="The", author="Doe"), 5) == []
    assert ncbi.asked == []
