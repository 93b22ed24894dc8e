"""What moving a visit to a newer version of its form would do, in three lists; and what of the old version has no place now."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QWidget

from inspector_app.actions.former import LeftOver
from inspector_app.actions.migrating import Line, Preview
from inspector_app.gui import blocks, theme
from inspector_app.gui.models import reading
from inspector_app.gui.two_lines import TwoLines
from inspector_app.text import full_width


class VersionDialog(QDialog):
    """Closing it decides nothing.

    Signals: `moved(str)` carries the version to move to; `stayed()` the person keeps the version the visit has.
    """

    moved = Signal(str)
    stayed = Signal()

    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _prepare(self, "version_dialog", self.tr("表有新版"))
        self._version = preview.new.version
        placed = preview.migration.placed
        title = self.tr("{form}：{old} → {new}").format(
            form=reading.words(preview.new.title), old=preview.old.edition, new=preview.new.edition
        )
        kept = self.tr(
            "{kept} 项已填内容照原样带过去，{carried} 项换一种写法带过去。换版之前，什么都没有改动。"
        ).format(kept=sum(1 for one in placed.kept if one.question), carried=len(placed.carried))
        lists = blocks.row(
            _list(
                "no_place",
                self.tr("没有去处"),
                self.tr("新版不再问。已填内容不会丢，签字记录里照印。"),
                preview.no_place,
            ),
            _list("due", self.tr("新要求"), self.tr("换版以后要补查、补填。"), preview.due),
            _list("changed", self.tr("有改动"), self.tr("措辞、分值、等级等变了，请再看一眼。"), preview.changed),
            spacing=theme.L,
        )
        stay = blocks.button(self.tr("留在旧版"), "version_stay", self._stay)
        move = blocks.button(self.tr("换用新版"), "version_move", self._move, "primary")
        for one in (stay, move):
            one.setAutoDefault(False)  # Enter in a list decides nothing
        move.setToolTip("Ctrl+Enter")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._move)
        hint = blocks.label(self.tr("Ctrl+Enter 换用新版 · Esc 以后再说"), "caption")
        inside = blocks.column(
            blocks.label(title, "title", name="version_title", wrap=True),
            blocks.label(kept, "muted", name="version_kept", wrap=True),
            spacing=theme.M,
            margin=theme.XL,
        )
        inside.addLayout(lists, 1)
        inside.addLayout(blocks.row(hint, None, stay, move))
        self.setLayout(inside)

    def _move(self) -> None:
        self.moved.emit(self._version)
        self.accept()

    def _stay(self) -> None:
        self.stayed.emit()
        self.accept()


class LeftOverDialog(QDialog):
    """What was answered under the old version and has no place in this one: to read, nothing to decide."""

    def __init__(self, edition: str, left: Sequence[LeftOver], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _prepare(self, "left_over_dialog", self.tr("旧版所答"))
        lines = [Line(one.code, reading.words(one.title), line) for one in left for line in one.lines]
        close = blocks.button(self.tr("关闭"), "left_over_close", self.accept, "primary")
        inside = blocks.column(
            blocks.label(self.tr("旧版（{}）所答，新版无此项").format(edition), "title", wrap=True),
            blocks.label(self.tr("这些内容不参加计分，不会丢，签字记录的附件里照印。"), "muted", wrap=True),
            spacing=theme.M,
            margin=theme.XL,
        )
        inside.addWidget(_list("left_over", self.tr("没有去处"), "", lines), 1)
        inside.addLayout(blocks.row(None, close))
        self.setLayout(inside)


def _prepare(dialog: QDialog, name: str, title: str) -> None:
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(min(theme.scaled(1120), 1280), min(theme.scaled(600), 700))


def _list(name: str, title: str, about: str, lines: Sequence[Line]) -> QWidget:
    """Return one column: its title with the count, a word about it, an entry for each item (read whole in its tool tip)."""
    entries = QListWidget()
    entries.setObjectName(f"version_{name}")
    entries.setAccessibleName(f"{title} {len(lines)}")
    entries.setProperty("role", "card")
    entries.setItemDelegate(TwoLines(entries))
    entries.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    for (code, title_of), group in groupby(lines, key=lambda line: (line.code, line.title)):
        heading = " ".join(part for part in (code, title_of) if part)
        told = full_width("\n".join((heading, *(line.said for line in group))))
        item = QListWidgetItem(told.strip())
        item.setToolTip(told.strip())
        entries.addItem(item)
    count = blocks.label(str(len(lines)), "badge", "accent" if lines else "", f"version_{name}_count")
    column = blocks.column(blocks.row(blocks.label(title, "heading"), count, None), spacing=theme.S)
    if about:
        column.addWidget(blocks.label(about, "caption", wrap=True))
    column.addWidget(entries, 1)
    whole = QWidget()
    whole.setProperty("role", "clear")
    whole.setLayout(column)
    return whole
