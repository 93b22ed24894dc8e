"""The three verdicts of an item: 合格 / 不合格 / 不适用; the last one counts only with a reason."""

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from inspector_app.gui.fields.finished import FinishedEdit
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.fields.pill import Pill


class VerdictField(QWidget):
    """Pass, fail and not applicable for one item.

    Signals: `chosen(verdict, na_reason)`, verdict "pass" "fail" "na" or "" (taken back). For items judged by their data
    (`own` False) only 不适用 is offered.
    """

    chosen = Signal(str, str)

    def __init__(self, code: str, own: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        self._verdict = ""
        self._reason = ""
        self._since = QElapsedTimer()
        self._reasons: QWidget | None = None
        self.buttons = {
            "pass": _button(self.tr("合格"), "pass", code, "check", "passed"),
            "fail": _button(self.tr("不合格"), "fail", code, "cross", "failed"),
            "na": _button(self.tr("不适用"), "na", code, "minus", "na"),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, (verdict, button) in enumerate(self.buttons.items(), 1):
            button.setToolTip(self.tr("按键 {key}").format(key=key))
            button.clicked.connect(lambda _on, verdict=verdict: self._clicked(verdict))
            row.addWidget(button)
            button.setHidden(not own and verdict != "na")

    def show_verdict(self, verdict: str, na_reason: str) -> None:
        """Show the saved verdict."""
        self._verdict, self._reason = verdict, na_reason
        self._mark(verdict)

    def choose(self, verdict: str) -> None:
        """Take a verdict as the keys do: the same one again changes nothing; 不适用 first asks for the reason."""
        self._since.start()
        if verdict == "na" and not (self._verdict == "na" and self._reason):
            self._mark("na")
            self.chosen.emit("na", "")
        elif verdict != self._verdict:
            self._mark(verdict)
            self.chosen.emit(verdict, "")
        else:
            self._mark(verdict)

    def _clicked(self, verdict: str) -> None:
        again = verdict == self._verdict
        double = self._since.isValid() and self._since.elapsed() < QApplication.doubleClickInterval()
        if again and not double:
            self._since.start()
            self._mark("")
            self.chosen.emit("", "")
        else:
            self.choose(verdict)

    def _mark(self, verdict: str) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == verdict)


def _button(words: str, verdict: str, code: str, icon: str, ink: str) -> Pill:
    return Pill(words, f"verdict-{verdict}", f"{code}.{verdict}", checkable=True, icon=icon, ink=ink, on_ink="surface")


class NaReason(QFrame):
    """Asks why an item does not apply: usual reasons to choose from, or own words.

    Signals: `given(reason)` once a reason was chosen or typed; `cancelled()`.
    """

    given = Signal(str)
    cancelled = Signal()

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sunken")
        self._chips: list[Pill] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(QLabel(self.tr("为什么不适用？选一条或写一句，写了才生效")))
        chips = QWidget()
        flow = FlowLayout(chips)
        for number, reason in enumerate(self._usual()):
            chip = Pill(reason, "choice", f"{code}.na_reason_{number}")
            chip.clicked.connect(lambda _on, reason=reason: self._give(reason))
            flow.addWidget(chip)
            self._chips.append(chip)
        column.addWidget(chips)
        line = QHBoxLayout()
        self.words = QLineEdit()
        self.words.setObjectName(f"{code}.na_reason")
        self.words.setAccessibleName(self.tr("不适用的理由"))
        self.words.setPlaceholderText(self.tr("其他理由"))
        self._edit = FinishedEdit(self.words)
        self._edit.finished.connect(self._give)
        cancel = Pill(self.tr("取消"), "quiet", f"{code}.na_cancel")
        cancel.clicked.connect(self.cancelled)
        line.addWidget(self.words, 1)
        line.addWidget(cancel)
        column.addLayout(line)

    def first(self) -> QWidget:
        """Return what takes the focus: the first usual reason."""
        return self._chips[0]

    def show_reason(self, reason: str) -> None:
        """Show the saved reason."""
        self._edit.show(reason)

    def _give(self, reason: str) -> None:
        if reason:
            self.given.emit(reason)

    def _usual(self) -> tuple[str, ...]:
        return (
            self.tr("学校没有此项设施或业务"),
            self.tr("不在检查时段"),
            self.tr("为安全或秩序未测"),
            self.tr("检查人员条件不符"),
            self.tr("样本不足"),
        )
