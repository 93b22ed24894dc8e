"""A sealed task from the office to the opened visit: the rules R-14 to R-18 played on real laptops and a real bureau."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspector_app.actions import clock_lock, leaks, sealed, sealing, setup, visits
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.sealing import Codes, Meeting
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.keys import Cost
from inspector_app.supervision.sealing import DUTY
from inspector_app.workspace import Workspace
from tests.actions.county import LEADER, SCHOOL, SECOND, Clock, County, copied, refused

CHEAP = Cost(64, 1, 1)
RECORD = "01936f0e-7b7a-7000-8000-00000000abcd"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    with copied(tmp_path / "county") as one:
        yield one


def clock_of(ws: Workspace) -> Clock:
    assert isinstance(ws.now, Clock)
    return ws.now


def meeting(ws: Workspace, **changes: object) -> Meeting:
    """Meet tomorrow at 06:50 in the bureau's yard; opening at the county's hour, 07:00."""
    tomorrow = (clock_of(ws).time + timedelta(days=1)).replace(hour=6, minute=50, second=0)
    told: dict[str, object] = {"at": tomorrow, "place": "局院内", "bring": "督学证、电脑、打印机", **changes}
    return Meeting(**told)  # type: ignore[arg-type]  # a test's own words


def sent(county: County, **changes: object) -> Codes:
    """Seal a task for both and carry it to both laptops."""
    given = sealing.seal_task(
        county.bureau, SCHOOL, [LEADER, SECOND], meeting=meeting(county.bureau, **changes), cost=CHEAP
    )
    for laptop in (county.leader, county.second):
        setup.send_county(county.bureau, laptop)
    return given


def go_to(county: County, hour: int, minute: int = 0) -> datetime:
    """Move every clock of the county to tomorrow at this hour."""
    clock = clock_of(county.leader)
    clock.time = datetime(2026, 11, 24, hour, minute, tzinfo=clock.time.tzinfo)
    return clock.time


def open_it(ws: Workspace, given: Codes, leader: str = LEADER, second: str = SECOND) -> str:
    return sealed.open_task(ws, given.visit, given.leader, leader, given.second, second)


def outcomes(ws: Workspace, visit: str = "") -> list[str]:
    return [one.outcome for one in sealing.attempts(ws, visit)]


def test_two_people_on_time_open_the_task_and_the_visit_begins(county: County) -> None:
    """Both laptops open it by themselves; the task is the one that was sealed, without a conflict, and the office sees so."""
    given = sent(county)
    assert [] == visits.list_visits(county.leader)
    (shown,) = sealed.sealed_tasks(county.leader)
    assert (given.visit, given.number, 2, "") == (
        shown.visit,
        shown.public.number,
        shown.public.people,
        shown.public.direction,
    )
    go_to(county, 7)
    assert given.visit == open_it(county.leader, given)
    assert given.visit == open_it(county.second, given, second=DUTY)
    assert [] == sealed.sealed_tasks(county.leader)
    county.carry(county.second, county.leader)
    (visit,) = visits.list_visits(county.leader)
    assert ("opened", SCHOOL, 0, LEADER) == (visit.state, visit.school_id, visit.conflicts, visit.leader)
    assert not sealing.opened_as_sealed(county.bureau, given.visit)
    county.carry(county.leader, county.bureau, "bureau")
    assert sealing.opened_as_sealed(county.bureau, given.visit)
    assert open_it(county.leader, given) == given.visit, "opening once more is no second attempt"
    assert ["opened", "opened"] == outcomes(county.bureau, given.visit)


def test_r14_at_06_59_it_is_refused_and_at_07_00_it_opens(county: County) -> None:
    """G 06:59 → T refused; both codes were right."""
    given = sent(county)
    go_to(county, 6, 59)
    with refused("sealed.early"):
        open_it(county.leader, given)
    assert [] == visits.list_visits(county.leader)
    go_to(county, 7)
    open_it(county.leader, given)
    assert ["early", "opened"] == outcomes(county.leader)


def test_r14_one_person_is_refused_even_with_both_codes(county: County) -> None:
    """G one person's code → T refused: nobody, the same person twice, one code twice, the second code missing."""
    given = sent(county)
    go_to(county, 7)
    for second in ("", LEADER):
        with refused("sealed.one_person"):
            open_it(county.leader, given, second=second)
    for codes in ((given.leader, given.leader), (given.leader, ""), ("", given.second), (given.second, given.leader)):
        with refused("sealed.malformed"):
            sealed.open_task(county.leader, given.visit, codes[0], LEADER, codes[1], SECOND)
    assert [] == visits.list_visits(county.leader)


def test_r14_only_the_leader_and_one_of_the_team_or_the_duty_officer(county: County) -> None:
    """A stranger beside the leader, or two members without the leader: refused although both codes are right."""
    given = sent(county)
    go_to(county, 7)
    for leader, second in ((SECOND, LEADER), (LEADER, "I05"), ("I05", SECOND), (DUTY, SECOND)):
        with refused("sealed.not_the_team"):
            open_it(county.leader, given, leader, second)
    assert [] == visits.list_visits(county.leader)
    open_it(county.leader, given, LEADER, DUTY)


