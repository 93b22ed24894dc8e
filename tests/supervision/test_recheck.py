"""R-55 and R-59: which findings the lot sends somebody to, so that anybody can verify it."""

from datetime import date
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.supervision.finding_state import finding_record
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.recheck import (
    LookBackShare,
    look_back_sample,
    look_back_share,
    look_back_window,
    lot,
    must_be_on_site,
    on_site_share,
)
from tests.supervision.casework import VISIT, Case, day

SETTING = Parameters()
RECORDS = [finding_record(VISIT, "campus_safety", f"SAF-FIRE-{number}") for number in range(2000)]


def test_r55_about_a_fifth_of_yellow_findings_is_rechecked_on_site() -> None:
    """The lot is fair, needs nobody, and is what the docstring says."""
    drawn = [one for one in RECORDS if must_be_on_site(one, "Y-H", SETTING)]
    assert 340 <= len(drawn) <= 460
    assert drawn == [one for one in RECORDS if int(sha256(f"recheck|{one}".encode()).hexdigest()[:13], 16) < 16**13 / 5]
    assert all(must_be_on_site(one, grade, SETTING) for one in RECORDS[:50] for grade in ("O-I", "O-H", "R-M"))
    assert not any(must_be_on_site(one, "B-H", Parameters(onsite_share=SETTING.onsite_share * 0)) for one in RECORDS)


def test_r55_the_office_sees_how_many_are_short() -> None:
    """20 % of 11 are 3, rounded up."""
    assert (1, 3, 2) == (*(found := on_site_share([True] + [False] * 10, SETTING)), found.short)
    assert 0 == on_site_share([True] * 4, SETTING).short


def test_r59_the_window_is_three_to_six_months_after_closing() -> None:
    """Month ends are kept inside the month."""
    assert (day("2024-06-15"), day("2024-09-15")) == look_back_window(day("2024-03-15"), SETTING)
    assert (day("2024-02-29"), day("2024-05-30")) == look_back_window(day("2023-11-30"), SETTING)


@given(st.dictionaries(st.sampled_from(RECORDS), st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=60))
def test_r59_at_least_a_tenth_of_those_in_their_window_is_drawn(closed: dict[str, date]) -> None:
    """Never fewer, never one outside the window, and their order means nothing."""
    today = day("2024-09-01")
    ready = [
        one
        for one, on in closed.items()
        if look_back_window(on, SETTING)[0] <= today <= look_back_window(on, SETTING)[1]
    ]
    drawn = look_back_sample(closed, today, "2024Q3", SETTING)
    assert set(drawn) <= set(ready)
    assert len(ready) <= 10 * len(drawn) < len(ready) + 10
    assert drawn == look_back_sample(dict(reversed(closed.items())), today, "2024Q3", SETTING)
    assert drawn == sorted(ready, key=lambda one: lot("2024Q3", one))[: len(drawn)]


def test_r59_the_quarter_s_figures_count_what_was_seen_in_its_window() -> None:
    """The end-of-quarter statistic, on real look-back entries: one of eleven was seen in time, two are needed."""
    closed, seen = {}, {}
    for number in range(11):
        case = Case(code=f"SAF-FIRE-{number:02d}")
        case.running()
        case.report()
        state = case.recheck(True)
        if number < 2:
            on = "2024-09-02" if number else "2024-06-03"  # the second before the window opens
            state = case.write("look_back", "I02", at=on, by="I02", passed=True, facts="通道畅通")
        assert state.closed_on is not None
        closed[state.raised.record] = state.closed_on
        if state.looked_back_on:
            seen[state.raised.record] = state.looked_back_on
    quarter = (day("2024-10-01"), day("2024-12-31"))
    assert LookBackShare(1, 2, 11) == look_back_share(closed, seen, *quarter, SETTING)
    assert LookBackShare(0, 0, 0) == look_back_share(closed, seen, day("2024-07-01"), day("2024-09-30"), SETTING)
