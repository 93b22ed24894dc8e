"""A survey as XLSForm means it: parts inside each other, events, filtered choices, counts, metadata, translations."""

from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.form import Filling, load
from inspector_app.form.check import check
from tests.form.small import NOW, filled, loaded, written

HOUSES = """
    form: f
    root: data
    survey:
      - name: house
        type: repeat
        start: []
        fields:
          - {name: street, type: text}
          - name: person
            type: repeat
            start: []
            fields:
              - {name: age, type: integer}
              - {name: place, type: calculate, calculation: "concat(position(../..), '.', position(..))"}
              - {name: at, type: calculate, calculation: "concat(${street}, ' ', ../../street)"}
          - {name: oldest, type: integer, calculation: "max(${age})"}
          - {name: elders, type: integer, calculation: "count(../person[age >= 60])"}
          - {name: before, type: integer, calculation: "/data/house[position() = position(current()/..) - 1]/oldest"}
          - {name: share, type: decimal, calculation: "${oldest} div ${sum_of_oldest}"}
      - {name: all_ages, type: integer, calculation: "sum(/data/house/person/age)"}
      - {name: sum_of_oldest, type: integer, calculation: "sum(${oldest})"}
      - {name: second, type: integer, calculation: "indexed-repeat(${age}, ${house}, 1, ${person}, 2)"}
"""


def house(filling: Filling, street: str, *ages: int) -> str:
    """Add a house with people and return its row id."""
    row = filling.add_row("house")
    filling.answer(f"house[{row}]/street", street)
    for age in ages:
        person = filling.add_row(f"/data/house[{row}]/person")
        filling.answer(f"/data/house[{row}]/person[{person}]/age", age)
    return row


def test_rows_inside_rows_see_their_own_house(tmp_path: Path) -> None:
    """A name means this row's cell, its house's, or all below; position counts at each level."""
    filling = filled(tmp_path, HOUSES)
    house(filling, "东街", 30, 61)
    house(filling, "西街", 70)
    assert ("61", "70") == tuple(filling.value(f"/data/house[{n}]/oldest") for n in (1, 2))
    assert ("161", "131", "61") == tuple(filling.value(name) for name in ("all_ages", "sum_of_oldest", "second"))
    assert "2.1" == filling.value("/data/house[2]/person[1]/place")
    assert "西街 西街" == filling.value("/data/house[2]/person[1]/at")
    assert ("", "61") == tuple(filling.value(f"/data/house[{n}]/before") for n in (1, 2))


def test_removing_an_outer_row_renumbers_and_recounts(tmp_path: Path) -> None:
    """What looked at the row follows; the rows after it move up."""
    filling = filled(tmp_path, HOUSES)
    first = house(filling, "东街", 30, 61)
    house(filling, "西街", 70)
    changed = filling.remove_row(first)
    assert ("70", "70", "1.1", "") == (
        filling.value("all_ages"),
        filling.value("sum_of_oldest"),
        filling.value("/data/house[1]/person[1]/place"),
        filling.value("/data/house[1]/before"),
    )
    assert {"/data/house", f"/data/house[{first}]", "/data/all_ages"} <= changed


def test_answers_with_nested_rows_round_trip(tmp_path: Path) -> None:
    """What was answered opens again as it was, rows in their rows."""
    filling = filled(tmp_path, HOUSES)
    house(filling, "东街", 30, 61)
    house(filling, "西街", 70)
    again = Filling(filling.form, answers=filling.answers(), now=NOW)
    assert filling.answers() == again.answers()
    assert filling.value("/data/house[2]/elders") == again.value("/data/house[2]/elders") == "1"


def test_a_group_closes_all_inside_and_a_row_closes_itself(tmp_path: Path) -> None:
    """A group's relevance holds for the groups and repeats in it; a repeat's is each row's own."""
    filling = filled(
        tmp_path,
        """
        form: f
        survey:
          - {name: any, type: text, default: "yes"}
          - name: outer
            type: group
            relevant: "${any} = 'yes'"
            readonly: "${any} = 'yes'"
            fields:
              - name: r
                type: repeat
                relevant: "../../any != 'odd' and (position(.) = 1 or ${any} = 'yes')"
                fields: [{name: n, type: integer, default: "2"}]
              - {name: plain, type: text}
          - {name: rows, type: integer, calculation: "count(${r})"}
          - {name: total, type: integer, calculation: "sum(${n})"}
        """,
    )
    filling.add_row("r")
    assert ("2", "4") == (filling.value("rows"), filling.value("total"))
    assert filling.readonly("plain")
    filling.answer("any", "no")
    assert ("0", "0") == (filling.value("rows"), filling.value("total"))
    assert not filling.relevant("/f/outer/plain")
    assert not filling.relevant("outer")
    assert not filling.relevant("r[1]")


def test_a_count_makes_the_rows(tmp_path: Path) -> None:
    """Rows come and go at the end; nobody else adds or removes any."""
    filling = filled(
        tmp_path,
        """
        form: f
        survey:
          - {name: classes, type: integer}
          - {name: c, type: repeat, repeat_count: "${classes}", fields: [{name: m, type: integer, default: "${classes} + 1"}]}
          - {name: total, type: integer, calculation: "sum(${m})"}
        """,
    )
    filling.answer("classes", 3)
    kept = filling.rows("c")
    assert (3, "12") == (len(kept), filling.value("total"))
    filling.answer("classes", 2)
    assert kept[:2] == filling.rows("c")
    with pytest.raises(ValueError, match="counted"):
        filling.add_row("c")


