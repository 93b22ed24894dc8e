"""docs/rules.md lists every rule, where it lives and its test; every rule has a planted fault that its test catches."""

import importlib
import re
from pathlib import Path

import pytest

from tests.rules import planting
from tests.rules.planting import Mutant, mutants
from tests.rules.table import ALL, ROOT, named, rows, rule_tests

BRIEF = ROOT.parent / "shared" / "domain" / "rules.md"


def test_every_rule_is_listed_once_and_in_order() -> None:
    """R-01 to R-80."""
    assert list(ALL) == list(rows())


def test_every_rule_lives_where_the_list_says() -> None:
    """Each name in the list's third column can be imported."""
    assert [] == [(row.rule, name) for row in rows().values() for name in row.lives if not _exists(name)]
    assert [] == [row.rule for row in rows().values() if not row.lives]


def test_every_rule_has_a_test_of_its_name() -> None:
    """At least one function test_rNN_… somewhere below tests/."""
    assert [] == [rule for rule, own in rule_tests().items() if not own]


@pytest.mark.skipif(not BRIEF.exists(), reason="the brief's rules.md is not beside the project")
def test_where_the_brief_gives_no_test_the_list_says_what_was_tested_instead() -> None:
    """The brief's test column is “—”: the list's fourth column is not empty, and it is empty everywhere else."""
    brief = dict(re.findall(r"^\| (R-\d\d) \|(?:[^|]*\|){2}([^|]*)\|", BRIEF.read_text("utf-8"), re.M))
    unasked = sorted(rule for rule, column in brief.items() if column.strip() == "—")
    assert unasked == sorted(row.rule for row in rows().values() if row.instead)


def test_every_rule_has_a_planted_fault_that_still_fits() -> None:
    """One mutant a rule; what it replaces stands in its file exactly once."""
    assert list(ALL) == [one.rule for one in mutants()]
    assert [] == [one for one in mutants() if _source(one).count(one.find) != 1 or one.find == one.replace]


def test_a_planted_fault_is_caught_and_a_harmless_change_is_not() -> None:
    """The control of the script itself, on the working days of R-51."""
    harmful = next(one for one in mutants() if one.rule == "R-51")
    harmless = harmful._replace(replace=harmful.find + "  # nothing changed")
    gone = harmful._replace(find="no such line of any source")
    assert [True, False, False] == [one.caught for one in planting.plant([harmful, harmless, gone])]


def test_a_test_s_name_tells_its_rules() -> None:
    """One rule, two rules, none."""
    names = ["test_r51_the_day_after", "test_r51_r52_both", "test_roster", "test_r99_is_no_rule", "test_r5_is_none"]
    assert [["R-51"], ["R-51", "R-52"], [], [], []] == [named(name) for name in names]


def _exists(dotted: str) -> bool:
    parts = f"inspector_app.{dotted}".split(".")
    for cut in range(len(parts), 1, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            found = getattr(found, name, None)
        return found is not None
    return False


def _source(mutant: Mutant) -> str:
    path: Path = ROOT / "inspector_app" / mutant.file
    return path.read_text("utf-8") if path.exists() else ""
