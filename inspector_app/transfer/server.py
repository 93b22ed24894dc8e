"""The bureau's receiver as one Starlette app: uploads, answers to them, what goes to the laptops, enrolment by code.

Store and take-in are handed in as an `Office`; this module knows no database (docs/format.md §12 says what is spoken).
"""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from inspector_app import durable, keys
from inspector_app.transfer.intake import Intake
from inspector_app.transfer.pace import whole
from inspector_app.transfer.refusing import BODY_READ, HANDLERS, Refused
from inspector_app.transfer.tus import Tus
from inspector_app.transfer.uploads import Limits, Uploads

PROOF = "Inspector-Proof"
FORMAT = 1
_LOG = logging.getLogger(__name__)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EPOCH = re.compile(r"[0-9a-f]{32}")
_REQUEST_SIZE = 64 << 10
_INVENTORY_SIZE = 4 << 20
_LONGEST_WAIT = 30.0
_SWEEP = 3600.0


class Sender(NamedTuple):
    """An enrolled device: the key that signs its tokens, and whether it was revoked."""

    verify_key: str
    revoked: bool


class Answer(NamedTuple):
    """What became of a bundle: its receipt, or (empty receipt) the reason why it lies in quarantine."""

    receipt: bytes
    reason: str = ""


class Outgoing(NamedTuple):
    """A bundle for the laptops."""

    name: str
    sha256: str
    size: int
    path: Path


@dataclass(frozen=True)
class Office:
    """What the receiver asks of the bureau behind it; each callable may block and is called in a thread.

    `sender` names an enrolled device's key (None: a stranger). `enrol` takes request and proof and gives answer and proof
    or raises a Problem. `take_in` returns when the bundle's fate is durable. `answer` is None while nothing is decided.
    `sign` is the bureau's own signature, by which laptops know it.
    """

    bureau: str
    folder: Path
    now: Callable[[], datetime]
    sender: Callable[[str], Sender | None]
    enrol: Callable[[bytes, str], tuple[bytes, str]]
    take_in: Callable[[Path], None]
    answer: Callable[[str], Answer | None]
    sign: Callable[[bytes], bytes]
    outgoing: Callable[[str], Sequence[Outgoing]]
    limits: Limits = field(default_factory=Limits)


class _Inventory(msgspec.Struct, forbid_unknown_fields=True):
    bundles: list[str]


def application(office: Office) -> Starlette:
    """Return the app; its files live in the office's folder and it goes on from what it finds there."""
    return _Receiver(office).app()


