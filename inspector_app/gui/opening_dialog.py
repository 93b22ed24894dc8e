"""Opening a sealed task (R-14): two people, each with a name and a code, read out by the office on the day."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from inspector_app.actions import sealed, setup
from inspector_app.actions.county import Person
from inspector_app.actions.sealed import SealedView
from inspector_app.actions.sealing import Codes
from inspector_app.errors import Problem
from inspector_app.gui import blocks, theme, wording
from inspector_app.gui.fields.code import CodeField
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.supervision.sealing import DUTY
from inspector_app.workspace import Workspace


class OpeningDialog(QDialog):
    """Asks for both codes. Signals: `opened(str)` carries the visit; `tried()` an attempt was refused and is in the log."""

    opened = Signal(str)
    tried = Signal()

    def __init__(self, ws: Workspace, runner: Runner, view: SealedView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("opening_dialog")
        self.setWindowTitle(self.tr("启封任务"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.scaled(820), 1200))
        self._ws, self._runner, self._view = ws, runner, view
        self._leader = self._names("opening_leader", self.tr("组长"))
        self._second = self._names("opening_second", self.tr("第二人"))
        self._first = CodeField("leader", "leader_code", self.tr("组长的口令"))
        self._other = CodeField("second", "second_code", self.tr("第二人的口令"))
        self._banner = Banner("opening_problem")
        self._hint = blocks.label("", "caption", name="opening_hint", wrap=True)
        self._open = blocks.button(self.tr("启封"), "opening_open", self._try, "primary", "lock")
        self._cancel = blocks.button(self.tr("取消"), "opening_cancel", self.reject, "quiet")
        self._cancel.setAutoDefault(False)
        self._open.setDefault(True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.hide()
        for field in (self._first, self._other):
            field.changed.connect(self._judge)
            field.changed.connect(self._banner.clear)
        for names in (self._leader, self._second):
            names.currentIndexChanged.connect(lambda _index: self._judge())
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.M)
        rows = (
            (self.tr("组长"), self._leader, self._first),
            (self.tr("第二人"), self._second, self._other),
        )
        for at, (words, names, code) in enumerate(rows):
            grid.addLayout(blocks.column(blocks.label(words, "strong"), names, None, spacing=theme.XS), at, 0)
            spoken = blocks.label(self.tr("口令"), "strong")
            grid.addLayout(blocks.column(spoken, code, None, spacing=theme.XS), at, 1)
        grid.setColumnStretch(1, 1)
        inside = blocks.column(
            blocks.label(self.tr("启封任务 {}").format(view.public.number), "title"),
            blocks.label(
                self.tr("督导室出发当天打电话，把两组口令分别念给组长和第二人，各填各的。每一次尝试都会记入日志。"),
                wrap=True,
            ),
            spacing=theme.M,
            margin=theme.XL,
        )
        if setup.has_sample_bureau(ws):
            inside.addWidget(self._office())
        inside.addLayout(grid)
        inside.addWidget(self._banner)
        inside.addWidget(self._progress)
        buttons = blocks.row(self._hint, self._cancel, self._open)
        buttons.setStretch(0, 1)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self._judge()

    def show_people(self, people: list[Person]) -> None:
        """Fill both lists; this laptop's person is taken for the leader."""
        for person in people:
            words = f"{person.name} · {wording.role(person.role)}"
            for names in (self._leader, self._second):
                names.addItem(words, person.id)
        self._second.addItem(self.tr("督导室值班"), DUTY)
        self._leader.setCurrentIndex(max(self._leader.findData(self._ws.person), 0))
        self._first.setFocus()

    def _names(self, name: str, label: str) -> QComboBox:
        result = QComboBox()
        result.setObjectName(name)
        result.setAccessibleName(label)
        result.setMinimumHeight(theme.TARGET)
        result.setFixedWidth(theme.scaled(260))
        result.addItem(self.tr("请选姓名"), "")
        return result

    def _office(self) -> QFrame:
        """In the sample county nobody rings: a button stands for the office's call."""
        frame, inside = blocks.card("sample_office", margin=theme.M, spacing=theme.XS)
        frame.setProperty("role", "sunken")
        self._call = blocks.button(self.tr("给样例督导室打电话"), "sample_call", self._ask_office, "", "info")
        self._call.setAutoDefault(False)  # Enter in a code must not ring anybody
        self._said = QVBoxLayout()
        line = blocks.row(
            blocks.label(self.tr("样例县没有真的督导室，这里代它念口令。"), "muted", wrap=True), self._call
        )
        line.setStretch(0, 1)
        inside.addLayout(line)
        inside.addLayout(self._said)
        return frame

    def _ask_office(self) -> None:
        ws, visit = self._ws, self._view.visit
        self._call.setEnabled(False)
        self._runner.start(lambda: setup.sample_codes(ws, visit), self._show_codes, self._refused)

    def _show_codes(self, codes: Codes) -> None:
        self._call.hide()
        for name, who, code in (
            ("sample_leader_code", self.tr("给组长"), codes.leader),
            ("sample_second_code", self.tr("给第二人"), codes.second),
        ):
            spoken = blocks.label(code, "strong", name=name)
            spoken.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            to = blocks.label(who, "muted")
            to.setFixedWidth(theme.scaled(110))
            self._said.addLayout(blocks.row(to, spoken, None, spacing=theme.M))
        blocks.grow(self)
        self._first.setFocus()

    def _judge(self) -> None:
        people = self._leader.currentData(), self._second.currentData()
        owed = (
            (not all(people), self.tr("请选两个人的姓名")),
            (people[0] == people[1], self.tr("两组口令要由两个人各输一组")),
            (not (self._first.is_right and self._other.is_right), self.tr("请把两组口令填全")),
        )
        words = next((words for missing, words in owed if missing), "")
        self._hint.setText(words)
        self._open.setEnabled(not words)

    def _try(self) -> None:
        ws, visit = self._ws, self._view.visit
        first, other = self._first.text, self._other.text
        leader, second = str(self._leader.currentData()), str(self._second.currentData())
        self._banner.clear()
        self._busy(True)
        self._runner.start(
            lambda: sealed.open_task(ws, visit, first, leader, other, second),
            self._done,
            self._refused,
            on_end=self._rest,
        )

    def _done(self, visit: str) -> None:
        self.opened.emit(visit)
        self.accept()

    def _refused(self, problem: Problem) -> None:
        self._banner.show_problem(problem)
        blocks.grow(self)
        self.tried.emit()

    def _rest(self) -> None:
        self._busy(False)
        self._judge()

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        for part in (self._open, self._cancel, self._first, self._other, self._leader, self._second):
            part.setEnabled(not busy)
