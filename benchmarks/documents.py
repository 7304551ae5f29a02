"""How well documents are read, by kind: entries, fields, time and memory.

    python -m benchmarks.documents FOLDER [--articles 3] [--only pdf] [--fails 2]

FOLDER holds JATS articles (`jats-*.xml`), whose tags are the answer, and perhaps `minimal/`, small
constructed documents. The articles are read as they are and as `typesetting` sets them; Chromium
prints the PDFs, and without it they are left out. An entry is right if its letters and digits are
those that were set; where there are fields and no print, if title and year are. "exact": of the
entries that were set, the share whose every field is as tagged. Each kind is read by a process of
its own, its grammar compiled before: seconds of computing are the most that a document takes,
memory is the process's peak or that of the process that reads PDFs, whichever is more.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import which
from typing import Any

from benchmarks import typesetting as set_
from benchmarks.printed import alphanumeric, fold, ratio
from benchmarks.typesetting import Article, Work, apa, ieee, numbered, vancouver

_READ = """
import json, resource, sys
from cikrefs import errors, files
from cikrefs.printed import parse
from benchmarks.printed import read
parse("Liu T, Pu J. A title. J Transl Med. 2020;3:4-5.")
def spent():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used), max(one.ru_maxrss for one in used)
for path in sys.argv[1:]:
    before, _ = spent()
    try:
        found = files.read_contents(path, on_problem=lambda problem: None).references
    except errors.InputError as error:
        found = []
        print(path, error, file=sys.stderr)
    after, memory = spent()
    rows = [[one.source.text, read(one)] for one in found]
    print(json.dumps({"found": rows, "seconds": after - before, "megabytes": memory / 1024}))
"""
_MINIMAL = {
    "appendix-short.txt": 2, "appendix-swallowed.txt": 20, "element-beside-mixed.xml": 2,
    "entries.txt": 10, "highwire-nested-ol.html": 2, "line-numbers.txt": 3,
    "marker-anchors.md": 2, "no-heading.txt": 30, "thebibliography.tex": 3,
    "year-suffix-crash.xml": 1, "zotero-field.docx": 1,
}  # fmt: skip
"""How many references each of the small documents has."""

_RUNNING = (
    "@page{margin:22mm 18mm;@top-center{content:'A short title of the article';font-size:8pt}}"
)
_TWO = "body{columns:2;column-gap:7mm;font-size:9pt}"
_HANGING = ".e{padding-left:2em;text-indent:-2em}"
_APPENDIX = "<h3>A Details of the methods</h3>" + "".join(
    f"<p>In the first part (see 2.{at}) we set the rate to 0.{at}, as Smith et al. did in 201{at},"
    " and changed it by a tenth in each of the runs, until no more could be seen.</p>"
    for at in range(9)
)


def _pdf(  # a page has so many traits
    style: set_.Style, label: str, css: str, heading: str = "References", after: str = ""
) -> Callable[[Article], bytes]:
    def made(article: Article) -> bytes:
        works = article.works if label else sorted(article.works, key=apa)
        printed = numbered(works, style, label) if label else [style(work) for work in works]
        return set_.pdf(set_.page(article, printed, heading, css, after))

    return made


def _lines(*, right: bool) -> Callable[[Article], bytes]:
    def made(article: Article) -> bytes:
        printed = [apa(work) for work in sorted(article.works, key=apa)]
        return set_.pdf(set_.lines_page(article, printed, right=right))

    return made


KINDS: dict[str, tuple[str, set_.Style | None, Callable[[Article], bytes | str]]] = {
    "jats": (".xml", None, lambda article: article.path.read_bytes()),
    "pdf one column": (".pdf", vancouver, _pdf(vancouver, "%d. ", "")),
    "pdf two columns": (".pdf", vancouver, _pdf(vancouver, "%d. ", _TWO + _RUNNING)),
    "pdf no heading": (".pdf", ieee, _pdf(ieee, "[%d] ", _TWO, heading="")),
    "pdf hanging": (".pdf", apa, _pdf(apa, "", _HANGING + _RUNNING)),
    "pdf hanging, two": (".pdf", apa, _pdf(apa, "", _HANGING + _TWO + _RUNNING)),
    "pdf flush": (".pdf", apa, _pdf(apa, "", "")),
    "pdf appendix": (".pdf", vancouver, _pdf(vancouver, "%d. ", "", after=_APPENDIX)),
    "pdf lines left": (".pdf", apa, _lines(right=False)),
    "pdf lines right": (".pdf", apa, _lines(right=True)),
    "html link words": (".html", vancouver, set_.link_words),
    "html nested lists": (".html", None, set_.nested_lists),
    "html paragraphs": (".html", None, set_.paragraphs),
    "docx zotero": (".docx", None, set_.word),
    "tex": (".tex", vancouver, set_.thebibliography),
    "bbl": (".bbl", None, set_.bbl),
}
"""Each kind's file extension, the style its entries are printed in if any, and what makes it."""


