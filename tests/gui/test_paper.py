"""Pages in the window and on their way to a printer."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QPoint
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.gui.paper import Paper
from inspector_app.gui.printing import PrintJob

PAGES = 3


@pytest.fixture(scope="module")
def three_pages(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("paper") / "three.pdf"
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for page in range(PAGES):
        if page:
            writer.newPage()
        painter.fillRect(0, 0, 2000 * (page + 1), 2000, "black")
    painter.end()
    return file


@pytest.fixture
def paper(qapp: QApplication, qtbot: QtBot) -> Paper:
    widget = Paper()
    qtbot.addWidget(widget)
    widget.resize(600, 500)
    widget.show()
    return widget


def test_the_pages_are_counted(paper: Paper, three_pages: Path) -> None:
    """The person sees which page of how many."""
    paper.show_pdf(three_pages.read_bytes())
    assert "第 1 页，共 3 页" == paper._count.text()


def test_bytes_that_are_no_pdf_are_said(paper: Paper, qtbot: QtBot) -> None:
    """A broken document gives a sentence in place of pages, and a whole one is shown after it."""
    with qtbot.waitSignal(paper.broken):
        paper.show_pdf(b"no pdf at all")
    assert 0 == paper.document.pageCount()


def test_the_place_is_kept_when_the_pages_are_drawn_anew(paper: Paper, three_pages: Path) -> None:
    """An edit at the right does not throw the reader back to the first page."""
    data = three_pages.read_bytes()
    paper.show_pdf(data)
    QApplication.processEvents()
    paper._view.verticalScrollBar().setValue(300)
    paper.show_pdf(data)
    assert 300 == paper._view.verticalScrollBar().value()


def test_every_page_is_printed_in_place(three_pages: Path, tmp_path: Path, qtbot: QtBot) -> None:
    """A print to a file has the same pages with the ink where it was."""
    document = QPdfDocument()
    document.load(str(three_pages))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    job = PrintJob(document, printer)
    steps: list[tuple[int, int]] = []
    job.stepped.connect(lambda done, total: steps.append((done, total)))
    with qtbot.waitSignal(job.finished, timeout=20_000) as ended:
        job.start()
    printed = QPdfDocument()
    printed.load(str(tmp_path / "printed.pdf"))
    assert ([True], PAGES) == (ended.args, printed.pageCount())
    assert [(1, 3), (2, 3), (3, 3)] == steps
    size = document.pagePointSize(2).toSize()
    probe = QPoint(100, 100)
    assert [document.render(2, size).pixelColor(probe)] == [printed.render(2, size).pixelColor(probe)]
