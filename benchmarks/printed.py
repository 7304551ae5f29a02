"""How well printed references are read, measured on gold files: `python benchmarks/printed.py DIR`.

DIR holds `*.jsonl.gz` files of labelled strings (`raw` and `gold`, or `reference` and its fields)
and of lists (`text` and `entries`). A field is right if it equals the label after folding case,
dashes and punctuation at its edges; accents must match. A string is right if every field is right
and none is invented. Of each level of confidence it prints how many strings have it and how many of
those are right. `--fails N` prints N strings read wrongly from each file, `--only NAME` reads
the files whose names begin so, `--sound` leaves out rows whose labels are marked as `suspect`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cikrefs.models import Reference
from cikrefs.printed import entries, loads, parse

REPORT = Path(__file__).parent.parent / "tests" / "data" / "report-references.md"
Fields = dict[str, str]
FIELDS = ("authors", "year", "title", "container", "volume", "issue", "pages", "doi")


def fold(value: str) -> str:
    value = re.sub(r"[-‐‑‒–—−\u00ad]+", "-", value.casefold()).replace("’", "'").replace("‘", "'")
    value = re.sub(r"[“”„]", '"', value)
    value = re.sub(r"\s*-\s*", "-", " ".join(value.split()))
    return value.strip(" .,;:()[]'\"*_")


def journal(reference: Reference) -> str:
    return reference.container_title


def read(reference: Reference) -> Fields:
    """Return what was read, in the words of the gold files."""
    surnames = [
        name.family or name.literal for name in reference.author if name.literal != "others"
    ]
    return {
        "authors": "|".join(fold(surname) for surname in surnames),
        "year": str(reference.issued.year) if reference.issued else "",
        "title": fold(reference.title),
        "container": fold(journal(reference)),
        "volume": fold(reference.volume),
        "issue": fold(reference.issue),
        "pages": fold(reference.page),
        "doi": fold(reference.DOI),
    }


def labelled(row: dict[str, Any]) -> Fields:
    """Return the gold fields of a row; a field the gold cannot tell is missing."""
    gold = row["gold"]
    fields = {name: fold(str(gold.get(name, ""))) for name in FIELDS if name != "authors"}
    if (
        isinstance(gold.get("authors"), list)
        and gold["authors"]
        and isinstance(gold["authors"][0], dict)
    ):
        fields["authors"] = "|".join(
            fold(name.get("family") or name.get("literal") or "") for name in gold["authors"]
        )
    if "segments" in gold:
        for name in ("volume", "issue", "doi"):
            del fields[name]
    if "doi_xml" in gold and fold(gold["doi_xml"]) in fold(row["raw"]):
        fields["doi"] = fold(gold["doi_xml"])
    return fields


class Score:
    """Counts of what is right, missed and invented, by style."""

    def __init__(self) -> None:
        self.strings: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        """strings of which every field is right"""
        self.levels: Counter[str] = Counter()
        self.whole_levels: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.patterns: Counter[str] = Counter()
        self.failed: dict[str, list[str]] = defaultdict(list)

    def add(self, style: str, string: str, level: str, got: Fields, gold: Fields) -> None:
        self.strings[style] += 1
        self.levels[level] += 1
        wrong = []
        for name, value in gold.items():
            self.labels[name] += bool(value)
            self.given[name] += bool(got[name])
            self.right[name] += bool(value) and got[name] == value
            if got[name] != value:
                wrong.append(name)
        if not wrong:
            self.whole[style] += 1
            self.whole_levels[level] += 1
            return
        pattern = "+".join(wrong)
        self.patterns[pattern] += 1
        lines = [f"[{style}] {' '.join(string.split())}"]
        lines += [f"      {name}: {got[name]!r}, not {gold[name]!r}" for name in wrong]
        self.failed[pattern].append("\n".join(lines))

    def print(self, title: str, seconds: float, fails: int, field: str) -> None:
        total, whole = self.strings.total(), self.whole.total()
        speed = f"{total / seconds:,.0f} strings/s"
        print(f"\n{title}: right {whole}/{total} = {share(whole, total)}, {speed}")
        for style, count in self.strings.most_common():
            print(
                f"  {style:28} {self.whole[style]:5}/{count:<5} {share(self.whole[style], count)}"
            )
        for level in ("exact", "full", "partial"):
            count, right = self.levels[level], self.whole_levels[level]
            print(
                f"  confidence {level:8} {share(count, total):>6} of the strings, "
                f"{share(right, count)} of these are right"
            )
        for name in self.labels:
            precision, recall = (
                ratio(self.right[name], self.given[name]),
                ratio(self.right[name], self.labels[name]),
            )
            f1 = ratio(2 * precision * recall, precision + recall)
            print(f"  {name:10} precision {precision:6.1%}  recall {recall:6.1%}  F1 {f1:6.1%}")
        print(
            "  wrong together:",
            ", ".join(f"{name} {count}" for name, count in self.patterns.most_common(12)),
        )
        chosen = [
            text for pattern, texts in self.failed.items() if field in pattern for text in texts
        ]
        for text in chosen[:: max(1, len(chosen) // max(1, fails))][:fails]:
            print("   ", text)


def share(part: int, whole: int) -> str:
    return f"{ratio(part, whole):.1%}"


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def strings(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, Fields]]:
    """Yield (style, string, gold fields)."""
    for row in rows:
        if "gold" in row:
            style = row["style"] + (" (suspect gold)" if "suspect" in row else "")
            yield style, row["raw"], labelled(row)
            if "raw_url" in row:
                gold = labelled(row)
                gold["doi"] = fold(row["gold"].get("doi") or row["gold"].get("doi_xml", ""))
                yield style + " with link", row["raw_url"], gold
        elif "ref" in row:
            yield "", row["ref"], {"doi": fold(row["doi"])}
        else:
            names = {
                "title": "atitle",
                "authors": "firstAuthor",
                "container": "jtitle",
                "volume": "volume",
                "pages": "firstPage",
            }
            yield (
                "",
                row["reference"],
                {name: fold(row[key]) for name, key in names.items() if row.get(key)},
            )


def comparable(got: Fields, gold: Fields, *, pdf: bool, cut: bool) -> Fields:
    """Return what was read as the gold has it; strings from PDFs have first author and page.

    With `cut`, a label that is the beginning of the title read is right.
    """
    if pdf:
        got = {**got, "authors": got["authors"].split("|")[0], "pages": got["pages"].split("-")[0]}
        printed, label = alphanumeric(got["title"]), alphanumeric(gold.get("title", ""))
        if printed == label or (cut and len(label) > 3 and printed.startswith(label)):
            got["title"] = gold.get("title", "")  # these labels end where italics begin
    return {name: got[name] for name in gold}


def score_strings(rows: list[dict[str, Any]], *, cut: bool = False) -> tuple[Score, float]:
    score = Score()
    given = list(strings(rows))
    start = time.perf_counter()
    references = [parse(string) for _, string, _ in given]
    seconds = time.perf_counter() - start
    for (style, string, gold), reference in zip(given, references, strict=True):
        gold.pop("type", None)
        got = comparable(read(reference), gold, pdf="gold" not in rows[0], cut=cut)
        score.add(style, string, reference.source.confidence or "none", got, gold)
    return score, seconds


def alphanumeric(entry: str) -> str:
    return re.sub(r"[\W_]+", "", entry)


def score_lists(rows: list[dict[str, Any]], fails: int) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    worst: list[tuple[float, str]] = []
    start = time.perf_counter()
    for row in rows:
        labels = zip(row["entries"], row["labels"], strict=True)
        gold = Counter(alphanumeric(entry.removeprefix(label)) for entry, label in labels)
        found = entries(row["text"])
        got = Counter(alphanumeric(entry.text) for entry in found)
        right = (gold & got).total()
        counts[row["style"]] += Counter(right=right, gold=gold.total(), got=got.total())
        wrong = [entry.text[:90] for entry in found if alphanumeric(entry.text) not in gold]
        f1 = ratio(2 * right, gold.total() + got.total())
        worst.append((f1, f"{row['id']} {row['style']}: F1 {f1:.1%}, no entry: {wrong[:1]}"))
    seconds = time.perf_counter() - start
    for _, text in sorted(worst)[:fails]:
        print("   ", text)
    counts["all"] = sum(counts.values(), Counter[str]())
    for style, count in counts.items():
        f1 = ratio(2 * count["right"], count["gold"] + count["got"])
        numbers = f"{count['right']} right, {count['gold']} gold, {count['got']} given"
        print(f"  {style:28} entry F1 {f1:6.1%}  ({numbers})")
    print(f"  {counts['all']['gold'] / seconds:,.0f} entries/s")


def lengths() -> None:
    """Print how long lists of 100, 1,000 and 9,000 entries take, the report's over and over."""
    printed = entries(REPORT.read_text(encoding="utf-8"))
    for number in (100, 1000, 9000):
        items = (f"{i + 1}. {printed[i % len(printed)].text}" for i in range(number))
        document = "References\n\n" + "\n".join(items)
        start = time.perf_counter()
        found = len(loads(document))
        print(
            f"{number:>6} entries in one list: {time.perf_counter() - start:6.2f} s, {found} read"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="without it: how time grows")
    parser.add_argument("--fails", type=int, default=0)
    parser.add_argument("--field", default="", help="with --fails: only where this field is wrong")
    parser.add_argument("--only", default="")
    parser.add_argument("--sound", action="store_true", help="without labels that look wrong")
    arguments = parser.parse_args()
    if arguments.folder is None:
        lengths()
        return
    for path in sorted(arguments.folder.glob(f"{arguments.only}*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        if "entries" in rows[0]:
            print(f"\n{path.name}")
            score_lists(rows, arguments.fails)
        else:
            rows = [row for row in rows if not (arguments.sound and "suspect" in row)]
            score, seconds = score_strings(rows)
            score.print(path.name, seconds, arguments.fails, arguments.field)
            if "reference" in rows[0]:
                score, seconds = score_strings(rows, cut=True)
                name = (
                    f"{path.name}, titles that the label cuts short (at italics) counted as right"
                )
                score.print(name, seconds, 0, "")


if __name__ == "__main__":
    main()
