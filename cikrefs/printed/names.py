"""Author blocks: the names at the start of an entry, and where they end.

A list prints all its names in one shape, or the first in one and the rest in another. So a block is
read once for each row of `shapes.SHAPES`, names as long as they come in that shape, and the reading
that ends best is the block. Names that fit no shape (groups, damaged print) are let through where a
year in parentheses, or a group's word, says that names go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum

from cikrefs.models import OTHERS, Name, Span
from cikrefs.names import LOWER, PARTICLE, UPPER, initials
from cikrefs.printed.shapes import SHAPES, Shape, Trait, name
from cikrefs.printed.words import ABBREVIATIONS, GROUPS, JOURNAL_WORDS, SMALL_WORDS

_U, _L = f"[{UPPER}]", f"[{LOWER}]"
_LAST_AUTHOR_END = re.compile(r"(?:(?<=\))|(?<=[^\W_]{2})|(?<= [^\W_]))\.(?= )|:(?= )")
_TWO_INITIALS = re.compile(rf"{_U}{{2}} {_U}{_L}")
_GOES_ON = re.compile(r" ?(?:[,;]|&|and\b|et\b|und\b)")
_ONE_PERSON = re.compile(r"\. [^.?]{15,300}[.?] |,? ?[“\"]")
_PARTS = re.compile(
    r"\s{0,20}+(?:;|,(?!\d{3}))\s*(?:and |& )?|\s{1,20}(?:and|&)\s+(?=[A-Z][^ ]* [A-Z]{1,3}\b)"
)
_TITLE_NEXT = re.compile(rf", (?:{_U}|[“\"])[^,.]{{10,}}+[,.]")
_ORGANISATION_YEAR = re.compile(rf"[{UPPER}][^.,;:()\d]{{1,60}}(?=\. (?:19|20)\d\d[a-z]?[.:,] )")
_GIVEN_FIRST = re.compile(rf"\.? {_U}{_L}[^ ,.]*(,| and|\.|:)")
_LONE_NUMBER = re.compile(r"(?<![\w‐‑,.-])\d+\b(?!,\d{3})")
_CAPITAL = re.compile(rf"\W{{0,20}}(?:(?:the|on behalf of) )?{_U}")
_FULL_GIVEN = re.compile(rf"{_L}{{2}}")
_SENTENCE = re.compile(r"[.?!:] [A-Z]?[a-z]{3}|[“”\"]")
_REST_OF_JOURNAL = re.compile(rf"\. ?(?:{_U}[{UPPER}{LOWER}]*+[.,:]? ?){{1,6}}\(?\d")
_NEXT_ABBREVIATION = re.compile(rf"\. ?({_U}{_L}+)\.")
_VOLUME_NEXT = re.compile(r",? (?:(?:1[89]|20)\d\d, )?\d{1,3}(?:[,:( ]|$)")
_NEXT_WORD = re.compile(rf" ({_U}{_L}+)\.")
_UNLIKE_NAMES = re.compile(rf"(?<![\w'’-])(?!(?:{PARTICLE}|and|et|und|y|e)\b){_L}{{2}}")
"""A word in small letters that is part of no name."""
_INITIALS_LAST = re.compile(rf" {_U}{{1,4}}$")
_GROUP_END = re.compile(r"(?:(?<=\))|(?<=[^\W_]{2}))\.(?= )|[:,](?= )")
_ACRONYM = re.compile(rf"[{UPPER}][{UPPER}\d/-]{{2,11}}")


_SEPARATOR = re.compile(
    rf" ?(?:[;,]?[ ](?:and|&|und|y|et|e)[ ](?!al)|[;,] ?(?:(?:and|und|et) |& ?|… ?(?:& )?"
    rf"|\. ?\. ?\. ?(?:& )?)?|& ?|/ ?|[,;]? ?and(?={_U}\.))"
)
_ET_AL = re.compile(
    r"[,;]? ?(?:and |& )?(?:et\.? ?al(?:ii|s)?\b\.?|(?:and|&) (?:others|colleagues|co-?workers"
    r"|associates)\b|\[et al\.?\]|…|\.\.\.)[,;]?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"[\s.,;:]*+[(\[]?(?:1[5-9]|20)\d\d[a-z]?[)\]., :;]|\s*+(?:[.,]\s*+)?\((?:in press|n\.d\."
    r"|forthcoming|submitted|ed)",
    re.IGNORECASE,
)
_STOP = re.compile(r"\s*(?:[.:]|[,.]?\s?[“\"«‘„]|[(\[]|$)")
PAREN_YEAR = re.compile(r"\(\s?(?:1[5-9]|20)\d\d[a-z]?\s?[),]|\(in press\)|\(n\.d\.\)")


GROUP = "group"
"""The shape of a block that is a group's name."""


