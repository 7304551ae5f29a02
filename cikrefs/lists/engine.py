"""References and a CSL style to a formatted list, by pandoc's citeproc in one run.

pandoc gets the references under numbers instead of their ids, since it keeps only the last
of those with the same id, and as text that it cannot take for markup (`stand_ins`). `--sandbox`
keeps it from any file but the style.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from cikrefs import keys, pandoc
from cikrefs.errors import InputError, ProgramError
from cikrefs.lists import csl_items, links, pandoc_document, sorting
from cikrefs.lists.model import FormattedList, Item, Run, joined, split
from cikrefs.lists.stand_ins import StandIns
from cikrefs.lists.styles import Style, mends
from cikrefs.models import Reference

SECONDS = 60.0
"""How long pandoc may take for a short list."""

SECONDS_EACH = 1.0
"""How much longer for each reference: ten times what one of 1,000 in an author-date style takes."""

LOCALES = frozenset(
    """af-ZA ar bal-PK bg-BG brh-PK ca-AD cs-CZ cy-GB da-DK de-AT de-CH de-DE el-GR en-GB en-US
    es-CL es-ES es-MX et-EE eu fa-IR fi-FI fr-CA fr-FR gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS
    it-IT ja-JP km-KH ko-KR la lij-IT lt-LT lv-LV mn-MN ms-MY nb-NO nl-NL nn-NO pa-PK pl-PL
    pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sr-RS sv-SE th-TH tr-TR uk-UA vi-VN zh-CN zh-TW""".split()
)
"""The locales for which pandoc has CSL's terms; for others it silently takes English."""

_FIRST = {"en": "en-US", "zh": "zh-CN"}
"""The locale of a language that has several, none of them of its own country ("de-DE")
(https://github.com/citation-style-language/locales, locales.json)."""

_DEFAULT_LOCALE = re.compile(rb"<(?:\w+:)?style\b[^<>]*\sdefault-locale\s*=\s*[\"']([\w-]+)[\"']")


def format_list(
    references: Iterable[Reference],
    style: Style,
    *,
    locale: str = "",
    sort: sorting.Order | None = None,
    on_notice: Callable[[str], None] | None = None,
    on_wait: Callable[[float], None] | None = None,
) -> FormattedList:
    """Return `references` formatted in `style`, in the style's order or in that of `sort`.

    `locale` is one of LOCALES; without it the style's is used. `on_notice` is told what was odd:
    pandoc's warnings, and references of which the style prints nothing, which are left out.
    `on_wait` is called every tenth of a second with the seconds passed.

    Raises InputError for an unknown locale and ProgramError if pandoc fails.
    """
    language = locale_named(locale) or style.locale
    notice = on_notice or (lambda _: None)
    given = keys.assign(references)
    if sort:
        given = sorting.ordered(given, sort)
    found = csl_items.items(given, notice)
    stand_ins = StandIns(json.dumps(found, ensure_ascii=False))
    items = [{**stand_ins.hide(item), "id": str(number)} for number, item in enumerate(found)]
    document = _document(
        json.dumps(items), style, language, sort, partial(_warn, notice, style), on_wait
    )
    listed = _items(pandoc_document.entries(document), given, stand_ins, style)
    for item in listed:
        words = csl_items.date_in_words(item.reference)
        if not item.text:
            notice(f"{item.reference.id}: {style.title} prints nothing of it; it is left out")
        elif words not in item.text:
            notice(f"{item.reference.id}: {style.title} does not print its date, “{words}”")
    return FormattedList(
        tuple(item for item in listed if item.text), language or _default_locale(style.path)
    )


def _document(
    items: str,
    style: Style,
    language: str,
    sort: sorting.Order | None,
    on_warning: Callable[[str], None],
    on_wait: Callable[[float], None] | None,
) -> bytes:
    """Return the document pandoc makes of CSL-JSON; errors name the style's title."""
    pandoc.executable()
    with TemporaryDirectory(prefix="cikrefs-") as folder:
        path = mends.mended(style.path, Path(folder))
        path = sorting.unsorted_style(path, Path(folder)) if sort else path
        arguments = [
            *("-f", "csljson", "-t", "json", "--sandbox", "--citeproc"),
            *("--csl", str(path.resolve()), "-M", "link-bibliography=false"),
            *(("-M", f"lang={language}") if language else ()),
        ]
        timeout = SECONDS + SECONDS_EACH * items.count('"id"')
        try:
            return pandoc.run(
                arguments, items, timeout=timeout, on_warning=on_warning, on_wait=on_wait
            )
        except ProgramError as error:
            raise ProgramError(f"the style “{style.title}”: {error}") from error


def _warn(notice: Callable[[str], None], style: Style, warning: str) -> None:
    if "with no printed form" not in warning:  # which names numbers of ours; said better below
        notice(f"the style “{style.title}”: pandoc says: {warning}")


def locale_named(name: str) -> str:
    """Return the locale called `name` ("de_at", "de") as CSL spells it, "" for "".

    A language alone stands for the locale that CSL has as its first.
    Raises InputError for one that CSL has no terms for.
    """
    known = {locale.lower(): locale for locale in LOCALES}
    wanted = name.replace("_", "-").lower()
    language = wanted.split("-")[0]
    same = sorted(locale for locale in LOCALES if locale.split("-")[0] == language)
    if wanted == language and wanted not in known and same:
        own = known.get(f"{language}-{language}", same[0])
        return _FIRST.get(language, own)
    if name and wanted not in known:
        examples = ", ".join(same or ["de-DE", "en-GB", "fr-FR"])
        raise InputError(f"there is no locale {name}; for example {examples}")
    return known.get(wanted, "")


def _default_locale(path: Path) -> str:
    found = _DEFAULT_LOCALE.search(path.read_bytes())
    return found[1].decode() if found else "en-US"


def _items(
    entries: Sequence[pandoc_document.Entry],
    given: Sequence[Reference],
    stand_ins: StandIns,
    style: Style,
) -> list[Item]:
    """Return pandoc's entries with their references, labels and links."""
    taken: set[str] = set()
    items = []
    for place, (id_, label, runs) in enumerate(entries, 1):
        reference = given[int(id_)]
        shown, rest = _shown(label, stand_ins), _shown(runs, stand_ins)
        if not shown and style.is_numeric:
            shown, rest = _split_label(rest, place)
        said = "".join(run.text for run in shown)
        marked = shown if any(run.marks for run in shown) else ()
        rest = links.linked(rest, reference)
        items.append(Item(reference, _anchor(reference.id, taken), said, rest, marked))
    return items


def _shown(runs: Iterable[Run], stand_ins: StandIns) -> tuple[Run, ...]:
    return tuple(replace(run, text=stand_ins.show(run.text)) for run in joined(runs))


def _split_label(runs: tuple[Run, ...], place: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the label that a numeric style prints as part of the entry's text."""
    text = "".join(run.text for run in runs)
    found = re.match(rf"[(\[]?{place}[)\]]?[.:]?(?=\s|$)", text)
    return split(runs, found.end()) if found else ((), runs)


def _anchor(id_: str, taken: set[str]) -> str:
    """Return `id_` without blanks, with a number behind it where it is taken."""
    stem = re.sub(r"\s+", "-", id_)
    number, anchor = 1, stem
    while anchor in taken:
        number += 1
        anchor = f"{stem}-{number}"
    taken.add(anchor)
    return anchor
