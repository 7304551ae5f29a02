"""The web through requests: what a server answers and the JSON in it, or a Failure.

The one place where a body comes in: it is bounded in bytes, counted after inflating, and in time.
A redirect leads to the server that was asked, or to a host the caller knows: an answer from
anywhere else is not the service's, and what is sent along (a mail address, a key) is not meant for
it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from cikrefs import __version__
from cikrefs.web.hosts import is_here
from cikrefs.web.service import Failure, reason, status_failure
from cikrefs.web.text import cleaned

LARGEST: Final = 50_000_000
"""Bytes; the largest real answers are below 5 MB."""

REDIRECTS: Final = 5
"""How often one request is sent on at most."""

_PIECE: Final = 65536


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; the names of its `headers` are found in any case."""

    status: int
    phrase: str
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost: bytes in all, seconds in all, and seconds without a byte."""

    seconds: float
    largest: int | None = None
    silence: float | None = None


def fetch(
    method: str,
    url: str,
    limits: Limits,
    headers: Mapping[str, str],
    content: bytes | None = None,
    hosts: Collection[str] | None = (),
) -> Response:
    """Return what the server at `url` answers, whatever its status.

    A GET is sent on to the same server and, by HTTPS, to `hosts`; to any with None. A server on
    this machine is asked directly, whatever proxy the environment names. Raises Failure.
    """
    deadline = monotonic() + limits.seconds
    sent = {"User-Agent": f"cikrefs/{__version__}", **headers}
    try:
        with requests.Session() as session:
            for _ in range(REDIRECTS + 1):
                session.trust_env = not is_here(url)
                with session.request(
                    method,
                    url,
                    data=content,
                    headers=sent,
                    timeout=limits.silence or limits.seconds,
                    stream=True,
                    allow_redirects=False,
                ) as response:
                    if not (response.is_redirect and method == "GET"):
                        return _read(response, limits, deadline)
                    url = _sent_on(url, response.headers["location"], hosts)
            raise Failure(f"it redirects more than {REDIRECTS} times", passing=False)
    except ValueError as error:  # requests has no error of its own for every such address
        raise Failure("it names an address that is none", passing=False) from error
    except (requests.RequestException, HTTPError, OSError) as error:
        raise Failure(reason(error)) from error


def _sent_on(url: str, location: str, hosts: Collection[str] | None) -> str:
    """Return the address that the answer of `url` sends on to. Raises Failure, ValueError."""
    target = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(target)
    same = (old.scheme, old.hostname, old.port) == (new.scheme, new.hostname, new.port)
    known = new.scheme == "https" and new.port is None and new.hostname in (hosts or ())
    if new.scheme not in ("http", "https") or not (same or known or hosts is None):
        raise Failure(f"it sends on to another server, {new.hostname}", passing=False)
    return target


def _read(response: requests.Response, limits: Limits, deadline: float) -> Response:
    """Return the answer with its body. Raises Failure if it breaks a limit."""
    body = bytearray()
    largest = LARGEST if limits.largest is None else limits.largest
    response.raw.decode_content = True
    # what has arrived, so that a server which sends a byte a second is noticed
    while piece := response.raw.read1(_PIECE):
        body += piece
        if len(body) > largest:
            raise Failure(f"more than {largest:,} bytes", passing=False)
        if monotonic() > deadline:
            raise Failure(f"no answer within {limits.seconds:.0f} s")
    return Response(response.status_code, response.reason, response.headers, bytes(body))


def get_json(
    url: str,
    seconds: float,
    mailto: str | None,
    is_absence: Callable[[Response], bool] = lambda _: False,
    hosts: Collection[str] = (),
) -> dict[str, object] | list[object] | None:
    """Return the JSON document at `url`, None where `is_absence` says that there is none.

    `is_absence` tells the service's own "no such thing" from the 404 of a gateway, which is no
    answer. `seconds` bounds it all, `mailto` goes into the User-Agent; `hosts` are those that the
    service may send on to. Raises Failure.
    """
    response = ask(url, seconds, mailto, hosts)
    return None if is_absence(response) else document(body(response))


def ask(
    url: str,
    seconds: float,
    mailto: str | None,
    hosts: Collection[str] = (),
    form: Mapping[str, str] | None = None,
) -> Response:
    """Return what a service answers at `url`, whatever its status.

    `form` is sent in the body, for what is too long for an address. `seconds`, `mailto` and `hosts`
    are those of `get_json`. Raises Failure.
    """
    contact = f" (mailto:{mailto})" if mailto else ""
    headers = {"User-Agent": f"cikrefs/{__version__}{contact}", "Accept": "application/json"}
    if form is None:
        return fetch("GET", url, Limits(seconds), headers, hosts=hosts)
    headers |= {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
    return fetch("POST", url, Limits(seconds), headers, urlencode(form).encode(), hosts)


def body(response: Response) -> bytes:
    """Return the body of an answer of status 200. Raises Failure for any other."""
    if response.status != 200:
        wait = response.headers.get("Retry-After")
        raise status_failure(response.status, response.phrase, wait)
    return response.content


def document(content: bytes) -> dict[str, object] | list[object]:
    """Return the JSON object or list in `content`, its strings clean. Raises Failure."""
    try:
        found = cleaned(json.loads(content))
    except ValueError as error:
        raise Failure("not JSON, or cut short") from error
    except RecursionError as error:
        raise Failure("JSON too deep to read", passing=False) from error
    if not isinstance(found, dict | list):
        raise Failure("JSON that is no document", passing=False)
    return found
