"""The demo, played once a run by its own command, and copies of what it leaves for tests that change something."""

import atexit
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any


def command(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `inspector-app` in a process of its own, without a keyboard and with nothing configured."""
    home = mkdtemp(prefix="inspector-home-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("INSPECTOR_PASS", "INSPECTOR_SET"))}
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), home)
    return subprocess.run(
        [sys.executable, "-m", "inspector_app", *map(str, arguments)],
        env={**kept, **own, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def played() -> Path:
    """Return the folder of a demo that was played through to its end; nobody may change anything in it."""
    folder, done = _play()
    assert done.returncode == 0, done.stderr
    assert str(folder / "summary.json") == done.stdout.strip()
    return folder


@cache
def _play() -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = Path(mkdtemp(prefix="inspector-played-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "demo", command("demo", "--to", folder / "demo")


def summary() -> Mapping[str, Any]:
    """Return what the demo says of itself."""
    told: Mapping[str, Any] = json.loads((played() / "summary.json").read_text("utf-8"))
    return told


def copied(folder: Path) -> Path:
    """Return a copy of the played demo in `folder`, to be changed at will."""
    return Path(shutil.copytree(played(), folder / "demo"))
