"""How fast each format is read and written, and in how much memory, beside other programs.

    python -m benchmarks.formats [--sizes 1000 10000 100000] [--limit 120]

Constructed references of several types, each with names, a title and a DOI of its own, are written
by cikrefs into one file a format, which all programs read. Each run is a process of its own, so
that its peak memory (resident set) is its own; for libraries a time is the CPU's for the work
alone, since a machine may be shared, for programs that of the whole process. Whoever takes longer
than the limit at one size is not asked for the larger ones. "n^1.0" says that the time grows like
the number of entries between the two largest sizes. Programs that are not installed are left out
and named.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import Process
from pathlib import Path

from cikrefs.formats import FORMATS, WRITERS
from cikrefs.models import Date, Name, Reference

_FAMILIES = """Liu Pu D'Ambrosio García-Márquez Müller Łukasiewicz Đặng Šimůnek Ångström O'Neill
    Smith Sharma Grignani Øster Yılmaz de~Souza van~der~Berg Dalla~Pietà Pérez Nowak""".split()
_GIVEN = "Ana Björn Chloé Đorđe Élise Fátima Giulia Håkan Inés José K. L. M. P. B.".split()
_WORDS = """dynamics of CAR-T cells in the γδ compartment against solid tumours after expansion with
    IL-2 and anti-CD3: a phase II study of Alzheimer's disease & cancer (at 5 % dose)""".split()
_JOURNALS = (
    "Journal of Translational Medicine",
    "Cancer Immunol Immunother",
    "Zeitschrift für Zellen",
)
_TYPES = ("article-journal",) * 6 + ("book", "chapter", "paper-conference", "thesis")

_MEASURED = """
import resource, sys, time
from pathlib import Path
text = Path(sys.argv[1]).read_bytes().decode()
{imports}
given = {given}
start = time.process_time()
result = {work}
seconds = time.process_time() - start
count = {count}
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count)
"""
_COMMAND = """
import resource, subprocess, sys, time
command = {command} + sys.argv[1:]
start = time.perf_counter()
subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, -1)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A program at work on a file: `code` prints seconds, MB and the number of entries (or -1)."""

    who: str
    what: str
    format_: str
    is_there: bool
    code: str


_PYBTEX = "from pybtex.database import parse_string as loads"
_PARSER = "from bibtexparser.entrypoint import parse_string, write_string"
_LIBRARIES = (
    ("pybtex", "read", "bibtex", _PYBTEX, "text", "loads(given, 'bibtex').entries"),
    ("pybtex", "write", "bibtex", _PYBTEX, "loads(text, 'bibtex')", "given.to_string('bibtex')"),
    ("bibtexparser", "read", "bibtex", _PARSER, "text", "parse_string(given).entries"),
    ("bibtexparser", "write", "bibtex", _PARSER, "parse_string(text)", "write_string(given)"),
    ("rispy", "read", "ris", "import rispy", "text", "rispy.loads(given)"),
    ("rispy", "write", "ris", "import rispy", "rispy.loads(text)", "rispy.dumps(given)"),
)  # fmt: skip
"""Who, what, which format, what is imported, what is given, and the work that is timed."""

_PROGRAMS = (
    ("bibtex", "pandoc -f bibtex -t csljson"),
    ("ris", "pandoc -f ris -t csljson"),
    ("csl-json", "pandoc -f csljson -t biblatex"),
    ("bibtex", "bib2xml -i utf8"),
    ("ris", "ris2xml -i utf8"),
)


def runs() -> list[Run]:
    """Return what is measured, cikrefs first."""
    found = []
    for name in WRITERS:
        setup = f"""from cikrefs.formats import FORMATS
loads, dumps = FORMATS[{name!r}].loads, FORMATS[{name!r}].dumps"""  # imports, as of the others
        found.append(_library("cikrefs", "read", name, setup, "text", "loads(given)"))
        found.append(_library("cikrefs", "write", name, setup, "loads(text)", "dumps(given)"))
    found += [_library(*row) for row in _LIBRARIES]
    return found + [_program(*row) for row in _PROGRAMS]


def _library(who: str, what: str, format_: str, imports: str, given: str, work: str) -> Run:
    count = "len(result)" if what == "read" else -1
    code = _MEASURED.format(imports=imports, given=given, work=work, count=count)
    return Run(who, what, format_, find_spec(who) is not None, code)


def _program(format_: str, command: str) -> Run:
    name, *options = command.split()
    path = _pandoc() if name == "pandoc" else shutil.which(name)
    code = _COMMAND.format(command=[path, *options])
    return Run(command, "convert", format_, path is not None, code)


