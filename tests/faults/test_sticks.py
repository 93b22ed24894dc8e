"""G6: a stick pulled at a random byte holds the file whole or not at all, and was never called safe wrongly (needs root)."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.transfer import drive
from tests.faults.table import SEED, record, rounds

_SIZE = 6_000_000


class Stick:
    """An exFAT file system in a file, served by a process that can be killed: that pulls the stick."""

    def __init__(self, image: Path, place: Path) -> None:
        self.image, self.place = image, place
        place.mkdir()
        with image.open("wb") as stream:
            stream.truncate(32 << 20)
        subprocess.run(["mkfs.exfat", str(image)], check=True, stdout=subprocess.DEVNULL)
        found = subprocess.run(["losetup", "-f", "--show", str(image)], capture_output=True, text=True, check=False)
        if found.returncode:
            pytest.skip("needs a loop device: this container has none")
        self._device = found.stdout.strip()

    def throw_away(self) -> None:
        """Give the loop device back."""
        subprocess.run(["losetup", "-d", self._device], check=False)

    def plug_in(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(["mount.exfat-fuse", "-d", self._device, str(self.place)], **quiet)  # type: ignore[call-overload]
        for _ in range(400):
            if os.path.ismount(self.place):
                return
            time.sleep(0.01)
        raise RuntimeError("the stick does not mount")

    def pull(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def put_away(self) -> None:
        subprocess.run(["umount", "-l", str(self.place)], check=False, stderr=subprocess.DEVNULL)


def careless(source: Path, folder: Path) -> Path:
    """The control: straight under the final name, nothing synced or read back."""
    return Path(shutil.copyfile(source, folder / source.name))


def pulled(stick: Stick, copy: Callable[[Path, Path], Path], source: Path, after: float) -> str:
    """Copy while the stick is pulled; return what is wrong with it when it is plugged in again."""
    stick.plug_in()
    hand = threading.Timer(after, stick.pull)
    hand.start()
    safe = True
    try:
        copy(source, stick.place)
    except (Problem, OSError):
        safe = False
    hand.join()
    stick.put_away()
    stick.plug_in()
    try:
        target = stick.place / source.name
        there = target.exists()
        whole = there and drive.digest(target) == drive.digest(source)
        for old in stick.place.iterdir():
            old.unlink()
    finally:
        stick.pull()
        stick.put_away()
    return f"safe {safe}, there {there}, whole {whole}" if (there and not whole) or (safe and not whole) else ""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux mounts")
def test_sticks(tmp_path: Path) -> None:
    """The copy is absent or equal; the control leaves half files under the final name."""
    if os.geteuid() != 0 or not (shutil.which("mount.exfat-fuse") and shutil.which("mkfs.exfat")):
        pytest.skip("needs root, exfat-fuse and exfatprogs: mounts a stick and pulls it")
    source = tmp_path / "a1b2c3d4-000001.bundle"
    source.write_bytes(random.Random(SEED).randbytes(_SIZE))
    stick, chance, count = Stick(tmp_path / "image", tmp_path / "stick"), random.Random(SEED), rounds(500, 4)
    try:
        losses, caught = _played(stick, source, chance, count)
    finally:
        stick.throw_away()
    record("G6 sticks pulled", count, SEED, losses, caught)


def _played(stick: Stick, source: Path, chance: random.Random, count: int) -> tuple[list[str], bool]:
    stick.plug_in()
    started = time.monotonic()
    careless(source, stick.place)
    lasting = time.monotonic() - started
    (stick.place / source.name).unlink()
    stick.pull()
    stick.put_away()
    losses = [
        wrong for _ in range(count) if (wrong := pulled(stick, drive.copy_out, source, chance.random() * lasting * 2))
    ]
    caught = any(pulled(stick, careless, source, chance.random() * lasting * 0.9) for _ in range(max(20, count // 10)))
    return losses, caught
