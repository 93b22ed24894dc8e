"""A backup is a file out of which a sound workspace came; what is restored is a new device and loses nothing on the road."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.actions import backup, enrolment, setup, syncing, taking_in
from inspector_app.actions.answering import Sitting
from inspector_app.cli import main
from inspector_app.errors import Problem
from inspector_app.workspace import Workspace
from tests.actions.county import PASSPHRASE, Clock, County, copied, refused, stuff
from tests.actions.test_evidence import jpeg
from tests.store.journals import small_disk


def named(folder: Path) -> list[Path]:
    """What a person would take for a backup."""
    return sorted(folder.glob("*.backup"))


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """A county of each test's own: some close or restore a part of it."""
    with copied(tmp_path / "county") as one:
        yield one


@pytest.fixture
def made(county: County, sitting: Sitting) -> backup.Backup:
    """A backup of the leader's laptop in the middle of a visit, with a photo."""
    sitting.note("SAF-GATE-02", "一句")
    sitting.attach_photo("SAF-FIRE-01", jpeg(shade=21), "a.jpg")
    return backup.make(county.leader, county.stick())


def readmitted(ws: Workspace, bureau: Workspace) -> None:
    """The office admits the restored laptop by the request that the restore left."""
    (request,) = (ws.folder / "outbox").glob("*.request")
    answer = ws.folder.parent / "answer"
    answer.write_bytes(enrolment.admit(bureau, request.read_bytes()))
    (taken,) = taking_in.take_in(ws, [answer])
    assert "enrolled" == taken.outcome, taken.reason


def test_everything_comes_back(county: County, made: backup.Backup, tmp_path: Path) -> None:
    """Entries, blobs, people's keys and settings are equal; progress runs to its end; the workspace is sound."""
    seen: list[tuple[int, int]] = []

    done = backup.restore(made.path, tmp_path / "new", PASSPHRASE, lambda step, of: seen.append((step, of)))

    with setup.unlock(tmp_path / "new", PASSPHRASE) as ws:
        assert county.leader.store.entries() == ws.store.entries()
        assert county.leader.list_people() == ws.list_people()
        assert all(county.leader.person_key(one) == ws.person_key(one) for one in ws.list_people())
        photos = [entry.path.rpartition("/")[2] for entry in ws.store.entries(kind="photo")]
        assert [county.leader.store.blob(name) for name in photos] == [ws.store.blob(name) for name in photos]
        assert photos
        assert [] == ws.store.verify(own=done.former)
        assert county.leader.device == done.former != done.device == ws.device
    assert (100, 100) == seen[-1]
    assert sorted(seen) == seen
    assert (made.entries, made.size) == (len(county.leader.store.entries()), made.path.stat().st_size)


def test_what_was_restored_never_goes_on_with_the_old_chain(
    county: County, sitting: Sitting, made: backup.Backup, tmp_path: Path
) -> None:
    """Both go on writing; the bureau gets both roads' bundles and sees no fork, and nothing is missing (incident 9)."""
    done = backup.restore(made.path, tmp_path / "new", PASSPHRASE)
    sitting.note("SAF-GATE-02", "原机接着写")
    county.carry(county.leader, county.bureau, "bureau")
    with setup.unlock(tmp_path / "new", PASSPHRASE, now=Clock()) as ws:
        visit = sitting.visit
        with refused("enrolment.new_device"):
            syncing.pack(ws, county.stick())
        again = Sitting(ws, visit)
        again.note("SAF-FIRE-01", "新机接着写")
        assert {done.former, done.device} <= {entry.device for entry in ws.store.entries(visit)}
        readmitted(ws, county.bureau)
        taken = county.carry(ws, county.bureau, "bureau")
        assert ("merged", "") == (taken.outcome, taken.reason)
        mine = {entry.id for entry in ws.store.entries()}
    held = county.bureau.store.entries()
    assert mine <= {entry.id for entry in held}
    assert len(held) == len({(entry.device, entry.seq) for entry in held})
    assert [] == county.bureau.store.verify(own=county.bureau.device)


