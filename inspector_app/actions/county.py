"""The county as the journal knows it: people, schools, calendar and parameters; the sample county comes from resources/."""

import csv
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from inspector_app.actions.writing import Draft, write
from inspector_app.journal import Entry, Value, fold, value_of
from inspector_app.packaged import data_folder
from inspector_app.supervision import roster as rosters
from inspector_app.supervision.calendar import Calendar
from inspector_app.supervision.parameters import Change, Parameters, in_force, typed
from inspector_app.supervision.roster import Roster
from inspector_app.supervision.teams import in_office
from inspector_app.workspace import Workspace

_NAMESPACE = uuid.UUID("6f1f6d1c-6f0e-5d0b-9a53-4c1d3f5c2a10")
COUNTY_RECORD = str(uuid.uuid5(_NAMESPACE, "county"))

STAGES = {
    "kindergarten": "K",
    "primary": "P",
    "teaching_point": "P",
    "junior": "J",
    "senior": "S",
    "nine_year": "P J",
}


@dataclass(frozen=True)
class Person:
    """One name of the roster of people; credential_type is inspector_card, work_permit or none."""

    id: str
    name: str
    role: str
    credential_type: str
    credential_no: str
    gender: str


@dataclass(frozen=True)
class School:
    """One school of the roster; `township` is the township's name, empty when the roster does not know it."""

    id: str
    name: str
    school_type: str
    township: str
    profile: dict[str, str]


def record_of(kind: str, key: str) -> str:
    """Return the record (UUIDv5) of a school, person or device: the same on every machine, so that copies merge."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{key}"))


def sample_folder() -> Path:
    """Return the folder of the fictional sample county."""
    return data_folder("resources") / "sample_county"


def sample_people(on: date) -> list[Person]:
    """Return the people of the sample roster in office on a day (R-23), for the first start's question “who am I”."""
    return [_person(row) for row in _rows("inspectors") if not in_office(rosters.person(row), "", on, Parameters())]


def found_sample_county(bureau: Workspace) -> None:
    """Write the sample roster, calendar and parameters into a bureau's journal; nothing when it is there already."""
    if bureau.store.records("school_profile"):
        return
    drafts = [
        Draft(record_of("school", row["school_id"]), "school_profile", "profile", dict(row)) for row in _school_rows()
    ]
    drafts += [
        Draft(record_of("person", row["inspector_id"]), "person_profile", "profile", dict(row))
        for row in _rows("inspectors")
    ]
    drafts += [Draft(COUNTY_RECORD, "calendar", year, days) for year, days in _calendar().items()]
    drafts.append(Draft(COUNTY_RECORD, "parameters", "parameters", default_parameters()))
    write(bureau, drafts, author="bureau")


def people(ws: Workspace) -> dict[str, Person]:
    """Return everybody the roster in this journal names, by id."""
    profiles = _profiles(ws, "person_profile")
    return {row["inspector_id"]: _person(row) for row in profiles}


def schools(ws: Workspace) -> list[School]:
    """Return the open schools of the roster in this journal, by name of their id."""
    rows = [row for row in _profiles(ws, "school_profile") if row.get("status") == "open"]
    return sorted((_school(row) for row in rows), key=lambda school: school.id)


def learned(ws: Workspace, school: str) -> dict[str, str]:
    """Return what earlier visits learned about a school (attribute -> value); the first of several that stand."""
    record = record_of("school", school)
    folded = fold(ws.store.entries(record))
    known = {path: folded.value(record, path) for path in folded.registers(record)}
    return {path.removeprefix("school/"): str(value) for path, value in known.items() if path.startswith("school/")}


def parameters(ws: Workspace, on: date | None = None, seen: Mapping[str, int] | None = None) -> dict[str, str]:
    """Return the county's parameters (name -> text) in force on a day, today if not said: the first set and every change.

    `seen` (device -> seq) leaves out what came later: what was frozen keeps what it was frozen under. The shipped defaults
    stand where the journal holds nothing.
    """
    entries = [
        one
        for one in ws.store.entries(COUNTY_RECORD)
        if one.path.partition("/")[0] == "parameters" and (seen is None or one.seq <= seen.get(one.device, 0))
    ]
    folded = fold(entries)
    stored = folded.value(COUNTY_RECORD, "parameters")
    first = {str(name): str(value) for name, value in stored.items()} if isinstance(stored, dict) else {}
    found = [one for path in folded.registers(COUNTY_RECORD) for one in _changes(folded.standing(COUNTY_RECORD, path))]
    return in_force(first or default_parameters(), found, on or ws.now().date())


def _changes(standing: Iterable[Entry]) -> Iterator[Change]:
    for entry in standing:
        value = value_of(entry)
        if entry.path != "parameters" and isinstance(value, dict):
            name = entry.path.split("/")[1]
            day = date.fromisoformat(str(value["effective"]))
            yield Change(name, str(value["value"]), day, (entry.clock, entry.id))


def default_parameters() -> dict[str, str]:
    """Return the defaults of resources/parameters.yaml: name -> text."""
    tree = yaml.safe_load((data_folder("resources") / "parameters.yaml").read_text("utf-8"))
    return {str(one["name"]): "" if one["value"] is None else str(one["value"]) for one in tree["parameters"]}


def rules(ws: Workspace, on: date | None = None) -> Parameters:
    """Return the county's parameters of a day, today if not said, as the rules compute; Problem parameters.not_valid."""
    return typed(parameters(ws, on))


def roster(ws: Workspace) -> Roster:
    """Return the roster in this journal as the rules read it; Problem roster.*."""
    return rosters.roster(_profiles(ws, "school_profile"), _profiles(ws, "person_profile"))


def calendar(ws: Workspace) -> Calendar:
    """Return the days that the notices in this journal name (R-51)."""
    years = fold(ws.store.entries(COUNTY_RECORD)).registers(COUNTY_RECORD)
    days: list[Mapping[str, object]] = []
    for entries in years.values():
        value = value_of(entries[0])
        if entries[0].kind == "calendar" and isinstance(value, list):
            days += [one for one in value if isinstance(one, dict)]
    return Calendar.from_rows(days)


def _profiles(ws: Workspace, kind: str) -> list[dict[str, str]]:
    profiles = []
    for entry in ws.store.entries(kind=kind):
        if isinstance(entry.value, dict):
            profiles.append({str(name): str(value) for name, value in entry.value.items()})
    return profiles


def _person(row: dict[str, str]) -> Person:
    return Person(
        row["inspector_id"],
        row["display_name"],
        row["role"],
        row["credential_type"],
        row["credential_no"],
        row["gender"],
    )


def _school(row: dict[str, str]) -> School:
    return School(row["school_id"], row["name"], row["school_type"], row.get("township", ""), row)


@cache
def _townships() -> dict[str, str]:
    return {row["township_code"]: row["name"] for row in _rows("townships")}


def _school_rows() -> list[dict[str, str]]:
    return [{**row, "township": _townships().get(row["township_code"], "")} for row in _rows("schools")]


def _rows(name: str) -> list[dict[str, str]]:
    with (sample_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def _calendar() -> dict[str, Value]:
    years: dict[str, list[Value]] = {}
    for row in _rows("calendar"):
        years.setdefault(row["date"][:4], []).append(dict(row))
    return dict(years)
