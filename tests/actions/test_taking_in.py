"""The road in: merged once, answered with one receipt; whatever is not sound is set aside whole and changes nothing."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from inspector_app.actions import history, setup, syncing, taking_in
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.errors import Problem
from inspector_app.workspace import Workspace
from tests.actions.county import LEADER, PASSPHRASE, County, at_work, copied, remount, stuff
from tests.actions.test_evidence import jpeg
from tests.store.journals import small_disk


@pytest.fixture
def bundle(county: County, sitting: Sitting) -> Path:
    """A bundle with entries and a photo on a stick."""
    sitting.note("SAF-GATE-02", "一句")
    sitting.attach_photo("SAF-FIRE-01", jpeg(shade=21), "a.jpg")
    stick = county.stick()
    return stick / syncing.pack(county.leader, stick).name


def holdings(ws: Workspace) -> tuple[object, ...]:
    """What a workspace holds: entries, bundles, blobs."""
    blobs = sorted(file.name for file in (ws.folder / "blobs").rglob("*") if file.is_file())
    return len(ws.store.entries()), len(ws.store.bundles()), blobs


def test_taken_in_twice_is_a_no_op_with_the_same_receipt(county: County, bundle: Path) -> None:
    """The second time nothing is written but the receipt, byte for byte the first one; also under another name."""
    (first,) = taking_in.take_in(county.bureau, [bundle])
    assert ("merged", True) == (first.outcome, first.entries_new > 0)
    assert first.receipt
    receipt = first.receipt.read_bytes()
    held = holdings(county.bureau)
    first.receipt.unlink()
    for file in (bundle, Path(shutil.copy(bundle, county.stick() / "renamed.bundle"))):
        (again,) = taking_in.take_in(county.bureau, [file])
        assert ("duplicate", 0) == (again.outcome, again.entries_new)
        assert again.receipt
        assert receipt == again.receipt.read_bytes()
    assert held == holdings(county.bureau)


def test_one_changed_byte_anywhere_is_set_aside_and_nothing_is_merged(county: County, bundle: Path) -> None:
    """Header, signature, ciphertext and tail: 70 places, each refused with its reason and kept whole in quarantine."""
    good = bundle.read_bytes()
    size = len(good)
    places = {*range(16), *range(16, 512, 24), 447, 448, 511, 512, 513, size // 2, size - 17, size - 2, size - 1}
    places |= set(range(512, size, max(1, size // 25)))
    assert len(places) >= 60
    held = holdings(county.bureau)
    stick = county.stick()
    for place in sorted(places):
        bad = stick / f"{place}.bundle"
        bad.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        (taken,) = taking_in.take_in(county.bureau, [bad])
        assert ("quarantined", None, 0) == (taken.outcome, taken.receipt, taken.entries_new), place
        assert taken.reason
        assert bad.read_bytes() in {file.read_bytes() for file in (county.bureau.folder / "quarantine").iterdir()}
        bad.unlink()
    assert held == holdings(county.bureau)
    assert [] == list(county.bureau.scratch.iterdir())
    assert "merged" == taking_in.take_in(county.bureau, [bundle])[0].outcome


@pytest.mark.parametrize("cut", [0, 7, 447, 511, 512, 900, -1])
def test_a_bundle_cut_short_or_with_something_behind_it_is_set_aside(county: County, bundle: Path, cut: int) -> None:
    """A stick pulled too early, or a file system that pads."""
    good = bundle.read_bytes()
    held = holdings(county.bureau)
    for data in (good[:cut], good + bytes(1 + abs(cut))):
        bundle.write_bytes(data)
        (taken,) = taking_in.take_in(county.bureau, [bundle])
        assert ("quarantined", None) == (taken.outcome, taken.receipt)
    assert held == holdings(county.bureau)


def test_a_bad_file_among_good_ones_stops_nothing(county: County, bundle: Path) -> None:
    """A folder is taken in as a whole: each file gets its own outcome, foreign files are passed over."""
    stick = bundle.parent
    (stick / "0.bundle").write_bytes(b"")
    (stick / "1.bundle").write_bytes(os.urandom(2_000))
    (stick / "照片.jpg").write_bytes(jpeg())
    (stick / "folder.bundle").mkdir()
    (stick / "away.bundle").symlink_to(stick / "nowhere")
    taken = {one.path.name: one.outcome for one in taking_in.take_in(county.bureau, [stick])}
    assert "merged" == taken.pop(bundle.name)
    assert {"0.bundle": "quarantined", "1.bundle": "quarantined"} == taken


def test_a_named_file_that_is_none_of_ours_is_said_so(county: County, tmp_path: Path) -> None:
    """Not a bundle, an empty file, a missing one: each has its reason, the outcome of the others stays."""
    (tmp_path / "报告.docx").write_bytes(b"PK\x03\x04 whatever")
    (tmp_path / "empty").write_bytes(b"")
    held = holdings(county.bureau)
    taken = taking_in.take_in(county.bureau, [tmp_path / "报告.docx", tmp_path / "empty", tmp_path / "gone.bundle"])
    assert ["quarantined"] * 3 == [one.outcome for one in taken]
    assert all(one.reason for one in taken)
    assert held == holdings(county.bureau)
    assert b"PK\x03\x04 whatever" == (tmp_path / "报告.docx").read_bytes()


def test_a_strangers_bundle_is_set_aside(county: County, tmp_path: Path) -> None:
    """A laptop of another bureau, rightly sealed for that one: not signed by anybody enrolled here."""
    (tmp_path / "other").mkdir()
    with copied(tmp_path / "other") as other:
        with setup.create_laptop(tmp_path / "stranger", PASSPHRASE, LEADER) as stranger:
            setup.enrol(stranger, other.bureau)
            visit = other.new_visit()
            setup.send_county(other.bureau, stranger)
            at_work(stranger, visit).note("SAF-GATE-02", "外人")
            bundle = syncing.pack(stranger, tmp_path)
        held = holdings(county.bureau)
        (taken,) = taking_in.take_in(county.bureau, [tmp_path / bundle.name])
        assert ("quarantined", None) == (taken.outcome, taken.receipt)
        assert held == holdings(county.bureau)


def test_a_bundle_for_the_bureau_is_closed_to_the_team_mate(county: County, bundle: Path) -> None:
    """Signed by a known laptop, but not sealed for this one: set aside, nothing of it read."""
    held = holdings(county.second)
    (taken,) = taking_in.take_in(county.second, [bundle])
    assert "quarantined" == taken.outcome
    assert held == holdings(county.second)


def test_an_own_bundle_brought_back_is_ignored(county: County, bundle: Path) -> None:
    """The stick comes back with what this laptop wrote on it."""
    assert "ignored" == taking_in.take_in(county.leader, [bundle])[0].outcome


def test_the_receipt_goes_to_the_outbox_when_the_stick_cannot_be_written(
    county: County, bundle: Path, tmp_path: Path
) -> None:
    """A write-protected stick is read all the same; from the outbox the receipt confirms delivery as usual."""
    with small_disk(tmp_path / "stick", "4m") as stick:
        protected = Path(shutil.copy(bundle, stick))
        remount(stick, "ro")
        (taken,) = taking_in.take_in(county.bureau, [protected])
    assert "merged" == taken.outcome
    assert taken.receipt
    assert county.bureau.folder / "outbox" == taken.receipt.parent
    assert "receipt" == taking_in.take_in(county.leader, [taken.receipt])[0].outcome
    assert 0 == syncing.unsent(county.leader)


def test_a_full_stick_gets_its_receipt_through_the_outbox(county: County, bundle: Path, tmp_path: Path) -> None:
    """No room for 300 bytes on the stick is no reason not to take the bundle in."""
    with small_disk(tmp_path / "stick", "4m") as stick:
        copy = Path(shutil.copy(bundle, stick))
        film = stuff(stick)
        (taken,) = taking_in.take_in(county.bureau, [copy])
        assert ("merged", county.bureau.folder / "outbox") == (taken.outcome, taken.receipt and taken.receipt.parent)
        assert {film.name, copy.name} == {file.name for file in stick.iterdir()}


def test_later_before_earlier_and_every_order_come_to_the_same(county: County, visit: str) -> None:
    """The second bundle arrives first: held, not lost, not refused; with the first one the picture is whole."""
    sticks = [county.stick(), county.stick()]
    sitting = at_work(county.second, visit)
    names = []
    for stick, words in zip(sticks, ("第一句", "第二句"), strict=True):
        sitting.note("SAF-GATE-02", words)
        names.append(syncing.pack(county.second, stick).name)
    (late, early) = (taking_in.take_in(county.bureau, [stick])[0] for stick in reversed(sticks))
    assert ["merged", "merged"] == [late.outcome, early.outcome]
    assert history.digest(county.second, visit) == history.digest(county.bureau, visit)
    assert "第二句" == open_sitting(county.bureau, visit).filling.held("saf_gate_02_note")
    assert 2 == len(set(names))


def test_a_full_disk_at_the_bureau_merges_nothing_by_halves(tmp_path: Path) -> None:
    """No receipt is given for what is not kept; with room again the same file is taken in whole."""
    with small_disk(tmp_path / "disk", "24m") as disk, copied(disk) as county:
        sitting = at_work(county.leader, county.new_visit())
        sitting.attach_photo("SAF-FIRE-01", jpeg(shade=31), "a.jpg")
        for number in range(40):
            sitting.note("SAF-GATE-02", f"{number} " + "长" * 3_000)
        stick = tmp_path / "stick"
        stick.mkdir()
        bundle = stick / syncing.pack(county.leader, stick).name
        (county.bureau.folder / "reserve").unlink(missing_ok=True)
        (county.leader.folder / "reserve").unlink(missing_ok=True)
        held = holdings(county.bureau)
        film = stuff(disk, leave=20_000)
        with pytest.raises(Problem, match="disk_full"):
            taking_in.take_in(county.bureau, [bundle])
        assert held[0] == holdings(county.bureau)[0]
        assert [bundle] == list(stick.iterdir())
        film.unlink()
        (taken,) = taking_in.take_in(county.bureau, [bundle])
        assert ("merged", True) == (taken.outcome, taken.receipt is not None)
        assert [] == county.bureau.store.verify(own=county.bureau.device)


def test_quarantine_keeps_the_file_once_however_often_it_comes(county: County, bundle: Path) -> None:
    """The same bad file on three sticks is set aside once, under its own hash."""
    bad = bundle.with_name("bad.bundle")
    bad.write_bytes(bundle.read_bytes()[:-1])
    before = len(list((county.bureau.folder / "quarantine").iterdir()))
    for _ in range(3):
        taking_in.take_in(county.bureau, [bad])
    kept = sorted((county.bureau.folder / "quarantine").iterdir())
    assert before + 1 == len(kept)
    assert any(file.name.startswith(hashlib.sha256(bad.read_bytes()).hexdigest()[:16]) for file in kept)
