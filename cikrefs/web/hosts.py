"""Which machine an address is of."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def is_here(url: str) -> bool:
    """Whether `url` is of this machine; not if it is no address at all."""
    try:
        return urlsplit(url).hostname in _HERE
    except ValueError:
        return False
