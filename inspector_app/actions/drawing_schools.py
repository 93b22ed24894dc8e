"""Drawing schools for a plan: the promise, the result for the office, and what is published at the end (R-05 to R-13).

With a workspace the roster, calendar, parameters and visits are the journal's, and the draw becomes entries; the schools and the
seed are in a blob that stays in the office, because entries travel to laptops (R-04, R-09).
"""

import csv
import io
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from inspector_app.actions import county, draw_files
from inspector_app.actions.draw_files import PlanFile
from inspector_app.actions.visit_facts import finished, visit_facts
from inspector_app.actions.writing import Draft, write
from inspector_app.errors import Problem
from inspector_app.journal import Value, fold
from inspector_app.supervision import calendar as calendars
from inspector_app.supervision.calendar import Calendar
from inspector_app.supervision.draw import Draw, Named, Order, draw
from inspector_app.supervision.draw_commitment import SCHOOL_COLUMNS, check_finished, commitment, notice
from inspector_app.supervision.draw_pool import Avoided, Basis
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.plans import Plan, check_list_item, check_notice
from inspector_app.supervision.roster import School, school
from inspector_app.supervision.visit_fact import SchoolTerm, VisitFact, school_term
from inspector_app.workspace import Workspace

_BATCH_DAYS = 60  # natural days until the seed is published at the latest, when the plan sets no other day


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; `plan` may set everything but seed, number and day. No `salt`: a random one is made."""

    seed: str
    draw_id: str
    as_of: date
    plan: PlanFile
    salt: str = ""

    @property
    def ends(self) -> date:
        """Return the batch's last day."""
        return self.plan.ends or self.as_of + timedelta(days=_BATCH_DAYS)


@dataclass(frozen=True)
class County:
    """What is known on the day of the draw."""

    schools: Sequence[School]
    calendar: Calendar
    parameters: Parameters
    visits: Sequence[VisitFact] = ()


def from_files(roster: Path, days: Path | None) -> County:
    """Return the county of two files: a roster as sample_county/schools.csv has it, and a calendar (None: the sample county's).

    Problems: files.*, draw_file.roster, roster.*, calendar.*.
    """
    calendar = calendars.load(days or county.sample_folder() / "calendar.csv")
    return County([school(row) for row in draw_files.read_roster(roster)], calendar, Parameters())


def from_journal(ws: Workspace) -> County:
    """Return the county as the journal knows it."""
    schools = [*county.roster(ws).schools.values()]
    return County(schools, county.calendar(ws), county.rules(ws), visit_facts(ws))


def draw_to(folder: Path, asked: Asked, known: County, ws: Workspace | None = None) -> Draw:
    """Draw, and leave commitment.csv (to publish now), result.json and seed.json (for the office alone) in `folder`.

    With a workspace the draw stands in the journal as well, before anything is published. Problems: draw_file.exists when the
    folder, or draw_file.drawn when the journal, has this draw already: whoever draws twice could choose the list; draw.*,
    plans.*, files.*.
    """
    draw_files.check_new(folder)
    plan = _plan(asked)
    check_list_item(plan, known.parameters)
    check_notice(plan)
    if ws is not None and _standing(ws, asked.draw_id, "draw"):
        raise Problem("draw_file.drawn", asked.draw_id)
    salt = asked.salt or secrets.token_hex(16)
    draw_files.check_cells(asked.seed, asked.draw_id, salt, *(one.id for one in known.schools))
    promised = commitment(asked.seed, salt)
    result = draw(_in_scope(known.schools, asked.plan), _order(asked), _basis(asked, known))
    office = {**notice(result, promised), "on": result.day.isoformat(), "ends": asked.ends.isoformat()}
    whole = draw_files.result(office, result)
    if ws is not None:
        _keep(ws, asked, result, promised, {**whole, "seed": asked.seed, "salt": salt})
    draw_files.write_draw(folder, notice(result, promised), whole, {"seed": asked.seed, "salt": salt})
    return result


