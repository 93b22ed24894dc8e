"""Documents: what was issued, the pages in the window, a copy, a print, and checking any file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.actions import documents, verifying
from inspector_app.actions.documents import DocumentRef
from inspector_app.actions.verifying import Verdict
from inspector_app.errors import Problem
from inspector_app.gui import blocks, choosing, icons, language, printing, theme, wording
from inspector_app.gui.paper import Paper
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.theme import Tone
from inspector_app.gui.two_lines import TwoLines
from inspector_app.workspace import Workspace


class DocumentsPage(QWidget):
    """Issued documents at the left, the chosen one at the right.

    Signals: `shown(str)` the sha256 of the document whose pages are now in the window.
    """

    shown = Signal(str)

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents_page")
        self._ws, self._runner = ws, runner
        self._rows: list[DocumentRef] = []
        self._chosen: DocumentRef | None = None
        self._job: printing.PrintJob | None = None
        self._list = QListWidget()
        self._list.setObjectName("documents_list")
        self._list.setAccessibleName(self.tr("已出具的文书"))
        self._list.setProperty("role", "card")
        self._list.setItemDelegate(TwoLines(self._list))
        self._list.setIconSize(QSize(theme.scaled(22), theme.scaled(22)))
        self._list.currentRowChanged.connect(self._choose)
        self._banner = Banner("documents_note")
        self._save = blocks.button(self.tr("另存为"), "document_save", self._save_as, "", "save")
        self._print = blocks.button(self.tr("打印"), "document_print", self._print_it, "primary", "print")
        self._check = blocks.button(self.tr("核验"), "document_verify", self._verify_chosen, "", "shield")
        self._paper = Paper("document_paper", [self._print, self._save, self._check])
        self._check_file = blocks.button(self.tr("核验一个文件"), "verify_file", self._verify_file, "quiet", "shield")
        self._stack = QStackedWidget()
        empty = blocks.EmptyState(
            "documents",
            self.tr("还没有出具文书"),
            self.tr("检查签字、出具之后，记录表就在这里：预览、打印、另存、核验。也可以核验别处拿来的 PDF。"),
            self.tr("核验一个文件"),
            "verify_file_first",
        )
        empty.chosen.connect(self._verify_file)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._content())
        top = blocks.column(self._banner)
        top.setContentsMargins(theme.L, theme.M, theme.L, 0)
        self._top = QWidget()
        self._top.setProperty("role", "clear")
        self._top.setLayout(top)
        self._top.hide()
        self._banner.closed.connect(self._top.hide)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top)
        whole.addWidget(self._stack, 1)

    def _content(self) -> QWidget:
        left = QWidget()
        column = blocks.column(self._list, blocks.row(self._check_file, None), spacing=theme.M)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        left.setLayout(column)
        left.setMinimumWidth(theme.scaled(300))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self._paper)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([theme.scaled(360), 1270 - theme.scaled(360)])
        splitter.setChildrenCollapsible(False)
        return splitter

    def refresh(self) -> None:
        """Read the list anew."""
        ws = self._ws
        self._runner.start(lambda: documents.documents(ws), self.show_documents, self._say_problem)

    def show_documents(self, rows: list[DocumentRef]) -> None:
        """Show the list; the chosen document stays chosen."""
        chosen = self._chosen.sha256 if self._chosen else ""
        self._rows = rows
        self._stack.setCurrentIndex(1 if rows else 0)
        self._list.blockSignals(True)
        self._list.clear()
        for row in rows:
            words = self.tr("{school}\n{kind} · {at} 出具\n{number}").format(
                school=row.school_name,
                kind=wording.document_type(row.doc_type),
                number=row.number,
                at=wording.moment(row.issued_at),
            )
            item = QListWidgetItem(icons.icon("documents", theme.colours().accent), words)
            self._list.addItem(item)
        self._list.blockSignals(False)
        if rows:
            at = next((index for index, row in enumerate(rows) if row.sha256 == chosen), 0)
            self._list.setCurrentRow(at)
            if chosen != rows[at].sha256 or self._chosen is None:
                self._choose(at)

    def show_verdict(self, verdict: Verdict, name: str) -> None:
        """Say what the check of a file found."""
        words: dict[str, tuple[Tone, str]] = {
            "valid": ("pass", self.tr("有效：{} 没有被改动，签章有效，与本机的记录一致。").format(name)),
            "unknown_here": (
                "warning",
                self.tr("签章有效，但这台电脑没有 {} 的记录，请在出具它的电脑或局里核验。").format(name),
            ),
            "invalid": ("fail", self.tr("无效：{} 已被改动，或签章不可信。请不要采用。").format(name)),
        }
        tone, what = words.get(verdict.status, ("fail", verdict.status))
        self._top.show()
        self._banner.say(tone, what, "\n".join(verdict.reasons))

    def _choose(self, at: int) -> None:
        if not 0 <= at < len(self._rows):
            return
        ws, row = self._ws, self._rows[at]
        self._chosen = row
        self._paper.show_words(self.tr("正在准备页面…"))
        self._runner.start(lambda: (row.sha256, documents.pdf(ws, row.sha256)), self._show_pages, self._no_pages)

    def _show_pages(self, read: tuple[str, bytes]) -> None:
        sha256, pdf = read
        if self._chosen is not None and sha256 == self._chosen.sha256:
            self._paper.show_pdf(pdf)
            self._paper.to_top()
            self.shown.emit(sha256)

    def _no_pages(self, problem: Problem) -> None:
        self._paper.show_words("\n\n".join(problem.lines(language.current())))

    def _save_as(self) -> None:
        if self._chosen is None:
            return
        row = self._chosen
        name = f"{wording.document_type(row.doc_type)}-{row.school_name}-{row.number}.pdf"
        choosing.choose_target(self, self.tr("另存文书"), name, "pdf", lambda target: self._export(row, target))

    def _export(self, row: DocumentRef, target: Path) -> None:
        ws = self._ws
        self._runner.start(lambda: documents.export(ws, row.sha256, target), self._exported, self._say_problem)

    def _exported(self, target: Path) -> None:
        self._say("pass", self.tr("已另存"), str(target))

    def _print_it(self) -> None:
        if self._chosen is None:
            return
        if not printing.has_printer():
            self._say(
                "warning",
                self.tr("这台电脑没有装打印机，没有打印。"),
                self.tr(
                    "接上打印机并在系统里添加后再试；或按“另存为”存成 PDF，拿到有打印机的电脑上打印，内容完全一样。"
                ),
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setObjectName("print_dialog")
        dialog.setMinMax(1, self._paper.document.pageCount())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print_on(printer))
        dialog.setModal(True)
        dialog.show()

    def _print_on(self, printer: QPrinter) -> None:
        self._job = printing.PrintJob(self._paper.document, printer, self)
        self._job.stepped.connect(
            lambda done, total: self._say("accent", self.tr("正在打印：第 {} 页，共 {} 页").format(done, total))
        )
        self._job.finished.connect(self._printed)
        self._job.start()

    def _printed(self, complete: bool) -> None:
        if complete:
            self._say("pass", self.tr("已全部交给打印机。"))
        else:
            self._say(
                "fail", self.tr("打印机没有收下全部页面。"), self.tr("请看打印机是否缺纸、卡纸或离线，再打印一次。")
            )

    def _verify_chosen(self) -> None:
        if self._chosen is not None:
            ws, row = self._ws, self._chosen
            self._runner.start(
                lambda: _verify(ws, row),
                lambda verdict: self.show_verdict(verdict, row.number),
                self._say_problem,
                aside=True,
            )

    def _verify_file(self) -> None:
        choosing.choose_files(self, self.tr("核验一个文件"), [self.tr("PDF 文件 (*.pdf)")], self._verify_paths)

    def _verify_paths(self, paths: list[Path]) -> None:
        ws, path = self._ws, paths[0]
        self._runner.start(
            lambda: verifying.verify_pdf(ws, path, language.current()),
            lambda verdict: self.show_verdict(verdict, path.name),
            self._say_problem,
        )

    def _say(self, tone: Tone, what: str, remedy: str = "") -> None:
        self._top.show()
        self._banner.say(tone, what, remedy)

    def _say_problem(self, problem: Problem) -> None:
        self._top.show()
        self._banner.show_problem(problem)


def _verify(ws: Workspace, row: DocumentRef) -> Verdict:
    # A copy as anybody would get it: the check reads a file, not our memory of it.
    with TemporaryDirectory(prefix="inspector-verify-") as folder:
        return verifying.verify_pdf(
            ws, documents.export(ws, row.sha256, Path(folder) / "record.pdf"), language.current()
        )
