"""A document's life as one table: which event in which state, by which post, under which rule (domain/README §4, step 9).

blank → draft → countersigned → approved → numbered → issued → served → answered → closed. What was approved is not rewritten:
it is discarded or, once numbered, void (R-65), or after it was issued superseded by a new version with a number of its own.
An event that is not allowed when its turn comes is a Problem with the field `rule`, changes nothing and is kept as refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from inspector_app.errors import Problem
from inspector_app.journal import Entry, Folded, Value, fold
from inspector_app.journal.finding_events import Service
from inspector_app.journal.paper_events import DocumentDraft, DocumentStep, NumberGiven, NumberVoid
from inspector_app.journal.payloads import read_payload
from inspector_app.supervision.copies import Paperwork, copies, missing_steps
from inspector_app.supervision.finding_state import Refused, Rules
from inspector_app.supervision.number_book import Book
from inspector_app.supervision.numbering import written
from inspector_app.supervision.posts import LEADERS, OFFICE, STAFF, post_of
from inspector_app.supervision.rebuttal import check_opinion, opinion, opinion_record
from inspector_app.supervision.referral import check_service

State = Literal[
    "blank",
    "draft",
    "countersigned",
    "approved",
    "numbered",
    "issued",
    "served",
    "answered",
    "closed",
    "void",
    "superseded",
]
STATES: frozenset[str] = frozenset(get_args(State))
KINDS = ("document_draft", "document_step", "number_given", "number_void", "service")
NOTICE, OPINION = "rectification_notice", "supervision_opinion"
ASKS_FOR_AN_ANSWER = frozenset({NOTICE, OPINION, "listed_supervision_notice", "referral_letter"})
OPINION_STEPS = ("preliminary_opinion", "rebuttal", "rebuttal_decision", "analysis")


_BLANK = DocumentDraft("blank", "—")


@dataclass(frozen=True)
class Document:
    """Where a document stands; `paper` is its paperwork, from which it is printed as final or as a draft (R-67)."""

    record: str
    state: State = "blank"
    draft: DocumentDraft = _BLANK
    paper: Paperwork = field(default_factory=Paperwork)
    issued_on: date | None = None
    served: date | None = None
    due: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    reason: str = ""
    superseded_by: str = ""
    refused: tuple[Refused, ...] = ()


class Turn(NamedTuple):
    """What a move may ask: the entry whose turn it is, all that was folded, the rules and the book of numbers."""

    entry: Entry
    folded: Folded
    rules: Rules
    numbers: Book


Move = Callable[[Document, Any, Turn], Document]


class Step(NamedTuple):
    """One event: its rule, the states it may come in, the posts that may write it, the move it makes."""

    rule: str
    states: frozenset[str]
    roles: frozenset[str]
    move: Move


def document_in(folded: Folded, record: str, rules: Rules, numbers: Book) -> Document:
    """Return where a document stands after the entries of its record; total, whatever a merge brings.

    `numbers` is the book of the same entries (number_book.book over every record).
    """
    document = Document(record)
    for entry in _entries(folded, record):
        try:
            document = after(document, Turn(entry, folded, rules, numbers))
        except Problem as problem:
            refused = Refused(entry.id, entry.kind, problem.code, problem)
            document = replace(document, refused=(*document.refused, refused))
    return document


def after(document: Document, turn: Turn) -> Document:
    """Return the document after an entry; the Problem of its rule (field `rule`) when it is not allowed."""
    name = event_name(turn.entry.kind, turn.entry.value)
    step = STEPS.get(name)
    if step is None:
        raise Problem("document_life.unreadable", document.record, rule="R-67")
    try:
        return _taken(document, name, step, turn)
    except Problem as problem:
        problem.where = problem.where or document.paper.number or document.record
        raise


def event_name(kind: str, value: Value) -> str:
    """Return the table's name of an entry: the event of a document_step, else its kind."""
    return str(value.get("event")) if kind == "document_step" and isinstance(value, dict) else kind


def _taken(document: Document, name: str, step: Step, turn: Turn) -> Document:
    if document.state not in step.states:
        raise Problem("document_life.not_now", rule=step.rule, state=document.state, event=name)
    if post_of(turn.entry.author, turn.rules.roster) not in step.roles:
        raise Problem("document_life.post", turn.entry.author, rule=step.rule)
    try:
        event = read_payload(turn.entry.kind, turn.entry.value)
    except msgspec.ValidationError as error:
        raise Problem("document_life.unreadable", str(error), rule=step.rule) from error
    try:
        return step.move(document, event, turn)
    except OverflowError as error:  # a day at the end of all calendars
        raise Problem("document_life.unreadable", str(error), rule=step.rule) from error


def write(document: Document, event: DocumentDraft, _turn: Turn) -> Document:
    """Written, or written anew: whoever countersigned has to do it again (R-67)."""
    paper = Paperwork(to_countersign=frozenset(event.countersign))
    return replace(document, state="draft", draft=event, paper=paper)


def countersign(document: Document, _event: DocumentStep, turn: Turn) -> Document:
    """R-67: by those who were asked; the last of them completes it."""
    if turn.entry.author not in document.paper.to_countersign:
        raise Problem("document_life.not_asked", turn.entry.author, rule="R-67")
    paper = replace(document.paper, countersigned=document.paper.countersigned | {turn.entry.author})
    whole = "countersigned" not in missing_steps(paper)
    return replace(document, paper=paper, state="countersigned" if whole else "draft")


def approve(document: Document, _event: DocumentStep, turn: Turn) -> Document:
    """R-67: only what everybody asked has countersigned."""
    missing = document.paper.to_countersign - document.paper.countersigned
    if missing:
        raise Problem("document_life.not_countersigned", rule="R-67", people=", ".join(sorted(missing)))
    return replace(document, state="approved", paper=replace(document.paper, approved_by=turn.entry.author))


