"""JSON in exactly one spelling (docs/format.md §1): written so, and refused when spelt otherwise."""

import json
from typing import Any, NoReturn


def dump(value: Any) -> bytes:
    """Return canonical JSON of dicts, lists, texts, whole numbers, booleans and None."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def load(data: bytes) -> Any:
    """Return what the bytes say; ValueError unless they are its canonical JSON (a repeated key, a space, a float …)."""
    try:
        value = json.loads(data.decode(), parse_float=_refuse, parse_constant=_refuse)
        spelled = dump(value)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if spelled != data:
        raise ValueError("not in canonical form")
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is no whole number")
