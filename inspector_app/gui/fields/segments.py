"""A few choices side by side, one of them on: language, theme, text size."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from inspector_app.gui import theme


class Segments(QWidget):
    """Exclusive buttons in one row; each carries a key. Signals: `picked(str)` the person chose another key."""

    picked = Signal(str)

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for index, (key, words) in enumerate(choices):
            button = QPushButton(words)
            button.setObjectName(f"{name}_{key}")
            button.setAccessibleName(f"{label}:{words}")
            button.setCheckable(True)
            button.setMinimumHeight(theme.TARGET)
            button.setProperty("kind", "segment")
            button.setProperty("edge", "first" if index == 0 else "last" if index == len(choices) - 1 else "")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked, picked=key: self.picked.emit(picked))
            self._group.addButton(button)
            self._buttons[key] = button
            inside.addWidget(button)
        inside.addStretch(1)

    def show_value(self, key: str) -> None:
        """Show which one is on."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def value(self) -> str:
        """Return the key that is on, "" for none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")
