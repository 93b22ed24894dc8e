"""R-01, R-02, R-09, R-69 on real entries: a plan from its draft to the archive, as the journal tells it."""

import random
from datetime import date, datetime
from typing import get_args

from inspector_app.journal import Author, Entry, Value, fold
from inspector_app.supervision.draw_commitment import commitment
from inspector_app.supervision.finding_state import Refused
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.plan_life import Known, plan_in, role_of
from inspector_app.supervision.plans import REPORTS, Plan, Setting, State, Task
from inspector_app.supervision.teams import Mission, obstacles
from tests.actions.county import told
from tests.supervision.casework import CHINA, ROSTER
from tests.supervision.rosters import sample, sample_calendar

RECORD = "01936f0e-7b7a-7000-8000-00000000000a"
SEED, SALT = "20261124", "0123456789abcdef"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA)
STATES: frozenset[str] = frozenset(get_args(State))
PLAN: dict[str, Value] = {
    "number": "2026-01",
    "mode": "routine_unannounced",
    "first_day": "2026-11-24",
    "state": "draft",
    "quota": {"primary": 2},
    "list_item": "清单-03",
}
DRAW: dict[str, Value] = {
    "draw_id": "D-1",
    "as_of": "2026-11-20",
    "on": "2026-11-24",
    "ends": "2026-12-31",
    "commitment": commitment(SEED, SALT),
    "seats": {"primary": 2},
    "kept": "a" * 64,
}
SEEDS: dict[str, Value] = {"draw_id": "D-1", "seed": SEED, "salt": SALT, "blob": "b" * 64, "at": "2026-12-31"}


class Desk:
    """The office's machine: the plan's entries so far, and where they bring it."""

    def __init__(self, tasks: tuple[Task, ...] = (Task("S003", date(2026, 11, 24), "closed"),)) -> None:
        self.author = Author("a" * 32, None, 0, lambda: NOON)
        self.entries: list[Entry] = []
        self.tasks = tasks

    def put(self, kind: str, path: str, value: dict[str, Value]) -> Plan:
        """Write a register, in place of all that stands there."""
        standing = fold(self.entries).standing(RECORD, path)
        self.entries.append(self.author.next(RECORD, kind, path, value, standing, author="I01"))
        return self.plan

    def drawn(self, **changed: Value) -> Plan:
        """The plan is written and its schools are drawn."""
        self.put("plan", "plan", PLAN | changed)
        return self.put("draw", "draw", DRAW)

    def step(self, event: str, author: str = "I01", /, **value: Value) -> Plan:
        """Write a step."""
        told_: dict[str, Value] = {"event": event, "at": NOON.isoformat(), **value}
        self.entries.append(self.author.next(RECORD, "plan_step", "", told_, author=author))
        return self.plan

    def steps(self, events: str) -> Plan:
        """Write steps of the head of the office, one after the other."""
        for event in events.split():
            self.step(event)
        return self.plan

    def refused_last(self) -> str:
        """Return the code by which the last entry was refused, in full words; "" when it was allowed."""
        found = [one for one in self.played[1] if one.entry == self.entries[-1].id]
        for one in found:
            told(one.problem)
        return found[0].code if found else ""

    @property
    def played(self) -> tuple[Plan, tuple[Refused, ...]]:
        """Return the plan and what was refused."""
        known = Known(ROSTER, lambda _on: Setting(Parameters(), sample_calendar()), lambda _on: self.tasks)
        return plan_in(fold(self.entries), RECORD, known)

    @property
    def plan(self) -> Plan:
        """Return where the plan stands."""
        return self.played[0]


def test_r09_a_plan_goes_from_its_draft_to_the_archive() -> None:
    """Drawn and promised, approved, sealed, opened, closed; archived once seed and salt of the promise are published."""
    desk = Desk()
    desk.drawn()
    assert ("closed", ()) == (desk.steps("approve seal unseal close").state, desk.played[1])
    desk.step("archive")
    assert "plans.seed_secret" == desk.refused_last()
    desk.put("draw_disclosure", "disclosure", SEEDS | {"seed": "1"})
    assert "draw.other_seed" == desk.refused_last()
    assert desk.put("draw_disclosure", "disclosure", SEEDS).seed_published
    assert "archived" == desk.step("archive").state


