"""The Visit page's words for the form's codes: methods, evidence, states, grades, rectification, responsible units."""

import re
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from inspector_app.gui.theme import Tone


def method(code: str) -> str:
    """Return the one-character word of a method (看 数 问 测 查 算)."""
    translate = QCoreApplication.translate
    words = {
        "observe": translate("visit_words", "看"),
        "count": translate("visit_words", "数"),
        "ask": translate("visit_words", "问"),
        "test": translate("visit_words", "测"),
        "existing_record": translate("visit_words", "查"),
        "computed": translate("visit_words", "算"),
    }
    return words.get(code, code)


def evidence(code: str) -> str:
    """Return the evidence rule in words, "" when there is none."""
    translate = QCoreApplication.translate
    words = {
        "P+": translate("visit_words", "必拍"),
        "P!": translate("visit_words", "不合格必拍"),
        "D": translate("visit_words", "拍封面或录编号"),
        "NP": translate("visit_words", "禁止拍摄"),
        "S": translate("visit_words", "须签名"),
    }
    return words.get(code, "")


def state(code: str) -> tuple[str, Tone]:
    """Return the word and tone of an item's state."""
    translate = QCoreApplication.translate
    words: dict[str, tuple[str, Tone]] = {
        "unchecked": (translate("visit_words", "未查"), ""),
        "pass": (translate("visit_words", "合格"), "pass"),
        "checked": (translate("visit_words", "已查"), "accent"),
        "fail": (translate("visit_words", "不合格"), "fail"),
        "partial": (translate("visit_words", "部分合格"), "warning"),
        "na": (translate("visit_words", "不适用"), "na"),
    }
    return words.get(code, (code, ""))


def grade(code: str) -> str:
    """Return a grade in words: risk and kind (红 · 重大事故隐患)."""
    translate = QCoreApplication.translate
    words = {
        "R-M": translate("visit_words", "红 · 重大事故隐患"),
        "R-I": translate("visit_words", "红 · 重大问题"),
        "O-H": translate("visit_words", "橙 · 一般事故隐患"),
        "O-I": translate("visit_words", "橙 · 较大问题"),
        "Y-H": translate("visit_words", "黄 · 一般事故隐患"),
        "Y-I": translate("visit_words", "黄 · 一般问题"),
        "B-H": translate("visit_words", "蓝 · 一般事故隐患"),
        "B-I": translate("visit_words", "蓝 · 改进建议"),
    }
    return words.get(code, "")


def rectify(kind: str) -> str:
    """Return a way of rectification in words."""
    translate = QCoreApplication.translate
    words = {
        "immediate": translate("visit_words", "立行立改"),
        "deadline": translate("visit_words", "限期整改"),
        "suspend_listed": translate("visit_words", "停用督办"),
        "refer": translate("visit_words", "移送"),
        "none": translate("visit_words", "不要求整改"),
    }
    return words.get(kind, kind)


def photo_role(code: str) -> str:
    """Return what a photo is proof of, in words (R-27, R-33)."""
    translate = QCoreApplication.translate
    words = {
        "evidence": translate("visit_words", "现场"),
        "before": translate("visit_words", "改前"),
        "after": translate("visit_words", "改后"),
        "supplied": translate("visit_words", "学校提供"),
    }
    return words.get(code, code)


def responsible_unit(code: str) -> str:
    """Return a responsible unit in words."""
    translate = QCoreApplication.translate
    words = {
        "school": translate("visit_words", "学校"),
        "township": translate("visit_words", "乡镇"),
        "village": translate("visit_words", "村（社区）"),
        "water_authority": translate("visit_words", "水利部门"),
        "market_regulator": translate("visit_words", "市场监管"),
        "fire_rescue": translate("visit_words", "消防救援"),
        "public_security": translate("visit_words", "公安"),
        "bureau": translate("visit_words", "教育局"),
        "other": translate("visit_words", "其他单位"),
    }
    return words.get(code, code)


def basis(parts: Sequence[str]) -> str:
    """Return the legal basis on one line, "" for none."""
    translate = QCoreApplication.translate
    return (
        translate("visit_words", "依据：{basis}").format(basis=translate("visit_words", "；").join(parts))
        if parts
        else ""
    )


def confidence(text: str) -> str:
    """Return how sure the basis is, the brief's marks ([sourced: …], [known], [unsure …]) put into words."""
    translate = QCoreApplication.translate
    words = re.sub(r"\[sourced: [^\]]+\]", "[" + translate("visit_words", "已查到原文") + "]", text)
    words = words.replace("[known", "[" + translate("visit_words", "凭专业知识，未查到原文"))
    words = words.replace("[unsure", "[" + translate("visit_words", "须局核定"))
    if words.startswith("[") and words.find("]") == len(words) - 1:
        words = words[1:-1]
    words = words.replace("[", translate("visit_words", "（")).replace("]", translate("visit_words", "）"))
    return translate("visit_words", "依据可信度：{words}").format(words=words) if words else ""


def conclusion(code: str) -> str:
    """Return a score's conclusion in words."""
    translate = QCoreApplication.translate
    words = {
        "excellent": translate("visit_words", "优秀"),
        "good": translate("visit_words", "良好"),
        "qualified": translate("visit_words", "合格"),
        "unqualified": translate("visit_words", "不合格"),
        "partial_check": translate("visit_words", "部分检查"),
    }
    return words.get(code, code)


def points(number: Decimal | None) -> str:
    """Return points without needless zeros ("2", "2.5"), "" for none."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
