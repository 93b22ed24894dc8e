"""督导检查记录表: turns SiteRecordData into an outline with every part of domain/reports.md §2 (R-39 … R-44).

Leaves to others: gathering the data (actions), page breaks (layout), drawing (pdf). The Chinese text is the official one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from inspector_app.report.documents.annexes import Annexes
from inspector_app.report.documents.data import (
    Finding,
    FormResult,
    Signature,
    SiteRecordData,
)
from inspector_app.report.documents.parts import (
    CENTRE,
    FACTS,
    LABEL,
    NOTE,
    PLACE,
    PLAIN,
    SMALL_CENTRE,
    VALUE,
    Part,
)
from inspector_app.report.outline import (
    Block,
    Cell,
    Footer,
    Gap,
    Outline,
    Row,
    Span,
    Style,
    Table,
    Text,
    Title,
    Together,
)

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


def outline(data: SiteRecordData) -> Outline:
    """Return the whole record as blocks, in the order the school reads it."""
    return _Record(data).outline()


class _Record(Part):
    """The front pages."""

    def outline(self) -> Outline:
        data = self.data
        digest = data.digest[:PREFIX] or self.say("no_digest")
        return Outline(
            title=f"{self.say('title')} {data.number}".strip(),
            blocks=tuple(self._blocks()),
            footer=Footer(
                left=self.say("footer_left", task=data.task_number),
                centre=self.say("footer_centre"),
                right=self.say("footer_right", digest=digest),
            ),
            watermark=self.say("draft") if data.draft else "",
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
        yield from Annexes(self.data).blocks()

    # -- page 1

    def _title(self) -> Title:
        data = self.data
        number = self.say("number", number=data.number) if data.number else self.say("draft_number")
        code = f"inspector:site_record?visit={data.visit}&version={data.version}&digest={data.digest}"
        return Title(
            title=self.say("title"),
            above=data.bureau,
            below=number,
            qr=code if data.digest else "",
            qr_caption=self.say("qr"),
        )

    def _basic(self) -> Iterator[Block]:
        data = self.data
        stage = data.stage or self.word("stage", data.school_type)
        ticks: list[Span] = []
        for mode in MODES:
            box = "☑" if mode == data.mode else "☐"
            ticks += [Span(f"{box} {self.word('mode', mode)}", solid=True), Span("   ")]
        rows = [
            Row(self.pair("basic.school", data.school, 3), 22),
            Row(
                (
                    *self.pair("basic.stage", stage, style=PLAIN),
                    *self.pair("basic.list_item", data.list_item or self.say("blank"), style=PLAIN),
                ),
                22,
            ),
            Row(self.pair("basic.address", data.address or self.say("blank"), 3), 22),
            Row((Cell(self.say("basic.mode"), style=LABEL), Cell(tuple(ticks[:-1]), span=3, style=PLAIN))),
            Row(self.pair("basic.plan", data.plan or self.say("blank"), 3), 22),
            Row(
                (
                    *self.pair("basic.gate_time", self.moment(data.gate_time), style=PLAIN),
                    *self.pair("basic.leave_time", self.moment(data.leave_time), style=PLAIN),
                ),
                22,
            ),
        ]
        yield self.heading("basic")
        yield Table((26, 56, 26, 57), tuple(rows), where=self.say("heading.basic"))
        yield self._team()

    def _team(self) -> Table:
        data, process = self.data, self.data.process
        people = [
            Row(
                (
                    Cell(person.name, style=CENTRE),
                    Cell(self.say("role.leader" if person.leader else "role.member"), style=CENTRE),
                    Cell(self.word("credential", person.credential_type), style=CENTRE),
                    Cell(person.credential_no or self.say("blank"), style=CENTRE, span=1),
                ),
                20,
            )
            for person in data.inspectors
        ]
        declarations = [
            Row(
                (Cell(self.say(f"basic.{key}"), style=LABEL), Cell(self._tick(on, f"basic.{key}_text"), 3, PLAIN)),
                20,
            )
            for key, on in (("recusal", process.recusal_declared), ("reception", process.no_reception))
        ]
        head = Row(self.labels("basic.inspectors", "basic.role", "basic.credential", "basic.credential_no"), 20)
        return Table((26, 28, 54, 57), (head, *people, *declarations), where=self.say("basic.inspectors"))

    def _tick(self, on: bool, key: str) -> str:
        return f"{'☑' if on else '☐'} {self.say(key)}"

    def _process(self) -> Iterator[Block]:
        process = self.data.process
        counts = (("lessons", process.lessons), ("interviewed", process.interviewed), ("resampled", process.resampled))
        numbers: list[Cell] = []
        for key, count in counts:
            numbers += self.pair(f"process.{key}", self.say(f"process.{key}_value", count=count), style=CENTRE)
        rows = (
            Row(self.pair("process.places", self.joined(process.places), 5), 20),
            Row(tuple(numbers), 20),
            Row(self.pair("process.records", self.joined(process.records_read), 5), 20),
        )
        yield self.heading("process")
        yield Table((26, 29, 26, 29, 26, 29), rows, where=self.say("heading.process"))

    # -- findings

    def _findings(self) -> Iterator[Block]:
        head = self.labels(
            *(f"finding.{k}" for k in ("number", "code", "place", "facts", "grade", "disposal", "photos"))
        )
        rows = [self._finding(number, finding) for number, finding in enumerate(self.data.findings, 1)]
        if not rows:
            rows = [Row((Cell(self.say("finding.none"), span=7, style=CENTRE),), 24)]
        yield self.heading("findings")
        yield Table(
            (10, 24, 23, 57.5, 17, 20.5, 13), (Row(head, 22), *rows), head=1, where=self.say("heading.findings")
        )

    def _finding(self, number: int, finding: Finding) -> Row:
        where = f"{finding.code} {self.say('finding.facts')}"
        return Row(
            (
                Cell(str(number), style=CENTRE),
                Cell(self._marked(finding.code), style=SMALL_CENTRE, fit=True),
                Cell(finding.place, style=PLACE, where=where),
                Cell("\n".join(self._facts(finding)), style=FACTS, where=where),
                Cell(self.word("grade", finding.grade) or self.say("blank"), style=SMALL_CENTRE),
                Cell(self._disposal(finding), style=SMALL_CENTRE),
                Cell(self._numbers(finding.photos), style=SMALL_CENTRE),
            )
        )

    def _marked(self, code: str) -> str:
        """Return the code, starred where a critical item failed: the school sees it where it reads the facts."""
        failed = {one for result in self.data.results for one in result.failed_key_items}
        return self.say("item.key", item=code) if code in failed else code

    def _facts(self, finding: Finding) -> Iterator[str]:
        yield finding.facts
        at = self.say("finding.found_at", at=self.say("clock", at=finding.found_at)) if finding.found_at else ""
        quantity = self.say("finding.quantity", quantity=finding.quantity) if finding.quantity else ""
        if at or quantity:
            yield self.say("finding.joint").join(part for part in (at, quantity) if part)
        if finding.measures_taken and finding.measures_at:
            at = self.say("clock", at=finding.measures_at)
            yield self.say("finding.measures", at=at, text=finding.measures_taken)
        elif finding.measures_taken:
            yield self.say("finding.measures_undated", text=finding.measures_taken)

    def _disposal(self, finding: Finding) -> str:
        if finding.rectify == "deadline" and finding.deadline_days:
            return self.say("rectify.deadline_days", days=finding.deadline_days)
        words = self.word("rectify", finding.rectify)
        if finding.responsible_unit in {"", "school"}:
            return words
        return f"{words}\n{self.word('unit', finding.responsible_unit)}"

    def _numbers(self, photos: Sequence[int]) -> str:
        return self.say("list_joint").join(map(str, photos)) or self.say("blank")

    def _highlights(self) -> Iterator[Block]:
        lines = [f"{i}. {line}" for i, line in enumerate(self.data.highlights, 1)] or [self.say("none")]
        yield self.heading("highlights")
        rows = tuple(Row((Cell(line, style=VALUE),), 20) for line in lines)
        yield Table((165,), rows, where=self.say("heading.highlights"))

    def _fixes(self) -> Iterator[Block]:
        yield self.heading("fixes")
        if not self.data.fixes:
            yield Table((165,), (Row((Cell(self.say("fix.none"), style=VALUE),), 20),))
            return
        head = self.labels(*(f"fix.{k}" for k in ("number", "code", "place", "measures", "before", "after", "photos")))
        rows = [
            Row(
                (
                    Cell(str(number), style=CENTRE),
                    Cell(fix.code, style=SMALL_CENTRE, fit=True),
                    Cell(fix.place, style=PLACE),
                    Cell(fix.measures, style=FACTS, where=fix.code),
                    Cell(self._clock(fix.before_at), style=CENTRE),
                    Cell(self._clock(fix.after_at), style=CENTRE),
                    Cell(self._numbers(fix.photos), style=SMALL_CENTRE),
                )
            )
            for number, fix in enumerate(self.data.fixes, 1)
        ]
        yield Table((10, 24, 23, 61, 17, 17, 13), (Row(head, 22), *rows), head=1, where=self.say("heading.fixes"))

    def _clock(self, at: datetime | None) -> str:
        return self.say("clock", at=at) if at else self.say("blank")

    # -- score, reply, signatures

    def _score(self) -> Iterator[Block]:
        head = self.labels("score.form", "score.score", "score.coverage", "score.conclusion")
        rows = [self._result(result) for result in self.data.results]
        table = Table((81, 24, 24, 36), (Row(head, 20), *rows), head=1, where=self.say("heading.score"))
        notes = [Text(note, NOTE) for note in self._score_notes()]
        yield Together((self.heading("score"), table, Gap(3), *notes))

    def _score_notes(self) -> Iterator[str]:
        failed = [code for result in self.data.results for code in result.failed_key_items]
        partial = any(one.conclusion in ("partial", self.say("conclusion.partial")) for one in self.data.results)
        if partial:
            yield self.say("score.partial")
        if failed:
            yield self.say(f"score.key_items{'_partial' * partial}", codes=self.joined(failed))
        elif any(result.graded for result in self.data.results):
            yield self.say("score.no_key_items")
        yield self.say("score.explain")
        yield from self.data.extra

    def _result(self, result: FormResult) -> Row:
        version = self.say("score.version", version=result.version[:PREFIX])
        conclusion = self.word("conclusion", result.conclusion) if result.graded else self.say("score.not_graded")
        coverage = (
            self.say("blank") if result.coverage is None else f"{(result.coverage * 100).quantize(Decimal('0.1'))}%"
        )
        return Row(
            (
                Cell(f"{result.title}({version})" if result.version else result.title, style=PLAIN),
                Cell(self.say("blank") if result.score is None else str(result.score), style=CENTRE),
                Cell(coverage, style=CENTRE),
                Cell(conclusion or self.say("blank"), style=LABEL),
            ),
            22,
        )

    def _reply(self) -> Iterator[Block]:
        reply = (self.data.reply or "").strip()
        where = self.say("heading.reply")
        yield self.heading("reply")
        yield Text(self.say("reply.prompt"), NOTE, keep=True, after=2)
        box = Cell(reply, style=Style(size=10.5, leading=17, indent=2), middle=False, slash=not reply, where=where)
        yield Table((165,), (Row((box,), 66, split=True),), where=where)

    def _closing(self) -> Iterator[Block]:
        """The signature block: with the fixed sentence above it (R-41), never torn."""
        data = self.data
        yield self.heading("signatures")
        sentence = self.say("acknowledge", days=data.objection_days)
        yield Text(sentence, Style(role="hei", size=10.5, leading=16), after=4)
        numbers = iter(range(1, len(data.signatures) + 1))
        wanted = [
            one for one in data.signatures if not data.refusal or one.strokes or one.role not in {"head", "delegate"}
        ]
        rows = [self._signature(signature, numbers) for signature in wanted]
        if data.refusal:
            rows.append(self._refused())
        head = Row(self.labels("signature.who", "signature.ink", "signature.name", "signature.at"), 18)
        yield Table((32, 56, 41, 36), (head, *rows), where=self.say("heading.signatures"))
        if data.digest:
            yield Gap(3)
            yield Text(self.say("signature.bound", digest=data.digest[:PREFIX]), Style(size=8.5, leading=12))
        if data.refusal:
            yield from self._refusal()
        yield Text(self.say("signature.end"), Style(size=8.5, leading=12, align="center", justify=False), before=6)

    def _signature(self, signature: Signature, numbers: Iterator[int]) -> Row:
        number = next(numbers) if self._counts(signature) else 0
        role = f"{signature.role}_inspector" if number and signature.role == "leader" else signature.role
        who = self.say(f"signature.{role}", number=number)
        anchor = f"signature/inspector/{number}" if number else f"signature/{signature.role}"
        name = "\n".join(part for part in (signature.name, signature.title) if part)
        return Row(
            (
                Cell(who, style=LABEL),
                Cell(ink=signature.strokes, anchor=anchor),
                Cell(name, style=CENTRE, where=who),
                Cell(self._signed(signature.at) if signature.at else "", style=CENTRE),
            ),
            41,
        )

    def _signed(self, at: datetime) -> str:
        """Return date and time on a line each: the column is too narrow for both."""
        return f"{self.say('date', at=at)}\n{self.say('clock', at=at)}"

    def _counts(self, signature: Signature) -> bool:
        """A leader who does not sign twice, as one of the inspectors and as the leader, is one of the inspectors."""
        inspectors = {one.name for one in self.data.signatures if one.role == "inspector"}
        return signature.role == "inspector" or (signature.role == "leader" and signature.name not in inspectors)

    def _refused(self) -> Row:
        label = Cell(self.say("signature.head"), style=LABEL)
        return Row((label, Cell(self.say("signature.refused"), span=3, style=CENTRE)), 26)

    def _refusal(self) -> Iterator[Block]:
        refusal = self.data.refusal
        if refusal is None:
            return
        witness = refusal.witness_name or self.say("refusal.no_witness")
        rows = (
            Row((*self.pair("refusal.who", refusal.who), *self.pair("refusal.at", self.moment(refusal.at))), 22),
            Row(self.pair("refusal.words", f"“{refusal.words}”" if refusal.words else "", 3), 32),
            Row((*self.pair("refusal.witness", witness), *self.pair("refusal.identity", refusal.witness_identity)), 22),
            Row(
                (
                    *self.pair("refusal.contact", refusal.witness_contact),
                    *self.pair("refusal.video", refusal.video_number),
                ),
                22,
            ),
            Row(
                (
                    Cell(self.say("refusal.sign"), style=LABEL),
                    Cell(
                        ink=refusal.witness_strokes, slash=not refusal.witness_name, anchor="signature/witness", span=3
                    ),
                ),
                44,
            ),
        )
        yield self.heading("refusal")
        yield Table((28, 57, 28, 52), rows, where=self.say("heading.refusal"))
        yield Gap(3)
        yield Text(self.say("refusal.note"), NOTE)
