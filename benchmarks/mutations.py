"""What the check catches and what it wrongly blames: right references, corrupted and varied.

    python -m benchmarks.mutations [FOLDER]…

Right references are made from records: the 18 constructed ones, and, if FOLDERs are given, every
real Crossref record in their *.jsonl and *.jsonl.gz files (one item a line, bare or under "work"),
of which benchmarks.variations and benchmarks.fabrications make more. Each is corrupted in every way
that can go wrong, and varied in every way that must not matter. A corruption is caught if the check
has an error or a warning; a variation is blamed if it has an error.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cikrefs.checks import check
from cikrefs.models import OTHERS, Check, Date, Name, Notice, Record, Reference
from cikrefs.names import abbreviated as initials
from cikrefs.registry import Answer, Query
from cikrefs.registry.records import crossref_record
from tests.constructed_server import constructed_works
from tests.registry.fake import FakeRegistry


@dataclass(frozen=True)
class Case:
    """A right reference, its record, another reference and its record, and chance."""

    reference: Reference
    record: Record
    other: Reference
    rng: random.Random


Change = Callable[[Case], Reference | None]
"""Returns the changed reference, or None where it does not apply."""


def printed(record: Record) -> Reference:
    """Return a reference that prints `record` as a journal would: initials, first values."""
    return Reference(
        id=record.DOI,
        type=record.type,
        title=record.title[0] if record.title else "",
        author=tuple(replace(name, given=initials(name.given)) for name in record.author),
        editor=record.editor,
        container_title=record.container_title[0] if record.container_title else "",
        volume=record.volume,
        issue=record.issue,
        page=record.page[0] if record.page else "",
        issued=record.issued[0] if record.issued else None,
        DOI=record.DOI,
    )


def swap_digits(text: str, rng: random.Random) -> str | None:
    spots = [
        i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]
    ]
    if not spots:
        return None
    i = rng.choice(spots)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def other_digit(text: str, rng: random.Random) -> str | None:
    spots = [i for i, char in enumerate(text) if char.isdigit()]
    if not spots:
        return None
    i = rng.choice(spots)
    return text[:i] + rng.choice([d for d in "123456789" if d != text[i]]) + text[i + 1 :]


def with_(field: str, change: Callable[[str, random.Random], str | None]) -> Change:
    """Return a change of one text field."""

    def changed(case: Case) -> Reference | None:
        value = getattr(case.reference, field)
        new = change(value, case.rng) if value else None
        changes: dict[str, Any] = {field: new}
        return replace(case.reference, **changes) if new and new != value else None

    return changed


def with_authors(
    change: Callable[[tuple[Name, ...], random.Random], Sequence[Name] | None],
) -> Change:
    """Return a change of the authors of a work by two or more people."""

    def changed(case: Case) -> Reference | None:
        authors = case.reference.author
        if len(authors) < 2 or any(name.literal or not name.given for name in authors):
            return None
        new = change(authors, case.rng)
        return replace(case.reference, author=tuple(new)) if new and tuple(new) != authors else None

    return changed


def with_year(change: Callable[[int], int]) -> Change:
    def changed(case: Case) -> Reference | None:
        issued = case.reference.issued
        year = change(issued.year) if issued else 0
        if not issued or year in {date.year for date in case.record.issued}:
            return None
        return replace(case.reference, issued=Date(year))

    return changed


def misspelt(authors: tuple[Name, ...], rng: random.Random, which: int) -> list[Name] | None:
    name = authors[which]
    if len(name.family) < 4:
        return None
    i = rng.randrange(1, len(name.family) - 1)
    letter = rng.choice([c for c in "aeiounrst" if c != name.family[i].lower()])
    new = list(authors)
    new[which] = replace(name, family=name.family[:i] + letter + name.family[i + 1 :])
    return new


def wrong_initial(authors: tuple[Name, ...], rng: random.Random) -> list[Name]:
    new = list(authors)
    i = rng.randrange(len(new))
    letters = {char for char in new[i].given.upper() if char.isalpha()}
    letters |= {new[i].family[:1].upper()}
    new[i] = replace(new[i], given=f"{rng.choice(sorted(set('BDFGHKLMNPRSTVW') - letters))}.")
    return new


def truncated(title: str, rng: random.Random) -> str | None:
    words = title.split()
    if len(words) < 8:
        return None
    cut = rng.randrange(len(words) // 2, len(words) - 1)
    if re.search(r"[:;.?!—–-]$", words[cut - 1]) or words[cut][:1] in "–—-([":
        return None
    return " ".join(words[:cut])


def word_swapped(title: str, rng: random.Random) -> str | None:
    words = title.split()
    spots = [i for i, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if len(words) < 4 or not spots:
        return None
    words[rng.choice(spots)] = rng.choice(["gastric", "murine", "phase", "chronic", "novel"])
    return " ".join(words)


INVENTED = Name("Quenneville", "X. Y.")


def leaked(case: Case) -> Reference | None:
    """Print "27(16)" for volume 16 of the 27th."""
    day = next((date.day for date in case.record.issued if date.day), None)
    if not case.reference.volume or not day or str(day) == case.reference.volume:
        return None
    return replace(case.reference, volume=str(day), issue=case.reference.volume)


def doi_of_other(case: Case) -> Reference:
    return replace(case.reference, DOI=case.other.DOI)


def swapped_letters(doi: str, rng: random.Random) -> str | None:
    registrant, _, name = doi.partition("/")
    spots = [i for i in range(len(name) - 1) if name[i].lower() != name[i + 1].lower()]
    if not spots:
        return None
    i = rng.choice(spots)
    return f"{registrant}/{name[:i]}{name[i + 1]}{name[i]}{name[i + 2 :]}"


CORRUPTIONS: dict[str, Change] = {
    "DOI: a digit": with_("DOI", other_digit),
    "DOI: two characters swapped": with_("DOI", swapped_letters),
    "DOI: truncated": with_("DOI", lambda doi, rng: doi[: -rng.randint(1, 3)]),
    "DOI: /full behind": with_("DOI", lambda doi, _: f"{doi}/full"),
    "DOI: .pdf behind": with_("DOI", lambda doi, _: f"{doi}.pdf"),
    "DOI: another reference's": doi_of_other,
    "year: one less": with_year(lambda year: year - 1),
    "year: one more": with_year(lambda year: year + 1),
    "year: far off": with_year(lambda year: year - 17),
    "year: future": with_year(lambda _: 2031),
    "volume: digit": with_("volume", other_digit),
    "issue: digit": with_("issue", other_digit),
    "volume and issue swapped": lambda c: (
        replace(c.reference, volume=c.reference.issue, issue=c.reference.volume)
        if c.reference.issue and c.reference.issue != c.reference.volume and c.reference.volume
        else None
    ),
    "volume: day leaked in": leaked,
    "page: digits swapped": with_("page", swap_digits),
    "page: digit": with_("page", other_digit),
    "authors: first two swapped": with_authors(lambda a, _: (a[1], a[0], *a[2:])),
    "authors: one added": with_authors(lambda a, _: (*a, INVENTED)),
    "authors: one replaced": with_authors(lambda a, _: (*a[:-1], INVENTED)),
    "authors: first replaced": with_authors(lambda a, _: (INVENTED, *a[1:])),
    "authors: last dropped": with_authors(lambda a, _: a[:-1]),
    "authors: first dropped": with_authors(lambda a, _: a[1:]),
    "authors: first misspelt": with_authors(lambda a, rng: misspelt(a, rng, 0)),
    "authors: last misspelt": with_authors(lambda a, rng: misspelt(a, rng, -1)),
    "authors: wrong initial": with_authors(wrong_initial),
    "title: truncated": with_("title", truncated),
    "title: a word swapped": with_("title", word_swapped),
    "title: another work's": lambda c: (
        replace(c.reference, title=c.other.title) if c.other.title else None
    ),
    "journal: another": lambda c: (
        replace(c.reference, container_title=c.other.container_title)
        if c.reference.container_title
        and c.other.container_title not in ("", *c.record.container_title)
        else None
    ),
    "chimera: another's authors": lambda c: (
        replace(c.reference, author=c.other.author)
        if c.reference.author and c.other.author
        else None
    ),
    "chimera: another's title and DOI": lambda c: replace(
        c.reference, title=c.other.title, DOI=c.other.DOI
    ),
    "invented, unregistered DOI": lambda c: replace(
        c.reference, title=f"Invented {c.reference.title[:9]}", DOI="10.5555/invented.1"
    ),
    "invented, real DOI": lambda c: replace(
        c.reference, title="A study that was never done", author=(INVENTED,), page="99", volume="99"
    ),
    "invented, no DOI": lambda c: replace(
        c.reference,
        type="article-journal",
        title="Quixotic zebrafish harpsichords",
        author=(INVENTED,),
        container_title="J Never",
        DOI="",
    ),
}


def et_al(count: int) -> Change:
    return with_authors(lambda a, _: (*a[:count], OTHERS) if len(a) > count else None)


def folded(text: str) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def written_out(text: str) -> str:
    for letter, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ø", "oe")):
        text = text.replace(letter, written)
    return text


def families(change: Callable[[str], str]) -> Change:
    return with_authors(lambda a, _: [replace(name, family=change(name.family)) for name in a])


def givens(change: Callable[[str], str]) -> Change:
    return with_authors(lambda a, _: [replace(name, given=change(name.given)) for name in a])


def abbreviated(title: str, _: random.Random) -> str | None:
    """Abbreviate a journal's name as ISO 4 would: small words left out, long words cut."""
    words = [
        word
        for word in re.findall(r"\w+", title)
        if word.lower() not in ("of", "the", "and", "for", "in")
    ]
    if len(words) < 2:
        return None
    return " ".join(word if len(word) < 5 else word[: max(3, len(word) // 2)] for word in words)


def short_last_page(page: str, _: random.Random) -> str | None:
    match = re.fullmatch(r"(\d+)-(\d+)", page)
    if not match or len(match[1]) != len(match[2]) or match[1] == match[2]:
        return None
    same = next(i for i, (a, b) in enumerate(zip(match[1], match[2], strict=True)) if a != b)
    return f"{match[1]}–{match[2][same:]}"


HARMLESS: dict[str, Change] = {
    "as it is": lambda c: c.reference,
    "DOI: upper case": with_("DOI", lambda doi, _: doi.upper()),
    "DOI: as a link": with_("DOI", lambda doi, _: f"https://doi.org/{doi.replace('<', '%3C')}"),
    "DOI: doi: before, stop behind": with_("DOI", lambda doi, _: f"doi:{doi}."),
    "DOI: escaped underscore": with_("DOI", lambda doi, _: doi.replace("_", "\\_")),
    "title: lower case": with_("title", lambda title, _: title.lower()),
    "title: stop behind": with_("title", lambda title, _: f"{title.rstrip('.')}."),
    "title: typographic signs": with_("title", lambda t, _: t.replace("-", "‐").replace("'", "’")),
    "title: HTML": with_("title", lambda title, _: f"<i>{title}</i>".replace(" & ", " &amp; ")),
    "title: without subtitle": with_(
        "title", lambda t, _: t.split(": ")[0] if len(t.split(": ")[0].split()) > 2 else None
    ),
    "title: any registered": lambda c: (
        replace(c.reference, title=c.record.title[-1]) if c.record.title else None
    ),
    "journal: any registered": lambda c: (
        replace(c.reference, container_title=c.record.container_title[-1])
        if c.record.container_title
        else None
    ),
    "journal: abbreviated": with_("container_title", abbreviated),
    "journal: & for and": with_("container_title", lambda t, _: t.replace(" and ", " & ")),
    "authors: et al. behind the first": et_al(1),
    "authors: et al. behind the third": et_al(3),
    "authors: accents folded": families(folded),
    "authors: accents written out": families(written_out),
    "authors: initials without stops": givens(
        lambda given: given.replace(". ", "").replace(".", "")
    ),
    "authors: first initial only": givens(lambda given: given[:2]),
    "authors: full given names": lambda c: replace(c.reference, author=c.record.author),
    "authors: capitals": families(str.upper),
    "year: any registered": lambda c: (
        replace(c.reference, issued=c.record.issued[-1]) if c.record.issued else None
    ),
    "page: first only": with_("page", lambda page, _: page.split("-")[0] if "-" in page else None),
    "page: short last page": with_("page", short_last_page),
    "page: any registered": lambda c: (
        replace(c.reference, page=c.record.page[-1]) if c.record.page else None
    ),
    "no volume, issue, page": lambda c: replace(c.reference, volume="", issue="", page=""),
}

NOTICES: dict[str, Notice] = {
    "retracted": Notice("retracted", "10.5555/notice"),
    "withdrawn": Notice("withdrawn", "10.5555/notice"),
    "concern": Notice("concern", "10.5555/notice"),
}


class Indexed(FakeRegistry):
    """The fake registry with an index for its search."""

    def __init__(self, records: dict[str, Answer]) -> None:
        super().__init__(records)
        self.index: dict[str, list[Record]] = defaultdict(list)
        for record in self.records.values():
            if isinstance(record, Record):
                for word in words(" ".join(record.title[:1])):
                    self.index[word].append(record)

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:  # noqa: ARG002  # Registry's
        self.asked.append(("search", (str(query),)))
        score: dict[str, float] = defaultdict(float)
        for word in words(str(query)):
            for record in self.index.get(word, ()):
                score[record.DOI] += 1 / len(self.index[word])
        best = sorted(score, key=lambda doi: -score[doi])[:rows]
        return [found for doi in best if isinstance(found := self.records[doi.lower()], Record)]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def items(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the Crossref items in a folder's *.jsonl and *.jsonl.gz files."""
    for path in sorted(folder.glob("*.jsonl*")):
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
        for line in text.splitlines():
            item = json.loads(line)
            work = item.get("work", item)
            if isinstance(work, dict) and "DOI" in work:
                yield work


def caught(check_: Check) -> bool:
    return any(finding.severity != "note" for finding in check_.findings)


def blamed(check_: Check) -> bool:
    """Whether there is an error that no registered notice accounts for."""
    standing = ("retracted", "withdrawn")
    return any(f.severity == "error" and f.rule not in standing for f in check_.findings)


def measure(
    changes: dict[str, Change],
    cases: Sequence[Case],
    registry: FakeRegistry,
    hit: Callable[[Check], bool],
    show: int,
    *,
    failing: bool,
) -> tuple[int, int]:
    """Check every change of every case; print a row a kind; return hits and checks in all.

    Of each kind, `show` of the checks are printed for which `hit` is `failing`.
    """
    hits_of_all = number_of_all = 0
    for kind, change in changes.items():
        references = [changed for case in cases if (changed := change(case)) is not None]
        checks = check(references, registry)
        hits = sum(map(hit, checks))
        print(f"  {kind:<42}{hits:>7} of {len(checks):>6}{hits / max(1, len(checks)):>9.2%}")
        wrong = [c for c in checks if hit(c) is failing]
        for one in wrong[:show]:
            print("      ", one.reference.DOI, [f.message for f in one.findings][:3])
        hits_of_all += hits
        number_of_all += len(checks)
    return hits_of_all, number_of_all


def cases_of(records: Mapping[str, Record]) -> list[Case]:
    """Return a case for each record with a title, with another record drawn for it."""
    references = [printed(record) for record in records.values()]
    cases = []
    for number, (reference, record) in enumerate(zip(references, records.values(), strict=True)):
        rng = random.Random(number)  # noqa: S311  # repeatable, not secret
        other = rng.choice([other for other in references if other is not reference])
        if reference.title and other.title != reference.title:
            cases.append(Case(reference, record, other, rng))
    return cases


def run(name: str, records: dict[str, Record], show: int) -> None:
    registry = Indexed(dict(records))
    cases = cases_of(records)
    start = time.perf_counter()
    print(f"\n{name}: {len(cases)} references\n\n caught")
    hits, number = measure(CORRUPTIONS, cases, registry, caught, show, failing=False)
    print(
        f"  {'ALL CORRUPTIONS CAUGHT':<42}{hits:>7} of {number:>6}{hits / number:>9.2%}\n\n blamed"
    )
    hits, number = measure(HARMLESS, cases, registry, blamed, show, failing=True)
    print(
        f"  {'ALL VARIATIONS BLAMED':<42}{hits:>7} of {number:>6}{hits / number:>9.2%}\n\n notices"
    )
    for kind, notice in NOTICES.items():
        noted = {doi: replace(record, notices=(notice,)) for doi, record in records.items()}
        checks = check([case.reference for case in cases], FakeRegistry(noted))
        hits = sum(any(finding.rule == kind for finding in one.findings) for one in checks)
        print(f"  {kind:<42}{hits:>7} of {len(checks):>6}{hits / len(checks):>9.2%}")
    from benchmarks import variations

    variations.run(cases, registry, show)
    print(f"\n  {len(registry.asked)} questions, {time.perf_counter() - start:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="*", help="folders of real Crossref records")
    parser.add_argument("--most", type=int, default=1000, help="how many of them (default 1000)")
    parser.add_argument("--show", type=int, default=0, help="how many failures of a kind to print")
    options = parser.parse_args()
    constructed = map(crossref_record, constructed_works())
    run("the constructed 18", {record.DOI.lower(): record for record in constructed}, options.show)
    if options.folders:
        from benchmarks import fabrications

        found = (crossref_record(item) for folder in options.folders for item in items(folder))
        real = {record.DOI.lower(): record for record in found}
        chosen = random.Random(0).sample(sorted(real), min(options.most, len(real)))  # noqa: S311
        run("real Crossref records", {doi: real[doi] for doi in chosen}, options.show)
        fabrications.run(real, options.most)


if __name__ == "__main__":
    main()
