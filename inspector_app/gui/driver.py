"""Drives the real window as a person would (click, type, choose, draw, wait, look) for the demo and the journeys.

Controls are found by objectName among what is visible, in the newest dialog first. Nothing here reaches past the widgets:
what a person cannot click, the driver cannot click either.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from inspector_app.gui.app import Life, has_screen, make_application
from inspector_app.gui.fields.finished import FinishedEdit
from inspector_app.gui.fields.ink import InkPad, Stroke
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace

WAIT_S = 30.0
CLICK_WAIT_S = 10.0


class NotFoundError(LookupError):
    """No such control is on the screen; the message lists what is."""


class Driver:
    """One person at one laptop."""

    def __init__(self, folder: Path, *, width: int = 1366, height: int = 768) -> None:
        qInstallMessageHandler(_say)
        if not has_screen():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        self.app = make_application(["inspector-app"])
        self.life = Life(self.app, folder)
        self._size = (width, height)

    def start(self) -> None:
        """Start the program: the first start or the passphrase appears."""
        self.life.begin()
        self._resize()

    def enter(self, ws: Workspace) -> None:
        """Begin at the main window of a workspace that is open already."""
        self.life.enter(ws)
        self._resize()

    def leave(self) -> None:
        """Close the window and the workspace."""
        window = self.life.window
        if window is not None:
            window.close()
            window.deleteLater()
            self.life.window = None
        self.pump()
        self.life.end()

    @property
    def window(self) -> QWidget:
        """Return the window on the screen."""
        assert self.life.window is not None
        return self.life.window

    def pump(self, milliseconds: int = 0) -> None:
        """Let the window work for a while."""
        until = time.monotonic() + milliseconds / 1000
        while True:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if time.monotonic() >= until:
                return
            time.sleep(0.002)

    def settle(self, *, aside: bool = False, seconds: float = WAIT_S) -> None:
        """Wait until every act is done and none is about to begin; with `aside` also what only reads (pages, counts)."""
        quiet = 0

        def at_rest() -> bool:
            nonlocal quiet
            busy = any(one.pending if aside else one.acting for one in self._runners())
            busy = busy or any(_is_waiting(timer, aside) for timer in self._timers())
            quiet = 0 if busy else quiet + 1
            return quiet >= 3

        self.wait(at_rest, "background work to end", seconds)

    def wait(self, condition: Callable[[], bool], what: str = "the condition", seconds: float = WAIT_S) -> None:
        """Wait until `condition` holds; TimeoutError names `what`."""
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError(f"waited {seconds:.0f} s for {what}; on the screen: {', '.join(self.names())}")
            self.pump(10)

    def wait_for(self, name: str, seconds: float = WAIT_S) -> QWidget:
        """Wait until a control is visible and return it."""
        self.wait(lambda: self._find(name) is not None, name, seconds)
        return self.find(name)

    def wait_for_use(self, name: str, seconds: float = WAIT_S) -> None:
        """Wait until a control is visible and not greyed out."""
        self.wait(lambda: self.sees(name) and self.enabled(name), f"{name} to be usable", seconds)

    def find(self, name: str) -> QWidget:
        """Return the visible control of that name."""
        found = self._find(name)
        if found is None:
            raise NotFoundError(f"no {name!r} on the screen; there are: {', '.join(self.names())}")
        return found

    def sees(self, name: str) -> bool:
        """True when a control of that name is visible."""
        return self._find(name) is not None

    def names(self) -> list[str]:
        """Return the names of all visible controls."""
        return sorted(
            {
                widget.objectName()
                for top in self._tops()
                for widget in top.findChildren(QWidget)
                if widget.objectName() and widget.isVisible() and not widget.objectName().startswith("qt_")
            }
        )

    def text(self, name: str) -> str:
        """Return the words on a label, button or in a field."""
        widget = self.find(name)
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            return str(widget.text())
        if isinstance(widget, QPlainTextEdit | QTextEdit):
            return str(widget.toPlainText())
        if isinstance(widget, QComboBox):
            return str(widget.currentText())
        return str(widget.accessibleName())

    def enabled(self, name: str) -> bool:
        """True when the control can be used."""
        return bool(self.find(name).isEnabled())

    def click(self, name: str) -> None:
        """Click a control with the mouse, scrolling it into view first; one that is greyed out is waited for."""
        widget = self.find(name)
        self.wait(widget.isEnabled, f"{name!r} to be usable (it is greyed out)", CLICK_WAIT_S)
        self._into_view(widget)
        place = (
            QPoint(min(14, widget.width() // 2), widget.height() // 2)
            if self._is_tick(widget)
            else widget.rect().center()
        )
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        self.pump()

    def type(self, name: str, words: str, *, enter: bool = False) -> None:
        """Replace what is in a field, as if typed, and leave the field (or press Enter)."""
        widget = self.find(name)
        self._into_view(widget)
        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.selectAll()
            widget.insert(words)
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            widget.selectAll()
            widget.insertPlainText(words)
        else:
            raise NotFoundError(f"{name!r} takes no words")
        if enter:
            QTest.keyClick(widget, Qt.Key.Key_Return)
        else:
            widget.clearFocus()
        self.pump()

    def key(self, key: str, name: str = "") -> None:
        """Press a key ("1", "Down", "Return", "Ctrl+2" …) in a control, else where the focus is."""
        widget = self.find(name) if name else QApplication.focusWidget() or self.window
        modifiers = Qt.KeyboardModifier.NoModifier
        *held, last = key.split("+") if key != "+" else ["+"]
        for one in held:
            modifiers |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier}[one]
        if len(last) == 1 and not held:
            QTest.keyClicks(widget, last)
        else:
            QTest.keyClick(widget, Qt.Key[f"Key_{last}"], modifiers)
        self.pump()

    def choose(self, name: str, words: str) -> None:
        """Choose the entry of a list or combo box that contains `words`."""
        widget = self.find(name)
        self._into_view(widget)
        if isinstance(widget, QComboBox):
            index = next((at for at in range(widget.count()) if words in widget.itemText(at)), -1)
            if index < 0:
                raise NotFoundError(f"no {words!r} in {name!r}")
            widget.setCurrentIndex(index)
            widget.activated.emit(index)
        elif isinstance(widget, QListWidget):
            item = next((widget.item(at) for at in range(widget.count()) if words in widget.item(at).text()), None)
            if item is None or item.isHidden():
                raise NotFoundError(f"no {words!r} in {name!r}")
            widget.scrollToItem(item)
            QTest.mouseClick(
                widget.viewport(),
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
                widget.visualItemRect(item).center(),
            )
        elif isinstance(widget, QTabWidget):
            widget.setCurrentIndex(next(at for at in range(widget.count()) if words in widget.tabText(at)))
        else:
            raise NotFoundError(f"{name!r} offers no choice")
        self.pump()

    def tick(self, name: str, words: str) -> None:
        """Tick the entry of a checkable list that contains `words`."""
        widget = self.find(name)
        assert isinstance(widget, QListWidget)
        for at in range(widget.count()):
            item = widget.item(at)
            if words in item.text():
                widget.setCurrentItem(item)
                item.setCheckState(Qt.CheckState.Checked)
                self.pump()
                return
        raise NotFoundError(f"no {words!r} in {name!r}")

    def draw_ink(self, strokes: Sequence[Sequence[Sequence[int]]], name: str = "ink_pad") -> None:
        """Write strokes ([x, y, …] in the pad's box of 10000 × 4000) with the mouse."""
        pad = self.find(name)
        assert isinstance(pad, InkPad)
        for stroke in strokes:
            places = [pad.to_widget(point[0], point[1]) for point in stroke]
            self._mouse(pad, QEvent.Type.MouseButtonPress, places[0])
            for place in places[1:]:
                self._mouse(pad, QEvent.Type.MouseMove, place)
                self.pump()
            self._mouse(pad, QEvent.Type.MouseButtonRelease, places[-1])
            self.pump()

    def choose_path(self, path: Path) -> None:
        """Answer the open file or folder dialog."""
        self.wait(lambda: self._file_dialog() is not None, "a file dialog")
        dialog = self._file_dialog()
        assert dialog is not None
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            dialog.setDirectory(str(path))
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        if edit is not None:
            edit.setText(str(path))
        else:
            dialog.selectFile(str(path))
        dialog.accept()
        self.pump()

    def screenshot(self, path: Path) -> Path:
        """Save what the person sees once everything is drawn (the window, with the dialog in front of it) as PNG."""
        self.settle(aside=True)
        self.pump(30)
        picture = self.window.grab()
        dialogs = [top for top in self._tops() if isinstance(top, QDialog) and top is not self.window]
        if dialogs:
            painter = QPainter(picture)
            for dialog in reversed(dialogs):
                place = dialog.rect().translated(self.window.rect().center() - dialog.rect().center())
                for spread in range(8, 0, -1):  # the frame a desktop would give it
                    painter.fillRect(place.adjusted(-spread, -spread, spread, spread), QColor(0, 0, 0, 14))
                painter.drawPixmap(place.topLeft(), dialog.grab())
            painter.end()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(path)):
            raise OSError(f"cannot write {path}")
        return path

    def _tops(self) -> list[QWidget]:
        """Return visible top-level widgets, dialogs (the newest first) before the window."""
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not self.life.window]
        modal = QApplication.activeModalWidget()
        tops.sort(key=lambda top: top is not modal)
        return [*tops, *([self.life.window] if self.life.window is not None and self.life.window.isVisible() else [])]

    def _find(self, name: str) -> QWidget | None:
        for top in self._tops():
            if top.objectName() == name:
                return top
            for widget in top.findChildren(QWidget, name):
                if widget.isVisible():
                    return widget
        return None

    def _runners(self) -> list[Runner]:
        return [one for top in self._tops() for one in top.findChildren(Runner)]

    def _timers(self) -> list[QTimer]:
        return [one for top in self._tops() for one in top.findChildren(QTimer)]

    def _file_dialog(self) -> QFileDialog | None:
        return next((top for top in self._tops() if isinstance(top, QFileDialog)), None)

    def _into_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 8, 24)
            parent = parent.parentWidget()
        self.pump()

    def _is_tick(self, widget: QWidget) -> bool:
        return isinstance(widget, QAbstractButton) and widget.metaObject().className() in ("QCheckBox", "QRadioButton")

    def _mouse(self, widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
        moving = kind == QEvent.Type.MouseMove
        event = QMouseEvent(
            kind,
            place,
            QPointF(widget.mapToGlobal(place.toPoint())),
            Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton,
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPointingDevice.primaryPointingDevice(),
        )
        QCoreApplication.sendEvent(widget, event)

    def _resize(self) -> None:
        self.window.resize(*self._size)
        self.pump(20)
        self.settle()


def _is_waiting(timer: QTimer, aside: bool) -> bool:
    """True for an edit that is about to be kept; with `aside` also for pages about to be drawn, counts about to be read."""
    soon = timer.isSingleShot() and timer.isActive() and timer.interval() <= 1000
    return soon and (aside or isinstance(timer.parent(), FinishedEdit))


# Strokes of handwriting in a unit cell: start, bend, end.
_BRUSH: tuple[tuple[tuple[float, float], tuple[float, float], tuple[float, float]], ...] = (
    ((0.08, 0.30), (0.50, 0.22), (0.95, 0.24)),  # 横
    ((0.15, 0.58), (0.50, 0.50), (0.88, 0.54)),  # 横
    ((0.52, 0.02), (0.56, 0.50), (0.50, 0.98)),  # 竖
    ((0.50, 0.30), (0.38, 0.72), (0.04, 0.96)),  # 撇
    ((0.52, 0.42), (0.72, 0.76), (1.02, 0.92)),  # 捺
    ((0.30, 0.04), (0.38, 0.10), (0.42, 0.18)),  # 点
    ((0.82, 0.30), (0.90, 0.80), (0.62, 0.88)),  # 竖钩
)


def scribble(seed: int, syllables: int = 3) -> list[Stroke]:
    """Return handwriting-like strokes for demonstrations (no name of anybody), the same for the same seed."""
    hand = Random(seed)  # noqa: S311 - a drawing, not a secret
    strokes: list[Stroke] = []
    at = 0
    for part in range(syllables):
        left, top, cell = 1500 + part * 2450 + hand.randint(-120, 120), 900 + hand.randint(-160, 160), 1750
        for brush in hand.sample(_BRUSH, hand.randint(4, 6)):
            (x0, y0), (x1, y1), (x2, y2) = (
                (x + hand.uniform(-0.06, 0.06), y + hand.uniform(-0.06, 0.06)) for x, y in brush
            )
            stroke: Stroke = []
            for step in range(15):
                t = step / 14
                x = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t * t * x2
                y = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t * t * y2
                stroke.append([round(left + x * cell), round(top + y * cell), at, 500])
                at += 14
            strokes.append(stroke)
            at += 90
    return strokes


def _say(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    """Pass Qt's messages on, but for the one that the offscreen platform repeats at every window."""
    if "propagateSizeHints" not in words:
        sys.stderr.write(f"{words}\n")
