"""The rows of a survey sheet as a tree of questions, groups and repeats, and those as fields."""

import re
from collections.abc import Iterator
from typing import Any

from inspector_app.form.canonical import SELECTS
from inspector_app.form.definition import Choice, Field
from inspector_app.form.mistake import Mistake, mistake
from inspector_app.form.tasks import looks_computed
from inspector_app.form.types import METADATA, TYPES
from inspector_app.form.xlsform.columns import QUESTION
from inspector_app.form.xlsform.lines import Line, is_true
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.parser import parse

_PART = re.compile(r"(begin|end)[ _](group|repeat|lgroup|looped group|loop)")
_SELECT = re.compile(
    r"(select_one_from_file|select_multiple_from_file|select one from file|select multiple from file|select_one_external"
    r"|select all that apply from|select all that apply|select_multiple|select multiple|select_one|select one from"
    r"|select one|select1|rank)(?: +(.+))?",
    re.IGNORECASE,
)
_SELECT_WORDS = {
    "select all that apply from": "select_multiple",
    "select all that apply": "select_multiple",
    "select multiple": "select_multiple",
    "select one from": "select_one",
    "select one": "select_one",
    "select1": "select_one",
    "select one from file": "select_one_from_file",
    "select multiple from file": "select_multiple_from_file",
}
_OTHER = re.compile(r"\s+or(?:[_ ]other| specify other)$", re.IGNORECASE)
_TYPES = {
    **{one.lower(): one for one in TYPES},
    "string": "text",
    "int": "integer",
    "date time": "dateTime",
    "trigger": "acknowledge",
    "photo": "image",
    "gps": "geopoint",
    "location": "geopoint",
    "imei": "deviceid",
    "phone number": "phonenumber",
    "get phone number": "phonenumber",
    "start time": "start",
    "end time": "end",
    "get start time": "start",
    "get end time": "end",
    "get today": "today",
    "get device id": "deviceid",
    "add image prompt": "image",
    "add photo prompt": "image",
    "add audio prompt": "audio",
    "add video prompt": "video",
    "add file prompt": "file",
    "add note prompt": "note",
    "add text prompt": "text",
    "add integer prompt": "integer",
    "add decimal prompt": "decimal",
    "add date prompt": "date",
    "add location prompt": "geopoint",
    "add barcode prompt": "barcode",
    "calculation": "calculate",
}
_UNSUPPORTED = re.compile(r"(?:begin|end)[ _]loop|include|cascading[ _]select")
EXTERNAL = frozenset({"csv-external", "xml-external"})
_TRUTHS = {"yes": "true", "true": "true", "true()": "true", "1": "true", "no": "false", "false": "false", "0": "false"}
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LOGIC = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count", "trigger", "default")
_OTHER_LABEL = {"zh": "请说明", "en": "Specify other."}


class Node:
    """A row in its place: a question, or a group or repeat with what is in it."""

    def __init__(self, line: Line, type_: str) -> None:
        self.line = line
        self.type = type_
        self.children: list[Node] = []

    @property
    def is_part(self) -> bool:
        """Tell whether it holds others."""
        return self.type in ("group", "repeat")


