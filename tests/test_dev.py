"""dev.py: the one way in, as far as it can be judged without setting a machine up anew."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(dev.__file__).parent


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_stands_on_the_standard_library_alone() -> None:
    """It starts on a Python without one installed package (-I -S: no site-packages at all)."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "dev.py"), "--help"], capture_output=True, check=False
    )
    assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.parametrize("arguments", [(), ("dance",), ("check", "--faults", "nonsense"), ("bench", "nonsense")])
def test_wrong_usage_is_said_and_ends_with_2(arguments: tuple[str, ...]) -> None:
    """No command, an unknown one, an unknown fault group or subject: exit 2, with words on standard error."""
    done = _run(*arguments)
    assert (2, "", True) == (done.returncode, done.stdout, bool(done.stderr))


def test_the_lock_is_split_without_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wheels and source-only packages together are the lock, line by line, each with its hashes."""
    monkeypatch.setattr(dev, "VENV", tmp_path)
    parts = [path.read_text("utf-8") for path in dev.split_lock()]
    lock = dev.LOCK.read_text("utf-8")
    assert sorted(lock.splitlines()) == sorted("".join(parts).splitlines())
    assert sorted(dev.SOURCE_ONLY) == sorted(line.split("==")[0] for line in parts[1].splitlines() if "==" in line)
    assert [] == [block for block in re.split(r"\n(?=\w)", lock) if "--hash=sha256:" not in block]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """Each requirement of pyproject.toml, extras included, is in the lock in a version that it allows."""
    locked = dict(
        line.split(" ")[0].split("==") for line in dev.LOCK.read_text("utf-8").splitlines() if "==" in line[:60]
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(word for extra in project["optional-dependencies"].values() for word in extra)]
    requirements = [Requirement(word) for word in asked]
    assert [] == [str(r) for r in requirements if not r.specifier.contains(locked.get(r.name.lower(), "0"))]


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's own packages")
def test_a_missing_library_is_found_and_a_renamed_one_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not installed, removed but configured: missing. Installed, or provided under a new name: present."""
    answer = "ii |libgl1|\nii |libglib2.0-0t64|libglib2.0-0 (= 2.80.0-6)\nrc |libegl1|\n"
    program = tmp_path / "dpkg-query"
    program.write_text(f"#!/bin/sh\ncat <<'EOF'\n{answer}EOF\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert ["libegl1", "libdbus-1-3"] == dev.absent(["libgl1", "libglib2.0-0", "libegl1", "libdbus-1-3"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_a_screen_is_x_or_wayland(monkeypatch: pytest.MonkeyPatch) -> None:
    """Either variable tells of a screen; without both there is none."""
    seen = []
    for display, wayland in (("", ""), (":0", ""), ("", "wayland-0")):
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
        seen.append(dev.has_screen())
    assert [False, True, True] == seen


def test_an_unchanged_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stamp of the same lock, project, Python and place means: nothing to do; a missing stamp means: start afresh."""
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    asked: list[str] = []
    monkeypatch.setattr(dev, "make_venv", lambda: asked.append("venv"))
    monkeypatch.setattr(dev, "pip", lambda *words: asked.append(words[-1]))
    monkeypatch.setattr(dev, "VENV", tmp_path)
    for _ in range(2):
        dev.environment()
    assert ["venv", str(tmp_path / "wheels.lock"), str(tmp_path / "sources.lock"), str(ROOT)] == asked
