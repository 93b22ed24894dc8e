"""Two people filled one item differently: both values are shown, and only a named person with a reason decides."""

from collections.abc import Callable

import pytest

from inspector_app.actions import history, readiness, setup, signing
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.conflicts import ConflictView
from tests.actions.county import PASSPHRASE, County, at_work, ready, refused


@pytest.fixture
def disputed(county: County, visit: str) -> Sitting:
    """The leader says four of five lamps light, the team-mate three; the team-mate's bundle has been taken in."""
    mine, hers = at_work(county.leader, visit), at_work(county.second, visit)
    mine.answer("saf_fire_06_ok", "4")
    hers.answer("saf_fire_06_ok", "3")
    hers.note("SAF-FIRE-06", "二层一盏不亮")
    county.carry(county.second, county.leader)
    return open_sitting(county.leader, visit)


def one(sitting: Sitting) -> ConflictView:
    (found,) = sitting.conflicts()
    return found


def test_both_values_are_shown_with_author_device_and_time(county: County, disputed: Sitting) -> None:
    """Neither side is hidden, whichever the screen happens to count with."""
    found = one(disputed)
    assert "SAF-FIRE-06" == found.code
    assert {"督学乙", "督学丙"} == {side.author_name for side in found.sides}
    assert {county.leader.device, county.second.device} == {side.device for side in found.sides}
    shown = {side.author: " ".join(side.lines) for side in found.sides}
    assert "4" in shown["I02"]
    assert "3" in shown["I03"]
    assert "二层一盏不亮" in shown["I03"]
    assert all(side.at.tzinfo for side in found.sides)


def test_closing_decides_nothing(county: County, disputed: Sitting) -> None:
    """Looked at, closed, reopened, merged again, the laptop started anew: it still waits for a person."""
    before = one(disputed)
    disputed.reload()
    county.carry(county.second, county.leader)
    assert before == one(open_sitting(county.leader, disputed.visit))
    assert "SAF-FIRE-06" == readiness.obstacles(disputed)[0].code
    with refused("signing.not_ready"):
        ready(county.leader, disputed.visit)
        signing.freeze(county.leader, disputed.visit)


def test_answering_the_item_is_no_way_around_it(disputed: Sitting) -> None:
    """A new value over both would decide without a reason: verdict, number and note are refused, other items are open."""
    acts: list[Callable[[], object]] = [
        lambda: disputed.answer("saf_fire_06_ok", "5"),
        lambda: disputed.note("SAF-FIRE-06", "x"),
        lambda: disputed.verdict("SAF-FIRE-06", "na", "x"),
    ]
    for act in acts:
        with refused("conflicts.open"):
            act()
    again = open_sitting(disputed.ws, disputed.visit)
    assert one(disputed) == one(again)
    assert disputed.filling.answers() == again.filling.answers()
    disputed.verdict("SAF-GATE-03", "pass")


def test_settling_needs_a_reason_and_names_who_and_why(county: County, disputed: Sitting) -> None:
    """The settlement is an entry of a named person over both sides; the chosen value stands, the other stays readable."""
    found = one(disputed)
    hers = next(side for side in found.sides if side.author == "I03")
    for empty in ("", "   ", "\n"):
        with refused("conflicts.no_reason"):
            disputed.settle(found.path, hers.dot, empty)
    assert found == one(disputed)

    disputed.settle(found.path, hers.dot, "两人复测,以三盏为准")

    assert [] == disputed.conflicts()
    assert "3" == disputed.filling.held("saf_fire_06_ok")
    (settled,) = history.settled(county.leader, disputed.visit)
    assert ("I02", "两人复测,以三盏为准") == (settled.settled_by, settled.reason)
    assert {"3", "4"} == {_field(value, "saf_fire_06_ok") for value in settled.values}
    with refused("conflicts.gone"):
        disputed.settle(found.path, hers.dot, "再来一次")


def test_a_settlement_reaches_the_team_mate_and_the_bureau_alike(county: County, disputed: Sitting) -> None:
    """Everybody who merges it sees the same value and the same digest, whatever order the bundles came in."""
    found = one(disputed)
    disputed.settle(found.path, found.sides[0].dot, "理由")
    county.carry(county.leader, county.second)
    county.carry(county.second, county.bureau, "bureau")
    county.carry(county.leader, county.bureau, "bureau")
    digests = {history.digest(ws, disputed.visit) for ws in (county.leader, county.second, county.bureau)}
    assert 1 == len(digests)
    assert [] == open_sitting(county.second, disputed.visit).conflicts()


def test_two_settlements_that_disagree_are_a_conflict_again(county: County, disputed: Sitting) -> None:
    """Each laptop settled its own way: nobody's choice is dropped in silence."""
    county.carry(county.leader, county.second)
    hers = open_sitting(county.second, disputed.visit)
    for sitting, author in ((disputed, "I02"), (hers, "I03")):
        found = one(sitting)
        sitting.settle(found.path, next(side.dot for side in found.sides if side.author == author), f"我是{author}")
    county.carry(county.second, county.leader)
    again = open_sitting(county.leader, disputed.visit)
    final = one(again)
    assert {"I02", "I03"} == {side.author for side in final.sides}
    again.settle(final.path, final.sides[0].dot, "组长定")
    assert [] == again.conflicts()
    assert 3 == len(history.settled(county.leader, disputed.visit))


def test_the_same_value_from_both_is_no_conflict(county: County, visit: str) -> None:
    """Two people who agree are not asked."""
    for ws in (county.leader, county.second):
        at_work(ws, visit).verdict("SAF-GATE-03", "pass")
    county.carry(county.second, county.leader)
    assert [] == open_sitting(county.leader, visit).conflicts()


def test_a_row_removed_here_and_filled_there_is_asked_about(county: County, visit: str) -> None:
    """Delete against edit of the row itself: shown, not decided."""
    mine = at_work(county.leader, visit)
    row, _ = mine.add_row("g_building")
    county.carry(county.leader, county.second)
    hers = at_work(county.second, visit)
    hers.answer(f"g_building[{row}]/g_building_name", "教学楼")
    mine.remove_row(row)
    county.carry(county.second, county.leader)
    again = open_sitting(county.leader, visit)
    (found,) = again.conflicts()
    assert {None, "教学楼"} == {_field(side.value, "g_building_name") for side in found.sides}


def _field(value: object, name: str) -> object:
    return value["fields"][name] if isinstance(value, dict) else value


def test_a_conflict_survives_a_restart(county: County, disputed: Sitting) -> None:
    """It is in the journal, not in the window."""
    county.leader.close()
    with setup.unlock(county.leader.folder, PASSPHRASE) as again:
        assert "SAF-FIRE-06" == one(open_sitting(again, disputed.visit)).code
