"""The rows of an inspection form: which are context, calculations, repeats, sections and items, by their column `part`."""

from typing import Any, get_args

from inspector_app.form.definition import (
    Field,
    GradeRule,
    Item,
    Rectify,
    RectifyKind,
    RectifyRule,
    Repeat,
    Section,
    Wording,
)
from inspector_app.form.xlsform.columns import (
    GRADE_WHEN,
    ITEM,
    PART,
    RECTIFY,
    RECTIFY_WHEN,
    REPEAT,
    REPEAT_NAME,
    SECTION,
    WHY,
    from_lines,
    rule_of,
)
from inspector_app.form.xlsform.lines import Line
from inspector_app.form.xlsform.survey import Node, Survey

PARTS = ("context", "calculation", "repeat", "rows", "section", "item", "question", "auto")
_HOMES = {"context": "context", "calculation": "calculations", "repeat": "repeats", "section": "sections"}


class Checklist:
    """Makes the parts of a form of the nodes of its survey sheet."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.of_item: dict[str, tuple[str, tuple[Field, ...]]] = {}

    def parts(self, nodes: list[Node]) -> dict[str, tuple[Any, ...]]:
        """Return a form's context, calculations, repeats, sections and survey."""
        homes: dict[str, list[Node]] = {home: [] for home in (*_HOMES.values(), "survey")}
        for node in nodes:
            part = node.line.get(PART)
            if part and part not in PARTS:
                self.survey.say("form.unknown_word", node.line, PART, word=part, known=", ".join(PARTS))
            elif part != "auto":
                homes[_HOMES.get(part, "survey")].append(node)
        found: dict[str, tuple[Any, ...]] = {
            home: self.survey.fields(homes[home]) for home in ("context", "calculations", "survey")
        }
        # the rows of items stand in the repeats: these first
        found["repeats"] = tuple(self._repeat(node) for node in homes["repeats"])
        found["sections"] = tuple(self._section(node) for node in homes["sections"])
        for code in self.of_item:
            self.survey.say("form.unknown_word", nodes[0].line, "code", word=code, known="")
        return found

    def _repeat(self, node: Node) -> Repeat:
        name = node.line.get("name")
        own = []
        for child in node.children:
            if child.line.get(PART) == "rows":
                code = child.line.get("code")
                fields = self.survey.fields(self._plain(child), f"{_stem(code)}_")
                self.of_item[code] = (name, (*self.of_item.get(code, ("", ()))[1], *fields))
            elif child.line.get(PART) != "auto":
                own.append(child)
        made = Repeat(name, **node.line.attributes(REPEAT), fields=self.survey.fields(own, f"{name}_"))
        self.survey.note(made, node.line)
        return made

    def _section(self, node: Node) -> Section:
        items = []
        for child in node.children:
            if child.line.get(PART) == "item":
                items.append(self._item(child))
            elif child.line.get(PART) != "auto":
                reason = "a section holds items: write “item” under part"
                self.survey.say("form.bad_value", child.line, PART, reason=reason)
        given = node.line.attributes(SECTION)
        made = Section(**{"code": node.line.get("name"), **given}, items=tuple(items))
        self.survey.note(made, node.line)
        return made

    def _item(self, node: Node) -> Item:
        line = node.line
        given = line.attributes(ITEM)
        code = given.setdefault("code", "")
        if not code:
            self.survey.say("form.missing_key", line, "code", key="code")
        repeat, fields = self.of_item.pop(code, ("", ()))
        given["fields"] = (*self.survey.fields(self._plain(node), f"{_stem(code)}_"), *fields)
        given["repeat"] = line.get(REPEAT_NAME) or repeat
        if RECTIFY in line.texts:
            given["rectify"] = self._rectify(line, RECTIFY, *_words(line.get(RECTIFY)))
        given["grade_when"] = tuple(
            GradeRule(when, word, lowers, why) for lowers, word, _, when, why in self._rules(line, GRADE_WHEN)
        )
        given["rectify_when"] = tuple(
            RectifyRule(when, self._rectify(line, RECTIFY_WHEN, word, days), why)
            for _, word, days, when, why in self._rules(line, RECTIFY_WHEN)
        )
        made = Item(**given)
        self.survey.note(made, line)
        return made

    def _plain(self, node: Node) -> list[Node]:
        """Return the questions of an item: what is made anew from the item itself is passed over."""
        for child in node.children:
            if child.is_part and child.line.get(PART) != "auto":
                self.survey.say("form.not_supported", child.line, "type", feature=f"{child.type} in an item")
        return [child for child in node.children if child.line.get(PART) != "auto" and not child.is_part]

    def _rules(self, line: Line, column: str) -> list[tuple[bool, str, int | None, str, Wording]]:
        whys = from_lines(line.texts.get(f"{column}{WHY}", {}))
        found = []
        for number, text in enumerate(line.get(column).split("\n") if column in line.texts else ()):
            try:
                found.append((*rule_of(text), whys[number] if number < len(whys) else ""))
            except ValueError:
                reason = f"“{text}” is no rule: write “R-M: expression”, one a line"
                self.survey.say("form.bad_value", line, column, reason=reason)
        return found

    def _rectify(self, line: Line, column: str, kind: str, days: int | None) -> Rectify:
        kinds: tuple[RectifyKind, ...] = get_args(RectifyKind)
        for known in kinds:
            if known == kind:
                return Rectify(known, days)
        self.survey.say("form.unknown_word", line, column, word=kind, known=", ".join(kinds))
        return Rectify("none")


def _stem(code: str) -> str:
    return code.lower().replace("-", "_")


def _words(text: str) -> tuple[str, int | None]:
    kind, _, days = text.partition(" ")
    return (kind, int(days)) if days.strip().isdecimal() else (text, None)
