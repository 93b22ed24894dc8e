"""The sealed task's bytes: the page's vectors, one size for all, two codes and the team's laptop needed, damage named."""

import hashlib
import json
import random
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import keys
from inspector_app.bundle import canonical_json, task
from inspector_app.errors import Problem
from inspector_app.journal import Value, canonical
from inspector_app.keys import Cost
from inspector_app.supervision import opening_code
from inspector_app.supervision.sealing import Public
from tests.journal import independent

CHEAP = Cost(64, 1, 1)
LAPTOP, MATE, BUREAU = (keys.new_age_identity() for _ in range(3))
VISIT = "01936f0e-7b7a-7000-8000-000000000001"
PUBLIC = Public("2026-007", "2026-11-24T07:00:00+08:00", "2026-11-24T06:50:00+08:00", "局院内", "督学证", "", 2)
LEADER = opening_code.draw("leader", random.Random(4).randrange)
SECOND = opening_code.draw("second", random.Random(4).randrange)
SECRET: Value = {"task": {"school_id": "G111", "school": {"name": "长安镇中学"}}, "earlier": []}
PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")


def sealed(secret: Value = SECRET, public: Public = PUBLIC, cost: Cost = CHEAP) -> bytes:
    return task.seal_task(
        visit=VISIT,
        public=public,
        secret=secret,
        leader_code=LEADER,
        second_code=SECOND,
        recipients=[keys.age_recipient(LAPTOP), keys.age_recipient(MATE)],
        identity=BUREAU,
        cost=cost,
    )


def inside(blob: bytes) -> bytes:
    """What a laptop of the team decrypts: front and box."""
    return keys.decrypt(blob[4 : 4 + int.from_bytes(blob[:4], "big")], [LAPTOP])


def again(plain: bytes) -> bytes:
    """A file as somebody with a team laptop's key could make it."""
    data = keys.encrypt(plain, [keys.age_recipient(LAPTOP)])
    return (struct.pack(">I", len(data)) + data).ljust(task.FILE, b"\0")


@pytest.fixture(scope="module")
def blob() -> bytes:
    return sealed()


def test_the_page_describes_these_bytes() -> None:
    """The page's vector of the key at full cost, of the front and of the box come out of the product."""
    inputs: dict[str, Any] = independent.given(PAGE)["task"]
    stated = independent.stated(PAGE)
    header = inputs["header"]
    cost = Cost(header["memory_kib"], header["passes"], header["lanes"])
    assert keys.FULL_COST == cost
    key = keys.stretch_codes(inputs["leader"], inputs["second"], bytes.fromhex(header["salt"]), cost)
    assert inputs["argon2id"] == key.hex()
    text = canonical_json.dump(header)
    front = (task.MAGIC + struct.pack(">I", len(text)) + text).ljust(task.FRONT, b"\0")
    data = canonical(inputs["secret"])
    plain = (struct.pack(">I", len(data)) + data).ljust(task.ROOM, b"\0")
    box = keys.seal_box(key, bytes.fromhex(header["nonce"]), plain, front)
    assert stated["task.box"] == hashlib.sha256(box).hexdigest()
    assert inputs["secret"] == task.open_task(
        task.SealedTask(VISIT, PUBLIC, front, box), inputs["leader"], inputs["second"]
    )
    for role in opening_code.ROLES[:3]:  # the fourth is that of enrolment, section 12
        assert inputs[role] == opening_code.read(inputs[role], role)
        assert json.loads(stated[f"code.{role}"]) == independent.code_classes(inputs[role])
    assert stated["unlock.check"] == task.unlock_check(inputs["device"], 1, inputs["unlock"])


def test_both_codes_open_it_on_a_laptop_of_the_team(blob: bytes) -> None:
    """What was sealed comes back on either laptop, at the cost that users pay as well."""
    for identity in (LAPTOP, MATE):
        read = task.read_task(blob, identity)
        assert (VISIT, PUBLIC) == (read.visit, read.public)
        assert SECRET == task.open_task(read, LEADER, SECOND)
    assert SECRET == task.open_task(task.read_task(sealed(cost=keys.FULL_COST), LAPTOP), LEADER, SECOND)


