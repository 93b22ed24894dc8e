"""Whom the bureau may send: the rules of teams held against the roster and the visits of the journal (R-19 to R-24)."""

from datetime import timedelta

import pytest

from inspector_app.actions import county as counties
from inspector_app.actions import dispatching
from inspector_app.errors import Problem
from inspector_app.supervision.teams import Obstacle
from inspector_app.text import text
from tests.actions.county import LEADER, SCHOOL, SECOND, Clock, County, at_work, told


@pytest.mark.parametrize(
    ("school", "team", "rules"),
    [
        (SCHOOL, ["I11", "I12"], ["R-19"]),
        (SCHOOL, [LEADER, LEADER], ["R-19"]),
        (SCHOOL, [LEADER, "I08"], ["R-23"]),
        ("S006", [LEADER, "I04"], ["R-23", "R-20"]),
    ],
)
def test_r19_a_team_that_may_not_go_is_not_dispatched(
    county: County, school: str, team: list[str], rules: list[str]
) -> None:
    """No card, one person twice, a term that is over, the own school: every reason is told, by name."""
    with pytest.raises(Problem) as caught:
        dispatching.dispatch(county.bureau, school, team)
    told(caught.value)
    assert "dispatching.team_stopped" == caught.value.code
    assert all(rule in caught.value.what() for rule in rules)
    assert len(rules) == caught.value.what().count("R-")


def test_r24_the_visits_of_the_journal_ask_for_rotation(county: County) -> None:
    """Three visits of the same inspectors are a notice for a fourth; they may go all the same."""
    for _ in range(3):
        clock = county.leader.now
        assert isinstance(clock, Clock)
        clock.time += timedelta(days=1)
        visit = county.new_visit()
        at_work(county.leader, visit)
        county.carry(county.leader, county.bureau, "bureau")
    found = dispatching.obstacles(county.bureau, SCHOOL, [LEADER, SECOND])
    assert [Obstacle("R-24", one, SCHOOL, "rotate", stops=False) for one in (LEADER, SECOND)] == found
    assert text("teams.rotate") in dispatching.in_words(found, counties.roster(county.bureau), "zh")
    assert county.new_visit()