def test_a_restored_bureau_gets_back_what_it_had_acknowledged(county: County, sitting: Sitting, tmp_path: Path) -> None:
    """Work taken in after the backup had its receipt; after the restore one contact brings all of it back (incident 16)."""
    made = backup.make(county.bureau, county.stick())
    sitting.note("SAF-GATE-02", "备份之后")
    stick = county.stick()
    name = syncing.pack(county.leader, stick).name
    (taken,) = taking_in.take_in(county.bureau, [stick / name])
    assert taken.receipt
    taking_in.take_in(county.leader, [taken.receipt])
    assert 0 == syncing.unsent(county.leader)
    acknowledged = {entry.id for entry in county.leader.store.entries()}

    done = backup.restore(made.path, tmp_path / "office", PASSPHRASE)

    assert done.request is None
    with setup.unlock(tmp_path / "office", PASSPHRASE, now=Clock()) as office:
        assert not acknowledged <= {entry.id for entry in office.store.entries()}
        sitting.note("SAF-FIRE-01", "恢复之后")
        for _ in range(2):
            stick = county.stick()
            name = syncing.pack(county.leader, stick).name
            (taken,) = taking_in.take_in(office, [stick / name])
            assert taken.receipt, taken.reason
            taking_in.take_in(county.leader, [taken.receipt])
        assert {entry.id for entry in county.leader.store.entries()} <= {entry.id for entry in office.store.entries()}
        assert 0 == syncing.unsent(county.leader)
        # The office still dispatches, and the laptop believes its new self.
        setup.send_county(office, county.leader)


def test_a_wrong_passphrase_leaves_nothing(made: backup.Backup, tmp_path: Path) -> None:
    """It is told before anything is made."""
    with refused("keys.wrong_passphrase"):
        backup.restore(made.path, tmp_path / "new", "not this one")
    assert [] == [path for path in tmp_path.iterdir() if "new" in path.name]


def test_only_an_empty_folder_is_restored_into(county: County, made: backup.Backup, tmp_path: Path) -> None:
    """A stale write-ahead log beside the restored file would be folded into it (incident 20)."""
    target = tmp_path / "new"
    target.mkdir()
    (target / "journal.db-wal").write_bytes(b"stale")
    with refused("workspace.not_empty"):
        backup.restore(made.path, target, PASSPHRASE)
    assert ["journal.db-wal"] == os.listdir(target)
    with refused("workspace.exists"):
        backup.restore(made.path, county.leader.folder, PASSPHRASE)
    (target / "journal.db-wal").unlink()
    backup.restore(made.path, target, PASSPHRASE)


def test_the_live_log_beside_the_database_is_in_the_backup(county: County, sitting: Sitting, tmp_path: Path) -> None:
    """The newest commits stand in the -wal alone, and they come back all the same."""
    sitting.note("SAF-GATE-02", "只在日志里")
    assert (county.leader.folder / "journal.db-wal").stat().st_size > 0
    made = backup.make(county.leader, county.stick())
    backup.restore(made.path, tmp_path / "new", PASSPHRASE)
    with setup.unlock(tmp_path / "new", PASSPHRASE) as ws:
        assert county.leader.store.heads() == ws.store.heads()