def test_r09_the_promise_comes_before_the_approval_and_is_given_once() -> None:
    """G no draw → T not approved; a second draw, or one after the approval, is refused and changes nothing."""
    desk = Desk()
    desk.put("plan", "plan", PLAN)
    desk.step("approve")
    assert "plans.no_commitment" == desk.refused_last()
    promised = desk.put("draw", "draw", DRAW).commitment
    for code in ("plan_life.drawn_already", "plan_life.approved_already"):
        assert promised == desk.put("draw", "draw", DRAW | {"commitment": "c" * 64}).commitment
        assert code == desk.refused_last()
        desk.step("approve")
    assert "approved" == desk.plan.state


def test_r09_of_two_draws_of_two_machines_the_office_settles_one() -> None:
    """The settlement chooses the promise that stands, as long as the plan is a draft."""
    desk, other = Desk(), Author("b" * 32, None, 3, lambda: NOON)
    desk.drawn()
    second: dict[str, Value] = DRAW | {"commitment": "c" * 64}
    desk.entries.append(other.next(RECORD, "draw", "draw", second, author="I01"))
    assert DRAW["commitment"] == desk.plan.commitment
    assert "c" * 64 == desk.put("settlement", "draw", {"chosen": second, "reason": "已公布"}).commitment
    assert "approved" == desk.step("approve").state


def test_r09_a_plan_whose_seed_is_out_is_not_begun() -> None:
    """Seed published early → T the list is given away: neither approved nor sealed nor opened, only withdrawn."""
    for done, next_step in (("", "approve"), ("approve", "seal"), ("approve seal", "unseal")):
        desk = Desk()
        desk.drawn()
        desk.steps(done)
        desk.put("draw_disclosure", "disclosure", SEEDS)
        desk.step(next_step)
        assert "plan_life.seed_out" == desk.refused_last()
        assert "withdrawn" == desk.step("withdraw").state


def test_r01_without_a_line_of_the_annual_list_no_plan_is_approved() -> None:
    """G a plan of 2026 without a line → T refused; with a complaint and the number of its letter it passes."""
    desk = Desk()
    desk.drawn(list_item="")
    desk.step("approve")
    assert "plans.no_list_item" == desk.refused_last()
    complaint: dict[str, Value] = PLAN | {"list_item": "", "exception": "complaint"}
    desk.put("plan", "plan", complaint)
    desk.step("approve")
    assert "plans.no_letter" == desk.refused_last()
    desk.put("plan", "plan", complaint | {"letter": "信访-2026-17"})
    assert "approved" == desk.step("approve").state
    desk.put("plan", "plan", PLAN | {"list_item": "清单-99"})
    assert ("plan_life.approved_already", "") == (desk.refused_last(), desk.plan.list_item)


def test_r02_a_special_inspection_has_a_notice_and_three_inspectors() -> None:
    """G two inspectors and two researchers → T not sealed; three inspectors and a notice's number → T sealed."""
    day = date(2024, 5, 6)
    teams = [
        Task(
            "G112", day, obstacles=tuple(obstacles(people.split(), sample().schools["G112"], sample(), mission, fixed))
        )
        for mission, fixed in ((Mission(day, "special"), Parameters()),)
        for people in ("I02 I03 I11 I12", "I02 I03 I09")
    ]
    desk = Desk((teams[0],))
    special: dict[str, Value] = {"mode": "special", "first_day": "2024-05-06"}
    for more, code in (
        ({}, "plans.no_notice"),
        ({"notice": "融教督〔2024〕3号"}, "plans.no_self_evaluation"),
        ({"notice": "融教督〔2024〕3号", "self_evaluation": True}, ""),
    ):
        desk.drawn(**special, **more)
        desk.step("approve")
        assert code == desk.refused_last()
    desk.step("seal")
    assert "plans.team_stopped" == desk.refused_last()
    desk.tasks = (teams[1],)
    assert "sealed" == desk.step("seal").state


def test_r69_the_archive_waits_for_the_three_reports() -> None:
    """Reported to the government, above and to the public, by the office."""
    desk = Desk()
    desk.drawn(mode="special", notice="1", self_evaluation=False)
    desk.step("report", to="public")
    assert "plans.not_now" == desk.refused_last()
    desk.steps("approve seal unseal close")
    desk.put("draw_disclosure", "disclosure", SEEDS)
    desk.step("report", "I02", to="public")
    assert "plans.not_your_role" == desk.refused_last()
    for to in sorted(REPORTS):
        desk.step("archive")
        assert "plans.not_reported" == desk.refused_last()
        desk.step("report", to=to)
    assert "archived" == desk.step("archive").state


