"""The bureau's receipt: what became of every entry of one bundle, signed (docs/format.md §8).

When to give one, and what it means for a laptop, is left to actions and store.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from inspector_app.bundle import signed_text
from inspector_app.bundle.envelope import BureauId, DeviceId, Hex64, Number, Seq
from inspector_app.errors import Problem
from inspector_app.journal import Dot

RECEIPT = "inspector-receipt-1"
Fate = Literal["new", "known", "held"]


class FateRun(NamedTuple):
    """Entries of one device, `first` to `last`, that had one fate."""

    device: DeviceId
    first: Seq
    last: Seq
    fate: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt that was verified; `id` is the SHA-256 of the file, `bundle` that of the bundle it answers."""

    bureau: BureauId
    bundle: Hex64
    device: DeviceId
    number: Number
    fates: list[FateRun]
    at: str
    id: str = ""

    def dots(self) -> Iterator[tuple[Dot, str]]:
        """Give the fate of each entry."""
        for run in self.fates:
            for seq in range(run.first, run.last + 1):
                yield Dot(run.device, seq), run.fate


def make_receipt(
    *,
    bureau: str,
    bundle_sha256: str,
    device: str,
    number: int,
    fates: Sequence[tuple[Dot, str]],
    at: str,
    seed: bytes,
) -> bytes:
    """Return the receipt's bytes, the same for the same arguments; the order of `fates` makes no difference."""
    fields: dict[str, Any] = {
        "bureau": bureau,
        "bundle": bundle_sha256,
        "device": device,
        "number": number,
        "fates": [list(run) for run in _runs(fates)],
        "at": at,
    }
    return signed_text.write(RECEIPT, fields, seed)


def read_receipt(data: bytes, verify_key: str) -> Receipt:
    """Return the receipt; Problem bundle.receipt_invalid unless the bureau with this key signed exactly these bytes."""
    try:
        fields = signed_text.read(data, RECEIPT, verify_key)
        receipt = msgspec.convert({**fields, "id": hashlib.sha256(data).hexdigest()}, Receipt)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Problem("bundle.receipt_invalid", reason=str(error)) from None
    return receipt


def _runs(fates: Sequence[tuple[Dot, str]]) -> list[FateRun]:
    runs: list[FateRun] = []
    for (device, seq), fate in sorted(set(fates)):
        last = runs[-1] if runs else None
        if last and (last.device, last.last + 1, last.fate) == (device, seq, fate):
            runs[-1] = last._replace(last=seq)
        else:
            runs.append(FateRun(device, seq, seq, fate))
    return runs
