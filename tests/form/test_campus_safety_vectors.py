"""The campus safety form decides every case as the domain brief does; the cases stand in campus_safety_vectors.yaml.

The brief lies beside the checkout of the project's own machines; where it is absent only the cases themselves run.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector_app.form import Filling, Form, load
from inspector_app.form.definition import Rectify

REPO = Path(__file__).parents[2]
DOMAIN = REPO.parent / "shared" / "domain"
TABLES = DOMAIN / "forms" / "campus_safety.md"
VISIT = datetime(2024, 5, 6, 9, 10, tzinfo=UTC)
KINDS = {"立改": "immediate", "停用督办": "suspend_listed", "移送": "refer", "—": "none"}
SKIPS = re.compile("跳过|不适用|N/A|不做")
CITED = re.compile(r"[A-Z]+-[A-Z]+-\d+|种子|S\d+\.\d+")  # codes and seed sentences hold numbers that decide nothing
WHOLE_SECTION = {"SAF-FOOD": "none 整节跳过", "SAF-DORM": "boarding=false 整节跳过", "SAF-LAB": "has_lab=false 跳过"}
with_the_brief = pytest.mark.skipif(
    not TABLES.exists(), reason=f"the domain brief is not beside the checkout: {TABLES}"
)

Node = dict[str, Any]  # YAML read with every scalar as text
TABLE: Node = yaml.load((Path(__file__).parent / "campus_safety_vectors.yaml").read_text("utf-8"), yaml.BaseLoader)
ITEMS: dict[str, Node] = TABLE["items"]


@cache
def form() -> Form:
    """Load the form once for all cases."""
    return load(REPO / "forms" / "campus_safety.yaml")


def vectors() -> Iterator[Any]:
    """Yield every case under its item's code and its own sentence."""
    for code, item in ITEMS.items():
        for vector in item["vectors"]:
            yield pytest.param(code, vector, id=f"{code} {vector['case']}")


def full_name(code: str, short: str) -> str:
    """Return the question of an item that goes by a short name, or the repeat's own field of that name."""
    name = f"{code.lower().replace('-', '_')}_{short}"
    if any(question.name == name for question in form().questions):
        return name
    return f"{form().item(code).repeat}_{short}"


def fill(code: str, vector: Mapping[str, Any]) -> Filling:
    """Fill the form as the case says."""
    item = ITEMS[code]
    filling = Filling(form(), context=TABLE["school"] | vector.get("school", {}), now=VISIT)
    for name, value in vector.get("elsewhere", {}).items():
        filling.answer(name, value)
    for short, value in (item.get("usual", {}) | vector.get("answers", {})).items():
        filling.answer(full_name(code, short), value)
    for row in vector.get("rows", ()):
        differences = {short: value for short, value in row.items() if short != "times"}
        for _ in range(int(row.get("times", 1))):
            add_row(filling, code, item["row"] | differences)
    return filling


def add_row(filling: Filling, code: str, answers: Mapping[str, str]) -> None:
    repeat = form().item(code).repeat
    assert repeat
    row = filling.add_row(repeat)
    for short, value in answers.items():
        filling.answer(f"{repeat}[{row}]/{full_name(code, short)}", value)


def as_rectify(cell: str) -> Rectify:
    """Read a rectify cell of the brief."""
    return Rectify("deadline", int(cell[1:])) if cell.startswith("限") else Rectify(KINDS[cell])  # type: ignore[arg-type]


@pytest.mark.parametrize(("code", "vector"), [case for case in vectors() if "state" in case.values[1]])
def test_an_item_is_decided_as_the_brief_says(code: str, vector: Node) -> None:
    """State, points, grade and the way of putting right are the brief's."""
    filling = fill(code, vector)
    view, cells = filling.item(code), ITEMS[code] | vector
    fails = vector["state"] in ("fail", "partial")
    owed = (cells["grade"], as_rectify(cells["rectify"])) if fails else ("", None)
    expected = (vector["state"], vector["points"], *owed)
    points = "-" if view.earned is None else str(view.earned)
    assert expected == (view.state, points, view.grade, view.rectify), vector["words"]
    assert set(vector.get("asks", ())) <= set(view.unknown), "asks for what it must know first"
    shown = {short: filling.value(full_name(code, short)) for short in vector.get("shows", ())}
    assert vector.get("shows", {}) == shown


