"""One question of a survey as a row: what is asked at the left, the answer at the right, what is wrong below it."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.file import FileField
from inspector_app.gui.fields.making import ONLY_READ, Field, make_field
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.views import AskedView, FieldView

LEFT, RIGHT = 2, 3


class QuestionRow(QWidget):
    """One question; `code` names its controls. Signals: `grown()` something opened under the person's hand."""

    grown = Signal()

    def __init__(self, view: AskedView, code: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert view.field is not None
        self.view: FieldView = view.field
        self._code, self._desk, self._refused = code, desk, ""
        self.setProperty("role", "clear")
        self.field: Field | None = None
        self._heading = blocks.label(view.heading, "caption")
        self._heading.setVisible(bool(view.heading))
        self._label = blocks.label("", "strong" if self.view.kind != "note" else "", wrap=True)
        self._owed = blocks.label(self.tr("必答"), "chip", tone="accent")
        self._hint = blocks.label("", "caption", wrap=True)
        self._guide = Pill(self.tr("详细说明"), "tool-quiet", f"{code}.guide", icon="chevron-right")
        self._guide.clicked.connect(self._toggle)
        self._guidance = blocks.label("", "caption", wrap=True)
        self._guidance.hide()
        self._problem = blocks.label("", "caption", name=f"{code}.problem", wrap=True)
        self._shown = blocks.label("", "strong", name=code, wrap=True)
        left = blocks.column(self._heading, spacing=theme.XS)
        line = blocks.row(spacing=theme.S)
        line.addWidget(self._label, 1)
        line.addWidget(self._owed, 0, Qt.AlignmentFlag.AlignTop)
        left.addLayout(line)
        left.addWidget(self._hint)
        left.addWidget(self._guide, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self._guidance)
        left.addStretch(1)
        self._right = blocks.column(spacing=theme.XS)
        self._right.addWidget(self._shown)
        self._right.addWidget(self._problem)
        self._right.addStretch(1)
        both = blocks.row(spacing=theme.XL)
        both.addLayout(left, LEFT)
        if self.view.kind != "note":
            both.addLayout(self._right, RIGHT)
        else:
            self._shown.setParent(self)
            self._problem.setParent(self)
            self._shown.hide()
        self.setLayout(both)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_view(view)

    def show_view(self, view: AskedView) -> None:
        """Show the answer as it stands, and what is wrong with it."""
        assert view.field is not None
        before, self.view = self.view, view.field
        only_read = self.view.kind in ONLY_READ or self.view.readonly
        if only_read or self.field is None or before.choices != self.view.choices:
            self._change_editor(only_read)
        self._label.setText(view.title)
        self._hint.setText(self.view.hint)
        self._hint.setVisible(bool(self.view.hint))
        self._guidance.setText(self.view.guidance)
        self._guide.setVisible(bool(self.view.guidance))
        self._owed.setVisible(self.view.required and not self.view.value and not only_read)
        if self.field is not None:
            self.field.show_value(self.view.value)
            self.field.setEnabled(not view.locked)
        else:
            self._shown.setText(f"{self.view.shown or '—'} {self.view.unit if self.view.value else ''}".strip())
        self._say()

    def stop(self) -> QWidget | None:
        """Return the control that takes the focus, None for what is only read."""
        if self.field is None or not self.field.isEnabled() or self.isHidden():
            return None
        target = getattr(self.field, "editor", None)
        if isinstance(target, QWidget):
            return target
        return self.field.focusProxy()

    def take_focus(self) -> None:
        """Put the focus into the editor, its text selected so that typing replaces it."""
        target = self.stop()
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if hasattr(target, "selectAll"):
                target.selectAll()

    def flush(self) -> None:
        """Finish an edit under way."""
        if self.field is not None:
            self.field.flush()

    def _change_editor(self, only_read: bool) -> None:
        focused = False
        if self.field is not None:
            now = QApplication.focusWidget()
            focused = now is not None and self.field.isAncestorOf(now)
            self._right.removeWidget(self.field)
            self.field.hide()
            self.field.deleteLater()
            self.field = None
        self._shown.setVisible(only_read and self.view.kind != "note")
        if only_read:
            return
        code, _, name = self._code.rpartition(".")
        self.field = make_field(
            code or self._code, replace(self.view, name=name), self._desk.sitting.ws.now, self._desk.thumbnail
        )
        self.field.edited.connect(self._edited)
        if hasattr(self.field, "refused"):
            self.field.refused.connect(self._not_understood)
        if isinstance(self.field, FileField):
            self.field.file_given.connect(lambda file: self._desk.attach_file(self.view.path, file))
            self.field.open_wanted.connect(lambda: self._desk.open_file(self.view.value))
        self._right.insertWidget(0, self.field)
        if focused:
            self.take_focus()

    def _edited(self, value: str) -> None:
        self._refused = ""
        if not self._desk.answer(self.view.path, value) and self.field is not None:
            self.field.forget()
            self._refused = self.tr("没有保存")
            self._say()

    def _not_understood(self) -> None:
        self._refused = self.tr("看不懂这个写法，没有保存")
        self._say()

    def _say(self) -> None:
        wrong = self._refused or self.view.problem
        owed = self.view.wanted if self.view.required and not self.view.value else ""
        fault = self.view.fault if self.view.kind != "note" else ""
        self._problem.setText(wrong or fault or owed)
        theme.set_property(self._problem, "tone", "fail" if wrong else "warning" if fault else "")
        self._problem.setVisible(bool(fault) or (bool(wrong or owed) and self.field is not None))

    def _toggle(self) -> None:
        self._guidance.setVisible(self._guidance.isHidden())
        self._guide.draw("chevron-right" if self._guidance.isHidden() else "chevron-down")
        self.grown.emit()
