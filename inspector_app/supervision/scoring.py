"""The score, coverage and conclusion of a filled form: rules R-45 to R-50 (domain/rules.md, part H), decimals throughout."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from inspector_app.form.results import ItemResult
from inspector_app.supervision.parameters import Parameters

__all__ = ["Conclusion", "ItemResult", "Score", "score"]

Conclusion = Literal["excellent", "good", "qualified", "unqualified", "partial_check"]

_CHECKED = frozenset({"pass", "fail", "partial"})
_NOT_ASKED = "na"
_TENTH = Decimal("0.1")
_THOUSANDTH = Decimal("0.001")
_DEFAULTS = Parameters()


class Score(NamedTuple):
    """`value` to one decimal (None when nothing scored was checked), `coverage` to three, and the conclusion's code."""

    value: Decimal | None
    coverage: Decimal
    conclusion: Conclusion


def score(items: Iterable[ItemResult], *, parameters: Parameters = _DEFAULTS) -> Score:
    """Return the score of the items, under the county's coverage and bounds.

    R-45: earned / applicable × 100, half up to one decimal; na, unchecked and recorded-only items (0 points) are out.
    R-46: a failed key item caps the conclusion at unqualified; the number stays. R-47: coverage below 0.8 (`coverage`) gives no
    conclusion but "partial check". R-48: bounds are held against the rounded score.
    """
    results = list(items)
    checked = [result for result in results if result.state in _CHECKED]
    applicable = sum((result.points for result in checked), Decimal(0))
    missing = sum((result.points for result in results if result.state not in _CHECKED | {_NOT_ASKED}), Decimal(0))
    earned = sum((result.earned for result in checked), Decimal(0))
    value = None if applicable == 0 else (earned * 100 / applicable).quantize(_TENTH, ROUND_HALF_UP)
    covered = applicable / (applicable + missing) if applicable + missing else Decimal(0)
    return Score(value, covered.quantize(_THOUSANDTH, ROUND_HALF_UP), _conclusion(value, covered, checked, parameters))


def _conclusion(
    value: Decimal | None, covered: Decimal, checked: Iterable[ItemResult], parameters: Parameters
) -> Conclusion:
    if value is None or covered < parameters.coverage:
        return "partial_check"
    if any(result.key and result.state == "fail" for result in checked):
        return "unqualified"
    bounds: tuple[tuple[Decimal, Conclusion], ...] = (
        (parameters.conclusion_excellent, "excellent"),
        (parameters.conclusion_good, "good"),
        (parameters.conclusion_pass, "qualified"),
    )
    return next((conclusion for bound, conclusion in bounds if value >= bound), "unqualified")
