"""The laptop's end against a real receiver: cut, killed, refused, offline; what goes through is whole and goes once."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from inspector_app import keys
from inspector_app.errors import Problem
from inspector_app.transfer.client import LARGEST, Patience, checked_address
from inspector_app.transfer.server import Sender
from inspector_app.transfer.uploads import Limits
from tests.transfer.cutting import cutter
from tests.transfer.receiver import (
    BAD,
    BUREAU,
    BUREAU_SEED,
    DEVICE,
    ROOT,
    SEED,
    Desk,
    bundle,
    killable,
    listening,
    road,
)

MIB = 1 << 20


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "bureau")


def refused(code: str) -> "pytest.RaisesExc[Problem]":
    return pytest.raises(Problem, match=code)


def test_a_file_goes_up_and_its_receipt_comes_back(desk: Desk, tmp_path: Path) -> None:
    """Progress counts up to the whole; the same file again is success with the same receipt."""
    file, name = bundle(tmp_path, 5 * MIB + 17)
    seen: list[tuple[int, int]] = []
    with listening(desk) as address, road(address) as open_road:
        assert "received" == open_road.send(file, name, lambda done, total: seen.append((done, total))).state
        receipt = open_road.receipt(name)
        assert "received" == open_road.send(file, name).state
        assert receipt == open_road.receipt(name)
        held = open_road.held([name, "0" * 64])
    assert (0, file.stat().st_size) == seen[0]
    assert (file.stat().st_size, file.stat().st_size) == seen[-1]
    assert sorted(seen) == seen
    assert ([name], {}, []) == (held.received, held.refused, held.begun)
    assert [name] == desk.receipts()
    assert [] == [one for one in (desk.folder / "receiving").rglob("*") if one.suffix in {".part", ".bundle"}]


def test_cut_connections_cost_at_most_what_was_under_way(desk: Desk, tmp_path: Path) -> None:
    """Cut after every few hundred kilobytes, rudely or quietly: it ends whole, once, and little is sent twice."""
    file, name = bundle(tmp_path, 3 * MIB)
    with listening(desk) as address, cutter(lambda: address, seed=5, most=700_000) as proxy:
        with road(proxy.address) as open_road:
            assert "received" == open_road.send(file, name).state
        assert proxy.cuts > 3
    assert [name] == desk.receipts()


def test_a_killed_receiver_goes_on_where_it_stood(tmp_path: Path) -> None:
    """SIGKILL in the middle, a new process on the same port: the acknowledged offset stands and the file ends whole."""
    chance = random.Random(7)
    file, name = bundle(tmp_path, 24 * MIB)
    folder = tmp_path / "bureau"
    offsets: list[int] = []
    result: list[str] = []
    with killable(folder) as (process, port):
        address = f"http://127.0.0.1:{port}"

        def send() -> None:
            patience = Patience(pauses=(0.1,) * 100, first=100, silence=5)
            with road(address, patience=patience) as open_road:
                result.append(open_road.send(file, name, lambda done, _of: offsets.append(done)).state)

        sender = threading.Thread(target=send)
        sender.start()
        while not offsets:
            time.sleep(0.005)
        time.sleep(chance.random() / 50)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with killable(folder, port):
        sender.join(60)
    assert ["received"] == result
    assert sorted(offsets) == offsets
    assert [name] == Desk(folder).receipts()


def test_a_killed_sender_goes_on_where_it_stood(desk: Desk, tmp_path: Path) -> None:
    """SIGKILL of the laptop's program: the next one begins at what the receiver has, not at nothing."""
    file, name = bundle(tmp_path, 24 * MIB)
    script = (
        "import sys; from pathlib import Path; from tests.transfer.receiver import road\n"
        "with road(sys.argv[1]) as r: r.send(Path(sys.argv[2]), sys.argv[3], lambda d, t: print(d, flush=True))"
    )
    with listening(desk) as address:
        command = [sys.executable, "-c", script, address, str(file), name]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            while int(process.stdout.readline()) < 4 * MIB:
                pass
            process.send_signal(signal.SIGKILL)
        seen: list[int] = []
        with road(address) as open_road:
            assert "received" == open_road.send(file, name, lambda done, _of: seen.append(done)).state
    assert seen[0] >= 4 * MIB
    assert [name] == desk.receipts()


def test_a_cut_resends_at_most_one_chunk(desk: Desk, tmp_path: Path) -> None:
    """Bytes through the wire over bytes of the file, with one cut in each megabyte or so."""
    file, name = bundle(tmp_path, 8 * MIB)
    with listening(desk) as address, cutter(lambda: address, seed=11, most=4 * MIB) as proxy:
        with road(proxy.address) as open_road:
            last = [0]

            def watch(done: int, _total: int) -> None:
                assert last[0] - done < LARGEST
                last[0] = done

            assert "received" == open_road.send(file, name, watch).state
        assert proxy.cuts >= 1


