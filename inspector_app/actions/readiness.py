"""What must be settled before a visit can be frozen, in the order in which a person meets it (R-25, R-32, R-39)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inspector_app.actions.answering import Sitting
from inspector_app.actions.process import process
from inspector_app.actions.registers import question_at
from inspector_app.actions.survey import is_surveyed
from inspector_app.actions.wording import joined
from inspector_app.form.definition import wording
from inspector_app.supervision.findings import Urged, not_urged
from inspector_app.text import Language, text


@dataclass(frozen=True)
class Obstacle:
    """What still stands before the freeze: the item it is about ("" for none), plain words, and where it is done.

    `step` is visit (the Visit page) or a step of signing: process, feedback, reply. `path` names a question that belongs to
    no item, in the form `form`.
    """

    code: str
    text: str
    step: str = "visit"
    form: str = ""
    path: str = ""


def obstacles(sitting: Sitting, language: Language = "zh") -> list[Obstacle]:
    """Return what must be settled before the freeze, in the order in which a person meets it."""
    record = sitting.record
    found = [Obstacle(one.code, text("signing.conflict", language)) for one in sitting.conflicts()]
    if not sitting.unlocked:
        found.append(Obstacle("", text("signing.card", language)))
    complete = sitting.ws.store.dots()
    if any(complete.get(device, 0) < head.seq for device, head in sitting.ws.store.heads().items()):
        found.append(Obstacle("", text("signing.gap", language)))
    for one in sitting.every():
        found += _of_form(one, language)
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


def _of_form(sitting: Sitting, language: Language) -> Iterator[Obstacle]:
    """Yield what one form still owes: answers missing or wrong, facts of findings."""
    code = sitting.code
    for trouble in sitting.filling.problems():
        question = question_at(sitting.form, trouble.path)
        if is_surveyed(sitting.form, question):
            label = wording(question.label, language) or question.name
            words = trouble.message or text(f"signing.{trouble.kind}", language)
            yield Obstacle("", joined(label, words, language), form=code, path=trouble.path)
        elif trouble.kind != "required" or question.role == "na_reason":
            yield Obstacle(question.item, trouble.message, form=code)
    for finding in sitting.findings():
        if not finding.facts.strip():
            yield Obstacle(finding.code, text("signing.facts", language), form=code)
        elif not_urged([Urged(finding.code, finding.grade, finding.rectify, finding.measures_taken)]):
            yield Obstacle(finding.code, text("signing.urge", language), form=code)
