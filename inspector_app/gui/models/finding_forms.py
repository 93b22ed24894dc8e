"""What each step of a finding asks of the person who writes it, as rows for a small form; its meaning is supervision's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.finding_list import FindingList, FindingRow
from inspector_app.gui import visit_words
from inspector_app.supervision.grades import GRADES

Asked = Literal["day", "text", "lines", "number", "choice", "person", "tick", "files"]
HIDDEN = frozenset({"due_moved"})  # written by the import of a calendar alone


@dataclass(frozen=True)
class StepField:
    """One question of a step: the name in the entry's value, how it is asked, its words, choices, and what stands first."""

    name: str
    asked: Asked
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    first: str = ""


def fields(kind: str, row: FindingRow, known: FindingList, today: str, me: str) -> Sequence[StepField]:
    """Return the questions of a step for this finding."""
    made = _Making(row, known, today, me)
    build = {
        "suspension": made.suspension,
        "major_report": made.major_report,
        "disclosure": made.disclosure,
        "immediate_rectification": made.immediate,
        "notice": made.notice,
        "referral": made.referral,
        "service": made.service,
        "rectification_report": made.report,
        "extension_request": made.extension_request,
        "extension_decision": made.extension_decision,
        "referral_reply": made.reply,
        "recheck": made.recheck,
        "restore_request": made.place,
        "restore_decision": made.decision,
        "use_resumed": made.place,
        "reclassification": made.reclassification,
        "withdrawal": made.withdrawal,
        "look_back": made.look_back,
        "report_return": made.reason,
    }
    return build[kind]()


