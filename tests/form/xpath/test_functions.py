"""Each function by the ODK specification, at its edges; and no expression, however odd, ends in anything but XPathError."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector_app.form.xpath import XPathError, evaluate
from inspector_app.form.xpath.functions import FUNCTIONS

NOW = datetime(2026, 3, 9, 7, 5, 9, 42_000, tzinfo=UTC)
XML = "<d><a>1</a><a/><b id='x'>1 2</b><day>2026-03-09</day></d>"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("%Y-%m-%d", "2026-03-09"),
        ("%y %n %b %e %a", "26 3 Mar 9 Mon"),
        ("%H:%M:%S.%3", "07:05:09.042"),
        ("%h o'clock", "7 o'clock"),
        ("W%W 100%%", "W11 100%"),
    ],
)
def test_dates_are_written_by_template(template: str, expected: str) -> None:
    """format-date-time knows ODK's codes and leaves other text alone."""
    assert expected == evaluate(f'format-date-time(now(), "{template}")', now=NOW)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("round(2.5)", 3.0),
        ("round(-2.5)", -3.0),
        ("round(1.005, 2)", 1.01),
        ("round('abc')", math.nan),
        ("number('1e3')", math.nan),
        ("number(' 12 ')", 12.0),
        ("number(true())", 1.0),
        ("int('')", math.nan),
        ("sum(/d/a)", math.nan),
        ("max(/d/a[1], 5)", 5.0),
        ("min()", None),
        ("substr('hello', -3)", "llo"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0)", ""),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  a  b ')", "a b"),
        ("selected-at('a b', 5)", ""),
        ("selected-at('a b', -1)", ""),
        ("selected('', '')", True),
        ("selected('a b', '')", False),
        ("count-selected('')", 0.0),
        ("regex('abc', '(')", None),
        ("digest('', 'NO-SUCH')", None),
        ("boolean-from-string('TRUE')", False),
        ("position(/d/b)", 1.0),
        ("count(/d/*[position() > 1])", 3.0),
        ("once(5)", "11 22026-03-09"),
        ("checklist(1, 2, 1 = 1, 1 = 2)", True),
        ("area('1 1')", 0.0),
        ("geofence('', '')", False),
        ("date('2026-02-30')", None),
        ("date-time(0)", "1970-01-01"),
        ("decimal-time('25:00')", math.nan),
        ("string(date(/d/day) + 1)", "20522"),
        ("/d/day < today() + 1", True),
    ],
)
def test_functions_at_their_edges(expression: str, expected: object) -> None:
    """None: refused."""
    if expected is None:
        with pytest.raises(XPathError):
            evaluate(expression, XML, now=NOW)
        return
    found = evaluate(expression, XML, now=NOW)
    assert found == expected or (isinstance(expected, float) and math.isnan(expected) and found != found)


def test_chance_is_chance() -> None:
    """random() stays in [0, 1); uuid() is one; a seeded order is the same every time and loses nothing."""
    drawn = evaluate("random()")
    assert isinstance(drawn, float)
    assert 0 <= drawn < 1
    assert 36.0 == evaluate("string-length(uuid())")
    assert evaluate("randomize(/d/*, 42)", XML) == evaluate("randomize(/d/*, 42)", XML)
    assert {"/*[1]/*[1]", "/*[1]/*[2]", "/*[1]/*[3]", "/*[1]/*[4]"} == set(map(str, _nodes("randomize(/d/*)")))


def _nodes(expression: str) -> list[str]:
    found = evaluate(expression, XML)
    assert isinstance(found, list)
    return found


_atoms = st.sampled_from(
    [
        "1",
        "-0.5",
        "1 div 0",
        "0 div 0",
        "''",
        "'a b'",
        "'2026-03-09'",
        "'0001-01-01'",
        "'9999-12-31T23:59:59-12:00'",
        "1000000000000",
        "/d/a",
        "/d/b",
        "/d",
        "//*",
        ".",
        "@id",
        "true()",
        "'[('",
        "/nothing",
        "99999999999999999999 * 99999999999999999999",
    ]
)


def _call(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(sorted(FUNCTIONS))
    calls = st.builds(lambda name, given: f"{name}({', '.join(given)})", names, st.lists(inner, max_size=4))
    operators = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or"])
    return calls | st.builds(lambda a, o, b: f"({a}) {o} ({b})", inner, operators, inner)


@example("position(@id)", None)
@settings(max_examples=800, deadline=None)
@given(st.recursive(_atoms, _call, max_leaves=8), st.sampled_from([None, "number", "string", "boolean", "nodeset"]))
def test_any_call_gives_a_value_or_is_refused(expression: str, wanted: str | None) -> None:
    """Whatever meets whatever, there is a value of the asked type or XPathError."""
    try:
        found = evaluate(expression, XML, "/*[1]/*[3]", type=wanted, tz="Asia/Shanghai")
    except XPathError:
        return
    kinds = {"number": float, "string": str, "boolean": bool, "nodeset": list}
    assert wanted is None or isinstance(found, kinds[wanted])


@settings(max_examples=500, deadline=None)
@given(st.text("/.()[]$'\"@*<>=!,|+-:{}1a é督\t", max_size=12))
def test_any_text_is_read_or_refused(expression: str) -> None:
    """Noise is refused with XPathError and nothing else."""
    try:
        evaluate(expression, XML)
    except XPathError:
        return
