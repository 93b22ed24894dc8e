"""One finding after the visit: where it stands, what is asked of it now, and how it came there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.actions.finding_list import FindingRow
from inspector_app.gui import blocks, language, theme, visit_words, wording
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.finding_panel import GRADE_TONES
from inspector_app.gui.models import finding_words
from inspector_app.gui.models.finding_forms import HIDDEN
from inspector_app.gui.problem import Banner

# What usually comes next stands first and alone is filled; the rest are corrections and side roads.
_USUAL = (
    "major_report",
    "notice",
    "referral",
    "service",
    "extension_decision",
    "rectification_report",
    "referral_reply",
    "recheck",
    "restore_decision",
    "look_back",
)


class FindingDetail(QWidget):
    """Signals: `step_wanted(str)` the kind of a step the person wants to write."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finding_detail")
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.M)
        inside = QWidget()
        margin = QVBoxLayout(inside)
        margin.setContentsMargins(theme.XL, theme.L, theme.XL, theme.XL)
        margin.addLayout(self._body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(blocks.scrolled(inside, "finding_scroll"))

    def show_row(self, row: FindingRow) -> None:
        """Show a finding."""
        blocks.empty(self._body)
        self._head(row)
        self._duty(row)
        self._facts(row)
        self._next(row)
        self._history(row)
        self._body.addStretch(1)

    def _head(self, row: FindingRow) -> None:
        state, tone = finding_words.state(row.shown)
        left, left_tone = finding_words.days_left(row)
        grade = row.state.grade
        shape = f"{finding_words.grade_shape(grade)} {visit_words.grade(grade)}"
        chips = [
            blocks.label(shape, "chip", GRADE_TONES.get(grade[:1], ""), name="finding_grade"),
            blocks.label(state, "chip", tone, name="finding_state"),
        ]
        if left:
            chips.append(blocks.label(left, "chip", left_tone, name="finding_left"))
        self._body.addWidget(blocks.label(f"{row.raised.code} {row.title}", "title", name="finding_title", wrap=True))
        self._body.addLayout(blocks.row(*chips, None))
        about = self.tr("{school} · 任务 {number} · {found} 发现").format(
            school=row.school, number=row.visit_number, found=wording.moment(row.raised.found)
        )
        self._body.addWidget(blocks.label(about, "muted", wrap=True))

    def _duty(self, row: FindingRow) -> None:
        duty = row.case.duty
        if duty is not None and (duty.to_do or duty.report in ("late", "reported_late")):
            banner = Banner("finding_duty")
            tone: theme.Tone = "fail" if duty.report in ("waiting", "late") else "warning"
            what = {
                "waiting": self.tr("重大事故隐患：{at} 前报局").format(at=wording.moment(duty.deadline)),
                "late": self.tr("迟报：应在 {at} 前报局，已列入局长待办").format(at=wording.moment(duty.deadline)),
                "reported": self.tr("重大事故隐患：已按时报局"),
                "reported_late": self.tr("重大事故隐患：已报局，迟报"),
            }[duty.report]
            rest = self.tr("；").join(finding_words.duty(one) for one in duty.to_do)
            banner.say(tone, what, self.tr("还要做（R-31）：{}").format(rest) if rest else "")
            self._body.addWidget(banner)
        rung = finding_words.rung(row.case.escalation.rung)
        if rung:
            self._body.addWidget(blocks.label(rung, "strong", "warning", name="finding_rung", wrap=True))

    def _facts(self, row: FindingRow) -> None:
        frame, inside = blocks.card("finding_facts")
        inside.addWidget(blocks.label(row.facts or self.tr("没有写事实"), wrap=True))
        state = row.state
        lines = [self.tr("地点：{}").format(row.place)] if row.place else []
        lines.append(self.tr("责任单位：{}").format(visit_words.responsible_unit(row.raised.responsible_unit)))
        if state.running is not None:
            due = self.tr("{served} 送达，{days} 个工作日，{due} 24:00 到期")
            running = state.running
            lines.append(due.format(served=running.served, days=running.working_days, due=running.due))
        if state.recheck_by is not None:
            lines.append(self.tr("{day} 前复查").format(day=state.recheck_by))
        if not state.in_use:
            lines.append(self.tr("部位已停用，经批准才能恢复使用（R-58）"))
        inside.addWidget(blocks.label("\n".join(lines), "muted", wrap=True))
        self._body.addWidget(frame)

    def _next(self, row: FindingRow) -> None:
        self._body.addWidget(blocks.label(self.tr("现在可以做"), "heading"))
        kinds = [kind for kind in row.case.possible if kind not in HIDDEN]
        usual = [kind for kind in _USUAL if kind in kinds]
        others = [kind for kind in kinds if kind not in usual]
        if not kinds:
            words = self.tr("这一步不归您办。轮到您时，这里会出现按钮。")
            self._body.addWidget(blocks.label(words, "muted", name="finding_nothing", wrap=True))
            return
        for group, kind_of in ((usual, "primary"), (others, "")):
            if group:
                holder = QWidget()
                holder.setProperty("role", "clear")
                flow = FlowLayout(holder, theme.S)
                for at, kind in enumerate(group):
                    flow.addWidget(self._button(kind, kind_of if at == 0 else ""))
                self._body.addWidget(holder)

    def _button(self, kind: str, look: str) -> QWidget:
        return blocks.button(finding_words.step(kind), f"step.{kind}", lambda: self.step_wanted.emit(kind), look)

    def _history(self, row: FindingRow) -> None:
        self._body.addWidget(blocks.label(self.tr("经过"), "heading"))
        found = self.tr("{day}  检查发现").format(day=row.raised.found.date().isoformat())
        self._body.addWidget(blocks.label(found, wrap=True))
        for number, line in enumerate(row.steps):
            words = finding_words.step_line(line)
            self._body.addWidget(blocks.label(words, name=f"finding_step_{number}", wrap=True))
            if line.refused is not None:
                why = self.tr("没有生效：{}").format(line.refused.what(language.current()))
                self._body.addWidget(blocks.label(why, "caption", "fail", wrap=True))
        if row.state.returned:
            words = self.tr("整改报告被退回：缺 {}").format(
                self.tr("、").join(map(finding_words.lacking, row.state.returned))
            )
            self._body.addWidget(blocks.label(words, "caption", "warning", wrap=True))
