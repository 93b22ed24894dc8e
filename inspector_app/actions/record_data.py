"""The site record's content, gathered from one sitting as plain data for the report (reports.md §2)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from inspector_app.actions import former, record_survey, visits
from inspector_app.actions.answering import Sitting
from inspector_app.actions.findings import CHECKED, shown_state
from inspector_app.actions.findings import Finding as WrittenFinding
from inspector_app.actions.outcome import Outcome
from inspector_app.actions.process import Process, process
from inspector_app.actions.refusal import refusal
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.wording import is_hidden, is_own_score, labelled, na_reason, titled
from inspector_app.form import Item
from inspector_app.form.definition import Repeat, wording
from inspector_app.journal import Value
from inspector_app.report.documents import data as paper
from inspector_app.text import Language, text

LEFT_OVER = "left_over"
"""The state of what has no place in the visit's version: neither right nor wrong any more, and not lost."""
BUREAU = "融安县教育局（示例）"


def gather(
    sitting: Sitting, *, draft: bool, number: str = "", issued_at: datetime | None = None
) -> paper.SiteRecordData:
    """Return everything the record prints, of every form of the task, as it stands (once frozen: as it was frozen)."""
    record, every = sitting.record, sitting.every()
    language: Language = "zh"
    facts = process(record)
    plates = _plates(every)
    task = record.mapping("task")
    school = {str(key): str(value) for key, value in _mapping(task["school"]).items()}
    found = [(one, finding) for one in every for finding in one.findings()]
    return paper.SiteRecordData(
        visit=record.visit,
        version=1,
        digest=str((record.frozen or {}).get("digest", "")),
        number=number,
        task_number=record.number,
        school=school["name"],
        school_type=school["school_type"],
        mode=str(task["mode"]),
        plan=str(task["plan"]),
        list_item=str(task["list_item"]),
        gate_time=sitting.gate_time,
        leave_time=datetime.fromisoformat(facts.leave_time) if facts.leave_time else None,
        inspectors=_inspectors(record),
        process=_process(facts),
        results=tuple(_result(one, language) for one in every),
        sections=tuple(section for one in every for section in _sections(one, language)),
        findings=tuple(_finding(finding, plates, _found_at(one, finding.code)) for one, finding in found),
        fixes=tuple(
            _fix(finding, plates, _found_at(one, finding.code))
            for one, finding in found
            if finding.rectify == "immediate" and finding.measures_taken
        ),
        highlights=facts.highlights,
        reply=_reply(record),
        signatures=_signatures(record),
        refusal=_refusal(record),
        plates=tuple(plates),
        bureau=BUREAU,
        address=school.get("township", ""),
        issued_at=issued_at,
        draft=draft,
        language=language,
    )


def _result(sitting: Sitting, language: Language) -> paper.FormResult:
    form, result = sitting.form, sitting.outcome()
    failed_keys = tuple(one.code for one in form.items if one.key and sitting.filling.state(one.code) == "fail")
    return paper.FormResult(
        form.form_id,
        wording(form.title, language) or form.form_id,
        form.version,
        result.value,
        result.coverage,
        _conclusion(result, language),
        graded=result.printed,
        failed_key_items=failed_keys,
    )


def _conclusion(result: Outcome, language: Language) -> str:
    return text(f"scoring.{result.conclusion}", language) if result.conclusion else wording(result.level, language)


def _inspectors(record: VisitRecord) -> tuple[paper.Inspector, ...]:
    leader = record.mapping("task").get("leader")
    return tuple(
        paper.Inspector(one.name, one.credential_type, one.credential_no, one.id == leader)
        for one in visits.team(record)
    )


def _process(facts: Process) -> paper.Process:
    return paper.Process(
        facts.places,
        facts.lessons,
        facts.interviewed,
        facts.records_read,
        facts.resampled,
        facts.recusal_declared,
        facts.no_reception,
    )


def _sections(sitting: Sitting, language: Language) -> tuple[paper.AnsweredSection, ...]:
    form = sitting.form
    own = tuple(
        paper.AnsweredSection(
            wording(section.title, language),
            tuple(_item(sitting, item, language) for item in section.items),
            section.letter,
        )
        for section in form.sections
    )
    shown = {item.repeat for item in form.items}
    tables = (_table(sitting, one, language) for one in form.repeats if one.name not in shown)
    found = (*record_survey.sections(sitting, language), *own, *tables, *_left_over(sitting, language))
    if len(sitting.forms) == 1:
        return found
    title = wording(form.title, language) or form.form_id
    return (replace(found[0], form=title), *found[1:]) if found else ()


def _left_over(sitting: Sitting, language: Language) -> Iterator[paper.AnsweredSection]:
    """Yield what the version this visit was moved from asked and its own does not, as answered (R-50)."""
    if sitting.former is not None:
        left = former.leftovers(sitting.record, sitting.former, sitting.form, language)
        rows = tuple(paper.AnsweredItem(one.code, wording(one.title, language), LEFT_OVER, one.lines) for one in left)
        yield paper.AnsweredSection(text("record.left_over", language, edition=sitting.former.edition), rows)


def _table(sitting: Sitting, repeat: Repeat, language: Language) -> paper.AnsweredSection:
    """Return a table that belongs to no item as a section of its own, a line for each of its rows."""
    form, filling = sitting.form, sitting.filling
    asked = [form.by_name[f"{repeat.name}_{field.name}"] for field in repeat.fields]
    rows = []
    for number, row in enumerate(filling.rows(repeat.name), 1):
        cells = [(one, filling.value(f"{repeat.name}[{row}]/{one.name}")) for one in asked]
        said = [labelled(form, one, answer, language) for one, answer in cells if answer]
        title, answer = "，".join(said[:2]), "，".join(said[2:])  # what the row is about, then what is said of it
        rows.append(paper.AnsweredItem(str(number), title, CHECKED, (answer,)))
    return paper.AnsweredSection(wording(repeat.label, language), tuple(rows))


