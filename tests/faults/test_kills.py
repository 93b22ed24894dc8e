"""G1: killed -9 at any moment while editing, importing and sealing, nothing that was acknowledged is lost."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.table import SEED, record, rounds


def played(folder: Path, mode: str, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.faults.killing", str(folder), mode, str(count), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_kills(tmp_path: Path) -> None:
    """Every entry, blob and bundle a killed writer spoke of is there and whole, with no repair by hand.

    The control acknowledges before the commit.
    """
    count = rounds(10_000)
    honest = played(tmp_path / "honest", "honest", count)
    early = played(tmp_path / "early", "early", max(count, 40))

    assert honest["acknowledged"] > count
    record("G1 kills", count, SEED, honest["losses"] + ["repaired"] * honest["repaired"], bool(early["losses"]))
