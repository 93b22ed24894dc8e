"""Killed at any moment of filling in the real window, everything that its status line called saved is there afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.actions import setup
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.gui.driver import Driver
from tests.actions.county import PASSPHRASE, at_work, copied
from tests.journeys.filler import ANSWERS, question

Answer = tuple[str, str, str]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A laptop with a visit at which the card was shown; each kill gets a copy of it."""
    folder = tmp_path_factory.mktemp("kill")
    with copied(folder) as county:
        visit = county.new_visit()
        at_work(county.leader, visit)
    return folder / "laptop", visit


def killed(laptop: Path, visit: str, mode: str, acknowledgements: int, *around: str) -> list[Answer]:
    """Fill in a window of its own, kill -9 it after so many acknowledgements; return every answer it called saved."""
    command = [*around, sys.executable, "-m", "tests.journeys.filler", str(laptop), visit, mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        lines: list[str] = []
        while len(lines) < acknowledgements and (line := process.stdout.readline()):
            lines.append(line)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            assert around, "only strace ends a filler before we do"
        lines += process.stdout.read().splitlines()  # a line in the pipe has been said
    assert "done" not in [line.strip() for line in lines], "it came to its end before it was killed"
    return [(code, field, value) for code, field, value in map(json.loads, lines)]


def lost(laptop: Path, visit: str, acknowledged: list[Answer]) -> list[Answer]:
    """Reopen the workspace and return the acknowledged answers that are not there, item by item."""
    with setup.unlock(laptop, PASSPHRASE) as ws:
        assert [] == ws.store.verify(own=ws.device)
        sitting = open_sitting(ws, visit)
        gone = [(code, field, value) for code, field, value in acknowledged if value != held(sitting, code, field)]
        sitting.note("SAF-GATE-01", "接着填")  # the chain goes on from where it stands
    return gone


def held(sitting: Sitting, code: str, field: str) -> str:
    return sitting.filling.held(question(code, field))


@pytest.mark.parametrize("acknowledgements", [1, 6, 12])
def test_nothing_the_window_called_saved_is_lost(
    begun: tuple[Path, str], tmp_path: Path, qapp: QApplication, acknowledgements: int
) -> None:
    """kill -9 mid-visit; every acknowledged item stands, and the window opened again shows it."""
    laptop, visit = Path(shutil.copytree(begun[0], tmp_path / "laptop")), begun[1]
    acknowledged = killed(laptop, visit, "honest", acknowledgements)
    assert len(acknowledged) >= acknowledgements
    assert [] == lost(laptop, visit, acknowledged)

    driver = Driver(laptop)
    driver.start()
    driver.type("unlock_passphrase", PASSPHRASE, enter=True)
    driver.wait_for(f"visit_{visit}")
    driver.click(f"visit_{visit}")
    driver.settle()
    for code, field, value in acknowledged:
        if field != "verdict" and driver.sees(f"{code}.card"):
            assert value == driver.text(f"{code}.{question(code, field)}")
    driver.leave()


def test_saved_shown_before_the_commit_is_caught(begun: tuple[Path, str], tmp_path: Path) -> None:
    """The negative control: a window that says “saved” one commit too early loses its last answer, and this check sees it."""
    laptop, visit = Path(shutil.copytree(begun[0], tmp_path / "laptop")), begun[1]
    acknowledged = killed(laptop, visit, "early", 6)
    assert [acknowledged[-1]] == lost(laptop, visit, acknowledged)


@pytest.mark.parametrize("sync", [7, 13])
def test_killed_inside_a_commit_nothing_said_before_is_lost(begun: tuple[Path, str], tmp_path: Path, sync: int) -> None:
    """strace kills the window at the entry of a sync to disk: the answer under way is whole or absent, the rest is there."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    laptop, visit = Path(shutil.copytree(begun[0], tmp_path / "laptop")), begun[1]
    inject = f"inject=fdatasync,fsync:signal=KILL:when={sync}"
    around = (
        "strace",
        "-f",
        "-qq",
        "-o",
        str(tmp_path / "trace"),
        "-e",
        "trace=fdatasync,fsync",
        "-e",
        inject,
    )
    acknowledged = killed(laptop, visit, "honest", len(ANSWERS) + 1, *around)
    assert "+++ killed by SIGKILL +++" in (tmp_path / "trace").read_text()
    assert [] == lost(laptop, visit, acknowledged)
