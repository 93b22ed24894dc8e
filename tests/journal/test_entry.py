"""One entry: what it may hold, and that its id and signature cover all of it."""

import unicodedata

import msgspec
import pytest
from hypothesis import given, settings

from inspector_app.journal import Entry, Value
from inspector_app.journal.entry import Dot, check_entry, clean
from tests.journal.builders import PATHS, VISIT, Laptop, answer, values


def entry(**changes: object) -> Entry:
    """A sound entry, with changes."""
    sound = Laptop("a" * 32).edit(PATHS[0], answer())
    return msgspec.structs.replace(sound, **changes)


def test_every_field_is_in_the_id() -> None:
    """Changing any field, the signature included, changes the id."""
    changes: list[dict[str, object]] = [
        {"record": VISIT[:-1] + "9"},
        {"kind": "row"},
        {"path": "x"},
        {"value": None},
        {"replaces": (Dot("b" * 32, 1),)},
        {"author": "I03"},
        {"device": "b" * 32},
        {"seq": 2},
        {"prev": "1" * 64},
        {"clock": 2},
        {"at": "2026-11-23T10:02:01+08:00"},
        {"signature": "0" * 128},
    ]
    ids = {entry().id, *(entry(**change).id for change in changes)}
    assert len(changes) + 1 == len(ids)


def test_signature_covers_all_but_itself() -> None:
    """The signing bytes are those of the unsigned entry, whatever the signature."""
    assert entry().signing_bytes() == entry(signature="0" * 128).signing_bytes()
    assert entry().signing_bytes() != entry(author="I03").signing_bytes()


@pytest.mark.parametrize(
    "change",
    [
        {"record": "x"},
        {"record": VISIT + "\n"},
        {"kind": "Answer"},
        {"path": "a\nb"},
        {"path": "校" * 100},
        {"value": 1.0},
        {"replaces": (Dot("b" * 32, 2), Dot("b" * 32, 1))},
        {"replaces": (Dot("b", 1),)},
        {"author": ""},
        {"device": "A" * 32},
        {"seq": 0},
        {"seq": 2},
        {"prev": "1" * 64},
        {"clock": 0},
        {"clock": 2**53 + 1},
        {"at": "2026-11-23 10:02:00+08:00"},
        {"at": "2026-13-23T10:02:00+08:00"},
        {"signature": "00"},
        {"value": "x" * (1 << 20)},
    ],
)
def test_malformed_entries_are_refused(change: dict[str, object]) -> None:
    """Each field has one form."""
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ
        check_entry(entry(**change))


def test_equal_means_same_id() -> None:
    """True is not 1: two entries are equal when their bytes are."""
    assert entry(value=True) != entry(value=1)
    assert 1 == len({entry(), entry()})


@settings(deadline=None)
@given(values)
def test_clean_is_idempotent(value: Value) -> None:
    """Cleaning twice is cleaning once, and clean text is in NFC."""
    assert clean(value) == clean(clean(value))


def test_clean_text_is_sound() -> None:
    """Decomposed text is composed; half a surrogate pair becomes the replacement character; rare characters stay."""
    assert {"\u00e9": ["\ufffdx", "𠮷"]} == clean({unicodedata.normalize("NFD", "\u00e9"): ("\ud83dx", "𠮷")})
