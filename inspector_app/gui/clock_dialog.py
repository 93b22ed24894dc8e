"""Unlocking the clock (R-16) by phone: what to tell the office, its code, and the time it says it is."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from inspector_app.actions import clock_lock, setup
from inspector_app.actions.clock_lock import ClockLock
from inspector_app.errors import Problem
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.code import CodeField
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace


class ClockDialog(QDialog):
    """Signals: `unlocked()`."""

    unlocked = Signal()

    def __init__(self, ws: Workspace, runner: Runner, lock: ClockLock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clock_dialog")
        self.setWindowTitle(self.tr("解锁时钟"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.scaled(620), 1000))
        self._ws, self._runner, self._lock = ws, runner, lock
        self._code = CodeField("unlock", "unlock_code", self.tr("解锁口令"))
        self._told = QLineEdit()  # empty: the machine's own time is what cannot be believed
        self._told.setPlaceholderText("2026-11-24 07:05")
        self._told.setObjectName("unlock_told")
        self._told.setAccessibleName(self.tr("督导室说的现在时刻"))
        self._told.setMinimumHeight(theme.TARGET)
        self._told.setFixedWidth(theme.scaled(220))
        self._banner = Banner("unlock_problem_clock")
        self._hint = blocks.label("", "caption", name="unlock_hint", wrap=True)
        self._unlock = blocks.button(self.tr("解锁"), "unlock_clock", self._try, "primary")
        cancel = blocks.button(self.tr("取消"), "unlock_cancel", self.reject, "quiet")
        cancel.setAutoDefault(False)
        for change in (self._code.changed, self._told.textChanged):
            change.connect(self._judge)
        tell = self.tr("请打电话给督导室，报本机编号 {device}，第 {number} 次锁定。").format(
            device=lock.device, number=lock.number
        )
        buttons = blocks.row(self._hint, cancel, self._unlock)
        buttons.setStretch(0, 1)
        inside = blocks.column(
            blocks.label(self.tr("解锁时钟"), "title"),
            blocks.label(tell, "strong", name="unlock_tell", wrap=True),
            blocks.label(
                self.tr("一组口令只管这台电脑的这一次锁定。电池没电、时钟回到旧年份的，也这样解锁。"), wrap=True
            ),
            spacing=theme.M,
            margin=theme.XL,
        )
        if setup.has_sample_bureau(ws):
            self._call = blocks.button(self.tr("给样例督导室打电话"), "sample_unlock", self._ask_office, "", "info")
            self._call.setAutoDefault(False)
            self._said = blocks.label("", "strong", name="sample_unlock_code")
            self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addLayout(blocks.row(self._call, self._said, None, spacing=theme.M))
        inside.addWidget(blocks.label(self.tr("解锁口令"), "strong"))
        inside.addWidget(self._code)
        inside.addWidget(blocks.label(self.tr("督导室说的现在时刻"), "strong"))
        inside.addWidget(self._told)
        inside.addWidget(self._banner)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self._judge()

    def _ask_office(self) -> None:
        ws, number = self._ws, self._lock.number
        self._runner.start(lambda: setup.sample_unlock_code(ws, number), self._said.setText, self._refused)

    def _judge(self) -> None:
        words = ""
        if not self._code.is_right:
            words = self.tr("请把解锁口令填全")
        elif self._time() is None:
            words = self.tr("时刻请写成 2026-11-24 07:05 的样子")
        self._hint.setText(words)
        self._unlock.setEnabled(not words)

    def _time(self) -> datetime | None:
        try:
            told = datetime.fromisoformat(self._told.text().strip())
        except ValueError:
            return None
        return told.replace(tzinfo=told.tzinfo or self._ws.now().tzinfo)

    def _try(self) -> None:
        ws, code, told = self._ws, self._code.text, self._time()
        if told is not None:
            self._banner.clear()
            self._runner.start(lambda: clock_lock.unlock(ws, code, ws.person, told), self._done, self._refused)

    def _done(self, _nothing: None) -> None:
        self.unlocked.emit()
        self.accept()

    def _refused(self, problem: Problem) -> None:
        self._banner.show_problem(problem)
        blocks.grow(self)
