"""The witness reads its page: every vector of docs/format.md comes out of what was written from its words alone."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.witness import sealed
from tests.witness.canonical import Value, from_json, pack, sha256, to_json, unpack
from tests.witness.columns import read_list, write_list
from tests.witness.model import Line, Model
from tests.witness.reader import HEADER_ROOM, MAGIC, signed_part

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")
VECTORS = {
    line.partition(" = ")[0]: line.partition(" = ")[2]
    for block in re.findall(r"^```vectors\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
}
INPUTS = {
    next(iter(block)): block
    for block in map(json.loads, re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
}
ENTRIES, BUNDLE, RECEIPT, TASK = (INPUTS[name] for name in ("seed", "header", "receipt", "task"))
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(ENTRIES["seed"]))


def line_of(row: list[Value]) -> Line:
    """Return an entry as the page writes it."""
    record, kind, path, value, dots, author, device, seq, prev, clock, at, signature = row
    assert isinstance(dots, list)
    assert isinstance(seq, int)
    assert isinstance(clock, int)
    replaces = tuple((str(dot[0]), int(dot[1])) for dot in dots)
    texts = str(author), str(device), seq, str(prev), clock, str(at), str(signature)
    return Line(str(record), str(kind), str(path), value, replaces, *texts)


LINES = {name: line_of(row) for name, row in ENTRIES["entries"].items()}
RECORD = LINES["A1"].record


def of_conflict() -> list[Line]:
    return [LINES[name] for name in ("A1", "A2", "B1")]


def shown(lines: list[Line]) -> str:
    said = Model(lines).registers(RECORD)
    found: list[Value] = []
    for _, path, _ in Model(lines).conflicts():
        found.append([path, [unpack(value) for value in sorted({line.says() for line in said[path]})]])
    return to_json(found).decode()


def front_of(header: dict[str, Value]) -> bytes:
    text = to_json(header)
    return MAGIC + b"\x00\x01" + len(text).to_bytes(2, "big") + text.ljust(HEADER_ROOM, b"\x00")


def receipt() -> bytes:
    text = b"inspector-receipt-1\n" + to_json(RECEIPT["receipt"]) + b"\n"
    return text + b"ed25519 " + KEY.sign(text).hex().encode() + b"\n"


def task_front() -> bytes:
    header = to_json(TASK["task"]["header"])
    return (sealed.MAGIC + len(header).to_bytes(4, "big") + header).ljust(sealed.FRONT, b"\x00")


def task_plain() -> bytes:
    secret = pack(TASK["task"]["secret"])
    return (len(secret).to_bytes(4, "big") + secret).ljust(sealed.PLAIN, b"\x00")


def task_box() -> bytes:
    task = TASK["task"]
    key = sealed.key_of(task["header"], task["leader"], task["second"])
    assert task["argon2id"] == key.hex()
    return ChaCha20Poly1305(key).encrypt(bytes.fromhex(task["header"]["nonce"]), task_plain(), task_front())


@cache
def computed() -> dict[str, str]:
    front, task = front_of(BUNDLE["header"]), TASK["task"]
    numbers = [0, 127, 255, 256, 65535, 65536, 2**32, 2**63 - 1, -1, -32, -33, -129, -(2**63)]
    head: list[Value] = ["inspector-head-1", LINES["A4"].device, LINES["A4"].seq, LINES["A4"].id]
    return {
        "value.numbers": pack(numbers).hex(),
        "value.texts": pack(["", "xé", 32 * "a", "𠮷"]).hex(),
        "value.map": pack({"Z": None, "a": True, "好": {"k": [False, 1]}}).hex(),
        "entry.A1.bytes": LINES["A1"].written("").hex(),
        **{f"entry.{name}.id": line.id for name, line in LINES.items()},
        "entry.A2.signing": sha256(LINES["A2"].signed),
        "fold.conflict": shown(of_conflict()),
        "fold.settled": shown(list(LINES.values())),
        "fold.digest.conflict": Model(of_conflict()).digest(RECORD),
        "fold.digest.frozen": Model(LINES.values()).digest(RECORD),
        "bundle.header": sha256(front),
        "bundle.signature": KEY.sign(signed_part(front, BUNDLE["ciphertext"].encode())).hex(),
        "columns.bytes": pack(write_list(LINES.values())).hex(),
        "head.A4": KEY.sign(pack(head)).hex(),
        "receipt.id": sha256(receipt()),
        "code.leader": str(sealed.group_sums(task["leader"])),
        "code.second": str(sealed.group_sums(task["second"])),
        "code.unlock": str(sealed.group_sums(task["unlock"])),
        "task.front": sha256(task_front()),
        "task.plain": sha256(task_plain()),
        "task.box": sha256(task_box()),
        "unlock.check": sealed.unlock_check(task["device"], 1, task["unlock"]),
    }


@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_comes_out_of_the_words(name: str) -> None:
    assert VECTORS[name] == computed()[name]


def test_the_columns_of_the_page_say_the_entries_of_the_page() -> None:
    _, lines = read_list(bytes.fromhex(VECTORS["columns.bytes"]))
    assert sorted(LINES.values(), key=lambda line: line.dot) == lines


def test_the_late_entry_of_the_page_is_late() -> None:
    assert [LINES["B2"]] == Model(LINES.values()).late(RECORD)


def test_a_signature_of_the_page_is_over_the_entry_without_it() -> None:
    KEY.public_key().verify(bytes.fromhex(LINES["A2"].signature), LINES["A2"].signed)


def test_a_sealed_task_of_the_page_opens_with_its_two_codes() -> None:
    task = TASK["task"]
    header, front, box = sealed.split(task_front() + task_box())
    assert task["secret"]["task"] == sealed.open_box(header, front, box, task["leader"], task["second"])
    assert from_json(to_json(task["header"])) == header
