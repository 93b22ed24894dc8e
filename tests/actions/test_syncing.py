"""The road out: what is sealed, what is copied, and sticks that are full, write-protected or gone."""

import hashlib
import shutil
from pathlib import Path

import pytest

from inspector_app.actions import enrolment, setup, syncing, taking_in
from inspector_app.actions.answering import Sitting
from inspector_app.errors import Problem
from tests.actions.county import PASSPHRASE, SECOND, County, at_work, refused, remount, stuff
from tests.actions.test_evidence import jpeg
from tests.store.journals import small_disk


def test_packed_again_unchanged_is_the_same_bundle_and_changed_a_new_one(county: County, sitting: Sitting) -> None:
    """A second stick gets a second copy, never a second bundle; an edit makes the next."""
    first = syncing.pack(county.leader, county.stick())
    again = syncing.pack(county.leader, county.stick())
    assert (first.sha256, first.number) == (again.sha256, again.number)
    sitting.note("SAF-GATE-02", "又一句")
    assert first.number + 1 == syncing.pack(county.leader, county.stick()).number


def test_other_entries_in_the_same_number_are_another_bundle(county: County, visit: str) -> None:
    """What team-mates wrote later is sealed too, even when count and own last entry look like the bundle before."""
    mate = at_work(county.second, visit)
    at_work(county.leader, visit)
    delivered(county)
    numbers = set()
    for words in ("第一份", "第二份", "第三份"):
        mate.note("SAF-GATE-02", words)
        county.carry(county.second, county.leader)
        stick = county.stick()
        bundle = syncing.pack(county.leader, stick)
        numbers.add(bundle.number)
        (taken,) = taking_in.take_in(county.bureau, [stick / bundle.name])
        assert taken.receipt
        taking_in.take_in(county.leader, [taken.receipt])
        assert 0 == syncing.unsent(county.leader)
        delivered_to_bureau = [entry.value for entry in county.bureau.store.entries(visit) if entry.kind == "answer"]
        assert any(words in str(value) for value in delivered_to_bureau)
    assert 3 == len(numbers)


def delivered(county: County) -> None:
    """Carry everything of both laptops to the bureau and the receipts back."""
    for ws in (county.leader, county.second):
        stick = county.stick()
        bundle = syncing.pack(ws, stick)
        taking_in.take_in(county.bureau, [stick])
        (receipt,) = stick.glob("*.receipt")
        taking_in.take_in(ws, [receipt])
        assert bundle.name


