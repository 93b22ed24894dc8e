"""Sign: at the left the exact pages, at the right the steps from the visit's facts to the issued record (R-39 to R-42)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from inspector_app.actions import documents, drawing, issuing, signing, visits
from inspector_app.actions.process import Process
from inspector_app.actions.readiness import Obstacle
from inspector_app.actions.refusal import Refusal
from inspector_app.actions.signing import Signer, SigningState
from inspector_app.errors import Problem
from inspector_app.gui import blocks, language, theme, wording
from inspector_app.gui.fields.ink import Stroke
from inspector_app.gui.paper import Paper
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.signing.ink_dialog import InkDialog
from inspector_app.gui.signing.panels import FeedbackPanel, FreezePanel, InkPanel, IssuePanel, ReplyPanel, is_inked
from inspector_app.gui.signing.process_form import ProcessForm
from inspector_app.gui.signing.refusal_dialog import RefusalDialog
from inspector_app.gui.signing.step import Step
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class SignView:
    """What the page shows; read in one background verb."""

    visit: str
    state: SigningState
    facts: Process
    unchecked: int = 0


class SignPage(QWidget):
    """One visit's way to paper.

    Signals: `saved(object)` the datetime of a commit; `item_requested(str)` show an item on the Visit page;
    `question_requested(form, path)` show a question that belongs to no item; `documents_requested()`, `sync_requested()`.
    """

    saved = Signal(object)
    item_requested = Signal(str)
    question_requested = Signal(str, str)
    documents_requested = Signal()
    sync_requested = Signal()

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sign_page")
        self._ws, self._runner, self._visit = ws, runner, ""
        self._view: SignView | None = None
        self._change = 0  # counts what was written here; pages drawn before the last one are old
        self._paper = Paper("sign_paper")
        self._banner = Banner("sign_problem")
        self._process = ProcessForm(ws.now)
        self._feedback, self._reply, self._freeze = FeedbackPanel(), ReplyPanel(), FreezePanel()
        self._ink, self._issue = InkPanel(), IssuePanel(ws.person)
        self._steps = self._make_steps()
        self._lay_out()
        self._wire()
        self._preview_soon = QTimer(self, interval=700, singleShot=True)
        self._preview_soon.timeout.connect(self._preview)

    def _make_steps(self) -> dict[str, Step]:
        bodies: list[tuple[str, str, QWidget]] = [
            ("process", self.tr("检查经过"), self._process),
            ("feedback", self.tr("当场反馈"), self._feedback),
            ("reply", self.tr("学校意见"), self._reply),
            ("freeze", self.tr("核对并冻结"), self._freeze),
            ("ink", self.tr("签名"), self._ink),
            ("issue", self.tr("出具记录"), self._issue),
        ]
        return {name: Step(name, number, title, body) for number, (name, title, body) in enumerate(bodies, 1)}

    def _lay_out(self) -> None:
        inside = QWidget()
        column = blocks.column(self._banner, *self._steps.values(), None, spacing=theme.M)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        inside.setLayout(column)
        self._scroll: QScrollArea = blocks.scrolled(inside, "sign_steps")
        self._scroll.setMinimumWidth(theme.scaled(400))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._paper)
        splitter.addWidget(self._scroll)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        splitter.setSizes([1270 - theme.scaled(460), theme.scaled(460)])
        splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)

    def _wire(self) -> None:
        for name, step in self._steps.items():
            step.opened.connect(lambda one=name: self.open_step(one))
        self._process.edited.connect(self._save_process)
        self._feedback.given.connect(lambda: self._do(lambda: signing.save_feedback(self._ws, self._visit)))
        self._reply.written.connect(self._save_reply)
        self._freeze.frozen.connect(lambda: self._do(lambda: signing.freeze(self._ws, self._visit)))
        self._freeze.jump.connect(self._jump)
        self._ink.ink_wanted.connect(self._ask_ink)
        self._ink.refusal_wanted.connect(self._ask_refusal)
        self._issue.wanted.connect(self._issue_record)
        self._issue.documents.connect(self.documents_requested)
        self._issue.sync.connect(self.sync_requested)

    def open_visit(self, visit: str) -> None:
        """Show a visit's signing; the pages are drawn in the background."""
        other = visit != self._visit
        self._change += 1
        self._show_pages_current(False)
        self._visit = visit
        self._banner.clear()
        if other:
            self._view = None
            self._paper.show_words(self.tr("正在准备页面…"))
        self._read()
        self._preview()

    def refresh(self) -> None:
        """Read the present visit anew."""
        if self._visit:
            self.open_visit(self._visit)

    def show_view(self, view: SignView) -> None:
        """Show where the visit stands; the first step that is not done is open."""
        if view.visit != self._visit:
            return
        first, before = self._view is None, self._current()
        self._view = view
        state, frozen = view.state, bool(view.state.digest)
        self._process.show_facts(view.facts, frozen)
        self._feedback.show_state(state)
        self._reply.show_state(state, frozen)
        self._freeze.show_state(state, view.unchecked, view.facts)
        self._ink.show_state(state)
        self._issue.show_state(state)
        done, summaries, current = self._done(view), self._summaries(view), self._current()
        for name, step in self._steps.items():
            step.show_state(done[name], name == current, summaries[name])
        if first or (before not in (current, "process")):
            self.open_step(current)

    def open_step(self, name: str) -> None:
        """Open one step and close the others."""
        self._process.flush()
        for one, step in self._steps.items():
            step.set_open(one == name)
        QTimer.singleShot(0, self, lambda: self._scroll.verticalScrollBar().setValue(self._steps[name].y() - theme.L))

    def _done(self, view: SignView) -> dict[str, bool]:
        state = view.state
        return {
            "process": not any(one.step == "process" for one in state.obstacles),
            "feedback": state.feedback_at is not None,
            "reply": state.reply is not None or state.reply_none,
            "freeze": bool(state.digest),
            "ink": is_inked(state),
            "issue": state.issued is not None,
        }

    def _current(self) -> str:
        if self._view is None:
            return ""
        return next((name for name, done in self._done(self._view).items() if not done), "issue")

    def _summaries(self, view: SignView) -> dict[str, str]:
        state, facts = view.state, view.facts
        inspectors = sum(name.startswith("inspector/") for name in state.inked)
        obstacles = len(state.obstacles)
        return {
            "process": self.tr("{} 离校").format(facts.leave_time[11:16]) if facts.leave_time else "",
            "feedback": wording.moment(state.feedback_at, state.feedback_at) if state.feedback_at else "",
            "reply": self.tr("无意见") if state.reply_none else self.tr("已记") if state.reply is not None else "",
            "freeze": state.digest[:8] or (self.tr("{} 处待办").format(obstacles) if obstacles else ""),
            "ink": self.tr("检查人员 {} 人").format(inspectors) if inspectors else "",
            "issue": self.tr("已出具") if state.issued else "",
        }

    def _read(self) -> None:
        ws, visit = self._ws, self._visit

        def read() -> SignView:
            unchecked = sum(one.total - one.checked for one in visits.list_visits(ws) if one.visit == visit)
            return SignView(visit, signing.state(ws, visit), signing.process(ws, visit), unchecked)

        self._runner.start(read, self.show_view, self._refused)

    def _preview(self) -> None:
        ws, visit, change = self._ws, self._visit, self._change

        def draw() -> tuple[str, int, bytes]:
            issued = signing.state(ws, visit).issued
            return visit, change, documents.pdf(ws, issued.sha256) if issued else drawing.preview(ws, visit)

        self._runner.start(draw, self._show_pages, self._no_pages, aside=True)

    def _show_pages(self, drawn: tuple[str, int, bytes]) -> None:
        visit, change, pdf = drawn
        if visit == self._visit:
            self._paper.show_pdf(pdf)
            self._show_pages_current(change == self._change)

    def _show_pages_current(self, current: bool) -> None:
        """Nobody freezes or signs pages that are not the ones on the screen."""
        self._freeze.show_pages_current(current)
        self._ink.setEnabled(current)

    def _no_pages(self, problem: Problem) -> None:
        self._paper.show_words("\n\n".join(problem.lines(language.current())))

    def _save_process(self, facts: Process) -> None:
        self._do(lambda: signing.save_process(self._ws, self._visit, facts))

    def _save_reply(self, reply: str | None) -> None:
        self._do(lambda: signing.save_reply(self._ws, self._visit, reply))

    def _do(self, act: Callable[[], object]) -> None:
        """Do one act in the background, then show what it changed."""
        self._runner.start(act, self._did, self._refused)

    def _did(self, outcome: object) -> None:
        self._banner.clear()
        self._change += 1
        self._show_pages_current(False)
        self.saved.emit(outcome if isinstance(outcome, datetime) else self._ws.now())
        self._read()
        self._preview_soon.start()

    def _refused(self, problem: Problem) -> None:
        self._banner.show_problem(problem)
        self._scroll.ensureWidgetVisible(self._banner)

    def _ask_ink(self, signer: Signer) -> None:
        if self._view is None:
            return
        dialog = InkDialog(signer, self._view.state.digest, self)
        dialog.signed.connect(self._take_ink)
        dialog.open()

    def _take_ink(self, signer: Signer, strokes: list[Stroke]) -> None:
        if self._view is not None:
            digest = self._view.state.digest
            self._do(lambda: signing.add_ink(self._ws, self._visit, signer, strokes, digest))

    def _ask_refusal(self) -> None:
        dialog = RefusalDialog(self._ws.now, self)
        dialog.refused.connect(self._refuse)
        dialog.open()

    def _refuse(self, refusal: Refusal) -> None:
        self._do(lambda: signing.refuse(self._ws, self._visit, refusal))

    def _issue_record(self, pins: dict[str, str]) -> None:
        self._issue.setEnabled(False)
        self._runner.start(
            lambda: issuing.issue(self._ws, self._visit, pins), self._issued, self._refused, on_end=self._rest
        )

    def _rest(self) -> None:
        self._issue.setEnabled(True)

    def _issued(self, outcome: Any) -> None:
        self._issue.forget()
        self._did(outcome)
        self._preview_soon.stop()
        self._preview()

    def _jump(self, obstacle: Obstacle) -> None:
        if obstacle.step in self._steps:
            self.open_step(obstacle.step)
        elif obstacle.path:
            self.question_requested.emit(obstacle.form, obstacle.path)
        else:
            self.item_requested.emit(obstacle.code)
