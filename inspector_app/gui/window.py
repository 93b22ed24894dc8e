"""The main window: navigation, header, status line; it wires pages together, which do not know each other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QMainWindow, QStackedWidget, QToolButton, QWidget

from inspector_app.actions import syncing, visits
from inspector_app.actions.visits import VisitSummary
from inspector_app.gui import blocks, icons, theme, wording
from inspector_app.gui.pages.documents import DocumentsPage
from inspector_app.gui.pages.findings import FindingsPage
from inspector_app.gui.pages.settings import SettingsPage
from inspector_app.gui.pages.sign import SignPage
from inspector_app.gui.pages.sync import SyncPage
from inspector_app.gui.pages.today import TodayPage
from inspector_app.gui.pages.visit import VisitPage
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace

PAGES = ("today", "visit", "sign", "documents", "findings", "sync", "settings")


class MainWindow(QMainWindow):
    """Everything an inspector sees after the passphrase.

    Signals: `settings_changed(object)` new Settings were saved and the window should be built anew;
    `closed()` the window is going, the workspace may be closed.
    """

    settings_changed = Signal(object)
    closed = Signal()

    def __init__(self, ws: Workspace, runner: Runner | None = None) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(self.tr("督查通"))
        self.resize(1366, 768)
        self.setMinimumSize(1024, 640)
        self.runner = runner or Runner(self)
        self.visit = ""
        self._ws = ws
        self._saved_at: datetime | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self._banner = Banner("problem_banner")
        self._header, self._status = Header(), StatusLine()
        self._rail = Rail(self.show_page)
        self._make_pages()
        self._lay_out()
        self._wire()
        self.show_page("today")
        self._stack.setFocus()  # not the first button of the rail: nothing is chosen yet

    def _make_pages(self) -> None:
        ws, runner = self._ws, self.runner
        self.today = TodayPage(ws, runner, self)
        self.visit_page = VisitPage(ws, runner, self)
        self.sign = SignPage(ws, runner, self)
        self.documents = DocumentsPage(ws, runner, self)
        self.findings = FindingsPage(ws, runner, self)
        self.sync = SyncPage(ws, runner, self)
        self.settings = SettingsPage(ws, runner, self)
        self._pages: dict[str, QWidget] = {
            "today": self.today,
            "visit": self.visit_page,
            "sign": self.sign,
            "documents": self.documents,
            "findings": self.findings,
            "sync": self.sync,
            "settings": self.settings,
        }
        self._no_visit = blocks.EmptyState(
            "visit",
            self.tr("还没有打开检查"),
            self.tr("在“今天”里打开一次正在进行的检查，或开始一次样例检查，题目就会出现在这里。"),
            self.tr("去“今天”"),
            "no_visit_today",
        )
        self._no_signing = blocks.EmptyState(
            "sign",
            self.tr("还没有可签字的检查"),
            self.tr("先在“今天”里打开一次检查，逐项查完，再回到这里反馈、签字、出具记录。"),
            self.tr("去“今天”"),
            "no_signing_today",
        )
        for page in (*self._pages.values(), self._no_visit, self._no_signing):
            self._stack.addWidget(page)

    def _lay_out(self) -> None:
        around = QWidget()
        around.setProperty("role", "clear")
        room = blocks.column(self._banner)
        room.setContentsMargins(theme.XL, theme.M, theme.XL, 0)
        around.setLayout(room)
        around.hide()
        self._banner_room = around
        right = blocks.column(self._header, around, spacing=0)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        whole = blocks.row(self._rail, spacing=0)
        whole.addLayout(right, 1)
        middle = QWidget()
        middle.setProperty("role", "page")
        middle.setLayout(whole)
        self.setCentralWidget(middle)

    def _wire(self) -> None:
        self.runner.problem.connect(self.show_problem)
        self.runner.busy_changed.connect(self._status.show_busy)
        self._banner.closed.connect(self._banner_room.hide)
        for nothing in (self._no_visit, self._no_signing):
            nothing.chosen.connect(lambda: self.show_page("today"))
        self._status.sync_wanted.connect(lambda: self.show_page("sync"))
        self.today.visit_opened.connect(self.open_visit)
        self.today.sign_requested.connect(self.open_signing)
        self.today.sync_requested.connect(lambda: self.show_page("sync"))
        self.today.findings_requested.connect(lambda: self.show_page("findings"))
        self.visit_page.saved.connect(self.note_saved)
        self.visit_page.sign_requested.connect(self.open_signing)
        self.sign.saved.connect(self.note_saved)
        self.sign.item_requested.connect(self._show_item)
        self.sign.question_requested.connect(self._show_question)
        self.sign.documents_requested.connect(lambda: self.show_page("documents"))
        self.sign.sync_requested.connect(lambda: self.show_page("sync"))
        self.sync.changed.connect(self._refresh_counts)
        self.settings.changed.connect(self.settings_changed)
        for number, name in enumerate(PAGES, 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda page=name: self.show_page(page))
        self._count_soon = QTimer(self, interval=300, singleShot=True)
        self._count_soon.timeout.connect(self._count)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()

    def show_page(self, name: str) -> None:
        """Show a page and let it read its data anew; Visit and Sign need an open visit."""
        if self._stack.currentWidget() is self.visit_page and name != "visit":
            self.visit_page.leave()
        page = self._pages[name]
        self._rail.show_current(name)
        self._hide_banner()
        self._count_soon.start()
        inside = name in ("visit", "sign")
        if inside and not self.visit:
            self._header.show_title(self.title_of(name))
            self._header.show()
            self._stack.setCurrentWidget(self._no_visit if name == "visit" else self._no_signing)
            return
        self._header.setVisible(name != "visit")  # the Visit page heads itself and needs the height
        if not inside:
            self._header.show_title(self.title_of(name))
        self._stack.setCurrentWidget(page)
        if name == "visit":
            self.visit_page.open_visit(self.visit)
        elif name == "sign":
            self.sign.open_visit(self.visit)
        else:
            refresh: Callable[[], object] = page.refresh  # type: ignore[attr-defined] # every other page has it
            refresh()

    def open_visit(self, visit: str) -> None:
        """Go into a visit."""
        self.visit = visit
        self.show_page("visit")

    def open_signing(self, visit: str) -> None:
        """Go to the signing of a visit."""
        self.visit = visit
        self.show_page("sign")

    def note_saved(self, when: object) -> None:
        """A row was committed at `when`: the status line refers to it from now on."""
        if isinstance(when, datetime):
            self._saved_at = when
        self._tick()
        self._refresh_counts()

    def show_problem(self, problem: Any) -> None:
        """Show a Problem above the page."""
        self._banner_room.show()
        self._banner.show_problem(problem)

    def title_of(self, name: str) -> str:
        """Return the name of a page."""
        return dict(self._rail.names())[name]

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish edits and background work before the workspace goes."""
        if self._stack.currentWidget() is self.visit_page:
            self.visit_page.leave()
        self._clock.stop()
        self._count_soon.stop()
        self.runner.finish()
        self.closed.emit()
        super().closeEvent(event)

    def _show_item(self, code: str) -> None:
        self.show_page("visit")
        if code:
            self.visit_page.show_item(code)

    def _show_question(self, form: str, path: str) -> None:
        self.show_page("visit")
        self.visit_page.show_question(form, path)

    def _hide_banner(self) -> None:
        self._banner.clear()
        self._banner_room.hide()

    def _refresh_counts(self) -> None:
        self._count_soon.start()  # a burst of edits is counted once

    def _count(self) -> None:
        ws = self._ws
        self.runner.start(lambda: (syncing.unsent(ws), visits.list_visits(ws)), self._show_counts, aside=True)

    def _show_counts(self, read: tuple[int, list[VisitSummary]]) -> None:
        unsent, summaries = read
        self._status.show_unsent(unsent, bool(summaries))
        current = next((one for one in summaries if one.visit == self.visit), None)
        if current is not None and self._stack.currentWidget() in (self.visit_page, self.sign):
            self._header.show_visit(current)

    def _tick(self) -> None:
        if self._saved_at is not None:
            self._status.show_saved((self._ws.now() - self._saved_at).total_seconds())


