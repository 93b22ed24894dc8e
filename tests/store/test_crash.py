"""Killed at any moment, the store has every entry that it acknowledged (and a store that lied would be caught here)."""

import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.store.journals import LAPTOP, author, identity, new_store, reopened, written


def killed(folder: Path, mode: str, acknowledgements: int) -> set[int]:
    """Start a writer, kill it -9 right after it has acknowledged so many, and return every seq it acknowledged."""
    command = [sys.executable, "-m", "tests.store.writer", str(folder), mode, identity()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledgements)]
        process.kill()
        lines += process.stdout.read().splitlines()  # a line in the pipe has been said
    assert all(lines)
    return {int(line) for line in lines}


def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    """Eight kills of one growing journal: entries, blobs and the chain are whole each time, and writing goes on."""
    chance = random.Random(2026)
    new_store(tmp_path).close()
    acknowledged: set[int] = set()
    for _ in range(8):
        acknowledged |= killed(tmp_path, "honest", chance.randint(1, 12))
        store = reopened(tmp_path)
        seqs = [entry.seq for entry in store.entries(device=LAPTOP)]
        assert list(range(1, len(seqs) + 1)) == seqs
        assert acknowledged <= set(seqs)
        for seq in acknowledged:
            assert b"%d" % seq == store.blob(sha256(b"%d" % seq).hexdigest())
        assert [] == store.verify(own=LAPTOP)
        store.append(written(author(LAPTOP, store.heads()[LAPTOP]), 1))
        store.close()


def test_an_acknowledgement_before_the_commit_is_caught(tmp_path: Path) -> None:
    """The negative control: the same kill loses an entry of a writer that speaks too early."""
    new_store(tmp_path).close()
    for _ in range(20):
        acknowledged = killed(tmp_path, "early", 3)
        store = reopened(tmp_path)
        held = store.dots().get(LAPTOP, 0)
        store.close()
        if held < max(acknowledged):
            return
    raise AssertionError("twenty kills of a lying writer lost nothing: this test cannot see a loss")
