"""Functions on truth and choice: not, if, coalesce, once, checklist, boolean-from-string."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector_app.form.xpath.code import Code, Run, constant
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.functions.registry import built, plain
from inspector_app.form.xpath.values import Environment, Value, number_of, text_of, truth_of


@dataclass(frozen=True, slots=True)
class _ChoiceCode(Code):
    """The code of one of two expressions: as a number it is the number of the chosen one, without a text in between."""

    test: Run = field(kw_only=True)
    then: Code = field(kw_only=True)
    other: Code = field(kw_only=True)

    def number(self) -> Callable[[Any], float]:
        test, yes, no = self.test, self.then.number(), self.other.number()
        return lambda focus: yes(focus) if test(focus) else no(focus)


@built("true", 0, 0)
def _true(arguments: Sequence[Code]) -> Code:
    return constant(True)


@built("false", 0, 0)
def _false(arguments: Sequence[Code]) -> Code:
    return constant(False)


@built("boolean", 1, 1)
def _boolean(arguments: Sequence[Code]) -> Code:
    return Code("boolean", arguments[0].boolean())


@built("not", 1, 1)
def _not(arguments: Sequence[Code]) -> Code:
    truth = arguments[0].boolean()
    return Code("boolean", lambda focus: not truth(focus))


@plain("boolean-from-string", "s", "boolean")
def boolean_from_string(text: str) -> bool:
    """Tell whether the string is "true" or "1"."""
    return text in ("true", "1")


@built("if", 3, 3)
def _if(arguments: Sequence[Code]) -> Code:
    condition, then, otherwise = arguments
    test = condition.boolean()
    if then.kind == otherwise.kind:
        yes, no = then.run, otherwise.run
        return Code(then.kind, lambda focus: yes(focus) if test(focus) else no(focus))
    yes, no = then.value(), otherwise.value()
    return _ChoiceCode(
        "any", lambda focus: yes(focus) if test(focus) else no(focus), test=test, then=then, other=otherwise
    )


@built("coalesce", 2, 2)
def _coalesce(arguments: Sequence[Code]) -> Code:
    first, second = (argument.string() for argument in arguments)
    one, two = arguments
    return _ChoiceCode("string", lambda focus: first(focus) or second(focus), test=first, then=one, other=two)


@built("once", 1, 1)
def _once(arguments: Sequence[Code]) -> Code:
    text = arguments[0].string()

    def once(focus: Any) -> str:
        held = "" if focus.node is None else focus.node.text
        return held or text(focus)

    return Code("string", once)


@plain("checklist", "nn?v*", "boolean")
def checklist(least: float, most: float, *answers: Value) -> bool:
    """Tell whether the number of true answers is from `least` to `most` (-1: no limit)."""
    truths = [truth for answer in answers for truth in _truths(answer)]
    return _within(least, most, float(sum(truths)))


@plain("weighted-checklist", "enn?v*", "boolean")
def weighted_checklist(environment: Environment, least: float, most: float, *pairs: Value) -> bool:
    """Tell whether the weights of the true answers add up to from `least` to `most` (-1: no limit)."""
    if len(pairs) % 2:
        raise XPathError("weighted-checklist() needs a weight for each answer")
    total = 0.0
    for answer, weight in zip(pairs[::2], pairs[1::2], strict=True):
        weights = _weights(weight, environment)
        total += sum(heavy for truth, heavy in zip(_truths(answer), weights, strict=False) if truth)
    return _within(least, most, total)


def _truths(answer: Value) -> list[bool]:
    if isinstance(answer, list | tuple):
        return [_true_text(node.text) for node in answer]
    return [truth_of(answer)]


def _true_text(text: str) -> bool:
    return text != ""


def _weights(weight: Value, environment: Environment) -> list[float]:
    if isinstance(weight, list | tuple):
        return [node.as_number(environment) for node in weight]
    return [number_of(text_of(weight), environment)]


def _within(least: float, most: float, total: float) -> bool:
    return (least == -1 or total >= least) and (most == -1 or total <= most)


@built("depend", 1, None)
def _depend(arguments: Sequence[Code]) -> Code:
    return arguments[0]
