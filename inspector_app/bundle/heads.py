"""Heads: a device's own word for how far its chain goes, so that another device can carry its entries (docs/format.md §7)."""

from typing import NamedTuple

from inspector_app import keys
from inspector_app.journal.entry import encode


class Head(NamedTuple):
    """The signed end of a run of one device: `signature` (hex) covers device, seq and id."""

    device: str
    seq: int
    id: str
    signature: str


def sign_head(device: str, seq: int, entry_id: str, seed: bytes) -> Head:
    """Return the head of the device's own chain at one entry."""
    return Head(device, seq, entry_id, keys.sign(seed, _message(device, seq, entry_id)).hex())


def head_holds(head: Head, verify_key: str) -> bool:
    """Return whether the device with this key signed the head."""
    return keys.verify(verify_key, _message(head.device, head.seq, head.id), bytes.fromhex(head.signature))


def _message(device: str, seq: int, entry_id: str) -> bytes:
    return encode(["inspector-head-1", device, seq, entry_id])
