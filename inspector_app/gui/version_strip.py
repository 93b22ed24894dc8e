"""What the Visit page says about the version of its form: a newer one to look at, and what of the old one has no place."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.actions import migrating
from inspector_app.actions.answering import Sitting
from inspector_app.actions.migrating import Preview
from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.gui import blocks, language
from inspector_app.gui.runner import Runner
from inspector_app.gui.version_bar import VersionBar
from inspector_app.gui.version_dialog import LeftOverDialog, VersionDialog
from inspector_app.gui.visit_header import padded


class VersionStrip(QWidget):
    """The bars and the dialogs behind them.

    Signals: `changed(datetime)` the draft was moved, at that time; `refused(Problem)`.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._sitting: Sitting | None = None
        self._new: Form | None = None
        self.newer = VersionBar("version_newer")
        self.left = VersionBar("version_left")
        self.newer.wanted.connect(self.look)
        self.left.wanted.connect(self._read_left)
        self.setLayout(blocks.column(padded(self.newer), padded(self.left), spacing=0))
        shortcut = QShortcut(QKeySequence("Ctrl+U"), self)
        shortcut.activated.connect(self.look)

    def show_sitting(self, sitting: Sitting) -> None:
        """Say what there is to say about this visit's form."""
        self._sitting = sitting
        self._new = migrating.offered(sitting)
        if self._new is None:
            self.newer.hide()
        else:
            what = self.tr("表有新版（{}）").format(self._new.edition)
            why = self.tr("本次检查用的是 {}，换不换由您定（Ctrl+U）").format(sitting.form.edition)
            self.newer.say("accent", what, why, self.tr("看看有什么变化"))
        count = sum(len(one.lines) for one in sitting.leftovers())
        if count:
            what = self.tr("旧版所答，新版无此项：{} 条").format(count)
            self.left.say("", what, self.tr("不计分，不会丢，记录里照印"), self.tr("查看"))
        else:
            self.left.hide()

    def look(self) -> None:
        """Show what moving to the newer version would do."""
        sitting, new = self._sitting, self._new
        if sitting is None or new is None:
            return
        focus = self.window().focusWidget()
        if focus is not None:
            focus.clearFocus()  # an edit under way is written first
        speech = language.current()
        self._runner.start(
            lambda: migrating.preview(sitting.record, new.form_id, new.version, speech),
            self._show_preview,
            self.refused.emit,
        )

    def _show_preview(self, preview: Preview) -> None:
        dialog = VersionDialog(preview, self)
        dialog.moved.connect(self._move)
        dialog.stayed.connect(self._stay)
        dialog.open()

    def _move(self, version: str) -> None:
        assert self._sitting is not None
        try:
            at: datetime = migrating.migrate_here(self._sitting, version)
        except Problem as problem:
            self.refused.emit(problem)
            return
        self.changed.emit(at)

    def _stay(self) -> None:
        assert self._sitting is not None
        assert self._new is not None
        migrating.stay(self._sitting, self._new)
        self.show_sitting(self._sitting)

    def _read_left(self) -> None:
        assert self._sitting is not None
        before = self._sitting.former
        LeftOverDialog(before.edition if before else "", self._sitting.leftovers(), self).open()
