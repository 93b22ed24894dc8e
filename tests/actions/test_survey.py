"""Questions that belong to no item: one register each, rows with one identity everywhere, what a form fills in by itself."""

from pathlib import Path

import pytest

from inspector_app.actions import dispatching, form_versions, readiness, registers, setup, signing, survey, visits
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.process import Process
from inspector_app.form import Form, load
from tests.actions.county import LEADER, SCHOOL, SECOND, County, at_work

EVERY_TYPE = Path(__file__).parents[1] / "forms" / "every_type.md"


@pytest.fixture(scope="module")
def form() -> Form:
    return load(EVERY_TYPE)


def dispatched(county: County, form: Form, *others: str) -> str:
    """Publish a form and send both inspectors with it; both laptops hold the task."""
    form_versions.publish(county.bureau, form)
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], [form.form_id, *others])
    setup.send_county(county.bureau, county.leader)
    setup.send_county(county.bureau, county.second)
    return visit


@pytest.fixture
def sitting(county: County, form: Form) -> Sitting:
    return at_work(county.leader, dispatched(county, form))


def reopened(sitting: Sitting) -> Sitting:
    return open_sitting(sitting.ws, sitting.visit)


def answered(sitting: Sitting) -> object:
    return {name: text for name, text in sitting.filling.answers()["questions"].items() if name != "noted_at"}


def paths(sitting: Sitting) -> list[str]:
    return [entry.path for entry in sitting.ws.store.entries(sitting.visit)]


def test_each_question_is_a_register_of_its_own(sitting: Sitting) -> None:
    before = len(paths(sitting))
    sitting.answer("head", "食堂主任")
    assert ["every_type/questions/head"] == paths(sitting)[before:]
    assert "食堂主任" == reopened(sitting).filling.value("head")


def test_two_laptops_answering_different_questions_do_not_collide_and_the_same_one_does(
    county: County, form: Form
) -> None:
    visit = dispatched(county, form)
    mine, hers = at_work(county.leader, visit), at_work(county.second, visit)
    (row,) = mine.filling.rows("store")
    mine.answer("head", "主任")
    mine.answer(f"/data/store[{row}]/store_name", "冷库")
    hers.answer("cooks", "2")
    hers.answer(f"/data/store[{row}]/shelf[1]/boxes", "3")
    county.carry(county.second, county.leader)
    merged = open_sitting(county.leader, visit)
    assert [] == merged.conflicts()
    assert ("主任", "2", "冷库") == tuple(merged.filling.value(name) for name in ("head", "cooks", "store_name"))
    assert "3" == merged.filling.value(f"/data/store[{row}]/shelf[1]/boxes")
    hers.answer("head", "副校长")
    county.carry(county.second, county.leader)
    (conflict,) = open_sitting(county.leader, visit).conflicts()
    assert "食堂负责人" == conflict.title
    assert {("主任",), ("副校长",)} == {side.lines for side in conflict.sides}


def test_counted_rows_are_the_same_on_every_laptop_and_come_back_with_their_answers(county: County, form: Form) -> None:
    visit = dispatched(county, form)
    mine, hers = at_work(county.leader, visit), at_work(county.second, visit)
    mine.answer("cooks", "3")
    hers.answer("cooks", "3")
    assert mine.filling.rows("cook") == hers.filling.rows("cook")
    third = mine.filling.rows("cook")[2]
    mine.answer(f"/data/cook[{third}]/health_card", "no")
    assert mine.filling.rows("cook") == reopened(mine).filling.rows("cook")
    mine.answer("cooks", "1")
    assert 1 == len(reopened(mine).filling.rows("cook"))
    mine.answer("cooks", "3")
    for one in (mine, reopened(mine)):
        assert "no" == one.filling.value(f"/data/cook[{third}]/health_card")


def test_rows_are_added_copied_and_removed_with_what_is_inside_them(sitting: Sitting) -> None:
    (first,) = sitting.filling.rows("store")
    sitting.answer(f"/data/store[{first}]/store_name", "粮库")
    (shelf,) = sitting.filling.rows(f"/data/store[{first}]/shelf")
    sitting.answer(f"/data/store[{first}]/shelf[{shelf}]/boxes", "4")
    more, _ = sitting.add_row(f"/data/store[{first}]/shelf")
    sitting.answer(f"/data/store[{first}]/shelf[{more}]/boxes", "5")
    copy, saved = sitting.duplicate_row(first)
    assert any(path.endswith(f"[{copy}]") for path in saved.paths)
    again = reopened(sitting)
    for one in (sitting, again):
        assert (first, copy) == one.filling.rows("store")
        inside = one.filling.rows(f"/data/store[{copy}]/shelf")
        assert ["4", "5"] == [one.filling.value(f"/data/store[{copy}]/shelf[{row}]/boxes") for row in inside]
    sitting.remove_row(first)
    for one in (sitting, reopened(sitting)):
        assert (copy,) == one.filling.rows("store")
    sitting.remove_row(copy)
    assert () == reopened(sitting).filling.rows("store")


