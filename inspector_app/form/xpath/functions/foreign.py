"""Functions of other people's engines that mean something on a desktop, and the names of those that do not.

The Community Health Toolkit's dates (whole units between two days, adding to a day) and SurveyCTO's device-info.
"""

import calendar
import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from inspector_app.form.xpath.functions.registry import plain
from inspector_app.form.xpath.moment import INVALID, Moment, from_days, parse_moment, written
from inspector_app.form.xpath.values import Environment, Value, text_of, to_number

_CHT, _SURVEYCTO = "the Community Health Toolkit", "SurveyCTO"
REFUSED = {
    **dict.fromkeys(
        (
            *("cht:extension-lib", "cht:validate-luhn", "to-bikram-sambat", "cht:to-bikram-sambat", "z-score"),
            *("parse-timestamp-to-date", "cht:parse-timestamp-to-date"),
        ),
        _CHT,
    ),
    **dict.fromkeys(
        (
            *("duration", "phone-call-log", "phone-call-duration", "plug-in-metadata", "collect-is-phone-app"),
            *(
                "rank-index",
                "rank-index-if",
                "sum-if",
                "count-if",
                "min-if",
                "max-if",
                "join-if",
                "hash",
                "de-duplicate",
            ),
            *("item-present", "item-index", "relevant", "empty", "linebreak", "version", "username"),
        ),
        _SURVEYCTO,
    ),
    "extract-signed": "ODK Collect",
}
"""Functions that exist elsewhere and not here, with whose they are: a refusal can say so."""

_SPACES = re.compile(r"\s+")


@plain("cht:difference-in-days", "evv", "number")
def difference_in_days(environment: Environment, first: Value, second: Value) -> float:
    """Return the whole days from one day to another, NaN where one is none."""
    return _between(environment, first, second, lambda early, late: (late - early) // timedelta(days=1))


@plain("cht:difference-in-weeks", "evv", "number")
def difference_in_weeks(environment: Environment, first: Value, second: Value) -> float:
    """Return the whole weeks from one day to another."""
    return _between(environment, first, second, lambda early, late: (late - early) // timedelta(weeks=1))


@plain("difference-in-months", "evv", "number")
@plain("cht:difference-in-months", "evv", "number")
def difference_in_months(environment: Environment, first: Value, second: Value) -> float:
    """Return the whole months from one day to another: a child's age."""
    return _between(environment, first, second, _months)


@plain("cht:difference-in-years", "evv", "number")
def difference_in_years(environment: Environment, first: Value, second: Value) -> float:
    """Return the whole years from one day to another."""
    return _between(environment, first, second, lambda early, late: _months(early, late) // 12)


@plain("add-date", "ev?nnnnn", "moment")
@plain("cht:add-date", "ev?nnnnn", "moment")
def add_date(environment: Environment, day: Value, *amounts: float) -> Moment:
    """Return a day with years, months, days, hours and minutes added; the last of a month where it is shorter."""
    moment = _moment(environment, day)
    if moment is None or any(not math.isfinite(amount) for amount in amounts):
        return INVALID
    years, months, days, hours, minutes = (int(amount) for amount in (*amounts, 0, 0, 0, 0, 0)[:5])
    place = moment.year * 12 + moment.month - 1 + years * 12 + months
    year, month = place // 12, place % 12 + 1
    if not 1 <= year <= 9999:
        return INVALID
    last = calendar.monthrange(year, month)[1]
    moved = moment.replace(year=year, month=month, day=min(moment.day, last))
    try:
        return written(moved + timedelta(days=days, hours=hours, minutes=minutes))
    except OverflowError:
        return INVALID


@plain("cht:strip-whitespace", "s", "string")
def strip_whitespace(text: str) -> str:
    """Return a text without any spaces."""
    return _SPACES.sub("", text)


@plain("device-info", "", "string")
def device_info() -> str:
    """Return what kind of device fills the form: the same on each, as an answer must not depend on who computes it."""
    return "desktop"


def _between(
    environment: Environment, first: Value, second: Value, count: Callable[[datetime, datetime], int]
) -> float:
    early, late = _moment(environment, first), _moment(environment, second)
    if early is None or late is None:
        return math.nan
    return float(count(early, late)) if early <= late else -float(count(late, early))


def _months(early: datetime, late: datetime) -> int:
    months = (late.year - early.year) * 12 + late.month - early.month
    last = calendar.monthrange(late.year, late.month)[1]
    reached = (late.day, late.time()) >= (min(early.day, last), early.time())
    return months if reached else months - 1


def _moment(environment: Environment, value: Value) -> datetime | None:
    """Return the moment that a date, or a number of days since 1970 (as a text too), names."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        return from_days(float(value), environment.zone)
    text = text_of(value)
    moment = parse_moment(text, environment.zone)
    return moment if moment is not None or not text else from_days(to_number(text, environment), environment.zone)
