"""Every shipped form decides every case as the domain brief does; the cases stand in <form>_vectors.yaml beside this file.

A file's head says what its test cases need beyond the form (see campus_safety_vectors.yaml); `skips` names sections that
the brief skips whole, with its words, `borrows` items whose deciding words stand in another item's cell, `apart` items that
the school in order everywhere cannot answer, and why.
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
VISIT = datetime(2024, 5, 6, 9, 10, tzinfo=UTC)
KINDS = {"立改": "immediate", "停用督办": "suspend_listed", "移送": "refer", "—": "none"}
SKIPS = re.compile("跳过|不适用|N/A|不做")
# codes, rules and seed sentences hold numbers that decide nothing
CITED = re.compile(r"[A-Z]+-[A-Z]+-\d+|R-\d+|种子|S\d+\.\d+")
ROWS = 20  # of each repeat in the school that is in order everywhere: as many as any sample of the brief asks for
with_the_brief = pytest.mark.skipif(
    not DOMAIN.exists(), reason=f"the domain brief is not beside the checkout: {DOMAIN}"
)

Node = dict[str, Any]  # YAML read with every scalar as text
TABLES: dict[str, Node] = {
    path.stem.removesuffix("_vectors"): yaml.load(
        path.read_text("utf-8"), getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    )
    for path in sorted(Path(__file__).parent.glob("*_vectors.yaml"))
}
ITEMS: dict[str, Node] = {code: item for table in TABLES.values() for code, item in table["items"].items()}
FORM_OF: dict[str, str] = {code: name for name, table in TABLES.items() for code in table["items"]}


@cache
def form(name: str) -> Form:
    """Load a form once for all cases."""
    return load(REPO / "forms" / f"{name}.yaml")


def vectors() -> Iterator[Any]:
    """Yield every case under its item's code and its own sentence."""
    for code, item in ITEMS.items():
        for vector in item["vectors"]:
            yield pytest.param(code, vector, id=f"{code} {vector['case']}")


def empty(code: str, vector: Mapping[str, Any]) -> Filling:
    """Begin the item's form at the school of the case."""
    name = FORM_OF[code]
    return Filling(form(name), context=TABLES[name]["school"] | vector.get("school", {}), now=VISIT)


def full_name(code: str, short: str) -> str:
    """Return the question of an item that goes by a short name, the repeat's own of that name, or the form's."""
    asked = form(FORM_OF[code])
    names = (f"{code.lower().replace('-', '_')}_{short}", f"{asked.item(code).repeat}_{short}", short)
    return next(name for name in names if name in asked.by_name)


def fill(code: str, vector: Mapping[str, Any]) -> Filling:
    """Fill the form as the case says."""
    item = ITEMS[code]
    filling = empty(code, vector)
    for name, value in vector.get("elsewhere", {}).items():
        filling.answer(name, value)
    for place in vector.get("elsewhere_rows", ()):
        answers = {name: value for name, value in place.items() if name not in ("repeat", "times")}
        for _ in range(int(place.get("times", 1))):
            row = filling.add_row(place["repeat"])
            for name, value in answers.items():
                filling.answer(f"{place['repeat']}[{row}]/{name}", value)
    for short, value in (item.get("usual", {}) | vector.get("answers", {})).items():
        filling.answer(full_name(code, short), value)
    for row in vector.get("rows", ()):
        differences = {short: value for short, value in row.items() if short != "times"}
        for _ in range(int(row.get("times", 1))):
            add_row(filling, code, item["row"] | differences)
    return filling


def add_row(filling: Filling, code: str, answers: Mapping[str, str]) -> None:
    repeat = filling.form.item(code).repeat
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
    owed = (cells["grade"].replace("—", "none"), as_rectify(cells["rectify"])) if fails else ("", None)
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
    path = full_name(code, vector["violates"])
    repeat = filling.form.by_name[path].repeat
    assert filling.violation(f"{repeat}[1]/{path}" if repeat else path) == "constraint"
    assert filling.state(code) not in ("pass", "na")


@pytest.mark.parametrize("code", ITEMS)
def test_any_item_can_be_put_not_applicable_and_the_reason_is_demanded(code: str) -> None:
    """`na` takes the item out of both sums; its reason must be given (conventions: 选 na 必填)."""
    filling = empty(code, {})
    filling.answer(full_name(code, "verdict"), "na")
    assert filling.violation(full_name(code, "na_reason")) == "required"
    filling.answer(full_name(code, "na_reason"), "正在维修")
    assert (filling.violation(full_name(code, "na_reason")), filling.state(code)) == ("", "na")
    assert filling.points(code) is None


