"""Reading a form from YAML: every scalar is text until its place in the definition says what it is (yes stays a word)."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from inspector_app.errors import Problem
from inspector_app.form.definition import Form
from inspector_app.form.mistake import Mistake, Place, mistake

LARGEST = 4_000_000
_DEEPEST = 400
_MOST_PARTS = 1_000_000
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_BRACKETS = re.compile(r"[\[\]{}]")
_STAIRS = re.compile(r"[-?]\s(?:[-?]\s){99}")
_INDENTED = " " * _DEEPEST
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _PlainLoader(_Loader):  # type: ignore[misc]
    """Every scalar is text and no tag is asked for: what the general loader finds out at each node is known here."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return one tag for everything."""
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing is looked up by where a node stands."""

    def ascend_resolver(self) -> None:
        """As above."""


def read(path: Path) -> tuple[Form | None, list[Mistake]]:
    """Return the form in a file, or None and every mistake of its shape; Problem when it cannot be read at all."""
    tree = _tree(path)
    try:
        return msgspec.convert(tree, Form, strict=False), []
    except msgspec.ValidationError as error:
        return None, list(_shape(tree, Form, ())) or [_bad_value(error)]


def lines(path: Path) -> dict[Place, int]:
    """Return the line (from 1) of every key and list entry; read only when there is a mistake to report."""
    node = yaml.compose(path.read_text("utf-8"), Loader=_Loader)
    return {} if node is None else _mark(node)


def problem(path: Path, found: Mistake, marks: dict[Place, int]) -> Problem:
    """Return a mistake as a Problem whose `where` is file:line and the way to it."""
    place = found.place
    while place and place not in marks:
        place = place[:-1]
    way = "/".join(str(step + 1) if isinstance(step, int) else step for step in found.place)
    return Problem(found.code, f"{path.name}:{marks.get(place, 1)} {way}".rstrip(), **found.fields)


def _tree(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise Problem("form.unreadable", path.name, reason=f"> {LARGEST} B")
        text = path.read_text("utf-8")
        if _deep(text):
            raise Problem("form.unreadable", path.name, reason="nested too deeply")
        tree = _plain(yaml.compose(text, _PlainLoader), {})
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("form.unreadable", path.name, reason=getattr(error, "strerror", None) or str(error)) from error
    except RecursionError as error:
        raise Problem("form.unreadable", path.name, reason="nested too deeply") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}:{mark.line + 1}" if mark else path.name
        raise Problem("form.unreadable", where, reason=getattr(error, "problem", None) or str(error)) from error
    if not isinstance(tree, dict):
        raise Problem("form.unreadable", f"{path.name}:1", reason="not a mapping")
    if not _countable(tree):
        raise Problem("form.unreadable", path.name, reason="aliases that multiply")
    return tree


def _plain(node: yaml.Node | None, known: dict[int, Any]) -> Any:
    """Return what a node says as text, lists and mappings; one that stands in several places (an alias) once."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if node is None or id(node) in known:
        return None if node is None else known[id(node)]
    if isinstance(node, yaml.SequenceNode):
        known[id(node)] = sequence = []
        sequence += [_plain(child, known) for child in node.value]
        return sequence
    known[id(node)] = mapping = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "found unhashable key", key.start_mark)
        mapping[key.value] = _plain(value, known)
    return mapping


def _deep(text: str) -> bool:
    """Tell whether a text nests beyond any form: libyaml recurses in C and would take the process along."""
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth += 1 if bracket in "[{" else -1
        if depth > _DEEPEST:
            return True
    return f"\n{_INDENTED}" in text or text.startswith(_INDENTED) or _STAIRS.search(text) is not None


def _countable(tree: object) -> bool:
    """Tell whether a tree, aliases followed, has a form's number of parts: a few lines of aliases can stand for billions."""
    waiting, left = [tree], _MOST_PARTS
    while waiting and left > 0:
        part = waiting.pop()
        left -= 1
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return not waiting


def _shape(value: Any, wanted: Any, place: Place) -> Iterable[Mistake]:
    """Yield unknown and missing keys everywhere: msgspec alone would stop at the first."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        yield from _struct_shape(value, wanted, place)
    elif getattr(wanted, "__origin__", None) is tuple and isinstance(value, list):
        for index, part in enumerate(value):
            yield from _shape(part, wanted.__args__[0], (*place, index))
    elif getattr(wanted, "__origin__", None) is dict and isinstance(value, dict):
        for key, part in value.items():
            yield from _shape(part, wanted.__args__[1], (*place, key))


def _struct_shape(value: Any, wanted: type[msgspec.Struct], place: Place) -> Iterable[Mistake]:
    if not isinstance(value, dict):
        yield mistake("form.bad_value", place, expected="a mapping", reason=f"{str(value)[:40]!r}")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(wanted)}
    for key in value:
        if key not in fields:
            yield mistake("form.unknown_key", (*place, key), key=key, known=", ".join(fields))
    for key, field in fields.items():
        if key in value:
            yield from _shape(value[key], field.type, (*place, key))
        elif field.required:
            yield mistake("form.missing_key", place, key=key)


def _bad_value(error: msgspec.ValidationError) -> Mistake:
    words, _, path = str(error).partition(" - at `")
    return mistake("form.bad_value", _steps(path.rstrip("`")), expected=words, reason=words)


def _steps(path: str) -> Place:
    """Return msgspec's `$.sections[0].items[...]` as a place, as far as it goes by names and numbers."""
    steps = _STEP.findall(path)
    return tuple(name or int(index) for name, index in steps)


def _mark(root: yaml.Node) -> dict[Place, int]:
    found: dict[Place, int] = {(): root.start_mark.line + 1}
    waiting: list[tuple[Place, yaml.Node]] = [((), root)]
    while waiting:
        place, node = waiting.pop()
        children: Sequence[tuple[str | int, yaml.Node, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            children = [(str(key.value), key, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = [(index, value, value) for index, value in enumerate(node.value)]
        for step, marked, value in children:
            found[(*place, step)] = marked.start_mark.line + 1
            waiting.append(((*place, step), value))
    return found
