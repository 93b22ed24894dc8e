"""Opening the workspace: one passphrase, checked in the background, a wrong one said calmly."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from inspector_app.actions import setup
from inspector_app.errors import Problem
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.passphrase import PassphraseEdit
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace


class Unlock(QWidget):
    """Asks for the passphrase of the workspace in `folder`.

    Signals: `unlocked(object)` carries the Workspace; `other_wanted()` another folder or a first start is wanted.
    """

    unlocked = Signal(object)

    def __init__(self, folder: Path, runner: Runner | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unlock")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("督查通"))
        self._folder = folder
        self._runner = runner or Runner(self)
        tokens = theme.colours()
        self._passphrase = PassphraseEdit("unlock_passphrase", self.tr("口令"))
        self._passphrase.submitted.connect(self._open)
        self._button = blocks.button(self.tr("打开"), "unlock_open", self._open, "primary")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._banner = Banner("unlock_problem")
        self._place = blocks.label(str(folder), "caption", name="unlock_folder", wrap=True)
        card, inside = blocks.card("unlock_card", margin=theme.XL + theme.S, spacing=theme.L)
        card.setFixedWidth(theme.scaled(440))
        inside.addWidget(blocks.picture("shield", tokens.accent, 44), 0, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(
            blocks.column(
                blocks.label(self.tr("打开督查通"), "title"),
                blocks.label(self.tr("这台电脑上的检查内容已加密，用您设的口令打开。"), "muted", wrap=True),
                spacing=theme.XS,
            )
        )
        inside.addWidget(self._passphrase)
        inside.addWidget(self._banner)
        inside.addWidget(self._progress)
        inside.addWidget(self._button)
        inside.addWidget(blocks.rule())
        inside.addLayout(blocks.column(blocks.label(self.tr("存放位置"), "caption"), self._place, spacing=theme.XS))
        middle = blocks.column(None, spacing=0)
        middle.addLayout(blocks.row(None, card, None))  # an alignment flag would deny wrapped text its height
        middle.addStretch(1)
        self.setLayout(middle)
        self._busy(False)
        self._passphrase.setFocus()

    def _open(self) -> None:
        words = self._passphrase.text()
        if not words:
            self._passphrase.setFocus()
            return
        self._banner.clear()
        self._busy(True)
        self._runner.start(lambda: setup.unlock(self._folder, words), self._opened, self._refused, on_end=self._rest)

    def _opened(self, ws: Workspace) -> None:
        self._passphrase.clear()
        self.unlocked.emit(ws)

    def _refused(self, problem: Problem) -> None:
        self._banner.show_problem(problem)
        self._passphrase.selectAll()
        self._passphrase.setFocus()

    def _rest(self) -> None:
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self._passphrase.setEnabled(not busy)
        self._button.setEnabled(not busy)
        self._button.setText(self.tr("正在打开…") if busy else self.tr("打开"))
