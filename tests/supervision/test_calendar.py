"""R-51 and R-52: working days, terms, the vectors V-3, and a year without a notice."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.errors import Problem
from inspector_app.supervision.calendar import (
    Calendar,
    Moved,
    Term,
    due,
    due_date,
    load,
    natural_due,
    read_rows,
    recompute,
    rolled,
    working_day_before,
    working_days_between,
)

SAMPLE = Path(__file__).parents[2] / "resources" / "sample_county" / "calendar.csv"
HEADS = "date,kind,name,region,source,confidence\n"
COUNTY = load(SAMPLE)
DAYS = st.dates(date(2023, 12, 1), date(2027, 12, 31))


def day(text: str) -> date:
    """Return a date."""
    return date.fromisoformat(text)


def notice(folder: Path, *lines: str) -> Path:
    """Write a notice as a file."""
    path = folder / "notice.csv"
    path.write_text(HEADS + "".join(f"{line}\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("served", "working_days", "expected"),
    [
        ("2024-04-09", 3, "2024-04-16"),  # 三月三 4-11, 4-12
        ("2024-03-14", 15, "2024-04-07"),  # the swap workday is a Sunday
        ("2024-04-30", 5, "2024-05-10"),
        ("2024-02-01", 3, "2024-02-05"),
        ("2024-02-06", 5, "2024-02-19"),  # New Year's Eve is worked
        ("2024-09-13", 3, "2024-09-19"),
        ("2024-09-27", 5, "2024-10-10"),
        ("2024-06-07", 1, "2024-06-11"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2026-02-12", 5, "2026-02-26"),
    ],
)
def test_r51_vector_v3(served: str, working_days: int, expected: str) -> None:
    """All ten lines of V-3."""
    assert day(expected) == due_date(day(served), working_days, COUNTY)


def test_r51_natural_days_roll_forward() -> None:
    """V-3: 30 natural days from 2024-04-05 end in the holiday and move to 2024-05-06; a worked end stays."""
    assert day("2024-05-06") == natural_due(day("2024-04-05"), 30, COUNTY)
    assert day("2024-05-11") == natural_due(day("2024-05-01"), 10, COUNTY)  # a Saturday that is worked


@given(DAYS, st.integers(1, 60))
def test_r51_a_due_date_is_a_working_day_after_service(served: date, working_days: int) -> None:
    """And exactly so many working days lie behind the service."""
    found = due_date(served, working_days, COUNTY)
    assert found > served
    assert COUNTY.is_working(found)
    assert working_days == working_days_between(served, found, COUNTY)


@given(DAYS, st.integers(0, 40), st.integers(0, 30), st.integers(0, 20))
def test_r51_a_later_service_or_a_longer_term_is_never_due_earlier(
    served: date, working_days: int, later: int, longer: int
) -> None:
    """Monotone in both arguments."""
    assert due_date(served, working_days, COUNTY) <= due_date(
        served + timedelta(days=later), working_days + longer, COUNTY
    )


@given(DAYS, st.integers(1, 30))
def test_r51_counting_back_undoes_counting_on(end: date, working_days: int) -> None:
    """The reminder two days before (R-57) and the term meet."""
    end = rolled(end, COUNTY)
    assert end == due_date(working_day_before(end, working_days, COUNTY), working_days, COUNTY)


def test_r51_no_term_ends_the_same_day_and_none_is_negative() -> None:
    """0 working days is the day itself (put right before leaving)."""
    assert day("2024-05-06") == due_date(day("2024-05-06"), 0, COUNTY)
    with pytest.raises(ValueError, match="fewer"):
        due_date(day("2024-05-06"), -1, COUNTY)


def test_r52_a_year_without_data_is_counted_by_weekends_and_said_so() -> None:
    """G 2027 has no data → T the due date carries the flag of the yellow bar."""
    found = due(day("2027-02-01"), 5, COUNTY)
    assert (day("2027-02-08"), (2027,), False) == (found.day, found.unknown, found.updated)
    assert (False, True) == (COUNTY.known(2027), COUNTY.known(2024))
    across = due(day("2026-12-28"), 10, COUNTY)
    assert ((2027,), ()) == (across.unknown, across.unsure)
    assert (2027,) == due(day("2026-12-31"), 1, COUNTY).unknown


def test_r52_an_imported_notice_moves_what_is_not_due_yet_and_leaves_the_trace(tmp_path: Path) -> None:
    """After the import terms not over are recomputed with both days; a term that was over stays as it was told."""
    terms = {
        "over": Term(day("2027-02-01"), 5, due_date(day("2027-02-01"), 5, COUNTY)),
        "runs": Term(day("2027-02-03"), 5, due_date(day("2027-02-03"), 5, COUNTY)),
        "elsewhere": Term(day("2027-03-01"), 3, due_date(day("2027-03-01"), 3, COUNTY)),
    }
    rows = read_rows(
        notice(tmp_path, *(f"2027-02-{n:02d},holiday,春节,national,放假通知（示例）,sourced" for n in range(5, 13)))
    )
    imported = COUNTY.with_year(2027, rows)
    assert [Moved("runs", day("2027-02-10"), day("2027-02-18"))] == recompute(terms, imported, day("2027-02-09"))
    assert imported.known(2027)
    assert COUNTY.days.items() <= imported.days.items()


def test_r52_sanyuesan_of_2025_is_unsure_and_of_2026_is_missing() -> None:
    """Only the official notice ends the doubt; 2024 is settled."""
    assert (True, False, False) == (COUNTY.sure(2024), COUNTY.sure(2025), COUNTY.sure(2026))
    assert (2025,) == due(day("2025-03-28"), 3, COUNTY).unsure
    assert due(day("2024-04-09"), 3, COUNTY).updated
    assert (2026,) == due(day("2026-03-10"), 10, COUNTY).unsure
    assert due(day("2026-10-12"), 10, COUNTY).updated  # far from the third moon nothing is in doubt
    rows = [
        {**one._asdict(), "date": one.date.isoformat(), "confidence": "sourced"}
        for one in COUNTY.days.values()
        if one.date.year == 2025
    ]
    assert COUNTY.with_year(2025, rows).sure(2025)


def test_r52_new_year_s_eve_of_2024_is_worked() -> None:
    """2024-02-09: the state only encourages leave that day."""
    assert COUNTY.is_working(day("2024-02-09"))
    assert not COUNTY.is_working(day("2024-02-10"))


def test_r52_new_year_s_eve_of_2025_is_a_holiday() -> None:
    """From 2025 the national notice names it; V-3's line of 2025-01-24 depends on it."""
    assert not COUNTY.is_working(day("2025-01-28"))


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("2027-02-30,holiday,春节,national,通知,sourced", "date"),
        ("2027-02-17,feast,春节,national,通知,sourced", "kind"),
        ("2027-02-17,holiday,春节,hunan,通知,sourced", "region"),
        ("2027-02-17,holiday,春节,national,,sourced", "source"),
        ("2027-02-17,holiday,春节,national,通知,perhaps", "confidence"),
    ],
)
def test_r52_a_bad_notice_is_refused_with_its_line(tmp_path: Path, line: str, column: str) -> None:
    """The line and the column are named; nothing is imported."""
    path = notice(tmp_path, "2027-01-01,holiday,元旦,national,通知,sourced", line)
    with pytest.raises(Problem) as caught:
        load(path)
    assert ("calendar.bad_row", "notice.csv:3", column) == (
        caught.value.code,
        caught.value.where,
        caught.value.fields["column"],
    )


def test_r52_no_table_is_refused(tmp_path: Path) -> None:
    """Another table, or no text at all."""
    path = tmp_path / "notice.csv"
    for content in (b"date,name\n2027-01-01,x\n", "日期".encode("gb18030") * 9, b""):
        path.write_bytes(content)
        with pytest.raises(Problem) as caught:
            load(path)
        assert "calendar.no_heads" == caught.value.code


def test_r52_a_notice_of_another_year_or_of_nothing_is_refused() -> None:
    """What is imported for a year is that year's."""
    row = {**dict.fromkeys(("name", "source"), "x"), "kind": "holiday", "region": "national", "confidence": "sourced"}
    with pytest.raises(Problem) as caught:
        COUNTY.with_year(2027, [{**row, "date": "2028-01-01"}])
    assert "calendar.other_year" == caught.value.code
    with pytest.raises(Problem) as caught:
        COUNTY.with_year(2027, [])
    assert "calendar.nothing" == caught.value.code


def test_the_journal_s_rows_give_the_same_calendar() -> None:
    """What founding a county writes into calendar/<year> is read back by from_rows."""
    assert Calendar.from_rows(read_rows(SAMPLE)) == COUNTY
