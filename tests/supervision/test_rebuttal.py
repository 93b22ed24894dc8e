"""R-75 and R-68: the school's defence, and the three steps before a supervision opinion; on real entries."""

import pytest

from inspector_app.errors import Problem
from inspector_app.journal import Author, Entry, Value, fold
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.rebuttal import check_decision, check_opinion, opinion, opinion_record
from tests.supervision.casework import CALENDAR, FOUND, SHA, VISIT, day

DECIDED: dict[str, Value] = {
    "at": "2024-05-10",
    "adopted": False,
    "reason": "照片显示通道被占",
    "told_on": "2024-05-10",
}


class Way:
    """The way to a visit's opinion, step by step."""

    def __init__(self) -> None:
        self.author = Author("a" * 32, None, 0, lambda: FOUND)
        self.entries: list[Entry] = []

    def write(self, kind: str, /, **value: Value) -> "Way":
        """Write one step."""
        self.entries.append(self.author.next(opinion_record(VISIT), kind, "", value, author="I01"))
        return self

    def stands_before(self, today: str) -> str:
        """Return the code of the Problem that keeps the opinion back; "" when it may be issued."""
        try:
            check_opinion(opinion(fold(self.entries), VISIT), day(today), CALENDAR, Parameters())
        except Problem as problem:
            return problem.code.removeprefix("accountability.")
        return ""


def test_r68_an_opinion_without_a_record_of_the_defence_is_not_issued() -> None:
    """G neither defence nor waiver → T refused, also once the five working days are over; then it must be entered."""
    way = Way()
    assert "no_feedback" == way.stands_before("2024-05-20")
    way.write("preliminary_opinion", at="2024-05-06").write("analysis", at="2024-05-20")
    assert ["no_rebuttal", "no_waiver"] == [way.stands_before(on) for on in ("2024-05-11", "2024-05-13")]
    way.write("rebuttal", at="2024-05-13", waived=True)
    assert "" == way.stands_before("2024-05-20")


def test_r68_the_three_steps_come_in_their_order() -> None:
    """Told, defended and decided upon, weighed: an analysis from before the defence does not count."""
    way = Way().write("preliminary_opinion", at="2024-05-06").write("analysis", at="2024-05-07")
    way.write("rebuttal", at="2024-05-08", blob=SHA, evidence=[SHA])
    assert "undecided" == way.stands_before("2024-05-20")
    way.write("rebuttal_decision", **DECIDED)
    assert "no_analysis" == way.stands_before("2024-05-20")
    way.write("analysis", at="2024-05-13")
    assert "" == way.stands_before("2024-05-20")
    way.write("rebuttal", at="2024-05-14", blob=SHA)
    assert "undecided" == way.stands_before("2024-05-20")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"reason": "", "adopted": True}, "no_reason"),
        ({"told_on": None}, "not_told"),
        ({"told_on": "2024-05-09"}, "not_told"),
        ({}, ""),
        ({"adopted": True}, ""),
    ],
)
def test_r75_a_defence_is_decided_with_a_reason_and_the_school_is_told(changed: dict[str, Value], code: str) -> None:
    """G not adopted without a reason → T cannot be submitted; adopting takes one too."""
    way = Way().write("rebuttal_decision", **{**DECIDED, **changed})
    decision = opinion(fold(way.entries), VISIT).decision
    assert decision is not None
    if not code:
        check_decision(decision)
        return
    with pytest.raises(Problem) as caught:
        check_decision(decision)
    assert (f"accountability.{code}", "R-75") == (caught.value.code, caught.value.fields["rule"])
