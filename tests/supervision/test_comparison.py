"""R-50: results of two versions are compared by shared codes alone, and what share of the points that is gets said."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.form import ItemResult
from inspector_app.supervision.comparison import compare
from inspector_app.supervision.scoring import score


def item(code: str, points: str, earned: str = "0", state: str = "pass", key: bool = False) -> ItemResult:
    return ItemResult(code, Decimal(points), Decimal(earned), state, key)


ITEMS = st.builds(
    lambda code, points, part, state: item(f"T-A-{code:02}", str(points), str(points * part / 4), state),
    st.integers(1, 9),
    st.integers(0, 20).map(Decimal),
    st.integers(0, 4),
    st.sampled_from(["pass", "partial", "fail", "na", "unchecked"]),
)
VERSIONS = st.lists(ITEMS, max_size=9, unique_by=lambda one: one.code)


def test_r50_two_versions_that_differ_by_three_items() -> None:
    """R-50, G v1 与 v2 差 3 题 → T 报告注明: two items dropped, one added; the note has the codes and both shares."""
    same = [item(f"T-A-{number:02}", "20", "20") for number in range(1, 5)]
    v1 = [
        *same[:3],
        item("T-A-04", "20", "0", "fail"),
        item("T-B-01", "15", "0", "fail"),
        item("T-B-02", "5", "0", "fail"),
    ]
    v2 = [*same, item("T-C-01", "20", "0", "fail")]
    found = compare(v1, v2)
    assert found.to_be_noted
    assert (("T-B-01", "T-B-02"), ("T-C-01",), ()) == (found.only_earlier, found.only_later, found.reweighted)
    assert (Decimal("0.800"), Decimal("0.800")) == (found.earlier_share, found.later_share)
    assert (Decimal("75.0"), Decimal("100.0")) == (found.earlier.value, found.later.value)
    assert Decimal("25.0") == found.change


def test_r50_the_same_version_needs_no_note() -> None:
    """Everything is shared; the scores are those of the whole forms."""
    v1 = [item("T-A-01", "60", "60"), item("T-A-02", "40", "20", "partial")]
    found = compare(v1, v1)
    assert not found.to_be_noted
    assert (score(v1), Decimal("1.000"), Decimal("0.0")) == (found.later, found.later_share, found.change)


def test_other_points_for_the_same_code_are_noted() -> None:
    """The codes are all shared, yet a number against another weight is not simply better or worse."""
    found = compare([item("T-A-01", "60", "60")], [item("T-A-01", "40", "40")])
    assert (("T-A-01",), True, Decimal("1.000")) == (found.reweighted, found.to_be_noted, found.earlier_share)


def test_nothing_shared_compares_nothing() -> None:
    """No score, no change, a share of nothing; a form without points likewise."""
    for other in ([item("T-B-01", "60", "60")], [item("T-B-01", "0")], []):
        found = compare([item("T-A-01", "60", "60")], other)
        assert (None, (), Decimal("0.000")) == (found.change, found.shared, found.earlier_share)
        assert Decimal("0.000") == found.later_share


@given(VERSIONS, VERSIONS)
def test_r50_what_only_one_version_asks_decides_nothing(first: list[ItemResult], second: list[ItemResult]) -> None:
    """Dropping the codes that are not shared beforehand gives the same scores; turning the two round turns the answer round."""
    found = compare(first, second)
    codes = {one.code for one in first} & {one.code for one in second}
    assert codes == set(found.shared)
    assert score(one for one in first if one.code in codes) == found.earlier
    assert score(one for one in second if one.code in codes) == found.later
    back = compare(second, first)
    assert (found.later, found.earlier, found.only_later) == (back.earlier, back.later, back.only_earlier)
    assert 0 <= found.earlier_share <= 1
