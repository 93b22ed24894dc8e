"""How the visit went: places walked, counts, records read, leaving time, declarations, highlights (reports.md §2, part 2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from inspector_app.actions.process import Process
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.date import TimeField
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.fields.number import NumberField
from inspector_app.gui.fields.text import ParagraphField

HIGHLIGHTS = 3


class ProcessForm(QWidget):
    """Signals: `edited(object)` carries the whole Process after each finished edit."""

    edited = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = Process()
        self._now = now
        self._places = Places(self._usual_places())
        self._places.edited.connect(lambda places: self._change(places=places))
        self._numbers = {
            "lessons": NumberField("process_lessons", self.tr("听课"), self.tr("节"), False),
            "interviewed": NumberField("process_interviewed", self.tr("访谈"), self.tr("人"), False),
            "resampled": NumberField("process_resampled", self.tr("换抽"), self.tr("次"), False),
        }
        for name, field in self._numbers.items():
            field.edited.connect(lambda value, part=name: self._change(**{part: int(value or 0)}))
        self._records = ParagraphField("process_records", self.tr("查阅的资料"), self.tr("一行一份，如：晨检记录"), 2)
        self._records.edited.connect(lambda words: self._change(records_read=_lines(words)))
        self._highlights = ParagraphField(
            "process_highlights", self.tr("亮点"), self.tr("至多三条，一行一条；没有就空着"), 2
        )
        self._highlights.edited.connect(lambda words: self._change(highlights=_lines(words)[:HIGHLIGHTS]))
        self._leave = TimeField("process_leave", self.tr("离校时刻"), now)
        self._leave.edited.connect(self._left)
        self._recusal = QCheckBox(self.tr("已作回避声明：无应回避的关系"))
        self._recusal.setObjectName("process_recusal")
        self._recusal.clicked.connect(lambda on: self._change(recusal_declared=on))
        self._reception = QCheckBox(self.tr("学校没有安排接待、陪同、用餐"))
        self._reception.setObjectName("process_no_reception")
        self._reception.clicked.connect(lambda on: self._change(no_reception=on))
        counts = blocks.column(spacing=theme.S)
        for name, words in (
            ("lessons", self.tr("听课")),
            ("interviewed", self.tr("访谈")),
            ("resampled", self.tr("换抽")),
        ):
            line = blocks.row(blocks.label(words), None, self._numbers[name], spacing=theme.S)
            counts.addLayout(line)
        self.setLayout(
            blocks.column(
                _named(self.tr("走过的部位"), self._places),
                counts,
                _named(self.tr("查阅的资料"), self._records),
                _named(self.tr("亮点"), self._highlights),
                _named(self.tr("离校时刻（签字前填，写签完离开的时刻）"), self._leave),
                blocks.column(self._recusal, self._reception, spacing=0),
                spacing=theme.M,
            )
        )

    def show_facts(self, facts: Process, read_only: bool) -> None:
        """Show what is saved."""
        self._facts = facts
        self._places.show_value(facts.places)
        for name, field in self._numbers.items():
            field.show_value(str(getattr(facts, name) or ""))
        self._records.show_value("\n".join(facts.records_read))
        self._highlights.show_value("\n".join(facts.highlights))
        self._recusal.setChecked(facts.recusal_declared)
        self._reception.setChecked(facts.no_reception)
        self._leave.show_value(facts.leave_time[11:16])
        self.setEnabled(not read_only)

    def flush(self) -> None:
        """Finish edits under way."""
        for number in self._numbers.values():
            number.flush()
        self._leave.flush()
        self._records.flush()
        self._highlights.flush()

    def _left(self, clock: str) -> None:
        """Keep a time of day as the moment it means: on the day written before, else today."""
        moment = ""
        if clock:
            day = datetime.fromisoformat(self._facts.leave_time) if self._facts.leave_time else self._now()
            hour, minute = (int(part) for part in clock.split(":"))
            moment = day.replace(hour=hour, minute=minute, second=0, microsecond=0).isoformat(timespec="seconds")
        self._change(leave_time=moment)

    def _change(self, **parts: object) -> None:
        self._facts = replace(self._facts, **parts)  # type: ignore[arg-type] # the keys are this form's own
        self.edited.emit(self._facts)

    def _usual_places(self) -> list[str]:
        return [
            self.tr("校门"),
            self.tr("教学楼"),
            self.tr("教室"),
            self.tr("食堂"),
            self.tr("宿舍"),
            self.tr("操场"),
            self.tr("实验室"),
            self.tr("监控室"),
            self.tr("医务室"),
        ]


class Places(QWidget):
    """Places as chips that are on or off, and a line for others. Signals: `edited(object)` carries the tuple."""

    edited = Signal(object)

    def __init__(self, usual: list[str]) -> None:
        super().__init__()
        self._usual = usual
        self._value: tuple[str, ...] = ()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, theme.S)
        self._other = QLineEdit()
        self._other.setObjectName("process_place_other")
        self._other.setAccessibleName(self.tr("其他部位"))
        self._other.setPlaceholderText(self.tr("其他部位，回车添加"))
        self._other.returnPressed.connect(self._add)
        self.setLayout(blocks.column(self._chips, self._other, spacing=theme.S))
        self.show_value(())

    def show_value(self, value: tuple[str, ...]) -> None:
        """Show the places of the record."""
        if value == self._value and self._flow.count():
            return
        self._value = value
        blocks.empty(self._flow)
        for place in [*self._usual, *(one for one in value if one not in self._usual)]:
            chip = QPushButton(place)
            chip.setObjectName(f"process_place_{place}")
            chip.setAccessibleName(place)
            chip.setProperty("kind", "toggle")
            chip.setCheckable(True)
            chip.setChecked(place in value)
            chip.setMinimumHeight(theme.TARGET)
            chip.clicked.connect(lambda on, one=place: self._toggle(one, on))
            self._flow.addWidget(chip)
        self._chips.updateGeometry()

    def _toggle(self, place: str, on: bool) -> None:
        rest = tuple(one for one in self._value if one != place)
        self._value = (*rest, place) if on else rest
        self.edited.emit(self._value)

    def _add(self) -> None:
        words = self._other.text().strip()
        self._other.clear()
        if words and words not in self._value:
            self.show_value((*self._value, words))
            self.edited.emit(self._value)


def _named(words: str, field: QWidget) -> QWidget:
    whole = QWidget()
    whole.setLayout(blocks.column(blocks.label(words, "caption"), field, spacing=theme.XS))
    return whole


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
