"""Taking files in: a bundle is unsealed, merged and answered with a receipt; what is refused is set aside whole, with its reason."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app import durable
from inspector_app.actions import enrolment
from inspector_app.bundle import Unsealed, file_kind, make_receipt, read_receipt, unseal
from inspector_app.errors import Problem
from inspector_app.store import BundleRow
from inspector_app.text import text
from inspector_app.workspace import Workspace

Progress = Callable[[int, int], None] | None


@dataclass(frozen=True)
class TakenIn:
    """What became of one file.

    `outcome` is merged, duplicate, receipt, enrolled or quarantined; `reason` is the refusal in plain words;
    `receipt` is the file that answers the bundle (a bureau's only).
    """

    path: Path
    outcome: str
    text: str
    entries_new: int = 0
    receipt: Path | None = None
    reason: str = ""


def take_in(ws: Workspace, paths: Sequence[Path], progress: Progress = None) -> list[TakenIn]:
    """Take in every file, and every bundle, receipt and enrolment in every folder; one bad file never stops the others."""
    files = [file for path in paths for file in _files(path)]
    taken = []
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files))
        taken.append(_take_one(ws, file))
    return taken


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.is_file() and file_kind(one) is not None)


def _take_one(ws: Workspace, file: Path) -> TakenIn:
    try:
        kind = file_kind(file)
        if kind == "receipt":
            return _take_receipt(ws, file)
        if kind == "enrolment":
            enrolment.accept(ws, file.read_bytes())
            return TakenIn(file, "enrolled", text("sync.enrolled", ws.settings.language))
        return _take_bundle(ws, file)
    except Problem as problem:
        return _quarantine(ws, file, problem)


def _take_bundle(ws: Workspace, file: Path) -> TakenIn:
    language = ws.settings.language
    sha256 = _sha256(file)
    known = ws.store.receipt(sha256) if ws.role == "bureau" else None
    if ws.store.has_bundle("in", sha256):
        return TakenIn(file, "duplicate", text("sync.duplicate", language), 0, _answer(ws, file, known))
    identities = [ws.secrets.age_identity]
    unsealed = unseal(file, verify_key_of=lambda device: _verify_key(ws, device), identities=identities, scratch=ws.folder / "scratch")
    try:
        for blob in unsealed.blobs.values():
            ws.store.put_blob(blob)
        merged = ws.store.merge(unsealed.entries)
    finally:
        unsealed.discard()
    receipt = _make_receipt(ws, unsealed, sha256) if ws.role == "bureau" else None
    ws.store.add_bundle(BundleRow.incoming(unsealed, sha256, file.name, ws.now()), receipt)
    ws.store.log("bundle_merged", ws.now(), name=file.name, new=merged.new, known=merged.known)
    return TakenIn(file, "merged", text("sync.merged", language, new=merged.new, known=merged.known), merged.new, _answer(ws, file, receipt))
