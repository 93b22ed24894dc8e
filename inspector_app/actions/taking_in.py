"""The road in: a bundle is unsealed, merged and answered with a receipt; what is refused is set aside whole, with its reason."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app import durable
from inspector_app.actions import enrolment, heads
from inspector_app.bundle import Unsealed, file_kind, make_receipt, read_receipt, unseal
from inspector_app.errors import Problem
from inspector_app.store import BundleRow, Merged
from inspector_app.text import text
from inspector_app.workspace import Workspace

_WANTED = {"laptop": frozenset({"bundle", "receipt", "enrolment"}), "bureau": frozenset({"bundle"})}
"""What each role looks for on a stick; a file that a person names is always looked at."""

_ITS_OWN_FAULT = ("bundle.", "enrolment.", "keys.", "journal.")

Progress = Callable[[int, int], None] | None


@dataclass(frozen=True)
class TakenIn:
    """What became of one file.

    `outcome` is merged, duplicate, receipt, enrolled, ignored (our own bundle, another laptop's receipt) or quarantined;
    `reason` is the refusal in plain words; `receipt` is the file that answers the bundle (a bureau gives one).
    """

    path: Path
    outcome: str
    text: str
    entries_new: int = 0
    receipt: Path | None = None
    reason: str = ""


def take_in(ws: Workspace, paths: Sequence[Path], progress: Progress = None) -> list[TakenIn]:
    """Take in every file, and every file of ours in every folder; one bad file never stops the others."""
    files = [file for path in paths for file in _files(path, _WANTED[ws.role])]
    taken = []
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files))
        taken.append(_take_one(ws, file))
    return taken


def _files(path: Path, wanted: frozenset[str]) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.iterdir() if one.is_file() and file_kind(one) in wanted)


def _take_one(ws: Workspace, file: Path) -> TakenIn:
    try:
        kind = file_kind(file)
        if kind == "receipt":
            return keep_receipt(ws, file.read_bytes(), file)
        if kind == "enrolment":
            enrolment.accept(ws, file.read_bytes())
            return TakenIn(file, "enrolled", text("sync.enrolled", ws.settings.language))
        if kind == "bundle":
            return _take_bundle(ws, file)
        raise Problem("sync.unknown_file", file)
    except Problem as problem:
        return _quarantine(ws, file, problem)


def receive(ws: Workspace, file: Path, name: str) -> TakenIn:
    """Take in one bundle that came over the network under the name it is to have; its receipt stays in the store.

    What is wrong with the bundle sets it aside; what is wrong here (a full disk) is raised, and the file is tried again.
    """
    try:
        return _merge(ws, file, name)
    except Problem as problem:
        if not problem.code.startswith(_ITS_OWN_FAULT):
            raise
        return _quarantine(ws, file, problem, name)


def keep_receipt(ws: Workspace, data: bytes, where: Path) -> TakenIn:
    """Take in a receipt's bytes; Problem bundle.receipt_invalid unless our bureau signed them."""
    receipt = read_receipt(data, enrolment.bureau_of(ws).verify_key)
    enrolment.follow(ws, receipt.bureau)
    row = ws.store.bundle(receipt.bundle)
    if row is None or row.direction != "out":
        return TakenIn(where, "ignored", text("sync.foreign_receipt", ws.settings.language))
    ws.store.add_receipt(receipt.bundle, data, ws.now())
    ws.store.log("receipt_read", ws.now(), name=row.name)
    return TakenIn(where, "receipt", text("sync.receipt", ws.settings.language, name=row.name))


def _take_bundle(ws: Workspace, file: Path) -> TakenIn:
    taken = _merge(ws, file, file.name)
    return taken if taken.outcome == "ignored" else replace(taken, receipt=_answer(ws, file, _sha256(file)))


def _merge(ws: Workspace, file: Path, name: str) -> TakenIn:
    language = ws.settings.language
    known = ws.store.bundle(_sha256(file))
    if known is not None and known.direction == "out":
        return TakenIn(file, "ignored", text("sync.own", language))
    if known is not None:
        return TakenIn(file, "duplicate", text("sync.duplicate", language))
    with unseal(
        file,
        verify_key_of=lambda device: enrolment.verify_key(ws, device),
        identities=[ws.secrets.age_identity],
        scratch=ws.scratch,
    ) as opened:
        enrolment.check_trusted(ws, opened.header.device, opened.header.last)
        # Blobs before entries: an entry never stands here without the bytes it names.
        for blob in opened.blobs.values():
            ws.store.put_blob(blob)
        heads.keep(ws, opened.heads)
        row = _row(opened, name, ws)
        merged = ws.store.merge(
            opened.entries, lambda merged: (row, _receipt(ws, opened, merged) if ws.role == "bureau" else b"")
        )
    ws.store.log("bundle_merged", ws.now(), name=name, new=merged.new, known=merged.known)
    said = text("sync.merged", language, new=merged.new, known=merged.known)
    return TakenIn(file, "merged", said, merged.new)


def _row(opened: Unsealed, name: str, ws: Workspace) -> BundleRow:
    header = opened.header
    return BundleRow(
        sha256=opened.sha256,
        direction="in",
        number=header.number,
        name=name,
        device=header.device,
        first=header.first,
        last=header.last,
        entries=len(opened.entries),
        size=opened.size,
        made_at=ws.now(),
    )


def _receipt(ws: Workspace, opened: Unsealed, merged: Merged) -> bytes:
    return make_receipt(
        bureau=ws.device,
        bundle_sha256=opened.sha256,
        device=opened.header.device,
        number=opened.header.number,
        fates=merged.fates(),
        at=ws.now().isoformat(timespec="seconds"),
        seed=ws.secrets.signing,
    )


def _answer(ws: Workspace, file: Path, sha256: str) -> Path | None:
    """Write the bureau's receipt beside the bundle; where the stick cannot be written, into the outbox."""
    stored = ws.store.receipt(sha256) if ws.role == "bureau" else None
    if stored is None:
        return None
    for folder in (file.parent, ws.folder / "outbox"):
        target = folder / f"{file.stem}.receipt"
        try:
            durable.publish(target, stored.data)
        except Problem:
            continue
        return target
    raise Problem("sync_place.none", file)


def _quarantine(ws: Workspace, file: Path, problem: Problem, name: str = "") -> TakenIn:
    """Set a refused file aside whole; it still counts as received, and nothing of it was merged."""
    language, name = ws.settings.language, name or file.name
    reason = " ".join(problem.lines(language))
    if file.is_file():
        durable.publish_file(file, ws.folder / "quarantine" / f"{_sha256(file)[:16]}-{name}")
        ws.store.log("bundle_quarantined", ws.now(), name=name, reason=problem.what(language))
    return TakenIn(file, "quarantined", text("sync.quarantined", language), reason=reason)


def _sha256(file: Path) -> str:
    with durable.io_problems(file), file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
