"""Bringing a laptop under a bureau: the laptop asks with a signed file, the bureau admits it and answers with a signed file."""

from collections.abc import Mapping

from inspector_app import keys
from inspector_app.actions import county
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle import enrolment
from inspector_app.bundle.enrolment import Enrolment, EnrolmentRequest
from inspector_app.errors import Problem
from inspector_app.journal import Value
from inspector_app.workspace import Workspace

AUTHORITY = "authority"
SPARE_IDENTITY = "spare_identity"
ENROLMENT = "enrolment"


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
    ws.store.put_setting(ENROLMENT, data)
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
    """Return the device id of the bureau this workspace is, or belongs to."""
    return ws.device if ws.role == "bureau" else bureau_of(ws).bureau


def authority(bureau: Workspace) -> keys.Authority:
    """Return the bureau's certificate authority, key and all."""
    return keys.read_authority(_setting(bureau, AUTHORITY))


def verify_key(ws: Workspace, device: str) -> str | None:
    """Return the key that must have signed what `device` (the bureau or an enrolled laptop) sends; None for a stranger."""
    if ws.role == "laptop":
        bureau = bureau_of(ws)
        if device == bureau.bureau:
            return bureau.verify_key
    enrolled = devices(ws).get(device)
    return str(enrolled["verify_key"]) if enrolled else None


def devices(ws: Workspace) -> dict[str, Mapping[str, Value]]:
    """Return the enrolled devices this journal names: device id -> its enrolment value."""
    found: dict[str, Mapping[str, Value]] = {}
    for entry in ws.store.entries(kind="device_enrolled"):
        if isinstance(entry.value, Mapping):
            found[str(entry.value["device"])] = entry.value
    return found


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
    standing = [entry.dot for entry in bureau.store.entries(record)]
    write(bureau, [Draft(record, "device_enrolled", "enrolment", value, tuple(standing))], author="bureau")


def _setting(ws: Workspace, name: str) -> bytes:
    data = ws.store.get_setting(name)
    if data is None:
        raise Problem("enrolment.no_bureau", ws.folder)
    return data
