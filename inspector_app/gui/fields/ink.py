"""A pen pad for mouse, touch and tablet; the strokes live in memory only until whoever asked for them takes them.

A stroke is a list of [x, y, t_ms, pressure]: x in 0…10000, y in 0…4000 of the pad's own box, t_ms since the first touch,
pressure in 0…1000 (500 from a device that has none).
"""

from math import hypot

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui.fields.ink_shape import outline

BOX_WIDTH, BOX_HEIGHT = 10_000, 4_000
NO_PRESSURE = 500
_NEAR = 12  # box units: nearer points are the hand's tremble and the device's noise
_INK = QColor("#14213d")

Stroke = list[list[int]]


class InkPad(QWidget):
    """Paper to sign on.

    Signals: `stroke_ended()` the pen went up; `changed()` strokes were added, undone or cleared.
    """

    stroke_ended = Signal()
    changed = Signal()

    def __init__(self, name: str = "ink_pad", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("签名板"))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(400, 160)
        self._strokes: list[Stroke] = []
        self._live: Stroke | None = None
        self._pen_down = False  # a tablet pen is near: a resting palm is not ink
        self._clock = QElapsedTimer()
        self._sheet = QPixmap()  # what is finished
        self._wet = QPixmap()  # the stroke under the pen

    def sizeHint(self) -> QSize:
        """Return a size at which a name fits comfortably."""
        return QSize(860, 344)

    def hasHeightForWidth(self) -> bool:
        """Return True: the box keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the box at `width`."""
        return width * BOX_HEIGHT // BOX_WIDTH

    @property
    def is_empty(self) -> bool:
        """True while nothing has been written."""
        return not self._strokes

    def strokes(self) -> list[Stroke]:
        """Return a copy of what was written."""
        return [[list(point) for point in stroke] for stroke in self._strokes]

    def clear(self) -> None:
        """Forget everything written."""
        self._strokes, self._live = [], None
        self._clock.invalidate()
        self._redraw()
        self.changed.emit()

    def undo(self) -> None:
        """Forget the last stroke."""
        if self._strokes:
            self._strokes.pop()
            self._redraw()
            self.changed.emit()

    def paper(self) -> QRectF:
        """Return where the box lies in the widget: as large as fits, centred."""
        scale = min(self.width() / BOX_WIDTH, self.height() / BOX_HEIGHT)
        width, height = BOX_WIDTH * scale, BOX_HEIGHT * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def to_widget(self, x: int, y: int) -> QPointF:
        """Return the place in the widget of a point of the box."""
        paper = self.paper()
        return QPointF(paper.x() + x * paper.width() / BOX_WIDTH, paper.y() + y * paper.height() / BOX_HEIGHT)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Write with a pen that knows its pressure."""
        kind = event.type()
        pressure = round(event.pressure() * 1000)
        if kind == QEvent.Type.TabletPress:
            self._pen_down = True
            self._begin(event.position(), pressure)
        elif kind == QEvent.Type.TabletMove and self._pen_down:
            self._go_on(event.position(), pressure)
        elif kind == QEvent.Type.TabletRelease:
            self._pen_down = False
            self._end()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Write with the mouse's left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), NO_PRESSURE)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on writing."""
        if self._live is not None:
            self._go_on(event.position(), NO_PRESSURE)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Write with a finger: the first one that came down."""
        touches = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
        if event.type() not in touches or not isinstance(event, QTouchEvent):
            return super().event(event)
        if self._pen_down or not event.points():
            return True
        point = event.points()[0]
        knows = bool(event.device().capabilities() & QInputDevice.Capability.Pressure)
        pressure = round(point.pressure() * 1000) if knows else NO_PRESSURE
        if event.type() == QEvent.Type.TouchBegin:
            self._begin(point.position(), pressure)
        elif event.type() == QEvent.Type.TouchUpdate:
            self._go_on(point.position(), pressure)
        else:
            self._end()
        event.accept()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the strokes again at the new size."""
        super().resizeEvent(event)
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show paper, line, hint and ink."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = self.paper()
        painter.setPen(QPen(QColor("#8d99a8"), 1))
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        base = paper.bottom() - paper.height() * 0.24
        painter.setPen(QPen(QColor("#c3ccd8"), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(
            QPointF(paper.left() + paper.width() * 0.06, base), QPointF(paper.right() - paper.width() * 0.06, base)
        )
        if self.is_empty and self._live is None:
            painter.setPen(QColor("#66727f"))
            painter.drawText(
                QRectF(paper.left(), base + 4, paper.width(), paper.height() * 0.2),
                Qt.AlignmentFlag.AlignCenter,
                self.tr("请在线上签名，用手写笔、手指或鼠标都可以"),
            )
        painter.drawPixmap(0, 0, self._sheet)
        painter.drawPixmap(0, 0, self._wet)

    def _begin(self, place: QPointF, pressure: int) -> None:
        if not self._clock.isValid():
            self._clock.start()
        self._live = [self._point(place, pressure)]
        self._draw_last(self._live)
        self.update()

    def _go_on(self, place: QPointF, pressure: int) -> None:
        if self._live is None:
            return
        point = self._point(place, pressure)
        last = self._live[-1]
        if hypot(point[0] - last[0], point[1] - last[1]) < _NEAR:
            return
        self._live.append(point)
        self._draw_last(self._live)
        self.update()

    def _end(self) -> None:
        if self._live is None:
            return
        stroke, self._live = self._live, None
        self._strokes.append(stroke)
        self._wet.fill(Qt.GlobalColor.transparent)
        self._draw_whole(stroke)
        self.update()
        self.stroke_ended.emit()
        self.changed.emit()

    def _point(self, place: QPointF, pressure: int) -> list[int]:
        paper = self.paper()
        x = round((place.x() - paper.x()) * BOX_WIDTH / paper.width())
        y = round((place.y() - paper.y()) * BOX_HEIGHT / paper.height())
        return [
            min(max(x, 0), BOX_WIDTH),
            min(max(y, 0), BOX_HEIGHT),
            int(self._clock.elapsed()),
            min(max(pressure, 0), 1000),
        ]

    def _redraw(self) -> None:
        self._sheet, self._wet = self._blank(), self._blank()
        for stroke in self._strokes:
            self._draw_whole(stroke)
        for count in range(1, len(self._live or []) + 1):
            self._draw_last((self._live or [])[max(count - 4, 0) : count])
        self.update()

    def _blank(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        sheet = QPixmap(self.size() * ratio)
        sheet.setDevicePixelRatio(ratio)
        sheet.fill(Qt.GlobalColor.transparent)
        return sheet

    def _draw_last(self, stroke: Stroke) -> None:
        """Draw the newest piece of a stroke: a curve through the middles, so that the line has no corners."""
        painter = QPainter(self._wet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._width(stroke)
        points = [self.to_widget(point[0], point[1]) for point in stroke[-3:]]
        if len(points) == 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_INK)
            painter.drawEllipse(points[0], width / 2, width / 2)
            painter.end()
            return
        painter.setPen(QPen(_INK, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        path = QPainterPath()
        if len(points) == 2:
            path.moveTo(points[0])
            path.lineTo((points[0] + points[1]) / 2)
        else:
            path.moveTo((points[0] + points[1]) / 2)
            path.quadTo(points[1], (points[1] + points[2]) / 2)
        painter.drawPath(path)
        painter.end()

    def _draw_whole(self, stroke: Stroke) -> None:
        """Draw a finished stroke in its final shape."""
        places = [self.to_widget(point[0], point[1]) for point in stroke]
        widths = [self._width(stroke[max(at - 3, 0) : at + 1]) for at in range(len(stroke))]
        painter = QPainter(self._sheet)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outline(places, widths), _INK)
        painter.end()

    def _width(self, stroke: Stroke) -> float:
        """Return the line's width: the pen's pressure; without one, a quick hand writes thinner."""
        unit = self.paper().width() / 860
        pressure = stroke[-1][3]
        if pressure != NO_PRESSURE or len(stroke) < 2:
            return (1.6 + 3.6 * pressure / 1000) * unit
        (x1, y1, t1, _), (x2, y2, t2, _) = stroke[-4:][0], stroke[-1]
        speed = hypot(x2 - x1, y2 - y1) / max(t2 - t1, 4)  # box units a millisecond; a steady hand is at about 5
        return (1.9 + 2.4 / (1 + speed / 8)) * unit
