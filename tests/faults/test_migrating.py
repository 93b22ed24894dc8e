"""G20: killed at any point of a migration, the file is the old one or the new one, whole, and opens."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.table import SEED, record, rounds


def played(folder: Path, count: int, mode: str) -> dict[str, Any]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.faults.migrating", str(folder), str(count), str(SEED), mode]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_migrations(tmp_path: Path) -> None:
    """The released schema and a planted next one; the control migrates the live file step by step."""
    count = rounds(20_000, 20)
    honest = played(tmp_path / "honest", count, "honest")
    careless = played(tmp_path / "careless", 100, "in_place")
    assert 0 < honest["finished"] < count, "the kills must fall before and after the end"
    record("G20 migrations", count, SEED, honest["losses"], bool(careless["losses"]))
