"""Proofs for the network road: a device's short-lived token, and the proof that both ends know one enrolment code.

Who may do what with a token, and how long a code lives, is left to transfer and actions (docs/format.md §12).
"""

import base64
import hashlib
import hmac
import json
from typing import Annotated

import msgspec
from msgspec import Meta

from inspector_app.keys.signatures import sign, verify

TOKEN_LIFE = 600
"""Seconds, either way, between a token's time and the server's clock."""

_TOKEN = b"inspector-token-1\n"
_CODE_SALT = b"inspector-enrolment-code-1"
_CODE_ROUNDS = 200_000
_LONGEST = 2048

_Id = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a token says: which device, for which bureau and server epoch, made when (the server's seconds since 1970)."""

    device: _Id
    bureau: Annotated[str, Meta(max_length=64)]
    epoch: _Id
    at: Annotated[int, Meta(ge=0, lt=2**53)]


def make_token(token: Token, seed: bytes) -> str:
    """Return the token as it stands after `Authorization: Bearer `, signed by the device's Ed25519 seed."""
    body = json.dumps(msgspec.to_builtins(token), separators=(",", ":"), sort_keys=True).encode("ascii")
    return f"{_text(body)}.{_text(sign(seed, _TOKEN + body))}"


def claimed(text: str) -> Token | None:
    """Return what a token claims, believed by nobody yet; None when it is no token."""
    body, _ = _parts(text)
    try:
        return msgspec.json.decode(body, type=Token) if body else None
    except (ValueError, msgspec.MsgspecError):
        return None


def signed_by(text: str, verify_key: str) -> bool:
    """Return whether the device with this key signed exactly this token."""
    body, signature = _parts(text)
    return bool(body) and verify(verify_key, _TOKEN + body, signature)


def code_key(code: str) -> bytes:
    """Stretch an enrolment code into the key of its proofs (PBKDF2, about a tenth of a second)."""
    return hashlib.pbkdf2_hmac("sha256", code.encode("ascii", "replace"), _CODE_SALT, _CODE_ROUNDS)


def code_proof(key: bytes, purpose: str, data: bytes) -> str:
    """Return the proof in hex that whoever sends `data` knows the code; the code itself never travels."""
    return hmac.new(key, purpose.encode("ascii") + b"\n" + data, hashlib.sha256).hexdigest()


def proof_holds(key: bytes, purpose: str, data: bytes, proof: str) -> bool:
    """Return whether the proof is right, taking the same time for a wrong one."""
    return hmac.compare_digest(code_proof(key, purpose, data).encode(), proof.encode("utf-8", "replace"))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _parts(text: str) -> tuple[bytes, bytes]:
    body, dot, signature = text.partition(".")
    if not dot or len(text) > _LONGEST or not text.isascii():
        return b"", b""
    try:
        return _bytes(body), _bytes(signature)
    except ValueError:
        return b"", b""


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
