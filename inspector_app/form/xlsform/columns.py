"""How a form's parts are called in Excel: headers and their other spellings, languages, lists and rules in one cell."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from inspector_app.form.definition import GradeRule, Rectify, RectifyRule, Wording

Kind = Literal["text", "wording", "words", "flag", "tags", "lines"]
NOTHING = '""'
"""A cell that says: written, and empty. An empty cell says nothing at all."""

LANGUAGES = {"zh": "中文 (zh)", "en": "English (en)"}


class Column(NamedTuple):
    """A column: the attribute it holds, how it is headed, and how its text is written."""

    attribute: str
    header: str
    kind: Kind = "text"


QUESTION = (
    Column("label", "label", "wording"),
    Column("hint", "hint", "wording"),
    Column("unit", "unit", "wording"),
    Column("required", "required"),
    Column("required_message", "required_message", "wording"),
    Column("relevant", "relevant"),
    Column("constraint", "constraint"),
    Column("constraint_message", "constraint_message", "wording"),
    Column("calculation", "calculation"),
    Column("trigger", "trigger"),
    Column("default", "default"),
    Column("readonly", "read_only"),
    Column("choice_filter", "choice_filter"),
    Column("appearance", "appearance"),
    Column("parameters", "parameters"),
    Column("repeat_count", "repeat_count"),
    Column("guidance", "guidance_hint", "wording"),
    Column("source", "source"),
    Column("formula", "formula"),
    Column("sensitive", "sensitive"),
    Column("note", "note", "wording"),
)
REPEAT = (
    Column("label", "label", "wording"),
    Column("relevant", "relevant"),
    Column("minimum", "minimum"),
    Column("count", "sampling", "wording"),
    Column("note", "note", "wording"),
)
SECTION = (
    Column("code", "code"),
    Column("letter", "letter"),
    Column("title", "label", "wording"),
    Column("points", "points"),
    Column("relevant", "relevant"),
    Column("note", "note", "wording"),
)
ITEM = (
    Column("code", "code"),
    Column("title", "label", "wording"),
    Column("method", "method", "words"),
    Column("type", "item_type"),
    Column("applies", "applies", "words"),
    Column("evidence", "evidence"),
    Column("points", "points"),
    Column("key", "key", "flag"),
    Column("tags", "tags", "tags"),
    Column("grade", "grade"),
    Column("relevant", "relevant"),
    Column("judge", "judge"),
    Column("score", "score"),
    Column("na_when", "na_when"),
    Column("na_reason", "na_reason", "wording"),
    Column("guidance", "guidance", "wording"),
    Column("basis", "basis", "lines"),
    Column("confidence", "confidence"),
    Column("determination_clause", "determination_clause", "flag"),
    Column("retired", "retired", "flag"),
    Column("note", "note", "wording"),
)
# an item's columns that are not attributes one to one
RECTIFY, GRADE_WHEN, RECTIFY_WHEN, WHY, REPEAT_NAME, PART = (
    "rectify",
    "grade_when",
    "rectify_when",
    "_why",
    "in_repeat",
    "part",
)
SETTINGS = (
    Column("edition", "version"),
    Column("prefix", "code_prefix"),
    Column("title", "wording_of_title", "wording"),
    Column("purpose", "purpose", "wording"),
    Column("mode", "mode", "wording"),
    Column("applies", "applies", "wording"),
    Column("duration", "duration", "wording"),
    Column("basis", "basis", "wording"),
    Column("equipment", "equipment", "wording"),
    Column("division", "division", "wording"),
    Column("note", "note", "wording"),
    Column("graded", "graded", "flag"),
    Column("level", "level"),
    Column("total", "total"),
)
ROUTE = (
    Column("order", "order"),
    Column("minutes", "minutes"),
    Column("what", "what", "wording"),
    Column("sections", "sections", "words"),
)
MEDIA = ("image", "audio", "video", "big-image")

SURVEY_ALIASES = {
    "command": "type",
    "tag": "name",
    "caption": "label",
    "relevance": "relevant",
    "readonly": "read_only",
    "calculate": "calculation",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "repeatcount": "repeat_count",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "value": "name",
}
CHOICE_ALIASES = {"caption": "label", "value": "name", "list": "list_name"}
SETTING_ALIASES = {
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
STANDARD = frozenset(
    column.header for column in QUESTION if column.attribute not in ("unit", "source", "formula", "sensitive", "note")
) | {"type", "name", "disabled", "save_to"}
_GROUPED = ("bind", "control", "body", "instance", "media")
_WORDED = frozenset(
    column.header
    for table in (QUESTION, REPEAT, SECTION, ITEM, SETTINGS, ROUTE)
    for column in table
    if column.kind in ("wording", "lines")
) | {f"{rules}{WHY}" for rules in (GRADE_WHEN, RECTIFY_WHEN)}
_CODED = re.compile(r".*\(\s*([\w-]+)\s*\)\s*")
_ESCAPED = re.compile(r"\\(?=[n\\\n]|$)")
_UNESCAPED = re.compile(r"\\([n\\])")
_RULE = re.compile(r"(=?)\s*([\w-]+)(?:\s+(\d+))?\s*:\s*(.*)", re.DOTALL)


class Header(NamedTuple):
    """A header understood: the column's own name and the language of its text as written; `known` false: kept as it is."""

    name: str
    language: str = ""
    known: bool = True


