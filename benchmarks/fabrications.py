"""References that are not what they say, and right ones that look as if they were not.

`benchmarks.mutations` changes one field of a right reference; here are what invented bibliographies
are made of: DOIs of neighbours, real titles under invented names, half-real titles, works nobody
wrote. And what they are taken for: papers of conferences, works without DOI, works that no registry
holds. Everything is made from records; nobody's own references are in it.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from benchmarks.mutations import Indexed, printed, words
from cikrefs.checks import check
from cikrefs.models import Check, Date, Name, Record, Reference

Made = tuple[Reference, Record]
"""A reference that was made, and the record it was made from."""
Test = Callable[[Check, Record], bool]

FAMILIES = "Quenneville Ostrander Pellworm Vantongeren Abernathy Okonkwo Lindqvist".split()
GIVEN = "X. Y.|Q.|Wilhelmina|B. K.|Tobias|R.|Ngozi".split("|")
VENUES = (
    "Journal of Advanced Systems Research",
    "International Review of Applied Methods",
    "Proceedings of the International Conference on Emerging Paradigms",
    "Annals of Computational Insight",
)


def invented_names(rng: random.Random) -> tuple[Name, ...]:
    return tuple(Name(rng.choice(FAMILIES), rng.choice(GIVEN)) for _ in range(rng.randrange(1, 5)))


def neighbours(records: Sequence[Record]) -> Iterator[Made]:
    """Yield references with the DOI of another work of the same journal, year and volume."""
    groups: dict[tuple[str, str, int], list[Record]] = defaultdict(list)
    for record in records:
        if record.type == "article-journal" and record.volume and record.issued and record.title:
            key = (record.container_title[:1] or ("",))[0], record.volume, record.issued[0].year
            groups[key].append(record)
    for group in groups.values():
        for one, other in zip(group, [*group[1:], group[0]], strict=True):
            if len(group) > 1 and one.title[0].lower() != other.title[0].lower():
                yield replace(printed(one), DOI=other.DOI), one


def without_doi(records: Sequence[Record]) -> Iterator[Made]:
    for record in records:
        if record.title and len(words(record.title[0])) > 2:
            yield replace(printed(record), DOI=""), record


def of_kind(kinds: str, made: Iterator[Made]) -> Iterator[Made]:
    return ((one, record) for one, record in made if record.type in kinds.split())


def stolen_title(made: Iterator[Made], rng: random.Random) -> Iterator[Made]:
    """Yield real titles under invented names, in an invented venue and year."""
    for reference, record in of_kind("article-journal paper-conference", made):
        yield (
            replace(
                reference,
                author=invented_names(rng),
                editor=(),
                container_title=rng.choice(VENUES),
                issued=Date(rng.randrange(2015, 2025)),
                volume=str(rng.randrange(1, 60)),
                issue="",
                page="",
            ),
            record,
        )


def stolen_names(made: Iterator[Made], rng: random.Random) -> Iterator[Made]:
    """Yield real works under invented names: authors wrong, everything else right."""
    for reference, record in of_kind("article-journal paper-conference", made):
        if record.author:
            yield replace(reference, author=invented_names(rng), editor=()), record


def other_venue(made: Iterator[Made], rng: random.Random) -> Iterator[Made]:
    """Yield real works by their authors in an invented venue and another year."""
    for reference, record in of_kind("article-journal paper-conference", made):
        if record.author and record.container_title and record.issued:
            year = record.issued[0].year - rng.randrange(5, 9)
            yield (
                replace(
                    reference,
                    type="article-journal",
                    container_title=rng.choice(VENUES[:2]),
                    issued=Date(year),
                    volume=str(rng.randrange(61, 99)),
                    issue="",
                    page="",
                ),
                record,
            )


def half_title(made: Sequence[Made], rng: random.Random) -> Iterator[Made]:
    """Yield titles whose second half is another's, under the first one's names and venue."""
    for reference, record in made:
        other = rng.choice(made)[0].title.split()
        mine = reference.title.split()
        if len(mine) >= 6 and len(other) >= 6:
            title = " ".join([*mine[: len(mine) // 2], *other[len(other) // 2 :]])
            yield replace(reference, title=title, volume="", issue="", page=""), record


def no_such_work(made: Sequence[Made], rng: random.Random) -> Iterator[Made]:
    """Yield works nobody wrote, of every kind, by real people in real venues."""
    nouns = "harpsichords zeppelins porcupines marzipan lighthouses accordions".split()
    for reference, record in made:
        title = f"Quixotic {rng.choice(nouns)} and {rng.choice(nouns)} of {rng.choice(FAMILIES)}"
        yield replace(reference, title=title, volume="", issue="", page=""), record


def doubled(names: Sequence[Name]) -> tuple[Name, ...]:
    """Return names of people whose given and family name share a word."""
    return tuple(Name(name.family, name.family) if not name.literal else name for name in names)


_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]+)[^()]*\)")


def venues(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the ways in which a conference is printed, each with its name."""
    name = record.container_title[-1] if record.container_title else ""
    if not name:
        return
    year = record.issued[0].year if record.issued else 2020
    acronym = _ACRONYM.search(name)
    core = re.sub(
        r"^(?:Proceedings of (?:the )?)?(?:(?:19|20)\d\d )?(?:\d+(?:st|nd|rd|th) )?", "", name
    )
    core = " ".join(re.sub(r"\([^()]*\)", "", core).split())
    yield "as registered", name
    yield "without year and ordinal", core
    yield "Proceedings of the …", f"Proceedings of the {core}"
    yield "In Proc. …", f"Proc. {core}"
    yield "without publisher", re.sub(r"^(?:IEEE/CVF|IEEE|ACM)\s+", "", core)
    short = acronym[1] if acronym else ""
    place = f"Vienna, Austria, July 3-7, {year}"
    yield "DBLP's", f"{core}, {short} {year}, {place}" if short else f"{core}, {place}"
    if short:
        yield "acronym", short
        yield "acronym and year", f"{short} {year}"
        yield "name (acronym)", f"{core} ({short})"
        yield "'acronym '16", f"{short} '{year % 100:02d}"


