"""The pen pad: what is written comes out as strokes, nothing else is kept."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.gui.fields.ink import BOX_HEIGHT, BOX_WIDTH, NO_PRESSURE, InkPad

PEN = QPointingDevice(
    "pen",
    1,
    QPointingDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QPointingDevice.Capability.Position | QPointingDevice.Capability.Pressure,
    1,
    3,
    "",
    QPointingDeviceUniqueId(),
)


@pytest.fixture
def pad(qapp: QApplication, qtbot: QtBot) -> InkPad:
    widget = InkPad()
    qtbot.addWidget(widget)
    widget.resize(1000, 400)
    widget.show()
    return widget


def _write(pad: InkPad, *places: tuple[int, int]) -> None:
    first, *rest = (pad.to_widget(x, y).toPoint() for x, y in places)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for place in rest:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=rest[-1] if rest else first)


def _pen(pad: InkPad, kind: QEvent.Type, x: int, y: int, pressure: float) -> None:
    place = pad.to_widget(x, y)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, PEN, place, QPointF(pad.mapToGlobal(place)), pressure, 0, 0, 0, 0, 0, _NO_KEYS, button, held
    )
    QCoreApplication.sendEvent(pad, event)


_NO_KEYS = Qt.KeyboardModifier.NoModifier


def test_a_mouse_writes_a_stroke_in_the_box(pad: InkPad, qtbot: QtBot) -> None:
    """Points come out in the pad's own box of 10000 × 4000, in order of time, at even pressure."""
    with qtbot.waitSignal(pad.stroke_ended):
        _write(pad, (1000, 1000), (5000, 2000), (9000, 3000))
    [stroke] = pad.strokes()
    assert [[1000, 1000], [5000, 2000], [9000, 3000]] == [point[:2] for point in stroke]
    assert sorted(point[2] for point in stroke) == [point[2] for point in stroke]
    assert {NO_PRESSURE} == {point[3] for point in stroke}


def test_nothing_leaves_the_box(pad: InkPad) -> None:
    """A hand that slides off the pad stays at its edge."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    QTest.mouseMove(pad, pad.rect().bottomRight() * 2)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().bottomRight() * 2)
    [stroke] = pad.strokes()
    assert [BOX_WIDTH, BOX_HEIGHT] == stroke[-1][:2]


def test_a_pen_tells_its_pressure(pad: InkPad) -> None:
    """A stylus writes with the pressure of the hand, 0…1000."""
    _pen(pad, QEvent.Type.TabletPress, 2000, 2000, 0.25)
    _pen(pad, QEvent.Type.TabletMove, 4000, 2000, 0.75)
    _pen(pad, QEvent.Type.TabletRelease, 4000, 2000, 0.0)
    [stroke] = pad.strokes()
    assert [250, 750] == [point[3] for point in stroke]


def test_a_finger_writes(pad: InkPad) -> None:
    """The first finger that comes down writes."""
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(0, pad.to_widget(3000, 1000).toPoint(), pad).commit()
    QTest.touchEvent(pad, screen).move(0, pad.to_widget(6000, 3000).toPoint(), pad).commit()
    QTest.touchEvent(pad, screen).release(0, pad.to_widget(6000, 3000).toPoint(), pad).commit()
    [stroke] = pad.strokes()
    assert [[3000, 1000], [6000, 3000]] == [point[:2] for point in stroke]


def test_undo_and_clear(pad: InkPad) -> None:
    """The last stroke can be taken back, and all of them."""
    _write(pad, (1000, 1000), (2000, 2000))
    _write(pad, (3000, 1000), (4000, 2000))
    pad.undo()
    assert [1000] == [stroke[0][0] for stroke in pad.strokes()]
    pad.clear()
    assert ([], True) == (pad.strokes(), pad.is_empty)


def test_ink_is_seen(pad: InkPad) -> None:
    """What is written is drawn where it was written, also after the window changed its size."""
    _write(pad, (1000, 2000), (9000, 2000))
    for width, height in ((1000, 400), (500, 300)):
        pad.resize(width, height)
        QApplication.processEvents()
        place = pad.to_widget(5000, 2000).toPoint()
        assert pad.grab().toImage().pixelColor(place).lightness() < 200  # a thin line, smoothed


def test_taken_strokes_are_a_copy(pad: InkPad) -> None:
    """Whoever takes the strokes cannot change what is on the pad."""
    _write(pad, (1000, 1000), (2000, 2000))
    pad.strokes()[0].clear()
    assert 2 == len(pad.strokes()[0])
