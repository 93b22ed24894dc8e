"""R-30 to R-35 and R-53 to R-59 on real entries: a finding from the failed item to the closed hazard."""

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from inspector_app.errors import Problem
from inspector_app.journal import Author, Value, fold
from inspector_app.supervision.finding_life import after, live, possible
from inspector_app.supervision.finding_state import STATES, FindingState, raised_in
from inspector_app.supervision.finding_steps import STEPS
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.recheck import must_be_on_site
from tests.supervision.casework import FOUND, OTHER_SHA, SHA, VISIT, Case, day, rules


def test_a_case_from_the_failed_item_to_the_closed_hazard() -> None:
    """Raised, notified, served, reported, re-checked by another person, closed."""
    case = Case()
    assert ["open", "notified", "rectifying", "submitted", "closed"] == [
        case.state.state,
        case.notice().state,
        case.serve().state,
        case.report().state,
        case.recheck(True).state,
    ]
    assert (day("2024-05-20"), "I03", ()) == (case.state.closed_on, case.state.rechecked_by, case.state.refused)


def test_r30_the_office_reclassifies_a_major_hazard_only_with_an_expert_s_paper() -> None:
    """After the visit: by the office head, with attachments; an inspector cannot, nor can anybody without paper."""
    case = Case("R-M", "suspend_listed")
    value: dict[str, Value] = {"at": "2024-05-10", "grade": "O-H", "reason": "消防检测报告：符合要求"}
    assert ("finding_life.post", "R-30") == case.refuses("reclassification", "I02", **value, attachments=[SHA])
    assert ("finding_life.attachment", "R-30") == case.refuses("reclassification", **value)
    assert ("findings.unknown_grade", "R-30") == case.refuses("reclassification", **{**value, "grade": "—"})
    state = case.write("reclassification", **value, attachments=[SHA])
    assert ("O-H", "R-M", False) == (state.grade, state.raised.grade, state.major)


def test_r30_what_becomes_major_begins_anew_to_be_listed() -> None:
    """Put right at once or under a plain notice: a major hazard needs its listed supervision."""
    done = Case()
    done.write("immediate_rectification", "I02", at=FOUND.isoformat(), before=[SHA], after=[OTHER_SHA])
    notified = Case()
    notified.running()
    for case in (done, notified):
        state = case.write("reclassification", at="2024-05-10", grade="R-M", reason="判定指南", attachments=[SHA])
        assert ("open", None, True) == (state.state, state.due, state.major)
    assert ("finding_life.listed", "R-31") == notified.refuses("notice", issued_on="2024-05-10", number="2", days=15)


def test_r31_a_major_hazard_is_listed_under_a_leader_of_the_bureau() -> None:
    """③: a plain notice or another supervisor is refused."""
    case = Case("R-M", "suspend_listed")
    value: dict[str, Value] = {"issued_on": "2024-05-07", "number": "1", "days": 15}
    assert ("finding_life.listed", "R-31") == case.refuses("notice", **value)
    assert ("finding_life.listed", "R-31") == case.refuses(
        "notice", **value, document="listed_supervision", supervisor="I02"
    )
    assert ("notified", True) == ((state := case.notice(15)).state, state.listed)


def test_r31_a_major_hazard_is_not_settled_by_putting_it_right_at_once() -> None:
    """④: the danger is gone, the finding stays open and goes its way to the re-check."""
    case = Case("R-M", "immediate")
    state = case.write("immediate_rectification", "I02", at=FOUND.isoformat(), before=[SHA], after=[OTHER_SHA])
    assert ("open", FOUND, True) == (state.state, state.danger_removed_at, state.unsettled)
    assert ("finding_life.not_now", "R-55") == case.refuses(
        "recheck", "I03", at="2024-05-07", by="I03", passed=True, on_site=True, facts="已清"
    )


def test_r31_what_is_for_major_hazards_is_refused_for_others() -> None:
    """Reports to the bureau and disclosures are duties of R-M only."""
    case = Case()
    assert ("finding_life.not_major", "R-31") == case.refuses("major_report", "I02", at=FOUND.isoformat(), to="局值班")
    assert ("finding_life.not_major", "R-31") == case.refuses("disclosure", at="2024-05-07", to="staff")