@pytest.mark.parametrize(("code", "vector"), [case for case in vectors() if "violates" in case.values[1]])
def test_an_answer_the_brief_rules_out_is_objected_to(code: str, vector: Node) -> None:
    """What cannot be true is shown as a violation, and the item does not pass on it."""
    filling = fill(code, vector)
    assert filling.violation(full_name(code, vector["violates"])) == "constraint"
    assert filling.state(code) not in ("pass", "na")


@pytest.mark.parametrize("code", ITEMS)
def test_any_item_can_be_put_not_applicable_and_the_reason_is_demanded(code: str) -> None:
    """`na` takes the item out of both sums; its reason must be given (conventions: 选 na 必填)."""
    filling = Filling(form(), context=TABLE["school"], now=VISIT)
    filling.answer(full_name(code, "verdict"), "na")
    assert filling.violation(full_name(code, "na_reason")) == "required"
    filling.answer(full_name(code, "na_reason"), "正在维修")
    assert (filling.violation(full_name(code, "na_reason")), filling.state(code)) == ("", "na")
    assert filling.points(code) is None


def test_a_school_in_order_everywhere_earns_all_hundred_points() -> None:
    """The usual answers of all items together are full marks, without one item left out."""
    filling = Filling(form(), context=TABLE["school"], now=VISIT)
    for code, item in ITEMS.items():
        for short, value in item.get("usual", {}).items():
            filling.answer(full_name(code, short), value)
    for repeat in form().repeats:
        answers = {
            full_name(code, short): value
            for code, item in ITEMS.items()
            if form().item(code).repeat == repeat.name
            for short, value in item["row"].items()
        }
        for _ in range(10):
            row = filling.add_row(repeat.name)
            for name, value in answers.items():
                filling.answer(f"{repeat.name}[{row}]/{name}", value)
    assert {"pass"} == {result.state for result in filling.results()}
    assert Decimal(100) == sum(result.earned for result in filling.results())


# the vectors themselves, against the brief


def brief_rows() -> dict[str, list[str]]:
    """Read the tables of the brief: code to its twelve cells."""
    lines = TABLES.read_text("utf-8").splitlines() if TABLES.exists() else []
    found = [line.strip().strip("|").split(" | ") for line in lines if re.match(r"\| SAF-[A-Z]+-\d\d \|", line)]
    return {cells[0].strip(): [cell.strip() for cell in cells] for cells in found}


BRIEF = brief_rows()


@with_the_brief
def test_every_item_of_the_brief_has_vectors_under_its_own_points_grade_and_rectify() -> None:
    """The heads of the vectors are the cells of the brief."""
    expected = {code: (cells[6].rstrip("★"), cells[7], cells[8]) for code, cells in BRIEF.items()}
    assert expected == {code: (item["points"], item["grade"], item["rectify"]) for code, item in ITEMS.items()}


@with_the_brief
@pytest.mark.parametrize("code", [code for code, cells in BRIEF.items() if cells[9] != "—"])
def test_every_rule_of_the_brief_has_its_vectors(code: str) -> None:
    """Pass and fail always, n.a. where the cell or its section skips, a boundary where the cell holds a number."""
    cell, section = BRIEF[code][9], code.rpartition("-")[0]
    wanted = {"pass", "fail"}
    if SKIPS.search(cell) or section in WHOLE_SECTION:
        wanted.add("na")
    if re.search(r"\d", CITED.sub("", cell)):
        wanted.add("boundary")
    cases = ITEMS[code]["vectors"]
    held = {case.get("state", "") for case in cases} | {"boundary" for case in cases if "boundary" in case}
    assert wanted <= held


@with_the_brief
def test_every_calculation_of_the_brief_has_a_worked_example() -> None:
    """C-SAF-1 to C-SAF-5 are each named by a case."""
    calculations = set(re.findall(r"^\| (C-SAF-\d) ", TABLES.read_text("utf-8"), re.MULTILINE))
    named = {vector["case"].split()[0] for item in ITEMS.values() for vector in item["vectors"]}
    assert calculations
    assert calculations <= named


@with_the_brief
@pytest.mark.parametrize(("code", "vector"), list(vectors()))
def test_a_vector_quotes_the_brief(code: str, vector: Node) -> None:
    """The words that decide a case stand in the item's own cells, its section's note, a calculation, or the conventions."""
    prose = [line for line in TABLES.read_text("utf-8").splitlines() if not line.startswith("| SAF-")]
    conventions = (DOMAIN / "forms" / "README.md").read_text("utf-8")
    borrowed = BRIEF["SAF-BUS-01"][9] if code == "SAF-BUS-02" else ""
    assert vector["words"] in "\n".join([*BRIEF[code], *prose, conventions, borrowed])
