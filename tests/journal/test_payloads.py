"""Kinds: each has its place and its shape, settlements choose what may stand, unknown kinds pass."""

import re
from pathlib import Path

import pytest

from inspector_app.journal import Value
from inspector_app.journal.payloads import KINDS, Answer, check_payload, read_payload
from tests.journal.builders import PATHS, answer

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")


def test_the_page_lists_every_kind() -> None:
    """docs/format.md §5 and the code know the same kinds."""
    table = PAGE.split("## 5. Kinds")[1].split("## 6.")[0]
    assert set(KINDS) == set(re.findall(r"^\| [^|]+ \| ([a-z_]+) \| ", table, re.M)) - {"kind"}


def test_a_value_reads_as_its_type() -> None:
    """What passes is read into one small frozen type; further fields of a later version are let through."""
    assert Answer("fail", "", "门", {"a": "1"}) == read_payload("answer", {**answer("fail", "门", a="1"), "new": 1})


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("answer", PATHS[0], answer("perhaps")),
        ("answer", PATHS[0], {"verdict": "pass", "fields": {"a": 1}}),
        ("answer", "gate_time", answer()),
        ("answer", PATHS[0], None),
        ("row", "campus_safety/rows/1", None),
        ("photo", f"{PATHS[0]}/photos/{'a' * 63}", None),
        ("gate_time", "gate_time", "2026-11-23T10:02:00"),
        ("gate_time", "gate_time", "soon"),
        ("school_profile", "profile", {"name": 1}),
        ("parameters", "parameters", [["a", "b"]]),
        ("calendar", "2026", {}),
        ("reply", "reply", {"none": False, "blob": "a" * 64 + "\n"}),
        ("freeze", "freeze", {"digest": "0" * 64, "seen": {}, "at": ""}),
        ("freeze", "", {"digest": "0" * 64, "seen": {"a": -1}, "at": ""}),
        ("process", "process", {"highlights": ["1", "2", "3", "4"]}),
        ("settlement", PATHS[0], {"chosen": answer(), "reason": ""}),
        ("settlement", PATHS[0], {"chosen": {"verdict": "perhaps"}, "reason": "x"}),
        ("settlement", PATHS[0], {"reason": "x"}),
        ("settlement", "", {"chosen": 1, "reason": "x"}),
    ],
)
def test_wrong_shapes_and_places_are_refused(kind: str, path: str, value: Value) -> None:
    """A known kind with another shape, or at another path, is an error."""
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ
        check_payload(kind, path, value)


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("row", "campus_safety/rows/01936f0e-7b7a-7000-8000-000000000001", None),
        ("settlement", "campus_safety/rows/01936f0e-7b7a-7000-8000-000000000001", {"chosen": None, "reason": "x"}),
        ("settlement", PATHS[0], {"chosen": answer(), "reason": "x"}),
        ("settlement", "path/of/tomorrow", {"chosen": 7, "reason": "x"}),
        ("kind_of_tomorrow", "anything", 7),
        ("ink", "signatures/inspector/I02", {"blob": "0" * 64, "digest": "0" * 64, "name": "李"}),
    ],
)
def test_right_shapes_pass(kind: str, path: str, value: Value) -> None:
    """Removals, settlements and unknown kinds pass."""
    check_payload(kind, path, value)