def test_a_wrong_code_says_nothing_of_which_was_wrong(county: County) -> None:
    """The codes of another task are well formed and open nothing; the first or the second wrong gives the same words."""
    given, other = sent(county), sent(county)
    go_to(county, 7)
    told = []
    for codes in ((other.leader, given.second), (given.leader, other.second), (other.leader, other.second)):
        with pytest.raises(Exception, match=r"sealed\.wrong_code") as caught:
            sealed.open_task(county.leader, given.visit, codes[0], LEADER, codes[1], SECOND)
        told.append(str(caught.value))
    assert 1 == len(set(told))
    assert 2 == len(sealed.sealed_tasks(county.leader))


def test_r15_three_early_attempts_are_three_entries_that_the_bureau_sees(county: County) -> None:
    """G three early openings → T three entries: who, the machine's time, a monotonic one, the task's hash, never a code."""
    given = sent(county)
    for minute in (1, 2, 3):
        go_to(county, 6, minute)
        with refused("sealed.early"):
            open_it(county.leader, given)
    county.carry(county.leader, county.bureau, "bureau")
    attempts = sealing.attempts(county.bureau, given.visit)
    assert [("early", LEADER, SECOND, county.leader.device)] * 3 == [
        (one.outcome, one.leader, one.second, one.device) for one in attempts
    ]
    assert [1, 2, 3] == [one.at.minute for one in attempts]
    assert sorted(one.monotonic_ms for one in attempts) == [one.monotonic_ms for one in attempts]
    entries = county.bureau.store.entries(kind="opening_attempt")
    (reference,) = [one.value for one in county.bureau.store.entries(kind="sealed_task")]
    assert isinstance(reference, Mapping)
    for entry in entries:
        assert isinstance(entry.value, Mapping)
        assert reference["blob"] == entry.value["task"]
        words = str(entry)
        assert not any(group in words for code in (given.leader, given.second) for group in code.split())


def test_r15_an_attempt_is_durable_before_its_answer(county: County) -> None:
    """Every refusal is in the journal at the moment the Problem is raised, chained to what went before."""
    given = sent(county)
    head = county.leader.store.heads().get(county.leader.device)
    before = head.seq if head else 0
    with refused("sealed.early"):
        open_it(county.leader, given)
    (entry,) = county.leader.store.entries(device=county.leader.device, after=before)
    assert "opening_attempt" == entry.kind
    assert [] == county.leader.store.verify(own=county.leader.device)


def test_r16_a_clock_set_back_by_a_day_locks_the_opening(county: County) -> None:
    """G the clock goes back a day → T locked, as an event, also after it is set right again; a visit goes on."""
    visit, given = county.new_visit(), sent(county)
    go_to(county, 7)
    open_sitting(county.leader, visit).set_gate_time(county.leader.now())
    clock = clock_of(county.leader)
    clock.time -= timedelta(days=1)
    lock = clock_lock.check(county.leader)
    assert lock is not None
    assert (1, 24, 23) == (lock.number, lock.latest.day, lock.at.day)
    go_to(county, 8)
    with refused("sealed.clock_locked"):
        open_it(county.leader, given)
    assert lock == clock_lock.check(county.leader), "one lock, not one for each look"
    open_sitting(county.leader, visit).show_card()
    county.carry(county.leader, county.bureau, "bureau")
    assert 1 == len(county.bureau.store.entries(kind="clock_lock"))


def test_r16_five_minutes_back_are_no_lock_and_more_are(county: County) -> None:
    """The county's parameter is the limit; it is looked at against this laptop's own entries alone."""
    given = sent(county)
    clock = clock_of(county.leader)
    go_to(county, 6, 30)
    with refused("sealed.early"):
        open_it(county.leader, given)
    (attempt,) = county.leader.store.entries(kind="opening_attempt")
    clock.time = datetime.fromisoformat(attempt.at) - timedelta(minutes=5, seconds=1)
    assert clock_lock.check(county.leader) is None
    assert clock_lock.check(county.second) is None
    clock.time = datetime.fromisoformat(attempt.at) - timedelta(minutes=5, seconds=2)
    assert clock_lock.check(county.leader) is not None


def test_r16_the_office_unlocks_a_flat_battery_by_phone(county: County) -> None:
    """The clock fell to 2020: the office's code, and the time it tells, let the visit begin without network."""
    given = sent(county)
    go_to(county, 6, 55)
    with refused("sealed.early"):
        open_it(county.leader, given)
    clock = clock_of(county.leader)
    clock.time = clock.time.replace(year=2020, month=1, day=1, hour=0)
    with refused("sealed.clock_locked"):
        open_it(county.leader, given)
    lock = clock_lock.check(county.leader)
    assert lock is not None
    code = sealing_code(county, lock.number)
    told = clock.time.replace(year=2026, month=11, day=24, hour=7, minute=2)
    with refused("sealed.malformed"):
        clock_lock.unlock(county.leader, code[:-1], LEADER, told)
    for wrong in (2, 3):
        with refused("sealed.unlock_wrong"):
            clock_lock.unlock(county.leader, sealing_code(county, wrong), LEADER, told)
    clock_lock.unlock(county.leader, code, LEADER, told)
    assert clock_lock.check(county.leader) is None
    open_it(county.leader, given)
    (visit,) = visits.list_visits(county.leader)
    assert SCHOOL == visit.school_id