class Survey:
    """Makes nodes and fields of lines; `found` are the mistakes met, `rows` the line of each field made (by identity)."""

    def __init__(self, *, ours: bool) -> None:
        self.ours = ours
        self.found: list[Mistake] = []
        self.rows: dict[int, Line] = {}
        self.kept: list[object] = []  # `rows` goes by identity: what it names must stay
        self.with_other: set[str] = set()

    def nodes(self, lines: list[Line]) -> list[Node]:
        """Return the rows as a tree."""
        top: list[Node] = []
        around: list[Node] = []
        for line in lines:
            written = " ".join(line.get("type").split())
            if is_true(line.get("disabled")):
                continue
            if not written:
                if "name" in line.texts or "label" in line.texts:
                    self.say("form.missing_key", line, "type", key="type")
                continue
            if _UNSUPPORTED.match(written.lower()):
                self.say("form.not_supported", line, "type", feature=written)
                continue
            part = _PART.fullmatch(written.lower())
            if part is not None and part[1] == "end":
                sort = "group" if part[2] == "group" else "repeat"
                if not around or around[-1].type != sort:
                    self.say("form.not_opened", line, "type", part=written)
                else:
                    around.pop()
                continue
            sort = "" if part is None else "group" if part[2] == "group" else "repeat"
            node = Node(line, sort or written)
            (around[-1].children if around else top).append(node)
            if sort:
                around.append(node)
        for node in around:
            self.say("form.not_closed", node.line, "type", part=node.line.get("type"), name=node.line.get("name"))
        return top

    def fields(self, nodes: list[Node], stem: str = "") -> tuple[Field, ...]:
        """Return nodes as fields; `stem` is what their names begin with in the sheet and not in the form."""
        return tuple(field for node in nodes for field in self._fields(node, stem))

    def say(self, code: str, line: Line, column: str, **fields: object) -> None:
        """Note a mistake of a row."""
        self.found.append(mistake(code, (f"{line.sheet}:{line.number}", column), **fields))

    def note(self, made: object, line: Line) -> None:
        """Remember the row something was made of."""
        self.rows[id(made)] = line
        self.kept.append(made)

    def _fields(self, node: Node, stem: str) -> Iterator[Field]:
        line = node.line
        kind, other = (node.type, False) if node.is_part else question_type(node.type)
        if kind in EXTERNAL:
            return
        name = self._name(line, kind).removeprefix(stem)
        if not name:  # said; what stands in the row cannot be asked about
            return
        given = line.attributes(column for column in QUESTION if self.ours or column.attribute not in _OWN)
        self._clean(given)
        media = {head.partition("::")[2]: line.wording(head) for head in line.texts if head.startswith("media::")}
        columns = {head: text for head, text in line.extra.items() if text}
        if "choice_filter" in given and kind.partition(" ")[0] not in SELECTS:
            columns["choice_filter"] = given.pop("choice_filter")
        if line.get("save_to"):
            columns["save_to"] = line.get("save_to")
        inner = self.fields(node.children, stem)
        field = Field(name, kind, **given, media=media, columns=columns, fields=inner)
        self.note(field, line)
        yield field
        if other:
            self.with_other.add(kind.split()[1])
            label = _OTHER_LABEL if isinstance(field.label, dict) and "zh" in field.label else _OTHER_LABEL["en"]
            added = Field(f"{name}_other", "text", label=label, relevant=f"selected(../{name}, 'other')")
            self.note(added, line)
            yield added

    def _name(self, line: Line, kind: str) -> str:
        name = line.get("name")
        if not name and kind == "note":
            name = f"generated_note_name_{line.number}"
        elif not name and kind in METADATA:
            name = kind
        if not name:
            self.say("form.missing_key", line, "name", key="name")
        elif not _NAME.fullmatch(name):
            self.say("form.bad_name", line, "name", name=name)
        return name

    def _clean(self, given: dict[str, Any]) -> None:
        """Put right in expressions what Excel and its users make of them: curly quotes, yes and TRUE for true()."""
        for key in ("required", "readonly"):
            if key in given:
                given[key] = _TRUTHS.get(given[key].lower()) or straight(given[key])
        for key in _LOGIC:
            if key in given and (key != "default" or looks_computed(given[key])):
                given[key] = straight(given[key])
        for key in ("relevant", "constraint"):
            truth = _TRUTHS.get(given.get(key, "").lower())
            if truth and not given[key].isdigit():
                given[key] = f"{truth}()"


_OWN = frozenset({"unit", "source", "formula", "sensitive", "note"})


def question_type(written: str) -> tuple[str, bool]:
    """Return a type as the engine names it, and whether `or_other` stood beside it; one not known stays as written."""
    bare = _OTHER.sub("", written)
    select = _SELECT.fullmatch(bare)
    if select is not None and select[2]:
        word = select[1].lower()
        return f"{_SELECT_WORDS.get(word, word)} {select[2]}", bare != written
    return _TYPES.get(written.lower(), written), False


def straight(expression: str) -> str:
    """Return an expression with straight quotes where it cannot be read with its curly ones."""
    plain = expression.translate(_QUOTES)
    if plain == expression:
        return expression
    try:
        parse(expression)
    except XPathError:
        return plain
    return expression


def other_added(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return a list with `other` at its end."""
    if any(choice.name == "other" for choice in choices):
        return choices
    in_chinese = any(isinstance(choice.label, dict) and "zh" in choice.label for choice in choices)
    return (*choices, Choice("other", {"zh": "其他", "en": "Other"} if in_chinese else "Other"))
