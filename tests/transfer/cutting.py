"""A proxy on loopback that cuts connections after a random number of bytes, and a sender that trickles."""

import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Cutter:
    """Forwards to `target()`; while `cutting`, each connection ends by a reset or a quiet close after some bytes."""

    def __init__(self, target: Callable[[], str], seed: int, most: int) -> None:
        self.cuts, self.cutting = 0, True
        self._target, self._chance, self._most = target, random.Random(seed), most
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def run(self) -> None:
        """Accept until closed."""
        while True:
            try:
                near, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._connection, args=(near,), daemon=True).start()

    def close(self) -> None:
        """Accept no more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _connection(self, near: socket.socket) -> None:
        parts = urlsplit(self._target())
        try:
            far = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10)
        except OSError:
            near.close()
            return
        with self._lock:
            budget = [self._chance.randrange(1, self._most) if self.cutting else 1 << 60]
            rude = self._chance.random() < 0.5
        ways = [
            threading.Thread(target=self._pump, args=way, daemon=True)
            for way in ((near, far, budget), (far, near, budget))
        ]
        for way in ways:
            way.start()
        for way in ways:
            way.join()
        if budget[0] <= 0:
            with self._lock:
                self.cuts += 1
            if rude:
                with suppress(OSError):
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        near.close()
        far.close()

    def _pump(self, source: socket.socket, sink: socket.socket, budget: list[int]) -> None:
        with suppress(OSError):
            while budget[0] > 0 and (data := source.recv(min(65536, max(1, budget[0])))):
                budget[0] -= len(data)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cutter(target: Callable[[], str], seed: int, most: int) -> Iterator[Cutter]:
    """Run a cutter in a thread."""
    one = Cutter(target, seed, most)
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        yield one
    finally:
        one.close()
        thread.join()


def cut_after(address: str, sent: bytes, patience: float) -> float | None:
    """Send these bytes, then one byte a second; return after how many seconds the receiver ended it, None if it did not."""
    parts = urlsplit(address)
    began = time.monotonic()
    with socket.create_connection((parts.hostname or "", parts.port or 0)) as connection:
        connection.sendall(sent)
        connection.settimeout(0.5)
        while time.monotonic() - began < patience:
            try:
                connection.sendall(b"x")
                if not connection.recv(4096):
                    return time.monotonic() - began
            except TimeoutError:
                continue
            except OSError:
                return time.monotonic() - began
    return None
