"""R-01, R-02, R-04, R-05, R-09, R-69: what each step of a plan's life asks for, and that no other step exists."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.errors import Problem
from inspector_app.supervision import plans
from inspector_app.supervision.draw_pool import Avoided
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.plans import STEPS, Event, Plan, Setting, State, Task, advance
from inspector_app.supervision.teams import Mission, obstacles
from tests.actions.county import told
from tests.supervision.rosters import sample, sample_calendar

PARAMETERS = Parameters()
SETTING = Setting(PARAMETERS, sample_calendar())
DAY = date(2026, 11, 24)
PLAN = Plan("2026-01", DAY, list_item="清单-03", commitment="d3cc")
STATES: tuple[State, ...] = get_args(State)
EVENTS: tuple[Event, ...] = get_args(Event)
ROLES = ("bureau_director", "office_head", "team_leader", "inspector", "recorder")


def refused(code: str, plan: Plan, event: Event, role: str = "office_head", setting: Setting = SETTING) -> Problem:
    """Hold that a step is refused with this Problem, in full words."""
    with pytest.raises(Problem) as caught:
        advance(plan, event, role, setting)
    assert code == caught.value.code
    told(caught.value)
    return caught.value


def team(people: str, school: str, mode: str = "routine_unannounced", on: date = date(2024, 5, 6)) -> Task:
    """Return a task with what stands in its team's way (the sample county's terms of office are those of 2024)."""
    found = obstacles(people.split(), sample().schools[school], sample(), Mission(on, mode), PARAMETERS)
    return Task(school, on, obstacles=tuple(found))


def test_r01_without_a_line_of_the_annual_list_no_plan_is_approved() -> None:
    """G a plan of 2026 without a line → T refused, guidance and follow-ups too; a complaint with its letter passes."""
    for mode in ("routine_unannounced", "teaching_guidance", "linked_followup"):
        refused("plans.no_list_item", replace(PLAN, list_item=" ", mode=mode), "approve")
    refused("plans.no_list_item", replace(PLAN, list_item="", exception="curiosity", letter="1"), "approve")
    refused("plans.no_letter", replace(PLAN, list_item="", exception="complaint"), "approve")
    complaint = replace(PLAN, list_item="", exception="complaint", letter="信访-2026-17")
    assert "approved" == advance(complaint, "approve", "office_head", SETTING).state


def test_r01_before_the_rule_no_line_was_asked_for() -> None:
    """The list is asked for from 10 November 2025 on, or from the day the bureau sets."""
    old = replace(PLAN, list_item="", first_day=date(2025, 11, 9))
    assert "approved" == advance(old, "approve", "office_head", SETTING).state
    refused("plans.no_list_item", replace(old, first_day=date(2025, 11, 10)), "approve")
    earlier = replace(SETTING, parameters=Parameters(list_required_from=date(2025, 1, 1)))
    refused("plans.no_list_item", old, "approve", setting=earlier)


def test_r02_a_special_inspection_has_a_notice_and_three_inspectors() -> None:
    """G two inspectors and two researchers → T refused; three inspectors and a notice's number → T passes."""
    special = replace(PLAN, mode="special", first_day=date(2024, 5, 6), self_evaluation=False)
    refused("plans.no_notice", special, "approve")
    refused("plans.no_self_evaluation", replace(special, notice="融教督〔2024〕3号", self_evaluation=None), "approve")
    approved = advance(replace(special, notice="融教督〔2024〕3号"), "approve", "office_head", SETTING)
    mixed = replace(approved, tasks=(team("I02 I03 I11 I12", "G112", "special"),))
    assert "R-02" == refused("plans.team_stopped", mixed, "seal").fields["rule"]
    three = replace(approved, tasks=(team("I02 I03 I09", "G112", "special"),))
    assert "sealed" == advance(three, "seal", "office_head", SETTING).state


def test_r02_routine_visits_produce_no_notice_and_a_general_one_names_no_school() -> None:
    """An unannounced special inspection tells topic, season and manner; the schools and the day stay out."""
    assert [] == plans.prior_notices(PLAN)
    assert [] == plans.prior_notices(replace(PLAN, mode="complaint_check"))
    special = replace(PLAN, mode="special", notice="融教督〔2026〕3号", tasks=(Task("G112", DAY),))
    assert ["general_notice"] == plans.prior_notices(special)
    assert ["written_notice"] == plans.prior_notices(replace(special, unannounced=False))
    words = str(plans.general_notice(special, "防溺水", date(2026, 12, 31)))
    assert not [word for word in ("G112", "2026-11-24") if word in words]
    assert "融教督〔2026〕3号" in words


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ("draft", 0),
        ("approved", 0),
        ("sealed", 0),
        ("opened", 0),
        ("substituted", 0),
        ("in_progress", 1),
        ("signed", 1),
    ],
)
def test_r04_what_a_school_may_see_begins_at_its_gate(state: str, seen: int) -> None:
    """G sealed → T the export for the school has nothing of it."""
    assert seen == len(plans.shown_to_school([Task("G112", DAY, state)]))


