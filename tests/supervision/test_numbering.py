"""R-65: numbers as they are printed, ranges for laptops without network, void numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.errors import Problem
from inspector_app.supervision.numbering import (
    Given,
    Range,
    Series,
    check_apart,
    gaps,
    next_number,
    read,
    reserve,
    void,
    written,
)
from tests.actions.county import told

NOTICES = Series("rectification_notice", 2026)


def refused(code: str, act: object, *arguments: object) -> None:
    """Hold that an act is refused with this Problem, in full words."""
    assert callable(act)
    with pytest.raises(Problem) as caught:
        act(*arguments)
    assert code == caught.value.code
    told(caught.value)


def test_r65_a_number_as_gbt_9704_prints_it() -> None:
    """Six-sided brackets, the year in full, 1 and not 01, no 第; what is written reads back."""
    assert "融教督〔2026〕1号" == written("融教督", 2026, 1)
    assert ("融教督", 2026, 120) == read(written("融教督", 2026, 120))


@pytest.mark.parametrize(
    "text",
    [
        "融教督[2026]1号",
        "融教督(2026)1号",
        "融教督〔26〕1号",
        "融教督〔2026〕01号",
        "融教督〔2026〕第1号",
        "融教督〔2026〕1",
        "〔2026〕1号",
        "",
        "融教督〔2026〕0号",
    ],
)
def test_r65_other_ways_of_writing_are_refused(text: str) -> None:
    """Square or round brackets, a short year, a leading nought, 第, no 号."""
    refused("numbering.not_a_number", read, text)


def test_r65_what_makes_no_number_is_not_written() -> None:
    """Neither nought nor a prefix with a bracket."""
    refused("numbering.not_a_number", written, "融教督", 2026, 0)
    refused("numbering.not_a_number", written, "融教督〔", 2026, 1)


def test_r65_two_laptops_give_three_numbers_each_without_a_collision() -> None:
    """G two laptops offline, three documents each → T six numbers; a void one is not given again."""
    ranges = [reserve([], NOTICES, "a", 3)]
    ranges.append(reserve(ranges, NOTICES, "b", 3))
    given: dict[str, list[Given]] = {"a": [], "b": []}
    for device, _ in [*zip("abab", range(4), strict=True)]:
        given[device].append(next_number(ranges, given[device], NOTICES, device))
    given["a"][0] = void(given["a"][0], "打印错误")
    for device in "ab":
        given[device].append(next_number(ranges, given[device], NOTICES, device))
    assert [1, 2, 3, 4, 5, 6] == sorted(one.serial for device in "ab" for one in given[device])
    refused("numbering.used_up", next_number, ranges, given["a"], NOTICES, "a")
    refused("numbering.no_reason", void, given["a"][1], " ")


@given(
    st.lists(
        st.tuples(st.sampled_from(["reserve", "give", "void"]), st.sampled_from("abc"), st.integers(1, 4)), max_size=40
    )
)
def test_r65_machines_that_never_talk_never_collide(steps: list[tuple[str, str, int]]) -> None:
    """Whatever the office reserves and the machines give or call back in whatever order: no number twice, none outside."""
    ranges: list[Range] = []
    given: dict[str, list[Given]] = {device: [] for device in "abc"}
    for step, device, number in steps:
        own = [one for one in ranges if one.device == device]
        if step == "reserve":
            ranges.append(reserve(ranges, NOTICES, device, number))
        elif step == "void" and given[device]:
            at = number % len(given[device])
            given[device][at] = void(given[device][at], "作废")
        elif step == "give":
            if gaps(own, given[device], NOTICES):
                given[device].append(next_number(own, given[device], NOTICES, device))
            else:
                refused("numbering.used_up", next_number, own, given[device], NOTICES, device)
    check_apart(ranges)
    serials = [one.serial for device in "abc" for one in given[device]]
    assert len(serials) == len(set(serials))
    everything = [one for device in "abc" for one in given[device]]
    last = max((one.last for one in ranges), default=0)
    assert list(range(1, last + 1)) == sorted([*serials, *gaps(ranges, everything, NOTICES)])


def test_r65_each_kind_and_year_counts_by_itself() -> None:
    """Another kind, another year: from 1 again."""
    ranges = [reserve([], NOTICES, "a", 5)]
    for other in (Series("referral_letter", 2026), Series("rectification_notice", 2027)):
        assert 1 == reserve(ranges, other, "a", 1).first
    assert 6 == reserve(ranges, NOTICES, "a", 1).first


def test_r65_two_offices_that_reserved_the_same_numbers_are_noticed() -> None:
    """After a restored backup two ranges may overlap: nothing more is reserved until somebody looks."""
    twice = [Range(NOTICES, 1, 5, "a"), Range(NOTICES, 5, 9, "b")]
    refused("numbering.overlap", reserve, twice, NOTICES, "c", 1)
    refused("numbering.no_size", reserve, twice[:1], NOTICES, "c", 0)
