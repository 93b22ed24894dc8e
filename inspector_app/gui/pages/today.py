"""Today: sealed tasks, the visits under way, one obvious next step, what is not yet delivered, starting a sample visit."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.actions import clock_lock, forms, sealed, setup, syncing, visits
from inspector_app.actions.clock_lock import ClockLock
from inspector_app.actions.due import DueFindings, due_findings
from inspector_app.actions.sealed import SealedView
from inspector_app.actions.visits import VisitSummary
from inspector_app.gui import blocks, icons, language, theme, wording
from inspector_app.gui.clock_dialog import ClockDialog
from inspector_app.gui.due_card import DueCard
from inspector_app.gui.models import reading
from inspector_app.gui.opening_dialog import OpeningDialog
from inspector_app.gui.runner import Runner
from inspector_app.gui.sealed_card import LockCard, SealedCard
from inspector_app.gui.start_visit import StartVisitDialog
from inspector_app.workspace import Workspace

_FINISHED = ("signed", "refused_signed")


@dataclass(frozen=True)
class TodayView:
    """What the page shows; read in one background verb, which also looks at the clock (R-16)."""

    visits: tuple[VisitSummary, ...]
    unsent: int
    sealed: tuple[SealedView, ...] = ()
    lock: ClockLock | None = None
    due: DueFindings = field(default_factory=DueFindings)


def read_today(ws: Workspace) -> TodayView:
    """Return what Today shows now."""
    lock = clock_lock.check(ws)
    tasks = tuple(sealed.sealed_tasks(ws))
    return TodayView(tuple(visits.list_visits(ws)), syncing.unsent(ws), tasks, lock, due_findings(ws))


class TodayPage(QWidget):
    """The first page.

    Signals: `visit_opened(str)`, `sign_requested(str)` carry a visit; `sync_requested()`, `findings_requested()`.
    """

    visit_opened = Signal(str)
    sign_requested = Signal(str)
    sync_requested = Signal()
    findings_requested = Signal()

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today_page")
        self._ws, self._runner = ws, runner
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.L)
        inside = QWidget()
        margin = QVBoxLayout(inside)
        margin.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        margin.addLayout(self._body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(blocks.scrolled(inside, "today_scroll"))

    def refresh(self) -> None:
        """Read the sealed tasks, the visits and the unsent count anew."""
        ws = self._ws
        self._runner.start(lambda: read_today(ws), self.show_view)

    def show_view(self, view: TodayView) -> None:
        """Lay the page out for what there is."""
        blocks.empty(self._body)
        if view.lock is not None:
            self._body.addWidget(LockCard(view.lock, self._unlock_clock))
        if not view.visits and not view.sealed:
            self._body.addWidget(self._welcome(), 1)
            return
        for one in view.sealed:
            self._body.addWidget(SealedCard(one, self._ws.now, self.open_sealed))
        if not view.visits:
            another = blocks.button(self.tr("再来一次样例检查"), "today_start", self.start_visit, "quiet", "plus")
            self._body.addLayout(blocks.row(None, another))
            self._body.addStretch(1)
            return
        under_way = [one for one in view.visits if one.state not in _FINISHED]
        under_way.sort(key=lambda one: one.missing is not None)  # what cannot be opened here is nobody's next step
        finished = [one for one in view.visits if one.state in _FINISHED]
        top = QHBoxLayout()
        top.setSpacing(theme.L)
        top.addWidget(self._next_step(under_way, view.unsent), 1)
        top.addWidget(self._delivery(view.unsent))
        self._body.addLayout(top)
        if view.due.any:
            self._body.addWidget(DueCard(view.due, self.findings_requested.emit))
        start = blocks.button(self.tr("开始样例检查"), "today_start", self.start_visit, "", "plus")
        self._body.addSpacing(theme.S)
        self._body.addLayout(blocks.row(blocks.label(self.tr("检查"), "heading"), None, start))
        for summary in [*under_way, *finished]:
            self._body.addWidget(VisitCard(summary, self._open))
        self._body.addStretch(1)

    def start_visit(self) -> None:
        """Ask for school, form and team."""
        dialog = StartVisitDialog(self._ws.person, self)
        dialog.wanted.connect(self._start)
        dialog.open()
        ws = self._ws
        first = [forms.FIRST]
        self._runner.start(
            lambda: (visits.schools(ws), setup.people(), forms.titles(ws, first)),
            dialog.show_choices,
            on_end=lambda: self._runner.start(
                lambda: forms.titles(ws, [code for code in forms.offered(ws) if code not in first]),
                dialog.show_forms,
                aside=True,
            ),
        )

    def _start(self, school: str, team: list[str], chosen: list[str]) -> None:
        ws = self._ws
        self._runner.start(lambda: setup.seal_sample_task(ws, school, team, chosen), self._sealed)

    def open_sealed(self, view: SealedView) -> None:
        """Ask two people for their codes."""
        dialog = OpeningDialog(self._ws, self._runner, view, self)
        dialog.opened.connect(self.visit_opened)
        dialog.tried.connect(self.refresh)
        dialog.open()
        self._runner.start(setup.people, dialog.show_people)

    def _sealed(self, _visit: str) -> None:
        self.refresh()

    def _unlock_clock(self, lock: ClockLock) -> None:
        dialog = ClockDialog(self._ws, self._runner, lock, self)
        dialog.unlocked.connect(self.refresh)
        dialog.open()

    def _open(self, summary: VisitSummary) -> None:
        if summary.missing is not None:
            self.sync_requested.emit()
        elif summary.state in (*_FINISHED, "feedback_given"):
            self.sign_requested.emit(summary.visit)
        else:
            self.visit_opened.emit(summary.visit)

    def _welcome(self) -> QWidget:
        empty = blocks.EmptyState(
            "school",
            self.tr("今天还没有检查"),
            self.tr("收到局里封存的任务后，启封就在这里。现在可以用虚构的样例学校走一遍：到校、逐项检查、签字、封装。"),
            self.tr("开始一次样例检查"),
            "today_start",
        )
        empty.chosen.connect(self.start_visit)
        return empty

    def _next_step(self, under_way: list[VisitSummary], unsent: int) -> QFrame:
        frame, inside = blocks.card("today_next", margin=theme.XL, spacing=theme.M)
        frame.setProperty("role", "hero")
        inside.addWidget(blocks.label(self.tr("下一步"), "hero_caption"))
        if under_way:
            summary = under_way[0]
            what, button = self._step_of(summary)
            inside.addWidget(blocks.label(what, "hero_title", name="today_next_text", wrap=True))
            bar = QProgressBar()
            bar.setRange(0, max(summary.total, 1))
            bar.setValue(summary.checked)
            bar.setTextVisible(False)
            bar.setProperty("role", "hero")
            bar.setMaximumWidth(theme.scaled(420))
            bar.setHidden(summary.missing is not None)
            inside.addWidget(blocks.label(_progress_words(summary), "hero_text", wrap=True))
            inside.addWidget(bar)
            action = blocks.button(button, "today_next_action", lambda: self._open(summary), "hero", "arrow-right")
        elif unsent:
            inside.addWidget(
                blocks.label(self.tr("把检查封装到 U 盘，带回督导室"), "hero_title", name="today_next_text", wrap=True)
            )
            words = self.tr("还有 {} 条改动没有回执。收到回执之前，什么都不会从这台电脑上清除。").format(unsent)
            inside.addWidget(blocks.label(words, "hero_text", wrap=True))
            action = blocks.button(
                self.tr("去同步"), "today_next_action", self.sync_requested.emit, "hero", "arrow-right"
            )
        else:
            inside.addWidget(blocks.label(self.tr("都办完了"), "hero_title", name="today_next_text"))
            inside.addWidget(blocks.label(self.tr("没有进行中的检查，也没有未送达的改动。"), "hero_text", wrap=True))
            action = blocks.button(self.tr("开始样例检查"), "today_next_action", self.start_visit, "hero", "plus")
        action.setIcon(icons.icon("arrow-right", theme.colours().hero))
        action.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        inside.addStretch(1)
        inside.addLayout(blocks.row(action, None))
        return frame

    def _step_of(self, summary: VisitSummary) -> tuple[str, str]:
        school = summary.school_name
        if summary.missing is not None:
            return self.tr("{}：先收取这次检查的表").format(school), self.tr("去同步")
        if summary.conflicts:
            return self.tr("{}：有 {} 处与队友不一致，先裁定").format(school, summary.conflicts), self.tr("去裁定")
        if summary.state == "feedback_given":
            return self.tr("{}：已反馈，请校方签字").format(school), self.tr("去签字")
        if summary.gate_time is None:
            return self.tr("{}：到校后先记到校时刻").format(school), self.tr("进入检查")
        if summary.card_shown is None:
            return self.tr("{}：查完门卫，出示督学证").format(school), self.tr("继续检查")
        if summary.checked >= summary.total:
            return self.tr("{}：全部查完，可以反馈、签字").format(school), self.tr("进入检查")
        left = summary.total - summary.checked
        return self.tr("{}：继续检查，还有 {} 项").format(school, left), self.tr("继续检查")

    def _delivery(self, unsent: int) -> QFrame:
        frame, inside = blocks.card("today_delivery", margin=theme.XL, spacing=theme.XS)
        frame.setFixedWidth(theme.scaled(280))
        inside.addWidget(blocks.label(self.tr("未送达"), "caption"))
        number = blocks.label(str(unsent), "display", "warning" if unsent else "pass", "today_unsent")
        inside.addWidget(number)
        words = self.tr("条改动还没有督导室的回执") if unsent else self.tr("局里已收齐，有回执为证")
        inside.addWidget(blocks.label(words, "muted", wrap=True))
        inside.addStretch(1)
        go = blocks.button(self.tr("去同步"), "today_sync", self.sync_requested.emit, "", "sync")
        inside.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        return frame


class VisitCard(QPushButton):
    """One visit as one large target: school, state, team, how far it has come."""

    def __init__(self, summary: VisitSummary, on_click: object) -> None:
        super().__init__()
        assert callable(on_click)
        self.setObjectName(f"visit_{summary.visit}")
        self.setAccessibleName(f"{summary.school_name} {wording.visit_state(summary.state)[0]}")
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: on_click(summary))
        words, tone = wording.visit_state(summary.state)
        if summary.missing is not None:
            words, tone = self.tr("表不在这台电脑上"), "warning"
        names = self.tr("、").join(one.name for one in summary.team)
        kind = wording.school_type(summary.school_type)
        parts = (kind, reading.words(summary.form), self.tr("任务 {}").format(summary.number), names)
        facts = " · ".join(part for part in parts if part)
        title = blocks.row(
            blocks.Name(summary.school_name, "heading"), blocks.label(words, "chip", tone), spacing=theme.M
        )
        if summary.conflicts:
            title.addWidget(blocks.label(self.tr("{} 处不一致").format(summary.conflicts), "chip", "fail"))
        title.addStretch(1)
        left = blocks.column(title, blocks.Name(facts, "caption"), spacing=theme.XS)
        if summary.missing is not None:
            left.addWidget(blocks.Name(summary.missing.remedy(language.current()), name="visit_missing"))
        bar = QProgressBar()
        bar.setRange(0, max(summary.total, 1))
        bar.setValue(summary.checked)
        bar.setTextVisible(False)
        bar.setFixedWidth(theme.scaled(220))
        if summary.checked >= summary.total:
            theme.set_tone(bar, "pass")
        bar.setHidden(summary.missing is not None)
        progress = self.tr("去同步") if summary.missing is not None else _progress_words(summary)
        right = blocks.column(blocks.label(progress, "caption"), bar, spacing=theme.S)
        arrow = blocks.picture("chevron-right", theme.colours().muted, 22)
        inside = self._inside = QHBoxLayout(self)
        inside.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        inside.setSpacing(theme.XL)
        inside.addWidget(blocks.picture("school", theme.colours().accent, 28))
        inside.addLayout(left, 1)
        inside.addLayout(right)
        inside.addWidget(arrow)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return what the parts inside need."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the same height at any width."""
        return self._inside.minimumSize()


def _progress_words(summary: VisitSummary) -> str:
    if summary.missing is not None:
        return summary.missing.remedy(language.current())
    translate = QCoreApplication.translate
    words = translate("today", "已查 {} / {}").format(summary.checked, summary.total)
    if summary.failed:
        words += " · " + translate("today", "不合格 {}").format(summary.failed)
    return words
