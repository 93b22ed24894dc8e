"""The receiver as any tus client meets it: the protocol, its limits, and every way to abuse it."""

import base64
import threading
import time
from collections.abc import Iterator
from hashlib import sha1, sha256
from pathlib import Path

import httpx
import pytest

from inspector_app import keys
from inspector_app.transfer.server import Sender
from inspector_app.transfer.uploads import Limits
from tests.transfer.cutting import cut_after
from tests.transfer.receiver import BUREAU, DEVICE, OTHER_SEED, SEED, STRANGER, Desk, listening, road, token

DATA = bytes(range(256)) * 40
NAME = sha256(DATA).hexdigest()
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = "application/offset+octet-stream"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "bureau")


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with listening(desk) as at:
        yield at


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    headers = {**TUS, "Authorization": f"Bearer {token(address)}"}
    with httpx.Client(base_url=address, headers=headers, timeout=30) as client:
        yield client


def created(http: httpx.Client, length: int | str = len(DATA), name: str = NAME) -> httpx.Response:
    metadata = f"sha256 {base64.b64encode(name.encode()).decode()}"
    return http.post("/v1/uploads", headers={"Upload-Length": str(length), "Upload-Metadata": metadata})


def patch(http: httpx.Client, where: str, offset: int | str, data: bytes, **more: str) -> httpx.Response:
    headers = {"Upload-Offset": str(offset), "Content-Type": CHUNK, **{k.replace("_", "-"): v for k, v in more.items()}}
    return http.patch(where, content=data, headers=headers)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def test_what_the_receiver_can_do_is_said_without_a_token(address: str) -> None:
    """OPTIONS as tus has it; hello says bureau, epoch and time."""
    said = httpx.options(f"{address}/v1/uploads")
    assert (204, "1.0.0") == (said.status_code, said.headers["tus-version"])
    assert {"creation", "checksum", "termination", "expiration"} == set(said.headers["tus-extension"].split(","))
    assert "sha1,sha256" == said.headers["tus-checksum-algorithm"]
    hello = httpx.get(f"{address}/v1/hello").json()
    assert (1, BUREAU) == (hello["format"], hello["bureau"])
    assert abs(time.time() - hello["time"]) < 5


