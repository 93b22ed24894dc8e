"""Tell by its first bytes which of our files this is; whether it is a sound one is found out by its reader."""

from pathlib import Path
from typing import Literal

from inspector_app.bundle.enrolment import ENROLMENT, REQUEST
from inspector_app.bundle.envelope import MAGIC
from inspector_app.bundle.receipt import RECEIPT
from inspector_app.durable import io_problems

FileKind = Literal["bundle", "receipt", "enrolment_request", "enrolment"]

_FIRST: dict[bytes, FileKind] = {
    MAGIC: "bundle",
    RECEIPT.encode() + b"\n": "receipt",
    REQUEST.encode() + b"\n": "enrolment_request",
    ENROLMENT.encode() + b"\n": "enrolment",
}
SUFFIXES: dict[str, FileKind] = {
    ".bundle": "bundle",
    ".receipt": "receipt",
    ".request": "enrolment_request",
    ".enrolment": "enrolment",
}


def file_kind(path: Path) -> FileKind | None:
    """Return the kind of a file by its first bytes, by its name when those are damaged, None when it is none of ours."""
    with io_problems(path), path.open("rb") as stream:
        front = stream.read(max(map(len, _FIRST)))
    for first, kind in _FIRST.items():
        if front.startswith(first):
            return kind
    return SUFFIXES.get(path.suffix.lower())
