"""A repeat of a survey: rows one below the other, each with its questions and the repeats inside it; added, copied, removed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.views import AskedView, RepeatRow, RepeatView
from inspector_app.gui.question_row import QuestionRow

OPEN_AT_FIRST = 4
"""So many rows show all their questions; further ones are opened when wanted."""


class RowBox(QFrame):
    """One row. Signals: `grown()`."""

    grown = Signal()

    def __init__(self, row: RepeatRow, number: int, code: str, counted: bool, desk: Desk, opened: bool) -> None:
        super().__init__()
        self.row, self._desk, self._code, self._counted = row, desk, code, counted
        self.parts: dict[str, QuestionRow | RepeatBox] = {}
        self.setProperty("role", "sunken")
        self._title = Pill("", "tool-quiet", f"{code}.toggle", icon="chevron-down")
        self._title.clicked.connect(self._toggle)
        self._copy = Pill(self.tr("复制"), "tool-quiet", f"{code}.duplicate", icon="copy")
        self._copy.clicked.connect(lambda: desk.duplicate_row(self.row.row))
        self._remove = Pill(self.tr("删除"), "tool-quiet", f"{code}.remove", icon="trash")
        self._remove.clicked.connect(lambda: desk.remove_row(self.row.row))
        self._inside = QWidget()
        self._inside.setProperty("role", "clear")
        self._column = blocks.column(spacing=theme.L)
        self._column.setContentsMargins(theme.M, 0, theme.M, theme.S)
        self._inside.setLayout(self._column)
        head = blocks.row(self._title, None, self._copy, self._remove)
        whole = blocks.column(head, self._inside, spacing=theme.XS)
        whole.setContentsMargins(theme.S, theme.XS, theme.S, theme.XS)
        self.setLayout(whole)
        self._inside.setVisible(opened)
        self.show_row(row, number, locked=False)

    def show_row(self, row: RepeatRow, number: int, locked: bool) -> None:
        """Show the row as it stands; its parts are made when it is first open."""
        self.row = row
        self._title.setText(f"{number}. {row.title}".rstrip(" ."))
        self._title.setAccessibleName(self.tr("第 {number} 份 {title}").format(number=number, title=row.title))
        self._title.draw("chevron-right" if self._inside.isHidden() else "chevron-down")
        for button in (self._copy, self._remove):
            button.setVisible(not self._counted and not locked)
        if self._inside.isHidden() and not self.parts:
            return
        for view in row.parts:
            part = self.parts.get(view.code.rpartition(".")[2])
            if part is None:
                part = self._make(view)
            part.show_view(view)
            part.setVisible(view.relevant)

    def leaves(self) -> list[QuestionRow]:
        """Return the questions that show, in reading order."""
        if self._inside.isHidden():
            return []
        found: list[QuestionRow] = []
        for part in self.parts.values():
            if not part.isHidden():
                found += part.leaves() if isinstance(part, RepeatBox) else [part]
        return found

    def flush(self) -> None:
        """Finish every edit under way."""
        for part in self.parts.values():
            part.flush()

    def _make(self, view: AskedView) -> "QuestionRow | RepeatBox":
        name = view.code.rpartition(".")[2]
        code = f"{self._code}.{name}"
        part = QuestionRow(view, code, self._desk) if view.repeat is None else RepeatBox(view, code, self._desk)
        part.grown.connect(self.grown)
        self.parts[name] = part
        self._column.addWidget(part)
        return part

    def _toggle(self) -> None:
        self._inside.setVisible(self._inside.isHidden())
        number = int(self._title.text().partition(".")[0])
        self.show_row(self.row, number, locked=self._copy.isHidden())
        self.grown.emit()


class RepeatBox(QWidget):
    """All rows of one repeat, and the button that adds one. Signals: `grown()`."""

    grown = Signal()

    def __init__(self, view: AskedView, code: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert view.repeat is not None
        self.view: RepeatView = view.repeat
        self._code, self._desk, self._made = code, desk, 0
        self.boxes: dict[str, RowBox] = {}
        self.setProperty("role", "clear")
        self._title = blocks.label(view.title, "strong", wrap=True)
        self._count = blocks.label("", "caption")
        self._add = Pill(self.tr("增加一份"), "tool", f"{code}.add", icon="plus", ink="accent")
        self._add.setAccessibleName(self.tr("增加一份：{title}").format(title=view.title))
        self._add.clicked.connect(self._add_row)
        self._column = blocks.column(spacing=theme.S)
        whole = blocks.column(blocks.row(self._title, self._count, None, spacing=theme.M), spacing=theme.S)
        whole.addLayout(self._column)
        whole.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(whole)
        self.show_view(view)

    def show_view(self, view: AskedView) -> None:
        """Show the rows as they stand."""
        assert view.repeat is not None
        self.view = view.repeat
        rows = [row.row for row in self.view.rows]
        for gone in [row for row in self.boxes if row not in rows]:
            box = self.boxes.pop(gone)
            box.hide()
            box.deleteLater()
        for place, row in enumerate(self.view.rows):
            box_or_none = self.boxes.get(row.row)
            if box_or_none is None:
                self._made += 1
                opened = len(rows) <= OPEN_AT_FIRST or bool(self.boxes)
                code = f"{self._code}.{self._made}"
                box_or_none = RowBox(row, place + 1, code, self.view.counted, self._desk, opened)
                box_or_none.grown.connect(self.grown)
                self.boxes[row.row] = box_or_none
                self._column.insertWidget(place, box_or_none)
            box_or_none.show_row(row, place + 1, view.locked)
        self.boxes = {row: self.boxes[row] for row in rows}
        self._count.setText(self.tr("{count} 份").format(count=len(rows)) if rows else self.tr("还没有"))
        self._add.setVisible(not self.view.counted and not view.locked)

    def leaves(self) -> list[QuestionRow]:
        """Return the questions that show, in reading order."""
        return [leaf for box in self.boxes.values() for leaf in box.leaves()]

    def flush(self) -> None:
        """Finish every edit under way."""
        for box in self.boxes.values():
            box.flush()

    def _add_row(self) -> None:
        before = set(self.boxes)
        self._desk.add_row(self.view.path)
        fresh = [box for row, box in self.boxes.items() if row not in before]
        leaves = fresh[0].leaves() if fresh else []
        if leaves:
            leaves[0].take_focus()
        self.grown.emit()
