"""What becomes of an item while it is filled: its state, points, grade, and the plain row the score is computed from."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from inspector_app.form.definition import Rectify

State = Literal["unchecked", "pass", "fail", "partial", "na"]

_CENT = Decimal("0.01")
_SEVERITY = {"R": 4, "O": 3, "Y": 2, "B": 1}


class ItemResult(NamedTuple):
    """One item as the score sees it; `points` is 0 for items that are only recorded."""

    code: str
    points: Decimal
    earned: Decimal
    state: str
    key: bool


class Standing(NamedTuple):
    """Where an item stands. `fraction` of its points is earned; grade and rectify are set when it failed or is partial.

    `reason` of `na`: "stage", "skipped", "na_when", "inspector".
    """

    state: State
    reason: str = ""
    fraction: float = 0.0
    grade: str = ""
    rectify: Rectify | None = None
    why: int = -1


class ItemView(NamedTuple):
    """An item as a screen shows it. `earned` is None when nothing is scored; `unknown` are attributes to ask for first."""

    code: str
    state: State
    points: Decimal | None
    earned: Decimal | None
    grade: str
    rectify: Rectify | None
    unknown: tuple[str, ...]
    reason: str


class Progress(NamedTuple):
    """How far a form or section is: `total` items to check, of them `checked`, of them `failed` (what raises a finding)."""

    checked: int
    total: int
    failed: int


class RowPlace(NamedTuple):
    """Where a row stands: its repeat, its number from 1, the row around it ("" where it stands in none)."""

    repeat: str
    number: int
    parent: str


class Trouble(NamedTuple):
    """One question that is not in order: `kind` is "required", "constraint" or "type"; `message` in the filling's language."""

    path: str
    kind: str
    message: str


def severity(grade: str) -> int:
    """Return how grave a grade is: red 4, orange 3, yellow 2, blue 1, none 0."""
    return _SEVERITY.get(grade[:1], 0) if "-" in grade else 0


def raises_finding(state: str, grade: str) -> bool:
    """Tell whether an item is a fault to be put right: failed or partly met, and of a grade (forms/README: — raises none)."""
    return state in ("fail", "partial") and severity(grade) > 0


def earned_points(points: Decimal, fraction: float) -> Decimal:
    """Return the points for a fraction, half up to cents; the fraction is freed of binary noise first (0.9 - 0.8 …)."""
    return (points * Decimal(repr(round(fraction, 12)))).quantize(_CENT, ROUND_HALF_UP)
