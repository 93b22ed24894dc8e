"""Functions on numbers: XPath 1.0 section 4.4 and ODK's mathematics."""

import hashlib
import math
import random
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.functions.registry import FUNCTIONS, Function, built, plain
from inspector_app.form.xpath.values import Environment, Value, number_of, to_number


@built("number", 0, 1)
def _number(arguments: Sequence[Code]) -> Code:
    if arguments:
        return Code("number", arguments[0].number())
    return Code("number", lambda focus: float(focus.node.as_number(focus.environment)))


@plain("int", "n", "number")
def whole(number: float) -> float:
    """Return the number cut towards zero."""
    return number if _unbounded(number) else float(math.trunc(number))


@plain("floor", "n", "number")
def floor(number: float) -> float:
    """Return the largest whole number not above."""
    return number if _unbounded(number) else _keep_zero(math.floor(number), number)


@plain("ceiling", "n", "number")
def ceiling(number: float) -> float:
    """Return the smallest whole number not below."""
    return number if _unbounded(number) else _keep_zero(math.ceil(number), number)


@plain("round", "n?n", "number")
def rounded(number: float, places: float = 0.0) -> float:
    """Return the number rounded half up in its decimal writing (so 2.675 to 2 places is 2.68); `places` may be negative."""
    if _unbounded(number) or _unbounded(places):
        return number if places == places else math.nan
    step = Decimal(1).scaleb(-int(places))
    try:
        scaled = Decimal(repr(number)) / step
    except InvalidOperation:
        return number
    result = float(scaled.to_integral_value(rounding=ROUND_HALF_UP) * step)
    return _keep_zero(result, number)


def _keep_zero(result: float, number: float) -> float:
    return math.copysign(0.0, number) if result == 0 else float(result)


def _unbounded(number: float) -> bool:
    return math.isnan(number) or math.isinf(number)


@plain("abs", "n", "number")
def magnitude(number: float) -> float:
    """Return the number without its sign."""
    return abs(number)


@plain("pow", "nn", "number")
def power(base: float, exponent: float) -> float:
    """Return base to the exponent, NaN where that is no real number."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan


def _enter(name: str, function: Callable[[float], float], outside: float = math.nan) -> None:
    def guarded(number: float) -> float:
        try:
            return function(number)
        except OverflowError:
            return math.inf
        except ValueError:
            return -math.inf if number == 0 and name.startswith("log") else outside

    plain(name, "n", "number")(guarded)


for _name, _function in (
    ("exp", math.exp),
    ("exp10", lambda number: math.pow(10.0, number)),
    ("log", math.log),
    ("log10", math.log10),
    ("sqrt", math.sqrt),
    ("sin", math.sin),
    ("cos", math.cos),
    ("tan", math.tan),
    ("asin", math.asin),
    ("acos", math.acos),
    ("atan", math.atan),
):
    _enter(_name, _function)


@plain("atan2", "nn", "number")
def angle(y: float, x: float) -> float:
    """Return the angle of a point, in radians."""
    return math.atan2(y, x)


@plain("pi", "", "number")
def pi() -> float:
    """Return the ratio of a circle's circumference to its diameter."""
    return math.pi


@plain("random", "", "number", pure=False)
def chance() -> float:
    """Return a number in [0, 1)."""
    return random.random()  # noqa: S311 - no cryptography in forms


@built("sum", 1, 1)
def _sum(arguments: Sequence[Code]) -> Code:
    nodes = arguments[0].nodes()

    def total(focus: Any) -> float:
        environment = focus.environment
        return math.fsum(node.as_number(environment) for node in nodes(focus))

    return Code("number", total)


def numbers_in(values: Sequence[Value], environment: Environment) -> list[float]:
    """Return the numbers of all values, each node of a node-set counted."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list | tuple):
            found += [to_number(node.text, environment) for node in value]
        else:
            found.append(number_of(value, environment))
    return found


def _extreme(name: str, choose: Callable[[list[float]], float]) -> None:
    def extreme(environment: Environment, *values: Value) -> float:
        numbers = numbers_in(values, environment)
        if not numbers or any(number != number for number in numbers):
            return math.nan
        return choose(numbers)

    plain(name, "ev*", "number")(extreme)
    # at least one argument
    entered = FUNCTIONS[name]
    FUNCTIONS[name] = Function(name, 1, None, entered.build)


_extreme("min", min)
_extreme("max", max)


@built("randomize", 1, 2)
def _randomize(arguments: Sequence[Code]) -> Code:
    nodes = arguments[0].nodes()
    if len(arguments) == 1:
        return Code("nodes", lambda focus: random.sample(list(nodes(focus)), len(nodes(focus))))
    seed = arguments[1].number()
    text = arguments[1].string()

    def ordered(focus: Any) -> list[Any]:
        number = seed(focus)
        if number != number and arguments[1].kind in ("string", "boolean"):
            raise XPathError("randomize() needs a number as its seed")
        whole = int(number) if not _unbounded(number) else _digested(text(focus)) if number != number else 0
        return shuffled(nodes(focus), whole)

    return Code("nodes", ordered)


def shuffled(things: Sequence[Any], seed: int) -> list[Any]:
    """Return `things` in the order all ODK engines give for `seed`: Park-Miller numbers, Fisher-Yates inside out."""
    # the remainder with the sign of the seed, as Java and JavaScript take it
    state = abs(seed) % 2147483647 * (1 if seed >= 0 else -1)
    if state <= 0:
        state += 2147483646
    found: list[Any] = []
    for place, thing in enumerate(things):
        state = state * 16807 % 2147483647
        other = int((state - 1) / 2147483646 * (place + 1))
        found.append(thing if other == place else found[other])
        found[other] = thing
    return found


def _digested(text: str) -> int:
    """Return the seed a text makes: the first eight bytes of its SHA-256, as a double keeps them; of nothing, 0."""
    if text in ("", "NaN"):
        return 0
    return int(float(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)))
