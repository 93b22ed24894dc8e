"""The roster's schools and people as the rules read them; an empty column is unknown, which is not "no"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.errors import Problem

Row = Mapping[str, str]


@dataclass(frozen=True)
class School:
    """One school of the roster; "" and None are unknown. `parent` is the central school of a village school or teaching point."""

    id: str
    name: str = ""
    type: str = ""
    status: str = "open"
    township: str = ""
    zone: str = ""
    group: str = ""
    parent: str = ""
    leader: str = ""
    risk: str = ""
    last_visit: date | None = None
    boarding: bool | None = None


@dataclass(frozen=True)
class Person:
    """One inspector of the roster; `former` are the schools left, with the day; `relatives` those a close relative heads."""

    id: str
    name: str = ""
    role: str = ""
    gender: str = ""
    credential: str = ""
    zone: str = ""
    current: str = ""
    former: tuple[tuple[str, date], ...] = ()
    relatives: frozenset[str] = frozenset()
    term_start: date | None = None
    term_no: int = 0
    active: bool = True


@dataclass(frozen=True)
class Roster:
    """Everybody and every school, by id."""

    schools: Mapping[str, School]
    people: Mapping[str, Person]


def roster(schools: Iterable[Row], people: Iterable[Row]) -> Roster:
    """Return the roster of the rows of both tables; Problem roster.* names the row and its column."""
    return Roster({one.id: one for one in map(school, schools)}, {one.id: one for one in map(person, people)})


def school(row: Row) -> School:
    """Return one school of a row; Problem roster.no_column, roster.not_valid."""
    key = _needed(row, "school_id")
    return School(
        id=key,
        name=row.get("name", ""),
        type=_needed(row, "school_type"),
        status=_needed(row, "status"),
        township=row.get("township_code", ""),
        zone=row.get("zone_id", ""),
        group=row.get("education_group", ""),
        parent=row.get("parent_school_id", ""),
        leader=row.get("linked_leader_id", ""),
        risk=row.get("risk_level", ""),
        last_visit=_day(row.get("last_visit_date", ""), key),
        boarding={"true": True, "false": False}.get(row.get("boarding", "")),
    )


def person(row: Row) -> Person:
    """Return one person of a row; Problem roster.no_column, roster.not_valid."""
    key = _needed(row, "inspector_id")
    return Person(
        id=key,
        name=row.get("display_name", ""),
        role=row.get("role", ""),
        gender=row.get("gender", ""),
        credential=row.get("credential_type", ""),
        zone=row.get("zone_id", ""),
        current=row.get("current_school_id", ""),
        former=tuple(_left(part, key) for part in _parts(row.get("former_schools", ""))),
        relatives=frozenset(_parts(row.get("relative_school_ids", ""))),
        term_start=_day(row.get("term_start", ""), key),
        term_no=_number(row.get("term_no", ""), key),
        active=row.get("active", "true") == "true",
    )


def family(school: str, schools: Mapping[str, School]) -> frozenset[str]:
    """Return a school with its branches, teaching points, central school and group schools, and theirs in turn (R-20 ②)."""
    found = {school}
    while True:
        known = [schools[one] for one in found if one in schools]
        groups = {one.group for one in known if one.group}
        parents = {one.parent for one in known if one.parent}
        more = {
            one.id for one in schools.values() if one.parent in found or one.id in parents or one.group in groups
        } - found
        if not more:
            return frozenset(found)
        found |= more


def _needed(row: Row, column: str) -> str:
    if not row.get(column):
        raise Problem("roster.no_column", row.get("school_id") or row.get("inspector_id") or "", column=column)
    return row[column]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem("roster.not_valid", where, value=text) from error


def _number(text: str, where: str) -> int:
    if text and not text.isdecimal():
        raise Problem("roster.not_valid", where, value=text)
    return int(text or 0)


def _left(text: str, where: str) -> tuple[str, date]:
    school, _, day = text.partition(":")
    left = _day(day, where)
    if left is None:
        raise Problem("roster.not_valid", where, value=text)
    return school, left
