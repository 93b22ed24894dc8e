"""R-29 sampling, R-43 suspected back-filling, R-62 and R-63 what is not shown."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.backfill import suspected
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.privacy import TOO_FEW, lessons, names_in, pupil_code, shown
from inspector_app.supervision.sampling import sample, swap, swapped
from tests.actions.county import told

PARAMETERS = Parameters()
GATE = datetime.fromisoformat("2026-11-23T09:40:00+08:00")


def every(seconds: float, items: int) -> list[datetime]:
    """Return the times of so many answers, evenly apart."""
    return [GATE + timedelta(minutes=5, seconds=seconds * number) for number in range(items)]


#


def test_r29_four_of_ten_swapped_is_red_and_three_is_not() -> None:
    """G ten sampled, four swapped → T red; exactly three tenths is allowed."""
    assert (Decimal("0.4"), True) == swapped(10, 4, PARAMETERS)
    assert (Decimal("0.3"), False) == swapped(10, 3, PARAMETERS)
    assert [False, True] == [swapped(0, swaps, PARAMETERS).red for swaps in (0, 1)]


def test_r29_the_system_says_which_and_what_comes_instead() -> None:
    """The same seed gives the same sample whatever the order of the list; a swap takes the next one, and a reason."""
    rooms = [f"R{number}" for number in range(12)]
    chosen = sample(rooms, 4, "seed-1", "rooms")
    assert chosen == sample(reversed(rooms), 4, "seed-1", "rooms")
    assert chosen != sample(rooms, 4, "seed-2", "rooms")
    changed = swap(rooms, chosen, chosen[1], "上体育课", "seed-1", "rooms")
    assert sample(rooms, 5, "seed-1", "rooms")[4] == changed.taken
    for out, reason, units, code in (
        (chosen[0], " ", rooms, "sampling.no_reason"),
        ("R99", "x", rooms, "sampling.not_sampled"),
        (chosen[0], "x", chosen, "sampling.none_left"),
    ):
        with pytest.raises(Problem, match=code) as caught:
            swap(units, chosen, out, reason, "seed-1", "rooms")
        told(caught.value)


#


def test_r43_sixty_items_in_four_minutes_are_marked() -> None:
    """G 60 items in 4 minutes → T marked; in an hour, not."""
    end = GATE + timedelta(minutes=90)
    assert ["all_items"] == suspected(every(4, 60), GATE, end, PARAMETERS)
    assert [] == suspected(every(60, 60), GATE, end, PARAMETERS)


@pytest.mark.parametrize(("run", "expected"), [(19, []), (20, ["run_of_items"])])
def test_r43_twenty_items_within_seconds_are_marked(run: int, expected: list[str]) -> None:
    """Twenty in a row under three seconds apart; nineteen, or three seconds exactly, are not."""
    slow = [GATE + timedelta(minutes=20 + number) for number in range(20)]
    end = GATE + timedelta(minutes=90)
    assert expected == suspected([*slow, *every(2.9, run)], GATE, end, PARAMETERS)
    assert [] == suspected([*slow, *every(3, 20)], GATE, end, PARAMETERS)


def test_r43_a_visit_of_nine_minutes_is_marked() -> None:
    """From the gate to the signature; ten minutes exactly are not, and a visit not signed yet has no such sign."""
    answers = [*every(600, 2)]
    for minutes, expected in ((9, ["whole_visit"]), (10, [])):
        assert expected == suspected(answers, GATE, GATE + timedelta(minutes=minutes), PARAMETERS)
    assert [] == suspected(answers, GATE, None, PARAMETERS)
    assert [] == suspected([], None, None, PARAMETERS)


#


def test_r62_of_seven_questionnaires_only_that_they_are_few() -> None:
    """G n = 7 → T no count, no distribution; ten are shown, and six interviews are."""
    assert (TOO_FEW, None) == shown({"yes": 5, "no": 2}, "survey", PARAMETERS)
    assert (10, {"yes": 8, "no": 2}) == shown({"yes": 8, "no": 2}, "survey", PARAMETERS)
    assert [TOO_FEW, 6] == [shown({"yes": n}, "interview", PARAMETERS).answers for n in (5, 6)]


@pytest.mark.parametrize("code", ["3-2-15", "三(2)班15号", "七年级1班 08", "A017", "2026001", " 3-2-15 "])
def test_r62_a_pupil_is_a_class_and_a_seat(code: str) -> None:
    """Class and seat, or a number."""
    assert code.strip() == pupil_code(code)


@pytest.mark.parametrize("text", ["覃小明", "三(2)班覃小明", "15号覃", "Qin", "A017 Qin", ""])
def test_r62_a_name_is_refused_and_not_repeated(text: str) -> None:
    """The Problem never carries what was typed: it may be a name."""
    with pytest.raises(Problem, match="privacy.not_a_code") as caught:
        pupil_code(text)
    told(caught.value)
    assert not text or text not in " ".join(caught.value.lines())


#


def test_r63_of_teachers_only_the_sum() -> None:
    """Lessons, teachers, mean; of one teacher no mean, whoever taught how often."""
    marks = [("韦老师", Decimal("84.5")), ("覃老师", Decimal("90")), ("韦老师", Decimal("80"))]
    assert (3, 2, Decimal("84.8")) == lessons(marks)
    assert (2, 1, None) == lessons([marks[0], marks[2]])
    assert "韦" not in str(lessons(marks))


def test_r63_what_is_handed_out_is_searched_for_names() -> None:
    """G an export with a teacher's name → T named, so that it is not handed out; without one, nothing."""
    names = ["韦老师", "覃老师", ""]
    assert ["韦老师"] == names_in(["概况", "韦老师的课较好"], names)
    assert [] == names_in(["听课 3 节,平均 84.8"], names)