def _pandoc() -> str | None:
    spec = find_spec("pypandoc")
    bundled = Path(spec.origin or "").parent / "files" / "pandoc" if spec else Path()
    return str(bundled) if bundled.is_file() else shutil.which("pandoc")


def reference(number: int, chance: random.Random) -> Reference:
    """Return the reference of this number, made of words drawn by `chance`."""
    families = chance.sample(_FAMILIES, chance.randint(1, 7))
    author = tuple(Name(one.replace("~", " "), chance.choice(_GIVEN)) for one in families)
    type_ = chance.choice(_TYPES)
    first = chance.randint(1, 900)
    return Reference(
        id=f"key{number}",
        type=type_,
        title=" ".join(chance.choices(_WORDS, k=chance.randint(5, 18))).capitalize(),
        author=author,
        container_title=chance.choice(_JOURNALS) if type_ not in {"book", "thesis"} else "",
        volume=str(chance.randint(1, 90)) if type_ == "article-journal" else "",
        issue=str(chance.randint(1, 12)) if type_ == "article-journal" else "",
        page=f"{first}-{first + chance.randint(1, 30)}" if type_ != "thesis" else "",
        publisher="Beispiel & Söhne" if type_ != "article-journal" else "",
        issued=Date(chance.randint(1970, 2025), chance.randint(1, 12)),
        DOI=f"10.5555/s{chance.randint(10000, 99999)}_{number}-w",
    )


def write(size: int, files: dict[str, Path]) -> None:
    """Write so many references into a file of each format."""
    chance = random.Random(0)  # noqa: S311  # repeatable
    references = [reference(number, chance) for number in range(size)]
    for name, file in files.items():
        file.write_bytes(FORMATS[name].dumps(references).encode())


def measure(run: Run, source: Path, limit: float) -> tuple[float, float, int] | None:
    """Return seconds, MB at the peak and entries, or None if it takes longer than `limit` s."""
    command = [sys.executable, "-c", run.code, str(source)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            printed, said = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
    if process.returncode:
        raise RuntimeError(f"{run.who}, {run.what} {run.format_}: {said.decode()[-2000:]}")
    seconds, megabytes, count = printed.split()
    return float(seconds), float(megabytes), int(count)


def row(run: Run, sources: dict[int, Path], limit: float) -> str:
    """Return a line of the table: entries a second and MB at each size, and how time grows."""
    cells: list[str] = []
    times: list[tuple[int, float]] = []
    for size, source in sources.items():
        measured = None if len(times) < len(cells) else measure(run, source, limit)
        if measured is None:
            cells.append(f"> {limit:.0f} s" if len(times) == len(cells) else "not tried")
            continue
        seconds, megabytes, count = measured
        times.append((size, seconds))
        lost = f", {count:,} entries only" if count not in {size, -1} else ""
        cells.append(f"{size / seconds:,.0f}/s, {megabytes:,.0f} MB{lost}")
    growth = ""
    if len(times) > 1 and len(times) == len(cells):
        (small, before), (large, after) = times[-2:]
        growth = f"n^{math.log(after / before) / math.log(large / small):.2f}"
    return f"| {run.who} | {run.what} {run.format_} | {' | '.join(cells)} | {growth} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--limit", type=float, default=120, help="seconds a run may take (120)")
    parser.add_argument("--only", default="", help="only programs whose name has this in it")
    options = parser.parse_args()
    chosen = [run for run in runs() if options.only in run.who]
    for name in sorted({run.who for run in chosen if not run.is_there}):
        print(f"not installed: {name}")
    with tempfile.TemporaryDirectory() as folder:
        files = {
            name: {
                size: Path(folder, f"{size}{FORMATS[name].extensions[0]}")
                for size in sorted(options.sizes)
            }
            for name in WRITERS
        }
        for size in options.sizes:
            # elsewhere, since a process's peak on Linux begins with that of the one that started it
            writing = Process(target=write, args=(size, {n: of[size] for n, of in files.items()}))
            writing.start()
            writing.join()
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
        sizes = [f"{size:,} entries" for size in sorted(options.sizes)]
        print(f"| who | what | {' | '.join(sizes)} | time grows like |")
        print("|" + "---|" * (len(sizes) + 3))
        for run in (run for run in chosen if run.is_there):
            print(row(run, files[run.format_], options.limit), flush=True)


if __name__ == "__main__":
    main()
