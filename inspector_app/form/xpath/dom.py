"""An XML text as nodes that location paths can walk, each with an address such as `/*[1]/*[2]`, `text()[1]` or `@name`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.parsers import expat

from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.values import Environment, to_number

XML = "http://www.w3.org/XML/1998/namespace"


class XmlNode:
    """One node. `kind`: document, element, attribute, text, comment, processing-instruction, namespace.

    `order` is the place in document order; `children` of an element are its elements, texts, comments and instructions.
    """

    __slots__ = (
        "attributes",
        "children",
        "document",
        "indexes",
        "kind",
        "name",
        "namespace",
        "order",
        "parent",
        "scope",
        "value",
    )

    def __init__(self, kind: str, parent: "XmlNode | None", order: int, name: str = "", value: str = "") -> None:
        self.kind = kind
        self.parent = parent
        self.order = order
        self.name = name
        self.value = value
        self.namespace = ""
        self.children: list[XmlNode] = []
        self.attributes: list[XmlNode] = []
        self.indexes: dict[tuple[str, str], dict[str, list[XmlNode]]] | None = None  # see lookup
        self.scope: dict[str, str] = parent.scope if parent else {"xml": XML}
        self.document: Document = parent.document if parent else Document(self)

    @property
    def local_name(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def text(self) -> str:
        """The string value: of elements, all text inside."""
        if self.kind in ("element", "document"):
            return "".join(child.text for child in self.children if child.kind in ("element", "text"))
        return self.value

    @property
    def language(self) -> str:
        """The nearest xml:lang."""
        node: XmlNode | None = self
        while node is not None:
            for attribute in node.attributes:
                if attribute.name == "xml:lang":
                    return attribute.value
            node = node.parent
        return ""

    def as_number(self, environment: Environment) -> float:
        """The number the string value stands for."""
        return to_number(self.text, environment)

    def namespaces(self) -> "list[XmlNode]":
        """Return the namespace nodes of an element, made on demand."""
        if self.kind != "element":
            return []
        declared = ((prefix, uri) for prefix, uri in self.scope.items() if uri)
        return [XmlNode("namespace", self, self.order, prefix, uri) for prefix, uri in declared]


class Document:
    """The whole of one XML text: ids and secondary instances."""

    __slots__ = ("root",)

    def __init__(self, root: XmlNode) -> None:
        self.root = root

    def with_ids(self, wanted: set[str]) -> Iterator[XmlNode]:
        """Yield the elements whose `id` is wanted, in document order, the first of each id."""
        seen: set[str] = set()
        for node in descendants(self.root):
            given = next((attribute.value for attribute in node.attributes if attribute.name in ("id", "xml:id")), "")
            if given in wanted and given not in seen:
                seen.add(given)
                yield node

    def instance(self, name: str) -> XmlNode | None:
        """Return the `<instance id="name">` element."""
        for node in descendants(self.root):
            if node.local_name == "instance" and any(a.name == "id" and a.value == name for a in node.attributes):
                return node
        return None


def descendants(node: XmlNode) -> Iterator[XmlNode]:
    """Yield everything below `node` in document order."""
    for child in node.children:
        yield child
        yield from descendants(child)


@lru_cache(maxsize=16)
def parsed(source: str) -> XmlNode:
    """Return the document node of an XML text, read once; XPathError when it is broken or declares entities."""
    return read(source)


def read(source: str) -> XmlNode:
    """Return a document node of one's own of an XML text; XPathError when it is broken or declares entities."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.CommentHandler = builder.comment
    parser.ProcessingInstructionHandler = builder.instruction
    parser.EntityDeclHandler = _refuse_entities
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        raise XPathError(f"the instance is not XML: {error}") from error
    return builder.root


def _refuse_entities(*_: object) -> None:
    raise XPathError("the instance declares entities, which is refused")


class _Builder:
    """Makes nodes from the parser's events."""

    def __init__(self) -> None:
        self.root = XmlNode("document", None, 0)
        self.open = self.root
        self.order = 0

    def add(self, kind: str, name: str = "", value: str = "") -> XmlNode:
        self.order += 1
        node = XmlNode(kind, self.open, self.order, name, value)
        self.open.children.append(node)
        return node

    def start(self, name: str, flat: list[str]) -> None:
        node = self.add("element", name)
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        declared = {_prefix(key): uri for key, uri in pairs if key == "xmlns" or key.startswith("xmlns:")}
        if declared:
            node.scope = {**node.scope, **declared}
        node.namespace = node.scope.get(name.rpartition(":")[0], "")
        for key, value in pairs:
            if key == "xmlns" or key.startswith("xmlns:"):
                continue
            self.order += 1
            attribute = XmlNode("attribute", node, self.order, key, value)
            prefix = key.rpartition(":")[0]
            attribute.namespace = node.scope.get(prefix, "") if prefix else ""
            node.attributes.append(attribute)
        self.open = node

    def end(self, _: str) -> None:
        assert self.open.parent is not None
        self.open = self.open.parent

    def characters(self, text: str) -> None:
        last = self.open.children[-1] if self.open.children else None
        if last is not None and last.kind == "text":
            last.value += text
        else:
            self.add("text", value=text)

    def comment(self, text: str) -> None:
        self.add("comment", value=text)

    def instruction(self, target: str, text: str) -> None:
        self.add("processing-instruction", target, text)


def _prefix(key: str) -> str:
    return key.partition(":")[2]


_STEP = re.compile(r"(\*|text\(\)|comment\(\)|processing-instruction\(\))\[(\d+)\]|@(.+)")


def at(document: XmlNode, address: str) -> XmlNode:
    """Return the node at an address; XPathError when there is none."""
    node: XmlNode | None = document
    for step in address.strip("/").split("/"):
        match = _STEP.fullmatch(step)
        if step == "":
            continue
        if match is None or node is None:
            raise XPathError(f"{address!r} is no address")
        node = _child(node, match)
    if node is None:
        raise XPathError(f"there is no node at {address!r}")
    return node


def _child(node: XmlNode, match: re.Match[str]) -> XmlNode | None:
    if match[3]:
        return next((attribute for attribute in node.attributes if attribute.name == match[3]), None)
    kind = "element" if match[1] == "*" else match[1][:-2]
    twins = [child for child in node.children if child.kind == kind]
    place = int(match[2])
    return twins[place - 1] if 1 <= place <= len(twins) else None


def address(node: XmlNode) -> str:
    """Return the address of a node."""
    if node.parent is None:
        return "/"
    before = "" if node.parent.parent is None else address(node.parent)
    if node.kind == "attribute":
        return f"{before}/@{node.name}"
    if node.kind == "namespace":
        return f"{before}/namespace::{node.name}"
    test = "*" if node.kind == "element" else f"{node.kind}()"
    twins: Sequence[XmlNode] = [child for child in node.parent.children if child.kind == node.kind]
    return f"{before}/{test}[{1 + next(place for place, twin in enumerate(twins) if twin is node)}]"
