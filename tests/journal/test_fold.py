"""Registers: what stands, what is in conflict, what was frozen and what came late."""

from hypothesis import given, settings

from inspector_app.journal import Author, Conflict, Entry, fold
from tests.journal.builders import DEVICES, OTHER, PATHS, VISIT, Laptop, answer, histories, morning

A, B = DEVICES[:2]


def two_laptops() -> tuple[Laptop, Laptop]:
    """Two laptops that both saw one answer."""
    one, two = Laptop(A), Laptop(B)
    one.edit(PATHS[0], answer())
    two.see(one.seen)
    return one, two


def test_later_edit_replaces() -> None:
    """Who saw the answer and changed it leaves one value."""
    one, two = two_laptops()
    last = two.edit(PATHS[0], answer("fail"))
    folded = fold([*one.seen, *two.seen])
    assert ((last,), answer("fail"), ()) == (
        folded.standing(VISIT, PATHS[0]),
        folded.value(VISIT, PATHS[0]),
        folded.conflicts,
    )


def test_what_was_replaced_is_still_history() -> None:
    """Every entry of a register in order, each once; events and empty registers have none."""
    one, two = two_laptops()
    last = two.edit(PATHS[0], answer("fail"))
    folded = fold([last, *one.seen, *two.seen])
    assert (one.seen[0], last) == folded.history(VISIT, PATHS[0])
    assert ((), ()) == (folded.history(VISIT, PATHS[1]), folded.history(VISIT, ""))


def test_concurrent_edits_are_both_kept() -> None:
    """Neither saw the other: both stand, by clock and device, and wall time decides nothing."""
    one, two = two_laptops()
    mine, theirs = one.edit(PATHS[0], answer("fail")), two.edit(PATHS[0], answer("na"))
    folded = fold([*two.seen, *one.seen])
    assert (Conflict(VISIT, PATHS[0], (mine, theirs)),) == folded.conflicts
    assert (answer("fail"), answer("na")) == folded.values(VISIT, PATHS[0])
    assert answer("fail") == folded.value(VISIT, PATHS[0])


def test_same_value_twice_is_no_conflict() -> None:
    """Two who found the same agree."""
    one, two = two_laptops()
    one.edit(PATHS[0], answer("fail"))
    two.edit(PATHS[0], answer("fail"))
    assert () == fold([*two.seen, *one.seen]).conflicts


def test_removal_against_edit_is_a_conflict() -> None:
    """A row removed on one laptop and edited on the other is for a person to decide."""
    one, two = Laptop(A), Laptop(B)
    path = f"campus_safety/rows/{OTHER}"
    one.edit(path, {"repeat": "g_building", "number": 1}, kind="row")
    two.see(one.seen)
    one.edit(path, None, kind="row")
    two.edit(path, {"repeat": "g_building", "number": 2}, kind="row")
    assert (None, {"repeat": "g_building", "number": 2}) == fold([*one.seen, *two.seen]).values(VISIT, path)


def test_settlement_supersedes_both() -> None:
    """The chosen value stands alone, also when it arrives before what it settles; settling again otherwise conflicts."""
    one, two = two_laptops()
    one.edit(PATHS[0], answer("fail"))
    two.edit(PATHS[0], answer("na"))
    one.see(two.seen)
    other = one.image()
    chosen = one.edit(PATHS[0], {"chosen": answer("na"), "reason": "复看"}, kind="settlement")
    folded = fold([chosen, *two.seen, *one.seen])
    assert ((), answer("na")) == (folded.conflicts, folded.value(VISIT, PATHS[0]))
    rival = Author(B, two.author.head, 9, morning).next(
        VISIT, "settlement", PATHS[0], {"chosen": answer("pass"), "reason": "不同意"}, chosen.replaces, "I05"
    )
    assert [answer("na"), answer("pass")] == list(fold([chosen, rival, *other.seen]).values(VISIT, PATHS[0]))


def test_settlement_for_the_value_another_wrote_agrees() -> None:
    """A settlement's chosen value and an equal plain value are no conflict."""
    one, two = two_laptops()
    one.edit(PATHS[0], answer("fail"))
    two.edit(PATHS[0], answer("na"))
    one.see(two.seen)
    one.settle(PATHS[0])
    two.edit(PATHS[0], answer("fail"))
    assert () == fold([*one.seen, *two.seen]).conflicts