def _item(sitting: Sitting, item: Item, language: Language) -> paper.AnsweredItem:
    view = sitting.filling.item(item.code)
    return paper.AnsweredItem(
        item.code,
        titled(sitting.form, sitting.filling, item, language),
        shown_state(item, view),
        tuple(_answers(sitting, item, language)),
        view.points,
        view.earned,
        item.key,
    )


def _answers(sitting: Sitting, item: Item, language: Language) -> Iterator[str]:
    form, filling = sitting.form, sitting.filling
    view = filling.item(item.code)
    if view.state == "na":
        yield na_reason(view.reason, language)
        return
    questions = (one for one in form.questions if one.item == item.code and one.role in ("field", "note"))
    inputs = [one for one in questions if not (is_own_score(item, one) or is_hidden(one))]
    if item.repeat:
        shared = [one for one in form.questions if one.repeat == item.repeat and not one.item]
        asked = [one for one in (*shared, *inputs) if one.repeat and not one.field.calculation]
        for number, row in enumerate(filling.rows(item.repeat), 1):
            cells = [(one, filling.value(f"{item.repeat}[{row}]/{one.name}")) for one in asked]
            words = "，".join(labelled(form, one, answer, language) for one, answer in cells if answer)
            if words:
                yield f"{number}. {words}"
    for question in inputs:
        answer = "" if question.repeat else filling.value(question.name)
        if answer:
            yield answer if question.role == "note" else labelled(form, question, answer, language)


def _finding(one: WrittenFinding, plates: list[paper.Plate], found_at: datetime | None) -> paper.Finding:
    return paper.Finding(
        code=one.code,
        place=one.place,
        facts=one.facts,
        grade=one.grade,
        rectify=one.rectify,
        title=one.title,
        quantity=one.quantity,
        deadline_days=one.deadline_days or None,
        responsible_unit=one.responsible_unit,
        measures_taken=one.measures_taken,
        measures_at=_time(one.measures_at),
        found_at=found_at,
        photos=tuple(plate.number for plate in plates if plate.code == one.code),
    )


def _found_at(sitting: Sitting, code: str) -> datetime | None:
    """Return when the item's result was last written, in the item itself or in a row of its table."""
    form = sitting.form.form_id
    rows = [path for path in sitting.record.paths(f"{form}/rows/") if path.endswith(f"/items/{code}")]
    entries = [sitting.record.entry(path) for path in (f"{form}/items/{code}", *rows)]
    return max((datetime.fromisoformat(one.at) for one in entries if one), default=None)


def _fix(one: WrittenFinding, plates: list[paper.Plate], found_at: datetime | None) -> paper.ImmediateFix:
    own = [plate for plate in plates if plate.code == one.code]
    before = [plate.taken_at for plate in own if plate.role != "after" and plate.taken_at]
    after = [plate.taken_at for plate in own if plate.role == "after" and plate.taken_at]
    return paper.ImmediateFix(
        one.code,
        one.place,
        one.measures_taken,
        min(before, default=found_at),
        max(after, default=_time(one.measures_at)),
        tuple(plate.number for plate in own),
    )


def _plates(every: Sequence[Sitting]) -> list[paper.Plate]:
    plates: list[paper.Plate] = []
    for sitting in every:
        plates += (replace(one, number=len(plates) + place) for place, one in enumerate(_of_survey(sitting), 1))
        for item in sitting.form.items:
            for photo in sitting.photos(item.code):
                image = sitting.photo_bytes(photo.sha256)
                number = len(plates) + 1
                plates.append(
                    paper.Plate(number, item.code, image, photo.taken_at, photo.role, photo.name, photo.added_at)
                )
    return plates


def _of_survey(sitting: Sitting) -> list[paper.Plate]:
    return [paper.Plate(0, code, image, name=name) for code, name, image in record_survey.pictures(sitting)]


def _reply(record: VisitRecord) -> str | None:
    blob = record.mapping("reply").get("blob")
    return record.ws.store.blob(str(blob)).decode() if blob else None


def _signatures(record: VisitRecord) -> tuple[paper.Signature, ...]:
    leader = record.mapping("task").get("leader")
    team = [
        _signature(record, f"signatures/inspector/{one.id}", "leader" if one.id == leader else "inspector", one.name)
        for one in visits.team(record)
    ]
    return (*team, _signature(record, "signatures/head", "head", ""))


def _signature(record: VisitRecord, path: str, role: str, name: str) -> paper.Signature:
    row = record.mapping(path)
    if not row:
        return paper.Signature(role, name)
    drawn = json.loads(record.ws.store.blob(str(row["blob"])))
    strokes = tuple(tuple((x, y, t, p) for x, y, t, p in stroke) for stroke in drawn)
    return paper.Signature(role, str(row["name"]), str(row["title"]), _time(row["at"]), strokes)


def _refusal(record: VisitRecord) -> paper.Refusal | None:
    told = refusal(record)
    if told is None:
        return None
    return paper.Refusal(
        told.who,
        told.words,
        _time(told.at),
        told.witness_name,
        told.witness_identity,
        told.witness_contact,
        tuple(tuple((x, y, t, p) for x, y, t, p in stroke) for stroke in told.witness_strokes),
        told.video_number,
    )


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _time(value: Value) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None
