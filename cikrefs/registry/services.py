"""The services that are asked, one row each: settings, environment, tests and docs read this table.

What a service is asked for, and how its answers are read, stands in its own module. That module's
class takes `(settings, budget, clock)`; one that registers DOIs has `record(doi)`, and is asked for
those which doi.org says the agency of its name has registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Row:
    """A service: its name as doi.org and users know it, its address, and where it may send on to.

    `place` is the module and class that ask it, `asked_for` what, in words.
    """

    name: str
    url: str
    hosts: tuple[str, ...]
    place: str
    asked_for: str

    def made(self, *arguments: Any) -> Any:
        """Return the service itself; what it needs is imported now."""
        module, _, name = self.place.partition(":")
        return getattr(import_module(module), name)(*arguments)

    def is_home(self, url: str) -> bool:
        """Whether `url` is of the service itself, by HTTPS, and not of somebody in its place."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:  # no address at all
            return False
        return (parts.scheme, port) == ("https", None) and parts.hostname in self.hosts


SERVICES: Final[Mapping[str, Row]] = {
    "crossref": Row(
        "Crossref",
        "https://api.crossref.org",
        ("api.crossref.org",),
        "cikrefs.registry.crossref:Crossref",
        "the record of a DOI, and works like a printed one",
    ),
    "doi": Row(
        "doi.org",
        "https://doi.org",
        ("doi.org", "www.doi.org", "dx.doi.org"),
        "cikrefs.registry.doi_org:DoiOrg",
        "which agency registered a DOI",
    ),
    "datacite": Row(
        "DataCite",
        "https://api.datacite.org",
        ("api.datacite.org",),
        "cikrefs.registry.datacite:DataCite",
        "the record of a DOI, and works like a printed one",
    ),
    "pubmed": Row(
        "PubMed",
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
        ("eutils.ncbi.nlm.nih.gov",),
        "cikrefs.registry.pubmed:PubMed",
        "the record of a PMID, and works like a printed one",
    ),
    "pmc": Row(
        "PMC ID converter",
        "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1",
        ("pmc.ncbi.nlm.nih.gov",),
        "cikrefs.registry.pmc:PMC",
        "the PMID of a PMCID",
    ),
    "europepmc": Row(
        "Europe PMC",
        "https://www.ebi.ac.uk/europepmc/webservices/rest",
        ("www.ebi.ac.uk",),
        "cikrefs.registry.europepmc:EuropePMC",
        "the same as PubMed, where that does not answer",
    ),
    "openlibrary": Row(
        "Open Library",
        "https://openlibrary.org",
        ("openlibrary.org", "www.openlibrary.org"),
        "cikrefs.registry.openlibrary:OpenLibrary",
        "the book of an ISBN, and books like a printed one",
    ),
}
"""By the name that settings have for them."""


REGISTRIES: Final = tuple(name for name in SERVICES if name not in ("doi", "pmc"))
"""Those that hold records, and are asked unless somebody says otherwise; all are free and want no
key. The others are no choice: without doi.org nobody can say that a DOI does not exist, and the
converter serves PubMed."""


HOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "pmid": ("pubmed", "europepmc"),
    "pmcid": ("pubmed", "europepmc"),
    "arxiv": ("datacite",),
    "isbn": ("openlibrary",),
}
"""Who is asked for an identifier that is no DOI, by its kind: the first can say that there is no
such identifier, the next stands in where it does not answer."""


def variable(name: str) -> str:
    """Return the environment variable that names another address for a service."""
    return f"CIKREFS_{name.upper()}_URL"


def urls(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses that `environ` names, by service."""
    named = {name: environ.get(variable(name), "") for name in SERVICES}
    return {name: url for name, url in named.items() if url}
