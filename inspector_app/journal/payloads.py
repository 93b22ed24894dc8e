"""The kinds of entries: where each may stand and what its value must look like (docs/format.md §5).

A kind this version does not know passes; what values mean together is left to supervision. Maps may have more fields.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from inspector_app.journal.compartment_payloads import COMPARTMENT_KINDS
from inspector_app.journal.entry import Value
from inspector_app.journal.finding_events import FINDING_EVENTS
from inspector_app.journal.paper_events import PAPER_EVENTS
from inspector_app.journal.procedure_events import PROCEDURE_EVENTS
from inspector_app.journal.sealing_payloads import (
    ClockLock,
    ClockUnlock,
    LeakSuspected,
    OpeningAttempt,
    SealedTaskRef,
    UnlockChecks,
)
from inspector_app.journal.shapes import Count, Sha, ShaOrNone

Texts = dict[str, str]


class DeviceEnrolled(Struct, frozen=True):
    """A laptop the bureau accepted, with its keys and the people who may write on it."""

    device: Annotated[str, Meta(pattern="^[0-9a-f]{32}\\Z")]
    verify_key: Sha
    age_recipient: str
    people: list[str] = []
    certificates: Texts = {}


class ParameterChange(Struct, frozen=True):
    """A parameter of the county from a day on; "" is the default again."""

    value: str
    reason: Annotated[str, Meta(min_length=1)]
    effective: date


class DeviceRevoked(Struct, frozen=True):
    """A laptop that is trusted no longer: `last` is the last seq of its chain that still is (0: none)."""

    last: Annotated[int, Meta(ge=0, lt=2**53)]
    reason: str


class FormVersion(Struct, frozen=True):
    """One exact version of a form; the blob is its canonical definition, so its hash is the version the path names.

    `shipped`: it came with the program, the bureau did not make it.
    """

    blob: Sha
    title: Texts
    edition: str = ""
    shipped: bool = False
    effective: Annotated[str, Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?\\Z")] = ""


class FormChoice(Struct, frozen=True, rename={"from_": "from"}):
    """A draft was moved to another version of its form; `to` names the definition's blob as well."""

    from_: Sha
    to: Sha


class TeamMember(Struct, frozen=True):
    """One inspector of a visit, as printed on the record."""

    id: str
    name: str
    credential_type: str = ""
    credential_no: str = ""
    role: str = ""


class Task(Struct, frozen=True):
    """The dispatched visit: which school, by whom, with which exact form versions."""

    number: str
    school_id: str
    forms: Texts
    team: list[TeamMember]
    school: Texts = {}
    mode: str = ""
    leader: str = ""
    plan: str | None = ""
    list_item: str | None = ""
    dispatched_at: str = ""


class CardShown(Struct, frozen=True):
    """The inspector showed the card; from here all items are open."""

    at: str
    by: str = ""


class Answer(Struct, frozen=True):
    """One checklist item as one person left it."""

    verdict: Literal["pass", "fail", "na", ""] = ""
    na_reason: str = ""
    note: str = ""
    fields: Texts = {}


class Row(Struct, frozen=True):
    """A row of a repeat, inside the row `parent` where that is not ""; null when removed."""

    repeat: str
    number: int = 0
    parent: str = ""
    fields: Texts = {}


class RowAnswer(Struct, frozen=True):
    """One item's fields in one row."""

    fields: Texts = {}


class Photo(Struct, frozen=True):
    """A photo attached to an item (the path names its hash); null when removed."""

    name: str
    role: Literal["evidence", "before", "after", "supplied"] = "evidence"
    taken_at: str | None = ""
    added_at: str = ""
    size: Count = 0
    type: str = ""


class FindingValue(Struct, frozen=True):
    """A finding as it goes into the record; null when withdrawn."""

    facts: str = ""
    place: str = ""
    quantity: str | int | None = ""
    grade: str = ""
    grade_reason: str = ""
    rectify: str | dict[str, Any] | None = ""
    deadline_days: str | int | None = None
    responsible_unit: str = ""
    measures_taken: str = ""
    measures_at: str | None = ""


class Confirmation(Struct, frozen=True):
    """A second person saw a key item."""

    at: str


