"""The county's parameters: one typed set, read from texts, changed with effect from a day."""

from datetime import date, time
from decimal import Decimal

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.parameters import Change, Parameters, in_force, typed


def test_no_text_gives_the_brief_s_defaults() -> None:
    assert Parameters() == typed({"max_visits": "", "P-CCTV": "30"})


def test_texts_become_numbers_shares_times_and_days() -> None:
    got = typed({"cooldown": " 15 ", "min_random": "0.60", "not_before": "06:30", "list_required_from": "2026-01-01"})
    assert (15, Decimal("0.60"), time(6, 30), date(2026, 1, 1)) == (
        got.cooldown,
        got.min_random,
        got.not_before,
        got.list_required_from,
    )


@pytest.mark.parametrize(
    ("name", "text"), [("cooldown", "-1"), ("min_random", "1.5"), ("not_before", "7 Uhr"), ("max_visits", "four")]
)
def test_a_text_that_does_not_fit_is_named(name: str, text: str) -> None:
    with pytest.raises(Problem) as caught:
        typed({name: text})
    assert ("parameters.not_valid", name) == (caught.value.code, caught.value.where)


def test_a_change_counts_from_its_day_and_the_later_of_two_wins() -> None:
    changes = [
        Change("cooldown", "10", date(2026, 3, 1), (2, "b")),
        Change("cooldown", "15", date(2026, 3, 1), (1, "a")),
        Change("cooldown", "5", date(2026, 9, 1)),
    ]
    for day, expected in [(date(2026, 2, 28), "20"), (date(2026, 3, 1), "10"), (date(2026, 12, 31), "5")]:
        assert expected == in_force({"cooldown": "20"}, changes, day)["cooldown"]
