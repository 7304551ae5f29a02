"""Processes that compute: spawned, so that they share nothing, and ended when their parent is.

Ctrl-C is the parent's to hear; a process ends what it is at. A parent that was killed cannot end
its processes, so each watches for that itself: else it would wait for work for ever.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import connection
from threading import Thread


def pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of so many processes, which import the program's main module again."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
