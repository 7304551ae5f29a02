"""The web through requests: what a server answers and the JSON in it, or a Failure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import requests

from cikrefs import __version__
from cikrefs.web.service import Failure, reason, status_failure
from cikrefs.web.text import cleaned

LARGEST: Final = 50_000_000
"""Bytes; the largest real answers are below 5 MB."""

_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; the names of its `headers` are found in any case."""

    status: int
    phrase: str
    headers: Mapping[str, str]
    content: bytes


def fetch(
    method: str,
    url: str,
    seconds: float,
    headers: Mapping[str, str],
    content: bytes | None = None,
) -> Response:
    """Return what the server at `url` answers, whatever its status.

    `seconds` bounds the connection and each read. A server on this machine is asked directly,
    whatever proxy the environment names. Raises Failure.
    """
    agent = {"User-Agent": f"cikrefs/{__version__}"}
    try:
        with requests.Session() as session:
            session.trust_env = urlsplit(url).hostname not in _HERE
            with session.request(
                method,
                url,
                data=content,
                headers={**agent, **headers},
                timeout=seconds,
                stream=True,
            ) as response:
                body = bytearray()
                for chunk in response.iter_content(65536):
                    body += chunk
                    if len(body) > LARGEST:
                        raise Failure(f"more than {LARGEST} bytes", passing=False)
                return Response(
                    response.status_code, response.reason, response.headers, bytes(body)
                )
    except ValueError as error:  # requests has no error of its own for every such address
        raise Failure("it names an address that is none", passing=False) from error
    except (requests.RequestException, OSError) as error:
        raise Failure(reason(error)) from error


def get_json(
    url: str,
    seconds: float,
    mailto: str | None,
    is_absence: Callable[[Response], bool] = lambda _: False,
) -> dict[str, object] | list[object] | None:
    """Return the JSON document at `url`, None where `is_absence` says that there is none.

    `is_absence` tells the service's own "no such thing" from the 404 of a gateway, which is no
    answer. `seconds` bounds the connection and each read, `mailto` goes into the User-Agent. Raises
    Failure.
    """
    contact = f" (mailto:{mailto})" if mailto else ""
    headers = {"User-Agent": f"cikrefs/{__version__}{contact}", "Accept": "application/json"}
    response = fetch("GET", url, seconds, headers)
    if is_absence(response):
        return None
    if response.status != 200:
        wait = response.headers.get("Retry-After")
        raise status_failure(response.status, response.phrase, wait)
    return document(response.content)


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
