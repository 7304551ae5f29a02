"""How often a list comes out as citeproc-js, which Zotero formats with, would print it.

    python -m benchmarks.lists NODE_MODULES LOCALES

NODE_MODULES is the folder of that name where `npm install citeproc` was run, LOCALES has CSL's
locale files, as new as pandoc's (`citeproc/data/locales` of PyPI's citeproc-py). The styles are
those of the extra `styles`. The works are the report's 18 and one of each CSL type, in 60 styles.
An entry counts as the same if every character and its marks (italic, bold, small capitals, raised,
lowered) are; whether the order is the same is asked apart. Three things are compared with citeproc-
js: the HTML that pandoc writes itself from the same CSL-JSON, cikrefs' HTML, and the characters of
cikrefs' text. Then the differences are listed, the most frequent first; those that pandoc's own
HTML has too are "pandoc", the others "ours".
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from cikrefs import keys, pandoc
from cikrefs.documents import trees
from cikrefs.formats.csl import json as csl_json
from cikrefs.lists import OUTPUTS, engine, styles
from cikrefs.lists.model import FormattedList
from cikrefs.models import Reference
from tests.strangers.samples import REPORT, SAMPLES

STYLES = """
    acm-sig-proceedings american-anthropological-association
    american-association-for-cancer-research american-chemical-society
    american-geophysical-union american-institute-of-physics american-medical-association
    american-physics-society american-political-science-association
    american-society-for-microbiology american-society-of-civil-engineers
    american-sociological-association angewandte-chemie annual-reviews apa
    association-for-computing-machinery biomed-central bmj cell chicago-author-date
    chicago-notes-bibliography copernicus-publications cse-citation-sequence cse-name-year
    current-opinion din-1505-2 ecology elsevier-harvard elsevier-vancouver elsevier-with-titles
    elsevier-without-titles embo-press frontiers gost-r-7-0-5-2008-numeric
    harvard-cite-them-right ieee iso690-author-date-en iso690-numeric-en
    journal-of-clinical-oncology mhra-author-date mhra-notes modern-language-association
    multidisciplinary-digital-publishing-institute nature nlm-citation-sequence
    nucleic-acids-research oxford-journals-scimed-author-date plos pnas
    royal-society-of-chemistry sage-harvard sage-vancouver science springer-basic-author-date
    springer-basic-brackets springer-vancouver-brackets
    taylor-and-francis-national-library-of-medicine the-lancet
    the-new-england-journal-of-medicine trends-journals
""".split()

NORMALISED = (
    # what no reader of a list sees: from, to, why
    ("\u00a0", " ", "blanks that do not break, which only some of the three write"),
    ("\u202f", " ", "the same, narrow"),
    ("’", "'", "citeproc-js bends every apostrophe, cikrefs those of the print"),
)

COLUMNS = ("pandoc", "HTML", "text")

_TAGS = {"i": "i", "em": "i", "b": "b", "strong": "b", "sup": "p", "sub": "q", "u": "u"}
_SMALL = re.compile(r"small-?caps")
_UPRIGHT = re.compile(r"font-style: ?normal|csl-no-emph")
_LIGHT = re.compile(r"font-weight: ?normal|csl-no-strong")
_BLOCKS = frozenset({"div", "p"})

Marked = str
"""An entry's characters, each stretch of marks before it in braces: "{i}Nature{} 5"."""


def normalised(text: str) -> str:
    for old, new, _ in NORMALISED:
        text = text.replace(old, new)
    return text


def marked(element: trees.Element) -> Marked:
    """Return what a reader sees of an HTML element."""
    pieces = [
        (char, "".join(sorted(marks)))
        for text, marks in _pieces(element, frozenset())
        for char in normalised(text)
    ]
    shown, last, blank = "", "", True
    for char, marks in pieces:
        if char.isspace():
            shown, blank = shown + ("" if blank else " "), True
            continue
        shown += char if marks == last else f"{{{marks}}}{char}"
        last, blank = marks, False
    return shown.strip()


