"""doi.org, which knows which agency registered a DOI, or that none did, and may have its metadata.

Who registered it: the answer is JSON and status 200 either way, so that a 404 is never its own
(https://www.doi.org/doi-handbook/HTML/which-ra_-service.html). Metadata: agencies that take part in
content negotiation answer the DOI's own link with CSL-JSON (https://citation.doi.org/docs.html); it
counts only if it is of that DOI. Whatever else comes of that link (a page, another host, an error)
says no more than that the DOI exists.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from cikrefs import dois
from cikrefs.errors import Unavailable
from cikrefs.models import Record, Source
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.web.fetch import Limits, document, fetch, get_json
from cikrefs.web.fields import members, text
from cikrefs.web.service import Budget, Clock, Failure, Service

_NO: Final = ("DOI does not exist", "Invalid DOI")


_CSL: Final = "application/vnd.citationstyles.csl+json"

_AGENCIES: Final = ("doi.org", "www.doi.org", "dx.doi.org", "data.crossref.org", "api.crossref.org",
                    "data.crosscite.org", "data.datacite.org", "data.medra.org",
                    "api.japanlinkcenter.org", "data.doi.or.kr")  # fmt: skip
"""Who may answer for a DOI's metadata in doi.org's place."""


class DoiOrg:
    """The DOI proxy: its Which RA? service, and what it hands on of a DOI's metadata."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("doi")
        self._mailto = settings.mailto_for("doi")
        self._service = Service(SERVICES["doi"].name, budget, clock)
        self._metadata = Service("doi.org's link", budget, clock)
        self._whole = settings.whole

    def agency(self, doi: str) -> str | None:
        """Return the name of the agency `doi` is registered with, None if there is no such DOI.

        Raises Unavailable.
        """
        url = f"{self._url}/ra/{quote(doi, safe='', errors='replace')}"
        hosts = SERVICES["doi"].hosts
        answer = self._service.ask(
            lambda seconds: get_json(url, seconds, self._mailto, hosts=hosts)
        )
        for entry in members(answer):
            if str(entry.get("DOI")).lower() != doi.lower():
                continue
            agency = text(entry.get("RA"))
            if agency:
                return agency
            if entry.get("status") in _NO:
                return None
        raise Unavailable(f"doi.org answered with something that does not say who has {doi}")

    def record(self, doi: str, agency: str) -> Record | None:
        """Return what `agency` gives of `doi` as CSL-JSON by way of doi.org, None if it does not.

        That it exists is known already, so nothing that goes wrong here is an outage.
        """
        url = f"{self._url}/{quote(doi, safe='/', errors='replace')}"
        headers = {"Accept": _CSL}
        try:
            answer = self._metadata.ask(
                lambda seconds: fetch("GET", url, Limits(seconds), headers, hosts=_AGENCIES)
            )
            item = document(answer.content) if answer.status == 200 else None
        except (Unavailable, Failure):
            return None
        if not isinstance(item, dict) or dois.key(str(item.get("DOI", ""))) != dois.key(doi):
            return None
        return _record(item, doi, agency, whole=self._whole)


def _record(item: dict[str, object], doi: str, agency: str, *, whole: bool) -> Record | None:
    """Return the record in a CSL-JSON item, which has one value of each kind."""
    from cikrefs.formats.csl import json as csl_json

    read = csl_json.loads(json.dumps([item]), on_problem=lambda _: None)
    if not read:
        return None
    work = replace(read[0], id="", DOI=doi, source=Source())
    return Record(
        DOI=doi,
        agency=agency,
        type=work.type,
        title=_each(work.title, work.title_short),
        author=work.author,
        editor=work.editor,
        container_title=_each(work.container_title, work.container_title_short),
        volume=work.volume,
        issue=work.issue,
        page=_each(work.page, work.number),
        issued=(work.issued,) if work.issued else (),
        publisher=work.publisher,
        ISSN=_each(work.ISSN),
        work=work if whole else None,
    )


def _each(*values: str) -> tuple[str, ...]:
    return tuple(value for value in values if value)