def test_a_dot_at_another_path_replaces_nothing() -> None:
    """Registers are apart: naming a dot of another register has no effect."""
    one = Laptop(A)
    first = one.edit(PATHS[0], answer())
    other = one.author.next(VISIT, "answer", PATHS[1], answer(), [first], "I02")
    assert (first,) == fold([first, other]).standing(VISIT, PATHS[0])


def test_fork_at_one_register_waits_for_a_settlement() -> None:
    """Who replaced one of two twins saw only that one: the other must not vanish; a settlement takes both."""
    one = Laptop(A)
    image = one.image()
    twins = {one.edit(PATHS[0], answer("fail")), image.edit(PATHS[0], answer("na"))}
    replacing = one.edit(PATHS[0], answer("pass"))
    entries = [*one.seen, *image.seen]
    folded = fold(entries)
    assert ({*twins, replacing}, 3) == (set(folded.standing(VISIT, PATHS[0])), len(folded.values(VISIT, PATHS[0])))
    assert twins == set(folded.forked[0].entries)
    leader = Laptop(B)
    leader.see(entries)
    leader.settle(PATHS[0])
    assert (1, ()) == (len(fold(leader.seen).standing(VISIT, PATHS[0])), fold(leader.seen).conflicts)


def test_unknown_kind_is_folded_and_flagged() -> None:
    """What a later version wrote stands, replaces and is named."""
    one = Laptop(A)
    one.edit(PATHS[0], answer())
    new = one.edit(PATHS[0], {"score": "0.5"}, kind="answer_of_tomorrow")
    folded = fold(one.seen)
    assert ({"score": "0.5"}, (new,)) == (folded.value(VISIT, PATHS[0]), folded.standing(VISIT, PATHS[0]))
    assert {"answer_of_tomorrow"} == folded.unknown_kinds


def test_events_are_all_kept_in_order() -> None:
    """Events replace nothing; asking for one kind gives each once."""
    one, two = two_laptops()
    first, second = one.event("opened", 1), two.event("opened", 2)
    assert (first, second) == fold([second, first, second]).events(VISIT, "opened")
    assert ((), ()) == (fold([first]).standing(VISIT, ""), fold([first]).events(OTHER, "opened"))


def test_digest_leaves_ink_out_and_the_reply_in() -> None:
    """Signatures, documents and a refusal do not change the digest; the school's reply does."""
    one = Laptop(A)
    one.edit(PATHS[0], answer())
    bare = fold(one.seen).digest(VISIT)
    ink = {"blob": "1" * 64, "digest": bare, "name": "张三", "title": "", "at": "2026-11-23T11:00:00+08:00"}
    one.edit("signatures/head", ink, kind="ink")
    one.edit("documents/site_record", {"blob": "1" * 64, "digest": bare, "issued_at": ""}, kind="document")
    one.edit("refusal", {"blob": "1" * 64}, kind="refusal")
    assert bare == fold(one.seen).digest(VISIT)
    one.edit("reply", {"none": True, "blob": ""}, kind="reply")
    assert bare != fold(one.seen).digest(VISIT)


def test_freeze_fixes_the_digest_and_names_the_late() -> None:
    """After the freeze a team-mate's unseen edit changes nothing signed, but is listed; ink is not late."""
    one, two = two_laptops()
    digest = fold(one.seen).digest(VISIT)
    seen = {A: 1}
    one.event("freeze", {"digest": digest, "seen": seen, "at": "2026-11-23T11:00:00+08:00"})
    one.edit("refusal", {"blob": "1" * 64}, kind="refusal")
    late = two.edit(PATHS[0], answer("fail"))
    folded = fold([*one.seen, *two.seen])
    assert (digest, (late,)) == (folded.digest(VISIT), folded.late(VISIT))
    assert answer() == folded.frozen(VISIT).value(VISIT, PATHS[0])
    assert () == fold(two.seen).late(VISIT)


@settings(max_examples=100, deadline=None)
@given(histories)
def test_only_what_was_seen_is_replaced(entries: list[Entry]) -> None:
    """An entry stands exactly when nobody at its register named it (forks aside), and every register shows something."""
    folded = fold(entries)
    forked = {conflict.path for conflict in folded.forked}
    for path in {entry.path for entry in entries} - forked:
        register = [entry for entry in entries if entry.path == path]
        named = {dot for entry in register for dot in entry.replaces}
        assert {e for e in register if e.dot not in named} == set(folded.standing(VISIT, path)) != set()