def test_r33_put_right_at_once_takes_a_photo_before_and_one_after() -> None:
    """G the e-bikes are gone → T immediate_done; with one photo, or the same one twice, refused."""
    case = Case("Y-H", "immediate")
    at = FOUND.isoformat()
    wrong: list[dict[str, Value]] = [
        {"before": [SHA]},
        {"after": [SHA]},
        {"before": [SHA], "after": [SHA]},
        {"text": "已搬离", "confirmed_by": ["I02", "I03"]},
    ]
    for given in wrong:
        assert ("finding_life.before_after", "R-33") == case.refuses("immediate_rectification", "I02", at=at, **given)
    state = case.write("immediate_rectification", "I02", at=at, before=[SHA], after=[OTHER_SHA])
    assert ("immediate_done", False) == (state.state, state.unsettled)


def test_r33_where_no_photo_may_be_taken_two_people_confirm_a_text() -> None:
    """NP items: a text and two different people."""
    case = Case("Y-I", "immediate", photos_allowed=False)
    at = FOUND.isoformat()
    wrong: list[dict[str, Value]] = [
        {"text": "已改正", "confirmed_by": ["I02"]},
        {"text": "已改正", "confirmed_by": ["I02", "I02"]},
        {"text": " ", "confirmed_by": ["I02", "I03"]},
        {"before": [SHA], "after": [OTHER_SHA]},
    ]
    for given in wrong:
        assert ("finding_life.two_confirm", "R-33") == case.refuses("immediate_rectification", "I02", at=at, **given)
    state = case.write("immediate_rectification", "I02", at=at, text="已改正", confirmed_by=["I02", "I03"])
    assert "immediate_done" == state.state


def test_r34_what_is_not_the_school_s_goes_by_letter_with_its_own_countdown() -> None:
    """G responsible_unit=township → T no notice to the school; the letter's three days run from its service."""
    case = Case("O-H", "refer", unit="township", code="DRN-WATER-02")
    letter: dict[str, Value] = {"issued_on": "2024-05-07", "number": "融教督函〔2024〕1号", "days": 3}
    assert ("finding_life.notice_elsewhere", "R-34") == case.refuses("notice", **letter)
    assert ("finding_life.refer_elsewhere", "R-34") == case.refuses("referral", **letter, unit="village")
    state = case.write("referral", **letter, unit="township")
    assert ("referred", None) == (state.state, state.running)
    state = case.serve()
    assert ("referred", day("2024-05-11")) == (state.state, state.due)  # a Saturday that is worked
    state = case.write("referral_reply", "I02", at="2024-05-10", text="警示牌已更换")
    assert ("submitted", "closed") == (state.state, case.recheck(True).state)


def test_r34_the_school_itself_is_never_written_a_referral() -> None:
    """Its own findings get a notice."""
    letter: dict[str, Value] = {"issued_on": "2024-05-07", "number": "1", "days": 3}
    for unit in ("school", "township", "nobody"):
        assert ("finding_life.refer_elsewhere", "R-34") == Case().refuses("referral", **letter, unit=unit)


def test_r34_a_failed_recheck_of_a_referred_finding_goes_back_to_the_other_unit() -> None:
    """Served anew it is referred, never the school's term."""
    case = Case("O-H", "refer", unit="township")
    case.write("referral", issued_on="2024-05-07", number="1", days=3, unit="township")
    case.serve()
    case.write("referral_reply", "I02", at="2024-05-10", text="已办")
    assert ("finding_life.not_now", "R-54") == case.refuses("report_return", at="2024-05-10", reason="不全")
    case.recheck(False)
    assert ("referred", day("2024-05-22")) == ((state := case.serve("2024-05-20")).state, state.due)


def test_r35_a_referral_to_an_enforcer_has_a_receipt_and_no_penalty() -> None:
    """G a canteen without licence → T to the market regulator, with its receipt; no penalty in the bureau's paper."""
    case = Case("R-I", "refer", unit="market_regulator")
    letter: dict[str, Value] = {"issued_on": "2024-05-07", "number": "1", "days": 3, "unit": "market_regulator"}
    assert ("finding_life.penalty", "R-35") == case.refuses("referral", **letter, text="建议处以5000元罚款")
    assert "referred" == case.write("referral", **letter, text="该校食堂无食品经营许可证，请依法处理。").state
    given: dict[str, Value] = {"served": "2024-05-08", "way": "in_person", "due": "2024-05-13", "receiver": "值班员"}
    assert ("finding_life.receipt", "R-35") == case.refuses("service", **given)
    assert day("2024-05-13") == case.write("service", **given, receipt="回执-7").due


