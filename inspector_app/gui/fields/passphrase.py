"""A passphrase typed in secret, with an eye to look at it; and a word on how well it would hold."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from inspector_app.gui import icons, theme
from inspector_app.gui.theme import Tone

LEAST = 8


class PassphraseEdit(QLineEdit):
    """One secret line. Signals: `submitted()` Enter was pressed with something written."""

    submitted = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText(label)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMinimumHeight(theme.TARGET)
        self._eye = QToolButton(self)
        self._eye.setObjectName(f"{name}_eye")
        self._eye.setAccessibleName(self.tr("显示口令"))
        self._eye.setToolTip(self.tr("显示口令"))
        self._eye.setIcon(icons.icon("eye", theme.colours().muted, theme.colours().accent))
        self._eye.setCheckable(True)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._eye.toggled.connect(self._look)
        self.setTextMargins(0, 0, theme.TARGET, 0)
        self.returnPressed.connect(self._enter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the end of the line, a finger wide."""
        super().resizeEvent(event)
        side = min(theme.TARGET, self.height()) - 2
        self._eye.setGeometry(self.width() - side - 2, (self.height() - side) // 2, side, side)

    def _enter(self) -> None:
        if self.text():
            self.submitted.emit()

    def _look(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)


def guessable(passphrase: str) -> bool:
    """True for what would be tried first: digits alone (a birthday, 12345678), a few signs repeated."""
    return passphrase.isdigit() or len(set(passphrase)) <= 3


def strength(passphrase: str) -> tuple[int, Tone, str]:
    """Return (0…100, tone, words): length decides most, variety a little; a hint, no gate beyond LEAST and `guessable`."""
    translate = QCoreApplication.translate
    kinds = sum(
        any(test(sign) for sign in passphrase)
        for test in (
            str.isdigit,
            str.islower,
            str.isupper,
            lambda sign: not sign.isalnum(),
            lambda sign: sign > "\u2e7f",
        )
    )
    variety = len(set(passphrase))
    chinese = 20 if any(sign > "\u2e7f" for sign in passphrase) else 0
    score = min(100, min(len(passphrase), 20) * 3 + variety * 2 + max(kinds - 1, 0) * 6 + chinese)
    if len(passphrase) < LEAST:
        return min(score, 30), "fail", translate("passphrase", "太短：至少 {} 个字").format(LEAST)
    if guessable(passphrase):
        return min(score, 35), "fail", translate("passphrase", "太容易猜到：不能只用数字或重复的字")
    if score < 75:
        return score, "warning", translate("passphrase", "可以用；再长一些更好，例如四个互不相关的词")
    return score, "pass", translate("passphrase", "很好，请记牢：忘记后没有人能替您打开")
