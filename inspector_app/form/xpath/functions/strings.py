"""Functions on strings: XPath 1.0 section 4.2 and ODK's selects, join, regex, digest."""

import base64
import hashlib
import math
import re
import uuid
from collections.abc import Sequence
from functools import lru_cache

from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.functions.registry import built, plain
from inspector_app.form.xpath.values import Value, text_of


@built("string", 0, 1)
def _string(arguments: Sequence[Code]) -> Code:
    return Code("string", arguments[0].string() if arguments else lambda focus: focus.node.text)


def texts_in(values: Sequence[Value]) -> list[str]:
    """Return the strings of all values, each node of a node-set counted."""
    found: list[str] = []
    for value in values:
        found += [node.text for node in value] if isinstance(value, list | tuple) else [text_of(value)]
    return found


@plain("concat", "?v*", "string")
def concat(*values: Value) -> str:
    """Return all strings one after another."""
    return "".join(texts_in(values))


@plain("join", "s?v*", "string")
def join(glue: str, *values: Value) -> str:
    """Return all strings with `glue` between."""
    return glue.join(texts_in(values))


@plain("starts-with", "ss", "boolean")
def starts_with(text: str, start: str) -> bool:
    """Tell whether `text` begins with `start`."""
    return text.startswith(start)


@plain("ends-with", "ss", "boolean")
def ends_with(text: str, end: str) -> bool:
    """Tell whether `text` ends with `end`."""
    return text.endswith(end)


@plain("contains", "ss", "boolean")
def contains(text: str, part: str) -> bool:
    """Tell whether `part` is in `text`."""
    return part in text


@plain("substring-before", "ss", "string")
def substring_before(text: str, mark: str) -> str:
    """Return what stands before the first `mark`."""
    return text.partition(mark)[0] if mark and mark in text else ""


@plain("substring-after", "ss", "string")
def substring_after(text: str, mark: str) -> str:
    """Return what stands after the first `mark`."""
    return text.partition(mark)[2] if mark else text


@plain("substring", "sn?n", "string")
def substring(text: str, start: float, length: float = math.inf) -> str:
    """Return the characters whose place (from 1) is in [round(start), round(start) + round(length))."""
    first = _halves_up(start)
    end = first + _halves_up(length)
    return "".join(sign for place, sign in enumerate(text, 1) if first <= place < end)


def _halves_up(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number + 0.5))


@plain("substr", "sn?n", "string")
def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return the characters from place `start` to before `end`, from 0; negative places count from the end."""
    if start != start or end != end:
        return ""
    return text[_place(start, text) : _place(end, text)]


def _place(number: float, text: str) -> int:
    """Return a place as a whole number, no further out than the text is long."""
    return int(max(-len(text), min(len(text), number)))


@built("string-length", 0, 1)
def _string_length(arguments: Sequence[Code]) -> Code:
    text = _string(arguments).run
    return Code("number", lambda focus: float(len(text(focus))))


@built("normalize-space", 0, 1)
def _normalize_space(arguments: Sequence[Code]) -> Code:
    text = _string(arguments).run
    return Code("string", lambda focus: " ".join(_words(text(focus))))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[ \t\r\n]+", text) if word]


@plain("translate", "sss", "string")
def translate(text: str, old: str, new: str) -> str:
    """Return `text` with each character of `old` replaced by the one at its place in `new`, or left out."""
    table: dict[int, str] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place : place + 1])
    return text.translate(table)


@built("regex", 2, 2)
def _regex(arguments: Sequence[Code]) -> Code:
    """Whether a pattern matches somewhere in a text (anchored, all of it); a pattern as written is read beforehand."""
    text, pattern = arguments[0].string(), arguments[1].string()
    if isinstance(arguments[1].constant, str):
        search = _pattern(arguments[1].constant).search
        return Code("boolean", lambda focus: search(text(focus)) is not None)
    return Code("boolean", lambda focus: _pattern(pattern(focus)).search(text(focus)) is not None)


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise XPathError(f"regex() cannot read {pattern!r}: {error}") from error


@plain("uuid", "?n", "string", pure=False)
def new_uuid(length: float = 36.0) -> str:
    """Return a random UUID, or as many random letters and digits as asked."""
    if length != length:
        raise XPathError("uuid() needs a number")
    return str(uuid.uuid4()) if length == 36 else uuid.uuid4().hex[: int(max(0, min(32, length)))]


@plain("digest", "ss?s", "string")
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return a hash of `text`: MD5, SHA-1, SHA-256, SHA-384, SHA-512; hex or base64."""
    name = algorithm.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        raise XPathError(f"digest() knows no algorithm {algorithm!r}")
    hashed = hashlib.new(name, text.encode(), usedforsecurity=False)
    encoding = encoding.lower()
    if encoding == "hex":
        return hashed.hexdigest()
    if encoding != "base64":
        raise XPathError(f"digest() knows no encoding {encoding!r}")
    return base64.b64encode(hashed.digest()).decode()


@plain("base64-decode", "s", "string")
def base64_decode(text: str) -> str:
    """Return the text that base64 hides, "" when it hides none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""


@plain("selected", "ss", "boolean")
def selected(chosen: str, choice: str) -> bool:
    """Tell whether `choice` is one of the space separated names in `chosen`."""
    if chosen == choice:
        return True
    return choice.strip() in chosen.split(" ") if choice in chosen else False


@plain("count-selected", "s", "number")
def count_selected(chosen: str) -> float:
    """Return how many names are chosen."""
    return float(len(_words(chosen)))


@plain("selected-at", "sn", "string")
def selected_at(chosen: str, place: float) -> str:
    """Return the chosen name at `place`, from 0, or ""."""
    names = _words(chosen)
    return names[int(place)] if place == place and 0 <= place < len(names) else ""
