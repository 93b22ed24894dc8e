"""Values of the kinds around compartments (R-60, R-61, docs/format.md §5 and §10).

Only `compartment_officer` stands in the ordinary journal. The others are written in a compartment's own journal alone.
"""

from typing import Literal

from msgspec import Struct

from inspector_app.journal.finding_events import Moment, Text


class CompartmentOfficer(Struct, frozen=True):
    """Who may open a compartment, with the recipient that notes for him are sealed to; null when his charge has ended."""

    recipient: Text


class CompartmentNote(Struct, frozen=True):
    """One note as it was sealed on a device: a mandatory report, who took it, what followed."""

    note: str
    report: str
    type: Literal["report", "receiver", "follow_up"]
    device: str
    author: str
    at: Moment
    visit: str = ""
    school: str = ""
    unit: str = ""
    receiver: str = ""
    text: str = ""


class CompartmentOpening(Struct, frozen=True):
    """Somebody opened the compartment, or tried to; `restored`: its journal was gone and was begun anew from sealed notes."""

    at: Moment
    officer: str
    outcome: Literal["opened", "wrong_pin", "not_yours", "restored"]


COMPARTMENT_KINDS: dict[str, tuple[str, object]] = {
    "compartment_officer": (
        "compartments/(?:mandatory_report|protection|ethics|integrity)/<person>",
        CompartmentOfficer | None,
    ),
    "compartment_note": ("", CompartmentNote),
    "compartment_opening": ("", CompartmentOpening),
}