def test_a_file_in_three_chunks_is_whole_and_answered_once(http: httpx.Client, desk: Desk) -> None:
    """Create, PATCH, HEAD between, the receipt at the end; sent again it has the same receipt."""
    where = created(http)
    assert 201 == where.status_code
    assert where.headers["upload-expires"]
    at = where.headers["location"]
    for begin, end in ((0, 4000), (4000, 9000), (9000, len(DATA))):
        assert str(begin) == http.head(at).headers["upload-offset"]
        assert (204, str(end)) == (
            (answer := patch(http, at, begin, DATA[begin:end])).status_code,
            answer.headers["upload-offset"],
        )
    assert "received" == http.get(f"/v1/bundles/{NAME}?wait=10").json()["state"]
    receipt = http.get(f"/v1/bundles/{NAME}/receipt").content
    assert receipt.startswith(b"receipt ")
    assert str(len(DATA)) == http.head(at).headers["upload-offset"]

    again = created(http).headers["location"]
    patch(http, again, 0, DATA)
    assert "received" == http.get(f"/v1/bundles/{NAME}?wait=10").json()["state"]
    assert receipt == http.get(f"/v1/bundles/{NAME}/receipt").content
    assert [NAME] == desk.receipts()


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Tus-Resumable": "0.2.2"}, (412, "upload.version")),
        ({"Upload-Length": "-5"}, (400, "upload.number")),
        ({"Upload-Length": "0"}, (400, "upload.number")),
        ({"Upload-Length": "1e3"}, (400, "upload.number")),
        ({"Upload-Length": "٣"}, (400, "upload.number")),
        ({"Upload-Length": str(1 << 40)}, (413, "upload.too_large")),
        ({"Upload-Length": "9" * 400}, (400, "upload.number")),
        ({"Upload-Metadata": ""}, (400, "upload.metadata")),
        ({"Upload-Metadata": "sha256 !!!"}, (400, "upload.metadata")),
        ({"Upload-Metadata": "sha256 Li4vLi4vZXRj"}, (400, "upload.metadata")),
        ({"Upload-Metadata": "x" * 5000}, (400, "upload.metadata")),
        ({"Upload-Defer-Length": "1", "Upload-Length": ""}, (400, "upload.number")),
    ],
)
def test_lengths_and_names_are_checked_before_anything(
    http: httpx.Client, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    """Negative, absurd, not a number, no hash: refused by name and nothing is made."""
    good = {"Upload-Length": "10", "Upload-Metadata": f"sha256 {base64.b64encode(NAME.encode()).decode()}"}
    given = [(name.encode(), value.encode()) for name, value in {**good, **headers}.items()]
    assert expected == code(http.post("/v1/uploads", headers=given))


@pytest.mark.parametrize(
    "name",
    ["%00", "..%2f..%2fetc%2fpasswd", "..", "0" * 32, "%ff", "a" * 5000, "epoch", "whole", "%2e%2e", "x%0d%0aX: y"],
)
def test_a_trick_for_an_id_is_an_unknown_upload(http: httpx.Client, name: str) -> None:
    """Never 500, never a file outside."""
    for method in ("HEAD", "DELETE", "PATCH"):
        headers = {"Upload-Offset": "0", "Content-Type": CHUNK}
        assert http.request(method, f"/v1/uploads/{name}", headers=headers).status_code in {400, 404, 405}, method


def test_a_chunk_must_fit(http: httpx.Client, desk: Desk) -> None:
    """Wrong offset 409, wrong type 415, beyond the length 413 (said or not said before), no number 400: nothing is stored."""
    at = created(http).headers["location"]
    assert (409, "upload.offset") == code(patch(http, at, 7, b"x"))
    assert (415, "upload.content_type") == code(http.patch(at, content=b"x", headers={"Upload-Offset": "0"}))
    assert (400, "upload.number") == code(patch(http, at, "-1", b"x"))
    assert (413, "upload.beyond_length") == code(patch(http, at, 0, DATA + b"x"))
    headers = {"Upload-Offset": "0", "Content-Type": CHUNK}
    unsaid = http.patch(at, content=iter([DATA, b"x" * 100]), headers=headers)
    assert (413, "request.too_large") == code(unsaid)
    assert "0" == http.head(at).headers["upload-offset"]
    assert [] == desk.receipts()


def test_a_wrong_checksum_takes_the_chunk_back(http: httpx.Client) -> None:
    """460 and the offset as it was; sha1 and sha256 work; an unknown algorithm is refused."""
    at = created(http).headers["location"]
    right = base64.b64encode(sha1(DATA[:4000], usedforsecurity=False).digest()).decode()
    assert 204 == patch(http, at, 0, DATA[:4000], Upload_Checksum=f"sha1 {right}").status_code
    wrong = base64.b64encode(sha256(b"other").digest()).decode()
    assert (460, "upload.checksum") == code(patch(http, at, 4000, DATA[4000:], Upload_Checksum=f"sha256 {wrong}"))
    assert "4000" == http.head(at).headers["upload-offset"]
    assert (400, "upload.checksum_algorithm") == code(patch(http, at, 4000, b"x", Upload_Checksum="md5 eA=="))


def test_a_file_that_is_not_what_was_announced_is_thrown_away(http: httpx.Client, desk: Desk) -> None:
    """All bytes there, but another hash: 460, offset 0, nothing taken in; the right bytes then go through."""
    at = created(http).headers["location"]
    assert (460, "upload.whole_checksum") == code(patch(http, at, 0, DATA[::-1]))
    assert "0" == http.head(at).headers["upload-offset"]
    assert [] == desk.receipts()
    assert 204 == patch(http, at, 0, DATA).status_code


def test_one_writer_at_a_time(http: httpx.Client, address: str) -> None:
    """While one PATCH is under way fifteen others get 423 at once, other requests are not held up, and the file is whole."""
    at = created(http).headers["location"]
    go = threading.Event()
    first: list[int] = []

    def slowly() -> Iterator[bytes]:
        yield DATA[:5000]
        go.wait(10)
        yield DATA[5000:]

    def write() -> None:
        headers = {"Upload-Offset": "0", "Content-Type": CHUNK, **dict(http.headers)}
        first.append(httpx.patch(address + at, content=slowly(), headers=headers, timeout=30).status_code)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.3)
    waits = []
    for _ in range(15):
        began = time.monotonic()
        assert (423, "upload.busy") == code(patch(http, at, 0, DATA))
        assert 200 == http.get("/v1/hello").status_code
        waits.append(time.monotonic() - began)
    go.set()
    writer.join()
    assert [204] == first
    assert max(waits) < 2
    assert "received" == http.get(f"/v1/bundles/{NAME}?wait=10").json()["state"]


def test_an_upload_is_its_owners_alone(http: httpx.Client, desk: Desk, address: str) -> None:
    """Another enrolled laptop sees nothing of it."""
    desk.devices[STRANGER] = Sender(keys.verify_key_of(OTHER_SEED), False)
    at = created(http).headers["location"]
    with road(address, STRANGER, OTHER_SEED) as other:
        hello = other.hello()
        said = keys.Token(device=STRANGER, bureau=BUREAU, epoch=hello.epoch, at=hello.time)
    headers = {**TUS, "Authorization": f"Bearer {keys.make_token(said, OTHER_SEED)}"}
    assert 404 == httpx.head(address + at, headers=headers).status_code
    assert 404 == httpx.delete(address + at, headers=headers).status_code
    assert 200 == http.head(at).status_code


