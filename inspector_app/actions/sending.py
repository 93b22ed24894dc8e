"""Sending over the network: everything unsent to the bureau, its receipts and its bundles back; enrolment with a code.

What is to be done is found out each time from the journal, the receipts and the receiver's answers; no state is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from inspector_app.actions import enrolment, syncing, taking_in
from inspector_app.actions.syncing import BundleView
from inspector_app.actions.taking_in import TakenIn
from inspector_app.errors import Problem
from inspector_app.supervision import opening_code
from inspector_app.transfer.client import Cancelled, Held, Patience, Progress, Road, checked_address
from inspector_app.workspace import Workspace

_OFFICE = "office"


class Office(msgspec.Struct, frozen=True):
    """The receiver this laptop talks to: its address, the epoch it had, a PEM file to trust for TLS (empty: the system's)."""

    address: str
    epoch: str = ""
    authority: str = ""


@dataclass
class Sent:
    """What one sending came to: bundles that have a receipt now, those sent a second time, and what came back."""

    delivered: list[BundleView] = field(default_factory=list)
    again: list[BundleView] = field(default_factory=list)
    fetched: list[TakenIn] = field(default_factory=list)
    restored: bool = False


def office(ws: Workspace) -> Office | None:
    """Return the receiver that was named or used last."""
    data = ws.store.get_setting(_OFFICE)
    return msgspec.json.decode(data, type=Office) if data else None


def set_office(ws: Workspace, address: str, authority: Path | None = None) -> Office:
    """Remember where to send to; Problem network.address."""
    known = office(ws) or Office("")
    checked = checked_address(address)
    kept = known.authority if known.address == checked else ""
    # The epoch is the bureau's, whatever its address: an address that changed hides no restore.
    chosen = Office(checked, known.epoch, str(authority.absolute()) if authority else kept)
    ws.store.put_setting(_OFFICE, msgspec.json.encode(chosen))
    return chosen


def enrol(ws: Workspace, address: str, code: str, *, authority: Path | None = None) -> list[TakenIn]:
    """Enrol this laptop at a receiver by a one-time code and take in what the bureau has for it; may be repeated.

    Raises Problem enrolment.bad_code, wrong_code, code_used, device_taken, unknown_person and network.*.
    """
    typed = opening_code.read(code, "enrol")
    if not typed:
        raise Problem("enrolment.bad_code", checked_address(address))
    chosen = set_office(ws, address, authority)
    with _road(ws, chosen) as road:
        road.hello()
        bureau = enrolment.accept(ws, road.enrol(enrolment.request(ws), typed))
        hello = road.hello(bureau.verify_key)
        ws.store.put_setting(_OFFICE, msgspec.json.encode(msgspec.structs.replace(chosen, epoch=hello.epoch)))
        return _fetch(ws, road, None)


def send(
    ws: Workspace,
    address: str = "",
    *,
    authority: Path | None = None,
    progress: Progress = None,
    cancelled: Cancelled = lambda: False,
    patience: Patience | None = None,
) -> Sent:
    """Bring everything unsent to the bureau, read its receipts, and take in what it has for this laptop.

    `address` is remembered; empty means the last one. `progress` gets bytes there and bytes in all of the file under way.
    Raises Problem network.* (no_address, offline, cancelled, quarantined, …), enrolment.missing; repeating goes on.
    """
    enrolment.check_enrolled(ws)
    chosen = set_office(ws, address, authority) if address else office(ws)
    if chosen is None:
        raise Problem("network.no_address", ws.folder)
    sent = Sent()
    with _road(ws, chosen, patience, cancelled) as road:
        said = road.hello(enrolment.bureau_of(ws).verify_key)
        enrolment.follow(ws, said.bureau)
        epoch = said.epoch
        sent.restored = chosen.epoch not in ("", epoch)
        _reconcile(_Sending(ws, road, progress, sent))
        sent.fetched = _fetch(ws, road, progress)
    ws.store.put_setting(_OFFICE, msgspec.json.encode(msgspec.structs.replace(chosen, epoch=epoch)))
    return sent


@dataclass(frozen=True)
class _Sending:
    ws: Workspace
    road: Road
    progress: Progress
    sent: Sent

    def deliver(self, bundle: BundleView) -> BundleView:
        """Send one bundle and keep its receipt."""
        ws = self.ws
        state = self.road.send(syncing.bundle_file(ws, bundle), bundle.sha256, self.progress)
        if state.state == "refused":
            raise Problem("network.quarantined", bundle.name, reason=state.reason)
        ws.store.log("bundle_uploaded", ws.now(), name=bundle.name, address=self.road.address)
        self.answered(bundle)
        return bundle

    def answered(self, bundle: BundleView) -> None:
        """Fetch and keep the receipt of a bundle that the bureau has."""
        where = syncing.bundle_file(self.ws, bundle).with_suffix(".receipt")
        taking_in.keep_receipt(self.ws, self.road.receipt(bundle.sha256), where)
        if self.ws.store.receipt(bundle.sha256) is None:
            raise Problem("network.false_receipt", bundle.name)
        self.sent.delivered.append(bundle)


def _reconcile(sending: _Sending) -> None:
    """Bring what the bureau is known to hold and what it holds to one: by inventory, whatever epoch it says."""
    ws, road = sending.ws, sending.road
    ours = [bundle for bundle in syncing.bundles(ws) if bundle.to != "laptops"]
    held = road.held([bundle.sha256 for bundle in ours])
    for bundle in ours:
        if bundle.delivered_at is None and bundle.sha256 in held.received:
            sending.answered(bundle)
    for bundle in _lost(ws, ours, held):
        here = syncing.bundle_file(ws, bundle).is_file()
        sending.sent.again.append(sending.deliver(bundle if here else syncing.sealed_again(ws, bundle)))
    for bundle in ours:
        # Begun and cut: finished first, although later work would make a larger bundle that holds it as well.
        unanswered = bundle.delivered_at is None and bundle.sha256 in held.begun
        if unanswered and syncing.bundle_file(ws, bundle).is_file():
            sending.deliver(bundle)
    if syncing.unsent(ws):
        sending.deliver(syncing.sealed(ws))


def _lost(ws: Workspace, ours: Sequence[BundleView], held: Held) -> list[BundleView]:
    """Bundles with a receipt whose entries the bureau no longer has from us: it was restored from an older copy.

    The oldest first. One that was sealed anew since is not lost: what it carried arrived in another.
    """
    known = {*held.received, *held.refused}
    gone = [bundle for bundle in ours if bundle.delivered_at is not None and bundle.sha256 not in known]
    if not gone:
        return []
    there = {entry.id for sha256 in held.received for entry in ws.store.carried(sha256)}
    # What its restored self (a new device id) gave no receipt for counts as unsent and goes out in the next bundle anyway.
    there |= {entry.id for entry in ws.store.undelivered(enrolment.bureau_device(ws))}
    lost = [bundle for bundle in gone if not there.issuperset(entry.id for entry in ws.store.carried(bundle.sha256))]
    return sorted(lost, key=lambda bundle: bundle.number)


def _fetch(ws: Workspace, road: Road, progress: Progress) -> list[TakenIn]:
    """Take in what the bureau offers and this laptop has not seen."""
    inbox = ws.folder / "inbox"
    wanted = [offer for offer in road.offers() if ws.store.bundle(offer.sha256) is None]
    return taking_in.take_in(ws, [road.fetch(offer, inbox, progress) for offer in wanted])


def _road(
    ws: Workspace, chosen: Office, patience: Patience | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Road:
    return Road(
        chosen.address,
        device=ws.device,
        seed=ws.secrets.signing,
        authority=Path(chosen.authority) if chosen.authority else None,
        patience=patience,
        cancelled=cancelled,
    )
