"""The questions of one item laid out as labelled boxes that wrap; only what is relevant shows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.file import FileField
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.fields.making import ONLY_READ, Field, make_field
from inspector_app.gui.models.reading import FieldView


class FieldBox(QWidget):
    """One question: its label above, its editor, what is wrong with it below.

    Signals: `edited(path, value)`. Attribute `field`: the editor, None for a computed value.
    """

    edited = Signal(str, str)

    def __init__(self, code: str, view: FieldView, desk: Desk) -> None:
        super().__init__()
        self.view = view
        self._code, self._desk = code, desk
        self.setProperty("role", "clear")
        self._label = blocks.label("", "caption")
        self._problem = blocks.label("", "caption", tone="fail", wrap=True)
        self._problem.hide()
        self.field: Field | None = None
        self._shown: QLabel | None = None
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self._label)
        if view.kind in ONLY_READ or view.readonly:
            self._shown = blocks.label("", "strong", name=f"{code}.{view.name}")
            self._shown.setMinimumHeight(theme.TARGET)
            column.addWidget(self._shown)
        else:
            self.field = self._make()
            column.addWidget(self.field)
        column.addWidget(self._problem)
        wide = view.kind in ("text", "many", "paragraph", "range", "rank", "file", "place", "places") or (
            view.kind == "one" and sum(len(one.label) for one in view.choices) > 24
        )
        self.wide = wide and self.field is not None
        policy = QSizePolicy.Policy.Expanding if self.wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        self.show_view(view)

    def show_view(self, view: FieldView) -> None:
        """Show the saved value and what is wrong with it; other choices on offer need another editor."""
        stale = self.field is not None and view.choices != self.view.choices
        self.view = view
        if stale and self.field is not None:
            old, self.field = self.field, self._make()
            focused = old.isAncestorOf(QApplication.focusWidget() or old)
            self._column.replaceWidget(old, self.field)
            old.deleteLater()
            if focused:
                self.take_focus()
        self._label.setText(
            self.tr("{label}（可不填）").format(label=view.label) if view.optional and self.field else view.label
        )
        if self._shown is not None:
            self._shown.setText(f"{view.shown or '—'} {view.unit if view.value else ''}".strip())
        elif self.field is not None:
            self.field.show_value(view.value)
        self.say(view.problem)

    def _make(self) -> Field:
        field = make_field(self._code, self.view, self._desk.sitting.ws.now, self._desk.thumbnail)
        field.edited.connect(lambda value: self.edited.emit(self.view.path, value))
        if hasattr(field, "refused"):
            field.refused.connect(lambda: self.say(self.tr("看不懂这个写法，没有保存")))
        if isinstance(field, FileField):
            field.file_given.connect(lambda file: self._desk.attach_file(self.view.path, file))
            field.open_wanted.connect(lambda: self._desk.open_file(self.view.value))
        return field

    def say(self, problem: str) -> None:
        """Say what is wrong, "" for nothing."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def not_kept(self) -> None:
        """The value last told was not kept: say so, and tell it again when the edit is finished once more."""
        if self.field is not None:
            self.field.forget()
        self.say(self.tr("没有保存"))

    def take_focus(self) -> None:
        """Put the focus into the editor, its text selected so that typing replaces it."""
        target = getattr(self.field, "editor", self.field)
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if hasattr(target, "selectAll"):
                target.selectAll()

    def has_focus(self) -> bool:
        """True while the focus is inside."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)


class CardFields(QWidget):
    """All questions of one item outside its table.

    Signals: `edited(path, value)`.
    """

    edited = Signal(str, str)

    def __init__(self, code: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code, self._desk = code, desk
        self.setProperty("role", "clear")
        self.boxes: dict[str, FieldBox] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.M)
        self._names: tuple[str, ...] = ()

    def show_fields(self, views: Sequence[FieldView]) -> None:
        """Show these questions; editors already there are kept."""
        names = tuple(view.name for view in views)
        if names != self._names:
            self._lay_out(views)
        for view in views:
            self.boxes[view.name].show_view(view)
        self.setVisible(bool(views))

    def stops(self) -> list[FieldBox]:
        """Return the boxes that can be filled, in reading order."""
        return [self.boxes[name] for name in self._names if self.boxes[name].field is not None]

    def flush(self) -> None:
        """Finish every edit under way."""
        for box in self.stops():
            if box.field is not None:
                box.field.flush()

    def _lay_out(self, views: Sequence[FieldView]) -> None:
        keep = {view.name for view in views}
        for name in [name for name in self.boxes if name not in keep]:
            gone = self.boxes.pop(name)
            gone.hide()
            gone.deleteLater()
        for box in self.boxes.values():
            box.setParent(self)
        while self._column.count():
            item = self._column.takeAt(0)
            line = item.widget() if item is not None else None
            if line is not None and line not in self.boxes.values():
                line.deleteLater()
        flow: FlowLayout | None = None
        for view in views:
            box = self.boxes.get(view.name) or self._make(view)
            if box.wide:
                self._column.addWidget(box)
                flow = None
            else:
                if flow is None:
                    line = QWidget()
                    line.setProperty("role", "clear")
                    flow = FlowLayout(line, theme.XL)
                    self._column.addWidget(line)
                flow.addWidget(box)
            box.show()
        self._names = tuple(view.name for view in views)

    def _make(self, view: FieldView) -> FieldBox:
        box = FieldBox(self._code, view, self._desk)
        box.edited.connect(self.edited)
        self.boxes[view.name] = box
        return box
