"""The public door of the engine: values by type, addresses of nodes, dates by zone, and what is refused."""

from datetime import UTC, datetime

import pytest

from inspector_app.form.xpath import XPathError, evaluate

SCHOOL = "<data><age>12</age><name> Lan </name><child><n>1</n></child><child><n>2.5</n></child><blank/></data>"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3 - 4 div 2", 5.0),
        ("7 mod -3", 1.0),
        ("-(-3)", 3.0),
        ("1 div 0", float("inf")),
        ("round(2.675, 2)", 2.68),
        ("round(1234, -2)", 1200.0),
        ("int(-3.7)", -3.0),
        ("'a' = 'b' or 2 > 1", True),
        ("not(1 = 1)", False),
        ("if(1 > 2, 'yes', 'no')", "no"),
        ("coalesce('', 'x')", "x"),
        ("selected('a b c', 'b')", True),
        ("selected('abc', 'b')", False),
        ("count-selected(' a  b ')", 2.0),
        ("selected-at('a b c', 1)", "b"),
        ("concat('a', 1, true())", "a1true"),
        ("join('、', '甲', '乙')", "甲、乙"),
        ("substring('消防通道', 2, 2)", "防通"),
        ("string-length('𠮷林')", 2.0),
        ("regex('12:30', '^[0-9]+:[0-9]{2}$')", True),
        ("boolean-from-string('1')", True),
        ("max(1, 3, 2)", 3.0),
        ("string(0.1)", "0.1"),
        ("string(1000000)", "1000000"),
    ],
)
def test_plain_values(expression: str, expected: object) -> None:
    """Arithmetic, comparison, choice and text give the values XPath and ODK define."""
    assert expected == evaluate(expression)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("/data/age + 1", 13.0),
        ("sum(/data/child/n)", 3.5),
        ("count(/data/child[n > 1])", 1.0),
        ("/data/child[2]/n = 2.5", True),
        ("/data/blank = ''", True),
        ("/data/missing = ''", False),
        ("count-non-empty(/data/*)", 4.0),
        ("min(/data/child/n)", 1.0),
        ("normalize-space(/data/name)", "Lan"),
    ],
)
def test_values_from_an_instance(expression: str, expected: object) -> None:
    """Paths read the instance; a node compares by its text or its number."""
    assert expected == evaluate(expression, SCHOOL)


def test_nodes_come_back_as_addresses_in_document_order() -> None:
    """A node-set is a list of addresses, whatever order the expression names them in."""
    assert ["/*[1]/*[1]", "/*[1]/*[4]/*[1]"] == evaluate("/data/child[2]/n | /data/age", SCHOOL)
    assert ["/*[1]/*[3]"] == evaluate("..", SCHOOL, node="/*[1]/*[3]/*[1]")


def test_the_type_asked_for_converts_the_result() -> None:
    """The same nodes are a number, a string or a truth when asked."""
    assert 12.0 == evaluate("/data/age", SCHOOL, type="number")
    assert "12" == evaluate("/data/age", SCHOOL, type="string")
    assert evaluate("/data/age", SCHOOL, type="boolean") is True


def test_an_unknown_type_is_refused() -> None:
    """The type asked for is one of four."""
    with pytest.raises(XPathError):
        evaluate("1", type="integer")


def test_dates_are_days_read_in_the_zone() -> None:
    """A date is midnight in the zone of the evaluation; today() is the day of `now` there."""
    now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert "2026-11-24" == evaluate("string(today())", now=now, tz="Asia/Shanghai")
    assert "2026-11-30" == evaluate("string(date(today() + 7))", now=now)
    assert 30.0 == evaluate("date('2026-12-23') - date('2026-11-23')", tz="Asia/Shanghai")
    assert evaluate("today() >= '2026-11-23'", now=now) is True
    assert 20780.75 == evaluate("decimal-date-time('2026-11-23T18:00:00Z')")
    assert 0.5 == evaluate("decimal-time('12:00:00')", tz="Asia/Shanghai")
    assert "2026/11 23 Mon" == evaluate("format-date('2026-11-23', '%Y/%m %d %a')")


@pytest.mark.parametrize(
    "expression",
    ["1 +", "no-such-function()", "count(1)", "(1", "date('not a date')", "5 <> 5", "${x}", "string(1, 2)", "$nobody"],
)
def test_what_cannot_be_is_refused(expression: str) -> None:
    """A malformed or impossible expression raises XPathError and nothing else."""
    with pytest.raises(XPathError):
        evaluate(expression)


def test_a_call_that_is_never_reached_does_no_harm() -> None:
    """As in ODK's engines, an unknown function is refused when it is called."""
    assert evaluate("false() and no-such-function()") is False


@pytest.mark.parametrize(
    "instance",
    ["<a", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<a>" * 3],
)
def test_a_broken_instance_is_refused(instance: str) -> None:
    """XML that is broken or declares entities is refused."""
    with pytest.raises(XPathError):
        evaluate("1", instance)


def test_deep_nesting_is_refused_not_crashed_on() -> None:
    """A thousand brackets are an error message, not a dead process."""
    with pytest.raises(XPathError):
        evaluate("(" * 1000 + "1" + ")" * 1000)
