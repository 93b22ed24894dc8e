"""A sealed task at the window: what Today shows before the day, typing codes as they are read out, refusals, the clock's lock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import settings
from inspector_app.actions import clock_lock, leaks, sealing, setup, visits
from inspector_app.actions.sealing import Codes, Meeting
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.gui import theme
from inspector_app.gui.driver import Driver
from inspector_app.keys import Cost
from inspector_app.workspace import Workspace
from tests.actions.county import LEADER, SCHOOL, SECOND, Clock, County, copied

CHEAP = Cost(64, 1, 1)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    with copied(tmp_path / "county") as one:
        yield one


@pytest.fixture
def given(county: County) -> Codes:
    """A task for tomorrow, sealed and carried to the leader's laptop this morning."""
    clock = clock_of(county.leader)
    at = (clock.time + timedelta(days=1)).replace(hour=6, minute=50, second=0)
    meeting = Meeting(at, "局院内", "督学证、电脑", "县城以东")
    codes = sealing.seal_task(county.bureau, SCHOOL, [LEADER, SECOND], meeting=meeting, cost=CHEAP)
    setup.send_county(county.bureau, county.leader)
    return codes


@pytest.fixture
def driver(qapp: QApplication, county: County, given: Codes) -> Iterator[Driver]:
    settings.save(settings.Settings(theme="light"))
    one = Driver(county.leader.folder)
    one.enter(county.leader)
    one.settle()
    yield one
    one.leave()
    settings.save(settings.Settings())
    theme.apply_theme(qapp, "light")


def clock_of(ws: Workspace) -> Clock:
    assert isinstance(ws.now, Clock)
    return ws.now


def go_to(ws: Workspace, hour: int, minute: int = 0) -> datetime:
    clock = clock_of(ws)
    clock.time = datetime(2026, 11, 24, hour, minute, tzinfo=clock.time.tzinfo)
    return clock.time


def type_code(driver: Driver, name: str, code: str) -> None:
    for at, group in enumerate(code.split()):
        driver.type(f"{name}_{at}", group)


def test_r17_today_shows_the_meeting_and_not_the_school(driver: Driver, county: County) -> None:
    """Meeting, things to bring, direction, people, countdown; no widget's words, tips or names hold the school."""
    assert "2026-11-24 06:50 · 局院内" == driver.text("sealed_meeting")
    assert "督学证、电脑" == driver.text("sealed_bring")
    assert "县城以东" == driver.text("sealed_direction")
    assert "2 人" == driver.text("sealed_people")
    assert driver.text("sealed_left").startswith("还有 21 小时")
    assert "" == driver.find("sealed_open").property("kind")  # no button asks to be pressed before its hour
    profile = next(one.profile for one in visits.schools(county.leader) if one.id == SCHOOL)
    shown = "\n".join(
        str(words)
        for widget in driver.window.findChildren(QWidget)
        for words in (getattr(widget, "text", lambda: "")(), getattr(widget, "toolTip", lambda: "")())
    )
    assert "局院内" in shown
    for word in (profile["name"], profile["township"], SCHOOL):
        assert word not in shown


def test_r14_early_and_wrong_codes_are_said_in_the_dialog_and_counted(
    driver: Driver, county: County, given: Codes
) -> None:
    """Early: refused, recorded, said with the hour. A wrong group is marked while typing; the right codes open the visit."""
    driver.click("sealed_open")
    driver.wait_for("leader_code_0")
    driver.settle()
    assert not driver.enabled("opening_open")
    driver.type("leader_code_0", given.leader)  # pasted whole
    assert given.leader.split()[4] == driver.text("leader_code_4")
    type_code(driver, "second_code", given.leader)
    assert "这是另一栏的口令，请换一栏填。" == driver.text("second_code_words")
    type_code(driver, "second_code", given.second)
    first = given.second.split()[0]
    driver.type("second_code_0", str((int(first[0]) + 1) % 10) + first[1:])
    assert "第 1 组不对，请让对方再念一遍这一组。" == driver.text("second_code_words")
    driver.type("second_code_0", first)
    assert "五组都核对无误。" == driver.text("second_code_words")
    assert "请选两个人的姓名" == driver.text("opening_hint")
    driver.choose("opening_second", "督导室值班")
    driver.click("opening_open")
    driver.settle()
    assert "2026-11-24 07:00" in driver.text("opening_problem_what")
    go_to(county.leader, 7, 1)
    driver.click("opening_open")
    driver.wait_for("gate_now")
    assert ["early", "opened"] == [one.outcome for one in sealing.attempts(county.leader)]


def test_r16_a_locked_clock_is_said_and_unlocked_by_phone(driver: Driver, county: County) -> None:
    """The clock falls a day back: Today says so, the office's code and time unlock it, the card is gone."""
    go_to(county.leader, 7)
    VisitRecord(county.leader, "01936f0e-7b7a-7000-8000-00000000abcd").put("attribute", "visit/n", "1")
    clock_of(county.leader).time -= timedelta(days=1)
    driver.click("nav_today")
    driver.wait_for("clock_unlock")
    driver.click("clock_unlock")
    assert county.leader.device[:8] in driver.text("unlock_tell")
    type_code(driver, "unlock_code", clock_lock.unlock_code(county.bureau, county.leader.device[:8], 1))
    driver.type("unlock_told", "2026-11-24 07:03")
    driver.click("unlock_clock")
    driver.settle()
    assert not driver.sees("clock_unlock")
    assert clock_lock.check(county.leader) is None
    told = clock_lock.believed_now(county.leader)
    assert (24, 7, 3) == (told.day, told.hour, told.minute)


def test_r18_a_suspected_leak_is_ticked_at_the_gate(driver: Driver, county: County, given: Codes) -> None:
    """Two signs are ticked beside the gate time and stand in the journal; ticked off again they are gone."""
    go_to(county.leader, 7, 1)
    driver.click("sealed_open")
    driver.wait_for("leader_code_0")
    driver.settle()
    type_code(driver, "leader_code", given.leader)
    type_code(driver, "second_code", given.second)
    driver.choose("opening_second", "督学丙")
    driver.click("opening_open")
    driver.wait_for("leak_suspected")
    driver.settle()
    driver.click("leak_suspected")
    driver.click("leak_banner")
    driver.click("leak_prepared")
    driver.type("leak_note", "门口有标语")
    driver.click("leak_keep")
    driver.settle()
    assert ("banner", "prepared") == leaks.suspected(VisitRecord(county.leader, given.visit))
    driver.click("leak_suspected")
    assert "门口有标语" == driver.text("leak_note")
    driver.click("leak_banner")
    driver.click("leak_prepared")
    driver.click("leak_keep")
    assert () == leaks.suspected(VisitRecord(county.leader, given.visit))
