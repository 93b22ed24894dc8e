"""Location paths over XML nodes: axes, node tests, predicates (XPath 1.0 section 2), compiled to closures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from inspector_app.form.xpath.code import Code
from inspector_app.form.xpath.compile import Compiler
from inspector_app.form.xpath.dom import XmlNode, descendants
from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.lookup import finder
from inspector_app.form.xpath.tree import Call, Expression, Filter, Path, Step

Nodes = Sequence[XmlNode]
Walk = Callable[[XmlNode], Iterable[XmlNode]]
_REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def _ancestors(node: XmlNode) -> Iterator[XmlNode]:
    while node.parent is not None:
        node = node.parent
        yield node


def _siblings(node: XmlNode) -> list[XmlNode]:
    return [] if node.parent is None or node.kind in ("attribute", "namespace") else node.parent.children


def _place(node: XmlNode) -> int:
    return next(place for place, twin in enumerate(_siblings(node)) if twin is node)


def _following_siblings(node: XmlNode) -> list[XmlNode]:
    twins = _siblings(node)
    return twins[_place(node) + 1 :] if twins else []


def _preceding_siblings(node: XmlNode) -> list[XmlNode]:
    twins = _siblings(node)
    return twins[: _place(node)][::-1] if twins else []


def _following(node: XmlNode) -> Iterator[XmlNode]:
    if node.kind in ("attribute", "namespace") and node.parent is not None:
        yield from descendants(node.parent)
        node = node.parent
    for above in (node, *_ancestors(node)):
        for sibling in _following_siblings(above):
            yield sibling
            yield from descendants(sibling)


def _preceding(node: XmlNode) -> Iterator[XmlNode]:
    if node.kind in ("attribute", "namespace") and node.parent is not None:
        node = node.parent
    for above in (node, *_ancestors(node)):
        for sibling in _preceding_siblings(above):
            yield from reversed([sibling, *descendants(sibling)])


_AXES: dict[str, Walk] = {
    "self": lambda node: (node,),
    "child": lambda node: node.children,
    "parent": lambda node: () if node.parent is None else (node.parent,),
    "attribute": lambda node: node.attributes,
    "namespace": lambda node: node.namespaces(),
    "descendant": descendants,
    "descendant-or-self": lambda node: (node, *descendants(node)),
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: (node, *_ancestors(node)),
    "following-sibling": _following_siblings,
    "preceding-sibling": _preceding_siblings,
    "following": _following,
    "preceding": _preceding,
}


class XmlNames:
    """Names of an XML instance: paths walk its nodes from the focus; `root` is where absolute paths start."""

    outer_current = False  # current() is whatever node is looked at

    def __init__(self, namespaces: Mapping[str, str], root: XmlNode | None) -> None:
        self.namespaces = namespaces
        self.root = root

    def reference(self, name: str) -> Code:
        """Refuse `${name}`: it means something in a form only."""
        raise XPathError(f"${{{name}}} has no meaning outside a form")

    def call(self, call: Call, compiler: Compiler) -> Code | None:
        """Return the code of indexed-repeat, whose arguments are paths to be walked anew, or None."""
        return _indexed_repeat(call, compiler) if call.name == "indexed-repeat" else None

    def path(self, path: Path, compiler: Compiler) -> Code:
        """Return the code of a location path."""
        steps = [self.step(step, compiler) for step in path.steps]
        start = self._start(path, compiler)

        def walk(focus: Any) -> Nodes:
            nodes = start(focus)
            for step in steps:
                nodes = step(nodes, focus)
            return nodes

        return Code("nodes", walk)

    def filter(self, expression: Filter, compiler: Compiler) -> Code:
        """Return the code of a primary expression with predicates."""
        nodes = compiler.code(expression.operand).nodes()
        predicates = predicates_of(expression.predicates, compiler)
        return Code("nodes", lambda focus: filtered(nodes(focus), predicates, focus))

    def _start(self, path: Path, compiler: Compiler) -> Callable[[Any], Nodes]:
        if path.start is not None:
            return compiler.code(path.start).nodes()
        if not path.absolute:
            return lambda focus: (focus.node,)
        root = self.root
        if root is not None:
            return lambda focus: (root,)
        return lambda focus: (focus.node.document.root,)

    def step(self, step: Step, compiler: Compiler) -> Callable[[Nodes, Any], Nodes]:
        """Return the walk of one step, from nodes to nodes."""
        axis, test = _AXES[step.axis], self.test(step)
        predicates = predicates_of(step.predicates, compiler)
        reverse = step.axis in _REVERSE
        find = finder(step, self.test, compiler, outer_current=self.outer_current)

        def one(node: XmlNode, focus: Any) -> list[XmlNode]:
            # what a person answers changes; an XmlNode is data beside it, which does not
            found = find(node, focus) if find is not None and type(node) is XmlNode else None
            if found is None:
                found = [other for other in axis(node) if test(other)]
            return list(filtered(found, predicates, focus)) if predicates else found

        def walk(nodes: Nodes, focus: Any) -> Nodes:
            if len(nodes) == 1:
                found = one(nodes[0], focus)
                return found[::-1] if reverse else found
            return in_order(other for node in nodes for other in one(node, focus))

        return walk

    def test(self, step: Step) -> Callable[[XmlNode], bool]:
        """Return the node test of a step."""
        principal = step.axis if step.axis in ("attribute", "namespace") else "element"
        test = step.test
        if test == "node()":
            return lambda node: True
        if test == "processing-instruction()" and step.target:
            return lambda node: node.kind == "processing-instruction" and node.name == step.target
        if test.endswith("()"):
            kind = test[:-2]
            return lambda node: node.kind == kind
        if test == "*":
            return lambda node: node.kind == principal
        return self.name_test(test, principal)

    def name_test(self, test: str, principal: str) -> Callable[[XmlNode], bool]:
        """Return the test of a name."""
        prefix, _, local = test.rpartition(":")
        if not prefix:
            # a name without prefix means a node written without one: ODK's instances live in a default namespace
            return lambda node: node.kind == principal and node.name == local
        if prefix not in self.namespaces:
            return lambda node: node.kind == principal and node.name == test
        namespace = self.namespaces[prefix]
        if local == "*":
            return lambda node: node.kind == principal and node.namespace == namespace
        return lambda node: node.kind == principal and node.namespace == namespace and node.local_name == local


def in_order(nodes: Iterable[XmlNode]) -> list[XmlNode]:
    """Return nodes in document order, each once."""
    return sorted({id(node): node for node in nodes}.values(), key=lambda node: node.order)


def predicates_of(expressions: Sequence[Expression], compiler: Compiler) -> list[Callable[[Any], bool]]:
    """Return the tests that predicates are."""
    return [_predicate(compiler.code(expression)) for expression in expressions]


def _predicate(code: Code) -> Callable[[Any], bool]:
    if code.kind == "number":
        place = code.number()
        return lambda focus: bool(place(focus) == focus.position)
    if code.kind == "any":
        value = code.value()
        truth = code.boolean()
        return lambda focus: value(focus) == focus.position if type(value(focus)) is float else truth(focus)
    return code.boolean()


def filtered(nodes: Nodes, predicates: Sequence[Callable[[Any], bool]], focus: Any) -> Nodes:
    """Return the nodes for which every predicate holds, each counting what the one before left."""
    for holds in predicates:
        size = len(nodes)
        nodes = [node for place, node in enumerate(nodes, 1) if holds(focus.inside(node, place, size))]
    return nodes


def _indexed_repeat(call: Call, compiler: Compiler) -> Code:
    """Return the code of indexed-repeat(path, repeat, place, …): the path's nodes in the chosen row of each repeat.

    A path from inside a row reaches that row only, so it and the repeats are widened to their twins everywhere first.
    """
    if len(call.arguments) < 3 or len(call.arguments) % 2 == 0:
        raise XPathError(f"indexed-repeat() does not take {len(call.arguments)} arguments")
    target, *rest = compiler.codes(call.arguments)
    pairs = [(repeat.nodes(), place.number()) for repeat, place in zip(rest[::2], rest[1::2], strict=True)]
    wanted = target.nodes()

    def found(focus: Any) -> Nodes:
        nodes = _all_twins(wanted(focus))
        for repeat, place in pairs:
            nodes = _within(nodes, _all_twins(repeat(focus)), place(focus))
        return nodes

    return Code("nodes", found)


def _all_twins(nodes: Nodes) -> list[XmlNode]:
    """Return every element of the document that the same names lead to as one of `nodes`."""
    spelled = {_spelled(node) for node in nodes}
    return [node for node in descendants(nodes[0].document.root) if _spelled(node) in spelled] if nodes else []


def _spelled(node: XmlNode) -> tuple[str, ...]:
    return tuple(above.name for above in (node, *_ancestors(node)))


def _within(nodes: Sequence[XmlNode], repeats: Sequence[XmlNode], place: float) -> list[XmlNode]:
    chosen = set()
    groups: dict[int, list[XmlNode]] = {}
    for repeat in repeats:
        groups.setdefault(id(repeat.parent), []).append(repeat)
    for twins in groups.values():
        if place == place and 1 <= place <= len(twins):
            chosen.add(id(twins[int(place) - 1]))
    return [node for node in nodes if any(id(above) in chosen for above in (node, *_ancestors(node)))]
