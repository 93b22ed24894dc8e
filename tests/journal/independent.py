"""An independent reader of docs/format.md: recomputes its vectors from the page alone, with the standard library alone.

It must import nothing of the product, so that a mistake cannot be made on both sides. Run it to print every vector.
"""

import hashlib
import json
import re
import struct
import sys
from pathlib import Path
from typing import Any

# ---- section 1 -------------------------------------------------------------------------------------------------------


def pack(value: Any) -> bytes:
    """Canonical bytes of a value."""
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, int):
        return _number(value)
    if isinstance(value, str):
        raw = value.encode()
        return _sized(len(raw), 0xA0, 32, b"\xd9\xda\xdb") + raw
    if isinstance(value, list | tuple):
        return _sized(len(value), 0x90, 16, b"?\xdc\xdd") + b"".join(map(pack, value))
    pairs = sorted((key.encode(), key) for key in value)
    return _sized(len(value), 0x80, 16, b"?\xde\xdf") + b"".join(pack(key) + pack(value[key]) for _, key in pairs)


def _number(n: int) -> bytes:
    if -32 <= n < 128:
        return struct.pack("b", n)
    forms = ((0xCC, ">B"), (0xCD, ">H"), (0xCE, ">I"), (0xCF, ">Q"))
    for code, form in forms if n >= 0 else ((0xD0, ">b"), (0xD1, ">h"), (0xD2, ">i"), (0xD3, ">q")):
        try:
            return bytes([code]) + struct.pack(form, n)
        except struct.error:
            continue
    raise OverflowError(n)


def _sized(n: int, short: int, limit: int, codes: bytes) -> bytes:
    if n < limit:
        return bytes([short + n])
    if n < 256 and codes[0] != ord("?"):
        return bytes([codes[0], n])
    return bytes([codes[1]]) + struct.pack(">H", n) if n < 65536 else bytes([codes[2]]) + struct.pack(">I", n)


def sha(data: bytes) -> str:
    """The hash, as hex."""
    return hashlib.sha256(data).hexdigest()


def canonical_json(value: Any) -> bytes:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


# ---- sections 2 to 4 -------------------------------------------------------------------------------------------------

RECORD, KIND, PATH, VALUE, REPLACES, DEVICE, SEQ, CLOCK = 1, 2, 3, 4, 5, 7, 8, 10


def entry_id(entry: list[Any]) -> str:
    """Id of an entry given as the list of 13."""
    return sha(pack(entry))


def standing(register: list[list[Any]]) -> list[list[Any]]:
    """The entries of one register that stand, in order."""
    dots = [(e[DEVICE], e[SEQ]) for e in register]
    gone = set()
    for e in register:
        for dot in map(tuple, e[REPLACES]):
            if dots.count(dot) < 2 or e[KIND] == "settlement":
                gone |= {entry_id(o) for o in register if (o[DEVICE], o[SEQ]) == dot and entry_id(o) != entry_id(e)}
    kept = [e for e in register if entry_id(e) not in gone] or register
    return sorted(kept, key=lambda e: (e[CLOCK], e[DEVICE], e[SEQ], entry_id(e)))


def standing_values(register: list[list[Any]]) -> list[Any]:
    """The distinct standing values, sorted by canonical bytes."""
    values = [e[VALUE]["chosen"] if e[KIND] == "settlement" else e[VALUE] for e in standing(register)]
    return [value for _, value in sorted({pack(value): value for value in values}.items())]


def registers(entries: list[list[Any]], record: str) -> dict[str, list[list[Any]]]:
    """The registers of a record."""
    found: dict[str, list[list[Any]]] = {}
    for e in {entry_id(e): e for e in entries if e[RECORD] == record and e[PATH]}.values():
        found.setdefault(e[PATH], []).append(e)
    return found


def conflicts(entries: list[list[Any]], record: str) -> list[list[Any]]:
    """The paths in conflict, each with its standing values."""
    found = [[path, standing_values(register)] for path, register in registers(entries, record).items()]
    return sorted(row for row in found if len(row[1]) > 1)


def digest(entries: list[list[Any]], record: str) -> str:
    """The digest of a record."""
    freezes = [e for e in entries if e[RECORD] == record and e[KIND] == "freeze" and not e[PATH]]
    if freezes:
        first = min(freezes, key=lambda e: (e[CLOCK], e[DEVICE], e[SEQ], entry_id(e)))
        entries = [e for e in entries if e[SEQ] <= first[VALUE]["seen"].get(e[DEVICE], 0)]
    rows = [
        [path, standing_values(register)]
        for path, register in sorted(registers(entries, record).items(), key=lambda item: item[0].encode())
        if path != "refusal" and not path.startswith(("signatures/", "documents/"))
    ]
    return sha(pack(["inspector-digest-1", record, rows]))


