"""The annexes of the site record: every item checked with its result, and the photos, four a page."""

from collections.abc import Iterator

from inspector_app.report.documents.data import AnsweredItem, AnsweredSection, Plate
from inspector_app.report.documents.parts import HEADING, SMALL, SMALL_CENTRE, Part, plain
from inspector_app.report.outline import Block, Cell, PageBreak, Picture, Pictures, Row, Span, Style, Table, Text


class Annexes(Part):
    """What stands behind the signatures, each annex on a page of its own."""

    def blocks(self) -> Iterator[Block]:
        """Return both annexes; one without content is left out."""
        yield from self._items()
        yield from self._photos()

    def _items(self) -> Iterator[Block]:
        sections = [section for section in self.data.sections if section.items]
        if not sections:
            return
        rows = [row for section in sections for row in self._section(section)]
        head = self.labels("item.code", "item.wording", "item.result", "item.points")
        yield PageBreak()
        yield Text(self.say("heading.items"), HEADING, after=4, keep=True)
        yield Table((28, 56, 63, 18), (Row(head, 20), *rows), head=1, where=self.say("heading.items"))

    def _section(self, section: AnsweredSection) -> Iterator[Row]:
        if section.form:
            yield Row((Cell(section.form, span=4, style=Style(role="hei", size=10.5, leading=16)),), 24, keep=True)
        title = self.say("item.section", letter=section.letter, title=section.title).strip()
        yield Row((Cell(title, span=4, style=Style(role="hei", size=9, leading=13, justify=False)),), 18, keep=True)
        for item in section.items:
            yield self._item(item)

    def _item(self, item: AnsweredItem) -> Row:
        state = [Span(self.word("state", item.state), role="hei")] if item.state else []
        answer = [Span(f"\n{line}" if state or place else line) for place, line in enumerate(item.answer)]
        return Row(
            (
                Cell(self.say("item.key", item=item.code) if item.key else item.code, style=SMALL_CENTRE, fit=True),
                Cell(item.wording, style=SMALL, where=item.code),
                Cell((*state, *answer), style=SMALL, where=item.code),
                Cell(self._points(item), style=SMALL_CENTRE),
            )
        )

    def _points(self, item: AnsweredItem) -> str:
        if not item.state:
            return self.say("item.no_points")
        if item.points is None:
            return self.say("item.recorded")
        return f"{self.say('item.no_points') if item.earned is None else plain(item.earned)}/{plain(item.points)}"

    def _photos(self) -> Iterator[Block]:
        if not self.data.plates:
            return
        yield PageBreak()
        yield Text(self.say("heading.photos"), HEADING, after=4, keep=True)
        yield Pictures(tuple(self._picture(plate) for plate in self.data.plates))

    def _picture(self, plate: Plate) -> Picture:
        role = self.word("photo_role", plate.role)
        caption = self.say("photo.caption", number=plate.number, item=plate.code, role=role)
        return Picture(plate.image, f"{caption}\n{self._when(plate)}")

    def _when(self, plate: Plate) -> str:
        if plate.taken_at:
            return self.say("photo.taken", at=self.moment(plate.taken_at))
        return (
            self.say("photo.added", at=self.moment(plate.added_at))
            if plate.added_at
            else self.say("photo.taken_unknown")
        )
