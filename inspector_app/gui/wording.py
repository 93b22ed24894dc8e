"""Words the pages share for times, sizes and the glossary's enumerations, in the window's language."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from inspector_app.gui.theme import Tone


def ago(seconds: float) -> str:
    """Return how long ago something was, as the status line says it."""
    translate = QCoreApplication.translate
    if seconds < 2:
        return translate("wording", "刚刚")
    if seconds < 60:
        return translate("wording", "{} 秒前").format(int(seconds))
    if seconds < 3600:
        return translate("wording", "{} 分钟前").format(int(seconds // 60))
    return translate("wording", "{} 小时前").format(int(seconds // 3600))


def moment(when: datetime, now: datetime | None = None) -> str:
    """Return a time as people here write it; the date is left out when it is `now`'s."""
    local = when.astimezone(now.tzinfo) if now is not None and now.tzinfo is not None else when
    if now is not None and local.date() == now.date():
        return local.strftime("%H:%M")
    return local.strftime("%Y-%m-%d %H:%M")


def size(count: int) -> str:
    """Return a file's size in the unit a person reads."""
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def school_type(code: str) -> str:
    """Return the word for a school_type of the glossary."""
    translate = QCoreApplication.translate
    words = {
        "kindergarten": translate("wording", "幼儿园"),
        "primary": translate("wording", "小学"),
        "junior": translate("wording", "初中"),
        "senior": translate("wording", "高中"),
        "nine_year": translate("wording", "九年一贯制"),
        "special": translate("wording", "特殊教育"),
        "specialized": translate("wording", "专门学校"),
        "teaching_point": translate("wording", "教学点"),
    }
    return words.get(code, code)


def role(code: str) -> str:
    """Return the word for a person's role."""
    translate = QCoreApplication.translate
    words = {
        "office_head": translate("wording", "督导室主任"),
        "bureau_director": translate("wording", "局长"),
        "bureau_leader": translate("wording", "局班子成员"),
        "full_time_inspector": translate("wording", "专职督学"),
        "part_time_inspector": translate("wording", "兼职督学"),
        "inspector": translate("wording", "督学"),
        "team_leader": translate("wording", "组长"),
        "team_member": translate("wording", "组员"),
        "recorder": translate("wording", "记录员"),
        "teaching_researcher": translate("wording", "教研员"),
        "integrity_officer": translate("wording", "纪检人员"),
        "finance_officer": translate("wording", "计财人员"),
        "rechecker": translate("wording", "复查人"),
        "school_head": translate("wording", "学校负责人"),
        "head": translate("wording", "学校负责人"),
    }
    return words.get(code, code)


def visit_state(code: str) -> tuple[str, Tone]:
    """Return the word and tone for a task_state."""
    translate = QCoreApplication.translate
    words: dict[str, tuple[str, Tone]] = {
        "opened": (translate("wording", "已启封"), "accent"),
        "in_progress": (translate("wording", "检查中"), "accent"),
        "feedback_given": (translate("wording", "已反馈"), "warning"),
        "signed": (translate("wording", "已签字"), "pass"),
        "refused_signed": (translate("wording", "拒签已记录"), "warning"),
    }
    return words.get(code, (code, ""))


def document_type(code: str) -> str:
    """Return the name of a doc_type."""
    translate = QCoreApplication.translate
    return {"site_record": translate("wording", "督导检查记录表")}.get(code, code)
