"""What entries about plans, documents and their numbers look like (docs/format.md §5); their rules are in supervision."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from inspector_app.journal.finding_events import Moment, PersonId, Text
from inspector_app.journal.shapes import Count, ShaOrNone

Year = Annotated[int, Meta(ge=2000, le=2999)]
Serial = Annotated[int, Meta(ge=1, lt=2**31)]


class PlanStep(Struct, frozen=True):
    """A step of a plan's life; `to` is where its report went (R-69). `role` counts only where the roster leaves it open."""

    event: Literal["approve", "seal", "unseal", "close", "archive", "withdraw", "report"]
    at: Moment
    role: str = ""
    to: Literal["", "government", "upper_level", "public"] = ""


class DocumentDraft(Struct, frozen=True):
    """A document as it was written: which, about what record, who has to countersign; a new version names the old record."""

    document: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*\\Z")]
    about: Text
    countersign: tuple[PersonId, ...] = ()
    unit: str = "school"
    supersedes: str = ""
    blob: ShaOrNone = ""


class DocumentStep(Struct, frozen=True):
    """A step of a document's life that no other kind tells; `by` is the record of the version that supersedes it."""

    event: Literal["countersign", "approve", "issue", "answer", "close", "discard", "supersede"]
    at: date
    reason: str = ""
    copies: Count = 0
    by: str = ""


class NumberRange(Struct, frozen=True):
    """Numbers of a kind of document and a year, both ends included, that one laptop alone may give (R-65)."""

    document: Text
    year: Year
    first: Serial
    last: Serial
    device: Annotated[str, Meta(pattern="^[0-9a-f]{32}\\Z")]


class NumberGiven(Struct, frozen=True):
    """A number out of the writing laptop's own range; in the record of the document that got it (R-65)."""

    document: Text
    year: Year
    serial: Serial
    prefix: Text


class NumberVoid(Struct, frozen=True):
    """A number called back, with the paper in whose record it stands; it is never given again (R-65)."""

    document: Text
    year: Year
    serial: Serial
    reason: Text


PAPER_EVENTS: dict[str, type[Struct]] = {
    "plan_step": PlanStep,
    "document_draft": DocumentDraft,
    "document_step": DocumentStep,
    "number_range": NumberRange,
    "number_given": NumberGiven,
    "number_void": NumberVoid,
}
