"""Reads docs/rules.md, the list of the county's rules, and finds each rule's tests by their names (test_r51_…)."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ALL = tuple(f"R-{number:02d}" for number in range(1, 81))
_ROW = re.compile(r"^\| (R-\d\d) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
_NAME = re.compile(r"^test_((?:r\d\d_)+)")


class Row(NamedTuple):
    """One line of the list; `instead` tells what is tested where the brief gives no test ("" where it gives one)."""

    rule: str
    says: str
    lives: tuple[str, ...]
    instead: str
    program: str


class RuleTest(NamedTuple):
    """A test of a rule: its file below the project, and its function."""

    file: str
    name: str


def rows() -> dict[str, Row]:
    """Return the list of docs/rules.md, by rule."""
    text = (ROOT / "docs" / "rules.md").read_text("utf-8")
    found = {}
    for rule, says, lives, instead, program in _ROW.findall(text):
        found[rule] = Row(rule, says, tuple(re.findall(r"`([^`]+)`", lives)), instead.strip("— "), program)
    return found


def rule_tests() -> dict[str, list[RuleTest]]:
    """Return every rule's tests: functions anywhere below tests/ whose name begins with the rule's number."""
    found: dict[str, list[RuleTest]] = {rule: [] for rule in ALL}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "def test_r" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                for rule in named(node.name):
                    found[rule].append(RuleTest(path.relative_to(ROOT).as_posix(), node.name))
    return found


def named(function: str) -> list[str]:
    """Return the rules a test's name begins with: test_r51_r52_… is a test of both."""
    match = _NAME.match(function)
    rules = [f"R-{part[1:]}" for part in match[1].rstrip("_").split("_")] if match else []
    return [rule for rule in rules if rule in ALL]
