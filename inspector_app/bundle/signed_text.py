"""Small signed files in three lines: kind, canonical JSON, signature (docs/format.md §8).

What they say is left to receipt and enrolment.
"""

from typing import Any

from inspector_app import keys
from inspector_app.bundle import canonical_json

SIZE_LIMIT = 64 << 20
_MARK = b"ed25519 "


def write(kind: str, fields: dict[str, Any], seed: bytes) -> bytes:
    """Return the file; the same for the same arguments."""
    body = kind.encode("ascii") + b"\n" + canonical_json.dump(fields) + b"\n"
    return body + _MARK + keys.sign(seed, body).hex().encode() + b"\n"


def read(data: bytes, kind: str, verify_key: str | None) -> dict[str, Any]:
    """Return the fields; ValueError unless kind, spelling and signature are right.

    The key is the one given, or the field `verify_key` of the file itself: then the file proves only that its sender holds
    the key it names.
    """
    parts = data.split(b"\n")
    if len(data) > SIZE_LIMIT or len(parts) != 4 or parts[3] or parts[0] != kind.encode("ascii"):
        raise ValueError("not three lines of this kind")
    fields = canonical_json.load(parts[1])
    if not isinstance(fields, dict):
        raise ValueError("no fields")
    key = verify_key if verify_key is not None else fields.get("verify_key")
    signature = parts[2].removeprefix(_MARK).decode("ascii")
    if parts[2] != _MARK + signature.encode() or len(signature) != 128 or signature != signature.lower():
        raise ValueError("signature line")
    body = parts[0] + b"\n" + parts[1] + b"\n"
    if not isinstance(key, str) or not keys.verify(key, body, bytes.fromhex(signature)):
        raise ValueError("signature")
    return fields
