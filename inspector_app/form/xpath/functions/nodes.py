"""Functions on nodes: XPath 1.0 section 4.1 and ODK's count-non-empty, position(..), indexed-repeat, instance."""

from collections.abc import Sequence
from typing import Any

from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.functions.registry import built
from inspector_app.form.xpath.values import Value, text_of


@built("count", 1, 1)
def _count(arguments: Sequence[Code]) -> Code:
    nodes = arguments[0].nodes()
    return Code("number", lambda focus: float(len(nodes(focus))))


@built("count-non-empty", 1, 1)
def _count_non_empty(arguments: Sequence[Code]) -> Code:
    nodes = arguments[0].nodes()
    return Code("number", lambda focus: float(sum(node.text != "" for node in nodes(focus))))


@built("last", 0, 0)
def _last(arguments: Sequence[Code]) -> Code:
    return Code("number", lambda focus: float(focus.size))


@built("position", 0, 1)
def _position(arguments: Sequence[Code]) -> Code:
    if not arguments:
        return Code("number", lambda focus: float(focus.position))
    nodes = arguments[0].nodes()
    return Code("number", lambda focus: _place(nodes(focus)))


def _place(nodes: Sequence[Any]) -> float:
    if not nodes:
        raise XPathError("position() of no node")
    node = nodes[0]
    twins = [node] if node.parent is None else [twin for twin in node.parent.children if twin.name == node.name]
    return float(1 + next((place for place, twin in enumerate(twins) if twin is node), 0))  # an attribute has no twins


@built("current", 0, 0)
def _current(arguments: Sequence[Code]) -> Code:
    return Code("node", lambda focus: focus.node)


def _first(arguments: Sequence[Code]) -> Any:
    if not arguments:
        return lambda focus: focus.node
    nodes = arguments[0].nodes()
    return lambda focus: next(iter(nodes(focus)), None)


def _of_first(name: str, attribute: str) -> None:
    def build(arguments: Sequence[Code]) -> Code:
        first = _first(arguments)

        def read(focus: Any) -> str:
            node = first(focus)
            return "" if node is None else str(getattr(node, attribute))

        return Code("string", read)

    built(name, 0, 1)(build)


_of_first("local-name", "local_name")
_of_first("name", "name")
_of_first("namespace-uri", "namespace")


@built("lang", 1, 1)
def _lang(arguments: Sequence[Code]) -> Code:
    wanted = arguments[0].string()

    def matches(focus: Any) -> bool:
        language = focus.node.language.lower()
        asked = wanted(focus).lower()
        return bool(language == asked or language.startswith(asked + "-"))

    return Code("boolean", matches)


@built("id", 1, 1)
def _id(arguments: Sequence[Code]) -> Code:
    value = arguments[0].value()

    def found(focus: Any) -> list[Any]:
        given: Value = value(focus)
        return list(focus.node.document.with_ids(_ids(given)))

    return Code("nodes", found)


def _ids(given: Value) -> set[str]:
    if isinstance(given, list | tuple):
        return {word for node in given for word in node.text.split()}
    return set(text_of(given).split())


@built("instance", 1, 1)
def _instance(arguments: Sequence[Code]) -> Code:
    name = arguments[0].string()

    def found(focus: Any) -> Any:
        return focus.node.document.instance(name(focus))

    return Code("node", found)