def test_r52_an_imported_calendar_moves_a_term_that_runs_and_none_that_is_over() -> None:
    """The last day as told stays once it has passed."""
    case = Case()
    case.running()
    assert ("finding_life.over_already", "R-52") == case.refuses(
        "due_moved", at="2024-05-22", due="2024-05-23", year=2024
    )
    assert ("finding_life.due_after", "R-51") == case.refuses("due_moved", at="2024-05-20", due="2024-05-08", year=2024)
    assert day("2024-05-23") == case.write("due_moved", at="2024-05-21", due="2024-05-23", year=2024).due


def test_r53_a_notice_that_was_not_served_does_not_count_down() -> None:
    """G issued, not served → T no term runs, no day is overdue, however late."""
    case = Case()
    state = case.notice()
    assert (None, None, False) == (state.due, state.running, state.overdue(day("2025-01-01")))
    state = case.serve()
    assert (day("2024-05-21"), True) == (state.due, state.overdue(day("2024-05-22")))
    assert not state.overdue(day("2024-05-21"))
    assert ("overdue", "rectifying") == (state.shown(day("2024-05-22")), state.shown(day("2024-05-21")))


@pytest.mark.parametrize(
    ("way", "proof"), [("in_person", "receiver"), ("left", "witness"), ("post", "receipt"), ("oa", "receipt")]
)
def test_r53_each_way_of_service_has_its_proof(way: str, proof: str) -> None:
    """Who took it, who saw it left, or the receipt; any other proof is not enough."""
    case = Case()
    case.notice()
    value: dict[str, Value] = {"served": "2024-05-08", "way": way, "due": "2024-05-21"}
    others: dict[str, Value] = {name: "某" for name in ("receiver", "witness", "receipt") if name != proof}
    assert ("finding_life.service_proof", "R-53") == case.refuses("service", **value, **others)
    assert "rectifying" == case.write("service", **value, **{proof: "某"}).state


def test_r53_service_comes_after_issue_and_the_last_day_after_service() -> None:
    """R-51 too: a term does not end on the day it is served."""
    case = Case()
    case.notice()
    value: dict[str, Value] = {"way": "in_person", "receiver": "校长"}
    assert ("finding_life.earlier", "R-53") == case.refuses("service", served="2024-05-06", due="2024-05-21", **value)
    assert ("finding_life.due_after", "R-51") == case.refuses("service", served="2024-05-08", due="2024-05-08", **value)


def test_r54_an_incomplete_report_goes_back_and_the_term_runs_on() -> None:
    """Each part of each line is named; the complete one is submitted."""
    case = Case()
    case.running()
    empty: dict[str, Value] = {"measure": " ", "done_on": None, "evidence": []}
    for part, nothing in empty.items():
        state = case.report("2024-05-15", "周某", **{part: nothing})
        assert ("rectifying", (f"1.{part}",)) == (state.state, state.returned)
    assert ("1.person",) == case.report("2024-05-15", " ").returned
    assert ("measures",) == case.write("rectification_report", "I02", at="2024-05-15", measures=[]).returned
    state = case.report()
    assert ("submitted", (), day("2024-05-22")) == (state.state, state.returned, state.recheck_by)
    state = case.write("report_return", at="2024-05-16", reason="照片看不清")
    assert ("rectifying", day("2024-05-21")) == (state.state, state.due)


