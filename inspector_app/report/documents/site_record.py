"""督导检查记录表: turns SiteRecordData into an outline with every part of domain/reports.md §2 (R-39 … R-44).

Leaves to others: gathering the data (actions), page breaks (layout), drawing (pdf). The Chinese text is the official one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from inspector_app.report.documents.data import (
    AnsweredItem,
    AnsweredSection,
    Finding,
    FormResult,
    Plate,
    Signature,
    SiteRecordData,
)
from inspector_app.report.outline import (
    Block,
    Cell,
    Footer,
    Gap,
    Outline,
    PageBreak,
    Picture,
    Pictures,
    Row,
    Span,
    Style,
    Table,
    Text,
    Title,
    Together,
)
from inspector_app.text import catalogue, text

MODES = (
    "routine_unannounced",
    "routine_announced",
    "special",
    "comprehensive",
    "linked_followup",
    "teaching_guidance",
    "recheck",
    "complaint_check",
)
PREFIX = 8  # hex digits of the digest that tell pages apart; the whole digest is in the QR code

_LABEL = Style(role="hei", size=9.5, leading=14.5, align="center", justify=False)
_HEAD = Style(role="hei", size=9, leading=13, align="center", justify=False)
_VALUE = Style(size=10, leading=15)
_PLAIN = Style(size=10, leading=15, justify=False)
_CENTRE = Style(size=9.5, leading=14, align="center", justify=False)
_PLACE = Style(size=9, leading=13, align="center", justify=False)
_FACTS = Style(size=9.5, leading=14)
_SMALL = Style(size=8.5, leading=12.5)
_SMALL_CENTRE = Style(size=8, leading=12, align="center", justify=False)
_HEADING = Style(role="hei", size=12, leading=18, justify=False)
_NOTE = Style(size=9, leading=13.5)


def outline(data: SiteRecordData) -> Outline:
    """Return the whole record as blocks, in the order the school reads it."""
    return _Record(data).outline()


class _Record:
    def __init__(self, data: SiteRecordData) -> None:
        self._data = data

    def outline(self) -> Outline:
        data = self._data
        digest = data.digest[:PREFIX] or self._say("no_digest")
        return Outline(
            title=f"{self._say('title')} {data.number}".strip(),
            blocks=tuple(self._blocks()),
            footer=Footer(
                left=self._say("footer_left", task=data.task_number),
                centre=self._say("footer_centre"),
                right=self._say("footer_right", digest=digest),
            ),
            watermark=self._say("draft") if data.draft else "",
            language=data.language,
            author=data.bureau,
            made_at=data.issued_at,
        )

    def _blocks(self) -> Iterator[Block]:
        yield self._title()
        yield from self._basic()
        yield from self._process()
        yield from self._findings()
        yield from self._highlights()
        yield from self._fixes()
        yield from self._score()
        yield from self._reply()
        yield Together(tuple(self._closing()), pull=True)
        yield from self._items()
        yield from self._photos()

    # -- words

    def _say(self, key: str, **fields: object) -> str:
        return text(f"record.{key}", self._data.language, **fields)

    def _word(self, group: str, value: str) -> str:
        """Return the wording of an enumeration's value, or the value itself where the catalogue has none."""
        known = f"record.{group}.{value}" in catalogue(self._data.language)
        return self._say(f"{group}.{value}") if known else value

    def _moment(self, at: datetime | None) -> str:
        return self._say("moment", at=at) if at else self._say("blank")

    def _joined(self, values: Sequence[str]) -> str:
        return self._say("list_joint").join(values) or self._say("none")

    def _heading(self, key: str) -> Text:
        return Text(self._say(f"heading.{key}"), _HEADING, before=9, after=3, keep=True)

    def _labels(self, *keys: str) -> tuple[Cell, ...]:
        return tuple(Cell(self._say(key), style=_HEAD) for key in keys)

    def _pair(self, label: str, value: str, span: int = 1, style: Style = _VALUE) -> tuple[Cell, Cell]:
        return Cell(self._say(label), style=_LABEL), Cell(value, span=span, style=style, where=self._say(label))

    # -- page 1

    def _title(self) -> Title:
        data = self._data
        number = self._say("number", number=data.number) if data.number else self._say("draft_number")
        code = f"inspector:site_record?visit={data.visit}&version={data.version}&digest={data.digest}"
        return Title(
            title=self._say("title"),
            above=data.bureau,
            below=number,
            qr=code if data.digest else "",
            qr_caption=self._say("qr"),
        )

    def _basic(self) -> Iterator[Block]:
        data = self._data
        stage = data.stage or self._word("stage", data.school_type)
        ticks: list[Span] = []
        for mode in MODES:
            box = "☑" if mode == data.mode else "☐"
            ticks += [Span(f"{box} {self._word('mode', mode)}", solid=True), Span("   ")]
        rows = [
            Row(self._pair("basic.school", data.school, 3), 22),
            Row(
                (
                    *self._pair("basic.stage", stage, style=_PLAIN),
                    *self._pair("basic.list_item", data.list_item or self._say("blank"), style=_PLAIN),
                ),
                22,
            ),
            Row(self._pair("basic.address", data.address or self._say("blank"), 3), 22),
            Row((Cell(self._say("basic.mode"), style=_LABEL), Cell(tuple(ticks[:-1]), span=3, style=_PLAIN))),
            Row(self._pair("basic.plan", data.plan or self._say("blank"), 3), 22),
            Row(
                (
                    *self._pair("basic.gate_time", self._moment(data.gate_time), style=_PLAIN),
                    *self._pair("basic.leave_time", self._moment(data.leave_time), style=_PLAIN),
                ),
                22,
            ),
        ]
        yield self._heading("basic")
        yield Table((26, 56, 26, 57), tuple(rows), where=self._say("heading.basic"))
        yield self._team()

    def _team(self) -> Table:
        data, process = self._data, self._data.process
        people = [
            Row(
                (
                    Cell(person.name, style=_CENTRE),
                    Cell(self._say("role.leader" if person.leader else "role.member"), style=_CENTRE),
                    Cell(self._word("credential", person.credential_type), style=_CENTRE),
                    Cell(person.credential_no or self._say("blank"), style=_CENTRE, span=1),
                ),
                20,
            )
            for person in data.inspectors
        ]
        declarations = [
            Row(
                (Cell(self._say(f"basic.{key}"), style=_LABEL), Cell(self._tick(on, f"basic.{key}_text"), 3, _PLAIN)),
                20,
            )
            for key, on in (("recusal", process.recusal_declared), ("reception", process.no_reception))
        ]
        head = Row(self._labels("basic.inspectors", "basic.role", "basic.credential", "basic.credential_no"), 20)
        return Table((26, 28, 54, 57), (head, *people, *declarations), where=self._say("basic.inspectors"))

    def _tick(self, on: bool, key: str) -> str:
        return f"{'☑' if on else '☐'} {self._say(key)}"

    def _process(self) -> Iterator[Block]:
        process = self._data.process
        counts = (("lessons", process.lessons), ("interviewed", process.interviewed), ("resampled", process.resampled))
        numbers: list[Cell] = []
        for key, count in counts:
            numbers += self._pair(f"process.{key}", self._say(f"process.{key}_value", count=count), style=_CENTRE)
        rows = (
            Row(self._pair("process.places", self._joined(process.places), 5), 20),
            Row(tuple(numbers), 20),
            Row(self._pair("process.records", self._joined(process.records_read), 5), 20),
        )
        yield self._heading("process")
        yield Table((26, 29, 26, 29, 26, 29), rows, where=self._say("heading.process"))

    # -- findings

    def _findings(self) -> Iterator[Block]:
        head = self._labels(
            *(f"finding.{k}" for k in ("number", "code", "place", "facts", "grade", "disposal", "photos"))
        )
        rows = [self._finding(number, finding) for number, finding in enumerate(self._data.findings, 1)]
        if not rows:
            rows = [Row((Cell(self._say("finding.none"), span=7, style=_CENTRE),), 24)]
        yield self._heading("findings")
        yield Table(
            (10, 24, 23, 57.5, 17, 20.5, 13), (Row(head, 22), *rows), head=1, where=self._say("heading.findings")
        )

    def _finding(self, number: int, finding: Finding) -> Row:
        where = f"{finding.code} {self._say('finding.facts')}"
        return Row(
            (
                Cell(str(number), style=_CENTRE),
                Cell(finding.code, style=_SMALL_CENTRE),
                Cell(finding.place, style=_PLACE, where=where),
                Cell("\n".join(self._facts(finding)), style=_FACTS, where=where),
                Cell(self._word("grade", finding.grade) or self._say("blank"), style=_SMALL_CENTRE),
                Cell(self._disposal(finding), style=_SMALL_CENTRE),
                Cell(self._numbers(finding.photos), style=_SMALL_CENTRE),
            )
        )

    def _facts(self, finding: Finding) -> Iterator[str]:
        yield finding.facts
        if finding.quantity:
            yield self._say("finding.quantity", quantity=finding.quantity)
        if finding.measures_taken and finding.measures_at:
            at = self._say("clock", at=finding.measures_at)
            yield self._say("finding.measures", at=at, text=finding.measures_taken)
        elif finding.measures_taken:
            yield self._say("finding.measures_undated", text=finding.measures_taken)

    def _disposal(self, finding: Finding) -> str:
        if finding.rectify == "deadline" and finding.deadline_days:
            return self._say("rectify.deadline_days", days=finding.deadline_days)
        words = self._word("rectify", finding.rectify)
        if finding.responsible_unit in {"", "school"}:
            return words
        return f"{words}\n{self._word('unit', finding.responsible_unit)}"

    def _numbers(self, photos: Sequence[int]) -> str:
        return self._say("list_joint").join(map(str, photos)) or self._say("blank")

    def _highlights(self) -> Iterator[Block]:
        lines = [f"{i}. {line}" for i, line in enumerate(self._data.highlights, 1)] or [self._say("none")]
        yield self._heading("highlights")
        rows = tuple(Row((Cell(line, style=_VALUE),), 20) for line in lines)
        yield Table((165,), rows, where=self._say("heading.highlights"))

    def _fixes(self) -> Iterator[Block]:
        yield self._heading("fixes")
        if not self._data.fixes:
            yield Table((165,), (Row((Cell(self._say("fix.none"), style=_VALUE),), 20),))
            return
        head = self._labels(*(f"fix.{k}" for k in ("number", "code", "place", "measures", "before", "after", "photos")))
        rows = [
            Row(
                (
                    Cell(str(number), style=_CENTRE),
                    Cell(fix.code, style=_SMALL_CENTRE),
                    Cell(fix.place, style=_PLACE),
                    Cell(fix.measures, style=_FACTS, where=fix.code),
                    Cell(self._clock(fix.before_at), style=_CENTRE),
                    Cell(self._clock(fix.after_at), style=_CENTRE),
                    Cell(self._numbers(fix.photos), style=_SMALL_CENTRE),
                )
            )
            for number, fix in enumerate(self._data.fixes, 1)
        ]
        yield Table((10, 24, 23, 61, 17, 17, 13), (Row(head, 22), *rows), head=1, where=self._say("heading.fixes"))

    def _clock(self, at: datetime | None) -> str:
        return self._say("clock", at=at) if at else self._say("blank")

    # -- score, reply, signatures

    def _score(self) -> Iterator[Block]:
        head = self._labels("score.form", "score.score", "score.coverage", "score.conclusion")
        rows = [self._result(result) for result in self._data.results]
        table = Table((81, 24, 24, 36), (Row(head, 20), *rows), head=1, where=self._say("heading.score"))
        notes = [Text(note, _NOTE) for note in self._score_notes()]
        yield Together((self._heading("score"), table, Gap(3), *notes))

    def _score_notes(self) -> Iterator[str]:
        failed = [code for result in self._data.results for code in result.failed_key_items]
        if failed:
            yield self._say("score.key_items", codes=self._joined(failed))
        elif any(result.graded for result in self._data.results):
            yield self._say("score.no_key_items")
        yield self._say("score.explain")
        yield from self._data.extra

    def _result(self, result: FormResult) -> Row:
        version = self._say("score.version", version=result.version[:PREFIX])
        conclusion = self._word("conclusion", result.conclusion) if result.graded else self._say("score.not_graded")
        coverage = (
            self._say("blank") if result.coverage is None else f"{(result.coverage * 100).quantize(Decimal('0.1'))}%"
        )
        return Row(
            (
                Cell(f"{result.title}({version})" if result.version else result.title, style=_PLAIN),
                Cell(self._say("blank") if result.score is None else str(result.score), style=_CENTRE),
                Cell(coverage, style=_CENTRE),
                Cell(conclusion or self._say("blank"), style=_LABEL),
            ),
            22,
        )

    def _reply(self) -> Iterator[Block]:
        reply = (self._data.reply or "").strip()
        where = self._say("heading.reply")
        yield self._heading("reply")
        yield Text(self._say("reply.prompt"), _NOTE, keep=True, after=2)
        box = Cell(reply, style=Style(size=10.5, leading=17, indent=2), middle=False, slash=not reply, where=where)
        yield Table((165,), (Row((box,), 66, split=True),), where=where)

    def _closing(self) -> Iterator[Block]:
        """The signature block: with the fixed sentence above it (R-41), never torn."""
        data = self._data
        yield self._heading("signatures")
        sentence = self._say("acknowledge", days=data.objection_days)
        yield Text(sentence, Style(role="hei", size=10.5, leading=16), after=4)
        inspectors = iter(range(1, len(data.signatures) + 1))
        rows = [self._signature(signature, inspectors) for signature in data.signatures]
        if data.refusal:
            rows.append(self._refused())
        head = Row(self._labels("signature.who", "signature.ink", "signature.name", "signature.at"), 18)
        yield Table((32, 56, 41, 36), (head, *rows), where=self._say("heading.signatures"))
        if data.digest:
            yield Gap(3)
            yield Text(self._say("signature.bound", digest=data.digest[:PREFIX]), Style(size=8.5, leading=12))
        if data.refusal:
            yield from self._refusal()

    def _signature(self, signature: Signature, numbers: Iterator[int]) -> Row:
        number = next(numbers) if signature.role == "inspector" else 0
        who = self._say(f"signature.{signature.role}", number=number)
        anchor = f"signature/{signature.role}/{number}" if number else f"signature/{signature.role}"
        name = "\n".join(part for part in (signature.name, signature.title) if part)
        return Row(
            (
                Cell(who, style=_LABEL),
                Cell(ink=signature.strokes, anchor=anchor),
                Cell(name, style=_CENTRE, where=who),
                Cell(self._moment(signature.at) if signature.at else "", style=_CENTRE),
            ),
            41,
        )

    def _refused(self) -> Row:
        label = Cell(self._say("signature.head"), style=_LABEL)
        return Row((label, Cell(self._say("signature.refused"), span=3, style=_CENTRE)), 26)

    def _refusal(self) -> Iterator[Block]:
        refusal = self._data.refusal
        if refusal is None:
            return
        witness = refusal.witness_name or self._say("refusal.no_witness")
        rows = (
            Row((*self._pair("refusal.who", refusal.who), *self._pair("refusal.at", self._moment(refusal.at))), 22),
            Row(self._pair("refusal.words", f"“{refusal.words}”" if refusal.words else "", 3), 32),
            Row(
                (*self._pair("refusal.witness", witness), *self._pair("refusal.identity", refusal.witness_identity)), 22
            ),
            Row(
                (
                    *self._pair("refusal.contact", refusal.witness_contact),
                    *self._pair("refusal.video", refusal.video_number),
                ),
                22,
            ),
            Row(
                (
                    Cell(self._say("refusal.sign"), style=_LABEL),
                    Cell(
                        ink=refusal.witness_strokes, slash=not refusal.witness_name, anchor="signature/witness", span=3
                    ),
                ),
                44,
            ),
        )
        yield self._heading("refusal")
        yield Table((28, 57, 28, 52), rows, where=self._say("heading.refusal"))
        yield Gap(3)
        yield Text(self._say("refusal.note"), _NOTE)

    # -- annexes

    def _items(self) -> Iterator[Block]:
        sections = [section for section in self._data.sections if section.items]
        if not sections:
            return
        rows = [row for section in sections for row in self._section(section)]
        head = self._labels("item.code", "item.wording", "item.result", "item.points")
        yield PageBreak()
        yield Text(self._say("heading.items"), _HEADING, after=4, keep=True)
        yield Table((25, 58, 64, 18), (Row(head, 20), *rows), head=1, where=self._say("heading.items"))

    def _section(self, section: AnsweredSection) -> Iterator[Row]:
        title = self._say("item.section", letter=section.letter, title=section.title).strip()
        yield Row((Cell(title, span=4, style=Style(role="hei", size=9, leading=13, justify=False)),), 18, keep=True)
        for item in section.items:
            yield self._item(item)

    def _item(self, item: AnsweredItem) -> Row:
        state = Span(self._word("state", item.state), role="hei")
        answer = [Span(f"\n{line}") for line in item.answer]
        return Row(
            (
                Cell(self._say("item.key", item=item.code) if item.key else item.code, style=_SMALL_CENTRE),
                Cell(item.wording, style=_SMALL, where=item.code),
                Cell((state, *answer), style=_SMALL, where=item.code),
                Cell(self._points(item), style=_SMALL_CENTRE),
            )
        )

    def _points(self, item: AnsweredItem) -> str:
        if item.points is None:
            return self._say("item.recorded")
        return f"{self._say('blank') if item.earned is None else plain(item.earned)}/{plain(item.points)}"

    def _photos(self) -> Iterator[Block]:
        if not self._data.plates:
            return
        yield PageBreak()
        yield Text(self._say("heading.photos"), _HEADING, after=4, keep=True)
        yield Pictures(tuple(self._picture(plate) for plate in self._data.plates))

    def _picture(self, plate: Plate) -> Picture:
        role = self._word("photo_role", plate.role)
        caption = self._say("photo.caption", number=plate.number, item=plate.code, role=role)
        taken = self._say("photo.taken", at=self._moment(plate.taken_at)) if plate.taken_at else None
        return Picture(plate.image, "\n".join((caption, taken or self._say("photo.taken_unknown"))))


def plain(value: Decimal) -> str:
    """Return points as people write them: 2, 1.5, 1.33."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
