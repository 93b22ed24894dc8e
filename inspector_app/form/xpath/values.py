"""What a value is while an expression runs and how one becomes another: XPath 1.0 section 4, and ODK's dates."""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, Protocol

from inspector_app.form.xpath.moment import INVALID, Moment, days_of

_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*").fullmatch


class Environment:
    """What an evaluation may ask besides the instance: the moment (`now`), its zone, variables, other instances."""

    __slots__ = ("_now", "variables", "zone")

    def __init__(
        self, now: datetime | None = None, zone: tzinfo = UTC, variables: dict[str, Any] | None = None
    ) -> None:
        self._now = now
        self.zone = zone
        self.variables = variables or {}

    @property
    def now(self) -> datetime:
        """The moment given, or the clock's, in the zone of the evaluation."""
        return self._now.astimezone(self.zone) if self._now is not None else datetime.now(self.zone)


class Node(Protocol):
    """What an expression needs of a node to use its value; location paths need more (see `dom`)."""

    @property
    def text(self) -> str:
        """The string value."""

    def as_number(self, environment: Environment) -> float:
        """The number the string value stands for."""


Value = float | str | bool | Sequence[Node]


def to_number(text: str, environment: Environment) -> float:
    """Return the number a string writes; for an ISO date its days since 1970; else NaN."""
    if _NUMBER(text):
        return float(text)
    if len(text) >= 8 and "-" in text:
        return days_of(text, environment.zone)
    return math.nan


def number_text(number: float) -> str:
    """Return the XPath text of a number: no exponent, no trailing zeros, NaN, Infinity."""
    if number != number:
        return "NaN"
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    shown = f"{Decimal(repr(number)):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def number_of(value: Value, environment: Environment) -> float:
    """Return any value as a number."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float | int):
        return float(value)
    if isinstance(value, str):
        return to_number(value, environment)
    return value[0].as_number(environment) if value else math.nan


def text_of(value: Value) -> str:
    """Return any value as a string; of nodes, the first in document order."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number_text(value)
    return value[0].text if value else ""


def truth_of(value: Value) -> bool:
    """Return any value as a boolean; nodes are true when there is one."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return value == value and value != 0
    if isinstance(value, str):
        return bool(value) and value is not INVALID
    return bool(value)


def is_moment(value: Value) -> bool:
    """Tell whether a value came from a date function and so compares as a number of days."""
    return isinstance(value, Moment)
