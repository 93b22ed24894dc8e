"""What a person enters to the canonical text of its type: ISO dates, plain decimals, chosen names separated by spaces."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

Entered = str | int | float | Decimal | bool | date | datetime | time | Iterable[str] | None

NUMERIC = frozenset({"integer", "decimal", "range"})
ONE = frozenset({"select_one", "select_one_from_file", "select_one_external"})
MANY = frozenset({"select_multiple", "select_multiple_from_file", "rank"})
SELECTS = ONE | MANY
POINTS = frozenset({"geopoint", "geotrace", "geoshape"})
_WHOLE = 2**31  # ODK's integers have 32 bits; what a phone could not hold is no answer here either
_READ: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "dateTime": datetime.fromisoformat,
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:\uff1a](\d{2})(?:[:\uff1a](\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def canonical(type_: str, value: Entered, choices: Collection[str] = ()) -> str:
    """Return the text to hold. What does not fit its type is kept as entered; `fits` tells."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _truth(value, choices)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return _typed(type_, _plain(Decimal(str(value))))
    if not isinstance(value, str):
        return " ".join(value)
    return _typed(type_, value)


def _typed(type_: str, text: str) -> str:
    if type_ in ("text", "note", "barcode"):
        return text
    text = text.strip()
    return _TO_TEXT.get(type_, _same)(text) if text else ""


def fits(type_: str, text: str, choices: Collection[str] = ()) -> bool:
    """Tell whether a text is a value of the type ("" always is)."""
    if not text:
        return True
    if type_ in _READ:
        return _is(_READ[type_], text)
    if type_ == "integer":
        return re.fullmatch(r"-?[0-9]{1,10}", text) is not None and -_WHOLE <= int(text) < _WHOLE
    if type_ in NUMERIC:
        return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None
    if type_ in ONE:
        return text in choices
    if type_ in POINTS:
        return _is_shape(type_, text)
    return type_ not in MANY or all(name in choices for name in text.split(" "))


def _is_shape(type_: str, text: str) -> bool:
    """Tell whether a text is points as ODK writes them: latitude longitude [altitude [accuracy]], `;` between points."""
    points = [point.split() for point in text.strip().rstrip(";").split(";")]
    if type_ == "geopoint" and len(points) > 1:
        return False
    return all(_is_point(point) for point in points)


def _is_point(numbers: list[str]) -> bool:
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        return False
    return 2 <= len(values) <= 4 and abs(values[0]) <= 90 and abs(values[1]) <= 180


def _truth(value: bool, choices: Collection[str]) -> str:
    words = ("yes", "no") if "yes" in choices else ("true", "false")
    return words[0] if value else words[1]


def _plain(number: Decimal) -> str:
    if not number.is_finite():
        return ""
    return f"{number:f}" if abs(number.adjusted()) < 400 else str(number)


def _integer(text: str) -> str:
    # int() also reads the full-width digits that a Chinese input method types
    try:
        return str(int(text)) if "_" not in text else text
    except ValueError:
        number = _decimal(text)
        return str(int(Decimal(number))) if re.fullmatch(r"-?[0-9]+\.0+", number) else text


def _decimal(text: str) -> str:
    try:
        number = Decimal(text.replace("\uff0e", ".").replace("。", "."))
    except InvalidOperation:
        return text
    return _plain(number) if number.is_finite() and abs(number.adjusted()) < 40 and "_" not in text else text


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    return f"{int(match[1]):02d}:{match[2]}:{match[3] or '00'}{match[4] or ''}{match[5] or ''}" if match else text


def _names(text: str) -> str:
    return " ".join(dict.fromkeys(text.split()))


def _same(text: str) -> str:
    return text


_TO_TEXT = {
    "integer": _integer,
    "decimal": _decimal,
    "range": _decimal,
    "date": _date,
    "time": _time,
    "select_multiple": _names,
    "rank": _names,
    "select_multiple_from_file": _names,
}


def _is(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
