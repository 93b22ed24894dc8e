"""Printing a PDF with Qt: pages as pictures at the printer's resolution, one page per turn of the event loop."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

_DPI = 300
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


def has_printer() -> bool:
    """True when this machine knows a printer; without one Qt would silently write a file instead."""
    return bool(QPrinterInfo.availablePrinterNames())


class PrintJob(QObject):
    """One document on its way to one printer.

    Signals: `stepped(int, int)` pages done and in all; `finished(bool)` whether every page was taken.
    """

    stepped = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, document: QPdfDocument, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._printer = document, printer
        self._painter = QPainter()
        count = document.pageCount()
        first = max(printer.fromPage(), 1)
        last = min(printer.toPage() or count, count)
        self._pages = list(range(first - 1, last))
        self._at = 0

    def start(self) -> None:
        """Begin; `finished` always follows."""
        self._printer.setResolution(_DPI)
        self._printer.setFullPage(True)
        if not self._pages or not self._painter.begin(self._printer):
            self._later(lambda: self.finished.emit(False))
            return
        self._later(self._next)

    def _next(self) -> None:
        if self._at and not self._printer.newPage():
            self._painter.end()
            self.finished.emit(False)
            return
        sheet = self._printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        page = self._pages[self._at]
        size = self._document.pagePointSize(page).scaled(sheet.width(), sheet.height(), _KEEP)
        picture = self._document.render(page, QSize(round(size.width()), round(size.height())))
        self._painter.drawImage(QRect(0, 0, picture.width(), picture.height()), picture)
        self._at += 1
        self.stepped.emit(self._at, len(self._pages))
        if self._at < len(self._pages):
            self._later(self._next)
        else:
            self.finished.emit(self._painter.end())

    def _later(self, act: Callable[[], None]) -> None:
        QTimer.singleShot(0, self, act)
