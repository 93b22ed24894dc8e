"""Text to tree: precedence, names that look like operators, XLSForm's references, and where an error stands."""

import msgspec
import pytest

from inspector_app.form.xpath.error import XPathError
from inspector_app.form.xpath.parser import parse
from inspector_app.form.xpath.tree import Binary, Call, Expression, Number, Path, Reference, Step, walk


def test_operators_bind_as_xpath_says() -> None:
    """or < and < equality < relation < sum < product < minus < union."""
    tree = parse("a = 1 or b < 2 + 3 * 4 and c")
    assert isinstance(tree, Binary)
    assert "or" == tree.operator
    assert isinstance(tree.right, Binary)
    assert "and" == tree.right.operator


def test_operator_words_can_be_names() -> None:
    """`div div mod` divides the node div by the node mod; `1div2` needs no spaces."""
    div, mod = (Path((Step("child", name),)) for name in ("div", "mod"))
    assert Binary("div", div, mod) == parse("div div mod")
    assert Binary("div", Number(1.0), Number(2.0)) == parse("1div2")


def test_a_question_can_be_named_as_xlsform_does() -> None:
    """`${name}` is one reference, spaces inside the braces allowed."""
    assert Call("sum", (Reference("pupils"),)) == parse("sum(${ pupils })")
    assert ["a", "b"] == [node.name for node in walk(parse("${a} + ${b}")) if isinstance(node, Reference)]


def test_an_error_says_what_and_where() -> None:
    """The message shows the sign met and its place."""
    with pytest.raises(XPathError, match=r"unexpected '\)' at 5"):
        parse("1 + )")


def test_a_tree_survives_storing() -> None:
    """A tree can be written and read back: that is what a cache of parsed forms needs."""
    tree = parse("if(selected(${a}, 'x'), count(${g}) * -1.5, ../b[position() = 2]/@id | /c)")
    assert tree == msgspec.msgpack.decode(msgspec.msgpack.encode(tree), type=Expression)
