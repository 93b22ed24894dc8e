"""An answer as a person reads it: the label of its question, the words of its choices, its unit."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from inspector_app.actions import attachments
from inspector_app.form import Filling, Form, Item, Question
from inspector_app.form.canonical import MANY, SELECTS
from inspector_app.form.definition import Choice, wording
from inspector_app.form.types import MEDIA
from inspector_app.text import Language, text

_PARAMETER = re.compile(r"P-[A-Z0-9]+(?:-[A-Z0-9]+)*")
_DEFAULT = re.compile(r"\((?:默认|default )\s*\d+\)")


def shown(
    form: Form, question: Question, answer: str, language: Language, choices: Sequence[Choice] | None = None
) -> str:
    """Return an answer's text: a choice's words (of `choices`, else of the list), a number with its unit, a file's name."""
    if question.type in SELECTS:
        return _chosen(question, answer, language, choices or form.choices.get(question.list_name, ()))
    if question.type in MEDIA:
        named = attachments.read(answer)
        return answer if named is None else f"{named.name} ({size(named.size)})"
    if question.type == "acknowledge":
        return text("answer.acknowledged", language)
    if question.type == "dateTime":
        return moment(answer)
    if question.type == "time" and answer.count(":") > 1:
        answer = answer.partition("+")[0].removesuffix(".000").removesuffix(":00")
    if question.field.calculation:
        answer = short(answer)
    unit = wording(question.field.unit, language) if question.field.unit else ""
    return f"{answer}{' ' if unit and unit.isascii() else ''}{unit}"


def labelled(form: Form, question: Question, answer: str, language: Language) -> str:
    """Return “label：answer”."""
    return joined(wording(question.label, language), shown(form, question, answer, language), language)


def joined(label: str, value: str, language: Language) -> str:
    """Return a label and what it says, with the colon of the language."""
    return f"{label}：{value}" if language == "zh" else f"{label}: {value}"


def moment(answer: str) -> str:
    """Return a dateTime as a person reads it: day, hour and minute; a text that is none as it is."""
    try:
        return datetime.fromisoformat(answer).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return answer


def size(count: int) -> str:
    """Return a size in bytes as a person reads it."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.0f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"


def _chosen(question: Question, answer: str, language: Language, choices: Sequence[Choice]) -> str:
    words = {choice.name: wording(choice.label, language) or choice.name for choice in choices}
    parts = [words.get(part, part) for part in (answer.split() if question.type in MANY else [answer])]
    if question.type == "rank":
        return " → ".join(parts)
    return ("、" if language == "zh" else ", ").join(parts)


def titled(form: Form, filling: Filling, item: Item, language: Language) -> str:
    """Return an item's wording with the county's value where it names a parameter (≥P-ABS 天(默认3) → ≥3 天)."""
    title = wording(item.title, language)
    if "P-" not in title:
        return title

    def value(named: re.Match[str]) -> str:
        name = named[0].replace("-", "_")
        return (filling.value(name) if name in form.by_name else "") or named[0]

    filled = _PARAMETER.sub(value, title)
    return filled if filled == title else _DEFAULT.sub("", filled)


def short(number: str) -> str:
    """Return a computed decimal with at most three places, as a person reads it; any other text as it is."""
    whole, _, fraction = number.partition(".")
    return f"{Decimal(number):.3f}".rstrip("0") if len(fraction) > 3 and whole.lstrip("-").isdigit() else number


def is_hidden(question: Question) -> bool:
    """True for what the form computes for itself alone (appearance `hidden`)."""
    return "hidden" in question.field.appearance.split()


def is_own_score(item: Item, question: Question) -> bool:
    """True for a field that only says which part of the item's points is earned: the points say it already."""
    return item.points != "i" and item.score.strip() == f"${{{question.name}}}"


def na_reason(reason: str, language: Language) -> str:
    """Return why an item does not apply: the inspector's own words, or the program's (stage, skipped, na_when)."""
    return text(f"na.{reason}", language) if reason in ("stage", "skipped", "na_when") else reason
