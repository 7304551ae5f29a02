"""No string of an answer can break the terminal, the report or the lock file it ends up in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest
from pytest_httpserver import HTTPServer

from cikrefs.models import Record
from cikrefs.registry import Query, Registries
from cikrefs.registry.lockfile import Locked, dumps, loads
from cikrefs.web.service import status_failure
from tests.registry.conftest import FakeTime, Services, item, listing, settings

DIRT = "\ud800\x1b[2J\x9b\u2028\u202e\n::error::\r"
BROKEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u202e\\ud800-\\udfff]")


@pytest.mark.parametrize("dois", [["10.1000/a"], ["10.1000/a", "10.1000/b"]])
def test_no_string_of_a_crossref_record_breaks_what_it_is_written_into(
    dois: list[str], services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    updates = [{"DOI": f"10.1000/{DIRT}n", "type": "retraction", "source": DIRT}]
    people = [{"family": f"F{DIRT}", "given": f"G{DIRT}"}, {"name": DIRT}]
    strings = ("volume", "issue", "page", "publisher", "language", "type")
    lists = ("subtitle", "container-title", "ISSN", "original-title", "aliases")
    dirty = {
        **dict.fromkeys(strings, DIRT),
        **{name: [DIRT] for name in lists},
        "author": people,
        "editor": people,
        "updated-by": updates,
        "update-to": updates,
        "relation": {"is-preprint-of": [{"id-type": "doi", "id": f"10.1000/{DIRT}"}]},
    }
    services.works(*(item(doi, **dirty) for doi in dois))
    answers = Registries(settings(httpserver, whole=True), clock=time.clock).look_up(dois)
    records = {doi: answer for doi, answer in answers.items() if isinstance(answer, Record)}
    assert [len(record.notices) for record in records.values()] == [1] * len(dois)
    locked = {doi: Locked(record, dt.date(2026, 11, 22)) for doi, record in records.items()}
    assert not BROKEN.search(dumps(locked).replace("\n", ""))
    assert loads(dumps(locked)) == locked
    assert not BROKEN.search("".join(strings_in(answers)))


def test_no_string_of_a_search_hit_breaks_what_it_is_written_into(
    registries: Registries, services: Services
) -> None:
    hit = item(f"10.1000/a{DIRT}", title=[f"A{DIRT}"])
    services.answer("/crossref/works", listing(hit))
    assert not BROKEN.search("".join(strings_in(registries.search(Query(title="a")))))


def test_no_string_of_a_datacite_record_breaks_what_it_is_written_into(
    services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.agency("10.1000/a", "DataCite")
    attributes = {
        "doi": "10.1000/a",
        "titles": [{"title": f"T{DIRT}"}],
        "creators": [{"name": f"N{DIRT}"}, {"familyName": DIRT, "givenName": DIRT}],
        "publisher": {"name": DIRT},
        "container": {"title": DIRT, "volume": DIRT, "firstPage": DIRT},
        "types": {"citeproc": DIRT},
        "version": DIRT,
    }
    services.answer("/datacite/dois/10.1000/a", {"data": {"attributes": attributes}})
    registries = Registries(settings(httpserver, whole=True), clock=time.clock)
    answers = registries.look_up(["10.1000/a"])
    assert isinstance(answers["10.1000/a"], Record)
    assert not BROKEN.search("".join(strings_in(answers)))


def test_no_word_of_an_agency_or_of_an_error_breaks_what_it_is_written_into(
    registries: Registries, services: Services
) -> None:
    services.agency("10.1000/a", f"x{DIRT}")
    assert not BROKEN.search("".join(strings_in(registries.look_up(["10.1000/a"]))))
    failure = status_failure(500, "\x1b[31mno\u2028way", None)
    assert str(failure) == "HTTP 500  [31mno way"


def strings_in(value: object) -> Iterator[str]:
    """Yield every string in a value made of containers and dataclasses."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from strings_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings_in(one)
