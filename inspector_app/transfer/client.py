"""The laptop's end of the network road, on httpx: say hello, send a file in resumable chunks, fetch receipts and bundles.

Where an upload stands is asked of the receiver each time and remembered nowhere: killed on either side, it goes on.
Which bundles exist and what a receipt means is left to actions.
"""

import base64
import hashlib
import re
import secrets
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Meta

from inspector_app import durable, keys
from inspector_app.errors import Problem
from inspector_app.transfer.server import PROOF, hello_message

Progress = Callable[[int, int], None] | None
Cancelled = Callable[[], bool]

_MIB = 1 << 20
SMALLEST, LARGEST = _MIB, 4 * _MIB
_QUICK, _LONG = 2.0, 10.0
_ANSWER_LIMIT = 64 * _MIB
_TUS = {"Tus-Resumable": "1.0.0"}
_RECEIPT_WAIT = 20
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_BUSY = frozenset({408, 423, 429, 500, 502, 503, 504})
_REMEDIED = {413: "network.too_large", 507: "network.no_room", 403: "network.revoked"}

_Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


_Said = TypeVar("_Said")


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """What a receiver says of itself: its bureau, its epoch (a new one after a restore), its clock, its largest file."""

    format: Literal[1]
    bureau: str
    epoch: _Hex32
    time: int
    largest: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the bundles asked about the receiver has answered, refused (with the reason), or begun to receive."""

    received: list[_Hex64]
    refused: dict[_Hex64, str]
    begun: list[_Hex64]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How one bundle stands at the receiver."""

    state: Literal["received", "refused", "waiting", "begun"]
    reason: str = ""
    upload: str = ""
    offset: int = 0


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that waits at the receiver for this laptop."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,50}\.bundle\Z")]
    sha256: _Hex64
    size: Annotated[int, Meta(ge=1)]


class _Offers(msgspec.Struct):
    bundles: list[Offer]


class _Refusal(msgspec.Struct):
    code: str = ""
    where: str = ""
    fields: dict[str, str | int] = {}


@dataclass(frozen=True)
class Patience:
    """How long to keep trying without any progress: the pauses between tries, and seconds of silence that end one.

    A question is tried `first` + 1 times, so that a person without network is told so at once; bytes under way, every time.
    """

    pauses: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30)
    first: int = 2
    silence: float = 60.0


