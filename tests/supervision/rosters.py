"""The sample county as the rules read it, and small schools to draw from."""

import csv
from datetime import date
from functools import cache

from inspector_app.packaged import data_folder
from inspector_app.supervision import calendar
from inspector_app.supervision.calendar import Calendar
from inspector_app.supervision.draw import Basis
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import Roster, School, roster
from inspector_app.supervision.visit_fact import SchoolTerm

FOLDER = data_folder("resources") / "sample_county"
AS_OF = date(2024, 5, 6)
SPRING = SchoolTerm(date(2024, 2, 26), date(2024, 7, 5))
SEED, DRAW_ID, SALT = "RA-2024Q2-DEMO-000123", "D-2024-0506", "salt-7f3a"


@cache
def sample() -> Roster:
    """Return the roster of the sample county."""
    return roster(table("schools"), table("inspectors"))


@cache
def sample_calendar() -> Calendar:
    """Return the calendar of the sample county."""
    return calendar.load(FOLDER / "calendar.csv")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of the sample county."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def basis(as_of: date = AS_OF, **more: object) -> Basis:
    """Return what a draw of that day rests on, with the default parameters."""
    return Basis(as_of, sample_calendar(), Parameters(), SPRING, **more)  # type: ignore[arg-type]  # named by the tests


def school(key: str, **more: object) -> School:
    """Return an open junior school of unknown risk, never visited, unless told otherwise."""
    return School(key, **{"type": "junior", **more})  # type: ignore[arg-type]  # named by the tests