# ---- section 7: columns ----------------------------------------------------------------------------------------------


def columns(entries: list[list[Any]]) -> list[Any]:
    """The list of section 7 for entries given as lists of 13."""
    ordered = sorted({entry_id(e): e for e in entries}.values(), key=lambda e: (e[DEVICE], e[SEQ], entry_id(e)))
    chains: list[list[list[Any]]] = []
    for e in ordered:
        for chain in chains:
            if chain[-1][DEVICE] == e[DEVICE] and entry_id(chain[-1]) == e[9]:
                chain.append(e)
                break
        else:
            chains.append([e])
    runs = sorted([c[0][DEVICE], c[0][SEQ], len(c), c[0][9], entry_id(c[-1])] for c in chains)
    rows = [e for run in runs for c in chains if entry_id(c[-1]) == run[4] for e in c]
    tables: list[dict[bytes, Any]] = [{} for _ in range(7)]
    out: list[list[Any]] = [[] for _ in range(9)]
    signatures, clock, second = [], 0, 0

    def index(table: int, value: Any) -> int:
        tables[table].setdefault(pack(value), value)
        return list(tables[table]).index(pack(value))

    for row, e in enumerate(rows):
        at = e[11]
        now = int(at[11:13]) * 3600 + int(at[14:16]) * 60 + int(at[17:19])
        out[0].append(index(0, e[RECORD]))
        out[1].append(index(1, e[KIND]))
        out[2].append(index(2, e[PATH]))
        out[3].append(index(3, e[6]))
        out[4].append(index(6, e[VALUE]))
        out[5].append(e[CLOCK] - clock)
        out[6].append(index(5, [at[:10], at[19:]]))
        out[7].append(now - second)
        out[8].append([number for dot in e[REPLACES] for number in (index(4, dot[0]), e[SEQ] - dot[1])])
        clock, second = e[CLOCK], now
        if e[12]:
            signatures.append([row, e[12]])
    return ["inspector-entries-1", runs, *(list(table.values()) for table in tables), *out, signatures]


# ---- Ed25519, RFC 8032 section 5.1 (slow and plain) --------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(k: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while k:
        if k & 1:
            total = _add(total, point)
        point, k = _add(point, point), k >> 1
    return total


