"""The table of kinds in docs/format.md and the product say the same of every kind: its path, and which fields it must have."""

import re

import pytest

from tests.witness.canonical import Value
from tests.witness.histories import VISIT
from tests.witness.model import Line
from tests.witness.samples import SAMPLES
from tests.witness.test_files import DEVICE, SENDER, unsealed_by_product
from tests.witness.test_page import PAGE

ROWS = {
    match[1]: (match[2], match[3])
    for match in re.finditer(r"^\| [a-z, ]+ \| ([a-z_]+) \| (.+?) \| (.+) \|$", PAGE, re.M)
}


def marked(kind: str) -> dict[str, str]:
    """Return the fields of a kind by the table, with their marks: `?` may be missing, `+` is not empty."""
    match = re.match(r"\{(.*)\}", ROWS[kind][1])
    text = match[1] if match else ""
    while re.search(r"[\[{(][^\[\]{}()]*[\]})]", text):
        text = re.sub(r"[\[{(][^\[\]{}()]*[\]})]", "", text)
    names = re.findall(r"(?:^|[,;] )([a-z_]+)([?+]*)(?=[:,;]|\s*$|\s)", text)
    known = SAMPLES[kind][1]
    return {name: marks for name, marks in names if isinstance(known, dict) and name in known}


def taken(kind: str, path: str, value: Value) -> bool:
    """Return whether the product opens a bundle with this entry."""
    line = Line(VISIT, kind, path, value, (), "I02", DEVICE, 1, "0" * 64, 1, "2026-11-23T11:00:00+08:00")
    return not isinstance(unsealed_by_product(SENDER.bundle([line], 1, {})), str)


MAPS = [
    kind for kind, (_, value) in SAMPLES.items() if isinstance(value, dict) and ROWS.get(kind, ("", ""))[1][:1] == "{"
]


def test_there_is_a_sample_of_every_kind_of_the_page() -> None:
    assert set(SAMPLES) == {kind for kind in ROWS if kind != "kind"}
    for kind in SAMPLES:
        assert len(re.findall(rf"^\| [a-z, ]+ \| {kind} \| ", PAGE, re.M)) == 1, f"{kind} twice in the table"


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_the_page_says_of_a_kind_is_taken_where_it_says(kind: str) -> None:
    path, value = SAMPLES[kind]
    assert taken(kind, path, value)


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind != "settlement"])
def test_a_kind_at_another_path_is_refused(kind: str) -> None:
    path, value = SAMPLES[kind]
    assert not taken(kind, path + "/no/such", value)
    assert not taken(kind, "" if path else "profile", value)


@pytest.mark.parametrize("kind", MAPS)
def test_the_fields_that_may_be_missing_are_those_the_page_marks(kind: str) -> None:
    path, value = SAMPLES[kind]
    assert isinstance(value, dict)
    missing = {name for name in value if taken(kind, path, {key: value[key] for key in value if key != name})}
    assert set(value) == set(marked(kind)), "the table names other fields"
    assert {name for name, marks in marked(kind).items() if "?" in marks} == missing
    assert taken(kind, path, {**value, "more": 1}), "maps may gain fields"


@pytest.mark.parametrize("kind", MAPS)
def test_the_fields_that_may_not_be_empty_are_those_the_page_marks(kind: str) -> None:
    """Free text only: a field that is a hash, a day, or one of a few words shows by itself that "" is none."""
    path, value = SAMPLES[kind]
    assert isinstance(value, dict)
    free = [name for name, item in value.items() if isinstance(item, str) and taken(kind, path, {**value, name: "词"})]
    full = {name for name in free if not taken(kind, path, {**value, name: ""})}
    assert {name for name, marks in marked(kind).items() if "+" in marks} == full


@pytest.mark.parametrize("kind", SAMPLES)
def test_null_is_taken_where_the_page_says_so(kind: str) -> None:
    assert ("} or null" in ROWS[kind][1]) == taken(kind, SAMPLES[kind][0], None)
