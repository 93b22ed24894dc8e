"""Functions on dates: ODK's today, now, date, date-time, decimal-date-time, decimal-time, format-date."""

import math
from datetime import datetime

from inspector_app.form.xpath.functions.registry import plain
from inspector_app.form.xpath.moment import (
    INVALID,
    Moment,
    day_fraction,
    days,
    formatted,
    from_days,
    parse_clock,
    parse_moment,
    written,
    written_fully,
)
from inspector_app.form.xpath.values import Environment, Value, text_of, to_number


@plain("today", "e", "moment")
def today(environment: Environment) -> Moment:
    """Return the day of `now`."""
    return Moment(environment.now.date().isoformat())


@plain("now", "e", "moment")
def now(environment: Environment) -> Moment:
    """Return the moment of `now`."""
    return written_fully(environment.now)


@plain("date", "ev", "moment")
@plain("date-time", "ev", "moment")
def date(environment: Environment, value: Value) -> Moment:
    """Return the date a string writes or a number of days names."""
    if isinstance(value, bool):
        return INVALID
    if isinstance(value, float | int):
        moment = from_days(float(value), environment.zone)
        return INVALID if moment is None else written(moment)
    text = text_of(value)
    if not text:
        return Moment("")
    moment = parse_moment(text, environment.zone)
    if moment is None:
        number = to_number(text, environment)
        return INVALID if number != number else date(environment, number)
    return Moment(text.strip()) if "T" in text else Moment(moment.date().isoformat())


@plain("decimal-date-time", "ev", "number")
def decimal_date_time(environment: Environment, value: Value) -> float:
    """Return days since 1970 of a date or date-time, NaN when there is none."""
    if isinstance(value, bool):
        return math.nan
    if isinstance(value, float | int):
        return float(value)
    moment = parse_moment(text_of(value), environment.zone)
    return math.nan if moment is None else days(moment)


@plain("decimal-time", "es", "number")
def decimal_time(environment: Environment, text: str) -> float:
    """Return the fraction of the day of a time, in the zone of the evaluation."""
    clock = parse_clock(text, environment.zone)
    if clock is None:
        return math.nan
    day = datetime.combine(environment.now.date(), clock)
    return day_fraction(day.astimezone(environment.zone).time())


@plain("format-date", "evs", "string")
@plain("format-date-time", "evs", "string")
def format_date(environment: Environment, value: Value, template: str) -> str:
    """Return a date written by `template`, or "" when there is none."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float | int):
        moment = from_days(float(value), environment.zone)
    else:
        moment = parse_moment(text_of(value), environment.zone)
    return "" if moment is None else formatted(moment, template)
