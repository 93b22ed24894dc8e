"""The risk colour of a school, recomputed from its findings: rule R-38."""

from collections.abc import Iterable
from datetime import date

from inspector_app.errors import Problem
from inspector_app.supervision.finding_state import FindingState
from inspector_app.supervision.grades import RiskColor

COLORS: tuple[RiskColor, ...] = ("red", "orange", "yellow", "blue")
ORANGE_LEAST = 2  # orange findings that make a school orange


def risk_color(findings: Iterable[FindingState], today: date) -> RiskColor:
    """Return a school's colour (R-38).

    An unsettled major hazard makes it red; two orange findings or one overdue, orange; a yellow one, yellow; else blue.
    What another unit has to put right does not count (R-34). A serious issue (R-I) or a single orange finding has no line
    of its own in the rule: it counts at least as much as a yellow one.
    """
    own = [one for one in findings if one.unsettled and one.schools_own]
    severities = [one.graded.severity for one in own]
    if any(one.major for one in own):
        return "red"
    if sum(severity >= 3 for severity in severities) >= ORANGE_LEAST or any(one.overdue(today) for one in own):
        return "orange"
    return "yellow" if max(severities, default=0) >= 2 else "blue"


def adjusted(computed: RiskColor, chosen: RiskColor, reason: str) -> RiskColor:
    """Return the colour a person sets in place of the computed one; Problem findings.color_reason without a reason (R-38)."""
    if chosen not in COLORS:
        raise Problem("findings.unknown_color", rule="R-38", color=chosen)
    if chosen != computed and not reason.strip():
        raise Problem("findings.color_reason", rule="R-38")
    return chosen
