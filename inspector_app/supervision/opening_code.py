"""Codes that are read out over the phone: 25 digits in five groups, each group checked by itself (docs/format.md §9).

Digits and not letters: they are told apart in any dialect and typed alike with every input method. One digit wrong, any two
digits of a group exchanged, a group at another group's place, the other code's group: each is seen in the group itself.
"""

import unicodedata
from collections.abc import Callable
from typing import Literal

Role = Literal["leader", "second", "unlock", "enrol"]
GroupState = Literal["short", "right", "wrong"]

ROLES: tuple[Role, ...] = ("leader", "second", "unlock", "enrol")
GROUPS, DIGITS = 5, 5
LENGTH = GROUPS * DIGITS
_PRIME = 11  # above 9: no digit's change and no exchange of two can leave the weighted sum as it was
_BETWEEN = frozenset(" -\u00b7\u3000\t\n\r,\u3001.")


def draw(role: Role, below: Callable[[int], int]) -> str:
    """Return a new code of 25 digits; `below(n)` gives a whole number under n by chance (65 bits in all)."""
    return "".join(_draw_group(role, group, below) for group in range(GROUPS))


def spell(code: str) -> str:
    """Return a code as it is shown and read out: groups with a space between."""
    return " ".join(code[at : at + DIGITS] for at in range(0, len(code), DIGITS))


def digits(text: str) -> str:
    """Return the digits of what was typed or pasted, full-width ones as well; "" when anything else is in it."""
    if text.isascii() and text.isdigit():
        return text
    plain = "".join(one for one in unicodedata.normalize("NFKC", text) if one not in _BETWEEN)
    return plain if plain.isascii() and plain.isdigit() else ""


def group_states(text: str, role: Role) -> tuple[GroupState, ...]:
    """Return for each of the five groups whether it is whole and right."""
    typed = digits(text)
    return tuple(_state(typed[at * DIGITS : (at + 1) * DIGITS], role, at) for at in range(GROUPS))


def read(text: str, role: Role) -> str:
    """Return the 25 digits of a code of this role, or "" when any group is short or wrong or there is more."""
    typed = digits(text)
    whole = len(typed) == LENGTH and all(state == "right" for state in group_states(typed, role))
    return typed if whole else ""


def belongs_to(text: str) -> Role | None:
    """Return the role whose code this is, for one typed into the other's field; None when it is nobody's."""
    return next((role for role in ROLES if read(text, role)), None)


def _state(group: str, role: Role, place: int) -> GroupState:
    if len(group) < DIGITS:
        return "short"
    return "right" if _sum(group) == _wanted(role, place) else "wrong"


def _sum(group: str) -> int:
    return sum(weight * int(digit) for weight, digit in enumerate(group, 1)) % _PRIME


def _wanted(role: Role, place: int) -> int:
    return (GROUPS * ROLES.index(role) + place) % _PRIME


def _draw_group(role: Role, place: int, below: Callable[[int], int]) -> str:
    while True:
        group = f"{below(10**DIGITS):0{DIGITS}d}"
        if _sum(group) == _wanted(role, place):
            return group
