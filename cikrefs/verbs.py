"""What `import cikrefs` does: the library's verbs, with defaults for what people leave out.

Each is a few lines over the room that does the work, which is imported when it is used, so that
`import cikrefs` costs nothing. `format` and `style` are names as the command line knows them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cikrefs.errors import InputError, OnProblem
from cikrefs.models import Check, Record, Reference

if TYPE_CHECKING:
    from cikrefs.corrections import Edit
    from cikrefs.formats import Format
    from cikrefs.lists.sorting import Order
    from cikrefs.registry import Registry

__all__ = [
    "check",
    "complete",
    "dedupe",
    "dumps",
    "fix",
    "format_list",
    "loads",
    "look_up",
    "merge",
    "read",
    "write",
]


def read(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002  # the word people look for
    on_problem: OnProblem | None = None,
) -> list[Reference]:
    """Read the references in a file, or on standard input for "-".

    >>> references = read("references.bib")
    >>> references[0]
    <Reference galvagno2024: Galvagno et al. (2024) Three-dimensional dynamics of mesothelin…>

    `format` is a key of `cikrefs.formats.FORMATS`; without it the content decides. With
    `on_problem`, what cannot be read is handed to it and the rest is returned; without it the first
    problem is raised.

    Raises InputError for a file that is missing, empty, binary or without any reference.
    """
    from cikrefs import files

    return files.read_contents(path, format_=format, on_problem=on_problem).references


def loads(
    text: str,
    format: str | None = None,  # noqa: A002  # the word people look for
    *,
    on_problem: OnProblem | None = None,
) -> list[Reference]:
    r"""Read the references in a text: a printed list, BibTeX, RIS or what else FORMATS has.

    >>> loads("@article{liu2025, title = {Killer cells}, year = 2025}")
    [<Reference liu2025: (2025) Killer cells>]

    `format` and `on_problem` are as in `read`. Raises InputError.
    """
    from cikrefs.formats import detect

    return _row(format or detect(text)).loads(text, on_problem=on_problem)


def write(path: str | Path, references: Iterable[Reference]) -> None:
    """Write references in the format that the extension of `path` says: .bib, .ris or .json.

    A file that is there is replaced, whole or not at all. References without an id are given one.
    Raises InputError for an extension no writer has, and where the place cannot be written to.
    """
    from cikrefs import files
    from cikrefs.formats import by_extension

    files.write_text(path, _row(by_extension(str(path))).pieces(references))


def dumps(
    references: Iterable[Reference],
    format: str,  # noqa: A002  # the word people look for
) -> str:
    """Return references as the text of a file in `format`: "bibtex", "ris" or "csl-json".

    >>> print(dumps([Reference(id="liu2025", title="Killer cells")], "bibtex"), end="")
    @article{liu2025,
      title = {Killer cells}
    }

    Raises InputError for a format that is only read.
    """
    from cikrefs.formats import WRITERS

    if format not in WRITERS:
        raise InputError(f"{format} is not written; use one of {', '.join(WRITERS)}")
    return _row(format).dumps(references)


def check(
    references: Iterable[Reference],
    registries: Registry | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Check]:
    """Return a Check for each reference, in the same order.

    >>> check(read("references.bib"))[13]
    <Check zhou2022: error (doi-not-found)>

    Without `registries`, those that the environment names are asked (`Settings.from_environment`),
    unless they answered on the last day (`cikrefs.registry.cache`).
    What could not be asked is a Check of status "unchecked", never an exception and never "ok".
    `on_progress` is told how many questions of how many are answered.
    """
    from cikrefs import checks

    return checks.check(references, registries or _registries(), on_progress)


def look_up(identifier: str, registries: Registry | None = None) -> Record | None:
    """Return what is registered under an identifier, None if nothing is.

    >>> look_up("https://doi.org/10.1002/cam4.70497")
    <Record 10.1002/cam4.70497: Vordermark et al. (2024) Balancing CIK Cell Cancer Immunothe…>

    It is a DOI, PMID, PMCID, arXiv number or ISBN as people write it, bare, labelled or a link; a
    PMID needs its label ("PMID:123"). The record as a reference of its own is its `work`. Raises
    InputError for what is no identifier, and Unavailable if nobody answers.
    """
    from cikrefs.registry import listed

    return listed.look_up(identifier, registries or _registries(whole=True))


def format_list(
    references: Iterable[Reference],
    *,
    style: str | None = None,
    to: str = "text",
    locale: str = "",
    sort: Order | None = None,
) -> str:
    """Return references as a formatted list, which takes pandoc (`pip install 'cikrefs[lists]'`).

    >>> print(format_list([Reference(title="Killer cells", volume="2")]), end="")
    1. (n.d.) Killer cells. 2

    `style` is a CSL style: a path, an address, or an installed style's name, title or ISSN; without
    it the package's own. `to` is one of `cikrefs.lists.OUTPUTS` that is text ("text", "markdown",
    "html", "latex"). `locale` is a language such as "de" or "de-AT", `sort` "author", "year",
    "title" or "none" instead of the style's own order.

    Raises InputError for an unknown style, output or locale, ProgramError if pandoc fails.
    """
    from cikrefs.lists import OUTPUTS, engine, styles

    texts = [name for name, output in OUTPUTS.items() if not output.is_binary]
    if to not in texts:
        raise InputError(f"{to} is no text; use one of {', '.join(texts)}")
    found = styles.find(style, on_notice=lambda _: None)
    formatted = engine.format_list(references, found, locale=locale, sort=sort)
    return OUTPUTS[to].dumps(formatted).decode()


def fix(path: str | Path, checks: Sequence[Check], only: Collection[str] = ()) -> list[Edit]:
    """Correct a .bib file by what its `checks` found registered; return what was changed.

    Findings at error are corrected, or with `only` those of these rules. Nothing but the wrong
    fields' own characters changes. Raises CikrefsError, and writes nothing, if anything else would
    change or the file is not the one that was checked.
    """
    from cikrefs import corrections, files
    from cikrefs.formats.common.lines import clean

    content = files.held(path)
    original = content.decode("utf-8")
    edits = corrections.edits(clean(original), checks, only)
    if edits:
        files.write_text(path, corrections.fixed(original, edits), expecting=content)
    return edits


def complete(path: str | Path, checks: Sequence[Check]) -> dict[str, Reference]:
    """Fill what the references of a .bib file lack from the records that confirm them.

    `checks` are those of all its references in their order, by registries that were asked for whole
    records (`Registries(Settings.from_environment(whole=True))`). Nothing that is there is
    replaced. Returns the references that are fuller now, by their ids. Raises CikrefsError, and
    writes nothing, if anything else would change or the file is not the one that was checked.
    """
    from cikrefs import completing, files
    from cikrefs.formats.bibtex import editing

    content = files.held(path)
    found = completing.completions(checks)
    if found:
        result = editing.rewritten(content.decode("utf-8"), found)
        files.write_text(path, result, expecting=content)
    return {reference.id: reference for reference in found.values()}


def merge(*lists: Sequence[Reference]) -> list[Reference]:
    """Return the references of all lists, each under a key that no other list has.

    >>> [one.id for one in merge([Reference(id="liu2025")], [Reference(id="liu2025")])]
    ['liu2025', 'liu2025a']

    Duplicates stay; `dedupe` makes one of them.
    """
    from cikrefs import merging

    return [*merging.joined(*lists).references]


def dedupe(*lists: Sequence[Reference]) -> list[Reference]:
    """Return the references of all lists with each work once, where its first entry stood.

    >>> one = Reference(id="liu2025", title="Killer cells", DOI="10.5555/1")
    >>> dedupe([one], [Reference(id="liu", volume="2", DOI="10.5555/1")])[0].volume
    '2'

    No field is lost: of one that two entries have, the fuller stays, and what the other says beyond
    it is kept in `extra["annote"]`. `cikrefs.merging.deduplicated` also says what was merged.
    """
    from cikrefs import merging

    return [*merging.deduplicated(*lists).references]


def _row(name: str) -> Format:
    from cikrefs.formats import FORMATS

    if name not in FORMATS:
        raise InputError(f"{name} is no format; use one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _registries(*, whole: bool = False) -> Registry:
    from cikrefs.registry import Registries, Settings
    from cikrefs.registry.cache import Cache, Cached, default_path

    settings = Settings.from_environment(whole=whole)
    if os.environ.get("CIKREFS_NO_CACHE"):
        return Registries(settings)
    return Cached(Registries(settings), Cache(default_path()), settings)
