"""What is due of the journal's findings, counted for Today (R-31, R-55, R-57)."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.actions import finding_cases
from inspector_app.actions.finding_cases import FindingCase
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class DueFindings:
    """How many findings want something: major hazards not reported in time or not yet, terms over, terms about to end,
    re-checks waiting, papers to issue or serve. A finding counts once, at the most urgent."""

    late: int = 0
    unreported: int = 0
    overdue: int = 0
    ending: int = 0
    recheck: int = 0
    paper: int = 0

    @property
    def any(self) -> bool:
        """Tell whether anything is due."""
        return any((self.late, self.unreported, self.overdue, self.ending, self.recheck, self.paper))


def due_findings(ws: Workspace) -> DueFindings:
    """Return what is due now, of every signed visit in this journal."""
    return counted(finding_cases.cases(ws, ws.store.records("freeze")))


def counted(cases: Iterable[FindingCase]) -> DueFindings:
    """Return how many of these findings want what."""
    count = dict.fromkeys(DueFindings.__dataclass_fields__, 0)
    for case in cases:
        wanted = _most_urgent(case)
        if wanted:
            count[wanted] += 1
    return DueFindings(**count)


def _most_urgent(case: FindingCase) -> str:
    report = case.duty.report if case.duty is not None else ""
    rung, state = case.escalation.rung, case.state.state
    signs = {
        "late": report == "late",
        "unreported": report == "waiting",
        "overdue": bool(rung) and rung != "remind",
        "ending": rung == "remind",
        "recheck": state == "submitted",
        "paper": state in ("open", "notified", "recheck_failed", "recurred"),
    }
    return next((name for name, there in signs.items() if there), "")