def test_r54_an_extension_is_asked_for_in_time_once_and_granted_by_the_office() -> None:
    """G asked after the last day → T refused; for money or building, at most 30 days, once."""
    case = Case()
    case.running()
    ask: dict[str, Value] = {"days": 30, "reason": "funds"}
    assert ("finding_life.extension_late", "R-54") == case.refuses("extension_request", at="2024-05-22", **ask)
    assert ("finding_life.extension_long", "R-54") == case.refuses(
        "extension_request", at="2024-05-20", **{**ask, "days": 31}
    )
    assert ("finding_life.extension_reason", "R-54") == case.refuses(
        "extension_request", at="2024-05-20", **{**ask, "reason": "other"}
    )
    decision: dict[str, Value] = {"at": "2024-05-22", "granted": True, "reason": "县级立项", "days": 30}
    assert ("finding_life.nothing_asked", "R-54") == case.refuses("extension_decision", **decision, due="2024-07-04")
    case.write("extension_request", "I02", at="2024-05-21", **ask)
    assert ("finding_life.post", "R-54") == case.refuses("extension_decision", "I02", **decision, due="2024-07-04")
    assert ("finding_life.extension_due", "R-54") == case.refuses("extension_decision", **decision, due="2024-05-21")
    assert ("finding_life.extension_long", "R-54") == case.refuses(
        "extension_decision", **{**decision, "days": 31}, due="2024-07-04"
    )
    state = case.write("extension_decision", **decision, due="2024-07-03")
    assert ("extended", day("2024-07-03")) == (state.state, state.due)
    assert state.running is not None
    assert 40 == state.running.working_days
    assert ("finding_life.extension_once", "R-54") == case.refuses("extension_request", at="2024-06-03", **ask)


def test_r54_a_refused_extension_is_not_asked_for_again() -> None:
    """Once is once; the old last day stays."""
    case = Case()
    case.running()
    case.write("extension_request", "I02", at="2024-05-20", days=5, reason="construction")
    state = case.write("extension_decision", at="2024-05-20", granted=False, reason="不涉及资金")
    assert ("rectifying", day("2024-05-21")) == (state.state, state.due)
    assert ("finding_life.extension_once", "R-54") == case.refuses(
        "extension_request", at="2024-05-21", days=5, reason="funds"
    )


def test_r54_the_parameters_are_those_of_the_notice() -> None:
    """A longer extension decided upon later does not reach what was issued before."""
    case = Case()
    later = Parameters(max_extend=60)
    case.rules = rules()._replace(on=lambda on: later if on >= day("2024-05-10") else Parameters())
    case.running()
    ask: dict[str, Value] = {"at": "2024-05-20", "days": 31, "reason": "funds"}
    assert ("finding_life.extension_long", "R-54") == case.refuses("extension_request", **ask)
    case = Case()
    case.rules = rules(later)
    case.running()
    assert "asked" == case.write("extension_request", **ask).extension


def test_r55_the_rechecker_is_nobody_of_the_school_and_nobody_who_put_it_right() -> None:
    """G the school's own steward → T refused; likewise staff of the school, who answered for a measure, who did the work."""
    case = Case()
    case.running()
    case.report("2024-05-15", "督学丙")
    value: dict[str, Value] = {"at": "2024-05-20", "passed": True, "on_site": True, "facts": "通道畅通"}
    assert ("finding_life.recheck_unknown", "R-55") == case.refuses("recheck", "I02", by="Z01", **value)
    for colleague in ("I07", "I08"):
        assert ("finding_life.recheck_school", "R-55") == case.refuses("recheck", "I02", by=colleague, **value)
    assert ("finding_life.recheck_own", "R-55") == case.refuses("recheck", "I02", by="I03", **value)
    assert ("finding_life.recheck_provider", "R-55") == case.refuses(
        "recheck", "I02", by="I02", provides_service=True, **value
    )
    assert ("finding_life.earlier", "R-55") == case.refuses("recheck", "I02", by="I02", **{**value, "at": "2024-05-14"})
    assert "closed" == case.write("recheck", "I02", by="I02", **value).state


def test_r55_orange_and_above_are_rechecked_on_site_and_a_fifth_of_the_rest() -> None:
    """Pictures are enough for yellow and blue ones that no lot sends out."""
    orange = Case()
    orange.running()
    orange.report()
    value: dict[str, Value] = {"at": "2024-05-20", "by": "I03", "passed": True, "on_site": False, "facts": "见照片"}
    assert ("finding_life.on_site", "R-55") == orange.refuses("recheck", "I03", **value)
    for number in range(1, 30):
        yellow = Case("Y-H", code=f"SAF-FIRE-{number:02d}")
        yellow.running()
        yellow.report()
        if must_be_on_site(yellow.raised.record, "Y-H", Parameters()):
            assert ("finding_life.on_site", "R-55") == yellow.refuses("recheck", "I03", **value)
        else:
            assert "closed" == yellow.write("recheck", "I03", **value).state