def close(folder: Path, today: date, over: Iterable[str] = (), ws: Workspace | None = None) -> Path:
    """Publish a draw whose batch is finished: seed, salt and every school with its key, and how to recompute them (R-09).

    `over` are schools whose visit is signed, broken off or replaced, beside those the journal knows. Returns the folder.
    Problems: draw.batch_open, draw.other_seed, draw_file.no_draw, draw_file.changed.
    """
    head, table, secret = draw_files.read_draw(folder)
    done = {*over, *(finished(ws, head["draw_id"]) if ws is not None else ())}
    batch = {row["school_id"]: row["school_id"] in done for row in table if row["outcome"] in ("drawn", "named")}
    check_finished(head["draw_id"], batch, date.fromisoformat(head["ends"]), today)
    draw_files.check_unchanged(head, table, secret)
    published = {name: text for name, text in head.items() if name not in ("on", "ends")} | secret
    if ws is not None:
        _disclose(ws, head["draw_id"], secret, table)
    return draw_files.write_disclosure(folder, published, table)


def _plan(asked: Asked) -> Plan:
    given = asked.plan
    return Plan(
        given.number or asked.draw_id,
        given.on or asked.as_of,
        mode=given.mode,
        list_item=given.list_item,
        exception=given.exception,
        letter=given.letter,
        notice=given.notice,
        self_evaluation=given.self_evaluation,
    )


def _in_scope(schools: Iterable[School], plan: PlanFile) -> list[School]:
    named = {one.school for one in plan.named}
    return [one for one in schools if not plan.school_types or one.type in plan.school_types or one.id in named]


def _order(asked: Asked) -> Order:
    named = [Named(one.school, one.manual_reason, one.emergency) for one in asked.plan.named]
    return Order(asked.plan.quota, asked.seed, asked.draw_id, named, asked.plan.earlier)


def _basis(asked: Asked, known: County) -> Basis:
    given = asked.plan
    day = given.on or asked.as_of
    term = SchoolTerm(given.term.first, given.term.last) if given.term else school_term(day)
    avoided = [Avoided(one.first, one.last, one.why, frozenset(one.schools)) for one in given.avoided]
    emergency = given.exception == "safety_emergency"
    return Basis(asked.as_of, known.calendar, known.parameters, term, day, given.mode, emergency, known.visits, avoided)


def _keep(ws: Workspace, asked: Asked, result: Draw, promised: str, whole: Mapping[str, object]) -> None:
    record = county.record_of("plan", asked.draw_id)
    plan = _plan(asked)
    quotas: dict[str, Value] = dict(result.quotas)
    about: dict[str, Value] = {
        "number": plan.number,
        "mode": plan.mode,
        "first_day": plan.first_day.isoformat(),
        "state": "draft",
        "quota": quotas,
        "list_item": plan.list_item,
        "exception": plan.exception,
        "letter": plan.letter,
        "notice": plan.notice,
        "self_evaluation": plan.self_evaluation,
    }
    drawn: dict[str, Value] = {
        "draw_id": asked.draw_id,
        "as_of": asked.as_of.isoformat(),
        "on": result.day.isoformat(),
        "ends": asked.ends.isoformat(),
        "commitment": promised,
        "seats": quotas,
        "kept": ws.store.put_blob(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()),
    }
    write(ws, [Draft(record, "plan", "plan", about), Draft(record, "draw", "draw", drawn)])


def _disclose(ws: Workspace, draw_id: str, secret: Mapping[str, str], table: Sequence[Mapping[str, str]]) -> None:
    if _standing(ws, draw_id, "disclosure"):
        return
    text = io.StringIO()
    lines = csv.DictWriter(text, SCHOOL_COLUMNS)
    lines.writeheader()
    lines.writerows(table)
    value: dict[str, Value] = {
        "draw_id": draw_id,
        **secret,
        "blob": ws.store.put_blob(text.getvalue().encode()),
        "at": ws.now().isoformat(timespec="seconds"),
    }
    write(ws, [Draft(county.record_of("plan", draw_id), "draw_disclosure", "disclosure", value)])


def _standing(ws: Workspace, draw_id: str, path: str) -> bool:
    record = county.record_of("plan", draw_id)
    return bool(fold(ws.store.entries(record)).standing(record, path))
