"""The road by network with real workspaces: enrol by code, send, receipts and bundles back; the same bytes as by stick."""

import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.actions import backup, dispatching, enrolment, sending, serve, setup, syncing, taking_in
from inspector_app.actions.answering import Sitting
from inspector_app.errors import Problem
from inspector_app.supervision import opening_code
from inspector_app.transfer.client import Patience
from inspector_app.transfer.uploads import Limits
from inspector_app.workspace import Workspace
from tests.actions.county import LEADER, PASSPHRASE, SCHOOL, SECOND, County, at_work, copied, refused
from tests.actions.test_evidence import jpeg
from tests.transfer.cutting import cutter

QUICK = Patience(pauses=(0.02,) * 50, first=50, silence=10)
NO_FLOOR = Limits(free_floor=0)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    """A county of each test's own: here bureaus are restored and laptops revoked."""
    with copied(tmp_path / "county") as one:
        yield one


@contextmanager
def serving(bureau: Workspace, told: Callable[[str], None] | None = None) -> Iterator[str]:
    """Run the bureau's receiver; gives its address."""
    listener = serve.listener(bureau, serve.Address(port=0), limits=NO_FLOOR, on_enrolled=told)
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        while not listener.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.port}"
    finally:
        listener.stop()
        thread.join()


def by_stick(county: County, ws: Workspace) -> None:
    """Carry what is unsent to the bureau and the receipt back."""
    stick = county.stick()
    bundle = syncing.pack(ws, stick)
    assert "merged" == taking_in.take_in(county.bureau, [stick / bundle.name])[0].outcome
    taking_in.take_in(ws, [stick])


def by_network(county: County, ws: Workspace) -> None:
    """Send it."""
    with serving(county.bureau) as address:
        sending.send(ws, address, patience=QUICK)


ROADS = pytest.mark.parametrize("road", [by_stick, by_network])


@ROADS
def test_either_road_brings_the_same_bytes_and_the_same_receipt(
    county: County, road: Callable[[County, Workspace], None]
) -> None:
    """What was sealed is what the bureau holds; everything has a receipt; a second time brings nothing new."""
    sitting = at_work(county.leader, county.new_visit())
    sitting.attach_photo("SAF-FIRE-01", jpeg(shade=3), "a.jpg")
    sitting.note("SAF-GATE-02", "一句")
    assert syncing.unsent(county.leader)
    road(county, county.leader)
    assert 0 == syncing.unsent(county.leader)
    (bundle,) = syncing.bundles(county.leader)
    there = county.bureau.store.bundle(bundle.sha256)
    assert there
    assert (bundle.name, bundle.size, bundle.entries) == (there.name, there.size, there.entries)
    ours, theirs = (ws.store.receipt(bundle.sha256) for ws in (county.leader, county.bureau))
    assert ours
    assert theirs
    assert theirs.data == ours.data
    visits = [
        {entry.id for entry in ws.store.entries(device=county.leader.device)} for ws in (county.leader, county.bureau)
    ]
    assert visits[0] == visits[1]
    assert [] == county.bureau.store.verify()


@ROADS
def test_a_bundle_that_was_changed_is_set_aside_on_either_road(
    county: County, road: Callable[[County, Workspace], None]
) -> None:
    """One byte in the outbox: the bureau merges nothing, keeps the file with its reason, and it stays unsent."""
    at_work(county.leader, county.new_visit())
    bundle = syncing.sealed(county.leader)
    file = syncing.bundle_file(county.leader, bundle)
    data = bytearray(file.read_bytes())
    data[-9] ^= 1
    file.write_bytes(data)
    held = len(county.bureau.store.entries())
    with pytest.raises((Problem, AssertionError)):
        road(county, county.leader)
    assert held == len(county.bureau.store.entries())
    assert syncing.unsent(county.leader)


