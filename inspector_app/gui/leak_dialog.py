"""A suspected leak at the gate (R-18): what the team sees of a school that was prepared; it never touches the score."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from inspector_app.gui import blocks, theme


class LeakDialog(QDialog):
    """Signals: `told(list, str)` carries the signs (leaks.SIGNS) and a note; no signs take the suspicion back."""

    told = Signal(list, str)

    def __init__(self, signs: Sequence[str], note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leak_dialog")
        self.setWindowTitle(self.tr("疑似泄密"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.scaled(520), 900))
        words = {
            "banner": self.tr("有欢迎标语、有人在门口等候"),
            "cleared": self.tr("提前清场、停课、打扫过"),
            "prepared": self.tr("备好了材料"),
            "other": self.tr("其他迹象"),
        }
        self._signs = {name: QCheckBox(text) for name, text in words.items()}
        for name, box in self._signs.items():
            box.setObjectName(f"leak_{name}")
            box.setChecked(name in signs)
        self._note = QLineEdit(note)
        self._note.setObjectName("leak_note")
        self._note.setAccessibleName(self.tr("看到了什么"))
        self._note.setPlaceholderText(self.tr("看到了什么（可不填）"))
        self._note.setMinimumHeight(theme.TARGET)
        keep = blocks.button(self.tr("记下"), "leak_keep", self._keep, "primary")
        cancel = blocks.button(self.tr("取消"), "leak_cancel", self.reject, "quiet")
        inside = blocks.column(
            blocks.label(self.tr("学校疑似提前有准备？"), "title"),
            blocks.label(self.tr("勾选看到的迹象。这一批抽查的有效性会因此注明，不影响这所学校的得分。"), wrap=True),
            *self._signs.values(),
            self._note,
            spacing=theme.S,
            margin=theme.XL,
        )
        inside.addSpacing(theme.S)
        inside.addLayout(blocks.row(None, cancel, keep))
        self.setLayout(inside)

    def _keep(self) -> None:
        signs = [name for name, box in self._signs.items() if box.isChecked()]
        self.told.emit(signs, self._note.text().strip())
        self.accept()
