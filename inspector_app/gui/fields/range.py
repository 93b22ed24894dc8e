"""A number from a scale: a slider for hand and arrow keys, and the number itself to type."""

from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.finished import QUIET_MS, FinishedEdit
from inspector_app.gui.models.typed import read_number


class CalmSlider(QSlider):
    """A slider that leaves the wheel to the page: scrolling past it must change no answer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page."""
        event.ignore()


class RangeField(QWidget):
    """One number from `first` to `last` in steps. Signals: `edited(text)`; `refused()` a number that is not on the scale."""

    edited = Signal(str)
    refused = Signal()

    def __init__(
        self, name: str, label: str, unit: str, scale: tuple[str, str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first, self._last, step = (Decimal(one) for one in scale)
        self._step = abs(step) if self._last >= self._first else -abs(step)
        self._showing = False
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(f"{label} {unit}".strip())
        self.editor.setProperty("role", "number")
        self.editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.editor.setFixedWidth(theme.scaled(84))
        self._edit = FinishedEdit(self.editor, self._read)
        self._edit.finished.connect(self._typed)
        self._edit.refused.connect(self.refused)
        self.slider = CalmSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName(f"{name}.slider")
        self.slider.setAccessibleName(label)
        self.slider.setRange(0, int((self._last - self._first) / self._step))
        self.slider.setPageStep(max(self.slider.maximum() // 5, 1))
        self.slider.setMinimumHeight(theme.TARGET)
        self.slider.valueChanged.connect(self._moved)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._edit.flush)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.editor)
        row.addWidget(blocks.label(f"{self._first:f}", "caption"))
        row.addWidget(self.slider, 1)
        row.addWidget(blocks.label(f"{self._last:f} {unit}".strip(), "caption"))
        self.setFocusProxy(self.editor)

    def show_value(self, value: str) -> None:
        """Show the saved number."""
        self._edit.show(value)
        self._place(value)

    def flush(self) -> None:
        """Finish an edit under way."""
        self._quiet.stop()
        self._edit.flush()

    def forget(self) -> None:
        """The last value told was not kept."""
        self._edit.forget()

    def _read(self, text: str) -> str | None:
        plain = read_number(text, decimal=True)
        if not plain:
            return plain
        number = Decimal(plain)
        low, high = sorted((self._first, self._last))
        on_scale = low <= number <= high and (number - self._first) % self._step == 0
        return f"{number.normalize():f}" if on_scale else None

    def _typed(self, value: str) -> None:
        self._place(value)
        self.edited.emit(value)

    def _place(self, value: str) -> None:
        self._showing = True
        self.slider.setValue(int((Decimal(value) - self._first) / self._step) if value else 0)
        self._showing = False

    def _moved(self, place: int) -> None:
        if not self._showing:
            self.editor.setText(f"{(self._first + place * self._step).normalize():f}")
            self._quiet.start()