def test_r16_a_code_unlocks_one_lock_of_one_laptop(county: County) -> None:
    """The code of the first lock does not end the second; the leader's code does not unlock the second's laptop."""
    sent(county)
    clock = clock_of(county.leader)
    codes = [sealing_code(county, 1), sealing_code(county, 2)]
    for number, ws in ((1, county.leader), (2, county.leader), (1, county.second)):
        clock.time += timedelta(hours=1)
        VisitRecord(ws, RECORD).put("attribute", "visit/n", str(number))
        clock.time -= timedelta(minutes=30)
        lock = clock_lock.check(ws)
        assert lock is not None
        assert number == lock.number
        if ws is county.second:
            with refused("sealed.unlock_wrong"):
                clock_lock.unlock(ws, codes[0], SECOND, clock.time)
            continue
        with refused("sealed.unlock_wrong"):
            clock_lock.unlock(ws, codes[number % 2], LEADER, clock.time)
        clock_lock.unlock(ws, codes[number - 1], LEADER, clock.time)
    with refused("sealed.not_locked"):
        clock_lock.unlock(county.leader, codes[0], LEADER, clock.time)


def sealing_code(county: County, number: int) -> str:
    return clock_lock.unlock_code(county.bureau, county.leader.device[:8], number)


def test_r17_public_words_that_name_the_school_are_refused(county: County) -> None:
    """Name, township (with and without its kind) or code in the place, the things to bring or the direction: not sealed."""
    profile = next(one for one in visits.schools(county.bureau) if one.id == SCHOOL)
    for words in (profile.name, SCHOOL, profile.township, profile.township[:-1]):
        for field in ("place", "bring", "direction"):
            with refused("sealed.names_the_school"):
                sent(county, **{field: f"到{words}集合"})
    assert [] == county.bureau.store.entries(kind="sealed_task")
    sent(county, direction="县城以东")
    (shown,) = sealed.sealed_tasks(county.leader)
    assert "县城以东" == shown.public.direction


def test_r18_a_suspected_leak_marks_the_batch_and_not_the_score(county: County) -> None:
    """G ticked → T the batch is reported with its mark; the school's score stands as it was; it can be taken back."""
    first, other = county.new_visit(), county.new_visit()
    sitting = open_sitting(county.leader, first)
    score = sitting.score()
    leaks.suspect(sitting.record, ["prepared", "banner"], "门口有欢迎标语")
    assert score == open_sitting(county.leader, first).score()
    mark = leaks.batch_mark(county.leader, [first, other])
    assert (2, (first,), True) == (mark.visits, mark.suspected, mark.in_doubt)
    assert ("banner", "prepared") == leaks.suspected(VisitRecord(county.leader, first))
    leaks.suspect(VisitRecord(county.leader, first), [])
    assert not leaks.batch_mark(county.leader, [first, other]).in_doubt


def test_another_teams_laptop_shows_and_opens_nothing(county: County) -> None:
    """The bureau's bundle goes to every laptop; a task for others is not even shown there, and trying leaves its entry."""
    given = sealing.seal_task(county.bureau, SCHOOL, [SECOND, "I01"], meeting=meeting(county.bureau), cost=CHEAP)
    third = setup.create_laptop(county.folder / "third", "correct horse 电池 9", "I05", now=clock_of(county.leader))
    with third:
        setup.enrol(third, county.bureau)
        assert [] == sealed.sealed_tasks(third)
        go_to(county, 7)
        with pytest.raises(Exception, match=r"keys\.cannot_decrypt"):
            open_it(third, given, SECOND, "I01")
        assert ["another_team"] == outcomes(third)


def test_a_withdrawn_task_is_gone_and_one_without_a_laptop_is_not_sealed(county: County) -> None:
    """The office takes a task back; it refuses one whose team has no enrolled laptop; codes are at the office alone."""
    given = sent(county)
    with refused("sealed.no_codes"):
        sealing.codes(county.leader, given.visit)
    sealing.withdraw(county.bureau, given.visit)
    setup.send_county(county.bureau, county.leader)
    assert [] == sealed.sealed_tasks(county.leader)
    with refused("sealed.unknown"):
        open_it(county.leader, given)
    with refused("sealed.no_laptop"):
        sealing.seal_task(county.bureau, SCHOOL, ["I01", "I17"], meeting=meeting(county.bureau), cost=CHEAP)


def test_numbers_go_on_over_sealed_and_open_tasks(county: County) -> None:
    """A sealed task takes its number, before and after it is opened and has come back."""
    first = sent(county)
    county.new_visit()
    go_to(county, 7)
    open_it(county.leader, first)
    county.carry(county.leader, county.bureau, "bureau")
    second = sent(county)
    assert ["2026-001", "2026-003"] == [first.number, second.number]
