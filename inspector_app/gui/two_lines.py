"""List entries with a name and a quieter line below it; the text of an item is "name\\nmore\\nmore"."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.gui import theme

_GAP = 2
_PADDING = theme.S


def show_matching(rows: QListWidget, words: str) -> bool:
    """Hide the entries that do not hold `words`; True when none is left, which the person must be told."""
    left = 0
    for index in range(rows.count()):
        item = rows.item(index)
        item.setHidden(words.strip() not in item.text())
        left += not item.isHidden()
    return rows.count() > 0 and left == 0


class TwoLines(QStyledItemDelegate):
    """Draws the first line strong, the rest muted and smaller; check box and icon as the style draws them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one entry."""
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        title, more = self._parts(filled.text)
        filled.text = " "
        style = filled.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, filled.widget)
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, filled, filled.widget)
        room.setLeft(room.left() + _PADDING)
        room.setRight(filled.rect.right() - _PADDING)
        tokens = theme.colours()
        strong, quiet = self._fonts(filled.font)
        heights = [QFontMetrics(strong).height(), *[QFontMetrics(quiet).height()] * len(more)]
        top = filled.rect.top() + (filled.rect.height() - sum(heights) - _GAP * len(more)) // 2
        painter.save()
        for words, font, height in zip([title, *more], [strong, *[quiet] * len(more)], heights, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(tokens.text if font is strong else tokens.muted))
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.left(), top, room.width(), height), Qt.AlignmentFlag.AlignVCenter, shown)
            top += height + _GAP
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return room for every line."""
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        _, more = self._parts(filled.text)
        strong, quiet = self._fonts(filled.font)
        height = QFontMetrics(strong).height() + len(more) * (QFontMetrics(quiet).height() + _GAP)
        return QSize(100, max(height + 2 * _PADDING, theme.TARGET + 4))

    def _parts(self, text: str) -> tuple[str, list[str]]:
        # Qt turns the line breaks of a display text into LINE SEPARATORs.
        title, *more = text.replace("\u2028", "\n").split("\n")
        return title, [line for line in more if line]

    def _fonts(self, base: QFont) -> tuple[QFont, QFont]:
        strong, quiet = QFont(base), QFont(base)
        strong.setBold(True)
        quiet.setPointSizeF(base.pointSizeF() * 0.88)
        return strong, quiet
