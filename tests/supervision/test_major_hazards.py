"""R-31: what a major hazard asks of everybody on its day, on real entries."""

from datetime import datetime, timedelta

from inspector_app.supervision.major_hazards import director_list, duty, report_deadline
from inspector_app.supervision.parameters import Parameters
from tests.supervision.casework import CHINA, FOUND, SHA, Case

SETTING = Parameters()


def clock(text: str) -> datetime:
    """Return a moment of 2024-05-06, or of the day the text names."""
    return datetime.fromisoformat(text if "T" in text else f"2024-05-06T{text}").replace(tzinfo=CHINA)


def test_r31_unreported_in_the_evening_it_is_late_and_on_the_director_s_list() -> None:
    """G found 10:20, unreported at 20:00 → T 迟报, and the director's to-do."""
    case = Case("R-M", "suspend_listed")
    found = duty(case.state, clock("20:00"), SETTING)
    assert found is not None
    assert ("late", clock("18:00"), True) == (found.report, found.deadline, found.for_director)
    assert [case.state] == director_list([case.state, Case().state], clock("20:00"), SETTING)
    assert [] == director_list([case.state], clock("18:00"), SETTING)


def test_r31_it_is_reminded_of_every_half_hour_until_it_is_reported() -> None:
    """10:50, 11:20 …; nothing after the report."""
    case = Case("R-M", "suspend_listed")
    seen = [duty(case.state, clock(at), SETTING) for at in ("10:49", "10:50", "11:25", "18:00")]
    assert [(0, clock("10:50")), (1, clock("11:20")), (2, clock("11:50")), (15, clock("18:20"))] == [
        (one.reminders, one.next_reminder) for one in seen if one
    ]
    case.write("major_report", "I02", at=clock("11:30").isoformat(), to="局值班室")
    told = duty(case.state, clock("20:00"), SETTING)
    assert told is not None
    assert ("reported", 2, None, False) == (told.report, told.reminders, told.next_reminder, told.for_director)


def test_r31_a_report_after_the_deadline_stays_late_and_the_first_one_counts() -> None:
    """Reported at 19:00: reported, but late; a second report changes nothing."""
    case = Case("R-M", "suspend_listed")
    case.write("major_report", "I02", at=clock("19:00").isoformat(), to="局值班室")
    case.write("major_report", "I02", at=clock("17:00").isoformat(), to="局值班室")
    found = duty(case.state, clock("20:00"), SETTING)
    assert found is not None
    assert ("reported_late", False) == (found.report, found.for_director)


def test_r31_what_is_found_in_the_evening_is_reported_by_midnight() -> None:
    """After report_by the day's end is the limit; the county may set another hour."""
    assert clock("2024-05-07T00:00") == report_deadline(clock("18:00"), SETTING)
    assert clock("18:00") == report_deadline(clock("17:59"), SETTING)
    assert clock("12:00") == report_deadline(FOUND, Parameters(report_by=clock("12:00").time()))


def test_r31_the_list_of_what_is_still_to_do_grows_shorter() -> None:
    """① use suspended ② reported ③ listed ⑤ the staff and the authority told."""
    case = Case("R-M", "suspend_listed")

    def to_do() -> tuple[str, ...]:
        found = duty(case.state, FOUND + timedelta(hours=1), SETTING)
        return found.to_do if found else ()

    steps = [to_do()]
    case.write("suspension", "I02", at=FOUND.isoformat(), measure="suspend_use", place="宿舍三层")
    steps.append(to_do())
    case.write("major_report", "I02", at=FOUND.isoformat(), to="局值班室")
    steps.append(to_do())
    case.notice(15)
    steps.append(to_do())
    case.write("disclosure", "I02", at="2024-05-07", to="staff")
    case.write("disclosure", at="2024-05-07", to="safety_authority")
    everything = ("suspension", "report", "listed_supervision", "disclosure_staff", "disclosure_authority")
    assert [everything, everything[1:], everything[2:], everything[3:], ()] == [*steps, to_do()]
    assert FOUND == case.state.suspended_at


def test_r31_only_major_hazards_have_these_duties() -> None:
    """A serious issue is red too, but no hazard; what was reclassified or withdrawn is none any more."""
    assert duty(Case("R-I").state, clock("20:00"), SETTING) is None
    case = Case("R-M")
    case.write("reclassification", at="2024-05-08", grade="O-H", reason="检测合格", attachments=[SHA])
    assert duty(case.state, clock("20:00"), SETTING) is None
