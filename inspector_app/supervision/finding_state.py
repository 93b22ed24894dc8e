"""Where a finding stands in its life, from the failed item to the closed hazard; the steps are in finding_steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args
from uuid import UUID, uuid5

from inspector_app.errors import Problem
from inspector_app.journal import Entry, Folded
from inspector_app.supervision.calendar import Calendar, Term
from inspector_app.supervision.grades import Grade, grade
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.referral import belongs_to_school
from inspector_app.supervision.roster import Roster

State = Literal[
    "open",  # raised, nothing issued
    "immediate_done",  # put right before the team left
    "notified",  # the notice is issued, not served: no term runs
    "rectifying",  # served: the term runs
    "extended",  # the term runs, made longer
    "submitted",  # the school reported, or the other unit replied: the re-check is due
    "recheck_failed",  # a new half term waits for its service
    "referred",  # the letter to another unit is out
    "closed",  # a re-check passed
    "recurred",  # a look back found it again
    "withdrawn",  # the office took it back
]
Extension = Literal["", "asked", "granted", "refused"]
STATES: frozenset[str] = frozenset(get_args(State))
OVERDUE = "overdue"
SETTLED: frozenset[State] = frozenset({"immediate_done", "closed", "withdrawn"})
RUNNING: frozenset[State] = frozenset({"rectifying", "extended", "referred"})


class Rules(NamedTuple):
    """What the rules are asked with: the parameters in force on a day, the calendar and the bureau's roster."""

    on: Callable[[date], Parameters]
    calendar: Calendar
    roster: Roster


class Raised(NamedTuple):
    """A finding as the frozen visit has it: what life begins with. `found` is the moment the item was failed.

    `photos_allowed` is False for an item marked NP.
    """

    visit: str
    form: str
    code: str
    school: str
    grade: str
    found: datetime
    rectify: str = ""
    responsible_unit: str = "school"
    photos_allowed: bool = True

    @property
    def record(self) -> str:
        """Return the UUID of the finding's own record (docs/format.md §5)."""
        return finding_record(self.visit, self.form, self.code)


@dataclass(frozen=True)
class Refused:
    """An event that was not allowed when its turn came: a merge can bring any; it changed nothing."""

    entry: str
    kind: str
    code: str
    problem: Problem = field(compare=False)


@dataclass(frozen=True)
class FindingState:
    """Where a finding stands. Days are None and flags False until their event; `term` in working days.

    `due` is the last day as the reader was told it, `extension_days` what was granted on top of the term;
    `rectified_by` the names of the school's report (R-55); `rechecked_by` whose passed re-check closed it.
    """

    raised: Raised
    grade: str
    state: State = "open"
    issued_on: date | None = None
    listed: bool = False
    term: int = 0
    served: date | None = None
    due: date | None = None
    extension: Extension = ""
    extension_days: int = 0
    reported_on: date | None = None
    returned: tuple[str, ...] = ()
    recheck_by: date | None = None
    rectified_by: frozenset[str] = frozenset()
    failed_rechecks: int = 0
    closed_on: date | None = None
    rechecked_by: str = ""
    looked_back_on: date | None = None
    suspended_at: datetime | None = None
    in_use: bool = True
    restore_open: bool = False
    restore_granted: bool = False
    reported_at: datetime | None = None
    disclosed: frozenset[str] = frozenset()
    danger_removed_at: datetime | None = None
    refused: tuple[Refused, ...] = ()

    @property
    def graded(self) -> Grade:
        """Return what the present grade means."""
        return grade(self.grade)

    @property
    def major(self) -> bool:
        """Tell whether it is a major hazard (R-M)."""
        return self.graded.hazard_class == "major"

    @property
    def schools_own(self) -> bool:
        """Tell whether the school has to put it right (R-34)."""
        return belongs_to_school(self.raised.responsible_unit)

    @property
    def unsettled(self) -> bool:
        """Tell whether anything is still to be done about it."""
        return self.state not in SETTLED

    @property
    def escalated(self) -> bool:
        """Tell whether a second re-check failed (R-56)."""
        return self.failed_rechecks >= 2

    @property
    def running(self) -> Term | None:
        """Return the running term, None while none runs: before service, or once the school has reported."""
        if self.state not in RUNNING or self.served is None or self.due is None:
            return None
        return Term(self.served, self.term + self.extension_days, self.due)

    def overdue(self, today: date) -> bool:
        """Tell whether the last day has passed and nothing came."""
        return self.running is not None and today > self.running.due

    def shown(self, today: date) -> str:
        """Return the state as lists show it: glossary's finding_state, with `overdue` in place of a running term."""
        return OVERDUE if self.overdue(today) else self.state


def finding_record(visit: str, form: str, code: str) -> str:
    """Return the UUID of a finding's own record: UUIDv5 of its register in the visit."""
    return str(uuid5(UUID(visit), f"{form}/findings/{code}"))


def raised_in(folded: Folded, visit: str, form: str, code: str, photos_allowed: bool = True) -> Raised | None:
    """Return the finding of a visit's register; None when there is none or it was taken back before the freeze.

    It was found when somebody first failed the item or wrote the finding, however often either was edited since.
    """
    path = f"{form}/findings/{code}"
    value = folded.value(visit, path)
    if not isinstance(value, dict):
        return None
    written = [*folded.history(visit, path), *_failed(folded.history(visit, f"{form}/items/{code}"))]
    found = min(datetime.fromisoformat(entry.at) for entry in written)
    task = folded.value(visit, "task")
    school = task.get("school_id", "") if isinstance(task, dict) else ""
    return Raised(
        visit,
        form,
        code,
        str(school),
        str(value.get("grade", "")),
        found,
        str(value.get("rectify", "")),
        str(value.get("responsible_unit", "")),
        photos_allowed,
    )


def _failed(answers: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in answers if isinstance(entry.value, dict) and entry.value.get("verdict") == "fail"]
