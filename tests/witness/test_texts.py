"""The product and the witness, which was written from docs/format.md alone, read the same signed texts and sealed tasks."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Literal, TypeAlias

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.bundle import make_enrolment, make_receipt, make_request, read_enrolment, read_receipt, read_request
from inspector_app.bundle.task import open_task, read_task, seal_task, unlock_check
from inspector_app.errors import Problem
from inspector_app.journal import Dot
from inspector_app.keys.two_codes import Cost
from inspector_app.keys.vault import PersonPublic, Secrets, new_person_key
from inspector_app.supervision import opening_code
from inspector_app.supervision.sealing import Public
from tests.witness import sealed
from tests.witness.canonical import Refused, from_json, sha256
from tests.witness.reader import read_signed
from tests.witness.test_page import TASK

DEVICE, OTHER = "2" * 32, "e" * 32
LAPTOP, BUREAU = (Secrets(bytes(32), bytes([number]) * 32, str(pyrage.x25519.Identity.generate())) for number in (1, 2))
PIN = "4821-0937"
CODES = str(TASK["task"]["leader"]), str(TASK["task"]["second"])
SECRET = TASK["task"]["secret"]["task"]
VISIT = "01936f0e-7b7a-7000-8000-000000000001"


@cache
def person() -> PersonPublic:
    return new_person_key(PIN)[1]


def receipt() -> bytes:
    fates = [(Dot(DEVICE, 1), "new"), (Dot(DEVICE, 2), "new"), (Dot(OTHER, 7), "held"), (Dot(DEVICE, 3), "known")]
    words = {"bureau": "qinglan", "bundle_sha256": "ab" * 32, "device": DEVICE, "number": 1}
    return make_receipt(**words, fates=fates, at="2026-11-24T08:00:00+08:00", seed=BUREAU.signing)  # type: ignore[arg-type]


def request() -> bytes:
    return make_request(DEVICE, LAPTOP, {"I02": person()})


def enrolment() -> bytes:
    recipients = [BUREAU.age_recipient, LAPTOP.age_recipient]
    return make_enrolment("qinglan", BUREAU, recipients, "PEM a", {"I02": "PEM b"}, read_request(request()))


def test_the_witness_reads_a_receipt_of_the_product() -> None:
    read = read_signed(receipt(), "inspector-receipt-1", BUREAU.verify_key)
    fates = [[DEVICE, 1, 2, "new"], [DEVICE, 3, 3, "known"], [OTHER, 7, 7, "held"]]
    assert {"bureau", "bundle", "device", "number", "fates", "at"} == set(read)
    assert (fates, "ab" * 32, DEVICE) == (read["fates"], read["bundle"], read["device"])


def test_the_witness_reads_an_enrolment_request_of_the_product() -> None:
    read = read_signed(request(), "inspector-enrolment-request-1")
    known = {"I02": {"entry_key": person().entry_key, "p256": person().p256}}
    assert {"device", "verify_key", "age_recipient", "people"} == set(read)
    assert (known, LAPTOP.age_recipient) == (read["people"], read["age_recipient"])


def test_the_witness_reads_an_enrolment_of_the_product() -> None:
    read = read_signed(enrolment(), "inspector-enrolment-1")
    assert {
        "device": DEVICE,
        "request": sha256(request()),
        "bureau": "qinglan",
        "verify_key": BUREAU.verify_key,
        "age_recipients": [BUREAU.age_recipient, LAPTOP.age_recipient],
        "authority": "PEM a",
        "certificates": {"I02": "PEM b"},
    } == read


TEXTS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], object], str | None]] = {
    "inspector-receipt-1": (receipt, lambda data: read_receipt(data, BUREAU.verify_key), BUREAU.verify_key),
    "inspector-enrolment-request-1": (request, read_request, None),
    "inspector-enrolment-1": (enrolment, read_enrolment, None),
}


@pytest.mark.parametrize("kind", TEXTS)
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_both_refuse_one_changed_bit_of_a_signed_text(kind: str, place: int, bit: int) -> None:
    make, read, key = TEXTS[kind]
    changed = bytearray(make())
    changed[place % len(changed)] ^= 1 << bit
    with pytest.raises(Refused):
        read_signed(bytes(changed), kind, key)
    with pytest.raises(Problem):
        read(bytes(changed))


@pytest.mark.parametrize("kind", TEXTS)
def test_both_refuse_a_missing_byte_and_another_end_of_line(kind: str) -> None:
    make, read, key = TEXTS[kind]
    whole = make()
    for changed in (whole[:-1], whole + b"\n", whole.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + whole, b""):
        with pytest.raises(Refused):
            read_signed(changed, kind, key)
        with pytest.raises(Problem):
            read(changed)


@cache
def task() -> bytes:
    public = Public("2026-007", "2026-11-24T07:00:00+08:00", "2026-11-24T06:50:00+08:00", "局院内", "督学证", "", 2)
    leader, second = CODES
    return seal_task(
        visit=VISIT,
        public=public,
        secret={"task": SECRET},
        leader_code=leader,
        second_code=second,
        recipients=[LAPTOP.age_recipient],
        identity=BUREAU.age_identity,
        cost=Cost(memory_kib=64, passes=1, lanes=1),
    )


def decrypt(data: bytes) -> bytes:
    try:
        plain: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(LAPTOP.age_identity)])
    except pyrage.DecryptError as broken:
        raise Refused("decryption") from broken
    return plain


def test_the_witness_opens_a_sealed_task_with_both_codes_only() -> None:
    header, front, box = sealed.read_blob(task(), decrypt)
    assert SECRET == sealed.open_box(header, front, box, *CODES)
    assert VISIT == header["visit"]
    for wrong in ((CODES[0], CODES[0]), (CODES[1], CODES[0]), (CODES[0], "0" * 25)):
        with pytest.raises(Refused):
            sealed.open_box(header, front, box, *wrong)
        with pytest.raises(Problem):
            open_task(read_task(task(), LAPTOP.age_identity), *wrong)


@given(st.integers(0, 40959), st.integers(0, 7))
@settings(max_examples=80, deadline=None)
def test_both_refuse_one_changed_bit_of_a_sealed_task(place: int, bit: int) -> None:
    changed = bytearray(task())
    changed[place] ^= 1 << bit
    with pytest.raises(Refused):
        sealed.open_box(*sealed.read_blob(bytes(changed), decrypt), *CODES)
    with pytest.raises(Problem):
        open_task(read_task(bytes(changed), LAPTOP.age_identity), *CODES)


def grouped(between: str) -> str:
    return between.join(CODES[0][start : start + 5] for start in range(0, 25, 5))


def in_digits_from(zero: int) -> str:
    return CODES[0].translate({0x30 + digit: zero + digit for digit in range(10)})


BY_HAND = {
    "spaced": grouped(" "),
    "dotted": grouped("·"),
    "hyphens": grouped("-"),
    "dashes": grouped("—"),
    "full-width hyphens": grouped("\uff0d"),
    "full-width commas": grouped("\uff0c"),
    "full stops": grouped("。"),
    "ideographic spaces": "\u3000".join("、".join(CODES[0])),
    "full-width": in_digits_from(0xFF10),
    "arabic": in_digits_from(0x0660),
    "mathematical": in_digits_from(0x1D7CE),
    "superscript": CODES[0].replace("4", "⁴"),
    "marks around": ".,、-\t\n" + CODES[0] + "\r\n",
    "zero width": grouped("\u200b"),
    "byte order mark": "\ufeff" + CODES[0],
    "vertical tabs": grouped("\x0b"),
    "line separators": grouped("\u2028"),
    "no-break spaces": grouped("\u00a0"),
    "underlined": CODES[0] + "_",
    "short": CODES[0][:-1],
    "long": CODES[0] + "0",
    "doubled": CODES[0] * 2,
    "empty": "",
}


@pytest.mark.parametrize("name", BY_HAND)
def test_both_read_a_code_as_it_is_written_by_hand_alike(name: str) -> None:
    try:
        ours = sealed.digits(BY_HAND[name])
    except Refused:
        ours = ""
    assert ours == opening_code.read(BY_HAND[name], "leader")


Role: TypeAlias = Literal["leader", "second", "unlock"]
ROLES: tuple[Role, ...] = ("leader", "second", "unlock")


@given(st.integers(0, 10**9), st.sampled_from(ROLES), st.sampled_from(ROLES), st.integers(0, 24))
@settings(max_examples=200, deadline=None)
def test_both_see_the_same_wrong_groups_of_a_code(seed: int, role: Role, asked: Role, place: int) -> None:
    chance = Random(seed)
    code = opening_code.draw(role, chance.randrange)
    assert [] == sealed.wrong_groups(code, ROLES.index(role))
    for typed in (code, code[:place] + str(chance.randrange(10)) + code[place + 1 :], code[5:] + code[:5]):
        states = opening_code.group_states(typed, asked)
        theirs = [group for group, state in enumerate(states) if state != "right"]
        assert theirs == sealed.wrong_groups(typed, ROLES.index(asked))


def test_both_know_an_unlock_code_by_the_same_hash() -> None:
    code = str(TASK["task"]["unlock"])
    assert sealed.unlock_check(DEVICE, 3, code) == unlock_check(DEVICE, 3, code)


def test_a_header_of_the_product_is_in_the_one_spelling() -> None:
    header, front, _ = sealed.read_blob(task(), decrypt)
    assert from_json(front[21 : 21 + int.from_bytes(front[17:21], "big")]) == header
