"""The road out: what is not yet delivered, sealing it into one bundle file, copying that to a stick (design §5, §6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from inspector_app.actions import enrolment
from inspector_app.bundle import Sealed, seal
from inspector_app.journal import Entry, Value
from inspector_app.store import BundleRow
from inspector_app.transfer import drive
from inspector_app.workspace import Workspace

Destination = Literal["bureau", "team", "laptops"]
Progress = Callable[[int, int], None] | None


@dataclass(frozen=True)
class BundleView:
    """One sealed bundle and how far it has come; `delivered_at` is set by the bureau's receipt alone."""

    name: str
    number: int
    sha256: str
    entries: int
    size: int
    to: str
    made_at: datetime
    copied_to: str
    delivered_at: datetime | None


@dataclass(frozen=True)
class LogLine:
    """One line of the plain-language sync log."""

    at: datetime
    text: str


def unsent(ws: Workspace) -> int:
    """Return how many entries no bureau receipt covers, counted from the journal."""
    return ws.store.unsent()


def pack(ws: Workspace, folder: Path, to: Destination = "bureau", progress: Progress = None) -> BundleView:
    """Seal what `to` has not confirmed into one bundle and copy it to `folder`; safe to remove when this returns.

    An unchanged journal packed again gives a new copy of the bundle that is already sealed, never a second bundle.
    """
    row = _sealed_already(ws, to) or _seal(ws, to, progress)
    copied = drive.copy_out(ws.folder / "outbox" / row.name, folder)
    ws.store.log("bundle_copied", ws.now(), name=row.name, folder=str(copied.parent))
    return _view(ws, row)


def bundles(ws: Workspace) -> list[BundleView]:
    """Return the bundles this workspace sealed, the newest first."""
    return sorted((_view(ws, row) for row in ws.store.bundles("out")), key=lambda view: view.number, reverse=True)


def log(ws: Workspace) -> list[LogLine]:
    """Return the sync log in plain language, the newest line first."""
    from inspector_app.text import text

    return [LogLine(line.at, text(f"sync.{line.event}", ws.settings.language, **line.fields)) for line in ws.store.log_lines()]


def _seal(ws: Workspace, to: Destination, progress: Progress) -> BundleRow:
    entries = _entries_for(ws, to)
    number = max((row.number for row in ws.store.bundles("out")), default=0) + 1
    name = f"{ws.device[:8]}-{number:06d}.bundle"
    sealed: Sealed = seal(
        ws.folder / "outbox" / name,
        entries=entries,
        blobs={sha256: ws.store.blob(sha256) for sha256 in _blobs_of(ws, entries)},
        documents={},
        device=ws.device,
        number=number,
        bureau=_bureau_id(ws),
        signing_seed=ws.secrets.signing,
        recipients=_recipients(ws, to),
        identity=ws.secrets.age_identity,
    )
    row = BundleRow(sealed, to, ws.now())
    ws.store.add_bundle(row)
    ws.store.log("bundle_sealed", ws.now(), name=name, entries=len(entries))
    return row
