"""Every engine as a program that is run once and says one JSON object: ours, the floor and the peers of a peers' folder."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.form_engine.workloads import Workload

ROOT = Path(__file__).resolve().parents[2]
REPLAY = Path(__file__).with_name("replay")
LIMIT_SECONDS = 600
PYTHON_PEERS, BROWSER_PEERS = ("floor", "lxml"), ("odk", "enketo")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = {
    "odk": ("@getodk/xforms-engine",),
    "enketo": ("enketo-core", "enketo-transformer"),
}
Row = dict[str, Any]


class Failed(Exception):
    """An engine ended badly or said nothing that can be read; the message is the last thing it said."""


def ours(*words: str | Path) -> Row:
    """Run our engine in a process of its own."""
    return _said([sys.executable, "-m", "benchmarks.form_engine.ours", *words], {"PYTHONPATH": str(ROOT)})


class Peers:
    """The engines of a peers' folder (performance.md): `form-engine` with the harnesses, `node_modules`, perhaps `venv`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.harness = self.folder / "form-engine"

    def absent(self, peer: str) -> str:
        """Return "" or why a peer cannot be asked."""
        if peer == "floor":
            return "" if (self.harness / "floor.py").is_file() else "form-engine/floor.py is not there"
        if peer == "lxml":
            if not (self.harness / "lxml_peer.py").is_file():
                return "form-engine/lxml_peer.py is not there"
            return "" if self.version("lxml") else "lxml is not installed for it"
        packages = (*PACKAGES[peer], "esbuild", "playwright-core")
        missing = [name for name in packages if not (self.folder / "node_modules" / name).is_dir()]
        if missing:
            return f"node_modules/{missing[0]} is not there"
        if shutil.which("node") is None:
            return "node is not installed"
        if self.chromium is None:
            return "chromium is not installed"
        return "" if (self.harness / "browser.mjs").is_file() else "form-engine/browser.mjs is not there"

    def changes(self, peer: str, work: Workload) -> Row:
        """Let a peer open a form and replay its plan; the floor and lxml know the synthetic form only."""
        if peer in PYTHON_PEERS:
            script = self.harness / ("floor.py" if peer == "floor" else "lxml_peer.py")
            said = _said([self._python, script, work.form.with_suffix(".json"), work.plan])
            return {
                "load_ms": said["loadMs"],
                "instance_ms": 0.0,
                **{f"{key}_ms": said["all"][key] for key in ("median", "p99", "sum")},
                "missed": 0,
                "total": str(said["total"]).removesuffix(".0"),
            }
        said = self._in_chromium(peer, work)
        return {
            "load_ms": said["loadMs"] if "loadMs" in said else said["transformMs"],
            "instance_ms": said["instanceMs"],
            **{f"{key}_ms": said["change"][key] for key in ("median", "p99", "sum")},
            "missed": said["miss"] + sum(count for _, count in said.get("errs", ())),
            "total": str(said.get("total") or ""),
            "heap_mb": said["heapMB"],
        }

    def rows(self, peer: str, work: Workload) -> Row:
        """Let a peer add 300 rows one by one."""
        said = self._in_chromium(f"{peer}rep", work)
        return {
            "first_ms": said["first20"],
            "last_ms": said["to300"],
            "growth": said["to300"] / said["first20"],
            "sum_ms": said["totalMs"],
            "count": said["count"],
        }

    def replays(self, peer: str, form: Path, plans: list[Any], every: int) -> list[Row]:
        """Let a peer answer plans anew, untimed: its instance as XML after every so many changes, and what it refused."""
        scratch = form.parent / "replay"
        if not scratch.is_dir():
            shutil.copytree(REPLAY, scratch)
            # The packages are looked for from where the script lies.
            (scratch / "node_modules").symlink_to(self.folder / "node_modules")
        request = form.with_suffix(f".{peer}.replay.json")
        request.write_text(json.dumps({"plans": plans, "every": every}, ensure_ascii=False), "utf-8")
        module = os.path.relpath(scratch / peer, self.harness)
        found: list[Row] = self._in_chromium(module, Workload(form, request))["replays"]
        return found

    def versions(self) -> Mapping[str, str]:
        """Return what the engines are and run on, by name; nothing of what is absent."""
        found = {
            "node": _first_line(["node", "--version"]),
            "chromium": _first_line([self.chromium or "chromium", "--version"]),
            "lxml": self.version("lxml"),
        }
        for name in (package for packages in PACKAGES.values() for package in packages):
            described = self.folder / "node_modules" / name / "package.json"
            found[name] = json.loads(described.read_text("utf-8"))["version"] if described.is_file() else ""
        return {name: version for name, version in found.items() if version}

    def version(self, package: str) -> str:
        """Return the version of a Python package where the Python peers run, "" where it is not installed."""
        return _first_line([self._python, "-c", f"import importlib.metadata as m; print(m.version({package!r}))"])

    @cached_property
    def chromium(self) -> str | None:
        """The browser: CHROMIUM in the environment, or the first found."""
        return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)

    @cached_property
    def _python(self) -> str:
        """The interpreter of the Python peers: that of `venv` in the peers' folder, else our own."""
        own = self.folder / "venv" / "bin" / "python"
        return str(own) if own.is_file() else sys.executable

    def _in_chromium(self, module: str, work: Workload) -> Row:
        command: list[str | Path] = ["node", self.harness / "browser.mjs", module, work.form, work.plan, "1"]
        return _said(command, {"CHROMIUM": self.chromium or ""})


def _said(command: list[str | Path], extra: Mapping[str, str] | None = None) -> Row:
    """Run a program and return the JSON object on the last line it printed that has one."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT_SECONDS,
            env={**os.environ, **(extra or {})},
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"not done within {LIMIT_SECONDS} s") from None
    lines = [line[line.index("{") :] for line in done.stdout.splitlines() if "{" in line]
    if done.returncode or not lines:
        raise Failed((done.stderr.strip() or done.stdout.strip() or "said nothing").splitlines()[-1][:200])
    found: Row = json.loads(lines[-1])
    return found


def _first_line(command: list[str]) -> str:
    """Return the first line a program prints, "" where it is missing or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except OSError:
        return ""
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 and done.stdout.strip() else ""
