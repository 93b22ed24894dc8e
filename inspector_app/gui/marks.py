"""States of items drawn by shape and colour together, so that neither a grey screen nor a red-green weakness hides them."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from inspector_app.gui.theme import Colours, Tone, colours

STATE_TONES: dict[str, Tone] = {
    "unchecked": "na",
    "pass": "pass",
    "checked": "accent",
    "fail": "fail",
    "partial": "warning",
    "na": "na",
}


def state_ink(state: str, tokens: Colours) -> str:
    """Return the colour of a state; what nobody has checked yet is only outlined, in the strong line's colour."""
    return tokens.line_strong if state == "unchecked" else tokens.of_tone(STATE_TONES.get(state, "na"))[0]


def paint_state(painter: QPainter, box: QRectF, state: str, tokens: Colours) -> None:
    """Draw a state inside `box`: ring (unchecked), disc with check, diamond with cross, half disc (partial), bar (n/a)."""
    ink, paper = QColor(state_ink(state, tokens)), QColor(tokens.surface)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 20, box.height() / 20)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SHAPES.get(state, _ring)(painter, ink, paper)
    painter.restore()


class StateMark(QWidget):
    """One state as a small shape."""

    def __init__(self, parent: QWidget | None = None, size: int = 20) -> None:
        super().__init__(parent)
        self._state = "unchecked"
        self.setFixedSize(QSize(size, size))

    def show_state(self, state: str) -> None:
        """Show another state."""
        if state != self._state:
            self._state = state
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        painter = QPainter(self)
        paint_state(painter, QRectF(self.rect()), self._state, colours())


def _pen(ink: QColor, width: float) -> QPen:
    return QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _ring(painter: QPainter, ink: QColor, paper: QColor) -> None:
    painter.setPen(_pen(ink, 1.8))
    painter.drawEllipse(QRectF(2, 2, 16, 16))


def _check(painter: QPainter, ink: QColor, paper: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QRectF(1, 1, 18, 18))
    painter.setPen(_pen(paper, 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(6, 10.4), QPointF(8.8, 13.2), QPointF(14, 7.4)]))


def _diamond(painter: QPainter, ink: QColor, paper: QColor) -> None:
    painter.setPen(_pen(ink, 2))
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(10, 1.6), QPointF(18.4, 10), QPointF(10, 18.4), QPointF(1.6, 10)]))
    painter.setPen(_pen(paper, 2.2))
    painter.drawLine(QPointF(7.5, 7.5), QPointF(12.5, 12.5))
    painter.drawLine(QPointF(12.5, 7.5), QPointF(7.5, 12.5))


def _half(painter: QPainter, ink: QColor, paper: QColor) -> None:
    painter.setPen(_pen(ink, 1.8))
    painter.drawEllipse(QRectF(2, 2, 16, 16))
    painter.setBrush(ink)
    painter.drawChord(QRectF(2, 2, 16, 16), 90 * 16, 180 * 16)


def _bar(painter: QPainter, ink: QColor, paper: QColor) -> None:
    painter.setPen(_pen(ink, 1.8))
    painter.drawRoundedRect(QRectF(1.5, 5.5, 17, 9), 4.5, 4.5)
    painter.drawLine(QPointF(6.5, 10), QPointF(13.5, 10))


_SHAPES: dict[str, Callable[[QPainter, QColor, QColor], None]] = {
    "unchecked": _ring,
    "pass": _check,
    "checked": _check,
    "fail": _diamond,
    "partial": _half,
    "na": _bar,
}