class Process(Struct, frozen=True):
    """How the visit went: places seen, lessons heard, people asked, what the rules ask to be declared."""

    places: list[str] = []
    lessons: Count = 0
    interviewed: Count = 0
    records_read: list[str] = []
    resampled: Count = 0
    leave_time: str = ""
    recusal_declared: bool = False
    no_reception: bool = False
    highlights: Annotated[list[str], Meta(max_length=3)] = []


class Feedback(Struct, frozen=True):
    """The findings were told to the school."""

    at: str
    by: str = ""


class Reply(Struct, frozen=True):
    """The school's own words (a blob), or that it has none to add."""

    none: bool
    blob: ShaOrNone = ""


class Freeze(Struct, frozen=True):
    """The visit as signed: its digest and how far each device's chain was seen."""

    digest: Sha
    seen: dict[str, Count]
    at: str


class Ink(Struct, frozen=True):
    """A drawn signature (a blob of strokes), bound to the digest that was on the screen."""

    blob: Sha
    digest: Sha
    name: str
    title: str = ""
    at: str = ""


class Refusal(Struct, frozen=True):
    """The head refused to sign; who, words and witness are in the blob."""

    blob: Sha


class Document(Struct, frozen=True):
    """A document that was issued."""

    blob: Sha
    digest: Sha
    issued_at: str
    number: str = ""


class VisitStep(Struct, frozen=True):
    """A step of a visit's life that no register tells: obstruction, abort, report, service, re-check… (visit_life)."""

    event: Annotated[str, Meta(pattern="^[a-z_]{1,40}\\Z")]
    at: str
    role: str = ""
    facts: Texts = {}


class Plan(Struct, frozen=True):
    """An inspection plan; the schools it draws are in `draw`, never here (R-04)."""

    number: str
    mode: str
    first_day: str
    state: str
    quota: dict[str, Count] = {}
    list_item: str = ""
    exception: str = ""
    letter: str = ""
    notice: str = ""
    self_evaluation: bool | None = None


class Draw(Struct, frozen=True):
    """A draw as it may travel: the promise and the seats. `kept` names a blob that stays where it was drawn (R-04, R-09).

    It holds seed, salt and schools; it is not called `blob`, because blobs travel with the entries that name them.
    """

    draw_id: str
    as_of: str
    on: str
    ends: str
    commitment: Sha
    seats: dict[str, Count]
    kept: Sha


class DrawDisclosure(Struct, frozen=True):
    """The seed and salt of a draw whose batch is finished (R-09); `blob` is the published table of schools."""

    draw_id: str
    seed: str
    salt: str
    blob: Sha
    at: str


class Settlement(Struct, frozen=True):
    """A named person's decision in a conflict; the chosen value stands in place of all it replaces."""

    chosen: Any
    reason: Annotated[str, Meta(min_length=1)]


class Kind(NamedTuple):
    """Where a kind may stand (a pattern for the whole path) and how its value is read."""

    path: re.Pattern[str]
    read: Callable[[Value], Any]


def _shape(shape: Any) -> Callable[[Value], Any]:
    return lambda value: msgspec.convert(value, shape)


def _kind(path: str, shape: Any = None, read: Callable[[Value], Any] | None = None) -> Kind:
    for name, pattern in _PARTS.items():
        path = path.replace(f"<{name}>", pattern)
    return Kind(re.compile(path, re.A), read or _shape(shape))


def _time(value: Value) -> str:
    text = msgspec.convert(value, str)
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("time without offset")
    return text


def _settlement(value: Value) -> Settlement:
    # What may be chosen depends on the path: check_payload looks at that.
    if not isinstance(value, Mapping) or "chosen" not in value:
        raise ValueError("settlement without a chosen value")
    return msgspec.convert(value, Settlement)


_PARTS = {
    "form": "[a-z][a-z0-9_]*",
    "code": "[A-Za-z0-9_-]+",
    "uuid": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "sha": "[0-9a-f]{64}",
    "person": "[A-Za-z0-9._-]{1,40}",
    "name": "[a-z][a-z0-9_]*",
    "question": "[^/]+",
    "parameter": "[A-Za-z][A-Za-z0-9_-]*",
}

