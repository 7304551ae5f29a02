"""Run the sections that are named, or all of them."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from contextlib import suppress

from benchmarks.attack import Section, Tally, injections, writing

SECTIONS: Mapping[str, Section] = {
    "kills": writing.kills,
    "failing-calls": writing.failing_calls,
    "injections": injections.injections,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.attack")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--short", action="store_true", help="a sample, in less than a minute")
    given = parser.parse_args()
    wrong = 0
    for name in given.sections or SECTIONS:
        start = time.perf_counter()
        tally = Tally()
        with suppress(KeyboardInterrupt):
            SECTIONS[name](given.short, tally)
        seconds = time.perf_counter() - start
        print(
            f"{name:<14} {tally.tried:>6} tried  {len(tally.lost):>4} lost"
            f"  {len(tally.wrong):>4} wrongly judged  {tally.left:>4} left behind  {seconds:.0f} s"
        )
        for said in [*tally.lost, *tally.wrong][:20]:
            print(f"    {said}")
        wrong += len(tally.lost) + len(tally.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
