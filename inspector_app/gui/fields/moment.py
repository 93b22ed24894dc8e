"""A day with its time of day on one line, and “now”; coordinates on another."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.actions.wording import moment
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.finished import FinishedEdit
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.typed import read_moment, read_places


class MomentField(QWidget):
    """One dateTime. Signals: `edited(text)` ISO with offset; `refused()`."""

    edited = Signal(str)
    refused = Signal()

    def __init__(self, name: str, label: str, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.setPlaceholderText(self.tr("年-月-日 时:分"))
        self.editor.setFixedWidth(theme.scaled(184))
        self._edit = FinishedEdit(self.editor, self._read)
        self._edit.finished.connect(self.edited)
        self._edit.refused.connect(self.refused)
        self.editor.editingFinished.connect(lambda: self.show_value(self._edit.standing))
        button = Pill(self.tr("此刻"), "tool", f"{name}.now", icon="clock")
        button.setAccessibleName(self.tr("{label}：此刻").format(label=label))
        button.clicked.connect(self._take_now)
        self.setLayout(blocks.row(self.editor, button, None))
        self.setFocusProxy(self.editor)

    def show_value(self, value: str) -> None:
        """Show the saved moment."""
        self._edit.show(value, moment(value))

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last value told was not kept."""
        self._edit.forget()

    def _read(self, text: str) -> str | None:
        standing = self._edit.standing if hasattr(self, "_edit") else ""
        if standing and text == moment(standing):
            return standing  # its seconds are not shown, and stay
        return read_moment(text, self._now().date(), self._now().isoformat()[-6:])

    def _take_now(self) -> None:
        self.editor.setText(self._now().strftime("%Y-%m-%d %H:%M"))
        self._edit.flush()


class PlaceField(QWidget):
    """Coordinates typed in. Signals: `edited(text)` as ODK writes them; `refused()`."""

    edited = Signal(str)
    refused = Signal()

    def __init__(self, name: str, label: str, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        words = self.tr("纬度 经度；纬度 经度；…") if several else self.tr("纬度 经度 [海拔 精度]，如 25.07 109.39")
        self.editor.setPlaceholderText(words)
        self._edit = FinishedEdit(self.editor, lambda text: read_places(text, several))
        self._edit.finished.connect(self.edited)
        self._edit.refused.connect(self.refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.editor)
        if several:
            column.addWidget(
                blocks.label(self.tr("电脑上不能描线，只能键入各点坐标，用分号隔开"), "caption", tone="warning")
            )
        self.setFocusProxy(self.editor)

    def show_value(self, value: str) -> None:
        """Show the saved coordinates."""
        self._edit.show(value)

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last value told was not kept."""
        self._edit.forget()
