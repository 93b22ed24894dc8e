"""A Problem said to a person: what, where, what to do; and a calm word when the fault is the program's own."""

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QPlainTextEdit, QSizePolicy, QWidget

from inspector_app.errors import Problem
from inspector_app.gui import blocks, language, theme
from inspector_app.gui.theme import Tone

_ICONS: dict[Tone, str] = {"fail": "error", "warning": "warning", "pass": "ok", "accent": "info"}


class Banner(QFrame):
    """A message inside a page: it stays until it is closed or replaced, and never takes the focus.

    Signals: `closed()`.
    """

    closed = Signal()

    def __init__(self, name: str = "problem_banner", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon = blocks.label("")
        self._what = blocks.label("", "strong", name=f"{name}_what", wrap=True)
        self._where = blocks.label("", "caption", name=f"{name}_where", wrap=True)
        self._remedy = blocks.label("", name=f"{name}_remedy", wrap=True)
        for words in (self._what, self._where, self._remedy):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = blocks.button("", f"{name}_close", self.clear, "quiet", "cross")
        close.setAccessibleName(self.tr("关闭提示"))
        close.setFixedWidth(theme.TARGET)
        lines = blocks.column(self._what, self._remedy, self._where, spacing=theme.XS)
        inside = blocks.row(spacing=theme.M)
        inside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(lines, 1)
        inside.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        inside.setContentsMargins(theme.L, theme.M, theme.S, theme.M)
        self.setLayout(inside)
        self.hide()

    def show_problem(self, problem: Problem) -> None:
        """Say what happened, where, and what to do."""
        speech = language.current()
        where = self.tr("位置：{}").format(problem.where) if problem.where else ""
        self.say("fail", problem.what(speech), problem.remedy(speech), where)

    def say(self, tone: Tone, what: str, remedy: str = "", where: str = "") -> None:
        """Show any message in a tone."""
        theme.set_tone(self, tone)
        tokens = theme.colours()
        picture = blocks.picture(_ICONS.get(tone, "info"), tokens.of_tone(tone)[0], 24)
        self._icon.setPixmap(picture.pixmap())
        for words, text in ((self._what, what), (self._remedy, remedy), (self._where, where)):
            words.setText(text)
            words.setVisible(bool(text))
        self.setAccessibleName(what)
        self.show()

    def clear(self) -> None:
        """Take the message away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()
        self.hide()


class UnexpectedDialog(QDialog):
    """Says that the program erred, that saved work is safe, and keeps the technical lines for whoever asks."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unexpected_dialog")
        self.setWindowTitle(self.tr("程序出了差错"))
        self.setMinimumWidth(560)
        self._details = QPlainTextEdit(details)
        self._details.setObjectName("unexpected_details")
        self._details.setReadOnly(True)
        self._details.setMinimumHeight(200)
        self._details.hide()
        text = self.tr(
            "刚才这一步没有做完，原因在程序本身，不在您。显示“已保存”的内容都在，不受影响。"
            "请再试一次；如果又出现，请把技术细节复制给技术人员。"
        )
        show = blocks.button(self.tr("技术细节"), "unexpected_show", self._details.show, "quiet")
        copy = blocks.button(self.tr("复制"), "unexpected_copy", self._copy, "quiet", "copy")
        close = blocks.button(self.tr("知道了"), "unexpected_close", self.accept, "primary")
        inside = blocks.column(
            blocks.label(self.tr("这一步没有做完"), "title"),
            blocks.label(text, wrap=True),
            self._details,
            blocks.row(show, copy, None, close),
            spacing=theme.L,
            margin=theme.XL,
        )
        self.setLayout(inside)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details.toPlainText())


def install_excepthook(parent: Callable[[], QWidget | None]) -> None:
    """Let exceptions that nobody caught speak calmly; the technical lines also go to stderr."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if QCoreApplication.instance() is None or issubclass(kind, KeyboardInterrupt):
            return
        show_exception(error, parent())

    sys.excepthook = hook


def show_exception(error: BaseException, parent: QWidget | None) -> None:
    """Open the calm dialog for `error`, or add nothing when one is open already (a fault in a paint event repeats)."""
    if any(isinstance(one, UnexpectedDialog) and one.isVisible() for one in QApplication.topLevelWidgets()):
        return
    details = "".join(traceback.format_exception(error))
    dialog = UnexpectedDialog(details, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
