"""The bureau's receiver: what `transfer` needs of the store, handed over as callables; one-time enrolment codes."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

import msgspec

from inspector_app import keys
from inspector_app.actions import enrolment, syncing, taking_in
from inspector_app.bundle import bundle_name, read_header, read_request
from inspector_app.errors import Problem
from inspector_app.supervision import opening_code
from inspector_app.transfer.listening import Listener
from inspector_app.transfer.server import Answer, Office, Outgoing, Sender, application
from inspector_app.transfer.uploads import Limits
from inspector_app.workspace import Workspace

CODE_LIVES = timedelta(hours=24)
_CODES = "enrolment_codes"
_REFUSED = "refused/"


class _Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was given out: its stretched key, when it ends, and (once used) for which device with which answer."""

    key: bytes
    ends: datetime
    device: str = ""
    answer: bytes = b""


@dataclass(frozen=True)
class Address:
    """Where to listen, and with which certificate (PEM files) when not behind a proxy that has one."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    key: Path | None = None


def listener(
    bureau: Workspace,
    address: Address,
    *,
    limits: Limits | None = None,
    on_enrolled: Callable[[str], None] | None = None,
) -> Listener:
    """Return the receiver of a bureau's workspace, its address taken; `run` it.

    `on_enrolled` is told each device that used a code. Raises Problem serving.* (not_a_bureau, address, certificate).
    """
    if bureau.role != "bureau":
        raise Problem("serving.not_a_bureau", bureau.folder)
    office = _Desk(bureau, on_enrolled or (lambda _device: None)).office(limits or Limits())
    return Listener(
        application(office),
        address.host,
        address.port,
        head_seconds=office.limits.head,
        certificate=address.certificate,
        key=address.key,
    )


def new_code(bureau: Workspace) -> str:
    """Draw a one-time enrolment code (25 digits, good for one laptop and a day) and return it as it is read out."""
    code = opening_code.draw("enrol", secrets.randbelow)
    with bureau.store.writing:
        _keep(bureau, [*_codes(bureau), _Code(key=keys.code_key(code), ends=bureau.now() + CODE_LIVES)])
    return opening_code.spell(code)


class _Desk:
    """The bureau behind the receiver; every method is called from a thread of the receiver's."""

    def __init__(self, bureau: Workspace, on_enrolled: Callable[[str], None]) -> None:
        self._bureau, self._on_enrolled = bureau, on_enrolled
        self._enrolling = Lock()

    def office(self, limits: Limits) -> Office:
        return Office(
            bureau=self._bureau.device,
            folder=self._bureau.folder / "receiving",
            now=self._bureau.now,
            sender=self._sender,
            enrol=self._enrol,
            take_in=self._take_in,
            answer=self._answer,
            sign=self._sign,
            outgoing=self._outgoing,
            limits=limits,
        )

    def _sign(self, message: bytes) -> bytes:
        return keys.sign(self._bureau.secrets.signing, message)

    def _sender(self, device: str) -> Sender | None:
        found = enrolment.devices(self._bureau).get(device)
        return Sender(str(found["verify_key"]), device in enrolment.revoked(self._bureau)) if found else None

    def _enrol(self, data: bytes, proof: str) -> tuple[bytes, str]:
        asked = read_request(data)
        with self._enrolling:
            codes = _codes(self._bureau)
            code = next((one for one in codes if keys.proof_holds(one.key, "request", data, proof)), None)
            if code is None:
                raise Problem("enrolment.wrong_code", asked.device[:8])
            if code.device not in ("", asked.device):
                raise Problem("enrolment.code_used", asked.device[:8])
            answer = code.answer or self._admit(data, asked.device, asked.verify_key)
            used = msgspec.structs.replace(code, device=asked.device, answer=answer)
            _keep(self._bureau, [used if one is code else one for one in codes])
        if not code.device:
            self._on_enrolled(asked.device)
        return answer, keys.code_proof(code.key, "answer", data + answer)

    def _admit(self, data: bytes, device: str, verify_key: str) -> bytes:
        known = enrolment.devices(self._bureau).get(device)
        if (known and known["verify_key"] != verify_key) or device in enrolment.revoked(self._bureau):
            raise Problem("enrolment.device_taken", device[:8])
        return enrolment.admit(self._bureau, data)

    def _take_in(self, file: Path) -> None:
        taken = taking_in.receive(self._bureau, file, _name(file))
        if taken.outcome == "quarantined":
            self._bureau.store.put_setting(_REFUSED + file.stem, taken.reason.encode())

    def _answer(self, sha256: str) -> Answer | None:
        receipt = self._bureau.store.receipt(sha256)
        if receipt is not None:
            return Answer(receipt.data)
        refused = self._bureau.store.get_setting(_REFUSED + sha256)
        return Answer(b"", refused.decode()) if refused is not None else None

    def _outgoing(self, _device: str) -> Sequence[Outgoing]:
        try:
            bundle = syncing.sealed(self._bureau, "laptops")
        except Problem as problem:
            if problem.code != "sync.nothing":
                raise
            return ()
        return (Outgoing(bundle.name, bundle.sha256, bundle.size, syncing.bundle_file(self._bureau, bundle)),)


def _name(file: Path) -> str:
    """The name a bundle claims; one whose front cannot be read keeps its hash."""
    try:
        header = read_header(file)
    except Problem:
        return file.name
    return bundle_name(header.device, header.number)


def _codes(bureau: Workspace) -> list[_Code]:
    data = bureau.store.get_setting(_CODES)
    codes = msgspec.msgpack.decode(data, type=list[_Code]) if data else []
    return [code for code in codes if code.ends > bureau.now()]


def _keep(bureau: Workspace, codes: Sequence[_Code]) -> None:
    bureau.store.put_setting(_CODES, msgspec.msgpack.encode(codes))
