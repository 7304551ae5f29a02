"""doi.org, which knows which agency registered a DOI, or that none did.

Its answer is JSON and status 200 either way, so that a 404 is never its own
(https://www.doi.org/doi-handbook/HTML/which-ra_-service.html).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from cikrefs.errors import Unavailable
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.web.fetch import get_json
from cikrefs.web.fields import members, text
from cikrefs.web.service import Budget, Clock, Service

_NO: Final = ("DOI does not exist", "Invalid DOI")


class DoiOrg:
    """The Which RA? service of the DOI proxy."""

    def __init__(self, settings: Settings, budget: Budget, clock: Clock) -> None:
        self._url = settings.url("doi")
        self._mailto = settings.mailto_for("doi")
        self._service = Service(SERVICES["doi"].name, budget, clock)

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
