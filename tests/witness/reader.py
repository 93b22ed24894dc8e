"""The witness: a reader of bundle files and signed texts, written from docs/format.md (sections 6-8) without the product."""

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.witness.canonical import Refused, Value, from_json, pack, refuse_unless, sha256, to_json
from tests.witness.columns import HEX32, HEX64, Run, inflate, read_list
from tests.witness.model import NO_ENTRY, Line

MAGIC = b"\x89INSP\r\n\x1a"
HEADER_ROOM, SIGNED, CIPHERTEXT = 436, 448, 512
FIELDS = {"format", "hash", "sign", "seal", "device", "bureau", "number", "first", "last", "head"}
FIXED = {"format": 1, "hash": "sha256", "sign": "ed25519", "seal": "age-x25519"}
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DOCUMENT = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")

Keys = Callable[[str], str | None]


@dataclass(frozen=True)
class Opened:
    """What a bundle says, all of it checked; `unvouched` are the devices for which the sender alone vouches."""

    header: dict[str, Value]
    manifest: dict[str, Value]
    runs: list[Run]
    lines: list[Line]
    blobs: dict[str, bytes]
    documents: dict[str, bytes]
    unvouched: list[str]


def verified(key: str | None, signature: bytes, data: bytes) -> bool:
    """Return whether the Ed25519 key (hex) signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key or "")).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_part(front: bytes, ciphertext: bytes) -> bytes:
    """Return what a device signs for a bundle; `front` is bytes 0-447."""
    return b"inspector-bundle-1\n" + bytes.fromhex(sha256(front + ciphertext))


def read_header(data: bytes) -> dict[str, Value]:
    """Return the header of a bundle, in form."""
    refuse_unless(len(data) > CIPHERTEXT, "an envelope and a ciphertext")
    refuse_unless(data[:8] == MAGIC and data[8:10] == b"\x00\x01", "magic and version 1")
    n = int.from_bytes(data[10:12], "big")
    refuse_unless(n <= HEADER_ROOM and not any(data[12 + n : SIGNED]), "header text, then zeros")
    header = from_json(data[12 : 12 + n])
    refuse_unless(set(header) == FIELDS, "all fields present")
    refuse_unless({key: header[key] for key in FIXED} == FIXED and header["format"] is not True, "known algorithms")
    device, bureau, head = header["device"], header["bureau"], header["head"]
    refuse_unless(isinstance(device, str) and HEX32.fullmatch(device), "device: 32 hex digits")
    refuse_unless(isinstance(head, str) and HEX64.fullmatch(head), "head: an id")
    refuse_unless(isinstance(bureau, str) and 0 < len(bureau.encode()) <= 64, "bureau: at most 64 bytes")
    number, first, last = (_whole(header[key]) for key in ("number", "first", "last"))
    refuse_unless(1 <= number <= 999999, "number: six digits")
    refuse_unless(1 <= first <= last < 2**53 or (first, last, head) == (0, 0, NO_ENTRY), "first, last, head")
    return header


def _whole(value: object) -> int:
    refuse_unless(isinstance(value, int) and not isinstance(value, bool), "a whole number")
    return value if isinstance(value, int) else 0


def open_bundle(
    data: bytes, verify_key_of: Keys, decrypt: Callable[[bytes], bytes], person_key_of: Keys = lambda _: None
) -> Opened:
    """Return what the bundle says, or raise Refused; the order of checks is the page's."""
    header = read_header(data)
    device = str(header["device"])
    key = verify_key_of(device)
    refuse_unless(key, "device enrolled")
    body = data[CIPHERTEXT:]
    refuse_unless(verified(key, data[SIGNED:CIPHERTEXT], signed_part(data[:SIGNED], body)), "signature")
    files = read_zip(decrypt(body))
    manifest, blobs, documents = read_bag(files, f"{device[:8]}-{_whole(header['number']):06}")
    refuse_unless(all(pack(manifest[name]) == pack(header[name]) for name in FIELDS), "manifest equal to header")
    runs, lines = read_list(inflate(files_named(files, "data/entries")))
    refuse_unless(manifest["entries"] == len(lines), "entries: how many")
    own = [line for line in lines if line.device == device]
    slice_ = (0, 0, {NO_ENTRY})
    if own:
        last = max(line.seq for line in own)
        slice_ = (min(line.seq for line in own), last, {line.id for line in own if line.seq == last})
    refuse_unless((header["first"], header["last"]) == slice_[:2], "first and last are of the own entries")
    refuse_unless(header["head"] in slice_[2], "head is the id of the last")
    heads = _heads(manifest["heads"], verify_key_of)
    for line in lines:
        person = person_key_of(line.author) if line.signature else None
        signed = person is None or verified(person, bytes.fromhex(line.signature), line.signed)
        refuse_unless(signed, "personal signature")
    unvouched = {run.device for run in runs if (run.device, run.first + run.length - 1, run.last_id) not in heads}
    return Opened(header, manifest, runs, lines, blobs, documents, sorted(unvouched - {device}))


