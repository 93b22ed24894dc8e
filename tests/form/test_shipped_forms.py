"""Every forms/*.yaml says what its domain brief says, item by item, and loads without a mistake. A new form needs no line here.

The brief lies beside the checkout of the project's own machines; where it is absent those comparisons are skipped.
"""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from inspector_app.form import load
from inspector_app.form.check import check
from tests.form.brief import FORMS, NAMES, REPO, Node, Row, items, read, rows, sections, shipped, tables

METHODS = {"看": "observe", "数": "count", "问": "ask", "测": "test", "查": "existing_record", "算": "computed"}
WORDS = {"immediate": "立改", "suspend_listed": "停用督办", "refer": "移送", "none": "—"}
OPEN = {"county", "unsure"}
NATURES = {"county", "known", "unsure", "regional", "sourced"}
FULL_MARKS = 100  # forms/README.md: 计分项满分, for every form; what is not scored stands beside
every_form = pytest.mark.parametrize("name", NAMES)


def needs_the_brief(name: str) -> None:
    if not tables(name).exists():
        pytest.skip(f"the domain brief is not beside the checkout: {tables(name)}")


def as_row(item: Node) -> Row:
    """Write an item of the YAML back as the line of the table it came from."""
    letters = {method: sign for sign, method in METHODS.items()}
    rectify = item["rectify"]
    method = f"[{'+'.join(letters[method] for method in item['method'])}] " if item.get("method") else ""
    return Row(
        code=item["code"],
        wording=f"{method}{item['title']['zh']}",
        gloss=item["title"]["en"],
        type=item["type"],
        applies=",".join(item["applies"]),
        evidence=item["evidence"],
        points=item["points"] + ("★" if item["key"] == "true" else ""),
        grade=item["grade"].replace("none", "—"),
        rectify=f"限{rectify['days']}" if rectify["kind"] == "deadline" else WORDS[rectify["kind"]],
        guidance=item.get("guidance", {"zh": "—"})["zh"],
        basis=";".join(one["zh"] for one in item["basis"]) or "—",
        confidence=item["confidence"],
    )


# as the brief says


def lines() -> Iterator[tuple[str, Row]]:
    """Yield every line of the brief of every form that is there."""
    for name in NAMES:
        for row in rows(name):
            yield name, row


@pytest.mark.parametrize(("name", "row"), [pytest.param(name, row, id=row.code) for name, row in lines()])
def test_an_item_says_every_cell_of_its_line(name: str, row: Row) -> None:
    """Nothing of a line is summarised away: all twelve cells come back as the brief has them."""
    assert as_row(items(name)[row.code]) == row


@every_form
def test_the_items_are_those_of_the_brief_in_its_order(name: str) -> None:
    """No item is missing, added or moved, and each stands under its heading."""
    needs_the_brief(name)
    expected = [(heading.code, [row.code for row in under]) for heading, under in sections(name).items()]
    ours = [(section["code"], [item["code"] for item in section["items"]]) for section in shipped(name)["sections"]]
    assert ours == expected


@every_form
def test_section_titles_and_points_are_those_of_the_brief(name: str) -> None:
    """Each heading `### A 门卫与安防 SAF-GATE（10 分）` is one section with letter, title, code and points."""
    needs_the_brief(name)
    expected = [(head.letter, head.title, head.code, head.points) for head in sections(name)]
    parts = shipped(name)["sections"]
    assert [(part["letter"], part["title"]["zh"], part["code"], part["points"]) for part in parts] == expected


@every_form
def test_the_calculations_of_the_brief_are_all_there(name: str) -> None:
    """C-SAF-1 … each name a calculated field, so that its arithmetic can be shown, or a comment says where it is made."""
    needs_the_brief(name)
    expected = set(re.findall(r"^\| (C-[A-Z]+-\d+) ", tables(name).read_text("utf-8"), re.MULTILINE))
    written = (FORMS / f"{name}.yaml").read_text("utf-8")
    assert set(re.findall(r"C-[A-Z]+-\d+", written)) >= expected
    assert {field["formula"] for _, field in fields(name) if "formula" in field} <= expected


# by itself


@every_form
def test_it_loads_and_nothing_is_found_wrong(name: str) -> None:
    """What `form check` finds is nothing, and what was loaded has the items of the file."""
    path = FORMS / f"{name}.yaml"
    assert check(path) == []
    form = load(path)
    assert (form.form_id, [item.code for item in form.items]) == (name, list(items(name)))


@every_form
def test_no_code_stands_twice_and_each_has_the_prefix(name: str) -> None:
    """Codes are `form-section-number`, under the prefix of the form."""
    codes = [item["code"] for section in shipped(name)["sections"] for item in section["items"]]
    assert len(codes) == len(set(codes))
    assert [code for code in codes if not re.fullmatch(rf"{shipped(name)['prefix']}-[A-Z]+-\d\d", code)] == []


