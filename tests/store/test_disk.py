"""A full, read-only or failing disk gives a Problem, takes nothing that was acknowledged, and the same act works later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.store import Store
from inspector_app.store.reserve import Reserve
from tests.store.journals import KEY, LAPTOP, author, identity, new_store, reopened, small_disk, written


def fill(store: Store, value: str = "x" * 5_000) -> tuple[int, Problem]:
    """Append until the disk refuses; return how many were acknowledged and the refusal."""
    while True:
        held = store.dots().get(LAPTOP, 0)
        try:
            store.append(written(author(LAPTOP, store.heads().get(LAPTOP)), 1, value=value))
        except Problem as problem:
            return held, problem


def test_a_full_disk_loses_nothing_and_the_same_act_works_later(tmp_path: Path) -> None:
    """Everything acknowledged is there, in the running store and after reopening; with room again, writing goes on."""
    with small_disk(tmp_path / "disk", "3m") as disk:
        store = new_store(disk)
        (disk / "someone's file").write_bytes(bytes(500_000))

        acknowledged, problem = fill(store)
        assert "store.disk_full" == problem.code
        assert all(problem.lines("zh") + problem.lines("en"))
        assert acknowledged == len(store.entries())
        with pytest.raises(Problem, match="disk_full"):
            store.put_blob(os.urandom(3_000_000))
        assert [] == store.verify(own=LAPTOP)

        (disk / "someone's file").unlink()
        store.append(written(author(LAPTOP, store.heads()[LAPTOP]), 1))
        store.close()
        again = reopened(disk)
        assert acknowledged + 1 == again.dots()[LAPTOP]
        assert [] == again.verify(own=LAPTOP)
        again.close()


def test_the_reserve_lets_the_last_edit_through(tmp_path: Path) -> None:
    """With the disk filled by others, one reserve is spent and the edit under way is saved all the same."""
    with small_disk(tmp_path / "disk", "24m") as disk:
        store = new_store(disk)
        Reserve(disk / "reserve").lay_by(plenty=0)
        space = os.statvfs(disk)
        (disk / "someone's film").write_bytes(bytes(space.f_bavail * space.f_frsize - 8192))

        store.append(written(author(), 1, value="x" * 50_000))

        assert not (disk / "reserve").exists()
        assert {LAPTOP: 1} == store.dots()
        store.close()


def test_a_disk_filled_to_the_last_byte_still_opens(tmp_path: Path) -> None:
    """SQLite needs some room even to read: the reserve gives it; without one the Problem says what to do."""
    with small_disk(tmp_path / "disk", "24m") as disk:
        store = new_store(disk)
        store.append(written(author(), 2))
        store.close()
        Reserve(disk / "reserve").lay_by(plenty=0)
        space = os.statvfs(disk)
        (disk / "someone's film").write_bytes(bytes(space.f_bavail * space.f_frsize))

        again = reopened(disk)
        assert {LAPTOP: 2} == again.dots()
        again.append(written(author(LAPTOP, again.heads()[LAPTOP]), 1))
        again.close()

        space = os.statvfs(disk)
        (disk / "someone's other film").write_bytes(bytes(space.f_bavail * space.f_frsize))
        with pytest.raises(Problem, match="store.disk_full"):
            reopened(disk)


def test_a_reserve_is_laid_by_only_where_there_is_plenty(tmp_path: Path) -> None:
    """Once, and never on a disk that is nearly full."""
    reserve = Reserve(tmp_path / "reserve")

    reserve.lay_by(plenty=1 << 60)
    assert not reserve.spend()

    reserve.lay_by(plenty=0)
    reserve.lay_by(plenty=0)
    assert [True, False] == [reserve.spend(), reserve.spend()]


def test_a_read_only_place_is_refused_at_the_door(tmp_path: Path) -> None:
    """A write-protected disk: the Problem names the place, and nothing is changed."""
    with small_disk(tmp_path / "disk", "3m") as disk:
        store = new_store(disk)
        store.append(written(author(), 2))
        store.close()
        (disk / "new").mkdir()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        with pytest.raises(Problem, match="files.read_only") as caught:
            reopened(disk)
        assert str(disk) in caught.value.where
        with pytest.raises(Problem, match="files.read_only"):
            Store.create(disk / "new", KEY, identity())

        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        again = reopened(disk)
        assert {LAPTOP: 2} == again.dots()
        again.close()


LIMITED = """
import resource, sys
from pathlib import Path
from inspector_app.errors import Problem
from inspector_app.store import Store
from tests.store.journals import LAPTOP, author, written
from tests.store.test_disk import fill
store = Store.open(Path(sys.argv[1]), bytes(range(32)), sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
acknowledged, problem = fill(store)
try:
    store.append(written(author(LAPTOP, store.heads()[LAPTOP]), 1))
    after = "written"
except Problem as stopped:
    after = stopped.code
print(acknowledged, problem.code, after)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT_FSIZE")
def test_a_failing_disk_stops_the_writing_and_loses_nothing(tmp_path: Path) -> None:
    """After an input/output error nothing is retried: the session only reads, the next one has all that was acknowledged."""
    new_store(tmp_path).close()
    command = [sys.executable, "-c", LIMITED, str(tmp_path), identity()]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    acknowledged, code, after = done.stdout.split()
    assert ("store.io_error", "store.stopped") == (code, after)
    store = reopened(tmp_path)
    assert int(acknowledged) > 10
    assert int(acknowledged) <= store.dots()[LAPTOP]
    store.append(written(author(LAPTOP, store.heads()[LAPTOP]), 1))
    assert [] == store.verify(own=LAPTOP)
