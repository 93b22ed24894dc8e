"""G10: no mutated or hand-made bundle is accepted, crashes the reader, leaves a file, or takes much time or memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.table import SEED, record, rounds


def played(folder: Path, count: int, mode: str) -> dict[str, Any]:
    folder.mkdir()
    command = [sys.executable, "-m", "tests.faults.mutating", str(folder), str(count), str(SEED), mode]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no getrusage")
def test_bundles(tmp_path: Path) -> None:
    """Outside bytes, rightly signed insides, archives made to harm, forgeries; the control skips the signature check."""
    checked = played(tmp_path / "checked", rounds(100_000, 100), "checked")
    unchecked = played(tmp_path / "unchecked", 40, "unchecked")
    forged = [line for line in unchecked["losses"] if line.startswith("accepted: a stranger")]
    print(f"slowest {checked['seconds']:.2f} s, memory grew by {checked['megabytes']} MB")
    record("G10 bundles", checked["rounds"], SEED, checked["losses"], bool(forged))
