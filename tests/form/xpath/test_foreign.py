"""Functions of other engines: whole months and years between days, adding to a day; what is refused says whose it is."""

import pytest

from inspector_app.form.xpath import XPathError, evaluate

_ZONE = "Asia/Shanghai"


def value(expression: str, type_: str = "number") -> object:
    """Return what an expression without a document comes to."""
    return evaluate(expression, None, "/", None, None, None, type_, None, _ZONE)


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        ("2015-09-22", "2015-10-21", 0),
        ("2015-09-22", "2015-10-22", 1),
        ("2014-10-01", "2015-10-01", 12),
        ("2014-10-02", "2015-10-01", 11),
        ("2015-10-01T11:11:11", "2014-10-01T11:11:11", -12),
        ("2024-01-31", "2024-02-29", 1),
        ("10", "50", 1),
    ],
)
def test_months_between_days_are_whole(first: str, second: str, months: float) -> None:
    """As the Community Health Toolkit's own tests have it; a number is a day since 1970."""
    assert months == value(f"difference-in-months('{first}', '{second}')")
    assert months == value(f"cht:difference-in-months('{first}', '{second}')")


def test_days_weeks_and_years_between_days_are_whole() -> None:
    """Seven days less one are no week."""
    assert 6.0 == value("cht:difference-in-days('2026-11-23', '2026-11-29')")
    assert 0.0 == value("cht:difference-in-weeks('2026-11-23', '2026-11-29')")
    assert -1.0 == value("cht:difference-in-weeks('2026-11-30', '2026-11-23')")
    assert 11.0 == value("cht:difference-in-years('2014-11-24', '2026-11-23')")
    assert "NaN" == value("difference-in-months('', '2026-11-23')", "string")


def test_adding_to_a_day_ends_in_the_month_it_names() -> None:
    """Years, months, days, hours, minutes; the last day where a month is shorter; nothing of what is no day."""
    assert "2026-02-28" == value("add-date('2026-01-31', 0, 1)", "string")
    assert "2011-08-23" == value("add-date('2026-11-23', 0 - 15, -3)", "string")
    assert "2026-11-25T13:30:00.000+08:00" == value("cht:add-date('2026-11-23T10:00:00', 0, 0, 2, 3, 30)", "string")
    assert "Invalid Date" == value("add-date('tomorrow', 1)", "string")
    assert "Invalid Date" == value("add-date('9999-12-31', 0, 0, 1)", "string")


def test_what_another_engine_alone_can_do_is_refused_by_name() -> None:
    """The refusal names the function and whose it is."""
    with pytest.raises(XPathError, match=r"duration\(\) here, it is SurveyCTO's own"):
        value("duration()")
    assert "desktop" == value("device-info()", "string")
    assert "ab" == value("cht:strip-whitespace(' a b ')", "string")