class Road:
    """An open road from one device to one receiver; close it after use. Every refusal is a Problem network.*."""

    def __init__(
        self,
        address: str,
        *,
        device: str = "",
        seed: bytes = b"",
        authority: Path | None = None,
        patience: Patience | None = None,
        cancelled: Cancelled = lambda: False,
    ) -> None:
        """`address` is the receiver's; `device` and `seed` sign the tokens; `authority` is a PEM file to trust for TLS."""
        self.address = checked_address(address)
        self._device, self._seed, self._cancelled = device, seed, cancelled
        self._patience = patience or Patience()
        self._hello: Hello | None = None
        self._heard, self._verify_key = 0.0, ""
        timeout = httpx.Timeout(self._patience.silence, connect=min(15.0, self._patience.silence))
        self._client = httpx.Client(base_url=self.address, timeout=timeout, verify=_trust(authority))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def hello(self, verify_key: str = "") -> Hello:
        """Ask who is there; Problem network.other_bureau unless the bureau with `verify_key` (any, when empty) signed it now."""
        challenge = secrets.token_hex(16)
        answer = self._asked("GET", f"/v1/hello?challenge={challenge}", signed=False)
        said = self._decoded(answer, Hello)
        verify_key = verify_key or self._verify_key
        if verify_key and not _signed_by(verify_key, hello_message(challenge, answer.content), answer):
            raise Problem("network.other_bureau", self.address)
        self._hello, self._heard, self._verify_key = said, time.monotonic(), verify_key
        return said

    def enrol(self, request: bytes, code: str) -> bytes:
        """Send an enrolment request with the proof of a one-time code; return the answer, proved by the same code."""
        key = keys.code_key(code)
        headers = {PROOF: keys.code_proof(key, "request", request)}
        response = self._asked("POST", "/v1/enrol", signed=False, content=request, headers=headers)
        if not keys.proof_holds(key, "answer", request + response.content, response.headers.get(PROOF, "")):
            raise Problem("network.false_answer", self.address)
        return response.content

    def held(self, bundles: Sequence[str]) -> Held:
        """Ask what became of these bundles (SHA-256 of the files)."""
        body = msgspec.json.encode({"bundles": list(bundles)})
        return self._decoded(self._asked("POST", "/v1/inventory", content=body), Held)

    def send(self, file: Path, sha256: str, progress: Progress = None) -> State:
        """Bring a file to the receiver, going on where it stands, and wait until it is taken in: received or refused.

        `progress` gets bytes there and bytes in all. Raises Problem network.* (offline, cancelled, no_room, too_large,
        revoked, refused, changed when the file is not what its hash says).
        """
        with durable.io_problems(file), file.open("rb") as stream:
            size = file.stat().st_size
            for _ in range(2):
                try:
                    return self._sent(_Source(stream, size, sha256), progress or (lambda _done, _of: None))
                except _BeginAnew:
                    if hashlib.file_digest(_rewound(stream), "sha256").hexdigest() != sha256:
                        break
        raise Problem("network.changed", file)

    def receipt(self, sha256: str) -> bytes:
        """Return the bureau's receipt for a bundle."""
        return self._asked("GET", f"/v1/bundles/{sha256}/receipt").content

    def offers(self) -> list[Offer]:
        """Return what waits here for this laptop."""
        return self._decoded(self._asked("GET", "/v1/outgoing"), _Offers).bundles

    def fetch(self, offer: Offer, folder: Path, progress: Progress = None) -> Path:
        """Bring an offered bundle into `folder`, going on from a part that an earlier try left there."""
        part, target = folder / f".part-{offer.sha256}", folder / offer.name
        tries = iter(self._patience.pauses)
        while not self._fetched(offer, part, progress or (lambda _done, _of: None), tries):
            pass
        with durable.io_problems(part), part.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != offer.sha256:
            part.unlink()
            raise Problem("network.changed", target)
        durable.settle(part, target)
        return target

    def _fetched(self, offer: Offer, part: Path, progress: Callable[[int, int], None], tries: Iterator[float]) -> bool:
        try:
            self._fetch_rest(offer, part, progress)
        except (_Again, Problem) as stopped:
            problem = stopped.problem if isinstance(stopped, _Again) else stopped
            pause = next(tries, None)
            if pause is None or problem.code not in ("network.offline", "network.busy"):
                raise problem from stopped
            self._pause(pause)
            return False
        return True

    def _fetch_rest(self, offer: Offer, part: Path, progress: Callable[[int, int], None]) -> None:
        with durable.io_problems(part), part.open("ab") as stream:
            if stream.tell() > offer.size:
                stream.truncate(0)
            if stream.tell() == offer.size:
                return
            headers = {"Range": f"bytes={stream.tell()}-", **self._signed()}
            with self._network(), self._client.stream("GET", f"/v1/outgoing/{offer.sha256}", headers=headers) as answer:
                if answer.status_code not in (200, 206):
                    self._refused(_read(answer, self.address))
                if answer.status_code == 200:
                    stream.truncate(0)
                for piece in answer.iter_bytes():  # as it comes: what arrived before a cut stays
                    self._check_cancelled()
                    stream.write(piece)
                    if stream.tell() > offer.size:
                        raise Problem("network.changed", part)
                    progress(stream.tell(), offer.size)

    def _sent(self, source: "_Source", progress: Callable[[int, int], None]) -> State:
        tries, chunk = iter(self._patience.pauses), SMALLEST
        asked, state = False, None
        while True:
            try:
                if not asked:
                    state, asked = self._state(source.sha256, 0), True
                if state is None:
                    state = self._create(source)
                progress(state.offset if state.state == "begun" else source.size, source.size)
                if state.state in ("received", "refused"):
                    return state
                if state.state == "begun" and state.offset < source.size:
                    since = time.monotonic()
                    state = self._patch(state, source, chunk)
                    took = time.monotonic() - since
                    chunk = min(2 * chunk, LARGEST) if took < _QUICK else SMALLEST if took > _LONG else chunk
                    tries = iter(self._patience.pauses)
                else:
                    state = self._state(source.sha256, _RECEIPT_WAIT)
            except _Again as again:
                pause = next(tries, None)
                if pause is None:
                    raise again.problem from again
                self._pause(pause)
                asked = False

    def _state(self, sha256: str, wait: int) -> State | None:
        """How a bundle stands, waiting up to `wait` seconds for its being taken in; None when it is unknown there."""
        response = self._once("GET", f"/v1/bundles/{sha256}?wait={wait}", missing_is_answer=True)
        return None if response.status == 404 else self._decoded(response, State)

    def _create(self, source: "_Source") -> State:
        sha256 = base64.b64encode(source.sha256.encode()).decode()
        headers = {**_TUS, "Upload-Length": str(source.size), "Upload-Metadata": f"sha256 {sha256}"}
        response = self._once("POST", "/v1/uploads", headers=headers)
        return State(state="begun", upload=response.headers.get("Location", ""))

    def _patch(self, state: State, source: "_Source", size: int) -> State:
        data = source.read(state.offset, size)
        checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
        headers = {
            **_TUS,
            "Upload-Offset": str(state.offset),
            "Upload-Checksum": f"sha256 {checksum}",
            "Content-Type": "application/offset+octet-stream",
        }
        self._once("PATCH", state.upload, content=data, headers=headers)
        return msgspec.structs.replace(state, offset=state.offset + len(data))

    def _asked(self, method: str, path: str, **given: Any) -> "_Answer":
        """Ask, again after a pause while the network or the receiver hesitates."""
        for pause in (*self._patience.pauses[: self._patience.first], None):
            try:
                return self._once(method, path, **dict(given))
            except _Again as again:
                if pause is None:
                    raise again.problem from again
                self._pause(pause)
        raise AssertionError

    def _once(
        self, method: str, path: str, *, signed: bool = True, missing_is_answer: bool = False, **given: Any
    ) -> "_Answer":
        self._check_cancelled()
        for attempt in range(2):
            headers = {**given.pop("headers", {}), **(self._signed() if signed else {})}
            try:
                with self._network(), self._client.stream(method, path, headers=headers, **given) as reply:
                    response = _read(reply, self.address)
            except Problem as problem:
                if problem.code != "network.offline":
                    raise
                raise _Again(problem) from None
            given["headers"] = headers
            if response.status == 401 and signed and attempt == 0:
                self._hello = None  # another epoch, or clocks moved: hear its time anew and sign again
                continue
            if response.status < 300 or (missing_is_answer and response.status == 404):
                return response
            self._refused(response)
        raise AssertionError

    def _refused(self, response: "_Answer") -> None:
        status = response.status
        if status in _BUSY or status in (404, 409, 410):
            # 404, 409, 410: our picture of the upload is old (the receiver was restored, it expired, a reply was lost).
            raise _Again(Problem("network.busy", self.address, status=status))
        if status == 460:
            raise _BeginAnew
        if status == 401:
            raise Problem("network.not_enrolled", self.address)
        if status in _REMEDIED:
            raise Problem(_REMEDIED[status], self.address)
        try:
            said = msgspec.json.decode(response.content, type=_Refusal)
        except ValueError:
            raise Problem("network.not_a_receiver", self.address) from None
        if said.code.startswith("enrolment."):
            raise Problem(said.code, said.where or self.address, **said.fields)
        raise Problem("network.refused", self.address, reason=said.code or status)

    def _signed(self) -> dict[str, str]:
        hello = self._hello or self.hello()
        at = hello.time + int(time.monotonic() - self._heard)
        token = keys.Token(device=self._device, bureau=hello.bureau, epoch=hello.epoch, at=at)
        return {"Authorization": f"Bearer {keys.make_token(token, self._seed)}"}

    @contextmanager
    def _network(self) -> Iterator[None]:
        try:
            yield
        except (httpx.TransportError, httpx.InvalidURL) as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(error):
                raise Problem("network.certificate", self.address) from error
            raise Problem("network.offline", self.address) from error
        except httpx.DecodingError as error:
            raise Problem("network.not_a_receiver", self.address) from error

    def _decoded(self, response: "_Answer", kind: type[_Said]) -> _Said:
        try:
            return msgspec.json.decode(response.content, type=kind)
        except ValueError:
            raise Problem("network.not_a_receiver", self.address) from None

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._check_cancelled()
            time.sleep(min(left, 0.1))

    def _check_cancelled(self) -> None:
        if self._cancelled():
            raise Problem("network.cancelled", self.address)


