"""elementpath, an independent XPath 1.0 implementation, agrees on what XPath and ODK share."""

import math
from typing import Any
from xml.etree import ElementTree

import elementpath
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.form.xpath import evaluate

INSTANCE = "<d><a>1</a><a>2</a><b>x</b><c><a>3</a></c><e/></d>"
_TREE = ElementTree.fromstring(INSTANCE)  # noqa: S314 - our own text

_numbers = st.sampled_from(["0", "1", "2.5", "count(/d/a)", "sum(//a)", "number(/d/a[2])", "string-length('abc')"])
_texts = st.sampled_from(["''", "'x'", "'12'", "string(/d/b)", "concat('a', 'b')", "substring('hello', 2, 3)"])


def _number(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda a, o, b: f"({a} {o} {b})", inner, st.sampled_from(["+", "-", "*"]), inner)


_arithmetic = st.recursive(_numbers, _number, max_leaves=6)
_comparison = st.builds(
    lambda a, o, b: f"{a} {o} {b}", _arithmetic, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), _arithmetic
)
_equality = st.builds(lambda a, o, b: f"{a} {o} {b}", _texts, st.sampled_from(["=", "!="]), _texts)
_truth = st.recursive(
    _comparison | _equality,
    lambda inner: st.builds(lambda a, o, b: f"({a}) {o} ({b})", inner, st.sampled_from(["and", "or"]), inner),
    max_leaves=4,
)
_paths = st.sampled_from(
    ["/d/a", "//a", "/d/*", "/d/c/a | /d/a[1]", "//a[. > 1]", "/d/a[last()]", "//a/..", "/d/e/preceding-sibling::*"]
)


@settings(max_examples=150, deadline=None)
@given(_arithmetic)
def test_numbers_agree(expression: str) -> None:
    """Arithmetic over the same instance gives the same number."""
    # elementpath gives a bracketed number as a list of one
    whole = f"number({expression})"
    ours = _ours(whole)
    assert isinstance(ours, float)
    assert math.isclose(float(_theirs(whole)), ours, rel_tol=1e-12)


@settings(max_examples=150, deadline=None)
@given(_truth)
def test_truths_agree(expression: str) -> None:
    """Comparisons and connectives give the same truth."""
    assert bool(_theirs(expression)) == _ours(expression)


@given(_paths)
def test_paths_agree(expression: str) -> None:
    """Location paths find the same texts in the same order."""
    theirs = [node.text or "" for node in _theirs(expression)]
    addresses = _ours(expression)
    assert isinstance(addresses, list)
    ours = [evaluate("string(text())", INSTANCE, node=address) for address in addresses]
    assert theirs == ours


def _theirs(expression: str) -> Any:
    return elementpath.select(ElementTree.ElementTree(_TREE), expression, parser=elementpath.XPath1Parser)


def _ours(expression: str) -> Any:
    return evaluate(expression, INSTANCE)