def header(written: str, known: frozenset[str], aliases: Mapping[str, str]) -> Header:
    """Return what a header means, in a sheet whose columns are `known`."""
    parts = [part.strip() for part in written.split("::")]
    if len(parts) == 1 and ":" in written and not written.strip().startswith(("jr:", "db:")):
        head, _, tail = written.partition(":")
        if plain(head) in (*_WORDED, *MEDIA, *_GROUPED):
            parts = [head.strip(), tail.strip()]
    first = plain(parts.pop(0))
    if first in _GROUPED and parts:
        first, group = plain(parts.pop(0)), first
        if group == "media":
            first = f"media::{first}"
    first = aliases.get(first, first)
    if first in MEDIA:
        first = f"media::{first}"
    is_known = first in known or first.startswith("media::")
    translated = first in _WORDED or first.startswith("media::")
    if not is_known or len(parts) > 1 or (parts and not translated):
        return Header(written.strip(), known=False)
    return Header(first, parts[0] if parts else "")


def plain(name: str) -> str:
    """Return a header in lower case, spaces as underscores."""
    return "_".join(name.lower().split())


def languages(headers: Iterable[Header]) -> dict[str, str]:
    """Return the languages of a workbook as keys of wordings: `English (en)` is en unless another is en too."""
    written = dict.fromkeys(one.language for one in headers if one.language)
    codes = {name: match[1] if (match := _CODED.fullmatch(name)) else name for name in written}
    doubled = [code for code in codes.values() if list(codes.values()).count(code) > 1]
    return {name: name if code in doubled else code for name, code in codes.items()}


def headed(name: str, language: str = "") -> str:
    """Return the header of a column in a language."""
    return f"{name}::{LANGUAGES.get(language, language)}" if language else name


def wording_of(texts: Mapping[str, str]) -> Wording:
    """Return the wording that cells by language hold; "" is the cell of no language."""
    found = {language: "" if text == NOTHING else text for language, text in texts.items() if text}
    return found[""] if set(found) == {""} else {language or "default": text for language, text in found.items()} or ""


def texts_of(wording: Wording) -> dict[str, str]:
    """Return a wording as cells by language."""
    if isinstance(wording, str):
        return {"": wording} if wording else {}
    return {language: text or NOTHING for language, text in wording.items()}


def one_line(text: str) -> str:
    """Return a text as one line of a cell that holds several."""
    return _ESCAPED.sub(r"\\\\", text).replace("\n", "\\n") or NOTHING


def from_line(line: str) -> str:
    """Return the text of one line of a cell."""
    return "" if line == NOTHING else _UNESCAPED.sub(lambda match: "\n" if match[1] == "n" else "\\", line)


def lines_of(wordings: Iterable[Wording]) -> dict[str, str]:
    """Return several wordings as cells by language, a line each."""
    rows = [texts_of(wording) for wording in wordings]
    found = dict.fromkeys(language for row in rows for language in row)
    return {
        language: "\n".join("" if language not in row else one_line(row[language]) for row in rows)
        for language in found
    }


def from_lines(texts: Mapping[str, str]) -> tuple[Wording, ...]:
    """Return the wordings of cells by language, one a line."""
    lines = {language: text.split("\n") for language, text in texts.items()}
    count = max((len(one) for one in lines.values()), default=0)
    return tuple(
        wording_of({language: _unescaped(one[index]) for language, one in lines.items() if index < len(one)})
        for index in range(count)
    )


def _unescaped(line: str) -> str:
    return line if line == NOTHING else from_line(line)


def grade_rule_line(rule: GradeRule) -> str:
    """Return a rule as `R-M: expression`, `=R-M: expression` where it may lower."""
    return f"{'=' if rule.lowers else ''}{rule.grade}: {one_line(rule.when)}"


def rectify_text(rectify: Rectify) -> str:
    """Return a way of rectification as `deadline 15`."""
    return rectify.kind if rectify.days is None else f"{rectify.kind} {rectify.days}"


def rectify_rule_line(rule: RectifyRule) -> str:
    """Return a rule as `deadline 15: expression`."""
    return f"{rectify_text(rule.rectify)}: {one_line(rule.when)}"


def rule_of(line: str) -> tuple[bool, str, int | None, str]:
    """Return a rule's line in parts: whether it may lower, its word, days, and expression; ValueError when it is none."""
    match = _RULE.fullmatch(line.strip())
    if match is None:
        raise ValueError(line)
    return bool(match[1]), match[2], int(match[3]) if match[3] else None, from_line(match[4].strip())


def tags_text(tags: Mapping[str, str]) -> str:
    """Return tags as lines `name = value`."""
    return "\n".join(f"{name} = {one_line(value)}" for name, value in tags.items())


def tags_of(text: str) -> dict[str, str]:
    """Return the tags that lines, or words between semicolons, name; a name alone is `true`."""
    parts = [line.partition("=") for line in re.split(r"[\n;；]", text) if line.strip()]
    return {name.strip(): from_line(value.strip()) if sign else "true" for name, sign, value in parts}
