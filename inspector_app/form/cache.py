"""Parsed definitions kept beside the work: the definition, its expressions' trees and plan, by what the file contains.

msgpack, checked by its own SHA-256 and typed on reading: bytes that are damaged, foreign or of another version are ignored.
"""

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from inspector_app import __version__
from inspector_app.durable import publish
from inspector_app.errors import Problem
from inspector_app.form.blank import ready
from inspector_app.form.definition import Form
from inspector_app.form.planning import begin_from, plan_of
from inspector_app.form.ready import Ready
from inspector_app.form.xpath.parser import remember

_FORMAT = f"inspector-form-3 {__version__}"
_SEAL = 32


class Kept(msgspec.Struct, frozen=True):
    """What is kept of one file: the mark of the program, the definition, its trees (read when asked for), the plan."""

    format: str
    form: Form
    trees: dict[str, msgspec.Raw]
    ready: Ready | None


@cache
def _engine() -> str:
    """Return what tells one state of the engine's own sources from another ("" where the program was built without them).

    The version does not change while the engine is worked on, and a plan that an older engine made is not this one's.
    """
    here = Path(__file__).parent
    folders = (here, here / "xpath", here / "xpath" / "functions")
    files = [one for folder in folders if folder.is_dir() for one in os.scandir(folder) if one.name.endswith(".py")]
    return ",".join(sorted(f"{one.name}:{one.stat().st_mtime_ns}" for one in files))


_decoder = msgspec.msgpack.Decoder(Kept)


def place(folder: Path, suffix: str, data: bytes) -> Path:
    """Return where the definition of a file of these bytes is kept."""
    digest = hashlib.sha256(f"{_FORMAT}\n{_engine()}\n{suffix}\n".encode() + data)
    return folder / f"{digest.hexdigest()}.form"


def kept(path: Path) -> Form | None:
    """Return the form kept at a place, None where there is none that can be trusted."""
    try:
        data = path.read_bytes()
        if hashlib.sha256(data[_SEAL:]).digest() != data[:_SEAL]:
            return None
        found = _decoder.decode(data[_SEAL:])
    except (OSError, msgspec.MsgspecError, RecursionError):
        return None
    if found.format != _FORMAT:
        return None
    remember(found.trees)
    if found.ready is not None:
        begin_from(found.form, found.ready)
    return found.form


def keep(path: Path, form: Form) -> None:
    """Keep a form that can be filled; a folder that cannot be written only means reading the file again."""
    plan = plan_of(form)
    trees = {source: msgspec.Raw(msgspec.msgpack.encode(tree)) for source, tree in plan.expressions.trees.items()}
    payload = msgspec.msgpack.encode(Kept(_FORMAT, form, trees, ready(plan)))
    with suppress(OSError, Problem):
        path.parent.mkdir(parents=True, exist_ok=True)
        publish(path, hashlib.sha256(payload).digest() + payload)
