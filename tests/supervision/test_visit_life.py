"""R-25, R-26, R-39, R-40, R-42: a visit's life, step by step, played on events and on real entries."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.journal.clock import Author
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.visit_events import events
from inspector_app.supervision.visit_life import (
    AMENDMENT_FIELDS,
    EVENTS,
    STATES,
    Event,
    Visit,
    must_abort,
    office_told,
    play,
    step,
    writable,
)
from tests.actions.county import told

PARAMETERS = Parameters()
MORNING = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
FIVE = ("facts", "at", "name_title", "witness", "media")  # what R-26 asks for, written out
OBSTRUCTION = dict.fromkeys(FIVE, "门卫拒不说明姓名")
AMENDMENT = {**dict.fromkeys(AMENDMENT_FIELDS, "x"), "proposer": "I02", "approver": "I01"}
ROLES = ("team_leader", "inspector", "office_head", "rechecker", "recorder")


def at(minutes: int = 0, seconds: int = 0) -> datetime:
    """Return a time of the morning."""
    return MORNING + timedelta(minutes=minutes, seconds=seconds)


def event(name: str, minutes: int = 0, /, **facts: str) -> Event:
    """Return an event; the leader's unless `by` and `role` say otherwise."""
    return Event(name, at(minutes), facts.pop("by", "I02"), facts.pop("role", "team_leader"), facts)


def after(*names: str | Event) -> Visit:
    """Return the visit after events that are all allowed."""
    visit = Visit()
    for one in names:
        visit = step(visit, event(one) if isinstance(one, str) else one, PARAMETERS)
    return visit


def refused(code: str, visit: Visit, one: Event) -> None:
    """Hold that an event is refused with this Problem, in full words."""
    with pytest.raises(Problem) as caught:
        step(visit, one, PARAMETERS)
    assert code == caught.value.code
    told(caught.value)


def inks(*people: str, head: bool = True) -> list[Event]:
    """Return the signatures of these inspectors, and of the head."""
    signed = [event("sign", by=one, signer="inspector") for one in people]
    return [*signed, *([event("sign", by="", signer="head")] if head else [])]


INSIDE = ("unseal", "arrive", "show_card")
FROZEN = (*INSIDE, "feed_back", "reply", "freeze")


#


def test_r25_gate_time_then_card_then_items() -> None:
    """G the card not ticked → T items are read only; the items of the gate are open from the gate on."""
    work, gate = event("work", path="SAF-FIRE-01"), event("work", path="SAF-GATE-01", before_card="yes")
    refused("visit_life.not_now", Visit(), work)
    refused("visit.card_not_shown", after("unseal"), gate)
    refused("visit_life.gate_first", after("unseal"), event("show_card"))
    at_gate = after("unseal", "arrive")
    assert not writable(at_gate)
    refused("visit.card_not_shown", at_gate, work)
    assert at_gate == step(at_gate, gate, PARAMETERS)
    inside = after(*INSIDE)
    assert ("in_progress", True) == (inside.state, writable(inside))
    assert inside == step(inside, work, PARAMETERS)


def test_r25_the_earliest_clock_at_the_gate_is_the_visits() -> None:
    """Three laptops, three clocks: no disagreement, the earliest counts."""
    visit = after("unseal", event("arrive", 3), event("arrive", 1), event("show_card", 5), event("show_card", 4))
    assert (at(1), at(4)) == (visit.gate_time, visit.card_shown)


#


@pytest.mark.parametrize("missing", FIVE)
def test_r26_a_refused_entry_takes_all_five_facts(missing: str) -> None:
    """G entry refused → T facts, time, name and position, witness, pictures: none may be left out."""
    whole = Event("obstructed", at(1), facts=OBSTRUCTION)
    opened = after("unseal", "arrive")
    refused("visit_life.obstruction_incomplete", opened, whole._replace(facts={**OBSTRUCTION, missing: " "}))
    assert ["obstruction_report"] == office_told(step(opened, whole, PARAMETERS))