def test_a_code_enrols_one_laptop_once_and_brings_it_the_county(county: County, tmp_path: Path) -> None:
    """Wrong digits, a wrong code, a used code; the lost reply asked for again gives the same answer."""
    told: list[str] = []
    with serving(county.bureau, told.append) as address:
        code = serve.new_code(county.bureau)
        with setup.create_laptop(tmp_path / "new", PASSPHRASE, LEADER, now=county.leader.now) as ws:
            with refused("enrolment.bad_code"):
                sending.enrol(ws, address, code[:-1] + str((int(code[-1]) + 1) % 10))
            with refused("enrolment.wrong_code"):
                sending.enrol(ws, address, opening_code.draw("enrol", secrets.randbelow))
            taken = sending.enrol(ws, address, code)
            assert ["merged"] == [one.outcome for one in taken]
            assert county.bureau.device == enrolment.bureau_device(ws)
            answer = ws.store.get_setting(enrolment.ENROLMENT)
            assert [] == sending.enrol(ws, address, code)
            assert answer == ws.store.get_setting(enrolment.ENROLMENT)
            assert [ws.device] == told
            assert [] == sending.send(ws, address, patience=QUICK).delivered
        with setup.create_laptop(tmp_path / "other", PASSPHRASE, LEADER, now=county.leader.now) as ws:
            with refused("enrolment.code_used"):
                sending.enrol(ws, address, code)
            county.bureau.now.time += serve.CODE_LIVES  # type: ignore[attr-defined]
            with refused("enrolment.wrong_code"):
                sending.enrol(ws, address, code)


def test_a_revoked_laptop_is_refused_on_both_roads_beyond_its_last_good_entry(county: County) -> None:
    """What the bureau held stays; what came after is set aside; trusted again, it goes through."""
    sitting = at_work(county.leader, county.new_visit())
    by_network(county, county.leader)
    enrolment.revoke(county.bureau, county.leader.device, "电脑在路上被偷")
    sitting.note("SAF-GATE-02", "小偷写的")
    with refused("network.revoked"):
        by_network(county, county.leader)
    stick = county.stick()
    bundle = syncing.pack(county.leader, stick)
    (taken,) = taking_in.take_in(county.bureau, [stick / bundle.name])
    assert "quarantined" == taken.outcome
    assert not any("小偷" in str(entry.value) for entry in county.bureau.store.entries())
    enrolment.trust_again(county.bureau, county.leader.device)
    by_network(county, county.leader)
    assert 0 == syncing.unsent(county.leader)


def test_a_revoked_laptop_can_read_nothing_new(county: County) -> None:
    """The next bundle for the laptops is not sealed for it."""
    enrolment.revoke(county.bureau, county.second.device, "遗失")
    stick = county.stick()
    bundle = syncing.pack(county.bureau, stick, "laptops")
    assert "merged" == taking_in.take_in(county.leader, [stick / bundle.name])[0].outcome
    (taken,) = taking_in.take_in(county.second, [stick / bundle.name])
    assert "quarantined" == taken.outcome
    assert {county.second.device} == set(enrolment.revoked(county.leader))


def test_after_the_bureau_was_restored_devices_send_again_what_it_lost(county: County, tmp_path: Path) -> None:
    """A copy of the bureau from before comes back: laptops hold receipts for what it lost, notice, and bring it again."""
    sitting = at_work(county.leader, county.new_visit())
    by_network(county, county.leader)
    old = tmp_path / "old-bureau"
    county.bureau.close()
    shutil.copytree(county.bureau.folder, old, ignore=shutil.ignore_patterns("receiving", "lock"))
    with setup.unlock(county.bureau.folder, PASSPHRASE, now=county.leader.now) as bureau, serving(bureau) as address:
        for words in ("恢复前第一份", "恢复前第二份"):
            sitting.note("SAF-GATE-02", words)
            assert 1 == len(sending.send(county.leader, address, patience=QUICK).delivered)
        assert not sending.send(county.leader, address, patience=QUICK).restored
    with setup.unlock(old, PASSPHRASE, now=county.leader.now) as bureau, serving(bureau) as address:
        # One of the two is gone from the outbox as well: sealed anew from the journal.
        lost = syncing.bundles(county.leader)[0]
        syncing.bundle_file(county.leader, lost).unlink()
        sent = sending.send(county.leader, address, patience=QUICK)
        assert sent.restored
        assert 2 == len(sent.again)
        ours = {entry.id for entry in county.leader.store.entries(device=county.leader.device)}
        assert ours == {entry.id for entry in bureau.store.entries(device=county.leader.device)}
        once_more = sending.send(county.leader, address, patience=QUICK)
        assert ([], []) == (once_more.again, once_more.delivered)