def test_r56_a_failed_recheck_gives_half_the_term_and_a_second_one_escalates() -> None:
    """G ten days, failed → T five new ones, served anew; failed again → escalated; only a passed one closes."""
    case = Case()
    case.running(10)
    case.report()
    state = case.recheck(False)
    assert ("recheck_failed", 5, None, False) == (state.state, state.term, state.due, state.escalated)
    assert day("2024-05-27") == case.serve("2024-05-20").due
    case.report("2024-05-24")
    state = case.recheck(False, "2024-05-27")
    assert ("recheck_failed", 3, True) == (state.state, state.term, state.escalated)
    case.serve("2024-05-27")
    case.report("2024-05-29")
    assert "closed" == case.recheck(True, "2024-05-30").state


def test_r58_a_suspended_place_is_used_again_only_with_consent() -> None:
    """G the state is simply changed → T refused; asked, examined and granted it goes."""
    case = Case("R-M", "suspend_listed")
    resumed: dict[str, Value] = {"at": "2024-05-20", "place": "宿舍三层"}
    assert ("finding_life.not_suspended", "R-58") == case.refuses("use_resumed", "I02", **resumed)
    case.write("suspension", "I02", at=FOUND.isoformat(), measure="suspend_use", place="宿舍三层")
    assert ("finding_life.restore", "R-58") == case.refuses("use_resumed", "I02", **resumed)
    assert ("finding_life.nothing_asked", "R-58") == case.refuses(
        "restore_decision", at="2024-05-20", granted=True, reason="同意"
    )
    case.write("restore_request", "I02", **resumed, evidence=[SHA])
    assert ("finding_life.post", "R-58") == case.refuses(
        "restore_decision", "I02", at="2024-05-20", granted=True, reason="同意"
    )
    case.write("restore_decision", "D01", at="2024-05-20", granted=False, reason="未整改到位")
    assert ("finding_life.restore", "R-58") == case.refuses("use_resumed", "I02", **resumed)
    case.write("restore_request", "I02", **resumed, evidence=[SHA])
    case.write("restore_decision", "D01", at="2024-05-21", granted=True, reason="经审查同意")
    state = case.write("use_resumed", "I02", **resumed)
    assert (True, True) == (state.in_use, state.unsettled)


def test_r58_a_closed_hazard_s_place_is_used_again_without_asking() -> None:
    """The passed re-check is the consent."""
    case = Case("R-M", "suspend_listed")
    case.write("suspension", "I02", at=FOUND.isoformat(), measure="evacuate", place="宿舍三层")
    case.running(15)
    case.report()
    case.recheck(True)
    assert case.write("use_resumed", "I02", at="2024-05-21", place="宿舍三层").in_use


def test_r59_what_is_found_again_is_open_again() -> None:
    """A look back by somebody of the bureau; what came back gets a new notice."""
    case = Case()
    case.running()
    case.report()
    case.recheck(True)
    value: dict[str, Value] = {"at": "2024-09-02", "facts": "通道又堆物"}
    assert ("finding_life.recheck_school", "R-59") == case.refuses("look_back", "I02", by="I07", passed=True, **value)
    assert "closed" == case.write("look_back", "I02", by="I02", passed=True, **value).state
    state = case.write("look_back", "I02", by="I02", passed=False, **value)
    assert ("recurred", True, None) == (state.state, state.unsettled, state.closed_on)
    assert ("notified", None) == ((state := case.notice(5, "2024-09-03")).state, state.due)


def test_a_withdrawn_finding_takes_no_further_step() -> None:
    """R-30: by the office; a major one only with paper."""
    case = Case("R-M")
    assert ("finding_life.attachment", "R-30") == case.refuses("withdrawal", at="2024-05-08", reason="记错学校")
    state = case.write("withdrawal", at="2024-05-08", reason="记错学校", attachments=[SHA])
    assert ("withdrawn", False, []) == (state.state, state.unsettled, possible(state, "I01", case.rules))


