"""Write the constructed cassettes: what asking the registries would look like.

Nothing in them was recorded. constructed-18.yaml asks for the 18 printed DOIs. The records are the
CONSTRUCTED ones of tests/data/constructed-18.jsonl; of the 18 printed DOIs 17 are among them, and
the other one, 10.1016/j.clcc.2022.07.009, is answered the way Crossref and doi.org answer for a DOI
that does not exist. constructed-others.yaml asks each other registry at its own address, about
invented works. The files are JSON, which is YAML.
Run `python -m tests.cassettes.construct` after changing the fields that are asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlencode

from cikrefs.registry.records import FIELDS

FOLDER = Path(__file__).parent
CASSETTE = FOLDER / "constructed-18.yaml"
OTHERS = FOLDER / "constructed-others.yaml"
DATA = FOLDER.parent / "data"
MISSING = "10.1016/j.clcc.2022.07.009"


def printed_dois() -> list[str]:
    """Return the DOIs of the 18 references as printed, in order."""
    lines = (DATA / "references-18.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["gold"]["doi"] for line in lines]


def cassette() -> str:
    """Return the cassette's text."""
    printed = printed_dois()
    lines = (DATA / "constructed-18.jsonl").read_text(encoding="utf-8").splitlines()
    asked = {doi.lower() for doi in printed}
    items = [work for work in map(json.loads, lines) if work["DOI"] in asked]
    cut = [{field: work[field] for field in FIELDS if field in work} for work in items]
    found = {"total-results": len(cut), "items": cut, "items-per-page": len(printed)}
    clauses = ",".join(f"doi:{doi}" for doi in printed)
    query = urlencode({"filter": clauses, "rows": len(printed), "select": ",".join(FIELDS)})
    missing = quote(MISSING, safe="")
    works = "https://api.crossref.org/works"
    interactions = [
        _interaction(
            f"{works}?{query}",
            json.dumps({"status": "ok", "message-type": "work-list", "message": found}),
        ),
        _interaction(
            f"https://doi.org/ra/{missing}",
            json.dumps([{"DOI": MISSING, "status": "DOI does not exist"}]),
        ),
    ]
    return _written(interactions)


def others() -> str:
    """Return the text of the cassette of the registries that know other things than DOIs."""
    article = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>"
        "An invented article.</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
        "</PubmedArticleSet>"
    )
    converted = {"requested-id": "PMC1", "pmcid": "PMC1", "pmid": 1}
    hit = {"source": "MED", "pmid": "1", "title": "An invented article."}
    dois = [{"attributes": {"doi": f"10.5555/{name}"}} for name in "ab"]
    answers: dict[str, object] = {
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&retmode=xml&id=1"
        "&tool=cikrefs": article,
        "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?ids=PMC1&idtype=pmcid"
        "&format=json&tool=cikrefs": {"status": "ok", "records": [converted]},
        "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=SRC%3AMED+AND+%28EXT_ID%3A1"
        "%29&format=json&resultType=core&pageSize=2": {
            "hitCount": 1,
            "resultList": {"result": [hit]},
        },
        "https://openlibrary.org/api/books?bibkeys=ISBN%3A9782070427796%2CISBN%3A207042779X"
        "&format=json&jscmd=data": {"ISBN:9782070427796": {"title": "An invented book"}},
        "https://api.datacite.org/dois?query=doi%3A%2210.5555%2Fa%22+OR+doi%3A%2210.5555%2Fb%22"
        "&page%5Bsize%5D=2": {"data": dois},
    }
    return _written(
        [
            _interaction(uri, body if isinstance(body, str) else json.dumps(body))
            for uri, body in answers.items()
        ]
    )


def _written(interactions: list[dict[str, object]]) -> str:
    return json.dumps({"version": 1, "interactions": interactions}, indent=1) + "\n"


def _interaction(uri: str, body: str) -> dict[str, object]:
    status = {"code": 200, "message": "OK"}
    headers = {"content-type": ["application/json"], "x-constructed": ["not recorded"]}
    return {
        "request": {"method": "GET", "uri": uri, "body": "", "headers": {}},
        "response": {"status": status, "headers": headers, "body": {"string": body}},
    }


if __name__ == "__main__":
    CASSETTE.write_text(cassette(), encoding="utf-8")
    OTHERS.write_text(others(), encoding="utf-8")
