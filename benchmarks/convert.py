"""How long cikrefs takes to turn a .bib of N entries into RIS, beside pybtex's mere reading of it.

    python benchmarks/convert.py [N]

The entries are constructed, each with names, a title and a DOI of its own. Each run is a process of
its own, so that its peak memory is its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

FAMILIES = "Liu Pu D'Ambrosio Sangiolo Leuci Mesiano Grignani Vordermark Sharma Pisani".split()
RUNS = {
    "cikrefs, .bib to .ris": (
        "from cikrefs.formats import bibtex, ris\n"
        "target.write_bytes(ris.dumps(bibtex.loads(source.read_text('utf-8'))).encode())"
    ),
    "cikrefs, .bib read": (
        "from cikrefs.formats import bibtex\nbibtex.loads(source.read_text('utf-8'))"
    ),
    "pybtex, .bib read": (
        "from pybtex.database import parse_string\n"
        "parse_string(source.read_text('utf-8'), 'bibtex')"
    ),
}
MEASURED = """
import resource, sys, time
from pathlib import Path
source, target = map(Path, sys.argv[1:])
start = time.perf_counter()
{run}
seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def entry(number: int) -> str:
    authors = " and ".join(
        f"{family}{(number * step) % 997}, {chr(65 + number % 26)}. {chr(65 + step)}."
        for step, family in enumerate(FAMILIES[: 3 + number % 7])
    )
    return (
        f"@article{{key{number},\n"
        f"  author = {{{authors} and de Souza, P. B. and {{Group {number}}}}},\n"
        f'  title = {{Dynamics of {{CAR}} cells {{\\"u}}ber $\\gamma$ in study {number}}},\n'
        f"  journal = {{Cancer Immunol Immunother}},\n  volume = {{{number % 90}}},\n"
        f"  number = {{1}},\n  pages = {{{number}--{number + 9}}},\n"
        f"  year = {{{1990 + number % 35}}},\n  month = nov,\n"
        f"  doi = {{10.1007/s00262-024-{number:05}-w}}\n}}\n"
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source.bib"), Path(folder, "target.ris")
        source.write_text("\n".join(map(entry, range(count))), encoding="utf-8")
        print(f"{count} entries, {source.stat().st_size / 1e6:.1f} MB")
        print(f"{'':24}{'seconds':>9}{'MB at peak':>12}")
        for name, run in RUNS.items():
            command = [sys.executable, "-c", MEASURED.format(run=run), str(source), str(target)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, megabytes = map(float, done.stdout.split())
            print(f"{name:24}{seconds:9.2f}{megabytes:12.0f}")
        print(f"records written: {target.read_text('utf-8').count('ER  - ')}")


if __name__ == "__main__":
    main()