def test_what_the_bureau_refuses_is_said_with_a_remedy(desk: Desk, tmp_path: Path) -> None:
    """Quarantined is an answer; revoked, strangers, sizes and a full disk are Problems that a person can act on."""
    small, name = bundle(tmp_path, 1000)
    bad, bad_name = bundle(tmp_path, 1000, BAD)
    with listening(desk) as address:
        with road(address) as open_road:
            state = open_road.send(bad, bad_name)
            assert ("refused", "set aside") == (state.state, state.reason)
            assert {bad_name: "set aside"} == open_road.held([bad_name]).refused
        with road(address, "a" * 32) as open_road, refused("network.not_enrolled"):
            open_road.send(small, name)
        with road(address, seed=b"\3" * 32) as open_road, refused("network.not_enrolled"):
            open_road.send(small, name)
        with road(address) as open_road, refused("network.changed"):
            open_road.send(small, "0" * 64)
        with road(address) as open_road, refused("network.other_bureau"):
            open_road.hello(keys.verify_key_of(SEED))
        with road(address) as open_road:
            assert BUREAU == open_road.hello(keys.verify_key_of(BUREAU_SEED)).bureau
        desk.devices[DEVICE] = Sender(desk.devices[DEVICE].verify_key, True)
        with road(address) as open_road, refused("network.revoked"):
            open_road.send(small, name)
    for limits, code in ((Limits(largest=10, free_floor=0), "too_large"), (Limits(free_floor=1 << 60), "no_room")):
        desk = Desk(tmp_path / code, limits=limits)
        with listening(desk) as address, road(address) as open_road, refused(f"network.{code}"):
            open_road.send(small, name)


def test_no_network_is_told_at_once(tmp_path: Path) -> None:
    """Nobody listens; the address is no address; something else answers."""
    small, name = bundle(tmp_path, 1000)
    quick = Patience(pauses=(0.01, 0.01), silence=2)
    with road("http://127.0.0.1:9", patience=quick) as open_road, refused("network.offline"):
        open_road.send(small, name)
    for bad in ("ftp://x", "http://", "http://a b", "http://u:p@x", "http://x:0", "http://督导", "http://x:99999"):
        with refused("network.address"):
            checked_address(bad)
    assert "http://10.1.2.3:8765" == checked_address(" 10.1.2.3:8765/ ")


def test_a_person_may_stop_it_and_go_on_later(desk: Desk, tmp_path: Path) -> None:
    """Stopped between chunks: Problem network.cancelled; what arrived stays there."""
    file, name = bundle(tmp_path, 8 * MIB)
    stop = threading.Event()
    with listening(desk) as address:
        with road(address) as open_road:
            open_road._cancelled = stop.is_set
            with refused("network.cancelled"):
                open_road.send(file, name, lambda done, _of: stop.set() if done else None)
        seen: list[int] = []
        with road(address) as open_road:
            open_road.send(file, name, lambda done, _of: seen.append(done))
        assert seen[0] > 0


def test_clocks_may_differ_by_years(desk: Desk, tmp_path: Path) -> None:
    """The laptop signs with the receiver's time: a wrong clock on either side stops nothing."""
    small, name = bundle(tmp_path, 1000)
    desk.late += desk.late.resolution * int(3e8 * 1e6)
    with listening(desk) as address, road(address) as open_road:
        assert "received" == open_road.send(small, name).state


def test_a_bundle_for_the_laptop_comes_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """Through a cutting proxy, going on from its part; a changed one is not taken."""
    offered, name = bundle(tmp_path, 3 * MIB)
    desk.offers.append(offered)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with listening(desk) as address, cutter(lambda: address, seed=3, most=900_000) as proxy:
        with road(proxy.address) as open_road:
            (offer,) = open_road.offers()
            assert (offered.name, name) == (offer.name, offer.sha256)
            target = open_road.fetch(offer, inbox)
        assert proxy.cuts
        assert offered.read_bytes() == target.read_bytes()
        assert [target] == list(inbox.iterdir())
        target.unlink()
        (inbox / f".part-{name}").write_bytes(os.urandom(1000))
        with road(address) as open_road, refused("network.changed"):
            open_road.fetch(offer, inbox)
        assert [] == list(inbox.iterdir())


def test_a_receiver_that_was_stopped_takes_in_what_lay_there(tmp_path: Path) -> None:
    """Whole on the disk, killed before it was taken in: the next start does it."""
    file, name = bundle(tmp_path, 1000)
    desk = Desk(tmp_path / "bureau")
    whole = desk.folder / "receiving" / "whole"
    whole.mkdir(parents=True)
    (whole / f"{name}.bundle").write_bytes(file.read_bytes())
    with listening(desk) as address, road(address) as open_road:
        assert "received" == open_road.send(file, name).state
    assert [name] == desk.receipts()
    assert [] == list(whole.iterdir())