def test_r26_after_thirty_minutes_the_visit_is_broken_off() -> None:
    """At 29 minutes not yet; at 30 it is due and allowed; the card cannot be shown meanwhile."""
    shut = after("unseal", "arrive", Event("obstructed", at(1), facts=OBSTRUCTION))
    refused("visit_life.obstructed", shut, event("show_card", 5))
    assert [False, True] == [must_abort(shut, at(minute), PARAMETERS) for minute in (30, 31)]
    refused("visit_life.abort_too_early", shut, event("abort", 30))
    refused("visit_life.not_your_role", shut, event("abort", 31, role="recorder"))
    assert "aborted" == step(shut, event("abort", 31), PARAMETERS).state


def test_r26_a_school_that_gives_way_is_visited_and_the_obstruction_stays_on_record() -> None:
    """The clock stops, the report to the office does not go away."""
    let_in = after("unseal", "arrive", Event("obstructed", at(1), facts=OBSTRUCTION), event("admitted", 9))
    assert not must_abort(let_in, at(90), PARAMETERS)
    assert "in_progress" == step(let_in, event("show_card", 10), PARAMETERS).state
    assert ["obstruction_report"] == office_told(let_in)
    refused("visit_life.not_obstructed", after(*INSIDE), event("admitted"))
    refused("visit_life.abort_no_reason", after(*INSIDE), event("abort"))


#


def test_r39_one_inspectors_signature_is_not_enough() -> None:
    """G one inspector signed → T not complete; the same one twice is one; two and the head complete it."""
    refused("visit_life.not_complete", after(*FROZEN, *inks("I02")), event("complete"))
    refused("visit_life.not_complete", after(*FROZEN, *inks("I02", "I02")), event("complete"))
    refused("visit_life.not_complete", after(*FROZEN, *inks("I02", "I03", head=False)), event("complete"))
    assert "signed" == after(*FROZEN, *inks("I02", "I03"), "complete").state


def test_r39_told_and_heard_before_anything_is_frozen_or_signed() -> None:
    """Feedback, reply, freeze, ink: in this order."""
    refused("visit_life.not_now", after(*INSIDE), event("freeze"))
    refused("visit_life.not_heard", after(*INSIDE, "feed_back"), event("freeze"))
    refused("signing.not_frozen", after(*INSIDE, "feed_back", "reply"), inks("I02")[0])
    refused("visit_life.not_now", after(*INSIDE), inks("I02")[0])


def test_r39_a_delegate_signs_with_a_written_authorization() -> None:
    """Without one the delegate's signature is none."""
    delegate = event("sign", by="", signer="head", delegate="副校长")
    refused("visit_life.no_authorization", after(*FROZEN), delegate)
    written = delegate._replace(facts={**delegate.facts, "authorization": "委托书-1"})
    assert step(after(*FROZEN), written, PARAMETERS).head_signed


#

REFUSAL = {"who": "韦某", "words": "我不同意", "team": "督学乙;督学丙"}


def test_r40_a_refusal_without_witness_or_video_does_not_count() -> None:
    """G neither witness nor pictures → T not complete; with either it is, and the office is told."""
    signed = after(*FROZEN, *inks("I02", "I03", head=False))
    refused("signing.no_witness", signed, event("refuse", **REFUSAL))
    refused("signing.refusal_incomplete", signed, event("refuse", who="韦某", witness="村委"))
    refused("signing.not_frozen", after(*INSIDE, "feed_back"), event("refuse", **REFUSAL, witness="村委"))
    for proof in ({"witness": "覃某"}, {"video": "V-12"}):
        done = step(step(signed, event("refuse", **REFUSAL, **proof), PARAMETERS), event("complete"), PARAMETERS)
        assert ("refused_signed", ["refusal_report"]) == (done.state, office_told(done))


@pytest.mark.parametrize("witness", ["督学丙", "韦某"])
def test_r40_the_witness_is_neither_inspector_nor_party(witness: str) -> None:
    """Somebody of the team or the one who refuses witnesses nothing."""
    signed = after(*FROZEN, *inks("I02", "I03", head=False))
    refused("signing.witness_involved", signed, event("refuse", **REFUSAL, witness=witness))


#


