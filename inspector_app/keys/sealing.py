"""age X25519: what is sealed to a recipient opens with that recipient's identity alone, in memory or as a stream."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pyrage

from inspector_app.durable import io_problems, publish_with
from inspector_app.errors import Problem


def new_age_identity() -> str:
    """Return a new age identity (AGE-SECRET-KEY-1…)."""
    return str(pyrage.x25519.Identity.generate())


def age_recipient(identity: str) -> str:
    """Return the recipient (age1…) of an identity."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return `data` sealed to every recipient; Problem keys.bad_recipient."""
    return bytes(pyrage.encrypt(data, _recipients(recipients)))


def decrypt(data: bytes, identities: Sequence[str]) -> bytes:
    """Return what was sealed; Problem keys.cannot_decrypt."""
    try:
        return bytes(pyrage.decrypt(data, _identities(identities)))
    except pyrage.DecryptError:
        raise Problem("keys.cannot_decrypt") from None


class Source(Protocol):
    """What is read from: an open file, or anything with its `read`."""

    def read(self, size: int = -1, /) -> bytes: ...


class Sink(Protocol):
    """What is written to: an open file, or anything with its `write`."""

    def write(self, data: bytes, /) -> int: ...


def encrypt_stream(source: Source, target: Sink, recipients: Sequence[str]) -> None:
    """Seal everything `source` gives into `target`, in pieces; Problem keys.bad_recipient, and what either end raises."""
    ends = _Ends(source, target)
    try:
        pyrage.encrypt_io(ends, ends, _recipients(recipients))
    except (pyrage.EncryptError, OSError):
        raise ends.error or RuntimeError("age could not seal") from None


def decrypt_stream(source: Source, target: Sink, identities: Sequence[str]) -> None:
    """Open a sealed stream, in pieces; Problem keys.cannot_decrypt, and what either end raises.

    After any error what `target` got must not be believed: age writes pieces before it has seen the last one.
    """
    ends = _Ends(source, target)
    try:
        pyrage.decrypt_io(ends, ends, _identities(identities))
    except (pyrage.DecryptError, OSError):
        raise ends.error or Problem("keys.cannot_decrypt") from None


def encrypt_file(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Seal a file into `target`, published whole or not at all; Problems keys.bad_recipient, files.*."""
    with io_problems(source), source.open("rb") as reading:
        publish_with(target, lambda writing: encrypt_stream(reading, writing, recipients))


def decrypt_file(source: Path, target: Path, identities: Sequence[str]) -> None:
    """Open a sealed file into `target`, published whole or not at all; Problems keys.cannot_decrypt, files.*."""
    with io_problems(source), source.open("rb") as reading:
        publish_with(target, lambda writing: decrypt_stream(reading, writing, identities))


class _Ends:
    """Both ends of a pyrage stream; it keeps the error of either, which pyrage turns into text."""

    def __init__(self, source: Source, target: Sink) -> None:
        self._source, self._target = source, target
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except BaseException as error:
            self.error = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except BaseException as error:
            self.error = error
            raise


def _recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    if not texts:
        raise Problem("keys.bad_recipient", "-")
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError:
        raise Problem("keys.bad_recipient", ", ".join(texts)) from None


def _identities(texts: Sequence[str]) -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.from_str(text) for text in texts]
