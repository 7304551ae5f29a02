"""JSON from the web through requests: a status that is an answer and its document, or a Failure."""

from __future__ import annotations

import json
from typing import Final

import requests

from cikrefs import __version__
from cikrefs.registry.service import Failure, reason, status_failure

LARGEST: Final = 50_000_000
"""Bytes; the largest real answers are below 5 MB."""


def get_json(
    url: str, seconds: float, mailto: str | None
) -> dict[str, object] | list[object] | None:
    """Return the JSON document at `url`, None where there is none (404).

    `seconds` bounds the connection and each read, `mailto`
    goes into the User-Agent. Raises Failure.
    """
    contact = f" (mailto:{mailto})" if mailto else ""
    headers = {"User-Agent": f"cikrefs/{__version__}{contact}", "Accept": "application/json"}
    try:
        with requests.get(url, headers=headers, timeout=seconds, stream=True) as response:
            if response.status_code == 404:
                return None
            if response.status_code != 200:
                wait = response.headers.get("Retry-After")
                raise status_failure(response.status_code, response.reason, wait)
            body = bytearray()
            for chunk in response.iter_content(65536):
                body += chunk
                if len(body) > LARGEST:
                    raise Failure(f"more than {LARGEST} bytes", passing=False)
        document = json.loads(body)
    except ValueError as error:
        raise Failure("not JSON, or cut short") from error
    except RecursionError as error:
        raise Failure("JSON too deep to read", passing=False) from error
    except (requests.RequestException, OSError) as error:
        raise Failure(reason(error)) from error
    if not isinstance(document, dict | list):
        raise Failure("JSON that is no document", passing=False)
    return document
