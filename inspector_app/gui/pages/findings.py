"""Findings: every finding of the journal with its state, grade, term and days left; one of them with its next steps."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_app.actions import finding_list
from inspector_app.actions.finding_list import FindingList, FindingRow
from inspector_app.gui import blocks, language, theme, two_lines
from inspector_app.gui.fields.choice import ChoiceField
from inspector_app.gui.finding_detail import FindingDetail
from inspector_app.gui.grade_mark import grade_icon
from inspector_app.gui.models import finding_words
from inspector_app.gui.models.reading import Choice
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.step_dialog import StepDialog
from inspector_app.gui.two_lines import TwoLines
from inspector_app.gui.visit_style import visit_style
from inspector_app.workspace import Workspace

FILTERS = ("open", "overdue", "mine", "all")


def matching(row: FindingRow, wanted: str) -> bool:
    """Tell whether a finding belongs to what is asked for, of FILTERS."""
    return {"open": row.state.unsettled, "overdue": row.shown == "overdue", "mine": row.mine}.get(wanted, True)


class FindingsPage(QWidget):
    """The list at the left, the chosen finding at the right."""

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings_page")
        self._ws, self._runner = ws, runner
        self._view = FindingList((), (), (), ())
        self._rows: list[FindingRow] = []
        self._chosen = ""
        self._wanted = "open"
        self.setStyleSheet(visit_style(theme.colours(), QApplication.font().pointSizeF()))
        self._make_list()
        self._detail = FindingDetail()
        self._detail.step_wanted.connect(self._ask_step)
        self._calendar, self._late = Banner("calendar_missing"), Banner("late_reports")
        self._stack = QStackedWidget()
        empty = blocks.EmptyState(
            "findings",
            self.tr("还没有问题要跟踪"),
            self.tr("检查签字之后，不合格项就在这里：开通知书、送达、整改、复查、销号，到期前有提醒。"),
        )
        empty.setObjectName("findings_empty")
        self._stack.addWidget(empty)
        self._stack.addWidget(self._content())
        banners = blocks.column(self._late, self._calendar)
        banners.setContentsMargins(theme.L, theme.M, theme.L, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(banners)
        whole.addWidget(self._stack, 1)

    def _make_list(self) -> None:
        words = {
            "open": self.tr("未销号"),
            "overdue": self.tr("逾期"),
            "mine": self.tr("我查的"),
            "all": self.tr("全部"),
        }
        choices = [Choice(name, words[name]) for name in FILTERS]
        self._filter = ChoiceField("findings_filter", self.tr("看哪些"), choices, False)
        self._filter.show_value(self._wanted)
        self._filter.edited.connect(self._filtered)
        self._search = QLineEdit()
        self._search.setObjectName("findings_search")
        self._search.setAccessibleName(self.tr("按学校、题号或文字找"))
        self._search.setPlaceholderText(self.tr("按学校、题号或文字找"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._look_for)
        self._none = blocks.label(self.tr("没有符合的问题"), "muted", name="findings_none")
        self._list = QListWidget()
        self._list.setObjectName("findings_list")
        self._list.setAccessibleName(self.tr("问题"))
        self._list.setProperty("role", "card")
        self._list.setIconSize(QSize(theme.scaled(22), theme.scaled(22)))
        self._list.setItemDelegate(TwoLines(self._list))
        self._list.currentRowChanged.connect(self._choose)

    def _content(self) -> QWidget:
        left = QWidget()
        column = blocks.column(self._filter, self._search, self._none, self._list, spacing=theme.M)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        left.setLayout(column)
        left.setMinimumWidth(theme.scaled(340))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self._detail)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([theme.scaled(440), 1270 - theme.scaled(440)])
        splitter.setChildrenCollapsible(False)
        return splitter

    def refresh(self) -> None:
        """Read the findings anew."""
        ws, speech = self._ws, language.current()
        self._runner.start(lambda: finding_list.read(ws, speech), self.show_view)

    def show_view(self, view: FindingList) -> None:
        """Show the list; the chosen finding stays chosen."""
        self._view = view
        self._stack.setCurrentIndex(1 if view.rows else 0)
        self._say_banners(view)
        self._fill()

    def _say_banners(self, view: FindingList) -> None:
        late = [row for row in view.rows if row.case.duty is not None and row.case.duty.report == "late"]
        if late:
            what = self.tr("{} 处重大事故隐患迟报，请立即报局（R-31）").format(len(late))
            self._late.say("fail", what, "\n".join(f"{row.school}  {row.raised.code} {row.title}" for row in late))
        else:
            self._late.clear()
        if view.rows and view.unknown_years:
            years = self.tr("、").join(str(year) for year in view.unknown_years)
            what = self.tr("日历未更新：没有 {} 年的放假通知").format(years)
            remedy = self.tr("到期日暂按周末推算；导入通知后，没到期的会重算并留痕（R-52）。")
            self._calendar.say("warning", what, remedy)
        else:
            self._calendar.clear()

    def _fill(self) -> None:
        self._rows = [row for row in self._view.rows if matching(row, self._wanted)]
        self._list.blockSignals(True)
        self._list.clear()
        for row in self._rows:
            self._list.addItem(QListWidgetItem(grade_icon(row.state.grade), self._words(row)))
        self._list.blockSignals(False)
        self._look_for(self._search.text())
        self._list.setVisible(bool(self._rows))
        at = next((n for n, row in enumerate(self._rows) if row.raised.record == self._chosen), 0)
        self._detail.setVisible(bool(self._rows))
        if self._rows:
            self._list.setCurrentRow(at)
            self._choose(at)

    def _words(self, row: FindingRow) -> str:
        state, _ = finding_words.state(row.shown)
        left, _ = finding_words.days_left(row)
        running = row.state.running
        due = self.tr("{day} 到期").format(day=running.due) if running else ""
        parts = (state, due, "" if row.shown == "overdue" and not left else left)
        return f"{row.raised.code} {row.title}\n{row.school}\n" + " · ".join(part for part in parts if part)

    def _filtered(self, wanted: str) -> None:
        self._wanted = wanted or "all"
        self._filter.show_value(self._wanted)
        self._fill()

    def _look_for(self, words: str) -> None:
        nothing = two_lines.show_matching(self._list, words)
        self._none.setVisible(nothing or not self._rows)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._rows):
            self._chosen = self._rows[at].raised.record
            self._detail.show_row(self._rows[at])

    def _ask_step(self, kind: str) -> None:
        row = next((one for one in self._rows if one.raised.record == self._chosen), None)
        if row is None:
            return
        dialog = StepDialog(self._ws, self._runner, kind, row, self._view, self)
        dialog.written.connect(self.refresh)
        dialog.open()
