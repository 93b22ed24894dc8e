"""Bringing a laptop under a bureau: the laptop asks with a signed file, the bureau admits it and answers with a signed file."""

from collections.abc import Mapping

from inspector_app import keys
from inspector_app.actions import county
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle import enrolment
from inspector_app.bundle.enrolment import Enrolment, EnrolmentRequest
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.store import Store
from inspector_app.workspace import Workspace

AUTHORITY = "authority"
SPARE_IDENTITY = "spare_identity"
ENROLMENT = "enrolment"
FORMER = "former_devices"
FORMER_BUREAU = "former_bureau"
BUREAU_NOW = "bureau_now"


def found_bureau(bureau: Workspace, name: str) -> None:
    """Make a bureau's own keys once: its certificate authority and the spare (offline) recipient."""
    if bureau.store.get_setting(AUTHORITY) is None:
        bureau.store.put_setting(AUTHORITY, keys.new_authority(name, bureau.now()).dump())
        bureau.store.put_setting(SPARE_IDENTITY, keys.new_age_identity().encode())


def request(ws: Workspace) -> bytes:
    """Return this laptop's request: its public keys and those of the people with a key on it, signed by the device."""
    people = {person: keys.person_public(ws.person_key(person)) for person in ws.list_people()}
    return enrolment.make_request(ws.device, ws.secrets, people)


def admit(bureau: Workspace, data: bytes) -> bytes:
    """Admit a laptop: record its keys in the journal, certify its people, return the signed answer."""
    asked = enrolment.read_request(data)
    known = county.people(bureau)
    root = authority(bureau)
    certificates = {}
    for person, public in asked.people.items():
        if person not in known:
            raise Problem("enrolment.unknown_person", person)
        certificates[person] = keys.issue(root, person, known[person].name, public, bureau.now())
    _record_device(bureau, asked, certificates)
    return enrolment.make_enrolment(
        bureau.device, bureau.secrets, recipients(bureau), root.certificate, certificates, asked
    )


def accept(ws: Workspace, data: bytes) -> Enrolment:
    """Take in the bureau's answer; Problem enrolment.* when it is not for this laptop or not rightly signed."""
    answer = enrolment.read_enrolment(data)
    if answer.device != ws.device:
        raise Problem("enrolment.other_device", answer.device)
    known = ws.store.get_setting(ENROLMENT)
    if known is not None and enrolment.read_enrolment(known).verify_key == answer.verify_key:
        follow(ws, answer.bureau)
    ws.store.put_setting(ENROLMENT, data)
    ws.store.put_setting(BUREAU_NOW, answer.bureau.encode())
    return answer


def bureau_of(ws: Workspace) -> Enrolment:
    """Return the bureau this laptop belongs to; Problem enrolment.missing while it belongs to none."""
    data = ws.store.get_setting(ENROLMENT)
    if data is None:
        raise Problem("enrolment.missing", ws.folder)
    return enrolment.read_enrolment(data)


def recipients(bureau: Workspace) -> tuple[str, ...]:
    """Return the bureau's two recipients: the working key and the spare that is meant to be kept offline."""
    return (bureau.secrets.age_recipient, keys.age_recipient(_setting(bureau, SPARE_IDENTITY).decode()))


def bureau_device(ws: Workspace) -> str:
    """Return the device id of the bureau this workspace is, or belongs to: the newest it is known to have."""
    if ws.role == "bureau":
        return ws.device
    now = ws.store.get_setting(BUREAU_NOW)
    return now.decode() if now else bureau_of(ws).bureau


def bureau_devices(ws: Workspace) -> frozenset[str]:
    """Return every device id under which the bureau has written: a restored bureau goes on under a new one."""
    if ws.role == "bureau":
        return frozenset({ws.device, *former(ws)})
    return frozenset({bureau_of(ws).bureau, bureau_device(ws), *former(ws, FORMER_BUREAU)})


def former(ws: Workspace, of: str = FORMER) -> tuple[str, ...]:
    """Return the device ids this workspace had before it was restored, oldest first; with FORMER_BUREAU those of its bureau."""
    return tuple((ws.store.get_setting(of) or b"").decode().split())


def add_former(store: Store, device: str, of: str = FORMER) -> None:
    """Note a device id that stands no longer for this workspace (or its bureau)."""
    known = (store.get_setting(of) or b"").decode().split()
    store.put_setting(of, " ".join([*known, device]).encode())