def test_a_trigger_computes_only_when_its_question_changes(tmp_path: Path) -> None:
    """The value stays when other parts of the expression change, and may be answered over."""
    filling = filled(
        tmp_path,
        """
        form: f
        survey:
          - {name: a, type: integer}
          - {name: b, type: integer}
          - {name: noted, type: integer, trigger: "${a}", calculation: "${a} + ${b}"}
          - {name: first, type: text, calculation: "once(${a})"}
        """,
    )
    filling.answer("b", 1)
    assert "" == filling.value("noted")
    filling.answer("a", 5)
    filling.answer("b", 2)
    assert "6" == filling.value("noted")
    filling.answer("noted", 9)
    filling.answer("a", 6)
    assert ("8", "5") == (filling.value("noted"), filling.value("first"))


CITIES = """
    form: f
    choices:
      province: [{name: gd, label: {zh: 广东, en: Guangdong}}, {name: hn, label: {zh: 湖南, en: Hunan}}]
      city:
        - {name: gz, label: {zh: 广州, en: Guangzhou}, columns: {in: gd, people: "18"}}
        - {name: sz, label: {zh: 深圳, en: Shenzhen}, columns: {in: gd, people: "17"}}
        - {name: cs, label: {zh: 长沙, en: Changsha}, columns: {in: hn, people: "10"}}
    survey:
      - {name: province, type: select_one province}
      - {name: city, type: select_one city, choice_filter: "in = ${province}", required: "true"}
      - {name: people, type: integer, calculation: "instance('city')/*/item[name = ${city}]/people"}
      - {name: same, type: integer, calculation: "pulldata('city', 'people', 'name', ${city})"}
      - {name: shown, type: text, calculation: "jr:choice-name(${city}, '${city}')"}
      - {name: ask, type: note, label: {zh: "${shown}有${people}百万人", en: "${shown} has ${people} million"}}
"""


def test_a_choice_filter_offers_what_fits(tmp_path: Path) -> None:
    """Choices follow the answer before; a choice no longer on offer is kept but not seen, and asked for again."""
    filling = filled(tmp_path, CITIES)
    assert () == filling.choices("city")
    filling.answer("province", "gd")
    assert ["gz", "sz"] == [choice.name for choice in filling.choices("city")]
    filling.answer("city", "sz")
    assert ("17", "17", "深圳有17百万人") == (filling.value("people"), filling.value("same"), filling.label("ask"))
    changed = filling.answer("province", "hn")
    assert ("", "required") == (filling.value("city"), filling.violation("city"))
    assert "/f/people" in changed
    filling.answer("province", "gd")
    assert "sz" == filling.value("city")


def test_wording_follows_the_language(tmp_path: Path) -> None:
    """Labels, and what is computed from labels, change with the language."""
    filling = filled(tmp_path, CITIES)
    filling.answer("province", "gd")
    filling.answer("city", "gz")
    filling.set_language("en")
    assert ("Guangzhou", "Guangzhou has 18 million") == (filling.value("shown"), filling.label("ask"))


def test_a_device_notes_what_it_knows(tmp_path: Path) -> None:
    """Metadata is filled when the form is first opened, and stays."""
    text = """
        form: f
        survey:
          - {name: begun, type: start}
          - {name: day, type: today}
          - {name: who, type: username}
          - {name: last, type: text, default: "${last-saved#day}"}
    """
    form = loaded(tmp_path, text)
    filling = Filling(form, context={"username": "I02"}, now=NOW)
    assert ("2026-11-23T10:00:00.000+08:00", "2026-11-23", "I02", "") == tuple(
        filling.value(name) for name in ("begun", "day", "who", "last")
    )
    again = Filling(form, answers=filling.answers(), now=NOW.replace(day=24))
    assert "2026-11-23" == again.value("day")


def test_unknown_types_load_as_inert(tmp_path: Path) -> None:
    """A type that means nothing here keeps its place; the checks name it."""
    file = written(tmp_path, "form: f\nsurvey: [{name: who, type: 'db:person'}, {name: n, type: integer, label: N}]")
    filling = Filling(load(file), now=NOW)
    assert "" == filling.value("who")
    assert ["form.inert_type"] == [problem.code for problem in check(file)]


def test_points_are_typed_in(tmp_path: Path) -> None:
    """Latitude and longitude within the globe, altitude and accuracy if known; a shape is points between semicolons."""
    filling = filled(
        tmp_path,
        "form: f\nsurvey: [{name: p, type: geopoint}, {name: s, type: geoshape}, {name: a, type: acknowledge}]",
    )
    for text, violation in (("23.1 113.2", ""), ("23.1 113.2 5 3", ""), ("23.1", "type"), ("91 0", "type")):
        filling.answer("p", text)
        assert violation == filling.violation("p")
    filling.answer("s", "0 0;0 1;1 1;0 0")
    assert filling.valid("s")


def test_questions_of_one_name_are_told_apart_by_their_group(tmp_path: Path) -> None:
    """Two groups may use one name; `${name}` then means neither, a path either."""
    text = """
        form: f
        survey:
          - {name: a, type: group, fields: [{name: n, type: integer}]}
          - {name: b, type: group, fields: [{name: n, type: integer}, {name: m, type: integer, calculation: "../n + /f/a/n"}]}
    """
    filling = filled(tmp_path, text)
    filling.answer("/f/a/n", 1)
    filling.answer("b/n", 2)
    assert "3" == filling.value("m")
    assert {"a/n": "1", "b/n": "2"} == filling.answers()["questions"]
    with pytest.raises(Problem, match="form.unknown_reference"):
        loaded(tmp_path, text.replace("../n +", "${n} +"))