@pytest.mark.parametrize("name", TABLES)
def test_a_school_in_order_everywhere_earns_all_hundred_points(name: str) -> None:
    """The usual answers of all items together are full marks, without one item left out but those said to stand apart."""
    items, apart = TABLES[name]["items"], TABLES[name].get("apart", {})
    filling = Filling(form(name), context=TABLES[name]["school"], now=VISIT)
    for code, item in items.items():
        for short, value in item.get("usual", {}).items():
            filling.answer(full_name(code, short), value)
    for repeat in form(name).repeats:
        answers = {
            full_name(code, short): value
            for code, item in items.items()
            if form(name).item(code).repeat == repeat.name
            for short, value in item["row"].items()
        }
        for _ in range(ROWS):
            row = filling.add_row(repeat.name)
            for question, value in answers.items():
                filling.answer(f"{repeat.name}[{row}]/{question}", value)
    assert dict.fromkeys(apart, "na") == {one.code: one.state for one in filling.results() if one.state != "pass"}
    full = 100 - sum(Decimal(items[code]["points"]) for code in apart)
    assert full == sum(result.earned for result in filling.results())


# the vectors themselves, against the brief


def brief(name: str) -> str:
    """Return the brief's text of a form."""
    path = DOMAIN / "forms" / f"{name}.md"
    return path.read_text("utf-8") if path.exists() else ""


def brief_rows(name: str) -> dict[str, list[str]]:
    """Read the tables of the brief: code to its twelve cells."""
    lines = [line for line in brief(name).splitlines() if re.match(r"\| [A-Z]+-[A-Z]+-\d\d \|", line)]
    found = [line.strip().strip("|").split(" | ") for line in lines]
    return {cells[0].strip(): [cell.strip() for cell in cells] for cells in found}


BRIEF: dict[str, list[str]] = {code: cells for name in TABLES for code, cells in brief_rows(name).items()}


@with_the_brief
@pytest.mark.parametrize("name", TABLES)
def test_every_item_of_the_brief_has_vectors_under_its_own_points_grade_and_rectify(name: str) -> None:
    """The heads of the vectors are the cells of the brief."""
    expected = {code: (cells[6].rstrip("★"), cells[7], cells[8]) for code, cells in brief_rows(name).items()}
    heads = {code: (item["points"], item["grade"], item["rectify"]) for code, item in TABLES[name]["items"].items()}
    assert expected == heads


@with_the_brief
@pytest.mark.parametrize("code", [code for code, cells in BRIEF.items() if cells[9] != "—"])
def test_every_rule_of_the_brief_has_its_vectors(code: str) -> None:
    """Pass always, n.a. where the cell or its section skips, a boundary where the cell holds a number.

    Fail too, unless the item is graded — (nothing to put right): such an item records and cannot fail. Where the least
    that can be answered still earns something (`never_fails` says why) partial stands for fail.
    """
    cell, section = BRIEF[code][9], code.rpartition("-")[0]
    wanted = {"pass"} if BRIEF[code][7] == "—" else {"pass", "fail"}
    if "never_fails" in ITEMS[code]:
        wanted = {"pass", "partial"}
    if SKIPS.search(cell) or section in TABLES[FORM_OF[code]].get("skips", {}):
        wanted.add("na")
    if re.search(r"\d", CITED.sub("", cell)):
        wanted.add("boundary")
    cases = ITEMS[code]["vectors"]
    held = {case.get("state", "") for case in cases} | {"boundary" for case in cases if "boundary" in case}
    assert wanted - held == set()


@with_the_brief
@pytest.mark.parametrize("name", TABLES)
def test_every_calculation_of_the_brief_has_a_worked_example(name: str) -> None:
    """Each C-… of the form is named by a case."""
    calculations = set(re.findall(r"^\| (C-[A-Z]+-\d+) ", brief(name), re.MULTILINE))
    items = TABLES[name]["items"].values()
    named = {vector["case"].split()[0] for item in items for vector in item["vectors"]}
    assert calculations
    assert calculations - named == set()


@with_the_brief
@pytest.mark.parametrize(("code", "vector"), list(vectors()))
def test_a_vector_quotes_the_brief(code: str, vector: Node) -> None:
    """The words that decide a case stand in the item's own cells, its section's note, a calculation, or the conventions."""
    name = FORM_OF[code]
    prose = [line for line in brief(name).splitlines() if not re.match(r"\| [A-Z]+-[A-Z]+-\d\d ", line)]
    conventions = (DOMAIN / "forms" / "README.md").read_text("utf-8")
    rules = (DOMAIN / "rules.md").read_text("utf-8")
    lender = TABLES[name].get("borrows", {}).get(code, "")
    borrowed = BRIEF[lender][9] if lender else ""
    assert vector["words"] in "\n".join([*BRIEF[code], *prose, conventions, rules, borrowed])


@with_the_brief
@pytest.mark.parametrize("name", TABLES)
def test_the_sections_said_to_be_skipped_whole_are_so_in_the_brief(name: str) -> None:
    """The words under `skips` are the brief's."""
    assert [section for section, words in TABLES[name].get("skips", {}).items() if words not in brief(name)] == []
