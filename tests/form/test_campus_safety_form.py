"""forms/campus_safety.yaml says what the domain brief says, item by item; the engine is not asked here.

The brief lies beside the checkout of the project's own machines; where it is absent those comparisons are skipped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).parents[2]
BRIEF = REPO.parent / "shared" / "domain"
TABLES = BRIEF / "forms" / "campus_safety.md"
METHODS = {"看": "observe", "数": "count", "问": "ask", "测": "test", "查": "existing_record", "算": "computed"}
SECTION_POINTS = {
    "SAF-GATE": 10, "SAF-FIRE": 25, "SAF-FOOD": 22, "SAF-BLDG": 9, "SAF-UTIL": 5, "SAF-DORM": 7,
    "SAF-LAB": 3, "SAF-BUS": 4, "SAF-EMG": 6, "SAF-HLTH": 4, "SAF-DUAL": 5,
}  # fmt: skip
FIRE_LINE = [f"SAF-FIRE-{n}" for n in ("01", "02", "03", "07", "08", "09", "10")] + ["SAF-DORM-02"]
FOOD_LINE = [f"SAF-FOOD-{n}" for n in ("01", "04", "05", "07")]
with_the_brief = pytest.mark.skipif(
    not TABLES.exists(), reason=f"the domain brief is not beside the checkout: {TABLES}"
)

Node = dict[str, Any]  # YAML read with every scalar as text: a list, a mapping or str


@dataclass(frozen=True)
class Row:
    """One line of the brief's tables: its twelve cells."""

    code: str
    wording: str
    gloss: str
    type: str
    applies: str
    evidence: str
    points: str
    grade: str
    rectify: str
    guidance: str
    basis: str
    confidence: str

    @property
    def section(self) -> str:
        return self.code.rpartition("-")[0]


def rows() -> list[Row]:
    """Read the tables of the brief as its README says: split at ` | `, first cell a code."""
    lines = TABLES.read_text("utf-8").splitlines() if TABLES.exists() else []
    found = [line.strip().strip("|").split(" | ") for line in lines if re.match(r"\| SAF-[A-Z]+-\d\d \|", line)]
    return [Row(*(cell.strip() for cell in cells)) for cells in found]


def read(path: Path) -> Node:
    """Read YAML with every scalar as the text it is written in, so that `yes` stays `yes`."""
    tree = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(tree, dict)
    return tree


FORM = read(REPO / "forms" / "campus_safety.yaml")
ITEMS: dict[str, Node] = {item["code"]: item for section in FORM["sections"] for item in section["items"]}


def as_cell_wording(item: Node) -> str:
    letters = {method: sign for sign, method in METHODS.items()}
    return f"[{'+'.join(letters[method] for method in item['method'])}] {item['title']['zh']}"


def as_cell_rectify(item: Node) -> str:
    kind = item["rectify"]["kind"]
    words = {"immediate": "立改", "suspend_listed": "停用督办", "refer": "移送", "none": "—"}
    return f"限{item['rectify']['days']}" if kind == "deadline" else words[kind]


def as_row(item: Node) -> Row:
    """Write an item of the YAML back as the line of the table it came from."""
    return Row(
        code=item["code"],
        wording=as_cell_wording(item),
        gloss=item["title"]["en"],
        type=item["type"],
        applies=",".join(item["applies"]),
        evidence=item["evidence"],
        points=item["points"] + ("★" if item["key"] == "true" else ""),
        grade=item["grade"],
        rectify=as_cell_rectify(item),
        guidance=item.get("guidance", {"zh": "—"})["zh"],
        basis=";".join(one["zh"] for one in item["basis"]),
        confidence=item["confidence"],
    )


@with_the_brief
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.code)
def test_an_item_says_every_cell_of_its_line(row: Row) -> None:
    """Nothing of a line is summarised away: all twelve cells come back as the brief has them."""
    assert as_row(ITEMS[row.code]) == row


@with_the_brief
def test_the_items_are_those_of_the_brief_in_its_order() -> None:
    """No item is missing, added or moved, and each stands in its section."""
    expected = [(row.section, row.code) for row in rows()]
    assert [(section["code"], item["code"]) for section in FORM["sections"] for item in section["items"]] == expected


@with_the_brief
def test_section_titles_and_points_are_those_of_the_brief() -> None:
    """Each heading `### A 门卫与安防 SAF-GATE（10 分）` is one section with letter, title, code and points."""
    headings = re.findall(r"^### ([A-K]) (\S+) (SAF-[A-Z]+)（(\d+) 分）$", TABLES.read_text("utf-8"), re.M)
    ours = [(part["letter"], part["title"]["zh"], part["code"], part["points"]) for part in FORM["sections"]]
    assert ours == headings


@with_the_brief
def test_the_sample_county_is_the_one_of_the_brief() -> None:
    """The CSV files that travel with the program are the brief's, byte for byte."""
    names = {
        "townships.csv": "townships.csv",
        "schools.csv": "roster_schools.csv",
        "inspectors.csv": "roster_inspectors.csv",
        "calendar.csv": "calendar_cn_gx.csv",
    }
    for ours, theirs in names.items():
        expected = (BRIEF / "sample_data" / theirs).read_bytes()
        assert (REPO / "resources" / "sample_county" / ours).read_bytes() == expected, ours


