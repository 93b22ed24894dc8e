"""The forms of one visit, side by side: which is open, and how far each has come."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.pill import Pill


class FormTab(NamedTuple):
    """One form: its code, its name, what is checked of how many."""

    code: str
    title: str
    done: int
    total: int


class FormSwitch(QFrame):
    """One button a form; nothing to see where a visit has one. Signals: `form_wanted(code)`."""

    form_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form_switch")
        self.setProperty("role", "panel")
        self.tabs: dict[str, Pill] = {}
        self._group = QButtonGroup(self)
        self._line = blocks.row(spacing=0)
        self._line.setContentsMargins(theme.XL, 0, theme.L, theme.S)
        self.setLayout(self._line)
        self.hide()

    def show_forms(self, tabs: Sequence[FormTab], current: str) -> None:
        """Show these forms; the current one is pressed."""
        if [tab.code for tab in tabs] != list(self.tabs):
            self._build(tabs)
        for tab in tabs:
            self.show_counts(tab)
            self.tabs[tab.code].setChecked(tab.code == current)
        self.setVisible(len(tabs) > 1)

    def show_counts(self, tab: FormTab) -> None:
        """Say how far one form has come."""
        if tab.code in self.tabs:
            words = self.tr("{title}  {done}/{total}").format(title=tab.title, done=tab.done, total=tab.total)
            self.tabs[tab.code].setText(words)
            self.tabs[tab.code].setAccessibleName(words)

    def _build(self, tabs: Sequence[FormTab]) -> None:
        blocks.empty(self._line)
        self.tabs = {}
        for number, tab in enumerate(tabs):
            pill = Pill(tab.title, "segment", f"form_{tab.code}", checkable=True)
            pill.setProperty("edge", "first" if number == 0 else "last" if number == len(tabs) - 1 else "")
            pill.setToolTip(self.tr("换表（Ctrl+Tab）"))
            pill.clicked.connect(lambda _on=False, code=tab.code: self.form_wanted.emit(code))
            self._group.addButton(pill)
            self.tabs[tab.code] = pill
            self._line.addWidget(pill)
        self._line.addStretch(1)
