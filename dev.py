#!/usr/bin/env python3
"""The one way in: sets up what is missing, then runs, tests, checks, measures or builds Inspector. Standard library alone.

    python3 dev.py run                      open the window (without a screen: play the demo, say where its results are)
    python3 dev.py demo [--to DIR]          play one whole inspection offscreen and leave its results
    python3 dev.py test [PYTEST ARGUMENTS]  run the tests
    python3 dev.py check [--faults [GROUP] [--scale X]]
    python3 dev.py bench [SUBJECT] [--json] [--peers DIR] [--require-peers]
    python3 dev.py build                    make dist/inspector-app, a folder to install, and try it

Set-up is remembered by a stamp that is written last: killed halfway, it starts afresh; unchanged, it costs nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "inspector.stamp"
LOCK = ROOT / "requirements.lock"
CACHE = ROOT / ".cache"
FONTS = CACHE / "fonts"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
APP = BIN / ("inspector-app.exe" if WINDOWS else "inspector-app")

SOURCE_ONLY = {"bagit"}  # no wheel exists: built by the locked setuptools, without a hidden download
SMOKE_SECONDS = 120
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}

# Debian packages, found by starting from a bare system and adding one at a time.
QT = ["libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libgssapi-krb5-2"]
SCREEN = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"]
# What the tests ask for a second opinion, and what injects faults.
WITNESSES = ["poppler-utils", "age", "strace", "exfat-fuse", "exfatprogs"]
BUNDLER = ["binutils"]  # PyInstaller reads libraries with objdump


class Stop(Exception):
    """Set-up cannot go on; the message says what the person can do."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    commands = {
        "run": do_run,
        "demo": do_demo,
        "test": do_test,
        "check": do_check,
        "bench": do_bench,
        "build": do_build,
    }
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name not in commands:
        asked = name in ("-h", "--help")
        print(__doc__, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        return commands[name](rest)
    except Stop as stop:
        print(f"dev.py: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# -- commands ------------------------------------------------------------------------------------------------------------


def do_run(rest: list[str]) -> int:
    """Open the window on the sample county, or play the demo where there is no screen."""
    if not has_screen():
        print(
            "dev.py: no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): playing the demo instead.", flush=True
        )
        return do_demo([])
    set_up(QT + (SCREEN if sys.platform == "linux" else []))
    return call([APP, *rest])


def do_demo(rest: list[str]) -> int:
    """Play one whole inspection offscreen; results go to a new folder under .cache unless --to names another."""
    set_up(QT)
    if not any(word == "--to" or word.startswith("--to=") for word in rest):
        number = next(n for n in range(1, 10_000) if not (CACHE / f"demo-{n}").exists())
        rest = [*rest, "--to", str(CACHE / f"demo-{number}")]
    code = call([APP, "demo", *rest], OFFSCREEN)
    if code == 0:
        target = next((w[5:] for w in rest if w.startswith("--to=")), "") or rest[rest.index("--to") + 1]
        print(f"dev.py: the results are in {target} (record.pdf, *.bundle, screens, summary.json).")
    return code


def do_test(rest: list[str]) -> int:
    """Run pytest."""
    set_up(QT, wanted=WITNESSES)
    return call([PYTHON, "-m", "pytest", *rest], OFFSCREEN, cwd=ROOT)


def do_check(rest: list[str]) -> int:
    """Run the house rules; with --faults the fault groups, each one file of tests/faults; a table of all ends the run.

    Where INSPECTOR_FAULTS_REQUIRED is set (.ci/run) a group that was skipped fails the run. With --mutants one fault a rule
    is planted into a copy, and the rule's tests must fail.
    """
    parser = argparse.ArgumentParser(
        prog="dev.py check", description="Run the house rules, or with --faults fault groups."
    )
    parser.add_argument("--faults", nargs="?", const="all", metavar="GROUP")
    parser.add_argument("--mutants", nargs="*", metavar="R-nn", help="plant one fault a rule; its test must fail")
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is the full number of rounds")
    chosen = parser.parse_args(rest)
    group: str | None = chosen.faults
    if chosen.mutants is not None:
        set_up(QT)
        return call([PYTHON, "-m", "tests.rules.planting", *chosen.mutants], OFFSCREEN, cwd=ROOT)
    if group is None:
        return do_test(["tests/test_house.py"])
    groups = named(ROOT / "tests" / "faults", "test_*.py")
    if group != "all" and group not in groups:
        print(f"dev.py: no fault group '{group}'; there are: {', '.join(groups)}.", file=sys.stderr)
        return 2
    files = list(groups.values()) if group == "all" else [groups[group]]
    set_up(QT, wanted=WITNESSES)
    settings = {**OFFSCREEN, "INSPECTOR_FAULT_SCALE": str(chosen.scale)}
    return call([PYTHON, "-m", "pytest", "-q", *files], settings, cwd=ROOT)


def do_bench(rest: list[str]) -> int:
    """Measure one subject: a module of benchmarks/, which reads the further arguments."""
    subjects = named(ROOT / "benchmarks", "[!_]*.py")
    if not rest or rest[0] not in subjects:
        print(f"dev.py: subjects to measure: {', '.join(subjects) or 'none yet'}.", file=sys.stderr)
        return 2
    set_up(QT)
    return call([PYTHON, "-m", f"benchmarks.{rest[0]}", *rest[1:]], {**OFFSCREEN, "PYTHONPATH": str(ROOT)})


def do_build(rest: list[str]) -> int:
    """Make dist/inspector-app with PyInstaller, then start it once: under a time limit, since a bad frozen window can hang."""
    if rest:
        raise Stop("build takes no arguments.")
    set_up(QT + (SCREEN + BUNDLER if sys.platform == "linux" else []))
    work = ["--noconfirm", "--log-level", "WARN", "--distpath", "dist", "--workpath", "build"]
    code = call([PYTHON, "-m", "PyInstaller", *work, ROOT / "build.spec"], cwd=ROOT)
    if code:
        return code
    program = ROOT / "dist" / "inspector-app" / APP.name
    try:
        code = call([program, "--smoke"], OFFSCREEN, limit=SMOKE_SECONDS)
    except subprocess.TimeoutExpired:
        raise Stop(f"the built program did not show its window within {SMOKE_SECONDS} s.") from None
    print(f"dev.py: {program.parent} " + ("starts and shows its window." if code == 0 else f"failed with {code}."))
    return code


# -- set-up --------------------------------------------------------------------------------------------------------------


def set_up(needed: list[str], wanted: list[str] | None = None) -> None:
    """Make everything ready that a command stands on: system libraries, environment, fonts, translations."""
    system(needed, wanted or [])
    environment()
    fonts()
    translations()


def system(needed: list[str], wanted: list[str]) -> None:
    """On Debian, install missing packages as root, or print the line that does; without a `needed` one set-up stops."""
    if sys.platform != "linux" or not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    missing = absent(needed + wanted)
    if not missing:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() == 0:
        print(f"dev.py: {' '.join(line)}", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-qq"], quiet)
        if call([line[0], "-qq", *line[1:]], quiet) == 0:
            return
    print(
        f"dev.py: system packages are missing. As an administrator, run:\n\n    sudo {' '.join(line)}\n",
        file=sys.stderr,
    )
    if absent(needed):
        raise Stop("then run this command again.")
    print("dev.py: going on without them; tests that need them say so.", file=sys.stderr, flush=True)


def absent(packages: list[str]) -> list[str]:
    """Return the packages that are neither installed nor provided by an installed one (libglib2.0-0t64 and the like)."""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}|${Package}|${Provides}\n"]
    present = set()
    for row in subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines():
        status, package, provides = row.split("|", 2)
        if status.startswith("ii"):
            present |= {package, *(word.split()[0] for word in provides.split(",") if word.strip())}
    return [package for package in packages if package not in present]


def environment() -> None:
    """Make .venv from the lock, and again when lock, project or Python change."""
    wanted = "\n".join([digest(LOCK, ROOT / "pyproject.toml"), sys.version.split()[0], str(ROOT)])
    if STAMP.is_file() and STAMP.read_text("utf-8") == wanted and PYTHON.exists():
        return
    started = time.monotonic()
    if STAMP.is_file() and PYTHON.exists() and STAMP.read_text("utf-8").split("\n")[1:] == wanted.split("\n")[1:]:
        STAMP.unlink()  # same Python, same place: bring it up to date
    else:
        make_venv()
    print("dev.py: installing the locked packages into .venv (once; about a minute and 330 MB) ...", flush=True)
    wheels, sources = split_lock()
    pip("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(wheels))
    pip("--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(sources))
    pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(wanted, "utf-8")
    print(f"dev.py: installed in {time.monotonic() - started:.0f} s.", flush=True)


def make_venv() -> None:
    """Make an empty .venv; whatever a killed run left there goes."""
    if importlib.util.find_spec("ensurepip") is None:
        system([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], [])
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:  # Windows: a program started from it is still running
        raise Stop(f"cannot renew .venv ({error}); close what runs from it.") from error
    # Started from inside another environment, build on the Python below it.
    base = str(getattr(sys, "_base_executable", "") or sys.executable)
    if call([base, "-m", "venv", str(VENV)]):
        raise Stop("could not make .venv: is this Python complete (module venv)?")


def split_lock() -> tuple[Path, Path]:
    """Write the lock's wheels and its source-only packages as two files and return their paths."""
    requirements = re.findall(r"^[\w.-]+==.*\n(?:[ \t]+.*\n)*", LOCK.read_text("utf-8"), re.MULTILINE)
    wheels, sources = VENV / "wheels.lock", VENV / "sources.lock"
    from_source = [text for text in requirements if text.split("==")[0] in SOURCE_ONLY]
    wheels.write_text("".join(text for text in requirements if text not in from_source), "utf-8")
    sources.write_text("".join(from_source), "utf-8")
    return wheels, sources


def pip(*arguments: str) -> None:
    """Run pip install in .venv."""
    if call([PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", *arguments]):
        raise Stop("pip could not install the packages (its message stands above); is a package index within reach?")


def fonts() -> None:
    """Build the two faces of screen and paper once (about half a minute)."""
    recipe = ROOT / "inspector_app" / "report" / "fontbuild.py"
    stamp = FONTS / "dev.stamp"
    wanted = digest(recipe, ROOT / "resources" / "rare_names.txt", LOCK)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted and len(list(FONTS.glob("*.ttf"))) > 1:
        return
    print("dev.py: building the fonts (once; about a minute) ...", flush=True)
    if call([PYTHON, "-m", "inspector_app.report.fontbuild", str(FONTS)]):
        raise Stop("could not build the fonts.")
    stamp.write_text(wanted, "utf-8")


def translations() -> None:
    """Compile the window's translations that are newer than their compiled form."""
    for source in sorted((ROOT / "resources" / "i18n").glob("*.ts")):
        target = source.with_suffix(".qm")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = target.with_suffix(".tmp")
        if call([BIN / ("pyside6-lrelease.exe" if WINDOWS else "pyside6-lrelease"), "-silent", source, "-qm", half]):
            raise Stop(f"could not compile {source.name}.")
        half.replace(target)


# -- small things --------------------------------------------------------------------------------------------------------


def call(
    command: Sequence[str | Path],
    extra: Mapping[str, str] | None = None,
    *,
    cwd: Path | None = None,
    limit: float | None = None,
) -> int:
    """Run a command, let it talk to the terminal, and return its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=cwd, env={**os.environ, **(extra or {})}, timeout=limit, check=False).returncode


def has_screen() -> bool:
    """Tell whether a window can be shown here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def named(folder: Path, pattern: str) -> dict[str, Path]:
    """Return what a folder offers: name without test_ and suffix -> file."""
    return {path.stem.removeprefix("test_"): path for path in sorted(folder.glob(pattern))}


def digest(*paths: Path) -> str:
    """Return one SHA-256 over some files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must hear this, not a SyntaxError
        sys.exit("Inspector needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    sys.exit(main(sys.argv[1:]))
