"""A workspace is made whole or not at all, opens by its passphrase alone, and belongs to one process at a time."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app import workspace
from inspector_app.errors import Problem
from inspector_app.journal import Author
from inspector_app.workspace import Workspace

PASSPHRASE = "四不两直 2026"
NOW = datetime(2026, 11, 23, 10, 2, 5, tzinfo=UTC)


def made(folder: Path) -> Workspace:
    return workspace.create(folder, PASSPHRASE, role="laptop", person="I02", now=lambda: NOW)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One closed workspace; tests that change it copy it."""
    folder = tmp_path_factory.mktemp("shared") / "ws"
    made(folder).close()
    return folder


@pytest.fixture
def copy(closed: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(closed, tmp_path / "ws"))


def test_what_was_made_can_be_unlocked(tmp_path: Path) -> None:
    """Same device, role and person; the work done in between is there."""
    first = made(tmp_path / "督查" / "ws")
    pen = Author(first.device, None, 0, first.now)
    entry = pen.next("01940000-0000-7000-8000-000000000001", "sample", "x", "合格", (), first.person)
    first.store.append([entry])
    first.close()

    again = workspace.unlock(tmp_path / "督查" / "ws", PASSPHRASE)

    assert (first.device, "laptop", "I02") == (again.device, again.role, again.person)
    assert first.secrets == again.secrets
    assert [entry] == again.store.entries()
    assert again.now().tzinfo is not None
    again.close()


def test_two_workspaces_are_two_devices(closed: Path, tmp_path: Path) -> None:
    """A reinstall is a new device with new keys, never the old one again."""
    one, two = workspace.unlock(closed, PASSPHRASE), made(tmp_path / "two")

    assert one.device != two.device
    assert one.secrets.signing != two.secrets.signing
    one.close()
    two.close()


def test_a_wrong_passphrase_opens_nothing(copy: Path) -> None:
    """The Problem says so, and the right one still works at once."""
    with pytest.raises(Problem, match="keys.wrong_passphrase"):
        workspace.unlock(copy, "wrong")

    workspace.unlock(copy, PASSPHRASE).close()


def test_a_second_window_is_refused(copy: Path) -> None:
    """In this process, and in another; after closing it opens."""
    first = workspace.unlock(copy, PASSPHRASE)
    script = f"""
from pathlib import Path
from inspector_app import workspace
from inspector_app.errors import Problem
try:
    workspace.unlock(Path({str(copy)!r}), {PASSPHRASE!r})
except Problem as problem:
    print(problem.code)
"""

    with pytest.raises(Problem, match="workspace.in_use"):
        workspace.unlock(copy, PASSPHRASE)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "workspace.in_use" == done.stdout.strip()

    first.close()
    with workspace.unlock(copy, PASSPHRASE) as again:
        assert first.device == again.device
    workspace.unlock(copy, PASSPHRASE).close()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, closed: Path) -> None:
    """Neither somebody's files nor another workspace is ever built over."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "family.jpg").write_bytes(b"x")
    with pytest.raises(Problem, match="workspace.not_empty"):
        made(tmp_path / "photos")
    with pytest.raises(Problem, match="workspace.exists"):
        made(closed)
    with pytest.raises(Problem, match="workspace.missing"):
        workspace.unlock(tmp_path / "photos", PASSPHRASE)

    assert ["family.jpg"] == os.listdir(tmp_path / "photos")


def test_an_empty_folder_becomes_a_workspace(tmp_path: Path) -> None:
    """As a file dialog makes one."""
    (tmp_path / "new").mkdir()

    made(tmp_path / "new").close()

    assert workspace.is_workspace(tmp_path / "new")
    assert ["new"] == os.listdir(tmp_path)


@pytest.mark.parametrize("wait", [0.05, 0.2, 0.35, 0.5, 0.65])
def test_killed_while_it_is_made_leaves_nothing_that_looks_like_one(tmp_path: Path, wait: float) -> None:
    """Either no workspace, and it can be made; or a whole one, and it opens."""
    folder = tmp_path / "ws"
    script = f"""
from pathlib import Path
from inspector_app import workspace
print("start", flush=True)
workspace.create(Path({str(folder)!r}), {PASSPHRASE!r}, role="laptop", person="I02")
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.kill()

    if workspace.is_workspace(folder):
        workspace.unlock(folder, PASSPHRASE).close()
    else:
        assert not folder.exists()
        made(folder).close()
    assert ["ws"] == [name for name in os.listdir(tmp_path) if not name.startswith(".ws-")]


def test_scratch_is_emptied_at_every_opening(copy: Path) -> None:
    """Whatever passed through it is gone; a link is removed, not followed."""
    (copy / "scratch" / "deep").mkdir()
    (copy / "scratch" / "deep" / "page.pdf").write_bytes(b"x")
    (copy / "outbox" / "kept.bundle").write_bytes(b"x")
    (copy / "scratch" / "link").symlink_to(copy / "outbox")

    opened = workspace.unlock(copy, PASSPHRASE)

    assert [] == list(opened.scratch.iterdir())
    assert (copy / "outbox" / "kept.bundle").exists()
    opened.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "workspace.damaged"),
        (b"[]", "workspace.damaged"),
        (b'{"format": 1}', "workspace.damaged"),
        (b'{"format": 2, "role": "cloud"}', "workspace.newer"),
    ],
)
def test_a_damaged_description_is_a_problem(copy: Path, text: bytes, code: str) -> None:
    """Named, and the lock is given back."""
    whole = (copy / "workspace.json").read_bytes()
    (copy / "workspace.json").write_bytes(text)
    with pytest.raises(Problem, match=code):
        workspace.unlock(copy, PASSPHRASE)

    (copy / "workspace.json").write_bytes(whole)
    workspace.unlock(copy, PASSPHRASE).close()


def test_a_damaged_vault_and_a_lost_database_are_problems(copy: Path) -> None:
    """Neither is a crash, and neither is mistaken for a new start."""
    whole = (copy / "journal.db").rename(copy / "journal.away")
    with pytest.raises(Problem, match="store.missing"):
        workspace.unlock(copy, PASSPHRASE)
    whole.rename(copy / "journal.db")

    (copy / "keys.vault").write_bytes(b"noise")
    with pytest.raises(Problem, match="keys.vault_damaged"):
        workspace.unlock(copy, PASSPHRASE)


def test_peoples_keys_are_kept_by_id(copy: Path) -> None:
    """Only ids name files; a key that is not here is a Problem with a name in it."""
    opened = workspace.unlock(copy, PASSPHRASE)
    opened.add_person("I02", b"wrapped")
    opened.add_person("I11", b"other")

    assert ["I02", "I11"] == opened.list_people()
    assert b"wrapped" == opened.person_key("I02")
    with pytest.raises(Problem, match="workspace.no_person_key") as caught:
        opened.person_key("I99")
    assert "I99" in caught.value.what("zh")
    for wrong in ("../outbox/x", "", ".hidden", "a/b"):
        with pytest.raises(ValueError, match="not a person's id"):
            opened.add_person(wrong, b"x")
    opened.close()
