"""A real receiver for the tests of the road: the product's app and listener over a plain desk that keeps receipts as files.

python -m tests.transfer.receiver FOLDER PORT [careless]     a receiver to be killed; says "ready PORT" when it listens
"""

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from inspector_app import durable, keys
from inspector_app.transfer.client import Patience, Road
from inspector_app.transfer.listening import Listener
from inspector_app.transfer.server import Answer, Office, Outgoing, Sender, application
from inspector_app.transfer.uploads import Limits, Uploads, Writing

BUREAU, BUREAU_SEED = "b" * 32, b"\7" * 32
DEVICE, STRANGER = "d" * 32, "e" * 32
SEED, OTHER_SEED = b"\1" * 32, b"\2" * 32
ROOT = Path(__file__).resolve().parent.parent.parent
QUICK = Patience(pauses=(0.02,) * 40, first=40, silence=10.0)
BAD = b"quarantine me"


@dataclass
class Desk:
    """The office behind the receiver: who is enrolled, what was taken in (a receipt each), what waits for the laptops."""

    folder: Path
    devices: dict[str, Sender] = field(default_factory=dict)
    late: timedelta = timedelta()
    offers: list[Path] = field(default_factory=list)
    limits: Limits = field(default_factory=lambda: Limits(free_floor=0))

    def __post_init__(self) -> None:
        self.devices.setdefault(DEVICE, Sender(keys.verify_key_of(SEED), False))
        (self.folder / "receipts").mkdir(parents=True, exist_ok=True)

    def office(self) -> Office:
        return Office(
            bureau=BUREAU,
            folder=self.folder / "receiving",
            now=lambda: datetime.now(UTC) + self.late,
            sender=self.devices.get,
            enrol=self._enrol,
            take_in=self._take_in,
            answer=self._answer,
            sign=lambda message: keys.sign(BUREAU_SEED, message),
            outgoing=lambda _device: self._outgoing(),
            limits=self.limits,
        )

    def receipts(self) -> list[str]:
        return sorted(file.name for file in (self.folder / "receipts").iterdir())

    def _enrol(self, data: bytes, _proof: str) -> tuple[bytes, str]:
        return data, ""

    def _take_in(self, file: Path) -> None:
        data = file.read_bytes()
        if sha256(data).hexdigest() != file.stem:
            raise AssertionError("a whole file that is not what its name says")
        receipt = self.folder / "receipts" / file.stem
        if not receipt.exists():  # a duplicate is success with the same receipt
            durable.publish(receipt, b"" if data.startswith(BAD) else f"receipt {secrets.token_hex(8)}".encode())

    def _answer(self, name: str) -> Answer | None:
        receipt = self.folder / "receipts" / name
        if not receipt.exists():
            return None
        data = receipt.read_bytes()
        return Answer(data, "" if data else "set aside")

    def _outgoing(self) -> Sequence[Outgoing]:
        return [Outgoing(f.name, sha256(f.read_bytes()).hexdigest(), f.stat().st_size, f) for f in self.offers]


@contextmanager
def listening(desk: Desk) -> Iterator[str]:
    """Run the desk's receiver in a thread; gives its address."""
    listener = Listener(application(desk.office()), "127.0.0.1", 0, head_seconds=desk.limits.head)
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        while not listener.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.port}"
    finally:
        listener.stop()
        thread.join()


@contextmanager
def killable(folder: Path, port: int = 0, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a receiver in a process of its own; gives the process and its port."""
    command = [sys.executable, "-m", "tests.transfer.receiver", str(folder), str(port), *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            said = process.stdout.readline().split()
            assert said[:1] == ["ready"], said
            yield process, int(said[1])
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)


def road(address: str, device: str = DEVICE, seed: bytes = SEED, patience: Patience = QUICK) -> Road:
    """Open a road to a receiver."""
    return Road(address, device=device, seed=seed, patience=patience)


def bundle(folder: Path, size: int, begins: bytes = b"") -> tuple[Path, str]:
    """Make a file of random bytes and return it with its hash."""
    data = begins + os.urandom(size - len(begins))
    name = sha256(data).hexdigest()
    file = folder / f"{name[:8]}-000001.bundle"
    file.write_bytes(data)
    return file, name


def token(address: str, **changed: object) -> str:
    """Return a token for this receiver, with parts of it changed."""
    with road(address) as open_road:
        hello = open_road.hello()
    said = {"device": DEVICE, "bureau": hello.bureau, "epoch": hello.epoch, "at": hello.time, **changed}
    return keys.make_token(keys.Token(**said), SEED)  # type: ignore[arg-type]


class Careless(Writing):
    """The negative control: acknowledges bytes that it still holds in memory, and writes them when it is done."""

    held: bytearray

    def write(self, data: bytes | bytearray) -> None:
        """Only remember."""
        self.__dict__.setdefault("held", bytearray()).extend(data)
        self._end += len(data)

    def keep(self) -> None:
        """Count what is not on the disk."""
        self.upload.offset = self._end

    def close(self) -> None:
        """Write in a while, as a cache would."""
        data, file = bytes(self.__dict__.get("held", b"")), os.dup(self._file)

        def later() -> None:
            time.sleep(0.5)
            os.pwrite(file, data, self._start)
            os.close(file)

        threading.Thread(target=later).start()
        super().close()


def main() -> None:
    """Serve until killed."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    if "careless" in sys.argv[3:]:
        Uploads.turn = Careless
    desk = Desk(folder)
    listener = Listener(application(desk.office()), "127.0.0.1", port, head_seconds=desk.limits.head)
    print("ready", listener.port, flush=True)
    listener.run()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk of the test's own."""
    return Desk(tmp_path / "bureau")


if __name__ == "__main__":
    main()
