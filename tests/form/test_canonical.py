"""What people type becomes one canonical text, and the canonical text of that is itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.form.canonical import canonical, fits

TYPES = ["text", "integer", "decimal", "date", "time", "dateTime", "select_one", "select_multiple", "note"]


@pytest.mark.parametrize(
    ("type_", "typed", "held"),
    [
        ("integer", "+3", "3"),
        ("integer", "3.0", "3"),
        ("integer", "３", "3"),
        ("integer", "1_000", "1_000"),
        ("integer", True, "true"),
        ("decimal", "1.50", "1.50"),
        ("decimal", "１．５", "1.5"),
        ("decimal", ".5", "0.5"),
        ("decimal", "1e3", "1000"),
        ("decimal", Decimal("1E+2"), "100"),
        ("decimal", 0.1, "0.1"),
        ("decimal", "NaN", "NaN"),
        ("date", "2026年1月5日", "2026-01-05"),
        ("date", "2026.1.5", "2026-01-05"),
        ("time", "8:05", "08:05:00"),
        ("time", "8：05", "08:05:00"),
        ("select_multiple", " b  a b ", "b a"),
        ("text", " kept as it is ", " kept as it is "),
        ("select_one", None, ""),
    ],
)
def test_typing_habits_are_understood(type_: str, typed: str | int | Decimal | float | bool | None, held: str) -> None:
    """Full-width digits, Chinese dates, hours without a zero: read as meant; what is no value stays as typed."""
    assert held == canonical(type_, typed)


@given(st.sampled_from(TYPES), st.text(max_size=20) | st.integers() | st.decimals() | st.floats() | st.booleans())
def test_canonical_text_is_its_own_canonical_text(type_: str, value: str | int | Decimal | float | bool) -> None:
    """Storing and reading again changes nothing; no input makes it fail."""
    held = canonical(type_, value)
    assert held == canonical(type_, held)
    fits(type_, held)


@given(
    st.integers(-(2**31), 2**31 - 1),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3),
)
def test_numbers_fit_their_types(whole: int, part: Decimal) -> None:
    """Every number given as a number is a value of its type."""
    assert fits("integer", canonical("integer", whole))
    assert part == Decimal(canonical("decimal", part))
    assert fits("decimal", canonical("decimal", part))
