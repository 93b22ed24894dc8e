"""Findings of a visit: what a failed item raises, written down with its facts, grade and rectification."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from inspector_app.actions.recurring import recurred
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.form import Filling, Form, Item, ItemView, Rectify
from inspector_app.form.definition import wording
from inspector_app.form.results import raises_finding
from inspector_app.journal import Value
from inspector_app.supervision.findings import Grading, check_grade
from inspector_app.supervision.grades import days
from inspector_app.supervision.recurrence import settled_on

CHECKED = "checked"
"""How an item without a grade is shown once it is answered: a mark short of full is no fault there, nor a full one a pass."""


@dataclass(frozen=True)
class Finding:
    """One finding: facts without judgement (time, place, quantity), its grade and how it is to be rectified.

    `default_grade` is the form's, one higher where the school had settled the same within the year (R-36): `recurs` is then
    the day it had. `written` is false while nobody has confirmed the proposal.
    """

    code: str
    title: str
    facts: str
    place: str
    quantity: str
    grade: str
    default_grade: str
    grade_reason: str
    rectify: str
    deadline_days: int
    responsible_unit: str
    determination_clause: str
    measures_taken: str
    measures_at: str
    written: bool
    recurs: str = ""


_STORED: tuple[str, ...] = (
    "facts",
    "place",
    "quantity",
    "grade",
    "grade_reason",
    "rectify",
    "deadline_days",
    "responsible_unit",
)
_STORED += ("determination_clause", "measures_taken", "measures_at")


def finding(record: VisitRecord, form: Form, filling: Filling, code: str) -> Finding | None:
    """Return the item's finding as written, or the form's proposal; None while the item raises none.

    A partly met item of a grade is a finding too: what was missing has to be put right, whatever points were earned.
    """
    view = filling.item(code)
    if not raises_finding(view.state, view.grade):
        return None
    proposal = _proposal(record, form, filling, code)
    stored = record.mapping(_path(form, code))
    if not stored:
        return proposal
    texts = {name: str(stored.get(name, "")) for name in _STORED if name != "deadline_days"}
    return replace(proposal, **texts, deadline_days=int(str(stored.get("deadline_days", 0))), written=True)


def save(record: VisitRecord, form: Form, filling: Filling, code: str, written: Finding) -> datetime:
    """Write a finding; Problem findings.* when R-30 does not allow the grade."""
    default = _proposal(record, form, filling, code)
    by_leader = record.ws.person == record.mapping("task").get("leader")
    check_grade(Grading(code, default.default_grade, written.grade, written.grade_reason, by_leader))
    if written.measures_taken.strip() and not written.measures_at:
        # what was done on the spot has a time; nobody has to type the present one.
        written = replace(written, measures_at=record.ws.now().isoformat(timespec="seconds"))
    value: dict[str, Value] = {name: part for name, part in asdict(written).items() if name in _STORED}
    return datetime.fromisoformat(record.put("finding", _path(form, code), value).at)


def all_findings(record: VisitRecord, form: Form, filling: Filling) -> list[Finding]:
    """Return the findings of every failed or partly met item, in the form's order."""
    found = (finding(record, form, filling, item.code) for item in form.items)
    return [one for one in found if one is not None]


def shown_state(item: Item, view: ItemView) -> str:
    """Return an item's state as lists and paper show it: an answered item without a grade is only `checked`."""
    graded = item.grade != "none" or raises_finding(view.state, view.grade)
    return view.state if graded or view.state in ("unchecked", "na") else CHECKED


def _proposal(record: VisitRecord, form: Form, filling: Filling, code: str) -> Finding:
    item = form.item(code)
    view = filling.item(code)
    again = recurred(record, code, view.grade)
    grade = again.grade if again else view.grade
    rectify = view.rectify or Rectify("none")
    return Finding(
        code=code,
        title=wording(item.title, filling.language),
        facts="",
        place="",
        quantity="",
        grade=grade,
        default_grade=grade,
        grade_reason="",
        rectify=rectify.kind,
        deadline_days=days(rectify.kind, rectify.days) or 0,
        responsible_unit=item.tags.get("responsible_unit", "school"),
        determination_clause="",
        measures_taken="",
        measures_at="",
        written=False,
        recurs=str(settled_on(again.earlier) or "") if again else "",
    )


def _path(form: Form, code: str) -> str:
    return f"{form.form_id}/findings/{code}"
