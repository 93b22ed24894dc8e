"""G21, G22: damaged backups are refused, and a bureau restored to any earlier state gets back all that it had acknowledged."""

import random
import shutil
from pathlib import Path

from inspector_app.actions import backup, setup, syncing, taking_in
from inspector_app.errors import Problem
from inspector_app.workspace import Workspace
from tests.actions.county import PASSPHRASE, Clock, at_work, copied
from tests.faults.mutating import mutated
from tests.faults.table import SEED, record, rounds
from tests.store.journals import author, new_store, reopened, written


def accepted(file: Path, to: Path) -> bool:
    """Whether something came out of a damaged backup."""
    try:
        backup.restore(file, to, PASSPHRASE)
    except Problem:
        return to.exists()
    return True


def test_damaged_backups(tmp_path: Path) -> None:
    """G21: every damaged copy is refused and leaves nothing; the control is a copy of the live file without its log."""
    chance, losses = random.Random(SEED), list[str]()
    with copied(tmp_path / "county") as county:
        at_work(county.leader, county.new_visit())
        made = backup.make(county.leader, tmp_path)
    good, bad = made.path.read_bytes(), tmp_path / "bad.backup"
    count = rounds(1_000)
    for number in range(count):
        bad.write_bytes(mutated(good, chance))
        if accepted(bad, tmp_path / "out"):
            losses.append(f"round {number}")
            shutil.rmtree(tmp_path / "out", ignore_errors=True)
    assert accepted(made.path, tmp_path / "sound"), "the untouched backup restores"
    record("G21 damaged backups", count, SEED, losses, _copy_without_log_loses(tmp_path / "live"))


def _copy_without_log_loses(folder: Path) -> bool:
    folder.mkdir()
    store = new_store(folder)
    store.append(written(author(), 20))
    naive = folder.with_name("naive")
    shutil.copytree(folder, naive, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    store.close()
    copy = reopened(naive)
    held = len(copy.entries())
    copy.close()
    return held < 20


def test_restored_servers(tmp_path: Path) -> None:
    """G22: after one contact with each device nothing acknowledged is missing.

    The control is a laptop that goes on trusting the receipts of the bureau's former self.
    """
    chance, losses, caught, count = random.Random(SEED), list[str](), True, rounds(50, 2)
    for number in range(count):
        with copied(tmp_path / str(number)) as county:
            sitting = at_work(county.leader, county.new_visit())
            cut, made = chance.randrange(4), None
            acknowledged: set[str] = set()
            for step in range(4):
                if step == cut:
                    made = backup.make(county.bureau, tmp_path / str(number))
                sitting.note("SAF-GATE-02", f"{step}")
                stick = county.stick()
                (taken,) = taking_in.take_in(county.bureau, [stick / syncing.pack(county.leader, stick).name])
                assert taken.receipt
                taking_in.take_in(county.leader, [taken.receipt])
                acknowledged |= {entry.id for entry in county.bureau.store.entries()}
            assert made is not None
            backup.restore(made.path, tmp_path / str(number) / "office", PASSPHRASE)
            with setup.unlock(tmp_path / str(number) / "office", PASSPHRASE, now=Clock()) as office:
                caught &= 0 == syncing.unsent(county.leader) and bool(_missing(acknowledged, office))
                sitting.note("SAF-FIRE-01", "之后")
                for _ in range(2):  # one contact: the bundle there, the receipt back, and what it shows to be missing
                    stick = county.stick()
                    (taken,) = taking_in.take_in(office, [stick / syncing.pack(county.leader, stick).name])
                    assert taken.receipt, taken.reason
                    taking_in.take_in(county.leader, [taken.receipt])
                losses += [f"round {number}"] * len(_missing(acknowledged, office))
                losses += office.store.verify("en", own=office.device)
    record("G22 restored servers", count, SEED, losses, caught)


def _missing(acknowledged: set[str], office: Workspace) -> set[str]:
    return acknowledged - {entry.id for entry in office.store.entries()}
