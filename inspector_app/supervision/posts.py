"""The posts of the bureau that write and decide (domain README, section 3), as the roster's column `role` names them."""

from inspector_app.supervision.roster import Roster

BUREAU = "bureau"  # the author of what the bureau itself writes: its own machine, in the office's hands

OFFICE = frozenset({"office_head", BUREAU})
LEADERS = frozenset({"bureau_director", "bureau_leader"})
STAFF = OFFICE | {
    "team_leader",
    "inspector",
    "full_time_inspector",
    "part_time_inspector",
    "teaching_researcher",
    "bureau_staff",
    "recorder",
    "clerk",
    "rechecker",
}


def post_of(author: str, roster: Roster) -> str:
    """Return the post of an entry's author: BUREAU itself, else the roster's; "" of one it does not know or who left."""
    person = roster.people.get(author)
    return BUREAU if author == BUREAU else person.role if person and person.active else ""
