"""Comparing two filled forms across versions: by the codes that both have, saying what share of the points that is (R-50)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from inspector_app.form.results import ItemResult
from inspector_app.supervision.scoring import Score, score

_THOUSANDTH = Decimal("0.001")


class Comparison(NamedTuple):
    """Two results made comparable.

    `earlier` and `later` are the scores of the shared codes alone; `earlier_share` and `later_share` the part of each
    version's points that stands on them (0…1, half up to three places; 0 where a version has no points); `only_earlier`
    and `only_later` the codes that are not compared; `reweighted` the shared codes that carry other points in each.
    """

    earlier: Score
    later: Score
    shared: tuple[str, ...]
    earlier_share: Decimal
    later_share: Decimal
    only_earlier: tuple[str, ...]
    only_later: tuple[str, ...]
    reweighted: tuple[str, ...]

    @property
    def change(self) -> Decimal | None:
        """Return by how much the later score is higher; None where either has none."""
        if self.earlier.value is None or self.later.value is None:
            return None
        return self.later.value - self.earlier.value

    @property
    def to_be_noted(self) -> bool:
        """Return whether the paper must say that not everything was compared, or not with the same weight (R-50)."""
        return bool(self.only_earlier or self.only_later or self.reweighted)


def compare(earlier: Iterable[ItemResult], later: Iterable[ItemResult]) -> Comparison:
    """Return the comparison of two filled forms, each given by all of its items whatever their state.

    R-50: a code never changes its meaning, so equal codes are the same item; what only one version asks decides nothing.
    """
    first = {result.code: result for result in earlier}
    second = {result.code: result for result in later}
    shared = tuple(code for code in first if code in second)
    return Comparison(
        score(first[code] for code in shared),
        score(second[code] for code in shared),
        shared,
        _share(first, shared),
        _share(second, shared),
        tuple(code for code in first if code not in second),
        tuple(code for code in second if code not in first),
        tuple(code for code in shared if first[code].points != second[code].points),
    )


def _share(results: dict[str, ItemResult], shared: tuple[str, ...]) -> Decimal:
    whole = sum((result.points for result in results.values()), Decimal(0))
    part = sum((results[code].points for code in shared), Decimal(0))
    return (part / whole if whole else Decimal(0)).quantize(_THOUSANDTH, ROUND_HALF_UP)
