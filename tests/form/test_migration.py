"""A draft under another version of its form: what keeps its place, what has none, what is newly wanted, what changed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.form import Choice, Filling, Form, Question, Section
from inspector_app.form.canonical import fits
from inspector_app.form.conversion import asked, converted
from inspector_app.form.definition import Field, Item, Repeat
from inspector_app.form.migration import Answer, Carried, Change, Left, Migration, place, plan
from tests.form.second_version import ADDED, DROPPED, NEW_POINTS, REWORDED, WITH_REPEAT_GONE, first, second
from tests.form.small import NOW

CONTEXT = {"visit_date": "2026-11-23", "stages": "P", "near_water": "yes", "student_count": "400"}
TYPES = (
    "text",
    "integer",
    "decimal",
    "date",
    "select_one one",
    "select_one two",
    "select_multiple one",
    "select_multiple two",
    "image",
)
NAMES = ("a", "b", "c", "1", "yes")
LABELS = ("", "甲", "乙", "是", "a")
JUNK = ("", "甲", "乙、是", "是", "a", "b c", "1", "-4", "2.50", "3.0", "2026-01-02", "2026/1/2", "约五人", "照片.jpg")


# -- laws ------------------------------------------------------------------------------------------------------------


@st.composite
def _forms(draw: st.DrawFn) -> Form:
    """A version of one form: some of four items with up to two fields each, in or outside of two tables, two lists."""
    repeats = draw(st.lists(st.sampled_from(("g_x", "g_y")), unique=True, max_size=2))
    choices = {
        name: tuple(
            Choice(one, draw(st.sampled_from(LABELS)))
            for one in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
        )
        for name in ("one", "two")
    }
    items = []
    for code in draw(st.lists(st.sampled_from(("T-A-01", "T-A-02", "T-A-03", "T-A-04")), unique=True, min_size=1)):
        names = draw(st.lists(st.sampled_from(("f", "g")), unique=True, max_size=2))
        fields = tuple(Field(name, draw(st.sampled_from(TYPES))) for name in names)
        items.append(Item(code, repeat=draw(st.sampled_from(("", *repeats))), fields=fields))
    tables = tuple(Repeat(name, fields=(Field("name", "text"),)) for name in sorted(repeats))
    return Form("law", prefix="T", choices=choices, repeats=tables, sections=(Section("T-A", items=tuple(items)),))


def _fitting(form: Form, question: Question) -> list[str]:
    """What a person can have entered there."""
    if question.role == "verdict":
        return ["pass", "fail", "na"]
    way = asked(form, question)
    if way.words is not None:
        names = list(way.words)
        return names if way.type == "select_one" else [*names, " ".join(names)]
    return [text for text in JUNK if text and fits(question.type, text)]


@st.composite
def _answers(draw: st.DrawFn, form: Form, fitting: bool) -> dict[str, Any]:
    """Some answers to a version: texts that fit their questions, or any texts at all."""

    def texts(questions: list[Question]) -> dict[str, str]:
        given = {}
        for question in questions:
            if draw(st.booleans()):
                given[question.name] = draw(st.sampled_from(_fitting(form, question) if fitting else JUNK))
        return given

    rows = []
    for repeat in form.repeats:
        for number in range(draw(st.integers(0, 2))):
            asked_there = [one for one in form.questions if one.repeat == repeat.name]
            rows.append({"id": f"{repeat.name}-{number}", "repeat": repeat.name, "values": texts(asked_there)})
    return {"questions": texts([one for one in form.questions if not one.repeat]), "rows": rows}


_drafts = _forms().flatmap(lambda old: st.tuples(st.just(old), _forms(), _answers(old, fitting=False)))
_sound_drafts = _forms().flatmap(lambda old: st.tuples(st.just(old), _forms(), _answers(old, fitting=True)))


def _every(form: Form, answers: dict[str, Any]) -> set[Answer]:
    """Every answer there is, rows included."""
    item = {question.name: question.item for question in form.questions}
    found = {Answer(item[name], name, "", text) for name, text in answers["questions"].items()}
    for row in answers["rows"]:
        found.add(Answer("", "", row["id"], row["repeat"]))
        found |= {Answer(item[name], name, row["id"], text) for name, text in row["values"].items()}
    return found


@settings(max_examples=150, deadline=None)
@given(_drafts)
def test_the_same_version_changes_nothing(draft: tuple[Form, Form, dict[str, Any]]) -> None:
    """Whatever was entered, fitting or not."""
    form, _, answers = draft
    found = place(form, form, answers)
    assert (answers, (), ()) == (found.answers, found.carried, found.no_place)
    assert _every(form, answers) == set(found.kept)


@settings(max_examples=200, deadline=None)
@given(_drafts)
def test_nothing_answered_disappears(draft: tuple[Form, Form, dict[str, Any]]) -> None:
    """Every answer is kept, carried or listed with what was answered; what is kept stands in the new answers to the letter."""
    old, new, answers = draft
    found = place(old, new, answers)
    carried = {one.answer for one in found.carried}
    left = {one.answer for one in found.no_place}
    every = _every(old, answers)
    assert {one for one in every if one.text} <= set(found.kept) | carried | left <= every
    for one in found.no_place:
        whole = one.answer not in carried
        assert one.text
        assert one.text == one.answer.text or not whole
    standing = _every(new, found.answers)
    assert {(one.question, one.row, one.text) for one in found.kept} <= {(one[1], one[2], one[3]) for one in standing}
    assert len(standing) == len(found.kept) + len(found.carried)


@settings(max_examples=200, deadline=None)
@given(_sound_drafts)
def test_there_and_back_restores_what_has_a_place_in_both(draft: tuple[Form, Form, dict[str, Any]]) -> None:
    """Nothing that had a place there is without one back here; what is asked alike is the same to the letter; and there again."""
    old, new, answers = draft
    there = place(old, new, answers)
    back = place(new, old, there.answers)
    assert () == back.no_place
    assert there.answers == place(old, new, back.answers).answers
    restored = {(one.question, one.row): one.text for one in _every(old, back.answers)}
    for one in there.kept:
        alike = not one.question or asked(old, old.by_name[one.question]) == asked(new, new.by_name[one.question])
        if alike:
            assert one.text == restored[one.question, one.row]


@settings(max_examples=150, deadline=None)
@given(_sound_drafts)
def test_what_is_written_under_the_new_version_stays(draft: tuple[Form, Form, dict[str, Any]]) -> None:
    """Reading converts: a team-mate may still write under the old version, so what stands converts to itself."""
    old, new, answers = draft
    there = place(old, new, answers)
    assert there.answers == place(old, new, there.answers).answers


# -- one real form ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return second(tmp_path_factory.mktemp("forms"))


def drafted() -> Filling:
    """A draft of the shipped form that the second version does everything to."""
    filling = Filling(first(), context=CONTEXT, now=NOW)
    for name, text in (
        ("drn_edu_05_possible", "yes"),
        ("drn_edu_05_due", "40"),
        ("drn_edu_05_taught", "30"),
        ("drn_edu_05_note", "六年级一班"),
        ("drn_resp_01_principal", "3"),
        ("drn_resp_01_teacher", "2"),
    ):
        filling.answer(name, text)
    filling.add_row("g_campwater", "pond-1")
    filling.answer("g_campwater[pond-1]/drn_camp_01_name", "消防水池")
    for row, position, gear, handling in (("w-1", "24.5, 109.2", "ring rope", "是"), ("w-2", "12", "pole", "劝离")):
        filling.add_row("g_water", row)
        filling.answer(f"g_water[{row}]/g_water_name", f"融江{row}")
        filling.answer(f"g_water[{row}]/drn_water_01_position", position)
        filling.answer(f"g_water[{row}]/drn_water_03_gear", gear)
        filling.answer(f"g_water[{row}]/drn_water_06_handling", handling)
    return filling


@pytest.fixture(scope="module")
def migration(new: Form) -> Migration:
    return plan(first(), new, drafted().answers(), CONTEXT, NOW)


def test_what_has_no_place_is_listed_with_its_answer(migration: Migration) -> None:
    """A dropped item, a repeat gone with its rows, a choice no longer offered, texts that are no number and no choice."""
    left = {(one.answer.question, one.answer.row, one.text, one.why) for one in migration.placed.no_place}
    assert left == {
        ("drn_edu_05_possible", "", "yes", "item"),
        ("drn_edu_05_due", "", "40", "item"),
        ("drn_edu_05_taught", "", "30", "item"),
        ("drn_edu_05_note", "", "六年级一班", "item"),
        ("", "pond-1", "g_campwater", "row"),
        ("drn_camp_01_name", "pond-1", "消防水池", "row"),
        ("drn_water_01_position", "w-1", "24.5, 109.2", "type"),
        ("drn_water_03_gear", "w-1", "rope", "choice"),
        ("drn_water_06_handling", "w-2", "劝离", "type"),
    }
    assert {DROPPED, WITH_REPEAT_GONE} <= {one.answer.item for one in migration.placed.no_place}


def test_what_has_a_place_goes_there(migration: Migration, new: Form) -> None:
    """Numbers and rows as they are, a choice in its word as the choice; the new version's filling takes all of it."""
    carried = {(one.answer.question, one.answer.row, one.text) for one in migration.placed.carried}
    assert {("drn_water_03_gear", "w-1", "ring"), ("drn_water_06_handling", "w-1", "yes")} == carried
    filling = Filling(new, migration.placed.answers, CONTEXT, now=NOW)
    assert () == filling.unplaced
    assert ("w-1", "w-2") == filling.rows("g_water")
    assert "12" == filling.value("g_water[w-2]/drn_water_01_position")
    assert "3" == filling.value("drn_resp_01_principal")