def test_any_changed_byte_is_refused(made: backup.Backup, tmp_path: Path) -> None:
    """In front, list, signature, parts and at the end; cut; followed by something."""
    good, chance = made.path.read_bytes(), random.Random(5)
    bad = tmp_path / "bad.backup"
    places = [0, 18, 19, 22, 30, len(good) // 2, len(good) - 1, *(chance.randrange(len(good)) for _ in range(12))]
    for place in places:
        bad.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(Problem, match="backup|vault"):
            backup.restore(bad, tmp_path / "new", PASSPHRASE)
    for data in (b"", good[:-1], good + b"x", good[: len(good) // 3]):
        bad.write_bytes(data)
        with pytest.raises(Problem, match="backup"):
            backup.restore(bad, tmp_path / "new", PASSPHRASE)
    assert not (tmp_path / "new").exists()
    with refused("backup.newer"):
        bad.write_bytes(b"inspector-backup-2\n" + good[19:])
        backup.restore(bad, tmp_path / "new", PASSPHRASE)


def test_a_workspace_with_a_broken_photo_gives_no_backup(county: County, made: backup.Backup) -> None:
    """The trial restore finds it, and no file carries a backup's name."""
    (photo, *_) = [entry.path.rpartition("/")[2] for entry in county.leader.store.entries(kind="photo")]
    file = county.leader.folder / "blobs" / photo[:2] / photo
    file.write_bytes(file.read_bytes()[:-3])
    stick = county.stick()
    with refused("backup.unsound"):
        backup.make(county.leader, stick)
    file.unlink()
    with refused("backup.unsound"):
        backup.make(county.leader, stick)
    assert [] == os.listdir(stick)


def test_a_full_stick_keeps_nothing_half(county: County, made: backup.Backup, tmp_path: Path) -> None:
    """No room where it goes: a Problem, nothing of that name; with room again the same act works."""
    with small_disk(tmp_path / "disk", "24m") as disk:
        film = stuff(disk, made.size // 2)
        with refused("files.disk_full"):
            backup.make(county.leader, disk)
        assert [film.name] == os.listdir(disk)
        with refused("files.disk_full"):
            backup.restore(made.path, disk / "new", PASSPHRASE)
        assert [film.name] == os.listdir(disk)
        film.unlink()
        again = backup.make(county.leader, disk)
        assert [again.path] == named(disk)


def test_two_backups_in_one_second_have_two_names(county: County) -> None:
    """The clock is a claim; no backup ever replaces another."""
    stick = county.stick()
    still = type(county.leader)(**{**vars(county.leader), "now": lambda: Clock().time})
    assert sorted([backup.make(still, stick).path for _ in range(2)]) == named(stick)


def test_killed_halfway_there_is_no_half_backup_or_workspace(
    county: County, made: backup.Backup, tmp_path: Path
) -> None:
    """Killed at any moment: every file of a backup's name restores, every restored folder opens or is not there."""
    folder = tmp_path / "copies"
    county.leader.close()
    environment = {**os.environ, "INSPECTOR_PASSPHRASE": PASSPHRASE}
    for number in range(5):
        for words in (
            ["--workspace", str(county.leader.folder), "backup", "--to", str(folder)],
            ["restore", "--from", str(made.path), "--to", str(tmp_path / f"new{number}")],
        ):
            with subprocess.Popen(
                [sys.executable, "-m", "inspector_app", *words], env=environment, stdout=subprocess.DEVNULL
            ) as process:
                time.sleep(1.0 + number * 0.5)
                process.send_signal(signal.SIGKILL)
        if (tmp_path / f"new{number}").exists():
            setup.unlock(tmp_path / f"new{number}", PASSPHRASE).close()
    for number, file in enumerate(named(folder)):
        backup.restore(file, tmp_path / f"again{number}", PASSPHRASE)


def test_by_command(county: County, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`backup --to` and `restore --from --to`: one line each, and the request to be admitted."""
    county.leader.close()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    common = ["--passphrase-file", str(secret)]
    workspace = ["--workspace", str(county.leader.folder)]
    assert 0 == main(["backup", "--to", str(tmp_path / "out"), *workspace, *common])
    (file,) = named(tmp_path / "out")
    assert str(file) in capsys.readouterr().out
    assert 0 == main(["restore", "--from", str(file), "--to", str(tmp_path / "new"), *common])
    (request,) = (tmp_path / "new" / "outbox").iterdir()
    assert str(request) in capsys.readouterr().out
    assert 1 == main(["restore", "--from", str(file), "--to", str(tmp_path / "new"), *common])