def test_an_upload_can_be_ended_or_ends_by_itself(http: httpx.Client, desk: Desk) -> None:
    """DELETE removes it; a week later it is gone (410), and its bytes with it."""
    at = created(http).headers["location"]
    assert 204 == http.delete(at).status_code
    assert 404 == http.head(at).status_code
    at = created(http).headers["location"]
    patch(http, at, 0, DATA[:100])
    desk.late += desk.late.resolution * int(8 * 86_400 * 1e6)
    http.headers["Authorization"] = f"Bearer {token(str(http.base_url))}"
    assert 410 == http.head(at).status_code
    assert [] == list((desk.folder / "receiving").glob("*.part"))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"at": 0}, "token.expired"),
        ({"bureau": "c" * 32}, "token.elsewhere"),
        ({"epoch": "0" * 32}, "token.elsewhere"),
        ({"device": STRANGER}, "token.stranger"),
    ],
)
def test_a_token_serves_here_now_and_for_its_device(address: str, changed: dict[str, object], expected: str) -> None:
    """Expired, made for another bureau or epoch (replayed from there), another device's name: 401."""
    headers = {"Authorization": f"Bearer {token(address, **changed)}"}
    assert (401, expected) == code(httpx.get(f"{address}/v1/outgoing", headers=headers))


def test_a_token_of_yesterday_is_of_no_use_today(address: str, desk: Desk) -> None:
    """A recorded token is replayed after its ten minutes."""
    recorded = {"Authorization": f"Bearer {token(address)}"}
    assert 200 == httpx.get(f"{address}/v1/outgoing", headers=recorded).status_code
    desk.late += desk.late.resolution * int(601 * 1e6)
    assert (401, "token.expired") == code(httpx.get(f"{address}/v1/outgoing", headers=recorded))


@pytest.mark.parametrize(
    "bad", ["", "Bearer", "Bearer x", "Bearer a.b", "Basic eA==", "Bearer " + "x" * 5000, "Bearer é.é"]
)
def test_no_token_no_answer(address: str, bad: str) -> None:
    """Whatever stands in the header."""
    headers = [(b"Authorization", bad.encode())]
    assert (401, "token.missing") == code(httpx.get(f"{address}/v1/outgoing", headers=headers))


def test_a_token_that_was_touched_is_a_strangers(address: str) -> None:
    """One character of the signature changed, or the other key."""
    good = token(address)
    claim = keys.claimed(good)
    assert claim
    body, signature = good.split(".")
    touched = f"{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    for bad in (touched, keys.make_token(claim, OTHER_SEED)):
        headers = {"Authorization": f"Bearer {bad}"}
        assert (401, "token.stranger") == code(httpx.get(f"{address}/v1/outgoing", headers=headers))


def test_a_revoked_device_is_told_so(http: httpx.Client, desk: Desk) -> None:
    """From the next request on."""
    assert 201 == created(http).status_code
    desk.devices[DEVICE] = Sender(keys.verify_key_of(SEED), True)
    assert (403, "device.revoked") == code(created(http))


def test_quota_and_free_space_are_asked_first(tmp_path: Path) -> None:
    """Too many bytes or uploads of one device 413; a floor of free space that is not there 507, at once."""
    desk = Desk(tmp_path / "small", limits=Limits(per_device=30_000, uploads_per_device=2, free_floor=0))
    with listening(desk) as address, httpx.Client(base_url=address, headers=TUS) as http:
        http.headers["Authorization"] = f"Bearer {token(address)}"
        assert 201 == created(http, 20_000).status_code
        assert (413, "upload.quota") == code(created(http, 20_000))
        assert 201 == created(http, 10).status_code
        assert (413, "upload.quota") == code(created(http, 10))
    desk = Desk(tmp_path / "full", limits=Limits(free_floor=1 << 60))
    with listening(desk) as address, httpx.Client(base_url=address, headers=TUS) as http:
        http.headers["Authorization"] = f"Bearer {token(address)}"
        assert (507, "upload.no_room") == code(created(http))


def test_heads_and_bodies_that_trickle_are_cut_while_others_go_on(tmp_path: Path) -> None:
    """A byte a second, in the head or in the body: ended by deadline; what arrived of the body is kept; another is served."""
    limits = Limits(free_floor=0, head=1.5, grace=1.5, idle=1.5)
    desk = Desk(tmp_path / "bureau", limits=limits)
    with listening(desk) as address, httpx.Client(base_url=address, headers=TUS) as http:
        http.headers["Authorization"] = f"Bearer {token(address)}"
        at = created(http).headers["location"]
        head = b"POST /v1/uploads HTTP/1.1\r\nHost: x\r\nX-A: "
        body = (
            f"PATCH {at} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nContent-Type: {CHUNK}\r\nUpload-Offset: 0\r\n"
            f"Authorization: {http.headers['Authorization']}\r\nContent-Length: {len(DATA)}\r\n\r\n"
        ).encode() + DATA[:1000]
        ended: dict[str, float | None] = {}
        slow = [
            threading.Thread(target=lambda n=name, s=sent: ended.update({n: cut_after(address, s, 8)}))
            for name, sent in (("head", head), ("body", body), ("nothing", b""))
        ]
        for one in slow:
            one.start()
        while any(one.is_alive() for one in slow):
            assert 200 == http.get("/v1/hello").status_code
            time.sleep(0.05)
        assert {"head", "body", "nothing"} == {name for name, seconds in ended.items() if seconds and seconds < 5}
        kept = int(http.head(at).headers["upload-offset"])
        assert 1000 <= kept < 1010
        assert DATA[:1000] == next((desk.folder / "receiving").glob("*.part")).read_bytes()[:1000]