def gold(work: Work) -> dict[str, str]:
    """Return the fields of a work as `benchmarks.printed` compares them."""
    families = (fold(family) for family, _ in work.authors)
    named = {"year": work.year, "title": work.title, "container": work.source}
    named |= {"volume": work.volume, "issue": work.issue, "pages": work.pages, "doi": work.doi}
    return {"authors": "|".join(families), **{name: fold(text) for name, text in named.items()}}


def read(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield what was read of each file, seconds and peak memory so far."""
    command = [sys.executable, "-c", _READ, *map(str, paths)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    yield from map(json.loads, done.stdout.splitlines())


def score(kind: str, articles: Sequence[Article], folder: Path, fails: int) -> str:
    """Make the documents of a kind, read them, and return a line of the table."""
    extension, style, made = KINDS[kind]
    paths = []
    for number, article in enumerate(articles):
        content = made(article)
        paths.append(folder / f"{kind.replace(' ', '-').replace(',', '')}-{number}{extension}")
        paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
    counts = Counter[str]()
    seconds = megabytes = 0.0
    for article, answer in zip(articles, read(paths), strict=True):
        _count(counts, kind, style, article, answer["found"], fails)
        seconds = max(seconds, answer["seconds"])
        megabytes = max(megabytes, answer["megabytes"])
    f1 = ratio(2 * counts["right"], counts["set"] + counts["read"])
    exact = ratio(counts["exact"], counts["tagged"])
    numbers = f"{len(articles)} | {counts['set']} | {counts['read']}"
    return f"| {kind} | {numbers} | {f1:.1%} | {exact:.1%} | {seconds:.1f} | {megabytes:.0f} |"


def _count(
    counts: Counter[str],
    kind: str,
    style: set_.Style | None,
    article: Article,
    found: Any,
    fails: int,
) -> None:
    """Count what was set, read and right in one document."""
    wanted = [gold(work) for work in article.works]
    if kind == "html paragraphs":
        wanted = [{**one, "issue": ""} for one in wanted]
    fields = Counter(json.dumps(one, sort_keys=True) for one in wanted)
    got = Counter(json.dumps(one, sort_keys=True) for _, one in found)
    counts.update(tagged=len(wanted), exact=(fields & got).total())
    if style:
        said = Counter(alphanumeric(style(work)) for work in article.works)
        given = Counter(alphanumeric(text or "") for text, _ in found)
    else:
        said = Counter(f"{one['title']} {one['year']}" for one in wanted)
        given = Counter(f"{one['title']} {one['year']}" for _, one in found)
    if kind == "jats":  # all its references are read, more than those with tags that tell
        more = article.count - len(wanted)
        counts.update(set=article.count, read=len(found), right=(said & given).total() + more)
    else:
        counts.update(set=len(wanted), read=len(found), right=(said & given).total())
    for text in [*(given - said)][:fails] if kind != "jats" else []:
        print(f"    {kind}: no such entry: {text[:200]}")
    for text in [*(fields - got)][:fails]:
        title = json.loads(text)["title"]
        near = next(
            (json.dumps(one) for _, one in found if one["title"][:20] == title[:20]), "none"
        )
        print(f"    {kind}: not read: {text}\n       instead: {near}")


def minimal(folder: Path) -> Iterator[str]:
    """Yield a line for each small document in which another number of references is read."""
    paths = [folder / name for name in _MINIMAL if (folder / name).is_file()]
    answers = list(read(paths)) if paths else []
    for path, answer in zip(paths, answers, strict=True):
        number, wanted = len(answer["found"]), _MINIMAL[path.name]
        if number != wanted:
            yield f"minimal/{path.name}: {number} references, not {wanted}"
    yield f"minimal: {len(paths)} documents read"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=3, help="of each kind (3); 0 means all")
    parser.add_argument("--only", default="", help="only kinds whose name has this in it")
    parser.add_argument("--fails", type=int, default=0, help="show so many failures a document")
    parser.add_argument("--keep", type=Path, help="leave the documents in this folder")
    options = parser.parse_args()
    articles = set_.articles(options.folder)
    if options.articles:
        step = max(1, len(articles) // options.articles)
        articles = articles[step // 2 :: step][: options.articles]
    kinds = [kind for kind in KINDS if options.only in kind]
    if not which("chromium"):
        print("no Chromium: PDFs are left out")
        kinds = [kind for kind in kinds if not kind.startswith("pdf")]
    print("| kind | documents | set | read | entry F1 | exact | most s | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            print(score(kind, articles, folder, options.fails), flush=True)
    if not options.only:
        print("\n".join(minimal(options.folder / "minimal")))


if __name__ == "__main__":
    main()
