"""PMC's ID converter: which PubMed article a PMCID is.

It knows the articles in PubMed Central and no others, and says of any other that it has none such
(https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from cikrefs.errors import Unavailable
from cikrefs.identifiers import well_formed
from cikrefs.models import Record
from cikrefs.registry.registries import Answer
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.web.fetch import get_json
from cikrefs.web.fields import identifier, mapping, members, text
from cikrefs.web.many import batched, value
from cikrefs.web.pace import Pace, turns
from cikrefs.web.service import Budget, Clock, Failure, Service

BATCH: Final = 100
"""The most PMCIDs in one question; the converter takes 200, of which an address may be too long."""

PER_SECOND: Final = 3.0
"""Requests per second, as NCBI allows them."""


class PMC:
    """The converter as far as it says which PMID and DOI a PMCID has."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("pmc")
        self._mailto = settings.mailto_for("pmc")
        self._who = {"tool": "cikrefs", **({"email": self._mailto} if self._mailto else {})}
        self._service = Service(SERVICES["pmc"].name, budget, clock)
        self._pace = Pace(PER_SECOND, clock, turns(self._url, clock))

    def records(self, pmcids: Sequence[str]) -> dict[str, Answer]:
        """Return for each of `pmcids` ("PMC123") a record of its identifiers alone.

        None is what is not in PMC.
        """
        found: dict[str, Answer] = {}
        asked = well_formed("pmcid", pmcids)
        for batch in batched(asked, BATCH):
            answers = value(partial(self._batch, batch))
            found |= dict.fromkeys(batch, answers) if isinstance(answers, Unavailable) else answers
        return {pmcid: found.get(pmcid) for pmcid in pmcids}

    def _batch(self, pmcids: Sequence[str]) -> dict[str, Answer]:
        fields = {"ids": ",".join(pmcids), "idtype": "pmcid", "format": "json", **self._who}
        url, hosts = f"{self._url}/articles/?{urlencode(fields)}", SERVICES["pmc"].hosts

        def question(seconds: float) -> list[Mapping[str, object]]:
            answer = mapping(get_json(url, seconds, self._mailto, hosts=hosts))
            if answer.get("status") == "error" or not isinstance(answer.get("records"), list):
                raise Failure(text(answer.get("message")) or "JSON that is not the converter's")
            return members(answer.get("records"))

        held = {_asked_for(one): one for one in self._service.ask(question, self._pace)}
        silent = Unavailable("The PMC ID converter left it out of its answer")
        return {pmcid: _record(held[pmcid]) if pmcid in held else silent for pmcid in pmcids}


def _asked_for(entry: Mapping[str, object]) -> str:
    """Return the PMCID an entry is about, without a version ("PMC123.1")."""
    named = identifier(entry.get("requested-id")) or identifier(entry.get("pmcid"))
    return named.upper().partition(".")[0]


def _record(entry: Mapping[str, object]) -> Answer:
    pmcid = identifier(entry.get("pmcid")).partition(".")[0]
    if entry.get("status") == "error":
        return None
    if pmcid.upper() != _asked_for(entry):
        return Unavailable(f"The PMC ID converter answered about another article, {pmcid}")
    doi, pmid = identifier(entry.get("doi")), text(entry.get("pmid"))
    return Record(DOI=doi, PMID=pmid, PMCID=pmcid.upper(), agency="PubMed")
