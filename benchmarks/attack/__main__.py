"""Run the sections that are named, or all of them."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from benchmarks.attack import (
    Plan,
    Section,
    Tally,
    answers,
    injections,
    limits,
    network,
    syscalls,
    writing,
)

SECTIONS: Mapping[str, Section] = {
    "answers": answers.answers,
    "network": network.network,
    "files": limits.limits,
    "injections": injections.injections,
    "kills": writing.kills,
    "failing-calls": writing.failing_calls,
    "syscalls": syscalls.syscalls,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.attack")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--short", action="store_true", help="a sample, in less than a minute")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (1)")
    parser.add_argument(
        "--works", type=Path, action="append", default=[], metavar="FOLDER", help="more records"
    )
    given = parser.parse_args()
    if unknown := set(given.sections) - set(SECTIONS):
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    plan = Plan(given.short, given.seed, tuple(given.works))
    print(f"seed {plan.seed}{', short' if plan.short else ''}", flush=True)
    return max([run(name, plan) for name in given.sections or SECTIONS])


def run(name: str, plan: Plan) -> int:
    """Run a section and print its figures; return 1 if anything went wrong."""
    start = time.perf_counter()
    tally = Tally()
    with suppress(KeyboardInterrupt):
        SECTIONS[name](plan, tally)
    seconds = time.perf_counter() - start
    print(
        f"{name:<14} {tally.tried:>6,} tried  {len(tally.lost):>3} lost"
        f"  {len(tally.crashed):>3} crashed  {len(tally.wrong):>3} wrongly judged"
        f"  {tally.left:>4} left behind  {seconds:.0f} s",
        flush=True,
    )
    for said in tally.bad[:20]:
        print(f"    {said}")
    return int(bool(tally.bad))


if __name__ == "__main__":
    sys.exit(main())