def test_a_finding_taken_back_in_the_visit_was_never_raised() -> None:
    """null in its register: no life begins."""
    case = Case()
    path = "campus_safety/findings/SAF-FIRE-08"
    gone = case.author.next(VISIT, "finding", path, None, [case.entries[1]], "I02")
    assert raised_in(fold([*case.entries, gone]), VISIT, "campus_safety", "SAF-FIRE-08") is None
    assert raised_in(fold(case.entries), VISIT, "campus_safety", "SAF-FIRE-09") is None


def test_two_offices_that_both_act_are_settled_by_the_journal_s_order() -> None:
    """Two re-checks written apart: the first counts, the second is shown as refused; arrival makes no difference."""
    case = Case()
    case.running()
    case.report()
    other = Author("b" * 32, None, case.author.clock, lambda: FOUND)
    case.recheck(True)
    value: Value = {"at": "2024-05-20", "by": "I02", "passed": False, "on_site": True, "facts": "未整改"}
    case.entries.append(other.next(case.raised.record, "recheck", "", value, author="I02"))
    state = case.state
    assert ("closed", ["recheck"]) == (state.state, [one.kind for one in state.refused])
    random.Random(4).shuffle(case.entries)
    assert state == live(case.raised, case.entries * 2, case.rules)


def test_what_a_bad_payload_says_is_refused_and_not_a_crash() -> None:
    """A value of another shape, which no bundle lets through, is a Problem too."""
    with pytest.raises(Problem) as caught:
        after(Case().state, "notice", {"days": "ten"}, "bureau", rules())
    assert ("finding_life.unreadable", "R-53") == (caught.value.code, caught.value.fields["rule"])


ASIDE = ("suspension", "major_report", "disclosure", "reclassification", "withdrawal", "due_moved", "restore_request")


ODD: tuple[Any, ...] = (
    None,
    "",
    -1,
    10**9,
    True,
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59:59+00:00",
    [],
    {},
    [None],
    "\x00",
)


def test_no_value_whatever_stops_the_life_of_a_finding() -> None:
    """Each field of each event replaced by something odd, in a state that would take the event: allowed or a Problem."""
    rand = random.Random(7)
    tried = 0
    for number in range(400):
        case = CASES[number % len(CASES)]
        state = FindingState(case.raised, case.raised.grade)
        for turn in range(30):
            kind, author, value = any_event(rand, case, state, turn)
            for name in value:
                with suppress(Problem):
                    tried += 1
                    assert after(state, kind, {**value, name: rand.choice(ODD)}, author, case.rules).state in STATES
            with suppress(Problem):
                state = after(state, kind, value, author, case.rules)
    assert tried > 10_000


def test_r31_a_hazard_was_found_when_the_item_was_first_failed() -> None:
    """Wording the finding an hour later does not move the moment that the same-day report is counted from."""
    minutes = iter(range(0, 120, 30))
    author = Author("a" * 32, None, 0, lambda: FOUND + timedelta(minutes=next(minutes)))
    item, finding = "campus_safety/items/SAF-FIRE-08", "campus_safety/findings/SAF-FIRE-08"
    failed: dict[str, Value] = {"verdict": "fail", "na_reason": "", "note": "", "fields": {}}
    entries = [author.next(VISIT, "answer", item, {**failed, "verdict": "pass"})]
    entries.append(author.next(VISIT, "answer", item, failed, [entries[0]]))
    entries.append(author.next(VISIT, "finding", finding, {"grade": "R-M"}))
    entries.append(author.next(VISIT, "finding", finding, {"grade": "R-M", "facts": "锁闭"}, [entries[2]]))
    raised = raised_in(fold(entries), VISIT, "campus_safety", "SAF-FIRE-08")
    assert raised is not None
    assert FOUND + timedelta(minutes=30) == raised.found


def test_who_has_left_the_roster_writes_nothing() -> None:
    """Inactive people and people nobody knows have no post; the bureau's own machine has the office's."""
    value: dict[str, Value] = {"at": FOUND.isoformat(), "measure": "evacuate", "place": "三层"}
    for author in ("I09", "Z01"):
        assert ("finding_life.post", "R-31") == Case().refuses("suspension", author, **value)
    assert not Case().write("suspension", "bureau", **value).in_use


AUTHORS = ("bureau", "I01", "I02", "I03", "I07", "L01", "D01", "Z01")


