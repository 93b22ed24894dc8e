"""What goes into a compartment: one note, signed by its device, padded to one size, sealed to its officers (docs/format.md §10).

No key of the laptop or of the bureau's own machine opens it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from inspector_app import keys
from inspector_app.bundle import canonical_json, signed_text
from inspector_app.errors import Problem

KIND = "inspector-note-1"
PLAIN_SIZE = 1 << 16
SEALED_SIZE = PLAIN_SIZE + 4096  # age makes headers of random length; with the officers' stanzas they fit
MOST_CHARACTERS = 10_000  # at most 6 bytes each, where JSON escapes them


def seal_note(fields: dict[str, Any], seed: bytes, recipients: Sequence[str]) -> bytes:
    """Return the sealed note, of one size whatever it says; Problem keys.bad_recipient, ValueError when it does not fit."""
    text = signed_text.write(KIND, fields, seed)
    return _padded(keys.encrypt(_padded(text, PLAIN_SIZE), recipients), SEALED_SIZE)


def open_note(data: bytes, identity: str, verify_key: Callable[[str], str | None]) -> dict[str, Any]:
    """Return what a note says; `verify_key` gives an enrolled device's key, None for a stranger.

    Problem keys.cannot_decrypt, compartments.bad_note.
    """
    if len(data) != SEALED_SIZE:
        raise Problem("compartments.bad_note", reason="size")
    text = _unpadded(keys.decrypt(_unpadded(data), [identity]))
    try:
        device = str(canonical_json.load(text.split(b"\n")[1])["device"])
        key = verify_key(device)
        if key is None:
            raise ValueError("unknown device")
        return signed_text.read(text, KIND, key)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Problem("compartments.bad_note", reason=str(error)) from error


def _padded(data: bytes, size: int) -> bytes:
    if len(data) + 4 > size:
        raise ValueError(f"{len(data)} bytes do not fit {size}")
    return (len(data).to_bytes(4, "big") + data).ljust(size, b"\0")


def _unpadded(data: bytes) -> bytes:
    return data[4 : 4 + int.from_bytes(data[:4], "big")]