def test_a_copy_alone_is_not_even_readable(blob: bytes) -> None:
    """Who copies the file but has not a team laptop's own key reads nothing, public part included."""
    with pytest.raises(Problem, match="keys.cannot_decrypt"):
        task.read_task(blob, keys.new_age_identity())
    for word in ("2026-007", "局院内", VISIT, "G111", "长安"):
        assert word.encode() not in blob


def test_one_code_is_not_enough(blob: bytes) -> None:
    """Each code alone, twice the same, both exchanged, or one digit off: the same refusal, which says nothing more."""
    read = task.read_task(blob, LAPTOP)
    off = LEADER[:-1] + str((int(LEADER[-1]) + 1) % 10)
    wrong = ((LEADER, LEADER), (SECOND, SECOND), (SECOND, LEADER), (LEADER, ""), ("", SECOND), (off, SECOND))
    for leader, second in wrong:
        with pytest.raises(Problem) as caught:
            task.open_task(read, leader, second)
        assert ("sealed.wrong_code", "2026-007", {}) == (caught.value.code, caught.value.where, caught.value.fields)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=900), st.integers(0, 60), st.text("长安镇中学校小", max_size=40))
def test_the_size_is_one_whatever_is_inside(profile: str, earlier: int, place: str) -> None:
    """School name, profile, number of earlier findings, length of the public words: not one byte more or less."""
    found: list[Value] = [{"code": "SAF-FIRE-01", "facts": "x" * 90}] * earlier
    secret: Value = {"task": {"school": {"name": profile}}, "earlier": found}
    one = sealed(secret, Public("2026-1", PUBLIC.not_before, PUBLIC.meet_at, place, "", "", 4))
    assert task.FILE == len(one)


def test_what_does_not_fit_is_refused_and_never_larger() -> None:
    """A secret of more than 32 KiB, public words of more than 4 KiB: a Problem, no file."""
    with pytest.raises(Problem, match="sealed.too_large"):
        sealed({"task": {}, "earlier": ["x" * task.ROOM]})
    with pytest.raises(Problem, match="sealed.public_too_long"):
        sealed(public=Public("2026-1", PUBLIC.not_before, PUBLIC.meet_at, "很远" * 1000, "", "", 2))


def test_any_changed_byte_is_found(blob: bytes) -> None:
    """In the file as it lies: age finds it. Inside, by who holds a team laptop: the box refuses a changed front or box."""
    chance = random.Random(9)
    for _ in range(200):
        at = chance.randrange(len(blob))
        changed = blob[:at] + bytes([blob[at] ^ 1 << chance.randrange(8)]) + blob[at + 1 :]
        with pytest.raises(Problem, match=r"keys.cannot_decrypt|sealed.damaged"):
            task.read_task(changed, LAPTOP)
    plain = inside(blob)
    later = plain.replace(b"2026-11-24T07", b"2026-11-23T07")
    read = task.read_task(again(later), LAPTOP)
    assert "2026-11-23T07:00:00+08:00" == read.public.not_before
    with pytest.raises(Problem, match="sealed.wrong_code"):
        task.open_task(read, LEADER, SECOND)


@pytest.mark.parametrize(
    "change",
    [
        (b'"memory_kib":64', b'"memory_kib":99999999'),
        (b'"format":1', b'"format":2'),
        (b"inspector-task-1", b"inspector-task-2"),
        (b'"argon2id"', b'"pbkdf2"'),
        (b'"people":2', b'"people": 2'),
    ],
)
def test_a_front_of_another_kind_is_damaged(blob: bytes, change: tuple[bytes, bytes]) -> None:
    """Unknown algorithms, absurd costs and other spellings are refused before anything is computed."""
    plain = inside(blob)
    front = plain[: task.FRONT].rstrip(b"\0")
    changed = front.replace(*change)
    changed = changed[:17] + struct.pack(">I", len(changed) - 21) + changed[21:]
    other = changed.ljust(task.FRONT, b"\0") + plain[task.FRONT :]
    with pytest.raises(Problem, match="sealed.damaged"):
        task.read_task(again(other), LAPTOP)
