"""From the last item to ink: feedback, the school's reply, the freeze, signatures or a refusal (R-39 to R-42)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from inspector_app.actions import process as _process
from inspector_app.actions import visits
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.documents import DocumentRef, document_of
from inspector_app.actions.drawing import draw
from inspector_app.actions.process import Process
from inspector_app.actions.readiness import Obstacle, obstacles
from inspector_app.actions.refusal import Refusal, refusal
from inspector_app.actions.registers import set_by_form
from inspector_app.actions.survey import self_filled
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.text import Language, text
from inspector_app.workspace import Workspace

Stroke = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Signer:
    """Somebody whose ink the record asks for; role is inspector or head."""

    role: str
    id: str
    name: str
    title: str


@dataclass(frozen=True)
class SigningState:
    """Where the visit stands between feedback and paper; `digest` is empty before the freeze.

    `late` counts entries of team-mates' laptops that had not seen the freeze: kept, not part of what was signed.
    """

    obstacles: tuple[Obstacle, ...]
    feedback_at: datetime | None
    reply: str | None
    reply_none: bool
    digest: str
    signers: tuple[Signer, ...]
    inked: Mapping[str, datetime]
    refusal: Refusal | None
    issued: DocumentRef | None
    late: int = 0


def state(ws: Workspace, visit: str) -> SigningState:
    """Return everything the Sign page shows."""
    sitting = open_sitting(ws, visit)
    record = sitting.record
    reply = record.mapping("reply")
    return SigningState(
        obstacles=tuple(obstacles(sitting, ws.settings.language)),
        feedback_at=_time(record.mapping("feedback").get("at")),
        reply=_reply_text(record),
        reply_none=reply.get("none") is True,
        digest=str((record.frozen or {}).get("digest", "")),
        signers=signers(record, ws.settings.language),
        inked={path.removeprefix("signatures/"): _at(record, path) for path in record.paths("signatures/")},
        refusal=refusal(record),
        issued=document_of(record),
        late=len(record.late),
    )


def process(ws: Workspace, visit: str) -> Process:
    """Return what was written about how the visit went."""
    return _process.process(VisitRecord(ws, visit))


def save_process(ws: Workspace, visit: str, facts: Process) -> datetime:
    """Write how the visit went; Problem signing.highlights above three of them."""
    return _process.save(VisitRecord(ws, visit), facts)


def save_feedback(ws: Workspace, visit: str) -> datetime:
    """Record that the findings were told to the school on the spot, before any signature (R-39)."""
    value: Value = {"at": ws.now().isoformat(timespec="seconds"), "by": ws.person}
    return datetime.fromisoformat(VisitRecord(ws, visit).put("feedback", "feedback", value).at)


def save_reply(ws: Workspace, visit: str, reply: str | None) -> datetime:
    """Write the school's reply in its own words; None when it has none (its box is struck through, R-41)."""
    blob = "" if reply is None else ws.store.put_blob(reply.encode())
    value: Value = {"none": reply is None, "blob": blob}
    return datetime.fromisoformat(VisitRecord(ws, visit).put("reply", "reply", value).at)


def freeze(ws: Workspace, visit: str) -> str:
    """Freeze the visit and return the digest that every signature is bound to.

    Problems: signing.not_ready; fonts.*, store.blob_* when its pages cannot be drawn: after the freeze nobody could put
    that right any more.
    """
    sitting = open_sitting(ws, visit)
    record = sitting.record
    if record.frozen is not None:
        return str(record.frozen["digest"])
    open_points = obstacles(sitting, ws.settings.language)
    if open_points:
        raise Problem("signing.not_ready", open_points[0].code or record.number, obstacle=open_points[0].text)
    _write_down(sitting)
    draw(sitting, draft=True)  # what cannot be set must not be frozen: the paper could never be issued
    digest = record.folded.digest(visit)
    # What is complete, not what is highest: behind a gap an entry nobody here has seen would count as frozen.
    seen: dict[str, Value] = dict(ws.store.dots())
    record.put("freeze", "", {"digest": digest, "seen": seen, "at": ws.now().isoformat(timespec="seconds")})
    return digest


