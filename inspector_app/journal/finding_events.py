"""What the events in the life of a finding look like (docs/format.md §5): one small type each, all plain events.

They stand in the finding's own record; what they amount to, and which is allowed when, is left to supervision.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from inspector_app.journal.shapes import Sha

PersonId = Annotated[str, Meta(pattern="^[A-Za-z0-9._-]{1,40}\\Z")]
Moment = Annotated[datetime, Meta(tz=True)]
Days = Annotated[int, Meta(ge=0, le=3660)]
Term = Annotated[int, Meta(ge=1, le=3660)]
Text = Annotated[str, Meta(min_length=1)]
Shas = tuple[Sha, ...]


class Suspension(Struct, frozen=True):
    """A dangerous place was put out of use or cleared, with the minute of it (R-31 ①)."""

    at: Moment
    measure: Literal["suspend_use", "evacuate"]
    place: Text


class MajorReport(Struct, frozen=True):
    """A major hazard was reported to the bureau, to this person (R-31 ②)."""

    at: Moment
    to: Text


class Disclosure(Struct, frozen=True):
    """The school told its staff of a major hazard, or the bureau the authority for work safety (R-31 ⑤)."""

    at: date
    to: Literal["staff", "safety_authority"]


class ImmediateRectification(Struct, frozen=True):
    """Put right at once: photos before and after, or where none may be taken a text that two people confirm (R-33)."""

    at: Moment
    before: Shas = ()
    after: Shas = ()
    text: str = ""
    confirmed_by: tuple[PersonId, ...] = ()


class Notice(Struct, frozen=True):
    """The notice to the school, with its term in working days; a listed supervision names its supervisor (R-31 ③)."""

    issued_on: date
    number: Text
    days: Term
    document: Literal["rectification_notice", "listed_supervision"] = "rectification_notice"
    supervisor: str = ""


class Referral(Struct, frozen=True):
    """The letter to the unit that has to act where it is not the school, with its term in working days (R-34, R-35)."""

    issued_on: date
    number: Text
    unit: Text
    days: Term
    text: str = ""


class Service(Struct, frozen=True):
    """The paper reached its reader (R-53); `due` is the last day as the reader was told it (R-51)."""

    served: date
    way: Literal["in_person", "left", "post", "oa"]
    due: date
    receiver: str = ""
    witness: str = ""
    receipt: str = ""


class DueMoved(Struct, frozen=True):
    """The last day moved because a year's calendar was imported (R-52)."""

    at: date
    due: date
    year: Annotated[int, Meta(ge=2000, le=2999)]


class Measure(Struct, frozen=True):
    """One line of the school's report; what is empty is missing (R-54)."""

    measure: str = ""
    person: str = ""
    done_on: date | None = None
    evidence: Shas = ()


class RectificationReport(Struct, frozen=True):
    """The school's report on what it put right (R-54)."""

    at: date
    measures: tuple[Measure, ...] = ()


class ReportReturn(Struct, frozen=True):
    """The office gave the report back (R-54)."""

    at: date
    reason: Text


class ExtensionRequest(Struct, frozen=True):
    """The school asks for more working days (R-54)."""

    at: date
    days: Term
    reason: Literal["funds", "construction", "other"]
    note: str = ""


class ExtensionDecision(Struct, frozen=True):
    """The office grants or refuses an extension; `due` is the new last day, `days` on from the old one (R-54)."""

    at: date
    granted: bool
    reason: Text
    days: Days = 0
    due: date | None = None


class ReferralReply(Struct, frozen=True):
    """The other unit's answer (R-34, R-35)."""

    at: date
    text: Text


class Recheck(Struct, frozen=True):
    """The re-check: by whom, on site or by pictures, and its result (R-55, R-56)."""

    at: date
    by: PersonId
    passed: bool
    on_site: bool
    facts: Text
    provides_service: bool = False
    evidence: Shas = ()


class RestoreRequest(Struct, frozen=True):
    """The school asks to use a suspended place again (R-58)."""

    at: date
    place: Text
    evidence: Shas = ()


class RestoreDecision(Struct, frozen=True):
    """The request to use a place again was examined and granted or refused (R-58)."""

    at: date
    granted: bool
    reason: Text


class UseResumed(Struct, frozen=True):
    """A suspended place is in use again (R-58)."""

    at: date
    place: Text


class Reclassification(Struct, frozen=True):
    """The office changed the grade after the visit, on the strength of an expert's report or a test (R-30)."""

    at: date
    grade: Text
    reason: Text
    attachments: Shas = ()


class Withdrawal(Struct, frozen=True):
    """The office took the finding back (R-30, R-42)."""

    at: date
    reason: Text
    attachments: Shas = ()


class LookBack(Struct, frozen=True):
    """A closed finding was looked at again (R-59)."""

    at: date
    by: PersonId
    passed: bool
    facts: str = ""


FINDING_EVENTS: dict[str, type[Struct]] = {
    "suspension": Suspension,
    "major_report": MajorReport,
    "disclosure": Disclosure,
    "immediate_rectification": ImmediateRectification,
    "notice": Notice,
    "referral": Referral,
    "service": Service,
    "due_moved": DueMoved,
    "rectification_report": RectificationReport,
    "report_return": ReportReturn,
    "extension_request": ExtensionRequest,
    "extension_decision": ExtensionDecision,
    "referral_reply": ReferralReply,
    "recheck": Recheck,
    "restore_request": RestoreRequest,
    "restore_decision": RestoreDecision,
    "use_resumed": UseResumed,
    "reclassification": Reclassification,
    "withdrawal": Withdrawal,
    "look_back": LookBack,
}
