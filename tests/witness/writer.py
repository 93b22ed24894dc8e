"""The witness as a sender: a bundle made of given entries from docs/format.md alone, and made wrong where a test asks."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.witness.canonical import Value, pack, sha256, to_json
from tests.witness.columns import runs_of, write_list
from tests.witness.model import NO_ENTRY, Line
from tests.witness.reader import BAGIT, CENTRAL, END, HEADER_ROOM, LOCAL, MAGIC, signed_part, sums

Head = tuple[str, int, str, str]


def _same(thing: bytes) -> bytes:
    return thing


@dataclass(frozen=True)
class Sender:
    """A device that writes bundles; every step can be given to a hand that changes what it makes."""

    device: str
    seed: bytes
    bureau: str
    recipients: Sequence[str]
    change_list: Callable[[list[Value]], list[Value]] = lambda table: table
    change_manifest: Callable[[dict[str, Value]], dict[str, Value]] = lambda manifest: manifest
    change_zip: Callable[[bytes], bytes] = _same
    heads: Sequence[Head] = field(default=())

    def sign(self, data: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(data)

    def header(self, lines: Iterable[Line], number: int) -> dict[str, Value]:
        own = sorted((line.seq, line.id) for line in lines if line.device == self.device)
        return {
            "format": 1,
            "hash": "sha256",
            "sign": "ed25519",
            "seal": "age-x25519",
            "device": self.device,
            "bureau": self.bureau,
            "number": number,
            "first": own[0][0] if own else 0,
            "last": own[-1][0] if own else 0,
            "head": own[-1][1] if own else NO_ENTRY,
        }

    def bundle(self, lines: Sequence[Line], number: int, blobs: Mapping[str, bytes], at: str = "") -> bytes:
        """Return the bytes of a bundle with these entries and blobs."""
        header = self.header(lines, number)
        table = self.change_list(write_list(lines))
        heads: list[Head] = list(self.heads)
        for device, seq, ident in [(run[-1].device, run[-1].seq, run[-1].id) for run in runs_of(lines)]:
            if device == self.device:
                heads.append((device, seq, ident, self.sign(pack(["inspector-head-1", device, seq, ident])).hex()))
        rows: list[Value] = [list(head) for head in sorted(heads)]
        rest: dict[str, Value] = {"entries": len(lines), "blobs": sorted(blobs), "documents": {}, "heads": rows}
        manifest = self.change_manifest({**header, **rest, "at": at})
        folder = f"{self.device[:8]}-{number:06}"
        data = {"data/manifest.json": to_json(manifest), "data/entries": zlib.compress(pack(table))}
        data |= {f"data/blobs/{name}": blobs[name] for name in sorted(blobs)}
        info = f"Bag-Software-Agent: Inspector\nExternal-Identifier: {folder}\n".encode()
        tags = {"bagit.txt": BAGIT, "bag-info.txt": info}
        last_tags = {"manifest-sha256.txt": sums(data)}
        files = {**tags, **data, **last_tags, "tagmanifest-sha256.txt": sums({**tags, **last_tags})}
        return self.envelope(header, self.change_zip(archive(folder, files)))

    def envelope(self, header: Mapping[str, Value], plain: bytes) -> bytes:
        """Return the bundle around a plaintext."""
        text = to_json(dict(header))
        front = MAGIC + b"\x00\x01" + len(text).to_bytes(2, "big") + text.ljust(HEADER_ROOM, b"\x00")
        recipients = [pyrage.x25519.Recipient.from_str(recipient) for recipient in self.recipients]
        ciphertext: bytes = pyrage.encrypt(plain, recipients)
        return front + self.sign(signed_part(front, ciphertext)) + ciphertext


def archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Return the zip of these files in its one spelling."""
    body, directory = b"", b""
    for path, content in files.items():
        name = f"{folder}/{path}".encode()
        crc, size = zlib.crc32(content), len(content)
        offset = len(body)
        body += LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 0x21, crc, size, size, len(name), 0) + name + content
        directory += CENTRAL.pack(
            b"PK\x01\x02", 20, 20, 0, 0, 0, 0x21, crc, size, size, len(name), 0, 0, 0, 0, 0, offset
        )
        directory += name
    return body + directory + END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(directory), len(body), 0)


def named(*contents: bytes) -> dict[str, bytes]:
    """Return blobs under the names that their content gives them."""
    return {sha256(content): content for content in contents}
