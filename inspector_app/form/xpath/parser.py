"""Tokens of an XPath 1.0 expression (with XLSForm's `${name}`) to the expression tree, by recursive descent.

What a name or a function means is left to the compiler. Grammar: XPath 1.0 sections 2 and 3.
"""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.lexer import END, Token, tokens
from inspector_app.form.xpath.tree import (
    Binary,
    Call,
    Expression,
    Filter,
    Negate,
    Number,
    Path,
    Reference,
    Step,
    Text,
    Variable,
)

NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
AXES = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    }
)
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_ANYWHERE_BELOW = Step("descendant-or-self", "node()")
_DEEPEST = 200
_MOST_REMEMBERED = 50_000


_remembered: dict[str, msgspec.Raw] = {}
_tree: msgspec.msgpack.Decoder[Expression] = msgspec.msgpack.Decoder(Expression)


def remember(trees: Mapping[str, msgspec.Raw]) -> None:
    """Take trees that were read before (as msgpack), so that their sources need not be read again."""
    if len(_remembered) > _MOST_REMEMBERED:
        _remembered.clear()
    _remembered.update(trees)


@lru_cache(maxsize=8192)
def parse(source: str) -> Expression:
    """Return the tree of `source`; XPathError says what was met where."""
    known = _remembered.get(source)
    return _read(source) if known is None else _tree.decode(known)


def _read(source: str) -> Expression:
    parser = _Parser(source)
    expression = parser.level(0)
    parser.expect(END)
    return expression


class _Parser:
    """The tokens of one expression and how far they are read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0

    # reading tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def next_is(self, text: str) -> bool:
        return self.token.text == text and self.token.kind in ("symbol", "operator")

    def after_next_is(self, text: str) -> bool:
        return self.tokens[self.at + 1].text == text if self.token.kind != END else False

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def took(self, *texts: str) -> str:
        """Take the next token when it is one of these symbols; return it, else ""."""
        token = self.token
        if token.kind in ("symbol", "operator") and token.text in texts:
            self.at += 1
            return token.text
        return ""

    def expect(self, wanted: str) -> None:
        if wanted == END:
            if self.token.kind != END:
                raise self.unexpected()
        elif not self.took(wanted):
            raise self.unexpected()

    def unexpected(self) -> XPathError:
        shown = repr(self.token.text) if self.token.kind != END else "the end"
        return XPathError(f"unexpected {shown} at {self.token.place + 1} in {self.source!r}")

    # operators

    def level(self, index: int) -> Expression:
        if index == len(_LEVELS):
            return self.unary()
        left = self.level(index + 1)
        while operator := self.took(*_LEVELS[index]):
            left = Binary(operator, left, self.level(index + 1))
        return left

    def unary(self) -> Expression:
        minuses = 0
        while self.took("-"):
            minuses += 1
        operand = self.union()
        for _ in range(minuses):
            operand = Negate(operand)
        return operand

    def union(self) -> Expression:
        left = self.path()
        while self.took("|"):
            left = Binary("|", left, self.path())
        return left

    # paths

    def path(self) -> Expression:
        if self.starts_primary():
            start = self.filtered()
            if not (self.next_is("/") or self.next_is("//")):
                return start
            return Path(tuple(self.steps_after_slash()), start=start)
        if self.next_is("//"):
            return Path(tuple(self.steps_after_slash()), absolute=True)
        if self.took("/"):
            return Path(tuple(self.steps()) if self.starts_step() else (), absolute=True)
        return Path(tuple(self.steps()))

    def steps_after_slash(self) -> list[Step]:
        if self.took("//"):
            return [_ANYWHERE_BELOW, *self.steps()]
        self.expect("/")
        return self.steps()

    def steps(self) -> list[Step]:
        found = [self.step()]
        while slash := self.took("/", "//"):
            found += [_ANYWHERE_BELOW] if slash == "//" else []
            found.append(self.step())
        return found

    def starts_step(self) -> bool:
        return self.token.kind == "name" or self.token.text in (".", "..", "@", "*")

    def starts_primary(self) -> bool:
        kind, text = self.token.kind, self.token.text
        if kind == "name":
            return self.after_next_is("(") and text not in NODE_TYPES
        return kind in ("number", "text", "reference", "variable") or (kind == "symbol" and text == "(")

    def step(self) -> Step:
        if self.took("."):
            return Step("self", "node()")
        if self.took(".."):
            return Step("parent", "node()")
        axis = self.axis()
        test, target = self.node_test()
        return Step(axis, test, self.predicates(), target)

    def axis(self) -> str:
        if self.took("@"):
            return "attribute"
        if self.token.kind != "name" or not self.after_next_is("::"):
            return "child"
        axis = self.take().text
        if axis not in AXES:
            raise XPathError(f"no axis {axis!r} in {self.source!r}")
        self.expect("::")
        return axis

    def node_test(self) -> tuple[str, str]:
        """Return the test and, for a processing instruction, its target."""
        if self.took("*"):
            return "*", ""
        if self.token.kind != "name":
            raise self.unexpected()
        name = self.take().text
        if name not in NODE_TYPES or not self.took("("):
            return name, ""
        target = ""
        if name == "processing-instruction" and self.token.kind == "text":
            target = self.take().text[1:-1]
        self.expect(")")
        return f"{name}()", target

    # primaries

    def filtered(self) -> Expression:
        primary = self.primary()
        predicates = self.predicates()
        return Filter(primary, predicates) if predicates else primary

    def predicates(self) -> tuple[Expression, ...]:
        found = []
        while self.took("["):
            found.append(self.nested())
            self.expect("]")
        return tuple(found)

    def primary(self) -> Expression:
        token = self.take()
        match token.kind:
            case "number":
                return Number(float(token.text))
            case "text":
                return Text(token.text[1:-1])
            case "reference":
                return Reference(token.text[2:-1].strip())
            case "variable":
                return Variable(token.text[1:].strip())
            case "name":
                return self.call(token.text)
        inner = self.nested()
        self.expect(")")
        return inner

    def call(self, name: str) -> Call:
        self.expect("(")
        arguments: list[Expression] = []
        if not self.next_is(")"):
            arguments.append(self.nested())
            while self.took(","):
                arguments.append(self.nested())
        self.expect(")")
        return Call(name, tuple(arguments))

    def nested(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise XPathError(f"nested deeper than {_DEEPEST} in {self.source[:60]!r}…")
        inner = self.level(0)
        self.depth -= 1
        return inner