def any_event(rand: random.Random, case: Case, state: FindingState, turn: int) -> tuple[str, str, dict[str, Any]]:
    """Return any event: often one that could be next, with values that are now and then right."""
    author = rand.choice(AUTHORS)
    kinds = possible(state, author, case.rules) if rand.random() < 0.8 else []
    kind = rand.choice([kind for kind in kinds if kind not in ASIDE or rand.random() < 0.2] or list(STEPS))
    today = day("2024-05-07") + timedelta(days=turn if rand.random() < 0.9 else rand.randrange(60))
    on = today.isoformat()
    shas = rand.choice([[], [SHA], [SHA, OTHER_SHA]])
    flag = rand.random() < 0.6
    unit = rand.choice([case.raised.responsible_unit, "school"])
    measure = {"measure": "清", "person": rand.choice(["周某", "I03", "督学乙"]), "done_on": on, "evidence": shas}
    listed = {"document": "listed_supervision", "supervisor": rand.choice(["L01", "I02"])}
    later = (today + timedelta(days=rand.randrange(5, 40))).isoformat()
    values: dict[str, dict[str, Any]] = {
        "suspension": {"at": FOUND.isoformat(), "measure": "evacuate", "place": "三层"},
        "major_report": {"at": FOUND.isoformat(), "to": "局"},
        "disclosure": {"at": on, "to": "staff"},
        "immediate_rectification": {"at": FOUND.isoformat(), "before": [SHA], "after": shas},
        "notice": {"issued_on": on, "number": "1", "days": rand.randrange(1, 30), **(listed if state.major or flag else {})},
        "referral": {"issued_on": on, "number": "1", "days": 3, "unit": unit},
        "service": {"served": on, "way": "left", "due": later, "witness": "村委", "receipt": ""},
        "due_moved": {"at": on, "due": later, "year": 2024},
        "rectification_report": {"at": on, "measures": [measure]},
        "report_return": {"at": on, "reason": "缺"},
        "extension_request": {"at": on, "days": rand.randrange(1, 40), "reason": "funds"},
        "extension_decision": {"at": on, "granted": flag, "reason": "可", "days": 5, "due": later},
        "referral_reply": {"at": on, "text": "已办"},
        "recheck": {"at": on, "by": rand.choice(AUTHORS), "passed": flag, "on_site": True, "facts": "看"},
        "restore_request": {"at": on, "place": "三层"},
        "restore_decision": {"at": on, "granted": flag, "reason": "可"},
        "use_resumed": {"at": on, "place": "三层"},
        "reclassification": {"at": on, "grade": rand.choice(["R-M", "O-H", "Y-I", "?"]), "reason": "报告", "attachments": shas},
        "withdrawal": {"at": on, "reason": "误记", "attachments": shas} if rand.random() < 0.1 else {"at": on},
        "look_back": {"at": on, "by": rand.choice(AUTHORS), "passed": flag},
    }  # fmt: skip
    return kind, author, values[kind]


def test_ten_thousand_random_lives_stay_in_known_states_and_close_only_by_another_s_passed_recheck() -> None:
    """R-55, R-56: whatever comes, in whatever order; every closed state was a passed re-check's doing."""
    rand = random.Random(20240506)
    closed_major = 0
    reached = set()
    rules_named: set[str] = set()
    for number in range(10_000):
        case = CASES[number % len(CASES)]
        state = FindingState(case.raised, case.raised.grade)
        for turn in range(rand.choice((4, 8, 12, 40))):
            kind, author, value = any_event(rand, case, state, turn)
            before = state
            try:
                state = after(state, kind, value, author, case.rules)
            except Problem as problem:
                rules_named.add(str(problem.fields["rule"]))
            assert state.state in STATES
            reached.add(state.state)
            if state.state == "closed" and before.state != "closed":
                closed_major += state.major
                assert ("recheck", True, value["by"]) == (kind, value["passed"], state.rechecked_by)
                assert value["by"] in case.rules.roster.people
                assert not {value["by"], case.rules.roster.people[value["by"]].name} & before.rectified_by
                assert case.rules.roster.people[value["by"]].current not in ("S003", "G231")
    assert STATES == reached
    assert {step.rule for step in STEPS.values()} <= rules_named
    assert closed_major > 50


CASES = [Case(grade, unit=unit) for grade in ("R-M", "R-I", "O-H", "Y-H") for unit in ("school", "school", "township")]
