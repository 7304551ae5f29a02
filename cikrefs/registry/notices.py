"""What Crossref knows of a work's later fate: retracted, withdrawn, in doubt, corrected.

`updated-by` on a record says it was updated, `update-to` that it is itself an update of something
else. Elsevier deposits both directions on both records, so that a retraction notice claims to be
retracted by the paper it retracts. Retraction Watch's entries have the direction right, and titles
tell the rest: "RETRACTED: …" is the paper, "Retraction notice to …" is the notice. The types are
those of https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cikrefs.models import Notice, NoticeKind
from cikrefs.web.fields import date, identifier, members

_KINDS: dict[str, NoticeKind] = {
    "retraction": "retracted",
    "partial_retraction": "retracted",
    "removal": "retracted",
    "withdrawal": "withdrawn",
    "expression_of_concern": "concern",
    "addendum": "corrected",
    "clarification": "corrected",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
}
"""Crossref's types of update; those that are not here, such as new_version, are no notices."""

_MARKED: dict[str, NoticeKind] = {"retracted": "retracted", "withdrawn": "withdrawn"}
_MARK = re.compile(r"\[?(retracted|withdrawn)(?: \w+)?(?:\]|:)", re.IGNORECASE)
_NOTICE = re.compile(
    r"(?:retraction|withdrawal|removal)(?: note| notice)?(?: to| of|:|\s?[–—])", re.IGNORECASE
)
_WATCH = "retraction-watch"


def notices(item: Mapping[str, object], titles: Sequence[str]) -> tuple[Notice, ...]:
    """Return the notices about the work in Crossref's `item`, one for each kind and notice DOI."""
    received, given = list(_updates(item, "updated-by")), list(_updates(item, "update-to"))
    if any(map(_ends, given)) and any(map(_NOTICE.match, titles)):
        received = [notice for notice in received if not _ends(notice)]
    watched = {notice.kind for notice in received if notice.source == _WATCH}
    received = [
        notice
        for notice in received
        if notice.source == _WATCH or not _contradicted(notice, given, watched)
    ]
    if not any(map(_ends, received)):
        received += _by_title(titles, [notice for notice in given if _ends(notice)])
    first: dict[tuple[str, str], Notice] = {}
    for notice in sorted(received, key=lambda notice: notice.source != _WATCH):
        first.setdefault((notice.kind, notice.DOI.lower()), notice)
    return tuple(first.values())


def _contradicted(notice: Notice, given: list[Notice], watched: set[NoticeKind]) -> bool:
    """Whether a publisher's `notice` points the wrong way.

    It does if Retraction Watch has it the other way round, or if it has both directions while
    Retraction Watch names another notice of its kind.
    """
    return any(
        other.DOI == notice.DOI and (other.source == _WATCH or other.kind == notice.kind in watched)
        for other in given
    )


def _by_title(titles: Sequence[str], given: list[Notice]) -> list[Notice]:
    """Return what a title marked as retracted says where `updated-by` is silent.

    If only the wrong direction was deposited, only the capitals of "RETRACTED:" tell the paper from
    notices whose title is "Retracted: …".
    """
    marks = [mark[1] for mark in map(_MARK.match, titles) if mark]
    if not marks:
        return []
    if not given:
        return [Notice(_MARKED[marks[0].lower()])]
    return [notice for notice in given if marks[0].isupper() and notice.source != _WATCH]


def _updates(item: Mapping[str, object], direction: str) -> Iterable[Notice]:
    for update in members(item.get(direction)):
        kind = _KINDS.get(
            identifier(update.get("type")).lower().replace("-", "_").replace(" ", "_")
        )
        if kind:
            doi, source = identifier(update.get("DOI")), identifier(update.get("source"))
            yield Notice(kind, doi, date(update.get("updated")), source)


def _ends(notice: Notice) -> bool:
    return notice.kind in _MARKED.values()