def _heads(value: object, verify_key_of: Keys) -> set[tuple[str, int, str]]:
    """Return the heads that are vouched for by a known device; Refused when one is signed wrongly."""
    refuse_unless(isinstance(value, list), "heads: a list")
    rows: list[tuple[str, int, str, str]] = []
    for row in value if isinstance(value, list) else []:
        refuse_unless(isinstance(row, list) and len(row) == 4, "a head of four")
        device, seq, ident, signature = row
        texts = (device, HEX32), (ident, HEX64), (signature, re.compile(r"[0-9a-f]{128}"))
        refuse_unless(all(isinstance(text, str) and shape.fullmatch(text) for text, shape in texts), "hex")
        rows.append((device, _whole(seq), ident, signature))
        key = verify_key_of(device)
        data = pack(["inspector-head-1", device, _whole(seq), ident])
        refuse_unless(key is None or verified(key, bytes.fromhex(signature), data), "heads signed by their devices")
    refuse_unless(rows == sorted(set(rows)), "heads, sorted")
    return {row[:3] for row in rows if verify_key_of(row[0])}


def files_named(files: dict[str, bytes], name: str) -> bytes:
    """Return the content of the file of this name below the bag's folder."""
    return next((data for path, data in files.items() if path.partition("/")[2] == name), b"")