class Rail(QFrame):
    """The navigation at the left: icon and word, a finger wide."""

    def __init__(self, on_chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        tokens = theme.colours()
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        inside = blocks.column(spacing=theme.XS)
        inside.setContentsMargins(theme.S, theme.M, theme.S, theme.M)
        mark = blocks.picture("shield", tokens.rail_active_text if tokens is not theme.CONTRAST else tokens.accent, 32)
        mark.setAccessibleName(self.tr("督查通"))
        inside.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addSpacing(theme.L)
        for number, (name, words) in enumerate(self.names(), 1):
            if name == "settings":
                inside.addStretch(1)
            button = QToolButton()
            button.setObjectName(f"nav_{name}")
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(self.tr("{}（Ctrl+{}）").format(words, number))
            button.setProperty("kind", "rail")
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIcon(icons.icon(name, tokens.rail_text, tokens.rail_active_text))
            button.setIconSize(QSize(theme.scaled(26), theme.scaled(26)))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setMinimumSize(52 + theme.scaled(24), 64)
            button.clicked.connect(lambda _checked, page=name: on_chosen(page))
            group.addButton(button)
            self._buttons[name] = button
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(inside)

    def names(self) -> list[tuple[str, str]]:
        """Return (name, word) of every page, in order."""
        return [
            ("today", self.tr("今天")),
            ("visit", self.tr("检查")),
            ("sign", self.tr("签字")),
            ("documents", self.tr("文书")),
            ("findings", self.tr("问题")),
            ("sync", self.tr("同步")),
            ("settings", self.tr("设置")),
        ]

    def show_current(self, name: str) -> None:
        """Mark the page that is shown."""
        self._buttons[name].setChecked(True)


class Header(QFrame):
    """The line above every page: its title, or the school inside a visit."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setMinimumHeight(56)
        self._title = blocks.Name("", "title", "header_title")
        self._state = blocks.label("", "chip", name="header_state")
        self._number = blocks.label("", "caption", name="header_number")
        self._progress = blocks.label("", "muted", name="header_progress")
        inside = blocks.row(self._title, self._state, self._number, None, self._progress, spacing=theme.M)
        inside.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        self.setLayout(inside)

    def show_title(self, title: str) -> None:
        """Show a page's name."""
        self._title.setText(title)
        for part in (self._state, self._number, self._progress):
            part.hide()

    def show_visit(self, summary: VisitSummary) -> None:
        """Show the school and how far the visit has come."""
        words, tone = wording.visit_state(summary.state)
        self._title.setText(summary.school_name)
        self._state.setText(words)
        theme.set_tone(self._state, tone)
        self._number.setText(self.tr("任务 {}").format(summary.number))
        self._progress.setText(
            self.tr("已查 {} / {} · 不合格 {}").format(summary.checked, summary.total, summary.failed)
        )
        for part in (self._state, self._number, self._progress):
            part.show()


class StatusLine(QFrame):
    """The line below every page: what is saved, what is under way, what is not yet delivered.

    Signals: `sync_wanted()` the person wants to see what is not delivered.
    """

    sync_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.setMinimumHeight(36)
        self._picture = blocks.picture("ok", theme.colours().passed, 18)
        self._saved = blocks.label(self.tr("每次改动都会立即保存"), "caption", name="status_saved")
        self._busy = blocks.label(self.tr("正在处理…"), "caption", name="status_busy")
        self._unsent = blocks.button("", "status_unsent", self.sync_wanted.emit, "status")
        self._unsent.setMinimumHeight(0)
        inside = blocks.row(self._picture, self._saved, None, self._busy, self._unsent, spacing=theme.S)
        inside.setContentsMargins(theme.XL, 0, theme.L, 0)
        self.setLayout(inside)
        self._busy.hide()
        self._unsent.hide()

    def show_saved(self, seconds: float) -> None:
        """Say how long ago the last row was committed."""
        self._saved.setText(self.tr("已保存 · {}").format(wording.ago(seconds)))

    def show_busy(self, busy: bool) -> None:
        """Say that something is being worked on, if it takes long enough to be noticed."""
        if busy:
            QTimer.singleShot(400, self._show_if_busy)
        self._is_busy = busy
        if not busy:
            self._busy.hide()

    def show_unsent(self, count: int, worked: bool = True) -> None:
        """Say how many changes the bureau has not confirmed; nothing before the first visit, when none could be."""
        self._unsent.setVisible(worked or count > 0)
        words = self.tr("未送达 {} 条").format(count) if count else self.tr("全部已送达")
        self._unsent.setText(words)
        self._unsent.setAccessibleName(words)
        theme.set_tone(self._unsent, "warning" if count else "pass")

    def _show_if_busy(self) -> None:
        self._busy.setVisible(self._is_busy)
