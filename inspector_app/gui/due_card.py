"""Today's card of what is due of the findings: the most urgent first, one step to all of them."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from inspector_app.actions.due import DueFindings
from inspector_app.gui import blocks, theme
from inspector_app.gui.theme import Tone


class DueCard(QFrame):
    """Lines of what is due, and the way to the Findings page."""

    def __init__(self, due: DueFindings, on_go: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("today_due")
        self.setProperty("role", "card")
        self.setProperty("tone", "fail" if due.late or due.overdue else "")
        lines = [blocks.label(words, "strong" if tone else "", tone, name) for name, words, tone in _lines(due)]
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        go = blocks.button(self.tr("去问题"), "today_findings", on_go, "", "findings")
        row = blocks.row(blocks.column(blocks.label(self.tr("问题到期"), "heading"), *lines, spacing=theme.XS), None)
        row.addWidget(go, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addLayout(row)


def _lines(due: DueFindings) -> list[tuple[str, str, Tone]]:
    translate = QCoreApplication.translate
    every: list[tuple[int, str, str, Tone]] = [
        (due.late, "due_late", translate("due_card", "重大事故隐患迟报 {} 处，立即报局"), "fail"),
        (due.unreported, "due_unreported", translate("due_card", "重大事故隐患 {} 处，今天要报局"), "fail"),
        (due.overdue, "due_overdue", translate("due_card", "整改逾期 {} 处"), "fail"),
        (due.ending, "due_ending", translate("due_card", "整改快到期 {} 处"), "warning"),
        (due.recheck, "due_recheck", translate("due_card", "等复查 {} 处"), "warning"),
        (due.paper, "due_paper", translate("due_card", "等开通知书或送达 {} 处"), ""),
    ]
    return [(name, words.format(count), tone) for count, name, words, tone in every if count]
