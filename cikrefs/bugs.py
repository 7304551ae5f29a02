"""A bug of our own, met while one thing of many is dealt with, costs that one and not the others.

Registries hold what nobody has thought of, and a report of a thousand references must not be lost
for one. So what deals with one thing of many (a reference to be judged, a record to be read, a
question to be asked) goes through `guarded`, the only place where an exception of any kind becomes
"no answer". Nothing is hushed up: what failed says that it is a bug, and the traceback is logged.
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
