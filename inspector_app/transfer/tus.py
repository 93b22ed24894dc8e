"""tus 1.0 (creation, checksum, termination, expiration) as Starlette routes over `Uploads` (docs/format.md §12).

Offset is what was fsynced; one writer an upload, a second one gets 423 at once; a cut PATCH keeps what arrived.
Who is asking, and what a finished file means, is handed in.
"""

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from inspector_app.errors import Problem
from inspector_app.transfer.pace import Cut, TooMuch, TooSlow, pieces, whole
from inspector_app.transfer.refusing import BODY_READ, TUS, VERSION, Refused
from inspector_app.transfer.uploads import Refusal, Upload, Uploads, Writing, is_full

EXTENSIONS = "creation,checksum,termination,expiration"
_ALGORITHMS = {"sha1": lambda: hashlib.sha1(usedforsecurity=False), "sha256": hashlib.sha256}
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_METADATA = 4096
_BUFFER = 1 << 20
_DRAINED = 8 << 20
_WRONG_CHECKSUM = 460

Who = Callable[[Request], Awaitable[str]]
Received = Callable[[Path], None]
Result = TypeVar("Result")


class Tus:
    """The upload resource. `who` names the asking device or refuses; `received` gets each whole file, already durable."""

    def __init__(self, prefix: str, uploads: Uploads, who: Who, received: Received) -> None:
        self._prefix, self._uploads, self._who, self._received = prefix, uploads, who, received
        self._creating = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Return the two routes: the collection, and one upload."""
        one = ["HEAD", "PATCH", "DELETE", "OPTIONS", "POST"]
        return [
            Route(self._prefix, self._collection, methods=["POST", "OPTIONS"]),
            Route(f"{self._prefix}/{{name}}", self._one, methods=one),
        ]

    async def _collection(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return self._abilities()
        _check_version(request)
        device = await self._who(request)
        length, sha256 = _length(request), _announced(request)
        if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
            raise Refused(400, "upload.body_at_creation")
        metadata = request.headers.get("upload-metadata", "")
        async with self._creating:
            upload = await asyncio.to_thread(self._uploads.create, device, length, sha256, metadata)
        headers = {"Location": f"{self._prefix}/{upload.card.id}", "Upload-Offset": "0", **self._expiry(upload)}
        return _answer(201, headers)

    async def _one(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return self._abilities()
        _check_version(request)
        method = request.headers.get("x-http-method-override", request.method).upper()
        acts = {"HEAD": self._head, "PATCH": self._patch, "DELETE": self._delete}
        if method not in acts:
            raise Refused(405, "request.method")
        device = await self._who(request)
        return await acts[method](request, self._uploads.get(request.path_params["name"], device))

    async def _head(self, _: Request, upload: Upload) -> Response:
        headers = {
            "Upload-Offset": str(upload.offset),
            "Upload-Length": str(upload.card.length),
            "Cache-Control": "no-store",
            **self._expiry(upload),
        }
        if upload.card.metadata:
            headers["Upload-Metadata"] = upload.card.metadata
        return _answer(200, headers)

    async def _delete(self, _: Request, upload: Upload) -> Response:
        self._uploads.remove(upload)
        return _answer(204, {})

    async def _patch(self, request: Request, upload: Upload) -> Response:
        try:
            checksum = self._check(request, upload)
            with self._uploads.writing(upload) as writing:
                await self._add(request, writing, checksum)
        except (Refused, Refusal):
            await self._drain(request)
            raise
        return _answer(204, {"Upload-Offset": str(upload.offset), **self._expiry(upload)})

    async def _drain(self, request: Request) -> None:
        """Let the sender of a refused chunk finish it: it then reads the answer, where a closed connection gave a reset."""
        if not request.scope.get(BODY_READ):
            with suppress(TooSlow, TooMuch, Cut):
                await whole(request, self._uploads.limits, _DRAINED)
                request.scope[BODY_READ] = True

    def _check(self, request: Request, upload: Upload) -> "Checksum | None":
        if request.headers.get("content-type") != "application/offset+octet-stream":
            raise Refused(415, "upload.content_type")
        offset = _number(request, "upload-offset")
        size = request.headers.get("content-length")
        checksum = Checksum.of(request.headers.get("upload-checksum"))
        if upload.busy:
            return checksum  # `writing` refuses: where the other writer stands is not decided yet
        if offset != upload.offset:
            raise Refused(409, "upload.offset", {"Upload-Offset": str(upload.offset)})
        if size is not None and (not _WHOLE_NUMBER.fullmatch(size) or offset + int(size) > upload.card.length):
            raise Refused(413, "upload.beyond_length")
        return checksum

    async def _add(self, request: Request, writing: Writing, checksum: "Checksum | None") -> None:
        taking = _Taking(writing, checksum)
        try:
            try:
                async for piece in pieces(request, self._uploads.limits):
                    await taking.add(piece)
            finally:
                # Also on a cut, a trickle, a stop of the server: what arrived is made durable and counted.
                await _surely(taking.settle)
            if checksum is not None and not checksum.holds():
                await _surely(writing.undo)
                raise Refused(_WRONG_CHECKSUM, "upload.checksum")
            request.scope[BODY_READ] = True
            if writing.room == 0 and not writing.upload.finished:
                await self._finish(writing)
        except TooMuch:
            await _surely(writing.undo)
            raise
        except Problem as problem:
            if is_full(problem):
                await _surely(writing.keep)
            raise
        finally:
            writing.close()

    async def _finish(self, writing: Writing) -> None:
        target = await _surely(writing.finish)
        if target is None:
            raise Refused(_WRONG_CHECKSUM, "upload.whole_checksum")
        self._received(target)

    def _expiry(self, upload: Upload) -> dict[str, str]:
        return {"Upload-Expires": formatdate(upload.card.expires, usegmt=True)}

    def _abilities(self) -> Response:
        headers = {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(self._uploads.limits.largest),
            "Tus-Checksum-Algorithm": ",".join(_ALGORITHMS),
        }
        return _answer(204, headers)


class _Taking:
    """The body of one PATCH on its way to the disk, in pieces large enough to be worth a thread."""

    def __init__(self, writing: Writing, checksum: "Checksum | None") -> None:
        self._writing, self._checksum = writing, checksum
        self._buffer = bytearray()

    async def add(self, piece: bytes) -> None:
        """Take a piece; TooMuch beyond the upload's length."""
        if len(self._buffer) + len(piece) > self._writing.room:
            self._buffer.clear()
            raise TooMuch
        self._buffer += piece
        if len(self._buffer) >= _BUFFER:
            await _surely(self._flush)

    def settle(self) -> None:
        """Write the rest and make it durable."""
        self._flush()
        self._writing.keep()

    def _flush(self) -> None:
        data, self._buffer = self._buffer, bytearray()
        if self._checksum is not None:
            self._checksum.add(data)
        self._writing.write(data)


