"""What is asked about a work, and who answers what: the questions whose answers are attacked.

Crossref, doi.org and DataCite are asked about a work of Crossref's; the other services have one
constructed work each, in the shape of their answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from benchmarks.attack.values import Path, content
from benchmarks.mutations import printed
from cikrefs.models import Reference
from cikrefs.registry.datacite import datacite_record
from cikrefs.registry.records import FIELDS, crossref_record

NO_WORK = (404, b"Resource not found.")
_MORE: dict[str, Any] = {
    "subtype": "preprint",
    "short-title": ["Short"],
    "original-title": ["Kurz"],
    "editor": [{"family": "Roe", "given": "R.", "suffix": "Jr"}, {"name": "A group"}],
    "translator": [{"family": "Poe", "given": "E."}],
    "publisher-location": "Bonn",
    "edition-number": "2",
    "institution": [{"name": "University"}],
    "event": {"name": "Meeting", "location": "Rome", "start": {"date-parts": [[2020, 1, 2]]}},
    "standards-body": {"name": "ISO"},
    "degree": ["PhD"],
    "approved": {"date-parts": [[2020]]},
    "isbn-type": [{"type": "print", "value": "9783161484100"}],
    "issn-type": [{"type": "print", "value": "1234-5679"}],
    "ISBN": ["9783161484100"],
    "page": "1-9",
    "aliases": ["10.5555/alias"],
    "relation": {"is-preprint-of": [{"id": "10.5555/later", "id-type": "doi"}]},
    "updated-by": [
        {
            "type": "correction",
            "DOI": "10.5555/notice",
            "source": "publisher",
            "updated": {"date-parts": [[2024, 2, 29]], "date-time": "2024-02-29T00:00:00Z"},
        }
    ],
    "update-to": [{"type": "erratum", "DOI": "10.5555/other", "updated": {}}],
}
"""What the constructed records lack and readers look at."""


def anything(_: Path) -> bool:
    """Whatever stands there."""
    return True


@dataclass(frozen=True)
class Scene:
    """A reference, who answers what about it, and which of the answers is mutated.

    `said` has a status and a document by what is asked, see `offline.kind`, and `written` how
    documents are written that are not JSON. `compared` says whether what stands at a place may have
    a say in the verdict, `answers` whether without it there is no answer at all, `absence` whether
    without it the work is said not to be there.
    """

    name: str
    reference: Reference
    said: Mapping[str, tuple[int, Any]]
    mutated: str
    compared: Callable[[Path], bool]
    answers: Callable[[Path], bool] = lambda _: False
    absence: Callable[[Path], bool] = lambda _: False
    written: Mapping[str, Callable[[Any], bytes]] = field(default_factory=dict)

    def bodies(self, said: Mapping[str, tuple[int, Any]]) -> dict[str, tuple[int, bytes]]:
        """Return what is sent where the services say `said`."""
        return {
            name: (status, document)
            if isinstance(document, bytes)
            else (status, self.written.get(name, content)(document))
            for name, (status, document) in said.items()
        }


def scenes(item: dict[str, Any]) -> Iterator[Scene]:
    """Yield what is asked about a work that Crossref holds under `item`."""
    item = {**item, **{name: value for name, value in _MORE.items() if not item.get(name)}}
    reference = printed(crossref_record(item))
    doi = str(item["DOI"])
    single = {"status": "ok", "message-type": "work", "message": item}
    found = {"total-results": 1, "items": [item]}
    many = {"status": "ok", "message-type": "work-list", "message": found}

    def compared(depth: int) -> Callable[[Path], bool]:
        return lambda path: len(path) <= depth or path[depth] in (*FIELDS, "aliases", "subtype")

    yield Scene(
        "single", reference, {"single": (200, single)}, "single", compared(1),
        lambda path: path in ((), ("message",), ("message", "DOI")),
    )  # fmt: skip
    yield Scene(
        "list", reference, {"list": (200, many), "single": (200, single)}, "list", compared(3)
    )
    without = replace(reference, DOI="", id=f"{doi} not printed")
    yield Scene("search", without, {"search": (200, many)}, "search", compared(3))
    absent = [{"DOI": doi, "status": "DOI does not exist"}]
    held = {"single": NO_WORK, "ra": (200, absent), "list": NO_WORK, "search": (200, many)}
    right = {**many, "message": {**found, "items": [{**item, "DOI": "10.5555/right"}]}}
    dead = {**held, "search": (200, right)}
    yield Scene("dead DOI", reference, dead, "search", anything, absence=anything)
    places = ((), (0,), (0, "DOI"), (0, "status"))
    yield Scene(
        "absent", reference, held, "ra", lambda path: path in places, lambda path: path in places,
        anything,
    )  # fmt: skip
    yield from _at_datacite(doi)


def _at_datacite(doi: str) -> Iterator[Scene]:
    attributes = {
        "doi": doi,
        "titles": [{"title": "A set"}, {"title": "of data", "titleType": "Subtitle"}],
        "creators": [{"name": "Doe, Jane", "givenName": "Jane", "familyName": "Doe"}],
        "contributors": [{"name": "Roe, Richard", "contributorType": "Editor"}],
        "publicationYear": 2021,
        "dates": [{"date": "2021-05-01T10:00:00Z", "dateType": "Issued"}],
        "publisher": {"name": "Zenodo"},
        "container": {
            "title": "A series", "volume": "3", "issue": "1", "firstPage": "5", "lastPage": "9",
            "identifier": "1234-5679", "identifierType": "ISSN",
        },
        "types": {"citeproc": "dataset", "resourceTypeGeneral": "Dataset"},
        "version": "2", "language": "en", "url": "https://example.org", "state": "findable",
    }  # fmt: skip
    document = {"data": {"id": doi, "type": "dois", "attributes": attributes}}
    reference = printed(datacite_record(document))
    agency = [{"DOI": doi, "RA": "DataCite"}]
    held = {"single": NO_WORK, "ra": (200, agency), "dois": (200, document)}
    own = ("doi", "titles", "creators", "contributors", "publicationYear", "dates", "publisher",
           "container", "types")  # fmt: skip
    yield Scene(
        "DataCite", reference, held, "dois",
        lambda path: path[:2] in ((), ("data",), ("data", "attributes"))
        and (len(path) < 3 or path[2] in own),
        lambda path: path in ((), ("data",), ("data", "attributes"), ("data", "attributes", "doi")),
    )  # fmt: skip
    yield Scene("agency", reference, held, "ra", lambda path: path != (0, "status"))
    gone = {"errors": [{"status": "404", "title": "The resource does not exist."}]}
    yield Scene(
        "gone", reference, {**held, "dois": (404, gone)}, "dois",
        lambda path: path[2:3] != ("title",),
    )  # fmt: skip
