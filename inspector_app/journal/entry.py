"""The entry: one thing one person did on one device, its canonical bytes and its id (docs/format.md §1, §2).

What a value means is left to payloads, what a set of entries amounts to is left to merge and fold.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, TypeAlias

import msgspec

Value: TypeAlias = "bool | int | str | Sequence[Value] | Mapping[str, Value] | None"

TAG = "inspector-entry-1"
NO_PREVIOUS = "0" * 64
CLOCK_LIMIT = 2**53
SIZE_LIMIT = 1 << 20
DEPTH_LIMIT = 16
_INT_LIMIT = 2**63
_PATH_LIMIT = 200

# "deterministic" sorts map keys by code point, which is the order of their UTF-8 bytes.
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class EntryTooLargeError(ValueError):
    """More was put into one entry than it may hold (SIZE_LIMIT): a person pasted a book into a note."""


class Dot(NamedTuple):
    """Where an entry stands in its device's chain."""

    device: str
    seq: int


class _Id:
    """The SHA-256 of an entry's canonical bytes, in hex, computed when first asked for.

    A plain descriptor: functools.cached_property takes a lock each time, which costs as much as the hash.
    """

    def __get__(self, entry: "Entry", owner: type["Entry"]) -> str:
        entry.__dict__["id"] = found = sha256(_encode(entry)).hexdigest()
        return found


class Entry(msgspec.Struct, frozen=True, array_like=True, tag=TAG, dict=True, eq=False):
    """One entry; the order of the fields is that of the canonical bytes. Two entries are equal when their ids are.

    `record` UUID text; `path` the register, "" for an event; `replaces` dots, sorted, that stood there when the author
    looked; `prev` the id of the device's previous entry; `at` a claim that never decides; `signature` hex or "".
    """

    record: str
    kind: str
    path: str
    value: Value
    replaces: tuple[Dot, ...]
    author: str
    device: str
    seq: int
    prev: str
    clock: int
    at: str
    signature: str = ""

    id = _Id()

    @property
    def dot(self) -> Dot:
        """Return the entry's place in its device's chain."""
        return Dot(self.device, self.seq)

    def signing_bytes(self) -> bytes:
        """Return what the author's personal signature covers: the canonical bytes without the signature."""
        return _encode(msgspec.structs.replace(self, signature=""))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return self is other or (self.seq == other.seq and self.id == other.id)

    def __hash__(self) -> int:
        return hash((self.device, self.seq))


def encode(value: object) -> bytes:
    """Return canonical bytes of something already checked (an entry, the value of an entry, a list of such)."""
    return _encode(value)


def canonical(value: Value) -> bytes:
    """Return the canonical bytes of a value; ValueError when it is none (a float, a deep or huge structure)."""
    check_value(value)
    return _encode(value)


def check_value(value: object, depth: int = 0) -> None:
    """Raise ValueError unless `value` is a value as docs/format.md §1 has it."""
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return
    if kind is int:
        if not -_INT_LIMIT <= value < _INT_LIMIT:  # type: ignore[operator]  # kind is int
            raise ValueError("number outside 64 bits")
    elif depth == DEPTH_LIMIT:
        raise ValueError("value too deep")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if type(key) is not str:
                raise ValueError("map key that is not text")
            check_value(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            check_value(item, depth + 1)
    else:
        raise ValueError(f"{kind.__name__} is not a value (decimals travel as text)")


def clean(value: Value) -> Value:
    """Return `value` as a writer puts it into an entry: text in NFC and sound, plain lists and dicts."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(key): clean(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [clean(item) for item in value]
    return value


def clean_text(text: str) -> str:
    """Return `text` in NFC; half of a surrogate pair (a broken paste) becomes U+FFFD, for UTF-8 cannot carry it."""
    if text.isascii():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", whole)


RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
AUTHOR = re.compile(r"[A-Za-z0-9._-]{1,40}")
DEVICE = re.compile(r"[0-9a-f]{32}")
ID = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"([0-9a-f]{128})?")
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.A)


def check_path(path: str) -> None:
    """Raise ValueError unless `path` can name a register."""
    if len(path.encode()) > _PATH_LIMIT or not path.isprintable():
        raise ValueError("path")


def check_entry(entry: Entry) -> None:
    """Raise ValueError naming the field unless the entry's form is right (its place in a chain is not looked at)."""
    for name, pattern in _PATTERNS.items():
        if not pattern.fullmatch(getattr(entry, name)):
            raise ValueError(name)
    datetime.fromisoformat(entry.at)
    check_path(entry.path)
    check_value(entry.value)
    if entry.seq < 1 or not 1 <= entry.clock <= CLOCK_LIMIT or (entry.seq == 1) != (entry.prev == NO_PREVIOUS):
        raise ValueError("seq, clock or prev")
    if list(entry.replaces) != sorted(set(entry.replaces)):
        raise ValueError("replaces is not sorted")
    if any(not DEVICE.fullmatch(dot.device) or dot.seq < 1 for dot in entry.replaces):
        raise ValueError("replaces")
    if len(_encode(entry)) > SIZE_LIMIT:
        raise EntryTooLargeError("entry larger than 1 MiB")


_PATTERNS = {
    "record": RECORD,
    "kind": KIND,
    "author": AUTHOR,
    "device": DEVICE,
    "prev": ID,
    "signature": SIGNATURE,
    "at": AT,
}
