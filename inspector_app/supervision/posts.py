"""The posts of the bureau that write and decide (domain README, section 3), as the roster's column `role` names them."""

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
