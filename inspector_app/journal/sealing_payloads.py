"""Values of the kinds around a sealed task (R-14 … R-18, docs/format.md §5 and §9)."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from inspector_app.journal.shapes import Count, Sha, ShaOrNone


class LeakSuspected(Struct, frozen=True):
    """The school was prepared (R-18): which signs were seen at the gate; null when taken back."""

    at: str
    signs: list[Literal["banner", "cleared", "prepared", "other"]]
    note: str = ""


class SealedTaskRef(Struct, frozen=True):
    """A task dispatched sealed (a blob, docs/format.md §9); null when withdrawn. Nothing here tells of the school."""

    visit: str
    blob: Sha


class OpeningAttempt(Struct, frozen=True):
    """One attempt to open a sealed task (R-15): who, when, and what came of it; never a code."""

    outcome: str
    leader: str
    second: str
    at: str
    monotonic_ms: Count
    task: ShaOrNone = ""
    program: str = ""


class UnlockChecks(Struct, frozen=True):
    """By which a laptop knows the office's unlock codes without holding them, the first for its clock's first lock."""

    checks: list[Sha]


class ClockLock(Struct, frozen=True):
    """The clock went back (R-16): the latest time recorded before, and the clock's."""

    number: Annotated[int, Meta(ge=1)]
    latest: str
    at: str


class ClockUnlock(Struct, frozen=True):
    """A code for lock `number` was given: who, the machine's time, and the time the office told."""

    number: Annotated[int, Meta(ge=1)]
    outcome: Literal["unlocked", "wrong_code"]
    by: str
    at: str
    told: str
