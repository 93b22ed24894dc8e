"""The left side of the Visit page: search, filters, and the sections with what is still owed in each."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.marks import paint_state
from inspector_app.gui.models.reading import ItemLine, SectionView
from inspector_app.gui.models.section_tree import CODE, COUNTS, LINE, SECTION, Counts, SectionTree

SECTION_HEIGHT = 46
ITEM_HEIGHT = 44
SEARCH_MS = 200

Index = QModelIndex | QPersistentModelIndex


class SectionDelegate(QStyledItemDelegate):
    """Draws a section (letter, title, progress, counts with their shapes) or an item (state, number, text)."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a height a finger hits."""
        return QSize(120, ITEM_HEIGHT if index.data(LINE) else SECTION_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        view = self.parent()
        tokens = theme.colours()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = rect.adjusted(0, 1, -2, -1)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(ground, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.sunken))
            painter.drawRoundedRect(ground, 8, 8)
        focused = isinstance(view, QWidget) and view.hasFocus() and bool(state & QStyle.StateFlag.State_Selected)
        if focused:
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        line = index.data(LINE)
        if isinstance(line, ItemLine):
            self._item(painter, rect, line, tokens, option.font)
        else:
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._section(painter, rect, index.data(SECTION), index.data(COUNTS), tokens, option.font, selected)
        painter.restore()

    def _section(
        self,
        painter: QPainter,
        rect: QRect,
        section: SectionView,
        count: Counts,
        tokens: theme.Colours,
        font: QFont,
        on: bool,
    ) -> None:
        badge = QRectF(rect.left() + 8, rect.center().y() - 12, 26, 26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent if on else tokens.sunken))
        painter.drawRoundedRect(badge, 7, 7)
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(tokens.on_accent if on else tokens.muted))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, section.letter)
        right = self._section_counts(painter, rect, count, tokens, font)
        painter.setFont(strong if on else font)
        painter.setPen(QColor(tokens.text if count.total else tokens.muted))
        space = QRect(rect.left() + 44, rect.top() + 4, right - rect.left() - 50, rect.height() - 14)
        text = painter.fontMetrics().elidedText(section.title, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, text)
        bar = QRectF(rect.left() + 44, rect.bottom() - 10, right - rect.left() - 52, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if count.total and count.done:
            bar.setWidth(bar.width() * count.done / count.total)
            painter.setBrush(QColor(tokens.passed if count.done == count.total else tokens.accent))
            painter.drawRoundedRect(bar, 1.5, 1.5)

    def _section_counts(self, painter: QPainter, rect: QRect, count: Counts, tokens: theme.Colours, font: QFont) -> int:
        """Draw failed and unchecked counts from the right; return where the title must end."""
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(small)
        x = rect.right() - 10
        parts = [("unchecked", count.unchecked), ("fail", count.failed)]
        if not count.total:
            parts = [("na", -1)]
        elif not count.unchecked:
            parts = [("pass", -1), ("fail", count.failed)]
        for state, number in parts:
            if number == 0:
                continue
            words = "" if number < 0 else str(number)
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(QColor(tokens.failed if state == "fail" else tokens.muted))
            painter.drawText(QRect(x - width, rect.top(), width, rect.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x -= width + (18 if words else 16)
            paint_state(painter, QRectF(x, rect.center().y() - 6, 14, 14), state, tokens)
            x -= 8
        return x

    def _item(self, painter: QPainter, rect: QRect, line: ItemLine, tokens: theme.Colours, font: QFont) -> None:
        paint_state(painter, QRectF(rect.left() + 14, rect.center().y() - 7, 16, 16), line.state, tokens)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(small)
        number = line.number or line.code.rpartition("-")[2]
        painter.setPen(QColor(tokens.muted))
        painter.drawText(QRect(rect.left() + 38, rect.top(), 24, rect.height()), Qt.AlignmentFlag.AlignVCenter, number)
        painter.setPen(QColor(tokens.text))
        space = QRect(rect.left() + 62, rect.top(), rect.width() - 72, rect.height())
        text = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, text)


class Tree(QTreeView):
    """The tree; Enter goes into the cards. Signal: `entered_cards()`."""

    entered_cards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand Enter on; digits and letters belong to the page, not to Qt's type-ahead."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered_cards.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class SectionList(QWidget):
    """Search, filters, tree.

    Signals: `section_chosen(code)`, `item_chosen(code)`, `narrowed()` filter or search changed, `cards_wanted()`.
    """

    section_chosen = Signal(str)
    item_chosen = Signal(str)
    narrowed = Signal()
    cards_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("section_list")
        self.model: SectionTree | None = None
        self._pointing = False
        self.search = QLineEdit()
        self.search.setObjectName("item_search")
        self.search.setAccessibleName(self.tr("搜索检查项"))
        self.search.setPlaceholderText(self.tr("搜索编号或文字（ / ）"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(theme.TARGET)
        self._wait = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._wait.timeout.connect(self._narrow)
        self.search.textChanged.connect(self._wait_for_more)
        self.search.returnPressed.connect(self._search_now)
        self.filters: dict[str, Pill] = {}
        self._group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(0)
        choices = (("all", self.tr("全部")), ("unchecked", self.tr("未查")), ("failed", self.tr("不合格")))
        for number, (name, words) in enumerate(choices):
            pill = Pill(words, "segment", f"filter_{name}", checkable=True)
            pill.setProperty("edge", ("first", "", "last")[number])
            pill.clicked.connect(self._narrow)
            self._group.addButton(pill)
            self.filters[name] = pill
            bar.addWidget(pill, 1)
        self.filters["all"].setChecked(True)
        self.tree = Tree()
        self.tree.setObjectName("section_tree")
        self.tree.setAccessibleName(self.tr("检查分节"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(0)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemDelegate(SectionDelegate(self.tree))
        self.tree.setMouseTracking(True)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.tree.entered_cards.connect(self.cards_wanted)
        self._nothing = blocks.label("", "muted", name="nothing_found", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.M, theme.M, theme.S, theme.S)
        column.setSpacing(theme.S)
        column.addWidget(self.search)
        column.addLayout(bar)
        column.addWidget(self.tree, 1)
        column.addWidget(self._nothing, 1)

    def show_tree(self, model: SectionTree) -> None:
        """Show another visit."""
        self.model = model
        self.filters["all"].setChecked(True)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.tree.setModel(model)
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        self._label_filters()

    def take(self, lines: dict[str, ItemLine]) -> None:
        """Take some items anew."""
        if self.model is not None:
            self.model.take(lines)
            self._label_filters()

    def point_at(self, code: str) -> None:
        """Mark a section (or item, while narrowed) as the one shown, without choosing it again."""
        if self.model is None or not self.model.place(code).isValid():
            return
        self._pointing = True
        self.tree.setCurrentIndex(self.model.place(code))
        self._pointing = False

    def clear_filters(self) -> None:
        """Show everything again."""
        self.filters["all"].setChecked(True)
        self.search.clear()
        self._narrow()

    def _wait_for_more(self) -> None:
        self._wait.start()

    def _search_now(self) -> None:
        self._narrow()
        self.cards_wanted.emit()

    def _narrow(self) -> None:
        self._wait.stop()
        if self.model is None:
            return
        wanted = next(name for name, pill in self.filters.items() if pill.isChecked())
        self.model.narrow(wanted, self.search.text())
        if self.model.narrowed:
            self.tree.expandAll()
        empty = not self.model.sections()
        self.tree.setVisible(not empty)
        self._nothing.setVisible(empty)
        self._nothing.setText(self._nothing_words(wanted))
        self.narrowed.emit()

    def _nothing_words(self, wanted: str) -> str:
        if self.search.text().strip():
            return self.tr("没有含“{text}”的检查项").format(text=self.search.text().strip())
        return self.tr("没有不合格项") if wanted == "failed" else self.tr("全部查完了")

    def _chosen(self, index: QModelIndex) -> None:
        code = index.data(CODE)
        if self._pointing:
            return
        if isinstance(index.data(LINE), ItemLine):
            self.item_chosen.emit(code)
        elif code:
            self.section_chosen.emit(code)

    def _label_filters(self) -> None:
        assert self.model is not None
        count = self.model.total()
        self.filters["unchecked"].setText(self.tr("未查 {count}").format(count=count.unchecked))
        self.filters["failed"].setText(self.tr("不合格 {count}").format(count=count.failed))
