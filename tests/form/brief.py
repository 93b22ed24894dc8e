"""The domain brief as the tests of the shipped forms read it; it lies beside the checkout on the project's own machines."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

REPO = Path(__file__).parents[2]
FORMS = REPO / "forms"
BRIEF = REPO.parent / "shared" / "domain"
NAMES = sorted(path.stem for path in FORMS.glob("*.yaml"))
HEADING = re.compile(r"### (\S+) (.+?) ?([A-Z]+-[A-Z]+)(\(.*\))?[^（]*（(\d+) 分）")
LINE = re.compile(r"\| [A-Z]+-[A-Z]+-\d\d \|")

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


@dataclass(frozen=True)
class Heading:
    """One heading `### A 门卫与安防 SAF-GATE（10 分）`; a remark after the code belongs to the title."""

    letter: str
    title: str
    code: str
    points: str


def tables(name: str) -> Path:
    """Return where the brief of a form is, or would be."""
    return BRIEF / "forms" / f"{name}.md"


def prose(name: str) -> str:
    """Return the brief of a form without the lines of its items."""
    return "\n".join(line for line in tables(name).read_text("utf-8").splitlines() if not LINE.match(line))


@cache
def sections(name: str) -> dict[Heading, list[Row]]:
    """Read the tables as the brief's README says: split at ` | `, first cell a code; nothing where the brief is absent."""
    found: dict[Heading, list[Row]] = {}
    here: list[Row] = []
    for line in tables(name).read_text("utf-8").splitlines() if tables(name).exists() else []:
        if heading := HEADING.fullmatch(line):
            letter, title, code, remark, points = heading.groups("")
            here = found.setdefault(Heading(letter, title + remark, code, points), [])
        elif LINE.match(line):
            here.append(Row(*(cell.strip() for cell in line.strip().strip("|").split(" | "))))
    return found


def rows(name: str) -> list[Row]:
    """Return every line of a form's tables."""
    return [row for lines in sections(name).values() for row in lines]


@cache
def read(path: Path) -> Node:
    """Read YAML with every scalar as the text it is written in, so that `yes` stays `yes`."""
    tree = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(tree, dict)
    return tree


def shipped(name: str) -> Node:
    """Read a form of the program."""
    return read(FORMS / f"{name}.yaml")


def items(name: str) -> dict[str, Node]:
    """Return the items of a form by code."""
    return {item["code"]: item for section in shipped(name)["sections"] for item in section["items"]}
