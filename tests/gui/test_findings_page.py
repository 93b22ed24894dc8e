"""The Findings page as the office meets it: what is due, the next step with its rule, the steps so far."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QListWidget

from inspector_app import settings
from inspector_app.actions import finding_cases, signing
from inspector_app.gui import theme
from inspector_app.gui.driver import Driver
from tests.actions.county import Clock, County, at_work, copied, ready

YELLOW, MAJOR = "SAF-GATE-03", "SAF-FIRE-07"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    with copied(tmp_path / "county") as one:
        yield one


@pytest.fixture
def driver(qapp: QApplication, county: County, tmp_path: Path) -> Iterator[Driver]:
    settings.save(settings.Settings(theme="light"))
    one = Driver(tmp_path / "unused")
    one.enter(county.bureau)
    yield one
    one.leave()
    settings.save(settings.Settings())
    theme.apply_theme(qapp, "light")


def signed(county: County) -> str:
    """A signed visit with a yellow finding and a major hazard, in the bureau's hands."""
    visit = county.new_visit()
    sitting = at_work(county.leader, visit)
    for code in (YELLOW, MAJOR):
        sitting.verdict(code, "fail")
        finding = sitting.finding(code)
        assert finding is not None
        sitting.save_finding(code, replace(finding, facts="用时 72 秒，超过 60 秒", measures_taken="已停用"))
    ready(county.leader, visit)
    signing.freeze(county.leader, visit)
    county.carry(county.leader, county.bureau, "bureau")
    return visit


def later(county: County, **time: float) -> None:
    """Move the county's clock."""
    assert isinstance(county.bureau.now, Clock)
    county.bureau.now.time += timedelta(**time)


def rows(driver: Driver) -> list[str]:
    """The entries of the list that are shown."""
    found = driver.find("findings_list")
    assert isinstance(found, QListWidget)
    return [found.item(n).text() for n in range(found.count()) if not found.item(n).isHidden()]


def test_no_findings_says_when_there_will_be(driver: Driver) -> None:
    """Before the first signed visit the page says what will stand here."""
    driver.click("nav_findings")
    driver.settle()
    assert not driver.sees("findings_list")


def test_from_the_signed_visit_to_a_running_term(driver: Driver, county: County) -> None:
    """The notice, its service: each a small form; the list tells state, last day and days left from the journal's rules."""
    visit = signed(county)
    driver.click("nav_findings")
    driver.settle()
    assert [MAJOR, YELLOW] == [row.split()[0] for row in rows(driver)]
    assert "◆ 红 · 重大事故隐患" == driver.text("finding_grade")
    driver.choose("findings_list", YELLOW)
    assert "待开通知书" == driver.text("finding_state")
    driver.click("step.notice")
    driver.settle()
    driver.click("step_write")
    driver.settle()
    assert "位置：文号" == driver.text("step_problem_where")  # a notice without a number
    driver.type("step_number", "融教督〔2026〕1号")
    driver.click("step_write")
    driver.settle()
    driver.choose("findings_list", YELLOW)
    driver.click("step.service")
    driver.settle()
    driver.type("step_receiver", "韦校长")
    driver.click("step_write")
    driver.settle()
    driver.choose("findings_list", YELLOW)
    assert ("整改中", "还有 5 个工作日") == (driver.text("finding_state"), driver.text("finding_left"))
    assert "2026-11-23  送达 · 局里" == driver.text("finding_step_1")
    (case,) = [one for one in finding_cases.cases(county.bureau, [visit]) if one.state.raised.code == YELLOW]
    assert "2026-11-30" == str(case.state.due)


def test_r31_a_late_report_stands_above_everything_until_it_is_made(driver: Driver, county: County) -> None:
    """G found in the morning, unreported at 20:00 → T 迟报, first in the list; reported, the bar goes and 迟报 stays told."""
    signed(county)
    later(county, hours=11)
    driver.click("nav_findings")
    driver.settle()
    driver.click("nav_today")
    driver.settle()
    assert "重大事故隐患迟报 1 处，立即报局" == driver.text("due_late")
    assert "等开通知书或送达 1 处" == driver.text("due_paper")
    driver.click("today_findings")
    driver.settle()
    assert "1 处重大事故隐患迟报，请立即报局（R-31）" == driver.text("late_reports_what")
    driver.choose("findings_list", MAJOR)
    assert "迟报" in driver.text("finding_duty_what")
    driver.click("step.major_report")
    driver.settle()
    driver.type("step_to", "梁局长")
    driver.click("step_write")
    driver.settle()
    assert not driver.sees("late_reports")
    driver.choose("findings_list", MAJOR)
    assert "重大事故隐患：已报局，迟报" == driver.text("finding_duty_what")


def test_r52_a_term_into_a_year_without_notice_says_so(driver: Driver, county: County) -> None:
    """Filters and search narrow the list; the bar tells of the year nobody has imported."""
    signed(county)
    later(county, days=400)
    driver.click("nav_findings")
    driver.settle()
    assert "日历未更新：没有 2027 年的放假通知" == driver.text("calendar_missing_what")
    driver.type("findings_search", YELLOW)
    assert 1 == len(rows(driver))
    driver.click("findings_filter.overdue")
    assert driver.sees("findings_none")
