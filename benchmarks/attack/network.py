"""Services that fail in every way: the verdict is "unchecked" or right, and nobody else is asked.

Each fault meets each kind of question that cikrefs asks; so do TLS that is not the service's and
proxies that are none. The command line is run, and its report and exit code must say the same.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from benchmarks.attack import Plan, Tally, environment
from benchmarks.attack.certificates import contexts
from benchmarks.attack.faults import RIGHT, WRONG, bomb
from benchmarks.attack.offline import caught
from benchmarks.attack.servers import DATA, DEAD_DOI, WORKS, Fault, Server, serving
from benchmarks.mutations import printed
from cikrefs import cli
from cikrefs.formats.bibtex import dumps
from cikrefs.models import Reference
from cikrefs.registry.datacite import datacite_record
from cikrefs.registry.records import crossref_record
from cikrefs.registry.services import SERVICES, variable
from tests.test_screen import harm

TIMEOUT, SLACK = 1.0, 6.0
"""Seconds that may be lost, and what else a run may take on a machine that is busy."""

_ONE, _TWO = (printed(crossref_record(work)) for work in [*WORKS.values()][:2])
_DATA = printed(datacite_record({"data": {"attributes": DATA}}))
_DEAD = Reference(id="dead", title="A work that nobody wrote", DOI=DEAD_DOI)


@dataclass(frozen=True)
class Place:
    """A kind of question, a list of references that lead to it, and its right verdicts."""

    asked: str
    references: tuple[Reference, ...]
    right: frozenset[str]


PLACES: Mapping[str, Place] = {
    "Crossref, many": Place("list", (_ONE, _TWO), frozenset({"ok"})),
    "Crossref, one": Place("single", (_ONE,), frozenset({"ok"})),
    "Crossref, search": Place(
        "search", (Reference(id="a", title=_ONE.title, author=_ONE.author, issued=_ONE.issued),),
        frozenset({"warning"}),
    ),
    "doi.org": Place("ra", (_DATA,), frozenset({"ok"})),
    "doi.org, of a dead one": Place("ra", (_DEAD,), frozenset({"error"})),
    "DataCite": Place("dois", (_DATA,), frozenset({"ok"})),
}  # fmt: skip


def network(plan: Plan, tally: Tally) -> None:
    """Let each fault answer each question, TLS that is not theirs all of them, and proxies too."""
    quick = [name for name in WRONG if not any(word in name for word in ("bomb", "rip", "hang"))]
    chance = plan.chance("network")
    faults = {**WRONG, **RIGHT}
    for encoding in () if plan.short else ("gzip", "deflate", "gzip, gzip"):
        bomb(encoding)  # made now, not within the time of a run
    with lists() as folder:
        for name, place in PLACES.items():
            names = [*faults]
            if plan.short:
                names = [*chance.sample(quick, 9), chance.choice([*RIGHT])]
            for fault in names:
                right = place.right if fault in RIGHT else frozenset()
                with serving(Server(lies=True)) as liar:
                    server = Server(faults[fault], place.asked, elsewhere=liar.url)
                    with serving(server):
                        judge(f"{name}: {fault}", folder, server.url, right, tally)
                if liar.asked:
                    tally.wrong.append(f"{name}: {fault}: another server was asked {liar.asked}")
        _not_theirs(folder, plan, tally)
        _proxies(folder, plan, tally)


def _not_theirs(folder: Path, plan: Plan, tally: Tally) -> None:
    """Ask servers whose certificates are not to be trusted, and one whose certificate is."""
    for said, host, tls, trusted in contexts(folder):
        for name, place in [*PLACES.items()][: 1 if plan.short else None]:
            right = place.right if said == "good" else frozenset[str]()
            with serving(Server(), host, tls) as server:
                url = server.url
                if said == "plain on a TLS port":
                    url = url.replace("http:", "https:")
                elif said == "TLS on a plain port":
                    url = url.replace("https:", "http:")
                with patch.dict("os.environ", trusted):
                    judge(f"{name}: TLS, {said}", folder, url, right, tally)


def _proxies(folder: Path, plan: Plan, tally: Tally) -> None:
    """Ask an address that is not of this machine through proxies that fail; and one that is."""
    faults = ["closed at once", "noise", "status 502 Bad Gateway", "status 403 Forbidden",
              "hanging", f"302 to {'{elsewhere}'!r}", "200 b''", "404 b'{}'"]  # fmt: skip
    faults = faults[:1] if plan.short else faults
    answers: dict[str, Fault | None] = {f"proxy, {fault}": WRONG[fault] for fault in faults}
    answers["proxy, dead"] = None
    answers["proxy, 407"] = lambda exchange: exchange.answer(
        "407 x", b"", "Proxy-Authenticate: x\r\n"
    )
    for name, place in PLACES.items():
        for said, fault in answers.items():
            with serving(Server()) as real, serving(Server(fault, "*")) as proxy:
                url = "http://127.0.0.1:1" if fault is None else proxy.url
                variables = {"HTTP_PROXY": url, "http_proxy": url, "ALL_PROXY": url, "NO_PROXY": ""}
                with patch.dict("os.environ", variables):
                    there = "http://registry.invalid"
                    judge(f"{name}: {said}", folder, there, frozenset(), tally)
                    if said == "proxy, dead":
                        not_asked = f"{name}: a dead proxy, not to be asked"
                        judge(not_asked, folder, real.url, place.right, tally)


@contextmanager
def lists() -> Iterator[Path]:
    """Yield a folder with a file of references for each place; caches stay in it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name, place in PLACES.items():
            (folder / f"{name}.bib").write_text(dumps(place.references), encoding="utf-8")
        stack.enter_context(patch.dict("os.environ", {"XDG_CACHE_HOME": str(folder / "cache")}))
        yield folder


def judge(said: str, folder: Path, url: str, right: frozenset[str], tally: Tally) -> None:
    """Check a place's references at an address; count verdicts neither right nor "unchecked"."""
    tally.tried += 1
    name, report = said.partition(": ")[0], folder / "report.json"
    words = [
        "check",
        str(folder / f"{name}.bib"),
        "-o",
        f"json:{report}",
        "--timeout",
        f"{TIMEOUT}",
        "--no-cache",
    ]
    env = environment(dict.fromkeys(map(variable, SERVICES), url))
    report.unlink(missing_ok=True)
    began = time.monotonic()
    with caught() as bugs:
        result = CliRunner(env=env).invoke(cli.main, words)
    seconds = time.monotonic() - began
    tally.crashed += [f"{said}: {bug}" for bug in bugs]
    if result.exit_code not in (0, 1, 3) or not report.exists():
        tally.crashed.append(f"{said}: exit {result.exit_code}: {result.output[-300:]}")
        return
    found = {one["status"] for one in json.loads(report.read_text("utf-8"))["references"]}
    if not found <= {"unchecked", *right} or not found:
        tally.wrong.append(f"{said}: {sorted(found)}")
    code = 1 if "error" in found else 3 if "unchecked" in found else 0
    if result.exit_code != code:
        tally.wrong.append(f"{said}: exit {result.exit_code} for {sorted(found)}")
    if seconds > TIMEOUT + SLACK:
        tally.wrong.append(f"{said}: took {seconds:.1f} s")
    tally.wrong += [f"{said}: {live!r} is printed" for live in harm(result.output)]