def test_nothing_is_called_delivered_before_the_bureaus_own_receipt(
    county: County, sitting: Sitting, tmp_path: Path
) -> None:
    """Copied is not delivered; a receipt that was changed, forged by a laptop or given for another bundle changes nothing."""
    sitting.note("SAF-GATE-02", "一句")
    stick = county.stick()
    bundle = syncing.pack(county.leader, stick)
    unsent = syncing.unsent(county.leader)
    assert unsent
    taking_in.take_in(county.bureau, [stick])
    receipt = stick / bundle.name.replace(".bundle", ".receipt")
    good = receipt.read_bytes()
    for place in range(0, len(good), max(1, len(good) // 40)):
        bad = tmp_path / f"{place}.receipt"
        bad.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        (taken,) = taking_in.take_in(county.leader, [bad])
        assert taken.outcome == "quarantined", place
        assert taken.reason
    (foreign,) = taking_in.take_in(county.second, [receipt])
    assert "ignored" == foreign.outcome
    assert unsent == syncing.unsent(county.leader)
    assert [None] == [one.delivered_at for one in syncing.bundles(county.leader) if one.sha256 == bundle.sha256]

    for _ in range(2):
        (taken,) = taking_in.take_in(county.leader, [receipt])
        assert "receipt" == taken.outcome
    assert 0 == syncing.unsent(county.leader)
    sitting.note("SAF-GATE-02", "再一句")
    assert 1 == syncing.unsent(county.leader)


def test_a_full_stick_keeps_no_half_file_and_another_one_works(
    county: County, sitting: Sitting, tmp_path: Path
) -> None:
    """Refused by name; the bundle stays in the outbox, what was on the stick stays, with room the same act works."""
    sitting.attach_photo("SAF-FIRE-01", jpeg(shade=9), "a.jpg")
    with small_disk(tmp_path / "stick", "64k") as stick:
        film = stuff(stick, leave=2_000)
        with refused("drive.full"):
            syncing.pack(county.leader, stick)
        assert [film] == list(stick.iterdir())
        film.unlink()
        with small_disk(tmp_path / "roomy", "16m") as roomy:
            bundle = syncing.pack(county.leader, roomy)
            assert bundle.sha256 == hashlib.sha256((roomy / bundle.name).read_bytes()).hexdigest()


def test_a_write_protected_or_missing_stick_is_refused_and_nothing_is_lost(
    county: County, sitting: Sitting, tmp_path: Path
) -> None:
    """The switch on the stick, a stick pulled before the click, a file where a folder was meant."""
    sitting.note("SAF-GATE-02", "一句")
    unsent = syncing.unsent(county.leader)
    with small_disk(tmp_path / "stick", "1m") as stick:
        remount(stick, "ro")
        with refused("drive.read_only"):
            syncing.pack(county.leader, stick)
        remount(stick, "rw")
        assert syncing.pack(county.leader, stick).copied_to == str(stick)
    with refused("drive.missing"):
        syncing.pack(county.leader, tmp_path / "gone")
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Problem) as caught:
        syncing.pack(county.leader, tmp_path / "file")
    assert caught.value.code.startswith("drive.")
    assert b"x" == (tmp_path / "file").read_bytes()
    assert unsent == syncing.unsent(county.leader)


def test_a_name_that_is_taken_on_the_stick_is_never_overwritten(county: County, sitting: Sitting) -> None:
    """Another file of that name stays as it is."""
    sitting.note("SAF-GATE-02", "一句")
    bundle = syncing.pack(county.leader, county.stick())
    stick = county.stick()
    (stick / bundle.name).write_bytes(b"somebody's")
    with refused("drive.name_taken"):
        syncing.pack(county.leader, stick)
    assert b"somebody's" == (stick / bundle.name).read_bytes()


def test_a_full_disk_at_sealing_leaves_no_half_bundle(tmp_path: Path, county: County) -> None:
    """The laptop's own disk is full: refused, nothing in the outbox; with room the same act seals everything."""
    with small_disk(tmp_path / "disk", "16m") as disk:
        laptop = disk / "laptop"
        with setup.create_laptop(laptop, PASSPHRASE, SECOND, now=county.leader.now) as ws:
            setup.enrol(ws, county.bureau)
            visit = county.new_visit()
            setup.send_county(county.bureau, ws)
            sitting = at_work(ws, visit)
            sitting.attach_photo("SAF-FIRE-01", jpeg(shade=11), "a.jpg")
            unsent = syncing.unsent(ws)
            film = stuff(disk)
            with pytest.raises(Problem, match="disk_full"):
                syncing.pack(ws, county.stick())
            assert [] == list((laptop / "outbox").iterdir())
            assert unsent == syncing.unsent(ws)
            film.unlink()
            stick = county.stick()
            bundle = syncing.pack(ws, stick)
            assert "merged" == taking_in.take_in(county.bureau, [stick / bundle.name])[0].outcome


def test_a_laptop_that_belongs_to_no_bureau_is_told_so(tmp_path: Path) -> None:
    """Nothing can be sealed for nobody; the work stays."""
    with setup.create_laptop(tmp_path / "laptop", PASSPHRASE, SECOND) as ws, refused("enrolment.missing"):
        syncing.pack(ws, tmp_path)


def test_an_answer_for_another_laptop_is_refused(county: County) -> None:
    """The enrolment of one laptop opens nothing on another."""
    answer = enrolment.admit(county.bureau, enrolment.request(county.second))
    with refused("enrolment.other_device"):
        enrolment.accept(county.leader, answer)
    assert enrolment.bureau_of(county.leader).device == county.leader.device


def test_a_bundle_lost_from_the_outbox_is_sealed_anew(county: County, sitting: Sitting) -> None:
    """Somebody cleaned up: nothing is lost, for the journal holds it."""
    sitting.note("SAF-GATE-02", "一句")
    first = syncing.pack(county.leader, county.stick())
    shutil.rmtree(county.leader.folder / "outbox")
    (county.leader.folder / "outbox").mkdir()
    second = syncing.pack(county.leader, county.stick())
    assert (first.number + 1, first.entries) == (second.number, second.entries)