def test_r05_no_task_is_sealed_for_a_day_to_avoid() -> None:
    """G 2024-06-07 and an exam site → T refused; a complaint goes, and so does an emergency."""
    exam = Avoided(date(2024, 6, 7), date(2024, 6, 9), "exam", frozenset({"S001"}))
    setting = replace(SETTING, avoided=(exam,))
    plan = replace(PLAN, state="approved", tasks=(Task("S001", date(2024, 6, 7)),))
    refused("plans.day_avoided", plan, "seal", setting=setting)
    assert "sealed" == advance(replace(plan, mode="complaint_check"), "seal", "office_head", setting).state
    emergency = replace(plan, exception="safety_emergency", letter="1")
    assert "sealed" == advance(emergency, "seal", "office_head", setting).state
    assert "sealed" == advance(plan, "seal", "office_head", SETTING).state


def test_r03_two_topics_on_one_day_are_one_visit() -> None:
    """Two teams for one school on one day are refused; on two days they may go."""
    both = (Task("G112", DAY, topic="防溺水"), Task("G112", DAY, topic="双减"))
    refused("plans.merge_visits", replace(PLAN, state="approved", tasks=both), "seal")
    apart = (both[0], both[1]._replace(on=date(2026, 11, 25)))
    assert "sealed" == advance(replace(PLAN, state="approved", tasks=apart), "seal", "office_head", SETTING).state


def test_r19_no_task_is_sealed_for_a_team_that_may_not_go() -> None:
    """Two researchers without a card are refused; an all-male team at a boarding school is a notice only."""
    approved = replace(PLAN, state="approved")
    refused("plans.team_stopped", replace(approved, tasks=(team("I11 I12", "G112"),)), "seal")
    men = replace(approved, tasks=(team("I03 I17", "G101"),))
    assert "sealed" == advance(men, "seal", "office_head", SETTING).state
    refused("plans.no_schools", approved, "seal")


def test_r09_a_drawn_plan_is_approved_with_its_commitment_and_archived_with_its_seed() -> None:
    """First the promise; the batch is filed when the seed is published. A plan of named schools alone has neither."""
    refused("plans.no_commitment", replace(PLAN, commitment=""), "approve")
    named = replace(PLAN, commitment="", drawn=False)
    assert "approved" == advance(named, "approve", "bureau_director", SETTING).state
    refused("plans.seed_secret", replace(PLAN, state="closed"), "archive")
    assert (
        "archived"
        == advance(replace(PLAN, state="closed", seed_published=True), "archive", "office_head", SETTING).state
    )


def test_r69_a_special_inspection_is_filed_when_its_report_went_to_all_three() -> None:
    """G not on file above → T the batch cannot be archived."""
    closed = replace(PLAN, mode="special", state="closed", seed_published=True)
    missing = refused("plans.not_reported", replace(closed, reported=frozenset({"government", "public"})), "archive")
    assert "upper_level" == missing.fields["missing"]
    whole = replace(closed, reported=frozenset({"government", "upper_level", "public"}))
    assert "archived" == advance(whole, "archive", "office_head", SETTING).state


def test_a_batch_is_closed_when_each_of_its_visits_is() -> None:
    """One still to be rectified holds it; one broken off or replaced does not."""
    opened = replace(PLAN, state="opened", tasks=(Task("S1", DAY, "closed"), Task("S2", DAY, "rectifying")))
    refused("plans.visits_open", opened, "close")
    over = replace(opened, tasks=(Task("S1", DAY, "aborted"), Task("S2", DAY, "closed")))
    assert "closed" == advance(over, "close", "office_head", SETTING).state


def test_no_other_step_exists() -> None:
    """Each of 7 states × 6 events × 5 roles is in the table or refused by name."""
    whole = replace(PLAN, tasks=(Task("S1", DAY, "closed"),), seed_published=True, reported=frozenset(plans.REPORTS))
    for state, event, role in product(STATES, EVENTS, ROLES):
        plan = replace(whole, state=state)
        step = STEPS.get((state, event))
        if step is None:
            refused("plans.not_now", plan, event, role)
        elif role not in step[1]:
            refused("plans.not_your_role", plan, event, role)
        else:
            assert step[0] == advance(plan, event, role, SETTING).state


@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(ROLES)), max_size=12))
def test_no_sequence_leaves_the_known_states(steps: list[tuple[Event, str]]) -> None:
    """Whatever is tried in whatever order, the plan stays in a state with a name and is opened only after it was approved."""
    plan, passed = PLAN, ["draft"]
    for event, role in steps:
        try:
            plan = advance(replace(plan, tasks=(Task("S1", DAY, "closed"),)), event, role, SETTING)
        except Problem:
            continue
        passed.append(plan.state)
    assert set(passed) <= set(STATES)
    assert "opened" not in passed or passed.index("approved") < passed.index("opened")
