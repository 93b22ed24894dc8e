"""Two laptops, a bureau and a small bundle, for the tests of the sealed files."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector_app import keys
from inspector_app.bundle import Sealed, Unsealed, envelope, seal, unseal
from inspector_app.bundle.envelope import Header
from inspector_app.journal import Entry
from tests.journal.builders import DEVICES, PATHS, Laptop, answer

PHOTO = b"\xff\xd8" + bytes(range(256)) * 300
REPLY = "情况属实,立即整改。".encode()


def sha(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def secrets() -> keys.Secrets:
    """Fresh secrets without a vault around them."""
    return keys.Secrets(os.urandom(32), os.urandom(32), keys.new_age_identity())


class World:
    """Two enrolled laptops with a short history, and the bureau that knows both."""

    def __init__(self) -> None:
        self.bureau, self.spare = secrets(), secrets()
        self.secrets = {device: secrets() for device in DEVICES[:2]}
        one, two = Laptop(DEVICES[0]), Laptop(DEVICES[1])
        one.edit(PATHS[0], answer())
        two.see(one.seen)
        one.edit(PATHS[0], answer("fail", "门卫不在岗"))
        one.edit("school/boarding", "yes", kind="attribute")
        two.edit(PATHS[0], answer("na"))
        self.one, self.two = one, two

    def verify_key(self, device: str) -> str | None:
        """What the bureau knows of a device."""
        found = self.secrets.get(device)
        return found.verify_key if found else None

    def seal(self, out: Path, entries: Sequence[Entry] | None = None, **changes: Any) -> Sealed:
        """Seal what laptop one has into `out`."""
        arguments: dict[str, Any] = {
            "entries": self.one.seen if entries is None else entries,
            "blobs": {sha(PHOTO): PHOTO, sha(REPLY): REPLY},
            "documents": {"site_record.pdf": b"%PDF-1.7"},
            "device": DEVICES[0],
            "number": 1,
            "bureau": "qinglan",
            "signing_seed": self.secrets[DEVICES[0]].signing,
            "recipients": [self.bureau.age_recipient, self.spare.age_recipient],
            "identities_for_test": self.secrets[DEVICES[0]].age_identity,
        }
        return seal(out, **{**arguments, **changes})

    def open(self, path: Path, scratch: Path, **changes: Any) -> Unsealed:
        """Open as the bureau."""
        arguments: dict[str, Any] = {
            "verify_key_of": self.verify_key,
            "identities": [self.bureau.age_identity],
            "scratch": scratch,
        }
        return unseal(path, **{**arguments, **changes})

    def envelop(self, plain: bytes, header: Header, path: Path) -> Path:
        """Put any plaintext into a rightly signed envelope of laptop one: what only an enrolled device could do."""
        cipher = keys.encrypt(plain, [self.bureau.age_recipient])
        front = envelope.front(header)
        covered = hashlib.sha256(front + cipher)
        signature = keys.sign(self.secrets[header.device].signing, envelope.signed_message(covered))
        path.write_bytes(front + signature + cipher)
        return path

    def plain(self, path: Path) -> bytes:
        """The zip inside a bundle."""
        return keys.decrypt(path.read_bytes()[envelope.CIPHERTEXT :], [self.bureau.age_identity])
