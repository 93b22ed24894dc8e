"""Pages of a PDF shown in the window: exactly what will be printed, with zoom and a page count."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.gui import blocks, theme

_ZOOM = 1.2


class Paper(QWidget):
    """A PDF from memory; the place on the page is kept when the same document is shown anew.

    Signals: `broken()` the bytes could not be read as a PDF.
    """

    broken = Signal()

    def __init__(self, name: str = "paper", tools: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.document = QPdfDocument(self)
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._view = QPdfView(self)
        self._view.setObjectName(f"{name}_pages")
        self._view.setAccessibleName(self.tr("页面预览"))
        self._view.setDocument(self.document)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setPageSpacing(theme.M)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        ground = self._view.palette()
        ground.setColor(QPalette.ColorRole.Dark, QColor(theme.colours().paper))  # what QPdfView paints around its pages
        self._view.setPalette(ground)
        self._waiting = QLabel()
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._waiting.setProperty("role", "muted")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._view)
        self._count = blocks.label("", "caption", name=f"{name}_count")
        self._view.pageNavigator().currentPageChanged.connect(lambda _page: self._show_count())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar(name, tools))
        whole.addWidget(self._stack, 1)
        self.show_words(self.tr("正在准备页面…"))

    def show_words(self, words: str) -> None:
        """Show a sentence in place of pages."""
        self._waiting.setText(words)
        self._stack.setCurrentWidget(self._waiting)
        self._show_count()

    def show_pdf(self, data: bytes) -> None:
        """Show these bytes."""
        place = self._view.verticalScrollBar().value()
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(data)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() != QPdfDocument.Status.Ready:
            self.show_words(self.tr("这个文件的页面读不出来，可能已经损坏。"))
            self.broken.emit()
            return
        self._stack.setCurrentWidget(self._view)
        self._show_count()
        self._view.verticalScrollBar().setValue(place)

    def to_top(self) -> None:
        """Go to the first page."""
        self._view.pageNavigator().jump(0, QPointF(), 0)
        self._view.verticalScrollBar().setValue(0)

    def _bar(self, name: str, tools: Sequence[QWidget]) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "header")
        steps = [
            ("zoom-out", f"{name}_zoom_out", self.tr("缩小"), lambda: self._zoom(1 / _ZOOM)),
            ("zoom-in", f"{name}_zoom_in", self.tr("放大"), lambda: self._zoom(_ZOOM)),
            ("fit", f"{name}_fit", self.tr("适合宽度"), self._fit),
        ]
        inside = blocks.row(
            *tools, *([None] if tools else []), self._count, *([] if tools else [None]), spacing=theme.S
        )
        for icon, button_name, words, act in steps:
            button = blocks.button("", button_name, act, "quiet", icon)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setFixedWidth(theme.TARGET)
            inside.addWidget(button)
        inside.setContentsMargins(theme.L, theme.S, theme.S, theme.S)
        bar.setLayout(inside)
        return bar

    def _zoom(self, factor: float) -> None:
        if self._view.zoomMode() == QPdfView.ZoomMode.FitToWidth:
            width = self.document.pagePointSize(0).width() * self.logicalDpiX() / 72
            self._view.setZoomFactor(self._view.viewport().width() / width if width else 1.0)
            self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setZoomFactor(min(max(self._view.zoomFactor() * factor, 0.3), 4.0))

    def _fit(self) -> None:
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _show_count(self) -> None:
        if self._stack.currentWidget() is self._view:
            page = self._view.pageNavigator().currentPage() + 1
            self._count.setText(self.tr("第 {} 页，共 {} 页").format(page, self.document.pageCount()))
        else:
            self._count.setText("")
