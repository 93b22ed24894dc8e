"""A refused signature as it was recorded (R-40); when it may be recorded is signing's."""

import json
from dataclasses import dataclass

from inspector_app.actions.visit_record import VisitRecord


@dataclass(frozen=True)
class Refusal:
    """The school did not sign (R-40): who, in their own words, when, and who witnessed it or what video shows it."""

    who: str
    words: str
    at: str
    witness_name: str = ""
    witness_identity: str = ""
    witness_contact: str = ""
    video_number: str = ""
    witness_strokes: tuple[tuple[tuple[int, ...], ...], ...] = ()


def refusal(record: VisitRecord) -> Refusal | None:
    """Return the refusal as recorded, or None."""
    blob = record.mapping("refusal").get("blob")
    if not blob:
        return None
    told = json.loads(record.ws.store.blob(str(blob)))
    drawn = told.pop("witness_strokes", [])
    return Refusal(**told, witness_strokes=tuple(tuple(tuple(point) for point in stroke) for stroke in drawn))
