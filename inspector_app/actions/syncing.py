"""The road out: what is not yet delivered, sealing it into one bundle file, copying that to a stick (design §5, §6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from inspector_app.actions import attachments, enrolment, heads
from inspector_app.bundle import bundle_name, seal
from inspector_app.errors import Problem
from inspector_app.journal import Entry, Value
from inspector_app.journal.finding_events import FINDING_EVENTS
from inspector_app.store import BundleRow, Store
from inspector_app.text import text
from inspector_app.transfer import drive
from inspector_app.workspace import Workspace

_ANSWERS = frozenset({"answer", "question", "row", "row_answer"})
_PROOFS = ("evidence", "attachments", "before", "after")
Destination = Literal["bureau", "team", "laptops"]
"""bureau: the bureau's keys alone; team: those and every enrolled team-mate's; laptops: the bureau's own road back."""


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
    """Return how many entries the bureau is not known to hold, counted from the journal and the receipts."""
    return 0 if ws.role == "bureau" else ws.store.unsent(enrolment.bureau_device(ws))


def pack(ws: Workspace, folder: Path, to: Destination = "bureau") -> BundleView:
    """Seal what `to` is not known to hold into one bundle and copy it to `folder`; the stick may be pulled when this returns.

    An unchanged journal packed again gives a new copy of the bundle that is sealed already, never a second bundle.
    """
    row = _sealed(ws, to)
    copied = drive.copy_out(ws.folder / "outbox" / row.name, folder)
    ws.store.log("bundle_copied", ws.now(), name=row.name, folder=str(copied.parent))
    return _view(ws, row)


def sealed(ws: Workspace, to: Destination = "bureau") -> BundleView:
    """Seal what `to` is not known to hold into one bundle in the outbox; Problem sync.nothing. Sealed already: the same."""
    return _view(ws, _sealed(ws, to))


def sealed_again(ws: Workspace, bundle: BundleView) -> BundleView:
    """Seal what a bundle carried once more, when its file is gone from the outbox and the bureau lost it."""
    return _view(ws, _seal(ws, "bureau", ws.store.carried(bundle.sha256)))


def bundle_file(ws: Workspace, bundle: BundleView) -> Path:
    """Return where a sealed bundle lies (or lay)."""
    return ws.folder / "outbox" / bundle.name


def bundles(ws: Workspace) -> list[BundleView]:
    """Return the bundles this workspace sealed, the newest first."""
    return sorted((_view(ws, row) for row in ws.store.bundles("out")), key=lambda view: view.number, reverse=True)


def log(ws: Workspace) -> list[LogLine]:
    """Return the sync log in plain language, the newest line first."""
    language = ws.settings.language
    return [LogLine(line.at, text(f"sync.{line.event}", language, **line.fields)) for line in ws.store.log_lines()]


def _sealed(ws: Workspace, to: Destination) -> BundleRow:
    enrolment.check_enrolled(ws)
    entries = _entries_for(ws, to)
    if not entries:
        raise Problem("sync.nothing", ws.folder)
    return _sealed_already(ws, to, entries) or _seal(ws, to, entries)


def _seal(ws: Workspace, to: Destination, entries: Sequence[Entry]) -> BundleRow:
    number = max((row.number for row in ws.store.bundles("out")), default=0) + 1
    name = bundle_name(ws.device, number)
    sealed = seal(
        ws.folder / "outbox" / name,
        entries=entries,
        blobs=_Blobs(ws.store, entries),
        documents={},
        device=ws.device,
        number=number,
        bureau=enrolment.bureau_device(ws),
        signing_seed=ws.secrets.signing,
        recipients=_recipients(ws, to),
        identities_for_test=ws.secrets.age_identity,
        heads=heads.kept(ws),
        at=ws.now().isoformat(timespec="seconds"),
    )
    row = BundleRow(
        sha256=sealed.sha256,
        direction="out",
        number=number,
        name=name,
        device=ws.device,
        first=sealed.first,
        last=sealed.last,
        entries=sealed.entries,
        size=sealed.size,
        made_at=ws.now(),
        to=to,
    )
    ws.store.add_bundle(row, entries)
    ws.store.log("bundle_sealed", ws.now(), name=name, entries=sealed.entries)
    return row


