"""What every working sheet is set from: the styles, and words of one document in one language."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from inspector_app.report.documents.data import SiteRecordData
from inspector_app.report.outline import Cell, Style, Text
from inspector_app.text import catalogue, text

LABEL = Style(role="hei", size=9.5, leading=14.5, align="center", justify=False)
HEAD = Style(role="hei", size=9, leading=13, align="center", justify=False)
VALUE = Style(size=10, leading=15)
PLAIN = Style(size=10, leading=15, justify=False)
CENTRE = Style(size=9.5, leading=14, align="center", justify=False)
PLACE = Style(size=9, leading=13, align="center", justify=False)
FACTS = Style(size=9.5, leading=14)
SMALL = Style(size=8.5, leading=12.5)
SMALL_CENTRE = Style(size=8, leading=12, align="center", justify=False)
HEADING = Style(role="hei", size=12, leading=18, justify=False)
NOTE = Style(size=9, leading=13.5)


class Part:
    """A part of the record: its data and its wording under `record.` of the catalogue."""

    def __init__(self, data: SiteRecordData) -> None:
        self.data = data

    def say(self, key: str, **fields: object) -> str:
        return text(f"record.{key}", self.data.language, **fields)

    def word(self, group: str, value: str) -> str:
        """Return the wording of an enumeration's value, or the value itself where the catalogue has none."""
        known = f"record.{group}.{value}" in catalogue(self.data.language)
        return self.say(f"{group}.{value}") if known else value

    def moment(self, at: datetime | None) -> str:
        return self.say("moment", at=at) if at else self.say("blank")

    def joined(self, values: Sequence[str]) -> str:
        return self.say("list_joint").join(values) or self.say("none")

    def heading(self, key: str) -> Text:
        return Text(self.say(f"heading.{key}"), HEADING, before=9, after=3, keep=True)

    def labels(self, *keys: str) -> tuple[Cell, ...]:
        return tuple(Cell(self.say(key), style=HEAD) for key in keys)

    def pair(self, label: str, value: str, span: int = 1, style: Style = VALUE) -> tuple[Cell, Cell]:
        return Cell(self.say(label), style=LABEL), Cell(value, span=span, style=style, where=self.say(label))


def plain(value: Decimal) -> str:
    """Return points as people write them: 2, 1.5, 1.33."""
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
