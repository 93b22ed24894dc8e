"""Issuing the site record: drawn in its final form, sealed with the inspectors' keys (PAdES B-B), kept for good (R-39)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from inspector_app import keys
from inspector_app.actions import county, enrolment, life, visits
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.documents import DocumentRef, document_of
from inspector_app.actions.drawing import draw
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.bundle import Enrolment
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.text import text
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.report.pdf import Place


def issue(ws: Workspace, visit: str, pins: Mapping[str, str]) -> DocumentRef:
    """Draw the final record, sign it with the keys of the inspectors whose PIN is given (PAdES B-B, in order), and keep it.

    Problems: signing.too_few (R-39), signing.head_missing (no ink, no refusal), signing.no_pin, keys.wrong_passphrase.
    """
    sitting = open_sitting(ws, visit)
    record = sitting.record
    done = document_of(record)
    if done is not None:
        return done
    _check_signed(record)
    bureau = enrolment.bureau_of(ws)
    team = {one.id for one in visits.team(record)}
    for person in pins:
        if person not in team:
            raise Problem("signing.not_a_signer", record.number, name=person)
        if person not in bureau.certificates:
            raise Problem("enrolment.no_certificate", person)
    people = {person: _personal_key(ws, person, pin) for person, pin in pins.items()}
    if not people:
        raise Problem("signing.no_pin", record.number)
    number = f"JL-{record.number}"
    drawn = draw(sitting, draft=False, number=number, issued_at=ws.now())
    pdf = drawn.data
    for place, member in enumerate(visits.team(record), 1):
        if member.id in people:
            ink = drawn.places.get(f"signature/inspector/{place}")
            pdf = _seal_pdf(pdf, member.id, people[member.id], bureau, ws.now(), ink)
    blob = ws.store.put_blob(pdf)
    value: Value = {
        "blob": blob,
        "digest": str((record.frozen or {})["digest"]),
        "issued_at": ws.now().isoformat(timespec="seconds"),
        "number": number,
    }
    record.put("document", "documents/site_record", value)
    issued = document_of(record)
    assert issued is not None
    return issued


def _personal_key(ws: Workspace, person: str, pin: str) -> keys.PersonKey:
    """Open a personal key; a wrong PIN is told with the person whose it is."""
    wrapped = ws.person_key(person)
    try:
        return keys.open_person_key(wrapped, pin)
    except Problem as problem:
        raise Problem(problem.code, county.people(ws)[person].name, **problem.fields) from problem


def _check_signed(record: VisitRecord) -> None:
    """Raise the Problem of the first thing that R-39 and R-40 still miss; what they ask for is visit_life's."""
    lacks = life.missing(record)
    if "freeze" in lacks:
        raise Problem("signing.not_frozen", record.number)
    if "inspectors" in lacks:
        have, need = len(life.life(record).inspectors), county.rules(record.ws).signatures_least
        raise Problem("signing.too_few", record.number, have=have, need=need)
    if "head" in lacks:
        raise Problem("signing.head_missing", record.number)


def _seal_pdf(
    pdf: bytes, person: str, key: keys.PersonKey, bureau: Enrolment, at: datetime, ink: "Place | None"
) -> bytes:
    """Add one inspector's PAdES signature; its field lies over the ink, so that a reader's click on the name shows it."""
    from inspector_app.report import signature

    return signature.sign(
        pdf,
        key_pem=key.p256_private,
        certificate_pem=bureau.certificates[person],
        authority_pem=bureau.authority,
        field_name=f"inspector_{person}",
        reason=text("signing.reason", "zh"),
        at=at,
        page=ink.page if ink else 0,
        box=ink.box if ink else None,
    )
