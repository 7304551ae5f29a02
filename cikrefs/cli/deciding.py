"""The dialogue of `fix --interactive`: one finding after the other, as `git add -p` has it.

Questions go to standard error, answers come from standard input, a terminal or not. Its end is as
good as "q"; Ctrl-C leaves everything as it was.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from cikrefs.cli.screen import page, say, style, tell
from cikrefs.deciding import Decisions, Question
from cikrefs.errors import CikrefsError, InputError
from cikrefs.reports import text_report

_HELP = """\
r  take the registered value
s  take the suggested DOI, or one of the nearest hits: s1, s2 …
e  type a value, as it is written in a .bib
k  keep what is printed, and say why: the reason goes into cikrefs.toml
n  decide nothing, and go on
u  take the last decision back
q  stop here, and write what was decided
"""


def ask(questions: Sequence[Question], decisions: Decisions) -> None:
    """Ask about each finding until the last, "q" or the end of what is answered."""
    while decisions.number < len(questions):
        question = questions[decisions.number]
        _show(question)
        place = f"({decisions.number + 1} of {len(questions)})"
        while True:
            answer = _answer(f"{place} {_choices(question, decisions)} ? ")
            if answer is None or answer == "q":
                return
            try:
                if _decide(question, decisions, answer):
                    break
            except _Ended:
                return
            except CikrefsError as error:
                say("error", error)


class _Ended(Exception):
    """Nobody answers any more."""


def _show(question: Question) -> None:
    one = replace(question.check, findings=(question.finding,))
    page(f"{text_report.render([one], style=style).rpartition(chr(10) * 2)[0]}\n", sys.stderr)
    for number, doi in enumerate(question.suggestions, start=1):
        tell(f"           s{number}  {doi}")


def _choices(question: Question, decisions: Decisions) -> str:
    """Return the letters that mean something here."""
    letters = ["r"] if decisions.registered(question) else []
    letters += ["s"] if question.suggestions else []
    return f"[{','.join([*letters, *'eknuq?'])}]"


def _decide(question: Question, decisions: Decisions, answer: str) -> bool:
    """Do what an answer says; return whether to go on to the next question."""
    letter, rest = answer[:1], answer[1:].strip()
    if letter == "r" and not rest:
        decisions.take_registered(question)
    elif letter == "s" and (not rest or rest.isdecimal()):
        decisions.take_doi(question, _suggested(question, rest))
    elif answer == "e":
        decisions.edit(question, _further("new value: "))
    elif answer == "k":
        decisions.keep(question, _further("why it is right: "))
    elif answer == "n":
        decisions.skip()
    elif answer == "u":
        decisions.undo()
    else:
        page(_HELP, sys.stderr)
        return False
    return True


def _suggested(question: Question, number: str) -> str:
    found = question.suggestions
    if not found:
        raise InputError("nothing is suggested")
    if not number and len(found) > 1:
        raise InputError(f"there are {len(found)}; say s1 to s{len(found)}")
    if not 1 <= int(number or 1) <= len(found):
        raise InputError(f"there is no s{number}")
    return found[int(number or 1) - 1]


def _further(prompt: str) -> str:
    answer = _answer(prompt)
    if answer is None:
        raise _Ended
    return answer


def _answer(prompt: str) -> str | None:
    """Return a line from standard input without blanks around it, None at its end."""
    page(prompt, sys.stderr)
    line = sys.stdin.readline()
    if not line:
        tell("")
        return None
    return line.strip()