class _Receiver:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._uploads = Uploads(office.folder, office.limits, lambda: office.now().timestamp())
        self._epoch = _epoch(office.folder / "epoch")
        self._sealing = asyncio.Lock()

    def app(self) -> Starlette:
        self._intake = Intake(self._office.take_in)
        tus = Tus("/v1/uploads", self._uploads, self._who, self._intake.add)
        routes = [
            Route("/v1/hello", self._hello),
            Route("/v1/enrol", self._enrol, methods=["POST"]),
            Route("/v1/inventory", self._inventory, methods=["POST"]),
            Route("/v1/bundles/{sha256}", self._bundle),
            Route("/v1/bundles/{sha256}/receipt", self._receipt),
            Route("/v1/outgoing", self._outgoing_list),
            Route("/v1/outgoing/{sha256}", self._outgoing_file),
            *tus.routes(),
        ]
        return Starlette(routes=routes, exception_handlers=HANDLERS, lifespan=self._life)

    @asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        for file in self._uploads.waiting():
            self._intake.add(file)
        self._intake.start()
        sweeping = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeping.cancel()
            await self._intake.stop()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP)
            self._uploads.sweep()

    async def _who(self, request: Request) -> str:
        """The enrolled device whose token this is."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        token = keys.claimed(text) if scheme.lower() == "bearer" else None
        if token is None:
            raise Refused(401, "token.missing", _ASK)
        known = await asyncio.to_thread(self._office.sender, token.device)
        if known is None or not keys.signed_by(text, known.verify_key):
            raise Refused(401, "token.stranger", _ASK)
        if token.bureau != self._office.bureau or token.epoch != self._epoch:
            raise Refused(401, "token.elsewhere", _ASK)
        if abs(self._office.now().timestamp() - token.at) > keys.TOKEN_LIFE:
            raise Refused(401, "token.expired", _ASK)
        if known.revoked:
            raise Refused(403, "device.revoked")
        return token.device

    async def _hello(self, request: Request) -> Response:
        said = {
            "format": FORMAT,
            "bureau": self._office.bureau,
            "epoch": self._epoch,
            "time": int(self._office.now().timestamp()),
            "largest": self._office.limits.largest,
        }
        body = msgspec.json.encode(said)
        challenge = request.query_params.get("challenge", "")[:64]
        proof = await asyncio.to_thread(self._office.sign, hello_message(challenge, body))
        headers = {"Cache-Control": "no-store", PROOF: proof.hex()}
        return Response(body, media_type="application/json", headers=headers)

    async def _enrol(self, request: Request) -> Response:
        data = await whole(request, self._office.limits, _REQUEST_SIZE)
        request.scope[BODY_READ] = True
        answer, proof = await asyncio.to_thread(self._office.enrol, data, request.headers.get(PROOF, ""))
        return _file(answer, {PROOF: proof})

    async def _inventory(self, request: Request) -> Response:
        device = await self._who(request)
        data = await whole(request, self._office.limits, _INVENTORY_SIZE)
        request.scope[BODY_READ] = True
        try:
            asked = [name for name in msgspec.json.decode(data, type=_Inventory).bundles if _SHA256.fullmatch(name)]
        except ValueError:
            raise Refused(400, "request.body") from None
        return JSONResponse(await asyncio.to_thread(self._held, device, asked))

    def _held(self, device: str, asked: Sequence[str]) -> dict[str, object]:
        answers = {name: self._office.answer(name) for name in asked}
        return {
            "received": [name for name, answer in answers.items() if answer and answer.receipt],
            "refused": {name: answer.reason for name, answer in answers.items() if answer and not answer.receipt},
            "begun": [name for name, answer in answers.items() if not answer and self._begun(device, name)],
        }

    def _begun(self, device: str, sha256: str) -> bool:
        return self._file(sha256).exists() or self._uploads.unfinished(device, sha256) is not None

    async def _bundle(self, request: Request) -> Response:
        device = await self._who(request)
        sha256 = _sha256(request)
        await self._intake.settled(self._file(sha256), _wait(request))
        answer = await asyncio.to_thread(self._office.answer, sha256)
        if answer is not None:
            return JSONResponse({"state": "received" if answer.receipt else "refused", "reason": answer.reason})
        if self._file(sha256).exists():
            return JSONResponse({"state": "waiting"})
        upload = self._uploads.unfinished(device, sha256)
        if upload is None:
            raise Refused(404, "bundle.unknown")
        return JSONResponse({"state": "begun", "upload": f"/v1/uploads/{upload.card.id}", "offset": upload.offset})

    async def _receipt(self, request: Request) -> Response:
        await self._who(request)
        answer = await asyncio.to_thread(self._office.answer, _sha256(request))
        if answer is None or not answer.receipt:
            raise Refused(404, "bundle.unknown")
        return _file(answer.receipt)

    async def _outgoing_list(self, request: Request) -> Response:
        found = await self._outgoing(request)
        return JSONResponse({"bundles": [{"name": o.name, "sha256": o.sha256, "size": o.size} for o in found]})

    async def _outgoing_file(self, request: Request) -> Response:
        sha256 = _sha256(request)
        for one in await self._outgoing(request):
            if one.sha256 == sha256:
                return FileResponse(one.path, media_type="application/octet-stream", filename=one.name)
        raise Refused(404, "bundle.unknown")

    async def _outgoing(self, request: Request) -> Sequence[Outgoing]:
        device = await self._who(request)
        async with self._sealing:
            return await asyncio.to_thread(self._office.outgoing, device)

    def _file(self, sha256: str) -> Path:
        return self._uploads.whole / f"{sha256}.bundle"


def hello_message(challenge: str, body: bytes) -> bytes:
    """Return what the bureau signs when it says hello."""
    return b"inspector-hello-1\n" + challenge.encode("utf-8", "replace") + b"\n" + body


_ASK = {"WWW-Authenticate": "Bearer"}


def _epoch(file: Path) -> str:
    """This receiver's epoch. It lies outside what a backup holds: after a restore it is a new one, and devices compare."""
    with durable.io_problems(file):
        found = file.read_text("ascii", "replace").strip() if file.exists() else ""
    if not _EPOCH.fullmatch(found):
        found = secrets.token_hex(16)
        durable.publish(file, found.encode() + b"\n")
    return found


def _sha256(request: Request) -> str:
    name: str = request.path_params["sha256"]
    if not _SHA256.fullmatch(name):
        raise Refused(404, "bundle.unknown")
    return name


def _wait(request: Request) -> float:
    text = request.query_params.get("wait", "0")
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() and len(text) < 4 else 0.0


def _file(data: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(data, media_type="application/octet-stream", headers=headers)
