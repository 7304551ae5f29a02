"""How fast a service is asked: below the rate it allows, and never more at once than it allows.

Whoever counts requests in windows of a second, counts them when they arrive, not when they were
sent; so the pace stays some way below the limit. Services say their limits with every answer and
are believed. All processes of a user on this machine that ask the same address take their turns
from one small file in the cache folder. Where that cannot be (no file locks, a cache that cannot be
written) each process keeps the pace by itself.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock
from typing import Final

MARGIN: Final = 1.075
"""How much longer than the interval allowed the one kept is: 7 % fewer requests."""

FASTEST: Final = 50.0
"""Requests per second, whatever a service says it allows."""

_FAR: Final = 60.0
"""Seconds; a turn further away than this was written before the machine was started anew."""

_UNITS: Final = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is and how to wait, in seconds."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Turns:
    """When the next request may start, by the clock of one process."""

    def __init__(self) -> None:
        self._next = float("-inf")

    def take(self, least: float, seconds: float) -> float:
        """Return when the next turn is, `least` or later; it lasts `seconds`."""
        start = max(least, self._next)
        self._next = start + seconds
        return start


class SharedTurns(Turns):
    """Turns that are taken by all processes which have the file at `path`.

    They have one clock: time.monotonic counts from when the machine was started.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def take(self, least: float, seconds: float) -> float:
        """Return when the next turn of all is."""
        with _held(self._path) as file:
            if file is None:
                return super().take(least, seconds)
            stored = _number(os.pread(file, 64, 0))
            if stored < least + _FAR:
                self._next = max(self._next, stored)
            start = super().take(least, seconds)
            os.pwrite(file, f"{self._next:<32.6f}".encode(), 0)
            return start


def turns(name: str, clock: Clock) -> Turns:
    """Return the turns of all who ask what is called `name`; a clock of its own shares none."""
    if clock != Clock():
        return Turns()
    from platformdirs import user_cache_path

    file = re.sub(r"[^A-Za-z0-9.]+", "-", name.partition("://")[2] or name)[:100]
    return SharedTurns(user_cache_path("cikrefs", appauthor=False) / "pace" / file)


@contextmanager
def _held(path: Path) -> Iterator[int | None]:
    """Yield the file at `path`, opened and locked, or None where that cannot be had soon."""
    try:
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except (ImportError, OSError):
        yield None
        return
    try:
        for _ in range(100):
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.002)
        else:
            yield None
            return
        yield file
    finally:
        os.close(file)


def _number(content: bytes) -> float:
    """Return the moment that a file of turns holds, one long ago if it holds none."""
    with suppress(ValueError):
        return float(content)
    return float("-inf")


class Gate:
    """Lets at most `most` in at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._inside = 0
        self._changed = Condition()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait until there is room, and be inside while the block runs."""
        with self._changed:
            self._changed.wait_for(lambda: self._inside < self.most)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()


class Pace:
    """Spaces requests so that there are never more than `per_second`; the first need not wait.

    `gate` is passed by all requests to the same service, whatever their pace.
    """

    def __init__(
        self, per_second: float, clock: Clock, turns: Turns | None = None, gate: Gate | None = None
    ) -> None:
        self._count, self._window = per_second, 1.0
        self._clock = clock
        self._turns = turns or Turns()
        self._gate = gate or Gate(1000)
        self._lock, self._waiting = Lock(), Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until a request may start, which the block makes."""
        with self._gate.passed():
            self.wait()
            yield

    def wait(self) -> None:
        """Return when the next request may start."""
        with self._waiting:
            with self._lock:
                now, seconds = self._clock.now(), MARGIN * self._window / self._count
                start = self._turns.take(now, seconds)
            if start > now:
                self._clock.sleep(start - now)
                late = self._clock.now() - start
                if late > 0:  # on a busy machine; the next one must not come too soon after it
                    with self._lock:
                        self._turns.take(start + late + seconds, 0)

    def refused(self) -> None:
        """Let no request start before a new window has begun: there were too many in this one."""
        with self._lock:
            self._turns.take(self._clock.now() + MARGIN * self._window, 0)

    def heed(self, headers: Mapping[str, str]) -> None:
        """Keep the limits that an answer names: x-rate-limit-limit, -interval, x-concurrency-limit.

        A header that is missing or makes no sense changes nothing.
        """
        count = re.fullmatch(r"\d{1,6}", headers.get("x-rate-limit-limit", ""))
        window = re.fullmatch(r"(\d{1,6}) ?(ms|s|m|h|)", headers.get("x-rate-limit-interval", ""))
        if count and window and int(count[0]) and int(window[1]):
            seconds = int(window[1]) * _UNITS[window[2]]
            with self._lock:
                self._count = min(int(count[0]), FASTEST * seconds)
                self._window = seconds
        most = re.fullmatch(r"\d{1,3}", headers.get("x-concurrency-limit", ""))
        if most and int(most[0]):
            self._gate.most = int(most[0])