def _compress(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_GY = 4 * pow(5, P - 2, P) % P
_GX = 15112221349535400772501151409588531511454012693041857206046113283949847762202
G: Point = (_GX, _GY, 1, _GX * _GY % P)


def sign(seed: bytes, message: bytes) -> bytes:
    """Ed25519 signature."""
    hashed = hashlib.sha512(seed).digest()
    a = int.from_bytes(hashed[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    public = _compress(_times(a, G))
    r = int.from_bytes(hashlib.sha512(hashed[32:] + message).digest(), "little") % Q
    point = _compress(_times(r, G))
    h = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % Q
    return point + ((r + h * a) % Q).to_bytes(32, "little")


# ---- section 9: sealed task; ChaCha20-Poly1305, RFC 8439 (slow and plain) ----------------------------------------------


def _turn(word: int, by: int) -> int:
    return (word << by | word >> (32 - by)) & 0xFFFFFFFF


def _quarter(s: list[int], a: int, b: int, c: int, d: int) -> None:
    for one, two, three, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[one] = s[one] + s[two] & 0xFFFFFFFF
        s[three] = _turn(s[three] ^ s[one], by)


def _keystream(key: bytes, nonce: bytes, counter: int) -> bytes:
    first = [*struct.unpack("<4I", b"expand 32-byte k"), *struct.unpack("<8I", key), counter]
    first += struct.unpack("<3I", nonce)
    s = list(first)
    for _ in range(10):
        for at in range(4):
            _quarter(s, at, 4 + at, 8 + at, 12 + at)
        for at in range(4):
            _quarter(s, at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4)
    return struct.pack("<16I", *(a + b & 0xFFFFFFFF for a, b in zip(s, first, strict=True)))


def box(key: bytes, nonce: bytes, plain: bytes, front: bytes) -> bytes:
    """ChaCha20-Poly1305 with associated data."""
    blocks = (len(plain) + 63) // 64
    stream = b"".join(_keystream(key, nonce, n + 1) for n in range(blocks))
    sealed = bytes(a ^ b for a, b in zip(plain, stream, strict=False))
    r_s = _keystream(key, nonce, 0)
    r, total = int.from_bytes(r_s[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF, 0
    tagged = b"".join(part + b"\0" * (-len(part) % 16) for part in (front, sealed))
    tagged += struct.pack("<QQ", len(front), len(sealed))
    for at in range(0, len(tagged), 16):
        total = (total + int.from_bytes(tagged[at : at + 16] + b"\1", "little")) * r % (2**130 - 5)
    return sealed + ((total + int.from_bytes(r_s[16:32], "little")) % 2**128).to_bytes(16, "little")


def code_classes(code: str) -> list[int]:
    """The weighted sum of each group, modulo 11."""
    return [sum((n + 1) * int(d) for n, d in enumerate(code[at : at + 5])) % 11 for at in range(0, 25, 5)]


def task(given: dict[str, Any]) -> dict[str, str]:
    """The vectors of section 9."""
    text = canonical_json(given["header"])
    front = (b"inspector-task-1\n" + struct.pack(">I", len(text)) + text).ljust(4096, b"\0")
    secret = pack(given["secret"])
    plain = (struct.pack(">I", len(secret)) + secret).ljust(32768, b"\0")
    nonce, key = bytes.fromhex(given["header"]["nonce"]), bytes.fromhex(given["argon2id"])
    unlock = f"inspector-unlock-1 {given['device']} 1 {given['unlock']}".encode()
    return {
        "code.leader": json.dumps(code_classes(given["leader"])),
        "code.second": json.dumps(code_classes(given["second"])),
        "code.unlock": json.dumps(code_classes(given["unlock"])),
        "task.front": sha(front),
        "task.plain": sha(plain),
        "task.box": sha(box(key, nonce, plain, front)),
        "unlock.check": sha(unlock),
    }


# ---- the page --------------------------------------------------------------------------------------------------------


def page_blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.M | re.S)


def stated(page: str) -> dict[str, str]:
    """The vectors as the page states them."""
    lines = [line for block in page_blocks(page, "vectors") for line in block.splitlines() if line]
    return {line.partition(" = ")[0]: line.partition(" = ")[2] for line in lines}


def given(page: str) -> dict[str, Any]:
    """The inputs of the vectors."""
    return {key: value for block in page_blocks(page, "json") for key, value in json.loads(block).items()}


def recomputed(page: str) -> dict[str, str]:
    """The vectors recomputed from the page's inputs."""
    inputs = given(page)
    e = {name: ["inspector-entry-1", *row] for name, row in inputs["entries"].items()}
    everything, record, seed = list(e.values()), e["A1"][RECORD], bytes.fromhex(inputs["seed"])
    found = {
        "value.numbers": pack([0, 127, 255, 256, 65535, 65536, 2**32, 2**63 - 1, -1, -32, -33, -129, -(2**63)]).hex(),
        "value.texts": pack(["", "xé", 32 * "a", "𠮷"]).hex(),
        "value.map": pack({"Z": None, "a": True, "好": {"k": [False, 1]}}).hex(),
        "entry.A1.bytes": pack(e["A1"]).hex(),
        **{f"entry.{name}.id": entry_id(row) for name, row in e.items()},
        "entry.A2.signing": sha(pack([*e["A2"][:12], ""])),
        "fold.conflict": canonical_json(conflicts([e["A1"], e["A2"], e["B1"]], record)).decode(),
        "fold.settled": canonical_json(conflicts(everything, record)).decode(),
        "fold.digest.conflict": digest([e["A1"], e["A2"], e["B1"]], record),
        "fold.digest.frozen": digest(everything, record),
        "columns.bytes": pack(columns(everything)).hex(),
        "head.A4": sign(seed, pack(["inspector-head-1", e["A4"][DEVICE], 4, entry_id(e["A4"])])).hex(),
    }
    text = canonical_json(inputs["header"])
    block = (b"\x89INSP\r\n\x1a" + struct.pack(">HH", 1, len(text)) + text).ljust(448, b"\0")
    message = b"inspector-bundle-1\n" + hashlib.sha256(block + inputs["ciphertext"].encode()).digest()
    found |= {"bundle.header": sha(block), "bundle.signature": sign(seed, message).hex()}
    receipt = b"inspector-receipt-1\n" + canonical_json(inputs["receipt"]) + b"\n"
    receipt += b"ed25519 " + sign(seed, receipt).hex().encode() + b"\n"
    return found | {"receipt.id": sha(receipt)} | task(inputs["task"])


if __name__ == "__main__":
    for name, value in recomputed(Path(sys.argv[1]).read_text("utf-8")).items():
        sys.stdout.write(f"{name} = {value}\n")