class Checksum:
    """What a sender says its chunk hashes to."""

    def __init__(self, algorithm: str, wanted: bytes) -> None:
        self._wanted, self._hash = wanted, _ALGORITHMS[algorithm]()

    @classmethod
    def of(cls, header: str | None) -> "Checksum | None":
        """Read the header Upload-Checksum; Refused 400 when it is none or names an algorithm we have not."""
        if header is None:
            return None
        algorithm, _, text = header.partition(" ")
        if algorithm not in _ALGORITHMS:
            raise Refused(400, "upload.checksum_algorithm")
        return cls(algorithm, _base64(text, "upload.checksum_header"))

    def add(self, data: bytes | bytearray) -> None:
        """Take the next bytes."""
        self._hash.update(data)

    def holds(self) -> bool:
        """Return whether all bytes together hash as was said."""
        return self._hash.digest() == self._wanted


async def _surely(act: Callable[[], Result]) -> Result:
    """Run an act in a thread and leave only when it has ended, even when the server stops meanwhile: the file is its own."""
    running = asyncio.ensure_future(asyncio.to_thread(act))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _check_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise Refused(412, "upload.version", {"Tus-Version": VERSION})


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not _WHOLE_NUMBER.fullmatch(text):
        raise Refused(400, "upload.number")
    return int(text)


def _length(request: Request) -> int:
    length = _number(request, "upload-length")
    if length < 1:
        raise Refused(400, "upload.number")
    return length


def _announced(request: Request) -> str:
    """The SHA-256 of the whole file, in hex, from the metadata key `sha256`."""
    header = request.headers.get("upload-metadata", "")
    if len(header) > _LONGEST_METADATA:
        raise Refused(400, "upload.metadata")
    pairs = [pair.strip().partition(" ") for pair in header.split(",")]
    found = [value for name, _, value in pairs if name == "sha256"]
    sha256 = _base64(found[0], "upload.metadata").decode("ascii", "replace") if len(found) == 1 else ""
    if not _SHA256.fullmatch(sha256):
        raise Refused(400, "upload.metadata")
    return sha256


def _base64(text: str, code: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, code) from None


def _answer(status: int, headers: dict[str, Any]) -> Response:
    body = b"" if status in {HTTPStatus.NO_CONTENT, HTTPStatus.OK} else b"\n"
    return Response(body, status, {**TUS, **headers})