def _write_down(sitting: Sitting) -> None:
    """Put into the journal what the forms filled in by themselves (now(), uuid(), what happens when a form is finished).

    It is shown, signed, and read again.
    """
    now = sitting.ws.now()
    for one in sitting.every():
        changed = one.filling.finish(now)
        written = [
            *self_filled(one.record, one.form, one.filling),
            *set_by_form(one.form, one.filling, changed),
        ]
        if written:
            one.record.put_all({register.path: register for register in written}.values())
    sitting.reload()


def signers(record: VisitRecord, language: Language = "zh") -> tuple[Signer, ...]:
    """Return whose ink the record asks for: every inspector of the team, then the head of the school."""
    leader = record.mapping("task").get("leader")
    team = tuple(
        Signer(
            "inspector", one.id, one.name, text("signing.leader" if one.id == leader else "signing.inspector", language)
        )
        for one in visits.team(record)
    )
    return (*team, Signer("head", "head", "", text("signing.head", language)))


def add_ink(ws: Workspace, visit: str, signer: Signer, strokes: Sequence[Stroke], digest: str) -> datetime:
    """Keep one signature's strokes, bound to the digest that was on the screen.

    Problems: signing.other_digest when the screen showed something else, signing.no_ink, signing.no_name,
    signing.not_a_signer for anybody the record does not ask, signing.issued once the paper is out.
    """
    record = VisitRecord(ws, visit)
    _refuse_issued(record)
    if (signer.role, signer.id) not in {(one.role, one.id) for one in signers(record)}:
        raise Problem("signing.not_a_signer", record.number, name=signer.name)
    if record.frozen is None or record.frozen["digest"] != digest:
        raise Problem("signing.other_digest", record.number)
    if not any(len(stroke) > 1 for stroke in strokes):
        raise Problem("signing.no_ink", signer.name)
    if not signer.name.strip():
        raise Problem("signing.no_name", record.number)
    blob = ws.store.put_blob(json.dumps([[list(point) for point in stroke] for stroke in strokes]).encode())
    value: Value = {
        "blob": blob,
        "digest": digest,
        "name": signer.name,
        "title": signer.title,
        "at": ws.now().isoformat(timespec="seconds"),
    }
    path = "signatures/head" if signer.role == "head" else f"signatures/inspector/{signer.id}"
    return datetime.fromisoformat(record.put("ink", path, value).at)


def refuse(ws: Workspace, visit: str, refused: Refusal) -> datetime:
    """Record that the school would not sign (R-40).

    Problems: signing.refusal_incomplete, signing.no_witness without a witness or a video, signing.witness_involved when
    the witness is of the team or the one who refuses, signing.issued once the paper is out.
    """
    record = VisitRecord(ws, visit)
    _refuse_issued(record)
    if record.frozen is None:
        raise Problem("signing.not_frozen", record.number)
    if not (refused.who.strip() and refused.words.strip()):
        raise Problem("signing.refusal_incomplete", record.number)
    if not (refused.witness_name.strip() or refused.video_number.strip()):
        raise Problem("signing.no_witness", record.number)
    if refused.witness_name.strip() in {refused.who.strip(), *(one.name for one in visits.team(record))}:
        raise Problem("signing.witness_involved", record.number, name=refused.witness_name.strip())
    blob = ws.store.put_blob(json.dumps(asdict(refused), ensure_ascii=False, sort_keys=True).encode())
    return datetime.fromisoformat(record.put("refusal", "refusal", {"blob": blob}).at)


def _refuse_issued(record: VisitRecord) -> None:
    if document_of(record) is not None:
        raise Problem("signing.issued", record.number)


def _reply_text(record: VisitRecord) -> str | None:
    blob = record.mapping("reply").get("blob")
    return record.ws.store.blob(str(blob)).decode() if blob else None


def _time(value: Value) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None


def _at(record: VisitRecord, path: str) -> datetime:
    return datetime.fromisoformat(str(record.mapping(path)["at"]))
