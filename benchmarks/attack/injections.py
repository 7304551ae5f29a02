"""What files and registries hold never commands a terminal or a build service.

Every place of every format, every command, both streams.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from click.testing import CliRunner

from benchmarks.attack import Plan, Tally, environment
from cikrefs import cli
from tests.constructed_server import Json, constructed_works, serving
from tests.test_screen import COMMANDS, harm

VALUES = (
    "\x1b[31mred",
    "\x1b]8;;http://x\x1b\\link",
    "\x1bP+q\x1b\\",
    "\x9b2Jcleared",
    "\u202egpj.exe",
    "\u2066isolated",
    "\x07\x08\x0c\x7f",
    "::add-mask::secret",
    "   ::error::x",
    "\t::stop-commands::x",
    "\u00a0\u3000::error::x",
    "\u1680\u2003\u205f::set-output name=x::y",
    "##[group]x",
    "a ##vso[task.setvariable variable=x]y",
    "a ##VSO[task.complete result=Failed]y",
    "###[x",
    "\u2028::error::x",
    "\u2029  ::error::x",
    "\x85::error::x",
    "\x0b::error::x",
    "\x1c::error::x",
    "\n::error::x",
    "\r::error::x",
    "%0A::error::x,y:z",
    "\ufeff::error::x",
)
DOI = "10.1186/s13046-021-02184-2"
PLACES: Mapping[str, str] = {
    "key.bib": "@article{%s, title = {Cells}}",
    "field.bib": "@article{a, %s = {x}}",
    "title.bib": "@article{a, title = {%s}, year = 2020}",
    "doi.bib": "@article{a, title = {Cells}, doi = {10.5555/%s}}",
    "author.bib": "@article{a, author = {%s}, title = {Cells}}",
    "between.bib": "%s\n@article{a, title = {Cells}}",
    "broken.bib": "@article{a, title = {%s\n@book{b, title = {Cells}}",
    "type.bib": "@%s{a, title = {Cells}}",
    "year.bib": "@article{a, title = {Cells}, year = {%s}, pages = {%s}}",
    "macro.bib": "@string{%s = {x}}\n@book{a, title = {Cells}, note = %s, crossref = {%s}}",
    "to be fixed.bib": "@article{a,\n  title = {%s},\n  volume = {%s}, year = {1999},\n"
    f"  doi = {{{DOI}}}\n}}",
    "registered.bib": f"@article{{a, title = {{Cells}}, volume = {{999}}, doi = {{{DOI}}}}}",
    "registered.dois.txt": f"{DOI}\n",
    "title.ris": "TY  - JOUR\nTI  - %s\nER  - \n",
    "tag.ris": "TY  - JOUR\n%s  - x\nTI  - Cells\nER  - \n",
    "type.ris": "TY  - %s\nTI  - Cells\nER  - \n",
    "key.json": '[{"id": "%s", "type": "%s", "title": "%s", "%s": "%s", "DOI": "10.5555/%s"}]',
    "custom.json": '[{"id": "a", "type": "book", "custom": {"%s": "%s"}, "issued": {"raw": "%s"}}]',
    "a.yaml": 'references:\n- id: "%s"\n  type: book\n  "%s": "%s"\n',
    "a.nbib": "PMID- 1\nTI  - %s\nFAU - %s\n",
    "a.enw": "%0 Journal Article\n%T %s\n%A %s\n",
    "endnote.xml": "<xml><records><record><ref-type name='%s'>6</ref-type><titles><title>%s"
    "</title></titles></record></records></xml>",
    "printed.txt": "References\n\n1. Lee A (2019) %s. J Cell 12:45.\n",
    "marks.txt": "Cells grow [1, 7] %s.\n\nReferences\n\n1. %s (2019) %s.\n",
    "dois.txt": "10.5555/%s\n%s\n",
    "keys.md": "Cells grow [@%s].\n\n# References\n\n1. Lee A (2019) Cells. J Cell 12:45.\n",
    "keys.tex": "\\documentclass{article}\\begin{document}\\cite{%s}"
    "\\bibliography{%s}\\end{document}",
    "a.html": "<html><body><h2>References</h2><ol><li>Lee A (2019) %s. J 1:2.</li></ol>",
    "a.lock": '{"cikrefs-lock": 2}\n{"doi": "10.5555/a", "asked": "2026-01-01", "DOI": "10.5555/a",'
    ' "title": ["%s"], "volume": "%s", "notices": [["retracted", "%s", "", "%s"]], "%s": 3}\n',
}
"""By the end of a file's name; %s is where the value goes."""

DATA = ("json", "sarif", "junit", "html", "github")
"""Reports that are read by programs, not shown; but a build service reads them in its log."""

_ALL = (
    *COMMANDS,
    *(f"check FILE --format {name}" for name in DATA),
    "check FILE --format markdown",
    "fix FILE --yes --only title-differs",
)
_OURS = re.compile(r"^::(?=(?:error|warning|notice) )", re.MULTILINE)


def injections(plan: Plan, tally: Tally) -> None:
    """Put each value into each place, run a share of the commands, and look at both streams."""
    chance = plan.chance("injections")
    values = chance.sample(VALUES, 2) if plan.short else VALUES
    commands = [*dict.fromkeys(_ALL)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for value in values:
            with serving(_registered(value)) as server:
                env = environment(server.environment)
                for place, template in PLACES.items():
                    file = folder / place
                    file.write_bytes(_filled(template, value, place).encode())
                    if place.endswith(".lock"):
                        file = file.with_suffix(".bib")
                        file.write_text("@book{a, title={Cells}, doi={10.5555/a}}", "utf-8")
                    for command in chance.sample(commands, 1 if plan.short else 3):
                        judge(command, file, env, value, tally)


def _filled(template: str, value: str, place: str) -> str:
    if place.endswith(("json", "lock", "yaml")):
        value = "".join(f"\\u{ord(letter):04x}" for letter in value)
    return template.replace("%s", value)


def _registered(value: str) -> list[Json]:
    """Return works of which the one under DOI has the value wherever it can stand."""
    more: Json = {
        "title": [f"Cells {value}"],
        "author": [{"family": value, "given": value}],
        "container-title": [value],
        "volume": value,
        "page": value,
        "type": value,
        "updated-by": [{"type": "retraction", "DOI": value, "source": value}],
    }
    return [{**work, **(more if work["DOI"] == DOI else {})} for work in constructed_works()]


def _words(command: str, file: Path, value: str) -> Iterator[str]:
    made = {"FILE": str(file), "EVIL": value, "OUT": str(file.parent / "out")}
    for word in command.split():
        yield made.get(word, word.replace("OUT", made["OUT"]))


def judge(command: str, file: Path, env: dict[str, str], value: str, tally: Tally) -> None:
    tally.tried += 1
    result = CliRunner(env=env).invoke(cli.main, [*_words(command, file, value)])
    said = f"{command} of {value!r} in {file.name}"
    if result.exit_code not in (0, 1, 2, 3):
        tally.crashed.append(f"{said}: exit {result.exit_code}: {result.stderr[-300:]}")
    streams = [("standard error", harm(result.stderr))]
    if command.endswith(DATA):
        shown = _OURS.sub("", result.stdout)
        streams.append(("standard output", re.findall(r"^\s*::|##\[|##vso\[", shown, re.MULTILINE)))
    else:
        streams.append(("standard output", harm(result.stdout)))
    for stream, found in streams:
        tally.wrong += [f"{said}: {live!r} is printed on {stream}" for live in found[:3]]
