"""What must be settled before a visit can be frozen, in the order in which a person meets it (R-25, R-32, R-39)."""

from dataclasses import dataclass
from datetime import datetime

from inspector_app.actions.answering import Sitting
from inspector_app.actions.process import process
from inspector_app.supervision.findings import Urged, not_urged
from inspector_app.text import Language, text


@dataclass(frozen=True)
class Obstacle:
    """What still stands before the freeze: the item it is about ("" for none), plain words, and where it is done.

    `step` is visit (the Visit page) or a step of signing: process, feedback, reply.
    """

    code: str
    text: str
    step: str = "visit"


def obstacles(sitting: Sitting, language: Language = "zh") -> list[Obstacle]:
    """Return what must be settled before the freeze, in the order in which a person meets it."""
    record = sitting.record
    found = [Obstacle(one.code, text("signing.conflict", language)) for one in sitting.conflicts()]
    if not sitting.unlocked:
        found.append(Obstacle("", text("signing.card", language)))
    complete = sitting.ws.store.dots()
    if any(complete.get(device, 0) < head.seq for device, head in sitting.ws.store.heads().items()):
        found.append(Obstacle("", text("signing.gap", language)))
    for trouble in sitting.filling.problems():
        question = sitting.form.by_name[trouble.path.rpartition("/")[2]]
        if trouble.kind != "required" or question.role == "na_reason":
            found.append(Obstacle(question.item, trouble.message))
    for finding in sitting.findings():
        if not finding.facts.strip():
            found.append(Obstacle(finding.code, text("signing.facts", language)))
        elif not_urged([Urged(finding.code, finding.grade, finding.rectify, finding.measures_taken)]):
            found.append(Obstacle(finding.code, text("signing.urge", language)))
    facts = process(record)
    if not facts.leave_time:
        found.append(Obstacle("", text("signing.leave_time", language), "process"))
    elif sitting.gate_time and datetime.fromisoformat(facts.leave_time) < sitting.gate_time.replace(second=0):
        found.append(Obstacle("", text("signing.leave_early", language), "process"))
    if not facts.recusal_declared:
        found.append(Obstacle("", text("signing.recusal", language), "process"))
    if record.value("feedback") is None:
        found.append(Obstacle("", text("signing.feedback", language), "feedback"))
    if record.value("reply") is None:
        found.append(Obstacle("", text("signing.reply", language), "reply"))
    return found
