"""A style from an address: fetched once, then kept in the user's cache folder.

A style that is kept is used as it is, so that a list comes out the same next year and without a
network. Delete the file to fetch it again.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from cikrefs.errors import InputError, Problem
from cikrefs.files import write_text
from cikrefs.lists.styles import checks
from cikrefs.lists.styles.heads import fold

_SILENCE, _WHOLE = 10.0, 30.0
"""Seconds: how long without a byte, and how long for all of it."""


def kept(url: str, *, on_notice: Callable[[str], None]) -> Path:
    """Return the file that holds the style at `url`, fetched if it is not there yet.

    Raises InputError for an address that gives no CSL style, and where it cannot be kept.
    """
    path = _place(url)
    if path.is_file():
        on_notice(f"{url}: taken from {path}, which was fetched before")
        return path
    content = _fetched(url)
    try:
        checks.form(content, on_notice=lambda _: None)  # said when the kept file is read
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, content.decode("utf-8"))
    except InputError as error:
        if error.problem.file:
            raise
        raise error.in_file(url) from error
    except OSError as error:
        problem = Problem(f"cannot be made: {error.strerror or error}", file=str(path.parent))
        raise InputError(problem) from error
    return path


def _place(url: str) -> Path:
    """Return the file for `url`: a name people recognise, and a hash that is the address's own."""
    from platformdirs import user_cache_path

    name = fold(url.partition("?")[0].rpartition("/")[2].removesuffix(".csl"))[:60]
    digest = sha256(url.encode()).hexdigest()[:12]
    return (
        user_cache_path("cikrefs", appauthor=False) / "styles" / f"{name or 'style'}-{digest}.csl"
    )


def _fetched(url: str) -> bytes:
    """Return what is at `url`. Raises InputError saying why it cannot be had."""
    from cikrefs.web.fetch import Limits, fetch
    from cikrefs.web.service import Failure

    limits = Limits(_WHOLE, largest=checks.LARGEST, silence=_SILENCE)
    try:
        response = fetch("GET", url, limits, {}, hosts=None)
    except Failure as failure:
        raise InputError(Problem(f"cannot be fetched: {failure}", file=url)) from failure
    if response.status != 200:
        said = f"the server says {response.status} {response.phrase}"
        raise InputError(Problem(f"cannot be fetched: {said}", file=url))
    return response.content