def test_what_is_newly_wanted_is_listed(migration: Migration) -> None:
    """The added item, the item that must be checked anew, the answers without a place where one is required."""
    due = {(one.item, one.why) for one in migration.due}
    assert (ADDED, "item") in due
    assert ("DRN-WATER-01", "required") in due
    assert DROPPED not in {item for item, _ in due}
    assert "DRN-RESP-02" not in {item for item, _ in due}  # as unchecked as before


def test_what_changed_is_listed_by_what_it_is(migration: Migration) -> None:
    """Wording, points, judging, questions; an item that is as it was is not among them."""
    changed = {one.item: one.aspects for one in migration.changed}
    assert ("wording",) == changed[REWORDED]
    assert ("points",) == changed[NEW_POINTS]
    assert ("judging", "questions") == changed[WITH_REPEAT_GONE]
    assert ("questions",) == changed["DRN-WATER-03"]
    assert {
        REWORDED,
        NEW_POINTS,
        WITH_REPEAT_GONE,
        "DRN-RESP-01",
        "DRN-WATER-01",
        "DRN-WATER-03",
        "DRN-WATER-06",
    } == set(changed)


def test_moving_to_the_same_version_is_nothing() -> None:
    """No list has an entry."""
    form = first()
    found = plan(form, form, drafted().answers(), CONTEXT, NOW)
    assert ((), (), (), ()) == (found.placed.carried, found.placed.no_place, found.due, found.changed)


