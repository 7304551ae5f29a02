"""A bug of our own, met while one thing of many is dealt with, costs that one and not the others.

Registries hold what nobody has thought of, and a report of a thousand references must not be lost
for one. So the two loops that deal with one thing at a time, references to be judged and records to
be read, go through `guarded`, which is the only place where every exception is caught. Nothing is
hushed up: what failed counts as unchecked and says that it is a bug, and the traceback is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from cikrefs.errors import CikrefsError, Unavailable, shorten

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


def guarded(what: str, work: Callable[[], T]) -> T:
    """Return what `work` returns; `what` names it in a few words ("judging").

    Raises what `work` raises of cikrefs' own errors, and Unavailable for every other exception,
    whose traceback is logged at level DEBUG.
    """
    try:
        return work()
    except CikrefsError:
        raise
    except Exception as error:  # what a bug raises cannot be known beforehand
        _LOG.debug("%s failed", what, exc_info=True)
        said = shorten(f"{type(error).__name__}: {error}")
        raise Unavailable(f"{what} failed: {said}; this is a bug, please report it") from error
