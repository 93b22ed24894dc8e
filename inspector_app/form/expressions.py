"""The expressions of one form, compiled where they stand; what is wrong with them is gathered as mistakes."""

from collections.abc import Iterable
from typing import NamedTuple

from inspector_app.form.calls import FormNames
from inspector_app.form.definition import Form
from inspector_app.form.instances import Instances
from inspector_app.form.mistake import Mistake, Place, mistake
from inspector_app.form.names import Key, UnknownReferenceError
from inspector_app.form.schema import Level, Node, Schema, Slot
from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.error import FAILURES, XPathError
from inspector_app.form.xpath.parser import parse
from inspector_app.form.xpath.tree import Expression, Filter, Path, Reference, Step, children, walk

# What a visit records by itself: never asked for as an unknown attribute of the school.
_RECORDED = frozenset({"visit.date", "visit.gate_time"})


class Compiled(NamedTuple):
    """A compiled expression and what it depends on."""

    code: Code
    sources: tuple[Key, ...]


class Expressions:
    """Compiles the expressions of a form; `mistakes` are those that could not be, `trees` what was read, by source."""

    def __init__(self, form: Form, schema: Schema, instances: Instances) -> None:
        self.schema = schema
        self.instances = instances
        self.mistakes: list[Mistake] = []
        self.unknown_instances: dict[str, Place] = {}
        self.unknown_paths: list[Mistake] = []
        self.trees: dict[str, Expression] = {}
        self._lenient = bool(form.survey)
        self._references: dict[str, tuple[str, ...]] = {}
        self._codes = tuple(item.code for item in form.items)

    def names(self, level: Level | None = None, here: Node | None = None, own: Slot | None = None) -> FormNames:
        """Return the names as seen from a level, a place and an item."""
        found = FormNames(self.schema, self._codes, level, here, own)
        found.lenient = self._lenient
        return found

    def compiled(
        self, expression: str, level: Level, here: Node, place: Place, inside: frozenset[int] = frozenset()
    ) -> Compiled | None:
        """Return a compiled expression; None when there is none or it is wrong. `inside`: the slots it decides about."""
        if not expression:
            return None
        names = self.names(level, here)
        names.inside = inside
        code = self.code(expression, names, place)
        return None if code is None else Compiled(code, tuple(names.sources))

    def code(self, expression: str, names: FormNames, place: Place) -> Code | None:
        """Return the code of an expression; None when there is none or it is wrong."""
        if not expression:
            return None
        try:
            tree = self.trees[expression] = parse(expression)
            code = Compiler(names).code(tree)
        except UnknownReferenceError as error:
            self.mistakes.append(mistake("form.unknown_reference", place, name=error.name, expression=expression))
            return None
        except FAILURES as error:  # a function of constants is computed at once
            self.mistakes.append(mistake("form.bad_expression", place, expression=expression, reason=str(error)))
            return None
        for name in names.unknown:
            found = mistake("form.unknown_reference", place, name=name, expression=expression)
            self.unknown_paths.append(found)
        for name in names.instances:
            if not self.instances.knows(name):
                self.unknown_instances.setdefault(name, place)
        return code

    def references_in(self, expression: str) -> tuple[str, ...]:
        """Return the names that an expression mentions as `${name}`."""
        if not expression:
            return ()
        found = self._references.get(expression)
        if found is None:
            found = self._references[expression] = _references_in(expression)
        return found

    @staticmethod
    def asks_itself(expression: str) -> bool:
        """Tell whether an expression asks for the question it belongs to as `.`, outside predicates."""
        return "." in expression and _is_itself(parse(expression))

    def attributes(self, references: Iterable[str]) -> tuple[Slot, ...]:
        """Return the school attributes that the names lead to, through calculations, in order of the context."""
        found: dict[int, Slot] = {}
        waiting, seen = list(references), set()
        while waiting:
            name = waiting.pop()
            slot = self.schema.slots.get(name)
            if name in seen or slot is None:
                continue
            seen.add(name)
            waiting += self.references_in(slot.question.field.calculation)
            source = slot.question.field.source
            if source and not source.startswith("parameter.") and source not in _RECORDED:
                found[slot.number] = slot
        return tuple(found[number] for number in sorted(found))


def _references_in(expression: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(node.name for node in walk(parse(expression)) if isinstance(node, Reference)))
    except XPathError:
        return ()  # reported where it is compiled


def _is_itself(node: Expression) -> bool:
    match node:
        case Path(steps=(Step(axis="self"),), absolute=False, start=None):
            return True
        case Path() | Filter():
            return False
    return any(_is_itself(child) for child in children(node))