def test_a_survey_without_items_moves_as_well(tmp_path: Path) -> None:
    """Questions stand for themselves: one gone, one reworded, rows inside rows with the row they are in."""
    inner = Field("person", "repeat", fields=(Field("name", "text"),))
    old = Form(
        "census",
        survey=(
            Field("q", "text", "Q"),
            Field("gone", "text"),
            Field("house", "repeat", fields=(Field("no", "text"), inner)),
        ),
    )
    new = Form(
        "census", survey=(Field("q", "text", "Q?"), Field("house", "repeat", fields=(Field("no", "text"), inner)))
    )
    rows = [
        {"id": "h", "repeat": "house", "values": {"no": "1"}},
        {"id": "p", "repeat": "person", "parent": "h", "values": {"name": "韦"}},
    ]
    found = plan(old, new, {"questions": {"q": "1", "gone": "2"}, "rows": rows}, now=NOW)
    assert (Left(Answer("", "gone", "", "2"), "2", "question"),) == found.placed.no_place
    assert rows == found.placed.answers["rows"]
    assert (Change("", "q", ("wording",)),) == found.changed
    flat = Form("census", survey=(Field("q", "text"), inner))
    lost = place(old, flat, {"questions": {}, "rows": rows}).no_place
    assert {("h", "house"), ("h", "1"), ("p", "person"), ("p", "韦")} == {(one.answer.row, one.text) for one in lost}


@pytest.mark.parametrize(
    ("old", "new", "text", "moved", "left"),
    [
        ("integer", "decimal", "3", "3", ""),
        ("decimal", "integer", "3.0", "3", ""),
        ("decimal", "integer", "3.5", "", "3.5"),
        ("text", "date", "2026年1月2日", "2026-01-02", ""),
        ("text", "integer", "约五人", "", "约五人"),
        ("select_one one", "text", "yes", "是", ""),
        ("text", "select_one one", "是", "yes", ""),
        ("text", "select_one one", "大概是", "", "大概是"),
        ("select_multiple one", "text", "yes no", "是、否", ""),
        ("text", "select_multiple one", "是、否", "yes no", ""),
        ("select_multiple one", "select_one one", "yes", "yes", ""),
        ("select_multiple one", "select_one one", "yes no", "", "yes no"),
        ("select_one one", "select_multiple one", "no", "no", ""),
        ("select_multiple one", "select_multiple two", "yes maybe", "yes", "maybe"),
        ("select_one one", "select_one_from_file far.csv", "yes", "yes", ""),
        ("text", "select_one_from_file far.csv", "yes", "", "yes"),
        ("image", "text", "a.jpg", "", "a.jpg"),
        ("text", "image", "a.jpg", "", "a.jpg"),
    ],
)
def test_answers_go_from_one_way_of_asking_to_another(old: str, new: str, text: str, moved: str, left: str) -> None:
    """By meaning: a number, a day, a choice by its word; never by guessing."""
    choices = {
        "one": (Choice("yes", {"zh": "是"}), Choice("no", {"zh": "否"}), Choice("maybe", {"zh": "也许"})),
        "two": (Choice("yes", {"zh": "是"}), Choice("no", {"zh": "否"})),
    }
    ways = []
    for type_ in (old, new):
        form = Form(
            "f",
            prefix="F",
            choices=choices,
            sections=(Section("F-A", items=(Item("F-A-01", fields=(Field("x", type_),)),)),),
        )
        ways.append(asked(form, form.by_name["f_a_01_x"]))
    assert (moved, left) == converted(ways[0], ways[1], text)


def test_a_carried_answer_says_what_it_was() -> None:
    """The person who looks again sees both."""
    answer = Answer("DRN-WATER-06", "drn_water_06_handling", "w-1", "是")
    assert "是" == Carried(answer, "yes").answer.text
