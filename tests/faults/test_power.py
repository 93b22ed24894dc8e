"""G3: after a power cut at any point, with any of the unsynced sectors on the disk, every acknowledged entry is there.

The real schema, statements and pragmas on a VFS that loses power (plain pages: the cipher works below them). A published file
has its content and its name.
"""

import os
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import apsw
import pytest

from inspector_app.store import engine
from inspector_app.store.rows import INSERT_ENTRY, INSERT_RECORD, INSERT_REPLACES, entry_row, replaces_rows
from tests.faults.crash_vfs import CrashVFS, Op, states
from tests.faults.table import SEED, record, rounds
from tests.store.journals import author, new_store, raw, written

_COMMITS = 60


def schema_of(folder: Path) -> list[str]:
    """The statements that the migrations left in a real store."""
    folder.mkdir()
    new_store(folder).close()
    with raw(folder) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        return [sql for (sql,) in rows]


def journalled(folder: Path, schema: Sequence[str], mode: str, synchronous: str) -> list[Op]:
    """Append entries as the store does, and return all that happened on the disk; the schema is there and settled before."""
    folder.mkdir()
    path = str(folder / "journal.db")
    connection = apsw.Connection(path)
    connection.execute(f"PRAGMA journal_mode={mode}")
    for sql in schema:
        connection.execute(sql)
    connection.close()
    log = [Op("write", "journal.db", 0, Path(path).read_bytes()), Op("sync", "journal.db")]
    vfs = CrashVFS(f"crash-{mode}-{synchronous}-{folder.name}", log)
    connection = apsw.Connection(path, vfs=f"crash-{mode}-{synchronous}-{folder.name}")
    pragmas = [word for word in engine._PRAGMAS if not word.startswith(("journal_mode", "synchronous"))]
    for pragma in [f"journal_mode={mode}", f"synchronous={synchronous}", *pragmas]:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA wal_autocheckpoint=20")  # several checkpoints and restarts of the log within one run
    for number, entry in enumerate(written(author(), _COMMITS, value="x" * 300), 1):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT_ENTRY, entry_row(number, entry))
        connection.executemany(INSERT_REPLACES, replaces_rows(number, entry))
        connection.execute(INSERT_RECORD, (entry.kind, entry.record))
        connection.execute("COMMIT")
        log.append(Op("ack", "", number))
    connection.close()
    del vfs
    return log


def lost(log: list[Op], room: Path, count: int, seed: int) -> tuple[int, int]:
    """Cut `count` times; return how many states lost an acknowledged entry, and how many were corrupt."""
    found = [0, 0]
    room.mkdir()

    def look(files: dict[str, bytes], acknowledged: int) -> None:
        for old in room.iterdir():
            old.unlink()
        for name, content in files.items():
            (room / name).write_bytes(content)
        try:
            connection = apsw.Connection(str(room / "journal.db"))
            try:
                sound = connection.execute("PRAGMA integrity_check").get == "ok"
                seqs = [seq for (seq,) in connection.execute("SELECT seq FROM entries ORDER BY number")]
                whole = seqs == list(range(1, len(seqs) + 1))
                dots = connection.execute("SELECT count(*) FROM replaces").get
            finally:
                connection.close()
        except apsw.Error:
            found[1] += 1
            return
        found[0] += len(seqs) < acknowledged
        found[1] += not (sound and whole and dots == max(0, len(seqs) - 1))

    states(log, count, random.Random(seed), look)
    return found[0], found[1]


def test_power(tmp_path: Path) -> None:
    """WAL with synchronous=FULL loses nothing; the controls, synchronous=OFF and NORMAL, do."""
    assert {"journal_mode=WAL", "synchronous=FULL"} <= set(engine._PRAGMAS)
    schema = schema_of(tmp_path / "schema")
    count, runs, total = rounds(1_000_000), max(1, rounds(20)), [0, 0]
    for run in range(runs):
        log = journalled(tmp_path / f"full{run}", schema, "WAL", "FULL")
        found = lost(log, tmp_path / f"room{run}", -(-count // runs), SEED + run)
        total = [total[0] + found[0], total[1] + found[1]]
    caught = []
    for synchronous in ("OFF", "NORMAL"):
        log = journalled(tmp_path / synchronous, schema, "WAL", synchronous)
        caught.append(sum(lost(log, tmp_path / f"room{synchronous}", max(200, count // 20), SEED)))
    record("G3 power, database", -(-count // runs) * runs, SEED, sum(total), all(caught))


PUBLISHING = """
import os, sys
from pathlib import Path
from inspector_app import durable
folder, skip = Path(sys.argv[1]), sys.argv[2] == "skip"
if skip:
    durable.fsync_folder = lambda folder: None
for number in range(int(sys.argv[3])):
    durable.publish(folder / f"{number}.bundle", b"%d" % number * 500)
    os.write(1, b"ack %d\\n" % number)
"""
_CALL = re.compile(
    r"^(?:\d+ +)?(?:(?P<sync>fsync|fdatasync)\(\d+<(?P<path>[^>]*)>\)"
    r'|rename(?:at2?)?\((?:AT_FDCWD[^,]*, )?"(?P<old>[^"]*)", (?:AT_FDCWD[^,]*, )?"(?P<new>[^"]*)".*\)'
    r'|write\(1<[^>]*>, "ack (?P<ack>\d+)\\n", \d+\)) += +\d+'
)


def unsafe(folder: Path, trace: Path, how: str, count: int) -> list[str]:
    """Publish files under strace; return those acknowledged before both their content and their name were synced."""
    folder.mkdir()
    command = [
        "strace",
        "-f",
        "-y",
        "-qq",
        "-o",
        str(trace),
        "-e",
        "trace=fsync,fdatasync,rename,renameat,renameat2,write",
    ]
    command += [sys.executable, "-c", PUBLISHING, str(folder), how, str(count)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    contents, names, waiting, found = set[str](), set[str](), set[str](), []
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = _CALL.match(line)
        if call is None:
            continue
        if call["sync"]:
            if call["path"] == str(folder):
                names |= waiting
            contents.add(call["path"])
        elif call["new"]:
            waiting.add(call["new"])
            if call["old"] in contents:
                contents.add(call["new"])
        elif call["ack"]:
            file = str(folder / f"{call['ack']}.bundle")
            found += [file] if file not in contents or file not in names else []
    acknowledged = sum("ack " in line for line in trace.read_text("utf-8", "replace").splitlines())
    assert count == acknowledged
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_published_files(tmp_path: Path) -> None:
    """A file is acknowledged after its content and its name are on the disk; the control leaves the folder's fsync out."""
    if subprocess.run(["which", "strace"], capture_output=True, check=False).returncode:
        pytest.skip("needs strace")
    count = rounds(2_000, 20)
    folder = Path(os.path.realpath(tmp_path))
    honest = unsafe(folder / "honest", tmp_path / "trace", "keep", count)
    broken = unsafe(folder / "broken", tmp_path / "trace2", "skip", count)
    record("G3 power, published files", count, SEED, honest, len(broken) == count)


def test_this_sqlite_is_the_one_that_was_judged() -> None:
    """The VFS runs the SQLite of apsw, at least as new as the oldest that the store accepts."""
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= engine.OLDEST_SQLITE