def _entries_for(ws: Workspace, to: Destination) -> list[Entry]:
    own = [one for device in (*enrolment.former(ws), ws.device) for one in ws.store.entries(device=device)]
    if to == "laptops":
        return own
    undelivered = ws.store.undelivered(enrolment.bureau_device(ws))
    if to == "bureau":
        return undelivered
    # A team-mate gets the chain from its beginning: with a gap before it, a freeze there could not cover what is new.
    mine = {*enrolment.former(ws), ws.device}
    return [*own, *(entry for entry in undelivered if entry.device not in mine)]


def _sealed_already(ws: Workspace, to: Destination, entries: Sequence[Entry]) -> BundleRow | None:
    """The newest bundle, if it went the same way, carries exactly these entries and still lies in the outbox."""
    newest = max(ws.store.bundles("out"), key=lambda row: row.number, default=None)
    if newest is None or (newest.to, newest.entries) != (to, len(entries)):
        return None
    same = {entry.id for entry in ws.store.carried(newest.sha256)} == {entry.id for entry in entries}
    return newest if same and (ws.folder / "outbox" / newest.name).is_file() else None


def _recipients(ws: Workspace, to: Destination) -> list[str]:
    left_out = {ws.device, *enrolment.revoked(ws)}
    mates = [str(value["age_recipient"]) for device, value in enrolment.devices(ws).items() if device not in left_out]
    if to == "laptops":
        return [*enrolment.recipients(ws), *mates]
    bureau = enrolment.bureau_of(ws).age_recipients
    return [*bureau, *mates] if to == "team" else [*bureau]


def _view(ws: Workspace, row: BundleRow) -> BundleView:
    receipt = ws.store.receipt(row.sha256)
    lines = [line.fields for line in ws.store.log_lines() if line.event == "bundle_copied"]
    copies = [line["folder"] for line in lines if line["name"] == row.name]
    return BundleView(
        row.name,
        row.number,
        row.sha256,
        row.entries,
        row.size,
        row.to,
        row.made_at,
        str(copies[0]) if copies else "",
        receipt.read_at if receipt else None,
    )


class _Blobs(Mapping[str, bytes]):
    """The blobs that entries name, opened one at a time: a visit's photos never lie in memory together."""

    def __init__(self, store: Store, entries: Sequence[Entry]) -> None:
        self._store = store
        self._names = sorted({name for entry in entries for name in blobs_of(entry) if store.has_blob(name)})

    def __getitem__(self, name: str) -> bytes:
        return self._store.blob(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def blobs_of(entry: Entry) -> list[str]:
    """Return the blobs an entry names: a photo by its path, a form's version by `to`, answers by their text, a finding's
    step by its proofs, else `blob`."""
    if entry.kind == "photo":
        return [entry.path.rpartition("/")[2]]
    if entry.kind in _ANSWERS:
        return list(attachments.named_in(entry.value))
    if entry.kind in FINDING_EVENTS:
        return [*_proofs(entry.value)]
    name = "to" if entry.kind == "form_choice" else "blob"
    blob: Value = entry.value.get(name) if isinstance(entry.value, Mapping) else None
    return [str(blob)] if blob else []


def _proofs(value: Value) -> Iterator[str]:
    """Yield the files that prove a step: evidence, attachments, photos before and after; those of each measure (R-54)."""
    if not isinstance(value, Mapping):
        return
    for name in _PROOFS:
        named = value.get(name)
        yield from map(str, named if isinstance(named, (list, tuple)) else ())
    measures = value.get("measures")
    for line in measures if isinstance(measures, (list, tuple)) else ():
        yield from _proofs(line)