class _Making:
    """The questions of every step, in words of the window's language."""

    def __init__(self, row: FindingRow, known: FindingList, today: str, me: str) -> None:
        self._row, self._known, self._today, self._me = row, known, today, me

    def suspension(self) -> list[StepField]:
        translate = QCoreApplication.translate
        measures = (
            ("suspend_use", translate("finding_forms", "停用")),
            ("evacuate", translate("finding_forms", "撤离人员")),
        )
        return [
            StepField("measure", "choice", translate("finding_forms", "措施"), measures, "suspend_use"),
            self._place(),
        ]

    def major_report(self) -> list[StepField]:
        return [StepField("to", "text", QCoreApplication.translate("finding_forms", "报给谁"))]

    def disclosure(self) -> list[StepField]:
        translate = QCoreApplication.translate
        to = (
            ("staff", translate("finding_forms", "学校职工")),
            ("safety_authority", translate("finding_forms", "有安监职责的部门")),
        )
        return [self._at(), StepField("to", "choice", translate("finding_forms", "告知谁"), to, "staff")]

    def immediate(self) -> list[StepField]:
        translate = QCoreApplication.translate
        if not self._row.raised.photos_allowed:
            return [
                StepField("text", "lines", translate("finding_forms", "怎么改的")),
                StepField("confirmed_by", "text", translate("finding_forms", "确认的两人（编号，空格隔开）")),
            ]
        return [
            StepField("before", "files", translate("finding_forms", "改前照片")),
            StepField("after", "files", translate("finding_forms", "改后照片")),
        ]

    def notice(self) -> list[StepField]:
        translate = QCoreApplication.translate
        major = self._row.state.major
        papers = (
            ("rectification_notice", translate("finding_forms", "整改通知书")),
            ("listed_supervision", translate("finding_forms", "挂牌督办单")),
        )
        first = "listed_supervision" if major else "rectification_notice"
        found = [
            StepField("issued_on", "day", translate("finding_forms", "开出日期"), first=self._today),
            StepField("document", "choice", translate("finding_forms", "文种"), papers, first),
            StepField("number", "text", translate("finding_forms", "文号")),
            self._days(str(self._row.deadline_days or (15 if major else 10))),
        ]
        leaders = (("", translate("finding_forms", "不督办")), *self._known.leaders)
        found.append(StepField("supervisor", "person", translate("finding_forms", "督办人（局领导）"), leaders))
        return found

    def referral(self) -> list[StepField]:
        translate = QCoreApplication.translate
        unit = self._row.raised.responsible_unit
        return [
            StepField("issued_on", "day", translate("finding_forms", "开出日期"), first=self._today),
            StepField("number", "text", translate("finding_forms", "文号")),
            StepField(
                "unit",
                "choice",
                translate("finding_forms", "移送给"),
                ((unit, visit_words.responsible_unit(unit)),),
                unit,
            ),
            self._days("3"),
            StepField("text", "lines", translate("finding_forms", "事由")),
        ]

    def service(self) -> list[StepField]:
        translate = QCoreApplication.translate
        ways = (
            ("in_person", translate("finding_forms", "当面签收")),
            ("left", translate("finding_forms", "留置送达")),
            ("post", translate("finding_forms", "邮寄")),
            ("oa", translate("finding_forms", "OA 送达")),
        )
        return [
            StepField("served", "day", translate("finding_forms", "送达日期"), first=self._today),
            StepField("way", "choice", translate("finding_forms", "方式"), ways, "in_person"),
            StepField("receiver", "text", translate("finding_forms", "签收人")),
            StepField("witness", "text", translate("finding_forms", "见证人（留置时）")),
            StepField("receipt", "text", translate("finding_forms", "回执号（邮寄、OA）")),
        ]

    def report(self) -> list[StepField]:
        translate = QCoreApplication.translate
        return [
            self._at(),
            StepField("measure", "lines", translate("finding_forms", "整改措施")),
            StepField("person", "text", translate("finding_forms", "责任人")),
            StepField("done_on", "day", translate("finding_forms", "完成日期"), first=self._today),
            StepField("evidence", "files", translate("finding_forms", "改后证据")),
        ]

    def reason(self) -> list[StepField]:
        return [self._at(), self._reason()]

    def extension_request(self) -> list[StepField]:
        translate = QCoreApplication.translate
        reasons = (
            ("funds", translate("finding_forms", "资金")),
            ("construction", translate("finding_forms", "基建")),
            ("other", translate("finding_forms", "其他")),
        )
        return [
            self._at(),
            self._days("10"),
            StepField("reason", "choice", translate("finding_forms", "原因"), reasons, "funds"),
            StepField("note", "lines", translate("finding_forms", "说明")),
        ]

    def extension_decision(self) -> list[StepField]:
        return [self._at(), self._granted(), self._days("10"), self._reason()]

    def reply(self) -> list[StepField]:
        return [self._at(), StepField("text", "lines", QCoreApplication.translate("finding_forms", "回复内容"))]

    def recheck(self) -> list[StepField]:
        translate = QCoreApplication.translate
        return [
            *self.look_back(),
            StepField("on_site", "tick", translate("finding_forms", "到现场复查"), first="yes"),
            StepField("provides_service", "tick", translate("finding_forms", "复查人提供过整改服务")),
        ]

    def place(self) -> list[StepField]:
        return [self._at(), self._place()]

    def decision(self) -> list[StepField]:
        return [self._at(), self._granted(), self._reason()]

    def reclassification(self) -> list[StepField]:
        translate = QCoreApplication.translate
        grades = tuple((code, visit_words.grade(code)) for code in GRADES if visit_words.grade(code))
        return [
            self._at(),
            StepField("grade", "person", translate("finding_forms", "改判为"), grades, self._row.state.grade),
            self._reason(),
            self._attachments(),
        ]

    def withdrawal(self) -> list[StepField]:
        return [self._at(), self._reason(), self._attachments()]

    def look_back(self) -> list[StepField]:
        translate = QCoreApplication.translate
        results = (("yes", translate("finding_forms", "合格")), ("no", translate("finding_forms", "不合格")))
        return [
            self._at(),
            StepField("by", "person", translate("finding_forms", "复查人"), self._known.people, self._me),
            StepField("passed", "choice", translate("finding_forms", "结果"), results),
            StepField("facts", "lines", translate("finding_forms", "看到的事实")),
        ]

    def _at(self) -> StepField:
        return StepField("at", "day", QCoreApplication.translate("finding_forms", "日期"), first=self._today)

    def _place(self) -> StepField:
        return StepField("place", "text", QCoreApplication.translate("finding_forms", "部位"), first=self._row.place)

    def _reason(self) -> StepField:
        return StepField("reason", "lines", QCoreApplication.translate("finding_forms", "理由"))

    def _days(self, first: str) -> StepField:
        return StepField("days", "number", QCoreApplication.translate("finding_forms", "期限（工作日）"), first=first)

    def _granted(self) -> StepField:
        translate = QCoreApplication.translate
        answers = (("yes", translate("finding_forms", "同意")), ("no", translate("finding_forms", "不同意")))
        return StepField("granted", "choice", translate("finding_forms", "决定"), answers)

    def _attachments(self) -> StepField:
        return StepField("attachments", "files", QCoreApplication.translate("finding_forms", "鉴定或检测材料"))
