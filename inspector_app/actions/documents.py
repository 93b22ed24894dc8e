"""Documents that were issued: list them, read them back, save a copy where the person wants it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app import durable
from inspector_app.actions import visits
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class DocumentRef:
    """One issued document; `sha256` names its exact bytes, `digest` the frozen content it prints."""

    visit: str
    doc_type: str
    number: str
    school_name: str
    issued_at: datetime
    sha256: str
    digest: str


def documents(ws: Workspace) -> list[DocumentRef]:
    """Return every issued document of this journal, the newest first."""
    found = (document_of(VisitRecord(ws, visit)) for visit in ws.store.records("document"))
    return sorted((one for one in found if one), key=lambda one: one.issued_at, reverse=True)


def document_of(record: VisitRecord) -> DocumentRef | None:
    """Return the visit's issued site record, or None."""
    row = record.mapping("documents/site_record")
    if not row:
        return None
    return DocumentRef(
        record.visit,
        "site_record",
        str(row["number"]),
        visits.school_name(record),
        datetime.fromisoformat(str(row["issued_at"])),
        str(row["blob"]),
        str(row["digest"]),
    )


def pdf(ws: Workspace, sha256: str) -> bytes:
    """Return a document's exact bytes."""
    return ws.store.blob(sha256)


def export(ws: Workspace, sha256: str, target: Path) -> Path:
    """Save a copy of a document, durable when this returns."""
    durable.publish(target, pdf(ws, sha256))
    return target