@every_form
def test_the_points_make_one_hundred(name: str) -> None:
    """Each section adds up to what its heading says, the whole to 100; recorded-only items count nothing."""
    form = shipped(name)
    sums = {
        section["code"]: sum(int(item["points"]) for item in section["items"] if item["points"] != "i")
        for section in form["sections"]
    }
    assert {section["code"]: int(section["points"]) for section in form["sections"]} == sums
    assert sum(sums.values()) == FULL_MARKS


@every_form
def test_major_hazards_ask_for_their_clause(name: str) -> None:
    """Clauses of the determination guide are typed in, never hard-coded: wherever R-M may arise there is the field."""
    major = [
        code
        for code, item in items(name).items()
        if "R-M" in [item["grade"], *(raised["grade"] for raised in item.get("grade_when", []))]
    ]
    assert [code for code, item in items(name).items() if item.get("determination_clause") == "true"] == major


def texts(node: object, path: str = "") -> Iterator[tuple[str, Node]]:
    """Yield every mapping that holds a wording, with its place."""
    if isinstance(node, dict):
        if "zh" in node:
            yield path, node
        for key, value in node.items():
            yield from texts(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node, start=1):
            yield from texts(value, f"{path}[{number}]")


@every_form
def test_every_wording_is_in_both_languages(name: str) -> None:
    """Sections, fields, choices, guidance and basis: each Chinese wording has its English."""
    # A unit may be empty in one language ("处"), a wording may not.
    wordings = [(path, node) for path, node in texts(shipped(name)) if not path.endswith("/unit")]
    assert [path for path, node in wordings if not (node["zh"] and node.get("en"))] == []


@cache
def fields(name: str) -> list[tuple[str, Node]]:
    """Return every question of the form that has a type, under its full name."""
    form = shipped(name)
    found = [(one["name"], one) for one in form["context"] + form.get("calculations", [])]
    for repeat in form.get("repeats", []):
        found += [(f"{repeat['name']}_{field['name']}", field) for field in repeat.get("fields", [])]
    for code, item in items(name).items():
        found += [(f"{code.lower().replace('-', '_')}_{field['name']}", field) for field in item.get("fields", [])]
    return found


@every_form
def test_question_names_are_unique_and_labelled(name: str) -> None:
    """A name stands for one question, and a person can read what it asks."""
    names = [question for question, _ in fields(name)]
    assert len(names) == len(set(names))
    assert [question for question, field in fields(name) if "label" not in field] == []


@every_form
def test_choice_lists_exist_and_are_used(name: str) -> None:
    """Each select_one and select_multiple names a list of the form, and no list is idle."""
    named = {field["type"].split()[1] for _, field in fields(name) if field["type"].startswith("select_")}
    assert named == set(shipped(name)["choices"])


@every_form
def test_every_item_can_be_decided(name: str) -> None:
    """An item has a judge or a score, and one that is the inspector's own word (not a row's) waits for that word."""
    everything = items(name).items()
    assert [code for code, item in everything if not ("judge" in item or "score" in item)] == []
    worded = [(code, item) for code, item in everything if item["type"].startswith("pf") and "repeat" not in item]
    assert [code for code, item in worded if "own" not in item.get("judge", "")] == []


@every_form
def test_no_repeat_is_idle(name: str) -> None:
    """Rows are read by an item, or say something by themselves (the risk matrix)."""
    served = {item["repeat"] for item in items(name).values() if "repeat" in item}
    repeats = shipped(name).get("repeats", [])
    assert [one["name"] for one in repeats if one["name"] not in served and not one.get("fields")] == []


@every_form
def test_every_parameter_used_has_a_default_and_an_origin(name: str) -> None:
    """What the form takes from the county's parameters stands in resources/parameters.yaml; empty only where nobody may guess."""
    parameters = {one["name"]: one for one in read(REPO / "resources" / "parameters.yaml")["parameters"]}
    sources = [one["source"] for one in shipped(name)["context"]]
    used = {source.removeprefix("parameter.") for source in sources if source.startswith("parameter.")}
    assert used - set(parameters) == set()
    assert {one["nature"] for one in parameters.values()} <= NATURES
    assert [one for one in used if not parameters[one]["value"] and parameters[one]["nature"] not in OPEN] == []


@every_form
def test_the_route_passes_every_section(name: str) -> None:
    """Walking the route, an inspector meets all sections, whole or by their items."""
    passed = {stop for leg in shipped(name)["route"] for stop in leg["sections"]}
    sections_met = {section["code"] for section in shipped(name)["sections"] if met(section, passed)}
    assert {section["code"] for section in shipped(name)["sections"]} - sections_met == set()


def met(section: Node, passed: set[str]) -> bool:
    return section["code"] in passed or any(item["code"] in passed for item in section["items"])
