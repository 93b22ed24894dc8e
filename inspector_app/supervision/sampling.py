"""R-29: the system says which classrooms, books or pupils are sampled; a swap takes a reason, many swaps are marked red."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from inspector_app.errors import Problem
from inspector_app.supervision.draw_key import Candidate, order
from inspector_app.supervision.parameters import Parameters


class Swap(NamedTuple):
    """A sampled unit that was not looked at, the one taken instead, and why."""

    out: str
    taken: str
    reason: str


class Swapped(NamedTuple):
    """How much of a sample was swapped; `red` when it is more than the bureau allows."""

    share: Decimal
    red: bool


def sample(units: Iterable[str], size: int, seed: str, purpose: str) -> list[str]:
    """Return a sample of the units, by the hash order of R-08 with equal weights: the same for the same seed and purpose."""
    return order((Candidate(unit, 1) for unit in units), seed, purpose)[:size]


def swap(units: Iterable[str], sampled: Sequence[str], out: str, reason: str, seed: str, purpose: str) -> Swap:
    """Return the next unit of the order in place of one that cannot be looked at.

    Problems: sampling.no_reason; sampling.not_sampled; sampling.none_left.
    """
    if not reason.strip():
        raise Problem("sampling.no_reason", out)
    if out not in sampled:
        raise Problem("sampling.not_sampled", out)
    left = (unit for unit in order((Candidate(one, 1) for one in units), seed, purpose) if unit not in sampled)
    taken = next(left, "")
    if not taken:
        raise Problem("sampling.none_left", out)
    return Swap(out, taken, reason)


def swapped(sampled: int, swaps: int, parameters: Parameters) -> Swapped:
    """Return the share of a sample that was swapped (R-29): red above three tenths."""
    share = Decimal(swaps) / Decimal(sampled) if sampled else Decimal(bool(swaps))
    return Swapped(share, share > parameters.resample_share)
