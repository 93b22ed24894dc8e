"""Working days of the county and the terms counted in them: rules R-51, R-52 (domain/rules.md, part I), vectors V-3.

A working day is what the national notice makes one (weekends off, holidays off, swap workdays on) less 壮族三月三.
"""

import csv
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, NamedTuple, Self, cast, get_args

from inspector_app.errors import Problem

DayKind = Literal["holiday", "workday_swap"]
Region = Literal["national", "guangxi"]
Confidence = Literal["sourced", "known", "unsure"]
COLUMNS = ("date", "kind", "name", "region", "source", "confidence")
# The third day of the third moon falls between these days (month, day), with the second day off and a leap moon.
_SANYUESAN = ((3, 20), (4, 30))
_ONE_DAY = timedelta(days=1)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(DayKind),
    "region": get_args(Region),
    "confidence": get_args(Confidence),
}


class Day(NamedTuple):
    """One day a notice names: a holiday, or a weekend day that is worked; `source` is the notice."""

    date: date
    kind: DayKind
    name: str
    region: Region
    source: str
    confidence: Confidence


class Due(NamedTuple):
    """The last day of a term. `unknown` are the years on its way without a notice: it was counted by weekends (R-52).

    `unsure` are the years whose 壮族三月三 could lie in the term and is missing or not official: the day may move.
    """

    day: date
    unknown: tuple[int, ...] = ()
    unsure: tuple[int, ...] = ()

    @property
    def updated(self) -> bool:
        """Tell whether the calendar was up to date; False shows “日历未更新” (R-52)."""
        return not self.unknown and not self.unsure


class Term(NamedTuple):
    """A running term: served on a day, so many working days, and the last day the school was told."""

    served: date
    working_days: int
    due: date


class Moved(NamedTuple):
    """A term's last day before and after a calendar was imported (R-52: kept as a trace)."""

    key: str
    before: date
    after: date


class Calendar(NamedTuple):
    """The days that notices name, by date. Any other Monday to Friday is worked."""

    days: Mapping[date, Day]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]], where: str = "") -> Self:
        """Return the calendar of rows with COLUMNS as the journal holds them and the CSV lists them.

        A later row of the same day stands in place of an earlier one: an official notice after a guess.
        Problem calendar.bad_row names the first row (counted from 2, below the heads) that cannot be read.
        """
        found = (_day(row, number, where) for number, row in enumerate(rows, 2))
        return cls({day.date: day for day in found})

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked (R-51)."""
        named = self.days.get(day)
        return named.kind == "workday_swap" if named else day.weekday() < 5

    def known(self, year: int) -> bool:
        """Tell whether the national notice of a year is there; without it a year is counted by weekends (R-52)."""
        return any(day.year == year and named.region == "national" for day, named in self.days.items())

    def sure(self, year: int) -> bool:
        """Tell whether a known year's 壮族三月三 is there and official (R-52: that of 2025 is not)."""
        local = [named for day, named in self.days.items() if day.year == year and named.region == "guangxi"]
        return bool(local) and all(named.confidence == "sourced" for named in local)

    def with_year(self, year: int, rows: Iterable[Mapping[str, object]], where: str = "") -> Self:
        """Return the calendar after a year's notices were imported: their days in place of all that year had.

        Problem calendar.other_year names the first row of another year; calendar.nothing, a notice without a day.
        """
        new = type(self).from_rows(rows, where)
        for number, day in enumerate(new.days, 2):
            if day.year != year:
                raise Problem("calendar.other_year", f"{where}:{number}", day=day.isoformat(), year=year)
        if not new.days:
            raise Problem("calendar.nothing", where, year=year)
        kept = {day: named for day, named in self.days.items() if day.year != year}
        return type(self)(kept | dict(new.days))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a calendar file as the journal keeps them (register calendar/<year>), checked.

    Problem calendar.no_heads when it is no such table, calendar.bad_row naming the line that cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            missing = set(COLUMNS) - set(table.fieldnames or ())
            rows = [{column: (row.get(column) or "") for column in COLUMNS} for row in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem("calendar.no_heads", path.name, columns=", ".join(COLUMNS)) from error
    if missing:
        raise Problem("calendar.no_heads", path.name, columns=", ".join(COLUMNS))
    Calendar.from_rows(rows, path.name)
    return rows


def load(path: Path | str) -> Calendar:
    """Return the calendar of a CSV file with COLUMNS; Problems as read_rows has them."""
    return Calendar.from_rows(read_rows(Path(path)))


def due_date(served: date, working_days: int, calendar: Calendar) -> date:
    """Return the last day of a term of working days; it ends with that day, at 24:00 (R-51).

    Counted from the day after service; a term of 0 days ends on the day of service. ValueError for a negative term.
    """
    if working_days < 0:
        raise ValueError("a term of fewer than no days")
    day = served
    while working_days:
        day += _ONE_DAY
        working_days -= calendar.is_working(day)
    return day


def due(served: date, working_days: int, calendar: Calendar) -> Due:
    """Return the last day of a term of working days, and which years of the calendar it could not rely on (R-52)."""
    return _due(served, due_date(served, working_days, calendar), calendar)


def natural_due(start: date, natural_days: int, calendar: Calendar) -> date:
    """Return the last day of a term of natural days; on a day off it moves to the next working day (R-51)."""
    return rolled(start + timedelta(days=natural_days), calendar)


def rolled(day: date, calendar: Calendar) -> date:
    """Return the day itself when it is worked, else the next working day (R-51)."""
    while not calendar.is_working(day):
        day += _ONE_DAY
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Return how many working days lie after `first` up to and with `last`; 0 when `last` is not later."""
    return sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def working_day_before(day: date, working_days: int, calendar: Calendar) -> date:
    """Return the day that lies so many working days before another."""
    while working_days:
        day -= _ONE_DAY
        working_days -= calendar.is_working(day)
    return day


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, its last day where the month is shorter (R-36, R-59)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def recompute(terms: Mapping[str, Term], calendar: Calendar, today: date) -> list[Moved]:
    """Return what a newly imported calendar changes (R-52): only terms not over yet, each with both days, by key.

    A term whose last day has passed stays as the school was told it.
    """
    moved = []
    for key, term in sorted(terms.items()):
        after = due_date(term.served, term.working_days, calendar)
        if term.due >= today and after != term.due:
            moved.append(Moved(key, term.due, after))
    return moved


def _due(start: date, day: date, calendar: Calendar) -> Due:
    years = range((start + _ONE_DAY).year, day.year + 1)
    unknown = tuple(year for year in years if not calendar.known(year))
    unsure = tuple(
        year
        for year in years
        if year not in unknown
        and start < date(year, *_SANYUESAN[1])
        and day >= date(year, *_SANYUESAN[0])
        and not calendar.sure(year)
    )
    return Due(day, unknown, unsure)


def _day(row: Mapping[str, object], number: int, where: str) -> Day:
    texts = {column: str(row.get(column, "")).strip() for column in COLUMNS}
    bad = next((column for column, choices in _CHOICES.items() if texts[column] not in choices), "")
    try:
        day = date.fromisoformat(texts["date"])
    except ValueError:
        bad = "date"
    if not bad and not texts["source"]:
        bad = "source"  # which notice says so
    if bad:
        raise Problem("calendar.bad_row", f"{where}:{number}", column=bad, value=texts[bad])
    return Day(
        day,
        cast(DayKind, texts["kind"]),
        texts["name"],
        cast(Region, texts["region"]),
        texts["source"],
        cast(Confidence, texts["confidence"]),
    )