def test_there_are_sixty_items() -> None:
    """Sixty codes, none twice."""
    assert len([item for section in FORM["sections"] for item in section["items"]]) == len(ITEMS) == 60


def test_the_points_make_one_hundred() -> None:
    """Each section adds up to what its heading says, the whole to 100; recorded-only items count nothing."""
    sums = {
        section["code"]: sum(int(item["points"]) for item in section["items"] if item["points"] != "i")
        for section in FORM["sections"]
    }
    assert sums == SECTION_POINTS
    assert sum(sums.values()) == 100
    assert {section["code"]: int(section["points"]) for section in FORM["sections"]} == SECTION_POINTS


def test_bottom_lines_are_tagged() -> None:
    """The items of the fire and the food bottom line are those the brief lists."""
    line = {code: item.get("tags", {}).get("bottom_line", "") for code, item in ITEMS.items()}
    assert sorted(code for code, tag in line.items() if tag == "fire") == sorted(FIRE_LINE)
    assert sorted(code for code, tag in line.items() if tag == "food") == sorted(FOOD_LINE)


def test_only_the_gate_challenge_comes_before_the_card() -> None:
    """Everything but SAF-GATE-01 waits until the card was shown (R-25)."""
    assert [code for code, item in ITEMS.items() if item.get("tags", {}).get("before_card")] == ["SAF-GATE-01"]


def test_major_hazards_ask_for_their_clause() -> None:
    """Clauses of the determination guide are typed in, never hard-coded: wherever R-M may arise there is the field."""
    major = [code for code, item in ITEMS.items() if "R-M" in grades(item)]
    assert [code for code, item in ITEMS.items() if item.get("determination_clause") == "true"] == major


def grades(item: Node) -> list[str]:
    return [item["grade"], *(raised["grade"] for raised in item.get("grade_when", []))]


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


def test_every_wording_is_in_both_languages() -> None:
    """Sections, fields, choices, guidance and basis: each Chinese wording has its English."""
    # A unit may be empty in one language ("处"), a wording may not.
    assert [
        path for path, node in texts(FORM) if not path.endswith("/unit") and not (node["zh"] and node.get("en"))
    ] == []


def fields() -> Iterator[tuple[str, Node]]:
    """Yield every question of the form that has a type, under its full name."""
    for one in FORM["context"] + FORM["calculations"]:
        yield one["name"], one
    for repeat in FORM["repeats"]:
        for field in repeat["fields"]:
            yield f"{repeat['name']}_{field['name']}", field
    for code, item in ITEMS.items():
        for field in item.get("fields", []):
            yield f"{code.lower().replace('-', '_')}_{field['name']}", field


def test_question_names_are_unique_and_labelled() -> None:
    """A name stands for one question, and a person can read what it asks."""
    names = [name for name, _ in fields()]
    assert len(names) == len(set(names))
    assert [name for name, field in fields() if "label" not in field] == []


def test_choice_lists_exist_and_are_used() -> None:
    """Each select_one and select_multiple names a list of the form, and no list is idle."""
    named = {field["type"].split()[1] for _, field in fields() if field["type"].startswith("select_")}
    assert named == set(FORM["choices"])


def expressions(node: object) -> Iterator[str]:
    """Yield every text that refers to a question."""
    if isinstance(node, dict):
        for value in node.values():
            yield from expressions(value)
    elif isinstance(node, list):
        for value in node:
            yield from expressions(value)
    elif isinstance(node, str) and "${" in node:
        yield node


def test_expressions_refer_to_questions_that_exist() -> None:
    """Every ${name} is a question, a repeat or an item's verdict."""
    known = {name for name, _ in fields()} | {repeat["name"] for repeat in FORM["repeats"]}
    known |= {f"{code.lower().replace('-', '_')}_verdict" for code in ITEMS}
    used = {name for text in expressions(FORM) for name in re.findall(r"\$\{(\w+)\}", text)}
    assert used - known == set()


def test_every_item_can_be_decided() -> None:
    """An item has a judge or a score, and one that is the inspector's own word has no number to decide it."""
    assert [code for code, item in ITEMS.items() if not ("judge" in item or "score" in item)] == []
    assert [c for c, item in ITEMS.items() if item["type"].startswith("pf") and "own" not in item["judge"]] == []


def test_the_calculations_of_the_brief_are_all_there() -> None:
    """C-SAF-1 … C-SAF-5 each name a calculated field, so that its arithmetic can be shown."""
    formulas = {field["formula"] for _, field in fields() if "formula" in field}
    assert formulas == {f"C-SAF-{n}" for n in range(1, 6)}


def test_every_parameter_used_has_a_default_and_an_origin() -> None:
    """What the form takes from the county's parameters stands in resources/parameters.yaml, with its nature."""
    parameters = {one["name"]: one for one in read(REPO / "resources" / "parameters.yaml")["parameters"]}
    used = {
        one["source"].removeprefix("parameter.") for one in FORM["context"] if one["source"].startswith("parameter.")
    }
    assert used - set(parameters) == set()
    assert [name for name in used if not parameters[name]["value"]] == []
    assert {one["nature"] for one in parameters.values()} <= {"county", "known", "unsure", "regional", "sourced"}


def test_the_route_passes_every_section() -> None:
    """Walking the route, an inspector meets all eleven sections."""
    passed = {stop for leg in FORM["route"] for stop in leg["sections"]}
    assert {section["code"] for section in FORM["sections"]} - passed == set()
