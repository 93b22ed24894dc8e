"""Runs the XPath cases of public test suites (shared corpora, not committed) and says which pass."""

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from inspector_app.form.xpath import XPathError, evaluate
from tests.form.corpora import XPATH_CASES, needs
from tests.form.printed import tell

_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}


def cases() -> Iterator[dict[str, Any]]:
    """Yield every case of the corpus."""
    with XPATH_CASES.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def passes(case: dict[str, Any]) -> tuple[bool, object]:
    """Return whether the engine gives what the case expects, and what it gave."""
    context = case["context"] or {}
    try:
        given = evaluate(
            case["expr"],
            context.get("xml"),
            context.get("node", "/"),
            context.get("ns"),
            context.get("root"),
            context.get("variables"),
            case["type"] if case["cast"] else None,
            None,
            case["tz"],
        )
    except XPathError as error:
        return case["type"] == "error", error
    return case["type"] != "error" and _same(case, given), given


def _same(case: dict[str, Any], given: object) -> bool:
    expected = case["expect"]
    if case["type"] == "nodeset":
        if not isinstance(given, list):
            return False
        if case.get("single"):
            return bool(given[:1] == expected)
        return bool(given == expected if case.get("ordered", True) else sorted(given) == sorted(expected))
    if case["type"] != "number":
        return bool(type(given) is type(expected) and given == expected)
    if not isinstance(given, float):
        return False
    number = _SPECIAL[expected] if isinstance(expected, str) else float(expected)
    if math.isnan(number) or math.isnan(given):
        return math.isnan(number) and math.isnan(given)
    return math.isclose(given, number, rel_tol=1e-9, abs_tol=1e-12)


# The agreed cases that go another way here, each with the sentence it goes by.
EXCEPTIONS = {
    "geofence('0 0 0 0', '')": "ODK, geofence(): “returns True if the specified geopoint is inside the specified geoshape,"
    " False otherwise”: inside no shape is not inside (two engines refuse; a blank question must not stop a form)",
    'int("7.922021953507237e-12")': "ODK, number conversion is XPath 1.0's, §4.4: a number is “Digits ('.' Digits?)?”,"
    " “any other string is converted to NaN”: there are no exponents",
}


@needs(XPATH_CASES)
def test_corpus_is_passed() -> None:
    """Nearly every case of ODK's own test suites gives the same value here; the numbers are printed."""
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    failed: list[str] = []
    for case in cases():
        kind = "niche" if case.get("niche") else "agreed" if len(case["agree"]) > 1 else "single"
        good, _ = passes(case)
        total[kind] += 1
        passed[kind] += good
        if not good and kind == "agreed":
            failed.append(case["expr"])
    shown = ", ".join(f"{kind} {passed[kind]}/{total[kind]}" for kind in sorted(total))
    tell(
        f"XPath cases passed {passed.total()}/{total.total()} ({shown})",
        *(f"exception: {expression} {EXCEPTIONS.get(expression, '(unexplained)')}" for expression in failed),
    )
    assert set() == set(failed) - set(EXCEPTIONS)
    assert len(EXCEPTIONS) <= 0.02 * total["agreed"]
    assert passed["single"] >= 161
    assert passed["niche"] >= 110
