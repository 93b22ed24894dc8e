"""A code as it is read out: five groups of five digits, each judged by itself as soon as it is whole; a paste fills them all."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.supervision import opening_code
from inspector_app.supervision.opening_code import DIGITS, GROUPS, Role


class CodeField(QWidget):
    """Five small fields named `<name>_0` … `<name>_4` and a line below that says which group is wrong.

    Signals: `changed()`.
    """

    changed = Signal()

    def __init__(self, role: Role, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role: Role = role
        self._groups: list[QLineEdit] = []
        line = blocks.row(spacing=theme.S)
        for at in range(GROUPS):
            group = QLineEdit()
            group.setObjectName(f"{name}_{at}")
            group.setAccessibleName(self.tr("{}，第 {} 组").format(label, at + 1))
            group.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            group.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
            group.setMinimumHeight(theme.TARGET)
            group.setFixedWidth(theme.scaled(84))
            group.textChanged.connect(lambda _text, place=at: self._typed(place))
            group.installEventFilter(self)
            self._groups.append(group)
            line.addWidget(group)
        line.addStretch(1)
        self._words = blocks.label("", "caption", name=f"{name}_words")
        self.setLayout(blocks.column(line, self._words, spacing=theme.XS))
        self.setFocusProxy(self._groups[0])
        self._judge()

    @property
    def text(self) -> str:
        """Return all that is typed, group after group."""
        return " ".join(group.text() for group in self._groups)

    @property
    def is_right(self) -> bool:
        """True when all five groups are whole and check."""
        return bool(opening_code.read(self.text, self._role))

    def clear(self) -> None:
        """Empty all groups."""
        for group in self._groups:
            group.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in an empty group goes back into the group before."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
        ):
            at = next((at for at, group in enumerate(self._groups) if group is watched), 0)
            if at and not self._groups[at].text():
                self._groups[at - 1].setFocus()
                self._groups[at - 1].backspace()
                return True
        return super().eventFilter(watched, event)

    def _typed(self, place: int) -> None:
        group = self._groups[place]
        typed = opening_code.digits(group.text()) or "".join(
            one for one in group.text() if one.isascii() and one.isdigit()
        )
        if len(typed) > DIGITS:
            for at, start in zip(range(place, GROUPS), range(0, len(typed), DIGITS), strict=False):
                self._put(at, typed[start : start + DIGITS])
        else:
            self._put(place, typed)
        full = next((at for at in range(place, GROUPS) if len(self._groups[at].text()) < DIGITS), GROUPS - 1)
        if group.hasFocus() and len(group.text()) == DIGITS and full != place:
            self._groups[full].setFocus()
        self._judge()
        self.changed.emit()

    def _put(self, at: int, digits: str) -> None:
        group = self._groups[at]
        if group.text() != digits:
            group.blockSignals(True)
            group.setText(digits)
            group.blockSignals(False)

    def _judge(self) -> None:
        padded = "".join(group.text().ljust(DIGITS, "0") for group in self._groups)
        states = opening_code.group_states(padded, self._role)
        whole = [len(group.text()) == DIGITS for group in self._groups]
        wrong = [at + 1 for at, state in enumerate(states) if whole[at] and state == "wrong"]
        for at, group in enumerate(self._groups):
            theme.set_tone(group, "fail" if at + 1 in wrong else "pass" if whole[at] else "")
        other = opening_code.belongs_to(self.text)
        tone: theme.Tone = ""
        if other is not None and other != self._role:
            words, tone = self.tr("这是另一栏的口令，请换一栏填。"), "fail"
        elif wrong:
            listed = self.tr("、").join(str(one) for one in wrong)
            words, tone = self.tr("第 {} 组不对，请让对方再念一遍这一组。").format(listed), "fail"
        elif all(whole):
            words, tone = self.tr("五组都核对无误。"), "pass"
        else:
            words = self.tr("五组数字，每组五位；念一组填一组，错一位当场看得出。")
        self._words.setText(words)
        theme.set_tone(self._words, tone)