KINDS: Mapping[str, Kind] = {
    "school_profile": _kind("profile", Texts),
    "person_profile": _kind("profile", Texts),
    "device_enrolled": _kind("enrolment", DeviceEnrolled),
    "device_revoked": _kind("revocation", DeviceRevoked | None),
    "parameters": _kind("parameters", Texts),
    "parameter_change": _kind("parameters/<parameter>/[0-9]{4}-[0-9]{2}-[0-9]{2}", ParameterChange),
    "calendar": _kind("[0-9]{4}", list[Any]),
    "form_version": _kind("forms/<form>/<sha>", FormVersion),
    "task": _kind("task", Task),
    "form_choice": _kind("<form>/version", FormChoice),
    "gate_time": _kind("gate_time(?:/<person>)?", read=_time),
    "card_shown": _kind("card_shown(?:/<person>)?", CardShown),
    "attribute": _kind("(?:school|visit)/<name>", str),
    "answer": _kind("<form>/items/<code>", Answer),
    "row": _kind("<form>/rows/<uuid>", Row | None),
    "question": _kind("<form>/(?:rows/<uuid>/)?questions/<question>", str),
    "row_answer": _kind("<form>/rows/<uuid>/items/<code>", RowAnswer),
    "photo": _kind("<form>/items/<code>/photos/<sha>", Photo | None),
    "finding": _kind("<form>/findings/<code>", FindingValue | None),
    "confirmation": _kind("<form>/confirmations/<code>/<person>", Confirmation),
    "process": _kind("process", Process),
    "feedback": _kind("feedback", Feedback),
    "reply": _kind("reply", Reply),
    "freeze": _kind("", Freeze),
    "ink": _kind("signatures/(?:inspector/<person>|head)", Ink),
    "refusal": _kind("refusal", Refusal),
    "document": _kind("documents/<name>", Document),
    "visit_step": _kind("", VisitStep),
    "plan": _kind("plan", Plan),
    "draw": _kind("draw", Draw),
    "draw_disclosure": _kind("disclosure", DrawDisclosure),
    "leak_suspected": _kind("leak_suspected/<person>", LeakSuspected | None),
    "sealed_task": _kind("sealed_task", SealedTaskRef | None),
    "opening_attempt": _kind("", OpeningAttempt),
    "unlock_checks": _kind("unlock_checks", UnlockChecks),
    "clock_lock": _kind("", ClockLock),
    "clock_unlock": _kind("", ClockUnlock),
    "settlement": _kind(".+", read=_settlement),
    **{kind: _kind("", shape) for kind, shape in (FINDING_EVENTS | PAPER_EVENTS).items()},
    **{kind: _kind(path, shape) for kind, (path, shape) in (PROCEDURE_EVENTS | COMPARTMENT_KINDS).items()},
}


def read_payload(kind: str, value: Value) -> Any:
    """Return a known kind's value as its type; ValueError (msgspec.ValidationError) when it does not fit."""
    return KINDS[kind].read(value)


def check_payload(kind: str, path: str, value: Value) -> None:
    """Raise ValueError unless the value of a known kind has its shape and stands at its path."""
    check_place(kind, path)
    check_shape(kind, value)
    if kind == "settlement" and isinstance(value, Mapping):
        check_chosen(path, value["chosen"])


def check_place(kind: str, path: str) -> None:
    """Raise ValueError when a known kind may not stand at this path."""
    known = KINDS.get(kind)
    if known is not None and not known.path.fullmatch(path):
        raise ValueError(f"{kind} at path {path!r}")


def check_shape(kind: str, value: Value) -> None:
    """Raise ValueError when the value of a known kind has not its shape."""
    known = KINDS.get(kind)
    if known is not None:
        known.read(value)


def check_chosen(path: str, chosen: Value) -> None:
    """Raise ValueError when a settlement chooses what no known kind of this path could have written."""
    homes = [kind for name, kind in KINDS.items() if name != "settlement" and kind.path.fullmatch(path)]
    for home in homes:
        try:
            home.read(chosen)
        except ValueError:
            continue
        return
    if homes:
        raise ValueError(f"settlement of {path!r} chooses a value that cannot stand there")
