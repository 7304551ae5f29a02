"""What the readers do with broken input: a traceback, a hang, or something lost is a finding.

    python -m benchmarks.fuzz [--seconds 600] [--only ris] [--seed 0] [--keep FOLDER]

Seeds are the files of tests/data and tests/formats, and the samples of tests/strangers in every
format. They are cut, doubled, joined and salted with what formats are made of, and given to each
reader in turn for its share of the time. A reader may return references and name problems, or raise
InputError; all else is a finding, and so is taking longer than 2 s for at most 200,000 characters.
What was read must be written in each format, read again in the same number without loss, and
written once more as the same text. Each kind of finding is shown once, with its input cut down.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import FrameType

from cikrefs.errors import InputError, Problem
from cikrefs.formats import FORMATS, WRITERS, detect
from cikrefs.models import Reference
from tests.strangers.samples import REPORT, SAMPLES

_ROOT = Path(__file__).parent.parent
_LONGEST = 200_000
_SLOW = 2.0
_MARKS = """{ } " ' \\ \\{ \\} % $ # & ~ ^ _ = , ; : @ @article{ @string{ @comment{ @preamble{
    @book( ) \\"{u} \\'e \\url{ \\textbf{ \\begin{ \\verb| $\\gamma$ ␣and␣ others crossref={
    month=jan TY␣␣-␣JOUR ER␣␣-␣ AU␣␣-␣ PY␣␣-␣2025/// N1␣␣-␣ ␣␣-␣ PMID-␣ FAU␣-␣ PT␣J TI␣ ER EF
    [ ] null true -1e999 "type":␣"" "date-parts":␣[[ "author":␣[ \\ud800 \\u0000 10.1000/
    2024-13-45 https://doi.org/ 2024;1(2):3–4 (2020a) [12] 12. Smith␣J, et␣al. – — “ ”
    ’ é e\u0301 ﬁ ß Ǆ ı ٣ 中 ،
    999999999999999999999 0 -- --- // - ␣␣ &a *a !!str |␣ >␣ ? ---␣ </ <record> &amp; ]]>""".split()
_SALT = (
    *(mark.replace("␣", " ") for mark in _MARKS),
    *" \n \r \t \n\n \x00 \x1b \x85 \u2028 \u202e \ufeff \xa0".split(" ")[1:],
)
_DEEP = ("{", "[", '{"a":', "(", "\\emph{", "{{", "[[", "<i>", "@a{b,c=")


class Slow(BaseException):
    """A reader took too long. No Exception, so that nothing catches it on its way."""


class Wrong(Exception):
    """A reader or writer did something, without an error, that it must not do."""


@dataclass(slots=True)
class Tally:
    """How many inputs a reader was given, and the first input of each kind of finding."""

    executions: int = 0
    findings: dict[str, str] = field(default_factory=dict)


def seeds() -> dict[str, list[str]]:
    """Return the texts to start from, by the format they are in."""
    found: dict[str, list[str]] = {name: [] for name in FORMATS}
    for folder in ("tests/data", "tests/formats", "tests/printed"):
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".py":
                text = path.read_bytes().decode(errors="replace")[:_LONGEST]
                found[detect(text)].append(text)
    for name in WRITERS:
        dumps = FORMATS[name].dumps
        found[name] += [dumps([one]) for one in (*SAMPLES, *REPORT[:4])] + [dumps(SAMPLES)]
    everything = [text for texts in found.values() for text in texts]
    return {name: texts or everything for name, texts in found.items()}


def mutated(texts: list[str], chance: random.Random) -> str:
    """Return one of the texts, changed in one to eight places."""
    text = chance.choice(texts)
    if len(text) > 3000 and chance.random() < 0.9:  # a piece is read sooner, and as easily upset
        start = chance.randrange(len(text))
        text = text[start : start + chance.randint(1, 3000)]
    for _ in range(chance.randint(1, 8)):
        text = chance.choice(_MUTATIONS)(text, texts, chance)
    return text[:_LONGEST]


def _span(text: str, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + int(chance.paretovariate(0.6)))


def _cut(text: str, _: list[str], chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:start] + text[end:]


def _double(text: str, _: list[str], chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:end] + text[start:end] * chance.choice((1, 1, 2, 50)) + text[end:]


def _salt(text: str, _: list[str], chance: random.Random) -> str:
    start, end = _span(text, chance)
    return text[:start] + chance.choice(_SALT) + text[start if chance.random() < 0.5 else end :]


def _join(text: str, texts: list[str], chance: random.Random) -> str:
    other = chance.choice(texts)
    start, end = _span(other, chance)
    place = chance.randint(0, len(text))
    return text[:place] + other[start:end] + text[place:]


def _character(text: str, _: list[str], chance: random.Random) -> str:
    place = chance.randint(0, len(text))
    return (
        text[:place]
        + chr(chance.choice((chance.randrange(128), chance.randrange(0xD800))))
        + text[place + 1 :]
    )


def _many(text: str, _: list[str], chance: random.Random) -> str:
    if chance.random() < 0.97:  # long inputs take most of the time
        return text
    start, end = _span(text, chance)
    piece = chance.choice((*_DEEP, *_SALT, text[start : min(end, start + 50)] or " "))
    return text[:start] + piece * (chance.choice((1000, _LONGEST)) // len(piece)) + text[start:]


_MUTATIONS: tuple[Callable[[str, list[str], random.Random], str], ...] = (
    _cut, _double, _salt, _salt, _join, _character, _many,
)  # fmt: skip


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Slow where the block takes the processor longer, whatever else the machine does."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Slow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def finding(name: str, text: str) -> str | None:
    """Return what is wrong with how the reader `name` takes the text, None if nothing is."""
    step = f"{name} loads"
    problems: list[Problem] = []
    try:
        with limited(_SLOW):
            try:
                references = FORMATS[name].loads(text, on_problem=problems.append)
            except InputError:
                return None
        for writer in WRITERS:
            step = f"{name}, then {writer}"
            with limited(3 * _SLOW):
                _again(references, writer, was_sound=not any(p.lost for p in problems))
    except Slow:
        return f"{step}: too slow"
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = "" if isinstance(error, Wrong) else f" at {Path(last.filename).name}:{last.lineno}"
        message = re.sub(r"\d+", "N", str(error))[:60]
        return f"{step}: {type(error).__name__}{where}: {message}"
    return None


def _again(references: list[Reference], writer: str, *, was_sound: bool) -> None:
    """Write the references, read them again and write them again. Raises Wrong for a difference.

    Of references that were not sound, what is wrong with them may be said again.
    """
    problems: list[Problem] = []
    text = FORMATS[writer].dumps(references)
    text.encode()
    again = FORMATS[writer].loads(text, on_problem=problems.append)
    if len(again) != len(references):
        raise Wrong("the file does not have as many references")
    lost = next((problem.message for problem in problems if problem.lost), None)
    if lost and was_sound:
        raise Wrong(f"of its own file: {lost}")
    if (other := FORMATS[writer].dumps(again)) != text:
        third = FORMATS[writer].loads(other, on_problem=lambda _: None)
        changed = [
            one.name
            for one in fields(Reference)
            if one.compare
            and any(
                getattr(a, one.name) != getattr(b, one.name)
                for a, b in zip(again, third, strict=True)
            )
        ]
        raise Wrong(f"written again, the file is another: {changed or 'its notation'}")


def smaller(name: str, text: str, kind: str, seconds: float = 20) -> str:
    """Return the text with all the pieces taken out that its finding does not need."""
    end = time.monotonic() + seconds
    size = len(text)
    while size := size // 2:
        start = 0
        while start < len(text) and time.monotonic() < end:
            shorter = text[:start] + text[start + size :]
            if finding(name, shorter) == kind:
                text = shorter
            else:
                start += size
    return text


def fuzz(name: str, texts: list[str], seconds: float, chance: random.Random) -> Tally:
    """Give the reader mutated texts for so many seconds; findings are looked into besides."""
    tally = Tally()
    left = seconds
    while left > 0:
        start = time.monotonic()
        text = mutated(texts, chance)
        kind = finding(name, text)
        left -= time.monotonic() - start
        tally.executions += 1
        if kind and kind not in tally.findings:
            tally.findings[kind] = smaller(name, text, kind)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=600, help="for all readers together (600)")
    parser.add_argument("--only", choices=FORMATS, help="give this reader all the time")
    parser.add_argument("--seed", type=int, default=0, help="where chance begins (0)")
    parser.add_argument("--keep", type=Path, help="write the inputs of findings into this folder")
    options = parser.parse_args()
    texts = seeds()
    names = [options.only] if options.only else list(FORMATS)
    for name in names:
        chance = random.Random(options.seed)  # noqa: S311  # repeatable
        tally = fuzz(name, texts[name], options.seconds / len(names), chance)
        print(
            f"{name}: {tally.executions:,} executions, {len(tally.findings)} findings", flush=True
        )
        for number, (kind, text) in enumerate(tally.findings.items()):
            print(f"  {kind}\n    {len(text)} characters: {text[:300]!r}")
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                file = options.keep / f"{name}-{number}.txt"
                file.write_bytes(text.encode(errors="surrogatepass"))


if __name__ == "__main__":
    main()
