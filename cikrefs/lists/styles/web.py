"""A style from an address: fetched once, then kept in the user's cache folder.

A style that is kept is used as it is, so that a list comes out the same next year and without a
network. Delete the file to fetch it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from cikrefs import __version__
from cikrefs.errors import InputError, Problem
from cikrefs.files import write_text
from cikrefs.lists.styles import checks
from cikrefs.lists.styles.heads import fold

_SILENCE, _WHOLE = 10.0, 30.0
"""Seconds: how long without a byte, and how long for all of it."""

_REDIRECTS = 5


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
    import requests

    from cikrefs.web.service import reason

    def failed(why: str) -> InputError:
        return InputError(Problem(f"cannot be fetched: {why}", file=url))

    session = requests.Session()
    session.max_redirects = _REDIRECTS
    session.headers["User-Agent"] = f"cikrefs/{__version__}"
    session.headers["Accept-Encoding"] = "identity"
    deadline = time.monotonic() + _WHOLE
    content = bytearray()
    try:
        with session, session.get(url, timeout=_SILENCE, stream=True) as response:
            if response.status_code != 200:
                raise failed(f"the server says {response.status_code} {response.reason}")
            # what has arrived, so that a server which sends a byte a second is noticed
            while chunk := response.raw.read1(16384):
                content += chunk
                if len(content) > checks.LARGEST:
                    raise failed(f"it has more than {checks.LARGEST:,} bytes")
                if time.monotonic() > deadline:
                    raise failed(f"it took more than {_WHOLE:.0f} seconds")
    except requests.TooManyRedirects as error:
        raise failed(f"it redirects more than {_REDIRECTS} times") from error
    except (requests.exceptions.InvalidURL, UnicodeError) as error:
        raise failed("it is no address") from error
    except (requests.RequestException, OSError) as error:
        raise failed(reason(error)) from error
    return bytes(content)