class _Member(NamedTuple):
    name: str
    crc: int
    size: int
    offset: int


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip in its one spelling, in order."""
    members: list[_Member] = []
    files: dict[str, bytes] = {}
    at = 0
    while data[at : at + 4] == b"PK\x03\x04":
        refuse_unless(len(data) >= at + 30, "a whole local header")
        _, version, flags, method, time, date, crc, packed, size, n, extra = LOCAL.unpack_from(data, at)
        refuse_unless((version, flags, method, time, date, extra) == (20, 0, 0, 0, 0x21, 0), "one spelling")
        refuse_unless(packed == size, "stored")
        name = _ascii(data[at + 30 : at + 30 + n], n)
        content = data[at + 30 + n : at + 30 + n + size]
        refuse_unless(len(content) == size and zlib.crc32(content) == crc, "content and CRC")
        refuse_unless(name not in files, "no name twice")
        files[name] = content
        members.append(_Member(name, crc, size, at))
        at += 30 + n + size
    directory = b"".join(
        CENTRAL.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 0x21, crc, size, size, len(name), 0, 0, 0, 0, 0, offset)
        + name.encode()
        for name, crc, size, offset in members
    )
    end = END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), at, 0)
    refuse_unless(data[at:] == directory + end, "the central directory lists the same, and nothing after it")
    return files


def _ascii(name: bytes, n: int) -> str:
    refuse_unless(len(name) == n and name.isascii(), "ASCII names")
    return name.decode("ascii")


def read_bag(files: dict[str, bytes], folder: str) -> tuple[dict[str, Value], dict[str, bytes], dict[str, bytes]]:
    """Return the manifest, the blobs and the documents of a bag in its one spelling."""
    inside = {name.removeprefix(folder + "/"): content for name, content in files.items()}
    refuse_unless(all(name.startswith(folder + "/") for name in files), "below the folder")
    info = f"Bag-Software-Agent: Inspector\nExternal-Identifier: {folder}\n".encode()
    refuse_unless(inside.get("bagit.txt") == BAGIT and inside.get("bag-info.txt") == info, "bagit.txt, bag-info.txt")
    manifest = from_json(inside.get("data/manifest.json", b""))
    refuse_unless(set(manifest) == FIELDS | {"entries", "blobs", "documents", "heads", "at"}, "manifest's fields")
    documents, blobs, at = manifest["documents"], manifest["blobs"], manifest["at"]
    refuse_unless(isinstance(documents, dict) and isinstance(blobs, list) and isinstance(at, str), "manifest's types")
    names = sorted(documents) if isinstance(documents, dict) else []
    hashes = [str(blob) for blob in blobs] if isinstance(blobs, list) else []
    refuse_unless(hashes == sorted(set(hashes)) and all(map(HEX64.fullmatch, hashes)), "blobs: a sorted list of hashes")
    refuse_unless(all(map(DOCUMENT.fullmatch, names)), "a document's name")
    data = ["data/manifest.json", "data/entries", *(f"data/documents/{name}" for name in names)]
    data += [f"data/blobs/{blob}" for blob in hashes]
    order = ["bagit.txt", "bag-info.txt", *data, "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    refuse_unless(list(inside) == order, "these names in this order")
    tags = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt"]
    for tag, listed in (("manifest-sha256.txt", data), ("tagmanifest-sha256.txt", tags)):
        refuse_unless(inside[tag] == sums({name: inside[name] for name in listed}), tag)
    kept = {name: inside[f"data/documents/{name}"] for name in names}
    refuse_unless({name: sha256(content) for name, content in kept.items()} == documents, "documents: name to hash")
    held = {blob: inside[f"data/blobs/{blob}"] for blob in hashes}
    refuse_unless(all(sha256(content) == blob for blob, content in held.items()), "the name is the hash")
    refuse_unless(len(inside["data/entries"]) <= 256 << 20, "data/entries at most 256 MiB")
    refuse_unless(all(len(content) <= 64 << 20 for content in kept.values()), "a document at most 64 MiB")
    refuse_unless(all(len(content) <= 256 << 20 for content in held.values()), "a blob at most 256 MiB")
    return manifest, held, kept


def sums(files: dict[str, bytes]) -> bytes:
    """Return the lines of a manifest for these files, in their order."""
    return "".join(f"{sha256(content)}  {name}\n" for name, content in files.items()).encode()


def read_signed(data: bytes, kind: str, verify_key: str | None = None) -> dict[str, Value]:
    """Return the fields of a signed text; `verify_key` (hex) or, when None, the `verify_key` that it names itself."""
    lines = data.split(b"\n")
    refuse_unless(len(lines) == 4 and not lines[3], "three lines, each ended")
    refuse_unless(lines[0] == kind.encode(), f"the kind {kind}")
    match = re.fullmatch(rb"ed25519 ([0-9a-f]{128})", lines[2])
    if match is None:
        raise Refused("ed25519 and the signature in hex")
    fields = from_json(lines[1])
    own = fields.get("verify_key")
    key = verify_key or (own if isinstance(own, str) else None)
    text = lines[0] + b"\n" + lines[1] + b"\n"
    refuse_unless(verified(key, bytes.fromhex(match[1].decode()), text), "signed")
    if verify_key is not None and own is not None:
        refuse_unless(own == verify_key, "the key inside is the signer's")
    refuse_unless(to_json(fields) == lines[1], "canonical JSON")
    return fields
