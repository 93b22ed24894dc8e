"""Fork a writer, kill it -9 at a random moment, reopen, compare with what it acknowledged; again and again.

    python -m tests.faults.killing FOLDER MODE ROUNDS SEED      MODE: honest, or early (speaks before the commit: the control)

A process of its own, because only one without threads may fork. Prints one JSON object.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path

from inspector_app.bundle import seal
from inspector_app.store import Store
from tests.store.journals import KEY, LAPTOP, NOW, author, identity, new_store, reopened, written

_FRESH_EVERY = 40
_VERIFY_EVERY = 8
_RECIPIENT_SEED = bytes(range(32))


def write_for_ever(folder: Path, mode: str, out: int) -> None:
    """Edit, import and seal without end; say on `out` what is done, each line in one write."""
    store = reopened(folder)
    from inspector_app import keys

    recipient = keys.age_recipient(identity())
    while True:
        entries = written(author(LAPTOP, store.heads().get(LAPTOP)), 1, value="x" * 300)
        seq = entries[-1].seq
        if mode == "early":
            os.write(out, b"entry %d\n" % seq)
        store.append(entries)
        if mode != "early":
            os.write(out, b"entry %d\n" % seq)
        if seq % 3 == 0:
            os.write(out, b"blob %s\n" % store.put_blob(b"%d" % seq * 700).encode())
        if seq % 7 == 0:
            sealed = seal(
                folder / "outbox" / f"{LAPTOP[:8]}-{seq:06d}.bundle",
                entries=entries,
                blobs={},
                documents={},
                device=LAPTOP,
                number=seq,
                bureau="b",
                signing_seed=_RECIPIENT_SEED,
                recipients=[recipient],
                identities_for_test=identity(),
                at=NOW.isoformat(timespec="seconds"),
            )
            os.write(out, f"bundle {sealed.path.name} {sealed.sha256}\n".encode())


def killed(folder: Path, mode: str, chance: random.Random) -> list[list[str]]:
    """Let a writer run for a random while, kill it, and return what it had said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write_for_ever(folder, mode, writing)
        finally:
            os._exit(3)
    os.close(writing)
    said = os.read(reading, 1 << 16)
    time.sleep(chance.random() ** 2 * 0.06)
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 1 << 16):
        said += more
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the writer ended by itself")
    return [line.split() for line in said.decode().splitlines()]


def lost(store: Store, folder: Path, said: list[list[str]], verify: bool) -> list[str]:
    """Return what was acknowledged and is not there, and whatever is not whole."""
    seqs = [entry.seq for entry in store.entries(device=LAPTOP)]
    found = [] if list(range(1, len(seqs) + 1)) == seqs else [f"chain {seqs[-3:]}"]
    for what, name, *rest in said:
        if what == "entry" and int(name) > len(seqs):
            found.append(f"entry {name}")
        elif what == "blob" and sha256(store.blob(name)).hexdigest() != name:
            found.append(f"blob {name}")
        elif what == "bundle" and sha256((folder / "outbox" / name).read_bytes()).hexdigest() != rest[0]:
            found.append(f"bundle {name}")
    if verify:
        found += store.verify("en", own=LAPTOP)
    return found


def play(folder: Path, mode: str, rounds: int, seed: int) -> dict[str, object]:
    """Play the rounds; a new journal now and then keeps the checks quick."""
    chance, losses, acknowledged, repaired = random.Random(seed), [], 0, 0
    home, held = folder, list[list[str]]()
    for number in range(rounds):
        if number % _FRESH_EVERY == 0:
            shutil.rmtree(home, ignore_errors=True)
            home, held = folder / str(number), []
            (home / "outbox").mkdir(parents=True)
            new_store(home).close()
        held += (said := killed(home, mode, chance))
        acknowledged += len(said)
        store = reopened(home)
        losses += lost(store, home, held, verify=number % _VERIFY_EVERY == 0 or number == rounds - 1)
        repaired += len(store.matched.aside) + len(store.matched.missing)
        store.append(written(author(LAPTOP, store.heads().get(LAPTOP)), 1))
        store.close()
        if losses and mode == "early":
            break
    return {"rounds": number + 1, "acknowledged": acknowledged, "losses": losses, "repaired": repaired}


if __name__ == "__main__":
    assert len(KEY) == 32
    print(json.dumps(play(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
