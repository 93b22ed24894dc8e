"""A draft moves to another version of its form: previewed, one entry, nothing lost, on two laptops and on paper."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import msgspec
import pdfplumber
import pytest

from inspector_app.actions import dispatching, form_versions, migrating, setup, signing, visits
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.drawing import draw
from inspector_app.actions.record_data import gather
from inspector_app.actions.writing import Draft, write
from inspector_app.form import Form
from tests.actions.county import LEADER, SCHOOL, SECOND, County, at_work, copied, ready, refused
from tests.form.second_version import ADDED, CODE, DROPPED, REWORDED, second, second_tree

SEAMLESS = "drn_resp_01_principal"


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return second(tmp_path_factory.mktemp("second"))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with copied(tmp_path_factory.mktemp("county")) as one:
        yield one


def sent(county: County) -> str:
    """Dispatch a visit under the shipped version; both laptops hold it."""
    old = form_versions.shipped_form(CODE)
    form_versions.publish(county.bureau, old)
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], [CODE])
    setup.send_county(county.bureau, county.leader)
    setup.send_county(county.bureau, county.second)
    return visit


@pytest.fixture
def visit(county: County) -> str:
    """A visit under the shipped version, though a later one has been published meanwhile."""
    old = form_versions.shipped_form(CODE)
    task_form = form_versions.current(county.bureau, CODE)
    visit = sent(county)
    if (
        task_form != old
    ):  # a test before this one published the second version: the task is bound to the first all the same
        rebind(county, visit, old)
    return visit


def rebind(county: County, visit: str, form: Form) -> None:
    """Let the bureau bind a task to another version before anybody opens it."""
    task = [one for one in county.bureau.store.entries(visit) if one.kind == "task"][-1]
    assert isinstance(task.value, dict)
    value = {**task.value, "forms": {CODE: form.version}}
    write(county.bureau, [Draft(visit, "task", "task", value, (task.dot,))], author="bureau")
    setup.send_county(county.bureau, county.leader)
    setup.send_county(county.bureau, county.second)


def published(county: County, new: Form) -> None:
    """Let the bureau publish the second version and the laptops take it in."""
    form_versions.publish(county.bureau, new)
    setup.send_county(county.bureau, county.leader)
    setup.send_county(county.bureau, county.second)


def filled(sitting: Sitting) -> tuple[str, str]:
    """Answer what the second version does everything to; return the rows of the two waters."""
    for name, text in (
        ("drn_edu_05_possible", "yes"),
        ("drn_edu_05_due", "40"),
        (SEAMLESS, "3"),
        ("drn_resp_01_teacher", "2"),
    ):
        sitting.answer(name, text)
    sitting.note(DROPPED, "六年级一班")
    row, _ = sitting.add_row("g_campwater")
    sitting.answer(f"g_campwater[{row}]/drn_camp_01_name", "消防水池")
    first, _ = sitting.add_row("g_water")
    other, _ = sitting.add_row("g_water")
    for water, gear, handling in ((first, "ring rope", "是"), (other, "pole", "劝离")):
        sitting.answer(f"g_water[{water}]/drn_water_03_gear", gear)
        sitting.answer(f"g_water[{water}]/drn_water_06_handling", handling)
    return first, other


def lines(sitting: Sitting) -> set[str]:
    return {line for one in sitting.leftovers() for line in one.lines}


def test_a_later_version_is_offered_until_the_person_decides(county: County, visit: str, new: Form) -> None:
    """Nothing before it is published; then the bar; staying puts it away on this laptop, frozen visits are left alone."""
    sitting = at_work(county.leader, visit)
    published(county, new)
    assert new == migrating.offered(sitting)
    migrating.stay(sitting, new)
    assert migrating.offered(sitting) is None
    assert new == migrating.offered(open_sitting(county.second, visit))


def test_a_preview_says_in_words_what_would_happen(county: County, visit: str, new: Form) -> None:
    """Three lists in both languages; looking writes nothing."""
    sitting = at_work(county.leader, visit)
    filled(sitting)
    form_versions.keep(county.leader, new)
    before = len(county.leader.store.entries(visit))
    seen = migrating.preview(sitting.record, CODE, new.version)
    assert before == len(county.leader.store.entries(visit))
    assert (DROPPED, "应参加(高年级)：40人") in {(one.code, one.said) for one in seen.no_place}
    assert {"第 1 行（校内及围墙脚下每处水体）", "1. 在位可用：绳"} <= {one.said for one in seen.no_place}
    assert (ADDED, "防溺水“六不”张贴在每个教室", "新增，尚未检查") in set(seen.due)
    assert {"改动：条文"} == {one.said for one in seen.changed if one.code == REWORDED}
    english = migrating.preview(sitting.record, CODE, new.version, "en")
    assert len(seen.no_place) == len(english.no_place)
    assert "Changed: wording" in {one.said for one in english.changed}


def test_moving_a_draft_loses_nothing(county: County, visit: str, new: Form) -> None:
    """One entry; what has a place goes there, what has none is shown and stays through every later edit of its item."""
    sitting = at_work(county.leader, visit)
    first, other = filled(sitting)
    before = len(county.leader.store.entries(visit))
    migrating.migrate_here(sitting, new.version)
    assert before + 1 == len(county.leader.store.entries(visit))
    assert new == sitting.form
    assert "3" == sitting.filling.value(SEAMLESS)
    assert "ring" == sitting.filling.value(f"g_water[{first}]/drn_water_03_gear")
    assert "yes" == sitting.filling.held(f"g_water[{first}]/drn_water_06_handling")
    left = lines(sitting)
    assert {"应参加(高年级)：40人", "备注：六年级一班", "1. 在位可用：绳"} <= left
    assert any("消防水池" in line for line in left)
    assert any("劝离" in line for line in left)
    # Editing another question of the same items writes what stood there along.
    sitting.answer(f"g_water[{other}]/drn_water_06_minors", "2")
    sitting.answer("drn_resp_01_teacher", "1")
    assert left == lines(sitting) == lines(open_sitting(county.leader, visit))
    # Answering the question itself replaces the old answer, as it would have in the old version.
    sitting.answer(f"g_water[{other}]/drn_water_06_handling", "yes")
    assert left - lines(sitting) == {line for line in left if "劝离" in line}
    with refused("migrating.same"):
        migrating.migrate(sitting.record, CODE, new.version)


def test_moving_back_restores_the_draft(county: County, visit: str, new: Form) -> None:
    """Old, new, old: every answer stands as it stood; what was answered in between is there too."""
    sitting = at_work(county.leader, visit)
    first, _ = filled(sitting)
    old, answers = sitting.form, sitting.filling.answers()
    migrating.migrate_here(sitting, new.version)
    assert answers != sitting.filling.answers()
    migrating.migrate_here(sitting, old.version)
    assert answers == sitting.filling.answers()
    assert [] == sitting.leftovers()
    migrating.migrate_here(sitting, new.version)
    sitting.answer(f"g_water[{first}]/drn_water_06_minors", "2")
    migrating.migrate_here(sitting, old.version)
    assert "是" == sitting.filling.held(f"g_water[{first}]/drn_water_06_handling")
    assert "2" == sitting.filling.held(f"g_water[{first}]/drn_water_06_minors")
    assert answers["questions"] == sitting.filling.answers()["questions"]


def test_a_team_mate_on_the_old_version_follows_with_the_merge(county: County, visit: str, new: Form) -> None:
    """What was answered there meanwhile stands under the new version; no register is in conflict; the definition comes along."""
    leader, mate = at_work(county.leader, visit), at_work(county.second, visit)
    form_versions.keep(county.leader, new)
    leader.answer("drn_resp_01_teacher", "2")
    migrating.migrate_here(leader, new.version)
    mate.answer("drn_edu_05_possible", "yes")
    mate.answer("drn_edu_05_due", "40")
    mate.answer("drn_resp_02_total", "2")
    assert "merged" == county.carry(county.second, county.leader).outcome
    assert "merged" == county.carry(county.leader, county.second).outcome
    for sitting in (leader, mate):
        sitting.reload()
        assert new == sitting.form
        assert [] == [one for one in sitting.conflicts() if "items" in one.path]
        assert "2" == sitting.filling.value("drn_resp_01_teacher")
        assert "应参加(高年级)：40人" in lines(sitting)
    assert leader.record.folded.digest(visit) == mate.record.folded.digest(visit)


def test_both_laptops_moving_alike_agree(county: County, visit: str, new: Form) -> None:
    """The same choice made twice is no conflict."""
    for laptop in (county.leader, county.second):
        form_versions.keep(laptop, new)
        migrating.migrate(open_sitting(laptop, visit).record, CODE, new.version)
    county.carry(county.second, county.leader)
    sitting = open_sitting(county.leader, visit)
    assert (new, []) == (sitting.form, sitting.conflicts())


def test_two_different_choices_are_a_conflict_that_a_person_settles(county: County, visit: str, new: Form) -> None:
    """Both stand and are named by edition; answers under the same items are untouched; the draft follows the settlement."""
    third = replace_edition(new)
    leader, mate = at_work(county.leader, visit), at_work(county.second, visit)
    leader.answer("drn_resp_01_teacher", "2")
    mate.answer("drn_resp_02_total", "4")
    for sitting, form in ((leader, new), (mate, third)):
        form_versions.keep(sitting.ws, form)
        migrating.migrate_here(sitting, form.version)
    county.carry(county.second, county.leader)
    leader.reload()
    (conflict,) = (one for one in leader.conflicts() if one.path == f"{CODE}/version")
    assert "用哪一版表" == conflict.title
    assert {f"表的版本：2026.2 ({new.version[:8]})", f"表的版本：2026.3 ({third.version[:8]})"} == {
        line for side in conflict.sides for line in side.lines
    }
    assert ("2", "4") == (leader.filling.value("drn_resp_01_teacher"), leader.filling.value("drn_resp_02_total"))
    with refused("conflicts.open"):
        migrating.migrate(leader.record, CODE, form_versions.shipped_form(CODE).version)
    chosen = next(side for side in conflict.sides if third.version[:8] in side.lines[0])
    leader.settle(conflict.path, chosen.dot, "以新版为准")
    assert third == leader.form
    assert [] == [one for one in leader.conflicts() if one.path == f"{CODE}/version"]


def replace_edition(form: Form) -> Form:
    """A third version: nothing but its edition is other."""
    return msgspec.structs.replace(form, edition="2026.3")


def test_a_conflict_at_an_item_that_is_no_more_can_be_settled(county: County, visit: str, new: Form) -> None:
    """Both laptops answered the dropped item; the leader moved on: the conflict is shown with its old wording."""
    leader, mate = at_work(county.leader, visit), at_work(county.second, visit)
    leader.answer("drn_edu_05_due", "40")
    mate.answer("drn_edu_05_due", "30")
    form_versions.keep(county.leader, new)
    migrating.migrate_here(leader, new.version)
    county.carry(county.second, county.leader)
    leader.reload()
    (conflict,) = (one for one in leader.conflicts() if DROPPED in one.path)
    assert ("", "本学年参加过游泳/自救技能教学的学生数(高年级)") == (conflict.code, conflict.title)
    assert {"应参加(高年级)：40人", "应参加(高年级)：30人"} == {line for side in conflict.sides for line in side.lines}
    leader.settle(conflict.path, conflict.sides[0].dot, "两人复看")
    assert [] == [one for one in leader.conflicts() if DROPPED in one.path]


def test_the_paper_prints_what_the_old_version_asked(county: County, visit: str, new: Form) -> None:
    """The annex has a section of what has no place, findings of a dropped item included; the version printed is the new one."""
    sitting = at_work(county.leader, visit)
    filled(sitting)
    sitting.answer("drn_edu_05_taught", "10")
    found = sitting.finding(DROPPED)
    assert found is not None
    sitting.save_finding(DROPPED, replace(found, facts="应参加40人，参加10人"))
    form_versions.keep(county.leader, new)
    migrating.migrate_here(sitting, new.version)
    data = gather(sitting, draft=True)
    assert new.version == data.results[0].version
    section = data.sections[-1]
    assert "旧版（2026.1）所答，新版无此项" == section.title
    dropped = next(item for item in section.items if item.code == DROPPED)
    assert ("left_over", None) == (dropped.state, dropped.points)
    assert {"应参加(高年级)：40人", "事实：应参加40人，参加10人"} <= set(dropped.answer)
    with pdfplumber.open(BytesIO(draw(sitting, draft=True).data)) as pdf:
        printed = "".join(page.extract_text() for page in pdf.pages)
    assert "旧版（2026.1）所答，新版无此项" in printed
    assert "消防水池" in printed


def test_the_version_is_part_of_what_is_signed_and_cannot_change_after(county: County, visit: str, new: Form) -> None:
    """The digest covers the choice; after the freeze it is refused, and one made without having seen the freeze comes late."""
    plain = open_sitting(county.leader, visit).record.folded.digest(visit)
    form_versions.keep(county.leader, new)
    form_versions.keep(county.second, new)
    old = open_sitting(county.leader, visit).form
    ready(county.leader, visit)
    signing.freeze(county.leader, visit)
    record = open_sitting(county.leader, visit).record
    with refused("visit.frozen"):
        migrating.migrate(record, CODE, new.version)
    migrating.migrate(open_sitting(county.second, visit).record, CODE, new.version)
    moved = open_sitting(county.second, visit).record.folded.digest(visit)
    assert plain != moved
    county.carry(county.second, county.leader)
    sitting = open_sitting(county.leader, visit)
    assert old == sitting.form
    assert "form_choice" in {entry.kind for entry in sitting.record.late}
    assert migrating.offered(sitting) is None


def test_a_visit_without_its_form_says_what_to_do_and_closes_no_other(county: County, visit: str) -> None:
    """The list of visits stands; the one whose version is not here names the remedy."""
    rebind(county, visit, replace_edition(form_versions.shipped_form(CODE)))
    with refused("visit.form_missing"):
        open_sitting(county.leader, visit)
    listed = {one.visit: one for one in visits.list_visits(county.leader)}
    missing = listed[visit].missing
    assert missing is not None
    assert "同步" in missing.remedy()
    assert (0, "") == (listed[visit].total, listed[visit].form)
    assert len(listed) > 1
    assert any(one.missing is None and one.total for one in listed.values())


def test_the_second_version_is_another_form() -> None:
    """What these tests are about is not what is shipped."""
    assert form_versions.shipped_form(CODE).edition != second_tree()["version"]


def test_the_second_form_of_a_visit_moves_alone(county: County, new: Form) -> None:
    """The first one stays as it was dispatched."""
    published(county, new)
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], ["campus_safety", CODE])
    old = form_versions.shipped_form(CODE)
    task = [one for one in county.bureau.store.entries(visit) if one.kind == "task"][-1]
    assert isinstance(task.value, dict)
    first = form_versions.shipped_form("campus_safety").version
    value = {**task.value, "forms": {"campus_safety": first, CODE: old.version}}
    write(county.bureau, [Draft(visit, "task", "task", value, (task.dot,))], author="bureau")
    setup.send_county(county.bureau, county.leader)
    at_work(county.leader, visit)
    sitting = open_sitting(county.leader, visit, CODE)
    sitting.answer("drn_edu_05_possible", "yes")
    offered = migrating.offered(sitting)
    assert offered is not None
    assert CODE == migrating.preview(sitting.record, CODE, new.version).old.form_id
    migrating.migrate_here(sitting, offered.version)
    assert (first, new.version) == tuple(one.form.version for one in open_sitting(county.leader, visit).every())
