"""What entries about fair procedure look like (docs/format.md §5): consent, rebuttal, accountability.

What they amount to is left to supervision. Words that identify a person are in blobs, so that they can be erased.
"""

from datetime import date
from typing import Literal

from msgspec import Struct

from inspector_app.journal.finding_events import Moment, Shas
from inspector_app.journal.shapes import ShaOrNone


class Consent(Struct, frozen=True):
    """The leader declares that the school agreed to an action that interrupts lessons, and that it is safe (R-28)."""

    at: Moment
    school_agreed: bool
    safe: bool


class PreliminaryOpinion(Struct, frozen=True):
    """The preliminary opinion was told to the school (R-68)."""

    at: date


class Rebuttal(Struct, frozen=True):
    """The school's defence (a blob) with its evidence, or that it waives it (R-68, R-75)."""

    at: date
    waived: bool = False
    blob: ShaOrNone = ""
    evidence: Shas = ()


class RebuttalDecision(Struct, frozen=True):
    """The defence was adopted or not, why, and when the school was told (R-75)."""

    at: date
    adopted: bool
    reason: str = ""
    told_on: date | None = None


class Analysis(Struct, frozen=True):
    """Opinion and defence were weighed together (R-68)."""

    at: date


class AccountabilityStep(Struct, frozen=True):
    """One step of accountability as the authorities took it; the program concludes nothing (R-76, R-77)."""

    at: date
    step: Literal[
        "inspection_ended",
        "panel_formed",
        "told",
        "heard",
        "decision_received",
        "review_requested",
        "review_received",
        "appealed",
        "appeal_decided",
    ]


PROCEDURE_EVENTS: dict[str, tuple[str, type[Struct]]] = {
    "consent": ("<form>/consents/<code>", Consent),
    "preliminary_opinion": ("", PreliminaryOpinion),
    "rebuttal": ("", Rebuttal),
    "rebuttal_decision": ("", RebuttalDecision),
    "analysis": ("", Analysis),
    "accountability_step": ("", AccountabilityStep),
}
