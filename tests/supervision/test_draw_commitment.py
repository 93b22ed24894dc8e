"""R-09: the promise first, the seed when the batch is over; and what a stranger gets to recompute with."""

from datetime import date

import pytest

from inspector_app.errors import Problem
from inspector_app.supervision.draw import Draw, Order, draw
from inspector_app.supervision.draw_commitment import (
    check_commitment,
    check_finished,
    commitment,
    disclosure,
    notice,
    rows,
)
from tests.actions.county import told
from tests.supervision.rosters import DRAW_ID, SALT, SEED, basis, sample

PROMISED = "d3cc9223a2dcba97abf634013436fbbadde58dcd628e21da8852571633df4c5c"
DEADLINE = date(2024, 5, 31)


def drawn() -> Draw:
    """Return a draw of twelve from the sample county."""
    return draw(sample().schools.values(), Order(12, SEED, DRAW_ID), basis())


def test_r09_the_commitment_of_v1() -> None:
    """SHA-256 of seed and salt, as the brief prints it."""
    assert PROMISED == commitment(SEED, SALT)


def test_r09_before_the_batch_is_over_nothing_published_holds_the_seed() -> None:
    """G batch unfinished → T the notice has no seed, no salt and no school; publishing more is refused."""
    published = str(notice(drawn(), PROMISED))
    assert PROMISED in published
    assert not [word for word in (SEED, SALT, *sample().schools) if word in published]
    signed = {"G115": True, "S005": False}
    with pytest.raises(Problem, match="draw.batch_open") as caught:
        check_finished(DRAW_ID, signed, DEADLINE, DEADLINE)
    told(caught.value)


def test_r09_the_seed_is_published_with_the_last_signature_or_after_the_last_day() -> None:
    """All signed: at once. The last day over: then. An empty batch is no finished one."""
    check_finished(DRAW_ID, {"G115": True, "S005": True}, DEADLINE, date(2024, 5, 7))
    check_finished(DRAW_ID, {"G115": True, "S005": False}, DEADLINE, date(2024, 6, 1))
    with pytest.raises(Problem, match="draw.batch_open"):
        check_finished(DRAW_ID, {}, DEADLINE, date(2024, 5, 7))


def test_r09_another_seed_does_not_fit_the_promise() -> None:
    """Neither a seed chosen later nor a moved border between seed and salt, nor a salt that can be guessed."""
    check_commitment(DRAW_ID, PROMISED, SEED, SALT)
    for seed, salt, code in (
        ("RA-2024Q2-DEMO-000124", SALT, "draw.other_seed"),
        (f"{SEED}|salt", "7f3a-0000", "draw.bad_text"),
        (SEED, "abc", "draw.short_salt"),
    ):
        with pytest.raises(Problem, match=code) as caught:
            check_commitment(DRAW_ID, PROMISED, seed, salt)
        told(caught.value)


def test_r09_what_is_published_afterwards_has_every_school_and_reason() -> None:
    """Sixty-four schools of the pool and two building sites; the head has seed, salt, promise and seats."""
    table = rows(drawn())
    assert {one.id for one in sample().schools.values()} == {row["school_id"] for row in table}
    assert 12 == sum(row["outcome"] == "drawn" for row in table)
    assert {"R-10 not_open"} == {row["reason"] for row in table if row["outcome"] == "excluded"}
    head = disclosure(drawn(), SEED, SALT)
    assert (SEED, SALT, PROMISED, "12", "6") == (
        head["seed"],
        head["salt"],
        head["commitment"],
        head["seats"],
        head["seats A_primary"],
    )