def follow(ws: Workspace, bureau: str) -> None:
    """Take note that this laptop's bureau, proved by its key, now has another device id: it was restored from a backup.

    What only its earlier self gave receipts for counts as undelivered from here on, and is sent again.
    """
    before = bureau_device(ws)
    if bureau != before and bureau not in former(ws, FORMER_BUREAU):
        add_former(ws.store, before, FORMER_BUREAU)
        ws.store.put_setting(BUREAU_NOW, bureau.encode())
        ws.store.log("bureau_restored", ws.now(), bureau=bureau[:8])


def check_enrolled(ws: Workspace) -> None:
    """Refuse with Problem enrolment.new_device while a restored laptop's new device id is not admitted by the bureau."""
    if ws.role == "laptop" and bureau_of(ws).device != ws.device:
        raise Problem("enrolment.new_device", ws.folder, device=ws.device[:8])


def authority(bureau: Workspace) -> keys.Authority:
    """Return the bureau's certificate authority, key and all."""
    return keys.read_authority(_setting(bureau, AUTHORITY))


def verify_key(ws: Workspace, device: str) -> str | None:
    """Return the key that must have signed what `device` (the bureau or an enrolled laptop) sends; None for a stranger."""
    if ws.role == "laptop":
        bureau = bureau_of(ws)
        if device in bureau_devices(ws):
            return bureau.verify_key
    elif device in bureau_devices(ws):
        return ws.secrets.verify_key
    enrolled = devices(ws).get(device)
    return str(enrolled["verify_key"]) if enrolled else None


def devices(ws: Workspace) -> dict[str, Mapping[str, Value]]:
    """Return the enrolled devices this journal names: device id -> its enrolment value."""
    found: dict[str, Mapping[str, Value]] = {}
    for entry in ws.store.entries(kind="device_enrolled"):
        if isinstance(entry.value, Mapping):
            found[str(entry.value["device"])] = entry.value
    return found


def revoke(bureau: Workspace, device: str, reason: str) -> None:
    """Trust a lost or stolen laptop no longer: what the bureau holds of it now is the last that is believed."""
    if device not in devices(bureau):
        raise Problem("enrolment.unknown_device", device)
    value: dict[str, Value] = {"last": bureau.store.dots().get(device, 0), "reason": reason}
    _set_revocation(bureau, device, value)


def trust_again(bureau: Workspace, device: str) -> None:
    """Take a revocation back (the laptop was found)."""
    if device in revoked(bureau):
        _set_revocation(bureau, device, None)


def revoked(ws: Workspace) -> dict[str, int]:
    """Return the revoked devices and for each the last sequence number that is still believed."""
    found: dict[str, int] = {}
    for entry in ws.store.entries(kind="device_revoked"):
        device = next((one for one in devices(ws) if county.record_of("device", one) == entry.record), "")
        if isinstance(entry.value, Mapping):
            found[device] = int(str(entry.value["last"]))
        else:
            found.pop(device, None)
    return found


def check_trusted(ws: Workspace, device: str, last: int) -> None:
    """Raise Problem enrolment.revoked when a bundle of a revoked device says more than was believed when it was revoked."""
    believed = revoked(ws).get(device)
    if believed is not None and last > believed:
        raise Problem("enrolment.revoked", device[:8], last=believed)


def _set_revocation(bureau: Workspace, device: str, value: Value) -> None:
    record = county.record_of("device", device)
    standing = tuple(entry.dot for entry in bureau.store.entries(record) if entry.kind == "device_revoked")
    write(bureau, [Draft(record, "device_revoked", "revocation", value, standing)], author="bureau")


def _record_device(bureau: Workspace, asked: EnrolmentRequest, certificates: dict[str, str]) -> None:
    people: list[Value] = list(certificates)
    value: dict[str, Value] = {
        "device": asked.device,
        "verify_key": asked.verify_key,
        "age_recipient": asked.age_recipient,
        "people": people,
        "certificates": dict(certificates),
    }
    record = county.record_of("device", asked.device)
    standing = [entry.dot for entry in bureau.store.entries(record) if entry.kind == "device_enrolled"]
    write(bureau, [Draft(record, "device_enrolled", "enrolment", value, tuple(standing))], author="bureau")


def _setting(ws: Workspace, name: str) -> bytes:
    data = ws.store.get_setting(name)
    if data is None:
        raise Problem("enrolment.no_bureau", ws.folder)
    return data