def test_a_bureau_restored_by_command_is_known_by_its_key(county: County, tmp_path: Path) -> None:
    """It goes on under a new device id; laptops follow, and what only its former self had a receipt for goes out anew."""
    sitting = at_work(county.leader, county.new_visit())
    by_network(county, county.leader)
    file = backup.make(county.bureau, county.stick()).path
    sitting.note("SAF-GATE-02", "备份之后")
    by_network(county, county.leader)
    backup.restore(file, tmp_path / "restored", PASSPHRASE)
    with setup.unlock(tmp_path / "restored", PASSPHRASE, now=county.leader.now) as bureau, serving(bureau) as address:
        sending.send(county.leader, address, patience=QUICK)
        assert bureau.device == enrolment.bureau_device(county.leader) != county.bureau.device
        assert 0 == syncing.unsent(county.leader)
        assert any("备份之后" in str(entry.value) for entry in bureau.store.entries())
        assert [] == sending.send(county.leader, address, patience=QUICK).delivered


def test_the_reply_got_lost_and_the_receipt_is_fetched_later(county: County) -> None:
    """Taken in by stick, the receipt forgotten there: the network brings it, and nothing is sent again."""
    at_work(county.leader, county.new_visit())
    stick = county.stick()
    bundle = syncing.pack(county.leader, stick)
    taking_in.take_in(county.bureau, [stick / bundle.name])
    with serving(county.bureau) as address:
        sent = sending.send(county.leader, address, patience=QUICK)
    assert ([bundle.sha256], 0) == ([one.sha256 for one in sent.delivered], syncing.unsent(county.leader))
    assert not any(line.event == "bundle_uploaded" for line in county.leader.store.log_lines())


def test_a_day_of_cut_connections_loses_nothing_and_doubles_nothing(county: County) -> None:
    """Six edits sent through a road that cuts again and again; every entry once, every bundle with its receipt."""
    sitting = at_work(county.leader, county.new_visit())
    with serving(county.bureau) as address, cutter(lambda: address, seed=2, most=12_000) as proxy:
        for number in range(6):
            sitting.note("SAF-GATE-02", f"第{number}次" * 200)
            sending.send(county.leader, proxy.address, patience=QUICK)
        assert proxy.cuts
    assert 0 == syncing.unsent(county.leader)
    assert [] == [one for one in syncing.bundles(county.leader) if one.delivered_at is None]
    ours, theirs = (ws.store.entries(device=county.leader.device) for ws in (county.leader, county.bureau))
    assert [entry.id for entry in ours] == [entry.id for entry in theirs]


def test_what_the_bureau_decides_reaches_the_laptop_by_network(county: County) -> None:
    """A task dispatched at the office stands on the laptop after the next sending."""
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND])
    with serving(county.bureau) as address:
        sent = sending.send(county.leader, address, patience=QUICK)
        assert ["merged"] == [one.outcome for one in sent.fetched]
        assert [] == sending.send(county.leader, patience=QUICK).fetched
    assert county.leader.store.entries(visit)


def test_who_may_serve_and_who_may_send(county: County, sitting: Sitting) -> None:
    """A laptop serves nobody; without an address there is nowhere to send; a taken port is told."""
    sitting.note("SAF-GATE-02", "一句")
    with refused("serving.not_a_bureau"):
        serve.listener(county.leader, serve.Address(port=0))
    with refused("network.no_address"):
        sending.send(county.leader)
    with serving(county.bureau) as address, refused("serving.address"):
        serve.listener(county.bureau, serve.Address(port=int(address.rsplit(":", 1)[1])))
    with refused("serving.certificate"):
        serve.listener(county.bureau, serve.Address(port=0, certificate=county.bureau.folder / "workspace.json"))
