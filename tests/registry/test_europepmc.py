"""Europe PMC, as a stand-in answers; all its answers are constructed, after real shapes."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from cikrefs.errors import Unavailable
from cikrefs.models import Date, Name, Notice, Record
from cikrefs.registry.europepmc import BATCH, EuropePMC, europepmc_record
from cikrefs.registry.query import Query
from cikrefs.web.service import Budget
from tests.registry.conftest import FakeTime, settings

SEARCH = "/europepmc/search"
FULL = {
    "id": "11",
    "source": "MED",
    "pmid": "11",
    "pmcid": "PMC11",
    "doi": "10.5555/a",
    "title": "[Loss of <i>TP53</i> in cells].",
    "authorString": "van Raaij MJ Jr, A Group.",
    "authorList": {
        "author": [
            {
                "fullName": "van Raaij MJ Jr",
                "firstName": "Mark J",
                "lastName": "van Raaij",
                "initials": "MJ",
            },
            {"collectiveName": "A Group"},
            {"fullName": "Doe J"},
        ]
    },
    "journalInfo": {
        "volume": "397",
        "issue": "2",
        "dateOfPublication": "2025 Jan",
        "yearOfPublication": 2025,
        "printPublicationDate": "2025-01-01",
        "journal": {
            "title": "Lancet (London, England)",
            "isoabbreviation": "Lanc.",
            "medlineAbbreviation": "Lanc",
            "issn": "0140-6736",
            "essn": "1474-547x",
        },
    },
    "pubYear": "2025",
    "pageInfo": "1234-8",
    "language": "eng",
    "pubTypeList": {"pubType": ["Journal Article", "Retracted Publication"]},
    "electronicPublicationDate": "2024-12-05",
    "commentCorrectionList": {
        "commentCorrection": [
            {
                "id": "12",
                "source": "MED",
                "type": "Erratum in",
                "reference": "Lancet. 2025 Feb;397(3):9. doi: 10.5555/erratum.",
            },
            {"id": "13", "source": "MED", "type": "Erratum for", "reference": "Lancet. 2024;1."},
        ]
    },
}


def hit(pmid: str, **more: object) -> dict[str, object]:
    return {"id": pmid, "source": "MED", "pmid": pmid, "title": "Malaria agents in apes.", **more}


def hits(*results: object, count: int | None = None) -> dict[str, object]:
    found = len(results) if count is None else count
    return {"version": "6.9", "hitCount": found, "resultList": {"result": list(results)}}


def queries(server: HTTPServer) -> list[str]:
    return [request.args["query"] for request, _ in server.log]


@pytest.fixture
def europepmc(httpserver: HTTPServer, time: FakeTime) -> EuropePMC:
    return EuropePMC(settings(httpserver), Budget(20), time.clock)


def test_a_full_result_becomes_a_record() -> None:
    assert europepmc_record(FULL) == Record(
        DOI="10.5555/a",
        agency="Europe PMC",
        type="article-journal",
        title=("Loss of TP53 in cells",),
        author=(Name("van Raaij", "Mark J."), Name(literal="A Group"), Name("Doe", "J.")),
        container_title=("Lancet", "Lancet (London, England)", "Lanc.", "Lanc"),
        volume="397",
        issue="2",
        page=("1234-1238",),
        issued=(Date(2025, 1), Date(2025), Date(2025, 1, 1), Date(2024, 12, 5)),
        ISSN=("0140-6736", "1474-547X"),
        PMID="11",
        PMCID="PMC11",
        notices=(
            Notice("corrected", "10.5555/erratum", Date(2025, 2), "Europe PMC"),
            Notice("retracted", source="Europe PMC"),
        ),
    )


def test_a_full_record_has_its_work() -> None:
    work = europepmc_record(FULL, whole=True).work
    assert work is not None
    assert (work.title, work.page) == ("Loss of TP53 in cells", "1234-1238")
    assert (work.container_title, work.container_title_short) == ("Lancet", "Lanc.")
    assert (work.DOI, work.PMID, work.PMCID, work.issued) == (
        "10.5555/a",
        "11",
        "PMC11",
        Date(2025, 1),
    )


def test_a_short_result_has_its_authors_in_a_string() -> None:
    record = europepmc_record(
        hit(
            "1",
            authorString="Schoenfeld JD, O'Neill AF, A Group.",
            journalTitle="Lancet",
            journalVolume="404",
            issue="10471",
            pubYear="2025",
            journalIssn="0140-6736; 1474-547x; ",
            pageInfo="e12",
        )
    )
    assert record.author == (
        Name("Schoenfeld", "J. D."),
        Name("O'Neill", "A. F."),
        Name(literal="A Group"),
    )
    assert (record.container_title, record.volume, record.page) == (("Lancet",), "404", ("e12",))
    assert record.ISSN == ("0140-6736", "1474-547X")


def test_a_work_indexed_before_its_year_was_there_before() -> None:
    record = europepmc_record(hit("1", pubYear="2025", firstIndexDate="2024-12-22"))
    assert record.issued == (Date(2025), Date(2024))
    record = europepmc_record(hit("1", pubYear="1999", firstIndexDate="2010-05-01"))
    assert record.issued == (Date(1999),)


def test_a_preprint_says_so() -> None:
    record = europepmc_record(
        {
            "id": "PPR1",
            "source": "PPR",
            "doi": "10.1101/1",
            "title": "A preprint",
            "pubType": "preprint",
            "bookOrReportDetails": {"publisher": "bioRxiv", "yearOfPublication": 2025},
        },
        whole=True,
    )
    assert (record.type, record.publisher, record.issued) == ("article", "bioRxiv", (Date(2025),))
    assert record.work is not None
    assert record.work.genre == "preprint"


def test_null_is_nothing() -> None:
    assert europepmc_record(dict.fromkeys(FULL)) == Record(
        agency="Europe PMC", type="article-journal"
    )


def test_several_pmids_are_one_question(europepmc: EuropePMC, httpserver: HTTPServer) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(hits(hit("3"), hit("1")))
    answers = europepmc.records(["1", "2", "3", "x"])
    assert [getattr(answer, "PMID", None) for answer in answers.values()] == ["1", None, "3", None]
    assert queries(httpserver) == ["SRC:MED AND (EXT_ID:1 OR EXT_ID:2 OR EXT_ID:3)"]


def test_pmcids_are_asked_for_by_their_name(europepmc: EuropePMC, httpserver: HTTPServer) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(hits(hit("1", pmcid="PMC7")))
    answers = europepmc.by_pmcid(["PMC7", "PMC8", "8"])
    assert [getattr(answer, "PMID", None) for answer in answers.values()] == ["1", None, None]
    assert queries(httpserver) == ["PMCID:PMC7 OR PMCID:PMC8"]


def test_many_are_asked_in_pieces_at_a_pace(
    europepmc: EuropePMC, httpserver: HTTPServer, time: FakeTime
) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(hits())
    europepmc.records([str(number) for number in range(1, BATCH + 2)])
    assert len(httpserver.log) == 2
    assert time.waits == [pytest.approx(1.075 / 8)]


@pytest.mark.parametrize("answer", [hits(hit("1"), count=9), hits(hit("1"), hit("7"))])
def test_an_answer_that_is_cut_or_about_others_is_no_absence(
    europepmc: EuropePMC, httpserver: HTTPServer, answer: object
) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(answer)
    answers = europepmc.records(["1", "2"])
    assert [type(one) for one in answers.values()] == [Record, Unavailable]


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>Maintenance</body></html>",
        '{"errCode": 404, "errMsg": "Invalid query"}',
        '{"hitCount": 3}',
        '{"hitCount": false, "resultList": {"result": []}}',
        "[]",
        "",
    ],
)
def test_whatever_is_no_list_of_results_is_no_answer(
    europepmc: EuropePMC, httpserver: HTTPServer, content: str
) -> None:
    httpserver.expect_request(SEARCH).respond_with_data(content)
    assert isinstance(europepmc.records(["1"])["1"], Unavailable)
    with pytest.raises(Unavailable):
        europepmc.search(Query(title="Malaria agents in apes"), 5)


def test_too_many_requests_are_asked_again_after_the_wait_it_names(
    europepmc: EuropePMC, httpserver: HTTPServer, time: FakeTime
) -> None:
    answers = iter(
        [
            Response("", 429, {"Retry-After": "4"}),
            Response('{"hitCount": 0, "resultList": {"result": []}}'),
        ]
    )
    httpserver.expect_request(SEARCH).respond_with_handler(lambda _: next(answers))
    assert europepmc.records(["1"]) == {"1": None}
    assert 4.0 in time.waits


def test_a_search_asks_for_all_words_then_for_any_with_author_and_year(
    europepmc: EuropePMC, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(hits())
    query = Query(title='Malaria agents in "African" apes', author='O"Neill', year=2009)
    assert europepmc.search(query, 5) == []
    assert queries(httpserver) == [
        "(TITLE:malaria AND TITLE:agents AND TITLE:african AND TITLE:apes)",
        (
            "(TITLE:malaria OR TITLE:agents OR TITLE:african OR TITLE:apes)"
            ' AND AUTH:"O Neill" AND PUB_YEAR:[2008 TO 2010]'
        ),
    ]


def test_a_search_without_a_title_asks_for_the_place(
    europepmc: EuropePMC, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(SEARCH).respond_with_json(hits(hit("1")))
    query = Query(container_title="PLoS Pathog", year=2009, volume="5", page="e1000446")
    assert [record.PMID for record in europepmc.search(query, 5)] == ["1"]
    assert queries(httpserver) == [
        'JOURNAL:"PLoS Pathog" AND PUB_YEAR:"2009" AND VOLUME:"5" AND PAGE_INFO:"e1000446"'
    ]
