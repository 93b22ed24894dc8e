"""R-33, R-34, R-35, R-56: terms, what counts for the school, and what the bureau's papers never say."""

from decimal import Decimal

import pytest

from inspector_app.errors import Problem
from inspector_app.journal import Value, fold
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.rectification import term_after_failed_recheck, term_of
from inspector_app.supervision.referral import check_no_penalty, school_results
from inspector_app.supervision.scoring import ItemResult, score
from tests.supervision.casework import FOUND, OTHER_SHA, SHA, VISIT, Case

SETTING = Parameters()


def test_r33_what_was_put_right_at_once_still_failed_in_the_record_and_the_score() -> None:
    """G the e-bikes are gone → T immediate_done, the answer stays fail and the points stay 0."""
    case = Case("O-H", "immediate")
    path = "campus_safety/items/SAF-FIRE-08"
    answer: Value = {"verdict": "fail", "na_reason": "", "note": "", "fields": {}}
    case.entries.append(case.author.next(VISIT, "answer", path, answer, author="I02"))
    before = fold(case.entries).digest(VISIT)
    state = case.write("immediate_rectification", "I02", at=FOUND.isoformat(), before=[SHA], after=[OTHER_SHA])
    value = fold(case.entries).value(VISIT, path)
    assert isinstance(value, dict)
    result = ItemResult("SAF-FIRE-08", Decimal(3), Decimal(0), str(value["verdict"]), False)
    assert ("immediate_done", Decimal("0.0"), before) == (
        state.state,
        score([result]).value,
        fold(case.entries).digest(VISIT),
    )


def test_r34_what_another_unit_answers_for_is_out_of_the_school_s_score() -> None:
    """The township's warning sign takes no point from the school."""
    results = [
        ItemResult("DRN-EDU-01", Decimal(3), Decimal(3), "pass", False),
        ItemResult("DRN-WATER-02", Decimal(3), Decimal(0), "fail", True),
    ]
    assert (Decimal("50.0"), "unqualified") == score(results)[::2]
    assert (Decimal("100.0"), "excellent") == score(school_results(results, {"DRN-WATER-02": "township"}))[::2]


@pytest.mark.parametrize("words", ["建议罚款2000元", "给予行政处罚", "吊销许可证", "处以警告和罚"])
def test_r35_the_bureau_s_papers_speak_of_no_penalty(words: str) -> None:
    """The words are named."""
    with pytest.raises(Problem) as caught:
        check_no_penalty(f"该校食堂无证经营，{words}。")
    assert "finding_life.penalty" == caught.value.code
    assert str(caught.value.fields["words"]) in words
    check_no_penalty("该校食堂无食品经营许可证，请贵局依法处理。")


def test_r56_half_a_term_is_rounded_up_and_never_nothing() -> None:
    """10 → 5, 15 → 8, 5 → 3, 1 → 1."""
    assert [5, 8, 3, 1] == [term_after_failed_recheck(days, SETTING) for days in (10, 15, 5, 1)]
    assert 1 == term_after_failed_recheck(3, Parameters(failed_share=Decimal("0.1")))


def test_r33_what_could_not_be_put_right_at_once_gets_a_term() -> None:
    """Three days for it and for what has no term; the item's own, or the county's for its kind."""
    assert [3, 3, 15, 3, 10] == [
        term_of(kind, given, SETTING)
        for kind, given in [
            ("immediate", None),
            ("deadline", 0),
            ("suspend_listed", None),
            ("refer", None),
            ("deadline", 10),
        ]
    ]
    assert 20 == term_of("suspend_listed", None, Parameters(deadline_suspend=20))