def row(name: str, made: Sequence[Made], registry: Indexed, tests: Mapping[str, Test]) -> None:
    checks = check([reference for reference, _ in made], registry)
    records = [record for _, record in made]
    print(f"  {name:<42}{len(checks):>6}", end="")
    for title, test in tests.items():
        share = sum(map(test, checks, records)) / max(1, len(checks))
        print(f"   {title} {share:.2%}", end="")
    print(flush=True)


def rules(check_: Check) -> set[str]:
    return {finding.rule for finding in check_.findings}


def faulted(check_: Check, _: Record) -> bool:
    """Whether a right reference is blamed: an error or warning, but that its DOI is missing."""
    harmless = {"doi-missing", "doi-duplicate", "not-found", "retracted", "withdrawn", "concern"}
    return any(f.severity != "note" and f.rule not in harmless for f in check_.findings)


def is_ok(check_: Check, _: Record) -> bool:
    return check_.status == "ok" or (
        check_.status == "warning" and rules(check_) == {"doi-missing"}
    )


def is_confirmed(check_: Check, _: Record) -> bool:
    return check_.confirmed


def is_other_work(check_: Check, _: Record) -> bool:
    return "doi-other-work" in rules(check_)


def is_named(check_: Check, record: Record) -> bool:
    return record.DOI.lower() in {str(f.suggestion).lower() for f in check_.findings}


WRONG: Mapping[str, Test] = {"ok:": is_ok}
RIGHT: Mapping[str, Test] = {"confirmed:": is_confirmed, "blamed:": faulted}


def run(records: Mapping[str, Record], most: int) -> None:
    """Print how many of each kind are ok, confirmed, blamed."""
    registry = Indexed(dict(records))
    everything = [record for record in records.values() if record.title]
    rng = random.Random(0)  # noqa: S311  # repeatable, not secret
    chosen = rng.sample(everything, min(most, len(everything)))
    made = list(without_doi(chosen))
    print(f"\nfabrications, {len(records)} records\n\n wrong")
    near = [*neighbours(everything)]
    near = rng.sample(near, min(most, len(near)))
    named = {"named doi-other-work:": is_other_work, "right DOI:": is_named}
    row("the DOI of a neighbour", near, registry, {**named, **WRONG})
    row("a real title, all else invented", list(stolen_title(iter(made), rng)), registry, WRONG)
    row("a real work, its authors invented", list(stolen_names(iter(made), rng)), registry, WRONG)
    row(
        "a real work, in another venue and year",
        list(other_venue(iter(made), rng)),
        registry,
        WRONG,
    )
    row("half of a real title", list(half_title(made, rng)), registry, WRONG)
    row("works nobody wrote", list(no_such_work(made, rng)), registry, WRONG)
    print("\n right")
    row("without DOI", made, registry, RIGHT)
    for kind in ("article-journal", "paper-conference", "chapter", "book", "article"):
        row(f"  of these {kind}", list(of_kind(kind, iter(made))), registry, RIGHT)
    twice = [(replace(one, author=doubled(one.author), DOI=r.DOI), r) for one, r in made]
    again = {r.DOI.lower(): replace(r, author=doubled(r.author)) for _, r in made}
    row("names with a word twice", twice, Indexed(dict(again)), RIGHT)
    papers = [r for r in everything if r.type == "paper-conference" and r.container_title]
    ways: dict[str, list[Made]] = defaultdict(list)
    for record in papers:
        for way, venue in venues(record):
            reference = replace(printed(record), container_title=venue)
            ways[way].append((reference, record))
    for way, references in ways.items():
        row(f"conference: {way}", references, registry, RIGHT)
        bare = [(replace(one, DOI=""), record) for one, record in references]
        row(f"conference, no DOI: {way}", bare, registry, RIGHT)
    alphabet = {
        r.DOI.lower(): replace(r, author=tuple(sorted(r.author, key=lambda n: n.family.lower())))
        for r in papers
    }
    row(
        "conference: authors by the alphabet",
        [(printed(r), r) for r in papers],
        Indexed(dict(alphabet)),
        RIGHT,
    )
    gone = {one.DOI for _, one in made}
    rest = Indexed({doi: record for doi, record in records.items() if record.DOI not in gone})
    for kind in (
        "article-journal",
        "paper-conference",
        "chapter",
        "book",
        "article report thesis dataset",
    ):
        row(f"right, registered nowhere: {kind}", list(of_kind(kind, iter(made))), rest, RIGHT)
    books = [
        (replace(one, type=kind), record)
        for one, record in made
        for kind in ("book", "report", "webpage", "thesis")
    ]
    row("as book, report, web page, thesis", books, rest, RIGHT)