def number(document: Document, event: NumberGiven, turn: Turn) -> Document:
    """R-65: once, of its own kind's series, as the book has it."""
    if event.document != document.draft.document or turn.entry.id not in turn.numbers.accepted:
        raise Problem("document_life.number", event.serial, rule="R-65")
    paper = replace(document.paper, number=written(event.prefix, event.year, event.serial))
    return replace(document, state="numbered", paper=paper)


def issue(document: Document, event: DocumentStep, turn: Turn) -> Document:
    """R-66: a notice in all its copies; R-68: an opinion after the three steps before it."""
    parameters = turn.rules.on(event.at)
    if document.draft.document == NOTICE and event.copies != (of := len(copies(document.paper.number, parameters))):
        raise Problem("document_life.copies", rule="R-66", copies=of)
    if document.draft.document == OPINION:
        check_opinion(opinion(_heard(document, turn), document.draft.about), event.at, turn.rules.calendar, parameters)
    return replace(document, state="issued", issued_on=event.at)


def serve(document: Document, event: Service, _turn: Turn) -> Document:
    """R-53: with its proof; no term runs before."""
    check_service(event, document.draft.unit)
    _not_before(event.served, document.issued_on, "R-53")
    if event.due <= event.served:
        raise Problem("finding_life.due_after", rule="R-51")
    return replace(document, state="served", served=event.served, due=event.due)


def answer(document: Document, event: DocumentStep, _turn: Turn) -> Document:
    """R-54: the school, or the other unit, answered."""
    _not_before(event.at, document.served, "R-54")
    return replace(document, state="answered", answered_on=event.at)


def close(document: Document, event: DocumentStep, _turn: Turn) -> Document:
    """R-54: what asks for an answer is not closed without it."""
    if document.state == "served" and document.draft.document in ASKS_FOR_AN_ANSWER:
        raise Problem("document_life.unanswered", rule="R-54")
    _not_before(event.at, document.answered_on or document.served, "R-54")
    return replace(document, state="closed", closed_on=event.at)


def discard(document: Document, event: DocumentStep, _turn: Turn) -> Document:
    """Given up before it had a number."""
    if not event.reason.strip():
        raise Problem("document_life.no_reason", rule="R-67")
    return replace(document, state="void", reason=event.reason)


def call_back(document: Document, event: NumberVoid, turn: Turn) -> Document:
    """R-65: paper and number are void together; the number stays on record and is never given again."""
    own = document.paper.number.endswith(f"〔{event.year}〕{event.serial}号")
    if event.document != document.draft.document or not own or turn.entry.id not in turn.numbers.accepted:
        raise Problem("document_life.number", event.serial, rule="R-65")
    return replace(document, state="void", reason=event.reason)


def supersede(document: Document, event: DocumentStep, turn: Turn) -> Document:
    """R-67: by a version that names this one and was issued before, with its own approval and number."""
    newer = Document(event.by)
    for entry in _entries(turn.folded, event.by):
        # What became of the newer version in its turn is not asked: two that name each other would never end.
        if _key(entry) < _key(turn.entry) and event_name(entry.kind, entry.value) != "supersede":
            newer = _allowed(newer, turn._replace(entry=entry))
    if newer.draft.supersedes != document.record or newer.issued_on is None or newer.state == "void":
        raise Problem("document_life.no_newer", event.by or document.record, rule="R-67")
    return replace(document, state="superseded", superseded_by=event.by)


def _allowed(document: Document, turn: Turn) -> Document:
    try:
        return after(document, turn)
    except Problem:
        return document


def _heard(document: Document, turn: Turn) -> Folded:
    """Return what was heard before the entry's turn: a step taken afterwards heals nothing."""
    try:
        record = opinion_record(document.draft.about)
    except ValueError as error:
        raise Problem("document_life.unreadable", document.draft.about, rule="R-68") from error
    steps = (entry for kind in OPINION_STEPS for entry in turn.folded.events(record, kind))
    return fold(entry for entry in steps if _key(entry) < _key(turn.entry))


def _entries(folded: Folded, record: str) -> list[Entry]:
    return sorted((entry for kind in KINDS for entry in folded.events(record, kind)), key=_key)


def _key(entry: Entry) -> tuple[int, str, int, str]:
    return entry.clock, entry.device, entry.seq, entry.id


def _not_before(day: date, earliest: date | None, rule: str) -> None:
    if earliest is not None and day < earliest:
        raise Problem("finding_life.earlier", rule=rule, day=day.isoformat(), earliest=earliest.isoformat())


def _step(rule: str, states: str, roles: frozenset[str], move: Move) -> Step:
    named = frozenset(states.split())
    assert named <= STATES
    return Step(rule, named, roles, move)


STEPS: dict[str, Step] = {
    "document_draft": _step("R-67", "blank draft countersigned", STAFF, write),
    "countersign": _step("R-67", "draft", STAFF | LEADERS, countersign),
    "approve": _step("R-67", "draft countersigned", OFFICE | LEADERS, approve),
    "number_given": _step("R-65", "approved", STAFF, number),
    "issue": _step("R-67", "numbered", OFFICE, issue),
    "service": _step("R-53", "issued", STAFF, serve),
    "answer": _step("R-54", "served", STAFF, answer),
    "close": _step("R-54", "served answered", OFFICE, close),
    "discard": _step("R-67", "draft countersigned approved", OFFICE, discard),
    "number_void": _step("R-65", "numbered issued served", OFFICE, call_back),
    "supersede": _step("R-67", "issued served answered", OFFICE, supersede),
}