class _Answer(NamedTuple):
    """What came back, read whole."""

    status: int
    headers: httpx.Headers
    content: bytes


class _Again(Exception):
    """Worth another try after a pause; `problem` is what to say when there is none left."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class _BeginAnew(Exception):
    """The receiver threw away bytes that did not hash as announced."""


class _Source:
    """The file on its way: immutable, known by its hash."""

    def __init__(self, stream: Any, size: int, sha256: str) -> None:
        self._stream, self.size, self.sha256 = stream, size, sha256

    def read(self, offset: int, size: int) -> bytes:
        """Return the bytes of one chunk."""
        self._stream.seek(offset)
        return bytes(self._stream.read(size))


def checked_address(text: str) -> str:
    """Return an address as `scheme://host:port/path` without a slash at its end; Problem network.address for anything else."""
    address = text.strip() if "://" in text else f"http://{text.strip()}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        good = False
    if not good or not address.isascii() or any(one.isspace() for one in address):
        raise Problem("network.address", text)
    return address.rstrip("/")


def _trust(authority: Path | None) -> ssl.SSLContext | bool:
    if authority is None:
        return True
    with durable.io_problems(authority):
        authority.read_bytes()
    try:
        return ssl.create_default_context(cafile=authority)
    except ssl.SSLError:
        raise Problem("network.authority", authority) from None


def _read(response: httpx.Response, address: str) -> _Answer:
    """Read an answer whole, but never more than we could ever want."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > _ANSWER_LIMIT:
            raise Problem("network.not_a_receiver", address)
    return _Answer(response.status_code, response.headers, bytes(body))


def _signed_by(verify_key: str, message: bytes, answer: _Answer) -> bool:
    proof = answer.headers.get(PROOF, "")
    return bool(_SIGNATURE.fullmatch(proof)) and keys.verify(verify_key, message, bytes.fromhex(proof))


def _rewound(stream: Any) -> Any:
    stream.seek(0)
    return stream
