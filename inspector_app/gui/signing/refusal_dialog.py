"""The school does not sign (R-40): who, in their own words, and the witness or the video that shows it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.actions.refusal import Refusal
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.ink import InkPad


class RefusalDialog(QDialog):
    """Signals: `refused(object)` carries the Refusal."""

    refused = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal_dialog")
        self.setWindowTitle(self.tr("记录拒签"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.scaled(1080), 1280), min(theme.scaled(560), 700))
        self._now = now
        self._words = QPlainTextEdit()
        self._words.setObjectName("refusal_words")
        self._words.setAccessibleName(self.tr("自述理由（原话）"))
        self._words.setPlaceholderText(self.tr("照原话记；对方没有说明的，写“未说明理由”"))
        self._words.setTabChangesFocus(True)
        self._words.setMinimumHeight(theme.scaled(64))
        self._words.setMaximumHeight(theme.scaled(96))
        self._lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setSpacing(theme.M)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("拒签人"), self._line("who", self.tr("姓名、职务")))
        form.addRow(self.tr("自述理由"), self._words)
        form.addRow(self.tr("见证人"), self._line("witness_name", self.tr("姓名")))
        form.addRow(self.tr("身份"), self._line("witness_identity", self.tr("如：村委会干部、家长委员会成员")))
        form.addRow(self.tr("联系方式"), self._line("witness_contact", self.tr("电话")))
        form.addRow(self.tr("影像编号"), self._line("video_number", self.tr("没有见证人时必填")))
        self._hint = blocks.label("", "caption", name="refusal_hint", wrap=True)
        self._accept = blocks.button(self.tr("记下拒签"), "refusal_accept", self._take, "danger")
        cancel = blocks.button(self.tr("取消"), "refusal_cancel", self.reject, "quiet")
        self._accept.setAutoDefault(False)
        self._words.textChanged.connect(self._judge)
        inside = blocks.column(
            blocks.label(self.tr("学校没有签字"), "title"),
            blocks.label(self.tr("拒签不影响记录的效力：写明情况，由见证人或影像证明，记录照常出具。"), wrap=True),
            theme.XS,
            spacing=theme.M,
            margin=theme.XL,
        )
        self._pad = InkPad()
        self._clear = blocks.button(self.tr("重签"), "refusal_ink_clear", self._pad.clear, "quiet", "trash")
        hand = blocks.column(
            blocks.row(blocks.label(self.tr("见证人签字"), "heading"), None, self._clear), spacing=theme.S
        )
        hand.addWidget(self._pad, 1)
        sides = blocks.row(spacing=theme.XL)
        sides.addLayout(form, 1)
        sides.addLayout(hand, 1)
        inside.addLayout(sides, 1)
        buttons = blocks.row(self._hint, cancel, self._accept)
        buttons.setStretch(0, 1)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self._judge()

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"refusal_{name}")
        line.setAccessibleName(hint)
        line.setPlaceholderText(hint)
        line.setMinimumHeight(theme.TARGET)
        line.textChanged.connect(lambda _text: self._judge())
        self._lines[name] = line
        return line

    def _judge(self) -> None:
        said = {name: line.text().strip() for name, line in self._lines.items()}
        missing = ""
        if not said["who"] or not self._words.toPlainText().strip():
            missing = self.tr("请写拒签人和理由")
        elif not said["witness_name"] and not said["video_number"]:
            missing = self.tr("请写见证人，或影像编号")
        elif said["witness_name"] and not (said["witness_identity"] and said["witness_contact"]):
            missing = self.tr("请写见证人的身份和联系方式，有争议时才找得到人")
        self._hint.setText(missing)
        self._accept.setEnabled(not missing)

    def _take(self) -> None:
        said = {name: line.text().strip() for name, line in self._lines.items()}
        words = self._words.toPlainText().strip()
        strokes = tuple(tuple(tuple(point) for point in stroke) for stroke in self._pad.strokes())
        at = self._now().isoformat(timespec="seconds")
        self.refused.emit(Refusal(words=words, at=at, witness_strokes=strokes, **said))
        self.accept()