def test_r42_after_the_freeze_nothing_changes_but_by_amendment() -> None:
    """Answers, feedback and reply are refused; an amendment with all six facts is kept beside what it amends."""
    frozen = after(*FROZEN)
    for name in ("work", "feed_back", "reply"):
        refused("visit.frozen", frozen, event(name))
    amend = Event("amend", at(60), "I01", "office_head", AMENDMENT)
    refused("visit_life.not_your_role", frozen, amend._replace(role="team_leader"))
    refused("visit_life.not_frozen_yet", after(*INSIDE, "feed_back"), amend)
    refused("visit_life.own_approval", frozen, amend._replace(facts={**AMENDMENT, "approver": "I02"}))
    twice = after(*FROZEN, amend, amend._replace(facts={**AMENDMENT, "new": "y"}))
    assert ["x", "y"] == [one["new"] for one in twice.amendments]
    for missing in AMENDMENT_FIELDS:
        refused("visit_life.amendment_incomplete", frozen, amend._replace(facts={**AMENDMENT, missing: ""}))


# the whole life


def test_a_whole_life_from_the_sealed_task_to_the_file() -> None:
    """Every state of README §4 in its order, a failed re-check included."""
    office, recheck = {"role": "office_head"}, {"role": "rechecker", "open_findings": "0"}
    path = [
        *(event(one) for one in FROZEN),
        *inks("I02", "I03"),
        event("complete"),
        event("report"),
        event("issue_documents", **office),
        event("serve"),
        event("school_reports"),
        event("recheck_failed", **recheck),
        event("school_reports"),
        event("recheck_passed", **recheck),
        event("archive", **office),
    ]
    visit, states = Visit(), ["sealed"]
    for one in path:
        visit = step(visit, one, PARAMETERS)
        if visit.state != states[-1]:
            states.append(visit.state)
    assert (
        "sealed opened in_progress feedback_given signed reported documents_issued rectifying recheck_due rectifying "
        "recheck_due closed archived"
    ) == " ".join(states)


def test_a_visit_with_open_findings_is_not_closed() -> None:
    """Whether after a re-check or with nothing to rectify."""
    for state, name, role in (
        ("recheck_due", "recheck_passed", "rechecker"),
        ("documents_issued", "nothing_to_rectify", "office_head"),
    ):
        visit = Visit(state=state)  # type: ignore[arg-type]  # one of the states
        refused("visit_life.findings_open", visit, event(name, role=role, open_findings="2"))
        assert "closed" == step(visit, event(name, role=role, open_findings="0"), PARAMETERS).state


def test_r11_nobody_takes_a_schools_place_once_the_team_stood_at_its_gate() -> None:
    """Before: with a reason, by the office. After: never."""
    opened, there = after("unseal"), after("unseal", "arrive")
    by_office = event("substitute", role="office_head", reason="road_cut")
    assert "substituted" == step(opened, by_office, PARAMETERS).state
    refused("draw.no_reason", opened, by_office._replace(facts={}))
    refused("visit_life.already_there", there, by_office)
    refused("visit_life.not_your_role", opened, by_office._replace(role="inspector"))


@pytest.mark.parametrize("names", [("unseal",), INSIDE, (*INSIDE, "feed_back")])
def test_an_emergency_suspends_and_the_visit_goes_on_where_it_was(names: tuple[str, ...]) -> None:
    """Suspended, resumed: the same visit; suspended and over: broken off with its reason."""
    before = after(*names)
    held = step(before, event("suspend"), PARAMETERS)
    assert "suspended_emergency" == held.state
    assert before.state == step(held, event("resume"), PARAMETERS).state
    assert "aborted" == step(held, event("abort", reason="火灾"), PARAMETERS).state