class Ending(IntEnum):
    """How well a block of names ends, the better the higher."""

    OPEN = 0
    COMMA = 1
    STOP = 2
    """At a stop, or at "et al."."""
    YEAR = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Names read from the start of a string: who, where they stand, where reading goes on."""

    names: tuple[Name, ...]
    span: Span
    end: int
    shape: str
    ending: Ending = Ending.OPEN


def read(string: str, start: int = 0, prefer: str = "") -> Block | None:
    """Read the author block that begins at `start`; None if no shape of names fits there.

    `prefer` is the shape of the list's other names: it wins wherever it reads at all.
    """
    best, best_score = None, (False, Ending.OPEN, 0)
    for shape in SHAPES.values():
        is_weak = Trait.WEAK in shape.traits
        usual_found, best_ending, _ = best_score
        if is_weak and (
            usual_found or best_ending is Ending.YEAR or (best and len(best.names) > 1)
        ):
            break
        first = shape.pattern.match(string, start)
        block = _read_as(first, shape) if first else None
        if not block:
            continue
        usual = shape.name == prefer
        ending = _ending(string, block, shape, usual=usual)
        several = len(block.names) > 1 and _FULL_GIVEN.search(block.names[0].given)
        if is_weak and best_ending and not several and not usual:
            continue
        score = (usual and ending > Ending.OPEN, ending, block.end)
        if score > best_score and (ending or not is_weak):
            best, best_score = replace(block, ending=ending), score
        if ending is Ending.YEAR and not prefer:
            break
    _, ending, _ = best_score
    if ending < Ending.YEAR:
        return _group(string, start, best, ending) or best
    return best


def _ending(string: str, block: Block, shape: Shape, *, usual: bool) -> Ending:
    """Say how well a block ends; `usual` says that the list's other names have this shape."""
    alone = len(block.names) == 1
    dated = _YEAR.match(string, block.end)
    if Trait.BARE in shape.traits:  # only several, and before a year
        are_names = dated and not alone and not _is_phrase(string[slice(*block.span)])
        return Ending.YEAR if are_names else Ending.OPEN
    if dated:
        return Ending.YEAR
    if alone and not usual:
        ending = _ending_alone(string, block, shape)
        if ending is not None:
            return ending
    if block.names[-1] is OTHERS or string[block.end - 1] == "." or _STOP.match(string, block.end):
        return Ending.STOP
    comma = Trait.COMMA in shape.traits or (
        Trait.COMMA_BEHIND_SEVERAL in shape.traits and not alone
    )
    is_comma = comma and string[block.end : block.end + 1] in {",", ";"}
    return Ending.COMMA if is_comma else Ending.OPEN


def _ending_alone(string: str, block: Block, shape: Shape) -> Ending | None:
    """Say how well a single name ends that may be something else; None if it surely is a name."""
    if Trait.GIVEN_LAST in shape.traits:
        first = _GIVEN_FIRST.match(string, block.end)
        goes_on = first and (first[1] == "," or _ONE_PERSON.match(string, first.end() - 1))
        return Ending.OPEN if goes_on else None
    if (
        Trait.WEAK not in shape.traits
        or Trait.COMMA_BEHIND_SEVERAL in shape.traits
        or _TWO_INITIALS.match(string, block.span[0])
    ):
        return None
    if "." in block.names[0].given and string[block.end : block.end + 1] == ",":
        return Ending.COMMA
    if _is_phrase(string[slice(*block.span)]):
        return Ending.OPEN
    if _ONE_PERSON.match(string, block.end):
        return Ending.STOP
    return Ending.COMMA if _TITLE_NEXT.match(string, block.end) else Ending.OPEN


def _is_phrase(piece: str) -> bool:
    """Whether two or three capitalised words are a title rather than a name."""
    return any(word.lower() in JOURNAL_WORDS for word in piece.split())


def _read_as(first: re.Match[str], shape: Shape) -> Block | None:
    """Read the names that begin with `first`, all in one shape, as far as they go."""
    string, start, pattern = first.string, first.start(), shape.pattern
    names, end = list[Name](), start
    found: re.Match[str] | None = first
    while found and not (_is_journal(found) or _is_group(found[0])):
        end = _last_initial(found) if found["given"] else found.end()
        if end < found.end():
            names.append(Name(found["family"], initials(string[found.start("given") : end])))
            break
        names.append(name(found))
        end = found.end()
        between = _SEPARATOR.match(string, end)
        if not between:
            break
        found = pattern.match(string, between.end())
        if not found:
            rest = (SHAPES[later].pattern for later in shape.later)
            matches = (one.match(string, between.end()) for one in rest)
            found = next(filter(None, matches), None)
            pattern = found.re if found else pattern
    if not names:
        return None
    et_al = _ET_AL.match(string, end)
    if et_al:
        names.append(OTHERS)
    return Block(tuple(names), (start, end), et_al.end() if et_al else end, shape.name)