def test_a_role_is_the_roster_s_and_not_what_somebody_says_of_himself() -> None:
    """Who claims to head the office does not; an inspector may lead a team; nobody unknown, or who left, has a role."""
    asked = [("I02", "office_head"), ("I02", "team_leader"), ("I01", "inspector"), ("bureau", "")]
    asked += [("L01", "team_leader"), ("I09", "team_leader"), ("Z01", "office_head")]
    expected = ["full_time_inspector", "team_leader", "office_head", "office_head", "bureau_leader", "", ""]
    assert expected == [role_of(author, claimed, ROSTER) for author, claimed in asked]
    desk = Desk()
    desk.drawn()
    desk.step("approve", "I02", role="office_head")
    assert "plans.not_your_role" == desk.refused_last()
    desk.steps("approve seal")
    assert "opened" == desk.step("unseal", "I02", role="team_leader").state


def test_a_record_without_a_plan_is_an_empty_draft() -> None:
    """Steps alone bring it nowhere but to be withdrawn."""
    desk = Desk()
    assert ("draft", "") == (desk.step("approve").state, desk.plan.list_item)
    assert ("plans.no_list_item", "withdrawn") == (desk.refused_last(), desk.step("withdraw").state)


def test_ten_thousand_random_sequences_never_leave_a_known_state() -> None:
    """Any entries of two machines, in any order of arrival, twice: the same known state, opened only with list and promise."""
    rand = random.Random(20261123)
    reached = set()
    for _ in range(10_000):
        desk, other = Desk(), Author("b" * 32, None, 0, lambda: NOON)
        story(desk, rand.randrange(9))
        for _turn in range(rand.randrange(1, 6)):
            author = desk.author if rand.random() < 0.8 else other
            desk.entries.append(any_entry(rand, author))
        plan, refused = desk.played
        reached.add(plan.state)
        assert plan.state in STATES
        if plan.state in ("approved", "sealed", "opened", "closed", "archived"):
            assert plan.list_item
            assert plan.commitment
        assert len(refused) <= len(desk.entries)
        rand.shuffle(desk.entries)
        desk.entries *= 2
        assert (plan, refused) == desk.played
    assert reached == STATES


def story(desk: Desk, length: int) -> None:
    """Write the first entries of a plan that goes its way; the random ones come after them."""
    written = [
        ("plan", PLAN),
        ("draw", DRAW),
        *[("plan_step", step) for step in ("approve", "seal", "unseal", "close")],
    ]
    for kind, told_ in [*written, ("draw_disclosure", SEEDS), ("plan_step", "archive")][:length]:
        path = {"plan_step": "", "draw_disclosure": "disclosure"}.get(kind, kind)
        value: Value = {"event": told_, "at": NOON.isoformat()} if isinstance(told_, str) else told_
        desk.entries.append(desk.author.next(RECORD, kind, path, value, author="I01"))


def any_entry(rand: random.Random, author: Author) -> Entry:
    """Return any entry of a plan, more often one of those that lead on."""
    who = rand.choice(("I01", "I01", "I01", "I02", "D01", "Z01"))
    what = rand.random()
    if what < 0.12:
        plan = PLAN | {
            "list_item": rand.choice(("清单-03", "清单-03", "")),
            "first_day": rand.choice(("2026-11-24", "soon")),
        }
        return author.next(RECORD, "plan", "plan", plan, author=who)
    if what < 0.24:
        return author.next(RECORD, "draw", "draw", DRAW, author=who)
    if what < 0.3:
        seeds = SEEDS | {"salt": rand.choice((SALT, "short"))}
        return author.next(RECORD, "draw_disclosure", "disclosure", seeds, author=who)
    events = ("approve", "seal", "unseal", "close", "archive", "approve", "seal", "unseal", "withdraw", "report")
    step: Value = {"event": rand.choice(events), "at": NOON.isoformat(), "role": rand.choice(("", "team_leader"))}
    return author.next(RECORD, "plan_step", "", step, author=who)
