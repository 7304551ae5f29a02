"""How a service is asked: at its pace, again after a failure, never beyond what may be lost.

A run of any length is fine while services answer; what is limited is the time lost on failing. All
services share one Budget of seconds. A failed request and the wait after it are taken from it, an
answer gives back what its own service had lost. Once it is used up, a service that fails is not
asked again, so that an outage is over within the budget however much there was to ask.

Every request runs in a thread of its own that is abandoned at its deadline: the timeouts of HTTP
libraries bound each read and each connection attempt, but neither a name server that hangs nor a
body that trickles. Asking again is a loop of our own: libraries for it know attempts and waits, but
no budget that several services share.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock, Thread
from typing import TypeVar

from cikrefs.errors import Unavailable
from cikrefs.web.pace import Clock, Pace
from cikrefs.web.text import clean

__all__ = ["Budget", "Clock", "Failure", "Pace", "Service"]

T = TypeVar("T")
Question = Callable[[float], T]
"""Asks once, given the seconds it may take; raises Failure."""

REQUEST_SECONDS = 8.5
"""The longest one request may take, so that two hanging ones fit the default budget of 20."""

LEAST_SECONDS = 2.0
"""What must be left after a wait for asking again to be worth it."""

ATTEMPTS = 4
"""How often one question is asked at most."""

FIRST_WAIT, JITTER = 0.5, 0.5
"""Seconds before the second attempt, doubled from then on, and the random part added to each."""


class Failure(Exception):
    """One request that failed, with the reason in words.

    `passing` says that asking again may help, `after` how many seconds the service wants to wait;
    `too_many`, that it was asked too often.
    """

    def __init__(
        self, reason: str, *, passing: bool = True, after: float = 0.0, too_many: bool = False
    ) -> None:
        self.passing = passing
        self.after = after
        self.too_many = too_many
        super().__init__(reason)


class Budget:
    """The seconds that may be lost on services that fail.

    Requests that fail side by side cost the time that passed, not the sum of their times.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lost: dict[str, float] = {}
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def lose(self, service: str, began: float, ended: float) -> None:
        """Take the time between two moments, in which `service` gave no answer."""
        with self._lock:
            until = self._until.get(service, began)
            lost = max(0.0, ended - max(began, until))
            self._lost[service] = self._lost.get(service, 0.0) + lost
            self._until[service] = max(ended, until)

    def refund(self, service: str) -> None:
        """Give back all `service` has cost, since it has answered."""
        with self._lock:
            self._lost.pop(service, None)

    def left(self, service: str) -> float:
        """Return the seconds `service` may still cost; a service that never failed has them all."""
        with self._lock:
            if service not in self._lost:
                return self._seconds
            return max(0.0, self._seconds - sum(self._lost.values()))


class Service:
    """One of the services, under the name users know."""

    def __init__(self, name: str, budget: Budget, clock: Clock) -> None:
        self.name = name
        self._budget = budget
        self._clock = clock
        self._failure = ""
        self._closed_until = float("-inf")

    def ask(self, question: Question[T], pace: Pace | None = None) -> T:
        """Return the answer to `question`, asked as often as makes sense.

        Raises Unavailable with what happened, in words.
        """
        self._refuse_if_closed()
        began = self._clock.now()
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = self._ask_once(question, pace)
            except Failure as failure:
                if failure.passing and self._pause(attempt, failure.after):
                    continue
                self._failure = f"{self.name} did not answer: {failure}"
                seconds = self._clock.now() - began
                again = f" (tried {attempt} times in {seconds:.0f} s)" if attempt > 1 else ""
                raise Unavailable(self._failure + again, passing=failure.passing) from failure
            self._budget.refund(self.name)
            return answer

    def _refuse_if_closed(self) -> None:
        if self._clock.now() < self._closed_until or not self._budget.left(self.name):
            raise Unavailable(f"{self._failure}; not asked again", passing=True)

    def _ask_once(self, question: Question[T], pace: Pace | None) -> T:
        with pace.turn() if pace else nullcontext():
            self._refuse_if_closed()  # by one that was asked at the same time
            seconds = min(REQUEST_SECONDS, self._budget.left(self.name))
            began = self._clock.now()
            try:
                return _within(seconds, question)
            except Failure as failure:
                self._budget.lose(self.name, began, self._clock.now())
                if pace and failure.too_many:
                    pace.refused()
                raise

    def _pause(self, attempt: int, after: float) -> bool:
        """Wait before the next attempt, `after` seconds at least; return whether it is to be made.

        It is not if enough was tried, nor if the budget cannot bear the wait, which then closes us.
        """
        jitter = random.uniform(0, JITTER)  # noqa: S311  # no secret, only that not all come at once
        seconds = max(FIRST_WAIT * 2 ** (attempt - 1) + jitter, after)
        if seconds + LEAST_SECONDS >= self._budget.left(self.name):
            self._closed_until = self._clock.now() + seconds
            return False
        if attempt == ATTEMPTS:
            return False
        began = self._clock.now()
        self._clock.sleep(seconds)
        self._budget.lose(self.name, began, self._clock.now())
        return True


def _within(seconds: float, question: Question[T]) -> T:
    """Return the answer to `question`; raise Failure if it takes longer than `seconds`."""
    try:
        return started(lambda: question(seconds)).result(seconds)
    except TimeoutError as error:
        raise Failure(f"no answer within {seconds:.0f} s") from error


def started(work: Callable[[], T]) -> Future[T]:
    """Return what `work` is going to return; it runs in a thread of its own, which ends with us."""
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed over to the thread that asks
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    return answer


def retry_after(header: str | None) -> float:
    """Return the seconds a Retry-After header asks to wait, given as seconds or as an HTTP date.

    0.0 without a header, for a date past or out of all calendars, and for what is neither (RFC
    9110, section 10.2.3).
    """
    text = (header or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    moment = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and what it was raised from, the nearest first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def status_failure(status: int, phrase: str | None, wait: str | None) -> Failure:
    """Return what an HTTP status that is no answer means; `wait` is its Retry-After header."""
    passing = status == 429 or status >= 500
    return Failure(
        f"HTTP {status} {clean(phrase or '')}".strip(),
        passing=passing,
        after=retry_after(wait),
        too_many=status == 429,
    )


def reason(error: BaseException) -> str:
    """Return why no connection came about or held, in the system's words where it has any."""
    for link in chain(error):
        if isinstance(link, OSError) and link.errno is not None and link.strerror:
            return link.strerror[:1].lower() + link.strerror[1:]
    if any("Timeout" in type(link).__name__ for link in chain(error)):
        return "no answer in time"
    return "the connection broke off"
