"""More ways to be wrong and to be right than `benchmarks.mutations` has, which runs these too.

The wrong ones are what language models and copying people make: a real title in another journal and
year, a real DOI under another work, a title reworded, a co-author moved to the front. The right
ones are what styles and programs print: stops, capitals, particles, braces, "vol.", a shortened
list of authors.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.mutations import (
    INVENTED,
    Case,
    Change,
    families,
    givens,
    measure,
    with_,
    with_authors,
)
from cikrefs.models import OTHERS, Check, Date, Name, Reference
from tests.registry.fake import FakeRegistry


def elsewhere(case: Case) -> Reference | None:
    """Print a real title in another's journal, years away."""
    one, other = case.reference, case.other
    names = ("", *case.record.container_title)
    if not one.issued or not one.container_title or other.container_title in names:
        return None
    return replace(
        one, container_title=other.container_title, issued=Date(one.issued.year - 6), volume="777"
    )


def under_doi_of(case: Case) -> Reference | None:
    """Print another work whole, under this one's DOI."""
    if not (case.other.author and case.other.container_title and case.reference.author):
        return None
    return replace(case.other, DOI=case.reference.DOI)


def reworded(title: str, _: random.Random) -> str | None:
    words = title.split()
    if len(words) < 6:
        return None
    return " ".join(
        ["Towards", "a", "comprehensive", "framework", "for", *words[len(words) // 2 :]]
    )


def number_changed(title: str, _: random.Random) -> str | None:
    return re.sub(r"\b\d+\b", lambda found: str(int(found[0]) + 1), title, count=1)


def three_words(title: str, _: random.Random) -> str | None:
    """Cut a long title behind three words, unless its subtitle begins there."""
    words = title.split()
    signs = re.compile(r"\W$|^\W")
    cut = len(words) > 9 and not signs.search(words[2]) and not signs.search(words[3])
    return " ".join(words[:3]) if cut else None


def next_one(number: str, _: random.Random) -> str | None:
    return str(int(number) + 1) if number.isdecimal() else None


def later_end(page: str, _: random.Random) -> str | None:
    pages = re.fullmatch(r"(\d+)-(\d+)", page)
    return f"{pages[1]}-{int(pages[2]) + 10}" if pages and pages[1] != "1" else None


def half_invented(names: tuple[Name, ...], _: random.Random) -> Sequence[Name] | None:
    return [*names[:1], *(replace(INVENTED, given=f"{name.given[:1]}.") for name in names[1:])]


def last_in_front(names: tuple[Name, ...], _: random.Random) -> Sequence[Name] | None:
    return (names[-1], *names[:-1]) if len(names) > 2 else None


def rest_turned_round(names: tuple[Name, ...], _: random.Random) -> Sequence[Name] | None:
    return (names[0], *reversed(names[1:])) if len(names) > 2 else None


def without_doi(change: Change) -> Change:
    """Return a change after which no DOI is printed either."""

    def changed(case: Case) -> Reference | None:
        reference = change(case)
        return replace(reference, DOI="") if reference else None

    return changed


WRONG: dict[str, Change] = {
    "real title and DOI, another journal and year": elsewhere,
    "another work under a real DOI": under_doi_of,
    "title: reworded": with_("title", reworded),
    "title: a number changed": with_("title", number_changed),
    "title: the next part": with_(
        "title", lambda title, _: re.sub(r" ?(?:[:.?!–—]|$)", r" II\g<0>", title, count=1)
    ),
    "title: cut behind three words": with_("title", three_words),
    "authors: all but the first invented": with_authors(half_invented),
    "authors: the last in front": with_authors(last_in_front),
    "authors: the others turned round": with_authors(rest_turned_round),
    "authors: one invented, et al.": with_authors(lambda _a, _: (INVENTED, OTHERS)),
    "authors: two missing in the middle": with_authors(
        lambda a, _: (*a[:1], *a[3:]) if len(a) > 4 else None
    ),
    "volume: the next": with_("volume", next_one),
    "issue: the next": with_("issue", next_one),
    "page: ends later": with_("page", later_end),
    "page: another's": lambda c: (
        replace(c.reference, page=c.other.page)
        if c.reference.page[:1].isdigit() and c.other.page[:1] not in ("", c.reference.page[:1])
        else None
    ),
    "journal: another of its family": lambda c: (
        replace(c.reference, container_title=f"{c.reference.container_title} Letters and Reviews")
        if c.record.type == "article-journal" and c.record.container_title
        else None
    ),
    "DOI: a digit more": with_("DOI", lambda doi, _: f"{doi}7"),
    "no DOI: another journal and year": without_doi(elsewhere),
    "no DOI: title reworded": without_doi(with_("title", reworded)),
    "no DOI: all but the first invented": without_doi(with_authors(half_invented)),
    "no DOI: one invented, et al.": without_doi(with_authors(lambda _a, _: (INVENTED, OTHERS))),
}
"""Not one of these may be ok."""


def in_title_case(text: str, _: random.Random) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def braced(text: str, _: random.Random) -> str:
    return re.sub(r"\b[A-Z]\w*", r"{\g<0>}", text)


def dotted(text: str, _: random.Random) -> str | None:
    """Abbreviate a name of several words as journals do, with stops."""
    words = [w for w in text.split() if w.lower() not in ("of", "the", "and", "for", "in", "&")]
    if len(words) < 2 or not all(word.isalpha() for word in words):
        return None
    return " ".join(w if len(w) < 6 else f"{w[:5].rstrip('aeiouy')}." for w in words)


def spelt_out(given: str) -> str:
    return given.replace("-", " ").replace(".", "")


RIGHT: dict[str, Change] = {
    "authors: six, et al.": with_authors(lambda a, _: (*a[:6], OTHERS) if len(a) > 6 else None),
    "authors: six, the last": with_authors(
        lambda a, _: (*a[:6], OTHERS, a[-1]) if len(a) > 7 else None
    ),
    "authors: particles with a capital": families(lambda f: f[:1].upper() + f[1:]),
    "authors: hyphens left out": families(lambda f: f.replace("-", " ")),
    "authors: initials set apart, no hyphen": givens(spelt_out),
    "authors: no given names": givens(lambda _: ""),
    "authors: First Last in one piece": lambda c: (
        replace(c.reference, author=tuple(Name(f"{n.given} {n.family}") for n in c.record.author))
        if c.record.author and all(n.given and n.family for n in c.record.author)
        else None
    ),
    "title: Title Case": with_("title", in_title_case),
    "title: capitals": with_("title", lambda title, _: title.upper()),
    "title: in quotes": with_("title", lambda title, _: f"“{title},”".replace(".,", ".")),
    "title: in braces": with_("title", braced),
    "title: two blanks": with_("title", lambda title, _: title.replace(" ", "  ")),
    "title: a stop for the colon": with_("title", lambda title, _: title.replace(": ", ". ")),
    "title: a dash for the colon": with_("title", lambda title, _: title.replace(": ", " – ")),
    "journal: capitals": with_("container_title", lambda title, _: title.upper()),
    "journal: abbreviated with stops": with_("container_title", dotted),
    "journal: The before": with_("container_title", lambda title, _: f"The {title}"),
    "journal: place behind": with_("container_title", lambda title, _: f"{title} (London)"),
    "volume: vol.": with_("volume", lambda volume, _: f"vol. {volume}"),
    "issue: no.": with_("issue", lambda issue, _: f"no. {issue}"),
    "page: pp.": with_("page", lambda page, _: f"pp. {page}".replace("-", "–")),
    "page: an em dash and a stop": with_("page", lambda p, _: f"{p.replace('-', '—')}."),
    "DOI: dx.doi.org, encoded": with_(
        "DOI", lambda doi, _: f"http://dx.doi.org/{doi.replace('/', '%2F')}"
    ),
    "no title": lambda c: replace(c.reference, title="") if c.reference.author else None,
    "no authors": lambda c: replace(c.reference, author=()),
    "no journal": lambda c: replace(c.reference, container_title=""),
    "no year": lambda c: replace(c.reference, issued=None),
    "DOI and title alone": lambda c: Reference(DOI=c.reference.DOI, title=c.reference.title),
}
"""Not one of these may be blamed."""


def noticed(check_: Check) -> bool:
    """Whether a reference is not ok; that its DOI is missing says nothing against it."""
    missing = {finding.rule for finding in check_.findings} == {"doi-missing"}
    return check_.status != "ok" and not (check_.status == "warning" and missing)


def faulted(check_: Check) -> bool:
    """Whether there is an error or a warning that no registered notice accounts for."""
    notices = ("retracted", "withdrawn", "concern")
    return any(f.severity != "note" and f.rule not in notices for f in check_.findings)


def run(cases: Sequence[Case], registry: FakeRegistry, show: int) -> None:
    """Print how many of the wrong ones are noticed and how many of the right ones blamed."""
    print("\n more wrong ones, not ok")
    hits, number = measure(WRONG, cases, registry, noticed, show, failing=False)
    print(f"  {'ALL OF THESE NOT OK':<42}{hits:>7} of {number:>6}{hits / number:>9.2%}")
    print("\n more right ones, with an error or a warning")
    hits, number = measure(RIGHT, cases, registry, faulted, show, failing=True)
    print(f"  {'ALL OF THESE BLAMED':<42}{hits:>7} of {number:>6}{hits / number:>9.2%}")
