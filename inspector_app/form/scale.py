"""The scale of a `range` question: from a first number to a last in even steps (parameters `start`, `end`, `step`)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

# What pyxform writes where a form does not say.
_GIVEN = {"start": "0", "end": "10", "step": "1"}


class Scale(NamedTuple):
    """A scale; `first` may be the greater end, steps count from it."""

    first: Decimal
    last: Decimal
    step: Decimal

    def has(self, text: str) -> bool:
        """Tell whether a number (as canonical text) is on the scale."""
        number = Decimal(text)
        low, high = sorted((self.first, self.last))
        return low <= number <= high and (number - self.first) % self.step == 0


def scale_of(parameters: Mapping[str, str]) -> Scale | None:
    """Return the scale that parameters describe, None where they describe none (no numbers, no step)."""
    try:
        first, last, step = (Decimal(parameters.get(name, given)) for name, given in _GIVEN.items())
    except InvalidOperation:
        return None
    return Scale(first, last, step) if first.is_finite() and last.is_finite() and step.is_finite() and step else None
