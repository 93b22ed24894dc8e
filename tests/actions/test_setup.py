"""First start and unlocking against wrong passphrases, taken folders and disks that cannot be written."""

import shutil
from pathlib import Path

import pytest

from inspector_app.actions import documents, setup, visits
from inspector_app.errors import Problem
from tests.actions.county import LEADER, PASSPHRASE, County, refused, remount, template
from tests.store.journals import small_disk


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(county: County, tmp_path: Path) -> None:
    """Also none, one with a space more, the right one in other letters; the right one still opens."""
    shutil.copytree(template() / "laptop", tmp_path / "laptop")
    before = {file: file.read_bytes() for file in (tmp_path / "laptop").rglob("*") if file.is_file()}
    for wrong in ("wrong", "", f"{PASSPHRASE} ", PASSPHRASE.upper()):
        with refused("keys.wrong_passphrase"):
            setup.unlock(tmp_path / "laptop", wrong)
    assert before == {file: file.read_bytes() for file in (tmp_path / "laptop").rglob("*") if file.is_file()}
    with setup.unlock(tmp_path / "laptop", PASSPHRASE) as ws:
        assert [] == visits.list_visits(ws)
        assert [] == documents.documents(ws)
    with refused("workspace.in_use"):
        setup.unlock(county.second.folder, PASSPHRASE)


def test_a_folder_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    """A workspace is never made over another one, nor among somebody's files."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "论文.doc").write_bytes(b"mine")
    with refused("workspace.not_empty"):
        setup.first_start(tmp_path / "full", PASSPHRASE, LEADER)
    assert [tmp_path / "full" / "论文.doc"] == list((tmp_path / "full").iterdir())
    assert [tmp_path / "full"] == list(tmp_path.iterdir())
    shutil.copytree(template() / "laptop", tmp_path / "laptop")
    with refused("workspace.exists"):
        setup.first_start(tmp_path / "laptop", PASSPHRASE, LEADER)
    with setup.unlock(tmp_path / "laptop", PASSPHRASE) as ws:
        assert visits.schools(ws)
    with refused("workspace.missing"):
        setup.unlock(tmp_path / "full", PASSPHRASE)


def test_a_read_only_place_is_refused_for_a_new_workspace_and_for_an_old_one(tmp_path: Path) -> None:
    """Nothing half-made stays; made writable again, the old one has everything."""
    with small_disk(tmp_path / "disk", "16m") as disk:
        shutil.copytree(template() / "laptop", disk / "laptop")
        remount(disk, "ro")
        with refused("files.read_only"):
            setup.first_start(disk / "new", PASSPHRASE, LEADER)
        with refused("files.read_only"):
            setup.unlock(disk / "laptop", PASSPHRASE)
        remount(disk, "rw")
        assert ["laptop"] == [one.name for one in disk.iterdir()]
        with setup.unlock(disk / "laptop", PASSPHRASE) as ws:
            assert [] == ws.store.verify(own=ws.device)


def test_a_disk_too_small_for_a_first_start_keeps_nothing_of_it(tmp_path: Path) -> None:
    """Refused with the disk named; on a roomy disk the same first start works."""
    with small_disk(tmp_path / "disk", "60k") as disk:
        with pytest.raises(Problem) as caught:
            setup.first_start(disk / "laptop", PASSPHRASE, LEADER)
        assert caught.value.code in {"files.disk_full", "store.disk_full"}
        assert not setup.is_workspace(disk / "laptop")


@pytest.mark.parametrize("name", ["keys.vault", "workspace.json", "journal.db"])
def test_a_damaged_or_missing_file_of_a_workspace_is_named(tmp_path: Path, name: str) -> None:
    """Cut in half, or gone: never opened as if it were new, and nothing in it is rewritten."""
    shutil.copytree(template() / "laptop", tmp_path / "laptop")
    file = tmp_path / "laptop" / name
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], b""):
        file.write_bytes(damaged)
        with pytest.raises(Problem) as caught:
            setup.unlock(tmp_path / "laptop", PASSPHRASE)
        assert all(caught.value.lines("zh") + caught.value.lines("en"))
        assert damaged == file.read_bytes()
    file.unlink()
    with pytest.raises(Problem):
        setup.unlock(tmp_path / "laptop", PASSPHRASE)
    assert not file.exists()
    file.write_bytes(whole)
    with setup.unlock(tmp_path / "laptop", PASSPHRASE) as ws:
        assert [] == ws.store.verify(own=ws.device)
