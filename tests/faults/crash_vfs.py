"""A disk that loses power: an SQLite VFS that logs every write, truncation, sync and deletion, and replays them to any point.

What was synced before the cut is there; of what was written since, any subset of 512-byte sectors is, in any order; a deletion
without a folder sync may not have happened. After the SQLite project's own crash tests.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import apsw

_SECTOR = 512


class Op(NamedTuple):
    """One act on one file: write (offset, data), truncate (offset), sync, delete (offset 1: with the folder), or an
    acknowledgement (offset: the number that was acknowledged)."""

    what: str
    file: str
    offset: int = 0
    data: bytes = b""


class CrashVFS(apsw.VFS):
    """The default VFS with a log of what would reach the disk."""

    def __init__(self, name: str, log: list[Op]) -> None:
        self.log = log
        self._name = name
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":
        return _File(self.log, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.log.append(Op("delete", Path(filename).name, int(syncdir)))


class _File(apsw.VFSFile):
    def __init__(self, log: list[Op], name: Any, flags: list[int]) -> None:
        self._log = log
        self._file = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._log.append(Op("write", self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._log.append(Op("truncate", self._file, newsize))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._log.append(Op("sync", self._file))


class Disk:
    """The durable content of each file after some of the log, and what is still on its way."""

    def __init__(self) -> None:
        self.durable: dict[str, bytearray] = {}
        self.pending: dict[str, list[Op]] = {}

    def take(self, op: Op) -> None:
        """Let one more act happen."""
        if op.what == "sync":
            content = self.durable.setdefault(op.file, bytearray())
            for waiting in self.pending.pop(op.file, []):
                _apply(content, waiting)
                if waiting.what == "delete":
                    content.clear()
        elif op.what == "delete" and op.offset:
            self.durable.pop(op.file, None)
            self.pending.pop(op.file, None)
        elif op.what != "ack":
            self.pending.setdefault(op.file, []).append(op)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return what a power cut now would leave: the durable bytes and any part of the rest."""
        left = {}
        kept = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for file in self.durable.keys() | self.pending.keys():
            content = bytearray(self.durable.get(file, b""))
            there = file in self.durable or chance.random() < kept
            for op in self.pending.get(file, []):
                if op.what == "delete":
                    there = there and chance.random() >= kept
                    content = content if there else bytearray()
                elif op.what == "truncate":
                    if chance.random() < kept:
                        _apply(content, op)
                        there = True
                else:
                    there = _torn(content, op, kept, chance) or there
            if there:
                left[file] = bytes(content)
        return left


def _apply(content: bytearray, op: Op) -> None:
    if op.what == "truncate":
        del content[op.offset :]
    elif op.what == "write":
        if len(content) < op.offset:
            content.extend(bytes(op.offset - len(content)))
        content[op.offset : op.offset + len(op.data)] = op.data


def _torn(content: bytearray, op: Op, kept: float, chance: random.Random) -> bool:
    """Let any of the sectors that a write covers reach the disk."""
    any_there, start = False, 0
    while start < len(op.data):
        end = min(len(op.data), start + _SECTOR - (op.offset + start) % _SECTOR)
        if chance.random() < kept:
            _apply(content, Op("write", op.file, op.offset + start, op.data[start:end]))
            any_there = True
        start = end
    return any_there


def states(log: list[Op], count: int, chance: random.Random, look: Callable[[dict[str, bytes], int], None]) -> None:
    """Show `look` `count` states of the disk after cuts at random points, each with the last acknowledgement before it."""
    begun = next(at for at, op in enumerate(log) if op.what == "sync") + 1  # before it there is no database yet
    points = sorted(chance.randrange(begun, len(log) + 1) for _ in range(count))
    disk, at, acknowledged = Disk(), 0, 0
    for point in points:
        while at < point:
            op = log[at]
            acknowledged = op.offset if op.what == "ack" else acknowledged
            disk.take(op)
            at += 1
        look(disk.cut(chance), acknowledged)