def _is_journal(found: re.Match[str]) -> bool:
    """Whether what looks like a name begins an abbreviated journal ("J. Phys")."""
    if found["given"] in {"J.", "Z."} and _VOLUME_NEXT.match(found.string, found.end()):
        return True
    if (
        found.start("family") < found.start("given")
        or found.string[found.end() : found.end() + 1] != "."
    ):
        return False
    last = found["family"].rsplit(" ", 1)[-1].lower()
    after = _NEXT_ABBREVIATION.match(found.string, found.end())
    return last in ABBREVIATIONS or bool(
        after
        and found["given"] in {"J.", "Z."}
        and after[1].lower() in ABBREVIATIONS
        and _REST_OF_JOURNAL.match(found.string, found.end())
    )


def _last_initial(found: re.Match[str]) -> int:
    """Return where a name ends; its last initial may be a journal's ("Li R. G. J. Biol. Chem.")."""
    if found.end("given") != found.end() or not found["given"].endswith((". J.", ". Z.")):
        return found.end()
    word = _NEXT_WORD.match(found.string, found.end())
    if word and (
        word[1].lower() in ABBREVIATIONS or _REST_OF_JOURNAL.match(found.string, found.end() - 1)
    ):
        return found.end() - len(" J.")
    return found.end()


def _group(string: str, start: int, block: Block | None, ending: Ending) -> Block | None:
    """Read on, after `block`, over names of no known shape, up to a year or a stop."""
    at = block.end if block else start
    end, dated = _group_end(string, at, block, ending)
    piece = string[at:end]
    if not piece.strip():
        return None
    names = list(block.names) if block else []
    for part in _PARTS.split(piece.strip(" ,;.")):
        printed = part.strip(" &")
        if printed:
            names.append(OTHERS if _ET_AL.fullmatch(printed) else _loose(printed))
    last = at + len(piece.rstrip(" .,;"))
    more = (
        None
        if dated or block
        else read(string, last + 2)
        if string[last : last + 2] == ", "
        else None
    )
    if more and more.ending and more.shape != GROUP and Trait.WEAK not in SHAPES[more.shape].traits:
        return replace(more, names=(*names, *more.names), span=(start, more.span[1]))
    shape, ending = block.shape if block else GROUP, Ending.YEAR if dated else Ending.STOP
    return Block(tuple(names), (start, last), last, shape, ending)


def _group_end(string: str, at: int, block: Block | None, ending: Ending) -> tuple[int, bool]:
    """Return where names of no known shape end, and whether at a year; `at` if nowhere."""
    year = PAREN_YEAR.search(string, at, at + 300) or (
        None if block else _ORGANISATION_YEAR.match(string, at)
    )
    if year:
        end = year.start() if year[0].startswith("(") else year.end()
        piece = string[at:end].rstrip()
        goes_on = _may_be_names(piece) and (_GOES_ON if block else _CAPITAL).match(piece)
        if (
            piece
            and goes_on
            and not piece[-1].isdigit()
            and not _SENTENCE.search(piece)
            and len(piece.split()) < 30
        ):
            return end, True
    stop = (_LAST_AUTHOR_END if block else _GROUP_END).search(string, at, at + 200)
    if not stop or ending:
        return at, False
    piece = string[at : stop.start()]
    if block:
        named = bool(_GOES_ON.match(piece)) and _is_last(piece, stop[0])
    else:
        named = _is_group(piece) or bool(_ACRONYM.fullmatch(piece))
    return (stop.start(), False) if named else (at, False)


def _is_group(piece: str) -> bool:
    """Whether a phrase can be the name of a group."""
    words = re.findall(r"\w+", piece.lower())
    return len(words) < 13 and bool(GROUPS.intersection(words))


def _may_be_names(piece: str) -> bool:
    """Whether a piece between names and a year is more names: no numbers, hardly a small word."""
    small = [word for word in re.findall(r"\w{3,}", piece) if word.islower()]
    return not _LONE_NUMBER.search(piece) and sum(word not in SMALL_WORDS for word in small) < 3


def _is_last(piece: str, stop: str) -> bool:
    """Whether what is between a comma after names and a stop can be the last author, no title."""
    words = piece.strip(" ,;&").split()
    named = _is_group(piece) or _INITIALS_LAST.search(piece)
    if not named and (_UNLIKE_NAMES.search(piece) or (stop == ":" and len(words) < 2)):
        return False
    return (
        0 < len(words) < 12
        and piece[:1] in {",", ";"}
        and any(char.isupper() for char in piece)
        and not words[0][0].isdigit()
    )


def _loose(part: str) -> Name:
    """Read one name of no known shape: with initials at its end a person, else a group."""
    person = re.fullmatch(rf"(.+?),? ((?:{_U}\.?[- ]?){{1,4}})", part)
    if person and len(part.split()) < 5:
        return Name(person[1], initials(person[2]))
    return Name(literal=part)