def test_no_random_sequence_leaves_the_known_states() -> None:
    """10,000 sequences of events with random roles and facts, unknown events among them: the state has always a name.

    And no state was reached around its rules: signed only with two inspectors, closed only past the documents.
    """
    chance, reached, turned_down = random.Random(20261123), set(), 0
    for _ in range(10_000):
        visit = chance.choice(BEGINNINGS)
        for minute in range(12):
            visit, refusals = play([_random_event(chance, visit, minute)], PARAMETERS, visit)
            turned_down += len(refusals)
            assert all(problem.code.startswith(("visit", "signing", "draw.no_reason")) for problem in refusals)
            reached.add(visit.state)
        if visit.state in SIGNED:
            assert len(visit.inspectors) >= 2
            assert visit.frozen
            assert visit.head_signed or visit.refused
        if visit.state == "in_progress":
            assert visit.gate_time is not None
    print(f"10,000 random sequences: {turned_down} events refused, states reached: {sorted(reached)}")
    assert reached == STATES


SEEN_THROUGH = after(*FROZEN, *inks("I02", "I03"), "complete")
HALF_SIGNED = after(*FROZEN, *inks("I02", "I03", head=False))
BEGINNINGS = (Visit(), after(*INSIDE), HALF_SIGNED, SEEN_THROUGH, replace(SEEN_THROUGH, state="recheck_due"))
SIGNED = frozenset(
    ["signed", "refused_signed", "reported", "documents_issued", "rectifying", "recheck_due", "closed", "archived"]
)


def _random_event(chance: random.Random, visit: Visit, minute: int) -> Event:
    """Return any event at all, or one that the state at least knows: random steps alone rarely come far."""
    known = [name for name, rule in EVENTS.items() if visit.state in rule.states]
    names = chance.choice([[*EVENTS, "nonsense"], known or ["nonsense"]])
    facts: dict[str, str] = chance.choice(
        [{}, OBSTRUCTION, AMENDMENT, {"reason": "road_cut"}, {**REFUSAL, "video": "1"}]
    )
    more = {"signer": chance.choice(["head", "inspector"]), "open_findings": chance.choice("01")}
    when = at(minute * chance.randrange(1, 60))
    return Event(chance.choice(names), when, chance.choice(["I01", "I02", "I03"]), chance.choice(ROLES), facts | more)


def test_real_entries_tell_the_same_life() -> None:
    """The registers of a visit as the program writes them; a late answer is listed, not believed; unknown kinds say nothing."""
    record = "0190d6f0-0000-7000-8000-000000000001"
    sha = "0" * 64
    written: list[tuple[str, str, Value]] = [
        ("task", "task", {"number": "1", "school_id": "G111", "forms": {}, "team": []}),
        ("gate_time", "gate_time/I02", at(1).isoformat()),
        ("answer", "campus_safety/items/SAF-GATE-01", {"verdict": "pass"}),
        ("answer", "campus_safety/items/SAF-FIRE-01", {"verdict": "pass"}),
        ("card_shown", "card_shown/I02", {"at": at(2).isoformat(), "by": "I02"}),
        ("answer", "campus_safety/items/SAF-FIRE-01", {"verdict": "fail"}),
        ("feedback", "feedback", {"at": at(50).isoformat(), "by": "I02"}),
        ("reply", "reply", {"none": True, "blob": ""}),
        ("freeze", "", {"digest": sha, "seen": {}, "at": at(55).isoformat()}),
        ("moon_phase", "moon", "full"),
        ("answer", "campus_safety/items/SAF-FIRE-02", {"verdict": "pass"}),
        ("ink", "signatures/inspector/I02", {"blob": sha, "digest": sha, "name": "督学乙"}),
        ("ink", "signatures/inspector/I03", {"blob": sha, "digest": sha, "name": "督学丙"}),
        ("refusal", "refusal", {"blob": sha}),
        ("document", "documents/site_record", {"blob": sha, "digest": sha, "issued_at": at(70).isoformat()}),
        ("visit_step", "", {"event": "report", "at": at(80).isoformat(), "role": "team_leader"}),
    ]
    pen = Author("a" * 32, None, 0, lambda: at(5))
    entries = [pen.next(record, kind, path, value, (), "I02") for kind, path, value in written]
    random.Random(1).shuffle(entries)
    visit, refusals = play(events(entries, {"SAF-GATE-01"}), PARAMETERS)
    assert ("reported", at(1), at(2)) == (visit.state, visit.gate_time, visit.card_shown)
    assert ["visit.card_not_shown", "visit.frozen"] == [one.code for one in refusals]