def test_what_a_trigger_sets_stands_in_the_journal(sitting: Sitting) -> None:
    sitting.answer("cooks", "7")
    assert "厨师7" == reopened(sitting).filling.value("echo")


def test_what_a_device_notes_is_the_same_for_every_reader(county: County, form: Form) -> None:
    visit = dispatched(county, form)
    at_work(county.leader, visit)
    county.carry(county.leader, county.second)
    here, there = open_sitting(county.leader, visit).filling, open_sitting(county.second, visit).filling
    assert here.value("began") == there.value("began") != ""
    assert here.value("day") == there.value("day") == "2026-11-23"


def test_a_file_travels_with_the_answer_that_names_it(county: County, form: Form, tmp_path: Path) -> None:
    visit = dispatched(county, form)
    sitting = at_work(county.leader, visit)
    (tmp_path / "合同.pdf").write_bytes(b"%PDF-1.7 contract")
    sitting.attach_file("paper", tmp_path / "合同.pdf", "合同.pdf")
    answer = sitting.filling.value("paper")
    assert answer.endswith(" 17 合同.pdf")
    county.carry(county.leader, county.second)
    assert b"%PDF-1.7 contract" == open_sitting(county.second, visit).file_bytes(answer)


def test_required_questions_hold_up_the_freeze_and_are_named(sitting: Sitting) -> None:
    owed = [one for one in readiness.obstacles(sitting) if one.path]
    assert ["食堂负责人：请写负责人", "厨师人数：必答，还没有填"] == [one.text for one in owed][:2]
    assert {"every_type"} == {one.form for one in owed}
    sitting.answer("cooks", "99")
    assert "厨师人数：厨师应在 0 到 50 人之间" in [one.text for one in readiness.obstacles(sitting)]


def finish(sitting: Sitting) -> None:
    """Answer what is required and do what signing asks before the freeze."""
    ws, visit = sitting.ws, sitting.visit
    sitting.answer("head", "主任")
    sitting.answer("cooks", "1")
    sitting.answer("has_kitchen", "yes")
    sitting.answer(f"/data/store[{sitting.filling.rows('store')[0]}]/store_name", "冷库")
    signing.save_process(ws, visit, Process(leave_time=ws.now().isoformat(timespec="seconds"), recusal_declared=True))
    signing.save_feedback(ws, visit)
    signing.save_reply(ws, visit, None)


def test_what_the_form_filled_in_itself_is_written_down_at_the_freeze(sitting: Sitting) -> None:
    finish(sitting)
    assert [] == readiness.obstacles(reopened(sitting))
    assert "every_type/questions/noted_at" not in paths(sitting)
    signing.freeze(sitting.ws, sitting.visit)
    frozen = reopened(sitting)
    noted = frozen.filling.value("noted_at")
    assert "every_type/questions/noted_at" in paths(sitting)
    sitting.ws.now()
    assert noted == reopened(sitting).filling.value("noted_at") != ""


def test_a_visit_of_two_forms_counts_and_owes_both(county: County, form: Form) -> None:
    visit = dispatched(county, form, "campus_safety")
    sitting = at_work(county.leader, visit)
    assert ("campus_safety", "every_type") == sitting.forms
    other = open_sitting(county.leader, visit, "every_type")
    other.answer("head", "主任")
    assert "主任" == open_sitting(county.leader, visit, "every_type").filling.value("head")
    (listed,) = [one for one in visits.list_visits(county.leader) if one.visit == visit]
    assert 1 == listed.checked
    assert {"", "every_type"} <= {one.form for one in readiness.obstacles(sitting)}


def test_a_long_name_has_a_register_that_fits(form: Form) -> None:
    name = "/".join(["group_of_some_length"] * 12)
    path = survey.question_path(form, form.by_name["head"].__class__(name, "/x", form.by_name["head"].field, "field"))
    assert len(path.encode()) < 160
    assert registers.question_at(form, "/data/store[a]/shelf[b]/boxes").name == "boxes"
