"""The witness: canonical bytes and canonical JSON, written from docs/format.md (section 1) without sight of the product."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

Value: TypeAlias = "bool | int | str | Sequence[Value] | Mapping[str, Value] | None"

DEEPEST = 16


class Refused(Exception):
    """What is refused by the page, with the sentence of it that was broken."""


def refuse_unless(holds: object, sentence: str) -> None:
    if not holds:
        raise Refused(sentence)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pack(value: Value) -> bytes:
    """Return the canonical bytes of a value."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return _pack_number(value)
    if isinstance(value, str):
        data = value.encode()
        return _length(len(data), 0xA0, 32, (0xD9, 0xDA, 0xDB)) + data
    if isinstance(value, Mapping):
        pairs = sorted((key.encode(), pack(key), pack(item)) for key, item in value.items())
        return _length(len(pairs), 0x80, 16, (None, 0xDE, 0xDF)) + b"".join(key + item for _, key, item in pairs)
    return _length(len(value), 0x90, 16, (None, 0xDC, 0xDD)) + b"".join(pack(item) for item in value)


def _pack_number(n: int) -> bytes:
    if -32 <= n < 128:
        return (n % 256).to_bytes(1, "big")
    for exponent in range(4):
        size = 2**exponent
        if 0 <= n < 256**size:
            return bytes([0xCC + exponent]) + n.to_bytes(size, "big")
        if n < 0 and n >= -(256**size) // 2:
            return bytes([0xD0 + exponent]) + n.to_bytes(size, "big", signed=True)
    raise Refused("a whole number from -2^63 to 2^63-1")


def _length(n: int, short: int, below: int, marks: tuple[int | None, int, int]) -> bytes:
    if n < below:
        return bytes([short + n])
    for size, mark in zip((1, 2, 4), marks, strict=True):
        if mark is not None and n < 256**size:
            return bytes([mark]) + n.to_bytes(size, "big")
    raise Refused("a length of at most four bytes")


def unpack(data: bytes, deepest: int = DEEPEST) -> Value:
    """Return the value of canonical bytes; Refused when there is another way to read or to write them."""
    value, end = _Bytes(data).value(0, deepest)
    refuse_unless(end == len(data), "nothing after the value")
    refuse_unless(pack(value) == data, "one way to write each thing")
    return value


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def take(self, start: int, n: int) -> bytes:
        refuse_unless(start + n <= len(self.data), "bytes that go on to the end")
        return self.data[start : start + n]

    def value(self, at: int, levels: int) -> tuple[Value, int]:
        mark = self.take(at, 1)[0]
        at += 1
        if mark in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[mark], at
        if mark < 0x80 or mark >= 0xE0:
            return (mark if mark < 0x80 else mark - 256), at
        if 0xCC <= mark <= 0xD3:
            size = 2 ** ((mark - 0xCC) % 4)
            number = int.from_bytes(self.take(at, size), "big", signed=mark >= 0xD0)
            refuse_unless(number < 2**63, "a whole number to 2^63-1")
            return number, at + size
        kind, n, at = self.head(mark, at)
        if kind == "text":
            try:
                return self.take(at, n).decode(), at + n
            except UnicodeDecodeError as broken:
                raise Refused("text is UTF-8") from broken
        refuse_unless(levels > 0, "at most 16 levels deep")
        return self.items(kind, n, at, levels - 1)

    def head(self, mark: int, at: int) -> tuple[str, int, int]:
        if mark < 0x90:
            return "map", mark - 0x80, at
        if mark < 0xA0:
            return "list", mark - 0x90, at
        if mark < 0xC0:
            return "text", mark - 0xA0, at
        known = {0xD9: ("text", 1), 0xDA: ("text", 2), 0xDB: ("text", 4)}
        known |= {0xDC: ("list", 2), 0xDD: ("list", 4), 0xDE: ("map", 2), 0xDF: ("map", 4)}
        refuse_unless(mark in known, "a thing of the table")
        kind, size = known[mark]
        return kind, int.from_bytes(self.take(at, size), "big"), at + size

    def items(self, kind: str, n: int, at: int, levels: int) -> tuple[Value, int]:
        if kind == "list":
            items: list[Value] = []
            for _ in range(n):
                item, at = self.value(at, levels)
                items.append(item)
            return items, at
        pairs: dict[str, Value] = {}
        for _ in range(n):
            key, at = self.value(at, 0)
            if not isinstance(key, str):
                raise Refused("a map from text")
            pairs[key], at = self.value(at, levels)
        return pairs, at


def to_json(value: Value) -> bytes:
    """Return canonical JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(data: bytes) -> dict[str, Value]:
    """Return the map that canonical JSON says; Refused when it is spelled otherwise."""

    def refuse(text: str) -> NoReturn:
        raise Refused(f"whole numbers only: {text}")

    try:
        value: Value = json.loads(data.decode(), parse_float=refuse, parse_constant=refuse)
        again = to_json(value)
    except (ValueError, RecursionError) as broken:
        raise Refused("canonical JSON") from broken
    if again != data or not isinstance(value, dict):
        raise Refused("a reader refuses other spellings")
    return value
