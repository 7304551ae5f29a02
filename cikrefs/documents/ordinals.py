"""Numbers as lists print them: 4, d, D, iv, IV.

The kinds are named as Word names them (ST_NumberFormat, ECMA-376 part 1, 17.18.59).
"""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _letters(number: int) -> str:
    """Return a to z, then aa, bb and so on, as Word counts."""
    turns, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (turns + 1) if 0 < number < 2000 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numeral = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        numeral += sign * times
    return numeral


ORDINALS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def ordinal(number: int, kind: str) -> str:
    """Return `number` in the way `kind` names; in digits for a kind that is not known."""
    return ORDINALS.get(kind, str)(number)
