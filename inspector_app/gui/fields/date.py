"""Dates and times of day, typed short ("1123", "11-23", "9:5") or taken from a calendar or the clock."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.gui.fields.finished import FinishedEdit
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.typed import read_date, read_time


class DateField(QWidget):
    """One date: a line and a calendar.

    Signals: `edited(text)` ISO date; `refused()`.
    """

    edited = Signal(str)
    refused = Signal()

    def __init__(self, name: str, label: str, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._popup: QWidget | None = None
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.setPlaceholderText(self.tr("年-月-日"))
        self.editor.setFixedWidth(136)
        self._edit = FinishedEdit(self.editor, lambda text: read_date(text, today()))
        self._edit.finished.connect(self.edited)
        self._edit.refused.connect(self.refused)
        self.editor.editingFinished.connect(lambda: self._edit.show(self._edit.standing))
        pick = Pill("", "tool", f"{name}.calendar", icon="calendar")
        pick.setAccessibleName(self.tr("{label}：从日历选").format(label=label))
        pick.setToolTip(self.tr("从日历选"))
        pick.setFixedWidth(44)
        pick.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.editor)
        row.addWidget(pick)
        row.addStretch(1)
        self._pick = pick

    def show_value(self, value: str) -> None:
        """Show the saved date."""
        self._edit.show(value)

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last value told was not kept."""
        self._edit.forget()

    def _open(self) -> None:
        popup = QWidget(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setSelectedDate(
            QDate.fromString(self._edit.standing or self._today().isoformat(), Qt.DateFormat.ISODate)
        )
        calendar.activated.connect(lambda day: self._picked(day, popup))
        calendar.clicked.connect(lambda day: self._picked(day, popup))
        QVBoxLayout(popup).addWidget(calendar)
        popup.move(self._pick.mapToGlobal(QPoint(0, self._pick.height() + 4)))
        popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate, popup: QWidget) -> None:
        popup.close()
        self.editor.setText(day.toString(Qt.DateFormat.ISODate))
        self._edit.flush()


class TimeField(QWidget):
    """One time of day: a line and “now”.

    Signals: `edited(text)` hh:mm; `refused()`.
    """

    edited = Signal(str)
    refused = Signal()

    def __init__(self, name: str, label: str, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.setPlaceholderText(self.tr("时:分"))
        self.editor.setFixedWidth(92)
        self._edit = FinishedEdit(self.editor, read_time)
        self._edit.finished.connect(self.edited)
        self._edit.refused.connect(self.refused)
        self.editor.editingFinished.connect(lambda: self._edit.show(self._edit.standing))
        button = Pill(self.tr("此刻"), "tool", f"{name}.now", icon="clock")
        button.setAccessibleName(self.tr("{label}：此刻").format(label=label))
        button.clicked.connect(self._take_now)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.editor)
        row.addWidget(button)
        row.addStretch(1)

    def show_value(self, value: str) -> None:
        """Show the saved time."""
        self._edit.show(value, value[:5])

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last value told was not kept."""
        self._edit.forget()

    def _take_now(self) -> None:
        self.editor.setText(self._now().strftime("%H:%M"))
        self._edit.flush()
