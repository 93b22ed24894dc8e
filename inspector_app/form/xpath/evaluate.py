"""Evaluate one expression against an XML text: the engine's public door for anyone who has no form."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.dom import XmlNode, address, at, parsed
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.focus import Focus
from inspector_app.form.xpath.moment import INVALID
from inspector_app.form.xpath.parser import parse
from inspector_app.form.xpath.paths import XmlNames
from inspector_app.form.xpath.values import Environment, number_of, text_of, truth_of

_EMPTY = "<empty/>"


def evaluate(  # noqa: PLR0913, PLR0917 - the public surface (design §12)
    expression: str,
    instance: str | None = None,
    node: str = "/",
    namespaces: Mapping[str, str] | None = None,
    root: str | None = None,
    variables: Mapping[str, Any] | None = None,
    type: str | None = None,
    now: datetime | None = None,
    tz: str | None = None,
) -> float | str | bool | list[str]:
    """Return the value of an ODK XPath expression: float, str, bool, or the addresses of nodes in document order.

    `instance` is XML text and `node` the address of the context node (`/*[1]/*[2]`); absolute paths start at `root`
    when given. `type` converts the result (number, string, boolean, nodeset). Dates are read in the zone `tz`
    (an IANA name; UTC when none is given). Raises XPathError.
    """
    document = parsed(_EMPTY if instance is None else instance)
    start = at(document, root) if root else None
    environment = Environment(now, _zone(tz), dict(variables or {}))
    names = XmlNames(_declared(document) if namespaces is None else namespaces, start)
    try:
        code = Compiler(names, strict=False).code(parse(expression))
        value = code.value()(Focus(environment, at(document, node)))
    except RecursionError as error:
        raise XPathError("the expression or the instance is nested too deeply") from error
    return _result(value, type, environment)


def _result(value: Any, wanted: str | None, environment: Environment) -> float | str | bool | list[str]:
    match wanted:
        case "number":
            return number_of(value, environment)
        case "string":
            return text_of(value)
        case "boolean":
            return truth_of(value)
        case "nodeset":
            return _addresses(value)
        case None:
            return _natural(value)
    raise XPathError(f"there is no type {wanted!r}")


def _natural(value: Any) -> float | str | bool | list[str]:
    if value is INVALID:
        raise XPathError("the date cannot be read")
    if isinstance(value, list | tuple):
        return _addresses(value)
    return str(value) if isinstance(value, str) else value if isinstance(value, bool) else float(value)


def _addresses(value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise XPathError("the expression yields no nodes")
    nodes: list[XmlNode] = list(value)
    return [address(node) for node in nodes]


def _declared(document: XmlNode) -> dict[str, str]:
    """Return the prefixes the document declares anywhere, outermost first."""
    found: dict[str, str] = {}
    waiting = [document]
    while waiting:
        node = waiting.pop(0)
        for prefix, uri in node.scope.items():
            found.setdefault(prefix, uri)
        waiting += [child for child in node.children if child.kind == "element"]
    return found


def _zone(name: str | None) -> tzinfo:
    if name is None or name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise XPathError(f"there is no time zone {name!r}") from error
