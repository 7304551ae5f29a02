"""What the services see of us: who asks, how often, where."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from cikrefs.registry import Registries, Settings
from tests.registry.conftest import FakeTime, Services, item, settings


def test_the_services_learn_who_asks(
    services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.agency("10.5281/zenodo.1", "DataCite")
    services.answer("/datacite/dois/10.5281/zenodo.1", {}, 404)
    registries = Registries(settings(httpserver, mailto="jane@example.org"), clock=time.clock)
    registries.look_up(["10.5281/zenodo.1"])
    agents = [request.headers["User-Agent"] for request, _ in httpserver.log]
    assert len(agents) == 3
    for agent in agents:
        assert "cikrefs/0.2.0" in agent
        assert "(mailto:jane@example.org)" in agent


def test_nobody_learns_an_address_that_was_not_given(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.nothing("10.1000/c")
    registries.look_up(["10.1000/c"])
    assert all("mailto" not in str(request.headers) for request, _ in httpserver.log)


def test_trailing_slashes_of_addresses_do_not_matter(
    services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    services.works(item("10.1000/a"))
    bare = Settings(urls={"crossref": httpserver.url_for("/crossref")})
    assert Registries(bare, clock=time.clock).look_up(["10.1000/a"])["10.1000/a"]
    assert services.asked == ["/crossref/works/10.1000%2Fa"]


@pytest.mark.parametrize(
    ("mailto", "single", "many"), [(None, 0.215, 1.075), ("jane@example.org", 0.1075, 0.3583333)]
)
def test_each_pool_has_its_pace(
    mailto: str | None,
    single: float,
    many: float,
    services: Services,
    httpserver: HTTPServer,
    time: FakeTime,
) -> None:
    services.works(item("10.1000/a"), item("10.1000/b"))
    registries = Registries(settings(httpserver, mailto), clock=time.clock)
    registries.look_up(["10.1000/a", "10.1000/b"])
    registries.look_up(["10.1000/a"])
    assert time.waits == []
    registries.look_up(["10.1000/b"])
    assert time.waits == [pytest.approx(single)]
    registries.known(["10.1000/a", "10.1000/b"])
    assert time.waits[1:] == [pytest.approx(many - single)]
