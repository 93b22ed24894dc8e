"""R-07 and R-08: a school's weight in the draw, and the key that orders the pool.

Everything is exact or in 50 digits, so that each machine and each stranger comes to the same twelve decimals: a logarithm of
binary floats may differ in its last bit from one library to the next.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple

from inspector_app.errors import Problem

RISK = {"red": 4, "orange": 3, "yellow": 2, "blue": 1}
UNKNOWN_RISK = 2
NEVER_VISITED = 3
MONTHS_COUNTED = 12
SEPARATOR = "|"  # U+007C; no part may hold it, or two drawings could share one hash
TWELVE_PLACES = Decimal("1e-12")
_EXACT = Context(prec=60)  # u has 53 binary digits, hence at most 53 decimals
_LOGARITHM = Context(prec=50)


class Candidate(NamedTuple):
    """A school in the pool with its weight, greater than 0."""

    school_id: str
    weight: Fraction | Decimal | int | float


def weight(risk: str, last_visit: date | None, as_of: date) -> Fraction:
    """Return risk × recency (R-07): recency is 3 for a school never visited, else 1 + min(whole months, 12) / 6."""
    recency = Fraction(NEVER_VISITED)
    if last_visit is not None:
        recency = 1 + Fraction(min(whole_months(last_visit, as_of), MONTHS_COUNTED), 6)
    return RISK.get(risk, UNKNOWN_RISK) * recency


def whole_months(since: date, until: date) -> int:
    """Return the whole months between two days, 0 when `until` is the earlier: from the 28th to the 6th is not yet a month."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months - (until.day < since.day))


def uniform(seed: str, draw_id: str, school_id: str) -> Decimal:
    """Return u, exactly: (the first 13 hex digits of SHA-256("seed|draw_id|school_id") + 0.5) / 2^52, between 0 and 1."""
    whole = int(sha256(joined(seed, draw_id, school_id).encode()).hexdigest()[:13], 16)
    return _EXACT.divide(Decimal(2 * whole + 1), Decimal(2**53))


def key(candidate: Candidate, seed: str, draw_id: str) -> Decimal:
    """Return −ln(u) / w to twelve decimals (R-08); Problem draw.weight.

    No key lies half-way between two such decimals: the logarithm of a rational number is irrational.
    """
    try:
        share = Fraction(candidate.weight)
    except (ValueError, OverflowError) as error:
        raise Problem("draw.weight", candidate.school_id, weight=candidate.weight) from error
    if share <= 0:
        raise Problem("draw.weight", candidate.school_id, weight=candidate.weight)
    logarithm = _LOGARITHM.ln(uniform(seed, draw_id, candidate.school_id))
    exact = _LOGARITHM.divide(_LOGARITHM.multiply(-logarithm, Decimal(share.denominator)), Decimal(share.numerator))
    return exact.quantize(TWELVE_PLACES, context=_LOGARITHM)


def order(pool: Iterable[Candidate], seed: str, draw_id: str) -> list[str]:
    """Return the pool's school ids by key, then by id (R-08); the order in which they are given makes no difference.

    Removing a school leaves all others as they stand to each other. Problem draw.twice, draw.weight, draw.bad_text.
    """
    keys: dict[str, Decimal] = {}
    for candidate in pool:
        if candidate.school_id in keys:
            raise Problem("draw.twice", candidate.school_id)
        keys[candidate.school_id] = key(candidate, seed, draw_id)
    return sorted(keys, key=lambda school: (keys[school], school))


def joined(*parts: str) -> str:
    """Return the parts joined by U+007C; Problem draw.bad_text for a part that is empty or holds one itself."""
    for part in parts:
        if not part.strip() or SEPARATOR in part or not part.isprintable():
            raise Problem("draw.bad_text", part.strip() or "∅")
    return SEPARATOR.join(parts)
