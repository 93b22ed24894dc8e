"""The Findings page's words: states, steps in plain language, duties, days left; and each grade's colour and shape."""

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.finding_list import FindingRow, StepLine
from inspector_app.gui.theme import Tone
from inspector_app.supervision.escalation import Rung
from inspector_app.supervision.posts import BUREAU

# Colour and shape together: neither a grey screen nor a red-green weakness hides how bad it is.
SHAPES: dict[str, str] = {"R": "◆", "O": "▲", "Y": "●", "B": "■"}


def state(code: str) -> tuple[str, Tone]:
    """Return the word and tone of a finding's state, `overdue` among them."""
    translate = QCoreApplication.translate
    words: dict[str, tuple[str, Tone]] = {
        "open": (translate("finding_words", "待开通知书"), "warning"),
        "immediate_done": (translate("finding_words", "已立改"), "pass"),
        "notified": (translate("finding_words", "待送达"), "warning"),
        "rectifying": (translate("finding_words", "整改中"), "accent"),
        "extended": (translate("finding_words", "已延期"), "accent"),
        "submitted": (translate("finding_words", "待复查"), "warning"),
        "recheck_failed": (translate("finding_words", "复查不合格"), "fail"),
        "referred": (translate("finding_words", "已移送"), "accent"),
        "closed": (translate("finding_words", "已销号"), "pass"),
        "recurred": (translate("finding_words", "复发"), "fail"),
        "withdrawn": (translate("finding_words", "已撤销"), "na"),
        "overdue": (translate("finding_words", "逾期"), "fail"),
    }
    return words.get(code, (code, ""))


def grade_shape(code: str) -> str:
    """Return the shape a grade is shown by, "" for none."""
    return SHAPES.get(code[:1], "")


def step(kind: str) -> str:
    """Return a step as a person says it."""
    translate = QCoreApplication.translate
    words = {
        "suspension": translate("finding_words", "停用或撤离"),
        "major_report": translate("finding_words", "向局报告"),
        "disclosure": translate("finding_words", "公示或上报"),
        "immediate_rectification": translate("finding_words", "立行立改"),
        "notice": translate("finding_words", "开整改通知书"),
        "referral": translate("finding_words", "开移送函"),
        "service": translate("finding_words", "送达"),
        "due_moved": translate("finding_words", "日历更新，到期日改"),
        "rectification_report": translate("finding_words", "收到整改报告"),
        "report_return": translate("finding_words", "退回整改报告"),
        "extension_request": translate("finding_words", "学校申请延期"),
        "extension_decision": translate("finding_words", "决定延期"),
        "referral_reply": translate("finding_words", "收到移送回复"),
        "recheck": translate("finding_words", "复查"),
        "restore_request": translate("finding_words", "申请恢复使用"),
        "restore_decision": translate("finding_words", "决定恢复使用"),
        "use_resumed": translate("finding_words", "恢复使用"),
        "reclassification": translate("finding_words", "改判等级"),
        "withdrawal": translate("finding_words", "撤销问题"),
        "look_back": translate("finding_words", "回头看"),
    }
    return words.get(kind, kind)


def step_line(line: StepLine) -> str:
    """Return a step of the past: when, what, by whom."""
    translate = QCoreApplication.translate
    person = translate("finding_words", "局里") if line.author == BUREAU else line.author
    words = translate("finding_words", "{day}  {step} · {person}")
    return words.format(day=line.on, step=step(line.kind), person=person)


def days_left(row: FindingRow) -> tuple[str, Tone]:
    """Return how long a term still runs, or how long it is over; ("", "") while none runs."""
    translate = QCoreApplication.translate
    left, running = row.days_left, row.state.running
    if left is None or running is None:
        return "", ""
    if row.shown == "overdue":
        return translate("finding_words", "逾期 {days} 个工作日").format(days=max(1, -left)), "fail"
    if left <= 0:
        return translate("finding_words", "今天到期"), "warning"
    words = translate("finding_words", "还有 {days} 个工作日").format(days=left)
    return words, "warning" if row.case.escalation.rung == "remind" else ""


def duty(code: str) -> str:
    """Return what R-31 still asks of a major hazard."""
    translate = QCoreApplication.translate
    words = {
        "suspension": translate("finding_words", "停用或撤离，记下时刻"),
        "report": translate("finding_words", "当日向局报告"),
        "listed_supervision": translate("finding_words", "挂牌督办（督办人为局领导）"),
        "disclosure_staff": translate("finding_words", "提示学校向职工公示"),
        "disclosure_authority": translate("finding_words", "局报有安监职责的部门"),
    }
    return words.get(code, code)


def lacking(part: str) -> str:
    """Return what a school's report lacks ("2.evidence"; the office's own reason as it stands): R-54."""
    translate = QCoreApplication.translate
    words = {
        "measures": translate("finding_words", "整改措施"),
        "measure": translate("finding_words", "整改措施"),
        "person": translate("finding_words", "责任人"),
        "done_on": translate("finding_words", "完成日期"),
        "evidence": translate("finding_words", "改后证据"),
    }
    return words.get(part.rpartition(".")[2], part)


def rung(code: Rung) -> str:
    """Return whom an ending or ended term is brought to (R-57), "" for nobody."""
    translate = QCoreApplication.translate
    words: dict[Rung, str] = {
        "": "",
        "remind": translate("finding_words", "快到期：提醒学校联系人和责任督学（R-57）"),
        "office": translate("finding_words", "逾期：报督导室（R-57）"),
        "leader": translate("finding_words", "逾期：报分管领导，进通报（R-57）"),
        "talk": translate("finding_words", "逾期：建议约谈，由局党组定（R-57）"),
    }
    return words[code]
