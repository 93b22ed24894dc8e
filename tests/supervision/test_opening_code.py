"""Opening codes: every single slip of a group is seen in the group itself, shown over all slips and not over samples."""

import random
from functools import cache
from itertools import combinations, product

import pytest

from inspector_app.supervision import opening_code
from inspector_app.supervision.opening_code import DIGITS, GROUPS, ROLES, Role

ALL = [f"{number:05d}" for number in range(10**DIGITS)]


@cache
def right_groups(role: Role, place: int) -> frozenset[str]:
    """Every group that passes at this place of a code of this role."""
    return _right(role)[place]


@cache
def _right(role: Role) -> tuple[frozenset[str], ...]:
    states = {group: opening_code.group_states(group * GROUPS, role) for group in ALL}
    return tuple(frozenset(group for group in ALL if states[group][place] == "right") for place in range(GROUPS))


def code(role: Role, seed: int = 7) -> str:
    """A code drawn with seeded chance."""
    return opening_code.draw(role, random.Random(seed).randrange)


def test_every_wrong_digit_and_every_exchange_within_a_group_is_seen() -> None:
    """All right groups of all classes, each digit put to each other digit, each two digits exchanged: never right again."""
    slips = 0
    for role, place in product(ROLES[:2], range(GROUPS)):
        good = right_groups(role, place)
        for group in good:
            for at, digit in enumerate(group):
                others = [group[:at] + other + group[at + 1 :] for other in "0123456789" if other != digit]
                assert good.isdisjoint(others)
                slips += len(others)
            for one, two in combinations(range(DIGITS), 2):
                if group[one] != group[two]:
                    changed = list(group)
                    changed[one], changed[two] = changed[two], changed[one]
                    assert "".join(changed) not in good
                    slips += 1
    print(f"{slips} slips, all seen")
    assert slips > 4_000_000


def test_a_group_at_another_place_or_of_the_other_code_is_seen() -> None:
    """The ten places of both opening codes take ten different classes; no other code fits either field at any place."""
    classes = {(role, place): right_groups(role, place) for role in ROLES for place in range(GROUPS)}
    opening = [one for one in classes if one[0] in ROLES[:2]]
    assert all(classes[one].isdisjoint(classes[two]) for one, two in combinations(opening, 2))
    for other, place in product(ROLES[2:], range(GROUPS)):
        assert classes[other, place].isdisjoint(classes["leader", place] | classes["second", place])


def test_a_code_holds_sixty_bits_and_more() -> None:
    """The number of codes of each role, counted group by group, is above 2 to the 60."""
    for role in ROLES:
        codes = 1
        for place in range(GROUPS):
            codes *= len(right_groups(role, place))
        assert codes > 2**65


@pytest.mark.parametrize("role", ROLES)
def test_a_code_reads_back_however_it_is_written(role: Role) -> None:
    """In groups, with hyphens, in full-width digits, with line ends: the same 25 digits."""
    drawn = code(role)
    groups = opening_code.spell(drawn)
    assert GROUPS == len(groups.split(" "))
    wide = drawn.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    for written in (drawn, groups, groups.replace(" ", "-"), wide, f"  {groups}\n"):
        assert drawn == opening_code.read(written, role)
    assert role == opening_code.belongs_to(groups)


def test_what_is_no_code_reads_as_nothing() -> None:
    """Too short, too long, letters, the other role's code: nothing, and the fault is named by group."""
    leader, second = code("leader"), code("second")
    for wrong in ("", leader[:-1], leader + "1", f"x{leader}", second):
        assert "" == opening_code.read(wrong, "leader")
    assert "second" == opening_code.belongs_to(second)
    assert opening_code.belongs_to(leader[:-1]) is None
    changed = leader[:6] + str((int(leader[6]) + 1) % 10) + leader[7:]
    assert ("right", "wrong", "right", "right", "right") == opening_code.group_states(changed, "leader")
    assert ("right", "short", "short", "short", "short") == opening_code.group_states(leader[:8], "leader")
