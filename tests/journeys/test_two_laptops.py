"""Two laptops, one visit, one bureau: what the demo carried arrives whole, in any order, once."""

import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from inspector_app.actions import documents, enrolment, history, setup, syncing, taking_in, verifying
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.taking_in import TakenIn
from inspector_app.store import Store
from inspector_app.workspace import Workspace
from tests.journeys.played import copied, played, summary


def bundles() -> list[Path]:
    """The leader's and the team-mate's bundle."""
    return sorted(played().glob("*.bundle"))


def fresh_bureau(folder: Path) -> Workspace:
    """The played bureau with its own keys and entries, but with nothing of what the laptops brought."""
    home = copied(folder) / "leader-bureau"
    with setup.unlock(home, summary()["passphrase"]) as bureau:
        own = bureau.store.entries(device=bureau.device)
        settings = {name: bureau.store.get_setting(name) for name in (enrolment.AUTHORITY, enrolment.SPARE_IDENTITY)}
        secrets = bureau.secrets
    shutil.rmtree(home / "blobs")
    for file in home.glob("journal.db*"):
        file.unlink()
    store = Store.create(home, secrets.database_key, secrets.age_identity)
    store.append(own)
    for name, value in settings.items():
        store.put_setting(name, value or b"")
    store.close()
    bureau = setup.unlock(home, summary()["passphrase"])
    assert [] == documents.documents(bureau)
    return bureau


def taken(bureau: Workspace, files: Sequence[Path], stick: Path) -> list[TakenIn]:
    stick.mkdir()
    copies = [stick / file.name for file in files]
    for file, copy in zip(files, copies, strict=True):
        copy.write_bytes(file.read_bytes())
    return [one for copy in copies for one in taking_in.take_in(bureau, [copy])]


@pytest.mark.parametrize("order", list(permutations((0, 1))))
def test_the_bureau_comes_to_the_signed_digest_in_either_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Both bundles merged, leader's first or the team-mate's first: the digest is the signed one, the paper is valid there."""
    with fresh_bureau(tmp_path) as bureau:
        outcomes = taken(bureau, [bundles()[number] for number in order], tmp_path / "stick")
        assert ["merged", "merged"] == [one.outcome for one in outcomes]
        assert summary()["digest"] == history.digest(bureau, summary()["visit"])
        assert [] == open_sitting(bureau, summary()["visit"]).conflicts()
        (settled,) = history.settled(bureau, summary()["visit"])
        assert summary()["conflicts"][0]["reason"] == settled.reason
        assert summary()["pdf_sha256"] == documents.documents(bureau)[0].sha256
        assert "valid" == verifying.verify_pdf(bureau, played() / "record.pdf").status
        assert [] == bureau.store.verify(own=bureau.device)
        again = taken(bureau, bundles(), tmp_path / "again")
        assert ["duplicate", "duplicate"] == [one.outcome for one in again]
        for one in outcomes:
            (same,) = (other for other in again if other.path.name == one.path.name)
            assert one.receipt
            assert same.receipt
            assert one.receipt.read_bytes() == same.receipt.read_bytes()


def test_every_workspace_of_the_demo_agrees(tmp_path: Path) -> None:
    """Leader and bureau hold the signed digest and its paper; the leader's bundle is delivered and nothing is unsent."""
    folder, told = copied(tmp_path), summary()
    with setup.unlock(folder / "leader", told["passphrase"]) as leader:
        assert told["digest"] == history.digest(leader, told["visit"])
        assert 0 == syncing.unsent(leader)
        assert all(one.delivered_at for one in syncing.bundles(leader))
        assert [told["pdf_sha256"]] == [one.sha256 for one in documents.documents(leader)]
        sitting = open_sitting(leader, told["visit"])
        assert sitting.read_only
        assert told["score"] == str(sitting.score().value)
    with setup.unlock(folder / "leader-bureau", told["passphrase"]) as bureau:
        assert told["digest"] == history.digest(bureau, told["visit"])


def test_the_photos_arrive_with_the_entries(tmp_path: Path) -> None:
    """The bureau shows every picture of both laptops, to the byte."""
    folder, told = copied(tmp_path), summary()
    drawn = {file.read_bytes() for file in (played() / "photos").glob("*.jpg")}
    with setup.unlock(folder / "leader-bureau", told["passphrase"]) as bureau:
        sitting = open_sitting(bureau, told["visit"])
        shown = {
            sitting.photo_bytes(photo.sha256, view=False)
            for item in sitting.form.items
            for photo in sitting.photos(item.code)
        }
    assert len(drawn) >= 4
    assert drawn == shown


def test_a_receipt_of_the_leaders_bundle_delivers_nothing_of_the_team_mates(tmp_path: Path) -> None:
    """The second laptop still counts its own entries as unsent until its own receipt comes back."""
    folder, told = copied(tmp_path), summary()
    with setup.unlock(folder / "second", told["passphrase"]) as second:
        unsent = syncing.unsent(second)
        assert unsent > 0
        outcomes = taking_in.take_in(second, sorted((folder / "stick").glob("*.receipt")))
        assert {"receipt", "ignored"} == {one.outcome for one in outcomes}
        assert 0 == syncing.unsent(second)