def _pieces(element: trees.Element, marks: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    tag, looks = trees.name(element), f"{element.get('style')} {element.get('class')}"
    if tag in _TAGS:
        marks |= {_TAGS[tag]}
    if _SMALL.search(looks):
        marks |= {"c"}
    marks -= {mark for mark, off in (("i", _UPRIGHT), ("b", _LIGHT)) if off.search(looks)}
    around = " " if tag in _BLOCKS else ""
    yield around + (element.text or ""), marks
    for child in element:
        yield from _pieces(child, marks)
        yield child.tail or "", marks
    yield around, marks


def by_id(page: str) -> dict[str, Marked]:
    """Return the entries of a list in HTML, pandoc's or cikrefs', by the id of their reference."""
    root = trees.html(f"<body>{page}</body>")
    found = {}
    for div in () if root is None else root.iter("div"):
        if "csl-entry" in (div.get("class") or "").split():
            id_ = div.get("data-csl-entry-id") or (div.get("id") or "").removeprefix("ref-")
            found[id_] = marked(div)
    return found


def judged(
    modules: Path, locales: Path, text: str, paths: dict[str, Path]
) -> dict[str, dict[str, Marked]]:
    """Return what citeproc-js makes of the CSL-JSON `text` in each style."""
    given = {
        "items": json.loads(text),
        "styles": {name: path.read_text(encoding="utf-8") for name, path in paths.items()},
    }
    command = ["node", str(Path(__file__).with_name("judge.cjs")), str(modules), str(locales)]
    done = subprocess.run(
        command, input=json.dumps(given).encode(), capture_output=True, check=True
    )
    made = json.loads(done.stdout)
    for name, entries in made.items():
        if isinstance(entries, str):
            sys.exit(f"citeproc-js fails on {name}: {entries}")
    return {
        name: unnumbered({id_: by_html(entry) for id_, entry in entries})
        for name, entries in made.items()
    }


def by_html(entry: str) -> Marked:
    root = trees.html(f"<body>{entry}</body>")
    return "" if root is None else marked(root)


def unnumbered(entries: dict[str, Marked]) -> dict[str, Marked]:
    """Return the entries that print anything, "N" for the number each has by its place."""
    printed = {id_: entry for id_, entry in entries.items() if entry}
    return {
        id_: re.sub(rf"^((?:\{{\w+\}})?[\[(]?){place}(?!\d)", r"\1N", entry)
        for place, (id_, entry) in enumerate(printed.items(), 1)
    }


def plain(entry: Marked) -> str:
    return re.sub(r"\{[a-z]*\}", "", entry)


def by_pandoc(text: str, path: Path) -> dict[str, Marked]:
    options = ("-f", "csljson", "-t", "html", "--wrap=none", "--citeproc", "--csl", str(path))
    page = pandoc.run([*options, "-M", "link-bibliography=false"], text).decode()
    return unnumbered(by_id(page))


def by_cikrefs(formatted: FormattedList) -> tuple[dict[str, Marked], dict[str, str]]:
    """Return the entries of cikrefs' HTML, and the characters of its text."""
    page = OUTPUTS["html"].dumps(formatted, fragment=True).decode()
    lines = OUTPUTS["text"].dumps(formatted).decode().splitlines()
    texts = {
        item.reference.id: " ".join(normalised(line).split())
        for item, line in zip(formatted.items, lines, strict=True)
    }
    return unnumbered(by_id(page)), unnumbered(texts)


def differences(one: Marked, other: Marked) -> Iterator[tuple[str, str]]:
    """Yield the words that differ, as they stand in each."""
    left, right = one.split(" "), other.split(" ")
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            yield " ".join(left[a:b]), " ".join(right[c:d])


def compare(modules: Path, locales: Path, works: Iterable[Reference]) -> None:
    references = keys.assign(works)
    text = csl_json.dumps(references)
    found = {name: styles.find(name, on_notice=print) for name in STYLES}
    right = judged(modules, locales, text, {name: style.path for name, style in found.items()})
    total: Counter[str] = Counter()
    different: dict[tuple[str, str, str], list[str]] = {}
    print(f"{'':52}{'entries':>8}{'pandoc':>8}{'HTML':>8}{'text':>8}  order")
    for name, style in found.items():
        entries = right[name]
        pandocs = by_pandoc(text, style.path)
        htmls, texts = by_cikrefs(engine.format_list(references, style))
        row = Counter(
            entries=len(entries),
            pandoc=sum(pandocs.get(id_) == entry for id_, entry in entries.items()),
            HTML=sum(htmls.get(id_) == entry for id_, entry in entries.items()),
            text=sum(texts.get(id_) == plain(entry) for id_, entry in entries.items()),
            order=[*entries] == [*htmls],
        )
        total += row
        order = "same" if row["order"] else "differs"
        numbers = "".join(f"{row[one]:8}" for one in ("entries", *COLUMNS))
        print(f"{name:52}{numbers}  {order}")
        for id_, entry in entries.items():
            whose = "pandoc" if pandocs.get(id_) == htmls.get(id_) else "ours"
            for pair in differences(entry, htmls.get(id_, "")):
                different.setdefault((whose, *pair), []).append(f"{id_} in {name}")
    shares = "".join(f"{total[one] / total['entries']:8.1%}" for one in COLUMNS)
    print(f"{'all':52}{total['entries']:8}{shares}  same in {total['order']}\n")
    print("whose   times  citeproc-js → cikrefs (first place)")
    for (whose, one, other), places in sorted(different.items(), key=lambda item: -len(item[1])):
        print(f"{whose:6}{len(places):7}  {one} → {other} ({places[0]})")
    print()


def timed() -> None:
    """Print how long `cikrefs list` takes from start to finish, the best of three."""
    many = [
        replace(reference, id=f"k{number}", DOI=f"10.5555/{number}")
        for number, reference in enumerate(REPORT[n % len(REPORT)] for n in range(1000))
    ]
    runs = (
        ("18 in cikrefs' own style", REPORT, ()),
        ("18 in nature", REPORT, ("--style", "nature")),
        ("1,000 in cikrefs' own style", many, ()),
        ("1,000 in nature", many, ("--style", "nature")),
    )
    with tempfile.TemporaryDirectory() as folder:
        for title, references, options in runs:
            source = Path(folder, "list.json")
            source.write_text(csl_json.dumps(references), encoding="utf-8")
            command = [sys.executable, "-m", "cikrefs", "list", str(source), *options]
            best = min(_seconds([*command, "-o", f"{folder}/list.html"]) for _ in range(3))
            print(f"{title:40}{best:8.2f} s")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    modules, locales = sys.argv[1:]
    compare(Path(modules), Path(locales), (*REPORT, *SAMPLES))
    timed()


if __name__ == "__main__":
    main()
