"""Asking for one person's ink: what the signature means, who signs, the pad; nothing is kept until it is accepted."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from inspector_app.actions.signing import Signer
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.ink import InkPad


class InkDialog(QDialog):
    """Signals: `signed(object, object)` carries the Signer (with the head's name filled in) and the strokes."""

    signed = Signal(object, object)

    def __init__(self, signer: Signer, digest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ink_dialog")
        self.setWindowTitle(self.tr("签名"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.scaled(940), 1280), min(theme.scaled(620), 700))
        self._signer = signer
        self._name = _line("ink_name", self.tr("姓名"), signer.name)
        self._title = _line("ink_title", self.tr("职务"), signer.title)
        self._pad = InkPad()
        self._pad.changed.connect(self._judge)
        self._name.textChanged.connect(lambda _text: self._judge())
        head = signer.role == "head"
        meaning = (
            self.tr("签字表示已知悉并收到本记录，不等于同意全部内容；如有异议，可在 5 个工作日内书面提出。")
            if head
            else self.tr("签字表示本人参加了这次检查，记录与所见一致。")
        )
        who = self.tr("学校负责人签名") if head else self.tr("{} 签名").format(signer.name)
        top = blocks.row(blocks.label(who, "title"), None, spacing=theme.M)
        if not head:
            top.addWidget(blocks.label(signer.title, "chip", "accent"))
        inside = blocks.column(top, blocks.label(meaning, wrap=True), spacing=theme.M, margin=theme.XL)
        if head:
            line = blocks.row(self._name, self._title, spacing=theme.M)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            inside.addLayout(line)
        inside.addWidget(self._pad, 1)
        code = blocks.label(self.tr("内容校验码 {}").format(digest[:8]), "mono", name="ink_digest")
        code.setToolTip(digest)
        self._undo = blocks.button(self.tr("退一笔"), "ink_undo", self._pad.undo, "quiet", "undo")
        self._clear = blocks.button(self.tr("重签"), "ink_clear", self._pad.clear, "quiet", "trash")
        cancel = blocks.button(self.tr("取消"), "ink_cancel", self.reject, "quiet")
        self._accept = blocks.button(self.tr("确认签名"), "ink_accept", self._take, "primary", "check")
        for button in (self._undo, self._clear, cancel, self._accept):
            button.setAutoDefault(False)
        inside.addLayout(blocks.row(self._undo, self._clear, theme.L, code, None, cancel, self._accept))
        self.setLayout(inside)
        self._judge()
        (self._name if head else self._pad).setFocus()

    def _judge(self) -> None:
        written = not self._pad.is_empty
        self._undo.setEnabled(written)
        self._clear.setEnabled(written)
        self._accept.setEnabled(written and bool(self._name.text().strip()))

    def _take(self) -> None:
        signer = replace(self._signer, name=self._name.text().strip(), title=self._title.text().strip())
        self.signed.emit(signer, self._pad.strokes())
        self._pad.clear()
        self.accept()


def _line(name: str, label: str, value: str) -> QLineEdit:
    result = QLineEdit(value)
    result.setObjectName(name)
    result.setAccessibleName(label)
    result.setPlaceholderText(label)
    result.setMinimumHeight(theme.TARGET)
    return result
