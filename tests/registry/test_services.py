"""A service is one row: its settings, its environment variable, its place in the documentation."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from cikrefs.errors import InputError
from cikrefs.registry import Registries, Settings
from cikrefs.registry.services import SERVICES, variable
from cikrefs.web.service import Budget
from tests.conftest import ROOT
from tests.registry.conftest import FakeTime, Services, item

MAIL = "jane@example.org"


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_made_from_its_row_and_called_by_its_name(
    name: str, time: FakeTime
) -> None:
    made = SERVICES[name].made(Settings(), Budget(20), time.clock)
    assert made._service.name == SERVICES[name].name


@pytest.mark.parametrize("name", SERVICES)
def test_the_environment_names_another_address_for_each_service(name: str) -> None:
    settings = Settings.from_environment({variable(name): "https://mirror.example/"})
    assert settings.url(name) == "https://mirror.example"
    assert all(settings.url(other) == row.url for other, row in SERVICES.items() if other != name)


@pytest.mark.parametrize("name", SERVICES)
def test_the_page_on_checking_names_each_service_and_its_variable(name: str) -> None:
    page = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    assert f"`{variable(name)}`" in page
    assert SERVICES[name].name in page


@pytest.mark.parametrize("name", SERVICES)
def test_the_page_of_registries_has_a_row_for_each_service(name: str) -> None:
    page = (ROOT / "docs" / "registries.md").read_text(encoding="utf-8")
    row = SERVICES[name]
    assert f"| [{row.name}]({row.url}) | {row.asked_for} | `{variable(name)}` |\n" in page


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_at_home_at_its_own_address(name: str) -> None:
    assert SERVICES[name].is_home(SERVICES[name].url)


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize(
    ("url", "told"),
    [
        (None, MAIL),
        ("http://127.0.0.1:8765", MAIL),
        ("http://localhost", MAIL),
        ("https://mirror.example", None),
        ("https://127.0.0.1.example", None),
        ("https://api.crossref.org@mirror.example", None),
        ("http://api.crossref.org", None),
        ("https://api.crossref.org:8443", None),
        ("https://[", None),
    ],
)
def test_the_mail_address_is_for_the_service_itself_and_for_this_machine(
    name: str, url: str | None, told: str | None
) -> None:
    settings = Settings(mailto=MAIL, urls={name: url} if url else {})
    assert settings.mailto_for(name) == told


def test_a_stranger_in_the_place_of_doi_org_learns_no_address(
    services: Services, httpserver: HTTPServer, time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cikrefs.registry.settings.is_here", lambda url: "doi" not in url)
    services.works(item("10.1000/a"))
    services.nothing("10.1000/c")
    urls = {name: httpserver.url_for(f"/{name}/") for name in SERVICES}
    Registries(Settings(mailto=MAIL, urls=urls), clock=time.clock).look_up(["10.1000/c"])
    told = [MAIL in str(request.headers) for request, _ in httpserver.log]
    assert told == [True, False]


def test_doi_org_sends_on_to_no_stranger(
    services: Services, registries: Registries, httpserver: HTTPServer
) -> None:
    services.no_work("10.1000/c")
    with HTTPServer() as stranger:
        stranger.expect_request("/").respond_with_json(
            [{"DOI": "10.1000/c", "status": "DOI does not exist"}]
        )
        httpserver.expect_request("/doi/ra/10.1000/c").respond_with_data(
            "", status=302, headers={"Location": stranger.url_for("/")}
        )
        answer = registries.look_up(["10.1000/c"])["10.1000/c"]
        assert str(answer) == ("doi.org did not answer: it sends on to another server, localhost")
        assert stranger.log == []


@pytest.mark.parametrize("key", ["a b", "ü", "k&x=1"])
def test_a_key_that_could_never_work_is_bad_input(key: str) -> None:
    with pytest.raises(InputError, match="API key"):
        Settings(ncbi_key=key)
